"""The page of a report and `route` answer the same, for configurations and requests by chance."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.window import Window
from tests.effort import often
from tests.routing.generator import Typed, case, static_for
from traefiklint.errors import UsageError
from traefiklint.findings import Report as Findings
from traefiklint.options import Options
from traefiklint.report import View
from traefiklint.report_page.build import Side, overview
from traefiklint.report_page.overview import PageContent
from traefiklint.report_page.page import page
from traefiklint.routing.answer import Answer, follow
from traefiklint.routing.asking import read_request
from traefiklint.routing.table import Table
from traefiklint.routing.world import read_world

REQUESTS = 40

# What the page answers, in words that both sides have.
ANSWERS = """(requests) => requests.map(({ url, ...more }) => {
  const { routers } = report.traefiks[0];
  const name = (place) => routers[place].name;
  try {
    return follow(report.traefiks[0], url, more).answers.map((answer) => ({
      entry: answer.entry.name, nobody: answer.nobody, maybe: answer.maybe.map((one) => name(one.router)),
      ways: answer.ways.map((way) => ({
        routers: way.routers.map(name), kind: way.kind, unsure: Boolean(way.unsure),
        location: way.location ?? "", status: way.status ?? 0,
      })),
    }));
  } catch (error) {
    return error.message;
  }
})"""


def write(folder: Path, files: dict[str, str], options: Options) -> tuple[Path, Table]:
    """A report without findings, and the table of routes that it was made of."""
    table = Table(read_world(files, options))
    side = Side("by chance", table, Findings((), len(files), options.target))
    path = folder / "report.html"
    made = PageContent(version=1, traefiklint="0", against="", traefiks=(overview(side, View()),))
    path.write_text(page(made, [""]), "utf-8")
    return path, table


def as_typed(typed: Typed) -> dict[str, Any]:
    return {
        "url": typed.url,
        "method": typed.method,
        "headers": "\n".join(typed.headers),
        "clientIp": typed.client_ip,
        "serverName": typed.server_name,
        "entryPoint": typed.entry_point,
    }


def differences(window: Window, table: Table, requests: list[Typed]) -> list[str]:
    """The requests that page and `route` answer differently, with both answers."""
    told = window.page.evaluate(ANSWERS, [as_typed(typed) for typed in requests])
    found = []
    for typed, page_says in zip(requests, told, strict=True):
        try:
            asked = read_request(
                typed.url, typed.method, typed.headers, typed.client_ip, typed.server_name, typed.entry_point
            )
            answers = follow(table, asked).answers
        except UsageError as error:
            if not isinstance(page_says, str):
                found.append(f"{typed}: {error} / {page_says}")
            continue
        if isinstance(page_says, str) or not all(map(agree, answers, page_says)):
            ours = [(one.decision.nobody, [[r.name for r in w.routers] for w in one.ways]) for one in answers]
            found.append(f"{typed}: {ours} / {page_says}")
    return found


def agree(ours: Answer, page_says: dict[str, Any]) -> bool:
    """Whether both name the same entry point, the same routers at the end, and the same address of a redirect."""
    if page_says["maybe"] or page_says["entry"] != ours.entry.name or page_says["nobody"] != ours.decision.nobody:
        return False
    ways = page_says["ways"]
    if any(way["kind"] == "unsure" for way in ways):
        return {way["routers"][0] for way in ways} == {way.routers[0].name for way in ours.ways}
    ends = {(way["routers"][-1], way["status"] if way["kind"] == "refusal" else 0) for way in ways}
    if ends != {(way.router.name, _refusal(way, ways)) for way in ours.ways}:
        return False
    redirects = {way["location"] for way in ways if way["kind"] == "redirect" and way["location"] and not way["unsure"]}
    return redirects <= {way.location for way in ours.ways}


def _refusal(way: Any, ways: list[dict[str, Any]]) -> int:
    """The status of a refusal that is none of a middleware's, of which the page only says that it may be."""
    mine = [one for one in ways if one["routers"][-1] == way.router.name and one["kind"] == "refusal"]
    return way.status if mine and way.kind == "refusal" and way.reason else 0


@pytest.mark.parametrize(("target", "count"), [("3.7", 12), ("3.7.3", 3), ("3.6", 3), ("3.0", 3)])
def test_the_page_and_route_answer_the_same(
    browse: Callable[..., Window], tmp_path: Path, target: str, count: int
) -> None:
    minor = int(target.split(".")[1])
    static = json.dumps(static_for(minor))
    options = Options(profile="none", static=static, static_file="traefik.yml", target=target)
    wrong = []
    for seed in range(often(count)):
        made = case(seed, [9001, 9002, 9003], REQUESTS, minor)
        path, table = write(tmp_path, made.files, options)
        window = browse(path)
        wrong += [f"{seed}: {one}" for one in differences(window, table, made.requests)]
        window.page.close()
    assert wrong == [], "\n".join(wrong)
