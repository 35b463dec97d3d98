"""Who changed the file on the server, where the shape of the change tells.

Dokploy parses a file and prints it again whenever a domain, a redirect or a basic-auth user changes: comments, quotes
and brackets are gone then, and only objects with its own names are different.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from traefiklint.patch.data import Data, Leaf
from traefiklint.sync.changes import changes
from traefiklint.sync.decoded import decoded
from traefiklint.sync.merge import MISSING, same

REPRINT = "Dokploy printed the file again, and nothing else changed"
DOMAIN = "a domain was saved or removed in the panel"
SOMEBODY = "somebody edited the file"
UNKNOWN = "the file on the server cannot be read as YAML"

EMPTY_MAPS = "http:\n  routers: {}\n  services: {}\n"
"""What the panel writes where an application has no file and is given a redirect or a user. Traefik refuses it."""

_BRACKETS = re.compile(r"(?:: |- )(?:\{[^}\n]|\[[^\]\n])")


def author(app_name: str, before: str, after: str | None) -> str:
    """What made `after` out of `before` on the server, as a sentence without its end."""
    if after is None:
        return "the file is gone: the last domain was removed or switched off in the panel"
    old, new = decoded(before), decoded(after)
    if old is None or new is None:
        return UNKNOWN
    if not is_reprint(after):
        return SOMEBODY
    if old == new:
        return REPRINT
    if after == EMPTY_MAPS:
        return "the panel wrote a file without routers, for a redirect or a user of an application without a domain"
    button = _button(app_name, old, new)
    if button:
        return button
    own = owned_by_panel(app_name)
    return DOMAIN if all(own(change.object) for change in changes(old, new)) else SOMEBODY


def is_reprint(text: str) -> bool:
    """Whether a text may be what Dokploy prints: blocks, no comments, no blank lines, no brackets with anything in."""
    lines = text.splitlines()
    if "\r" in text or text.startswith("\ufeff") or not text.endswith("\n"):
        return False
    block = False
    for line in lines:
        if line.rstrip().endswith((": |", ": >", ": |-", ": >-", ": |+", ": >+")):
            block = True
        if block:
            continue  # a block of text may hold anything
        if not line.strip() or line.lstrip().startswith("#") or " #" in line or _BRACKETS.search(line):
            return False
    return True


def owned_by_panel(app_name: str) -> Callable[[str], bool]:
    """Tells whether an object is one that a save in the panel writes anew: its routers and services by number."""
    own = re.compile(
        rf"http\.(?:routers\.{re.escape(app_name)}-router-(?:websecure-)?|services\.{re.escape(app_name)}-service-)\d+"
    )
    return lambda name: own.fullmatch(name) is not None


def _button(app_name: str, old: Mapping[str, Data], new: Mapping[str, Data]) -> str:
    """The redirect or basic-auth button: it puts one middleware into every router of the file, or takes it out."""
    before, after = _routers(old), _routers(new)
    if set(before) != set(after) or any(not c.object.startswith("http.routers.") for c in changes(old, new)):
        return ""
    added: set[str] = set()
    removed: set[str] = set()
    for name, router in before.items():
        bare, other = ({k: v for k, v in one.items() if k != "middlewares"} for one in (router, after[name]))
        if not same(bare, other):
            return ""
        was, now = (_names(one.get("middlewares", MISSING)) for one in (router, after[name]))
        added |= now - was
        removed |= was - now
    own = re.compile(rf"(redirect-{re.escape(app_name)}-\d+|auth-{re.escape(app_name)})\Z")
    if not added | removed or not all(own.match(name) for name in added | removed):
        return ""
    what = "basic auth" if any(name.startswith("auth-") for name in added | removed) else "a redirect"
    return f"{what} was {'added' if added else 'removed'} in the panel, in every router of the file"


def _routers(data: Mapping[str, Data]) -> dict[str, dict[str, Data]]:
    """The HTTP routers of a file, by name."""
    section = data.get("http")
    routers = section.get("routers") if isinstance(section, dict) else None
    if not isinstance(routers, dict):
        return {}
    return {name: router for name, router in routers.items() if isinstance(router, dict)}


def _names(middlewares: object) -> set[str]:
    return {item.text for item in middlewares if isinstance(item, Leaf)} if isinstance(middlewares, list) else set()
