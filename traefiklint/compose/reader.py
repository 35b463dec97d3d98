"""One project: from the texts of its files to what Compose makes of them. Touches no disk, and raises nothing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping, Sequence

from traefiklint.compose.consistency import check_consistency
from traefiklint.compose.diagnostics import Diagnostic, Kind
from traefiklint.compose.loading import Files, Loader, Texts, beside
from traefiklint.compose.project import ComposeProject, ProjectName
from traefiklint.compose.report import Report
from traefiklint.compose.services import ServiceReader, networks_of
from traefiklint.compose.tree import Entries, Leaf
from traefiklint.compose.values import Given, Place, Value
from traefiklint.compose.variables import env_file
from traefiklint.findings import FILE_START

NAMES = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
"""The files that Compose looks for in a folder; the first counts."""
OVERRIDES = (
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
)
"""The files that it puts over it; the first counts."""


def files_of(folder: str, texts: Texts) -> tuple[str, ...]:
    """The files that Compose takes where it is started in a folder without being told which; empty where none is there.

    Source: compose-go `cli/options.go`. `COMPOSE_FILE` in the folder's `.env` says so before the names do.
    """
    given: dict[str, Given] = {}
    path = beside(folder, ".env")
    text = _text(texts, path)
    if text is not None and "COMPOSE_FILE" in text:
        env_file(path, text, given, Report(), around={})
    if "COMPOSE_FILE" in given:
        separator = given["COMPOSE_PATH_SEPARATOR"].text if "COMPOSE_PATH_SEPARATOR" in given else ":"
        named = [beside(folder, name) for name in given["COMPOSE_FILE"].text.split(separator or ":") if name]
        return tuple(named)
    found: list[str] = []
    for names in (NAMES, OVERRIDES):
        there = (name for name in (beside(folder, name) for name in names) if _text(texts, name) is not None)
        name = next(there, None)
        if name is None:
            break
        found.append(name)
    return tuple(found)


def _text(texts: Texts, path: str) -> str | None:
    try:
        return texts(path)
    except LookupError:
        return None


def read_project(
    files: Sequence[str],
    texts: Texts,
    *,
    environment: Mapping[str, str] | None = None,
    name: str = "",
    profiles: Collection[str] = (),
    is_stack: bool = False,
    folder_name: str = "",
) -> ComposeProject:
    """Read a project as `docker compose -f FILE …` does, or a stack as `docker stack deploy -c FILE …`.

    Args:
        files: the main file and those that override it, in order; `files_of` says which Compose takes of itself.
        texts: the text of any file that these lead to (`.env`, extended, included, label files).
        environment: variables that are known to have a value where it is started.
        name: the project's name, where it is given (`-p`, the stack's name).
        profiles: the active profiles.
        is_stack: whether `docker stack` reads it, which knows no `.env` and refuses much.
        folder_name: what the folder of the main file is called, where its path does not say.
    """
    report = Report()
    found = Files(texts, report)
    texts_of = _main_files(files, found, report)
    folder = posixpath.dirname(files[0])
    variables = {key: Given(value) for key, value in (environment or {}).items()}
    if not is_stack:
        path = beside(folder, ".env")
        text = found.text_if_there(path)
        if text is not None:
            of_file: dict[str, Given] = {}
            env_file(path, text, of_file, report, around=variables)
            variables = {**of_file, **variables}
    folder_name = posixpath.basename(folder) or folder_name
    given = name or (variables["COMPOSE_PROJECT_NAME"].text if "COMPOSE_PROJECT_NAME" in variables else "")
    loader = Loader(found, report, is_stack=is_stack)
    # The name is needed first, and hangs on nothing but the variables: COMPOSE_PROJECT_NAME is one itself.
    variables["COMPOSE_PROJECT_NAME"] = Given(given or normalized(folder_name))
    root = loader.model(texts_of, variables, folder, ()) if texts_of else None
    project_name = _name(root, given, folder_name, report)
    variables["COMPOSE_PROJECT_NAME"] = Given(project_name.text, project_name.unknown)
    if root is None:
        return ComposeProject(project_name, (), (), report.found(), tuple(found.read), is_stack)
    networks = networks_of(root, project_name, report)
    active = {*profiles, *_profiles(variables)}
    reader = ServiceReader(networks, active, variables, found, report)
    tree = root.get("services")
    entries = tree.entries.values() if isinstance(tree, Entries) else ()
    services = tuple(reader.service(item) for item in entries)
    check_consistency(services, root, report)
    diagnostics = report.found()
    return ComposeProject(
        project_name, services, tuple(networks.values()), diagnostics, tuple(found.read), is_stack, variables
    )


def _main_files(files: Sequence[str], found: Files, report: Report) -> list[tuple[str, str]]:
    texts = []
    for file in files:
        text = found.text_if_there(file)
        if text is None:
            report.diagnostics.append(Diagnostic(Kind.MISSING_FILE, Place(file, FILE_START, ""), file))
        else:
            texts.append((file, text))
    return texts


def _profiles(variables: Mapping[str, Given]) -> list[str]:
    given = variables.get("COMPOSE_PROFILES")
    return [name.strip() for name in given.text.split(",") if name.strip()] if given else []


def _name(root: Entries | None, given: str, folder_name: str, report: Report) -> ProjectName:
    if given:
        return ProjectName(given, True)
    leaf = root.get("name") if root is not None else None
    if isinstance(leaf, Leaf):
        value: Value = report.value(leaf)
        text = normalized(value.text)
        if text:
            return ProjectName(text, value.is_known, value.unknown, value)
        if leaf.node.value:
            report.add(Kind.EMPTY_NAME, leaf, unset=value.unknown)
    return ProjectName(normalized(folder_name), False)


def normalized(name: str) -> str:
    """A project's name as Compose takes it: small letters, digits, `-` and `_`, begun by neither of the last two."""
    return "".join(re.findall("[a-z0-9_-]", name.lower())).lstrip("_-")
