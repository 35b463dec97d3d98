"""Small helpers to read a project in a test."""

from __future__ import annotations

from typing import Any

from traefiklint.compose.diagnostics import DiagnosticKind
from traefiklint.compose.project import ComposeProject, Label, Service
from traefiklint.compose.reader import files_of, read_project


def read(files: str | dict[str, str], **given: Any) -> ComposeProject:
    """The project of a compose file, or of several in the folder `demo`."""
    texts = {"compose.yml": files} if isinstance(files, str) else files
    return read_project(files_of("", texts.get), texts.get, folder_name="demo", **given)


def web(files: str | dict[str, str], **given: Any) -> Service:
    """The service `web` of a project that Compose does not refuse."""
    project = read(files, **given)
    assert not project.is_refused, project.diagnostics
    service = project.service("web")
    assert service is not None
    return service


def labels(service: Service) -> dict[str, str]:
    """The labels of a service by name."""
    return {label.name.text: label.value.text for label in service.labels}


def label(service: Service, name: str) -> Label:
    """One label."""
    return next(one for one in service.labels if one.name.text == name)


def refusals(files: str | dict[str, str], **given: Any) -> list[tuple[DiagnosticKind, str]]:
    """What Compose refuses a project for, and about which names."""
    return [(one.kind, one.name) for one in read(files, **given).diagnostics if one.refuses]


def shown(files: dict[str, str] | str, place: Any) -> str:
    """The text at a place."""
    texts = {"compose.yml": files} if isinstance(files, str) else files
    lines = texts[place.file].splitlines(keepends=True)
    line, column, end_line, end_column = place.span
    if line == end_line:
        return lines[line - 1][column - 1 : end_column - 1]
    middle = "".join(lines[line : end_line - 1])
    last = lines[end_line - 1][: end_column - 1] if end_line <= len(lines) else ""
    return lines[line - 1][column - 1 :] + middle + last
