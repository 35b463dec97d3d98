"""What can be wrong with a rule, and how to mend it."""

from __future__ import annotations

from typing import NamedTuple

KINDS = (
    "rule-missing",
    "rule-syntax",
    "rule-unquoted-argument",
    "rule-single-quoted-argument",
    "rule-word-operator",
    "rule-line-break",
    "rule-v1-syntax",
    "rule-too-many-arguments",
    "rule-v2-matcher",
    "rule-unknown-matcher",
    "rule-tcp-matcher-in-http",
    "rule-http-matcher-in-tcp",
    "rule-arity",
    "rule-empty-argument",
    "rule-path-without-slash",
    "rule-bad-regex",
    "rule-regex-not-go",
    "rule-bad-cidr",
    "rule-non-ascii-host",
    "rule-bad-host",
    "rule-bad-template",
    "rule-bad-alpn",
    "host-wildcard-version",
)
"""Every kind a problem of a rule can have. All but the last stop Traefik from using the rule."""


class Replacement(NamedTuple):
    """Replace the characters from `start` up to `end` of the rule by `text`."""

    start: int
    end: int
    text: str
    safe: bool
    """Whether the rule could mean nothing else."""
    title: str


class Problem(NamedTuple):
    """One thing wrong with a rule."""

    kind: str
    """One of `KINDS`."""
    message: str
    """One sentence that names the thing and says what to do."""
    help: str
    start: int
    """Where it stands in the rule: offsets in characters, the end is exclusive."""
    end: int
    traefik: str
    """What Traefik says about it, without the part that repeats the rule; empty where Traefik says nothing."""
    fix: Replacement | None = None


class Refusal(NamedTuple):
    """Why Traefik cannot read a rule at all, in the words of Go's parser, before anything is known about its cause."""

    error: str
    """Traefik's text, from `parsing rule R:` on."""
    start: int
    end: int
    reason: str
    """What it means to somebody who writes rules."""
    name: str = ""
    """The name of the matcher that is not known, where this is the reason."""
