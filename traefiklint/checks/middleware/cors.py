"""CORS headers that browsers do not take as they are meant.

As soon as one option for CORS is set, Traefik answers every preflight request by itself (pkg/middlewares/headers).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import set_option
from traefiklint.findings import Effect, Severity
from traefiklint.go.url import parse_url
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import leading_to
from traefiklint.model.http import Router
from traefiklint.model.middleware_headers import Headers
from traefiklint.patterns import lazy
from traefiklint.text.nodes import Mapping
from traefiklint.text.spelling import in_a_row, joined, nearest
from traefiklint.text.variables import variable_in
from traefiklint.versions import since

_ORIGIN = r"[a-z][a-z0-9+.-]*://[^A-Z/*?#]+"
"""What a browser sends as `Origin`: scheme, host in small letters, and perhaps a port."""
_STAND_INS = (".example.com", ".example.net", ".example.org")
"""The ends of names that are nobody's."""
_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS")
"""The usual ones that have to be allowed."""

ANSWERS_AS_ASKED = since("3.7.6")
"""From when on a `*` beside credentials is answered with the origin, the method and the headers that were asked for;
3.7.5 still sends the `*` itself. Nothing newer than 3.6.15 was asked of the minor versions before."""

_NAME = "For requests with credentials browsers take this `*` for the name of a {0}, {1}; list the {0}s."
_AS_WRITTEN = {
    "access_control_allow_origin_list": (
        "Browsers refuse this `*` for requests with credentials, so `accessControlAllowCredentials` {1}; list the {0}, "
        f"because from Traefik {ANSWERS_AS_ASKED} on `*` lets every site act as the visitor."
    ),
    "access_control_allow_methods": _NAME.format("method", "so that only GET, HEAD and POST are allowed"),
    "access_control_allow_headers": _NAME.format("header", "so that only the simplest headers are allowed"),
    "access_control_expose_headers": _NAME.format("header", "so that scripts see none of them"),
}
_AS_ASKED = {
    "access_control_expose_headers": (
        "With credentials allowed, Traefik sends no list of exposed headers that has a `*`, so scripts see none of "
        "them; list the headers."
    )
}
"""What to say of a `*` beside credentials by the option that it stands in, before `ANSWERS_AS_ASKED` and since: what is
to be listed, and what the credentials are good for where origins stand before it, which Traefik compares first."""
_LISTS = dict(zip(_AS_WRITTEN, ("origins", "methods", "headers", "exposed headers"), strict=True))


@rule("cors-origin-malformed", effect=Effect.SILENT, fix="unsafe")
def cors_origin_malformed(headers: Headers, instance: Instance) -> Iterator[Diagnostic]:
    """An allowed origin is not written as browsers send it, so that it never matches."""
    for index, origin in enumerate(headers.access_control_allow_origin_list):
        if origin in ("*", "null") or re.fullmatch(_ORIGIN, origin) or variable_in(origin):
            continue  # one that is to be filled in says nothing yet
        if f".{origin.lower().rpartition('//')[2]}".endswith(_STAND_INS) and re.fullmatch(_ORIGIN, origin.lower()):
            continue  # in capitals: so is this
        yield _malformed(headers, index, origin)


def _malformed(headers: Headers, index: int, origin: str) -> Diagnostic:
    scheme, separator, rest = origin.partition("://")
    several = re.split(r"[\s,;]+", origin.strip(" ,;"))
    if len(several) > 1 and "*" not in origin:
        advice, better = f"write each by itself: {joined(several)}.", ""
    elif "*" in origin:
        advice, better = "use `accessControlAllowOriginListRegex`.", ""
    elif not separator and not re.search(r"[.:]|^localhost$", origin):
        advice, better = "write an origin such as `https://app.example.com`.", ""
    elif not separator:
        advice, better = f"write `https://{origin}`.", f"https://{origin}"
    else:
        better = f"{scheme}://{rest.partition('/')[0]}".lower()
        advice = f"write `{better}`."
    message = f"No browser sends `{origin}` as the origin, so it is never allowed; {advice}"
    fix = set_option(headers, "access_control_allow_origin_list", better, index=index, safe=False) if better else None
    return Diagnostic(headers.at("access_control_allow_origin_list", index), message, fix=fix)


_MEANT = ("access_control_allow_headers", "access_control_allow_credentials", "access_control_expose_headers")
"""Options that only those set who want requests of other sites."""


@rule("cors-incomplete", effect=Effect.SILENT)
def cors_incomplete(headers: Headers, instance: Instance) -> Iterator[Diagnostic]:
    """Some options for CORS are set, but not those without which browsers refuse most requests."""
    origins = headers.access_control_allow_origin_list or headers.access_control_allow_origin_list_regex
    asked = [
        name for name in ("access_control_allow_methods", "access_control_allow_headers") if getattr(headers, name)
    ]
    if origins and not asked:
        attribute = "access_control_allow_origin_list"
        attribute += "" if headers.access_control_allow_origin_list else "_regex"
        message = (
            "Traefik answers preflight requests itself, and allows neither methods nor headers in them; add "
            "`accessControlAllowMethods` and `accessControlAllowHeaders`."
        )
        is_moot = _is_for_files(headers, instance) or _is_of_the_same_site(headers, instance)
        yield Diagnostic(headers.key_at(attribute), message, strict=is_moot)
        return
    others = ("access_control_allow_credentials", "access_control_expose_headers", "access_control_max_age")
    given = [name for name in (*asked, *others, "add_vary_header") if getattr(headers, name)]
    if given and not origins and not _names_origins(headers):
        message = (
            f"Preflight requests of other sites fail: because of `{headers.fields[given[0]].key}` Traefik answers "
            "them itself, and allows no origin; add `accessControlAllowOriginList`, or leave CORS to the application."
        )
        # the methods and the age alone are in the headers that people copy from each other, where nobody wants CORS
        is_meant = any(getattr(headers, name) for name in (*_MEANT, "add_vary_header"))
        yield Diagnostic(headers.key_at(given[0]), message, severity=Severity.INFO, strict=not is_meant)


_OF_AN_API = lazy(r"(?i)\bapi\b")


def _is_for_files(headers: Headers, instance: Instance) -> bool:
    """Whether everybody may read what a router answers, with nobody's credentials, and none of them is for an API: what
    is only read needs no preflight request."""
    middleware = instance.owner(headers)
    if headers.access_control_allow_origin_list != ("*",) or headers.access_control_allow_credentials:
        return False
    users = leading_to(middleware, instance) if middleware is not None else ()
    return not any(_OF_AN_API.search(getattr(one.owner, "rule", "")) for one in users)


def _is_of_the_same_site(headers: Headers, instance: Instance) -> bool:
    """Whether all origins that are allowed are those of the routers themselves, so that no browser asks before."""
    middleware = instance.owner(headers)
    routers = [one.owner for one in leading_to(middleware, instance)] if middleware is not None else []
    rules = [instance.rule(router) for router in routers if type(router) is Router]
    own = {host.lower() for rule in rules for host in rule.hosts}
    urls = map(parse_url, headers.access_control_allow_origin_list)
    listed = [(url.host.lower(), url.port) for url in urls]
    return len(own) == 1 and bool(listed) and all(host in own and port in _USUAL_PORTS for host, port in listed)


_USUAL_PORTS = ("", "80", "443")


def _names_origins(headers: Headers) -> bool:
    """Whether origins are meant to be given, by an option that is misspelt, of which another rule speaks."""
    node = headers.node
    return type(node) is Mapping and any("origin" in key.value.lower() for key, _ in node.pairs)


@rule("cors-star-with-credentials", effect=Effect.SILENT)
def cors_star_with_credentials(headers: Headers, instance: Instance) -> Iterator[Diagnostic]:
    """A `*` is meant to allow everything, which it does not for requests with credentials."""
    if not headers.access_control_allow_credentials:
        return
    messages = _AS_ASKED if instance.context.target >= ANSWERS_AS_ASKED else _AS_WRITTEN
    places = {
        attribute: headers.at(attribute, values.index("*"))
        for attribute in messages
        if "*" in (values := getattr(headers, attribute))
    }
    is_alone = headers.access_control_allow_origin_list[:1] == ("*",)
    use = "is of no use" if is_alone else "counts for the origins before it alone"
    for attribute, place in places.items():
        yield Diagnostic(place, messages[attribute].format(in_a_row([_LISTS[one] for one in places]), use))
        if attribute == "access_control_allow_origin_list" and is_alone:
            return  # no request with credentials gets as far as the others


@rule("cors-method-unknown", effect=Effect.SILENT, fix="unsafe")
def cors_method_unknown(headers: Headers, instance: Instance) -> Iterator[Diagnostic]:
    """An allowed method is not written as browsers compare it."""
    attribute = "access_control_allow_methods"
    for index, method in enumerate(headers.access_control_allow_methods):
        better = _meant(method)
        if better in ("", method):
            continue
        message = f"`{method}` is misspelt and does not allow `{better}`; write `{better}`."
        if method.upper() == better:
            message = (
                f"Methods are case-sensitive in browsers, so `{method}` does not allow `{better}`; write `{better}`."
            )
        fix = set_option(headers, attribute, better, index=index, safe=False)
        yield Diagnostic(headers.at(attribute, index), message, fix=fix, strict=better in _ALWAYS_ALLOWED)


_ALWAYS_ALLOWED = frozenset(("GET", "HEAD", "POST", "OPTIONS"))
"""The methods for which browsers do not look at the list (Fetch, “CORS-safelisted method”), and that of the preflight
request itself, which no page sends."""
_LEAST_MISSPELT = 5
"""How long a name is at least of which another one may be a slip: `SET`, `LIST` and `PUSH` are methods of servers."""


def _meant(method: str) -> str:
    """The usual method that one is meant to be; empty for one that may be another server's."""
    upper = method.upper()
    if upper in _METHODS:
        return upper
    if len(upper) < _LEAST_MISSPELT or not upper.isalpha():
        return ""
    return nearest(upper, [name for name in _METHODS if name[0] == upper[0]], 1)
