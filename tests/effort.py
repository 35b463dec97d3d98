"""How much work something is, in measures that no load of the machine changes.

`calls` counts what Python calls, which is the same number in every run. `Effort` compares the processor's time with
that of a known loop in the same process, for work that is done in C as well; a busy or slow machine slows both.
`often` says how much work the tests make of what is drawn.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable
from typing import Any

_TURNS = 1_000_000


def often(count: int) -> int:
    """How many drawn cases a test asks about: so many each time, ten times as many by `make test TIMES=10`."""
    return count * int(os.environ.get("TRAEFIKLINT_TIMES", "1"))


def calls(work: Callable[[], Any]) -> int:
    """How many functions, of Python and of C, are called in the course of `work`.

    What looks for modules is left out: it calls more the more folders there are to look in; and the collection of what
    is no longer used, which calls what others have asked for, is put off.
    """
    count = 0

    def noticed(frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call") and not frame.f_code.co_filename.startswith("<frozen importlib")

    before, collects = sys.getprofile(), gc.isenabled()
    gc.disable()
    sys.setprofile(noticed)
    try:
        work()
    finally:
        sys.setprofile(before)
        if collects:
            gc.enable()
    return count


class Effort:
    """Measures the work between `with` and its end in turns of a loop, in millions: about 20 ms each today.

    `assert_below` measures the loop at that moment, so that both are under the same load.
    """

    def __enter__(self) -> Effort:
        self._begun = time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.process_time() - self._begun

    def assert_below(self, millions: float) -> None:
        """Fail where the work took longer than so many million turns."""
        # Whatever a loop may cost anywhere: nothing to measure where the work was done at once.
        if self.seconds < 0.005 * millions:
            return
        begun = time.process_time()
        turn = 0
        while turn < _TURNS:
            turn += 1
        loop = time.process_time() - begun
        assert self.seconds < millions * loop, f"as much work as {self.seconds / loop:.0f} million turns of a loop"
