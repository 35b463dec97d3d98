"""The whole provider directory of each Traefik of a server: the files of applications, and what lies beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from traefiklint.dokploy.answers import Application
from traefiklint.sync.remote import Gap, Remote, Stack, Stacks, Surroundings

if TYPE_CHECKING:
    from traefiklint.discovery.projects import Projects


class World(NamedTuple):
    """The files that one Traefik reads."""

    server_id: str | None
    files: Mapping[str, str]
    """Texts by their name in the directory."""
    static: str | None
    """The static configuration, where it could be read."""
    gaps: tuple[Gap, ...]
    """What could not be read, so that nobody can say what stands there."""
    stacks: Stacks = Stacks()
    """The compose applications whose labels it reads, too."""
    is_partial: bool = False
    """Whether there are more files, which nobody has read because they do not matter to what is asked."""

    def projects(self) -> Projects | None:
        """The compose applications, as the linter takes them; None where there are none."""
        if not self.stacks.known:
            return None
        from traefiklint.discovery.projects import Projects

        texts = {name: text for stack in self.stacks.known for name, text in stack.texts.items()}
        groups = tuple(tuple(stack.texts) for stack in self.stacks.known)
        swarm = frozenset(stack.file for stack in self.stacks.known if stack.is_swarm)
        # A file that is not here raises KeyError: nobody knows what an `env_file` of a server holds.
        return Projects(groups, texts.__getitem__, whole=not self.stacks.dark, stacks=swarm)

    def with_files(self, texts: Mapping[str, str]) -> World:
        """The same with other texts of some files."""
        return self._replace(files={**self.files, **texts})

    def with_stacks(self, changed: Iterable[Stack]) -> World:
        """The same with other texts of some compose applications, which are known then, whatever was known before."""
        new = {stack.id: stack for stack in changed}
        known = (*(stack for stack in self.stacks.known if stack.id not in new), *new.values())
        dark = tuple(gap for gap in self.stacks.dark if gap.name not in new)
        return self._replace(stacks=Stacks(tuple(sorted(known)), dark))


class Worlds:
    """The provider directories of a server and of its remote servers, each read once, when it is asked for.

    Args:
        apps: all applications of the server.
        known: texts that were read already, by the id of their application.
        others: what else runs there; it tells the names of servers, too.
    """

    def __init__(
        self,
        remote: Remote,
        apps: Iterable[Application],
        known: Mapping[str, str | None],
        others: Iterable[Application] = (),
    ) -> None:
        self._remote = remote
        self._apps = tuple(apps)
        self._others = tuple(others)
        self._known = known
        self._surroundings: dict[str | None, Surroundings] = {}
        self._stacks: dict[str | None, Stacks] = {}
        self._worlds: dict[str | None, World] = {}

    def here(self, server_id: str | None) -> list[Application]:
        """The applications of one server."""
        return [app for app in self._apps if app.server_id == server_id]

    def label(self, server_id: str | None) -> str:
        """The name of a remote server; empty for the machine itself."""
        both = (*self._apps, *self._others)
        names = (app.server_name for app in both if app.server_id == server_id and app.server_name)
        return "" if server_id is None else next(names, server_id)

    def surroundings(self, server_id: str | None) -> Surroundings:
        """What a Traefik reads besides the files of applications."""
        if server_id not in self._surroundings:
            own = frozenset(f"{app.app_name}.yml" for app in self.here(server_id))
            self._surroundings[server_id] = self._remote.surroundings(server_id, own)
        return self._surroundings[server_id]

    def unreachable(self, server_id: str) -> str:
        """Why nobody can say whether a remote server has a file; empty where it can be asked."""
        around = self.surroundings(server_id)
        if around.present is not None or not around.gaps:
            return ""
        return f"its server cannot be reached: `{self.label(server_id)}`: {around.gaps[0].reason}"

    def stacks(self, server_id: str | None) -> Stacks:
        """The compose applications whose labels a Traefik reads."""
        if server_id not in self._stacks:
            self._stacks[server_id] = self._remote.stacks(server_id)
        return self._stacks[server_id]

    def alone(self, server_id: str | None, files: Mapping[str, str]) -> World:
        """Some files of a server, for what the others do not matter to."""
        return World(server_id, files, None, (), is_partial=True)

    def of(self, server_id: str | None, *, labels: bool = True) -> World:
        """Everything that the Traefik of one server reads.

        Args:
            labels: whether labels matter to what is asked.
        """
        if server_id not in self._worlds:
            self._worlds[server_id] = self._read(server_id)
        world = self._worlds[server_id]
        return world._replace(stacks=self.stacks(server_id)) if labels else world

    def _read(self, server_id: str | None) -> World:
        here = self.here(server_id)
        texts = dict(self._known)
        gaps: list[Gap] = []
        for reading in self._remote.read_many([app for app in here if app.id not in self._known]):
            texts[reading.app.id] = reading.text
            if reading.error:
                gaps.append(Gap(f"{reading.app.app_name}.yml", reading.error.message))
        around = self.surroundings(server_id)
        own = {f"{app.app_name}.yml": texts.get(app.id) for app in here}
        files = {name: text for name, text in own.items() if text is not None}
        return World(server_id, {**around.files, **files}, around.static, (*gaps, *around.gaps))
