"""The whole provider directory of one server, as it is and as a push would make it, and what Traefik makes of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from traefiklint.dokploy.answers import Application, TreeEntry
from traefiklint.dokploy.client import Dokploy, SharedFile
from traefiklint.dokploy.concurrency import each
from traefiklint.dokploy.errors import DokployError
from traefiklint.engine import Options, lint_instance
from traefiklint.findings import Effect, Finding, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.load import read_context, read_instance
from traefiklint.instance.reachability import claims

DYNAMIC = "dynamic"
_ENDINGS = (".yml", ".yaml", ".toml")


class Gap(NamedTuple):
    """A file, or the list of them, that could not be read."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


class World(NamedTuple):
    """The files that one Traefik reads."""

    server_id: str | None
    files: Mapping[str, str]
    """Texts by their name in the directory."""
    static: str | None
    """The static configuration, where it could be read."""
    gaps: tuple[Gap, ...]
    """What could not be read, so that nobody can say what stands there."""


class Judgement(NamedTuple):
    """What Traefik makes of a directory before and after a change."""

    before: Instance
    after: Instance
    new: tuple[Finding, ...]
    """What would be refused or disabled, and is not so now."""
    harmful: tuple[Finding, ...]
    """What would be an error besides, such as an object that is dropped because another file has its name."""
    unanswered: tuple[str, ...]
    """The hosts that a router answers now and none would, although one is written for them."""
    standing: tuple[Finding, ...]
    """What is refused now already, and would be."""


def read_world(
    server: Dokploy, apps: Iterable[Application], server_id: str | None, known: Mapping[str, str | None]
) -> World:
    """Read everything that the Traefik of one server reads.

    Args:
        apps: all applications of the panel.
        known: texts that were read already, by the id of their application.
    """
    here = [app for app in apps if app.server_id == server_id]
    files: dict[str, str] = {}
    gaps: list[Gap] = []
    names = {app.id: f"{app.app_name}.yml" for app in here}
    texts = dict(known)
    for reading in server.read_many([app.id for app in here if app.id not in known]):
        texts[reading.application_id] = reading.text
        if reading.error:
            gaps.append(Gap(names[reading.application_id], reading.error.message))
    for app in here:
        text = texts.get(app.id)
        if text is not None:
            files[f"{app.app_name}.yml"] = text
    static = None
    for name, outcome in _shared(server, server_id, frozenset(f"{app.app_name}.yml" for app in here)):
        if isinstance(outcome, DokployError):
            gaps.append(Gap(name, outcome.message))
        elif name == "traefik.yml":
            static = outcome
        elif outcome is not None:
            files.setdefault(name.removeprefix(f"{DYNAMIC}/"), outcome)
    return World(server_id, files, static, tuple(gaps))


def _shared(
    server: Dokploy, server_id: str | None, own: frozenset[str]
) -> Iterator[tuple[str, str | DokployError | None]]:
    """The files that no application owns, by their path under the Traefik folder."""
    try:
        tree = server.directories(server_id)
    except DokployError as error:
        if server_id is not None or error.affects_every_call:
            yield "the list of the server's files", error
            return
        names = {
            SharedFile.STATIC: "traefik.yml",
            SharedFile.PANEL: f"{DYNAMIC}/dokploy.yml",
            SharedFile.MIDDLEWARES: f"{DYNAMIC}/middlewares.yml",
        }
        for which, outcome in each(server.read_shared, names, server.concurrency):
            yield names[which], outcome
        return
    paths = {path: name for name, path in _files(tree, "") if _counts(name, own)}
    for path, outcome in each(lambda path: server.read_file(path, server_id), paths, server.concurrency):
        yield paths[path], outcome


def _counts(name: str, own: frozenset[str]) -> bool:
    if name == "traefik.yml":
        return True
    return name.startswith(f"{DYNAMIC}/") and name.endswith(_ENDINGS) and name.removeprefix(f"{DYNAMIC}/") not in own


def _files(tree: Iterable[TreeEntry], prefix: str) -> Iterator[tuple[str, str]]:
    for entry in tree:
        if entry.type == "directory":
            yield from _files(entry.children, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry.id


def judge(world: World, new: Mapping[str, str], options: Options) -> Judgement:
    """Lint the directory as it is and as it would be with the new texts in it.

    Suppressions and ignored rules do not count here: what Traefik refuses, it refuses with a comment beside it too.
    """
    only = Options(
        target=options.target,
        profile=options.profile,
        known=options.known,
        static=world.static if world.static is not None else options.static,
        static_file="traefik.yml" if world.static is not None else options.static_file,
        suppressions=False,
    )
    context = read_context(only).context
    complete = not world.gaps
    before = read_instance(world.files, context, complete=complete)
    known = {file.document.file: file for file in before.files}
    after = read_instance({**world.files, **new}, context, known, complete=complete)
    found = [finding for finding in lint_instance(after, only).findings if _is_bad(finding)]
    old = {_identity(finding) for finding in lint_instance(before, only).findings} if found else set()
    fresh = [finding for finding in found if _identity(finding) not in old]
    return Judgement(
        before,
        after,
        tuple(finding for finding in fresh if finding.effect in _FATAL),
        tuple(finding for finding in fresh if finding.effect not in _FATAL),
        _unanswered(before, after),
        tuple(finding for finding in found if _identity(finding) in old and finding.disables == ("*",)),
    )


_FATAL = (Effect.REJECTED, Effect.DISABLED)


def _is_bad(finding: Finding) -> bool:
    return finding.effect in _FATAL or finding.severity is Severity.ERROR


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
