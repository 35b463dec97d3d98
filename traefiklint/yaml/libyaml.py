"""Where libyaml and yaml.v3 read the same text differently.

yaml.v3 descends from an older libyaml. What it takes and libyaml refuses is read again with the signs in question
exchanged for signs of the same length, so that every position stays true; what it refuses and libyaml takes is found in
the finished tree. Source: gopkg.in/yaml.v3 `scannerc.go` beside libyaml 0.2.5 `scanner.c`.
"""

from __future__ import annotations

import re
from typing import Any

from yaml.error import YAMLError
from yaml.tokens import BlockEndToken, StreamEndToken

from traefiklint.findings import Span
from traefiklint.patterns import lazy
from traefiklint.text.breaks import BREAKS, NO_BREAKS
from traefiklint.text.diagnostics import MOST_DIAGNOSTICS, Replacement, TextDiagnostic
from traefiklint.text.lines import lines_of
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence, walk
from traefiklint.yaml.diagnostics import EscapedSlash, LoneQuestionMark, OtherVersion, QuestionMark
from traefiklint.yaml.events import tokens

BACKSLASH, COLON, BYTE_ORDER_MARK = "\U000f5a00", "\U000f5a01", "\U000f5a02"
"""Private characters that stand for a backslash that escapes, a colon and a byte order mark that are text."""

_ESCAPE = lazy(r"\\(.)", re.DOTALL)
_TAG_PROBLEMS = ("did not find expected whitespace or line break", "did not find expected tag URI")
_TIGHT_COLON = lazy(r"(?<=[^\s\"'\[\]{},:]):(?=[,\[\]{}])")
"""A colon right behind a plain text and right before a bracket or comma: in a plain text, yaml.v3 keeps it as text."""

_CLOSED_TWICE = ("did not find expected key", "did not find expected ',' or ']'", "did not find expected ',' or '}'")
_GAP = r"(?>(?:[ \t\r\n]|(?<=[ \t\r\n])#[^\r\n]*+)*)"
_LONE_KEY = lazy(rf"\?({_GAP})\](?>(?:{_GAP}(?:,{_GAP})?\])+)")
"""A `?` with nothing behind it, the bracket that ends its list, and more of them with nothing between."""

_BLANK_LINES = lazy(r"[ \t\r\n]*")
_AFTER_COMMENT = lazy(r"(?:^|[\r\n])[ \t]*#[^\r\n]*[\r\n][ \t\r\n]{0,510}\Z")
FORBIDDEN = lazy("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANKS = lazy(r"(?>(?:\s|#[^\r\n]*+)*)")
_PIECE = 512
_AHEAD = 4
"""How many characters behind its place yaml.v3 looks at."""
_WORK = 2_000_000
"""How many characters may be read again, in all, before a rare spelling is given up on."""


def attempts(text: str) -> int:
    """How often a text of this length may be read again."""
    return max(2, min(200, _WORK // (len(text) + 1)))


def reworded(text: str, error: YAMLError) -> str | None:
    """The text with one sign exchanged, where yaml.v3 would read on at the error; None where it would not."""
    problem = getattr(error, "problem", None)
    mark: Any = getattr(error, "problem_mark", None)
    context: Any = getattr(error, "context_mark", None)
    if problem == "found unexpected ':'" and text[mark.index] == ":":
        return text[: mark.index] + COLON + _TIGHT_COLON.sub(COLON, text[mark.index + 1 :])
    if problem == "found unknown escape character" and text[mark.index : mark.index + 2] == "\\'":
        return text[: mark.index] + _ESCAPE.sub(_without_backslash, text[mark.index :])
    if problem == "found character that cannot start any token":
        return _without_tab_before_comment(text, mark.index)
    if problem in _TAG_PROBLEMS and context is not None:
        return _without_flow_signs(text, context.index)
    if problem in _CLOSED_TWICE and "?" in text:
        return _with_empty_item(text, mark.index)
    return None


def _with_empty_item(text: str, index: int) -> str | None:
    """The text with an empty item for the `? ]` before `index`: yaml.v3 takes that bracket for a part of the item.

    The next one closes the list. So old libyaml read, too (`yaml_parser_parse_flow_sequence_entry_mapping_key`).
    """
    match = _LONE_KEY.match(text, max(text.rfind("?", 0, index), 0))
    if match is None or match.end() <= index:
        return None
    return f"{text[: match.start()]}{{{match[1]}}}{text[match.end(1) + 1 :]}"


def _without_backslash(match: re.Match[str]) -> str:
    return BACKSLASH + "'" if match.group(1) == "'" else match.group()


def _without_tab_before_comment(text: str, index: int) -> str | None:
    """The text with blanks for the tabs of a line between two comments: there yaml.v3 skips them."""
    following = _BLANK_LINES.match(text, index)
    before = _AFTER_COMMENT.search(text, max(0, index - 2000), index)
    if following is None or before is None or text[following.end() : following.end() + 1] != "#":
        return None
    end = following.end()
    return text[:index] + text[index:end].replace("\t", " ") + text[end:]


def _without_flow_signs(text: str, index: int) -> str | None:
    """The text with `,`, `[` and `]` taken out of the tag at `index`: to yaml.v3 they belong to it."""
    match = re.compile(r"!(?!<)[^\s{}]*").match(text, index)
    if match is None or not set(",[]") & set(match.group()):
        return None
    return text[:index] + re.sub(r"[,\[\]]", "x", match.group()) + text[match.end() :]


def with_whole_tags(text: str, tags: list[Any]) -> str | None:
    """The text with commas taken out of tags in brackets, where libyaml ends the tag and yaml.v3 does not."""
    for mark in tags:
        place = re.compile(r"(?:&\S+\s+)?").match(text, mark.index)
        reworded = _without_flow_signs(text, place.end() if place else mark.index)
        if reworded is not None:
            return reworded
    return None


def look_beyond(text: str, end: int) -> None:
    """Read as far beyond the first document, which ends at `end`, as yaml.v3 does: two tokens after the next one.

    Raises:
        YAMLError: what stands there cannot be read, so that yaml.v3 refuses a document it would not have used.
    """
    for _ in range(attempts(text)):
        try:
            _scan_beyond(text, end)
            return
        except YAMLError as error:
            changed = reworded(text, error)
            if changed is None:
                raise
            text = changed


def _scan_beyond(text: str, end: int) -> None:
    seen = -1
    try:
        for token in tokens(text):
            if token.start_mark.index >= end and type(token) is not BlockEndToken:
                seen += 1
            if seen == 2:
                return
    except YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None)
        if getattr(error, "context", None) not in (None, "while scanning a simple key"):
            mark = getattr(error, "context_mark", None)
        if mark is None or _tokens_between(text[: mark.index], end) < 2:
            raise


def before_forbidden(text: str) -> str:
    """A text up to the piece with the first character that YAML forbids: yaml.v3 decodes 512 bytes at a time, and looks
    at no piece before it needs it (`readerc.go`, `input_raw_buffer_size`)."""
    bad = FORBIDDEN.search(text)
    if bad is None:
        return ""
    seen = text[: bad.end()].encode("utf-8", "surrogateescape")  # one that lacks a byte waits for the next piece
    return seen[: (len(seen) - 1) // _PIECE * _PIECE].decode("utf-8", "ignore")


def is_past(text: str, end: int) -> bool:
    """Whether yaml.v3 is done with the first document, which ends at `end`, before it comes to the end of a text that
    goes on: it has read the next token, two more, and what is blank or a comment behind these."""
    seen = -1
    for token in tokens(text):
        if token.start_mark.index >= end and type(token) not in (BlockEndToken, StreamEndToken):
            seen += 1
        if seen == 2:
            blank = _BLANKS.match(text, token.end_mark.index)
            return blank is not None and blank.end() + _AHEAD < len(text)
    return False


def _tokens_between(text: str, end: int) -> int:
    """How many tokens stand after the one at `end`; libyaml looks further ahead than it hands out, yaml.v3 does not."""
    seen = -1
    try:
        for token in tokens(text):
            if token.start_mark.index >= end and type(token) not in (BlockEndToken, StreamEndToken):
                seen += 1
    except YAMLError:
        return seen
    return seen


def without_marks(text: str) -> str:
    """The text with all byte order marks hidden from libyaml, which skips them at the start of any line."""
    return text.replace("\ufeff", BYTE_ORDER_MARK)


def restore(root: Node) -> None:
    """Put the exchanged signs of all scalars back; in double quotes, `\\'` comes to `'`."""
    for node, _ in walk(root):
        if type(node) is Scalar:
            backslash = "" if node.style == '"' else "\\"
            text = node.value.replace(BACKSLASH, backslash)
            node.value = text.replace(COLON, ":").replace(BYTE_ORDER_MARK, "\ufeff")


def refusals(text: str, root: Node, version: tuple[int, int] | None) -> list[TextDiagnostic]:
    """What yaml.v3 refuses in a text that libyaml took."""
    problems: list[TextDiagnostic] = []
    if version is not None and version != (1, 1):
        problems.append(_version(text, version))
    has_slashes = "\\/" in text
    if has_slashes or "?" in text:
        for node, flow in walk(root):
            if type(node) is Sequence and node.flow:
                problems += _empty_keys(text, node)
            if type(node) is not Scalar:
                continue
            if len(problems) >= MOST_DIAGNOSTICS:
                break
            if flow and not node.style and "?" in node.value:
                problems.append(_question_mark(text, node))
            elif has_slashes and node.style == '"' and (index := _escaped_slash(text, node)) >= 0:
                problems.append(_slash(text, index))
    return problems


def _version(text: str, version: tuple[int, int]) -> OtherVersion:
    match = re.search(f"(?:^|(?<=[{BREAKS}]))%YAML{NO_BREAKS}", text)
    start, end = match.span() if match else (0, 0)
    span = lines_of(text).span(start, end)
    return OtherVersion(span, "yaml: found incompatible YAML document", version=f"{version[0]}.{version[1]}")


def _question_mark(text: str, node: Scalar) -> QuestionMark:
    written = text[node.start.index : node.end.index]
    whole = written == node.value and "'" not in written
    edits = (Replacement(node.start.index, node.end.index, f"'{written}'"),) if whole else ()
    return QuestionMark(node.span, "yaml: did not find expected ',' or '}'", edits, value=node.value)


def _empty_keys(text: str, node: Sequence) -> list[TextDiagnostic]:
    """Items of a list in brackets that are a `?` and nothing else: libyaml takes them since 0.2.6."""
    empty = [
        item
        for item in node.items
        if type(item) is Mapping
        and item.pairs
        and text[item.start.index] == "?"
        and item.pairs[0][0].start.index == item.pairs[0][0].end.index
    ]
    return [
        LoneQuestionMark(
            Span(item.start.line + 1, item.start.column + 1, item.start.line + 1, item.start.column + 2),
            "yaml: did not find expected ',' or ']'",
        )
        for item in empty[:MOST_DIAGNOSTICS]
    ]


def _escaped_slash(text: str, node: Scalar) -> int:
    """Where in the text the escape `\\/` stands in a scalar, or -1."""
    for match in _ESCAPE.finditer(text, node.start.index, node.end.index):
        if match.group(1) == "/":
            return match.start()
    return -1


def _slash(text: str, index: int) -> EscapedSlash:
    span = lines_of(text).span(index, index + 2)
    return EscapedSlash(span, "yaml: found unknown escape character", (Replacement(index, index + 1, ""),))
