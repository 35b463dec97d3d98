"""The text of a rule that is being typed: where in it the cursor is."""

from __future__ import annotations

import re
from typing import NamedTuple

MATCHERS: dict[str, tuple[str, str]] = {
    "Host": ("Host(`$1`)", "Requests to this host."),
    "HostRegexp": ("HostRegexp(`$1`)", "Requests to a host that the regular expression matches."),
    "Path": ("Path(`$1`)", "Requests for exactly this path."),
    "PathPrefix": ("PathPrefix(`$1`)", "Requests for paths that begin so."),
    "PathRegexp": ("PathRegexp(`$1`)", "Requests for a path that the regular expression matches."),
    "Method": ("Method(`$1`)", "Requests with this method."),
    "Header": ("Header(`$1`, `$2`)", "Requests with this header of this value."),
    "HeaderRegexp": ("HeaderRegexp(`$1`, `$2`)", "Requests with a header that the regular expression matches."),
    "Headers": ("Headers(`$1`, `$2`)", "Requests with this header of this value."),
    "HeadersRegexp": ("HeadersRegexp(`$1`, `$2`)", "Requests with a header that the regular expression matches."),
    "HostHeader": ("HostHeader(`$1`)", "Requests to this host."),
    "Query": ("Query(`$1`, `$2`)", "Requests with this query parameter."),
    "QueryRegexp": ("QueryRegexp(`$1`, `$2`)", "Requests with a parameter that the regular expression matches."),
    "ClientIP": ("ClientIP(`$1`)", "Requests from this address or network."),
    "HostSNI": ("HostSNI(`$1`)", "TLS connections that name this server; `*` stands for all connections."),
    "HostSNIRegexp": ("HostSNIRegexp(`$1`)", "TLS connections whose server name the regular expression matches."),
    "ALPN": ("ALPN(`$1`)", "TLS connections that offer this protocol."),
}
"""What is written for each matcher, and what it does."""

_OPEN = re.compile(r"(?P<name>\w+)\s*\((?P<before>(?:\s*(?:`[^`]*`|\"[^\"]*\")\s*,)*)\s*[`\"](?P<begun>[^`\"]*)$")
_WORD = re.compile(r"\w*$")


class InRule(NamedTuple):
    """A place in a rule."""

    matcher: str
    """The matcher in whose arguments it is; empty between matchers."""
    argument: int
    """Which of its arguments, from 0."""
    begun: str
    """What of the argument, or of the matcher's name, stands before it."""


_REST_OF_ARGUMENT = re.compile(r"[^`\"\r\n]*(?=`|\\?\")")
_REST_OF_WORD = re.compile(r"\w*")


def rest_of(place: InRule, behind: str) -> int:
    """How many characters behind a place belong to the same argument, or to the same name."""
    rest = (_REST_OF_ARGUMENT if place.matcher else _REST_OF_WORD).match(behind)
    return rest.end() if rest is not None else 0


def place_in(before: str) -> InRule:
    """Where a rule ends that has been typed so far."""
    opened = _OPEN.search(before)
    if opened is not None:
        return InRule(opened["name"], opened["before"].count(","), opened["begun"])
    word = _WORD.search(before)
    return InRule("", 0, word[0] if word else "")
