"""Findings in plain words: what Traefik does, what stops working, how many of what."""

from __future__ import annotations

from collections.abc import Iterable

from traefiklint.findings import Effect, Finding
from traefiklint.text.spelling import counted

NAMED = 3
"""How many of the routers that stop working are named; the others are counted."""

_NOT_STARTED = "compose-refused"
"""The rule about what Compose starts nothing of, so that Traefik never sees it."""
_EFFECTS = {
    Effect.DEGRADED: "Traefik logs a complaint, and runs something other than what is written",
    Effect.SILENT: "Traefik accepts this silently, and does not do what is meant",
}


def consequences(finding: Finding) -> str:
    """What Traefik does because of the finding, and what stops working; empty where Traefik is content."""
    if finding.effect is Effect.REJECTED:
        if finding.provider == "static":
            return "Traefik does not start, and nothing is served"
        return _refused(finding)
    if finding.effect is Effect.DISABLED:
        return _disabled(finding)
    return _EFFECTS.get(finding.effect, "")


def _refused(finding: Finding) -> str:
    if finding.disables and "*" not in finding.disables:
        return f"Traefik refuses this: {listed(list(finding.disables))}"
    routers = f", with all {counted(finding.routers, 'router')}" if finding.routers > 1 else ""
    others = [path.split(".", 2)[-1] for path in finding.disables if path.split(".", 2)[1:2] == ["routers"]]
    more = f", and disables {listed(others)} without them" if others else ""
    return f"Traefik refuses every file of this directory{routers}{more}"


def _disabled(finding: Finding) -> str:
    """As in `Traefik disables this and 2 routers that use it: a and b`."""
    routers = [path for path in finding.disables if path.split(".", 2)[1:2] == ["routers"]]
    own = finding.object in routers
    others = [path.split(".", 2)[-1] for path in routers if path != finding.object]
    if not others:
        if finding.rule == _NOT_STARTED:
            return "Traefik gets no labels of this file"
        rest = ", and what needs it" if finding.disables_more else ""
        return f"Traefik disables this router{rest}" if own else f"Traefik disables this{rest}"
    if others[0].endswith("@internal"):  # it stands in no file
        return f"Traefik disables {listed(others)}"
    least = "at least " if finding.disables_more else ""
    if own:
        return f"Traefik disables this router and {least}{counted(len(others), 'other')}: {listed(others)}"
    verb = "uses" if len(others) == 1 else "use"
    return f"Traefik disables this and {least}{counted(len(others), 'router')} that {verb} it: {listed(others)}"


def details(finding: Finding) -> list[str]:
    """What there is to say besides the message, a sentence each: the consequences, and what to do."""
    return [sentence for sentence in (consequences(finding), finding.help, assumption(finding)) if sentence]


def assumption(finding: Finding) -> str:
    """What the finding rests on that nobody gave, and how to make it sure; empty where it rests on nothing."""
    if not finding.assumed:
        return ""
    if "target" in finding.assumed:
        return (
            "assumes Traefik 3, and what is found here names an older one or no version; `--target` says which is meant"
        )
    if "projects" in finding.assumed:
        return (
            "assumes that these compose files are used on one host; `compose` in a `[[traefik]]` table says which are"
        )
    if "run" in finding.assumed:
        return (
            "assumes that the compose files are run as they lie there, without a profile and without others over them"
        )
    if "elsewhere" in finding.assumed:
        if finding.provider == "file":
            return "assumes that all files which Traefik reads with this one are here; `--static FILE` says where"
        return "assumes that no Traefik reads these labels but those that are here; `--static FILE` says which does"
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


def listed(names: list[str]) -> str:
    """The first few names, and how many more there are."""
    if len(names) <= NAMED + 1:
        return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
    return ", ".join(names[:NAMED]) + f" and {len(names) - NAMED:,} more"
