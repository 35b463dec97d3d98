"""What libyaml and yaml.v3 have against a text; the words stand in `traefiklint.checks.yaml`."""

from __future__ import annotations

from traefiklint.findings import Effect
from traefiklint.records import record
from traefiklint.text.diagnostics import TextDiagnostic

# What libyaml stumbles over


@record
class UnparsedYaml(TextDiagnostic):
    """None of the usual mistakes explains it: libyaml's `reason`, and what it was about, `context`, since `first`."""

    reason: str = ""
    context: str = ""


@record
class TooManyLevels(TextDiagnostic):
    """The nesting is deeper than yaml.v3 goes, `most` levels."""

    most: int = 0


class TabForIndentation(TextDiagnostic):
    """A tab stands where only blanks may."""


@record
class OpenQuote(TextDiagnostic):
    """A `quote` is never closed, or only further down (`first`), in the middle of another value."""

    quote: str = ""


@record
class ClosedQuote(TextDiagnostic):
    """More of a value behind the `quote` that closes what opened at `first`."""

    quote: str = ""


@record
class ReservedSign(TextDiagnostic):
    """A value begins with a `sign` that YAML keeps for itself."""

    sign: str = ""


class TextLikeTag(TextDiagnostic):
    """A value without quotes begins with `!`, which is a tag to YAML."""


class ConflictMark(TextDiagnostic):
    """A line that git writes where two versions of a file are in conflict."""


@record
class NoColon(TextDiagnostic):
    """A line that is no pair; with an edit where it is an item of a list, but for the space behind its dash."""


@record
class KeyBelowText(TextDiagnostic):
    """A key below a line that has a value already: the line is that of the key `above`; empty where it is no pair."""

    above: str = ""
    is_deeper: bool = False
    """Whether the key stands deeper than the one above; else there is no blank behind the colon of that."""


class NotUtf8(TextDiagnostic):
    """Bytes that are no UTF-8."""


class ForbiddenCharacter(TextDiagnostic):
    """A character that YAML does not let in."""


# What yaml.v3 refuses, and libyaml takes


@record
class OtherVersion(TextDiagnostic):
    """The text says that it is another `version` of YAML."""

    version: str = ""


@record
class QuestionMark(TextDiagnostic):
    """A `?` inside of a `value` in brackets or braces."""

    value: str = ""


class LoneQuestionMark(TextDiagnostic):
    """An item in brackets that is a `?` and nothing else."""


class EscapedSlash(TextDiagnostic):
    """The escape `\\/`."""


# What yaml.v3 refuses while it fills a map


@record
class NoMapping(TextDiagnostic):
    """The whole text is a list or a single value."""

    is_list: bool = False


@record
class RepeatedKey(TextDiagnostic):
    """A mapping has a `key` twice, which is None for keys that are no plain values. One that stands in a loop of a
    template is its own `first`."""

    key: str | None = None

    repeats = True


@record
class KeyNotAText(TextDiagnostic):
    """A key is a list or a mapping."""

    is_list: bool = False


@record
class OddKey(TextDiagnostic):
    """A `key` that is read as another type of YAML than text, so that the decoder names it by its type: `name`."""

    key: str = ""
    type: str = ""
    name: str = ""

    effect = Effect.SILENT


@record
class UnknownAlias(TextDiagnostic):
    """An alias that no anchor stands before."""

    name: str = ""


@record
class EndlessAlias(TextDiagnostic):
    """An alias inside what its own anchor names."""

    name: str = ""


class TooManyAliases(TextDiagnostic):
    """The aliases unfold into more than yaml.v3 puts up with."""


class BadMerge(TextDiagnostic):
    """A merge key gets something else than mappings."""


@record
class WrongTag(TextDiagnostic):
    """A `value` that does not fit its `tag`."""

    value: str = ""
    tag: str = ""
