"""What middlewares make of a path without escapes, where redirects send a URL, and paths that routers may hand to them.

Source: pkg/middlewares/addprefix, stripprefix, stripprefixregex, replacepath, replacepathregex, redirect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.go.expand import substitute
from traefiklint.go.regexp import go_regex
from traefiklint.instance.path_conditions import PathConditions
from traefiklint.model.middleware import Middleware
from traefiklint.model.middlewares import RedirectRegex, StripPrefix, StripPrefixRegex
from traefiklint.patterns import lazy

LONGEST = 1 << 16
"""How long a path or URL is followed: forty middlewares that double it would make one of a million million letters."""


def rewritten(middleware: Middleware, path: str) -> str:
    """The path behind a middleware; the same where it leaves it alone."""
    if middleware.add_prefix is not None:
        return _with_slash(middleware.add_prefix.prefix + path)
    strip = middleware.strip_prefix or middleware.strip_prefix_regex
    if strip is not None:
        left = path.encode()
        return _with_slash(left[len(stripped(strip, left) or b"") :].decode("utf-8", "replace"))
    if middleware.replace_path is not None:
        return middleware.replace_path.http_path
    if middleware.replace_path_regex is not None:
        part = middleware.replace_path_regex
        new = substitute(part.regex.strip(), part.replacement.strip(), path.encode())
        return path if new is None else new.decode("utf-8", "replace")
    return path


def stripped(part: StripPrefix | StripPrefixRegex, path: bytes) -> bytes | None:
    """What a middleware takes off the beginning of a path; None where it leaves that alone."""
    if isinstance(part, StripPrefix):
        return next(filter(path.startswith, (prefix.encode() for prefix in part.prefixes)), None)
    for expression in part.regex:
        match = go_regex(expression.strip()).first(path)
        head = match.group() if match is not None else None
        if head and path.startswith(head):
            return head
    return None


def _with_slash(path: str) -> str:
    return f"/{path.removeprefix('/')}"


def sent_by_regex(redirect: RedirectRegex, url: str) -> str | None:
    """Where a redirect sends a URL; None where its expression does not match."""
    made = substitute(redirect.regex, redirect.replacement, url.encode("utf-8", "surrogateescape"))
    return None if made is None else made.decode("utf-8", "surrogateescape")


def sent_to_scheme(scheme: str, port: str, url: str) -> str:
    """Where a redirect to a scheme, and perhaps a port, sends a URL, which may be where it is already."""
    parts = _URL.match(url)
    assert parts is not None, "the pattern matches any text"
    return f"{scheme}://{parts['host'] or ''}{f':{port}' if port and PORTS.get(scheme) != port else ''}{parts['rest']}"


_URL = lazy(r"\A(?:https?://)?(?P<host>\[[\w:.]+\]|[\w._-]+)?(?::\d+)?(?P<rest>.*)\Z", re.DOTALL | re.ASCII)
PORTS = {"http": "80", "https": "443"}
"""The usual ports, which no URL needs to name."""


def redirected(redirect: RedirectRegex, path: str) -> bool:
    """Whether a redirect runs for a path, on some host."""
    urls = (f"{scheme}://{host}{path}" for host in _hosts(redirect) for scheme in ("http", "https"))
    return any(sent_by_regex(redirect, url) is not None for url in urls)


def _hosts(redirect: RedirectRegex) -> tuple[str, ...]:
    host = _sample(redirect.regex).partition("://")[2].partition("/")[0]
    return (host or "example.com", "example.com")


def meant(middleware: Middleware, paths: PathConditions) -> list[str]:
    """Paths that a router lets through and that a middleware is for; empty where none comes to mind."""
    found = [path for path in _candidates(middleware, paths) if path.startswith("/") and paths.may_begin_with(path)]
    redirect = middleware.redirect_regex
    return [path for path in found if (redirected(redirect, path) if redirect else rewritten(middleware, path) != path)]


def made_for(middleware: Middleware, before: list[Middleware], paths: PathConditions) -> Iterator[str]:
    """Paths that a router lets through and that those before a middleware may turn into what it is for."""
    for path in _candidates(middleware, paths):
        for step in reversed(before):
            if step.add_prefix is not None and path.startswith(step.add_prefix.prefix):
                path = _with_slash(path.removeprefix(step.add_prefix.prefix))
            elif step.strip_prefix is not None and step.strip_prefix.prefixes:
                path = step.strip_prefix.prefixes[0] + path
        if paths.may_begin_with(path):
            yield path


def _candidates(middleware: Middleware, paths: PathConditions) -> Iterator[str]:
    for pairs in paths.alternatives or ():
        for name, value in pairs:
            yield value if name == "Path" else _below(value)
    if middleware.strip_prefix is not None:
        for prefix in middleware.strip_prefix.prefixes:
            yield _below(prefix)
    if middleware.strip_prefix_regex is not None:
        for expression in middleware.strip_prefix_regex.regex:
            yield _below(_sample(expression))
    if middleware.replace_path_regex is not None:
        yield _below(_sample(re.sub(r"\(?\.[*+]\)?\$?$", "", middleware.replace_path_regex.regex)))
    if middleware.replace_path is not None:
        yield "/below"
    if middleware.redirect_regex is not None:
        path = f"/{_sample(middleware.redirect_regex.regex).partition('://')[2].partition('/')[2]}"
        yield from (path, _below(path))


def _below(path: str) -> str:
    return f"{path.rstrip('/')}/below"


def _sample(pattern: str) -> str:
    from traefiklint.matching.examples import sample

    return sample(pattern.strip()).partition("?")[0]
