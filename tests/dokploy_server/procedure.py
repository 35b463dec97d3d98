"""What a procedure is, and what it may look at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from tests.dokploy_server.dialects import Dialect
from tests.dokploy_server.disk import Disk
from tests.dokploy_server.faults import Faults
from tests.dokploy_server.keys import User
from tests.dokploy_server.panel import Panel
from tests.dokploy_server.world import App, World
from tests.dokploy_server.zod import Field, Schema, refusal

NOTHING = object()  # a mutation without a result: 200 with zero bytes
ID = Field(least=1)


@dataclass
class Server:
    """The parts of a server that procedures work on.

    `docker`: whether there is a Docker engine; without one everything that needs it fails as recorded.
    """

    world: World
    disk: Disk
    panel: Panel
    faults: Faults
    dialect: Dialect
    docker: bool = True


class Context(NamedTuple):
    """One call."""

    server: Server
    user: User
    path: str

    @property
    def world(self) -> World:
        """The database."""
        return self.server.world

    def refuse(self, status: int, message: str) -> Exception:
        """An error answer of this procedure."""
        return refusal(status, message, self.path)

    def app(self, application_id: str) -> App:
        """The application of that id.

        Raises:
            RefusedError: 404 where there is none; 500 with the database's words for an id with NUL.
        """
        if "\0" in application_id:
            message = 'Failed query: select "applications"."applicationId", "applications"."name", "applications"."env"'
            raise self.refuse(500, f"{message}\nparams: 1,1,{application_id},1")
        app = self.world.apps.get(application_id)
        if app is None:
            raise self.refuse(404, "Application not found")
        return app

    def check_service(self, application_id: str) -> None:
        """A member needs the application on its list; that is asked before whether it exists."""
        if not self.user.rules and application_id not in self.user.services:
            raise self.refuse(401, "You don't have access to this service")

    def check_traefik(self, *, write: bool) -> None:
        """The switch "access to Traefik files" lets a member read, never write."""
        if not self.user.rules and (write or not self.user.traefik_files):
            raise self.refuse(401, 'unauthorized to access resource "traefikFiles"')


Handler = Callable[[Context, dict[str, Any]], Any]


class Procedure(NamedTuple):
    """One endpoint; `admin`: for owners and admins only."""

    name: str
    kind: Literal["query", "mutation"]
    schema: Schema
    handler: Handler
    admin: bool = False


class Registry(dict[str, Procedure]):
    """Procedures by their name in small letters, as the server matches them."""

    def query(self, name: str, /, *, admin: bool = False, **schema: Field) -> Callable[[Handler], Handler]:
        """Registers a procedure that is asked with GET."""
        return self._register(name, "query", admin, schema)

    def mutation(self, name: str, /, *, admin: bool = False, **schema: Field) -> Callable[[Handler], Handler]:
        """Registers a procedure that is told with POST."""
        return self._register(name, "mutation", admin, schema)

    def _register(
        self, name: str, kind: Literal["query", "mutation"], admin: bool, schema: Schema
    ) -> Callable[[Handler], Handler]:
        def keep(handler: Handler) -> Handler:
            self[name.lower()] = Procedure(name, kind, schema, handler, admin)
            return handler

        return keep
