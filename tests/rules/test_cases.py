"""The cases beside the rule book are true too: the real Traefik does what is said about them."""

from __future__ import annotations

import pytest

from tests.rules.pages import Example, examples
from tests.rules.record import CASES
from tests.rules.test_pages import agree, ask
from traefiklint.verify.binary import find_binary

__all__ = ["ask"]

NEWEST = [case for page in CASES for case in examples(page) if case.target == find_binary().minor]


@pytest.mark.parametrize("case", NEWEST, ids=lambda case: case.name)
def test_the_real_traefik_does_with_a_case_what_we_say(case: Example, ask: object) -> None:
    agree(case, ask(case))  # type: ignore[operator]
