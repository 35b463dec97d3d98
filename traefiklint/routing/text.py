"""The answer for a person: who answers, what happens on the way, why the others do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import TypeAlias

from traefiklint.routing.answer import Answer, Journey
from traefiklint.routing.passage import Step
from traefiklint.routing.services import AGAIN, DEEPER, Server, Target
from traefiklint.routing.table import demands
from traefiklint.routing.ways import Way
from traefiklint.routing.why import Candidate

Paint: TypeAlias = Callable[..., str]
GREEN, RED, YELLOW, CYAN, BOLD, DIM = "32", "31", "33", "36", "1", "2"
FORWARDED = "what the server answers"
"""The outcome of a request that goes on to a server."""

MOST_OTHERS = 12
"""How many of the routers that do not answer are shown, unless all are asked for."""

_LABEL = 13


def lines(journey: Journey, paint: Paint, *, every: bool = False) -> Iterator[str]:
    """The answer line by line.

    Args:
        paint: gives a text colours.
        every: whether to show every router that does not answer.
    """
    for number, answer in enumerate(journey.answers):
        if number:
            yield ""
            yield paint("which the visitor follows to", DIM)
        yield from _answer(answer, paint)
    if journey.end:
        yield paint(journey.end, RED if journey.loops else YELLOW)
    yield from _others(journey.first, paint, every)


def _answer(answer: Answer, paint: Paint) -> Iterator[str]:
    asked, decision = answer.asked, answer.decision
    point = answer.entry.point
    yield paint(str(asked), BOLD)
    named = ", ".join(f"`{name}`" for name in sorted(decision.options - {"", "default"}))
    secure = (" with TLS" + (f" options {named}" if named else "")) if asked.secure else ""
    assumed = ", which only the files mention" if answer.entry.assumed else ""
    yield f"  comes in by entry point {point.name}{secure}{assumed}"
    for demand in demands(answer.table.world, decision.options):
        yield paint(f"  {demand}", YELLOW)
    if decision.may_be_closed:
        reason = "routers want different TLS options for this name, and some cannot be built"
        yield paint(f"  chance decides whether the connection is closed: {reason}", YELLOW)
    if not answer.ways:
        if answer.doubts:
            yield paint(f"  not known here; {nobody(answer)} where no other router answers", YELLOW, BOLD)
        else:
            yield f"  {paint(nobody(answer), RED, BOLD)}{': ' + decision.reason if decision.reason else ''}"
        for doubt in answer.doubts:
            yield paint(f"  not known here: {doubt}", YELLOW)
        if answer.nearest:
            yield f"  {answer.nearest}"
        return
    if answer.is_tie:
        names = " or ".join(dict.fromkeys(f"`{way.router.name}`" for way in answer.ways))
        names += f" or no router ({nobody(answer)})" if decision.nobody else ""
        yield paint(f"  {names}: of equal priority, so chance decides anew with every reload", YELLOW)
    elif len(answer.ways) > 1:
        yield paint(f"  its service shares the requests among {len(answer.ways)} ways", YELLOW)
    for way in answer.ways:
        yield from _way(way, paint)


def nobody(answer: Answer) -> str:
    """What a visitor gets where no router answers."""
    decision = answer.decision
    if decision.nobody.isdigit():
        return status_text(int(decision.nobody))
    return "the connection is closed" if decision.nobody == "closed" else decision.nobody


def _way(way: Way, paint: Paint) -> Iterator[str]:
    for depth, route in enumerate(way.routers):
        place = f"  {paint(route.where, DIM)}" if route.where else ""
        label = "router" if depth == 0 else "child router"
        yield _line(label, f"{paint(route.name, GREEN, BOLD)}{place}")
        if route.protocol != "udp":
            given = "" if route.given_priority else " (the length of its rule)"
            yield _line("rule", " ".join(route.rule.text.split()))
            yield _line("priority", f"{route.priority}{given}")
    for number, step in enumerate(way.steps):
        yield _line("" if number else "middlewares", _step(step, paint))
    if way.target is not None:
        label = "service" if way.kind != "auth" else "then service"
        for number, text in enumerate(_target(way.target, way.uri, paint)):
            yield _line("" if number else label, text)
    yield _line("answer", paint(outcome(way), *_outcome_colors(way)))
    for doubt in way.doubts:
        yield _line("", paint(f"not known here: {doubt}", YELLOW))


def _line(label: str, text: str) -> str:
    return f"    {label:<{_LABEL}}{text}".rstrip()


def _step(step: Step, paint: Paint) -> str:
    kind = f" ({step.kind})" if step.kind else ""
    via = paint(f", from {step.via}", DIM) if step.via else ""
    place = f"  {paint(step.where, DIM)}" if step.where else ""
    return f"{step.name}{kind}{via}: {step.effect}{place}"


def _target(root: Target, uri: str, paint: Paint) -> Iterator[str]:
    for target, depth, again, is_cut in root.outline():
        indent = "  " * depth
        place = f"  {paint(target.where, DIM)}" if target.where and not again else ""
        share = f" ({target.share})" if target.share else ""
        kind = "" if target.kind in ("servers", "internal", "unknown") else f" {target.kind}"
        note = AGAIN if again else target.note
        yield f"{indent}{target.name}{share}{kind}{f': {note}' if note else ''}{place}"
        for server in () if again else target.servers:
            yield f"{indent}  → {server_text(server, uri)}"
        if is_cut:
            yield f"{indent}  {paint(DEEPER, DIM)}"


def server_text(server: Server, uri: str) -> str:
    """A server with the URL that it is asked."""
    shown = server.url(uri)
    notes = [note for note in (server.share, server.fault) if note]
    return f"{shown} ({', '.join(notes)})" if notes else shown


def outcome(way: Way) -> str:
    """What the visitor gets, in a few words."""
    status = status_text(way.status)
    if way.kind == "redirect":
        return f"{status} to {way.location}"
    if way.kind == "forward":
        return FORWARDED
    if way.kind == "stream":
        return "the connection goes on to the server"
    if way.kind == "closed":
        return f"the connection is closed: {way.reason}" if way.reason else "the connection is closed"
    if way.kind == "internal":
        return status if way.status else "what Traefik answers itself"
    return f"{status}: {way.reason}" if way.reason else status


def status_text(status: int) -> str:
    """A status with its name, as in `404 Not Found`."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _outcome_colors(way: Way) -> tuple[str, ...]:
    if way.kind in ("forward", "stream", "internal", "answer"):
        return (GREEN,)
    return (CYAN,) if way.kind == "redirect" else (RED,)


def _others(answer: Answer, paint: Paint, every: bool) -> Iterator[str]:
    others = [one for one in answer.candidates if one.verdict not in ("answers", "may answer")]
    near = others if every else [one for one in others if not one.asks_other_host][:MOST_OTHERS]
    if near:
        yield ""
        yield paint("why not the others", BOLD)
        width = min(max(len(one.route.name) for one in near), 40)
        yield from (_other(one, width, paint) for one in near)
    left = len(others) - len(near)
    if left:
        hosts = sum(one.asks_other_host for one in others)
        plural = left != 1
        what = "for another host" if hosts == left else "and do not answer either"
        verb = ("ask " if plural else "asks ") if hosts == left else "are there "
        more = "more " if near else ""
        yield paint(f"  {left:,} {more}router{'s' if plural else ''} {verb}{what} (`--all` shows them)", DIM)


def _other(one: Candidate, width: int, paint: Paint) -> str:
    if one.verdict == "disabled":
        return f"  {one.route.name:<{width}}  {paint('disabled', RED)}: {one.reason}"
    place = f"  {paint(one.route.where, DIM)}" if one.route.where else ""
    return f"  {one.route.name:<{width}}  {one.reason}{place}"
