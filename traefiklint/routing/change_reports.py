"""Changes of routes for a person: lines for a terminal, Markdown for a comment."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.routing.changes import AnswerChange, Changes
from traefiklint.routing.text import BOLD, DIM, GREEN, RED, YELLOW, Paint
from traefiklint.text.printable import markdown as as_markdown
from traefiklint.text.printable import markdown_code, printable
from traefiklint.text.spelling import counted


def lines(found: Changes, paint: Paint, *, every: bool = False) -> Iterator[str]:
    """The changes; those that come to the same are shown once, unless all are asked for."""
    for side, refusal in zip(("before", "after"), found.refused, strict=True):
        if refusal:
            yield paint(f"{side}: Traefik refuses the directory, {printable(refusal)}", RED)
    for group in found.groups():
        for change in group if every else group[:1]:
            yield f"{paint(printable(change.request), BOLD)}: {paint(printable(change.summary), color(change))}"
            if change.before.routers != change.after.routers and change.after.routers and change.before.routers:
                yield from (f"  {printable(detail)}" for detail in change.details)
        if len(group) > 1 and not every:
            yield paint(f"  and {counted(len(group) - 1, 'more request')} likewise (`--all` shows them)", DIM)
    asked = f"{counted(found.requests, 'request')} made from the rules of both sides"
    if found.changes:
        yield f"{counted(len(found.changes), 'change')} for visitors, of {asked}"
    else:
        yield paint(f"nothing changes for visitors: {asked}", GREEN)


def color(change: AnswerChange) -> str:
    """Red for what is lost, green for what appears, yellow for the rest."""
    if not change.after.routers:
        return RED
    return GREEN if not change.before.routers else YELLOW


def markdown(found: Changes) -> str:
    """The changes as a table."""
    if not found.changes:
        return f"Nothing changes for visitors ({counted(found.requests, 'request')} compared).\n"
    rows = [
        f"| {markdown_code(group[0].request)}{_more(group)} | {as_markdown(group[0].before.who)} "
        f"| {as_markdown(group[0].after.who)} | {as_markdown('; '.join(group[0].details))} |"
        for group in found.groups()
    ]
    refused = [
        f"**{side}**: Traefik refuses the directory: {as_markdown(refusal)}\n"
        for side, refusal in zip(("Before", "After"), found.refused, strict=True)
        if refusal
    ]
    head = ["| request | before | after | what else |", "|---|---|---|---|"]
    return "\n".join([*refused, *head, *rows, ""])


def _more(group: list[AnswerChange]) -> str:
    return f" and {len(group) - 1:,} more" if len(group) > 1 else ""
