"""Many directories at once, put to several Traefiks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import islice
from queue import SimpleQueue
from typing import Any

from traefiklint.verify.binary import Binary, find_binary
from traefiklint.verify.harmless import CORPUS_STATIC
from traefiklint.verify.oracle import Oracle
from traefiklint.verify.process import Files
from traefiklint.verify.verdict import Verdict


def check_many(
    directories: Iterable[Files],
    binary: Binary | None = None,
    static: Mapping[str, Any] = CORPUS_STATIC,
    *,
    processes: int = 2,
    confined: bool = True,
) -> Iterator[Verdict]:
    """The verdicts on many directories, in their order, from several Traefiks at once; `confined` as in `Oracle`."""
    binary = binary or find_binary()
    with ExitStack() as stack:
        idle: SimpleQueue[Oracle] = SimpleQueue()
        for _ in range(processes):
            idle.put(stack.enter_context(Oracle(binary, static, confined=confined)))
        pool = stack.enter_context(ThreadPoolExecutor(processes))

        def ask(files: Files) -> Verdict:
            oracle = idle.get()
            try:
                return oracle.check(files)
            finally:
                idle.put(oracle)

        waiting = iter(directories)
        running = [pool.submit(ask, files) for files in islice(waiting, 4 * processes)]
        while running:
            verdict = running.pop(0).result()
            running += [pool.submit(ask, files) for files in islice(waiting, 1)]
            yield verdict
