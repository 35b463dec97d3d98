"""Many calls at once, but never more than so many."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import TypeVar

from traefiklint.dokploy.errors import DokployError

Item = TypeVar("Item")
Result = TypeVar("Result")


def each(
    function: Callable[[Item], Result], items: Iterable[Item], at_once: int
) -> Iterator[tuple[Item, Result | DokployError]]:
    """Calls the function on each item in threads; yields item and result, or its error, as each is done.

    What is not begun when the caller stops (an exception, the keyboard, no more interest) is never begun.
    """
    pool = ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="dokploy")
    try:
        waiting: dict[Future[Result], Item] = {pool.submit(function, item): item for item in items}
        for done in as_completed(waiting):
            item = waiting.pop(done)
            try:
                result: Result | DokployError = done.result()
            except DokployError as error:
                result = error
            yield item, result
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
