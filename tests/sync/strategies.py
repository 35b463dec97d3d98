"""Random configurations, and random ways to write one down."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

KEYS = ["rule", "service", "a", "b", "shop-router-1", "yes", "1", "with space", "<<x", "é", "null", "x.y"]
TEXTS = [
    "Host(`a`) && Path(`/b`)",
    "yes",
    "012",
    "1.10",
    "0x1F",
    "",
    " led",
    "a: b",
    "a #b",
    "it's",
    'say "hi"',
    "null",
    "~",
    "{{ env `X` }}",
    "-",
    "- a",
    "a,b",
    "[x]",
    "multi\nline",
    "tab\there",
    "ünï",
    "😀\n",
    "\\d+",
    "true",
    "2026-01-02",
    "trail:",
]

leaves: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(TEXTS), st.integers(-5, 2000), st.booleans(), st.none(), st.text(max_size=5).filter(str.isprintable)
)
keys = st.sampled_from(KEYS)
values: st.SearchStrategy[Any] = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=12,
)
mappings: st.SearchStrategy[dict[str, Any]] = st.dictionaries(keys, values, max_size=5)


class Writer:
    """Prints data as a person might: flow here, block there, comments and blank lines between, quotes of all kinds."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.comments: list[str] = []

    def one_of(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def comment(self) -> str:
        if not self.draw(st.booleans()):
            return ""
        self.comments.append(f"# note {len(self.comments)}")
        return self.comments[-1]

    def document(self, data: dict[str, Any]) -> str:
        if not data:
            return self.one_of("", "{}\n", "# only a comment\n")
        text = self.pairs(data, 0)
        return text if self.draw(st.booleans()) else text.removesuffix("\n")

    def pairs(self, data: dict[str, Any], column: int, first: str = "") -> str:
        lines = []
        for index, (key, value) in enumerate(data.items()):
            lead = first if index == 0 and first else self.above(column) + " " * column
            lines.append(lead + self.scalar(key) + ":" + self.value(value, column))
        return "".join(lines)

    def above(self, column: int) -> str:
        note = self.comment()
        return (self.one_of("", "", "\n")) + (f"{' ' * column}{note}\n" if note else "")

    def value(self, value: Any, column: int) -> str:
        if isinstance(value, dict | list) and value and self.draw(st.booleans()):
            note = self.comment()
            head = (f"  {note}" if note else "") + "\n"
            if isinstance(value, dict):
                return head + self.pairs(value, column + self.one_of(1, 2, 4))
            return head + self.items(value, column + self.one_of(0, 2))
        note = self.comment()
        return " " + self.flow(value) + (f"   {note}" if note else "") + "\n"

    def items(self, data: list[Any], column: int) -> str:
        lines = []
        for item in data:
            lead = self.above(column) + " " * column + "-"
            if isinstance(item, dict) and item and self.draw(st.booleans()):
                lines.append(self.pairs(item, column + 2, lead + " "))
            else:
                lines.append(lead + self.value(item, column))
        return "".join(lines)

    def flow(self, value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.scalar(key)}: {self.flow(item)}" for key, item in value.items()) + "}"
        if isinstance(value, list):
            return "[" + self.one_of(", ", ",").join(map(self.flow, value)) + "]"
        return self.scalar(value)

    def scalar(self, value: Any) -> str:
        if value is None:
            return self.one_of("null", "~")
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int):
            return str(value)
        if value.isprintable() and self.draw(st.booleans()):
            return "'" + value.replace("'", "''") + "'"
        if value.isalpha() and value.isascii() and value not in ("null", "true") and self.draw(st.booleans()):
            return value
        return '"' + "".join(_escape(character) for character in value) + '"'


def _escape(character: str) -> str:
    if character in '\\"':
        return "\\" + character
    return character if character.isprintable() else f"\\U{ord(character):08x}"


@st.composite
def written(draw: Any, data: st.SearchStrategy[dict[str, Any]] = mappings) -> tuple[str, list[str]]:
    """A text, and the comments that were written into it."""
    writer = Writer(draw)
    return writer.document(draw(data)), writer.comments
