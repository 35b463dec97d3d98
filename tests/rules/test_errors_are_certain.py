"""An error that Traefik itself does not report is certain: no request is served as it is written. Asked with requests.

Every example of the rule book with an error of the effect `silent` is given to the real Traefik, with a working server
behind it, and gets requests of many kinds; none may be served. The good examples of the same pages must serve one.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.routing.echo import Echoes, send
from tests.rules.pages import Example
from tests.rules.test_pages import DOKPLOY, EXAMPLES, lint
from traefiklint.findings import Effect, Severity
from traefiklint.traefik.harmless import read_static
from traefiklint.traefik.oracle import Oracle

SERVER = "shop:3000"
HOSTS = ("shop.example.com", "www.example.com")
PATHS = ("/", "/api/x", "/find?kind=book", "/help")
WAYS = {"web": False, "websecure": True}
"""The entry points to ask on, and whether by TLS."""
LEFT_ALONE = frozenset(
    (
        "list-expected", "server-as-string", "unknown-root-key", "dotted-key", "multiple-documents",
        "forward-auth-self", "middleware-two-types", "dokploy-middlewares-comment-only",
        "dokploy-redirect-to-https-missing", "tls-min-version-unknown", "tcp-catch-all-shadows-http",
    )
)  # fmt: skip
"""Pages whose errors are about what Traefik drops, or about requests of another kind."""


def is_silent_error(example: Example) -> bool:
    """Whether an example has an error about which Traefik itself says nothing, and which is no other page's matter."""
    found = [f for f in lint(example).findings if f.severity is Severity.ERROR]
    return bool(found) and all(f.effect is Effect.SILENT and f.rule == example.page.stem for f in found)


CLAIMING = [
    example
    for example in EXAMPLES
    if example.target == "3.7"
    and example.page.stem not in LEFT_ALONE
    and any(promise.severity == "error" for promise in example.expected)
    and is_silent_error(example)
]
PAGES = {example.page for example in CLAIMING}
GOOD = [
    example
    for example in EXAMPLES
    if example.page in PAGES
    and not example.expected
    and "auth" not in example.page.stem
    and any(SERVER in str(text) for text in example.files.values())
]


@pytest.fixture(scope="module")
def statuses() -> Iterator[object]:
    """Asks Traefik with an example: the statuses of all requests."""
    oracles: dict[str, Oracle] = {}
    with Echoes(1) as servers:
        here = f"127.0.0.1:{servers.ports[0]}"

        def ask(example: Example) -> set[int]:
            static = example.static if example.static is not None else DOKPLOY
            oracle = oracles.setdefault(static, Oracle(static=read_static(static)))
            files = {name: str(text).replace(SERVER, here) for name, text in example.files.items()}
            verdict = oracle.check(files)
            assert verdict.loads, verdict.error
            points = oracle.harmless.entry_points
            return {one for name, tls in WAYS.items() if name in points for one in requests(points[name], tls)}

        yield ask
    for oracle in oracles.values():
        oracle.close()


def requests(address: tuple[str, int], tls: bool) -> Iterator[int]:
    for host in HOSTS:
        for path in PATHS:
            data = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
            yield send(address, data, tls=tls, server_name=host, client_ip="").status


def test_there_are_pages_to_ask_about() -> None:
    assert len(PAGES) > 15


@pytest.mark.parametrize("example", CLAIMING, ids=lambda example: example.name)
def test_nothing_is_served_where_we_say_so(example: Example, statuses: object) -> None:
    assert not {status for status in statuses(example) if 0 < status < 400}  # type: ignore[operator]


@pytest.mark.parametrize("example", GOOD, ids=lambda example: example.name)
def test_something_is_served_where_we_have_nothing_to_say(example: Example, statuses: object) -> None:
    assert any(200 <= status < 400 for status in statuses(example))  # type: ignore[operator]
