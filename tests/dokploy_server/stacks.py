"""The procedures of compose applications, and the labels that the panel adds to their text."""

import json
from pathlib import Path
from typing import Any

from tests.dokploy_server.panel import number_of
from tests.dokploy_server.procedure import ID, NOTHING, Context, Registry
from tests.dokploy_server.reprint import UnparsableError, parse, stringify
from tests.dokploy_server.world import Row, Stack
from tests.dokploy_server.zod import Field

procedures = Registry()
_COMPOSE: Row = json.loads(Path(__file__).with_name("compose.json").read_text())
_OPTIONAL = Field(default=None, nullable=True)
_FIELDS = {
    "composeFile": "compose_file",
    "sourceType": "source_type",
    "composeType": "compose_type",
    "isolatedDeployment": "isolated",
    "randomize": "randomize",
    "suffix": "suffix",
    "name": "name",
    "description": "description",
    "env": "env",
    "customGitUrl": "git_url",
}


def _row(stack: Stack) -> Row:
    """The compose application's own row."""
    return _COMPOSE | {key: getattr(stack, field) for key, field in _FIELDS.items()} | {
        "composeId": stack.id,
        "appName": stack.app_name,
        "refreshToken": "token-of-a-webhook",
        "composeStatus": stack.status,
        "createdAt": stack.created_at,
        "environmentId": stack.environment.id,
        "serverId": stack.server_id,
        "customGitBranch": "main" if stack.git_url else None,
    }  # fmt: skip


def _stack(context: Context, compose_id: str, *, ask: str = "You don't have access to this service") -> Stack:
    if not context.user.rules and compose_id not in context.user.services:
        raise context.refuse(401, ask)
    stack = context.world.stacks.get(compose_id)
    if stack is None:
        raise context.refuse(404, "Compose not found")
    return stack


def _domains(context: Context, stack: Stack) -> list[Row]:
    return [row for row in context.world.domains.values() if row["composeId"] == stack.id]


@procedures.mutation(
    "compose.create",
    name=ID,
    environmentId=ID,
    appName=_OPTIONAL,
    composeType=_OPTIONAL,
    composeFile=_OPTIONAL,
    serverId=_OPTIONAL,
)
def create(context: Context, values: Row) -> Any:
    """A new compose application; its source is GitHub until somebody says another."""
    world = context.world
    place = next(it for it in world.environments if it.id == values["environmentId"])
    stack = Stack(
        world.new_id(), values["name"], f"{values.get('appName') or 'compose'}-{world.suffix()}", place, world.now(),
        values.get("serverId"), values.get("composeFile") or "", values.get("composeType") or "docker-compose",
        source_type="github",
    )  # fmt: skip
    world.stacks[stack.id] = stack
    return {key: value for key, value in _row(stack).items() if key != "serviceNetworks"} | {"serviceNetworks": []}


@procedures.query("compose.one", composeId=ID)
def one(context: Context, values: Row) -> Any:
    """A compose application with everything around it."""
    stack = _stack(context, values["composeId"])
    environment = stack.environment.row() | {"project": stack.environment.project.row()}
    remote = {"serverId": stack.server_id, "name": stack.server_id} if stack.server_id else None
    return _row(stack) | {
        "environment": environment,
        "deployments": stack.deployments,
        "mounts": [],
        "domains": _domains(context, stack),
        **dict.fromkeys(("github", "gitlab", "bitbucket", "gitea")),
        "server": remote,
        "backups": [],
        "hasGitProviderAccess": True,
        "unauthorizedProvider": None,
    }


@procedures.mutation(
    "compose.update",
    composeId=ID,
    isolatedDeployment=Field("boolean", default=None),
    randomize=Field("boolean", default=None),
    composePath=_OPTIONAL,
    customGitBranch=_OPTIONAL,
    **{key: _OPTIONAL for key in _FIELDS if key not in ("isolatedDeployment", "randomize")},
)
def update(context: Context, values: Row) -> Any:
    """Changes the row of a compose application in the database; nothing is deployed."""
    stack = _stack(context, values["composeId"], ask='unauthorized to access resource "service"')
    fault = context.server.faults.on_write()
    for key, field in _FIELDS.items():
        if values.get(key) is not None and (fault is None or key != "composeFile"):
            setattr(stack, field, values[key])
    return _row(stack)


@procedures.query("compose.getConvertedCompose", composeId=ID)
def converted(context: Context, values: Row) -> Any:
    """The compose file with the labels of the enabled domains; null where no text is known yet."""
    stack = _stack(context, values["composeId"], ask='unauthorized to access resource "service"')
    text = stack.compose_file if stack.source_type == "raw" else stack.fetched
    if text is None:
        return stringify(None)
    try:
        whole = parse(text)
    except UnparsableError as problem:
        raise context.refuse(500, str(problem)) from None
    if stack.isolated or stack.randomize:
        _isolate(whole, stack)
    for domain in _domains(context, stack):
        if domain["enabled"]:
            _label(context, stack, domain, whole)
    return stringify(whole, 1000)


def _isolate(whole: Row, stack: Stack) -> None:
    if stack.randomize:
        whole["services"] = {f"{name}-{stack.suffix}": service for name, service in whole["services"].items()}
        return
    network = stack.suffix or stack.app_name
    for service in whole["services"].values():
        service["networks"] = [*service.get("networks", []), network]
    whole.setdefault("networks", {})[network] = {"name": network, "external": True}


def _label(context: Context, stack: Stack, domain: Row, whole: Row) -> None:
    service = whole["services"].get(domain["serviceName"])
    if service is None:
        message = f'Domain "{domain["host"]}" is attached to service "{domain["serviceName"]}" which does not exist'
        raise context.refuse(500, f"{message} in the compose")
    swarm = stack.compose_type == "stack"
    network = (stack.suffix or stack.app_name) if stack.isolated else "dokploy-network"
    mine = [f"traefik.{'swarm' if swarm else 'docker'}.network={network}", *_labels(stack, domain)]
    holder = service.setdefault("deploy", {}) if swarm else service
    given = holder.setdefault("labels", [])
    if isinstance(given, dict):
        given |= dict(label.split("=", 1) for label in [*mine, "traefik.enable=true"])
    else:
        mine = [label for label in mine if label not in given]
        own = "traefik.enable=true" in given
        holder["labels"] = [*mine, *given, *([] if own else ["traefik.enable=true"])]
    if not stack.isolated:
        networks = service.setdefault("networks", [])
        networks += [name for name in ("dokploy-network", "default") if name not in networks]
        whole.setdefault("networks", {}).setdefault("dokploy-network", {"external": True})


def _labels(stack: Stack, domain: Row) -> list[str]:
    number, custom = number_of(domain), domain["customEntrypoint"]
    entries = [custom] if custom else ["web", "websecure"] if domain["https"] else ["web"]
    return [label for entry in entries for label in _of_entry(stack, domain, entry, f"{stack.app_name}-{number}")]


def _of_entry(stack: Stack, domain: Row, entry: str, stem: str) -> list[str]:
    name, path, inside = f"{stem}-{entry}", domain["path"] or "/", domain["internalPath"] or "/"
    router = f"traefik.http.routers.{name}"
    rule = f"Host(`{domain['host']}`)" + (f" && PathPrefix(`{path}`)" if path != "/" else "")
    labels = [
        f"{router}.rule={rule}",
        f"{router}.entrypoints={entry}",
        f"traefik.http.services.{name}.loadbalancer.server.port={domain['port']}",
        f"{router}.service={name}",
    ]
    names = []
    first = entry != "websecure" or bool(domain["customEntrypoint"])
    if domain["stripPath"] and path != "/":
        names.append(f"stripprefix-{stem}")
        labels += [f"traefik.http.middlewares.stripprefix-{stem}.stripprefix.prefixes={path}"] if first else []
    if inside != "/":
        names.append(f"addprefix-{stem}")
        labels += [f"traefik.http.middlewares.addprefix-{stem}.addprefix.prefix={inside}"] if first else []
    names += domain["middlewares"] or []
    if domain["https"] and entry == "web":
        names = ["redirect-to-https@file"]
    labels += [f"{router}.middlewares={','.join(names)}"] if names else []
    if domain["https"] and entry != "web":
        resolver = {"letsencrypt": "letsencrypt", "custom": domain["customCertResolver"]}.get(domain["certificateType"])
        labels.append(f"{router}.tls.certresolver={resolver}" if resolver else f"{router}.tls=true")
    return labels


@procedures.query("compose.loadServices", composeId=ID, type=Field(default=None))
def services(context: Context, values: Row) -> Any:
    """The names of the services of the last fetch; `fetch` would clone anew, and nobody should ask for it."""
    stack = _stack(context, values["composeId"])
    text = stack.fetched
    if values.get("type") == "fetch":
        raise AssertionError("`loadServices?type=fetch` deletes and rewrites the code; it is no read")
    if text is None:
        raise context.refuse(404, "Services not found")
    return list(parse(text)["services"])


@procedures.query("domain.byComposeId", composeId=ID)
def domains_of(context: Context, values: Row) -> Any:
    """The domains of a compose application; none for one that does not exist."""
    if not context.user.rules and values["composeId"] not in context.user.services:
        raise context.refuse(401, "You don't have access to this service")
    stack = context.world.stacks.get(values["composeId"])
    if stack is None:
        return []
    about = {"composeId": stack.id, "appName": stack.app_name, "name": stack.name}
    return [row | {"compose": about} for row in _domains(context, stack)]


def begin(context: Context, stack: Stack, title: str) -> None:
    """A deployment takes the text of the moment, and fails where there is no Docker engine."""
    status = "done" if context.server.docker else "error"
    stack.deployments.append(
        {
            "deploymentId": context.world.new_id(),
            "title": title,
            "description": "",
            "status": status,
            "composeId": stack.id,
            "createdAt": context.world.now(),
        }
    )
    stack.status = status


@procedures.mutation("compose.deploy", composeId=ID)
def deploy(context: Context, values: Row) -> Any:
    """Queued, and done at once here."""
    stack = _stack(context, values["composeId"])
    begin(context, stack, "Manual deployment")
    return {"success": True, "message": "Deployment queued", "composeId": stack.id}


@procedures.mutation("compose.redeploy", composeId=ID)
def redeploy(context: Context, values: Row) -> Any:
    """The same without fetching anything."""
    stack = _stack(context, values["composeId"])
    begin(context, stack, "Rebuild deployment")
    return {"success": True, "message": "Redeployment queued", "composeId": stack.id}


def _told(context: Context, values: Row, status: str) -> Any:
    stack = _stack(context, values["composeId"])
    if not context.server.docker:
        raise context.refuse(500, f"Command failed: docker compose -p {stack.app_name}")
    stack.status = status
    return True


@procedures.mutation("compose.start", composeId=ID)
def start(context: Context, values: Row) -> Any:
    """Starts its containers."""
    return _told(context, values, "done")


@procedures.mutation("compose.stop", composeId=ID)
def stop(context: Context, values: Row) -> Any:
    """Stops its containers."""
    return _told(context, values, "idle")


@procedures.mutation("compose.delete", composeId=ID, deleteVolumes=Field("boolean", nonoptional=True))
def delete(context: Context, values: Row) -> Any:
    """Deletes it, and answers everything that it was."""
    stack = _stack(context, values["composeId"])
    row = _row(stack) | {"deletedVolumes": values["deleteVolumes"]}
    world = context.world
    world.domains = {key: row for key, row in world.domains.items() if row["composeId"] != stack.id}
    del world.stacks[stack.id]
    return row


@procedures.mutation("compose.refreshToken", composeId=ID)
def refresh_token(context: Context, values: Row) -> Any:
    """A new token, which the answer does not tell."""
    _stack(context, values["composeId"])
    return True


@procedures.mutation("compose.killBuild", composeId=ID)
def kill_build(context: Context, values: Row) -> Any:
    """Ends all builds."""
    _stack(context, values["composeId"])
    return NOTHING


@procedures.mutation("compose.cleanQueues", composeId=ID)
def clean_queues(context: Context, values: Row) -> Any:
    """Drops what waits."""
    _stack(context, values["composeId"])
    return {"success": True, "message": "Queues cleaned successfully"}


@procedures.mutation("compose.move", composeId=Field(), targetEnvironmentId=Field())
def move(context: Context, values: Row) -> Any:
    """To another environment."""
    stack = _stack(context, values["composeId"])
    target = next((it for it in context.world.environments if it.id == values["targetEnvironmentId"]), None)
    if target is None:
        query = 'Failed query: update "compose" set "environmentId" = $1 where "compose"."composeId" = $2'
        raise context.refuse(500, f"{query}\nparams: {values['targetEnvironmentId']},{stack.id}")
    stack.environment = target
    return _row(stack)
