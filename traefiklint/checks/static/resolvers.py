"""Certificate resolvers that come to nothing, and what their certificates are made with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import delete_option, set_option
from traefiklint.checks.shared.remarks import around, comments_before
from traefiklint.findings import Effect, Severity
from traefiklint.go.url import parse_url
from traefiklint.instance.context import EntryPoint
from traefiklint.instance.instance import Instance
from traefiklint.instance.named_resolvers import is_spare_resolver, named_resolvers
from traefiklint.instance.passage import sends_to_https
from traefiklint.instance.static_start.resolvers import skipped
from traefiklint.instance.whereabouts import below_here, is_at_home
from traefiklint.model.diagnostics import says_off
from traefiklint.model.static.resolvers import Acme, CertificatesResolver, DnsChallenge, Eab
from traefiklint.model.static.root import Static
from traefiklint.patterns import lazy
from traefiklint.text.nodes import Scalar
from traefiklint.text.spelling import nearest
from traefiklint.text.suppression_comments import MARKER
from traefiklint.versions import since

KEY_TYPES = ("EC256", "EC384", "RSA2048", "RSA4096", "RSA8192")
"""What `keyType` knows, as it is written (pkg/provider/acme/account.go)."""
_OLD = ("https://acme-v01.api.letsencrypt.org", "https://acme-staging.api.letsencrypt.org")


@rule("resolver-empty", effect=Effect.SILENT)
def resolver_empty(resolver: CertificatesResolver, instance: Instance) -> Iterator[Diagnostic]:
    """A resolver has nobody to ask."""
    if resolver.acme is None and resolver.tailscale is None:
        message = (
            f"`{resolver.name}` is empty, so every router that names it serves Traefik's default certificate; add "
            "`acme`."
        )
        yield Diagnostic(resolver.key_at(), message, strict=is_spare_resolver(resolver, instance))


@rule("resolver-without-challenge", effect=Effect.SILENT)
def resolver_without_challenge(resolver: CertificatesResolver, instance: Instance) -> Iterator[Diagnostic]:
    """A resolver has no way to prove that a domain is yours."""
    acme = resolver.acme
    if acme is None or acme.tls_challenge is not None:
        return
    missing = ""
    if acme.dns_challenge is not None:
        if acme.dns_challenge.provider:
            return
        missing, place = "`dnsChallenge` has no `provider`", acme.dns_challenge.key_at()
    if acme.http_challenge is not None:
        if acme.http_challenge.entry_point:
            return
        missing, place = "`httpChallenge` has no `entryPoint`", acme.http_challenge.key_at()
    if not missing:
        missing, place = "it has no `httpChallenge`, `tlsChallenge` or `dnsChallenge`", acme.key_at()
    half = _other_half(resolver, acme, instance)
    advice = f"; `{half}` seems to be its other half: write one name for both" if half else ""
    message = f"No certificate ever comes from `{resolver.name}`: {missing}{advice}."
    yield Diagnostic(place, message, strict=_switches_one_off(acme))


def _other_half(resolver: CertificatesResolver, acme: Acme, instance: Instance) -> str:
    """The resolver of another name that has a challenge, and of the options of one nothing: they were to be one; empty
    where there is none."""
    if any(acme.gives(one) for one in _CHALLENGES):
        return ""
    others = instance.context.static.get("CertificatesResolver", ())[:_MOST_RESOLVERS]
    halves = (one for one in others if one.name != resolver.name and one.acme is not None and _challenges(one.acme))
    return next((one.name for one in halves if set(one.acme.written).isdisjoint(acme.written)), "")


_MOST_RESOLVERS = 10
"""Among how many the other half of one is looked for."""
_CHALLENGES = ("dns_challenge", "http_challenge", "tls_challenge")


def _switches_one_off(acme: Acme) -> bool:
    """Whether a challenge is there that its value switches off, of which another rule tells."""
    off = (acme.at(one).node for one in _CHALLENGES if acme.gives(one) and getattr(acme, one) is None)
    return any(type(node) is Scalar and not says_off(node.value) for node in off)


@rule("resolver-challenge-unused", effect=Effect.SILENT, strict=True)
def resolver_challenge_unused(acme: Acme, instance: Instance) -> Iterator[Diagnostic]:
    """A resolver has several challenges, of which Traefik uses one."""
    given = _challenges(acme)
    for attribute in given[1:]:
        used, key = acme.fields[given[0]].key, acme.fields[attribute].key
        yield Diagnostic(acme.key_at(attribute), f"`{key}` is not used, because `{used}` comes first; delete it.")


def _challenges(acme: Acme) -> list[str]:
    """The challenges that would work, of which Traefik uses the first."""
    return [
        attribute
        for attribute, works in (
            ("dns_challenge", acme.dns_challenge is not None and acme.dns_challenge.provider),
            ("tls_challenge", acme.tls_challenge is not None),
            ("http_challenge", acme.http_challenge is not None and acme.http_challenge.entry_point),
        )
        if works
    ]


@rule("resolver-skipped", effect=Effect.DEGRADED, severity=Severity.ERROR)
def resolver_skipped(acme: Acme, instance: Instance) -> Iterator[Diagnostic]:
    """Traefik leaves a resolver out."""
    fault = skipped(acme, instance.context.target)
    if fault is not None:
        name = acme.parent.name if acme.parent is not None else ""  # type: ignore[attr-defined]
        message = (
            f"Traefik leaves the resolver `{name}` out, and its routers serve the default certificate: {fault[1]}."
        )
        yield Diagnostic(acme.at(fault[0]), message)


@rule("http-challenge-entrypoint", effect=Effect.DEGRADED, severity=Severity.ERROR, fix="unsafe")
def http_challenge_entrypoint(static: Static, instance: Instance) -> Iterator[Diagnostic]:
    """The HTTP challenge is answered on an entry point that does not exist."""
    points = instance.context.entry_points
    if not points:
        return
    for resolver in static.certificates_resolvers.values():
        acme = resolver.acme
        challenge = acme.http_challenge if acme is not None else None
        if acme is None or challenge is None or not challenge.entry_point:
            continue
        point = points.get(challenge.entry_point)
        if point is None:
            best = nearest(challenge.entry_point, tuple(points))
            advice = f"write `{best}`" if best else "name the one that listens on port 80"
            message = f"No challenge is answered: there is no entry point `{challenge.entry_point}`; {advice}."
            fix = set_option(challenge, "entry_point", best, safe=False) if best else None
            yield Diagnostic(challenge.at("entry_point"), message, fix=fix)
        elif point.udp:
            message = f"No challenge is answered: `{point.name}` listens on UDP; name the one that listens on port 80."
            yield Diagnostic(challenge.at("entry_point"), message)
        elif point.port == "443" and len(_challenges(acme)) == 1 and not _is_led_to(point, instance):
            best = next((other.name for other in points.values() if other.port == "80" and not other.udp), "")
            advice = f"write `{best}`" if best else "name one that listens on port 80"
            message = (
                f"No certificate ever comes: the challenge is asked on port 80, and `{point.name}` listens on 443; "
            )
            fix = set_option(challenge, "entry_point", best, safe=False) if best else None
            yield Diagnostic(challenge.at("entry_point"), message + f"{advice}.", effect=Effect.SILENT, fix=fix)
        elif point.tls and len(_challenges(acme)) == 1 and not _is_led_to(point, instance):
            message = (
                f"No certificate ever comes: the challenge is asked over plain HTTP, and `{point.name}` answers only "
                "over "
                "TLS, because of its `http.tls`; take that off, and give it to the entry point for https."
            )
            yield Diagnostic(challenge.at("entry_point"), message, effect=Effect.SILENT)


def _is_led_to(point: EntryPoint, instance: Instance) -> bool:
    """Whether who asks on port 80 may be sent on to an entry point where the challenge is answered with TLS."""
    if not point.tls:
        return False
    points = instance.context.entry_points.values()
    redirected = any(other.redirect_to in (point.name, f":{point.port}") for other in points)
    return redirected or any(map(sends_to_https, instance.objects["http.middlewares"].values()))


@rule("dns-provider-unknown", effect=Effect.SILENT, fix="safe")
def dns_provider_unknown(challenge: DnsChallenge, instance: Instance) -> Iterator[Diagnostic]:
    """A DNS challenge names a provider that this Traefik does not know."""
    from traefiklint.instance.static_start.dns_providers import SUCCESSORS, dns_providers

    target, name = instance.context.target, challenge.provider
    known = dns_providers(target) | dns_providers(target.oldest)
    if not name or name in known or "${" in name or "{{" in name:
        return  # of a variable `variable-not-expanded` speaks
    folded = name.strip().lower()
    same = folded if folded in known else next((one for one in known if one == folded.replace("-", "")), "")
    best = same or SUCCESSORS.get(name, "") or nearest(folded, tuple(sorted(known)))
    best = best if best in known else ""
    advice = f"write `{best}`" if best else "use one of lego's codes, which are written in small letters"
    fix = set_option(challenge, "provider", best, safe=best == same) if best else None
    message = f"No certificate ever comes: Traefik {target} knows no DNS provider `{name}`; {advice}."
    yield Diagnostic(challenge.at("provider"), message, fix=fix)


_DEPRECATED = {
    "googledomains": "", "cloudxns": "", "brandit": "", "dnspod": "tencentcloud", "azure": "azuredns",
}  # fmt: skip


@rule("dns-provider-deprecated", effect=Effect.ADVICE)
def dns_provider_deprecated(challenge: DnsChallenge, instance: Instance) -> Iterator[Diagnostic]:
    """A DNS challenge names a provider that Traefik gives up."""
    from traefiklint.instance.static_start.dns_providers import dns_providers

    target, name = instance.context.target, challenge.provider
    if (
        name in _DEPRECATED
        and target >= since("3.5.1")
        and name in dns_providers(target) | dns_providers(target.oldest)
    ):
        after = _DEPRECATED[name]
        advice = f"`{after}` replaces it, with variables of its own" if after else "the service is gone"
        yield Diagnostic(challenge.at("provider"), f"`{name}` is deprecated; {advice}.")


@rule("dns-propagation-moved", effect=Effect.ADVICE, category="migration")
def dns_propagation_moved(challenge: DnsChallenge, instance: Instance) -> Iterator[Diagnostic]:
    """How long Traefik waits for a DNS record is said by options that it gives up."""
    if instance.context.target < since("3.3"):
        return
    for attribute, after in (
        ("delay_before_check", "propagation.delayBeforeChecks"),
        ("disable_propagation_check", "propagation.disableChecks"),
    ):
        if getattr(challenge, attribute) and getattr(challenge, attribute) > 0:
            key = challenge.fields[attribute].key
            message = f"`{key}` is deprecated; write `{after}`."
            yield Diagnostic(challenge.key_at(attribute), message, strict=instance.context.runs_older)


@rule("acme-server-old", effect=Effect.DEGRADED, category="migration", fix="safe")
def acme_server_old(acme: Acme, instance: Instance) -> Iterator[Diagnostic]:
    """A resolver asks a server of Let's Encrypt that is no more."""
    for start in _OLD:
        if acme.ca_server.startswith(start):
            name = "https://acme-staging-v02" if "staging" in start else "https://acme-v02"
            better = name + acme.ca_server.removeprefix(start.partition(".")[0])
            message = f"This server no longer exists, and Traefik asks `{better}` instead; write that."
            yield Diagnostic(acme.at("ca_server"), message, fix=set_option(acme, "ca_server", better, safe=True))


@rule("acme-server-not-https", effect=Effect.SILENT)
def acme_server_not_https(acme: Acme, instance: Instance) -> Iterator[Diagnostic]:
    """The server of a resolver has no https URL."""
    if not acme.gives("ca_server") or not acme.ca_server or acme.ca_server.startswith(_OLD):
        return
    if "${" in acme.ca_server or "{{" in acme.ca_server:
        return  # `variable-not-expanded` says so
    from traefiklint.instance.secrets import is_stand_in

    url = parse_url(acme.ca_server)
    if url.error or url.scheme != "https" or not url.host:
        message = (
            f"No certificate ever comes: `{acme.ca_server}` is not an https URL; write the directory URL of the server."
        )
        yield Diagnostic(acme.at("ca_server"), message, strict=is_stand_in(acme.ca_server))


_IS_STAGING = lazy(r"(?i)(?<![a-z])(?:stag(?:ing|e)?|stg|pre-?prod|qa|uat|test(?:s|ing)?)(?![a-z])")
_TRIED = lazy(r"(?i)\b(?:stag\w*|test\w*|prod\w*|caserver|acme-v02)\b")


_OTHER = r"(?i)certificatesresolvers[._](?!{}(?![\w-]))"
"""What the lines of flags, variables and tables of another resolver have."""
_BETWEEN = 3
"""How many options may stand between the server and the comment about it."""


def _is_for_tests(acme: Acme) -> bool:
    """Whether the resolver is called so, keeps its certificates in a file that is called so, a variable may name
    another server, or a comment beside it says so."""
    from traefiklint.decoding.label_tree import is_by_default

    place = acme.at("ca_server")
    if _IS_STAGING.search(place.path) or _IS_STAGING.search(acme.storage.replace("_", "-")):
        return True
    if is_by_default(place.node):
        return True
    if place.document is None or MARKER in place.document.text:
        return False
    near = around(place.document, place.span.line, 1)
    comments = (near.remark, *(line for line in (*near.above, *near.below) if line.lstrip()[:1] == "#"))
    other = re.compile(_OTHER.format(re.escape(getattr(acme.parent, "name", ""))))
    before = comments_before(place.document, place.span.line, _BETWEEN, other)
    return any(_TRIED.search(comment) for comment in (*comments, *before))


def _is_kept_for_tests(acme: Acme, instance: Instance) -> bool:
    """Whether the file of a resolver is called one for tests, and so is what runs with it."""
    composed = [one.file for one in instance.labels.documents] if instance.labels is not None else []
    return all(_IS_STAGING.search(below_here(file)) for file in (acme.at("ca_server").file, *composed))


@rule("acme-staging", effect=Effect.ADVICE, fix="unsafe")
def acme_staging(acme: Acme, instance: Instance) -> Iterator[Diagnostic]:
    """Certificates come from a server for tests, which no browser trusts."""
    if acme.ca_server.startswith("https://acme-staging"):  # with quotes around it, nobody is asked at all
        message = "These are test certificates that no browser trusts; delete `caServer` once everything works."
        help = "Traefik keeps the certificates it already has, so empty the storage file too."
        fix = delete_option(acme, "ca_server", "Delete `caServer`", safe=False)
        is_asked = not instance.once(named_resolvers).isdisjoint(("", getattr(acme.parent, "name", "")))
        is_moot = not is_asked or _is_for_tests(acme) or _is_kept_for_tests(acme, instance)
        is_moot = is_moot or is_at_home(None, instance)  # for whose hosts no authority signs
        yield Diagnostic(acme.at("ca_server"), message, help, fix=fix, strict=is_moot)


@rule("acme-key-type", effect=Effect.SILENT, fix="unsafe")
def acme_key_type(acme: Acme, instance: Instance) -> Iterator[Diagnostic]:
    """The type of private keys is none that Traefik knows."""
    if acme.key_type and acme.key_type not in KEY_TYPES:
        upper = acme.key_type.upper().replace("-", "").replace("P", "").replace("ECDSA", "EC")
        best = upper if upper in KEY_TYPES else ""
        advice = f"write `{best}`" if best else f"write one of {', '.join(f'`{one}`' for one in KEY_TYPES)}"
        message = f"`{acme.key_type}` is not a key type, so Traefik uses `RSA4096`; {advice}."
        fix = set_option(acme, "key_type", best, safe=False) if best else None
        yield Diagnostic(acme.at("key_type"), message, fix=fix)


@rule("acme-eab-incomplete", effect=Effect.SILENT)
def acme_eab_incomplete(eab: Eab, instance: Instance) -> Iterator[Diagnostic]:
    """The binding to an account at the authority lacks its half."""
    if bool(eab.kid) is not bool(eab.hmac_encoded):
        missing = "hmacEncoded" if eab.kid else "kid"
        yield Diagnostic(eab.key_at(), f"No certificate ever comes: `eab` lacks `{missing}`; give both, or delete it.")
