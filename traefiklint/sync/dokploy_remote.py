"""A Dokploy server as sync sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from traefiklint.decoding.directory import is_read
from traefiklint.dokploy.answers import Application, ApplicationDetails, ComposeApplication, ComposeDetails, TreeEntry
from traefiklint.dokploy.answers import Domain as DomainAnswer
from traefiklint.dokploy.client import Dokploy, SharedFile
from traefiklint.dokploy.concurrency import each
from traefiklint.dokploy.errors import DokployError, NotFoundError, PermissionDeniedError, UnknownProcedureError
from traefiklint.files import COMPOSE_FOLDER
from traefiklint.sync.changes import Change
from traefiklint.sync.limits import compose_objections, objections, warnings
from traefiklint.sync.remote import RAW, ComposeFile, Domain, Gap, OwnerlessFile, Reading, Stack, Stacks, Surroundings

DYNAMIC = "dynamic/"
STATIC = "traefik.yml"
_NETWORK = {True: "traefik.swarm.network", False: "traefik.docker.network"}
_USUAL = "/etc/dokploy/traefik/dynamic"
_NAMES = {
    SharedFile.STATIC: STATIC,
    SharedFile.PANEL: f"{DYNAMIC}dokploy.yml",
    SharedFile.MIDDLEWARES: f"{DYNAMIC}middlewares.yml",
}


_PRINTED = "the panel prints this file anew when a domain, a redirect or a user changes: comments in it do not last"


class DokployRemote:
    """A `Remote` that asks the API of a Dokploy server."""

    def __init__(self, server: Dokploy) -> None:
        self._server = server
        self._composes: tuple[ComposeApplication, ...] | None = None
        self._folders: dict[str | None, str] = {}
        """The provider directories of the servers that were looked at, as these call them."""

    @property
    def url(self) -> str:
        """The root of the panel."""
        return self._server.url

    @property
    def concurrency(self) -> int:
        """How many requests may run at once."""
        return self._server.concurrency

    def discover(self) -> tuple[Application, ...]:
        """All applications that the key's user may see."""
        found = self._server.services()
        self._composes = found.composes
        return found.applications

    def composes(self) -> tuple[ComposeFile, ...]:
        """All compose applications that the key's user may see."""
        if self._composes is None:
            self.discover()
        return tuple(
            ComposeFile(**one.model_dump(exclude={"app_name"}), app_name=f"{COMPOSE_FOLDER}/{one.app_name}")
            for one in self._composes or ()
        )

    def adopt(self, name: str) -> Application | None:  # noqa: ARG002 - no name makes one
        """Only the panel makes applications."""
        return None

    def read(self, app: Application) -> str | None:
        """The text of the application's file, of one that no application owns, or of a compose application."""
        if isinstance(app, ComposeFile):
            return _text(self._server.compose(app.id))
        if isinstance(app, OwnerlessFile):
            return self._server.read_file(self._path(app), app.server_id)
        return self._server.read_config(app.id)

    def read_many(self, apps: Iterable[Application]) -> Iterator[Reading]:
        """Read many files at once."""
        by_id = {app.id: app for app in apps}
        composes = [id for id, app in by_id.items() if isinstance(app, ComposeFile)]
        for id, details in self._server.composes(composes):
            if not isinstance(details, DokployError):
                yield Reading(by_id[id].model_copy(update={"details": details}), _text(details))
            elif details.affects_every_call:
                raise details
            else:
                yield Reading(by_id[id], None, details)
        for far in (False, True):
            own = [app for app in by_id.values() if not isinstance(app, ComposeFile)]
            ids = [app.id for app in own if (app.server_id is not None) is far]
            for reading in self._server.read_many(ids, far=far):
                yield Reading(by_id[reading.application_id], reading.text, reading.error)

    def write(self, app: Application, text: str, before: str | None) -> None:
        """Replace the application's file, one that no application owns, or the text of a compose application."""
        if isinstance(app, ComposeFile):
            self._server.write_compose(app.id, text, before=before)
            return
        if isinstance(app, OwnerlessFile):
            self._server.write_file(self._path(app), text, app.server_id, before=before)
            return
        self._server.write_config(app.id, text, before=before)

    def marks(self, app: Application) -> Mapping[str, object]:
        """The rows of the panel's forms of which an application's file is made."""
        if isinstance(app, OwnerlessFile | ComposeFile):
            return {}  # many forms write into such a file; none makes a compose application's text of something else
        details = self._server.application(app.id)
        rows: dict[str, object] = {f"domain {it.domain_id}": it for it in details.domains}
        rows |= {f"redirect {it.redirect_id}": it for it in details.redirects}
        return rows | {f"user {it.security_id}": it for it in details.security}

    def surroundings(self, server_id: str | None, own: frozenset[str]) -> Surroundings:
        """The files of a server's Traefik folder that no application owns; never a private key."""
        try:
            entries = self._server.directories(server_id)
        except DokployError as error:
            unlisted = Surroundings(gaps=(Gap("the list of the server's files", error.message),))
            if server_id is not None or error.affects_every_call:
                return unlisted
            found = _gathered({_NAMES[it]: outcome for it, outcome in self._three()}, None)
            is_old = isinstance(error, UnknownProcedureError)  # a server that lists no files never did
            return found if is_old else found._replace(gaps=(*found.gaps, *unlisted.gaps))
        for entry in entries:
            if f"{entry.name}/" == DYNAMIC:
                self._folders[server_id] = entry.id
        tree = dict(_files(entries, ""))
        paths = {path: name for name, path in tree.items() if _counts(name, own)}
        read = self._server.read_files(paths, server_id)
        present = frozenset(name.removeprefix(DYNAMIC) for name in tree if name.startswith(DYNAMIC))
        return _gathered({paths[path]: outcome for path, outcome in read}, present)

    def _path(self, app: OwnerlessFile) -> str:
        """Where a file lies on its server."""
        if app.server_id not in self._folders:
            self.surroundings(app.server_id, frozenset())
        return f"{self._folders.get(app.server_id, _USUAL)}/{app.place}"

    def stacks(self, server_id: str | None) -> Stacks:
        """The compose applications of a server, with the labels of their next deployment."""
        if self._composes is None:
            self.discover()
        here = {one.id: one for one in self._composes or () if one.server_id == server_id}
        stacks, dark = [], []
        for id, outcome in self._server.converted_composes(here):
            one = here[id]
            if isinstance(outcome, DokployError):
                if outcome.affects_every_call:
                    raise outcome
                dark.append(Gap(one.id, f"compose application `{one.name}`: {outcome.message}"))
            elif outcome is None:
                dark.append(Gap(one.id, f"compose application `{one.name}`: its text was never fetched"))
            else:
                try:
                    stacks.append(self._stack(one, outcome))
                except DokployError as error:
                    if error.affects_every_call:
                        raise
                    dark.append(Gap(one.id, f"compose application `{one.name}`: {error.message}"))
        return Stacks(tuple(sorted(stacks)), tuple(sorted(dark)))

    def _stack(self, one: ComposeApplication, text: str) -> Stack:
        """One of them. Of which kind it is tells the label that the panel adds; where it adds none, its row."""
        is_swarm = f"{_NETWORK[True]}=" in text or f"{_NETWORK[True]}:" in text
        if "traefik." in text and not is_swarm and f"{_NETWORK[False]}" not in text:
            is_swarm = self._server.compose(one.id).compose_type == "stack"
        return Stack(one.name, one.app_name, text, is_swarm, id=one.id)

    def _three(self) -> Iterator[tuple[SharedFile, str | DokployError | None]]:
        """The files of the Dokploy machine that have an endpoint each, where there is no list."""
        return each(self._server.read_shared, _NAMES, self.concurrency)

    def domains(self, apps: Iterable[Application]) -> Iterator[tuple[Application, tuple[Domain, ...]]]:
        """The domains of applications."""
        by_id = {app.id: app for app in apps}
        for id, details in self._server.applications(by_id):
            if isinstance(details, ApplicationDetails):
                yield by_id[id], tuple(_domain(id, row) for row in details.domains)
            elif details.affects_every_call:
                raise details

    def overview(self) -> tuple[Domain, ...] | None:
        """All domains of the panel; older servers have no such list."""
        try:
            rows = self._server.domains()
        except (NotFoundError, PermissionDeniedError):
            return None
        return tuple(
            _domain(row.service_owner_id, row, row.service_name if row.service_owner_type == "compose" else "")
            for row in rows
        )

    def objections(self, app: Application, text: str) -> tuple[str, ...]:
        """What Dokploy does not write, or cannot parse."""
        return compose_objections(app, text) if isinstance(app, ComposeFile) else objections(app, text)

    def warnings(self, app: Application, changes: tuple[Change, ...]) -> tuple[str, ...]:
        """Which changes the panel undoes."""
        if isinstance(app, OwnerlessFile):
            return (_PRINTED,) if app.place == "middlewares.yml" else ()
        if isinstance(app, ComposeFile):
            return (f"it takes effect with the next deployment: `traefiklint app deploy {app.project_name}`",)
        return warnings(app, changes)


def _domain(owner: str, row: DomainAnswer, compose: str = "") -> Domain:
    """A domain of the panel; a list of all of them does not tell the number."""
    path, number = row.path or "/", row.unique_config_key
    return Domain(owner, row.host, path, row.https, row.custom_entrypoint, row.enabled, number, compose)


def _text(details: ComposeDetails) -> str | None:
    """The text of a compose application; None where it has none, or where that comes from a repository."""
    return details.compose_file or None if details.source_type == RAW else None


def _gathered(outcomes: dict[str, str | DokployError | None], present: frozenset[str] | None) -> Surroundings:
    """The answers by the names of files, as surroundings."""
    static = outcomes.pop(STATIC, None)
    found = {name.removeprefix(DYNAMIC): outcome for name, outcome in sorted(outcomes.items())}
    failed = [(name, it) for name, it in (*found.items(), (STATIC, static)) if isinstance(it, DokployError)]
    return Surroundings(
        {name: it for name, it in found.items() if isinstance(it, str)},
        static if isinstance(static, str) else None,
        tuple(Gap(name, error.message) for name, error in failed),
        present,
    )


def _counts(name: str, own: frozenset[str]) -> bool:
    if name == STATIC:
        return True
    return name.startswith(DYNAMIC) and is_read(name) and name.removeprefix(DYNAMIC) not in own


def _files(tree: Iterable[TreeEntry], prefix: str) -> Iterator[tuple[str, str]]:
    for entry in tree:
        if entry.type == "directory":
            yield from _files(entry.children, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry.id
