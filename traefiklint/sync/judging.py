"""What Traefik makes of a provider directory, as it is and as a push would make it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from traefiklint.engine import Options, lint_instance
from traefiklint.findings import Finding
from traefiklint.instance.instance import Instance
from traefiklint.instance.load import read_context, read_instance
from traefiklint.instance.reachability import claims
from traefiklint.sync.look import ServerView
from traefiklint.sync.remote import Gap, Stack
from traefiklint.sync.world import World


class Judgement(NamedTuple):
    """What Traefik makes of a directory before and after a change."""

    before: Instance
    after: Instance
    new: tuple[Finding, ...]
    """What would be refused or disabled, and is not so now."""
    harmful: tuple[Finding, ...]
    """What would be an error besides, such as an object that is dropped because another file has its name; and what
    would be disabled of compose applications, of which nobody knows whether they run as their text says."""
    doubtful: tuple[Finding, ...]
    """What would be refused or disabled if no container has labels but those of the compose applications."""
    unanswered: tuple[str, ...]
    """The hosts that a router answers now and none would, although one is written for them."""
    standing: tuple[Finding, ...]
    """What is refused now already, and would be."""


def refused_now(
    view: ServerView, options: Options, servers: Iterable[str | None], *, whole: bool
) -> tuple[tuple[str, Finding], ...]:
    """Why the Traefiks of a server refuse all their files as they are now, each with the name of its remote server.

    Args:
        whole: whether to look at everything that they read, and not only at the files that were seen.
    """
    found = []
    for server_id in servers:
        seen = {s.file: s.raw for s in view.files if s.app.server_id == server_id and s.raw is not None}
        world = (
            view.worlds.of(server_id, labels=False)
            if whole
            else World(server_id, seen, None, (Gap("", "not asked for"),))
        )
        found += [(view.worlds.label(server_id), finding) for finding in refusals(world, options)]
    return tuple(found)


def refusal_lines(found: Iterable[tuple[str, Finding]]) -> Iterator[str]:
    """That a Traefik runs on with what it had before, because it refuses what it has now."""
    for label, finding in found:
        where = f" of the remote server `{label}`" if label else ""
        yield f"Traefik refuses every file{where} as it is now: {finding.file}:{finding.line}: {finding.message}"


def refusals(world: World, options: Options) -> tuple[Finding, ...]:
    """Why Traefik refuses every file of a directory, as it is now."""
    only = options_for(world, options)
    instance = read_instance(world.files, read_context(only).context, complete=not world.gaps)
    return tuple(finding for finding in lint_instance(instance, only).findings if "*" in finding.disables)


def options_for(world: World, options: Options) -> Options:
    """How a directory is linted: suppressions and ignored rules do not count here, because what Traefik refuses, it
    refuses with a comment beside it too."""
    return Options(
        target=options.target,
        profile=options.profile,
        known=options.known,
        host=options.host,
        static=world.static if world.static is not None else options.static,
        static_file="traefik.yml" if world.static is not None else options.static_file,
        suppressions=False,
    )


def judge(world: World, new: Mapping[str, str], options: Options, stacks: Sequence[Stack] = ()) -> Judgement:
    """Lint the directory as it is and as it would be with the new texts in it, and with those compose applications."""
    only = options_for(world, options)
    context = read_context(only).context
    complete = not (world.gaps or world.is_partial)
    projects = world.projects()
    before = read_instance(world.files, context, complete=complete, projects=projects)
    known = {file.document.file: file for file in before.files}
    files = {**world.files, **new}
    labels = before.labels if projects is not None and not stacks else None
    projects = world.with_stacks(stacks).projects() if stacks else projects
    after = read_instance(files, context, known, complete=complete, projects=projects, labels=labels)
    found = [finding for finding in lint_instance(after, only).findings if finding.is_grave]
    old = {_identity(finding) for finding in lint_instance(before, only).findings} if found else set()
    fresh = [finding for finding in found if _identity(finding) not in old]
    sure = {_identity(finding) for finding in fresh}
    if fresh and projects is not None and projects.whole:
        others = read_instance(files, context, known, complete=complete, projects=projects._replace(whole=False))
        sure &= {_identity(finding) for finding in lint_instance(others, only).findings}
    written = files.keys() | {name for stack in stacks for name in stack.texts}
    fatal = [finding for finding in fresh if finding.effect.is_fatal and finding.file in written]
    return Judgement(
        before,
        after,
        tuple(finding for finding in fatal if _identity(finding) in sure),
        tuple(finding for finding in fresh if finding not in fatal),
        tuple(finding for finding in fatal if _identity(finding) not in sure),
        _unanswered(before, after),
        tuple(finding for finding in found if _identity(finding) in old and "*" in finding.disables),
    )


def _unanswered(before: Instance, after: Instance) -> tuple[str, ...]:
    """The hosts that routers answered and none does any more, although a router is still written for them.

    A host that nobody writes any more was given up on purpose. None where some router takes requests for any host.
    """
    served = _hosts(after)
    lost = _hosts(before) - served - {""}
    if not lost or "" in served:
        return ()
    written = {host.lower() for router in after.parts.get("Router", ()) for host in after.rule(router).hosts}
    return tuple(sorted(lost & written))


def _hosts(instance: Instance) -> set[str]:
    """The hosts of HTTP routers that work; an empty one stands for any."""
    return {host.lower() for claim in instance.once(claims) if claim.works for host in claim.rule.hosts or ("",)}


def _identity(finding: Finding) -> tuple[str, ...]:
    return finding.rule, finding.file, finding.object, finding.path, finding.message
