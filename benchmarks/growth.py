"""`make bench-growth`: how the work grows with the size of what is asked, as the exponent of its last doublings.

Twice the input may take twice the time, and a little more for sorting. Each case is made at doubling sizes, from the
first that takes long enough to be measured; processor time counts, not the clock, and of several runs the fastest, so
that a busy machine does not matter. Ends with status 1 where an exponent is over `MOST`.
"""

from __future__ import annotations

import argparse
import gc
import math
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NamedTuple

from benchmarks.growing import SERIES
from benchmarks.growing_commands import COMMANDS
from benchmarks.growing_labels import LABELS
from benchmarks.growing_texts import Series

MOST = 1.3
"""The greatest exponent that passes: n log n is about 1.1 at these sizes, n² is 2."""
_SHORTEST = 0.15
"""Seconds of processor time that the first size must take at least, so that what all sizes share is little."""
_DOUBLINGS = 2
_RUNS = 3
_BUDGET = 20.0
"""Seconds of processor time after which one run is given up: it grows beyond all measure."""


class Grown(NamedTuple):
    """What a series came to."""

    name: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]

    @property
    def exponent(self) -> float:
        """The slope of the times over the sizes, both as logarithms; infinite where a run had to be given up."""
        if math.inf in self.seconds:
            return math.inf
        return math.log(self.seconds[-1] / self.seconds[0], self.sizes[-1] / self.sizes[0])

    def row(self) -> str:
        """One line of the table."""
        exponent = "given up" if self.exponent == math.inf else f"{self.exponent:.2f}"
        times = ", ".join(f"{size:,}: {seconds:.2f}" for size, seconds in zip(self.sizes, self.seconds, strict=True))
        return f"| {self.name} | {exponent} | {times} |"


class _GivenUpError(Exception):
    """A run took too long."""


@contextmanager
def _limited() -> Iterator[None]:
    def stop(_: int, __: FrameType | None) -> None:
        raise _GivenUpError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, _BUDGET)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _seconds(work: Callable[[], object]) -> float:
    """The processor time of one run; infinite where it is given up."""
    gc.collect()
    gc.disable()
    started = time.process_time()
    try:
        with _limited():
            work()
        return time.process_time() - started
    except _GivenUpError:
        return math.inf
    finally:
        gc.enable()


def grow(series: Series) -> Grown:
    """Measure a series. What is over the bound is measured once more at larger sizes: noise does not come twice, and
    a way of working that is left at some size is left by then."""
    first = _measure(series, series.start, _SHORTEST)
    if first.exponent <= MOST or first.exponent == math.inf:
        return first
    again = _measure(series, first.sizes[-1], _SHORTEST)
    return min(first, again, key=lambda grown: grown.exponent)


def _measure(series: Series, size: int, shortest: float) -> Grown:
    series.make(2)()  # whatever is loaded or remembered on the first use
    while (took := _seconds(series.make(size))) < shortest:
        size *= 2
    if took == math.inf:
        return Grown(series.name, (size,), (took,))
    sizes = tuple(size << doubling for doubling in range(_DOUBLINGS + 1))
    works = [series.make(one) for one in sizes]
    best = [math.inf] * len(works)
    for _ in range(_RUNS):  # one size after the other, so that a slow minute of the machine meets all of them
        for number, work in enumerate(works):
            best[number] = min(best[number], _seconds(work))
    return Grown(series.name, sizes, tuple(best))


def main() -> int:
    """Measure, print the table, and say what grows too fast."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*", help="only the series in whose names one of these words stands")
    words = parser.parse_args().words
    print("| what | exponent | processor seconds by size |\n|---|---|---|")
    failed = []
    for series in (*SERIES, *LABELS, *COMMANDS):
        if words and not any(word in series.name for word in words):
            continue
        grown = grow(series)
        print(grown.row(), flush=True)
        if grown.exponent > MOST:
            failed.append(series.name)
    for name in failed:
        print(f"grows too fast: {name}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
