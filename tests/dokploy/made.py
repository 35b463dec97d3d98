"""What the live tests work on: a project, an application and a compose application that they made themselves.

Their names are like no others, nothing is deployed, and all of it is removed again, whatever happens in between.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

import httpx
import pytest

from traefiklint.dokploy import Application, Dokploy, PermissionDeniedError, SharedFile
from traefiklint.sync.sides import means_same

SECRET = "q7Rb2kLw93xZ-of-a-test"
TEXT = f"""\
# written by a test of traefiklint
services:
  web:
    image: traefik/whoami   # never started
    environment:
      API_TOKEN: {SECRET}
      LEVEL: info
"""


class Panel:
    """A hand in the panel: what the program itself never does."""

    def __init__(self, url: str, key: str) -> None:
        self._http = httpx.Client(base_url=f"{url.rstrip('/')}/api/", headers={"x-api-key": key}, timeout=600)

    def __call__(self, procedure: str, **values: Any) -> Any:
        """Do something.

        Raises:
            httpx.HTTPStatusError: the server says no.
        """
        answer = self._http.post(procedure, json=values)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def close(self) -> None:
        """Done."""
        self._http.close()


class Made(NamedTuple):
    """What was made."""

    panel: Panel
    client: Dokploy
    project_id: str
    app: Application
    compose: Application
    host: str

    @property
    def text(self) -> str:
        """The application's file on the server."""
        text = self.client.read_config(self.app.id)
        assert text is not None
        return text


@contextmanager
def made(url: str, key: str) -> Iterator[Made]:
    """Make a project with an application that has a domain, and a compose application; remove them afterwards.

    Skips where the key may not.
    """
    name = f"traefiklint-test-{secrets.token_hex(4)}"
    host = f"{name}.invalid"
    with Dokploy(url, key) as client, ExitStack() as undo:
        panel = Panel(url, key)
        undo.callback(panel.close)
        undo.callback(_put_back, client, _middlewares(client))
        try:
            project = panel("project.create", name=name, description="made by a test of traefiklint, and removed by it")
        except httpx.HTTPStatusError as error:
            pytest.skip(f"the key may not make a project: {error.response.status_code}")
        place, project_id = project["environment"]["environmentId"], project["project"]["projectId"]
        undo.callback(panel, "project.remove", projectId=project_id)
        app = panel("application.create", name=name, appName=name, environmentId=place)["applicationId"]
        undo.callback(panel, "application.delete", applicationId=app)
        panel("domain.create", applicationId=app, host=host, port=80, https=False, certificateType="none")
        compose = panel("compose.create", name=f"{name}-stack", appName=f"{name}-stack", environmentId=place)
        undo.callback(panel, "compose.delete", composeId=compose["composeId"], deleteVolumes=False)
        panel("compose.update", composeId=compose["composeId"], sourceType="raw", composeFile=TEXT)
        found = client.services()
        yield Made(
            panel,
            client,
            project_id,
            next(one for one in found.applications if one.id == app),
            next(one for one in found.composes if one.id == compose["composeId"]),
            host,
        )


def _middlewares(client: Dokploy) -> str | None:
    try:
        return client.read_shared(SharedFile.MIDDLEWARES)
    except PermissionDeniedError:
        return None


def _put_back(client: Dokploy, before: str | None) -> None:
    """Whenever an application or a domain is removed, the panel prints `middlewares.yml` anew, without its comments.
    Where the file says what it said before, it gets back how that was written."""
    now = _middlewares(client)
    if before is not None and now is not None and now != before and means_same(before, now):
        client.write_shared(SharedFile.MIDDLEWARES, before, before=now)


def held(client: Dokploy) -> dict[str, object]:
    """What a server holds, to see that it is afterwards as it was."""
    found = client.services()
    files = [entry for folder in client.directories() for entry in (folder, *folder.children)]
    return {
        "projects": {one.project_id for one in client.projects()},
        "applications": {one.id: client.read_config(one.id) for one in found.applications},
        "composes": {one.id: client.compose(one.id).compose_file for one in found.composes},
        "files": {
            entry.id: client.read_file(entry.id)
            for entry in files
            if entry.type == "file" and entry.name.endswith((".yml", ".yaml", ".toml"))
        },
        "domains": {row.domain_id for row in client.domains()},
    }
