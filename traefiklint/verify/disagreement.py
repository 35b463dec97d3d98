"""Where the linter and the real Traefik contradict each other: bugs of the linter, to be filed.

What is needed to fix a disagreement between the linter and Traefik, as one page of Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from traefiklint.findings import FILE_START, Effect, Finding, Report, Severity
from traefiklint.instance.instance import Instance
from traefiklint.verify.answers import Answers, conditions
from traefiklint.verify.binary import Binary
from traefiklint.verify.places import CausePlace, CausePlaces
from traefiklint.verify.reading import CATEGORY
from traefiklint.version import VERSION

_WARNING = "Look this over before you file it: the files hold names and addresses; `***` stands for what looks secret."


def bug_report(
    disagreements: Iterable[Finding], texts: Mapping[str, str], binary: Binary, static: str | None, profile: str
) -> str:
    """The page: who disagrees about what, and the files of the directories that it is about.

    Args:
        texts: the files by name.
        static: the text of the static configuration, if one was given.
        profile: what stood in for it otherwise.
    """
    lines = [f"<!-- {_WARNING} -->", f"traefiklint {VERSION} and Traefik {binary.version} disagree:", ""]
    lines += [f"- `{found.file}:{found.line}`: {found.message}" for found in disagreements]
    lines += ["", "## Static configuration", ""]
    lines += _fenced(static) if static is not None else [f"None; profile `{profile}`."]
    for name, text in texts.items():
        lines += ["", f"## {name}", "", *_fenced(text)]
    return "\n".join(lines) + "\n"


def _fenced(text: str) -> list[str]:
    fence = "```"
    while fence in text:
        fence += "`"
    return [f"{fence}yaml", text.rstrip("\n"), fence]


RULE = "verify-disagreement"

_RUNNING_TEMPLATE = 'executing "'
"""In the errors that a template gives only when it runs, which the linter does not claim to foresee."""


def disagreements(instance: Instance, claims: Report, answers: Answers) -> Iterator[Finding]:
    """Every claim of the linter that Traefik contradicts, and every verdict of Traefik that the linter misses.

    What depends on something that this Traefik cannot know is left out. Of a directory that is refused, nobody knows
    which objects would be disabled.
    """
    rejected = [
        found
        for found in claims.findings
        if found.effect is Effect.REJECTED
        and found.category != "static"
        and not any(name.startswith("*@") for name in found.disables)
    ]  # those of a start and of containers are looked at by themselves
    if not answers.whole.loads:
        refused = {
            verdict.file or answers.harmful
            for verdict in answers.verdicts
            if not verdict.loads and _RUNNING_TEMPLATE not in verdict.error
        }
        if answers.whole.harm:
            rejected += [found for found in claims.findings if found.effect is Effect.DISABLED]
        for file in sorted(refused - {found.file for found in rejected}):
            yield disagreement(
                f"Traefik refuses `{file}`, and lint finds nothing in it that says so", CausePlace(file, FILE_START)
            )
        return
    for found in rejected:
        yield disagreement(
            f"lint says that Traefik refuses this (`{found.rule}`), and Traefik loads it", CausePlace.of(found)
        )
    yield from _about_objects(instance, claims, answers)


def _about_objects(instance: Instance, claims: Report, answers: Answers) -> Iterator[Finding]:
    found = conditions(answers, instance)
    disabled = {name for name, condition in found.items() if condition.status == "disabled"}
    unknown = {claim.object for claim in claims.findings if claim.category == "reference"}  # others may define it
    unknown |= {reference.owner.object for reference in instance.foreign}
    unknown |= {name for name, condition in found.items() if any(map(answers.unknown.why, condition.errors))}
    claimed = {
        name: claim
        for claim in claims.findings
        if claim.effect is Effect.DISABLED
        for name in claim.disables
        if name in found
    }
    places = CausePlaces(instance, claims.findings)
    for name in sorted(disabled - set(claimed) - unknown):
        text = ", ".join(found[name].errors)
        said = answers.unknown.said(text)
        yield disagreement(
            f"Traefik disables `{name}` ({said}), and lint finds no reason", places.of_objects(text, [name])
        )
    for name in sorted(set(claimed) - disabled - _never_built(instance, disabled)):
        claim = claimed[name]
        yield disagreement(
            f"lint says that Traefik disables `{name}` (`{claim.rule}`), and Traefik runs it", CausePlace.of(claim)
        )


def _never_built(instance: Instance, disabled: set[str]) -> set[str]:
    """The middlewares and services that only such routers lead to which Traefik does not build here, for want of what
    may be elsewhere: it stops at the first name that is not there."""
    for_want = {
        thing.object
        for thing, references in instance.needs.items()
        if thing.object in disabled and any(one.fault and one.assumed for one in references)
    }
    users: dict[str, set[str]] = {}
    for thing, references in instance.needs.items():
        for one in references:
            if one.target is not None:
                users.setdefault(one.target.object, set()).add(thing.object)
    return {name for name, own in users.items() if own <= for_want}


def disagreement(message: str, spot: CausePlace) -> Finding:
    """A finding that says that we are wrong."""
    return Finding(
        RULE,
        CATEGORY,
        Severity.WARNING,
        Effect.ADVICE,
        f"{message}; this is a bug in traefiklint.",
        spot.file,
        spot.span,
        "Add `--bug-report bug.md` to this command, look it over, and file it.",
        spot.path,
        spot.object,
    )
