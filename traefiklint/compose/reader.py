"""One project: from the texts of its files to what Compose makes of them. Touches no disk, and raises nothing."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping, Sequence

from traefiklint.compose.consistency import check_consistency
from traefiklint.compose.diagnostics import ComposeDiagnostic, DiagnosticKind
from traefiklint.compose.documents import Parsed, documents_of
from traefiklint.compose.files import Files, Texts, beside, text_if_known
from traefiklint.compose.loading import Loader
from traefiklint.compose.names import NAMES, OVERRIDES
from traefiklint.compose.project import ComposeProject, ProjectName
from traefiklint.compose.report import Report
from traefiklint.compose.services import ServiceReader, networks_of
from traefiklint.compose.tree import Entries, Leaf, Source
from traefiklint.compose.values import Given, Place
from traefiklint.findings import FILE_START
from traefiklint.text.nodes import Scalar


def files_of(folder: str, texts: Texts) -> tuple[str, ...]:
    """The files that Compose takes where it is started in a folder without being told which; empty where none is there.

    Source: compose-go `cli/options.go`. `COMPOSE_FILE` in the folder's `.env` says so before the names do.
    """
    given: dict[str, Given] = {}
    path = beside(folder, ".env")
    text = text_if_known(texts, path)
    if text is not None and "COMPOSE_FILE" in text:
        from traefiklint.compose.variables import env_file

        env_file(path, text, given, Report(), around={})
    if "COMPOSE_FILE" in given:
        separator = given["COMPOSE_PATH_SEPARATOR"].text if "COMPOSE_PATH_SEPARATOR" in given else ":"
        named = [beside(folder, name) for name in given["COMPOSE_FILE"].text.split(separator or ":") if name]
        return tuple(named)
    found: list[str] = []
    for names in (NAMES, OVERRIDES):
        there = (name for name in (beside(folder, name) for name in names) if text_if_known(texts, name) is not None)
        name = next(there, None)
        if name is None:
            break
        found.append(name)
    return tuple(found)


def read_project(
    files: Sequence[str],
    texts: Texts,
    *,
    environment: Mapping[str, str] | None = None,
    name: str = "",
    profiles: Collection[str] = (),
    is_stack: bool = False,
    folder_name: str = "",
    stand_in: str | None = None,
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
        stand_in: a value for variables that have none, to see what holds for it too; None for what Compose does.
    """
    report = Report()
    found = Files(texts, report)
    documents = _main_documents(files, found, report)
    folder = posixpath.dirname(files[0])
    variables = _variables(
        beside(folder, ".env"), environment or {}, found, report, is_stack=is_stack, has_stand_in=stand_in is not None
    )
    given = name or (variables["COMPOSE_PROJECT_NAME"].text if "COMPOSE_PROJECT_NAME" in variables else "")
    project_name = _name(documents, variables, given, posixpath.basename(folder) or folder_name, report)
    if not is_stack:
        variables["COMPOSE_PROJECT_NAME"] = Given(project_name.text, project_name.unknown)
    root = Loader(found, report, is_stack=is_stack, stand_in=stand_in).model(documents, variables, folder, ())
    if root is None:
        read = tuple(found.read)
        return ComposeProject(project_name, (), (), report.found(), read, is_stack, mains=tuple(files))
    networks = networks_of(root, project_name, report)
    active = {*profiles, *_profiles(variables)}
    reader = ServiceReader(networks, active, variables, found, report)
    tree = root.get("services")
    entries = tree.entries.values() if isinstance(tree, Entries) else ()
    services = tuple(reader.service(item) for item in entries)
    check_consistency(services, root, report, is_stack=is_stack)
    diagnostics = report.found()
    return ComposeProject(
        project_name,
        services,
        tuple(networks.values()),
        diagnostics,
        tuple(found.read),
        is_stack,
        variables,
        tuple(files),
    )


def _main_documents(files: Sequence[str], found: Files, report: Report) -> list[Parsed]:
    """The documents of the files that are given to Compose, of which it wants one at least; what a file includes may be
    empty (asked of Compose 5)."""
    documents: list[Parsed] = []
    for file in files:
        text = found.text_if_there(file)
        if text is None:
            report.diagnostics.append(ComposeDiagnostic(DiagnosticKind.MISSING_FILE, Place(file, FILE_START, ""), file))
        else:
            documents += documents_of(file, text, report)
    if not documents and not report.diagnostics:
        report.diagnostics.append(ComposeDiagnostic(DiagnosticKind.NO_SERVICES, Place(files[0], FILE_START, "")))
    return documents


def _variables(
    path: str,
    environment: Mapping[str, str],
    found: Files,
    report: Report,
    *,
    is_stack: bool,
    has_stand_in: bool = False,
) -> dict[str, Given]:
    """The variables that have a value: those that are given, and those of `.env` that they lack.

    Args:
        has_stand_in: whether something stands in for those without one, and for those that `.env` has empty.
    """
    variables = {key: Given(value) for key, value in environment.items()}
    text = None if is_stack else found.text_if_there(path)
    if text is None:
        return variables
    from traefiklint.compose.variables import env_file

    of_file: dict[str, Given] = {}
    env_file(path, text, of_file, report, around=variables)
    for name in [name for name, given in of_file.items() if not given.text]:  # it is there to be filled in
        of_file[name] = of_file[name]._replace(unknown=(name,))
        if has_stand_in:
            del of_file[name]
    return {**of_file, **variables}


def _profiles(variables: Mapping[str, Given]) -> list[str]:
    given = variables.get("COMPOSE_PROFILES")
    return [name.strip() for name in given.text.split(",") if name.strip()] if given else []


def _name(
    documents: Sequence[Parsed], variables: Mapping[str, Given], given: str, folder_name: str, report: Report
) -> ProjectName:
    """What the project is called: as is given, else as the last file says that has a `name`, else as the folder."""
    if given:
        return ProjectName(given, True)
    leaves = [
        Leaf(Source(document, variables, ""), node, "name")
        for document, root in documents
        for key, node in root.pairs
        if key.value == "name" and isinstance(node, Scalar) and node.value
    ]
    if leaves:
        value = report.value(leaves[-1])
        text = normalized(value.text)
        if text:
            return ProjectName(text, value.is_known, value.unknown, value)
        report.add(DiagnosticKind.EMPTY_NAME, leaves[-1], unset=value.unknown)
    return ProjectName(normalized(folder_name), False)


_OF_NAMES = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")


def normalized(name: str) -> str:
    """A project's name as Compose takes it: small letters, digits, `-` and `_`, begun by neither of the last two."""
    return "".join(sign for sign in name.lower() if sign in _OF_NAMES).lstrip("_-")
