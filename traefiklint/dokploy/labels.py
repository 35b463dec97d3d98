"""The labels that a panel adds to the text of a compose application for its domains, when it deploys it.

Names and values are those of Dokploy v0.30.2, seen in the answers of `compose.getConvertedCompose`. The panel makes
them of the text that it holds; of a text that is only going to be pushed nobody can ask it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from traefiklint.dokploy.answers import ComposeDetails, ComposeDomain

NETWORK = "dokploy-network"


def override_of(details: ComposeDetails) -> str:
    """A compose file that, put over the application's own, adds what the panel adds; empty where that is nothing.

    It has a service for each enabled domain, even one that the application's text has not: see `missing_services`.
    """
    by_service: dict[str, list[str]] = {}
    for domain in details.domains:
        if domain.enabled and domain.service_name.endswith(_suffix(details)):
            service = domain.service_name.removesuffix(_suffix(details))
            by_service.setdefault(service, []).extend(_labels(details.app_name, domain))
    if not by_service:
        return ""
    return "".join(_lines(details, by_service))


def missing_services(details: ComposeDetails, services: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Host and service of the enabled domains whose service is not there: the panel refuses to deploy them."""
    there = {f"{name}{_suffix(details)}" for name in services}
    for domain in details.domains:
        if domain.enabled and domain.service_name not in there:
            yield domain.host, domain.service_name


def _suffix(details: ComposeDetails) -> str:
    """What the panel puts after the names of services where it makes them unique; its domains name them so."""
    return f"-{details.suffix}" if details.randomize and details.suffix and not details.isolated_deployment else ""


def _lines(details: ComposeDetails, by_service: dict[str, list[str]]) -> Iterator[str]:
    swarm = details.compose_type == "stack"
    own = details.suffix or details.app_name
    network = own if details.isolated_deployment else NETWORK
    yield "# What the panel adds for its domains.\nservices:\n"
    for service, labels in sorted(by_service.items()):
        yield f"  {json.dumps(service)}:\n"
        indent = "      " if swarm else "    "
        yield f"    deploy:\n{indent}labels:\n" if swarm else f"{indent}labels:\n"
        provider = "swarm" if swarm else "docker"
        for label in (f"traefik.{provider}.network={network}", *dict.fromkeys(labels), "traefik.enable=true"):
            yield f"{indent}  - {json.dumps(label, ensure_ascii=False)}\n"
        yield f"    networks: [{', '.join(map(json.dumps, (network, 'default')))}]\n"
    yield f"networks:\n  {json.dumps(network)}:\n    external: true\n"


def _labels(app_name: str, domain: ComposeDomain) -> Iterator[str]:
    stem = f"{app_name}-{domain.unique_config_key}"
    entries = [domain.custom_entrypoint] if domain.custom_entrypoint else ["web", *["websecure"] * domain.https]
    rule = f"Host(`{domain.host}`)" + (f" && PathPrefix(`{domain.path}`)" if domain.path not in ("", "/") else "")
    for entry in entries:
        name, router = f"{stem}-{entry}", f"traefik.http.routers.{stem}-{entry}"
        yield f"{router}.rule={rule}"
        yield f"{router}.entrypoints={entry}"
        if domain.port is not None:
            yield f"traefik.http.services.{name}.loadbalancer.server.port={domain.port}"
        yield f"{router}.service={name}"
        middlewares = []
        if domain.strip_path and domain.path not in ("", "/"):
            middlewares.append(f"stripprefix-{stem}")
            yield f"traefik.http.middlewares.stripprefix-{stem}.stripprefix.prefixes={domain.path}"
        if domain.internal_path not in ("", "/"):
            middlewares.append(f"addprefix-{stem}")
            yield f"traefik.http.middlewares.addprefix-{stem}.addprefix.prefix={domain.internal_path}"
        middlewares += domain.middlewares
        if domain.https and entry == "web":
            middlewares = ["redirect-to-https@file"]
        if middlewares:
            yield f"{router}.middlewares={','.join(middlewares)}"
        if domain.https and entry != "web":
            resolver = domain.custom_cert_resolver if domain.certificate_type == "custom" else ""
            resolver = "letsencrypt" if domain.certificate_type == "letsencrypt" else resolver
            yield f"{router}.tls.certresolver={resolver}" if resolver else f"{router}.tls=true"
