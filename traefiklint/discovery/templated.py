"""Files that somebody fills in before Traefik reads them: what is mounted as a template, or made into another file."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from traefiklint.discovery.foreign import by_template
from traefiklint.discovery.hints import filled_in_by_docker, of_compose
from traefiklint.discovery.kinds import JINJA, Kind, Recognized
from traefiklint.discovery.paths import below, joined
from traefiklint.discovery.walk import Seen
from traefiklint.patterns import lazy

TEMPLATE = Recognized(Kind.FOREIGN, "a template that is filled in where Traefik runs")
_MADE = lazy(r"(?<=[^/])[-_.](?:rendered|generated)\Z")
_TEMPLATES = lazy(r"(?i)[-_.](?:template|tmpl|tpl|j2)\Z")
_ACTION = rb"\{\{(?:[^\n{]|\{(?!\{))*?\}\}"
_VARIABLE = lazy(
    rb"(?<!\$)\$+(?:apr1|2[abxy]|[1567y]|argon2\w*)\$[^\s\"',]*"  # the dollar signs of a hash
    rb"|" + _ACTION + rb"|^[ \t]*#.*"  # of a template, of a comment
    rb"|\$\{(?P<braced>[A-Za-z_]\w*)[^{}\n]*\}|\$(?P<bare>[A-Za-z_]\w*)",
    re.MULTILINE,
)
_STATEMENT = lazy(rb"\{%(?:[^%{]|%(?!\})|\{(?!%))*%\}|\{#(?:[^#{]|#(?!\})|\{(?!#))*#\}")
"""A statement or a comment of Jinja. None goes on behind where the next begins, or many that nobody ends would each be
looked for to the end of the text."""
_IN_BRACES = lazy(_ACTION)
_GROUP = lazy(rb"\(\?P?<(\w+)>")
"""What a regular expression calls a part that it finds: `${name}` puts it into a replacement."""


def templated(seen: Sequence[Seen]) -> set[str]:
    """The files of which somebody makes what Traefik reads, so that nobody can say what that is.

    They are for Jinja, or mounted as templates, or Docker fills them in, or they hold variables and are mounted by a
    container that starts with a script of its own; or another folder is mounted that is called as theirs and
    `-rendered`, and theirs is not.
    """
    texts = {one.path: one.text for one in seen if is_of_traefik(one)}
    found = {one.path for one in seen if one.what == JINJA}
    made: set[str] = set()
    read: set[str] = set()
    for one in seen:
        if one.what.kind is Kind.COMPOSE:
            found |= {path for file in filled_in_by_docker(one.text) if (path := joined(one.folder, file)) in texts}
        for hint in of_compose(one.text) if one.what.kind is Kind.COMPOSE else ():
            local = [(host, at) for host, at in hint.mounts if host.startswith(".")]
            hosts = [(joined(one.folder, host), at) for host, at in local]
            mounted = {path for host, _ in hosts for path in texts if host and below(path, host)}
            found |= {path for host, at in hosts if _TEMPLATES.search(at) for path in texts if path == host}
            if hint.script:
                found |= {path for path in mounted if holds_variable(texts[path])}
            else:
                read |= mounted
            for host, _ in local:
                beside, from_root = (_before(joined(folder, host), texts) for folder in (one.folder, ""))
                made |= beside or from_root  # `--project-directory` may say so
    return found | (made - read)


def _before(folder: str, texts: Collection[str]) -> set[str]:
    """The files of which a folder is made that is called as theirs and `-rendered`, and that is not there; or the one
    of which a file is."""
    stem, dot, ending = folder.rpartition(".")
    if dot and "/" not in ending and (made := _MADE.search(stem)) is not None:
        source = f"{stem[: made.start()]}.{ending}"
        return {source} if source in texts and folder not in texts else set()
    made = _MADE.search(folder)
    if made is None or any(below(path, folder) for path in texts):
        return set()
    return {path for path in texts if below(path, folder[: made.start()])}


def holds_variable(text: bytes) -> bool:
    """Whether there is something to fill in that is for no template of Traefik itself, nor what a regular expression
    found."""
    names = {found["braced"] or found["bare"] for found in _VARIABLE.finditer(text)} - {None}
    return bool(names and names - set(_GROUP.findall(text)))


def with_actions(text: bytes) -> bytes:
    """A template with what Traefik itself would fill in, so that of these values nothing is claimed."""
    if by_template(text.decode("utf-8", "replace")) == JINJA.called:
        text = _IN_BRACES.sub(rb"{{ env `x` }}", _STATEMENT.sub(b"", text))
    return _VARIABLE.sub(_action, text)


def _action(found: re.Match[bytes]) -> bytes:
    name = found["braced"] or found["bare"]
    return b"{{ env `%b` }}" % name if name else found[0]


def is_of_traefik(one: Seen) -> bool:
    return one.what.may_be_dynamic or one.what.kind is Kind.STATIC
