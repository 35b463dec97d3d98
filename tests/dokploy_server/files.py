"""The procedures that read and write Traefik files."""

import os
import posixpath
from typing import Any

from tests.dokploy_server.disk import SERVER_FOLDER
from tests.dokploy_server.procedure import ID, Context, Registry
from tests.dokploy_server.world import Row
from tests.dokploy_server.zod import Field

procedures = Registry()
_TEXT = Field(least=1)
_SERVER = Field(default=None)


class RawYaml(str):
    """A text that the documented server sends as it is, not as a JSON string."""


def _read(context: Context, path: Any, server_id: str | None = None) -> str | None:
    try:
        text = context.server.disk.read(path, server_id)
    except OSError as problem:
        name = {21: "EISDIR: illegal operation on a directory, read"}.get(
            problem.errno or 0, os.strerror(problem.errno or 0)
        )
        raise context.refuse(500, name) from None
    return RawYaml(text) if text is not None and context.server.dialect.raw_yaml else text


@procedures.query("application.readTraefikConfig", applicationId=ID)
def read_config(context: Context, values: Row) -> Any:
    """The text of the application's file, or null."""
    context.check_traefik(write=False)
    context.check_service(values["applicationId"])
    app = context.app(values["applicationId"])
    return _read(context, context.server.disk.dynamic(app.server_id) / f"{app.app_name}.yml", app.server_id)


@procedures.mutation("application.updateTraefikConfig", applicationId=Field(), traefikConfig=Field())
def update_config(context: Context, values: Row) -> Any:
    """Replaces the file, and answers true whether or not that worked."""
    context.check_traefik(write=True)
    app = context.app(values["applicationId"])
    path = context.server.disk.dynamic(app.server_id) / f"{app.app_name}.yml"
    context.server.disk.write(path, values["traefikConfig"], app.server_id)
    return {"success": True} if context.server.dialect.success_object else True


def _pair(name: str, place: str) -> None:
    """A read and an update for one of the Dokploy machine's own files, for owners and admins."""

    def read(context: Context, _: Row) -> Any:
        return _read(context, context.server.disk.traefik() / place)

    def update(context: Context, values: Row) -> Any:
        context.server.disk.write(context.server.disk.traefik() / place, values["traefikConfig"])
        return True

    procedures.query(f"settings.read{name}", admin=True)(read)
    procedures.mutation(f"settings.update{name}", admin=True, traefikConfig=_TEXT)(update)


_pair("TraefikConfig", "traefik.yml")
_pair("WebServerTraefikConfig", "dynamic/dokploy.yml")
_pair("MiddlewareTraefikConfig", "dynamic/middlewares.yml")


def _known_server(context: Context, values: Row) -> str | None:
    server_id: str | None = values.get("serverId")
    if server_id is not None and server_id not in context.server.disk.remotes:
        raise context.refuse(404, "Server not found")
    return server_id


@procedures.query("settings.readDirectories", serverId=_SERVER)
def read_directories(context: Context, values: Row) -> Any:
    """The tree under the Traefik folder."""
    context.check_traefik(write=False)
    server_id = _known_server(context, values)
    _reach(context, server_id)
    return context.server.disk.tree(server_id)


def _reach(context: Context, server_id: str | None) -> None:
    """Over SSH these two say why they fail, unlike `readTraefikConfig`."""
    if server_id is not None and context.server.disk.remotes[server_id] != "up":
        raise context.refuse(500, "SSH connection error: connect ECONNREFUSED 127.0.0.1:2298")


def _inside(path: str) -> Row | None:
    absolute = posixpath.normpath(path) if path.startswith("/") else f"{SERVER_FOLDER}/{path}"
    if ".." not in path and (absolute == SERVER_FOLDER or absolute.startswith(SERVER_FOLDER + "/")):
        return None
    return {"code": "custom", "message": "Invalid path: path traversal or unauthorized directory access detected"}


_PATH = Field(least=1, check=_inside)


@procedures.query("settings.readTraefikFile", path=_PATH, serverId=_SERVER)
def read_file(context: Context, values: Row) -> Any:
    """The text of any file of the tree, or null."""
    context.check_traefik(write=False)
    server_id = _known_server(context, values)
    _reach(context, server_id)
    path = context.server.disk.locate(values["path"], server_id)
    if server_id is not None and not path.is_file():
        raise context.refuse(500, "Remote command failed with exit code 1")
    return _read(context, context.server.disk.locate(values["path"], server_id), server_id)


@procedures.mutation("settings.updateTraefikFile", path=_PATH, traefikConfig=_TEXT, serverId=_SERVER)
def update_file(context: Context, values: Row) -> Any:
    """Writes any file of the tree, a new one too."""
    context.check_traefik(write=True)
    server_id = _known_server(context, values)
    context.server.disk.write(context.server.disk.locate(values["path"], server_id), values["traefikConfig"], server_id)
    return True


@procedures.mutation("settings.reloadTraefik", admin=True)
def reload_traefik(context: Context, _: Row) -> Any:
    """Answers true, Docker or not."""
    return True
