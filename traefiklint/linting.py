"""Linting with a disk: paths to namespaces, namespaces to one report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from traefiklint.engine import lint_texts
from traefiklint.files import Namespace, Wanted, gather
from traefiklint.findings import Finding, Report, sort_findings
from traefiklint.options import Options


def lint_paths(paths: Sequence[str], options: Options, directories: Sequence[str] = ()) -> Report:
    """Lint files and directories, each with the provider directory it belongs to.

    Raises:
        UsageError: a path does not exist, or is a file that Traefik does not read.
        OSError: a file cannot be read.
    """
    return lint_namespaces(gather(Wanted(paths, directories)), options)


def lint_namespaces(namespaces: Iterable[Namespace], options: Options) -> Report:
    """One report on several provider directories, with the findings of the files that were asked for."""
    findings: list[Finding] = []
    texts: dict[str, str] = {}
    for namespace in namespaces:
        report = lint_texts(namespace.texts, options)
        findings += [finding for finding in report.findings if _is_wanted(finding.file, namespace, options)]
        texts |= report.texts
    return Report(sort_findings(findings), len(texts), options.target, texts)


def _is_wanted(file: str, namespace: Namespace, options: Options) -> bool:
    return file in namespace.reported or file == options.static_file or file not in namespace.texts


def with_static(options: Options, path: str | None) -> Options:
    """The options with the static configuration at a path.

    Raises:
        OSError: the file cannot be read.
    """
    if path is None:
        return options
    with open(path, "rb") as file:  # noqa: PTH123 - pathlib would cost a millisecond
        text = file.read().decode("utf-8", "replace")
    return options._replace(static=text, static_file=path)
