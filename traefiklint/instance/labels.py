"""Compose files and stacks as a part of an instance: what Traefik's Docker and Swarm providers make of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from traefiklint.compose.diagnostics import DiagnosticKind
from traefiklint.compose.project import ComposeProject
from traefiklint.compose.reader import read_project
from traefiklint.decoding.label_tree import part_of
from traefiklint.discovery.plain import may_run_traefik
from traefiklint.discovery.projects import Projects
from traefiklint.docker.apart import out_of_reach
from traefiklint.docker.compose import containers_of
from traefiklint.docker.containers import Container
from traefiklint.docker.facts import ProviderOff, RefusedProject
from traefiklint.docker.host import HostFacts
from traefiklint.docker.hygiene import facts_of
from traefiklint.docker.labels import DOCKER, SWARM
from traefiklint.docker.options import ProviderOptions
from traefiklint.docker.provider import Provided, provide
from traefiklint.go.strconv import TRUTHS
from traefiklint.instance.context import Context
from traefiklint.instance.instance import Asked, Labels, Lost, ProjectFiles
from traefiklint.model.base import Place, Section
from traefiklint.text.document import Document
from traefiklint.versions import Version

if TYPE_CHECKING:
    from traefiklint.instance.static_facts import IgnoredForm, UnreadFile

_NOTHING: Mapping[Any, Any] = {}


def read_labels(
    projects: Projects,
    context: Context,
    stand_in: str | None = None,
    known: Mapping[Asked, ComposeProject] = _NOTHING,
) -> Labels:
    """Read projects as `docker compose` and `docker stack` do, and their containers as Traefik does.

    Args:
        stand_in: a value for variables that have none; None for what Compose does.
        known: the projects that were read before, of the same texts.
    """
    readings = dict(known)
    given = _options(context)
    kinds = frozenset(given if context.static else _common(context))
    by_provider: dict[str, list[ComposeProject]] = {}
    files: list[ProjectFiles] = []
    in_vain: list[IgnoredForm | UnreadFile] = []
    for group in projects.groups:
        project, provider = _read(group, projects, kinds, context, stand_in, readings)
        in_vain += _in_vain(group, project, projects, context)
        files.append(ProjectFiles(frozenset((*group, *project.files)), group[0] in projects.found))
        by_provider.setdefault(provider, []).append(project)
    parts: dict[str, list[Any]] = {}
    objects: list[tuple[str, Any]] = []
    documents: dict[str, Document] = {}
    lost: dict[tuple[str, str], Lost] = {}
    containers: list[Container] = []
    for provider, read in by_provider.items():
        for project in read:
            documents |= _documents(project)
        for provided in _provided(provider, read, given, context, parts):
            containers += provided.containers
            lost |= {key: Lost(container_place(one.container), one.unset) for key, one in provided.lost.items()}
            lost |= {key: Lost(container_place(one), ignored=one.origin.text) for key, one in provided.ignored.items()}
            objects += ((kind, thing) for kind, named in provided.objects.items() for thing in named.values())
    is_told = not parts.keys() <= {"Container"}
    for fact in in_vain:
        parts.setdefault(type(fact).__name__, []).append(fact)
    for _, thing in objects:
        for section in _sections(thing):
            parts.setdefault(type(section).__name__, []).append(section)
    lacks_files = any(
        said.kind is DiagnosticKind.NOT_READ
        for read in by_provider.values()
        for one in read
        for said in one.diagnostics
    )
    has_unknown = any(_hangs_on_unknown(project) for read in by_provider.values() for project in read)
    return Labels(
        frozenset(by_provider) if projects.whole and not lacks_files else frozenset(),
        objects,
        parts,
        tuple(documents.values()),
        lost,
        partial(read_labels, projects, context) if has_unknown else None,
        tuple(files),
        containers,
        {
            provider: given.get(provider) or ProviderOptions(provider, target=context.target)
            for provider in by_provider
            if provider in given or context.blank or not context.static
        },
        [project for read in by_provider.values() for project in read],
        is_told,
        projects,
        tuple(_refused(by_provider, projects)),
        readings,
    )


def _in_vain(
    group: tuple[str, ...], project: ComposeProject, projects: Projects, context: Context
) -> Iterator[IgnoredForm | UnreadFile]:
    """The flags of the Traefiks of a project that take a file in place of them which is not at hand, and the files that
    those mount in vain which have nothing else."""
    if project.is_refused or not any(may_run_traefik(text) for file in project.files if (text := projects.texts(file))):
        return
    from traefiklint.instance.service_static import flags_in_vain, static_in_vain
    from traefiklint.instance.traefiks import is_traefik

    known = next(iter(context.static.get("Static", ())), None)
    told = {(one.place.file, one.place.span) for one in context.static.get("IgnoredForm", ())}
    for service in filter(is_traefik, project.services):
        fact = flags_in_vain(service, group, projects.texts, context.target, known)
        if fact is not None and (fact.place.file, fact.place.span) not in told:
            yield fact
        unread = static_in_vain(service, projects.texts, context.target)
        if unread is not None:
            yield unread


def _refused(by_provider: Mapping[str, list[ComposeProject]], projects: Projects) -> Iterator[str]:
    """The texts of compose files that Compose refuses as they are here, so that nobody can tell what is in them."""
    for read in by_provider.values():
        for project in read:
            if project.is_refused and not project.is_part:
                yield from (projects.text(file) for file in project.mains or project.files)


def container_place(container: Container) -> Place:
    """Where a container stands in its compose file."""
    return Place(container.document, part_of(container.origin, 0, len(container.origin.text)), "", "")


def _hangs_on_unknown(project: ComposeProject) -> bool:
    """Whether a label hangs on a variable that has no value here."""
    return any(
        not (label.name.is_known and label.value.is_known)
        for service in project.services
        for label in (*service.labels, *service.deploy_labels)
    )


def _provided(
    provider: str,
    projects: list[ComposeProject],
    given: dict[str, ProviderOptions],
    context: Context,
    parts: dict[str, list[Any]],
) -> Iterator[Provided]:
    """What a provider makes of its projects; what is to be said about them goes to `parts`."""

    def tell(fact: Any) -> None:
        parts.setdefault(type(fact).__name__, []).append(fact)

    containers: list[Container] = []
    by_project: list[tuple[ComposeProject, list[Container]]] = []
    options = given.get(provider) or ProviderOptions(provider, target=context.target)
    for project in projects:
        for diagnostic in project.diagnostics:
            tell(RefusedProject(project, diagnostic, provider))
        mine = list(containers_of(project, provider, context.host or HostFacts()))
        containers += mine
        by_project.append((project, mine))
        for fact in facts_of(project, mine, provider, options):
            tell(fact)
    for apart in out_of_reach(by_project, options):
        tell(apart)
    parts.setdefault("Container", []).extend(containers)
    if context.static and provider not in given and (context.tells_providers or not context.blank):
        for container in [one for one in containers if _asks_for_something(one.labels)][:1]:
            tell(ProviderOff(container, (), provider))
        return
    provided = provide(containers, options)
    for fact in provided.facts:
        tell(fact)
    yield provided


def _read(
    files: tuple[str, ...],
    projects: Projects,
    kinds: frozenset[str],
    context: Context,
    stand_in: str | None,
    readings: dict[Asked, ComposeProject],
) -> tuple[ComposeProject, str]:
    """A project, and the provider that it is for: the only one there is, else the one whose labels it has."""

    def read(*, is_stack: bool = False) -> ComposeProject:
        asked: Asked = (files, is_stack, stand_in, frozenset(context.variables.items()), ())
        before = readings.get(asked)
        if before is not None and not (projects.profiles and _has_profiles(before, projects)):
            return before
        asked = (*asked[:-1], projects.profiles)
        if asked not in readings:
            readings[asked] = read_project(
                files,
                projects.texts,
                environment=context.variables,
                folder_name=projects.folder_name,
                profiles=projects.profiles,
                stand_in=stand_in,
                is_stack=is_stack,
            )
        return readings[asked]

    if kinds == {SWARM} or (kinds != {DOCKER} and files[0] in projects.stacks):
        return read(is_stack=True), SWARM
    project = read()
    has_own = any(_is_ours(service.labels) for service in project.services)
    has_deploy = any(_is_ours(service.deploy_labels) for service in project.services)
    if kinds != {DOCKER} and has_deploy and not has_own:
        return read(is_stack=True), SWARM
    return project, DOCKER


def _has_profiles(project: ComposeProject, projects: Projects) -> bool:
    """Whether it may matter to a project which profiles are asked for."""
    return any("profiles" in projects.text(file) for file in project.files)


def _asks_for_something(labels: Any) -> bool:
    """Whether labels want more than that Traefik leaves the container alone."""
    ours = [label for label in labels if label.name.text.lower().startswith("traefik.")]
    return any(label.name.text.lower() != "traefik.enable" or TRUTHS.get(label.value.text, True) for label in ours)


def _is_ours(labels: Any) -> bool:
    return any(label.name.text.lower().startswith("traefik.") for label in labels)


def _options(context: Context) -> dict[str, ProviderOptions]:
    """The providers that a static configuration sets up; where one of several does, as far as all of these agree."""
    if context.static or not context.candidates:
        return _options_of(context.static, context.target)
    common = _common(context)
    found: dict[str, ProviderOptions] = {}
    for name in (DOCKER, SWARM):
        given = [one[name] for one in _candidates(context) if name in one]
        plain = ProviderOptions(name, target=context.target)
        if name in common:
            pairs = zip(plain, *given, strict=True)
            plain = ProviderOptions(*(values[0] if len(set(values)) == 1 else default for default, *values in pairs))
        if given:
            may_name_network = any(one.network for one in given)
            found[name] = plain._replace(is_given=False, may_name_network=may_name_network)
    return found


def _candidates(context: Context) -> list[dict[str, ProviderOptions]]:
    """The providers of each static configuration that may be the one."""
    return [_options_of(parts, context.target) for parts in context.candidates]


def _common(context: Context) -> frozenset[str]:
    """The providers of all static configurations that may be the one; none where these have not the same."""
    found = {frozenset(one) for one in _candidates(context)}
    return next(iter(found)) if len(found) == 1 else frozenset()


def _options_of(static: Mapping[str, list[Any]], target: Version) -> dict[str, ProviderOptions]:
    found = {}
    for providers in static.get("Providers", ()):
        for name in (DOCKER, SWARM):
            section = getattr(providers, name)
            if section is not None:
                if name == DOCKER and providers.swarm is None and section.wants_swarm:
                    name = SWARM
                found[name] = ProviderOptions(
                    name,
                    section.exposed_by_default,
                    section.constraints,
                    section.default_rule,
                    section.network,
                    section.use_bind_port_ip,
                    section.allow_empty_services,
                    True,
                    target,
                )
    return found


def _documents(project: ComposeProject) -> dict[str, Document]:
    """The documents that labels of a project stand in, by file."""
    found: dict[str, Document] = {}
    for service in project.services:
        found[service.name.document.file] = service.name.document
        for label in (*service.labels, *service.build_labels, *service.deploy_labels):
            found[label.name.document.file] = label.name.document
    return found


def _sections(thing: Section) -> Iterator[Section]:
    """A section and all below it."""
    waiting = [thing]
    while waiting:
        section = waiting.pop()
        yield section
        for attribute in section.fields:
            value = section.__dict__.get(attribute)
            if isinstance(value, Section):
                waiting.append(value)
            elif isinstance(value, tuple):
                waiting += [one for one in value if isinstance(one, Section)]
            elif isinstance(value, dict):
                waiting += [one for one in value.values() if isinstance(one, Section)]
