"""The containers of recorded cases, as the engine would hand them to Traefik, and what Traefik made of them."""

from __future__ import annotations

import json
from typing import Any

from traefiklint.compose.project import ComposeProject, Service
from traefiklint.compose.reader import read_project
from traefiklint.decoding.label_tree import LabelDocument
from traefiklint.docker.containers import Container, Exposed
from traefiklint.docker.options import DEFAULT_RULE, ProviderOptions
from traefiklint.docker.provider import Provided, provide
from traefiklint.versions import read_version


def provided(case: dict[str, Any], version: str) -> Provided:
    """What we make of the containers of a case."""
    provider = "swarm" if case.get("stack") else "docker"
    options = options_of(provider, case.get(provider) or {}, version)
    return provide(containers_of(case, provider), options)


def options_of(provider: str, given: dict[str, Any], version: str) -> ProviderOptions:
    """The options of the provider of a case."""
    return ProviderOptions(
        provider,
        given.get("exposedByDefault", True),
        given.get("constraints", ""),
        given.get("defaultRule", DEFAULT_RULE),
        given.get("network", ""),
        given.get("useBindPortIP", False),
        given.get("allowEmptyServices", False),
        True,
        read_version(version).judged,
    )


def containers_of(case: dict[str, Any], provider: str) -> list[Container]:
    """The containers of a case, or the services of a stack."""
    records = case["services"] if provider == "swarm" else case["containers"]
    project = _project(records)
    document = LabelDocument("compose.yml", "", provider)
    return [
        container
        for record, service in zip(records, project.services, strict=True)
        if (container := _container(record, service, document, provider)) is not None
    ]


def _project(records: list[dict[str, Any]]) -> ComposeProject:
    """The records as a compose file, so that each label has a place."""
    services = {
        f"s{number}": {"image": "x", "labels": {key: text.replace("$", "$$") for key, text in record["labels"].items()}}
        for number, record in enumerate(records)
    }
    text = json.dumps({"services": services})
    return read_project(["compose.yml"], {"compose.yml": text}.get)


def _container(record: dict[str, Any], service: Service, document: LabelDocument, provider: str) -> Container | None:
    labels = tuple(label for label in service.labels if not label.name.text.startswith("com.docker."))
    networks, others = record.get("networks", {"demo_default": "172.20.0.9"}), []
    copies: tuple[str, ...] = (record["name"],)
    if provider == "swarm":
        tasks = [task["networks"] for task in record["tasks"]]
        if not tasks or not tasks[0]:
            return None
        networks, *others = tasks
        copies = tuple(f"{record['name']}.{task['slot']}" for task in record["tasks"] if not record.get("global"))
    ports = []
    for port, bindings in (record.get("ports") or {}).items():
        bound = (bindings or [{}])[0]
        ports.append(Exposed(int(port.partition("/")[0]), bound.get("HostPort", ""), bound.get("HostIp", "")))
    mode = record.get("network_mode", "")
    return Container(
        record["name"],
        service.name,
        document,
        labels,
        record["labels"],
        networks or {},
        remembered={},
        mode="" if mode in networks and mode != "host" else mode,
        ports=tuple(ports),
        is_image_known=True,
        state=record.get("state") or "running",
        health=record.get("health") or "",
        virtual=record["networks"] if record.get("mode") == "vip" else None,
        others=tuple(others),
        copies=copies,
    )
