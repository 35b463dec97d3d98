"""The recorded answers of a real server, and how alike two answers must be."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

_GAP = re.compile(r"…<(\d+) characters left out>…")
_ESCAPED_BYTE = re.compile(r"\\x([0-9a-f]{2})")


class Recorded(NamedTuple):
    """One request to a real server, and its answer."""

    label: str
    method: str
    path: str
    status: int
    type: str | None
    answer: str
    query: dict[str, Any] | str | None = None
    headers: dict[str, str] | None = None
    body: str | None = None
    location: str | None = None


def transcripts() -> tuple[Recorded, ...]:
    """All of them, in the order they were made."""
    lines = Path(__file__).with_name("transcripts.jsonl").read_text().split("\n")
    return tuple(Recorded(**json.loads(line)) for line in lines if line)


def filled(text: str) -> str:
    """A text that was cut in the middle, whole again: what was left out repeats what stands before it."""
    gap = _GAP.search(text)
    if gap is None:
        return text
    head, count = text[: gap.start()], int(gap[1])
    period = next(
        size for size in range(1, 40) if head[-size:] == head[-2 * size : -size] == head[-3 * size : -2 * size]
    )
    return head + (head[-period:] * (count // period + 1))[:count] + text[gap.end() :]


def body_bytes(recorded: Recorded) -> bytes | None:
    """The request's body as it went over the wire; bytes that are no UTF-8 are noted as `\\xff`."""
    if recorded.body is None:
        return None
    text = filled(recorded.body)
    if _ESCAPED_BYTE.search(text) and recorded.label.startswith(("update.invalid", "update.latin1", "gzip", "deflate")):
        raw = text.encode("latin-1", "replace")
        return re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes([int(found[1], 16)]), raw)
    return text.encode()


def differences(wanted: Any, got: Any, *, exact: bool, at: str = "answer") -> list[str]:
    """Where two JSON values differ: everywhere, or only in their shape (keys, and the kinds of values)."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        if wanted.keys() != got.keys():
            return [f"{at}: keys {sorted(wanted.keys() ^ got.keys())}"]
        return [found for key in wanted for found in differences(wanted[key], got[key], exact=exact, at=f"{at}.{key}")]
    if isinstance(wanted, list) and isinstance(got, list) and not exact:
        if not wanted:
            return []
        return [
            f"{at}[{place}]: like none of the recorded"
            for place, item in enumerate(got)
            if all(differences(other, item, exact=False) for other in wanted)
        ]
    if exact:
        return [] if wanted == got and type(wanted) is type(got) else [f"{at}: {wanted!r} became {got!r}"]
    alike = wanted is None or got is None or type(wanted) is type(got)
    return [] if alike else [f"{at}: {wanted!r} became {got!r}"]
