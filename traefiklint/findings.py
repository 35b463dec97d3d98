"""The words that everything here speaks: severity, effect, place, fix, finding, report."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from traefiklint.records import NamedTuple, dataclass, field

if TYPE_CHECKING:
    from traefiklint.coverage import Coverage


class Severity(StrEnum):
    """How much a finding matters to the author."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error: higher is worse."""
        return _RANKS[self]


_RANKS = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


class Effect(StrEnum):
    """What Traefik does about a finding. `rejected` and `disabled` are claims that tests put to the real Traefik."""

    REJECTED = "rejected"
    """Traefik refuses the file, and with it every file of the provider directory."""
    DISABLED = "disabled"
    """Traefik leaves the object out, and every router that needs it."""
    DEGRADED = "degraded"
    """Traefik starts it, logs a complaint, and runs something other than what is written."""
    SILENT = "silent"
    """Traefik says nothing, and does not do what the author meant."""
    ADVICE = "advice"
    """Traefik is content; the author should not be."""

    @property
    def is_fatal(self) -> bool:
        """Whether something is not served because of it: a file, an object, and what needs them."""
        return self in (Effect.REJECTED, Effect.DISABLED)


class Span(NamedTuple):
    """A stretch of text. Lines and columns count from 1, columns count characters, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


FILE_START = Span(1, 1, 1, 1)


class Edit(NamedTuple):
    """Replace the characters from `start` up to `end` (offsets into the text of `file`) by `text`."""

    file: str
    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """A way to fix a finding.

    A safe fix keeps what Traefik makes of the file, or fixes something that could not work and has one reading.
    """

    title: str
    safe: bool
    edits: tuple[Edit, ...]

    def to_dict(self) -> dict[str, Any]:
        """The fix as the JSON output shows it."""
        return {"safe": self.safe, "title": self.title, "edits": [edit._asdict() for edit in self.edits]}


class Affected(NamedTuple):
    """The objects that do not work because of a finding."""

    names: tuple[str, ...] = ()
    more: bool = False
    """Whether there are others that are not named."""


class Related(NamedTuple):
    """Another place that has to do with a finding, and what it has to do with it."""

    file: str
    span: Span
    message: str

    def to_dict(self) -> dict[str, Any]:
        """The place as the JSON output shows it."""
        return {"file": self.file, "line": self.span.line, "column": self.span.column, "message": self.message}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, at one place. `to_dict` is the JSON form that the contract promises."""

    rule: str
    category: str
    severity: Severity
    effect: Effect
    message: str
    file: str
    span: Span
    help: str = ""
    path: str = ""
    """The place in the configuration, as in `http.routers.shop.middlewares[0]`; empty where there is none."""
    object: str = ""
    """The object it belongs to, as in `http.routers.shop`; empty where there is none."""
    disables: tuple[str, ...] = ()
    """The objects that stop working because of it; `("*",)` is the whole provider directory."""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    routers: int = field(default=0, compare=False)
    """How many routers the directory has that Traefik refuses because of it; 0 where that is not known."""
    provider: str = "file"
    """Whose configuration it is in: `file`, `docker`, `swarm`, or `static`."""
    assumed: tuple[str, ...] = ()
    """What it rests on that nobody gave: `profile`, `entrypoints`, `resolvers`, `plugins`, `providers`,
    `projects`, `target`."""
    disables_more: bool = field(default=False, compare=False)
    """Whether others stop working too, too many to name them all in every finding."""
    cause: str = field(default="", compare=False)
    """What it says whatever the names in its message: a person is told those that say the same together. Empty for
    none."""
    unset: tuple[str, ...] = field(default=(), compare=False)
    """The variables on which it hangs, and which have no value here: it is so where they have none."""
    tag: str = field(default="", compare=False)
    """`unused` or `deprecated`, where its rule is about such things."""

    @property
    def line(self) -> int:
        return self.span.line

    @property
    def column(self) -> int:
        return self.span.column

    @property
    def end_line(self) -> int:
        return self.span.end_line

    @property
    def end_column(self) -> int:
        return self.span.end_column

    @property
    def is_grave(self) -> bool:
        """Whether something stops working, or somebody says that it is an error."""
        return self.effect.is_fatal or self.severity is Severity.ERROR

    def to_dict(self) -> dict[str, Any]:
        """The finding as the JSON output shows it."""
        return {
            "rule": self.rule,
            "category": self.category,
            "severity": self.severity.value,
            "effect": self.effect.value,
            "message": self.message,
            "help": self.help,
            "file": self.file,
            "line": self.span.line,
            "column": self.span.column,
            "end_line": self.span.end_line,
            "end_column": self.span.end_column,
            "path": self.path,
            "object": self.object,
            "disables": list(self.disables),
            **({"disables_more": True} if self.disables_more else {}),
            "provider": self.provider,
            "related": [place.to_dict() for place in self.related],
            "assumed": list(self.assumed),
            "fix": self.fix.to_dict() if self.fix else None,
        }


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in reading order: by file, then from top to bottom."""
    return tuple(sorted(findings, key=lambda finding: (finding.file, finding.span, finding.rule)))


class Unchecked(NamedTuple):
    """What of one file nobody can tell from the files alone."""

    file: str
    of_others: tuple[str, ...] = ()
    """The names that other providers define, as in `auth@docker`."""
    not_here: tuple[str, ...] = ()
    """The middlewares that other files of the same Traefik must define, as none of these defines any."""
    actions: int = 0
    """How many template actions return what only the running Traefik knows."""
    names_open: bool = False
    """Whether these may write names of objects, so that no name in the directory is checked."""
    filled_in: str = ""
    """What shows that something fills the file in first, as `${RATE}` for a number; empty where nothing does."""


@dataclass(frozen=True)
class Report:
    """What linting one provider directory came to."""

    findings: tuple[Finding, ...]
    files: int
    """How many files it is about."""
    target: str
    """The Traefik version the files are for, as in `3.7`."""
    texts: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    """The texts that were linted, by file, for showing the lines of a finding. Secrets in them are covered."""
    beside: frozenset[str] = frozenset()
    """The files in `texts` that were only read because they decide what the others mean; `files` leaves them out."""
    coverage: Coverage | None = field(default=None, compare=False)
    """What was looked at as what, and what was not; None where texts were given and nothing was looked for."""
    verified: dict[str, Any] = field(default_factory=dict, compare=False)
    """Which Traefik was asked, and what it could not reach while it ran; empty where none was asked."""

    hidden: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    """The secrets of the files that the findings are about, for taking them out of what else is said of them."""
    unchecked: tuple[Unchecked, ...] = field(default=(), compare=False)
    """What of the files hangs on more than the files."""
    upgraded_from: str = field(default="", compare=False)
    """The Traefik version that runs the files now, where it was asked what `target` changes for them."""

    def count(self, severity: Severity) -> int:
        """How many findings have exactly this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def worst_is_at_least(self, severity: Severity) -> bool:
        """Whether any finding is as bad as `severity`, or worse."""
        return any(finding.severity.rank >= severity.rank for finding in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """The report as `lint --format json` prints it."""
        return {
            "version": 1,
            **({"from": self.upgraded_from} if self.upgraded_from else {}),
            "target": self.target,
            "files": self.files,
            "findings": [finding.to_dict() for finding in self.findings],
            "summary": {severity.value: self.count(severity) for severity in Severity},
            **({"coverage": self.coverage.to_dict()} if self.coverage is not None else {}),
            **({"verified": self.verified} if self.verified else {}),
        }
