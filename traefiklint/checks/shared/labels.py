"""Places and words about labels: where one stands, what its container is called, how a part is written otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from traefiklint.checks.shared.as_written import label_at
from traefiklint.compose.project import Label, Service
from traefiklint.compose.values import Value
from traefiklint.decoding.label_tree import LabelDocument, part_of, value_of
from traefiklint.docker.containers import Container, routers_of
from traefiklint.findings import Fix, Related
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import FILE, full_name
from traefiklint.model.base import Named, Place
from traefiklint.model.static.providers_containers import ContainerProvider
from traefiklint.text.document import Document
from traefiklint.text.nodes import Node, Scalar

_BEATEN = "beaten"
"""By what a container remembers which labels others of its labels override."""


def called(container: Container) -> str:
    """A container in words: by the service that it comes from."""
    kind = "service" if container.document.provider == "swarm" else "container"
    return f"the {kind} `{container.origin.text}`"


def holder_of(thing: Named) -> object:
    """The labels, or the file, that an object is written in; None where it is made of nothing that somebody wrote."""
    document = thing.home
    label = label_at(document, thing.key_node) if document is not None else None
    return document if label is None else label.holder


def place(container: Container, node: Node, path: str = "", object: str = "") -> Place:
    """Where a part of a label stands."""
    return Place(container.document, node, path, object)


def at_name(container: Container, label: Label) -> Place:
    """Where the name of a label stands."""
    return place(container, whole(label.name), label.name.text, _object_of(container, label))


def at_value(container: Container, label: Label) -> Place:
    """Where the value of a label stands; its name, where there is none."""
    if not label.value.text:
        return at_name(container, label)
    return place(container, whole(label.value), label.name.text, _object_of(container, label))


def _object_of(container: Container, label: Label) -> str:
    """The object that a label is about, as findings call it; empty where it is about none."""
    parts = label.name.text.split(".")
    if len(parts) < 4 or parts[1].lower() not in ("http", "tcp", "udp"):
        return ""
    return f"{parts[1].lower()}.{parts[2].lower()}.{parts[3]}@{container.document.provider}"


def at_container(container: Container) -> Place:
    """Where the service is named that a container comes from."""
    return place(container, whole(container.origin))


def whole(value: Value) -> Scalar:
    """The node of a whole value."""
    return part_of(value, 0, len(value.text))


def related(where: Place, message: str) -> Related:
    """Another place, and what it has to do with a finding."""
    return Related(where.file, where.span, message)


def rewritten(node: Node | None, text: str, title: str, *, safe: bool) -> Fix | None:
    """The fix that writes a part of a label otherwise; None where it cannot be made there."""
    value = value_of(node)
    if value is None or node is None:
        return None
    edit = value.edit(node.start.start, node.start.end, text)
    return None if edit is None else Fix(title, safe, (edit,))


def renamed(container: Container, node: Node | None, text: str, title: str, *, safe: bool) -> Fix | None:
    """The fix that writes a part of a label's name otherwise, also of those of this name that the label overrides: the
    next of them would count in its place. None where it cannot be made in one of them."""
    value = value_of(node)
    if value is None or node is None:
        return None
    if _BEATEN not in container.remembered:
        container.remembered[_BEATEN] = {id(one.name): one.beats for one in container.labels if one.beats}
    beaten = container.remembered[_BEATEN].get(id(value), ())
    edits = [one.edit(node.start.start, node.start.end, text) for one in (value, *(label.name for label in beaten))]
    found = [edit for edit in edits if edit is not None]
    return Fix(title, safe, tuple(dict.fromkeys(found))) if len(found) == len(edits) else None


def rewritten_in_all(document: Document, node: Node, text: str, title: str, *, safe: bool) -> Fix | None:
    """The fix that writes a part of a value otherwise in every label that says the same, as containers with one router
    do; None where it cannot be made in one of them."""
    assert isinstance(document, LabelDocument), "asked for labels only"
    values = document.alike(node)
    edits = [value.edit(node.start.start, node.start.end, text) for value in values]
    found = [edit for edit in edits if edit is not None]
    if not found or len(found) < len(edits):
        return None
    return Fix(title, safe, tuple(dict.fromkeys(found)))


def services_by_name(instance: Instance) -> dict[int, Service]:
    """The services of the compose files by the identity of their names."""
    projects = instance.labels.composed if instance.labels is not None else ()
    return {id(service.name): service for project in projects for service in project.services}


def at_static(value: Value) -> Place:
    """The place of a value of a compose file that is for Traefik itself."""
    document = LabelDocument(value.document.file, value.document.text, "static")
    return Place(document, whole(value), "", "")


def container_providers(instance: Instance) -> Iterator[ContainerProvider]:
    """What the static configuration says of the providers of labels."""
    for providers in instance.context.static.get("Providers", ()):
        yield from (one for one in (providers.docker, providers.swarm) if one is not None)


def begun(words: str) -> str:
    """Words at the beginning of a sentence."""
    return words[0].upper() + words[1:]


def rules_of(labels: Iterable[Label]) -> dict[tuple[str, str], str]:
    """The rules of the routers that labels of a container are about, by protocol and name; empty for one without."""
    routers = routers_of(labels).values()
    return {(one.protocol, one.name): one.value("rule") for one in routers if one.protocol != "udp"}


def is_served_by_files(labels: Iterable[Label], instance: Instance) -> bool:
    """Whether files have a router for each rule that labels of a container have, so that these are left over."""
    rules = rules_of(labels).values()
    return bool(rules) and instance.once(_rules_of_files).issuperset(rules)


def _rules_of_files(instance: Instance) -> frozenset[str]:
    return frozenset(one.rule for one in instance.ruled_routers() if one.provider == FILE and one.rule)


def is_router_of_files(name: str, instance: Instance) -> bool:
    """Whether files define an HTTP router of that name: what labels say of it without a rule is left over."""
    return full_name(name) in instance.objects["http.routers"]


def is_run_by_coolify(container: Container) -> bool:
    """Whether Coolify wrote the file of a container, which it writes anew, and joins its proxy to all networks."""
    return "coolify.managed" in container.document.text
