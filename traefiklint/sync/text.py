"""What sync has to say, as text for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from traefiklint.findings import Finding
from traefiklint.sync.changes import shown, summary
from traefiklint.sync.merge import Conflict
from traefiklint.sync.plan import Action, Objection, PushPlan, Step, counts
from traefiklint.sync.pull import PullOutcome, PullResult
from traefiklint.sync.push import Done, PushOutcome

Paint = Callable[..., str]

RED, GREEN, YELLOW, BOLD, DIM = "31", "32", "33", "1", "2"
_SIGNS = {"+": GREEN, "-": RED, "~": YELLOW}
_SILENT = (PullOutcome.UNCHANGED, PullOutcome.NO_FILE)
_WRITES = {PushOutcome.DONE: GREEN, PushOutcome.RESTORED: YELLOW, PushOutcome.NOT_TRIED: DIM}


def colored(line: str, paint: Paint) -> str:
    """A line of changes in the colour of its sign."""
    color = _SIGNS.get(line.strip()[:1])
    return paint(line, color) if color else line


def pull_lines(results: list[PullResult], paint: Paint) -> Iterator[str]:
    """What a pull did: a line for each file that it concerns, with its changes below."""
    for result in results:
        if result.outcome in _SILENT and not result.note:
            continue
        color = RED if result.outcome in (PullOutcome.CONFLICT, PullOutcome.REFUSED) else BOLD
        head = f"{result.app.app_name}: {result.outcome}"
        yield paint(head, color) + (f" ({summary(result.changes)})" if result.changes else "")
        for text in (result.author, result.note):
            if text:
                yield f"  {text}"
        for change in result.changes if result.outcome is not PullOutcome.NEW else ():
            yield from (colored(f"  {line}", paint) for line in change.lines())
        for conflict in result.conflicts:
            yield from conflict_lines(conflict, paint)


def conflict_lines(conflict: Conflict, paint: Paint) -> Iterator[str]:
    """Both sides of a conflict, side by side where they are short."""
    path, base, ours, theirs = conflict
    here, there = f"here: {shown(ours, path)}", f"server: {shown(theirs, path)}"
    yield paint(f"  ! {path}", RED) + f"   was: {shown(base, path)}"
    if len(here) + len(there) <= 100:
        yield f"      {here}   |   {there}"
    else:
        yield f"      {here}"
        yield f"      {there}"


def pull_summary(results: list[PullResult]) -> str:
    """One line: how many applications came to what."""
    tally: dict[PullOutcome, int] = {}
    for result in results:
        tally[result.outcome] = tally.get(result.outcome, 0) + 1
    return ", ".join(f"{tally[outcome]} {outcome}" for outcome in PullOutcome if outcome in tally) or "no applications"


def plan_lines(plan: PushPlan, paint: Paint) -> Iterator[str]:
    """A plan, and what stands against it; what stands against a long one as a whole comes first."""
    first = [one for one in plan.objections if len(plan.steps) > _MANY and not one.app]
    yield from _objection_lines(first, paint)
    for step in plan.steps:
        yield paint(f"{step.app.app_name}: {step.action}", BOLD) + f" ({summary(step.changes)})"
        for change in step.changes:
            yield from (colored(f"  {line}", paint) for line in change.lines())
        if not step.changes:
            yield f"  {_why_no_changes(step)}"
        yield from (paint(f"  warning: {warning}", YELLOW) for warning in step.warnings)
    if plan.routes:
        yield paint("routes", BOLD)
        yield from (f"  {route}" for route in plan.routes)
    for finding in plan.findings:
        yield from _finding_lines(finding, paint)
    yield from _objection_lines([one for one in plan.objections if one not in first], paint)
    yield from (paint(f"note: {note}", DIM) for note in plan.notes)
    yield plan_summary(plan)


_MANY = 10
"""How many files make a plan so long that its end is far away."""


def _objection_lines(objections: Iterable[Objection], paint: Paint) -> Iterator[str]:
    for objection in objections:
        where = f"{objection.app}: " if objection.app else ""
        word = "needs --force" if objection.can_be_forced else "refused"
        yield paint(f"{word}: {where}{objection.reason}", YELLOW if objection.can_be_forced else RED)
        if objection.hint:
            yield f"  {objection.hint}"


def _why_no_changes(step: Step) -> str:
    if step.action is Action.REFORMAT:
        return "only the formatting differs: Traefik reads the same"
    if step.action is Action.CHANGE:
        return "it cannot be compared by object, because one of the two cannot be read as YAML"
    return "no objects are in it"


def _finding_lines(finding: Finding, paint: Paint) -> Iterator[str]:
    place = f"{finding.file}:{finding.line}:{finding.column}"
    yield paint(f"refused: {place}: {finding.message}", RED) + f" [{finding.rule}]"
    if "*" in finding.disables:
        yield "  Traefik would refuse every file of the server"
    elif finding.disables:
        yield f"  Traefik would disable {', '.join(finding.disables)}"


def plan_summary(plan: PushPlan) -> str:
    """One line: how much a plan changes, and its hash."""
    if not plan.steps:
        return f"nothing to push; {plan.unchanged} in sync"
    amounts = counts(plan.steps)
    objects = ", ".join(f"{number} {word}" for word, number in amounts.items())
    files = f"{len(plan.steps)} file{'s' if len(plan.steps) != 1 else ''}"
    name = f"plan {plan.hash}" if plan.complete else f"incomplete plan {plan.hash}"
    return f"{name}: {files} to write ({objects}), {plan.unchanged} in sync"


def done_line(done: Done, paint: Paint) -> str:
    """How the write of one file ended."""
    head = paint(f"{done.app_name}: {done.outcome}", _WRITES.get(done.outcome, RED))
    return f"{head}{' – ' + done.message if done.message else ''}"
