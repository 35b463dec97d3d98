"""What BurntSushi's TOML has against a text; the words stand in `traefiklint.checks.yaml`."""

from __future__ import annotations

from enum import Enum

from traefiklint.records import record
from traefiklint.text.diagnostics import TextDiagnostic


class TomlFault(Enum):
    """What is wrong with the syntax."""

    OPEN_HEADER = "the name of a table is not closed"
    OPEN_LIST_HEADER = "the name of a table of a list is not closed"
    NO_EQUALS_SIGN = "no `=` behind a key"
    KEY_OF_LINES = "a key of several lines"
    NO_KEY = "a key is missing"
    OPEN_LIST = "a list is not closed, or lacks a comma"
    OPEN_TABLE = "a table in braces is not closed, or lacks a comma"
    REST_OF_LINE = "something behind a value"
    BEHIND_QUOTE = "something behind a text in quotes"
    OPEN_QUOTE = "a quote is not closed"
    CONTROL_CHARACTER = "a control character in a text"
    ESCAPE = "an escape that does not exist"
    NO_VALUE = "a value is missing"
    LARGE_INTEGER = "more than 64 bits"
    LARGE_FLOAT = "more than a float can hold"
    UNKNOWN_VALUE = "no number, bool or date"


class TomlError(Exception):
    """The text is no TOML.

    Attributes:
        fault: what is wrong; None where `text` is a key that is defined twice.
        start: where, as offsets.
        text: the value or key that it is about.
        first: where the earlier place is, if there is one.
    """

    def __init__(
        self, fault: TomlFault | None, start: int, end: int, text: str = "", first: tuple[int, int] | None = None
    ) -> None:
        super().__init__(fault.value if fault else f"`{text}` is defined twice")
        self.fault = fault
        self.start = start
        self.end = end
        self.text = text
        self.first = first


@record
class UnparsedToml(TextDiagnostic):
    """The text is no TOML: the `fault`, and the `text` of a value that it is about."""

    fault: TomlFault = TomlFault.NO_VALUE
    text: str = ""

    @property
    def reason(self) -> str:
        """What it is, in short."""
        return self.fault.value


@record
class RepeatedTomlKey(TextDiagnostic):
    """A `key` is defined twice."""

    key: str = ""

    repeats = True

    @property
    def reason(self) -> str:
        """What it is, in short."""
        return f"`{self.key}` is defined twice"


class NewerSyntax(Enum):
    """What TOML 1.1 knows and TOML 1.0 does not."""

    ESCAPE = "an escape"
    LINE_IN_TABLE = "a line break in braces"
    LAST_COMMA = "a comma before a closing brace"
    TIME = "a time without seconds"


@record
class NewerToml(TextDiagnostic):
    """A `syntax` that Traefik reads since v3.6.7, and the `text` that is written so."""

    syntax: NewerSyntax = NewerSyntax.ESCAPE
    text: str = ""

    since = "3.6.7"
    """Traefik's go.mod: BurntSushi's TOML 1.6 since then, whose TOML is 1.1."""
