"""For what Traefik does not start, although it can read its static configuration."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import set_option
from traefiklint.decoding.label_tree import value_of
from traefiklint.findings import Effect, Fix, Related
from traefiklint.go.ip import parse_cidr, parse_ip
from traefiklint.instance.instance import Instance
from traefiklint.instance.static_start.faults import (
    BadAgentAddress,
    BadBasePath,
    BadLogEndpoint,
    BadTrustedAddress,
    EmptyOverride,
    Exclusive,
    FatalPlugin,
    NamelessEntryPoint,
    NobodyTrusted,
    NoCollector,
    NoStorage,
    NotPermitted,
    NumberTooSmall,
    TakenPort,
    TwoAuthorities,
    UnknownProviderPlugin,
    UnknownWord,
    UnorderedBounds,
)
from traefiklint.model.base import Section
from traefiklint.model.static.plugins import Experimental
from traefiklint.text.nodes import Sequence
from traefiklint.text.spelling import listed, nearest

STOPS = "Traefik does not start"
"""How each message begins."""


def name_of(section: Section) -> str:
    """The name of an entry point, a resolver or a plugin."""
    return str(getattr(section, "name", ""))


@rule("entrypoint-port-taken", effect=Effect.REJECTED)
def entrypoint_port_taken(fault: TakenPort, instance: Instance) -> Iterator[Diagnostic]:
    """Two entry points listen on one port."""
    point = fault.section
    name = name_of(point)
    if fault.other is None:
        needed = fault.needed_by
        assert needed is not None, "Traefik adds its own entry point for a reason only"
        reason = needed.path
        message = (
            f"{STOPS}: `{reason}` makes it open the entry point `traefik` on port 8080, which `{name}` has taken; give "
            f"`{name}` another port, or name an entry point `traefik` with an address of its own."
        )
        place = needed.key_at()
        related = (Related(place.file, place.span, "this needs the entry point `traefik`"),)
    else:
        other = name_of(fault.other)
        what = "the UDP port of `{}` (HTTP/3 uses it)" if fault.quic else "the port of `{}`"
        message = f"{STOPS}: `{name}` listens on {what.format(other)}; give one of the two another port."
        place = fault.other.at("address")
        related = (Related(place.file, place.span, f"`{other}` listens here"),)
    yield Diagnostic(fault.place, message, related=related)


@rule("entrypoint-name-empty", effect=Effect.REJECTED)
def entrypoint_name_empty(fault: NamelessEntryPoint, instance: Instance) -> Iterator[Diagnostic]:
    """An entry point has an empty name."""
    yield Diagnostic(fault.section.key_at(), f"{STOPS}: an entry point without a name crashes it; give it one.")


@rule("trusted-ip-invalid", effect=Effect.REJECTED, fix="safe")
def trusted_ip_invalid(fault: BadTrustedAddress, instance: Instance) -> Iterator[Diagnostic]:
    """A trusted proxy is neither an address nor a network."""
    text = fault.value
    yield Diagnostic(fault.place, f"{STOPS}: {_why_no_network(text)}", fix=_split_addresses(fault))


def _why_no_network(text: str) -> str:
    if not text.strip():
        return "an item of `trustedIPs` is empty; delete it."
    if text.strip() == "*":
        return "`*` is not an address; write `0.0.0.0/0` and `::/0`, or better the networks of your proxies."
    if "," in text:
        return f"`{text}` is one item that holds several addresses; write one item for each."
    if "-" in text:
        return f"`{text}` is not a network; write a range of addresses as CIDR, as in `10.0.0.0/8`."
    return f"`{text}` is neither an address nor a network; write `10.0.0.1` or `10.0.0.0/8`."


def _split_addresses(fault: BadTrustedAddress) -> Fix | None:
    from traefiklint.patch import edits as editing

    parts = [part.strip() for part in fault.value.split(",")]
    spot = fault.section.written.get(fault.attribute)
    node = spot[1] if spot else None
    whole = len(parts) > 1 and all(parse_ip(part) or parse_cidr(part) for part in parts)
    if not whole or type(node) is not Sequence or len(node.items) != 1:
        return None
    document = fault.section.document
    title = "Write one item for each address"
    return editing.fix_of(document, title, editing.replace_node(document, node, f"[{', '.join(parts)}]"), safe=True)


@rule("proxy-protocol-trusts-nobody", effect=Effect.REJECTED)
def proxy_protocol_trusts_nobody(fault: NobodyTrusted, instance: Instance) -> Iterator[Diagnostic]:
    """`proxyProtocol` is on, and says whom it believes in no way."""
    value = value_of(fault.section.at("trusted_ips").node)
    if value is not None and not value.is_known:
        return  # a variable that has its value elsewhere
    message = f"{STOPS}: `proxyProtocol` trusts nobody; list the proxies in `trustedIPs`."
    yield Diagnostic(fault.section.key_at(), message)


@rule("static-number-too-small", effect=Effect.REJECTED)
def static_number_too_small(fault: NumberTooSmall, instance: Instance) -> Iterator[Diagnostic]:
    """A number or duration is below what Traefik takes."""
    crash = "; anything less crashes it" if fault.crash else ""
    yield Diagnostic(fault.place, f"{STOPS}: `{fault.key}` must be {fault.least}{crash}.")


@rule("static-unknown-word", effect=Effect.REJECTED, fix="unsafe")
def static_unknown_word(fault: UnknownWord, instance: Instance) -> Iterator[Diagnostic]:
    """An option has a value that is none of the words it takes."""
    best = nearest(fault.value.lower(), fault.known)
    advice = f"write `{best}`" if best else f"it takes {listed(fault.known)}"
    fix = set_option(fault.section, fault.attribute, best, index=fault.index, safe=False) if best else None
    yield Diagnostic(fault.place, f"{STOPS}: `{fault.value}` is not a value of `{fault.key}`; {advice}.", fix=fix)


@rule("resolver-without-storage", effect=Effect.REJECTED)
def resolver_without_storage(fault: NoStorage, instance: Instance) -> Iterator[Diagnostic]:
    """The storage of a resolver is empty."""
    message = f"{STOPS}: `storage` is empty; name a file for the certificates, as in `/letsencrypt/acme.json`."
    yield Diagnostic(fault.place, message)


@rule("resolver-two-authorities", effect=Effect.REJECTED)
def resolver_two_authorities(fault: TwoAuthorities, instance: Instance) -> Iterator[Diagnostic]:
    """A resolver asks both an ACME server and Tailscale."""
    message = f"{STOPS}: a resolver has `acme` or `tailscale`, not both; split it into two resolvers."
    yield Diagnostic(fault.section.key_at("tailscale"), message)


@rule("experimental-not-enabled", effect=Effect.REJECTED)
def experimental_not_enabled(fault: NotPermitted, instance: Instance) -> Iterator[Diagnostic]:
    """Something is used that has to be switched on in `experimental`."""
    switch = Experimental.fields[fault.switch].key
    message = f"{STOPS}: `{fault.section.path}` needs `experimental.{switch}: true`."
    yield Diagnostic(fault.section.key_at(), message)


@rule("static-options-exclusive", effect=Effect.REJECTED)
def static_options_exclusive(fault: Exclusive, instance: Instance) -> Iterator[Diagnostic]:
    """Two options of the static configuration exclude each other."""
    place = fault.section.key_at(fault.other)
    other = fault.section.fields[fault.other].key
    related = (Related(place.file, place.span, "and this one"),)
    message = f"{STOPS}: `{fault.key}` and `{other}` exclude each other; delete one of them."
    yield Diagnostic(fault.section.key_at(fault.attribute), message, related=related)


@rule("api-base-path-invalid", effect=Effect.REJECTED, fix="safe")
def api_base_path_invalid(fault: BadBasePath, instance: Instance) -> Iterator[Diagnostic]:
    """`api.basePath` is not an absolute path."""
    message = (
        f"{STOPS}: `{fault.value}` is not a path; it begins with a slash, and holds letters, digits and `/_.:~-` only."
    )

    slashed = "/" + fault.value.strip("/")
    plain = fault.value.replace("-", "").replace("_", "").replace("/", "").isalnum() and fault.value.isascii()
    fix = set_option(fault.section, fault.attribute, slashed, safe=True) if plain else None
    yield Diagnostic(fault.place, message, fix=fix)


@rule("ocsp-override-empty", effect=Effect.REJECTED)
def ocsp_override_empty(fault: EmptyOverride, instance: Instance) -> Iterator[Diagnostic]:
    """The responder of a certificate authority is overridden with nothing."""
    message = f"{STOPS}: the responder `{fault.name}` is overridden with nothing; write a URL, or delete the entry."
    yield Diagnostic(fault.place, message)


@rule("spiffe-agent-address", effect=Effect.REJECTED)
def spiffe_agent_address(fault: BadAgentAddress, instance: Instance) -> Iterator[Diagnostic]:
    """The address of the SPIFFE agent cannot be one."""
    message = f"{STOPS}: `{fault.value}` is not the address of an agent; write `unix:///path` or `tcp://IP:port`."
    yield Diagnostic(fault.place, message, f"Traefik says: {fault.error}.")


@rule("log-collector-address", effect=Effect.REJECTED)
def log_collector_address(fault: BadLogEndpoint, instance: Instance) -> Iterator[Diagnostic]:
    """Traefik's log goes to a collector whose address cannot be read."""
    grpc = type(fault.section).__name__ == "OtlpGrpc"
    form = "`host:port`, without a scheme" if grpc else "a URL, as in `http://host:4318`"
    yield Diagnostic(fault.place, f"{STOPS}: `{fault.value}` is not the address of a collector; write {form}.")


@rule("metrics-bounds-unordered", effect=Effect.REJECTED)
def metrics_bounds_unordered(fault: UnorderedBounds, instance: Instance) -> Iterator[Diagnostic]:
    """The bounds of a histogram do not rise."""
    yield Diagnostic(fault.place, f"{STOPS}: `{fault.key}` must rise from one number to the next.")


@rule("tracing-without-collector", effect=Effect.REJECTED)
def tracing_without_collector(fault: NoCollector, instance: Instance) -> Iterator[Diagnostic]:
    """Traces are switched on, and no collector is named."""
    message = f"{STOPS}: `tracing` without `otlp` crashes it; write `otlp: {{}}`, or use Traefik 3.1.3 or newer."
    yield Diagnostic(fault.section.key_at(), message)


@rule("provider-plugin-not-declared", effect=Effect.REJECTED)
def provider_plugin_not_declared(fault: UnknownProviderPlugin, instance: Instance) -> Iterator[Diagnostic]:
    """A provider is a plugin that nobody declares."""
    message = f"{STOPS}: `{fault.name}` is not a plugin; declare it below `experimental.plugins`."
    yield Diagnostic(fault.place, message)


@rule("plugin-fatal", effect=Effect.REJECTED)
def plugin_fatal(fault: FatalPlugin, instance: Instance) -> Iterator[Diagnostic]:
    """A plugin cannot be loaded, and `abortOnPluginFailure` is on."""
    name = name_of(fault.section)
    place = fault.place if fault.attribute else fault.section.key_at()
    message = (
        f"{STOPS}: the plugin `{name}` cannot be loaded, because {fault.reason}, and `abortOnPluginFailure` is on."
    )
    yield Diagnostic(place, message)
