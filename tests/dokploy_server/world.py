"""What the server's database holds: projects, environments, applications, and what the panel made for them."""

import json
import random
import string
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.dokploy_server.keys import Key, User

Row = dict[str, Any]
_ALPHABET = string.ascii_letters + string.digits + "_-"
_APPLICATION: Row = json.loads(Path(__file__).with_name("application.json").read_text())


@dataclass
class Project:
    """A project; `env` is secret."""

    id: str
    name: str
    created_at: str
    organization: str
    description: str | None = None
    env: str = ""

    def row(self) -> Row:
        """As answers hold it."""
        return {
            "projectId": self.id,
            "name": self.name,
            "description": self.description,
            "createdAt": self.created_at,
            "organizationId": self.organization,
            "env": self.env,
        }


@dataclass
class Environment:
    """An environment of a project; `env` is secret."""

    id: str
    name: str
    project: Project
    created_at: str
    description: str | None = None
    is_default: bool = False
    env: str = ""

    def row(self) -> Row:
        """As answers hold it."""
        return {
            "environmentId": self.id,
            "name": self.name,
            "description": self.description,
            "createdAt": self.created_at,
            "env": self.env,
            "projectId": self.project.id,
            "isDefault": self.is_default,
        }


@dataclass
class App:
    """An application; `env` and `refresh_token` are secret."""

    id: str
    name: str
    app_name: str
    environment: Environment
    created_at: str
    refresh_token: str
    description: str | None = None
    server_id: str | None = None
    status: str = "idle"
    env: str | None = None

    def row(self) -> Row:
        """The application's own row."""
        return _APPLICATION | {
            "applicationId": self.id,
            "name": self.name,
            "appName": self.app_name,
            "description": self.description,
            "env": self.env,
            "refreshToken": self.refresh_token,
            "applicationStatus": self.status,
            "createdAt": self.created_at,
            "environmentId": self.environment.id,
            "serverId": self.server_id,
        }


@dataclass
class Stack:
    """A compose application: its routers are labels, in no file."""

    id: str
    name: str
    app_name: str
    environment: Environment
    created_at: str
    server_id: str | None = None
    compose_file: str = ""
    compose_type: str = "docker-compose"
    source_type: str = "raw"
    fetched: str | None = None
    """What the last deployment of one that comes from a repository left on the disk."""
    status: str = "idle"
    isolated: bool = False
    randomize: bool = False
    suffix: str = ""
    description: str | None = None
    env: str | None = None
    git_url: str | None = None
    deployments: list[Row] = field(default_factory=list)
    """Those that were begun, the oldest first."""

    def service(self) -> Row:
        """As `overview.services` tells it."""
        return {
            "id": self.id,
            "name": self.name,
            "appName": self.app_name,
            "status": self.status,
            "createdAt": self.created_at,
            "serverId": self.server_id,
            "serverName": self.server_id,
            "projectId": self.environment.project.id,
            "projectName": self.environment.project.name,
            "environmentId": self.environment.id,
            "environmentName": self.environment.name,
            "icon": None,
            "type": "compose",
            "lastDeployAt": max((one["createdAt"] for one in self.deployments), default=None),
        }


@dataclass
class World:
    """All rows, and the counters behind their names."""

    seed: int = 1
    projects: list[Project] = field(default_factory=list)
    environments: list[Environment] = field(default_factory=list)
    apps: dict[str, App] = field(default_factory=dict)
    stacks: dict[str, Stack] = field(default_factory=dict)
    domains: dict[str, Row] = field(default_factory=dict)
    redirects: dict[str, Row] = field(default_factory=dict)
    securities: dict[str, Row] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=lambda: {"domain": 0, "redirect": 0, "moment": 0})
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def new_id(self, length: int = 21) -> str:
        """An id as nanoid makes it; it may begin with a dash."""
        return "".join(self._random.choices(_ALPHABET, k=length))

    def suffix(self) -> str:
        """The six letters that make an `appName` unique."""
        return "".join(self._random.choices(string.ascii_lowercase + string.digits, k=6))

    def now(self) -> str:
        """A moment later than every one before."""
        self.counters["moment"] += 1
        moment = datetime(2026, 11, 23, 19, 0, tzinfo=UTC) + timedelta(seconds=self.counters["moment"])
        return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{self.counters['moment'] % 1000:03}Z"

    def count(self, what: str) -> int:
        """The next number of a domain or redirect: one counter for the whole server."""
        self.counters[what] += 1
        return self.counters[what]

    def project(self, name: str, organization: str, *, id: str | None = None) -> Project:
        """The project of that name, made where it is new, with its environment `production`."""
        for project in self.projects:
            if project.name == name and project.organization == organization:
                return project
        project = Project(id or self.new_id(), name, self.now(), organization)
        self.projects.append(project)
        return project

    def environment(self, project: Project, name: str, *, id: str | None = None) -> Environment:
        """The environment of that name, made where it is new."""
        for environment in self.environments:
            if environment.project is project and environment.name == name:
                return environment
        production = name == "production"
        environment = Environment(
            id or self.new_id(), name, project, self.now(), "Production environment" if production else None, production
        )
        self.environments.append(environment)
        return environment

    def touch(self, app: App) -> None:
        """An updated row: the database gives it back in another place."""
        self.apps[app.id] = self.apps.pop(app.id)

    def of_app(self, rows: dict[str, Row], app: App) -> list[Row]:
        """The domains, redirects or users of an application."""
        return [row for row in rows.values() if row["applicationId"] == app.id]

    def visible(self, user: User) -> list[App]:
        """The applications that a user sees, in the database's order."""
        return [
            app
            for app in list(self.apps.values())
            if app.environment.project.organization == user.organization and (user.rules or app.id in user.services)
        ]

    def stacks_of(self, user: User) -> list[Stack]:
        """The compose applications that a user sees."""
        return [
            stack
            for stack in self.stacks.values()
            if stack.environment.project.organization == user.organization and (user.rules or stack.id in user.services)
        ]
