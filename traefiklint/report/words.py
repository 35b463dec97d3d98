"""Findings in plain words: what Traefik does, what stops working, how many of what."""

from __future__ import annotations

from collections.abc import Iterable

from traefiklint.findings import Effect, Finding

NAMED = 3
"""How many of the routers that stop working are named; the others are counted."""

_EFFECTS = {
    Effect.REJECTED: "Traefik refuses every file of this directory",
    Effect.DISABLED: "Traefik leaves it out, and every router that needs it",
    Effect.DEGRADED: "Traefik complains in its log and runs something other than what is written",
    Effect.SILENT: "Traefik says nothing, and does not do what is meant",
}


def consequences(finding: Finding) -> str:
    """What Traefik does about the finding and what that takes down; empty where Traefik is content."""
    if finding.effect is Effect.ADVICE:
        return ""
    if finding.provider == "static" and finding.effect is Effect.REJECTED:
        return "Traefik does not start, and nothing is served"
    return "; ".join(filter(None, (_EFFECTS[finding.effect], blast_radius(finding))))


def details(finding: Finding) -> list[str]:
    """What there is to say besides the message, a sentence each: the consequences, and what to do."""
    return [sentence for sentence in (consequences(finding), finding.help, assumption(finding)) if sentence]


def assumption(finding: Finding) -> str:
    """What the finding rests on that nobody gave, and how to make it sure; empty where it rests on nothing."""
    if not finding.assumed:
        return ""
    if finding.assumed == ("profile",):
        return "assumes a Dokploy server, because the files look like one's; `--profile none` assumes nothing"
    return f"assumes the {_listed_assumptions(finding)} of a Dokploy server; `--static traefik.yml` makes it sure"


def _listed_assumptions(finding: Finding) -> str:
    words = {"entrypoints": "entry points"}
    return " and ".join(words.get(name, name) for name in finding.assumed if name != "profile")


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by how bad they are: what takes down most comes first, and of alike ones the first in the files."""
    order = list(Effect)

    def badness(finding: Finding) -> tuple[int, int, int]:
        everything = "*" in finding.disables
        down = finding.routers if everything else len(finding.disables)
        return -finding.severity.rank, order.index(finding.effect), -down

    return sorted(findings, key=badness)


def blast_radius(finding: Finding) -> str:
    """What stops working, as in `takes down 14 routers: a, b, c and 11 more`; empty where nothing does."""
    if not finding.disables:
        return ""
    if "*" in finding.disables:
        if finding.routers < 2:
            return "takes down every router of the directory"
        return f"takes down all {counted(finding.routers, 'router')} of the directory"
    routers = [path for path in finding.disables if path.split(".", 2)[1:2] == ["routers"]]
    named = [path.split(".", 2)[-1] for path in routers] or list(finding.disables)
    what = counted(len(routers), "router") if routers else counted(len(named), "object")
    return f"takes down {what}: {listed(named)}"


def listed(names: list[str]) -> str:
    """The first few names, and how many more there are."""
    if len(names) <= NAMED + 1:
        return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
    return ", ".join(names[:NAMED]) + f" and {len(names) - NAMED:,} more"


def counted(number: int, noun: str) -> str:
    """A number with its noun, as in `1 router` and `1,200 routers`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
