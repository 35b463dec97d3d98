"""Ports and host names as Go's package `net` reads them before it asks anybody (`LookupPort`, `isDomainName`)."""

from __future__ import annotations

import re

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
