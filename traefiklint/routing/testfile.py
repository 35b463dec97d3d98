"""The file of route tests: requests, and what is expected to come of them, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from traefiklint.errors import TraefiklintError
from traefiklint.findings import Span
from traefiklint.own_yaml import OwnYamlError, meant, read_own, table
from traefiklint.routing.asking import Asked, read_request
from traefiklint.text.nodes import Mapping as MappingNode
from traefiklint.text.nodes import Node, Scalar, Sequence
from traefiklint.text.spelling import nearest

EXPECTATIONS = ("router", "service", "server", "path", "status", "redirect", "middleware")
"""What a test can expect; each also with `not-` before it."""

STATUSES = ("forwarded", "redirect", "refused", "closed")
"""Classes of outcomes that may stand for a status."""

_CONTEXT = ("headers", "client-ip", "server-name", "entry-point")
_TEST = ("name", "request", *_CONTEXT, "expect")
_STATUS = re.compile(r"[1-5]\d\d")
_PHRASES = (
    (re.compile(r"(?P<not>not )?(?P<status>[1-5]\d\d|forwarded|refused|closed|redirect)"), "status"),
    (re.compile(r"(?P<not>not )?redirect to (?P<redirect>\S+)"), "redirect"),
    *(
        (re.compile(rf"(?P<not>not )?{name} (?P<{name}>\S+)"), name)
        for name in ("router", "service", "server", "path", "middleware")
    ),
)


class Mistake(NamedTuple):
    """Something in a test file that is not understood."""

    span: Span
    message: str


class TestFileError(TraefiklintError):
    """A test file that is not understood; every mistake is named with its place."""

    __test__ = False  # its name begins as those of tests do

    def __init__(self, file: str, mistakes: list[Mistake]) -> None:
        super().__init__("the tests cannot be run", "")
        self.details = tuple(f"{file}:{span.line}:{span.column}: {message}" for span, message in sorted(mistakes))
        self.mistakes = tuple(mistakes)


class Expectation(NamedTuple):
    """One thing that a test expects."""

    key: str
    """One of `EXPECTATIONS`."""
    value: str
    negated: bool
    span: Span

    def __str__(self) -> str:
        return f"{'not ' if self.negated else ''}{self.key} `{self.value}`"


class RouteTest(NamedTuple):
    """One request and what is expected of it."""

    name: str
    asked: Asked
    expectations: tuple[Expectation, ...]
    span: Span
    """Where it begins."""


def read_tests(file: str, text: str | bytes) -> tuple[RouteTest, ...]:
    """The tests of a file.

    Raises:
        TestFileError: something in it is not understood.
    """
    reader = _Reader()
    tests: list[RouteTest] = []
    try:
        tests = reader.file(read_own(text))
    except OwnYamlError as error:
        reader.mistakes.append(Mistake(error.span, str(error)))
    if reader.mistakes:
        raise TestFileError(file, reader.mistakes)
    return tuple(tests)


def _pairs(node: MappingNode) -> list[tuple[Scalar, Node]]:
    """The pairs of a mapping whose keys are plain names, with what their values mean."""
    return [(key, meant(value)) for key, value in node.pairs if isinstance(key, Scalar)]


def _items(node: Node) -> list[Node]:
    """The items of a list, or the one value itself."""
    return [meant(item) for item in node.items] if isinstance(node, Sequence) else [node]


class _Reader:
    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def wrong(self, node: Node, message: str, hint: str = "") -> None:
        self.mistakes.append(Mistake(node.span, f"{message}; {hint}" if hint else message))

    def file(self, root: Node | None) -> list[RouteTest]:
        if root is None:
            self.mistakes.append(Mistake(Span(1, 1, 1, 1), "there are no tests; write them in a list under `tests:`"))
            return []
        parts = table(root, ("tests", "defaults"), "the file", self.wrong)
        defaults = self._context(parts.get("defaults"))
        tests = parts.get("tests")
        if not isinstance(tests, Sequence) or not tests.items:
            self.wrong(tests or root, "`tests` must be a list of tests")
            return []
        found = [self._test(node, defaults) for node in _items(tests)]
        return [test for test in found if test is not None]

    def _context(self, node: Node | None) -> dict[str, Any]:
        if node is None:
            return {}
        return self._settings(table(node, _CONTEXT, "`defaults`", self.wrong))

    def _settings(self, parts: Mapping[str, Node]) -> dict[str, Any]:
        found: dict[str, Any] = {key: self._text(parts[key]) for key in _CONTEXT[1:] if key in parts}
        if "headers" in parts:
            found["headers"] = list(self._headers(parts["headers"]))
        return found

    def _headers(self, node: Node) -> Iterator[str]:
        if not isinstance(node, MappingNode):
            self.wrong(node, "`headers` must be a mapping of names and values")
            return
        for key, value in _pairs(node):
            for one in _items(value):
                yield f"{key.value}: {self._text(one)}"

    def _test(self, node: Node, defaults: dict[str, Any]) -> RouteTest | None:
        parts = table(node, _TEST, "a test", self.wrong)
        for needed in ("request", "expect"):
            if isinstance(node, MappingNode) and needed not in parts:
                self.wrong(node, f"a test needs `{needed}`")
        if "request" not in parts or "expect" not in parts:
            return None
        settings = self._settings(parts)
        headers = [*defaults.get("headers", ()), *settings.pop("headers", ())]
        settings = {**defaults, **settings, "headers": headers}
        asked = self._request(parts["request"], settings)
        expectations = tuple(self._expect(parts["expect"]))
        if asked is None:
            return None
        name = self._text(parts["name"]) if "name" in parts else str(asked)
        return RouteTest(name, asked, expectations, node.span)

    def _request(self, node: Node, settings: dict[str, Any]) -> Asked | None:
        words = self._text(node).split()
        if len(words) not in (1, 2):
            self.wrong(node, "`request` must be an address, or a method and an address, as in `GET https://a.example/`")
            return None
        try:
            return read_request(
                words[-1],
                words[0] if len(words) == 2 else "GET",
                settings["headers"],
                settings.get("client-ip", ""),
                settings.get("server-name"),
                settings.get("entry-point", ""),
            )
        except TraefiklintError as error:
            self.wrong(node, error.message, error.hint)
            return None

    def _expect(self, root: Node) -> Iterator[Expectation]:
        """The expectations of a test: a phrase, a mapping, or lists of these; the same twice is the same once."""
        known = (*EXPECTATIONS, *(f"not-{key}" for key in EXPECTATIONS))
        seen: set[int] = set()
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, MappingNode):
                for key, value in table(node, known, "`expect`", self.wrong).items():
                    yield from self._values(key, value)
            elif isinstance(node, Sequence):
                waiting.extend(reversed(_items(node)))
            else:
                yield from self._phrase(node)

    def _values(self, key: str, node: Node) -> Iterator[Expectation]:
        plain = key.removeprefix("not-")
        for one in _items(node):
            value = self._text(one)
            if plain == "status" and not (_STATUS.fullmatch(value) or value in STATUSES):
                near = nearest(value, STATUSES)
                hint = f"; did you mean `{near}`?" if near else ""
                self.wrong(one, f"`{value}` is neither a status nor one of {', '.join(STATUSES)}{hint}")
            else:
                yield Expectation(plain, value, key != plain, one.span)

    def _phrase(self, node: Node) -> Iterator[Expectation]:
        text = self._text(node)
        for pattern, key in _PHRASES:
            if found := pattern.fullmatch(text):
                yield Expectation(key, found[key], bool(found["not"]), node.span)
                return
        self.wrong(
            node,
            f"`{text}` is nothing to expect; write a status, `redirect to URL`, `router NAME`, `not router NAME`, "
            "`service NAME`, `server URL`, `path PATH`, `middleware NAME`, or a mapping of these",
        )

    def _text(self, node: Node) -> str:
        if isinstance(node, Scalar):
            return str(node.value)
        self.wrong(node, "this must be a single value")
        return ""
