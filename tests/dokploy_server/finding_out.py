"""The procedures that tell what there is: projects, environments, applications."""

import re
from typing import Any

from tests.dokploy_server.procedure import ID, Context, Registry
from tests.dokploy_server.world import App, Environment, Project, Row, Stack
from tests.dokploy_server.zod import Field

procedures = Registry()
_OTHERS: dict[str, list[Row]] = {
    kind: [] for kind in ("mariadb", "mongo", "mysql", "postgres", "redis", "compose", "libsql")
}
_TEXT = Field(default=None)


def listed(context: Context, app: App) -> Row:
    """An application in an answer about environments."""
    return {
        "name": app.name,
        "description": app.description,
        "appName": app.app_name,
        "createdAt": app.created_at,
        "serverId": app.server_id,
        "applicationStatus": app.status,
        "applicationId": app.id,
        "icon": None,
        "server": {"name": context.server.disk.names.get(app.server_id, app.server_id)} if app.server_id else None,
    }


def in_full(context: Context, app: App) -> Row:
    """An application with everything around it."""
    world = context.world
    environment = app.environment.row() | {"project": app.environment.project.row()}
    nothing = ("gitlab", "github", "bitbucket", "gitea", "registry", "buildRegistry", "rollbackRegistry")
    server = {"serverId": app.server_id, "name": app.server_id, "ipAddress": "127.0.0.1"} if app.server_id else None
    return app.row() | {
        "environment": environment,
        "domains": world.of_app(world.domains, app),
        "deployments": [],
        "mounts": [],
        "redirects": world.of_app(world.redirects, app),
        "security": world.of_app(world.securities, app),
        "ports": [],
        "server": server,
        "previewDeployments": [],
        **dict.fromkeys(nothing),
    }


def _named(app: App) -> Row:
    return {"applicationId": app.id, "name": app.name, "applicationStatus": app.status}


def _inside(context: Context, environment: Environment) -> list[App]:
    return [app for app in context.world.visible(context.user) if app.environment is environment]


def _stacks_inside(context: Context, environment: Environment) -> list[Stack]:
    return [stack for stack in context.world.stacks_of(context.user) if stack.environment is environment]


def _named_stack(context: Context, stack: Stack) -> Row:
    brief = {"composeId": stack.id, "name": stack.name, "composeStatus": stack.status}
    return _listed_stack(context, stack) if context.server.dialect.whole_rows else brief


def _listed_stack(context: Context, stack: Stack) -> Row:
    names = context.server.disk.names
    return {
        "composeId": stack.id,
        "name": stack.name,
        "appName": stack.app_name,
        "serverId": stack.server_id,
        "composeStatus": stack.status,
        "description": stack.description,
        "createdAt": stack.created_at,
        "icon": None,
        "server": {"name": names.get(stack.server_id, stack.server_id)} if stack.server_id else None,
    }


def _environments(context: Context, project: Project) -> list[Environment]:
    own = [it for it in context.world.environments if it.project is project]
    return own if context.user.rules else [it for it in own if _inside(context, it) or _stacks_inside(context, it)]


@procedures.query("project.all")
def project_all(context: Context, _: Row) -> Any:
    """The projects, newest first."""
    projects = [it for it in context.world.projects if it.organization == context.user.organization]
    projects = [it for it in projects if context.user.rules or _environments(context, it)]
    return [_project(context, project) for project in sorted(projects, key=lambda it: it.created_at, reverse=True)]


def _project(context: Context, project: Project) -> Row:
    whole = context.server.dialect.whole_rows

    def application(app: App) -> Row:
        return app.row() | {"domains": context.world.of_app(context.world.domains, app)} if whole else _named(app)

    if not context.server.dialect.environments:
        apps = [app for it in _environments(context, project) for app in _inside(context, it)]
        return project.row() | {"applications": [application(app) for app in apps]} | _OTHERS
    environments = [
        {
            "name": it.name,
            "environmentId": it.id,
            "isDefault": it.is_default,
            "applications": [application(app) for app in _inside(context, it)],
        }
        | _OTHERS
        | {"compose": [_named_stack(context, stack) for stack in _stacks_inside(context, it)]}
        for it in _environments(context, project)
    ]
    return project.row() | {"environments": environments, "projectTags": []}


@procedures.query("project.one", projectId=ID)
def project_one(context: Context, values: Row) -> Any:
    """One project."""
    project = next((it for it in context.world.projects if it.id == values["projectId"]), None)
    if not context.user.rules and (project is None or not _environments(context, project)):
        raise context.refuse(401, "You don't have access to this project")
    if project is None or project.organization != context.user.organization:
        raise context.refuse(404, "Project not found")
    environments = [
        it.row() | {"applications": [listed(context, app) for app in _inside(context, it)]} | _OTHERS
        for it in _environments(context, project)
    ]
    return project.row() | {"environments": environments, "projectTags": []}


@procedures.query("project.search", limit=Field("number", 1, 100, 20), offset=Field("number", 0, default=0))
def project_search(context: Context, values: Row) -> Any:
    """A page of projects, newest first."""
    own = [it for it in context.world.projects if it.organization == context.user.organization]
    own.sort(key=lambda it: it.created_at, reverse=True)
    page = own[values["offset"] : values["offset"] + values["limit"]]
    return {"items": [it.row() for it in page], "total": len(own)}


@procedures.query("environment.byProjectId", projectId=ID)
def environment_by_project(context: Context, values: Row) -> Any:
    """The environments of a project; none for an unknown one."""
    project = next((it for it in context.world.projects if it.id == values["projectId"]), None)
    if project is None or project.organization != context.user.organization:
        return []
    return [
        {"name": it.name, "description": it.description, "environmentId": it.id, "isDefault": it.is_default}
        | {"applications": [listed(context, app) for app in _inside(context, it)]}
        | _OTHERS
        | {"compose": [_listed_stack(context, stack) for stack in _stacks_inside(context, it)]}
        | {"project": project.row()}
        for it in _environments(context, project)
    ]


@procedures.query("environment.one", environmentId=ID)
def environment_one(context: Context, values: Row) -> Any:
    """One environment; here the applications come without `appName`."""
    found = next((it for it in context.world.environments if it.id == values["environmentId"]), None)
    if found is None:
        raise context.refuse(404, "Environment not found")
    rows = [listed(context, app) for app in _inside(context, found)]
    applications = [{key: value for key, value in row.items() if key != "appName"} for row in rows]
    head = {key: value for key, value in found.row().items() if key != "createdAt"}
    return head | {"applications": applications} | _OTHERS | {"project": found.project.row()}


@procedures.query("application.one", applicationId=ID)
def application_one(context: Context, values: Row) -> Any:
    """One application."""
    context.check_service(values["applicationId"])
    app = context.app(values["applicationId"])
    if app.environment.project.organization != context.user.organization:
        raise context.refuse(401, "You are not authorized to access this application")
    return in_full(context, app) | {"hasGitProviderAccess": True, "unauthorizedProvider": None}


_WHERE = ("q", "name", "appName", "description", "projectId", "environmentId")


@procedures.query(
    "application.search",
    limit=Field("number", 1, 100, 20),
    offset=Field("number", 0, default=0),
    **dict.fromkeys(_WHERE, _TEXT),
)
def application_search(context: Context, values: Row) -> Any:
    """A page of the applications on the caller's own list; an admin's is empty but for what the admin made."""
    mine = context.user.made if context.user.rules else context.user.services
    found = [app for app in context.world.visible(context.user) if app.id in mine and _fits(app, values)]
    found.sort(key=lambda app: app.created_at, reverse=True)
    page = found[values["offset"] : values["offset"] + values["limit"]]
    items = [
        {
            "applicationId": app.id,
            "name": app.name,
            "appName": app.app_name,
            "description": app.description,
            "environmentId": app.environment.id,
            "applicationStatus": app.status,
            "sourceType": "github",
            "createdAt": app.created_at,
        }
        for app in page
    ]
    return {"items": items, "total": len(found)}


def _fits(app: App, values: Row) -> bool:
    own = {"name": app.name, "appName": app.app_name, "description": app.description or ""}
    if not all(_like(own[key], values[key]) for key in own if key in values):
        return False
    if "q" in values and not any(_like(text, values["q"]) for text in own.values()):
        return False
    ids = {"projectId": app.environment.project.id, "environmentId": app.environment.id}
    return all(values.get(key, own_id) == own_id for key, own_id in ids.items())


def _like(text: str, pattern: str) -> bool:
    """SQL's ILIKE with the pattern's wildcards passed through."""
    parts = {"%": ".*", "_": "."}
    expression = "".join(parts.get(letter, re.escape(letter)) for letter in pattern)
    return re.search(expression, text, re.IGNORECASE | re.DOTALL) is not None


@procedures.query("settings.getDokployVersion")
def version(context: Context, _: Row) -> Any:
    """The server's version."""
    return context.server.dialect.version


procedures.query("settings.getIp")(lambda _context, _values: "127.0.0.1")
procedures.query("settings.isCloud")(lambda _context, _values: False)
procedures.query("settings.health")(lambda _context, _values: {"status": "ok"})


def _service(context: Context, app: App) -> Row:
    return {
        "id": app.id,
        "name": app.name,
        "appName": app.app_name,
        "status": app.status,
        "createdAt": app.created_at,
        "serverId": app.server_id,
        "serverName": context.server.disk.names.get(app.server_id or ""),
        "projectId": app.environment.project.id,
        "projectName": app.environment.project.name,
        "environmentId": app.environment.id,
        "environmentName": app.environment.name,
        "icon": None,
        "type": "application",
        "lastDeployAt": None,
    }


@procedures.query("overview.services")
def overview_services(context: Context, _: Row) -> Any:
    """Everything that the user may see, of all projects, in the database's order."""
    stacks = context.world.stacks_of(context.user)
    own = [_service(context, app) for app in context.world.visible(context.user)]
    return [*own, *(stack.service() for stack in stacks)]


_OVERVIEW = ("domainId", "host", "path", "port", "customEntrypoint", "https", "certificateType", "createdAt", "enabled")


@procedures.query("overview.domains")
def overview_domains(context: Context, _: Row) -> Any:
    """All domains of what the user may see, without the numbers of their routers."""
    world = context.world
    owners: dict[str, App | Stack] = {app.id: app for app in world.visible(context.user)}
    owners |= {stack.id: stack for stack in world.stacks_of(context.user)}
    found = []
    for row in world.domains.values():
        owner = owners.get(row["composeId"] or row["applicationId"] or "")
        if owner is not None:
            kind = "compose" if row["composeId"] else "application"
            place = owner.environment
            found.append(
                {key: row[key] for key in _OVERVIEW}
                | {"domainType": kind, "serviceOwnerId": owner.id, "serviceOwnerType": kind, "serviceName": owner.name}
                | {"projectId": place.project.id, "projectName": place.project.name}
                | {"environmentId": place.id, "environmentName": place.name}
            )
    return found
