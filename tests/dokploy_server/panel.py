"""What the panel does to Traefik files when somebody works in it: it parses, changes and prints them, without a lock.

Every method changes the database first or last as the real server does, so that its half-done states can be met too.
"""

from typing import Any

from tests.dokploy_server.disk import SERVER_FOLDER, Disk
from tests.dokploy_server.reprint import UnparsableError, parse, stringify
from tests.dokploy_server.world import App, Row, Stack, World

_HASH = "$2b$10$" + "abcdefghijklmnopqrstuv" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ01234"


class MissingFileError(Exception):
    """`middlewares.yml` is missing where the panel needs it."""


class Panel:
    """The panel's hand in the files of one server."""

    def __init__(self, world: World, disk: Disk) -> None:
        self._world = world
        self._disk = disk

    # Domains

    def add_domain(self, app: App, host: str = "", **values: Any) -> Row:
        """A new domain: `path`, `internalPath`, `stripPath`, `port`, `https`, `certificateType`, `middlewares`, …"""
        domain = self.new_domain(host, applicationId=app.id, **values)
        self._put_domain(app, domain)
        self._world.domains[domain["domainId"]] = domain
        return domain

    def add_stack_domain(self, stack: Stack, host: str, **values: Any) -> Row:
        """A new domain of a compose application; no file changes, and no label before the next deployment."""
        given = {"serviceName": "web", "domainType": "compose", "port": 80} | values
        domain = self.new_domain(host, composeId=stack.id, **given)
        self._world.domains[domain["domainId"]] = domain
        return domain

    def new_domain(self, host: str, **values: Any) -> Row:
        """The row of a domain; the database does not have it yet."""
        return {
            "domainId": self._world.new_id(),
            "host": host,
            "https": False,
            "port": 3000,
            "customEntrypoint": None,
            "path": "/",
            "serviceName": None,
            "domainType": "application",
            "uniqueConfigKey": self._world.count("domain"),
            "createdAt": self._world.now(),
            "composeId": None,
            "customCertResolver": None,
            "applicationId": None,
            "previewDeploymentId": None,
            "certificateType": "none",
            "internalPath": "/",
            "stripPath": False,
            "middlewares": [],
            "forwardAuthEnabled": False,
            "enabled": True,
        } | values

    def update_domain(self, domain: Row, **values: Any) -> Row:
        """Saves a domain, changed or not: its routers and its service are written anew from the database."""
        domain |= values
        if domain["composeId"]:
            return domain
        app = self._world.apps[domain["applicationId"]]
        if domain["enabled"]:
            self._put_domain(app, domain)
        else:
            self._take_domain(app, domain)
        return domain

    def delete_domain(self, domain: Row) -> None:
        """Drops a domain; with the last router of the file goes the file."""
        del self._world.domains[domain["domainId"]]
        if domain["composeId"]:
            return
        self._take_domain(self._world.apps[domain["applicationId"]], domain)

    def _put_domain(self, app: App, domain: Row) -> None:
        config = self._config(app)
        if config is None:
            config = {"http": {"routers": {}, "services": {}}}
        if isinstance(config, str):
            raise UnparsableError(f"Cannot create property 'http' on string '{config}'")
        if isinstance(config, dict):
            self._merge_domain(app, domain, config)
        self._save(app, config)
        self._put_prefixes(app, domain)

    def _merge_domain(self, app: App, domain: Row, config: dict[str, Any]) -> None:
        number, http = domain["uniqueConfigKey"], _child(config, "http")
        plain, secure = f"{app.app_name}-router-{number}", f"{app.app_name}-router-websecure-{number}"
        custom = domain["customEntrypoint"]
        routers = _child(http, "routers")
        routers[plain] = self._router(app, domain, custom or "web")
        if domain["https"] and not custom:
            routers[secure] = self._router(app, domain, "websecure")
        else:
            routers.pop(secure, None)
        address = f"http://{app.app_name}:{domain['port'] or 80}"
        service = {"loadBalancer": {"servers": [{"url": address}], "passHostHeader": True}}
        _child(http, "services")[f"{app.app_name}-service-{number}"] = service

    def _router(self, app: App, domain: Row, entry_point: str) -> dict[str, Any]:
        path = domain["path"] or "/"
        rule = f"Host(`{domain['host']}`)" + (f" && PathPrefix(`{path}`)" if path != "/" else "")
        redirects = domain["https"] and entry_point == "web"
        router: dict[str, Any] = {
            "rule": rule,
            "service": f"{app.app_name}-service-{domain['uniqueConfigKey']}",
            "middlewares": ["redirect-to-https"] if redirects else self._middlewares(app, domain),
            "entryPoints": [entry_point],
        }
        if domain["https"] and entry_point != "web" and domain["certificateType"] != "none":
            letsencrypt = domain["certificateType"] == "letsencrypt"
            router["tls"] = {"certResolver": "letsencrypt" if letsencrypt else domain["customCertResolver"]}
        return router

    def _middlewares(self, app: App, domain: Row) -> list[str]:
        names = [name for name, _ in reversed(_prefixes(app, domain))]
        names += [_redirect(app, row) for row in self._world.of_app(self._world.redirects, app)]
        if self._world.of_app(self._world.securities, app):
            names.append(f"auth-{app.app_name}")
        return [*names, *(domain["middlewares"] or [])]

    def _put_prefixes(self, app: App, domain: Row) -> None:
        entries = _prefixes(app, domain)
        if not entries:
            return
        try:
            shared = self._shared(app)
        except (UnparsableError, MissingFileError):
            shared = None  # and so the new entries replace whatever was there
        shared = shared if isinstance(shared, dict) else {"http": {"middlewares": {}}}
        _child(_child(shared, "http"), "middlewares").update(entries)
        self._save_shared(app, shared)

    def _take_domain(self, app: App, domain: Row) -> None:
        config = self._config(app)
        if isinstance(config, dict):
            number, http = domain["uniqueConfigKey"], _child(config, "http")
            routers, services = _child(http, "routers"), _child(http, "services")
            routers.pop(f"{app.app_name}-router-{number}", None)
            routers.pop(f"{app.app_name}-router-websecure-{number}", None)
            services.pop(f"{app.app_name}-service-{number}", None)
            if routers:
                self._save(app, config)
            else:
                self.remove_file(app)
        tail = f"prefix-{app.app_name}-{number_of(domain)}"
        self._drop_shared(app, [f"strip{tail}", f"add{tail}"])

    # Redirects and basic auth

    def add_redirect(self, app: App, regex: str, replacement: str, permanent: bool = False) -> Row:
        """A redirect: its name goes into every router of the file, hand-made ones too."""
        row = {
            "redirectId": self._world.new_id(),
            "regex": regex,
            "replacement": replacement,
            "permanent": permanent,
            "uniqueConfigKey": self._world.count("redirect"),
            "createdAt": self._world.now(),
            "applicationId": app.id,
        }
        self._world.redirects[row["redirectId"]] = row
        try:
            self._name_in_routers(app, _redirect(app, row))
            self._put_shared(app, _redirect(app, row), {"redirectRegex": _redirect_values(row)})
        except (UnparsableError, MissingFileError):
            pass  # the server does not wait for this work and answers `true`
        return row

    def update_redirect(self, row: Row, **values: Any) -> Row:
        """Changes the shared entry; the application's file stays."""
        row |= values
        app = self._world.apps[row["applicationId"]]
        self._put_shared(app, _redirect(app, row), {"redirectRegex": _redirect_values(row)})
        return row

    def delete_redirect(self, row: Row) -> None:
        """Takes its name out of every router."""
        del self._world.redirects[row["redirectId"]]
        app = self._world.apps[row["applicationId"]]
        self._unname_in_routers(app, _redirect(app, row))
        self._drop_shared(app, [_redirect(app, row)])

    def add_user(self, app: App, username: str, password: str) -> Row:
        """A user of basic auth: one middleware for all users of an application, in every router."""
        name = f"auth-{app.app_name}"
        shared = self._shared(app)
        entry = _child(_child(shared if isinstance(shared, dict) else {}, "http"), "middlewares").get(name)
        users = [*(entry["basicAuth"]["users"] if entry else []), f"{username}:{_HASH}"]
        self._name_in_routers(app, name)
        self._put_shared(app, name, {"basicAuth": {"removeHeader": True, "users": users}})
        row = {
            "securityId": self._world.new_id(),
            "username": username,
            "password": password,
            "createdAt": self._world.now(),
            "applicationId": app.id,
        }
        self._world.securities[row["securityId"]] = row
        return row

    def delete_user(self, row: Row) -> None:
        """Drops a user; with the last one goes the middleware."""
        del self._world.securities[row["securityId"]]
        app = self._world.apps[row["applicationId"]]
        name = f"auth-{app.app_name}"
        left = [it["username"] for it in self._world.of_app(self._world.securities, app)]
        if left:
            users = [f"{username}:{_HASH}" for username in left]
            self._put_shared(app, name, {"basicAuth": {"removeHeader": True, "users": users}})
        else:
            self._unname_in_routers(app, name)
            self._drop_shared(app, [name])

    def forget(self, app: App) -> None:
        """An application is deleted: its file goes, and its redirect and auth entries; its prefixes stay.

        Dokploy prints `middlewares.yml` anew for that in any case (`deleteAllMiddlewares`, v0.28 to v0.30.2).
        """
        self.remove_file(app)
        names = [_redirect(app, row) for row in self._world.of_app(self._world.redirects, app)]
        names += [f"auth-{app.app_name}"] if self._world.of_app(self._world.securities, app) else []
        self._drop_shared(app, names)
        for rows in (self._world.domains, self._world.redirects, self._world.securities):
            for key in [key for key, row in rows.items() if row["applicationId"] == app.id]:
                del rows[key]

    def remove_file(self, app: App) -> None:
        """Deletes the application's file where it can be reached."""
        if app.server_id is None or self._disk.remotes.get(app.server_id) == "up":
            (self._disk.dynamic(app.server_id) / f"{app.app_name}.yml").unlink(missing_ok=True)

    # Files

    def _name_in_routers(self, app: App, name: str) -> None:
        config = self._config(app)
        if not isinstance(config, dict):
            config = {"http": {"routers": {}, "services": {}}}
        for router in _child(_child(config, "http"), "routers").values():
            names = router.get("middlewares") or []
            router["middlewares"] = names
            if name not in names:
                names.append(name)
        self._save(app, config)

    def _unname_in_routers(self, app: App, name: str) -> None:
        config = self._config(app)
        if not isinstance(config, dict):
            return
        for router in _child(_child(config, "http"), "routers").values():
            router["middlewares"] = [it for it in router.get("middlewares") or [] if it != name]
        self._save(app, config)

    def _config(self, app: App) -> Any:
        text = self._disk.read(self._disk.dynamic(app.server_id) / f"{app.app_name}.yml", app.server_id)
        return parse(text) if text else None

    def _save(self, app: App, config: Any) -> None:
        path = self._disk.dynamic(app.server_id) / f"{app.app_name}.yml"
        self._disk.write(path, stringify(config), app.server_id)

    def _shared(self, app: App) -> Any:
        text = self._disk.read(self._disk.dynamic(app.server_id) / "middlewares.yml", app.server_id)
        if text is None:
            raise MissingFileError(f"File not found: {SERVER_FOLDER}/dynamic/middlewares.yml")
        return parse(text) or {}

    def _save_shared(self, app: App, shared: Any) -> None:
        self._disk.write(self._disk.dynamic(app.server_id) / "middlewares.yml", stringify(shared), app.server_id)

    def _put_shared(self, app: App, name: str, entry: Row) -> None:
        shared = self._shared(app)
        _child(_child(shared, "http"), "middlewares")[name] = entry
        self._save_shared(app, shared)

    def _drop_shared(self, app: App, names: list[str]) -> None:
        """Prints `middlewares.yml` anew without the names; what becomes empty goes."""
        try:
            shared = self._shared(app)
        except (UnparsableError, MissingFileError):
            return
        if isinstance(shared, dict) and isinstance(shared.get("http"), dict):
            entries = _child(shared["http"], "middlewares")
            for name in names:
                entries.pop(name, None)
            if not entries:
                shared = {}
        self._save_shared(app, shared)


def number_of(domain: Row) -> int:
    """The N of the domain's router and service."""
    number: int = domain["uniqueConfigKey"]
    return number


def _child(parent: dict[str, Any], name: str) -> dict[str, Any]:
    """The map under that name, made where it is missing or null."""
    if not isinstance(parent.get(name), dict):
        parent[name] = {}
    child: dict[str, Any] = parent[name]
    return child


def _redirect(app: App, row: Row) -> str:
    return f"redirect-{app.app_name}-{row['uniqueConfigKey']}"


def _redirect_values(row: Row) -> Row:
    return {"regex": row["regex"], "replacement": row["replacement"], "permanent": row["permanent"]}


def _prefixes(app: App, domain: Row) -> list[tuple[str, Row]]:
    """The domain's entries in `middlewares.yml`, in the order they are written there."""
    number, path, inside = number_of(domain), domain["path"] or "/", domain["internalPath"] or "/"
    entries: list[tuple[str, Row]] = []
    if inside != "/" and inside.startswith("/"):
        entries.append((f"addprefix-{app.app_name}-{number}", {"addPrefix": {"prefix": inside}}))
    if domain["stripPath"] and path != "/":
        entries.append((f"stripprefix-{app.app_name}-{number}", {"stripPrefix": {"prefixes": [path]}}))
    return entries
