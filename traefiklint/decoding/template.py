"""The text that Traefik reads in the place of a file that holds template actions, and what of it nobody can know.

An action inside a value changes that value only. One in a key, on a line of its own, or around lines may write
anything, names of objects among it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from traefiklint.decoding.diagnostics import FailingAction, FailingActionInComment, UnknownOutcome
from traefiklint.go.template.execute import PLACEHOLDER, Execution, PrintedPiece, UnknownAction
from traefiklint.go.template.parser import parse
from traefiklint.go.template.tree import TemplateError
from traefiklint.go.template.values import Unsure
from traefiklint.text.breaks import break_of, end_of_line
from traefiklint.text.diagnostics import Replacement
from traefiklint.text.lines import Lines, line_start
from traefiklint.text.nodes import Mapping, Node, Scalar
from traefiklint.text.nodes import Sequence as SequenceNode
from traefiklint.text.source_map import Relocation, Stretch
from traefiklint.yaml.template_comments import Comments


class Rendered(NamedTuple):
    """`text` is None where Go refuses the template, or where it could not be followed at all."""

    text: str | None
    relocation: Relocation | None
    gaps: tuple[UnknownAction, ...]
    """The actions of which nobody can say what they print."""
    diagnostics: tuple[FailingAction, ...]
    doubtful: tuple[Doubtful, ...]
    """The stretches of `text` that may be other ones when Traefik runs; comments are left out."""


def render(file: str, source: str, sample: str = PLACEHOLDER) -> Rendered:
    """Carry a template out as far as its outcome can be known.

    Args:
        sample: what stands for a value that is unknown.
    """
    lines = Lines(source, break_of(file))
    try:
        nodes, defined = parse(source)
        execution = Execution(source, defined, sample=sample)
        execution.run(nodes)
    except TemplateError as error:
        return Rendered(None, None, (), (_refused(source, lines, error),), ())
    except (Unsure, RecursionError):
        return Rendered(None, None, (UnknownAction(source.index("{{"), len(source), ""),), (), ())
    pieces = execution.pieces
    made = "".join(piece.text for piece in pieces)
    stretches = [Stretch(len(piece.text), piece.start, piece.end, piece.literal) for piece in pieces]
    comments = Comments(source, lines)
    gaps = tuple(gap for gap in dict.fromkeys(execution.gaps) if not comments.has(gap.start))
    return Rendered(made, Relocation(file, made, source, stretches), gaps, (), tuple(_doubtful(file, comments, pieces)))


def _doubtful(file: str, comments: Comments, pieces: list[PrintedPiece]) -> Iterator[Doubtful]:
    offset = 0
    for piece in pieces:
        start, end = offset, offset + len(piece.text)
        offset = end
        if not piece.doubtful:
            continue
        text = piece.text
        in_comment = comments.has(piece.start)
        if piece.literal:
            rest = break_of(file).search(text) if in_comment else None
            if rest is not None:
                text, start, in_comment = text[rest.end() :], start + rest.end(), False
            start += len(text) - len(text.lstrip())
            end -= len(text) - len(text.rstrip())
        if not in_comment and (start < end or not piece.literal):
            yield Doubtful(start, end)


def unknown_outcome(
    file: str, source: str, gaps: Sequence[UnknownAction], *, names_open: bool
) -> tuple[UnknownOutcome, ...]:
    """What is said of a file about the actions that could not be worked out: once, however many they are.

    Args:
        names_open: whether they may write names of objects.
    """
    if not gaps:
        return ()
    span = Lines(source, break_of(file)).span(gaps[0].start, gaps[0].end)
    asked = tuple(dict.fromkeys(gap.reason for gap in gaps if gap.reason))
    return (UnknownOutcome(span, count=len(gaps), asked=asked, names_open=names_open),)


def _refused(source: str, lines: Lines, error: TemplateError) -> FailingAction:
    span = lines.span(error.start, error.end)
    reason = re.sub(r'^template: :[\d:]+ (?:executing "[^"]*" at <.*?>: )?', "", error.text, flags=re.DOTALL)
    known = error.text if error.exact else ""
    comments = Comments(source, lines)
    if not comments.has(error.start):
        return FailingAction(span, known, reason=reason)
    opened = [source.rfind("{{", 0, error.start + 2)]
    start, end = line_start(source, error.start), end_of_line(source, error.start)
    is_open = "}}" not in source[error.start : end]
    if is_open or reason.startswith("unexpected EOF"):  # which of them is left open is not for us to say
        opened = [at for one in re.finditer(r"\{(?=\{)", source[start:end]) if comments.has(at := start + one.start())]
    is_ours = comments.is_sure and "ansible_managed" not in reason  # which Ansible fills in before
    edits = tuple(Replacement(at + 1, at + 1, " ") for at in opened) if is_ours else ()
    return FailingActionInComment(span, known, edits, reason=reason)


_SECTIONS = frozenset(
    ("http", "tcp", "udp", "tls", "routers", "services", "middlewares", "serverstransports", "stores", "models")
)
"""Keys below which names of objects stand, where a whole value may hold them in braces."""


class Doubtful(NamedTuple):
    """A stretch of the rendered text, from `start` to `end`, that may be another one when Traefik runs."""

    start: int
    end: int


def values_in_doubt(root: Node | None, made: str, stretches: Sequence[Doubtful]) -> tuple[list[Scalar], list[Doubtful]]:
    """The values that hold doubtful stretches, and the stretches that stand in no value."""
    values = sorted(_values(root), key=lambda value: value.start.index)
    held: dict[int, Scalar] = {}
    others: list[Doubtful] = []
    place = 0
    for stretch in sorted(stretches):
        while place < len(values) and values[place].end.index < stretch.end:
            place += 1
        value = values[place] if place < len(values) else None
        if value is not None and value.start.index <= stretch.start and not _stands_alone(made, value, stretch):
            held[id(value)] = value
        else:
            others.append(stretch)
    return list(held.values()), others


def _values(root: Node | None) -> Iterator[Scalar]:
    """Every value of a tree that is a single one, but for those that stand where sections should."""
    waiting = [root] if root is not None else []
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Mapping):
            for key, value in node.pairs:
                if not isinstance(value, Scalar) or value.style or key.value.lower() not in _SECTIONS:
                    waiting.append(value)
        elif isinstance(node, SequenceNode):
            waiting.extend(node.items)
        elif isinstance(node, Scalar):
            yield node


def _stands_alone(made: str, value: Scalar, stretch: Doubtful) -> bool:
    """Whether nothing else stands on the lines of a plain value that is all doubtful: it may come out as anything."""
    if value.style or made[value.start.index : stretch.start].strip() or made[stretch.end : value.end.index].strip():
        return False
    before = made[made.rfind("\n", 0, value.start.index) + 1 : value.start.index]
    return not before.strip()
