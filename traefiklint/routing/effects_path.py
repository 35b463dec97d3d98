"""Middlewares that change the path, and those that redirect.

Source: pkg/middlewares/addprefix, stripprefix, stripprefixregex, replacepath, replacepathregex, redirect.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes

from traefiklint.go.expand import substitute
from traefiklint.go.path import is_broken
from traefiklint.go.url import parse_url
from traefiklint.instance.own_routers import Redirection
from traefiklint.instance.rewritten import PORTS, sent_by_regex, sent_to_scheme, stripped
from traefiklint.matching.request import host_without_port
from traefiklint.routing.state import End, RequestEffect, State, refuse, text_of
from traefiklint.versions import Version, since

_STRIP_CLEANS = since("3.4.1")
_STRIP_REFUSES = since("3.7.2"), since("3.6.18")
_REPLACE_REFUSES = since("3.7.7"), since("3.6.23")
"""Since when paths are cleaned, or refused where that changes them: in 3.7, and in 3.6 where the patch is known (the
program of 3.6 that was asked, 3.6.15, does not refuse them)."""


def _refuses(target: Version, first: tuple[Version, Version]) -> bool:
    return target >= first[0] or (first[1] <= target < since("3.7") and target.names_patch)


def add_prefix(part: Any, state: State) -> RequestEffect:
    prefix = part.prefix.encode()
    path = _with_slash(prefix + state.path)
    raw = _with_slash(prefix + state.raw) if state.raw else b""
    changed = state.with_path(path, raw)
    return RequestEffect(f"puts `{part.prefix}` before the path: {_arrow(state, changed)}", changed)


def strip_prefix(part: Any, state: State) -> RequestEffect:
    head = stripped(part, state.path)
    if head is None:
        return RequestEffect(f"strips {_listed(part.prefixes)}, which the path does not begin with", state)
    return _stripped(state, head, bool(part.force_slash))


def strip_prefix_regex(part: Any, state: State) -> RequestEffect:
    head = stripped(part, state.path)
    if head is None:
        return RequestEffect(f"strips what matches {_listed(part.regex)}, which the path does not begin with", state)
    return _stripped(state, head, False)


def _stripped(state: State, head: bytes, force_slash: bool) -> RequestEffect:
    prefix = text_of(head)
    path, raw = state.path[len(head) :], state.raw[_encoded_length(state.raw, head) :]
    if force_slash:
        path, raw = b"/" + path.removeprefix(b"/"), (b"/" + raw.removeprefix(b"/") if state.raw else b"")
    else:
        path, raw = _with_slash(path), _with_slash(raw)
    left = state.with_path(path, raw)
    changed = left.cleaned() if state.target >= _STRIP_CLEANS else left
    if changed.path != left.path and _refuses(state.target, _STRIP_REFUSES):
        return refuse(f"strips `{prefix}`, and refuses the path that is left because it is not clean", state, 400)
    changed = changed.with_header("X-Forwarded-Prefix", *changed.headers.get("X-Forwarded-Prefix", ()), prefix)
    return RequestEffect(f"strips `{prefix}` off the path: {_arrow(state, changed)}", changed)


def _encoded_length(raw: bytes, prefix: bytes) -> int:
    """How many bytes of an escaped path stand for a decoded prefix."""
    at = 0
    for _ in prefix:
        if at >= len(raw):
            break
        at += 3 if raw[at : at + 1] == b"%" and at + 2 < len(raw) else 1
    return at


def replace_path(part: Any, state: State) -> RequestEffect:
    return _replaced(state, part.http_path, f"replaces the path by `{part.http_path}`", must_be_clean=False)


def replace_path_regex(part: Any, state: State) -> RequestEffect:
    new = substitute(part.regex.strip(), part.replacement.strip(), state.raw or state.escaped)
    if new is None:
        return RequestEffect(f"rewrites paths that match `{part.regex}`, which this one does not", state)
    return _replaced(state, text_of(new), f"rewrites the path by `{part.regex}`", must_be_clean=True)


def _replaced(state: State, new: str, text: str, must_be_clean: bool) -> RequestEffect:
    if is_broken(new):
        return refuse(f"{text}, in which a percent sign stands alone", state, 500)
    raw = new.encode("utf-8", "surrogateescape")
    changed = state.with_path(unquote_to_bytes(raw), raw)
    if must_be_clean and _refuses(state.target, _REPLACE_REFUSES):
        clean = changed.cleaned()
        if clean.path != changed.path:
            return refuse(f"{text}, and refuses it because it is not clean", state, 400)
        changed = clean
    changed = changed.with_header(
        "X-Replaced-Path", *changed.headers.get("X-Replaced-Path", ()), text_of(state.raw or state.escaped)
    )
    return RequestEffect(f"{text}: {_arrow(state, changed)}", changed)


def redirect_scheme(part: Any, state: State) -> RequestEffect:
    return redirect_to(Redirection(part.scheme, part.port, part.permanent), state)


def redirect_to(target: Redirection, state: State) -> RequestEffect:
    """A redirection to another scheme or port, of a middleware or of an entry point."""
    scheme, port = target.scheme, target.port
    shown = f"{scheme}" + (f" on port {port}" if port else "")
    old = _client_url(state)
    new = sent_to_scheme(scheme, port, old)
    if new == old:
        return RequestEffect(f"redirects to {shown}, which this request is already", _read_again(state))
    return _moved(f"redirects to {shown}", new, target.permanent, state)


def redirect_regex(part: Any, state: State) -> RequestEffect:
    old = f"{'https' if state.secure else 'http'}://{state.host}{state.uri}"
    new = sent_by_regex(part, old)
    if new is None:
        return RequestEffect(f"redirects what matches `{part.regex}`, which this request does not", state)
    if new == old:
        return RequestEffect(f"redirects by `{part.regex}` to where this request is already", _read_again(state))
    return _moved(f"redirects by `{part.regex}`", new, part.permanent, state)


def _read_again(state: State) -> State:
    """The request with the URL that a redirection has made, and that was its own: no path has become `/`."""
    return state if state.path else state.with_path(b"/", b"")


def _moved(text: str, location: str, permanent: bool, state: State) -> RequestEffect:
    get = state.request.method == "GET"
    if parse_url(location).error:
        return refuse(f"{text} to {location}, which is no URL: 502", state, 502)
    status = (301 if get else 308) if permanent else (302 if get else 307)
    return RequestEffect(
        f"{text}: {status} {HTTPStatus(status).phrase} to {location}", state, End("redirect", status, location)
    )


def _client_url(state: State) -> str:
    host = host_without_port(state.host, brackets=False)
    port = state.host[len(host) :] if state.host.startswith(host) else state.host[state.host.rindex(":") :]
    scheme = "https" if state.secure else "http"
    forwarded = state.header("X-Forwarded-Proto").lower()
    if forwarded in ("http", "ws", "https", "wss"):
        scheme = "https" if forwarded in ("https", "wss") else "http"
    if port == f":{PORTS[scheme]}":
        port = ""
    return f"{scheme}://{host}{port}{state.uri}"


def _with_slash(path: bytes) -> bytes:
    return path if not path or path.startswith(b"/") else b"/" + path


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "nothing"


def _arrow(before: State, after: State) -> str:
    return f"{text_of(before.escaped) or '/'} → {text_of(after.escaped) or '/'}"


APPLIERS = {
    "add_prefix": add_prefix,
    "strip_prefix": strip_prefix,
    "strip_prefix_regex": strip_prefix_regex,
    "replace_path": replace_path,
    "replace_path_regex": replace_path_regex,
    "redirect_scheme": redirect_scheme,
    "redirect_regex": redirect_regex,
}
