"""The static configuration: who may see and change what, and what stands in the wrong file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import delete_option
from traefiklint.findings import Effect, Severity
from traefiklint.patterns import lazy
from traefiklint.versions import since

if TYPE_CHECKING:
    from traefiklint.compose.project import Service
    from traefiklint.instance.instance import Instance
    from traefiklint.model.static.entry_points import EntryPointProxyProtocol, ForwardedHeaders
    from traefiklint.model.static.metrics import Api
    from traefiklint.model.static.resolvers import Acme
    from traefiklint.model.static.root import Core


_THOUGHT = lazy(
    r"(?i)\b(?:danger\w*|unsafe|insecure(?! *[:=])|risk\w*)\b"
    r"|\b(?:not|never|don'?t|only|disable\w*|remove\w*|false|off)\b.{0,80}\b(?:prod|production|dev|development|debug|lan|local|test\w*)\b"
    r"|\b(?:dev|development|debug|lan|local|test\w*)\b.{0,80}\bonly\b"
)
"""What is in comments of those who know what `insecure` does: that there is a danger, or where it must not be."""


@rule("api-insecure", effect=Effect.ADVICE)
def api_insecure(api: Api, instance: Instance) -> Iterator[Diagnostic]:
    """Traefik shows its whole configuration to everyone who reaches its port 8080."""
    if api.insecure:
        message = (
            "`api.insecure` shows the whole configuration to everyone who reaches the entry point `traefik`; turn it "
            "off, and give the dashboard a router with authentication."
        )
        help = (
            "Dokploy turns it on; there it is open to every container of the network."
            if instance.context.dokploy
            else ""
        )
        yield Diagnostic(api.at("insecure"), message, help, strict=_is_shut_in(instance) or _is_meant(api))


def _is_meant(api: Api) -> bool:
    """Whether a comment says that somebody thought of it: `# never in production`, `# in the local network only`."""
    place = api.at("insecure")
    if place.document is None:
        return False
    if "traefiklint:" in place.document.text:
        return False  # then this finding is what a comment is about
    line = place.span.line
    around = place.document.text.split("\n")[max(0, line - 3) : line]
    *above, own = (text.partition("#")[::2] for text in around)
    return any(
        _THOUGHT.search(comment) for code, comment in (*above, own) if not code.strip() or (code, comment) == own
    )


def _is_shut_in(instance: Instance) -> bool:
    """Whether compose files show that no port of the host leads to the entry point `traefik`: then only containers
    that are on a network with Traefik reach it."""
    from traefiklint.instance.service_static import is_traefik

    projects = instance.labels.composed if instance.labels is not None else ()
    running = [service for project in projects for service in project.services if is_traefik(service)]
    point = instance.context.entry_points.get("traefik")
    number = point.port if point is not None and point.port else "8080"
    services = {service.name.text: service for project in projects for service in project.services}
    return bool(running) and not any(_publishes(service, number, services) for service in running)


_OWN_ADDRESS = ("macvlan", "ipvlan")
"""Networks on which a container has an address beside the host's, and needs no published port."""


def _publishes(service: Service, number: str, services: Mapping[str, Service]) -> bool:
    """Whether others reach a port of a service, or may do so for all that is known."""
    mode = service.network_mode.text if service.network_mode is not None else ""
    if mode.startswith("service:"):
        others = {name: other for name, other in services.items() if other is not service}
        lender = others.get(mode.removeprefix("service:"))
        return lender is None or _publishes(lender, number, others)
    if mode not in ("", "none", "bridge", "default") or any(
        one.network.driver in _OWN_ADDRESS for one in service.networks
    ):
        return True
    return any(
        port.published is not None and str(port.number or number) == number and not port.host_ip.startswith("127.")
        for port in service.ports
    )


@rule("forwarded-headers-insecure", effect=Effect.ADVICE)
def forwarded_headers_insecure(
    peers: ForwardedHeaders | EntryPointProxyProtocol, instance: Instance
) -> Iterator[Diagnostic]:
    """An entry point believes everybody who says for whom a request is made."""
    if peers.insecure:
        name = peers.step[1:]
        what = "`X-Forwarded-*` headers" if name == "forwardedHeaders" else "PROXY protocol lines"
        message = (
            f"`{name}.insecure` believes the {what} of everybody, so that any visitor can pass for another address; "
            "list the proxies in `trustedIPs` instead."
        )
        yield Diagnostic(peers.at("insecure"), message)


@rule("acme-storage-in-watched-directory", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def acme_storage_in_watched_directory(acme: Acme, instance: Instance) -> Iterator[Diagnostic]:
    """The private keys of the certificates lie among the files that Traefik watches."""
    for provider in instance.context.static.get("FileProvider", ()):
        folder = provider.directory.rstrip("/")
        if folder and acme.storage.startswith(folder + "/"):
            message = (
                f"`{acme.storage}` holds private keys, and lies in the watched directory `{folder}`: each renewal "
                "makes Traefik read all files again, and whoever copies the directory has the keys; store it elsewhere."
            )
            yield Diagnostic(acme.at("storage"), message)


@rule("default-rule-syntax", category="migration", effect=Effect.ADVICE, fix="safe")
def default_rule_syntax(core: Core, instance: Instance) -> Iterator[Diagnostic]:
    """The syntax of all rules is set by an option that Traefik will forget."""
    if core.default_rule_syntax not in ("v2", "v3"):
        return  # then Traefik does not start
    if core.default_rule_syntax == "v2":
        message = "`defaultRuleSyntax: v2` is deprecated; write the rules as Traefik 3 does, then remove it."
        yield Diagnostic(core.at("default_rule_syntax"), message)
    elif core.gives("default_rule_syntax") and instance.context.target >= since("3.4"):
        message = "`defaultRuleSyntax` is deprecated, and `v3` by itself; delete it."
        fix = delete_option(core, "default_rule_syntax", "Delete `defaultRuleSyntax`", safe=True)
        yield Diagnostic(core.key_at("default_rule_syntax"), message, fix=fix)
