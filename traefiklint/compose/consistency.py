"""What Compose refuses once a project is put together: names of what is not there, options that exclude each other.

Source: compose-go `loader/validate.go`. Services that no active profile asks for are not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from traefiklint.compose.diagnostics import DiagnosticKind
from traefiklint.compose.go_text import count_of
from traefiklint.compose.project import Service
from traefiklint.compose.report import Report
from traefiklint.compose.tree import Entries, Items, Leaf, Tree, is_null, place_of
from traefiklint.compose.values import Value
from traefiklint.patterns import lazy

_CONTAINER_NAME = lazy(r"[a-zA-Z0-9][a-zA-Z0-9_.-]")
"""What Compose looks for in a `container_name`."""
SERVICE = "service:"
"""What a `network_mode` begins with that takes another service's network."""


def check_consistency(services: Sequence[Service], root: Entries, report: Report, *, is_stack: bool) -> None:
    """Report what does not fit together; `docker stack` passes over most options that have to do with one host."""
    tree = root.get("services")
    if not isinstance(tree, Entries):
        return
    names = {service.name.text: service.is_active for service in services}
    volumes = root.get("volumes")
    declared = volumes.entries.keys() if isinstance(volumes, Entries) else ()
    for service in services:
        entry = tree.get(service.name.text)
        if entry is None or not service.is_active:
            continue
        _check_image(service, entry if isinstance(entry, Entries) else None, report)
        if isinstance(entry, Entries):
            _check_declared(entry, root, report)
        if not is_stack:
            _check_names(service, entry, names, report)
            _check_network_mode(service, entry, names, report)
            _check_replicas(service, report)
            _check_scale(service, entry, report)
        for mount in service.volumes:
            if mount.kind == "volume" and mount.source and mount.source not in declared:
                report.diagnostic(DiagnosticKind.UNKNOWN_VOLUME, mount.value.place, mount.source, unset=mount.unknown)
    if not is_stack:
        _check_container_names(services, report)
        _check_cycles([service for service in services if service.is_active], report)


def _check_image(service: Service, entry: Entries | None, report: Report) -> None:
    image = service.image
    if image is not None and (image.text or image.unknown):
        return
    if entry is None or not any(
        _is_there(entry, key) for key in ("build", "provider", "extends")
    ):  # the last where a file is not at hand
        compose = f'service "{service.name}" has neither an image nor a build context specified'
        report.diagnostic(DiagnosticKind.NO_IMAGE, service.place, service.name.text, compose=compose)


def _check_declared(entry: Entries, root: Entries, report: Report) -> None:
    """The secrets and configs that a service uses must be declared."""
    for kind in ("secrets", "configs"):
        used, top = entry.get(kind), root.get(kind)
        declared = top.entries.keys() if isinstance(top, Entries) else ()
        for item in used.items if isinstance(used, Items) else ():
            leaf = item.value.get("source") if isinstance(item.value, Entries) else item.value
            value = report.value(leaf) if isinstance(leaf, Leaf) and not is_null(leaf) else None
            if value is not None and value.text not in declared:
                where, unset = value.place, value.unknown
                report.diagnostic(DiagnosticKind.UNDECLARED, where, value.text, detail=kind, unset=unset)


def _is_there(entry: Entries, key: str) -> bool:
    tree = entry.get(key)
    return tree is not None and not is_null(tree)


def _check_names(service: Service, entry: Tree, names: Mapping[str, bool], report: Report) -> None:
    waits = entry.get("depends_on") if isinstance(entry, Entries) else None
    for value in service.depends_on:
        settings = waits.get(value.text) if isinstance(waits, Entries) else None
        required = settings.get("required") if isinstance(settings, Entries) else None
        if not (isinstance(required, Leaf) and report.value(required).text.lower() == "false"):
            _check_name(value, value.text, "depends_on", names, report)
        elif value.text not in names:
            report.diagnostic(DiagnosticKind.UNKNOWN_SERVICE, value.place, value.text, detail="depends_on")


def _check_name(value: Value, name: str, option: str, names: Mapping[str, bool], report: Report) -> None:
    """A service that an option names must be there, and run."""
    if name not in names and value.is_known:
        report.diagnostic(DiagnosticKind.UNKNOWN_SERVICE, value.place, name, detail=option)
    elif not names.get(name, True):
        unset = ("COMPOSE_PROFILES",)
        report.diagnostic(DiagnosticKind.INACTIVE_SERVICE, value.place, name, detail=option, unset=unset)


def _check_network_mode(service: Service, entry: Tree, names: Mapping[str, bool], report: Report) -> None:
    mode = service.network_mode
    if mode is None or not mode.text:
        return
    if any(attachment.value is not None for attachment in service.networks):
        tree = entry.get("networks") if isinstance(entry, Entries) else None
        related = ((place_of(tree), "the networks"),) if tree is not None else ()
        compose = f"service {service.name} declares mutually exclusive `network_mode` and `networks`"
        report.diagnostic(
            DiagnosticKind.EXCLUSIVE, mode.place, "`network_mode` and `networks`", compose=compose, related=related
        )
    other = mode.text.removeprefix(SERVICE)
    if other != mode.text:
        _check_name(mode, other, "network_mode", names, report)


def _check_scale(service: Service, entry: Tree, report: Report) -> None:
    """`scale` and `deploy.replicas` must say the same."""
    deploy = entry.get("deploy") if isinstance(entry, Entries) else None
    replicas = deploy.get("replicas") if isinstance(deploy, Entries) else None
    value = service.replicas_value
    if not isinstance(replicas, Leaf) or is_null(replicas) or value is None or value.node is replicas.node:
        return
    other = report.value(replicas)
    if value.is_known and other.is_known and count_of(other) != count_of(value):
        compose = "can't set distinct values on 'scale' and 'deploy.replicas'"
        related = ((other.place, "the other"),)
        report.diagnostic(
            DiagnosticKind.EXCLUSIVE, value.place, "`scale` and `deploy.replicas`", compose=compose, related=related
        )


def _check_container_names(services: Sequence[Service], report: Report) -> None:
    taken: dict[str, Service] = {}
    for service in services:
        name = service.container_name
        if name is None or not name.text or not service.is_active:
            continue
        if name.is_known and not _CONTAINER_NAME.search(name.text):
            path, takes = name.place.path, "a name of two letters or digits, or more"
            report.diagnostic(DiagnosticKind.WRONG_TYPE, name.place, path, detail=takes)
        earlier = taken.setdefault(name.text, service)
        if earlier is not service:
            related = ((earlier.place, "taken here"),)
            unset = name.unknown
            report.diagnostic(DiagnosticKind.NAME_TAKEN, name.place, name.text, related=related, unset=unset)


def _check_cycles(services: Sequence[Service], report: Report) -> None:
    """No service may wait for one that waits for it."""
    waits: dict[str, list[Value]] = {}
    for service in services:
        mode = service.network_mode
        shared = mode.text.removeprefix(SERVICE) if mode and mode.text.startswith(SERVICE) else ""
        waits[service.name.text] = [*service.depends_on, *([mode.part(len(SERVICE))] if mode and shared else [])]
    finished: set[str] = set()
    for start in waits:
        path: dict[str, int] = {start: 0}
        while path:
            name = next(reversed(path))
            at = path[name]
            path[name] += 1
            if name in finished or at >= len(waits.get(name, ())):
                finished.add(name)
                del path[name]
                continue
            value = waits[name][at]
            if value.text in path:
                report.diagnostic(
                    DiagnosticKind.CYCLE, value.place, value.text, detail="depends_on", unset=value.unknown
                )
                return
            if value.text not in finished:
                path[value.text] = 0


def _check_replicas(service: Service, report: Report) -> None:
    """A container with a name of its own is the only one, whatever `deploy.mode` says."""
    name, value = service.container_name, service.replicas_value
    number = count_of(value) if value is not None and value.is_known else None
    if name is None or value is None or number is None or number < 2:
        return
    compose = "can't set container_name and scale as container name must be unique"
    related = ((name.place, "the name"),)
    report.diagnostic(
        DiagnosticKind.EXCLUSIVE,
        value.place,
        f"`container_name` and {number} replicas",
        compose=compose,
        related=related,
    )
