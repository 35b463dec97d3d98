"""From Traefiks whose files are linted and whose routes are worked out to the plain data of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

from traefiklint.coverage import Covered
from traefiklint.findings import Effect, Finding, Report
from traefiklint.go.pem import is_content
from traefiklint.instance.instance import Instance
from traefiklint.report import View
from traefiklint.report.coverage import lines as coverage_lines
from traefiklint.report_page.conditions import host_matching, sni_matching
from traefiklint.report_page.overview import Certified, Overview, Router
from traefiklint.report_page.routers import Rows
from traefiklint.report_page.shown import shown_findings
from traefiklint.report_page.states import idle_objects
from traefiklint.routing.changes import AnswerChange, Changes, changes_between
from traefiklint.routing.table import Table
from traefiklint.routing.world import read_world
from traefiklint.text.masks import Known

_Shared: TypeAlias = tuple[bool, int, int]
"""Whether two have one static configuration, and how many compose files and directories they have in common."""


def paired(now: Sequence[Side], past: Sequence[Side]) -> list[Side | None]:
    """For each Traefik what it was before; None where it was not there.

    A name tells little where two folders are called the same. So those belong together that share most of what says
    where a Traefik is: its static configuration, else its compose files, else its directories. What shares nothing, as
    it was moved, is known by its name, if that is left only once.
    """
    if len(now) == len(past) == 1:
        return [past[0]]
    found: dict[int, int] = {}
    shared = {
        (at, then): _shared(_covered(one), _covered(other))
        for at, one in enumerate(now)
        for then, other in enumerate(past)
    }
    likest = sorted(shared, key=lambda pair: (shared[pair], now[pair[0]].name == past[pair[1]].name), reverse=True)
    for at, then in likest:
        if any(shared[at, then]) and at not in found and then not in found.values():
            found[at] = then
    moved = [at for at in range(len(now)) if at not in found]
    left = [then for then in range(len(past)) if then not in found.values()]
    for at in moved:
        name = now[at].name
        same = [then for then in left if past[then].name == name]
        if len(same) == 1 and sum(now[other].name == name for other in moved) == 1:
            found[at] = same[0]
    return [past[found[at]] if at in found else None for at in range(len(now))]


def _covered(side: Side) -> Covered:
    """Where a Traefik is."""
    coverage = side.report.coverage
    return coverage.traefiks[0] if coverage is not None and coverage.traefiks else Covered(side.name, (), 0)


def _shared(one: Covered, other: Covered) -> _Shared:
    return (
        bool(one.static) and one.static == other.static,
        len(set(one.compose) & set(other.compose)),
        len(set(one.places) & set(other.places)),
    )


_CHALLENGES = {"http": "HTTP challenge", "tls": "TLS challenge", "dns": "DNS challenge", "tailscale": "Tailscale"}


def certified(instance: Instance, routers: Iterable[Router]) -> list[Certified]:
    """Every host that routers with TLS serve, in order, with the certificate that its visitors get."""
    found: dict[tuple[str, ...], list[Router]] = {}
    for router in routers:
        if router.tls and router.state in ("served", "partly", "unknown"):
            for host in router.hosts:
                if not host.startswith("~"):
                    key = host, router.resolver, router.options, "passthrough" if router.passthrough else ""
                    found.setdefault(key, []).append(router)
    return [
        Certified(
            host=host,
            entry_points=tuple(dict.fromkeys(name for one in those for name in one.entry_points)),
            resolver=resolver,
            challenge=_CHALLENGES.get(instance.context.resolvers.get(resolver, ""), ""),
            source=_source(resolver, passed, instance),
            options=options,
            routers=tuple(one.name for one in those),
        )
        for (host, resolver, options, passed), those in sorted(found.items())
    ]


def _source(resolver: str, passed: str, instance: Instance) -> str:
    if passed:
        return "the server's own: TLS passes through"
    if not resolver:
        return "one of the files' certificates that covers the name, else Traefik's default one"
    if not instance.context.blank and resolver not in instance.context.resolvers:
        return f"Traefik's default one: there is no resolver {resolver}"
    return f"obtained by resolver {resolver}"


def certificate_files(instance: Instance) -> Iterator[dict[str, Any]]:
    """The certificates that stand in the files."""
    for name, what in (("Certificate", "certificate"), ("DefaultCertificate", "default certificate")):
        for part in instance.parts.get(name, ()):
            place = part.key_at()
            shown = "in the file itself" if is_content(part.cert_file) else part.cert_file
            yield {"what": what, "certificate": shown, "file": place.file, "line": place.span.line}


def secrets(sides: Iterable[Side]) -> Known:
    """What must not be shown of these Traefiks."""
    return Known(value for side in sides for value in side.report.hidden)


class Side(NamedTuple):
    """One Traefik, as it is or as it was."""

    name: str
    table: Table
    report: Report
    """What the linter says of it."""
    unread: tuple[str, ...] = ()
    """Which compose files have labels of which no container is known, a sentence each."""

    @property
    def files(self) -> frozenset[str]:
        """Everything that was read for it: also files of variables and labels that compose files lead to."""
        world, labels = self.table.world, self.table.world.instance.labels
        composed = [name for project in labels.projects for name in project.files] if labels is not None else []
        return frozenset((*(one.document.file for one in world.instance.files), *composed, world.options.static_file))


def overview(side: Side, view: View, before: Side | None = None, *, compares: bool = False) -> Overview:
    """Everything that a report shows of a Traefik.

    Args:
        before: the same as it was; None where it was not there, or nothing is compared.
        compares: whether it is compared with what was before.
    """
    table, report = side.table, side.report
    world, known = table.world, Known(report.hidden)
    rows = Rows(table, report, known)
    routers = tuple(rows.rows())
    instance = world.instance
    fresh = _fresh(report, before) if compares else ()
    return Overview(
        name=side.name,
        target=report.target,
        read=tuple(coverage_lines(report.coverage)) if report.coverage is not None else (),
        refused=tuple(refusal._asdict() for refusal in world.refusals),
        summary=_summary(routers, report),
        host_matching=host_matching(world.target),
        sni_matching=sni_matching(world.target),
        routers=routers,
        entry_points=tuple(rows.entrances()),
        findings=tuple(shown_findings(report, view, fresh)),
        idle=tuple(idle_objects(world, rows.states)),
        certificates=tuple(certified(instance, routers)),
        files_with_certificates=tuple(certificate_files(instance)),
        changes=_changes(side, routers, before) if compares else None,
    )


def _summary(routers: Iterable[Router], report: Report) -> dict[str, int]:
    """How many routers go how, and how many findings there are."""
    states = Counter(router.state for router in routers)
    own = states.pop("own", 0)
    severities = Counter(finding.severity.value for finding in report.findings)
    refused = any(finding.effect is Effect.REJECTED for finding in report.findings)
    return {
        "routers": sum(states.values()),
        "served": states["served"] + states["partly"],
        "partly": states["partly"],
        "hidden": states["hidden"],
        "disabled": states["disabled"],
        "unknown": states["unknown"],
        "own": own,
        "refused": int(refused),
        "error": severities["error"],
        "warning": severities["warning"],
        "info": severities["info"],
        "files": report.files,
    }


def _identity(finding: Finding) -> tuple[str, ...]:
    """What makes a finding the same when lines move, and folders are named otherwise."""
    return finding.rule, finding.file.rpartition("/")[2], finding.path, finding.message


def _fresh(report: Report, before: Side | None) -> Collection[Finding]:
    old = {_identity(finding) for finding in before.report.findings} if before is not None else set()
    return {finding for finding in report.findings if _identity(finding) not in old}


def _changes(side: Side, routers: Iterable[Router], before: Side | None) -> dict[str, Any]:
    """What the change means to visitors, and which routers and findings come and go."""
    asked = _compared(side, before)
    old_rows = {(one.protocol, one.name): one for one in _rows(before)}
    new_rows = {(one.protocol, one.name): one for one in routers}
    now = {_identity(finding) for finding in side.report.findings}
    gone = [one for one in before.report.findings if _identity(one) not in now] if before is not None else []
    return {
        "requests": asked.requests,
        "refused": dict(zip(("before", "after"), asked.refused, strict=True)),
        "groups": sorted(map(_group, asked.groups()), key=lambda group: _ORDER.index(group["kind"])),
        "routers": [
            *(_router_change("disappears", old_rows[key], None) for key in old_rows if key not in new_rows),
            *(
                _router_change("changes", old_rows[key], new_rows[key])
                for key in new_rows
                if key in old_rows and _told(old_rows[key]) != _told(new_rows[key])
            ),
            *(_router_change("appears", None, new_rows[key]) for key in new_rows if key not in old_rows),
        ],
        "findings_gone": [
            {"rule": one.rule, "severity": one.severity.value, "message": one.message, "file": one.file} for one in gone
        ],
    }


_ORDER = ("disappears", "changes", "appears")
"""What visitors lose comes first."""


def _compared(side: Side, before: Side | None) -> Changes:
    if before is not None:
        return changes_between(before.table, side.table)
    return changes_between(Table(read_world({}, side.table.world.options)), side.table)


def _rows(side: Side | None) -> Iterable[Router]:
    return Rows(side.table, side.report, Known(side.report.hidden)).rows() if side is not None else ()


def _group(group: list[AnswerChange]) -> dict[str, Any]:
    first = group[0]
    lost, won = not first.after.routers, not first.before.routers
    return {
        "kind": "disappears" if lost and not won else "appears" if won and not lost else "changes",
        "request": first.request,
        "entry_point": first.entry_point,
        "before": first.before.who,
        "after": first.after.who,
        "result": first.after.result,
        "details": first.details,
        "more": [one.request for one in group[1:]],
    }


_TOLD = ("rule", "priority", "entry_points", "tls", "resolver", "options", "service", "parents", "state")


def _told(router: Router) -> dict[str, str]:
    """What a change of a router is told by, in words."""
    found = {name.replace("_", " "): _word(getattr(router, name)) for name in _TOLD}
    found["middlewares"] = ", ".join(step.name for step in router.middlewares)
    found["servers"] = ", ".join(server["address"] for one in router.backends for server in one.servers)
    return found


def _word(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _router_change(kind: str, old: Router | None, new: Router | None) -> dict[str, Any]:
    shown = new or old
    assert shown is not None, "there is one on either side"
    was, now = (_told(old) if old else {}), (_told(new) if new else {})
    different = [name for name in now if name in was and was[name] != now[name]]
    return {
        "kind": kind,
        "name": shown.name,
        "protocol": shown.protocol,
        "hosts": list(shown.hosts),
        "paths": list(shown.paths),
        "service": shown.service,
        "details": [{"what": name, "before": was[name], "after": now[name]} for name in different],
    }
