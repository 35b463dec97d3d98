"""The text that Traefik reads in the place of a file that holds template actions."""

from __future__ import annotations

import re
from typing import NamedTuple

from traefiklint.findings import Effect
from traefiklint.go.template.execute import Execution, Gap, Piece
from traefiklint.go.template.parser import parse
from traefiklint.go.template.tree import TemplateError
from traefiklint.go.template.values import Unsure
from traefiklint.text.breaks import break_of
from traefiklint.text.lines import Lines
from traefiklint.text.problem import MOST_PROBLEMS, Problem, Replacement
from traefiklint.text.source_map import Relocation, Stretch
from traefiklint.yaml.template_comments import Comments


class Rendered(NamedTuple):
    """`text` is None where Go refuses the template, or where it could not be followed at all."""

    text: str | None
    relocation: Relocation | None
    problems: tuple[Problem, ...]
    uncertain_lines: frozenset[int]


def render(file: str, source: str) -> Rendered:
    """Carry a template out as far as its outcome can be known."""
    lines = Lines(source, break_of(file))
    try:
        nodes, defined = parse(source)
        execution = Execution(source, defined)
        execution.run(nodes)
    except TemplateError as error:
        return Rendered(None, None, (_refused(source, lines, error),), frozenset())
    except (Unsure, RecursionError):
        everything = frozenset(range(1, lines.mark(len(source)).line + 2))
        return Rendered(None, None, (_unchecked(lines, Gap(source.index("{{"), len(source), "")),), everything)
    pieces = execution.pieces
    made = "".join(piece.text for piece in pieces)
    stretches = [Stretch(len(piece.text), piece.start, piece.end, piece.literal) for piece in pieces]
    comments = Comments(source, lines)
    gaps = [gap for gap in dict.fromkeys(execution.gaps) if not comments.has(gap.start)]
    problems = tuple(_unchecked(lines, gap) for gap in gaps[:MOST_PROBLEMS])
    return Rendered(
        made, Relocation(file, made, source, stretches), problems, _doubtful_lines(file, lines, comments, pieces)
    )


def _doubtful_lines(file: str, lines: Lines, comments: Comments, pieces: list[Piece]) -> frozenset[int]:
    found: set[int] = set()
    for piece in pieces:
        if not piece.doubtful:
            continue
        text, start, end = piece.text, piece.start, piece.end
        in_comment = comments.has(start)
        if piece.literal:
            rest = break_of(file).search(text) if in_comment else None
            if rest is not None:
                text, start, in_comment = text[rest.end() :], start + rest.end(), False
            end = start + len(text.rstrip())
            start += len(text) - len(text.lstrip())
        if not in_comment and start < end:
            found.update(range(lines.mark(start).line + 1, lines.mark(end).line + 2))
    return frozenset(found)


def _refused(source: str, lines: Lines, error: TemplateError) -> Problem:
    span = lines.span(error.start, error.end)
    reason = re.sub(r'^template: :[\d:]+ (?:executing "[^"]*" at <.*?>: )?', "", error.text, flags=re.DOTALL)
    known = error.text if error.exact else ""
    comments = Comments(source, lines)
    if comments.has(error.start):
        opened = source.rfind("{{", 0, error.start + 2)
        return Problem(
            "template-in-comment",
            f"Traefik carries out `{{{{ … }}}}` in comments too, and this fails: {reason}.",
            span,
            "Take the braces out of the comment, or write ``{{`{{`}}`` for them.",
            traefik=known,
            fix="Take the braces apart" if comments.is_sure else "",
            edits=(Replacement(opened + 1, opened + 1, " "),) if comments.is_sure else (),
        )
    return Problem(
        "template-error",
        f"`{{{{` begins a Go template action, and this one fails: {reason}.",
        span,
        _advice(reason),
        traefik=known,
    )


def _advice(reason: str) -> str:
    if "not defined" in reason and "function" in reason:
        return "Use Go's or sprig's functions; Helm's own, such as `toYaml` and `include`, are not there."
    if reason.startswith("unexpected EOF"):
        return "Close it with `{{ end }}`."
    if "can't evaluate field" in reason:
        return "Traefik gives a file's template no data; use `env`, or write the value."
    return "Where the braces are meant as text, write ``{{`{{`}}``."


def _unchecked(lines: Lines, gap: Gap) -> Problem:
    because = f": only the running Traefik knows what `{gap.reason}` returns" if gap.reason else ""
    return Problem(
        "template-not-checked",
        f"What this template action comes to cannot be checked here{because}.",
        lines.span(gap.start, gap.end),
        "Look at the outcome in Traefik's dashboard or API.",
        effect=Effect.ADVICE,
    )
