"""What is accepted from a server: so many bytes, for so long, unpacked to no more than that, and no cookies.

A server, or who sits on the way to it, may answer without end, a byte at a time, or with little that unpacks to much.
Time-outs of a connection are for each single read, so the streams themselves are watched: every read and write of a
request, its headers and `100 Continue` included, counts against that request's time and size.

JSON from somebody else: nested as deep as answers are, and no deeper.
"""

from __future__ import annotations

import json
import re
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Final, NamedTuple

import httpx

MOST_LEVELS: Final = 100
"""Answers of a Dokploy server have fewer than 20."""
_BRACKETS = re.compile(rb'"(?>(?:[^"\\]|\\.)*)"?|[\[{]|[\]}]', re.DOTALL)


class TooDeepError(ValueError):
    """Lists and objects are nested deeper than `MOST_LEVELS`."""


def parse(body: bytes) -> object:
    """The value that a text means.

    Raises:
        TooDeepError: it is nested too deep.
        ValueError: it is no JSON.
    """
    if body.count(b"[") + body.count(b"{") > MOST_LEVELS:
        level = 0
        for found in _BRACKETS.finditer(body):
            sign = found[0][:1]
            level += (sign in b"[{") - (sign in b"]}")
            if level > MOST_LEVELS:
                raise TooDeepError
    value: object = json.loads(body)
    return value


MOST_BYTES: Final = 32 * 2**20
"""Of one answer, on the wire and unpacked. The largest that is known (`project.all` up to v0.28.2) has about 10 MB."""
MOST_HEADERS: Final = 200
_MOST_BEFORE: Final = 2**18
"""Bytes before the body: headers, of which h11 takes 100 kB, and interim answers, each of which takes time to read."""
_PIECE: Final = 2**16

Clock = Callable[[], float]


class ExcessError(Exception):
    """An answer has too much of something: `of` is what it has too much of."""

    def __init__(self, of: str) -> None:
        super().__init__(of)
        self.of = of


class Received(NamedTuple):
    """An answer that came in whole."""

    status: int
    media_type: str
    location: str | None
    body: bytes


class Watch:
    """Counts time and bytes of the requests of several threads, each of which makes one at a time.

    Args:
        seconds: how long one request may take, from its first byte to the last of its answer.
        clock: tells the seconds that have passed.
    """

    def __init__(self, seconds: float, clock: Clock) -> None:
        self._seconds = seconds
        self._clock = clock
        self._now = threading.local()

    @contextmanager
    def request(self) -> Iterator[None]:
        """What this thread does inside is one request."""
        self._now.end = self._clock() + self._seconds
        self._now.left = _MOST_BEFORE  # a connection to a proxy is answered, too
        yield

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """What httpcore tells of a request (httpx's extension `trace`): a new connection, whose stream is watched from
        then on, and that the headers are there.
        """
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._watch(info["return_value"])
        elif event.endswith(".receive_response_headers.complete"):
            self._now.left = MOST_BYTES

    def _watch(self, stream: Any) -> None:
        plain_read, plain_write = stream.read, stream.write

        def read(max_bytes: int, timeout: float | None = None) -> bytes:
            data: bytes = plain_read(max_bytes, self._within(timeout, httpx.ReadTimeout))
            self._now.left -= len(data)
            if self._now.left < 0:
                raise ExcessError("bytes")
            return data

        def write(buffer: bytes, timeout: float | None = None) -> None:
            for start in range(0, len(buffer), _PIECE):
                plain_write(buffer[start : start + _PIECE], self._within(timeout, httpx.WriteTimeout))

        stream.read, stream.write = read, write

    def _within(self, timeout: float | None, late: type[httpx.TimeoutException]) -> float:
        """The time-out of one step, which ends with the request's time."""
        left: float = self._now.end - self._clock()
        if left <= 0:
            raise late("the request takes too long")
        return left if timeout is None else min(timeout, left)


def receive(response: httpx.Response) -> Received:
    """Take in an answer that is being streamed, and close it.

    Raises:
        ExcessError: it has more bytes or headers than any good answer.
        httpx.RequestError: it does not arrive, or cannot be unpacked.
    """
    try:
        if len(response.headers.raw) > MOST_HEADERS:
            raise ExcessError("headers")
        coding = response.headers.get("content-encoding", "identity").strip().lower()
        pieces: list[bytes] = []
        size = 0
        for piece in _unpacked(response, coding):
            size += len(piece)
            if size > MOST_BYTES:
                raise ExcessError("bytes")
            pieces.append(piece)
    finally:
        response.close()
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Received(response.status_code, media_type, response.headers.get("location"), b"".join(pieces))


def _unpacked(response: httpx.Response, coding: str) -> Iterator[bytes]:
    """The body, a small piece at a time however much a packed one holds."""
    if coding in ("identity", ""):
        yield from response.iter_raw()
        return
    if coding not in ("gzip", "x-gzip"):
        raise httpx.DecodingError(f"packed as {coding[:20]}")
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    began = False
    try:
        for packed in response.iter_raw():
            began = True
            while packed and not unpacker.eof:
                yield unpacker.decompress(packed, _PIECE)
                packed = unpacker.unconsumed_tail
    except zlib.error:
        raise httpx.DecodingError("no gzip") from None
    if began and not unpacker.eof:
        raise httpx.DecodingError("it ends too early")


def no_cookies() -> CookieJar:
    """A jar that takes no cookie, and so gives none."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))
