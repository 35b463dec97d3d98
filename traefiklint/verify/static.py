"""The verdict of the real Traefik on a static configuration, at the lines that caused it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from traefiklint.engine import lint_texts
from traefiklint.findings import FILE_START, Effect, Finding
from traefiklint.instance.context import Context
from traefiklint.instance.instance import Instance
from traefiklint.instance.load import is_compose_text, read_context
from traefiklint.instance.service_static import read_form
from traefiklint.options import Options
from traefiklint.verify.binary import Binary
from traefiklint.verify.disagreement import RULE as DISAGREEMENT
from traefiklint.verify.places import CausePlace, CausePlaces
from traefiklint.verify.reading import CANNOT_KNOW, made
from traefiklint.verify.start import Became, Complaints, StartedTraefik, start, start_form
from traefiklint.verify.verify import as_traefik_reads

ONLY_THE_MACHINE_KNOWS = ("entrypoint-host", "spiffe-agent-waits")
"""Rules that say that the start hangs on something outside of the configuration."""


class StaticVerdict(NamedTuple):
    """What Traefik does with a static configuration."""

    findings: tuple[Finding, ...] = ()
    starts: bool = True


def static_verdict(binary: Binary, options: Options) -> StaticVerdict:
    """Start Traefik with the static configuration of a run as it stands.

    Args:
        options: with a static configuration; the target is the binary's.

    Raises:
        BinaryError: it cannot be started at all.
    """
    assert options.static is not None, "there is a static configuration"
    options = as_traefik_reads(options, binary)
    assert options.static is not None, "it is still there"
    if is_compose_text(options.static_file, options.static):
        outcome = _of_service(binary, options)
    else:
        outcome = start(binary, options.static_file, options.static)
    if outcome is None:
        return StaticVerdict()
    found = (replace(finding, provider="static") for finding in _findings(binary, options, outcome))
    return StaticVerdict(tuple(found), outcome.became is not Became.ENDS)


def _of_service(binary: Binary, options: Options) -> StartedTraefik | None:
    """Start Traefik with the flags or variables of the service that runs it; None where none does."""
    name, text = options.static_file, options.static or ""
    form = read_form((name,), {name: text}.get, options.version)
    return start_form(binary, form.words, form.variables) if form is not None else None


def _findings(binary: Binary, options: Options, outcome: StartedTraefik) -> Iterator[Finding]:
    name = options.static_file
    claims = lint_texts({}, options).findings
    source = read_context(options).source
    assert source is not None, "there is a static configuration"
    places = CausePlaces(Instance([source], Context(options.version)), claims)
    who = f"Traefik {binary.version}"
    ours = [claim for claim in claims if claim.effect is Effect.REJECTED]
    if outcome.became is Became.WAITS:
        spot = _of_the_machine(claims) or CausePlace(name, FILE_START)
        yield made("traefik-waits", Effect.DEGRADED, f"{who} opens no port, and waits for something", spot)
        return
    if outcome.became is Became.ENDS:
        spot = places.of_refusal(outcome.error, name)
        if outcome.is_outside and not ours:
            spot = _of_the_machine(claims) or spot
            message = f"{who} does not start here, and nobody knows how it is elsewhere: {outcome.error}"
            yield made(CANNOT_KNOW, Effect.ADVICE, message, spot)
            return
        where = ", which it says in the file of `log.filePath` only" if outcome.hidden else ""
        reason = outcome.error or "it does not say why"
        yield made("traefik-refuses", Effect.REJECTED, f"{who} does not start{where}: {reason}", spot, ("*",))
        if not ours:
            message = "Traefik does not start with this, and lint finds nothing in it that says so"
            yield made(DISAGREEMENT, Effect.DEGRADED, message, CausePlace(name, FILE_START))
        return
    for claim in ours:
        message = f"lint says that Traefik does not start with this (`{claim.rule}`), and it does"
        yield made(DISAGREEMENT, Effect.DEGRADED, message, CausePlace.of(claim))
    for said in outcome.complaints:
        spot = _place(places, claims, said)
        yield made("traefik-complains", Effect.DEGRADED, f"{who} starts, and says: {said.text}", spot)


def _of_the_machine(claims: tuple[Finding, ...]) -> CausePlace | None:
    """Where something stands on which the start hangs, and which lies outside of the configuration."""
    return next((CausePlace.of(claim) for claim in claims if claim.rule in ONLY_THE_MACHINE_KNOWS), None)


def _place(places: CausePlaces, claims: tuple[Finding, ...], said: Complaints) -> CausePlace:
    """Where the cause of a complaint stands: what the linter says of the same thing, else what Traefik quotes."""
    name = said.about.partition("@")[0]
    about = [claim for claim in claims if claim.effect is Effect.DEGRADED and name and name in claim.path.split(".")]
    return CausePlace.of(about[0]) if about else places.of_anything(said.text)
