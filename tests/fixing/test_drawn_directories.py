"""Directories drawn by chance: after safe fixes every request is answered by the same router as before, and no fix at
all disables what was enabled.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.judgement import ours
from tests.effort import often
from tests.fixing.drawn import Drawn, drawn
from tests.routing.agreement import ask, can_be_asked, read_typed, told
from tests.routing.echo import Echoes
from tests.routing.generator import STATIC
from tests.traefik_versions import NEWEST, traefik
from traefiklint import lint_texts
from traefiklint.fixing import fix_texts
from traefiklint.options import Options
from traefiklint.routing.answer import answer
from traefiklint.routing.asking import Asked
from traefiklint.routing.table import Table
from traefiklint.routing.world import read_world
from traefiklint.verify.oracle import Oracle
from traefiklint.verify.verdict import KINDS, Verdict

STATIC_TEXT = json.dumps(STATIC)
OPTIONS = Options(static=STATIC_TEXT, target=NEWEST, strict=True)
PORTS = list(range(9001, 9015))


def _asked(made: Drawn) -> Iterator[Asked]:
    for typed in made.requests:
        asked = read_typed(typed)
        if can_be_asked(asked):
            yield asked


def moved(before: Mapping[str, str], after: Mapping[str, str], made: Drawn) -> list[str]:
    """The requests that another router answers than before."""
    old, new = (Table(read_world(files, OPTIONS)) for files in (before, after))
    if old.world.refusals:
        return []  # nothing of it was served
    found = []
    for asked in _asked(made):
        was, now = answer(old, asked).routers, answer(new, asked).routers
        if was and was != now:
            found.append(f"{asked}: {sorted(was)} became {sorted(now)}")
    return found


@pytest.mark.slow
@settings(max_examples=often(120), deadline=None)
@given(seed=st.integers(0, 2**32))
def test_after_safe_fixes_the_same_router_answers(seed: int) -> None:
    made = drawn(seed, PORTS)
    fixed = fix_texts(made.files, OPTIONS)
    if fixed.texts:
        assert not moved(made.files, {**made.files, **fixed.texts}, made), [one.rule for one in fixed.applied]


@pytest.mark.slow
@settings(max_examples=often(120), deadline=None)
@given(seed=st.integers(0, 2**32))
def test_after_all_fixes_what_was_enabled_is_enabled(seed: int) -> None:
    made = drawn(seed, PORTS)
    fixed = fix_texts(made.files, OPTIONS, unsafe=True)
    if fixed.texts:
        before = ours(lint_texts(made.files, STATIC_TEXT, target=NEWEST))
        after = ours(lint_texts({**made.files, **fixed.texts}, STATIC_TEXT, target=NEWEST))
        if not before.refused:
            assert not after.refused
            assert after.disabled <= before.disabled, [one.rule for one in fixed.applied]
