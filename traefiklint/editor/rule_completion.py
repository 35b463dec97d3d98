"""Completion inside of rules: matchers, and their arguments as far as this Traefik knows some."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol.types import CompletionItem, CompletionItemKind, InsertTextFormat, TextEdit

from traefiklint.editor.choices import PROTOCOLS
from traefiklint.editor.cursor_text import line_end
from traefiklint.editor.place import Here
from traefiklint.editor.rule_text import MATCHERS, place_in, rest_of
from traefiklint.editor.spots import Spot
from traefiklint.matching.names import HTTP_V2, HTTP_V3, TCP
from traefiklint.matching.tree import matchers

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
    for kind in ("http.routers", "tcp.routers"):
        for router in instance.objects[kind].values():
            tree = instance.rule(router).parsed
            for matcher in matchers(tree) if tree is not None else ():
                if matcher.name in alike:
                    found.update(filter(None, matcher.values))
    return found
