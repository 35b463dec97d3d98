"""Directories drawn by chance: after safe fixes every request is answered by the same router as before, and no fix at
all disables what was enabled.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.corpus.judgement import ours
from tests.effort import often
from tests.fixing.drawn import Drawn, drawn
from tests.routing.agreement import ask, can_be_asked, read_typed
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
from traefiklint.verify.verdict import Verdict

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
        was, now = answer(old, asked), answer(new, asked)
        is_served = any(way.kind != "not found" for way in was.ways)  # a 404 of a router above others is nobody's
        if is_served and was.routers != now.routers:
            found.append(f"{asked}: {sorted(was.routers)} became {sorted(now.routers)}")
    return found


@pytest.mark.slow
@settings(max_examples=often(30), deadline=None)
@given(seed=st.integers(0, 2**32))
@example(seed=7700250)  # a redirection of an entry point
@example(seed=7700323)  # HTTP took from TCP
@example(seed=7700351)  # so it did, from a TCP router that closes connections
@example(seed=7700408)
@example(seed=7700460)  # a condition that must not hold
@example(seed=7700499)
@example(seed=881500026)  # TLS options of a router that came to life
def test_after_safe_fixes_the_same_router_answers(seed: int) -> None:
    made = drawn(seed, PORTS)
    fixed = fix_texts(made.files, OPTIONS)
    if fixed.texts:
        assert not moved(made.files, {**made.files, **fixed.texts}, made), [one.rule for one in fixed.applied]


@pytest.mark.slow
@settings(max_examples=often(30), deadline=None)
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


@pytest.mark.traefik
def test_the_real_traefik_serves_the_same_after_fixes() -> None:
    asked: Counter[str] = Counter()
    with Echoes(14) as echoes, Oracle(traefik(NEWEST), STATIC, confined=False) as oracle:
        for seed in range(24):
            made = drawn(seed, echoes.ports)
            safe, unsafe = (fix_texts(made.files, OPTIONS, unsafe=one) for one in (False, True))
            before = oracle.check(made.files)
            if not before.loads:
                continue
            answers = _answers(oracle, Table(read_world(made.files, OPTIONS)), made)
            after = oracle.check({**made.files, **safe.texts})
            assert not _disabled(after) & _enabled(before), (seed, [one.rule for one in safe.applied])
            for request, server in answers:
                assert _comes_from(oracle, request, server), (seed, str(request), [one.rule for one in safe.applied])
            asked["answers"] += len(answers)
            asked["safe"] += bool(safe.texts)
            after = oracle.check({**made.files, **unsafe.texts})
            assert not _disabled(after) & _enabled(before), (seed, [one.rule for one in unsafe.applied])
            asked["unsafe"] += bool(unsafe.texts)
    assert asked["answers"] > 60
    assert asked["safe"] > 8
    assert asked["unsafe"] > 10


def _answers(oracle: Oracle, table: Table, made: Drawn) -> list[tuple[Asked, str]]:
    """The requests that a server answers, and which; without those of which chance decides."""
    found = []
    for request in _asked(made):
        mine = answer(table, request)
        if mine.is_tie or len(mine.ways) != 1 or mine.ways[0].target is None:
            continue
        servers = list(mine.ways[0].target.answering())
        reply = ask(oracle, request)
        if reply.echo and len(servers) == 1:
            found.append((request, reply.echo))
    return found


def _comes_from(oracle: Oracle, request: Asked, server: str) -> bool:
    """Whether a server answers; Traefik may take a moment to switch."""
    for pause in (0.02, 0.1, 1.0, 5.0):
        time.sleep(pause)
        if ask(oracle, request).echo == server:
            return True
    return False


def _enabled(verdict: Verdict) -> set[str]:
    return {
        f"{kind} {name}"
        for kind, states in verdict.objects.items()
        for name, one in states.items()
        if one.status == "enabled"
    }


def _disabled(verdict: Verdict) -> set[str]:
    return {
        f"{kind} {name}"
        for kind, states in verdict.objects.items()
        for name, one in states.items()
        if one.status == "disabled"
    }
