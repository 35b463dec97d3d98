"""The answer for a machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traefiklint.routing.services import AGAIN, DEEPER, Target
from traefiklint.routing.table import demands
from traefiklint.routing.text import nobody, outcome
from traefiklint.routing.why import shown_matcher

if TYPE_CHECKING:
    from traefiklint.model.base import Place
    from traefiklint.routing.answer import Answer, Journey
    from traefiklint.routing.passage import Step
    from traefiklint.routing.route import Route
    from traefiklint.routing.ways import Way
    from traefiklint.routing.why import Candidate


def journey_dict(journey: Journey) -> dict[str, Any]:
    """A request with the redirects that follow, as `route --format json` prints it."""
    first = journey.first
    return {
        "version": 1,
        "loads": not first.table.world.refusals,
        "refused": [refusal._asdict() for refusal in first.table.world.refusals],
        "requests": [answer_dict(answer) for answer in journey.answers],
        "loop": journey.loops,
        "end": journey.end,
        "candidates": [_candidate(one) for one in first.candidates],
    }


def answer_dict(answer: Answer) -> dict[str, Any]:
    """One request and who answers it."""
    decision = answer.decision
    return {
        "request": str(answer.asked),
        "entry_point": answer.entry.name,
        "tls": answer.asked.secure,
        "tls_options": sorted(filter(None, decision.options)),
        "tls_demands": demands(answer.table.world, decision.options),
        "may_be_closed": decision.may_be_closed,
        "layer": decision.layer,
        "tie": answer.is_tie,
        "answers": [_way(way) for way in answer.ways],
        "nobody": nobody(answer) if decision.nobody else "",
        "reason": decision.reason,
        "nearest": answer.nearest,
        "unknown": list(answer.doubts),
    }


def _way(way: Way) -> dict[str, Any]:
    return {
        "routers": [_route(route) for route in way.routers],
        "middlewares": [_step(step) for step in way.steps],
        "service": _target(way.target, way.uri) if way.target is not None else None,
        "kind": way.kind,
        "status": way.status or None,
        "location": way.location,
        "path": way.uri,
        "outcome": outcome(way),
        "unknown": list(way.doubts),
    }


def _route(route: Route) -> dict[str, Any]:
    return {
        "name": route.name,
        "protocol": route.protocol,
        "rule": route.rule.text,
        "priority": route.priority,
        "priority_given": route.given_priority,
        **_place(route.place),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "type": step.kind,
        "from": step.via,
        "effect": step.effect,
        "status": step.end.status if step.end is not None else None,
        **_place(step.place),
    }


def _target(root: Target, uri: str) -> dict[str, Any]:
    lists: list[list[dict[str, Any]]] = [[]]
    """The list for the services of each depth."""
    for target, depth, again, is_cut in root.outline():
        shown = _service(target, uri, AGAIN if again else DEEPER if is_cut else target.note, again=again)
        lists[depth].append(shown)
        lists[depth + 1 :] = [shown["services"]]
    return lists[0][0]


def _service(target: Target, uri: str, note: str, *, again: bool) -> dict[str, Any]:
    return {
        "name": target.name,
        "kind": target.kind,
        "share": target.share,
        "note": note,
        "servers": [
            {"address": server.address, "url": server.url(uri), "share": server.share, "fault": server.fault}
            for server in (() if again else target.servers)
        ],
        "services": [],
        **_place(target.place),
    }


def _candidate(one: Candidate) -> dict[str, Any]:
    failed = [
        {"condition": ("!" if failure.negated else "") + shown_matcher(failure.matcher), "request": failure.had}
        for failure in one.failures
    ]
    return {**_route(one.route), "verdict": one.verdict, "reason": one.reason, "failed": failed}


def _place(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {"file": None, "line": None, "column": None}
    return {"file": place.file, "line": place.span.line, "column": place.span.column}
