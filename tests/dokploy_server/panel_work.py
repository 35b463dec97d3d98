"""The procedures behind the panel's pages for domains, redirects and basic auth."""

import re
from typing import Any

from tests.dokploy_server.panel import MissingFileError
from tests.dokploy_server.procedure import ID, Context, Registry
from tests.dokploy_server.reprint import UnparsableError
from tests.dokploy_server.world import Row
from tests.dokploy_server.zod import Field

procedures = Registry()
_HOST = (
    "Invalid domain name. Use only letters, numbers, hyphens and dots (e.g. example.com). Underscores are not allowed."
)


def _host(value: str) -> Row | None:
    good = re.fullmatch(r"[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*", value)
    return None if good else {"code": "custom", "message": _HOST}


_OPTIONAL = Field(default=None, nullable=True)
_DOMAIN = {
    "host": Field(least=1, check=_host),
    "path": Field(default=None),
    "internalPath": Field(default=None),
    "stripPath": Field("boolean", default=None),
    "port": Field("number", default=None),
    "https": Field("boolean", default=None),
    "certificateType": Field(default=None),
    "customCertResolver": _OPTIONAL,
    "customEntrypoint": _OPTIONAL,
    "middlewares": Field("strings", default=None),
    "serviceName": _OPTIONAL,
    "domainType": _OPTIONAL,
}


def _row(context: Context, rows: dict[str, Row], values: Row, key: str, what: str) -> Row:
    row = rows.get(values[key])
    if row is None:
        raise context.refuse(404, f"{what} not found")
    return row


@procedures.mutation("domain.create", applicationId=_OPTIONAL, composeId=_OPTIONAL, **_DOMAIN)
def domain_create(context: Context, values: Row) -> Any:
    """A new domain; 400 where the file cannot be parsed."""
    values = {key: value for key, value in values.items() if value is not None or key in ("customEntrypoint",)}
    if compose_id := values.pop("composeId", None):
        return context.server.panel.add_stack_domain(context.world.stacks[compose_id], values.pop("host"), **values)
    app = context.app(values.pop("applicationId"))
    try:
        return context.server.panel.add_domain(app, **values)
    except UnparsableError as problem:
        raise context.refuse(400, str(problem)) from None


@procedures.mutation("domain.update", domainId=ID, **_DOMAIN)
def domain_update(context: Context, values: Row) -> Any:
    """Saves a domain; 500 where the file cannot be parsed, and the database is changed all the same."""
    domain = _row(context, context.world.domains, values, "domainId", "Domain")
    return _with_file(context, lambda: context.server.panel.update_domain(domain, **values))


@procedures.mutation("domain.toggleEnable", domainId=ID, enabled=Field("boolean", default=None))
def domain_toggle(context: Context, values: Row) -> Any:
    """Switches a domain on or off."""
    domain = _row(context, context.world.domains, values, "domainId", "Domain")
    switched = values["enabled"] if values.get("enabled") is not None else not domain["enabled"]
    row = _with_file(context, lambda: context.server.panel.update_domain(domain, enabled=switched))
    return row | {"requiresRedeploy": bool(domain["composeId"])}


@procedures.mutation("domain.delete", domainId=ID)
def domain_delete(context: Context, values: Row) -> Any:
    """Deletes a domain; 500 where the file cannot be parsed, and the domain is gone all the same."""
    domain = _row(context, context.world.domains, values, "domainId", "Domain")
    _with_file(context, lambda: context.server.panel.delete_domain(domain))
    return domain


def _with_file(context: Context, work: Any) -> Any:
    try:
        return work()
    except UnparsableError as problem:
        raise context.refuse(500, str(problem)) from None


@procedures.query("domain.byApplicationId", applicationId=ID)
def domains_of(context: Context, values: Row) -> Any:
    """The domains of an application."""
    app = context.app(values["applicationId"])
    application = {"applicationId": app.id, "appName": app.app_name, "name": app.name}
    return [row | {"application": application} for row in context.world.of_app(context.world.domains, app)]


_REDIRECT = {"regex": Field(least=1), "replacement": Field(least=1), "permanent": Field("boolean")}


@procedures.mutation("redirects.create", applicationId=ID, **_REDIRECT)
def redirect_create(context: Context, values: Row) -> Any:
    """A new redirect; true whether or not a file could be written."""
    context.server.panel.add_redirect(context.app(values.pop("applicationId")), **values)
    return True


@procedures.mutation("redirects.update", redirectId=ID, **_REDIRECT)
def redirect_update(context: Context, values: Row) -> Any:
    """Changes a redirect."""
    row = _row(context, context.world.redirects, values, "redirectId", "Redirect")
    return context.server.panel.update_redirect(row, **values)


@procedures.mutation("redirects.delete", redirectId=ID)
def redirect_delete(context: Context, values: Row) -> Any:
    """Deletes a redirect."""
    row = _row(context, context.world.redirects, values, "redirectId", "Redirect")
    context.server.panel.delete_redirect(row)
    return row


@procedures.mutation("security.create", applicationId=ID, username=Field(least=1), password=Field(least=1))
def security_create(context: Context, values: Row) -> Any:
    """A new user of basic auth."""
    app = context.app(values.pop("applicationId"))
    try:
        context.server.panel.add_user(app, **values)
    except (UnparsableError, MissingFileError) as problem:
        raise context.refuse(400, str(problem)) from None
    return True


@procedures.mutation("security.delete", securityId=ID)
def security_delete(context: Context, values: Row) -> Any:
    """Drops a user of basic auth."""
    row = _row(context, context.world.securities, values, "securityId", "Security")
    context.server.panel.delete_user(row)
    return row
