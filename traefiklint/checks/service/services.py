"""HTTP services: one type each, servers that Traefik can read, children that it can watch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.filled_in import as_action, to_be_given
from traefiklint.checks.shared.fixes import set_option
from traefiklint.checks.shared.wording import not_a_port
from traefiklint.findings import Effect
from traefiklint.go.http_status import bad_code_range
from traefiklint.go.ip import parse_ip
from traefiklint.go.url import Url, parse_url
from traefiklint.instance.cycles import cycles
from traefiklint.instance.instance import Instance
from traefiklint.instance.references import SERVICES, Reference
from traefiklint.instance.startup import LAST
from traefiklint.model.base import Named
from traefiklint.model.services import (
    Failover,
    HighestRandomWeight,
    LoadBalancer,
    Mirroring,
    Server,
    ServerHealthCheck,
    Service,
    WeightedRoundRobin,
)
from traefiklint.model.tcp import TcpService
from traefiklint.model.udp import UdpService
from traefiklint.patterns import lazy
from traefiklint.text.spelling import nearest
from traefiklint.text.variables import variable_in
from traefiklint.versions import since

_TYPES = {"load_balancer": "loadBalancer", "weighted": "weighted", "highest_random_weight": "highestRandomWeight",
          "mirroring": "mirroring", "failover": "failover"}  # fmt: skip
STRATEGIES = {"wrr": since("3.0"), "p2c": since("3.4"), "hrw": since("3.6"), "leasttime": since("3.6")}
"""The balancing strategies, and the version that brought each (pkg/server/service/service.go)."""


def types_of(service: Named) -> list[str]:
    """The types that a service defines, as attributes."""
    return [name for name in _TYPES if getattr(service, name, None) is not None]


@rule("service-without-type", effect=Effect.DISABLED)
def service_without_type(service: Service | TcpService | UdpService, instance: Instance) -> Iterator[Diagnostic]:
    """A service has no type: no load balancer, nothing else that could answer."""
    if service.load_balancer is None and not types_of(service):
        message = (
            f"Service `{service.name}` has no type, so there is nothing to send requests to; add `loadBalancer` with "
            "its `servers`."
        )
        yield Diagnostic(service.key_at(), message)


@rule("service-two-types", effect=Effect.DISABLED)
def service_two_types(service: Service | TcpService | UdpService, instance: Instance) -> Iterator[Diagnostic]:
    """A service has several types at once."""
    if len(service.written) < 2:
        return
    types = types_of(service)
    if len(types) > 1:
        first, second = (_TYPES[name] for name in types[:2])
        message = f"Service `{service.name}` defines both `{first}` and `{second}`; split it into two services."
        yield Diagnostic(service.key_at(types[1]), message)


@rule("load-balancer-strategy", effect=Effect.DISABLED, fix="unsafe")
def load_balancer_strategy(balancer: LoadBalancer, instance: Instance) -> Iterator[Diagnostic]:
    """A load balancer names a strategy that Traefik does not know."""
    strategy = balancer.strategy
    known = [name for name, first in STRATEGIES.items() if first <= instance.context.target]
    if not strategy or strategy in known:
        return
    guess = nearest(strategy, known)
    shown = ", ".join(f"`{name}`" for name in known)
    advice = f"did you mean `{guess}`?" if guess else f"choose one of {shown}."
    fix = None
    if guess:
        fix = set_option(balancer, "strategy", guess, safe=False)
    yield Diagnostic(balancer.at("strategy"), f"`{strategy}` is not a load-balancing strategy; {advice}", fix=fix)


_CONTROLS = {"\n": "a line break", "\r": "a carriage return", "\t": "a tab", "\0": "a null character"}


_WORD_FOR_PORT = lazy(r'invalid port ":([A-Za-z]\w*)"')


@rule("server-url-unparsable", effect=Effect.DISABLED, fix="safe")
def server_url_unparsable(server: Server, instance: Instance) -> Iterator[Diagnostic]:
    """The URL of a server cannot be read."""
    url = server.url
    target = instance.context.target
    read = parse_url(url, target)
    error = read.error or _error_of_host(read, url)
    if not url or not error:
        return
    effect = None if read.error else Effect.SILENT  # then requests get a 502
    if server.port and "port" in error and not variable_in(server.port):  # a label has given it
        message, right = not_a_port(server.port)
        fix = set_option(server, "port", right, safe=False) if right else None
        yield Diagnostic(server.at("port"), message, fix=fix, effect=effect)
        return
    if (variable := variable_in(url)) and variable[0][0] != "$":
        advice, right = f"`{variable[0]}` looks like a placeholder that was never filled in.", ""
    elif variable:
        scheme = "" if "://" in url.partition(variable[0])[0] else "`http://`, and "
        advice = (
            f"Traefik fills in no variables: write {scheme}`{as_action(*variable)}` for `{variable[0]}`"
            f"{to_be_given(*variable, instance)}."
        )
        right = ""
    elif url.strip() != url and not parse_url(url.strip(), target).error:
        what = "line break" if url.endswith("\n") else "spaces"
        advice, right = f"remove the {what} around it.", url.strip()
    elif twice := re.match(r"(?:[A-Za-z0-9+.-]+://)+(?=[A-Za-z0-9+.-]+://)", url):
        advice, right = "its scheme is written twice.", url[twice.end() :]
    elif control := re.search(r"[\x00-\x1f\x7f]", url):
        advice, right = f"it has {_CONTROLS.get(control[0], 'a control character')} in it; remove it.", ""
    elif (visible := "".join(filter(str.isprintable, url))) != url:
        advice, right = f"it has a character in it that nobody sees; write `{visible}`.", visible
    elif "cannot contain colon" in error:
        advice, right = f"write `http://{url}`.", f"http://{url}"
    elif word := _WORD_FOR_PORT.search(error):
        advice, right = f"a port is a number: write the one at which the server listens for `{word[1]}`.", ""
    else:
        said = f"Go says `{error}`; " if read.error else ""
        advice, right = f"{said}write it as `http://host:port`.", ""
    fix = None
    if right and not parse_url(right, target).error:
        fix = set_option(server, "url", right, safe=True)
    wrong = "cannot be read" if read.error else "has a colon in its host, so its requests get a 502"
    yield Diagnostic(server.at("url"), f"Server URL `{url}` {wrong}; {advice}", fix=fix, effect=effect)


def _error_of_host(read: Url, url: str) -> str:
    """What Traefik 3.7 has against a second colon behind a host, which it took for a part of the name before: nobody is
    called so, and visitors get a 502 (asked of 3.6.15)."""
    is_name = ":" in read.host and parse_ip(read.host.partition("%")[0]) is None
    return parse_url(url).error if is_name else ""


@rule("mirror-percent-range", effect=Effect.DISABLED)
def mirror_percent_range(mirroring: Mirroring, instance: Instance) -> Iterator[Diagnostic]:
    """A mirror gets a share of the requests that is no percentage."""
    for index, mirror in enumerate(mirroring.mirrors):
        if not 0 <= mirror.percent <= 100:
            message = f"A mirror cannot get {mirror.percent} percent of the requests; give a number from 0 to 100."
            yield Diagnostic(mirror.at("percent"), message, after=index + 2)


@rule("mirror-without-percent", effect=Effect.SILENT)
def mirror_without_percent(mirroring: Mirroring, instance: Instance) -> Iterator[Diagnostic]:
    """A mirror has no percentage, and so gets nothing."""
    for mirror in mirroring.mirrors:
        if mirror.name and not mirror.gives("percent"):
            message = f"Without `percent` no request is copied to `{mirror.name}`; set how many percent it gets."
            yield Diagnostic(mirror.at("name"), message)


@rule("health-check-interval", effect=Effect.DEGRADED)
def health_check_interval(check: ServerHealthCheck, instance: Instance) -> Iterator[Diagnostic]:
    """A health check has an interval or timeout that is not positive, so that Traefik takes its default."""
    for attribute, key in (
        ("interval", "interval"),
        ("timeout", "timeout"),
        ("unhealthy_interval", "unhealthyInterval"),
    ):
        value = getattr(check, attribute)
        if value is not None and value <= 0 and check.gives(attribute):
            yield Diagnostic(
                check.at(attribute),
                f"`{key}` is not above zero, so Traefik uses its default; give it a value such as `10s`.",
            )


@rule("failover-bad-status", effect=Effect.DISABLED)
def failover_bad_status(failover: Failover, instance: Instance) -> Iterator[Diagnostic]:
    """A failover service names an answer that is neither a status nor a range."""
    if failover.errors:
        for index, text in enumerate(failover.errors.status):
            if bad_code_range(text):
                message = f"`{text}` is neither a status nor a range; write `503` or `500-599`."
                yield Diagnostic(failover.errors.at("status", index), message, after=1)


@rule("child-without-health-check", effect=Effect.DISABLED)
def child_without_health_check(
    parent: WeightedRoundRobin | HighestRandomWeight | Failover, instance: Instance
) -> Iterator[Diagnostic]:
    """A service watches the health of a child that has no health check."""
    if type(parent) is Failover or parent.health_check is None:
        return
    for index, reference in enumerate(instance.needs_of(parent)):
        if reference.part.parent is not parent:
            continue
        if complaint := _unwatchable(reference, instance):
            message = f"{complaint}, so `{reference.owner.name}` cannot watch it; {_cure(complaint)}"
            yield Diagnostic(reference.place, message, after=index + 1)


@rule("failover-without-health-check", effect=Effect.DISABLED)
def failover_without_health_check(failover: Failover, instance: Instance) -> Iterator[Diagnostic]:
    """A failover service cannot tell when its main service is down."""
    references = [reference for reference in instance.needs_of(failover) if reference.part is failover]
    if len(references) < 2:
        return
    by_status = failover.errors is not None and bool(failover.errors.status)
    main = "" if by_status else _unwatchable(references[0], instance)
    if main:
        message = f"{main}, so the failover never notices that it is down; {_cure(main)}"
        yield Diagnostic(references[0].place, message, after=1)
    if failover.health_check is not None and (fallback := _unwatchable(references[1], instance)):
        message = f"{fallback}, so `{references[1].owner.name}` cannot watch it; {_cure(fallback)}"
        yield Diagnostic(references[1].place, message, after=LAST if main else 2)


def _cure(complaint: str) -> str:
    return "use a service with a `healthCheck`." if "@internal" in complaint else "give it a `healthCheck`."


def _unwatchable(reference: Reference, instance: Instance) -> str:
    """Why a service cannot tell others whether it is up; empty where it can (or is not there at all).

    A mirroring service is as healthy as what it mirrors (pkg/server/service/loadbalancer/mirror/mirror.go).
    """
    seen: set[Named] = set()
    while (target := reference.target) is not None and target not in seen:
        seen.add(target)
        kinds = [getattr(target, name) for name in types_of(target)]
        if len(kinds) != 1:
            return ""
        if kinds[0].health_check is None:
            return f"Service `{target.name}` has no `healthCheck`"
        if type(kinds[0]) is not Mirroring:
            return ""
        reference = next(need for need in instance.needs_of(kinds[0]) if need.part is kinds[0])
    full = reference.full
    return f"Service `{full}` has no health" if full.endswith("@internal") and not reference.fault else ""


@rule("service-cycle", effect=Effect.DISABLED)
def service_cycle(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """A service leads back to itself."""
    for cycle in cycles(instance, SERVICES):
        path = " → ".join(cycle.names)
        message = f"Service `{cycle.first.name}` leads back to itself ({path}); remove one of the references."
        help = ""
        if not cycle.first.path.startswith("http"):
            help = "Traefik follows such a circle forever: it uses up the memory and applies no configuration again."
        yield Diagnostic(cycle.closing.place, message, help, after=LAST)
