"""Names of what no dynamic configuration defines: Traefik's own services, objects of other providers, resolvers."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import set_option
from traefiklint.checks.shared.references import about, renamed
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.named_resolvers import cause_of_loss, is_commented_out_resolver, is_ignored
from traefiklint.instance.names import FILE
from traefiklint.instance.references import Reference
from traefiklint.model.http import Router
from traefiklint.model.tcp import TcpRouter, TcpRouterTls
from traefiklint.text.spelling import listed, nearest

_SWITCHES = {
    "api": "api",
    "dashboard": "api",
    "ping": "ping",
    "prometheus": "metrics.prometheus",
    "rest": "providers.rest",
}
"""What of Traefik itself answers as soon as a section of the static configuration is there."""


@rule("internal-not-enabled", effect=Effect.DISABLED, fix="unsafe")
def internal_not_enabled(reference: Reference, instance: Instance) -> Iterator[Diagnostic]:
    """A reference means something of Traefik itself that is not there."""
    if reference.fault != "internal":
        return
    bare = reference.full.removesuffix("@internal")
    offered = instance.context.internal_services if reference.kind == "http.services" else ()
    guess = nearest(bare, sorted(offered))
    switch = _SWITCHES.get(bare, "") if offered and (bare != "dashboard" or "api" not in offered) else ""
    if guess:
        advice = f"did you mean `{guess}@internal`?"
    elif switch:
        from traefiklint.checks.shared.settings import switched_on

        advice = f"switch it on in the static configuration, with {switched_on(switch, instance)}."
    elif offered:
        advice = "it offers " + ", ".join(f"`{name}@internal`" for name in sorted(offered)) + "."
    else:
        advice = "remove the reference."
    fix = renamed(reference, f"{guess}@internal" if guess else "")
    yield about(reference, f"Traefik does not offer `{reference.full}`; {advice}", fix=fix)


@rule("unverifiable-reference", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def unverifiable_reference(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """A reference lies in another provider, so that only the running Traefik can tell whether it exists."""
    for reference in instance.foreign:
        bare, provider = reference.full.rsplit("@", 1)
        message = f"`{reference.full}` belongs to the provider `{provider}` and cannot be checked here."
        help = "List it under `[known]` in the config file once you are sure of it."
        if provider == reference.owner.provider == FILE:
            message = f"These seem to be only some of Traefik's files, so `{bare}` must be in another one."
            help = "Lint all files that Traefik reads, or give `--static`, and this is checked."
        yield Diagnostic(reference.place, message, help)


@rule("unknown-cert-resolver", effect=Effect.DEGRADED, severity=Severity.ERROR, fix="unsafe")
def unknown_cert_resolver(router: Router | TcpRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A router names a certificate resolver that the static configuration does not have."""
    tls = router.tls
    if not tls or not tls.cert_resolver:
        return
    context = instance.context
    if context.blank or tls.cert_resolver in context.resolvers:
        return
    known = listed(sorted(context.resolvers))
    guess = instance.nearest(tls.cert_resolver, "resolvers")
    advice = f"did you mean `{guess}`?" if guess else f"known are {known}." if known else "none is configured."
    message = f"Certificate resolver `{tls.cert_resolver}` does not exist, so no certificate is asked for; {advice}"
    fix = None
    if guess:
        fix = set_option(tls, "cert_resolver", guess, safe=False)
    from traefiklint.checks.tls.advice import hands_certificates_on
    from traefiklint.checks.tls.replaced import gets_certificate_anyway

    is_passed = isinstance(tls, TcpRouterTls) and tls.passthrough and not instance.once(hands_certificates_on)
    is_left = is_passed or is_ignored(tls.cert_resolver, instance)  # `passthrough-with-resolver` says to remove it
    cause = cause_of_loss(tls.cert_resolver, instance) or _tls_in_vain(router, instance)
    said = Diagnostic(tls.at("cert_resolver"), message, fix=fix, strict=is_left, cause=cause)
    if context.assumed:
        said = said._replace(effect=Effect.ADVICE, severity=Severity.WARNING)
    elif gets_certificate_anyway(router, instance) or is_commented_out_resolver(tls.cert_resolver, instance):
        said = said._replace(severity=Severity.INFO)
    elif isinstance(router, TcpRouter):  # of which Traefik's log says nothing
        said = said._replace(effect=Effect.SILENT, severity=Severity.WARNING)
    yield said


def _tls_in_vain(router: Router | TcpRouter, instance: Instance) -> str:
    """The entry point of a router for which its TLS is told to be wrong, as Traefik has none for TLS; empty where there
    is none."""
    from traefiklint.instance.gaps import has_no_point_for_tls

    names = router.entry_points if type(router) is Router else ()
    index = next((index for index, name in enumerate(names) if has_no_point_for_tls(name, instance)), None)
    place = None if index is None else router.at("entry_points", index)
    return "" if place is None else f"{place.file} {place.path}"
