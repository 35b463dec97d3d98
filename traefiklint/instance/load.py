"""From the texts of a directory to an instance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from traefiklint.decoding.directory import is_read, walk_order
from traefiklint.decoding.file import as_text, read_document
from traefiklint.decoding.fill import decode
from traefiklint.discovery.roles import static_files
from traefiklint.errors import UsageError
from traefiklint.instance.context import Context, profile_context
from traefiklint.instance.dokploy import sign_of_dokploy
from traefiklint.instance.instance import Instance, SourceFile
from traefiklint.options import AUTO, PROFILES

if TYPE_CHECKING:
    from traefiklint.discovery.projects import Projects
    from traefiklint.options import Options
    from traefiklint.versions import Version


class Static(NamedTuple):
    """What the static configuration says, or the profile in its place."""

    context: Context
    source: SourceFile | None = None
    """The text that says so, and what is wrong with it."""
    is_among: bool = False
    """Whether that is one of the files."""
    others: tuple[str, ...] = ()
    """The static configurations among the files that belong to no other file."""


def read_context(options: Options, files: Mapping[str, str | bytes] | None = None) -> Static:
    """What Traefik knows besides the files, and what is wrong with the text that says so.

    Args:
        files: the files, by which the profile `auto` knows whose they are. A static configuration among them counts
            where `options` have none, and no other one is among them.

    Raises:
        UsageError: there is no such profile, or the target is not a version of Traefik 3.
    """
    files = files or {}
    among = static_files(files)
    if options.static is None and len(among) == 1:
        options = options._replace(static=as_text(among[0], files[among[0]]), static_file=among[0])
    sign = ""
    if options.profile == AUTO:
        sign = sign_of_dokploy(files, options.static)
        options = options._replace(profile="dokploy" if sign else "none")
    if options.profile not in PROFILES:
        raise UsageError(f"there is no profile `{options.profile}`", f"choose one of {' and '.join(PROFILES)}")
    version = options.version
    if options.static is None:
        context = profile_context(options.profile, version)._replace(sign=sign)
        known = {kind: context.known.get(kind, frozenset()) | names for kind, names in options.known.items()}
        return Static(context.with_known({**context.known, **known}), others=among)
    from traefiklint.instance.static import read_static, static_context

    source = read_static(options.static_file, options.static, version)
    context = static_context(source, version)
    context = context._replace(dokploy=options.profile == "dokploy" and "dokploy" in options.static, sign=sign)
    others = tuple(name for name in among if name != options.static_file)
    return Static(context.with_known(options.known), source, len(others) < len(among), others)


def read_part(name: str, text: str | bytes, target: Version, *, templates: bool = True) -> SourceFile:
    """Read one file.

    Args:
        templates: whether the text is still to be rendered; False for one that Traefik has rendered.
    """
    document = read_document(name, text, templates=templates)
    decoded = decode(document, target)
    return SourceFile(document, decoded.parts, decoded.diagnostics, target)


def may_be_compose(text: str | bytes) -> bool:
    """Whether a text may be a compose file with labels for Traefik; few others hold both words."""
    if isinstance(text, bytes):
        return b"services:" in text and b"traefik." in text
    return "services:" in text and "traefik." in text


def read_instance(
    files: Mapping[str, str | bytes],
    context: Context,
    known: Mapping[str, SourceFile] | None = None,
    *,
    complete: bool = True,
    projects: Projects | None = None,
) -> Instance:
    """Read the files of one provider directory as Traefik does: in its order, those that it reads.

    Args:
        files: texts by name; names may hold folders, with `/`.
        known: files that were read before, for the same target; those whose text is still the same are not read again.
        projects: the compose files beside them; where absent, those among the files.
        complete: whether these are all the files of the directory; if not, what is missing may stand in another.
    """
    if projects is None and any(map(may_be_compose, files.values())):
        from traefiklint.discovery.projects import among

        projects = among(files)
        composed = projects.files if projects is not None else frozenset()
        files = {name: text for name, text in files.items() if name not in composed}
    statics = frozenset(static_files(files))
    names = [name for name in files if is_read(name) and name not in statics]
    if len(names) > 1:
        names.sort(key=walk_order)
    parts = []
    for name in names:
        before = known.get(name) if known else None
        if before is not None and before.document.text == files[name]:
            parts.append(before)
            continue
        parts.append(read_part(name, files[name], context.target))
    unread = (
        tuple(name for name in files if not is_read(name) and name not in statics) if len(names) < len(files) else ()
    )
    labels = None
    if projects is not None:
        from traefiklint.instance.labels import read_labels

        labels = read_labels(projects, context)
    return Instance(parts, context, unread, complete=complete, labels=labels)
