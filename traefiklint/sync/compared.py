"""A comparison of both sides, as text and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from traefiklint.sync.changes import Change, summary
from traefiklint.sync.differences import Comparison, Difference
from traefiklint.sync.judging import refusal_lines
from traefiklint.sync.look import NOTHING_SEEN
from traefiklint.sync.panel import REMEDY
from traefiklint.sync.plan import PushPlan, text_diff
from traefiklint.sync.planning import orphan
from traefiklint.sync.push import Done
from traefiklint.sync.sides import State
from traefiklint.sync.text import BOLD, DIM, GREEN, RED, YELLOW, Paint, colored, plan_summary
from traefiklint.text.flow import Whole
from traefiklint.text.printable import markdown, markdown_code, markdown_html

_COLORS = {
    State.IN_SYNC: GREEN,
    State.NO_FILE: DIM,
    State.FORMATTING: DIM,
    State.LOCAL: YELLOW,
    State.SERVER: YELLOW,
    State.MISSING_HERE: YELLOW,
    State.MISSING_THERE: YELLOW,
}


def status_lines(comparison: Comparison, paint: Paint) -> Iterator[str]:
    """One line for each application."""
    width = max((len(difference.app) for difference in comparison.differences), default=0)
    for difference in comparison.differences:
        state = paint(str(difference.state), _COLORS.get(difference.state, RED))
        yield f"{difference.app:<{width}}  {state}{_remarks(difference)}"
    yield from _around(comparison, paint)


def _around(comparison: Comparison, paint: Paint) -> Iterator[str]:
    """What concerns more than one application, and a last line that counts."""
    for difference in comparison.differences:
        if difference.panel:
            yield paint(f"{difference.app}: the panel and the file on the server disagree", RED)
            yield from (f"  {one}" for one in difference.panel)
            yield f"  {REMEDY}"
    yield from (paint(line, RED) for line in refusal_lines(comparison.traefik))
    yield from (str(one) for one in comparison.shared if one.differs)
    yield from (paint(f"refused: {reason}", RED) for reason in dict.fromkeys(comparison.refused.values()))
    yield from (orphan(name) for name in comparison.orphans)
    if comparison.unseen:
        yield NOTHING_SEEN
    yield _tally(comparison)


def _remarks(difference: Difference) -> str:
    amounts = []
    if difference.here and difference.state is not State.MISSING_THERE:
        amounts.append(f"here {summary(difference.here)}")
    if difference.there:
        amounts.append(f"server {summary(difference.there)}")
    harmless = "Dokploy printed it again; Traefik reads the same" if difference.harmless else ""
    parts = [", ".join(amounts), harmless or difference.author, difference.note, str(difference.deployment)]
    text = "; ".join(part for part in parts if part)
    return f" ({text})" if text else ""


def _tally(comparison: Comparison) -> str:
    states = [difference.state for difference in comparison.differences]
    return ", ".join(f"{states.count(state)} {state}" for state in State if state in states) or "no applications"


def diff_lines(comparison: Comparison, paint: Paint, *, with_text: bool = False) -> Iterator[str]:
    """The applications that differ, with their changes on each side."""
    for difference in comparison.differences:
        if not difference.differs:
            continue
        yield paint(f"{difference.app}: {difference.state}", BOLD)
        yield from (f"  {text}" for text in (difference.note, str(difference.deployment)) if text)
        yield from _side("here", difference.here, "", paint)
        yield from _side("server", difference.there, difference.author, paint)
        if with_text:
            yield from (_text_line(line, paint) for line in difference.text.splitlines())
    if comparison.routes:
        yield paint("routes, if these files were on the server", BOLD)
        yield from (f"  {route}" for route in comparison.routes)
    yield from _around(comparison, paint)


def _side(name: str, changes: tuple[Change, ...], who: str, paint: Paint) -> Iterator[str]:
    if not changes and not who:
        return
    yield f"  {name}: {who}".rstrip(": ")
    for change in changes:
        yield from (colored(f"    {line}", paint) for line in change.lines())


def _text_line(line: str, paint: Paint) -> str:
    return Whole(paint(line, {"+": GREEN, "-": RED}[line[0]]) if line[:1] in ("+", "-") else line)


def status_markdown(comparison: Comparison) -> str:
    """The applications that differ, as a table."""
    rows = ["| application | state | |", "| --- | --- | --- |"]
    rows += [
        f"| {markdown_code(difference.app)} | {difference.state} | {markdown(_remarks(difference).strip(' ()'))} |"
        for difference in comparison.differences
        if difference.differs
    ]
    found = rows if len(rows) > 2 else []
    found += [f"- ❌ {markdown(line)}" for line in _complaints(comparison)]
    return "\n".join([*found, "", markdown(_tally(comparison))]).lstrip() + "\n"


def diff_markdown(comparison: Comparison) -> str:
    """The applications that differ, with changes by object and by line."""
    return "\n".join(_diff_markdown(comparison)) + "\n"


def _diff_markdown(comparison: Comparison) -> Iterator[str]:
    yield markdown(_tally(comparison))
    for difference in comparison.differences:
        if not difference.differs:
            continue
        yield from ("", f"<details><summary>{markdown_html(difference.app)}: {difference.state}</summary>", "")
        if difference.note:
            yield f"{markdown(difference.note)}\n"
        for name, changes, who in (("Here", difference.here, ""), ("Server", difference.there, difference.author)):
            if changes or who:
                yield f"**{name}**{': ' + markdown(who) if who else ''}"
                yield ""
                yield from change_lines(changes)
                yield ""
        if difference.text:
            yield from block(difference.text, "diff")
        yield from ("", "</details>")
    if comparison.routes:
        yield from ("", "**Routes, if these files were on the server**", "")
        yield from (f"- {markdown(str(route))}" for route in comparison.routes)
    yield from (f"- ❌ {markdown(line)}" for line in _complaints(comparison))


def _complaints(comparison: Comparison) -> Iterator[str]:
    yield from (f"{difference.app}: {one}" for difference in comparison.differences for one in difference.panel)
    yield from refusal_lines(comparison.traefik)
    yield from (str(one) for one in comparison.shared if one.differs)
    yield from dict.fromkeys(comparison.refused.values())
    yield from map(orphan, comparison.orphans)
    if comparison.unseen:
        yield NOTHING_SEEN


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
            f"- {markdown_code(str(route.route))}{markdown(str(route).removeprefix(str(route.route)))}"
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
