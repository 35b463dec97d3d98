"""Completion inside of rules: matchers, and their arguments as far as this Traefik knows some."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lsprotocol.types import CompletionItem, CompletionItemKind, InsertTextFormat, TextEdit

from traefiklint.editor.choices import PROTOCOLS
from traefiklint.editor.cursor_text import line_end
from traefiklint.editor.positions import Here
from traefiklint.editor.spots import Spot
from traefiklint.matching.names import HTTP_V2, HTTP_V3, TCP
from traefiklint.matching.tree import matchers

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


_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_HEADERS = ("Accept", "Authorization", "Content-Type", "Cookie", "Origin", "User-Agent", "X-Forwarded-For")
_NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.1/32", "::1/128")


def complete_rule(here: Here, spot: Spot, offset: int, *, snippets: bool) -> Iterator[CompletionItem]:
    """What may stand at an offset inside of a rule."""
    place = place_in(here.text[spot.cursor.value_start : offset])
    line = here.text[offset : line_end(here.text, offset)]
    start, end = offset - len(place.begun), offset + rest_of(place, line)
    is_tcp = spot.owner is not None and spot.owner.__name__ == "TcpRouter"
    if place.matcher:
        for number, value in enumerate(_arguments(here, place.matcher, place.argument)):
            yield CompletionItem(
                value,
                kind=CompletionItemKind.Value,
                sort_text=f"{number:03}",
                filter_text=value,
                text_edit=TextEdit(here.positions.range(start, end), value),
            )
        return
    syntax = here.view.static.context.default_rule_syntax
    for name in TCP if is_tcp else HTTP_V2 if syntax == "v2" else HTTP_V3:
        snippet, says = MATCHERS[name]
        plain = snippet.replace("$1", "").replace("$2", "")
        written = name if here.text[end : end + 1] == "(" else snippet if snippets else plain
        yield CompletionItem(
            name,
            kind=CompletionItemKind.Function,
            detail=plain,
            documentation=says,
            filter_text=name,
            insert_text_format=InsertTextFormat.Snippet if snippets else InsertTextFormat.PlainText,
            text_edit=TextEdit(here.positions.range(start, end), written),
        )


def _arguments(here: Here, matcher: str, argument: int) -> Iterable[str]:
    """What an argument may be: for hosts and paths, what other rules of this Traefik say."""
    name = matcher.lower()
    if name == "method":
        return _METHODS
    if name.startswith("header"):
        return _HEADERS if argument == 0 else ()
    if name == "clientip":
        return _NETWORKS
    if name == "alpn":
        return PROTOCOLS
    return sorted(_used(here, name)) if name in ("host", "hostsni", "path", "pathprefix") else ()


def _used(here: Here, name: str) -> set[str]:
    instance = here.view.whole
    alike = {"host": ("Host", "HostSNI"), "hostsni": ("Host", "HostSNI")}.get(name, ("Path", "PathPrefix"))
    found: set[str] = set()
    for router in instance.ruled_routers():
        tree = instance.rule(router).parsed
        for matcher in matchers(tree) if tree is not None else ():
            if matcher.name in alike:
                found.update(filter(None, matcher.values))
    return found
