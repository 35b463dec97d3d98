"""Headers that browsers or servers never see as they are written: lost, without effect, or on the wrong side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.header_names import OPTION_OF, is_of_answers, is_of_requests, meant_forwarded
from traefiklint.checks.shared.options import is_misspelt
from traefiklint.findings import Effect, Related, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import leading_to, running, schemes_of
from traefiklint.instance.references import Reference
from traefiklint.model.base import Place
from traefiklint.model.http import Router
from traefiklint.model.middleware import Middleware
from traefiklint.model.middleware_auth import ForwardAuth
from traefiklint.model.middleware_headers import Headers
from traefiklint.patterns import lazy
from traefiklint.text.lines import line_at

_PRELOAD_SECONDS = 31_536_000
"""A year: what hstspreload.org asks for, besides the sub-domains."""


@rule("frame-options-overridden", effect=Effect.SILENT, severity=Severity.INFO)
def frame_options_overridden(headers: Headers, instance: Instance) -> Iterator[Diagnostic]:
    """`frameDeny` stands beside another value of the same header, which is sent in its place."""
    value = headers.custom_frame_options_value
    if _names_ancestors(headers):
        return
    if headers.frame_deny and value and value.strip().upper() != "DENY":
        message = (
            f"Browsers get `X-Frame-Options: {value}`, because `customFrameOptionsValue` replaces what "
            "`frameDeny` sets; keep one of the two."
        )
        spot = headers.at("custom_frame_options_value")
        related = (Related(spot.file, spot.span, "this value is sent"),)
        yield Diagnostic(headers.at("frame_deny"), message, related=related)


def _names_ancestors(headers: Headers) -> bool:
    """Whether browsers are told who may frame a page in the way that counts before `X-Frame-Options`."""
    written = [value for name, value, _ in _own(headers, "custom_response_headers") if name == _CSP]
    return any("frame-ancestors" in value.lower() for value in (headers.content_security_policy, *written))


_CSP = "content-security-policy"


def _told_ancestors(instance: Instance) -> set[Router]:
    """The routers whose browsers are told so: of the middlewares with a policy the first one's is sent."""
    found: set[Router] = set()
    for router in instance.objects["http.routers"].values():
        met = (one.headers for _, one in running(router, instance) if one is not None and one.headers is not None)
        first = next((one for one in met if any(name == _CSP for name, _, _ in _sets(one))), None)
        if first is not None and _names_ancestors(first):
            found.add(router)
    return found


@rule("frame-options-allow-from", effect=Effect.ADVICE)
def frame_options_allow_from(headers: Headers, instance: Instance) -> Iterator[Diagnostic]:
    """A page names the sites that may frame it in a way that browsers no longer know."""
    for place, value in (
        (headers.at("custom_frame_options_value"), headers.custom_frame_options_value),
        *(
            (place, value)
            for name, value, place in _own(headers, "custom_response_headers")
            if name == "x-frame-options"
        ),
    ):
        if value.strip().lower().startswith("allow-from") and not _names_ancestors(headers):
            message = (
                "Browsers do not know `ALLOW-FROM` and ignore the header, so every site may frame the page; use "
                "`contentSecurityPolicy: frame-ancestors` with the sites."
            )
            told, routers = instance.once(_told_ancestors), _routers_to(headers, instance)
            yield Diagnostic(place, message, strict=bool(routers) and told.issuperset(routers))


@rule("sts-preload-refused", effect=Effect.ADVICE, severity=Severity.INFO, matters="to strangers")
def sts_preload_refused(headers: Headers, instance: Instance) -> Iterator[Diagnostic]:
    """A site asks to be built into browsers without what their list demands."""
    if not headers.sts_preload or not headers.sts_seconds:
        return
    wants = []
    if headers.sts_seconds < _PRELOAD_SECONDS:
        wants.append(f"`stsSeconds` of at least {_PRELOAD_SECONDS}")
    if not headers.sts_include_subdomains and not is_misspelt(headers, "sts_include_subdomains"):
        wants.append("`stsIncludeSubdomains: true`")
    if wants:
        message = f"The browsers' preload list does not accept this; `stsPreload` needs {' and '.join(wants)}."
        yield Diagnostic(headers.at("sts_preload"), message)


_STS = "strict-transport-security"


@rule("sts-without-seconds", effect=Effect.SILENT)
def sts_without_seconds(headers: Headers, instance: Instance) -> Iterator[Diagnostic]:
    """Options of strict transport security stand there without the time, so that no header is sent."""
    if headers.gives("sts_seconds") or is_misspelt(headers, "sts_seconds"):
        return
    if any(name == _STS for name, _, _ in _own(headers, "custom_response_headers")):
        return
    for attribute in ("sts_include_subdomains", "sts_preload", "force_sts_header"):
        if getattr(headers, attribute):
            key = headers.fields[attribute].key
            message = f"Without `stsSeconds` no `Strict-Transport-Security` is sent, whatever `{key}` says; add it."
            yield Diagnostic(headers.at(attribute), message, strict=_is_switched_off(headers))
            return


def _is_switched_off(headers: Headers) -> bool:
    """Whether the time stands in a comment between the options."""
    place = headers.key_at()
    if place.document is None:
        return False
    text, file, first = place.document.text, place.file, place.span.line + 1
    return any(_SWITCHED_OFF.match(line_at(text, line, file)) for line in range(first, first + 40))


_SWITCHED_OFF = lazy(r"(?i)[ \t]*#[# \t]*stsSeconds[ \t]*[:=]")


@rule("header-on-wrong-side", effect=Effect.SILENT)
def header_on_wrong_side(headers: Headers, instance: Instance) -> Iterator[Diagnostic]:
    """A header of answers is set on requests, or the other way round."""
    of_requests = {name for name, _, _ in _own(headers, "custom_request_headers")}
    of_answers = {name for name, _, _ in _own(headers, "custom_response_headers")}
    misplaced = [one for one in _own(headers, "custom_request_headers") if is_of_answers(one[0])]
    if misplaced:
        of_answers |= {name for name, _, _ in _sets(headers)}
        of_answers |= _sent_anyway(headers, instance, [name for name, _, _ in misplaced])
    for name, _, place in misplaced:
        message = (
            f"`{_key(place)}` is a response header, but here only the service sees it, not the browser; move it to "
            "`customResponseHeaders`."
        )
        yield Diagnostic(place, message, strict=name in of_answers)
    for name, value, place in _own(headers, "custom_response_headers"):
        if is_of_requests(name):
            message = (
                f"`{_key(place)}` is a request header, but here only the browser sees it, not the service; move it to "
                "`customRequestHeaders`."
            )
            is_so = name in of_requests or _is_told_anyway(name, value, headers, instance)
            yield Diagnostic(place, message, strict=is_so)


def _is_told_anyway(name: str, value: str, headers: Headers, instance: Instance) -> bool:
    """Whether Traefik itself says so to the services of each router that leads to a middleware: that a request came
    over TLS."""
    if (name, value) != ("x-forwarded-proto", "https"):
        return False
    routers = _routers_to(headers, instance)
    return bool(routers) and all(schemes_of(router, instance) == ["https"] for router in routers)


def _routers_to(headers: Headers, instance: Instance) -> list[Router]:
    """The routers that lead to a middleware."""
    middleware = instance.owner(headers)
    leading = [] if middleware is None else [one.owner for one in leading_to(middleware, instance)]
    return [router for router in leading if type(router) is Router]


def _sent_anyway(headers: Headers, instance: Instance, names: Iterable[str]) -> set[str]:
    """Those of the headers that browsers get through each router that leads to a middleware, from other ones."""
    sent = [instance.once(_sent)[router] for router in _routers_to(headers, instance)]
    own = Counter(name for name, _, _ in _sets(headers))
    return {name for name in names if sent and all(one[name] > own[name] for one in sent)}


def _sent(instance: Instance) -> dict[Router, Counter[str]]:
    """How often the middlewares of each router set each header of answers."""
    return {
        router: Counter(
            name
            for headers in {one.headers for _, one in running(router, instance) if one is not None and one.headers}
            for name, _, _ in _sets(headers)
        )
        for router in instance.objects["http.routers"].values()
        if type(router) is Router
    }


@rule("header-name-misspelt", effect=Effect.SILENT)
def header_name_misspelt(owner: Headers | ForwardAuth, instance: Instance) -> Iterator[Diagnostic]:
    """The name of a header that tells who was asked is misspelt, so that nobody reads it."""
    if isinstance(owner, Headers):
        # an empty value takes away what clients send, under whatever name
        given = [(_key(place), place) for _, value, place in _own(owner, "custom_request_headers") if value]
    else:
        given = [
            (name, owner.at(attribute, index))
            for attribute in ("auth_request_headers", "auth_response_headers")
            for index, name in enumerate(getattr(owner, attribute))
        ]
    for name, place in given:
        if meant := meant_forwarded(name):
            yield Diagnostic(place, f"Hardly any server reads `{name}`; did you mean `{meant}`?")


def _own(headers: Headers, attribute: str) -> Iterator[tuple[str, str, Place]]:
    """The headers that an option sets: name in small letters, value, and where it stands."""
    given: Mapping[str, str] = getattr(headers, attribute)
    for name, value in given.items():
        yield name.lower(), value, headers.entry_at(attribute, name)


def _key(place: Place) -> str:
    return place.path.rpartition("Headers.")[2]


@rule("header-overwritten", effect=Effect.SILENT, severity=Severity.INFO)
def header_overwritten(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """Of two middlewares that set the same header of an answer the first one wins, which is the less special one."""
    if "Headers" not in instance.parts or (len(router.middlewares) < 2 and not instance.entry_point_models):
        return
    first: dict[str, tuple[Reference, Middleware, str]] = {}
    told: set[Middleware] = set()
    for reference, middleware in running(router, instance):
        if middleware is None or middleware.headers is None:
            continue
        for name, value, shown in _sets(middleware.headers):
            outer = first.setdefault(name, (reference, middleware, value))
            if outer[1] is middleware or outer[2] == value or middleware in told:
                continue
            if not outer[0].point and len(instance.users(middleware)) > len(instance.users(outer[1])):
                continue  # the special one comes first, and so it wins
            told.add(middleware)
            of_point = f" of entry point `{outer[0].point}`" if outer[0].point else ""
            advice = "set it in one of the two only" if of_point else f"put `{middleware.name}` first"
            message = (
                f"`{shown}` of `{middleware.name}` never reaches the browser, as `{outer[1].name}`{of_point} comes "
                f"first and sets it last; {advice}."
            )
            spot = outer[0].place
            yield Diagnostic(reference.place, message, related=(Related(spot.file, spot.span, "the one that wins"),))


def _sets(headers: Headers) -> Iterator[tuple[str, str, str]]:
    """The headers of answers that a middleware sets or removes: name in small letters, value, the name as written."""
    for name, value in headers.custom_response_headers.items():
        yield name.lower(), value, name
    if headers.frame_deny and not headers.custom_frame_options_value:
        yield "x-frame-options", "DENY", "X-Frame-Options"
    for name, attribute in (*OPTION_OF.items(), ("Strict-Transport-Security", "sts_seconds")):
        if value := getattr(headers, attribute):
            yield name.lower(), str(value), name
