"""What a look at a running Traefik looks like: text, JSON, and metrics for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from traefiklint.live.judge import LiveVerdict
from traefiklint.text.printable import printable
from traefiklint.text.spelling import counted

_DAY = 86_400


def lines(verdict: LiveVerdict, where: str, now: datetime) -> Iterator[str]:
    """The verdict in words.

    Args:
        where: what the files are called.
    """
    running = verdict.running
    started = f", started {running.started.partition('.')[0].rstrip('Z')}Z" if running.started else ""
    yield f"{running.url}: Traefik {running.version}{started}"
    if verdict.is_frozen:
        yield f"frozen: Traefik cannot take {where} as it is now, and serves what it had before"
    for finding in verdict.refusals:
        yield f"  because of {finding.file}:{finding.line}: {finding.message} [{finding.rule}]"
    yield from (f"{one.kind}: {one}" for one in verdict.differences)
    if verdict.serves is not None:
        yield f"it serves {where} as commit {verdict.serves} has it"
        since = f"commit {verdict.since}" if verdict.since else "a change that is in no commit"
        yield f"not served since {since}"
    yield from verdict.problems
    yield from (f"entry point: {one}" for one in verdict.points)
    for certificate in verdict.expiring:
        yield f"certificate: {', '.join(certificate.names)} {_expires(certificate.not_after, now)}"
    yield from (f"default certificate: {one}" for one in verdict.uncovered)
    if running.certificates is None:
        yield "certificates: this Traefik does not tell them (3.7 does)"
    if verdict.others:
        told = ", ".join(f"{count} of {name}" for name, count in verdict.others.items())
        yield f"routers of other providers: {told}"
    yield "differs" if verdict.differs else f"serves {where}"


def _expires(when: datetime, now: datetime) -> str:
    days = int((when - now).total_seconds() // _DAY)
    if when < now:
        return f"has expired on {when:%Y-%m-%d}"
    return f"expires on {when:%Y-%m-%d}, in {counted(days, 'day')}"


def to_dict(verdict: LiveVerdict) -> dict[str, Any]:
    """The verdict for JSON."""
    running = verdict.running

    def commit(one: Any) -> dict[str, str] | None:
        return {"id": one.id, "subject": one.subject} if one else None

    return {
        "version": 1,
        "url": running.url,
        "traefik": running.version,
        "started": running.started,
        "differs": verdict.differs,
        "frozen": verdict.is_frozen,
        "refusals": [
            {"file": one.file, "line": one.line, "rule": one.rule, "message": one.message} for one in verdict.refusals
        ],
        "serves": commit(verdict.serves),
        "since": commit(verdict.since),
        "differences": [one._asdict() for one in verdict.differences],
        "problems": list(verdict.problems),
        "entry_points": list(verdict.points),
        "expiring": [{"names": list(one.names), "not_after": one.not_after.isoformat()} for one in verdict.expiring],
        "default_certificate": list(verdict.uncovered),
        "certificates_known": running.certificates is not None,
        "other_providers": dict(verdict.others),
    }


def metrics(verdict: LiveVerdict) -> Iterator[str]:
    """The verdict as Prometheus reads it (text format 0.0.4), for a textfile collector or a push."""
    running = verdict.running
    kinds = ("missing", "extra", "changed")
    rows: list[tuple[str, str, list[tuple[str, int]]]] = [
        ("info", "The Traefik that was asked.", [(_labels(url=running.url, version=running.version), 1)]),
        ("frozen", "Whether it cannot take the files as they are.", [("", int(verdict.is_frozen))]),
        (
            "differences",
            "Objects that are served otherwise than the files say.",
            [(_labels(kind=kind), sum(one.kind == kind for one in verdict.differences)) for kind in kinds],
        ),
        ("problems", "Objects that Traefik has disabled or complains about.", [("", len(verdict.problems))]),
        ("entry_points", "Entry points that are not as the static configuration says.", [("", len(verdict.points))]),
        ("default_certificates", "Routers with Traefik's own certificate.", [("", len(verdict.uncovered))]),
        (
            "certificate_not_after_seconds",
            "When a certificate expires, in seconds since 1970.",
            [
                (_labels(names=",".join(one.names)), int(one.not_after.timestamp()))
                for one in sorted(running.certificates or ())
            ],
        ),
        ("differs", "Whether anything is not as it should be.", [("", int(verdict.differs))]),
    ]
    for name, says, samples in rows:
        if samples:
            yield f"# HELP traefiklint_live_{name} {says}"
            yield f"# TYPE traefiklint_live_{name} gauge"
            yield from (f"traefiklint_live_{name}{labels} {value}" for labels, value in samples)


def _labels(**values: str) -> str:
    def quoted(text: str) -> str:
        return printable(text).replace("\\", "\\\\").replace('"', '\\"')

    return "{" + ",".join(f'{name}="{quoted(value)}"' for name, value in values.items()) + "}"
