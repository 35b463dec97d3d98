"""The cases beside the rule book are true too: the real Traefik does what is said about them."""

from __future__ import annotations

import pytest

from tests.rules.pages import Example, examples
from tests.rules.record import CASES
from tests.rules.test_pages import agree, ask
from traefiklint.versions import NEWEST

__all__ = ["ask"]

OF_NEWEST = [case for page in CASES for case in examples(page) if case.target == NEWEST.name]


@pytest.mark.parametrize("case", OF_NEWEST, ids=lambda case: case.name)
def test_the_real_traefik_does_with_a_case_what_we_say(case: Example, ask: object) -> None:
    agree(case, ask(case))  # type: ignore[operator]
