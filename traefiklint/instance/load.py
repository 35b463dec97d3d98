"""From the texts of a directory to an instance."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any

from traefiklint.decoding.directory import is_read, walk_order
from traefiklint.decoding.file import read_document
from traefiklint.decoding.fill import decode
from traefiklint.discovery.plain import may_run_traefik
from traefiklint.discovery.roles import compose_apart
from traefiklint.errors import UsageError
from traefiklint.instance.context import Context, profile_context
from traefiklint.instance.dokploy import sign_of_dokploy
from traefiklint.instance.instance import Instance, Labels, SourceFile
from traefiklint.options import AUTO, PROFILES
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple
from traefiklint.versions import read_former

if TYPE_CHECKING:
    from traefiklint.discovery.projects import Projects
    from traefiklint.options import Options
    from traefiklint.versions import Version


_SERVICES = lazy(r"(?m)^[\"']?(?:services|include)[\"']?[ \t]*:|^\s*\{\s*[\"'](?:services|include)[\"']\s*:")
"""What compose files have at the top: services of their own, or files that have them."""


_OWN_NAME = lazy(r"(?i)(?:.*/)?traefik\.(?:ya?ml|toml|json)\Z")


def is_compose_text(name: str, text: str) -> bool:
    """Whether a text that is given as a static configuration is a compose file; one called `traefik.yml` only where it
    is nothing else."""
    has_services = _SERVICES.search(text) is not None
    if not has_services or _OWN_NAME.match(name) is None:
        return has_services
    from traefiklint.discovery.kinds import Kind, recognize

    return recognize(name, text).kind is Kind.COMPOSE


class LoadedStatic(NamedTuple):
    """What the static configuration says, or the profile in its place."""

    context: Context
    source: SourceFile | None = None
    """The text that says so, and what is wrong with it."""

    @property
    def tells_files(self) -> bool:
        """Whether what its file provider reads is known; of one that Traefik refuses nobody can say."""
        return self.source is None or not self.context.blank


def read_context(
    options: Options, files: Mapping[str, str | bytes] | None = None, projects: Projects | None = None
) -> LoadedStatic:
    """What Traefik knows besides the files, and what is wrong with the text that says so.

    Args:
        files: the files, by which the profile `auto` knows whose they are.
        projects: the compose files; one that runs Traefik holds its static configuration where `options` have none.

    Raises:
        UsageError: there is no such profile, or the target is not a version of Traefik 3.
    """
    sign = ""
    if options.profile == AUTO:
        sign = sign_of_dokploy(files or {}, options.static)
        options = options._replace(profile="dokploy" if sign else "none")
    if options.profile not in PROFILES:
        raise UsageError(f"there is no profile `{options.profile}`", f"choose one of {' and '.join(PROFILES)}")
    version = options.version
    former = read_former(options.upgrade_from) if options.upgrade_from else None
    asked: dict[str, Any] = {
        "sign": sign,
        "upgraded_from": former,
        "target_known": options.target_known,
        "names_version": options.names_version,
        "runs_older": bool(options.runs_older),
        "runs_traefik_1": options.runs_traefik_1,
        "host": options.host,
        "look": options.look,
        "constraints": options.constraints,
        "reads_whole": options.reads_whole,
        "runs_whole": options.runs_whole,
        "put_in": options.put_in,
    }
    source = _static_source(options, projects, version)
    if source is None:
        if sign and options.static is not None:  # how that starts cannot be read, but it is no Traefik of Dokploy
            asked["sign"] = ""
            options = options._replace(profile="none")
        context = profile_context(options.profile, version)._replace(
            **asked,
            unclaimed=options.unclaimed and options.profile != "dokploy",
            candidates=tuple(parts for name, text in options.candidates for parts in _parts_of(name, text, options)),
        )
        known = {kind: context.known.get(kind, frozenset()) | names for kind, names in options.known.items()}
        return LoadedStatic(context.with_known({**context.known, **known}))
    from traefiklint.instance.static import static_context

    context = static_context(source, version, is_older=_is_of_traefik_2(options))
    named = options.static is not None and "dokploy" in options.static
    dokploy = options.profile == "dokploy" and named
    context = context._replace(**asked, dokploy=dokploy)
    return LoadedStatic(context.with_known(options.known), source)


def contexts_of_candidates(options: Options) -> Iterator[Context]:
    """What the Traefiks know that may be the one, as far as their static configurations can be read."""
    return _contexts_of(options.candidates, options)


def contexts_of_sharing(options: Options) -> Iterator[Context]:
    """What the other Traefiks know that read the same files."""
    return _contexts_of(options.sharing, options)


def _contexts_of(configurations: Iterable[tuple[str, str]], options: Options) -> Iterator[Context]:
    from traefiklint.instance.static import static_context

    for name, text in configurations:
        source = _static_source(options._replace(static=text, static_file=name), None, options.version)
        if source is not None:
            yield static_context(source, options.version, is_older=_is_of_traefik_2(options))


def contexts_of_several(options: Options, projects: Projects | None) -> Iterator[Context]:
    """What the Traefiks of a compose file know that has several: one runs, as the profiles say that are asked for, or
    all do, and read the same labels."""
    file, text = options.static_file, options.static
    texts: Callable[[str], str | None] = {file: text}.get
    groups: tuple[tuple[str, ...], ...] = ((file,),) if text is not None and is_compose_text(file, text) else ()
    if text is None and projects is not None:
        groups, texts = projects.groups, projects.texts
    from traefiklint.instance.service_static import sources_of_several
    from traefiklint.instance.static import static_context

    for group in groups:
        for source in sources_of_several(group, texts, options.version, options.variables):
            yield static_context(source, options.version, is_older=_is_of_traefik_2(options))


def contexts_by_run(options: Options, projects: Projects | None) -> Iterator[Context]:
    """What the Traefiks of compose files know that nobody named, where files are put over these that start them with
    another static configuration, as `compose.prod.yml` does."""
    if projects is None or options.static is None:
        return
    from traefiklint.discovery.projects import guessed_ways_of, other_traefiks, told_ways_of
    from traefiklint.instance.static import static_context

    known = frozenset(projects.groups)
    ways = (*told_ways_of(projects), *guessed_ways_of(projects), _with_overrides(projects))
    for way in chain(ways, other_traefiks(projects)):
        for group in way.groups:
            source = _of_compose(group, way, options) if len(group) > 1 and group not in known else None
            if source is not None:
                yield static_context(source, options.version, is_older=_is_of_traefik_2(options))


def _with_overrides(projects: Projects) -> Projects:
    """The projects that nobody named with what Compose puts over their files by itself."""
    from traefiklint.compose.reader import files_of

    def of_folder(group: tuple[str, ...]) -> tuple[str, ...]:
        files = files_of(posixpath.dirname(group[0]), projects.texts) if group[0] in projects.found else ()
        return files if files[:1] == group else group

    return projects._replace(groups=tuple(map(of_folder, projects.groups)))


def _parts_of(name: str, text: str, options: Options) -> Iterator[Mapping[str, list[Any]]]:
    """The parts of a static configuration that may be the one; none beside them where Traefik refuses it, so that
    nothing follows of it alone."""
    from traefiklint.instance.static import is_refused

    source = _static_source(options._replace(static=text, static_file=name), None, options.version)
    if source is not None:
        yield {section.__name__: found for section, found in source.parts.items()}
    if source is None or is_refused(source, is_older=_is_of_traefik_2(options)):
        yield {}


def _is_of_traefik_2(options: Options) -> bool:
    """Whether a Traefik 2 runs the files, or may."""
    return bool(options.runs_older) and not options.runs_traefik_1


def _static_source(options: Options, projects: Projects | None, version: Version) -> SourceFile | None:
    """The static configuration: of a file, or of the Traefik that a compose file runs; None where there is neither."""
    groups = projects.groups if projects is not None else ()
    if options.static is not None and not is_compose_text(options.static_file, options.static):
        for group in groups:
            found = _of_compose(group, projects, options)
            if found is not None and posixpath.normpath(options.static_file) == found.document.file:
                return found  # with what the compose file says beside the file that it mounts
        from traefiklint.instance.static import read_static

        return read_static(options.static_file, options.static, version)
    if options.static is not None:
        groups = tuple(group for group in groups if options.static_file in group)
    if options.static is None and (not groups or options.static_elsewhere):
        return None
    if projects is None or not groups:
        from traefiklint.instance.service_static import read_service_static

        texts = {options.static_file: options.static}.get
        return read_service_static((options.static_file,), texts, version, options.variables)
    return next(filter(None, (_of_compose(group, projects, options) for group in groups)), None)


def _of_compose(group: tuple[str, ...], projects: Projects | None, options: Options) -> SourceFile | None:
    """The static configuration of the Traefik that a compose project runs."""
    if projects is None or not any(may_run_traefik(text) for name in group if (text := projects.texts(name))):
        return None
    from traefiklint.instance.service_static import read_service_static

    return read_service_static(group, projects.texts, options.version, options.variables, projects.folder_name)


def read_part(name: str, text: str | bytes, target: Version, *, templates: bool = True) -> SourceFile:
    """Read one file.

    Args:
        templates: whether the text is still to be rendered; False for one that Traefik has rendered.
    """
    document = read_document(name, text, templates=templates)
    decoded = decode(document, target)
    return SourceFile(document, decoded.parts, decoded.diagnostics, target)


def read_instance(
    files: Mapping[str, str | bytes],
    context: Context,
    known: Mapping[str, SourceFile] | None = None,
    *,
    complete: bool = True,
    made: str = "",
    projects: Projects | None = None,
    labels: Labels | None = None,
) -> Instance:
    """Read the files of one provider directory as Traefik does: in its order, those that it reads.

    Args:
        files: texts by name; names may hold folders, with `/`.
        known: files that were read before, for the same target; those whose text is still the same are not read again.
        made: the templates of which another program makes more of them.
        projects: the compose files beside them; where absent, those among the files.
        complete: whether these are all the files of the directory; if not, what is missing may stand in another.
        labels: what the compose files come to, where they were read before.
    """
    if projects is None:
        files, projects = compose_apart(files)
    names = sorted(filter(is_read, files), key=walk_order)
    parts = []
    for name in names:
        before = known.get(name) if known else None
        if before is not None and before.document.text == files[name]:
            parts.append(before)
            continue
        parts.append(read_part(name, files[name], context.target))
    unread = tuple(name for name in files if not is_read(name))
    if projects is not None and labels is None:
        from traefiklint.instance.labels import read_labels

        labels = read_labels(projects, context)
    return Instance(parts, context, unread, complete=complete, made=made, labels=labels)
