"""Ports: `expose`, and `ports` in the short and in the long form, ranges counted out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.compose.go_text import text_of
from traefiklint.compose.project import Port
from traefiklint.compose.report import Report
from traefiklint.compose.tree import Entries, Items, Leaf, Tree
from traefiklint.compose.values import Value
from traefiklint.go.ip import parse_ip
from traefiklint.patterns import lazy
from traefiklint.yaml.scalars import INT, STRING

_RANGE = lazy(r"\+?0*(\d{1,5})(?:-\+?0*(\d{1,5}))?\Z", re.ASCII)
_IN_BRACKETS = lazy(r"\[([^\[\]]*)\]\Z")
_MOST = 65535
_PROTOCOLS = ("tcp", "udp", "sctp")


def exposed(tree: Tree | None, report: Report) -> tuple[Port, ...]:
    """The ports of `expose`."""
    return tuple(port for leaf in _leaves(tree, report) for port in _short(report.value(leaf), leaf, report, False))


def published(tree: Tree | None, report: Report) -> tuple[Port, ...]:
    """The ports of `ports`."""
    found: list[Port] = []
    if not isinstance(tree, Items):
        return ()
    for item in tree.items:
        value = item.value
        if isinstance(value, Entries):
            found += _long(value, report)
        elif isinstance(value, Leaf):
            found += _short(report.value(value), value, report, True)
        else:
            report.wrong_type(value, "a number, a string or a mapping")
    return tuple({(one.host_ip, one.published, one.number, one.protocol): one for one in found}.values())


def _leaves(tree: Tree | None, report: Report) -> Iterator[Leaf]:
    if not isinstance(tree, Items):
        return
    for item in tree.items:
        if isinstance(item.value, Leaf):
            yield item.value
        else:
            report.wrong_type(item.value, "a number or a string")


def _short(value: Value, leaf: Leaf, report: Report, is_published: bool) -> Iterator[Port]:
    """The ports of `[[IP:]HOST:]CONTAINER[/PROTOCOL]`."""
    if value.kind not in (INT, STRING):
        report.wrong_type(leaf, "a number or a string")
        return
    text, _, protocol = text_of(value).partition("/")
    inner = text.rpartition(":")[2]
    start = len(text) - len(inner)
    if not value.part(start, start + len(inner)).is_known or (not inner and value.unknown):
        yield Port(None, protocol or "tcp", "" if is_published else None, "", value)
        return
    numbers = _numbers(inner)
    if is_published and not any(numbers):
        report.wrong_type(leaf, "a port")
        return
    host_ip, colon, host = text[: start - 1].rpartition(":") if start and is_published else ("", "", "")
    open_ip = value.part(0, len(host_ip)).unknown if colon else ()
    in_brackets = _IN_BRACKETS.match(host_ip)
    host_ip = in_brackets[1] if in_brackets else host_ip
    hosts = _numbers(host)
    if is_published and value.is_known and (wanted := _wanted(host_ip, host, len(hosts), len(numbers), protocol)):
        report.wrong_type(leaf, wanted)
        return
    for at, number in enumerate(numbers):
        of_host = None
        if is_published:
            of_host = str(hosts[at]) if len(hosts) == len(numbers) else host
        yield Port(number, protocol or "tcp", of_host, host_ip, value, open_ip)


def _wanted(host_ip: str, host: str, hosts: int, numbers: int, protocol: str) -> str:
    """What a port must be that Compose refuses for what stands around the container's; empty where it is content.

    Source: github.com/docker/go-connections, `nat.ParsePortSpec`.
    """
    if protocol and protocol.lower() not in _PROTOCOLS:
        return "a port with a protocol that is tcp, udp or sctp"
    if host_ip and parse_ip(host_ip) is None:
        return "a port behind an IP address"
    if host and not hosts:
        return "a port behind one of the host"
    return "as many ports of the host as of the container" if numbers > 1 and hosts not in (0, numbers) else ""


def _long(tree: Entries, report: Report) -> Iterator[Port]:
    texts: dict[str, Value] = {}
    for key in ("target", "published", "protocol", "host_ip"):
        leaf = tree.get(key)
        if isinstance(leaf, Leaf):
            texts[key] = report.value(leaf)
    target = texts.get("target")
    if target is None:
        report.wrong_type(tree, "a mapping with a target")
        return
    number = None
    if target.is_known:
        numbers = _numbers(text_of(target))
        if len(numbers) != 1:
            report.wrong_type(tree, "a mapping with a target that is a port")
            return
        number = numbers[0]
    published, protocol, host_ip = (texts.get(key) for key in ("published", "protocol", "host_ip"))
    if host_ip and host_ip.kind == STRING and host_ip.is_known and parse_ip(host_ip.text) is None:
        report.wrong_type(tree, "a mapping with a host_ip that is an IP address")
        return
    open_ip = host_ip.unknown if host_ip is not None else ()
    yield Port(number, str(protocol or "tcp"), str(published or ""), str(host_ip or ""), target, open_ip)


def _numbers(text: str) -> tuple[int, ...]:
    found = _RANGE.match(text)
    if found is None:
        return ()
    first = int(found[1])
    last = int(found[2] or first)
    return tuple(range(first, last + 1)) if first <= last <= _MOST else ()
