"""The texts that an option takes, where there are only a few; the rules about these options know them."""

from __future__ import annotations

from collections.abc import Iterable

from traefiklint.versions import Version

_TLS_VERSIONS = ("VersionTLS12", "VersionTLS13", "VersionTLS11", "VersionTLS10")
PROTOCOLS = ("h2", "http/1.1", "acme-tls/1")
_MODES = ("keep", "drop", "redact")
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_PLAIN: dict[tuple[str, str], tuple[str, ...]] = {
    ("Cookie", "same_site"): ("lax", "strict", "none"),
    ("ServerHealthCheck", "mode"): ("http", "grpc"),
    ("ServerHealthCheck", "scheme"): ("http", "https"),
    ("ServerHealthCheck", "method"): _METHODS,
    ("RedirectScheme", "scheme"): ("https", "http"),
    ("Observability", "trace_verbosity"): ("minimal", "detailed"),
    ("Router", "rule_syntax"): ("v3", "v2"),
    ("TcpRouter", "rule_syntax"): ("v3", "v2"),
    ("Core", "default_rule_syntax"): ("v3", "v2"),
    ("TlsOptions", "min_version"): _TLS_VERSIONS,
    ("TlsOptions", "max_version"): _TLS_VERSIONS,
    ("TlsOptions", "alpn_protocols"): PROTOCOLS,
    ("AccessLog", "format"): ("common", "json", "genericCLF"),
    ("Log", "format"): ("common", "json"),
    ("Server", "scheme"): ("http", "https", "h2c"),
}
_HEADER_MODES = frozenset(("default_mode",))


def choices(section: str, attribute: str, target: Version) -> Iterable[str]:
    """What an option may be, the likeliest first; empty where it may be anything.

    Args:
        section: the name of the class that declares it.
    """
    plain = _PLAIN.get((section, attribute))
    if plain is not None:
        return plain
    if attribute in _HEADER_MODES:
        return _MODES
    if section == "TlsOptions" or section == "ClientAuth":
        return _of_tls(attribute, target)
    if (section, attribute) == ("Log", "level"):
        from traefiklint.checks.static.observability import LEVELS

        return LEVELS
    if (section, attribute) == ("LoadBalancer", "strategy"):
        from traefiklint.checks.service.services import STRATEGIES

        return [name for name, first in STRATEGIES.items() if first <= target]
    if (section, attribute) in (("Compress", "encodings"), ("Compress", "default_encoding")):
        from traefiklint.checks.middleware.limits import ENCODINGS

        return ENCODINGS
    return ()


def _of_tls(attribute: str, target: Version) -> Iterable[str]:
    from traefiklint.checks.tls import options

    if attribute == "cipher_suites":
        return sorted(options.CIPHER_SUITES, key=lambda name: (not name.startswith("TLS_ECDHE"), name))
    if attribute == "curve_preferences":
        return [name for name, first in options.CURVES.items() if first <= target]
    return options.CLIENT_AUTH_TYPES if attribute == "client_auth_type" else ()
