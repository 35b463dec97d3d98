"""Answers that a Dokploy server never gives, and somebody on the way to it may: without end, byte by byte, swollen."""

import gzip
import itertools
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Final, Literal

Abuse = Literal[
    "endless", "bomb", "drip", "drip-headers", "drip-continue", "continue", "many-headers", "cut-gzip", "unknown-coding"
]

_START: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_CHUNKED: Final = _START + b"Transfer-Encoding: chunked\r\n"
_PAUSE: Final = 0.001


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def _slowly(pieces: Iterator[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        time.sleep(_PAUSE)
        yield piece


def _endless() -> Iterator[bytes]:
    yield _CHUNKED + b"\r\n" + _chunk(b'"')
    yield from itertools.repeat(_chunk(b"a" * 2**16))


def _bomb() -> Iterator[bytes]:
    """100 MB of text in half a megabyte."""
    packer = zlib.compressobj(1, wbits=16 + zlib.MAX_WBITS)
    packed = b"".join([*(packer.compress(b"a" * 2**20) for _ in range(100)), packer.flush()])
    yield _START + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed


def _drip() -> Iterator[bytes]:
    yield _CHUNKED + b"\r\n" + _chunk(b'"')
    yield from _slowly(itertools.repeat(_chunk(b"a")))


def _drip_headers() -> Iterator[bytes]:
    yield _START
    yield from _slowly(b"X-%d: a\r\n" % number for number in itertools.count())


def _continue() -> Iterator[bytes]:
    yield from itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


def _drip_continue() -> Iterator[bytes]:
    yield from _slowly(itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n"))


def _many_headers() -> Iterator[bytes]:
    yield _START + b"".join(b"X-%d: a\r\n" % number for number in range(1000)) + b'Content-Length: 3\r\n\r\n"a"'


def _cut_gzip() -> Iterator[bytes]:
    packed = gzip.compress(b'"' + b"a" * 10_000 + b'"')[:-12]
    yield _START + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed


def _unknown_coding() -> Iterator[bytes]:
    yield _START + b'Content-Encoding: br\r\nContent-Length: 3\r\n\r\n"a"'


_ALL: Final[dict[str, Callable[[], Iterator[bytes]]]] = {
    "endless": _endless,
    "bomb": _bomb,
    "drip": _drip,
    "drip-headers": _drip_headers,
    "drip-continue": _drip_continue,
    "continue": _continue,
    "many-headers": _many_headers,
    "cut-gzip": _cut_gzip,
    "unknown-coding": _unknown_coding,
}


def pieces(kind: Abuse) -> Iterator[bytes]:
    """What is sent, until the client has enough of it."""
    return _ALL[kind]()
