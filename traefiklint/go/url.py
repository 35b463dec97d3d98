"""URLs and addresses as Go reads them: `url.Parse` and `net.SplitHostPort`."""

from __future__ import annotations

import re
from functools import lru_cache

from traefiklint.go.ip import parse_ip
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple
from traefiklint.versions import NEWEST, Version, since

_QUICK = lazy(r"(https?)://([A-Za-z0-9_.-]+)(?::([0-9]+))?(/[A-Za-z0-9_./-]*)?")
"""Nearly every URL of a server. The patterns of all others are compiled when one is met."""

_SCHEME = r"([A-Za-z][A-Za-z0-9+.-]*):"
_USERINFO = r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*"
_PORT = r":[0-9]*"
_HEX = r"%[0-9A-Fa-f]{2}"
_HOST_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~!$&'()*+,;=:[]<>\"")


class Url(NamedTuple):
    """A URL in its parts. `error` is Go's complaint, empty where it takes the URL; then the parts are what it read."""

    error: str = ""
    scheme: str = ""
    host: str = ""
    """Name or address, without brackets and port."""
    port: str = ""
    path: str = ""
    query: str = ""
    user: str = ""
    opaque: str = ""
    """What stands behind the scheme when no slash follows it, as in `localhost:8080`."""


_ONE_COLON = since("3.7")
"""Built with Go 1.26, which takes no second colon behind a host of `http` and `https`."""
_IPV6_IN_BRACKETS = since("3.6")
"""Built with a Go that takes nothing but IPv6 in brackets."""


@lru_cache(maxsize=4096)
def parse_url(text: str, target: Version = NEWEST) -> Url:
    """What Go's `url.Parse` makes of a text, in the Go with which a Traefik is built.

    Source: net/url. Since 3.7 (Go 1.26) `http` and `https` take one colon after the host; since 3.6 brackets hold IPv6.
    """
    quick = _QUICK.fullmatch(text)
    if quick:
        scheme, host, port, path = quick.groups("")
        return Url("", scheme, host, port, path)
    rest, _, fragment = text.partition("#")
    url = _parse(rest, target)
    if url.error or not fragment:
        return url
    error = _bad_escape(fragment)
    return Url(error) if error else url


def _parse(text: str, target: Version) -> Url:
    if any(sign < " " or sign == "\x7f" for sign in text):
        return Url("net/url: invalid control character in URL")
    if text.startswith(":"):
        return Url("missing protocol scheme")
    found = re.match(_SCHEME, text)
    scheme = found[1].lower() if found else ""
    rest = text[found.end() :] if found else text
    rest, _, query = rest.partition("?")
    if not rest.startswith("/"):
        if scheme:
            return Url("", scheme, query=query, opaque=rest)
        if ":" in rest.partition("/")[0]:
            return Url("first path segment in URL cannot contain colon")
    authority, path = "", rest
    if rest.startswith("//") and (scheme or not rest.startswith("///")):
        authority, slash, path = rest[2:].partition("/")
        path = slash + path
    strict = target >= _ONE_COLON and scheme in ("http", "https")
    host = _authority(authority, strict, target >= _IPV6_IN_BRACKETS) if authority else Url()
    if host.error:
        return host
    if error := _bad_escape(path):
        return Url(error)
    return host._replace(scheme=scheme, path=path, query=query)


def _authority(text: str, one_colon: bool, ipv6_only: bool) -> Url:
    user, at, host = text.rpartition("@")
    bracketed = "[" in host if ipv6_only else host.startswith("[")
    url = _bracketed(host, ipv6_only) if bracketed else _host(host, one_colon)
    if url.error:
        return url
    if at:
        if not re.fullmatch(_USERINFO, user):
            return Url("net/url: invalid userinfo")
        if error := _bad_escape(user):
            return Url(error)
    return url._replace(user=user)


def _bracketed(text: str, ipv6_only: bool) -> Url:
    closing = text.rfind("]")
    if closing < 0:
        return Url("missing ']' in host")
    if not text.startswith("["):
        return Url("invalid IP-literal")
    port = text[closing + 1 :]
    if port and not re.fullmatch(_PORT, port):
        return Url(f'invalid port "{port}" after host')
    inner = text[1:closing]
    address, percent, zone = inner.partition("%25")
    if error := _bad_host(address) or _bad_zone(zone):
        return Url(error)
    if ipv6_only and (":" not in address or parse_ip(address) is None or (percent and not zone)):
        return Url("invalid IP-literal")
    return Url(host=inner, port=port[1:])


def _host(text: str, one_colon: bool) -> Url:
    port = ""
    colon = text.find(":") if one_colon else text.rfind(":")
    if colon >= 0:
        port = text[colon:]
        if not re.fullmatch(_PORT, port):
            return Url(f'invalid port "{port}" after host')
        text = text[:colon]
    error = _bad_host(text)
    return Url(error) if error else Url(host=text, port=port[1:])


def _bad_host(text: str) -> str:
    index = 0
    while index < len(text):
        sign = text[index]
        if sign == "%":
            escape = text[index : index + 3]
            if not re.fullmatch(_HEX, escape) or (int(escape[1], 16) < 8 and escape != "%25"):
                return f'invalid URL escape "{escape}"'
            index += 3
            continue
        if not _is_host_sign(sign):
            return f'invalid character "{sign}" in host name'
        index += 1
    return ""


def _is_host_sign(sign: str) -> bool:
    return sign in _HOST_SIGNS or sign >= "\x80"


def _bad_zone(text: str) -> str:
    return _bad_escape(text) or next(
        (f'invalid character "{sign}" in host name' for sign in text if sign != "%" and not _is_host_sign(sign)),
        "",
    )


def _bad_escape(text: str) -> str:
    at = text.find("%")
    while at >= 0:
        if not re.fullmatch(_HEX, text[at : at + 3]):
            return f'invalid URL escape "{text[at : at + 3]}"'
        at = text.find("%", at + 1)
    return ""


@lru_cache(maxsize=4096)
def split_host_port(text: str) -> tuple[str, str, str]:
    """Host, port and Go's complaint (`net.SplitHostPort`), which is empty where it can tell the two apart."""
    colon = text.rfind(":")
    if colon < 0:
        return "", "", f"address {text}: missing port in address"
    if text.startswith("["):
        closing = text.find("]")
        if closing < 0:
            return "", "", f"address {text}: missing ']' in address"
        if closing + 1 == len(text):
            return "", "", f"address {text}: missing port in address"
        if closing + 1 != colon:
            reason = "too many colons in address" if text[closing + 1] == ":" else "missing port in address"
            return "", "", f"address {text}: {reason}"
        host, opening, ending = text[1:closing], 1, closing + 1
    else:
        host, opening, ending = text[:colon], 0, 0
        if ":" in host:
            return "", "", f"address {text}: too many colons in address"
    if "[" in text[opening:]:
        return "", "", f"address {text}: unexpected '[' in address"
    if "]" in text[ending:]:
        return "", "", f"address {text}: unexpected ']' in address"
    return host, text[colon + 1 :], ""
