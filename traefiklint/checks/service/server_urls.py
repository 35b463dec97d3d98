"""URLs of servers that Go can read, and that Traefik cannot use, or does not use as they are meant."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.filled_in import as_action, to_be_given
from traefiklint.checks.shared.fixes import set_option
from traefiklint.findings import Effect
from traefiklint.go.url import parse_url
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Named
from traefiklint.model.http import Router
from traefiklint.model.middleware import Middleware
from traefiklint.patterns import lazy
from traefiklint.text.nodes import Scalar
from traefiklint.text.spelling import nearest
from traefiklint.text.variables import variable_in

if TYPE_CHECKING:
    from traefiklint.instance.server_urls import (
        EmptyUrl,
        IgnoredUrlParts,
        IgnoredUrlPath,
        PlaceholderHost,
        RepeatedScheme,
        UrlPortOutOfRange,
        UrlWithOtherScheme,
        UrlWithoutHost,
        UrlWithoutScheme,
    )
    from traefiklint.model.base import Place
    from traefiklint.model.services import Server

_WEBSOCKETS = {"ws": "http", "wss": "https"}
_ADDRESS = lazy(r"[A-Za-z0-9._-]+(?::([0-9]{1,5}))?(?:/.*)?")


def _url(server: Server) -> Place:
    return server.at("url") if server.gives("url") else server.at()


@rule("server-url-empty", effect=Effect.SILENT)
def server_url_empty(fault: EmptyUrl, instance: Instance) -> Iterator[Diagnostic]:
    """A server has no URL."""
    message = "The server has no `url`, so its requests get a 500; add `url: http://host:port`."
    where = _url(fault.server)
    if where.path.rpartition(".")[2].startswith("-"):
        return  # which is to be an item of the list, as `list-expected` says
    is_taken_out = _is_emptied(where) and instance.once(_count_emptied) > 1
    yield Diagnostic(where, message, strict=is_taken_out)


def _is_emptied(url: Place) -> bool:
    """Whether nothing stands between the quotes of a URL."""
    return type(url.node) is Scalar and not url.node.value and url.node.style in ("'", '"')


def _count_emptied(instance: Instance) -> int:
    """How many URLs are so: several were taken out before others saw them, or are yet to be filled in."""
    return sum(1 for server in instance.parts.get("Server", ()) if _is_emptied(_url(server)))


@rule("server-url-no-scheme", effect=Effect.SILENT, fix="safe")
def server_url_no_scheme(fault: UrlWithoutScheme, instance: Instance) -> Iterator[Diagnostic]:
    """The URL of a server has no scheme."""
    server, slipped = fault
    better, safe = (slipped, True) if slipped else _with_scheme(server.url)
    advice = f"write `{better}`." if better else "write `http://host:port`."
    message = f"`{server.url}` has no scheme, so its requests get a 500; {advice}"
    yield Diagnostic(_url(server), message, fix=set_option(server, "url", better, safe=safe) if better else None)


def _with_scheme(text: str) -> tuple[str, bool]:
    """A URL with the scheme that it lacks, and whether it could be no other; empty where nobody can say."""
    address = _ADDRESS.fullmatch(text.removeprefix("//"))
    if address is None:
        return "", False
    secure = (address[1] or "").endswith("443")
    return f"{'https' if secure else 'http'}://{address[0]}", not secure


@rule("server-url-scheme-twice", effect=Effect.SILENT, fix="safe")
def server_url_scheme_twice(fault: RepeatedScheme, instance: Instance) -> Iterator[Diagnostic]:
    """The URL of a server has its scheme twice."""
    server, rest = fault
    message = (
        f"`{server.url}` has its scheme twice, so Traefik asks a host called `{rest.partition(':')[0]}` and visitors "
        f"get a 502; write `{rest}`."
    )
    yield Diagnostic(_url(server), message, fix=set_option(server, "url", rest, safe=True))


@rule("server-url-bad-scheme", effect=Effect.SILENT, fix="safe")
def server_url_bad_scheme(fault: UrlWithOtherScheme, instance: Instance) -> Iterator[Diagnostic]:
    """The URL of a server has a scheme that is not of HTTP."""
    server, scheme = fault
    is_of_label = server.is_made("url") and server.gives("scheme")
    attribute, rest = ("scheme", "") if is_of_label else ("url", server.url[len(scheme) :])
    where = server.at("scheme") if is_of_label else _url(server)
    url = parse_url(server.url, instance.context.target)
    has_host = is_of_label or bool(url.host)
    if not has_host:
        rest = f"://host:{url.port or 'port'}"
    if plain := _WEBSOCKETS.get(scheme, ""):
        better, path = plain + rest, "" if server.preserve_path else url.path
        ignored = ""
        if path not in ("", "/") and better.endswith(path):
            better, ignored = better.removesuffix(path), f", as it ignores the path `{path}`"
        message = (
            f"Traefik reaches no server over `{scheme}`, and passes WebSockets over HTTP; write `{better}`{ignored}."
        )
        yield Diagnostic(where, message, fix=set_option(server, attribute, better, safe=True) if has_host else None)
        return
    meant = nearest(scheme, ("http", "https", "h2c"))
    if meant and scheme.startswith(("h", "tt")):  # `ftp` and `tcp` are near, too, and mean what they say
        better = meant + rest
        message = f"Traefik cannot reach a server over `{scheme}`, so its requests get a 500; write `{better}`."
        yield Diagnostic(where, message, fix=set_option(server, attribute, better, safe=False) if has_host else None)
        return
    message = (
        f"Traefik cannot reach a server over `{scheme}`, so its requests get a 500; use `http`, `https` or `h2c`, or "
        "a TCP router."
    )
    yield Diagnostic(where, message)


@rule("server-url-no-host", effect=Effect.SILENT, fix="safe")
def server_url_no_host(fault: UrlWithoutHost, instance: Instance) -> Iterator[Diagnostic]:
    """The URL of a server names no host."""
    server, port, slipped = fault
    if port:
        message = (
            f"The URL names only a port, so Traefik asks its own machine, in a container itself; write "
            f"`{server.url.partition('://')[0]}://HOST:{port}`."
        )
        yield Diagnostic(_url(server), message)
        return
    advice = f"write `{slipped}`." if slipped else "write `http://host:port`."
    message = f"`{server.url}` names no host, so its requests get a 500; {advice}"
    yield Diagnostic(_url(server), message, fix=set_option(server, "url", slipped, safe=True) if slipped else None)


@rule("server-url-placeholder", effect=Effect.SILENT)
def server_url_placeholder(fault: PlaceholderHost, instance: Instance) -> Iterator[Diagnostic]:
    """The host of a server looks like a variable that was not set."""
    message = f"Host `{fault.host}` looks like a placeholder that was never filled in; write the name of the server."
    is_meant = variable_in(fault.host) is not None and "$" not in fault.host  # `undefined` is somebody's mistake
    if (variable := variable_in(fault.server.url)) and variable[0][0] == "$":
        message = (
            f"Traefik fills in no variables, so `{variable[0]}` stays as it is; write `{as_action(*variable)}`"
            f"{to_be_given(*variable, instance)}."
        )
    yield Diagnostic(_url(fault.server), message, strict=is_meant)


@rule("server-url-port-range", effect=Effect.SILENT)
def server_url_port_range(fault: UrlPortOutOfRange, instance: Instance) -> Iterator[Diagnostic]:
    """The URL of a server has a port that does not exist."""
    message = f"There is no port {fault.port}, so the server's requests get a 502; write one from 1 to 65535."
    yield Diagnostic(fault.server.at("port") if fault.server.gives("port") else _url(fault.server), message)


@rule("server-url-path-ignored", effect=Effect.SILENT, fix="unsafe")
def server_url_path_ignored(fault: IgnoredUrlPath, instance: Instance) -> Iterator[Diagnostic]:
    """Traefik ignores the path in the URL of a server."""
    server, path = fault
    fix = set_option(server, "url", server.url[: -len(path)], safe=False) if server.url.endswith(path) else None
    service = instance.owner(server)
    wanted = instance.once(_Wanted).by_routers_of(service) if service is not None else None
    has_another = any(value.strip("/") for values in wanted or () for value in values)  # which would follow this one
    steps = "`stripPrefix` and then `addPrefix`" if has_another else "`addPrefix`"
    message = f"Traefik ignores the path `{path}` of a server's URL; leave it out, or put {steps} on the router."
    yield Diagnostic(_url(server), message, fix=fix, strict=_arrives(path, service, instance))


def _arrives(path: str, service: Named | None, instance: Instance) -> bool:
    """Whether requests for a service come with a path in any case: its routers take no others, put it before each, or
    send visitors to where they mean."""
    if service is None:
        return False
    if path.rstrip("/") in instance.once(_Added).by_routers_of(service):
        return True
    wanted = instance.once(_Wanted).by_routers_of(service)
    return wanted is not None and all(any(value.startswith(path) for value in values) for values in wanted)


_MOST_WAYS = 50
"""How many ways to meet the rules of a service's routers are looked at for each of its servers."""


class _Added:
    """What routers put before the paths of requests for services."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._known: dict[Named, frozenset[str]] = {}

    def by_routers_of(self, service: Named) -> frozenset[str]:
        """The prefixes that every router that leads to a service adds."""
        if service not in self._known:
            from traefiklint.instance.passage import leading_to, passage

            owners = (reference.owner for reference in leading_to(service, self._instance))
            routers = [owner for owner in owners if type(owner) is Router]
            added = [
                frozenset(
                    one.add_prefix.prefix.rstrip("/")
                    for one in passage(router, self._instance)
                    if one and one.add_prefix
                )
                for router in routers
            ]
            self._known[service] = frozenset.intersection(*added) if added else frozenset()
        return self._known[service]


class _Wanted:
    """The paths that requests for services have, as the rules of their routers want it."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._known: dict[Named, frozenset[tuple[str, ...]] | None] = {}

    def by_routers_of(self, service: Named) -> frozenset[tuple[str, ...]] | None:
        """For each way to meet a rule the paths that it wants, as they come to the service; None where one wants none
        and nothing puts one before it, or no router leads there."""
        if service not in self._known:
            from traefiklint.instance.passage import leading_to

            owners = (reference.owner for reference in leading_to(service, self._instance))
            routers = [owner for owner in owners if type(owner) is Router]
            found = frozenset(_ways(routers, self._instance))
            is_known = routers and len(found) <= _MOST_WAYS and () not in found
            self._known[service] = found if is_known else None
        return self._known[service]


def _ways(routers: list[Router], instance: Instance) -> Iterator[tuple[str, ...]]:
    from traefiklint.instance.passage import passage
    from traefiklint.instance.path_conditions import changes_path
    from traefiklint.matching.implication import Analysis

    is_secured = any(router.tls is not None for router in routers)
    for router in routers:
        steps = [step for step in passage(router, instance) if step is not None]
        is_aside = is_secured and router.tls is None and any(step.redirect_scheme for step in steps)
        if is_aside or any(step.redirect_regex for step in steps):
            continue
        tree = instance.rule(router).tree
        alternatives = Analysis(tree).alternatives if tree is not None else None
        changing = [step for step in steps if changes_path(step)]
        if not alternatives or len(changing) > _MOST_STEPS:
            yield ()
            return
        for alternative in alternatives:
            wanted = [one.values[0] for one in alternative if one.name in ("Path", "PathPrefix") and not one.negated]
            yield tuple(reduce(_behind, changing, path) for path in (wanted or ["/"] * bool(changing)))


_MOST_STEPS = 10
"""How many middlewares that change a path are followed."""


def _behind(path: str, step: Middleware) -> str:
    from traefiklint.instance.rewritten import LONGEST, rewritten

    return rewritten(step, path)[:LONGEST]


@rule("server-url-query-or-user", effect=Effect.SILENT, fix="unsafe")
def server_url_query_or_user(fault: IgnoredUrlParts, instance: Instance) -> Iterator[Diagnostic]:
    """Traefik ignores the query, the fragment and the user in the URL of a server."""
    server, parts, without = fault
    message = f"Traefik ignores the {' and the '.join(parts)} of a server's URL; remove it."
    yield Diagnostic(_url(server), message, fix=set_option(server, "url", without, safe=False) if without else None)
