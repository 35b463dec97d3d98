"""What the server's answers say, as far as anybody here needs it.

Answers of older and newer servers differ in what they hold, so every model ignores what it does not know and asks for
as little as it can. Whatever is secret (`env`, build secrets, passwords, `refreshToken`, the remote server's record)
has no field here: it is dropped on reading and can neither be printed nor logged.
"""

from fnmatch import fnmatchcase
from typing import Annotated, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel

from traefiklint.dokploy.errors import NotDokployError
from traefiklint.dokploy.readings import json_of
from traefiklint.dokploy.replies import Reply

Shape = TypeVar("Shape")


class Answer(BaseModel):
    """A part of an answer: unknown keys are dropped, nothing can be changed."""

    model_config = ConfigDict(
        extra="ignore", frozen=True, alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True
    )


def _text(value: object) -> object:
    return "" if value is None else value


def none_as_nothing(value: object) -> object:
    """An absent list is an empty one."""
    return () if value is None else value


Text = Annotated[str, BeforeValidator(_text)]


class ServerName(Answer):
    """The remote server that an application runs on, without its record."""

    name: Text = ""


class ApplicationRow(Answer):
    """An application inside an answer about projects; `app_name` is absent where the server gives it elsewhere."""

    application_id: str
    name: Text = ""
    app_name: str | None = None
    description: Text = ""
    application_status: Text = ""
    server_id: str | None = None
    server: ServerName | None = None
    created_at: Text = ""

    @property
    def complete(self) -> bool:
        """Whether the row tells the file name and the server (`project.all` stopped telling after v0.28.2)."""
        return self.app_name is not None and "server_id" in self.model_fields_set


class ComposeRow(Answer):
    """A compose application inside an answer about projects."""

    compose_id: str
    name: Text = ""
    app_name: Text = ""
    compose_status: Text = ""
    server_id: str | None = None
    server: ServerName | None = None


class EnvironmentRow(Answer):
    """An environment of a project, with its applications."""

    environment_id: Text = ""
    name: Text = ""
    applications: Annotated[tuple[ApplicationRow, ...], BeforeValidator(none_as_nothing)] = ()
    compose: Annotated[tuple[ComposeRow, ...], BeforeValidator(none_as_nothing)] = ()


class ProjectRow(Answer):
    """A project. Before v0.25.0 it held its applications itself, without environments."""

    project_id: str
    name: Text = ""
    environments: Annotated[tuple[EnvironmentRow, ...], BeforeValidator(none_as_nothing)] = ()
    applications: Annotated[tuple[ApplicationRow, ...], BeforeValidator(none_as_nothing)] = ()
    compose: Annotated[tuple[ComposeRow, ...], BeforeValidator(none_as_nothing)] = ()


class ProjectOf(Answer):
    """The project that an environment belongs to."""

    project_id: Text = ""
    name: Text = ""


class EnvironmentOf(Answer):
    """The environment that an application belongs to."""

    environment_id: Text = ""
    name: Text = ""
    project: ProjectOf | None = None


class Domain(Answer):
    """A domain of an application, as the panel's form holds it; `unique_config_key` is the N of `…-router-N`."""

    domain_id: Text = ""
    host: Text = ""
    path: Text = ""
    port: int | None = None
    https: bool = False
    enabled: bool = True
    certificate_type: Text = ""
    custom_entrypoint: Text = ""
    unique_config_key: int | None = None


class DomainRow(Domain):
    """A domain in the list of all domains of the panel, which does not tell the N."""

    service_owner_id: Text = ""
    service_owner_type: Text = ""
    service_name: Text = ""


class ServiceRow(Answer):
    """An application, a compose application or a database in the list of everything that the panel runs."""

    id: str
    name: Text = ""
    app_name: Text = ""
    type: Text = ""
    status: Text = ""
    server_id: str | None = None
    server_name: Text = ""
    project_id: Text = ""
    project_name: Text = ""
    environment_id: Text = ""
    environment_name: Text = ""


class Redirect(Answer):
    """A redirect of an application, as the panel's form holds it."""

    redirect_id: Text = ""
    regex: Text = ""
    replacement: Text = ""
    permanent: bool = False


class Login(Answer):
    """A basic-auth user of an application, without the password."""

    security_id: Text = ""
    username: Text = ""


class ApplicationDetails(ApplicationRow):
    """What `application.one` tells of one application. Fields that older servers lack are empty."""

    environment_id: Text = ""
    environment: EnvironmentOf | None = None
    project: ProjectOf | None = None
    source_type: Text = ""
    build_type: Text = ""
    replicas: int | None = None
    domains: Annotated[tuple[Domain, ...], BeforeValidator(none_as_nothing)] = ()
    redirects: Annotated[tuple[Redirect, ...], BeforeValidator(none_as_nothing)] = ()
    security: Annotated[tuple[Login, ...], BeforeValidator(none_as_nothing)] = ()


class TreeEntry(Answer):
    """A file or folder under the server's Traefik folder; `id` is its full path there."""

    id: str
    name: str
    type: Literal["file", "directory"]
    children: Annotated[tuple["TreeEntry", ...], BeforeValidator(none_as_nothing)] = ()


class Application(BaseModel):
    """An application as discovery finds it.

    `app_name` is the name of its Traefik file; it is unique on the server and never changes. `name` is free text and
    may repeat. `server_id` is `None` for an application on the Dokploy machine itself.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    app_name: str
    project: str = ""
    project_id: str = ""
    environment: str = ""
    environment_id: str = ""
    server_id: str | None = None
    server_name: str = ""
    status: str = Field(default="", description="`idle`, `running`, `done` or `error`")
    description: str = ""

    @property
    def file(self) -> str:
        """The name of its file in the provider directory."""
        return f"{self.app_name}.yml"

    @property
    def kind(self) -> str:
        """What it is: `application` or `compose`."""
        return "application"

    @property
    def called(self) -> tuple[str, ...]:
        """What it may be called by, its name and its id aside."""
        return (self.app_name,)

    @property
    def is_kept(self) -> bool:
        """Whether its file is kept here, which the settings say of compose applications."""
        return True

    def matches(self, pattern: str) -> bool:
        """Whether a pattern of the config file or the command line means it."""
        return any(fnmatchcase(text, pattern) for text in (*self.called, self.name, self.id))


class ComposeApplication(Application):
    """A compose application: it has no Traefik file, its routers are labels in its text."""

    @property
    def kind(self) -> str:
        """What it is."""
        return "compose"

    @property
    def called(self) -> tuple[str, ...]:
        """With and without what tells it from an application."""
        return f"compose/{self.app_name}", self.app_name


class Services(NamedTuple):
    """What the panel runs, as far as Traefik has to do with it."""

    applications: tuple[Application, ...]
    composes: tuple[ComposeApplication, ...] = ()


class ComposeDomain(Domain):
    """A domain of a compose application, with what its labels are made of."""

    service_name: Text = ""
    strip_path: Annotated[bool, BeforeValidator(bool)] = False
    internal_path: Text = ""
    middlewares: Annotated[tuple[str, ...], BeforeValidator(none_as_nothing)] = ()
    custom_cert_resolver: Text = ""
    created_at: Text = ""


class Deployment(Answer):
    """One deployment, of which only is told when it began and how it went."""

    created_at: Text = ""
    status: Text = ""


class ComposeDetails(Answer):
    """What `compose.one` tells of one compose application; its environment values and tokens are dropped."""

    compose_id: str
    name: Text = ""
    app_name: Text = ""
    compose_file: Text = ""
    source_type: Text = ""
    compose_type: Text = ""
    compose_status: Text = ""
    randomize: Annotated[bool, BeforeValidator(bool)] = False
    isolated_deployment: Annotated[bool, BeforeValidator(bool)] = False
    suffix: Text = ""
    domains: Annotated[tuple[ComposeDomain, ...], BeforeValidator(none_as_nothing)] = ()
    deployments: Annotated[tuple[Deployment, ...], BeforeValidator(none_as_nothing)] = ()

    @property
    def deployed(self) -> str:
        """When the last deployment began, as the server writes it; empty where there was none."""
        return max((one.created_at for one in self.deployments), default="")


def read_as(shape: type[Shape], reply: Reply) -> Shape:
    """The answer in the wanted shape.

    Raises:
        NotDokployError: it has another shape; the message names the places, never the values.
    """
    problem = ""
    try:
        return TypeAdapter(shape).validate_python(json_of(reply))
    except ValidationError as refusal:
        first = refusal.errors(include_input=False, include_url=False, include_context=False)[0]
        problem = f"{'.'.join(map(str, first['loc'])) or 'the answer'}: {first['msg']}"
    raise NotDokployError(
        f"`{reply.procedure}` answers something else than a Dokploy server does ({problem}).",
        "Check the URL and the server's version.",
        reply.procedure,
    )
