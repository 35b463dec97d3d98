"""The static configuration: who may see and change what, and what stands in the wrong file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import delete_option
from traefiklint.findings import Effect, Severity
from traefiklint.versions import since

if TYPE_CHECKING:
    from traefiklint.instance.instance import Instance
    from traefiklint.model.static.entry_points import EntryPointProxyProtocol, ForwardedHeaders
    from traefiklint.model.static.resolvers import Acme
    from traefiklint.model.static.root import Core


@rule("forwarded-headers-insecure", effect=Effect.ADVICE, matters="to strangers")
def forwarded_headers_insecure(
    peers: ForwardedHeaders | EntryPointProxyProtocol, instance: Instance
) -> Iterator[Diagnostic]:
    """An entry point believes everybody who says for whom a request is made."""
    if peers.insecure:
        name = peers.step[1:]
        what = "`X-Forwarded-*` headers" if name == "forwardedHeaders" else "PROXY protocol lines"
        message = (
            f"`{name}.insecure` trusts everyone's {what}, so any visitor can fake their address; list the proxies in "
            "`trustedIPs` instead."
        )
        is_left = name == "forwardedHeaders" and not instance.once(_may_mind_addresses)
        is_left = is_left or _comes_from_a_proxy(peers, instance) or _is_left_alone(peers, instance)
        yield Diagnostic(peers.at("insecure"), message, strict=is_left)


def _comes_from_a_proxy(peers: ForwardedHeaders | EntryPointProxyProtocol, instance: Instance) -> bool:
    from traefiklint.instance.published import comes_from_a_proxy
    from traefiklint.instance.static_start.addresses import read_address

    address = getattr(peers.parent, "address", "")
    return bool(address) and comes_from_a_proxy(instance, read_address(address))


def _is_left_alone(peers: ForwardedHeaders | EntryPointProxyProtocol, instance: Instance) -> bool:
    """Whether all routers are here, and none is on the entry point, which then answers nobody."""
    used = instance.once(_points_of_routers)
    return bool(used) and instance.knows_routers and getattr(peers.parent, "name", "") not in used


def _points_of_routers(instance: Instance) -> frozenset[str]:
    """The entry points that routers are on, by name or by default."""
    return frozenset(point.name for router in instance.ruled_routers() for point in instance.entry_points(router))


_OF_VISITORS = ("x-forwarded-for", "x-real-ip")
"""Headers that say for whom a request is made."""


def _may_mind_addresses(instance: Instance) -> bool:
    """Whether a middleware here may go by what the headers say of a visitor; the lists of addresses alone go by the
    address of the connection."""
    parts = instance.parts
    if "ForwardAuth" in parts or any(middleware.plugin for middleware in parts.get("Middleware", ())):
        return True
    if any(one.request_header_name.lower() in _OF_VISITORS for one in parts.get("SourceCriterion", ())):
        return True
    return any(strategy.depth > 0 or strategy.excluded_ips for strategy in parts.get("IpStrategy", ()))


@rule("acme-storage-in-watched-directory", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def acme_storage_in_watched_directory(acme: Acme, instance: Instance) -> Iterator[Diagnostic]:
    """The private keys of the certificates lie among the files that Traefik watches."""
    for provider in instance.context.static.get("FileProvider", ()):
        folder = provider.directory.rstrip("/")
        if folder and acme.storage.startswith(folder + "/"):
            message = (
                f"`{acme.storage}` holds private keys, and lies in the watched directory `{folder}`: each renewal "
                "makes Traefik read all files again, and whoever copies the directory has the keys; keep it elsewhere."
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
        message = "`defaultRuleSyntax` is deprecated, and `v3` by default; delete it."
        fix = delete_option(core, "default_rule_syntax", "Delete `defaultRuleSyntax`", safe=True)
        yield Diagnostic(core.key_at("default_rule_syntax"), message, fix=fix)
