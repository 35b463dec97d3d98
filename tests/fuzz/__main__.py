"""`make fuzz MINUTES=… SEED=…`: inputs by grammar, then by coverage, until the CPU minutes are used up.

Half of the time goes to each. An input that breaks something is written to `tests/fuzz/found/`; fixed, it belongs into
the corpus, where the tests drive it again. What the coverage-guided half finds worth keeping stays in `.fuzz/`, so that
the next run begins where this one ends.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import subprocess
import sys
import time
import traceback
from pathlib import Path

from tests.fuzz.driving import ROOMS, corpus
from tests.fuzz.grammar import Bytes, Choices, text_of
from tests.fuzz.limits import CpuLimit, check_memory, seconds_for

FOUND = Path(__file__).parent / "found"
KEPT = Path(".fuzz")


def main() -> int:
    """Fuzz, and say what it came to; 1 where something broke."""
    parser = argparse.ArgumentParser(prog="make fuzz", description="CPU minutes, not those of the clock.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rooms", default=",".join(ROOMS))
    parser.add_argument("--half", choices=("grammar", "coverage", "both"), default="both")
    given = parser.parse_args()
    rooms = given.rooms.split(",")
    seconds = given.minutes * 60 / (2 if given.half == "both" else 1)
    broken = 0
    if given.half != "coverage":
        broken += by_grammar(rooms, given.seed, seconds)
    if given.half != "grammar":
        broken += by_coverage(rooms, given.seed, seconds)
    return int(bool(broken))


def by_grammar(rooms: list[str], seed: int, seconds: float) -> int:
    """Inputs by grammar; how many broke something."""
    begin, count, broken = time.process_time(), 0, 0
    while time.process_time() - begin < seconds:
        room = rooms[count % len(rooms)]
        broken += not holds(room, text_of(room, Choices(f"{seed} {count}")))
        count += 1
    used = time.process_time() - begin
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"by grammar: seed {seed}, {count:,} inputs, {used / 60:.1f} CPU minutes, {most} MB, {broken} found", flush=True
    )
    return broken


def holds(room: str, data: bytes, slower: float = 1.0) -> bool:
    """Whether an input breaks nothing; one that does is written down. `slower`: how much what watches costs."""
    from tests.fuzz.driving import drive

    try:
        with CpuLimit(slower * seconds_for(data)):
            drive(room, data)
        check_memory()
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        FOUND.mkdir(exist_ok=True)
        path = FOUND / f"{room}-{hashlib.sha256(data).hexdigest()[:12]}"
        path.write_bytes(data)
        last = "".join(traceback.format_exception(error)[-4:])
        print(f"--- {path}: {type(error).__name__}\n{last[-1500:]}", flush=True)
        return False
    return True


def by_coverage(rooms: list[str], seed: int, seconds: float) -> int:
    """Inputs by coverage, in a process of its own: the fuzzer ends the process that it runs in."""
    KEPT.mkdir(exist_ok=True)
    seeds = KEPT / "corpus"
    seeds.mkdir(exist_ok=True)
    for path in corpus(rooms):
        data = bytes([rooms.index(path.parent.name) * 2]) + path.read_bytes()
        (seeds / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.guided", ",".join(rooms), str(seconds), str(seed), str(seeds)]
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"by coverage: seed {seed}, {used / 60:.1f} CPU minutes, {after.ru_maxrss // 1024} MB", flush=True)
    return int(done.returncode != 0)


def input_of(rooms: list[str], data: bytes) -> tuple[str, bytes]:
    """The room and the input that bytes of the coverage-guided half stand for: its text, or choices of a grammar."""
    first = data[0] if data else 0
    room = rooms[first // 2 % len(rooms)]
    return room, text_of(room, Bytes(data[1:])) if first % 2 else data[1:]


if __name__ == "__main__":
    sys.exit(main())
