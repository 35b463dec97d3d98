"""A YAML parser without a limit of depth, with libyaml's events, places and words.

It is PyYAML's parser in Python, twenty times slower than libyaml and of the same descent. What is overridden here is
what libyaml reads differently: tabs between tokens, `?` and `:` in plain texts within brackets, the places of what is
empty and of the end. Source: libyaml 0.2.6 `scanner.c`, `parser.c`.
"""

from __future__ import annotations

import re
from typing import Any

from yaml.error import Mark, MarkedYAMLError
from yaml.events import ScalarEvent
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import ScalarToken

from traefiklint.text.breaks import BREAKS

_ENDS = "\0 \t" + BREAKS
_FLOW_SIGNS = ",?[]{}"
_LONGEST_KEY = 1024
_PLAIN = re.compile(rf"(?::(?![{_ENDS}])|[^{_ENDS}:])+")
_PLAIN_IN_BRACKETS = re.compile(rf"(?::(?![{_ENDS},?\[\]{{}}])|[^{_ENDS}:,\[\]{{}}])+")
_HEADER = re.compile(rf"(?:([+-])([1-9])?|([1-9])([+-])?|)(?=[{_ENDS}#])")
_DOCUMENT = re.compile(rf"(?:---|\.\.\.)[{_ENDS}]")

_WORDS = (
    (r"while parsing a block collection: expected <block end>.*", "did not find expected '-' indicator"),
    (r".*: expected <block end>.*", "did not find expected key"),
    (r".*: expected (',' or '.'), but got .*", r"did not find expected \1"),
    (r".*: expected the node content, .*", "did not find expected node content"),
    (r".*: expected '<document start>', .*", "did not find expected <document start>"),
    (r".*: found character .* that cannot start any token", "found character that cannot start any token"),
    (r".*: sequence entries are not allowed here", "block sequence entries are not allowed in this context"),
    (r".*: (mapping .*) are not allowed here", r"\1 are not allowed in this context"),
    (r"while scanning a directive: expected alphabetic .*", "could not find expected directive name"),
    (r".*: expected alphabetic or numeric .*", "did not find expected alphabetic or numeric character"),
    (r".*: found unknown escape character .+", "found unknown escape character"),
    (r".*: expected escape sequence of .*", "did not find expected hexdecimal number"),
    (r".*: found unexpected document separator", "found unexpected document indicator"),
    (r".*: expected (chomping|a comment) .*", "did not find expected comment or line break"),
    (r".*: expected '[ !]', but found .*", "did not find expected whitespace or line break"),
    (r".*: expected URI, but found .*", "did not find expected tag URI"),
    (r".*: expected '>', but found .*", "did not find the expected '>'"),
    (r".*: found undefined tag handle .*", "found undefined tag handle"),
    (r".*: found incompatible YAML document .*", "found incompatible YAML document"),
)
"""PyYAML's complaints and where they come up, and libyaml's words for them, which are Traefik's too."""


class DeepParser(Reader, Scanner, Parser):
    """Gives the events (`get_event`) or the tokens (`get_token`) of a text, as libyaml's parser does."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def fetch_more_tokens(self) -> None:
        try:
            super().fetch_more_tokens()
        except MarkedYAMLError as error:
            raise _in_libyamls_words(error) from None

    def get_event(self) -> Any:
        """The next event, or None behind the last one.

        Raises:
            YAMLError: the text cannot be read.
        """
        try:
            return super().get_event()  # type: ignore[no-untyped-call]
        except MarkedYAMLError as error:
            raise _in_libyamls_words(error) from None

    def stale_possible_simple_keys(self) -> None:
        # They stand in the order of the text: where one can still be a key, so can all behind it.
        keys = self.possible_simple_keys
        while keys:
            level, key = next(iter(keys.items()))
            if key.line == self.line and self.index - key.index <= _LONGEST_KEY:
                return
            if key.required:
                raise self._error("while scanning a simple key", key.mark, "could not find expected ':'")
            del keys[level]

    def next_possible_simple_key(self) -> int | None:
        for key in self.possible_simple_keys.values():
            number: int = key.token_number
            return number
        return None

    def scan_to_next_token(self) -> None:
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()

    def fetch_stream_end(self) -> None:
        if self.column:
            self.column = 0
            self.line += 1
        super().fetch_stream_end()

    def scan_plain(self) -> ScalarToken:
        chunks: list[str] = []
        start = end = self.get_mark()
        spaces = ""
        while self.peek() != "#" and (run := self._run(start)):
            self.allow_simple_key = False
            chunks += (spaces, run)
            self.forward(len(run))
            end = self.get_mark()
            spaces = self._fold(start)
            if not spaces or (not self.flow_level and self.column <= self.indent):
                break
        return ScalarToken("".join(chunks), True, start, end)

    def _run(self, start: Any) -> str:
        """The rest of a plain text up to the next blank, or what ends it."""
        if not self.column and _DOCUMENT.match(self.buffer, self.pointer):
            return ""
        pattern = _PLAIN_IN_BRACKETS if self.flow_level else _PLAIN
        found = pattern.match(self.buffer, self.pointer)
        run = found[0] if found else ""
        if self.flow_level and self.peek(len(run)) == ":" and self.peek(len(run) + 1) in _FLOW_SIGNS:
            self.forward(len(run))
            raise self._error("while scanning a plain scalar", start, "found unexpected ':'")
        return run

    def _fold(self, start: Any) -> str:
        """Skip blanks and line breaks inside or behind a plain text; what they mean to it."""
        blanks = ""
        breaks: list[str] = []
        while (character := self.peek()) in " \t" or character in BREAKS:
            if character in BREAKS:
                breaks.append(self.scan_line_break())  # type: ignore[no-untyped-call]
                self.allow_simple_key = True
                continue
            if not breaks:
                blanks += character
            elif character == "\t" and self.column <= self.indent:
                problem = "found a tab character that violates indentation"
                raise self._error("while scanning a plain scalar", start, problem)
            self.forward()
        if not breaks:
            return blanks
        return "".join(breaks[1:]) or " " if breaks[0] == "\n" else "".join(breaks)

    def scan_directive_name(self, start_mark: Any) -> str:
        name: str = super().scan_directive_name(start_mark)  # type: ignore[no-untyped-call]
        if name not in ("YAML", "TAG"):
            raise self._error("while scanning a directive", start_mark, "found unknown directive name")
        return name

    def scan_flow_scalar(self, style: str) -> ScalarToken:
        start = self.get_mark()
        try:
            token: ScalarToken = super().scan_flow_scalar(style)
            token.value.encode()
        except (UnicodeError, ValueError, OverflowError):  # an escape for what is no character
            problem = "found invalid Unicode character escape code"
            raise self._error("while parsing a quoted scalar", start, problem) from None
        return token

    def scan_block_scalar_indicators(self, start_mark: Any) -> tuple[bool | None, int | None]:
        header = _HEADER.match(self.buffer, self.pointer)
        if not header:
            raise self._error(
                "while scanning a block scalar", start_mark, "did not find expected comment or line break"
            )
        self.forward(len(header[0]))
        sign, width = header[1] or header[4], header[2] or header[3]
        return {"+": True, "-": False}.get(sign), int(width) if width else None

    def scan_block_scalar_ignored_line(self, start_mark: Any) -> None:
        while self.peek() in " \t":
            self.forward()
        super().scan_block_scalar_ignored_line(start_mark)

    def process_empty_scalar(self, mark: Any) -> ScalarEvent:
        if self.state in (
            self.parse_flow_mapping_key,
            self.parse_flow_mapping_value,
            self.parse_flow_sequence_entry_mapping_end,
        ):
            mark = self.peek_token().start_mark  # type: ignore[no-untyped-call]
        event: ScalarEvent = super().process_empty_scalar(mark)
        return event

    def _error(self, context: str, start: Any, problem: str) -> ScannerError:
        return ScannerError(context, start, problem, self.get_mark())


def _in_libyamls_words(error: MarkedYAMLError) -> MarkedYAMLError:
    said = f"{error.context}: {error.problem}"
    for pattern, words in _WORDS:
        match = re.fullmatch(pattern, said, re.DOTALL)
        if not match:
            continue
        if words == "found unknown escape character":  # libyaml points at the backslash
            mark: Any = error.problem_mark
            error.problem_mark = Mark(mark.name, mark.index - 1, mark.line, mark.column - 1, None, 0)
        error.problem = match.expand(words)
        break
    return error
