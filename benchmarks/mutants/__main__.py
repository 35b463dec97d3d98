"""Samples mutants, runs their tests, and tells which of them nobody noticed."""

from __future__ import annotations

import argparse
import difflib
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from benchmarks.mutants.generate import Mutant, places
from benchmarks.mutants.recording import Recorded
from benchmarks.mutants.rooms import KNOWN, ROOMS, Room
from benchmarks.mutants.running import Outcome, broken, copy_of_the_project, get_ready, run

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".mutants"
"""What was recorded, until the tests change."""
WANTED = 0.85
BUDGET = 40.0
"""Processor seconds of tests that a mutant has to survive, the dear ones last."""


class Known(NamedTuple):
    """A mutant that no test is meant to notice."""

    file: str
    before: str
    after: str
    reason: str


def main() -> int:
    """Exit status 1 where a room is below what is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60, help="how many mutants, of all rooms together")
    parser.add_argument("--room", choices=ROOMS, action="append", help="only this one; may be given more than once")
    parser.add_argument("--again", action="store_true", help="record anew what each test reaches")
    parser.add_argument("--budget", type=float, default=BUDGET, help="seconds of tests for each mutant")
    arguments = parser.parse_args()
    rooms = arguments.room or list(ROOMS)
    known = _known()
    for it in known:
        if not (ROOT / it.file).exists() or it.before not in _stripped((ROOT / it.file).read_text("utf-8")):
            print(f"{KNOWN}: `{it.file}` no longer has `{it.before}`")
    low = []
    get_ready()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder, copy_of_the_project(ROOT, Path(folder)) as copy:
        wanted = dict.fromkeys(tests for room in rooms for tests in ROOMS[room].tests)
        _record(copy, list(wanted), again=arguments.again)
        for number, room in enumerate(rooms):
            count = arguments.count // len(rooms) + (number < arguments.count % len(rooms))
            share = _room(copy, room, arguments.seed, count, arguments.budget, known)
            if share < WANTED:
                low.append(room)
    if low:
        print(f"Less than {WANTED:.0%} were noticed in: {', '.join(low)}")
    return 1 if low else 0


def _room(copy: Path, name: str, seed: int, count: int, budget: float, known: list[Known]) -> float:
    recorded = Recorded(copy, [_kept(tests) for tests in ROOMS[name].tests])
    for test in recorded.failed:
        print(f"{name}: {test} fails without any mutant and is left out", flush=True)
    outcomes: Counter[str] = Counter()
    for mutant in _sample(copy, ROOMS[name], f"{seed} {name}", count):
        path = copy / mutant.file
        source = path.read_text("utf-8")
        text = mutant.text(source)
        assert text is not None and text != source, mutant
        chosen = recorded.choose(mutant.file, mutant.line, mutant.end_line, budget)
        with broken(path, text):
            outcome = run(copy, chosen)
        outcomes[outcome] += 1
        if outcome is Outcome.SURVIVED:
            outcomes["known"] += _tell(mutant, source, text, len(chosen.tests), chosen.left_out, known)
    share = 1 - outcomes[Outcome.SURVIVED] / max(1, outcomes.total() - outcomes["known"])
    print(
        f"{name}, seed {seed}: {outcomes[Outcome.KILLED]} killed, {outcomes[Outcome.TIMED_OUT]} timed out, "
        f"{outcomes[Outcome.SURVIVED]} survived (of them {outcomes['known']} for a reason that is written down): "
        f"{share:.0%} noticed",
        flush=True,
    )
    return share


def _tell(mutant: Mutant, source: str, text: str, tests: int, left_out: int, known: list[Known]) -> bool:
    """Show a survivor; whether it was expected."""
    lines = list(difflib.unified_diff(source.splitlines(), text.splitlines(), lineterm="", n=0))[3:]
    before = "\n".join(line[1:].strip() for line in lines if line.startswith("-"))
    after = "\n".join(line[1:].strip() for line in lines if line.startswith("+"))
    reason = next((it.reason for it in known if it[:3] == (mutant.file, before, after)), "")
    dear = f", {left_out} dear ones were not run" if left_out else ""
    print(f"survived: {mutant.file}:{mutant.line}: {mutant.operator}, {tests} tests{dear}")
    print("".join(f"    {line}\n" for line in lines), end="")
    print(f"    known: {reason}\n" if reason else "", end="", flush=True)
    return bool(reason)


def _known() -> list[Known]:
    path = ROOT / KNOWN
    listed = tomllib.loads(path.read_text("utf-8"))["survivor"] if path.exists() else []
    return [Known(it["file"], it["before"].strip(), it["after"].strip(), it["reason"]) for it in listed]


def _stripped(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())


def _sample(copy: Path, room: Room, seed: str, count: int) -> list[Mutant]:
    files = sorted({path for pattern in room.sources for path in copy.glob(pattern)})
    found = [place for path in files for place in places(str(path.relative_to(copy)), path.read_text("utf-8"))]
    chance = random.Random(seed)
    return [chance.choice(place) for place in chance.sample(found, min(count, len(found)))]


def _record(copy: Path, rooms_tests: list[str], *, again: bool) -> None:
    """Record what tests reach where they have changed since the last time, several at once.

    Where the program changes, what was recorded holds for the lines that stay; `again` records all of it anew.

    Raises:
        SystemExit: tests could not be run to their end, and would be missing without a word.
    """
    KEPT.mkdir(exist_ok=True)
    old = [tests for tests in rooms_tests if again or _known_state(tests) != _state(copy, tests)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        statuses = list(pool.map(lambda tests: _record_one(copy, tests), old))
    for tests, status in zip(old, statuses, strict=True):
        if status:
            log = _kept(tests).with_suffix(".log")
            raise SystemExit(f"What {tests} reaches could not be recorded: pytest ended with {status}, see {log}.")


def _record_one(copy: Path, tests: str) -> int:
    print(f"recording what {tests} reaches", flush=True)
    with _kept(tests).with_suffix(".log").open("w") as log:
        command = [sys.executable, "-m", "benchmarks.mutants.recording", str(_kept(tests)), tests]
        status = subprocess.run(command, cwd=copy, stdout=log, stderr=log, check=False).returncode
    if status == 0:
        _kept(tests).with_suffix(".state").write_text(_state(copy, tests))
    return status


def _kept(tests: str) -> Path:
    return KEPT / tests.removesuffix(".py").replace("/", "-")


def _known_state(tests: str) -> str:
    path = _kept(tests).with_suffix(".state")
    return path.read_text() if path.exists() else ""


def _state(copy: Path, tests: str) -> str:
    """The tests, and what they share with those beside them."""
    own = copy / tests
    beside = own if own.is_dir() else own.parent
    changing = [path for path in beside.rglob("*") if path.suffix in (".py", ".md")]
    shared = [path for path in changing if path == own or own.is_dir() or not path.name.startswith("test_")]
    code = hashlib.sha256()
    for path in sorted(shared):
        code.update(f"{path.relative_to(copy)}\0".encode() + path.read_bytes())
    return code.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
