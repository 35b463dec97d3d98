"""Many questions of one kind in few requests: tRPC's own path takes several at once.

`/api/trpc/a.b,a.b?batch=1&input={"0":{"json":…},"1":{"json":…}}` answers a list in the order of the questions (tRPC 11
with superjson; seen of Dokploy v0.30.2 for one question, of tRPC 11.10 itself for several). What it does not answer
well is asked again by itself, in the documented way, so nothing depends on it but the number of requests.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol, TypeVar

from traefiklint.dokploy.concurrency import each
from traefiklint.dokploy.errors import DokployError
from traefiklint.dokploy.receiving import parse
from traefiklint.dokploy.replies import Reply

Key = TypeVar("Key")
Result = TypeVar("Result")

AT_ONCE: Final = 20
"""Questions in one request: its address stays below 4 kB, which any proxy takes."""


class Asked(Protocol):
    """What carries the questions."""

    def get(self, procedure: str, params: Mapping[str, str]) -> Reply:
        """Asks one."""

    def get_batch(self, procedure: str, params: Sequence[Mapping[str, str]]) -> Sequence[Reply | None]:
        """Asks several; None for each that has to be asked by itself."""


def ask_many(
    transport: Asked,
    procedure: str,
    asked: Mapping[Key, Mapping[str, str]],
    read: Callable[[Reply], Result],
    connections: int,
) -> Iterator[tuple[Key, Result | DokployError]]:
    """Asks the same of many things; yields each with its answer, or why there is none, as they come.

    Args:
        asked: the parameters of each question.
        read: what an answer says; it raises DokployError where that is none.
        connections: how many requests may run at once.
    """

    def several(keys: tuple[Key, ...]) -> list[Reply | None]:
        return list(transport.get_batch(procedure, [asked[key] for key in keys])) if len(keys) > 1 else [None]

    def one(key: Key) -> Result:
        return read(transport.get(procedure, asked[key]))

    alone: list[Key] = []
    for keys, replies in each(several, _shares(asked), connections):
        found = [None] * len(keys) if isinstance(replies, DokployError) else replies
        for key, reply in zip(keys, found, strict=True):
            if reply is None:
                alone.append(key)
                continue
            try:
                result: Result | DokployError = read(reply)
            except DokployError as error:
                result = error
            yield key, result
    yield from each(one, alone, connections)


def _shares(asked: Iterable[Key]) -> list[tuple[Key, ...]]:
    keys = tuple(asked)
    return [keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE)]


def batch_of(procedure: str, params: Sequence[Mapping[str, str]]) -> tuple[str, dict[str, str]]:
    """The path below `/api/` and the query of one request for several questions."""
    given = {str(number): {"json": dict(one)} for number, one in enumerate(params)}
    return f"trpc/{','.join([procedure] * len(params))}", {
        "batch": "1",
        "input": json.dumps(given, separators=(",", ":")),
    }


def answers_of(procedure: str, body: bytes, count: int) -> tuple[Reply | None, ...] | None:
    """The answers in the body of one, None for each error; None where it is no such body."""
    try:
        items = parse(body)
    except ValueError:
        return None
    if not isinstance(items, list) or len(items) != count or not all(isinstance(item, dict) for item in items):
        return None
    return tuple(_answer(procedure, item) for item in items)


def _answer(procedure: str, item: dict[str, object]) -> Reply | None:
    result = item.get("result")
    data = result.get("data") if isinstance(result, dict) else None
    if not isinstance(data, dict) or "json" not in data:
        return None
    body = json.dumps(data["json"], ensure_ascii=False).encode("utf-8", "surrogatepass")
    return Reply(procedure, 200, "application/json", body)
