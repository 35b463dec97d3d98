"""From the tree of a project to its typed services and networks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from traefiklint.compose.diagnostics import DiagnosticKind
from traefiklint.compose.go_text import count_of
from traefiklint.compose.labels import environment_of, environment_over, labels_of, over
from traefiklint.compose.merge import passed_down
from traefiklint.compose.project import Attachment, Base, Network, ProjectName, Service
from traefiklint.compose.report import Report
from traefiklint.compose.tree import Entries, Item, Items, Leaf, Tree, is_null, literal, place_of
from traefiklint.compose.values import Value
from traefiklint.records import changed
from traefiklint.text.nodes import Sequence as SequenceNode
from traefiklint.yaml.scalars import NULL

_OF_SWARM = frozenset(("endpoint_mode", "mode", "placement", "rollback_config", "update_config"))
"""What `deploy` has that Compose leaves to Swarm."""

if TYPE_CHECKING:
    from traefiklint.compose.files import Files
    from traefiklint.compose.label_files import SideFiles
    from traefiklint.compose.project import Command, Label, Mount, Port, Variable
    from traefiklint.compose.values import Given

DEFAULT = "default"


def networks_of(root: Entries, name: ProjectName, report: Report) -> dict[str, Network]:
    """The networks that a project declares, by key, and the default one."""
    found = {DEFAULT: Network(DEFAULT, f"{name.text}_{DEFAULT}", unknown=name.unknown)}
    tree = root.get("networks")
    if tree is None:
        return found
    if not isinstance(tree, Entries):
        return found
    for key, item in tree.entries.items():
        tree = item.value
        driver = tree.get("driver") if isinstance(tree, Entries) else None
        made_by = report.value(driver).text if isinstance(driver, Leaf) else ""
        found[key] = changed(_network(key, tree, name, report), driver=made_by)
    return found


def _network(key: str, tree: Tree, project: ProjectName, report: Report) -> Network:
    place = place_of(tree)
    if not isinstance(tree, Entries):
        return Network(key, f"{project.text}_{key}", False, project.unknown, place)
    external = tree.get("external")
    is_external = isinstance(external, Entries) or (
        isinstance(external, Leaf) and report.value(external).text.lower() == "true"
    )
    name = tree.get("name")
    if name is None and isinstance(external, Entries):
        name = external.get("name")
    if isinstance(name, Leaf):
        value = report.value(name)
        if value.kind != NULL:
            return Network(key, value.text, is_external, value.unknown, place)
    if is_external:
        return Network(key, key, True, (), place)
    return Network(key, f"{project.text}_{key}", False, project.unknown, place)


class ServiceReader:
    """Reads the services of one project."""

    def __init__(
        self,
        networks: dict[str, Network],
        profiles: Collection[str],
        variables: Mapping[str, Given],
        files: Files,
        report: Report,
    ) -> None:
        self.networks = networks
        self.profiles = profiles
        self.variables = variables
        self.files = files
        self.report = report

    def service(self, item: Item) -> Service:
        """One service."""
        assert item.key is not None, "services are a mapping"
        name, tree = literal(item.key), passed_down(item).value
        if not isinstance(tree, Entries):
            return Service(name)
        report = self.report
        profiles = tuple(self._texts(tree.get("profiles")))
        is_active = not profiles or "*" in self.profiles or any(one.text in self.profiles for one in profiles)
        network_mode = self._text(tree, "network_mode")
        labels, build = tree.entries.get("labels"), tree.get("build")
        return self._deployed(
            tree.get("deploy"),
            tree,
            Service(
                name=name,
                image=self._text(tree, "image"),
                labels=over(labels_of(labels, report), self._labels(tree.get("label_file"), is_needed=is_active)),
                is_built=build is not None and not is_null(build),
                built_of=self._built_of(tree, build),
                base=self._base(build),
                build_labels=labels_of(build.entries.get("labels") if isinstance(build, Entries) else None, report),
                command=self._command(tree.get("command")),
                entrypoint=self._command(tree.get("entrypoint")),
                health_check=self._health_check(tree.get("healthcheck")),
                environment=environment_over(
                    environment_of(tree.entries.get("environment"), self.variables, report),
                    self._environment(tree.get("env_file"), is_needed=is_active),
                ),
                networks=self._attachments(tree.get("networks"), network_mode, is_active=is_active),
                network_mode=network_mode,
                ports=self._published(tree.get("ports")),
                expose=self._exposed(tree.get("expose")),
                volumes=self._mounts(tree.get("volumes")),
                container_name=self._text(tree, "container_name"),
                depends_on=tuple(self._texts(tree.get("depends_on"))),
                extra_hosts=tuple(self._texts(tree.get("extra_hosts"))),
                profiles=profiles,
                is_active=is_active,
            ),
        )

    def _built_of(self, tree: Entries, build: Tree | None) -> tuple[str, ...]:
        if build is None or is_null(build):
            return ()
        if not isinstance(build, Entries):
            values = [self._text(tree, "build")]
        elif build.entries.keys() <= {"context", "dockerfile", "target"}:
            values = [self._text(build, key) for key in ("context", "dockerfile", "target")]
        else:
            return ()
        return tuple("" if value is None else value.text for value in values)

    # What few services have is read by modules that are imported only then.

    def _labels(self, tree: Tree | None, *, is_needed: bool) -> tuple[Label, ...]:
        return () if tree is None else self._side_files().labels(tree, is_needed=is_needed)

    def _environment(self, tree: Tree | None, *, is_needed: bool) -> tuple[Variable, ...]:
        return () if tree is None else self._side_files().environment(tree, is_needed=is_needed)

    def _base(self, build: Tree | None) -> Base | None:
        if build is None or is_null(build):
            return None
        from traefiklint.compose.dockerfile import base_of

        return base_of(build, self.variables, self.files)

    def _side_files(self) -> SideFiles:
        from traefiklint.compose.label_files import SideFiles

        return SideFiles(self.variables, self.files, self.report)

    def _command(self, tree: Tree | None) -> Command | None:
        if tree is None:
            return None
        from traefiklint.compose.commands import command_of

        return command_of(tree, self.report)

    def _health_check(self, tree: Tree | None) -> tuple[Value, ...]:
        if tree is None:
            return ()
        from traefiklint.compose.health import health_check_of

        return health_check_of(tree, self.report)

    def _published(self, tree: Tree | None) -> tuple[Port, ...]:
        if tree is None:
            return ()
        from traefiklint.compose.ports import published

        return published(tree, self.report)

    def _exposed(self, tree: Tree | None) -> tuple[Port, ...]:
        if tree is None:
            return ()
        from traefiklint.compose.ports import exposed

        return exposed(tree, self.report)

    def _mounts(self, tree: Tree | None) -> tuple[Mount, ...]:
        if tree is None:
            return ()
        from traefiklint.compose.mounts import mounts_of

        return mounts_of(tree, self.report)

    def _deployed(self, deploy: Tree | None, tree: Entries, service: Service) -> Service:
        """The service with what `deploy` and `scale` say of it."""
        deploy = deploy if isinstance(deploy, Entries) else None
        mode, endpoint_mode = self._text(deploy, "mode"), self._text(deploy, "endpoint_mode")
        replicas, value = self._replicas(tree, deploy, mode)
        if deploy is None:
            return service if value is None else changed(service, replicas=replicas, replicas_value=value)
        return changed(
            service,
            deploy_labels=labels_of(deploy.entries.get("labels"), self.report),
            replicas=replicas,
            replicas_value=value,
            mode=str(mode or "replicated"),
            endpoint_mode=str(endpoint_mode or "vip"),
            is_for_swarm=not _OF_SWARM.isdisjoint(deploy.entries),
        )

    def _text(self, tree: Entries | None, key: str) -> Value | None:
        leaf = tree.get(key) if tree else None
        if leaf is None:
            return None
        if not isinstance(leaf, Leaf):
            return None
        value = self.report.value(leaf)
        return None if value.kind == NULL else value

    def _texts(self, tree: Tree | None) -> Iterator[Value]:
        """The items of a list, or the keys of a mapping."""
        if isinstance(tree, Items):
            for item in tree.items:
                if item.key is not None:
                    yield literal(item.key)
                elif isinstance(item.value, Leaf):
                    yield self.report.value(item.value)
        elif isinstance(tree, Entries):
            for item in tree.entries.values():
                if item.key is not None:
                    is_of_list = isinstance(item.holder, SequenceNode)
                    yield self.report.value(item.key) if is_of_list else literal(item.key)

    def _replicas(self, tree: Entries, deploy: Entries | None, mode: Value | None) -> tuple[int | None, Value | None]:
        value = self._text(tree, "scale") or self._text(deploy, "replicas")
        if value is None or (mode is not None and mode.text == "global"):
            return 1, value
        if not value.is_known:
            return None, value
        number = count_of(value)
        if number is None or number < 0:
            self.report.add(DiagnosticKind.WRONG_TYPE, tree, value.written.path, detail="a whole number, 0 or more")
            return None, value
        return number, value

    def _attachments(self, tree: Tree | None, network_mode: Value | None, *, is_active: bool) -> tuple[Attachment, ...]:
        found: dict[int, Attachment] = {}
        for value in self._texts(tree):
            network = self.networks.get(value.text)
            if network is None:
                if is_active:
                    self.report.diagnostic(DiagnosticKind.UNKNOWN_NETWORK, value.place, value.text, unset=value.unknown)
                continue
            if id(network) not in found:
                found[id(network)] = Attachment(network, value, self._aliases(tree, value.text))
        if not found and network_mode is None:
            return (Attachment(self.networks[DEFAULT], None),)
        return tuple(found.values())

    def _aliases(self, tree: Tree | None, key: str) -> tuple[Value, ...]:
        settings = tree.get(key) if isinstance(tree, Entries) else None
        return tuple(self._texts(settings.get("aliases"))) if isinstance(settings, Entries) else ()
