"""Findings that are known and left for later: kept by rule and place in the configuration, so that lines may move."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import replace
from typing import NamedTuple

from traefiklint.cli.outputs import save
from traefiklint.errors import TraefiklintError
from traefiklint.findings import Finding, Report
from traefiklint.reading import read_file
from traefiklint.report.identity import identity
from traefiklint.report.words import counted

VERSION = 1

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


def _read(path: str) -> dict[Key, int]:
    try:
        tree = json.loads(read_file(path))
        if tree["version"] != VERSION:
            raise BaselineError(f"the baseline `{path}` is of version {tree['version']}, which is not known here")
        return {(one["rule"], one["file"], one["path"]): int(one["count"]) for one in tree["findings"]}
    except OSError as error:
        raise BaselineError(
            f"the baseline `{path}` cannot be read: {error.strerror}", "`--write-baseline` writes a new one"
        ) from None
    except (ValueError, KeyError, TypeError):
        raise BaselineError(f"`{path}` is not a baseline", "`--write-baseline` writes a new one") from None


def _key(finding: Finding, path: str) -> Key:
    rule, file, place = identity(finding)
    return rule, _relative(file, path), place


def _relative(file: str, path: str) -> str:
    """A file as it is seen from the directory of the baseline, so that it does not matter where the command runs."""
    folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120
    return os.path.relpath(os.path.abspath(file), folder).replace(os.sep, "/")  # noqa: PTH100
