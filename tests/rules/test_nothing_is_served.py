"""Where the rule book says that nothing is served, nothing is. Asked with requests.

Every example with a finding on these pages is given to the real Traefik, with a working server behind it, and gets
requests of many kinds; none may be served. The good examples of the same pages must serve one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from tests.each import each
from tests.routing.echo import Echoes, send
from tests.rules.linted import lint
from tests.rules.pages import Example
from tests.rules.test_pages import DOKPLOY, EXAMPLES
from traefiklint.findings import Effect
from traefiklint.verify.harmless import read_static
from traefiklint.verify.oracle import Oracle
from traefiklint.versions import NEWEST

pytestmark = pytest.mark.traefik

SERVER = "shop:3000"
HOSTS = ("shop.example.com", "www.example.com")
PATHS = ("/", "/api/x", "/find?kind=book", "/help")
WAYS = {"web": False, "websecure": True}
"""The entry points to ask on, and whether by TLS."""
NOTHING_SERVED = frozenset(
    (
        "basic-auth-doubled-dollar", "basic-auth-plaintext", "host-with-path", "host-with-port", "host-with-scheme",
        "host-with-space", "in-flight-zero", "path-with-query", "regexp-v2-template", "rule-contradiction",
        "server-url-bad-scheme", "server-url-empty", "server-url-no-host", "server-url-no-scheme",
        "server-url-port-range", "servers-empty", "weights-all-zero",
    )
)  # fmt: skip
"""The pages whose findings say that no request is served as it is written."""


def is_about_its_page(example: Example) -> bool:
    """Whether an example shows nothing but what its page is about, and no rule in it has an alternative that works."""
    found = lint(example).findings
    return (
        "||" not in "".join(map(str, example.files.values()))
        and bool(found)
        and all(f.effect is Effect.SILENT and f.rule == example.page.stem for f in found)
    )


OF_PAGES = [example for example in EXAMPLES if example.page.stem in NOTHING_SERVED and example.target == NEWEST.name]
GOOD = [
    example
    for example in OF_PAGES
    if not example.expected
    and "auth" not in example.page.stem
    and any(SERVER in str(text) for text in example.files.values())
]


@cache
def claiming() -> list[Example]:
    """The examples that show what nobody is served for, and nothing else."""
    return [example for example in OF_PAGES if example.expected and is_about_its_page(example)]


@pytest.fixture(scope="module")
def statuses() -> Iterator[object]:
    """Asks Traefik with an example: the statuses of all requests."""
    oracles: dict[str, Oracle] = {}
    with Echoes(1) as servers:
        here = f"127.0.0.1:{servers.ports[0]}"

        def ask(example: Example) -> set[int]:
            static = example.static if example.static is not None else DOKPLOY
            oracle = oracles.setdefault(static, Oracle(static=read_static(static), confined=False))
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
    assert {example.page.stem for example in claiming()} == NOTHING_SERVED


@each(claiming, lambda example: example.name)
def test_nothing_is_served_where_we_say_so(example: Example, statuses: object) -> None:
    assert not {status for status in statuses(example) if 0 < status < 400}  # type: ignore[operator]


@pytest.mark.parametrize("example", GOOD, ids=lambda example: example.name)
def test_something_is_served_where_we_have_nothing_to_say(example: Example, statuses: object) -> None:
    assert any(200 <= status < 400 for status in statuses(example))  # type: ignore[operator]
