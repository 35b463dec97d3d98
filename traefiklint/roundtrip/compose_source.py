"""The text of a compose file or stack: its labels read as Traefik reads them, and changed where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from traefiklint.docker.labels import DOCKER, SWARM
from traefiklint.patch.changes import apply_changes
from traefiklint.patch.rewrite import CannotRewriteError
from traefiklint.roundtrip.label_changes import changes_of_labels
from traefiklint.roundtrip.label_places import LabelPlaces
from traefiklint.roundtrip.labels import LabelsRead, project_of, read_labels_of
from traefiklint.roundtrip.viewing import part_of, said

if TYPE_CHECKING:
    from traefiklint.compose.project import ComposeProject
    from traefiklint.discovery.projects import Projects
    from traefiklint.model.base import Section
    from traefiklint.options import Options
    from traefiklint.roundtrip.base import Part

VIEWS = (DOCKER, SWARM)


class ComposeSource(NamedTuple):
    """What is read, with the files that it leads to."""

    file: str
    text: str
    projects: Projects
    """The project that the file belongs to, on the disk."""
    home: str = ""
    """The service that new objects go to; empty where nobody said."""

    @property
    def is_static(self) -> bool:
        """It is no static configuration, …"""
        return False

    @property
    def is_toml(self) -> bool:
        """… no TOML, …"""
        return False

    @property
    def is_template(self) -> bool:
        """… and braces mean nothing to Compose."""
        return False

    @property
    def views(self) -> tuple[str, ...]:
        """What a file is opened as: one configuration for each provider."""
        return VIEWS

    def project(self) -> ComposeProject:
        """What Compose makes of the text, with what it leads to."""
        return project_of(self.projects.over({self.file.removeprefix("./"): self.text}))

    def section(self, options: Options, view: str = DOCKER) -> Section | None:
        """What the labels that a provider looks at say; None where Compose refuses the project."""
        project = self.project()
        return None if project.is_refused else read_labels_of(project, view, options.version).configuration

    def with_view(self, root: Part, options: Options, view: str = DOCKER) -> ComposeSource:
        """The source with what was changed in the view of a provider.

        Raises:
            CannotRewriteError, UnstructuredError: labels cannot say it, or where they stand cannot be changed alone.
        """
        read = self._read(options, view)
        places = LabelPlaces(self.file.removeprefix("./"), self.text, read)
        made = changes_of_labels(root, read, places, view, options.version, self.home)
        if not made and root._section is not None and said(part_of(root._section)) != said(root):
            raise CannotRewriteError("labels that Traefik does not read stand where that would have to change")
        return self._replace(text=apply_changes(self.text, made)) if made else self

    def _read(self, options: Options, view: str) -> LabelsRead:
        project = self.project()
        if project.is_refused:
            raise CannotRewriteError("Compose would refuse it")
        return read_labels_of(project, view, options.version)


def open_compose(file: str, text: str) -> ComposeSource:
    """A compose file on the disk; one that overrides another with that one."""
    from traefiklint.discovery.projects import projects_of

    return ComposeSource(file, text, projects_of([file]))
