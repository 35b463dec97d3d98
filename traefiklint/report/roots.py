"""Reports for machines name files from the root of the repository, wherever the command ran."""

from __future__ import annotations

import os
from dataclasses import replace

from traefiklint.discovery.tracked import root_of
from traefiklint.files import is_below
from traefiklint.findings import Finding, Report, sort_findings

_VARIABLES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")


def repository_root() -> str:
    """The root of the repository, absolute: what a CI job says, else where `.git` is; empty where there is none."""
    here = os.getcwd()  # noqa: PTH109
    for name in _VARIABLES:
        root = os.environ.get(name, "")
        if root and is_below(here, os.path.abspath(root)):  # noqa: PTH100
            return os.path.abspath(root)  # noqa: PTH100
    return root_of(here)


def from_root(report: Report, root: str) -> Report:
    """The report with every file that is below the root named from there."""
    if not root:
        return report
    known: dict[str, str] = {}

    def called(file: str) -> str:
        if file not in known:
            absolute = os.path.abspath(file)  # noqa: PTH100
            inside = is_below(absolute, root)
            known[file] = os.path.relpath(absolute, root).replace(os.sep, "/") if inside else file
        return known[file]

    def moved(finding: Finding) -> Finding:
        related = tuple(place._replace(file=called(place.file)) for place in finding.related)
        fix = finding.fix
        if fix is not None:
            fix = fix._replace(edits=tuple(edit._replace(file=called(edit.file)) for edit in fix.edits))
        return replace(finding, file=called(finding.file), related=related, fix=fix)

    return replace(
        report,
        findings=sort_findings(map(moved, report.findings)),
        texts={called(file): text for file, text in report.texts.items()},
        beside=frozenset(map(called, report.beside)),
    )
