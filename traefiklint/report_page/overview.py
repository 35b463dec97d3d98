"""What a report shows, as plain data: the page gets it as JSON, and so does `report --format json`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from traefiklint.text.hints import may_look
from traefiklint.text.masks import NOTHING, Known, masked_words

Condition: TypeAlias = tuple[Any, ...]
"""A rule's tree for the page: `("and", …)`, `("or", …)`, `("not", one)`, `("unknown",)`, or a matcher: its name, its
values, and where it has regular expressions, what JavaScript makes of each (None where it cannot say the same)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A middleware on the way of a request."""

    name: str
    kind: str
    """Its type, as in `stripPrefix`; empty where it lies elsewhere."""
    via: str = ""
    """What brings it, where it is not the router itself."""
    passes: bool = False
    """Whether it neither ends a request nor changes what rules and redirects look at."""
    redirect: dict[str, Any] | None = None
    """Scheme, port and permanence of a redirect to another scheme."""
    rewrite: dict[str, Any] | None = None
    """What a redirect by an expression makes of an address: the expression for JavaScript, and the texts and the groups
    that take the place of what it matches. None where the page cannot say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """A service behind a router, with its servers; those that it is made of follow it, each one deeper."""

    name: str
    kind: str
    depth: int
    share: str
    note: str
    servers: tuple[dict[str, str], ...]
    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A router among others that are tried one after the other."""

    router: int
    """Its place in the list of routers."""
    rank: int
    """0 for the highest priority among them; chance decides between routers of one rank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Router:
    """One router, in the table of routes and in the decision who answers."""

    name: str
    """With its provider."""
    object: str
    """As findings call it."""
    protocol: str
    provider: str
    rule: str
    """On one line, with `${NAME}` for variables that have no value here; so are its hosts and paths."""
    syntax: str
    hosts: tuple[str, ...]
    paths: tuple[str, ...]
    priority: int
    given_priority: bool
    entry_points: tuple[str, ...]
    tls: bool
    passthrough: bool
    resolver: str
    options: str
    """Its TLS options; empty without TLS."""
    middlewares: tuple[Step, ...]
    service: str
    backends: tuple[Backend, ...]
    parents: tuple[str, ...]
    children: tuple[Ranked, ...] | None
    """The routers below it, the first to be tried first; None where it leads to a service."""
    state: str
    """`served`, `disabled`, `hidden` (another router takes all its requests), `partly` (some of them), `unknown` (its
    rule hangs on variables that have no value here), `own`."""
    why: str
    file: str
    line: int
    condition: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate(Ranked):
    """A router on one entry point, where that decides about it."""

    options: str
    passthrough: bool
    closes: bool
    before: tuple[Step, ...]
    """What the entry point puts before its middlewares."""
    redirect: dict[str, Any] | None
    """Where the router itself redirects to, as Traefik's own do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """An entry point, and all that decides who answers there."""

    name: str
    port: int | None
    udp: bool
    tls: bool
    assumed: bool
    sanitize: bool
    trusts: tuple[str, ...]
    refused_escapes: tuple[str, ...]
    underscores: str
    encodes_semicolons: bool
    routes: dict[str, tuple[Candidate, ...]]
    """By layer: `tcp`, `tls`, `http`, `https`, `udp`; the first to be tried first."""
    server_names: dict[str, tuple[str, ...]]
    hosts: dict[str, str]
    by_router: bool
    default_broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A finding, ready to be shown."""

    rule: str
    category: str
    severity: str
    effect: str
    message: str
    file: str
    line: int
    column: int
    source: tuple[str, str]
    """The line, and the mark below it."""
    object: str
    disables: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    """What else there is to say, each with a word for it."""
    related: tuple[dict[str, Any], ...]
    fix: dict[str, Any] | None
    """Title, whether it is safe, and the lines of its diff by file."""
    also: tuple[str, ...]
    """Other places of which the same is said, as far as they have room."""
    alike: int
    """How many those are."""
    url: str
    fresh: bool
    """Whether it was not there before, where the report compares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle:
    """An object that no request reaches."""

    object: str
    kind: str
    name: str
    why: str
    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """Who brings the certificate for a host."""

    host: str
    entry_points: tuple[str, ...]
    resolver: str
    challenge: str
    source: str
    """In words: from where the certificate comes."""
    options: str
    routers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One Traefik, and everything that a report shows of it."""

    name: str
    target: str
    read: tuple[str, ...]
    """What was read as what, and what was assumed or left out, a line each."""
    refused: tuple[dict[str, Any], ...]
    summary: dict[str, int]
    host_matching: str
    """How `Host` takes stars in this version: `exact`, `label`, `any`; for `HostSNI`, `exact` or `label`."""
    sni_matching: str
    routers: tuple[Router, ...]
    entry_points: tuple[Entrance, ...]
    findings: tuple[Shown, ...]
    idle: tuple[Idle, ...]
    certificates: tuple[Certified, ...]
    files_with_certificates: tuple[dict[str, Any], ...]
    changes: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """All that was asked for."""

    version: int
    traefiklint: str
    against: str
    """The revision that it is compared with; empty where it is not."""
    as_now: tuple[str, ...] = ()
    """The files that were read for what was before, and of which git does not know how they were."""
    traefiks: tuple[Overview, ...]

    def to_dict(self, known: Known = NOTHING) -> dict[str, Any]:
        """The data as JSON takes it, without secrets.

        Args:
            known: the secrets of the files.
        """
        shown: dict[str, Any] = _clean(asdict(self), known)
        return shown


_OURS = frozenset((
    "condition", "rewrite", "protocol", "syntax", "state", "severity", "effect", "category", "host_matching",
    "sni_matching",
))  # fmt: skip
"""What has words of ours, which stay where somebody's password is one of them; conditions and rewrites have no secret
by now."""
_BY_HOST = frozenset(("server_names", "hosts"))


def _clean(value: Any, known: Known) -> Any:
    """The value without what looks like a secret, and without those that are known."""
    if isinstance(value, str):
        return masked_words(value, known) if known or may_look(value) else value
    if isinstance(value, dict):
        return {
            key: inner
            if key in _OURS
            else {_clean(host, known): _clean(told, known) for host, told in inner.items()}
            if key in _BY_HOST and isinstance(inner, dict)
            else _clean(inner, known)
            for key, inner in value.items()
        }
    return [_clean(inner, known) for inner in value] if isinstance(value, list | tuple) else value
