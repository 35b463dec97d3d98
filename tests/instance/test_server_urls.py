"""URLs of servers: what is wrong with each, and what to write."""

# ruff: noqa: E501 - tables

from __future__ import annotations

from tests.each import rows
from traefiklint import lint_texts


def said(url: str, more: str = "") -> list[str]:
    """What is said of the URL of a server: the end of each rule's name, the heart of what it says, and the fix."""
    text = f"http: {{services: {{s: {{loadBalancer: {{servers: [{{url: '{url}'{more}}}]}}}}}}}}\n"
    found = [one for one in lint_texts({"a.yml": text}, profile="none").findings if one.rule.startswith("server-url-")]
    assert all(one.path == "http.services.s.loadBalancer.servers[0].url" for one in found)
    lines = []
    for one in found:
        fixed = f" -> {one.fix.edits[0].text}" if one.fix else ""
        what = one.message.replace("`", "").partition(", so ")[0].partition("; ")[0]
        lines.append(f"{one.rule.removeprefix('server-url-')}: {what}{fixed}")
    return lines


@rows(
    ("url", "told"),
    [
        ('http://a', []),
        ('https://a:443', []),
        ('h2c://a', []),
        ('HTTP://a', []),
        ('http://A:80/', []),
        ('ftp://a', ['bad-scheme: Traefik cannot reach a server over ftp']),
        ('tcp://a:1', ['bad-scheme: Traefik cannot reach a server over tcp']),
        ('ws://a', ["bad-scheme: Traefik reaches no server over ws, and passes WebSockets over HTTP -> 'http://a'"]),
        ('http:/a', ["no-host: http:/a names no host -> 'http://a'"]),
        ('http:a', ["no-host: http:a names no host -> 'http://a'"]),
        ('http//a', ["no-scheme: http//a has no scheme -> 'http://a'"]),
        ('http//a:80/x', ["no-scheme: http//a:80/x has no scheme -> 'http://a:80/x'"]),
        ('https:/a:80', ["no-host: https:/a:80 names no host -> 'https://a:80'"]),
        ('https:a/x', ["no-host: https:a/x names no host -> 'https://a/x'"]),
        ('h2c/a', ["no-scheme: h2c/a has no scheme -> 'h2c://a'"]),
        ('httpx/a', ["no-scheme: httpx/a has no scheme -> 'http://httpx/a'"]),
        ('a:80', ["no-scheme: a:80 has no scheme -> 'http://a:80'"]),
        ('a', ["no-scheme: a has no scheme -> 'http://a'"]),
        ('a/b', ["no-scheme: a/b has no scheme -> 'http://a/b'"]),
        ('localhost:80', ["no-scheme: localhost:80 has no scheme -> 'http://localhost:80'"]),
        ('x:1a', ['no-scheme: x:1a has no scheme']),
        ('x:a1', ['bad-scheme: Traefik cannot reach a server over x']),
        ('http://', ['no-host: http:// names no host']),
        ('http:///x', ['no-host: http:///x names no host']),
        ('http://:80', ['no-host: The URL names only a port']),
        ('https://:0', ['no-host: The URL names only a port']),
        ('http://a:0', ['port-range: There is no port 0']),
        ('http://a:1', []),
        ('http://a:65535', []),
        ('http://a:65536', ['port-range: There is no port 65536']),
        ('http://a:100000', ['port-range: There is no port 100000']),
        ('http://a:99999999999999', ['port-range: There is no port 99999999999999']),
        ('http://a:0000000000080', []),
        ('http://a:0000000000000', ['port-range: There is no port 0000000000000']),
        ('http://http://a', ["scheme-twice: http://http://a has its scheme twice -> 'http://a'"]),
        ('http://https://a:80/x', ["scheme-twice: http://https://a:80/x has its scheme twice -> 'https://a:80/x'"]),
        ('https://HTTP://a', ["scheme-twice: https://HTTP://a has its scheme twice -> 'HTTP://a'"]),
        ('http://h2c://a', ["scheme-twice: http://h2c://a has its scheme twice -> 'h2c://a'"]),
        ('http://ftp://a', ["path-ignored: Traefik ignores the path //a of a server's URL -> 'http://ftp:'"]),
        ('http://http/a', ["path-ignored: Traefik ignores the path /a of a server's URL -> 'http://http'"]),
        ('http://http/a//b', ["path-ignored: Traefik ignores the path /a//b of a server's URL -> 'http://http'"]),
        ('http://http:80', []),
        ('http://$A', ['placeholder: Traefik fills in no variables']),
        ('http://a$', ['placeholder: Host a$ looks like a placeholder that was never filled in']),
        ('http://a.b}', ['unparsable: Server URL http://a.b} cannot be read']),
        ('http://<a>', []),
        ('http://[fd00::1%25eth0]', []),
        ('http://undefined', ['placeholder: Host undefined looks like a placeholder that was never filled in']),
        ('http://NULL:80', ['placeholder: Host NULL looks like a placeholder that was never filled in']),
        ('http://a.undefined', []),
        ('http://{{ .Host }}', []),
        ('http://a/x', ["path-ignored: Traefik ignores the path /x of a server's URL -> 'http://a'"]),
        ('http://a/x?y=1#z', ["path-ignored: Traefik ignores the path /x of a server's URL", "query-or-user: Traefik ignores the query and the fragment of a server's URL -> 'http://a/x'"]),
        ('http://a/?y', ["query-or-user: Traefik ignores the query of a server's URL -> 'http://a/'"]),
        ('http://a#z', ["query-or-user: Traefik ignores the fragment of a server's URL -> 'http://a'"]),
        ('http://u@a', ["query-or-user: Traefik ignores the user and password of a server's URL -> 'http://a'"]),
        ('http://u:p@a/x', ["path-ignored: Traefik ignores the path /x of a server's URL -> 'http://u:p@a'", "query-or-user: Traefik ignores the user and password of a server's URL -> 'http://a/x'"]),
        ('http://u:p@a?x#y', ["query-or-user: Traefik ignores the user and password and the query and the fragment of a server's URL -> 'http://a'"]),
        ('http://a/?x@y', ["query-or-user: Traefik ignores the query of a server's URL -> 'http://a/'"]),
        ('http://a?', []),
        ('http://a#', []),
        ('http://u@[fd00::1]:80?x', ["query-or-user: Traefik ignores the user and password and the query of a server's URL -> 'http://[fd00::1]:80'"]),
        ('http://a/x#u@b', ["path-ignored: Traefik ignores the path /x of a server's URL", "query-or-user: Traefik ignores the fragment of a server's URL -> 'http://a/x'"]),
    ],
)  # fmt: skip
def test_what_traefik_does_not_use_as_it_is_meant_is_told(url: str, told: list[str]) -> None:
    assert said(url) == told


@rows(
    ("url", "told"),
    [
        ('http://a/x', []),
        ('http://a/x?y', ["query-or-user: Traefik ignores the query of a server's URL -> 'http://a/x'"]),
        ('http://u@a/x', ["query-or-user: Traefik ignores the user and password of a server's URL -> 'http://a/x'"]),
    ],
)  # fmt: skip
def test_a_path_that_is_preserved_is_used(url: str, told: list[str]) -> None:
    assert said(url, ", preservePath: true") == told
