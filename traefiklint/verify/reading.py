"""From the answers of a Traefik to findings, each at the place that caused it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from traefiklint.findings import Effect, Finding, Report, Severity
from traefiklint.instance.instance import Instance
from traefiklint.text.spelling import listed
from traefiklint.verify.answers import Answers, conditions
from traefiklint.verify.binary import Binary
from traefiklint.verify.places import CausePlace, CausePlaces
from traefiklint.verify.verdict import KINDS, Complaint, Verdict

CATEGORY = "verify"
CANNOT_KNOW = "traefik-cannot-know"

LATER = {
    "HTTP router": "http.routers",
    "HTTP service": "http.services",
    "HTTP middleware": "http.middlewares",
    "HTTP servers transport": "http.serversTransports",
    "TCP router": "tcp.routers",
    "TCP service": "tcp.services",
    "TCP middleware": "tcp.middlewares",
    "TCP servers transport": "tcp.serversTransports",
    "UDP router": "udp.routers",
    "UDP service": "udp.services",
    "options": "tls.options",
    "store": "tls.stores",
}
"""Traefik's words for the kinds of objects, in its complaints about names that are taken."""

"""The providers whose complaints are read by themselves."""

_REPEATS = ("EntryPoint doesn't exist", "No valid entryPoint for this router", "Error in Go routine")
"""Log lines that say again what the status of an object says, or its harm."""


class AnswerReader:
    """Makes findings of the answers about one instance."""

    def __init__(self, instance: Instance, claims: Report, answers: Answers, binary: Binary) -> None:
        self._instance = instance
        self._claims = claims.findings
        self._answers = answers
        self._whole = answers.whole
        self._places = CausePlaces(instance, claims.findings)
        self._who = f"Traefik {binary.version}"

    def findings(self) -> Iterator[Finding]:
        """Everything there is to say, each thing once."""
        said: dict[tuple[object, ...], Finding] = {}
        for finding in (*self._refusals(), *self._objects(), *self._complaints()):
            said.setdefault((finding.rule, finding.file, finding.span, finding.message), finding)
        yield from said.values()

    def _refusals(self) -> Iterator[Finding]:
        for verdict in self._answers.verdicts:
            if verdict.harm:
                file = self._answers.harmful
                spot = self._places.of_harm(file)
                message = f"{self._who} is harmed by this directory: {verdict.error}."
                yield made("traefik-harmed", Effect.REJECTED, message, spot, ("*",))
            elif not verdict.loads:
                spot = self._places.of_refusal(verdict.error, verdict.file)
                reason = self._answers.unknown.said(_reason(verdict))
                message = f"{self._who} refuses every file of this directory: {reason}"
                yield made("traefik-refuses", Effect.REJECTED, message, spot, ("*",))

    def _objects(self) -> Iterator[Finding]:
        """One finding for each thing that keeps objects from running, with all of them in it."""
        for (text, own, _), objects in self._troubles().items():
            if why := self._answers.unknown.why(text):
                spot = self._places.of_objects(text, objects)
                message = f"{_several(objects)} cannot be verified: {why}."
                yield made(CANNOT_KNOW, Effect.ADVICE, message, spot)
                continue
            spot = self._places.of_objects(f"{text} `{own}`" if own else text, objects)
            text = self._answers.unknown.said(text)
            disabled = [name for name, status in objects.items() if status == "disabled"]
            if disabled:
                message = f"{self._who} disables {_several(disabled)}: {text}"
                yield made("traefik-disables", Effect.DISABLED, message, spot, tuple(sorted(disabled)))
            else:
                message = f"{self._who} runs {_several(objects)} only in part: {text}"
                yield made("traefik-limits", Effect.DEGRADED, message, spot)

    def _troubles(self) -> dict[tuple[str, str, tuple[str, ...]], dict[str, str]]:
        """The status of each object that has an error, by its first error and the variables without a value that this
        hangs on; Traefik's other errors follow from it. Each router of Traefik's own, which stands in no file, is by
        itself."""
        found: dict[tuple[str, str, tuple[str, ...]], dict[str, str]] = {}
        if self._whole.loads:
            for name, (status, errors) in conditions(self._answers, self._instance).items():
                own = name.split(".", 2)[-1] if name.endswith("@internal") else ""
                for text in errors if status != "disabled" else errors[:1]:
                    unset = self._places.of_objects(text, [name]).unset
                    found.setdefault((text, own, unset), {})[name] = status
        return found

    def _complaints(self) -> Iterator[Finding]:
        """What the log says besides."""
        explained = {
            text for states in self._whole.objects.values() for state in states.values() for text in state.errors
        }
        for complaint in self._whole.complaints:
            if not self._whole.loads or complaint.message in _REPEATS or complaint.provider_of_containers:
                continue
            if complaint.error and any(complaint.error in text for text in explained):
                continue
            said = ": ".join(filter(None, (complaint.message, complaint.error)))
            spot = self._of_complaint(complaint, said)
            if why := self._answers.unknown.why(said):
                yield made(CANNOT_KNOW, Effect.ADVICE, f"{why}.", spot)
            else:
                said = self._answers.unknown.said(said)
                yield made("traefik-complains", Effect.DEGRADED, f"{self._who} complains: {said}", spot)

    def _of_complaint(self, complaint: Complaint, said: str) -> CausePlace:
        fields = dict(complaint.fields)
        kind = next(
            (kind for word, kind in LATER.items() if complaint.message == f"{word} already configured, skipping"), ""
        )
        for name in fields.values():
            for origin in fields.values():
                if spot := self._places.of_later(kind, name, origin):
                    return spot
        quoted = f"{said} " + " ".join(f'"{value}"' for value in fields.values())
        names = [value.rpartition("@")[0] or value for value in fields.values()]
        names += re.findall(r"([^\s\"'`]+)@file", said)
        objects = [
            f"{kind}.{name}" for name in names for kind in KINDS.values() if self._places.thing(f"{kind}.{name}")
        ]
        if not objects:
            return self._places.of_anything(quoted)
        return self._places.of_objects(quoted, objects, Effect.DEGRADED)


def made(rule: str, effect: Effect, message: str, spot: CausePlace, disables: tuple[str, ...] = ()) -> Finding:
    """A finding about what Traefik does; how bad it is the linter may know better, and whether it is so elsewhere."""
    if spot.unset and rule != CANNOT_KNOW:
        message = f"{message.removesuffix('.')}; {no_value(spot.unset)}, and nobody knows how it is elsewhere."
        rule, effect, disables = CANNOT_KNOW, Effect.ADVICE, ()
    severity = Severity.WARNING
    if effect.is_fatal:
        severity = Severity.ERROR
    elif effect is Effect.ADVICE:
        severity = Severity.INFO
    elif spot.finding is not None and spot.finding.effect is effect:
        severity = spot.finding.severity
    explained = f"{spot.finding.rule}: {spot.finding.message} {spot.finding.help}".strip() if spot.finding else ""
    related = spot.finding.related if spot.finding else ()
    return Finding(
        rule,
        CATEGORY,
        severity,
        effect,
        message,
        spot.file,
        spot.span,
        explained,
        spot.path,
        spot.object,
        disables,
        related,
    )


def no_value(names: Sequence[str]) -> str:
    """That variables have no value here."""
    return f"{listed(names)} {'have' if len(names) > 1 else 'has'} no value here"


def _reason(verdict: Verdict) -> str:
    """A refusal without the path in front of it."""
    return verdict.error.rpartition(f"{verdict.file}: ")[2] if verdict.file else verdict.error


def _several(names: Iterable[str]) -> str:
    listed = sorted(names)
    shown = ", ".join(f"`{name}`" for name in listed[:3])
    return shown if len(listed) <= 3 else f"{shown} and {len(listed) - 3} more"
