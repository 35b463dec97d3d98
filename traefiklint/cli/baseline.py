"""Findings that are known and left for later: kept by rule and place in the configuration, so that lines may move."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import replace
from typing import Any, NamedTuple

from traefiklint.cli.outputs import save
from traefiklint.errors import TraefiklintError
from traefiklint.findings import Finding, Report
from traefiklint.reading import read_file
from traefiklint.report import View
from traefiklint.report.identity import identity
from traefiklint.text.spelling import counted

VERSION = 1
_AGAIN = "`--write-baseline` writes a new one"
_MOST = 10**9
"""More findings than any file has."""

Key = tuple[str, str, str]
"""Rule, file (relative to the baseline), place in the configuration."""


class BaselineError(TraefiklintError):
    """The baseline cannot be read."""


class Compared(NamedTuple):
    """A report beside a baseline."""

    report: Report
    """What the baseline does not know."""
    known: int
    """How many findings it knows."""
    gone: int
    """How many findings of it are there no more, in the files that were looked at."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What to say about it."""
        notes = []
        if self.known:
            notes.append(f"{counted(self.known, 'finding')} of the baseline left out")
        if self.gone:
            are = "is" if self.gone == 1 else "are"
            notes.append(
                f"{counted(self.gone, 'finding')} of the baseline {are} gone (`--write-baseline` forgets them)"
            )
        return tuple(notes)


def write(path: str, report: Report) -> int:
    """Write every finding of a report into a baseline, and return how many there are.

    Raises:
        UsageError: it cannot be written.
    """
    counts = Counter(_key(finding, path) for finding in report.findings)
    entries = [
        {"rule": rule, "file": file, "path": place, "count": count}
        for (rule, file, place), count in sorted(counts.items(), key=lambda item: (item[0][1], item[0]))
    ]
    save(path, json.dumps({"version": VERSION, "findings": entries}, indent=2, ensure_ascii=False) + "\n")
    return len(report.findings)


def compare(path: str, report: Report) -> Compared:
    """Take out of a report what a baseline knows.

    Raises:
        BaselineError: the baseline cannot be read.
    """
    known = _read(path)
    left = Counter(known)
    fresh = []
    for finding in report.findings:
        key = _key(finding, path)
        if left[key] > 0:
            left[key] -= 1
        else:
            fresh.append(finding)
    seen = {_relative(file, path) for file in report.texts.keys() - report.beside}
    gone = sum(count for (_, file, _), count in left.items() if file in seen)
    known_now = len(report.findings) - len(fresh)
    return Compared(replace(report, findings=tuple(fresh)), known_now, gone)


def without_known(path: str, report: Report, view: View) -> tuple[Report, View]:
    """A report without what a baseline knows, and how to show it: with what there is to say about the baseline.

    Raises:
        BaselineError: the baseline cannot be read.
    """
    compared = compare(path, report)
    return compared.report, view._replace(notes=compared.notes)


def _read(path: str) -> dict[Key, int]:
    try:
        tree = json.loads(read_file(path))
    except OSError as error:
        raise BaselineError(f"the baseline `{path}` cannot be read: {error.strerror}", _AGAIN) from None
    except (ValueError, RecursionError):
        raise BaselineError(f"`{path}` is not a baseline", _AGAIN) from None
    if isinstance(tree, dict) and type(tree.get("version")) is int and tree["version"] != VERSION:
        raise BaselineError(f"the baseline `{path}` is of version {tree['version']}, which is not known here")
    entries = tree.get("findings") if isinstance(tree, dict) and tree.get("version") == VERSION else None
    if not isinstance(entries, list) or not all(map(_is_entry, entries)):
        raise BaselineError(f"`{path}` is not a baseline", _AGAIN)
    return {(one["rule"], one["file"], one["path"]): one["count"] for one in entries}


def _is_entry(one: Any) -> bool:
    """Whether it is a finding as `write` writes it: three texts, and a number that something can be counted with."""
    return (
        isinstance(one, dict)
        and all(isinstance(one.get(key), str) for key in ("rule", "file", "path"))
        and type(one.get("count")) is int
        and 0 < one["count"] < _MOST
    )


def _key(finding: Finding, path: str) -> Key:
    rule, file, place = identity(finding)
    return rule, _relative(file, path), place


def _relative(file: str, path: str) -> str:
    """A file as it is seen from the directory of the baseline, so that it does not matter where the command runs."""
    folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120
    return os.path.relpath(os.path.abspath(file), folder).replace(os.sep, "/")  # noqa: PTH100
