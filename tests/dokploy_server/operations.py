"""The procedures that make, run, move and delete applications."""

import re
from typing import Any

from tests.dokploy_server.finding_out import in_full
from tests.dokploy_server.procedure import ID, NOTHING, Context, Registry
from tests.dokploy_server.world import App, Row
from tests.dokploy_server.zod import Field

procedures = Registry()
_OPTIONAL = Field(default=None, nullable=True)
_NAME = "App name can only contain letters, numbers, dots, underscores and hyphens"


def _app_name(value: str) -> Row | None:
    if re.fullmatch(r"[a-zA-Z0-9._-]+", value):
        return None
    issue = {"origin": "string", "code": "invalid_format", "format": "regex", "pattern": "/^[a-zA-Z0-9._-]+$/"}
    return issue | {"message": _NAME}


@procedures.mutation("project.create", name=ID, description=_OPTIONAL)
def project_create(context: Context, values: Row) -> Any:
    """A new project with the environment `production`."""
    project = context.world.project(values["name"], context.user.organization)
    project.description = values.get("description")
    return {"project": project.row(), "environment": context.world.environment(project, "production").row()}


@procedures.mutation("project.remove", projectId=ID)
def project_remove(context: Context, values: Row) -> Any:
    """Removes a project. With whatever is in it, but the panel's page asks to delete that first."""
    world = context.world
    project = next((it for it in world.projects if it.id == values["projectId"]), None)
    if project is None:
        raise context.refuse(404, "Project not found")
    world.projects.remove(project)
    world.environments = [it for it in world.environments if it.project is not project]
    return project.row()


@procedures.mutation("environment.create", name=ID, projectId=ID)
def environment_create(context: Context, values: Row) -> Any:
    """A new environment of a project."""
    project = next((it for it in context.world.projects if it.id == values["projectId"]), None)
    if project is None:
        raise context.refuse(404, "Project not found")
    return context.world.environment(project, values["name"]).row()


@procedures.mutation(
    "application.create",
    name=ID,
    environmentId=ID,
    appName=Field(default=None, check=_app_name),
    description=_OPTIONAL,
    serverId=_OPTIONAL,
)
def application_create(context: Context, values: Row) -> Any:
    """A new application; it has no Traefik file yet."""
    world = context.world
    environment = next((it for it in world.environments if it.id == values["environmentId"]), None)
    if environment is None:
        raise context.refuse(404, "Environment not found")
    stem = values.get("appName", "app-navigate-optical-protocol").strip().lower()
    app = App(
        world.new_id(), values["name"], f"{stem}-{world.suffix()}", environment, world.now(), world.new_id(),
        values.get("description"), values.get("serverId"),
    )  # fmt: skip
    world.apps[app.id] = app
    context.user.made.add(app.id)
    return app.row()


@procedures.mutation("application.update", applicationId=ID, name=_OPTIONAL, description=_OPTIONAL, env=_OPTIONAL)
def application_update(context: Context, values: Row) -> Any:
    """Changes what may be changed; `appName` and `serverId` are dropped before it looks."""
    app = _own(context, values)
    changes = {key: value for key, value in values.items() if key != "applicationId"}
    if not changes:
        raise context.refuse(500, "No values to set")
    for key, value in changes.items():
        setattr(app, key, value)
    context.world.touch(app)
    return True


def _own(context: Context, values: Row) -> App:
    context.check_service(values["applicationId"])
    return context.app(values["applicationId"])


def _set_status(context: Context, app: App, status: str) -> None:
    app.status = status
    context.world.touch(app)


@procedures.mutation("application.start", applicationId=ID)
def start(context: Context, values: Row) -> Any:
    """Starts it, where there is a Docker engine."""
    app = _own(context, values)
    if app.server_id is not None and context.server.disk.remotes.get(app.server_id) != "up":
        raise context.refuse(500, "SSH connection error: connect ECONNREFUSED 127.0.0.1:2298")
    if not context.server.docker:
        complaint = "Cannot connect to the Docker daemon at unix://<run>/no-docker.sock. Is the docker daemon running?"
        command = f"docker service scale {app.app_name}=1"
        message = f"Command execution failed: Command failed: {command} \n{app.app_name}: {complaint}\n"
        raise context.refuse(500, message)
    _set_status(context, app, "done")
    return in_full(context, app)


@procedures.mutation("application.stop", applicationId=ID)
def stop(context: Context, values: Row) -> Any:
    """Answers the row, Docker or not."""
    app = _own(context, values)
    _set_status(context, app, "idle")
    return in_full(context, app)


@procedures.mutation("application.reload", applicationId=Field(), appName=Field(nonoptional=True))
def reload(context: Context, values: Row) -> Any:
    """Starts the container anew."""
    app = _own(context, values)
    if not context.server.docker:
        _set_status(context, app, "error")
        raise context.refuse(500, "Error reloading application")
    _set_status(context, app, "done")
    return True


@procedures.mutation("application.delete", applicationId=ID)
def delete(context: Context, values: Row) -> Any:
    """Deletes it, and answers everything it was."""
    app = _own(context, values)
    row = in_full(context, app)
    context.server.panel.forget(app)
    del context.world.apps[app.id]
    return row


@procedures.mutation("application.markRunning", applicationId=ID)
def mark_running(context: Context, values: Row) -> Any:
    """Sets the status."""
    _set_status(context, _own(context, values), "running")
    return NOTHING


@procedures.mutation("application.refreshToken", applicationId=ID)
def refresh_token(context: Context, values: Row) -> Any:
    """A new token, which the answer does not tell."""
    app = _own(context, values)
    app.refresh_token = context.world.new_id()
    context.world.touch(app)
    return True


@procedures.mutation("application.move", applicationId=Field(), targetEnvironmentId=Field())
def move(context: Context, values: Row) -> Any:
    """To another environment; an unknown one gives the database's words."""
    app = context.world.apps.get(values["applicationId"])
    if app is None:
        raise context.refuse(500, "Failed to move application")
    context.check_service(app.id)
    target = next((it for it in context.world.environments if it.id == values["targetEnvironmentId"]), None)
    if target is None:
        query = 'Failed query: update "application" set "environmentId" = $1 where "application"."applicationId" = $2'
        raise context.refuse(500, f"{query}\nparams: {values['targetEnvironmentId']},{app.id}")
    app.environment = target
    context.world.touch(app)
    return app.row()


def _queued(context: Context, values: Row) -> Any:
    _own(context, values)
    return NOTHING


for _name in ("killBuild", "cleanQueues", "deploy", "redeploy"):
    procedures.mutation(f"application.{_name}", applicationId=ID)(_queued)


@procedures.mutation("application.clearDeployments", applicationId=ID)
def clear_deployments(context: Context, values: Row) -> Any:
    """Forgets the deployments."""
    _own(context, values)
    return True


@procedures.mutation("application.cancelDeployment", applicationId=ID)
def cancel_deployment(context: Context, values: Row) -> Any:
    """Only the cloud does it."""
    _own(context, values)
    raise context.refuse(400, "Deployment cancellation only available in cloud version")


@procedures.query("application.readLogs", applicationId=ID)
def read_logs(context: Context, values: Row) -> Any:
    """No container runs here."""
    raise context.refuse(500, f"No container or service found for: {_own(context, values).app_name}")


@procedures.query("application.readAppMonitoring", appName=Field())
def monitoring(context: Context, values: Row) -> Any:
    """The last samples, in the words of `docker stats`."""
    if values["appName"] == "dokploy":
        return {"cpu": [], "memory": [], "disk": [], "network": [], "block": []}
    if not context.server.docker:
        raise context.refuse(500, "connect ENOENT <run>/no-docker.sock")
    if not any(app.app_name == values["appName"] for app in context.world.apps.values()):
        return None
    moments = [f"2026-11-23T19:{minute:02}:00.000Z" for minute in range(6)]
    samples: dict[str, list[Any]] = {
        "cpu": [f"{5 + 3 * step}.25%" for step in range(6)],
        "memory": [{"used": f"{100 + 10 * step}.5MiB", "total": "1.5GiB"} for step in range(6)],
        "disk": [],
        "network": [{"inputMb": 1.5 * step, "outputMb": 0.25 * step} for step in range(6)],
        "block": [{"readMb": 2.0 * step, "writeMb": 0.5} for step in range(6)],
    }
    return {
        kind: [{"value": value, "time": moment} for value, moment in zip(values_of, moments, strict=False)]
        for kind, values_of in samples.items()
    }
