"""Addresses, ports and host names as Go reads them (`net.ParseIP`, `net.ParseCIDR`, `LookupPort`, `isDomainName`)."""

from __future__ import annotations

import re

from traefiklint.patterns import lazy

_NAMES = {
    "tcp": {
        "domain": 53, "ftp": 21, "ftps": 990, "gopher": 70, "http": 80, "https": 443, "imap2": 143, "imap3": 220,
        "imaps": 993, "pop3": 110, "pop3s": 995, "smtp": 25, "submissions": 465, "ssh": 22, "telnet": 23,
    },
    "udp": {"domain": 53},
}  # fmt: skip
"""What Go knows without `/etc/services`."""
_COMMON = frozenset(
    """
acap amqp amqps bgp bootpc bootps daap dhcpv6-client dhcpv6-server discard echo epmap finger git http-alt imap imaps
ipp irc isakmp kerberos ldap ldaps microsoft-ds mqtt ms-sql-s mysql nfs nntp nntps ntp openvpn postgresql radius rsync
rtsp sip sip-tls snmp snmp-trap socks submission svn syslog syslog-tls sunrpc tftp webcache whois x11 xmpp-client
xmpp-server zabbix-agent zabbix-trapper
""".split()  # noqa: SIM905 - it reads better so
)
"""Names that `/etc/services` has nearly everywhere, which Go reads too."""


def port_number(text: str, network: str) -> tuple[int | None, str]:
    """The number of a port, and Go's complaint, which is empty where Go takes it or only the machine can say.

    Args:
        network: `tcp` or `udp`.
    """
    if not text:
        return 0, ""
    if re.fullmatch(r"[+-]?[0-9]+", text):
        number = int(text) if len(text) < 20 else 1 << 30
        return (number, "") if 0 <= number <= 65535 else (None, "invalid port")
    name = text.lower()
    known = _NAMES[network].get(name)
    if known is not None or name in _COMMON:
        return known, ""
    return None, f"lookup {network}/{text}: unknown port"


_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_NUMERIC = r"[0-9.]*"
_LONGEST_NAME = 253
_NOWHERE = (".example", ".invalid")
"""Top-level names that are promised never to lead anywhere (RFC 6761)."""


def can_be_looked_up(host: str) -> bool:
    """Whether a host that is no address may turn out to have one; Go refuses any other without asking."""
    name = host.removesuffix(".")
    if len(name) > _LONGEST_NAME or re.fullmatch(_NUMERIC, name):
        return False
    return re.fullmatch(rf"{_LABEL}(?:\.{_LABEL})*", name) is not None and not f".{name.lower()}".endswith(_NOWHERE)


_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IPV4 = lazy(rf"{_OCTET}(?:\.{_OCTET}){{3}}")
_GROUP = lazy(r"[0-9A-Fa-f]{1,4}")
_BITS = lazy(r"\d{1,8}")


def parse_ip(text: str) -> bytes | None:
    """The sixteen bytes of an address (IPv4 ones as `::ffff:a.b.c.d`), or None where Go takes it for no address."""
    if not text.isascii():
        return None
    if ":" in text:
        return _ipv6(text)
    if _IPV4.fullmatch(text) is None:
        return None
    return b"\0" * 10 + b"\xff\xff" + bytes(int(part) for part in text.split("."))


def parse_cidr(text: str) -> tuple[bytes, int] | None:
    """A network: its sixteen bytes and how many of their leading bits count, or None where Go takes it for none."""
    address, slash, bits = text.partition("/")
    packed = parse_ip(address)
    if not slash or packed is None or not bits.isascii() or not _BITS.fullmatch(bits):
        return None
    width, offset = (128, 0) if ":" in address else (32, 96)
    count = int(bits)
    if count > width:
        return None
    count += offset
    mask = ((1 << count) - 1) << (128 - count)
    return (int.from_bytes(packed, "big") & mask).to_bytes(16, "big"), count


def contains(network: str, address: str) -> bool:
    """Whether an address or network, as written in a configuration, covers an address.

    An IPv6 network never covers an IPv4 address, not even `::/0`.
    """
    packed = parse_ip(address.partition("%")[0])
    if packed is None:
        return False
    single = parse_ip(network)
    if single is not None:
        return single == packed
    parsed = parse_cidr(network)
    if parsed is None:
        return False
    base, count = parsed
    if _is_ipv4(base) != _is_ipv4(packed):
        return False
    shift = 128 - count
    return int.from_bytes(base, "big") >> shift == int.from_bytes(packed, "big") >> shift


def covers(outer: str, inner: str) -> bool:
    """Whether every address of `inner` is one of `outer`; both are addresses or networks as written."""
    wide, narrow = _range(outer), _range(inner)
    return (
        wide is not None
        and narrow is not None
        and wide[0] == narrow[0]
        and wide[1] <= narrow[1] <= narrow[2] <= wide[2]
    )


def overlap(one: str, other: str) -> bool:
    """Whether two addresses or networks have an address in common. True where either cannot be read."""
    first, second = _range(one), _range(other)
    if first is None or second is None:
        return True
    return first[0] == second[0] and first[1] <= second[2] and second[1] <= first[2]


def _range(text: str) -> tuple[bool, int, int] | None:
    """Whether it is IPv4, the first and the last address."""
    packed = parse_ip(text)
    if packed is not None:
        value = int.from_bytes(packed, "big")
        return _is_ipv4(packed), value, value
    parsed = parse_cidr(text)
    if parsed is None:
        return None
    base = int.from_bytes(parsed[0], "big")
    return _is_ipv4(parsed[0]), base, base + (1 << (128 - parsed[1])) - 1


def _is_ipv4(packed: bytes) -> bool:
    return packed[:12] == b"\0" * 10 + b"\xff\xff"


def _ipv6(text: str) -> bytes | None:
    """RFC 4291 text form: groups, at most one `::`, an IPv4 address as the last two groups; no zone."""
    head, gap, tail = text.partition("::")
    if gap and "::" in tail:
        return None
    left = _groups(head, last=not gap)
    right = _groups(tail, last=True) if gap else []
    if left is None or right is None:
        return None
    missing = 8 - len(left) - len(right)
    if missing < 0 or (missing > 0) != bool(gap):
        return None
    return b"".join(group.to_bytes(2, "big") for group in left + [0] * missing + right)


def _groups(text: str, *, last: bool) -> list[int] | None:
    if not text:
        return []
    groups: list[int] = []
    parts = text.split(":")
    for index, part in enumerate(parts):
        if _GROUP.fullmatch(part):
            groups.append(int(part, 16))
        elif last and index == len(parts) - 1 and _IPV4.fullmatch(part):
            octets = [int(octet) for octet in part.split(".")]
            groups += [octets[0] << 8 | octets[1], octets[2] << 8 | octets[3]]
        else:
            return None
    return groups
