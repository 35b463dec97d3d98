"""What the table of changes says of two versions, both of them do: asked with requests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.each import each, rows
from tests.routing.echo import Echoes, send
from tests.traefik_versions import NEWEST, OLDEST, VERSIONS, traefik
from traefiklint import lint_texts
from traefiklint.instance.changes import CHANGES, BehaviourChange
from traefiklint.options import Options
from traefiklint.verify.harmless import read_static
from traefiklint.verify.oracle import Oracle
from traefiklint.versions import NEWEST as NEWEST_KNOWN
from traefiklint.versions import Version, since

STATIC = 'entryPoints:\n  web:\n    address: ":80"\n'
BETWEEN = VERSIONS[1]


class Case(NamedTuple):
    """A rule, a request, and what the older and the newer Traefik answer."""

    words: str
    """Of the finding."""
    rule: str
    request: str
    versions: tuple[str, str]
    statuses: tuple[int, int]
    middleware: str = ""


CASES = (
    Case("stands for one label", "Host(`*.example.com`)", "GET /", (BETWEEN, NEWEST), (404, 200)),
    Case("matches every request", "Host(`*`)", "GET /", (BETWEEN, NEWEST), (404, 200)),
    Case(
        "is answered with 400", "PathPrefix(`/api`)", "GET /api../x", (BETWEEN, NEWEST), (200, 400),
        "stripPrefix: {prefixes: [/api]}",
    ),
    Case("never matches", "Path(`/a//b`)", "GET /a//b", (OLDEST, BETWEEN), (200, 404)),
    Case("in capitals", "Path(`/a%2Db`)", "GET /a%252Db", (OLDEST, BETWEEN), (200, 404)),
    Case(
        "`X-Forwarded-Prefix` is removed", "Header(`X-Forwarded-Prefix`, `/x`)", "GET / X-Forwarded-Prefix:/x",
        (OLDEST, BETWEEN), (200, 404),
    ),
    Case("CONNECT", "Method(`CONNECT`)", "CONNECT /", (BETWEEN, NEWEST), (200, 501)),
)  # fmt: skip


def test_the_table_names_classes_that_there_are() -> None:
    from traefiklint.model.base import Section

    def below(of: type) -> set[str]:
        return {of.__name__}.union(*(below(one) for one in of.__subclasses__()))

    lint_texts({"traefik.yml": STATIC}, roles={"traefik.yml": "static"})  # the static classes are imported when needed
    assert {name for change in CHANGES for name in change.of} <= below(Section)


def files(case: Case, url: str = "http://shop:3000") -> dict[str, str]:
    lines = [
        "http:", "  routers:", "    shop:", f'      rule: "{case.rule}"', "      entryPoints: [web]",
        "      service: shop",
        *(["      middlewares: [one]"] if case.middleware else []),
        *(["  middlewares:", f"    one: {{{case.middleware}}}"] if case.middleware else []),
        "  services:", f'    shop: {{loadBalancer: {{servers: [{{url: "{url}"}}]}}}}',
    ]  # fmt: skip
    return {"shop.yml": "".join(f"{line}\n" for line in lines)}


def told(case: Case, former: str, target: str) -> list[str]:
    """What an upgrade changes for a case."""
    options = Options("none", target, STATIC, upgrade_from=former)
    return [
        one.message for one in lint_texts(files(case), options=options).findings if one.rule == "changed-by-upgrade"
    ]


@rows("case", CASES, ids=lambda case: case.words)
def test_a_change_is_told_for_the_versions_that_differ_and_for_no_others(case: Case) -> None:
    older, newer = case.versions
    assert any(case.words in message for message in told(case, older, newer))
    assert not any(case.words in message for message in told(case, newer, NEWEST_KNOWN.name))


@pytest.fixture(scope="module")
def status() -> Iterator[object]:
    """Asks a Traefik of a version with the request of a case."""
    oracles: dict[str, Oracle] = {}
    with Echoes(1) as servers:
        url = f"http://127.0.0.1:{servers.ports[0]}"

        def ask(case: Case, version: str) -> int:
            static = read_static(STATIC)
            oracle = oracles.setdefault(version, Oracle(traefik(version), static=static, confined=False))
            verdict = oracle.check(files(case, url))
            assert verdict.loads, verdict.error
            method, path, *headers = case.request.split(" ")
            lines = [f"{method} {path} HTTP/1.1", "Host: shop.example.com", *headers, "Connection: close", "", ""]
            address = oracle.harmless.entry_points["web"]
            return send(address, "\r\n".join(lines).encode(), tls=False, server_name="", client_ip="").status

        yield ask
    for oracle in oracles.values():
        oracle.close()


@pytest.mark.traefik
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.words)
def test_both_versions_do_what_the_table_says(case: Case, status: object) -> None:
    assert tuple(status(case, version) for version in case.versions) == case.statuses  # type: ignore[operator]


@rows("change", CHANGES, ids=lambda change: f"{change.since[-1]} {change.says[:30]}")
def test_a_row_concerns_those_who_pass_its_version(change: BehaviourChange) -> None:
    first = since(change.since[-1])
    last = since(change.until)._replace(patch=since(change.until).patch - 1) if change.until else first
    former = since(change.only_from) if change.only_from else Version(1, 7, 0)
    assert change.concerns(former, last)
    assert not change.concerns(first, last), "who has it already does not get it"
    assert not change.concerns(former, former), "who does not come so far does not get it"


BORDERS = (
    ("within 60 seconds", "2.11.1 2.11.2", "2.11.1 3.0.0", "2.11.2 3.0.0", "2.11.0 2.11.1"),
    ("19.03", "3.6.15 3.6.16", "3.6.15 3.7.0", "3.6.16 3.7.0", "3.6.14 3.6.15"),
    ("such as `/api../x`", "3.6.18 3.6.19", "3.7.2 3.7.3", "3.6.19 3.7.3", "3.6.18 3.7.2"),
    ("prefix is cut off is", "3.6.18 3.6.19", "3.7.2 3.7.3", "3.6.19 3.7.3", "3.6.18 3.7.2"),
    ("HTTP/1 is answered", "3.6.23 3.6.24", "3.7.8 3.7.9", "3.6.24 3.7.9", "3.6.23 3.7.8"),
    ("rules see letters", "3.4.0 3.4.1", "3.3.9 3.7.0", "3.4.1 3.7.0", "3.3.9 3.4.0"),
    ("so this never matches", "3.3.5 3.3.6", "3.0.0 3.4.0", "3.3.6 3.4.0", "3.0.0 3.3.5"),
)
"""Changes that came to several lines of versions: two upgrades that bring them, and two that do not."""


@each(BORDERS, lambda row: row[0])
def test_a_change_is_for_those_who_cross_one_of_its_versions(row: tuple[str, ...]) -> None:
    words, *upgrades = row
    for change in (one for one in CHANGES if words in one.says):
        crossed = [change.concerns(*map(since, upgrade.split())) for upgrade in upgrades]
        assert crossed == [True, True, False, False], upgrades


@rows("change", CHANGES, ids=lambda change: f"{change.since[-1]} {change.says[:30]}")
def test_a_row_makes_sentences(change: BehaviourChange) -> None:
    assert not change.says.endswith(".")
    assert change.advice[:1].isupper()
    assert change.advice.endswith(".")


class Lines(NamedTuple):
    """A static configuration that relies on what a row is about, and what makes it rely on that no more."""

    words: str
    """Of the row."""
    static: str
    instead: tuple[str, str]
    """A text of it, and the one to write in its place."""


_GATEWAY = ("kubernetesGateway: {}", "kubernetesCRD: {}")
RELYING = (
    Lines("within 60 seconds", STATIC, (':80"', ':80"\n    transport: {respondingTimeouts: {readTimeout: 30m}}')),
    Lines("within 60 seconds", STATIC, (":80", ":80/udp")),
    Lines("own services", "accessLog: {}\n", ("{}", "{addInternals: true}")),
    Lines("own services", "metrics: {prometheus: {}}\n", ("{prom", "{addInternals: true, prom")),
    Lines("own services", "tracing: {}\n", ("{}", "{addInternals: true}")),
    Lines("open connections", "metrics: {prometheus: {}}\n", ("metrics: {prometheus: {}}", "ping: {}")),
    Lines("experimental channel", "providers: {kubernetesGateway: {}}\n", ("{}", "{experimentalChannel: true}")),
    Lines("traefik.containo.us", "providers: {kubernetesCRD: {}}\n", ("kubernetesCRD", "kubernetesIngress")),
    Lines("endpointslices", "providers: {kubernetesCRD: {}}\n", ("kubernetesCRD", "docker")),
    Lines("endpointslices", "providers: {kubernetesIngress: {}}\n", ("kubernetesIngress", "docker")),
    Lines("endpointslices", "providers: {kubernetesGateway: {}}\n", ("kubernetesGateway", "docker")),
    Lines("are in seconds", "metrics: {otlp: {}}\n", ("otlp", "prometheus")),
    Lines("two spans", "tracing: {}\n", ("tracing", "ping")),
    Lines("not_after_seconds", "metrics: {otlp: {}}\n", ("otlp", "prometheus")),
    Lines("version 1.4", "providers: {kubernetesGateway: {}}\n", _GATEWAY),
    Lines("answered with 400", STATIC, (':80"', ':80"\n    http: {encodedCharacters: {allowEncodedSlash: true}}')),
    Lines("answered with 400", STATIC, (":80", ":80/udp")),
    Lines("another namespace", "providers: {kubernetesCRD: {}}\n", ("{}", "{allowCrossNamespace: true}")),
    Lines("19.03", "providers: {docker: {}}\n", ("docker", "file")),
    Lines("19.03", "providers: {swarm: {}}\n", ("swarm", "file")),
    Lines("version 1.5", "providers: {kubernetesGateway: {}}\n", _GATEWAY),
    Lines("have other names", "providers: {kubernetesGateway: {}}\n", _GATEWAY),
)


@rows("lines", RELYING, ids=lambda lines: f"{lines.words}, {lines.instead[1][:20]}")
def test_a_row_about_the_static_configuration_is_told_where_it_is_relied_upon(lines: Lines) -> None:
    row = next(one for one in CHANGES if lines.words in one.says and one.of[0] not in ("Router", "StripPrefix"))
    target = row.since[-1]
    former = row.only_from or "2.11.0"

    def told_of(static: str) -> bool:
        options = Options("none", target, upgrade_from=former)
        report = lint_texts({"traefik.yml": static}, options=options, roles={"traefik.yml": "static"})
        return any(one.rule == "changed-by-upgrade" and row.says in one.message for one in report.findings)

    assert told_of(lines.static)
    assert lines.instead[0] in lines.static
    assert not told_of(lines.static.replace(*lines.instead))
