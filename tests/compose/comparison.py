"""What we make of a project beside what the real Compose makes of it, in one form."""

from __future__ import annotations

from typing import Any

from tests.compose.generator import Project
from traefiklint.compose.project import ComposeProject, Origin, Port, Service, Variable
from traefiklint.compose.reader import files_of, read_project

FOLDER = "demo"
"""What the folder is called that a project stands in."""


def read(project: Project) -> ComposeProject:
    """Our reading of a project."""
    files = project.named or files_of("", project.files.get)
    return read_project(
        files,
        project.files.get,
        environment=project.environment,
        profiles=project.profiles,
        folder_name=FOLDER,
    )


def is_refused(project: ComposeProject) -> bool:
    """Whether Compose refuses the project where no other variables have a value."""
    return any(diagnostic.refuses for diagnostic in project.diagnostics)


def ours(project: ComposeProject) -> dict[str, Any]:
    """The project as the real Compose shows it, as far as we read it."""
    services = {service.name.text: _ours(service) for service in project.services if service.is_active}
    used = {key for service in services.values() for key in service["networks"]}
    networks = {one.key: (one.name, one.is_external) for one in project.networks if one.key in used}
    return {"name": project.name.text, "services": services, "networks": networks}


def _ours(service: Service) -> dict[str, Any]:
    return {
        "labels": {label.name.text: label.value.text for label in service.labels},
        "deploy labels": {label.name.text: label.value.text for label in service.deploy_labels},
        "environment": {
            variable.name.text: _value(variable)
            for variable in service.environment
            if variable.origin is not Origin.ENV_FILE or _value(variable) is not None
        },
        "command": [one.text for one in service.command.arguments] if service.command else None,
        "entrypoint": [one.text for one in service.entrypoint.arguments] if service.entrypoint else None,
        "networks": sorted(one.network.key for one in service.networks),
        "network_mode": service.network_mode.text if service.network_mode else "",
        "container_name": service.container_name.text if service.container_name else "",
        "image": service.image.text if service.image else "",
        "ports": sorted(_port(port) for port in service.ports),
        "expose": sorted({port.value.text for port in service.expose}),
        "replicas": service.replicas,
        "volumes": sorted((mount.kind, mount.target, mount.read_only) for mount in service.volumes),
        "depends_on": _waits_for(service),
    }


def _value(variable: Variable) -> str | None:
    text = variable.value or variable.given
    return text.text if text else None


def _waits_for(service: Service) -> list[str]:
    mode = service.network_mode.text if service.network_mode else ""
    shared = [mode.removeprefix("service:")] if mode.startswith("service:") else []
    return sorted({value.text for value in service.depends_on} | set(shared))


def _port(port: Port) -> str:
    return f"{port.host_ip}:{port.published}:{port.number}/{port.protocol}"


def theirs(answer: dict[str, Any]) -> dict[str, Any]:
    """The same of what the real Compose printed."""
    answer = _plain(answer)
    services = {name: _theirs(service or {}) for name, service in (answer.get("services") or {}).items()}
    used = {key for service in services.values() for key in service["networks"]}
    networks = {
        key: (network["name"], bool(network.get("external")))
        for key, network in (answer.get("networks") or {}).items()
        if key in used
    }
    return {"name": answer["name"], "services": services, "networks": networks}


def _plain(value: Any) -> Any:
    """Compose doubles each `$` of what it prints."""
    if isinstance(value, str):
        return value.replace("$$", "$")
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {_plain(key): _plain(one) for key, one in value.items()}
    return value


def _theirs(service: dict[str, Any]) -> dict[str, Any]:
    deploy = service.get("deploy") or {}
    replicas = service["scale"] if "scale" in service else deploy.get("replicas", 1)
    return {
        "labels": service.get("labels") or {},
        "deploy labels": deploy.get("labels") or {},
        "environment": service.get("environment") or {},
        "command": service.get("command"),
        "entrypoint": service.get("entrypoint"),
        "networks": sorted(service.get("networks") or ()),
        "network_mode": service.get("network_mode") or "",
        "container_name": service.get("container_name") or "",
        "image": service.get("image") or "",
        "ports": sorted(
            f"{one.get('host_ip', '')}:{one.get('published', '')}:{one['target']}/{one.get('protocol', 'tcp')}"
            for one in service.get("ports") or ()
        ),
        "expose": sorted(str(one) for one in service.get("expose") or ()),
        "replicas": 1 if deploy.get("mode") == "global" else replicas,
        "volumes": sorted(
            (one["type"], one["target"], bool(one.get("read_only"))) for one in service.get("volumes") or ()
        ),
        "depends_on": sorted(service.get("depends_on") or ()),
    }


def differences(mine: Any, real: Any, path: str = "") -> list[str]:
    """Where the two differ, each with its path."""
    if isinstance(mine, dict) and isinstance(real, dict):
        return [
            line
            for key in sorted({*mine, *real})
            for line in differences(mine.get(key, "<nothing>"), real.get(key, "<nothing>"), f"{path}/{key}")
        ]
    return [] if mine == real else [f"{path}: ours {mine!r}, Compose {real!r}"]
