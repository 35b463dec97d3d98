"""What Traefik, and the panel, make of the steps of one server; and the order in which they hurt nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from traefiklint.dokploy.labels import missing_services
from traefiklint.engine import Options
from traefiklint.findings import Finding
from traefiklint.instance.instance import Instance
from traefiklint.patch.data import UnstructuredError, read_data
from traefiklint.sync.changes import objects_of
from traefiklint.sync.decoded import decoded
from traefiklint.sync.judging import Judgement, judge
from traefiklint.sync.plan import Objection, Step
from traefiklint.sync.remote import ComposeFile, Domain
from traefiklint.sync.routes import RouteChange, route_changes
from traefiklint.sync.stacks import against_stacks
from traefiklint.sync.world import World


class CrossedError(ValueError):
    """Files that need each other's change at the same moment; `files` are those."""

    def __init__(self, files: Iterable[str]) -> None:
        self.files = tuple(dict.fromkeys(files))
        super().__init__(", ".join(self.files))


def order(files: Mapping[str, tuple[str | None, str]], before: Instance, after: Instance) -> dict[str, frozenset[str]]:
    """The files in an order in which each can be written, each with those that must be written before it: what is new
    comes before its users, what goes after them. Files that do not need each other may be written at the same time.

    Args:
        files: old and new text of each file that is written.
        before, after: the whole directory as it is and as it will be.

    Raises:
        CrossedError: there is no such order.
    """
    graph: dict[str, set[str]] = {name: set() for name in sorted(files)}
    for later, earlier in {*_new_before_users(files, after), *_users_before_gone(files, before), *_moves(files)}:
        if later != earlier:
            graph[later].add(earlier)
    sorter = TopologicalSorter(graph)
    try:
        sorter.prepare()
    except CycleError as error:
        raise CrossedError(sorted(error.args[1])) from None
    found: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        found += ready
        sorter.done(*ready)
    return {name: frozenset(graph[name]) for name in found}


def _objects(text: str | None) -> frozenset[str]:
    return frozenset(objects_of(decoded(text) or {}))


def _references(instance: Instance) -> Iterator[tuple[str, str, str]]:
    """The file that refers, the file that it refers to, and the object there."""
    for references in instance.needs.values():
        for reference in references:
            if reference.target is not None:
                yield reference.owner.file, reference.target.file, reference.target.object


def _new_before_users(files: Mapping[str, tuple[str | None, str]], after: Instance) -> Iterator[tuple[str, str]]:
    for user, home, thing in _references(after):
        if user in files and home in files and thing not in _objects(files[home][0]):
            yield user, home


def _users_before_gone(files: Mapping[str, tuple[str | None, str]], before: Instance) -> Iterator[tuple[str, str]]:
    for user, home, thing in _references(before):
        if user in files and home in files and thing not in _objects(files[home][1]):
            yield home, user


def _moves(files: Mapping[str, tuple[str | None, str]]) -> Iterator[tuple[str, str]]:
    """An object that moves appears in its new file before it goes from the old one: of two, Traefik keeps the first."""
    new = {name: _objects(text) - _objects(old) for name, (old, text) in files.items()}
    for name, (old, text) in files.items():
        for thing in _objects(old) - _objects(text):
            for other in files:
                if other != name and thing in new[other]:
                    yield name, other


class Judged(NamedTuple):
    """The steps of one server, in their order, and what is to be said of them."""

    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    objections: tuple[Objection, ...]
    routes: tuple[RouteChange, ...]
    notes: tuple[str, ...]
    gaps: tuple[str, ...]
    frozen: bool = False
    """Whether Traefik refuses the files now, and would after the steps."""


def judged(world: World, label: str, steps: list[Step], options: Options, domains: tuple[Domain, ...]) -> Judged:
    """What one server's Traefik makes of the steps, and the order in which they hurt nobody."""
    new = {step.file: step.new for step in steps}
    judgement = judge(world, new, options)
    by_file = {step.file: step for step in steps}
    where = f" of the remote server `{label}`" if label else ""
    owning = {domain.app_id for domain in domains}
    objections = [*_incomplete(world, where), *_harm(judgement, by_file, world)]
    objections += [Objection("", reason, True) for reason in against_stacks(world, judgement, domains, options)]
    try:
        names = order({step.file: (step.old, step.new) for step in steps}, judgement.before, judgement.after)
    except CrossedError as error:
        names = {name: frozenset[str]() for name in sorted(by_file)}
        files = " and ".join(f"`{name}`" for name in error.files)
        reason = f"{files} need each other's change at the same moment, so one would refer to nothing for a while"
        objections.append(Objection("", reason, True, "first push what is added, then what is removed"))
    notes = [f"Traefik refuses the files{where} already: {f.file}:{f.line}: {f.message}" for f in judgement.standing]
    notes += [
        f"{gap.reason}; its routes are known by its domains only" for gap in world.stacks.dark if gap.name in owning
    ]
    routes = route_changes(judgement.before, judgement.after)
    return Judged(
        tuple(
            by_file[name]._replace(needs=frozenset(by_file[other].app.app_name for other in needs))
            for name, needs in names.items()
        ),
        judgement.new,
        tuple(objections),
        routes,
        tuple(notes),
        tuple(f"{world.server_id or ''}/{gap.name}" for gap in world.gaps),
        bool(judgement.standing),
    )


def judged_composes(
    world: World,
    label: str,
    steps: list[Step],
    options: Options,
    domains: tuple[Domain, ...],
    files: frozenset[str] = frozenset(),
) -> Judged:
    """The same of compose applications, as it will be once all of them are deployed.

    Args:
        files: the applications of that server whose files are pushed too: these come first, because labels may need
            what stands in them.
    """
    changed = [step.app.stack(step.new) for step in steps if isinstance(step.app, ComposeFile)]
    held = [step.app.stack(step.old) for step in steps if isinstance(step.app, ComposeFile) and step.old is not None]
    before = world.with_stacks(held)
    judgement = judge(before, {}, options, changed)
    by_file = {name: step for step, stack in zip(steps, changed, strict=True) for name in stack.texts}
    where = f" of the remote server `{label}`" if label else ""
    objections = [*_incomplete(world, where), *_harm(judgement, by_file, before)]
    after = world.with_stacks(changed)
    pushed = frozenset(stack.file for stack in changed)
    objections += [Objection("", reason, True) for reason in against_stacks(after, judgement, domains, options, pushed)]
    objections += [one for step in steps for one in _homeless_domains(step)]
    return Judged(
        tuple(step._replace(needs=files) for step in sorted(steps, key=lambda step: step.file)),
        judgement.new,
        tuple(objections),
        route_changes(judgement.before, judgement.after),
        (),
        tuple(f"{world.server_id or ''}/{gap.name}" for gap in world.gaps),
    )


def _homeless_domains(step: Step) -> Iterator[Objection]:
    """The domains of a compose application whose service a push takes away."""
    details = step.app.details if isinstance(step.app, ComposeFile) else None
    if details is None:
        return
    before = dict(missing_services(details, _services(step.old)))
    for host, service in missing_services(details, _services(step.new)):
        if host not in before:
            reason = (
                f"the panel's domain `{host}` is of the service `{service}`, which the file does not have: the panel "
                "would refuse to deploy it"
            )
            yield Objection(step.app.app_name, reason, True, "name the service so, or change the domain in the panel")


def _services(text: str | None) -> list[str]:
    try:
        services = read_data(text or "").get("services")
    except UnstructuredError:
        return []
    return list(services) if isinstance(services, dict) else []


def _incomplete(world: World, where: str) -> Iterator[Objection]:
    """That nobody can judge what a push means to files that could not be read."""
    for gap in world.gaps:
        reason = f"the plan is incomplete, because not all files{where} could be read: {gap}"
        hint = "what stands there may clash with the change, or be what it needs; make it readable and try again"
        yield Objection("", reason, True, hint)


def _harm(judgement: Judgement, by_file: Mapping[str, Step], world: World) -> Iterator[Objection]:
    """What loads, and takes something off line that works now."""
    owners = {stack.file: f"compose application `{stack.name}`: " for stack in world.stacks.known}
    for finding in (*judgement.harmful, *judgement.doubtful):
        step = by_file.get(finding.file)
        reason = f"{owners.get(finding.file, '')}{finding.file}:{finding.line}: {finding.message} [{finding.rule}]"
        yield Objection(step.app.app_name if step else "", reason, True, _DOUBT * (finding in judgement.doubtful))
    if judgement.unanswered:
        hosts = ", ".join(f"`{host}`" for host in judgement.unanswered)
        yield Objection("", f"no router would answer {hosts} any more", True)


_DOUBT = "no compose application that the key sees has it; if a container of somebody else does, say so under [known]"
