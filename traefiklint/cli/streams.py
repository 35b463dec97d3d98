"""The way out: everything that a command writes passes here, and nothing secret or obeyed by a terminal gets through.

What is shown is made harmless where it is put into words (`text.masks`, `text.printable`), which knows best how. This
is the net below, so that no command can forget it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO, cast

from traefiklint.patterns import lazy
from traefiklint.text.flow import Whole, flowing, hanging
from traefiklint.text.hints import may_look
from traefiklint.text.printable import harmless, printable

if TYPE_CHECKING:
    from traefiklint.text.masks import Known


SECRETS = ("DOKPLOY_API_KEY",)
"""The environment variables that hold secrets."""


class OutputClosedError(Exception):
    """The reader of the output went away, as `head` does."""


class Guarded:
    """A stream that lets through what may be shown."""

    encoding = "utf-8"
    """Whatever the stream below has: it writes what it cannot encode as escapes (`run` tells it to)."""

    def __init__(self, stream: TextIO, before: TextIO | None = None) -> None:
        """
        Args:
            before: the stream whose texts must be out before one of this is, so that both can go to one place.
        """
        self.below = stream
        self._before = before

    def write(self, text: str) -> int:
        """Write a text, harmless and without the secrets that are known."""
        if self._before is not None:
            self._before.flush()
        self.below.write(clean(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write texts, each as `write` does."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.below, name)


def clean(text: str) -> str:
    """The text as it may be shown: no control characters, no commands to a CI job, no secrets."""
    return _MARKS.sub("\x1b[\\1m", without_secrets(harmless(text)))


_NONCE = os.urandom(8).hex()
_MARKS = lazy(f"\ufdd0{_NONCE}([0-9;]*)\ufdd1")
"""A colour on its way out. Nobody can guess it, so no name in a file can colour what stands around it."""


def paint(text: str, *codes: str) -> str:
    """The text in colours that only a guarded stream makes real."""
    return f"\ufdd0{_NONCE}{';'.join(codes)}\ufdd1{text}\ufdd0{_NONCE}0\ufdd1"


def without_marks(text: str) -> str:
    """The text without colours that only a guarded stream makes real."""
    return _MARKS.sub("", text)


def one_line(text: str) -> str:
    """A line as it may be shown: what is not ours in it is made visible, and nothing looks like a secret."""
    if text.isprintable():
        return _masked(printable(text))
    pieces = _MARKS.split(text)  # text, codes, text, codes, …
    pieces[1::2] = (f"\ufdd0{_NONCE}{codes}\ufdd1" for codes in pieces[1::2])
    pieces[::2] = map(printable, pieces[::2])
    return _masked("".join(pieces))


def without_secrets(text: str) -> str:
    """The text without the secrets that are known, and without what looks like one."""
    return _masked(without_known(text))


def _masked(text: str) -> str:
    if not may_look(text):
        return text
    from traefiklint.text.masks import masked_words

    return masked_words(text)


def without_known(text: str) -> str:
    """The text without the secrets that are known."""
    known = _state.known()
    return known.without(text) if known else text


def keep_secret(values: Iterable[str]) -> None:
    """Let none of these be written from now on, by this command."""
    _state.add(values)


def raw(stream: TextIO) -> TextIO:
    """The stream itself, for what is harmless already and has to stay as it is: progress bars, commands to a CI job."""
    return stream.below if isinstance(stream, Guarded) else stream


@contextmanager
def guarded() -> Iterator[None]:
    """Guard standard output and standard error."""
    before = sys.stdout, sys.stderr
    _state.reset()
    _state.add(value for name in SECRETS if (value := os.environ.get(name)))
    out, err = map(raw, before)
    sys.stdout, sys.stderr = cast("TextIO", Guarded(out)), cast("TextIO", Guarded(err, out))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


class _State:
    """What this command must not write."""

    def __init__(self) -> None:
        self._values: set[str] = set()
        self._known: Known | None = None

    def reset(self) -> None:
        self._values, self._known = set(), None

    def add(self, values: Iterable[str]) -> None:
        before = len(self._values)
        self._values.update(values)
        if len(self._values) != before:
            self._known = None

    def known(self) -> Known | None:
        if self._known is None and self._values:
            from traefiklint.text.masks import Known

            self._known = Known(form for value in self._values for form in _forms(value))
        return self._known


def _forms(value: str) -> Iterator[str]:
    """A secret as the formats write it."""
    import json
    from html import escape

    yield value
    yield json.dumps(value, ensure_ascii=False)[1:-1]
    yield json.dumps(value)[1:-1]
    yield escape(value)
    yield printable(value)


_state = _State()


NARROWEST = 40


def on_terminal(text: str, stream: TextIO, taken: int = 0) -> str:
    """A message as a terminal shows it: cut between words, with what follows below where it begins; elsewhere as it is.

    Args:
        text: may have colours; a `Whole` line stays as it is.
        taken: how many columns of the first line are taken by what stands before it.
    """
    if isinstance(text, Whole) or not stream.isatty():
        return text
    width = max(columns(), NARROWEST)
    return "\n".join(flowing(text, width, taken, hanging(without_marks(text), width), _length))


def _length(text: str) -> int:
    return len(without_marks(text))


def columns() -> int:
    """How wide the terminal is."""
    from shutil import get_terminal_size

    return get_terminal_size().columns
