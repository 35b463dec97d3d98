"""What rules about references share: what they call each kind, where they tell of one, and how they write another."""

from __future__ import annotations

from traefiklint.checks.registry import Diagnostic
from traefiklint.checks.shared.fixes import rewrite
from traefiklint.findings import Effect, Fix, Related, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.references import Reference

WORDS = {
    "http.services": "service",
    "http.middlewares": "middleware",
    "http.serversTransports": "servers transport",
    "tcp.services": "TCP service",
    "tcp.middlewares": "TCP middleware",
    "tcp.serversTransports": "TCP servers transport",
    "udp.services": "UDP service",
    "tls.options": "TLS options",
}
"""What messages call an object, by its kind."""


def about(
    reference: Reference,
    message: str,
    help: str = "",
    related: tuple[Related, ...] = (),
    fix: Fix | None = None,
    *,
    strict: bool = False,
) -> Diagnostic:
    """What is said at the place of a reference; of one that only an assumption makes doubtful, as advice."""
    effect, severity = (Effect.ADVICE, Severity.WARNING) if reference.assumed else (None, None)
    return Diagnostic(reference.place, message, help, related, fix, effect=effect, severity=severity, strict=strict)


def renamed(reference: Reference, name: str, *, safe: bool = False) -> Fix | None:
    """The fix that refers to another name, if there is one."""
    if not name:
        return None
    return rewrite(reference.place, reference.name, name, safe=safe)


def kind_elsewhere(reference: Reference, instance: Instance) -> str:
    """The kind of another protocol under which the name stands."""
    protocol, _, group = reference.kind.partition(".")
    for other in ("http", "tcp", "udp"):
        kind = f"{other}.{group}"
        if other != protocol and reference.full in instance.objects.get(kind, {}):
            return kind
    return ""


def by_owner_name(reference: Reference) -> bool:
    """Whether it leads to another provider for the name of who refers to it."""
    owner = reference.owner
    is_led = "@" in owner.name and "@" not in reference.name
    return is_led and reference.full.rpartition("@")[2] != owner.provider
