"""Whatever a directory holds, there is a report on it."""

from __future__ import annotations

import json

import pytest

from tests.corpus.cases import load_cases
from tests.effort import often
from tests.traefik_versions import NEWEST
from traefiklint.engine import lint_texts
from traefiklint.options import Options
from traefiklint.report import View
from traefiklint.report_page.build import Side, overview, secrets
from traefiklint.report_page.overview import PageContent
from traefiklint.report_page.page import as_json, page, picture
from traefiklint.routing.table import Table
from traefiklint.routing.world import read_world

_CASES = load_cases(NEWEST)
_SHARES = 16


@pytest.mark.parametrize("share", range(min(_SHARES, often(2))))
@pytest.mark.slow
def test_directories_of_the_corpus_are_reported_on_and_compared(share: int) -> None:
    options = Options()
    before: Side | None = None
    for case in _CASES[share::_SHARES]:
        files = dict(case.files)
        side = Side("corpus", Table(read_world(files, options)), lint_texts(files, options))
        made = PageContent(
            version=1,
            traefiklint="0",
            against="before",
            traefiks=(overview(side, View(), before, compares=True),),
        )
        text = page(made, [picture(side)], secrets([side]))
        assert text.count("</script>") == 2
        shown = json.loads(as_json(made, secrets([side])))["traefiks"][0]
        summary = shown["summary"]
        assert summary["routers"] == sum(summary[name] for name in ("served", "hidden", "disabled", "unknown"))
        routers = len(shown["routers"])
        for point in shown["entry_points"]:
            assert all(one["router"] < routers for routes in point["routes"].values() for one in routes)
        before = side
