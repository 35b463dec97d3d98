"""One input through one room, and everything that must be true whatever the input is.

A room is named as the folders of the corpus are. `drive` raises whatever the product raises, and `AssertionError` where
an answer is not as it should be.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tests.fuzz.limits import next_answer
from traefiklint.dokploy.replies import Reply, failure_of, said
from traefiklint.dokploy.secret import Secret
from traefiklint.engine import lint_instance, lint_texts
from traefiklint.errors import TraefiklintError
from traefiklint.findings import Finding, Report, Span
from traefiklint.fixing import CIRCLE, Reverted, fix_texts
from traefiklint.instance.load import read_context, read_instance
from traefiklint.options import Options
from traefiklint.patch.data import UnstructuredError, read_data
from traefiklint.patch.printing import print_document
from traefiklint.patch.rewrite import CannotRewriteError, rewrite
from traefiklint.report import FORMATS, render
from traefiklint.routing.answer import follow
from traefiklint.routing.asking import read_request
from traefiklint.routing.graph import dot, mermaid, page, svg
from traefiklint.routing.graph.model import build_graph
from traefiklint.routing.json import journey_dict
from traefiklint.routing.table import Table
from traefiklint.routing.testfile import read_tests
from traefiklint.routing.testing import run_tests
from traefiklint.routing.text import lines
from traefiklint.routing.world import make_world
from traefiklint.settings import as_dict
from traefiklint.settings.find import ConfigFile
from traefiklint.settings.read import read as read_settings
from traefiklint.sync.changes import changes
from traefiklint.sync.merge import merge
from traefiklint.sync.redact import redact
from traefiklint.text.lines import Lines, lines_of

GOOD = """\
http:
  routers:
    shop: {rule: "Host(`shop.example.com`) && PathPrefix(`/a`)", service: shop, entryPoints: [web], middlewares: [auth]}
    top: {rule: "Host(`top.example.com`)", entryPoints: [web]}
    below: {rule: "PathPrefix(`/x`)", parentRefs: [top], service: shop}
  services:
    shop: {loadBalancer: {servers: [{url: "http://shop:3000"}]}}
  middlewares:
    auth: {basicAuth: {users: ["a:$2y$05$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"]}}
"""
COMPOSE = """\
services:
  proxy:
    image: traefik:v3.6
    command: ["--entryPoints.web.address=:80", --providers.docker=true]
  shop:
    image: example/shop:2
    labels:
      - traefik.http.routers.shop.rule=Host(`${DOMAIN:-shop.example.com}`)
      - "traefik.http.services.shop.loadbalancer.server.port=3000"
"""
TESTS = "tests:\n  - {request: 'GET http://shop.example.com/a', expect: router shop}\n"
PARTS = "\n=======\n"
"""What stands between the texts of an input that has several."""

_ADDRESSES = ("http://shop.example.com/a", "https://a.example.com/", "tcp://a.example.com:80", "udp://a:53")
_HOST = re.compile(r"Host\(`([a-z0-9.-]{1,60})`\)")
_ANOTHER_ANSWERS = re.compile(
    r"\bgo to\b|may no longer answer|would answer what|would change places|would get the TLS options"
)
"""Why a fix that is safe by itself is held back where others might lose requests."""
_ROUTER_LOST = re.compile(r"Traefik would disable `(?:http|tcp|udp)\.routers\.")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def drive(room: str, data: bytes) -> None:
    """Put an input into a room."""
    ROOMS[room](data)


def lint(files: dict[str, str | bytes], static: str | None = None) -> Report:
    """Lint, twice, and look whether the report can be believed and printed."""
    options = Options(static=static)
    next_answer()
    report = lint_texts(files, options)
    next_answer()
    assert report.to_dict() == lint_texts(files, options).to_dict(), "two runs do not say the same"
    next_answer()
    spans = {name: (lines_of(text, name), text) for name, text in report.texts.items()}
    for finding in report.findings:
        assert finding.message and finding.rule
        for file, span in [(finding.file, finding.span), *((one.file, one.span) for one in finding.related)]:
            if file in spans:
                _check_span(span, *spans[file], finding)
        for edit in finding.fix.edits if finding.fix else ():
            assert 0 <= edit.start <= edit.end <= len(spans[edit.file][1]), f"an edit outside of the text: {finding}"
    _check_formats(report)
    return report


def _check_span(span: Span, found: Lines, text: str, finding: Finding) -> None:
    assert (1, 1) <= span[:2] <= span[2:], f"no stretch of text: {finding}"
    for line, column in (span[:2], span[2:]):
        assert line <= found.count and column <= found.width(line) + 1, f"outside of the text: {span} of {finding}"


def _check_formats(report: Report) -> None:
    for form in FORMATS:
        text = render(form, report).encode("utf-8", "backslashreplace").decode()
        if form in ("json", "sarif", "gitlab"):
            json.loads(text)
        elif form == "junit":
            ElementTree.fromstring(text)
        else:
            assert not _CONTROL.search(text), f"a control character in {form}"


def fix(files: dict[str, str | bytes], static: str | None = None) -> None:
    """Fix; a safe fix is given up only for the sake of other routers, and nothing is left for a second run."""
    options = Options(static=static)
    for unsafe in (False, True):
        next_answer()
        fixed = fix_texts(files, options, unsafe=unsafe)
        safe = [one for one in fixed.reverted if one.finding.fix and one.finding.fix.safe]
        broken = [one for one in safe if one.reason != CIRCLE and not _is_for_others(one)]
        assert not broken, f"a safe fix was given up: {broken}"
        again = {**files, **fixed.texts}
        next_answer()
        assert not fix_texts(again, options, unsafe=unsafe).texts, "fixing a second time changes something"


def _is_for_others(one: Reverted) -> bool:
    """Whether a fix is held back because others might lose requests, or the router that a container which counts again
    defines, too."""
    revives = one.finding.category == "labels" and one.finding.effect.is_fatal
    return bool(_ANOTHER_ANSWERS.search(one.reason) or (revives and _ROUTER_LOST.match(one.reason)))


def routes(files: dict[str, str | bytes], static: str | None = None) -> None:
    """Ask who answers, and draw the picture."""
    options = Options(static=static)
    next_answer()
    instance = read_instance(files, read_context(options).context)
    world = make_world(instance, options)
    table = Table(world)
    hosts = {host for text in files.values() if isinstance(text, str) for host in _HOST.findall(text)}
    for address in (*_ADDRESSES, *(f"http://{host}/" for host in sorted(hosts)[:3])):
        next_answer()
        try:
            journey = follow(table, read_request(address))
        except TraefiklintError:
            continue  # there is no such entry point
        assert list(lines(journey, lambda text, *_: text, every=True))
        json.loads(json.dumps(journey_dict(journey)))
    next_answer()
    graph = build_graph(world, lint_instance(instance, options))
    ElementTree.fromstring(svg.render(graph).encode("utf-8", "backslashreplace"))
    assert page.render(graph) and mermaid.render(graph) and dot.render(graph)


def _all(files: dict[str, str | bytes], static: str | None = None) -> None:
    lint(files, static)
    fix(files, static)
    routes(files, static)


def _yaml(data: bytes) -> None:
    _all({"a.yml": data, "good.yml": GOOD})
    _all({"a.yml": data.decode("utf-8", "surrogatepass" if _is_wide(data) else "surrogateescape")})


def _is_wide(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _toml(data: bytes) -> None:
    _all({"a.toml": data, "good.yml": GOOD})


def _static(data: bytes) -> None:
    text = data.decode("utf-8", "surrogatepass" if _is_wide(data) else "surrogateescape")
    _all({"good.yml": GOOD}, text)


def _labels(data: bytes) -> None:
    """A compose file, whose labels and flags make the Traefik; alone, and beside another one."""
    text = data.decode("utf-8", "surrogatepass" if _is_wide(data) else "surrogateescape")
    for files in ({"compose.yml": text}, {"a/compose.yml": text, "b/compose.yml": COMPOSE, "good.yml": GOOD}):
        lint(dict(files))
        fix(dict(files))


def _settings(data: bytes) -> None:
    text = data.decode(errors="replace")
    for table in ((), ("tool", "traefiklint")):
        _usage(lambda table=table: as_dict(read_settings(ConfigFile("traefiklint.toml", "/x", text, table))))  # type: ignore[misc]


def _usage(work: Callable[[], Any]) -> None:
    """Work that may refuse its input, in words and with the exit status for it."""
    next_answer()
    try:
        work()
    except TraefiklintError as error:
        assert error.message and error.exit_status == 2


def _baseline(data: bytes) -> None:
    from traefiklint.cli.baseline import compare

    report = lint_texts({"a.yml": "http: {routers: {r: {rule: x}}}\n"}, Options())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "baseline.json"
        path.write_bytes(data)
        _usage(lambda: [_checked(note) for note in compare(str(path), report).notes])


def _checked(note: str) -> str:
    assert not re.search(r"(^|\s)-\d", note), f"a number below nothing: {note}"
    return note


def _tests(data: bytes) -> None:
    table = Table(make_world(read_instance({"good.yml": GOOD}, read_context(Options()).context), Options()))
    _usage(lambda: run_tests(table, "routes.test.yml", read_tests("routes.test.yml", data)))


def _answer(data: bytes) -> None:
    """What a server sends back: the status in the first two bytes, then the body."""
    status = 100 + int.from_bytes(data[:2], "big") % 500
    reply = Reply("application.readTraefikConfig", status, "application/json", data[2:])
    said(reply)
    failure_of(reply, Secret("key-of-the-server"), key_worked=bool(status % 2))


def _sync(data: bytes) -> None:
    """A text on the server, one here and one from which both come; any of them may be anything."""
    texts = data.decode("utf-8", "replace").split(PARTS)
    base, ours, theirs = (*texts, *([GOOD] * 3))[:3]
    for text in texts:
        redact(text)
    try:
        origin, mine, other = read_data(base), read_data(ours), read_data(theirs)
        for change in changes(mine, other):
            assert change.lines()
            json.dumps(change.to_dict())
        merged = merge(origin, mine, other)
        print_document(merged.data)
        rewrite(ours, merged.data)
    except (UnstructuredError, CannotRewriteError):
        pass


ROOMS: dict[str, Callable[[bytes], None]] = {
    "yaml": _yaml,
    "toml": _toml,
    "static": _static,
    "labels": _labels,
    "settings": _settings,
    "baseline": _baseline,
    "tests": _tests,
    "answer": _answer,
    "sync": _sync,
}


def corpus(rooms: Iterable[str] = ROOMS) -> list[Path]:
    """The inputs that are kept, room by room."""
    here = Path(__file__).parent / "corpus"
    return sorted(path for room in rooms for path in (here / room).glob("*") if path.is_file())
