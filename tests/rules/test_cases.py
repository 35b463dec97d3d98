"""The cases beside the rule book are true too: the real Traefik does what is said about them."""

from __future__ import annotations

import pytest

from tests.rules.pages import examples
from tests.rules.record import CASES
from tests.rules.test_pages import PARTS, Ask, agree_with_part, ask
from traefiklint.versions import NEWEST

__all__ = ["ask"]

OF_NEWEST = [case for page in CASES for case in examples(page) if case.target == NEWEST.name]


@pytest.mark.parametrize("part", PARTS)
def test_the_real_traefik_does_with_a_case_what_we_say(part: int, ask: Ask) -> None:
    agree_with_part(OF_NEWEST, part, ask)
