"""What sync has to say, as Markdown for a comment under a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from traefiklint.sync.changes import Change, summary
from traefiklint.sync.plan import PushPlan, text_diff
from traefiklint.sync.push import Done
from traefiklint.sync.text import plan_summary
from traefiklint.text.printable import markdown, markdown_code, markdown_html


def block(text: str, language: str = "") -> Iterator[str]:
    """A block of code that its text cannot end."""
    fence = "```"
    while fence in text:
        fence += "`"
    yield from (f"{fence}{language}", text.rstrip("\n"), fence)


def plan_markdown(plan: PushPlan, done: Iterable[Done] = ()) -> str:
    """A plan, and how its writes ended where it was carried out."""
    return "\n".join(_plan(plan, tuple(done))) + "\n"


def _plan(plan: PushPlan, done: tuple[Done, ...]) -> Iterator[str]:
    yield f"### traefiklint: {markdown(plan.url)}"
    yield ""
    yield markdown(plan_summary(plan))
    for finding in plan.findings:
        place = f"{finding.file}:{finding.line}:{finding.column}"
        yield f"- ❌ {markdown_code(place)} {markdown(finding.message)} ({markdown_code(finding.rule)})"
    for objection in plan.objections:
        sign = "⚠️ needs `--force`:" if objection.can_be_forced else "❌"
        yield f"- {sign} {markdown_code(objection.app) + ' ' if objection.app else ''}{markdown(objection.reason)}"
    for step in plan.steps:
        yield ""
        head = markdown_html(f"{step.app.app_name}: {step.action} ({summary(step.changes)})")
        yield f"<details><summary>{head}</summary>"
        yield ""
        yield from change_lines(step.changes)
        yield from (f"- ⚠️ {markdown(warning)}" for warning in step.warnings)
        yield ""
        yield from block(text_diff(step.old, step.new, step.file), "diff")
        yield ""
        yield "</details>"
    if plan.routes:
        yield ""
        yield "**Routes**"
        yield ""
        yield from (
            f"- {markdown_code(str(route.route))} {markdown(str(route).removeprefix(str(route.route)))}"
            for route in plan.routes
        )
    if done:
        yield ""
        yield "| application | result | |"
        yield "| --- | --- | --- |"
        yield from (f"| {markdown_code(one.app_name)} | {one.outcome} | {markdown(one.message)} |" for one in done)
    yield from (f"\n> {markdown(note)}" for note in plan.notes)


def change_lines(changes: Iterable[Change]) -> Iterator[str]:
    """Changes as a list."""
    for change in changes:
        yield f"- {change.sign} {markdown_code(change.object)}"
        yield from (f"  - {markdown_code(str(field))}" for field in change.fields)
