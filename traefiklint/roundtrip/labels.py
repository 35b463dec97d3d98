"""What the labels of a compose file say, for changing it: each label with its place, and the sections they come to.

Variables of Compose stay what is written (`compose/written.py`), but in options that are no texts, such as a priority:
these have the value that Compose comes to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from traefiklint.compose.project import Label
from traefiklint.compose.reader import read_project
from traefiklint.compose.written import shown_value, tokens_of
from traefiklint.decoding.label_tree import DYNAMIC, LabelDocument, parts_of, takes
from traefiklint.decoding.labels import decode_labels
from traefiklint.docker.compose import labels_of
from traefiklint.findings import Effect
from traefiklint.go.strconv import fold
from traefiklint.model.configuration import Configuration
from traefiklint.yaml.scalars import STRING

if TYPE_CHECKING:
    from traefiklint.compose.project import ComposeProject
    from traefiklint.discovery.projects import Projects
    from traefiklint.versions import Version

Steps = tuple[str, ...]
"""The parts of a label's name below `traefik`, numbers of lists apart: `http`, `routers`, `web`, `rule`."""


class LabelEntry(NamedTuple):
    """A label of a service, as far as Traefik reads its name."""

    label: Label
    """With name and value as they are written."""
    service: str
    """The compose service that has it."""
    steps: Steps
    """The parts of its name, as they are spelled."""

    @property
    def folded(self) -> Steps:
        """The same as Traefik compares them."""
        return folded(self.steps)


class LabelsRead(NamedTuple):
    """The labels of one provider in a project."""

    configuration: Configuration
    entries: tuple[LabelEntry, ...]
    services: dict[str, tuple[Label, ...]]
    """All labels of each compose service, others than Traefik's among them."""


def folded(steps: Iterable[str]) -> Steps:
    """Parts of a name as Traefik compares them."""
    return tuple(fold(step) for step in steps)


def project_of(projects: Projects) -> ComposeProject:
    """The one project that a file was opened as."""
    return read_project(projects.groups[0], projects.texts, folder_name=projects.folder_name)


def read_labels_of(project: ComposeProject, provider: str, target: Version) -> LabelsRead:
    """What the labels that a provider looks at say, in all services of a project."""
    services = {service.name.text: tuple(labels_of(service, provider)) for service in project.services}
    entries: list[LabelEntry] = []
    by_name: dict[int, Label] = {}
    for service, labels in services.items():
        for label in labels:
            if not takes(label.name.text, DYNAMIC):
                continue
            shown = shown_label(label)
            parts = parts_of(shown)
            if isinstance(parts, list):
                entries.append(LabelEntry(shown, service, tuple(part.value for part in parts[1:])))
                by_name[id(shown.name)] = label
    main = project.services[0].name.document if project.services else None
    document = LabelDocument(main.file if main else "", main.text if main else "", provider)
    return LabelsRead(_decoded(entries, by_name, document, target), tuple(entries), services)


def _decoded(
    entries: list[LabelEntry], resolved: dict[int, Label], document: LabelDocument, target: Version
) -> Configuration:
    """The sections. Where an option takes no text, and a variable is written in its place, Compose's value counts."""
    labels = {id(entry.label.name): entry.label for entry in entries}
    while True:
        whole = Configuration()
        found = decode_labels(labels.values(), whole, document, DYNAMIC, target).diagnostics
        refused = [document.label_of(one.key) for one in found if one.effect is Effect.REJECTED]
        again = {
            key: _with_value(label, resolved[key])
            for key, label in labels.items()
            if label in refused and label.value.text != resolved[key].value.text
        }
        if not again:
            return whole
        labels |= again


def _with_value(label: Label, other: Label) -> Label:
    return Label(label.name, other.value, label.holder, label.number, label.origin, label.via, label.beats)


def shown_label(label: Label) -> Label:
    """A label with its name and its value as they are written."""
    if label.holder is None:
        return label
    name, value = label.name, label.value
    raw = value.node.value
    tokens = list(tokens_of(raw))
    if label.is_item:
        at = next((number for number, token in enumerate(tokens) if token.raw == "="), len(tokens))
        head, tail = tokens[:at], tokens[at + 1 :]
        start = sum(len(token.raw) for token in head)
        value = shown_value(tail, value.written, min(start + 1, len(raw)))
        if not any(token.is_variable and set(token.shown) & set(".[]") for token in head):
            name = shown_value(head, name.written, 0)
    elif value.kind == STRING:
        value = shown_value(tokens, value.written, 0)
    return Label(name, value, label.holder, label.number, label.origin, label.via, label.beats)


def objects_of(entries: Iterable[LabelEntry]) -> Iterator[tuple[Steps, LabelEntry]]:
    """Every entry by the object that it is about: its group, kind and name, as Traefik compares them."""
    for entry in entries:
        yield entry.folded[:3], entry
