"""For a person at a terminal: each finding with its line of source, what Traefik does about it, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from traefiklint.findings import Finding, Report, Severity, Span
from traefiklint.patterns import lazy
from traefiklint.report import View
from traefiklint.report.summary import closing_line, tables
from traefiklint.report.words import assumption, consequences
from traefiklint.text.flow import flowing, hanging
from traefiklint.text.printable import printable
from traefiklint.text.spelling import counted, in_a_row

if TYPE_CHECKING:
    from traefiklint.report.source import Sources

_COLORS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;34"}
SHOWN_PLACES = 5
"""How many of the places are named of which the same is said."""
_DIM, _BOLD, _HELP = "2", "1", "1;36"
_NAME = lazy("`[^`]*`")


def render(report: Report, view: View) -> str:
    """The findings one after the other, then what they come to."""
    lines: list[str] = []
    if report.findings and not view.statistics:
        from traefiklint.report.source import Sources

        sources = Sources(report.texts)
        for finding, others in together(report.findings):
            lines.extend(_finding(finding, others, sources, view))
            lines.append("")
    lines.extend(tables(report, view))
    if not view.quiet:
        ending = [*view.notes, closing_line(report)]
        if report.coverage is not None:
            from traefiklint.report.coverage import lines as coverage_lines

            ending += coverage_lines(report.coverage)
        for line in ending:
            lines.extend(_flowing(line, 0, hanging(line, view.width), view))
    return "\n".join(lines) + "\n" if lines else ""


def together(findings: Iterable[Finding]) -> list[tuple[Finding, list[Finding]]]:
    """The findings, each with the others that say the same of another place.

    Only what a person reads is told together: for machines, baselines and exit statuses each finding stands for itself.
    """
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        alike = finding.rule, finding.severity, finding.effect, *_says(finding), finding.help
        groups.setdefault(alike, []).append(finding)
    return [(first, others) for first, *others in groups.values()]


def _says(finding: Finding) -> tuple[str, ...]:
    """What a finding says: where it has a cause, that, and its message whatever names are in it."""
    if not finding.cause:
        return (finding.message,)
    fixed = "" if finding.fix is None else "safe" if finding.fix.safe else "unsafe"
    return finding.cause, _NAME.sub("`", finding.message), fixed, *finding.assumed


def _also(finding: Finding, others: Iterable[Finding]) -> Iterator[str]:
    """The other places of which the same is said, as far as they have room, and whom else it is about at its own place,
    as that of an anchor is: there is nothing else to change for these."""
    here: list[Finding] = []
    elsewhere: list[Finding] = []
    for one in others:
        (here if (one.file, one.span) == (finding.file, finding.span) else elsewhere).append(one)
    if names := dict.fromkeys(one.object for one in here if one.object not in ("", finding.object)):
        yield f"the same place is part of {in_a_row([f'`{name}`' for name in names])}"
    if spots := list({(one.file, one.span): one for one in elsewhere}.values()):
        places = ", ".join(f"{printable(one.file)}:{one.line}" for one in spots[:SHOWN_PLACES])
        more = f" and {len(spots) - SHOWN_PLACES:,} more" if len(spots) > SHOWN_PLACES else ""
        yield f"{counted(len(spots), 'more place')}: {places}{more}"


def _finding(finding: Finding, others: list[Finding], sources: Sources, view: View) -> Iterator[str]:
    color = _COLORS[finding.severity]
    head = _paint(f"{finding.severity.value}[{_linked(finding, view)}]", color, view)
    taken = len(finding.severity.value) + len(finding.rule) + 4
    first, *rest = _flowing(printable(finding.message), taken, 2, view)
    yield f"{head}: {_paint(first, _BOLD, view)}"
    yield from (_paint(line, _BOLD, view) for line in rest)
    spans = [finding.span, *(related.span for related in finding.related)]
    gutter = " " * max(len(str(span.line)) for span in spans)
    yield from _place(finding.file, finding.span, gutter, sources, view, color, "^")
    for related in finding.related:
        yield from _said("see", related.message, gutter, view)
        if (related.file, related.span) != (finding.file, finding.span):
            yield from _place(related.file, related.span, gutter, sources, view, _HELP, "-")
    for label, text in (*(("also", text) for text in _also(finding, others)), *_consequences(finding)):
        yield from _said(label, text, gutter, view)


def _said(label: str, text: str, gutter: str, view: View) -> Iterator[str]:
    """What there is to say besides, with a word for it."""
    first, *rest = _flowing(printable(text), len(gutter) + len(label) + 5, len(gutter) + 5, view)
    yield f"{gutter} {_paint('=', _DIM, view)} {_paint(label, _HELP, view)}: {first}"
    yield from rest


def _place(file: str, span: Span, gutter: str, sources: Sources, view: View, color: str, sign: str) -> Iterator[str]:
    """Where it is: the file with line and column, and the line with a mark under the span."""
    yield f"{gutter}{_paint('-->', _DIM, view)} {printable(file)}:{span.line}:{span.column}"
    snippet = sources.snippet(file, span, view.width - len(gutter) - 3, sign)
    if snippet is not None:
        bar = _paint("|", _DIM, view)
        number = str(span.line).rjust(len(gutter))
        yield f"{_paint(number, _DIM, view)} {bar} {snippet.line}".rstrip()
        yield f"{gutter} {bar} {snippet.before}{_paint(snippet.mark, color, view)}"


def _consequences(finding: Finding) -> Iterator[tuple[str, str]]:
    effect = consequences(finding)
    if effect:
        yield "effect", effect
    if finding.help:
        yield "help", finding.help
    if finding.assumed:
        yield "note", assumption(finding)
    if finding.fix is not None:
        yield "fix", finding.fix.title + (" (`--fix`)" if finding.fix.safe else " (`--unsafe-fixes`)")


def _flowing(text: str, taken: int, indent: int, view: View) -> list[str]:
    """The text in lines that end where the terminal does; one line where there is no terminal."""
    return flowing(text, view.width, taken, indent) if view.wraps else [text]


def _linked(finding: Finding, view: View) -> str:
    """The name of the rule, as a link to its page where the terminal has links (OSC 8; others show the name alone)."""
    address = view.page(finding) if view.color else ""
    return f"\x1b]8;;{address}\x1b\\{finding.rule}\x1b]8;;\x1b\\" if address else finding.rule


def _paint(text: str, codes: str, view: View) -> str:
    return f"\x1b[{codes}m{text}\x1b[0m" if view.color else text
