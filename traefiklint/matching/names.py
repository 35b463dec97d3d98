"""Which matchers there are, and how their names may be written.

Source: `pkg/muxer/http/matcher.go` and `matcher_v2.go`, `pkg/muxer/tcp/matcher.go`, and `NewParser` in
`pkg/rules/parser.go`.
"""

from __future__ import annotations

from traefiklint.versions import since

HOST_WILDCARDS = SNI_WILDCARDS = since("3.7")
SNI_UNDERSCORES = since("3.3.5")
"""From here on `Host` and `HostSNI` know wildcards such as `*.example.com`."""
HOST_CATCH_ALL = since("3.7.7")
"""From here on ``Host(`*`)`` stands for every host; from 3.7.0 on for hosts of one label."""

HTTP_V3 = (
    "Host",
    "HostRegexp",
    "Path",
    "PathPrefix",
    "PathRegexp",
    "Method",
    "Header",
    "HeaderRegexp",
    "Query",
    "QueryRegexp",
    "ClientIP",
)
HTTP_V2 = (
    "Host",
    "HostHeader",
    "HostRegexp",
    "Path",
    "PathPrefix",
    "Method",
    "Headers",
    "HeadersRegexp",
    "Query",
    "ClientIP",
)
TCP = ("HostSNI", "HostSNIRegexp", "ClientIP", "ALPN")

V2_TO_V3 = {"HostHeader": "Host", "Headers": "Header", "HeadersRegexp": "HeaderRegexp"}
"""Matchers that went away with v3, and what they are called since."""


def _spellings(names: tuple[str, ...]) -> dict[str, str]:
    """Everything that may be written for a matcher: as documented, in lower case, in upper case, first letter upper."""
    return {spelling: name for name in names for spelling in (name.lower(), name.upper(), name.capitalize(), name)}


NAMES = {
    ("http", "v3"): _spellings(HTTP_V3),
    ("http", "v2"): _spellings(HTTP_V2),
    ("tcp", "v3"): _spellings(TCP),
    ("tcp", "v2"): _spellings(TCP),
}
"""By protocol and syntax: what may be written, and the matcher it stands for."""

DOMAIN_NAMES = NAMES["http", "v3"] | NAMES["http", "v2"]
"""What may be written in a rule from which Traefik takes the names for TLS: it reads either syntax there."""
