"""Which applications there are, on servers of any age.

`overview.services` tells all but descriptions in one request, where the server has it. Else `project.all` tells the
names only (since v0.29), so each project is asked for its environments; up to v0.28.2 it told everything; before
v0.25.0 a project held its applications itself. `application.search` misses applications and is not used.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from traefiklint.dokploy.answers import (
    Application,
    ApplicationDetails,
    ApplicationRow,
    ComposeApplication,
    ComposeRow,
    EnvironmentRow,
    ProjectRow,
    ServiceRow,
    Services,
)
from traefiklint.dokploy.concurrency import each
from traefiklint.dokploy.errors import DokployError, NotFoundError, PermissionDeniedError, UnknownProcedureError

Some = TypeVar("Some", bound=Application)


class Source(Protocol):
    """What discovery asks a server for."""

    concurrency: int

    def projects(self) -> tuple[ProjectRow, ...]:
        """The projects."""

    def project(self, project_id: str) -> ProjectRow:
        """One project."""

    def environments(self, project_id: str) -> tuple[EnvironmentRow, ...]:
        """The environments of one project."""

    def application(self, application_id: str) -> ApplicationDetails:
        """One application."""

    def overview(self) -> tuple[ServiceRow, ...]:
        """Everything that the panel runs."""


def from_overview(server: Source) -> Services:
    """Everything in one request; as `discover` where the server has no such list, and without descriptions."""
    try:
        rows = server.overview()
    except (UnknownProcedureError, PermissionDeniedError):
        return discover(server)
    named = [row for row in rows if row.app_name]
    return Services(
        _sorted(_of_service(Application, row) for row in named if row.type == "application"),
        _sorted(_of_service(ComposeApplication, row) for row in named if row.type == "compose"),
    )


def _of_service(kind: type[Some], row: ServiceRow) -> Some:
    return kind(
        id=row.id,
        name=row.name or row.app_name,
        app_name=row.app_name,
        project=row.project_name,
        project_id=row.project_id,
        environment=row.environment_name,
        environment_id=row.environment_id,
        server_id=row.server_id,
        server_name=row.server_name,
        status=row.status,
    )


def discover(server: Source) -> Services:
    """All that the key's user may see, sorted by project, environment, name and file name."""
    projects = server.projects()
    incomplete = [project for project in projects if not _is_complete(project)]
    whole = {project.project_id: project for project in projects}
    for project, answer in each(lambda project: _in_full(server, project), incomplete, server.concurrency):
        if isinstance(answer, DokployError):
            if not isinstance(answer, NotFoundError):
                raise answer
            whole.pop(project.project_id)  # deleted since
        else:
            whole[project.project_id] = answer
    found = {
        row.application_id: _application(project, environment, row)
        for project in whole.values()
        for environment, row in _rows(project)
        if row.app_name
    }
    composes = {
        row.compose_id: _compose(project, environment, row)
        for project in whole.values()
        for environment, row in _compose_rows(project)
        if row.app_name
    }
    return Services(_sorted(found.values()), _sorted(composes.values()))


def _is_complete(project: ProjectRow) -> bool:
    is_named = all(row.app_name for _, row in _compose_rows(project))
    return is_named and all(row.complete for _, row in _rows(project))


def _sorted(apps: Iterable[Some]) -> tuple[Some, ...]:
    return tuple(sorted(apps, key=lambda it: (it.project, it.environment, it.name, it.app_name)))


def _environments(project: ProjectRow) -> tuple[EnvironmentRow, ...]:
    """Those of a project, and one for what an older panel lists below the project itself."""
    return (*project.environments, EnvironmentRow(applications=project.applications, compose=project.compose))


def _rows(project: ProjectRow) -> Iterator[tuple[EnvironmentRow, ApplicationRow]]:
    return ((environment, row) for environment in _environments(project) for row in environment.applications)


def _compose_rows(project: ProjectRow) -> Iterator[tuple[EnvironmentRow, ComposeRow]]:
    return ((environment, row) for environment in _environments(project) for row in environment.compose)


def _in_full(server: Source, project: ProjectRow) -> ProjectRow:
    """The project with complete applications: by its environments, by itself, or application by application."""
    try:
        return project.model_copy(update={"environments": server.environments(project.project_id), "applications": ()})
    except UnknownProcedureError:
        one = server.project(project.project_id)
    if all(row.complete for _, row in _rows(one)):
        return one
    return one.model_copy(
        update={
            "environments": tuple(_with_details(server, environment) for environment in one.environments),
            "applications": tuple(server.application(row.application_id) for row in one.applications),
        }
    )


def _with_details(server: Source, environment: EnvironmentRow) -> EnvironmentRow:
    rows = tuple(server.application(row.application_id) for row in environment.applications)
    return environment.model_copy(update={"applications": rows})


def _application(project: ProjectRow, environment: EnvironmentRow, row: ApplicationRow) -> Application:
    found = _placed(Application, project, environment, row, row.application_id, row.application_status)
    return found.model_copy(update={"description": row.description})


def _compose(project: ProjectRow, environment: EnvironmentRow, row: ComposeRow) -> ComposeApplication:
    return _placed(ComposeApplication, project, environment, row, row.compose_id, row.compose_status)


def _placed(
    kind: type[Some],
    project: ProjectRow,
    environment: EnvironmentRow,
    row: ApplicationRow | ComposeRow,
    id: str,
    status: str,
) -> Some:
    """What a row of a project's list tells, with where it is."""
    return kind(
        id=id,
        name=row.name or row.app_name or "",
        app_name=row.app_name or "",
        project=project.name,
        project_id=project.project_id,
        environment=environment.name,
        environment_id=environment.environment_id,
        server_id=row.server_id,
        server_name=row.server.name if row.server else "",
        status=status,
    )
