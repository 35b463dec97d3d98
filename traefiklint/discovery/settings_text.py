"""The settings that say what was found: a commented `traefiklint.toml`."""

from __future__ import annotations

import json
from collections.abc import Iterator

from traefiklint.discovery.find import Found
from traefiklint.discovery.traefik import Traefik
from traefiklint.records import NamedTuple
from traefiklint.versions import NEWEST

_HEAD = """\
# Settings of traefiklint, written by `traefiklint init` from what it found here.
# `traefiklint config` shows what is in force, `traefiklint lint --show-files` what belongs to what.
"""
_TAIL = """\

# exclude = ["archive/**"]                # what is never looked at, as in .gitignore
# ignore = ["missing-health-check"]       # rules that are not for you
# [severity]
# plain-http-router = "error"
# [per-file-ignores]
# "apps/legacy-*.yml" = ["shadowed-router"]
# [known]                                 # objects that other providers define
# middlewares = ["auth@docker"]
# stopped = ["migrate"]                   # services or containers that do not run: Traefik leaves their labels aside
# [known.images]                          # the ports that images expose, where no compose file says them
# "ghcr.io/acme/shop" = [3000]
# [known.variables]                       # what the shell or a deployment sets where `docker compose` is run
# DOMAIN = "shop.example.com"
"""


class Written(NamedTuple):
    """The text of the settings."""

    text: str
    traefiks: int
    """How many Traefiks it names."""


def settings_text(found: Found) -> Written:
    """The settings of the Traefiks of a folder; what only a search can tell is left to it, with a comment."""
    named = [one for one in found.traefiks if _is_nameable(one, found)]
    left = [one for one in found.traefiks if one not in named]
    lines = [_HEAD]
    if not left:  # settings that name some would keep the others from being looked for
        plain = len(named) == 1 and not named[0].compose
        for one in named:
            lines += _lines(one, table=not plain)
    else:
        for one in found.traefiks:
            lines += (f"# {line}" if line.strip() else line for line in _lines(one, table=True))
        lines.append("\n# Files of other programs stand among these, so they are looked for at each run.\n")
    return Written("".join(lines) + _TAIL, 0 if left else len(named))


def _is_nameable(one: Traefik, found: Found) -> bool:
    """Whether directories and compose files say all of a Traefik: no file of others stands in its directory."""
    if not one.files:
        return bool(one.compose or one.static)
    if one.directory is None:
        return False
    below = f"{one.directory}/" if one.directory else ""
    others = {seen.path for seen in found.others} | {one.static, *one.compose}
    return one.certain or not any(path.startswith(below) for path in others if path)


def _lines(one: Traefik, *, table: bool) -> Iterator[str]:
    yield "\n"
    if table:
        yield "[[traefik]]\n"
        yield f"name = {_text(one.name)}\n"
    if one.static:
        yield f"static = {_text(one.static)}  # {one.why}\n"
    if one.files and one.directory is not None:
        yield f"directories = {_texts((one.directory or '.',))}\n"
    if one.compose:
        yield f"compose = {_texts(one.compose)}\n"
    if one.version.startswith(f"{NEWEST.major}."):
        yield f'target = "{one.version}"  # the image in the compose file\n'


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)  # a basic string of TOML is one of JSON


def _texts(values: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_text, values))}]"
