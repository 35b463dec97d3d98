"""Whatever a directory holds, every question about it has an answer."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tests.corpus.cases import load_cases
from tests.effort import often
from tests.traefik_versions import NEWEST
from traefiklint.engine import lint_instance
from traefiklint.instance.load import read_context, read_instance
from traefiklint.options import Options
from traefiklint.routing.answer import follow
from traefiklint.routing.asking import read_request
from traefiklint.routing.changes import route_changes
from traefiklint.routing.graph import dot, mermaid, page, svg
from traefiklint.routing.graph.model import build_graph
from traefiklint.routing.json import journey_dict
from traefiklint.routing.table import Table
from traefiklint.routing.text import lines
from traefiklint.routing.world import make_world

_CASES = load_cases(NEWEST)
_SHARES = 8
_ADDRESSES = ("http://a.example.com/a", "https://a/", "tls://a:443", "tcp://a:80")


@pytest.mark.parametrize("share", range(min(_SHARES, often(3))))
@pytest.mark.slow
def test_directories_of_the_corpus_are_answered_for_drawn_and_compared(share: int) -> None:
    options = Options()
    before: dict[str, str | bytes] = {}
    for case in _CASES[share::_SHARES]:
        files = dict(case.files)
        instance = read_instance(files, read_context(options).context)
        world = make_world(instance, options)
        table = Table(world)
        for address in _ADDRESSES:
            journey = follow(table, read_request(address))
            assert list(lines(journey, lambda text, *_: text, every=True))
            assert journey_dict(journey)["requests"]
        graph = build_graph(world, lint_instance(instance, options))
        assert ElementTree.fromstring(svg.render(graph)) is not None
        assert page.render(graph) and mermaid.render(graph) and dot.render(graph)
        assert route_changes(files, files, options).changes == ()
        assert route_changes(before, files, options).requests >= 0
        before = files
