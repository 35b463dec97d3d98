"""The operations of a Dokploy server that this program uses, typed; one method an endpoint."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from enum import Enum
from typing import Final, NamedTuple, TypeVar

from traefiklint.dokploy.answers import (
    Application,
    ApplicationDetails,
    ComposeDetails,
    DomainRow,
    EnvironmentRow,
    ProjectRow,
    ServiceRow,
    Services,
    Shape,
    TreeEntry,
    read_as,
)
from traefiklint.dokploy.batches import ask_many
from traefiklint.dokploy.concurrency import each
from traefiklint.dokploy.discovery import discover, from_overview
from traefiklint.dokploy.errors import DokployError, ServerFaultError, UnreachableError, UnusableAnswerError
from traefiklint.dokploy.limits import config_body, json_body
from traefiklint.dokploy.monitoring import Monitoring
from traefiklint.dokploy.readings import must_agree, text_of
from traefiklint.dokploy.receiving import Clock
from traefiklint.dokploy.replies import Reply
from traefiklint.dokploy.secret import api_key
from traefiklint.dokploy.transport import Patience, Transport

Result = TypeVar("Result")


class SharedFile(Enum):
    """The Traefik files of the Dokploy machine that no application owns; only owners and admins may see them."""

    STATIC = "TraefikConfig"
    PANEL = "WebServerTraefikConfig"
    MIDDLEWARES = "MiddlewareTraefikConfig"


class Reading(NamedTuple):
    """The text of one application's file, or why it could not be read."""

    application_id: str
    text: str | None
    error: DokployError | None = None


class _Unknown(Enum):
    UNKNOWN = "unknown"


UNKNOWN: Final = _Unknown.UNKNOWN
Before = str | None | _Unknown


class Dokploy(AbstractContextManager["Dokploy"]):
    """A Dokploy server.

    Every method raises `DokployError` or a subclass where the server, or the way to it, says no. Nothing that is
    raised, logged or printed from here holds the key, environment values or tokens.

    Args:
        url: the root of the panel.
        key: the API key; it is sent as `x-api-key`, and as a bearer token where that is refused.
        ca_file: certificate authorities (PEM) to trust instead of the usual ones.
        concurrency: how many requests run at once in `read_many` and `discover`.
        patience: time-outs and retries.
        clock: tells the seconds that have passed, for the times that patience bounds.

    Raises:
        UsageError: the URL, the key or the certificate file cannot be used.
    """

    def __init__(
        self,
        url: str,
        key: str,
        *,
        ca_file: str | None = None,
        concurrency: int = 16,
        patience: Patience | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        self.concurrency = max(1, concurrency)
        self._transport = Transport(
            url,
            api_key(key),
            ca_file=ca_file,
            connections=self.concurrency + 2,
            patience=patience or Patience(),
            clock=clock,
        )

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Dokploy({self.url!r})"

    @property
    def url(self) -> str:
        """The server's URL, as it may be shown."""
        return self._transport.server

    def close(self) -> None:
        """Closes all connections; calls that still run in other threads fail."""
        self._transport.close()

    # What there is

    def version(self) -> str:
        """The server's version, such as `v0.30.2`: a cheap way to check URL and key together."""
        return self._ask(str, "settings.getDokployVersion")

    def projects(self) -> tuple[ProjectRow, ...]:
        """The projects that the key's user may see, newest first."""
        return self._ask(tuple[ProjectRow, ...], "project.all")

    def project(self, project_id: str) -> ProjectRow:
        """One project with its environments and applications."""
        return self._ask(ProjectRow, "project.one", projectId=project_id)

    def environments(self, project_id: str) -> tuple[EnvironmentRow, ...]:
        """The environments of a project with their applications; none for a project that does not exist."""
        return self._ask(tuple[EnvironmentRow, ...], "environment.byProjectId", projectId=project_id)

    def application(self, application_id: str) -> ApplicationDetails:
        """One application."""
        return self._ask(ApplicationDetails, "application.one", applicationId=application_id)

    def applications(self, application_ids: Iterable[str]) -> Iterator[tuple[str, ApplicationDetails | DokployError]]:
        """Many applications, in no order; or why one cannot be had."""
        asked = {application_id: {"applicationId": application_id} for application_id in application_ids}
        return self._many("application.one", asked, lambda reply: read_as(ApplicationDetails, reply))

    def discover(self) -> tuple[Application, ...]:
        """All applications that the key's user may see, by project, environment and name; on servers of any age."""
        return discover(self).applications

    def services(self) -> Services:
        """These and the compose applications, in one request where the server has it, without their descriptions."""
        return from_overview(self)

    def overview(self) -> tuple[ServiceRow, ...]:
        """Everything that the key's user may see and the panel runs: applications, compose applications, databases."""
        return self._ask(tuple[ServiceRow, ...], "overview.services")

    def domains(self) -> tuple[DomainRow, ...]:
        """All domains of what the key's user may see."""
        return self._ask(tuple[DomainRow, ...], "overview.domains")

    # Compose applications

    def compose(self, compose_id: str) -> ComposeDetails:
        """One compose application."""
        return self._ask(ComposeDetails, "compose.one", composeId=compose_id)

    def composes(self, compose_ids: Iterable[str]) -> Iterator[tuple[str, ComposeDetails | DokployError]]:
        """Many compose applications, in no order; or why one cannot be had."""
        asked = {compose_id: {"composeId": compose_id} for compose_id in compose_ids}
        return self._many("compose.one", asked, lambda reply: read_as(ComposeDetails, reply))

    def write_compose(self, compose_id: str, text: str, *, before: Before = UNKNOWN) -> None:
        """Replaces the text of a compose application; it takes effect with the next deployment. As `write_config`."""
        body = json_body({"composeId": compose_id, "composeFile": text})
        self._write("compose.update", body, lambda: self.compose(compose_id).compose_file or None, text, before)

    def converted_compose(self, compose_id: str) -> str | None:
        """Its text with the labels of its enabled domains, as the next deployment would start it.

        `None`: nobody knows the text yet, because its repository was never fetched. Nothing is fetched for this.
        """
        return _converted(self._transport.get("compose.getConvertedCompose", {"composeId": compose_id}))

    def converted_composes(self, compose_ids: Iterable[str]) -> Iterator[tuple[str, str | DokployError | None]]:
        """The same of many, in no order."""
        asked = {compose_id: {"composeId": compose_id} for compose_id in compose_ids}
        return self._many("compose.getConvertedCompose", asked, _converted)

    # The Traefik file of an application

    def read_config(self, application_id: str) -> str | None:
        """The text of the application's file, byte for byte as UTF-8.

        `None`: there is no file; or the application is on a remote server, and the file is empty there or cannot be
        reached. It is never a reason to delete anything.
        """
        return text_of(self._transport.get("application.readTraefikConfig", {"applicationId": application_id}))

    def read_many(self, application_ids: Iterable[str], *, far: bool = False) -> Iterator[Reading]:
        """Reads many files at once, and yields each as it comes, in no order.

        What concerns one application only is in its `Reading`; what concerns the whole server is raised.

        Args:
            far: whether they lie on remote servers, to each of which the panel opens a connection of its own: these
                are asked for one by one, so that no more of them come at once than requests do.
        """
        asked = {application_id: {"applicationId": application_id} for application_id in application_ids}
        for application_id, outcome in self._many("application.readTraefikConfig", asked, text_of, far):
            if not isinstance(outcome, DokployError):
                yield Reading(application_id, outcome)
            elif outcome.affects_every_call:
                raise outcome
            else:
                yield Reading(application_id, None, outcome)

    def write_config(self, application_id: str, text: str, *, before: Before = UNKNOWN) -> None:
        """Replaces the application's file.

        A return proves nothing: the server answers the same where its disk is full or the remote server down, and a
        text over `REMOTE_TEXT_LIMIT` never reaches a remote server. Only reading back tells.

        Args:
            before: the text that the file holds now. With it, a request that was cut off is sent again where a read
                shows that the file still holds this text, and counts as done where it holds the new one.
        """
        self._write(
            "application.updateTraefikConfig",
            config_body(application_id, text),
            lambda: self.read_config(application_id),
            text,
            before,
        )

    # Operations on an application

    def operate(self, operation: str, id: str, *, compose: bool = False, **more: object) -> None:
        """Has the server do something to an application, or to a compose application.

        `start`, `stop`, `deploy`, `redeploy`, `delete`, `move` (`targetEnvironmentId`), `refreshToken`, `killBuild` and
        `cleanQueues` are known for both, `reload` (`appName`) and `markRunning` for applications only. A deployment is
        queued. `stop` of an application answers the same where Docker failed. `killBuild` ends all Docker builds of the
        server. `delete` of a compose application wants `deleteVolumes`. There is no way back from `delete`; the token
        that `refreshToken` makes is not told.
        """
        kind = "compose" if compose else "application"
        must_agree(self._transport.post(f"{kind}.{operation}", json_body({f"{kind}Id": id, **more})))

    def monitoring(self, app_name: str) -> Monitoring:
        """Its readings; empty where it runs no container. Self-hosted servers only."""
        return self._ask(Monitoring, "application.readAppMonitoring", appName=app_name)

    # Files that no application owns

    def read_shared(self, which: SharedFile) -> str | None:
        """The text of a shared file."""
        return text_of(self._transport.get(f"settings.read{which.value}", {}))

    def write_shared(self, which: SharedFile, text: str, *, before: Before = UNKNOWN) -> None:
        """Replaces a shared file; as `write_config`, but an empty text is refused."""
        body = json_body({"traefikConfig": text})
        self._write(f"settings.update{which.value}", body, lambda: self.read_shared(which), text, before)

    def directories(self, server_id: str | None = None) -> tuple[TreeEntry, ...]:
        """The tree under the Traefik folder of the Dokploy machine, or of a remote server."""
        params = {} if server_id is None else {"serverId": server_id}
        return self._ask(tuple[TreeEntry, ...], "settings.readDirectories", **params)

    def read_file(self, path: str, server_id: str | None = None) -> str | None:
        """The text of any file of that tree, by its full path there (the `id` of a `TreeEntry`)."""
        params = {"path": path} | ({} if server_id is None else {"serverId": server_id})
        return text_of(self._transport.get("settings.readTraefikFile", params))

    def read_files(
        self, paths: Iterable[str], server_id: str | None
    ) -> Iterator[tuple[str, str | DokployError | None]]:
        """The same of many, in no order."""
        server = {} if server_id is None else {"serverId": server_id}
        asked = {path: {"path": path} | server for path in paths}
        return self._many("settings.readTraefikFile", asked, text_of, server_id is not None)

    def write_file(self, path: str, text: str, server_id: str | None = None, *, before: Before = UNKNOWN) -> None:
        """Writes any file of that tree, a new one too; as `write_config`, but an empty text is refused."""
        values: dict[str, object] = {"path": path, "traefikConfig": text}
        body = json_body(values if server_id is None else values | {"serverId": server_id})
        self._write("settings.updateTraefikFile", body, lambda: self.read_file(path, server_id), text, before)

    # How

    def _ask(self, shape: type[Shape], procedure: str, **params: str) -> Shape:
        return read_as(shape, self._transport.get(procedure, params))

    def _many(
        self, procedure: str, asked: Mapping[str, Mapping[str, str]], read: Callable[[Reply], Result], far: bool = False
    ) -> Iterator[tuple[str, Result | DokployError]]:
        if far:
            return each(lambda key: read(self._transport.get(procedure, asked[key])), asked, self.concurrency)
        return ask_many(self._transport, procedure, asked, read, self.concurrency)

    def _write(self, procedure: str, body: bytes, read: Callable[[], str | None], text: str, before: Before) -> None:
        """Posts; after a failure in mid-air a read tells whether to send again, to be content, or to give up."""

        def holds(wanted: Before) -> bool:
            try:
                return wanted is not UNKNOWN and read() == wanted
            except DokployError:
                return False

        try:
            reply = self._transport.post(procedure, body, untouched=lambda: before != text and holds(before))
        except (UnreachableError, ServerFaultError, UnusableAnswerError):
            if before is not UNKNOWN and holds(text):
                return
            raise
        must_agree(reply)


def _converted(reply: Reply) -> str | None:
    text = text_of(reply)
    return None if text is None or text.strip() == "null" else text
