"""Lists of addresses, and what counts as a client's address."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import set_option
from traefiklint.checks.shared.wording import dashed
from traefiklint.findings import Effect, Fix
from traefiklint.go.http_status import has_status_text
from traefiklint.go.ip import parse_cidr, parse_ip
from traefiklint.go.strconv import digits
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Section
from traefiklint.model.middlewares import IpAllowList, IpStrategy, IpWhiteList
from traefiklint.model.tcp import TcpIpAllowList, TcpIpWhiteList


def is_address(text: str) -> bool:
    """Whether Traefik takes a text for an address or network (pkg/ip/checker.go)."""
    return parse_ip(text) is not None or parse_cidr(text) is not None


def _bad_address(text: str) -> str:
    hint = "write an IP address or a network such as `10.0.0.0/8`."
    if "/" in text and parse_ip(text.partition("/")[0]) is not None and "." in text.partition("/")[2]:
        hint = "write the size of the network as a number, as in `10.0.0.0/8`."
    elif text.startswith("-"):
        hint = f"a space is missing after the dash: write {dashed(text)}."
    return f"`{text}` is neither an IP address nor a network; {hint}"


@rule("ip-allow-list-empty", effect=Effect.DISABLED)
def ip_allow_list_empty(
    options: IpAllowList | IpWhiteList | TcpIpAllowList | TcpIpWhiteList, instance: Instance
) -> Iterator[Diagnostic]:
    """A list of allowed addresses is empty."""
    if not options.source_range and _is_used(options):
        yield Diagnostic(
            options.at("source_range"), "`sourceRange` is empty, so nobody would be let in; list the addresses."
        )


@rule("ip-allow-list-bad-cidr", effect=Effect.DISABLED, fix="unsafe")
def ip_allow_list_bad_cidr(
    options: IpAllowList | IpWhiteList | TcpIpAllowList | TcpIpWhiteList, instance: Instance
) -> Iterator[Diagnostic]:
    """An entry in a list of allowed addresses is no address."""
    for index, text in enumerate(options.source_range):
        if not is_address(text) and _is_used(options):
            yield Diagnostic(
                options.at("source_range", index), _bad_address(text), fix=_within_bounds(options, index, text)
            )


def _within_bounds(options: Section, index: int, text: str) -> Fix | None:
    """The fix for a network that is smaller than one address."""
    address, _, size = text.partition("/")
    most = 128 if ":" in address else 32
    bits = digits(size)
    if parse_ip(address) is None or bits is None or bits <= most:
        return None
    return set_option(options, "source_range", f"{address}/{most}", index=index, safe=False)


def _is_used(options: IpAllowList | IpWhiteList | TcpIpAllowList | TcpIpWhiteList) -> bool:
    """Whether Traefik looks at a list: in TCP an `ipAllowList` beside it takes its place."""
    return not (isinstance(options, TcpIpWhiteList) and getattr(options.parent, "ip_allow_list", None) is not None)


@rule("reject-status-invalid", effect=Effect.DISABLED)
def reject_status_invalid(options: IpAllowList, instance: Instance) -> Iterator[Diagnostic]:
    """Those who are not let in would get a status that does not exist."""
    code = options.reject_status_code
    if code and not has_status_text(code):
        yield Diagnostic(
            options.at("reject_status_code"), f"{code} is not an HTTP status; write one such as 403 or 404."
        )


@rule("ip-strategy-invalid", effect=Effect.DISABLED)
def ip_strategy_invalid(strategy: IpStrategy, instance: Instance) -> Iterator[Diagnostic]:
    """The way to find a client's address has an address or a subnet that is none."""
    if strategy.depth <= 0 and strategy.excluded_ips:
        for index, text in enumerate(strategy.excluded_ips):
            if not is_address(text):
                yield Diagnostic(strategy.at("excluded_ips", index), _bad_address(text))
        return
    subnet = strategy.ipv6_subnet
    if subnet is not None and not 0 < subnet <= 128:
        yield Diagnostic(
            strategy.at("ipv6_subnet"),
            f"`ipv6Subnet` {subnet} is not the size of a network; write a number from 1 to 128.",
        )


@rule("ip-strategy-conflict", effect=Effect.SILENT)
def ip_strategy_conflict(strategy: IpStrategy, instance: Instance) -> Iterator[Diagnostic]:
    """A way to find a client's address has both a depth and addresses to leave out, of which Traefik uses the depth."""
    if strategy.depth > 0 and strategy.excluded_ips:
        message = "Traefik uses `depth` and ignores `excludedIPs` beside it; keep one of them."
        yield Diagnostic(strategy.key_at("excluded_ips"), message)
