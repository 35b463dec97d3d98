"""Addresses and networks as Go reads them (`net.ParseIP`, `net.ParseCIDR`), which is stricter than most."""

from __future__ import annotations

from traefiklint.patterns import lazy

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
