"""Which fixes can be made at once, and the texts they come to."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence

from traefiklint.findings import Edit, Finding, Fix
from traefiklint.text.breaks import is_toml_file

_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def encoded(text: str, original: bytes, file: str) -> bytes:
    """A text as the bytes it was read from: UTF-8, or UTF-16 where the file began with its mark."""
    encoding = _UTF_16.get(original[:2])
    if encoding is None or is_toml_file(file):
        return text.encode("utf-8", "surrogateescape")
    return original[:2] + text.encode(encoding, "surrogatepass")


def is_sound(fix: Fix, texts: Mapping[str, str]) -> bool:
    """Whether a fix changes anything, and does not get in its own way."""
    edits = fix.edits
    return any(texts[edit.file][edit.start : edit.end] != edit.text for edit in edits) and not _clash_at_all(edits)


def _clash_at_all(edits: Iterable[Edit]) -> bool:
    """Whether two of some edits touch each other. In their order one can touch the last one before it, or the one
    before it that reaches furthest."""
    last: Edit | None = None
    furthest: Edit | None = None
    for edit in sorted(set(edits)):
        if last is not None and furthest is not None and last.file == edit.file:
            if _clash(last, edit) or _clash(furthest, edit):
                return True
        else:
            furthest = edit
        last = edit
        furthest = max(furthest, edit, key=lambda one: one.end)
    return False


def choose(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose fixes do not touch each other; of those that do, the first. The others wait for a next pass.

    Two fixes that are the same edits are one.
    """
    chosen: list[Finding] = []
    taken: dict[str, list[Edit]] = {}
    whole: set[tuple[Edit, ...]] = set()
    for finding in findings:
        assert finding.fix is not None, "only findings with a fix are chosen from"
        edits = finding.fix.edits
        if edits not in whole:
            if any(_is_taken(edit, taken.get(edit.file, ())) for edit in edits):
                continue
            whole.add(edits)
            for edit in edits:
                insort(taken.setdefault(edit.file, []), edit)
        chosen.append(finding)
    return chosen


def _is_taken(edit: Edit, others: Sequence[Edit]) -> bool:
    """Whether an edit touches one of others, which are in order and do not touch each other."""
    at = bisect_left(others, edit)
    return any(_clash(edit, other) for other in others[max(at - 1, 0) : at + 1])


def _clash(one: Edit, other: Edit) -> bool:
    """Whether two edits touch the same characters, or insert at the same place, where nobody knows what comes first."""
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    if one == other:
        return False  # both take away the same
    return one.start < other.end and other.start < one.end


def apply(texts: Mapping[str, str], findings: Iterable[Finding]) -> dict[str, str]:
    """The texts of the files that the fixes of these findings change, once they are made."""
    edits: dict[str, set[Edit]] = {}
    for finding in findings:
        for edit in finding.fix.edits if finding.fix else ():
            edits.setdefault(edit.file, set()).add(edit)
    return {file: edited(texts[file], found) for file, found in edits.items()}


def edited(text: str, edits: set[Edit]) -> str:
    """A text with edits made, which do not touch each other."""
    pieces = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += [text[at : edit.start], edit.text]
        at = max(at, edit.end)
    return "".join([*pieces, text[at:]])
