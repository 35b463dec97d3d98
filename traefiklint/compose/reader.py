"""One project: from the texts of its files to what Compose makes of them. Touches no disk, and raises nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from traefiklint.compose.diagnostics import Diagnostic, Kind
from traefiklint.compose.project import ComposeProject, ProjectName
from traefiklint.compose.report import Report
from traefiklint.compose.services import ServiceReader, networks_of
from traefiklint.compose.tree import Entries, Leaf, Source, root_of, value_of
from traefiklint.compose.values import Place
from traefiklint.findings import FILE_START
from traefiklint.text.document import Document
from traefiklint.text.nodes import Mapping as MappingNode

Texts = Callable[[str], str | None]
"""Gives the text of a file by its path, with `/`, and None where there is none; a dict's `get` does."""


def read_project(
    files: Sequence[str],
    texts: Texts,
    *,
    environment: Mapping[str, str] | None = None,
    name: str = "",
    profiles: Collection[str] = (),
    is_stack: bool = False,
) -> ComposeProject:
    """Read a project as `docker compose -f FILE …` does, or a stack as `docker stack deploy -c FILE …`.

    Args:
        files: the main file and those that override it, in order.
        texts: the text of any file that these lead to (`.env`, extended, included, label files).
        environment: variables that are known to have a value where it is started.
        name: the project's name, where it is given (`-p`, COMPOSE_PROJECT_NAME, the stack's name).
        profiles: the active profiles.
        is_stack: whether `docker stack` reads it.
    """
    report = Report()
    main = files[0]
    folder = main.rpartition("/")[0]
    variables = dict(environment or {})
    document = read_compose(main, texts(main) or "", report)
    if not isinstance(document.root, MappingNode):
        return ComposeProject(ProjectName(name, bool(name)), diagnostics=tuple(report.diagnostics), files=(main,))
    root = root_of(Source(document, variables, folder), document.root, lambda _tag, _path: None)
    project_name = _name(root, name, folder)
    networks = networks_of(root, project_name, report)
    reader = ServiceReader(networks, profiles, report)
    services = []
    tree = root.get("services")
    if isinstance(tree, Entries):
        for item in tree.entries.values():
            if item.key is not None:
                services.append(reader.service(item.key, item.value))
    return ComposeProject(
        project_name, tuple(services), tuple(networks.values()), tuple(report.diagnostics), (main,), is_stack
    )


def read_compose(file: str, text: str, report: Report) -> Document:
    """The document of one file; what is wrong with the text is reported."""
    from traefiklint.yaml.encoding import read_behind_mark
    from traefiklint.yaml.reader import read_yaml

    root, problems = read_behind_mark(text) if text[:1] == "\ufeff" else read_yaml(text)
    for problem in problems:
        place = Place(file, problem.span, "")
        if problem.kind == "duplicate-key":
            related = tuple((Place(file, other.span, ""), other.message) for other in problem.related)
            report.diagnostics.append(Diagnostic(Kind.REPEATED_KEY, place, related=related, compose=problem.traefik))
        elif problem.kind == "root-not-a-mapping":
            report.diagnostics.append(Diagnostic(Kind.NOT_A_MAPPING, place))
        elif problem.kind != "non-string-key":
            report.diagnostics.append(Diagnostic(Kind.SYNTAX, place, detail=problem.message, compose=problem.traefik))
    if root is None and not problems:
        report.diagnostics.append(Diagnostic(Kind.NO_SERVICES, Place(file, FILE_START, "")))
    return Document(file, text, root, problems)


def _name(root: Entries, given: str, folder: str) -> ProjectName:
    if given:
        return ProjectName(given, True)
    leaf = root.get("name")
    if isinstance(leaf, Leaf):
        value = value_of(leaf)
        text = normalized(value.text)
        if text:
            return ProjectName(text, value.is_known, value.unknown, value)
    return ProjectName(normalized(folder.rpartition("/")[2]), False)


def normalized(name: str) -> str:
    """A project's name as Compose takes it: small letters, digits, `-` and `_`, begun by neither of the last two."""
    return "".join(re.findall("[a-z0-9_-]", name.lower())).lstrip("_-")
