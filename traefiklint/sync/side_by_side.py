"""Writes of several files at the same time, as far as none needs another: the server is asked for a few at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Generic, NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")

AT_ONCE = 4
"""How many files a push writes at the same time: each is read, written and read again, and the panel on a small machine
works on every request."""


class Job(NamedTuple, Generic[Result]):
    """One piece of work."""

    work: Callable[[], Result]
    needs: frozenset[Hashable] = frozenset()
    """The keys of the pieces that must have gone well before it begins."""


def side_by_side(
    jobs: Mapping[Key, Job[Result]],
    went_well: Callable[[Result], bool],
    at_once: int,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[Key, Result]]:
    """Do pieces of work, each as soon as those are done that it needs; yields each with its result, as they come.

    After the first that goes wrong none is begun any more; those under way are seen to their end and yielded.

    Args:
        jobs: in the order in which they are begun, where nothing else decides.
        stopped: whether none is to be begun any more.
    """
    waiting = dict(jobs)
    place = {key: number for number, key in enumerate(jobs)}
    good: set[Hashable] = set()
    under_way: dict[Future[Result], Key] = {}
    pool = ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="push")
    try:
        while True:
            if stopped():
                waiting.clear()
            for key in [key for key, job in waiting.items() if job.needs <= good][: at_once - len(under_way)]:
                under_way[pool.submit(waiting.pop(key).work)] = key
            if not under_way:
                return
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in sorted(done, key=lambda it: place[under_way[it]]):
                key, result = under_way.pop(future), future.result()
                if went_well(result):
                    good.add(key)
                else:
                    waiting.clear()
                yield key, result
    finally:
        pool.shutdown(wait=True, cancel_futures=True)  # who holds the lock of the folder keeps it until nothing writes
