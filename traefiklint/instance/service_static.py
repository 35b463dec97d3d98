"""The static configuration of a Traefik that a compose file runs: its flags, its variables, the file that it mounts.

Traefik takes the first form that is there (file, flags, variables), and no other one (`cmd/traefik/traefik.go`).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from traefiklint.compose.diagnostics import DiagnosticKind
from traefiklint.compose.loading import Texts
from traefiklint.compose.project import ComposeProject, Service
from traefiklint.compose.reader import read_project
from traefiklint.compose.values import Value
from traefiklint.decoding.label_tree import LabelDocument, part_of
from traefiklint.decoding.settings import (
    DecodedSettings,
    FatalName,
    Flags,
    decode_settings,
    is_meant,
    is_read,
    read_flags,
    read_variables,
)
from traefiklint.discovery.kinds import STATIC_1, Kind, recognize
from traefiklint.discovery.paths import NOTHING, STATIC_PLACES, as_volume, config_file, is_config_file, may_lead_to
from traefiklint.discovery.unused import is_dropped_whole
from traefiklint.go.strconv import TRUTHS, fold
from traefiklint.instance.forms import forms_of
from traefiklint.instance.health import Given, failing_check
from traefiklint.instance.instance import Labels, SourceFile
from traefiklint.instance.same_form import compared, is_option, not_in_flags
from traefiklint.instance.static import read_static
from traefiklint.instance.static_facts import (
    FOLDERS_OF_THE_IMAGE,
    BadSetting,
    BareList,
    IgnoredForm,
    LostStorage,
    LostWords,
    NotMounted,
    QuotedSetting,
    RepeatedFlag,
    SettingNames,
    Traefik1Flags,
    UnreadFile,
    providers_of_containers,
)
from traefiklint.instance.surroundings import Mounted
from traefiklint.instance.traefiks import image_below, is_traefik, runs_on_windows, traefiks_of
from traefiklint.model.base import Place
from traefiklint.model.diagnostics import NoConfiguration, RemovedOption
from traefiklint.model.static import Static
from traefiklint.model.static.resolvers import CertificatesResolver
from traefiklint.text.nodes import Scalar
from traefiklint.versions import Version, is_traefik_1

if TYPE_CHECKING:
    from traefiklint.text.document import Document

_FLAG = re.compile(r"--?(?P<name>[^-=][^=]*)")
_ENTRY_POINT_1 = re.compile(r"""(?i)=["']?name:""")
"""How Traefik 1 had an entry point in a flag: `--entryPoints='Name:http Address::80'`."""
_STATIC_FOLDERS = frozenset(posixpath.dirname(place) for place in STATIC_PLACES) - {"", "/"}
_PROVIDER = re.compile(r"(?i)-{0,2}(?:traefik_)?providers[._]")
_IS_THREE = re.compile(r"traefik:v?3(?![0-9])")
_QUOTED = re.compile(r"""(["'])([^"'`{]+)\1""")


_ENDINGS = (".yml", ".yaml", ".toml")
_HERE = {"PWD": "."}
"""What a shell always has: where the project is started, which is mostly the folder of its file."""


def read_service_static(
    files: tuple[str, ...], texts: Texts, target: Version, variables: Mapping[str, str], folder_name: str = ""
) -> SourceFile | None:
    """The static configuration of the first service of a project that runs Traefik and reads labels, else of the first
    that runs it; None where there is none.

    Where the service mounts a file of the project for it, it is that one.

    Args:
        variables: those that have a value where the project is started.
        folder_name: what the folder of the main file is called, where its path does not say.
    """
    project = read_project(files, texts, environment={**_HERE, **variables}, folder_name=folder_name)
    folder = posixpath.dirname(files[0])
    traefiks = (
        one
        for one in project.services
        if is_traefik(one) and (not _has_variables_elsewhere(one, project) or _mounted(one, (), folder, texts))
    )
    found = (_of_service(one, files[0], texts, target) for one in traefiks)
    first = None
    for source in filter(None, found):
        if source.static is not None and providers_of_containers(source.static):
            return source
        first = first or source
    return first


def _has_variables_elsewhere(service: Service, project: ComposeProject) -> bool:
    """Whether a Traefik without flags gets variables of a file that is not at hand, which may say more of what the
    others begin: tokens and what belongs to them are kept out of a repository. Beside a static configuration that is
    mounted they say nothing."""
    return not words_of(service) and bool(service.environment) and lacks_env_file(service, project)


def lacks_env_file(service: Service, project: ComposeProject) -> bool:
    """Whether a service gets variables of a file that is not at hand."""
    option = f"services.{service.name.text}.env_file"
    missing = (one.place.path for one in project.diagnostics if one.kind is DiagnosticKind.MISSING_FILE)
    return any(path.startswith(option) for path in missing)


class Form(NamedTuple):
    """The static configuration of a service, as Traefik gets it."""

    words: tuple[str, ...]
    """Its flags."""
    variables: Mapping[str, str]
    """Those that Traefik reads."""
    mounted: str = ""
    """The file that it mounts, which takes the place of both."""


def read_form(files: tuple[str, ...], texts: Texts, target: Version) -> Form | None:
    """How the first service of a project that runs Traefik starts it; None where there is none."""
    for service in read_project(files, texts, environment=_HERE).services:
        words = words_of(service) if is_traefik(service) else None
        if words is None:
            continue
        given = [(one.name.text, one.value.text) for one in service.environment if one.value is not None]
        read = {name: value for name, value in given if is_read(name, target)}
        named = _named_files(read_flags(words, target))
        folder = posixpath.dirname(files[0])
        mounted = _mounted(service, named, folder, texts)
        if not mounted and _is_elsewhere(service, named, folder, texts):
            continue
        if words or read or mounted:
            return Form(tuple(word.text for word in words), read, mounted)
    return None


def lacks_path(labels: Labels | None, path: str) -> bool:
    """Whether nothing brings a path into the container of any Traefik of the compose files that are read.

    Args:
        path: one that is not in Traefik's image; a relative one starts at `/` there.
    """
    where = posixpath.normpath(posixpath.join("/", path))
    found = False
    for project in labels.composed if labels is not None else ():
        texts = [one for one in labels.documents if one.file in project.files] if labels is not None else []
        for service in filter(is_traefik, project.services):
            found = True
            is_own = words_of(service) is not None and not is_traefik_1(image_below(service) or "")
            is_moved = any("working_dir" in one.text for one in texts) or runs_on_windows(service)
            if (
                not (is_own and _is_plain(service))
                or is_moved
                or not all(_is_bare(service, where, one) for one in texts)
            ):
                return False
    return found


_PLAIN = re.compile(r"(?:(?:[\w.:-]+/)*library/|docker\.io/)?traefik(?:[:@].*)?")


def _is_plain(service: Service) -> bool:
    """Whether a container has Traefik's own image: one of somebody else's may have any file in it."""
    return service.image is None or not service.image.is_known or _PLAIN.fullmatch(service.image.text) is not None


def sources_of_several(
    files: tuple[str, ...], texts: Texts, target: Version, variables: Mapping[str, str]
) -> Iterator[SourceFile]:
    """What the Traefiks of a project start with that has several: all where each runs in other profiles, so that one of
    them does, else those that read labels. One that is called as an extension, as `x-traefik`, is there for the others
    to take over.

    Args:
        variables: those that have a value where the project is started.
    """
    project = read_project(files, texts, environment={**_HERE, **variables})
    ones = [one for one in filter(is_traefik, project.services) if not one.name.text.startswith("x-")]
    asked = [profile.text for one in ones for profile in one.profiles]
    is_choice = len(set(asked)) == len(asked) and all(one.profiles for one in ones)
    for one in ones if len(ones) > 1 else ():
        source = _of_service(one, files[0], texts, target)
        if source is not None and (is_choice or (source.static and providers_of_containers(source.static))):
            yield source


def starts_elsewhere(labels: Labels | None, target: Version) -> bool:
    """Whether a Traefik of the compose files takes its static configuration from a file that is not at hand, as long as
    none was found."""
    given = labels.given if labels is not None else None
    texts: Texts = given.texts if given is not None else dict[str, str]().get
    for service in traefiks_of(labels):
        folder = posixpath.dirname(service.name.document.file)
        mounts = {mount.target.rstrip("/") for mount in service.volumes if mount.kind == "volume"}
        is_in_volume = not mounts.isdisjoint((*STATIC_PLACES, *_STATIC_FOLDERS))
        if is_in_volume or _is_elsewhere(service, named_file(service, target), folder, texts):
            return True
    return False


def named_file(service: Service, target: Version) -> tuple[str, ...]:
    """Where in its container a service has its static configuration, if a flag says so."""
    return _named_files(read_flags(words_of(service) or (), target))


def words_of(service: Service) -> tuple[Value, ...] | None:
    """The words that Traefik gets; None where the container runs something else, or may bring a file of its own."""
    if service.base is not None and not service.base.is_kept:
        return None
    command = service.command.arguments if service.command is not None else ()
    entry = service.entrypoint.arguments if service.entrypoint is not None else ()
    if service.entrypoint is not None and not entry:
        entry, command = command, ()  # the image's own is taken away, so the command is what runs
    words = (*entry, *command) if entry else command
    if entry and posixpath.basename(entry[0].text) not in ("traefik", "entrypoint.sh"):
        return None
    is_own = bool(entry) and any(mount.target == entry[0].text for mount in service.volumes)
    if entry and entry[0].text.endswith("entrypoint.sh"):
        words = words[1:]
    if words and words[0].text[:1] != "-" and posixpath.basename(words[0].text) == "traefik":
        return words[1:]
    # A script of somebody's own in the place of the image's hands on what is plainly for Traefik
    return words if not is_own or (words and words[0].text.startswith("-")) else None


def flags_in_vain(
    service: Service, files: tuple[str, ...], texts: Texts, target: Version, static: Static | None
) -> IgnoredForm | None:
    """The flags of a Traefik that takes a file in place of them which is not at hand; None where there are none.

    A flag names that file, or a volume brings something to where Traefik looks for it. Where nothing is at the other
    end of the volume, Docker makes a folder, and Traefik does not start: flags do nothing either way (asked of 3.7.15).

    Args:
        static: what the file says, as far as that is known.
    """
    words = words_of(service) if service.is_active else None
    if not words or is_traefik_1(image_below(service) or ""):
        return None
    flags = read_flags(words, target)
    named = _named_files(flags)
    binds = {one.target for one in service.volumes if one.kind == "bind" and one.source != NOTHING}
    at = next((place for place in (*named, *STATIC_PLACES) if place in named or place in binds), "")
    settings = tuple(one for one in flags.settings if not is_config_file(one.name.text))
    if (
        not at
        or not settings
        or flags.fault is not None
        or _mounted(service, named, posixpath.dirname(files[0]), texts)
    ):
        return None
    main = service.name.document
    document = LabelDocument(main.file, main.text, "static")
    static = static or _form_of(service, at, posixpath.dirname(files[0]), texts, target)
    is_same, points = compared(settings, document, static, target, service)
    return IgnoredForm(_place(document, settings[0].name), "flags", "file", "", is_same, points, at)


def static_in_vain(service: Service, texts: Texts, target: Version) -> UnreadFile | None:
    """The static configuration that a Traefik without flags and variables mounts where it looks for none, so that it
    starts with nothing at all; None where there is none, or it may have another one."""
    if words_of(service) != () or not service.is_active or service.base is not None:
        return None
    if is_traefik_1(image_below(service) or "") or any(is_read(one.name.text, target) for one in service.environment):
        return None
    has_own = any(mount.target.rstrip("/") in (*STATIC_PLACES, *_STATIC_FOLDERS, "") for mount in service.volumes)
    main = service.name.document
    if has_own or any(word in main.text for word in (*_OF_OTHERS, "env_file")):
        return None
    parts: dict[type[Any], list[Any]] = {}
    _tell_unread(parts, LabelDocument(main.file, main.text, "static"), service, Static(), "", texts)
    return next((one._replace(is_all=True) for one in parts.get(UnreadFile, ()) if one.is_static), None)


def _form_of(service: Service, at: str, folder: str, texts: Texts, target: Version) -> Static | None:
    """What the form says of which the file is made that a service mounts; None where none is beside the place of it.

    Args:
        at: where in the container the file is.
        folder: that of the compose file.
    """
    sources = (one.source for one in service.volumes if one.target == at and one.source.startswith("."))
    for source in sources:
        path = posixpath.normpath(posixpath.join(folder, source))
        if text := next(filter(None, (_text(texts, name) for name in forms_of(path))), ""):
            return read_static(path, text, target).static
    return None


def _of_service(service: Service, file: str, texts: Texts, target: Version) -> SourceFile | None:
    words = words_of(service)
    if words is None:
        return None
    variables = [(one.name, one.value) for one in service.environment if one.value is not None]
    flags = read_flags(words, target)
    named = _named_files(flags)
    folder = posixpath.dirname(file)
    mounted = _mounted(service, named, folder, texts)
    given = [name for name, _ in variables if is_read(name.text, target)]
    if not (mounted or words or given) or (not mounted and _is_elsewhere(service, named, folder, texts)):
        return None
    flags = flags._replace(settings=tuple(one for one in flags.settings if not is_config_file(one.name.text)))
    settings = read_variables(variables, target)
    document = LabelDocument(file, _text(texts, file), "static")
    meant = [one for one in variables if is_meant(one[0].text, target) and is_option(*one, document, target)]
    parts: dict[type[Any], list[Any]] = {}
    volumes = tuple((one.source if one.is_source_known else "", one.target) for one in service.volumes)
    _tell(parts, Mounted(folder, volumes))
    is_1 = is_traefik_1(image_below(service) or "")
    if mounted:
        source = read_static(mounted, _text(texts, mounted), target)
        if not is_1:  # which takes both forms together
            of_flags, of_variables = (decode_settings(given, document, target) for given in (flags.settings, settings))
            by_flags, by_variables = (
                compared(given, document, source.static, target, service)
                for given in (flags.settings, read_variables(meant, target))
            )
            if not any(type(one) is NoConfiguration for one in source.diagnostics):  # else it is the wrong file
                said = (of_flags.static, of_variables.static)
                _ignore(parts, document, flags, [name for name, _ in meant], mounted, (by_flags, by_variables), said)
            _tell_removed(parts, of_flags, document, is_flag=True)
            _tell_removed(parts, of_variables, document, is_flag=False)
            if not source.document.repeats_key:  # else it has another file provider, too
                _tell_unread(parts, document, service, source.static, mounted, texts)
            if source.static is not None:
                is_found = mounted == _mounted(service, (), folder, texts)
                _tell_failing(parts, service, Given(source.static, "file", is_found), document, target)
        return SourceFile(source.document, {**source.parts, **parts}, source.diagnostics, target, source.static)
    if words and is_1:
        return SourceFile(document, parts, (), target)
    if words:
        if old := _flags_of_traefik_1(words, document):
            _tell(parts, old)
            if _IS_THREE.search(image_below(service) or "") is None:
                return SourceFile(document, parts, (), target)  # nobody knows that it is for Traefik 3, and reads so
        decoded = decode_settings(flags.settings, document, target)
        _tell_flags(parts, document, flags, decoded)
        names = [(word, found) for word in words if (found := _FLAG.match(word.text))]
        _tell(parts, SettingNames(tuple(word.part(*found.span("name")) for word, found in names), is_flags=True))
        if meant:
            missed = [name for name, _ in not_in_flags(meant, words, decoded.static, document, target)]
            lost = decode_settings(settings, document, target)
            place = _place(document, (*missed, meant[0][0])[0])
            _tell(parts, IgnoredForm(place, "variables", "flags", "", is_same=not missed, static=lost.static))
            _tell_removed(parts, lost, document, is_flag=False)
    else:
        decoded = decode_settings(settings, document, target)
        for fault in decoded.faults:
            _tell(parts, _bad(document, fault, is_flag=False))
        _tell_quotes(parts, document, ((name.text, value) for name, value in variables if is_read(name.text, target)))
        _tell(parts, SettingNames(tuple(name for name, _ in variables if is_read(name.text, target)), is_flags=False))
    _tell_unread(parts, document, service, decoded.static, "", texts)
    _tell_failing(parts, service, Given(decoded.static, "flags" if words else "variables"), document, target)
    return SourceFile(document, {**decoded.parts, **parts}, decoded.diagnostics, target, decoded.static)


def _tell_unread(
    parts: dict[type[Any], list[Any]],
    document: LabelDocument,
    service: Service,
    static: Static | None,
    mounted: str,
    texts: Texts,
) -> None:
    """The files of the project that are mounted by themselves, and of which Traefik reads none.

    Args:
        mounted: the static configuration that it mounts.
    """
    if static is None or is_traefik_1(image_below(service) or "") or document.text.count("working_dir"):
        return
    if runs_on_windows(service):
        return
    if any(not word.is_known and ".file." in word.node.value.lower() for word in words_of(service) or ()):
        return
    if any("_FILE_" in one.name.text.upper() and not (one.value and one.value.is_known) for one in service.environment):
        return
    files = static.providers.file_provider if static.providers is not None else None
    provided = (files.directory or files.filename) if files is not None else ""
    where = posixpath.normpath(posixpath.join("/", provided)) if provided else ""
    folder = posixpath.dirname(document.file)
    has_flags = any(word.node.value.startswith("--") for word in words_of(service) or ())
    by_variables = not has_flags and any(one.name.text.upper().startswith("TRAEFIK_") for one in service.environment)
    seen: set[str] = set()
    for mount in service.volumes:
        if not mount.source.startswith(".") or not mount.target.endswith(_ENDINGS) or mount.unknown:
            continue
        paths = may_lead_to(mount.source, folder)
        path, text = next(((path, text) for path in paths if (text := _text(texts, path))), ("", ""))
        if path in (mounted, "") or path in seen:
            continue
        seen.add(path)
        kind = recognize(path, text).kind
        is_read = bool(where) and _below(mount.target, where) is not None
        is_mixed = kind is Kind.STATIC and not is_dropped_whole(path, text)
        is_dynamic = kind is Kind.DYNAMIC or (is_mixed and "entrypoints" not in text.lower())
        is_static = kind is Kind.STATIC and not is_dynamic and not mounted and mount.target not in STATIC_PLACES
        is_static = is_static and not (is_read and is_mixed)
        if not (is_static or (is_dynamic and not is_read)):
            continue
        if document.text.count(mount.target) <= max(1, mount.value.text.count(mount.target)):  # else others speak of it
            place = _place(document, mount.value)
            _tell(parts, UnreadFile(place, path, mount.target, is_static, provided, by_variables))
    if files is not None and where and UnreadFile not in parts and _is_bare(service, where, document):
        place = files.at("directory" if files.directory else "filename")
        name = posixpath.basename(where)
        places = (posixpath.join(folder, name), posixpath.join(posixpath.dirname(mounted), name))
        here = next((one for one in places if not files.directory and _text(texts, one)), "")
        _tell(parts, NotMounted(place, where, bool(files.directory), as_volume(here, folder) if here else ""))
    for resolver in islice(static.certificates_resolvers.values(), _MOST_RESOLVERS):
        _tell_lost(parts, resolver, service, document)


_OF_CERTIFICATES = re.compile(r"(?i)/(?:acme|le|lets-?encrypt|certs?|certificates)$")
"""How the folders are called where certificates are kept."""
_MOST_RESOLVERS = 20
"""Of how many resolvers is asked where their certificates are kept."""


def _tell_lost(
    parts: dict[type[Any], list[Any]], resolver: CertificatesResolver, service: Service, document: LabelDocument
) -> None:
    """The certificates that are gone with the container."""
    storage = resolver.acme.storage if resolver.acme is not None else ""
    path = posixpath.normpath(posixpath.join("/", storage))
    if storage and _is_bare(service, path, document, _OF_OTHER_SERVICES):
        name = posixpath.basename(path)
        targets = [one.target.rstrip("/") for one in service.volumes]
        kept = (f"{target}/{name}" for target in targets if _OF_CERTIFICATES.search(target))
        alike = next((target for target in targets if posixpath.basename(target) == name), next(kept, ""))
        folder = posixpath.dirname(path)
        is_made = any(f"{target}/".startswith(f"{folder}/") for target in targets)
        is_own = posixpath.dirname(folder) == "/" != folder and folder not in FOLDERS_OF_THE_IMAGE
        _tell(parts, LostStorage(resolver, path, alike, is_own and not is_made))


def _tell_failing(
    parts: dict[type[Any], list[Any]], service: Service, given: Given, document: LabelDocument, target: Version
) -> None:
    if service.health_check and (failing := failing_check(service, given, document, target)):
        _tell(parts, failing)


_OF_OTHER_SERVICES = ("volumes_from:", "extends:", "develop:")
"""What brings files that may be written to into a container besides volumes."""
_OF_OTHERS = ("configs:", "secrets:", "post_start:", *_OF_OTHER_SERVICES)
"""What brings files into a container besides volumes."""


def _is_bare(service: Service, where: str, document: Document, ways: Iterable[str] = _OF_OTHERS) -> bool:
    """Whether nothing brings a path into the container of a service, which runs Traefik's image as it is.

    Args:
        ways: what else than volumes may.
    """
    is_part = not service.volumes or service.is_built or any(word in document.text for word in ways)
    if is_part or re.search(rf":{re.escape(where)}(?![\w.-])", document.text):  # as in a comment
        return False
    targets = [mount.target.rstrip("/") for mount in service.volumes]
    if any(mount.unknown for mount in service.volumes):
        return False
    return not any(_below(where, target) is not None or _below(target, where) is not None for target in targets)


def _flags_of_traefik_1(words: tuple[Value, ...], document: LabelDocument) -> Traefik1Flags | None:
    """What of the flags only Traefik 1 had; None where one is of a later Traefik, or too little speaks for it."""
    old: dict[str, Value] = {}
    count, is_sure = 0, False
    for word in words:
        found = _FLAG.match(word.text)
        if found is None:
            continue
        root, _, below = found["name"].partition(".")
        folded = fold(root)
        if folded in ("providers", "certificatesresolvers") or (folded == "entrypoints" and below):
            return None
        is_point = folded == "entrypoints" and _ENTRY_POINT_1.match(word.text, found.end()) is not None
        if is_point or folded in STATIC_1:
            old.setdefault(root, word.part(*found.span("name")))
            count += 1
            is_sure = is_sure or is_point or folded == "defaultentrypoints"
    if not is_sure and count < 2:
        return None
    return Traefik1Flags(_place(document, next(iter(old.values()))), tuple(old))


def _tell_flags(
    parts: dict[type[Any], list[Any]], document: LabelDocument, flags: Flags, decoded: DecodedSettings
) -> None:
    for fault in (*((flags.fault,) if flags.fault else ()), *decoded.faults):
        _tell(parts, _bad(document, fault, is_flag=True))
    if flags.lost:
        _tell(parts, LostWords(_place(document, flags.lost[0]), flags.lost[0].text, len(flags.lost)))
    for name in flags.chances:
        _tell(parts, BareList(_place(document, name), name.text))
    _tell_quotes(parts, document, ((f"--{one.name.text}", one.value) for one in flags.settings))
    for repeat in flags.repeats:
        _tell(parts, RepeatedFlag(_place(document, repeat.value), repeat.value.text, repeat.is_list, repeat.is_same))


def _tell_quotes(
    parts: dict[type[Any], list[Any]], document: LabelDocument, settings: Iterable[tuple[str, Value]]
) -> None:
    for name, value in settings:
        if found := _QUOTED.fullmatch(value.text):
            _tell(parts, QuotedSetting(_place(document, value), name, found[2]))


def _tell_removed(
    parts: dict[type[Any], list[Any]], decoded: DecodedSettings, document: LabelDocument, *, is_flag: bool
) -> None:
    """What Traefik refuses in a form that it takes nothing else from: it looks for removed options in every form."""
    for one in decoded.diagnostics:
        if isinstance(one, RemovedOption) and _is_readable(one):
            place = Place(document, one.node, one.path, "")
            _tell(parts, BadSetting(place, "removed", one.path, one.traefik, is_flag))


_SWITCHES = ("swarmmode", "caoptional", "http3")


def _is_readable(removed: RemovedOption) -> bool:
    """Whether the value of a removed option is one that it had: Traefik does not know it by another."""
    if not isinstance(removed.value, Scalar):
        return True
    text, name = removed.value.value, removed.option.key.lower()
    if name in _SWITCHES:
        return text in TRUTHS
    if name == "spannamelimit":
        return re.fullmatch(r"[+-]?[0-9]+", text) is not None
    return name == "namespace" or fold(text) in ("", "true")  # the others are sections, off with any other text


def _ignore(
    parts: dict[type[Any], list[Any]],
    document: LabelDocument,
    flags: Flags,
    given: list[Value],
    mounted: str,
    same: tuple[tuple[bool, frozenset[str]], tuple[bool, frozenset[str]]],
    said: tuple[Static, Static],
) -> None:
    """What Traefik ignores beside a file.

    Args:
        same: whether the file says the same as flags and as variables, and the entry points that it calls otherwise.
        said: what flags and variables say.
    """
    if flags.fault is not None:
        _tell(parts, _bad(document, flags.fault, is_flag=True))
    if flags.settings:
        _tell(
            parts,
            IgnoredForm(_place(document, flags.settings[0].name), "flags", "file", mounted, *same[0], "", said[0]),
        )
    if given:
        _tell(parts, IgnoredForm(_place(document, given[0]), "variables", "file", mounted, *same[1], "", said[1]))


def _tell(parts: dict[type[Any], list[Any]], fact: Any) -> None:
    parts.setdefault(type(fact), []).append(fact)


def _bad(document: LabelDocument, fault: FatalName, *, is_flag: bool) -> BadSetting:
    return BadSetting(_place(document, fault.value), fault.kind, fault.value.text, fault.traefik, is_flag)


def _place(document: LabelDocument, value: Value) -> Place:
    return Place(document, part_of(value, 0, len(value.text)), "", "")


def _text(texts: Texts, path: str) -> str:
    try:
        return texts(path) or ""
    except LookupError:
        return ""


def _mounted(service: Service, named: tuple[str, ...], folder: str, texts: Texts) -> str:
    """The file of the project that a service mounts where Traefik looks for its own; empty where there is none."""
    for wanted in (*named, *STATIC_PLACES):
        for mount in service.volumes:
            rest = _below(wanted, mount.target)
            if rest is None or not mount.source.startswith("."):
                continue
            path = posixpath.normpath(posixpath.join(folder, mount.source, rest))
            if _text(texts, path):
                return path
    return ""


def _is_elsewhere(service: Service, named: tuple[str, ...], folder: str, texts: Texts) -> bool:
    """Whether there is a file that takes the place of flags and variables, and that is not at hand: one that a flag
    names, or that a volume brings, from elsewhere on the host or because it is not kept with the others. Where what is
    given names no provider, the file may be in a folder of the host; so it may where one stands beside the compose
    file, which is then brought there with it, or in a folder there that is called as the one of the host.

    Args:
        folder: that of the compose file.
    """
    own = {mount.target for mount in service.volumes if mount.kind == "bind" and mount.source != NOTHING}
    if named or not own.isdisjoint(STATIC_PLACES):
        return True
    brought = [one.source for one in service.volumes if one.target.rstrip("/") in _STATIC_FOLDERS]
    brought = [source for source in brought if source.startswith(("/", "~"))]
    if not brought:
        return False
    words = words_of(service) or ()
    names = (*(word.text for word in words), *(one.name.text for one in service.environment))
    if not any(map(_PROVIDER.match, names)):
        return True
    files = {posixpath.basename(place) for place in STATIC_PLACES}
    folders = (folder, *(posixpath.join(folder, posixpath.basename(source.rstrip("/"))) for source in brought))
    return any(_text(texts, posixpath.join(one, file)) for one in folders for file in files)


def _named_files(flags: Flags) -> tuple[str, ...]:
    """The static configuration that a flag names, if one does: an empty name is none."""
    named = config_file((one.name.text, one.value.text) for one in flags.settings)
    return (named,) if named else ()


def _below(path: str, folder: str) -> str | None:
    """A path as seen from a folder; empty where it is that one, None where it lies elsewhere."""
    if path == folder:
        return ""
    start = folder.rstrip("/") + "/"
    return path[len(start) :] if path.startswith(start) else None
