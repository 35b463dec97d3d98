"""What sync has to say, as Markdown for a comment under a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from traefiklint.sync.changes import Change, summary
from traefiklint.sync.plan import Plan, text_diff
from traefiklint.sync.push import Done
from traefiklint.sync.text import plan_summary


def escaped(text: str) -> str:
    """The text with what Markdown or HTML would obey made harmless."""
    clean = " ".join(text.split())
    for character in "\\`*_{}[]<>|~#":
        clean = clean.replace(character, "\\" + character)
    return clean.replace("@", "@\u200b")  # nobody is called by a rule


def code(text: str) -> str:
    """The text as code on one line, whatever backticks are in it."""
    clean = " ".join(text.split())
    fence = "`"
    while fence in clean:
        fence += "`"
    pad = " " if clean.startswith("`") or clean.endswith("`") else ""
    return f"{fence}{pad}{clean}{pad}{fence}"


def block(text: str, language: str = "") -> Iterator[str]:
    """A block of code that its text cannot end."""
    fence = "```"
    while fence in text:
        fence += "`"
    yield from (f"{fence}{language}", text.rstrip("\n"), fence)


def plan_markdown(plan: Plan, done: Iterable[Done] = ()) -> str:
    """A plan, and how its writes ended where it was carried out."""
    return "\n".join(_plan(plan, tuple(done))) + "\n"


def _plan(plan: Plan, done: tuple[Done, ...]) -> Iterator[str]:
    yield f"### traefiklint: {escaped(plan.url)}"
    yield ""
    yield escaped(plan_summary(plan))
    for finding in plan.findings:
        place = f"{finding.file}:{finding.line}:{finding.column}"
        yield f"- ❌ {code(place)} {escaped(finding.message)} ({code(finding.rule)})"
    for objection in plan.objections:
        sign = "⚠️ needs `--force`:" if objection.can_be_forced else "❌"
        yield f"- {sign} {code(objection.app) + ' ' if objection.app else ''}{escaped(objection.reason)}"
    for step in plan.steps:
        yield ""
        head = escape(f"{step.app.app_name}: {step.action} ({summary(step.changes)})")
        yield f"<details><summary>{head}</summary>"
        yield ""
        yield from change_lines(step.changes)
        yield from (f"- ⚠️ {escaped(warning)}" for warning in step.warnings)
        yield ""
        yield from block(text_diff(step.old, step.new, step.file), "diff")
        yield ""
        yield "</details>"
    if plan.routes:
        yield ""
        yield "**Routes**"
        yield ""
        yield from (
            f"- {code(str(route.route))} {escaped(str(route).removeprefix(str(route.route)))}" for route in plan.routes
        )
    if done:
        yield ""
        yield "| application | result | |"
        yield "| --- | --- | --- |"
        yield from (f"| {code(one.app_name)} | {one.outcome} | {escaped(one.message)} |" for one in done)
    yield from (f"\n> {escaped(note)}" for note in plan.notes)


def change_lines(changes: Iterable[Change]) -> Iterator[str]:
    """Changes as a list."""
    for change in changes:
        yield f"- {change.sign} {code(change.object)}"
        yield from (f"  - {code(str(field))}" for field in change.fields)
