"""What a static configuration, or a compose file that runs Traefik, says about where the files are.

Sources: Traefik's providers.file (`directory`, `filename`), its flags and `TRAEFIK_` variables; the Compose
specification for `command`, `environment` and `volumes`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

from traefiklint.discovery.entries import without_entry
from traefiklint.discovery.paths import NOTHING, STATIC_PLACES, below, config_file, is_config_file, joined
from traefiklint.discovery.plain import may_run_traefik
from traefiklint.discovery.skeleton import FURTHEST, skeleton
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.versions import is_image, version_of_image
from traefiklint.yaml.reader import read_yaml

_FLAG = lazy(r"--?(?P<name>[A-Za-z][\w.\[\]-]*)(?:=(?P<value>.*))?", re.DOTALL)
_VARIABLE = lazy(r"TRAEFIK_(?P<name>\w+)", re.IGNORECASE)
_LEADS_ON = lazy(r"(?m)^include\s*:|^[ \t]+extends\s*:")
_ENTRY_POINTS = lazy(r"(?i)(?<![\w.-])traefik\.[\w.-]+\.entrypoints?[\"']?(?:=|:[ \t])[ \t]*[\"']?([\w ,-]+)")
_RESOLVER = lazy(r"(?i)(?<![\w.-])traefik\.[\w.-]+\.tls\.certresolver[\"']?(?:=|:[ \t])[ \t]*[\"']?([\w-]+)")
_HAVE_LABELS = frozenset(("labels", "label_file", "deploy"))
_LABELS = frozenset(("docker", "swarm"))
_MAKES = frozenset(("image", "build", "extends"))
_MOUNT = lazy(r"(?P<host>(?:\$\{[^}]*\}|[^:])+):(?P<inside>/[^:]*)(?::\w+)?")  # variables may hold a colon

_WEB_PORT = lazy(r"(?:0\.0\.0\.0:)?(80|443):\d+(?:/tcp)?")
_HERE = lazy(r"\A(?:\$PWD|\$\{PWD\}|\$\{PWD:?-[^}]*\})(?=/|\Z)")
"""The variable of a shell that names the folder in which it is."""
_BUILT = lazy(
    r"(?m)^(?P<indent>[ \t]+)traefik:[^\n]*\n(?:(?P=indent)[ \t]+[^\s][^\n]*\n|[ \t]*\n)*?(?P=indent)[ \t]+build[ \t]*:"
)
"""A service called so that is built here, perhaps on Traefik's image."""


class Hint(NamedTuple):
    """What a file says about a Traefik's file provider."""

    directory: str = ""
    filename: str = ""
    """As Traefik sees them, perhaps inside of a container."""
    static: str | None = None
    """The static configuration that flags and variables make, as a YAML text; None where there are none."""
    mounts: tuple[tuple[str, str], ...] = ()
    """Paths on the host with the paths in the container that they appear at."""
    config_file: str = ""
    """The static configuration that a flag names."""
    version: str = ""
    """The version of the image, as `versions.version_of_image` has it."""
    version_varies: bool = False
    """Whether what is written elsewhere decides on it: a variable, for which this is the default, a Dockerfile, or the
    file of a service that is extended."""
    is_built: bool = False
    """Whether the image is built, and what it is called says nothing of its version."""
    reads_labels: bool = False
    """Whether it has a provider that reads labels, or flags beside it want one."""
    entry_points: frozenset[str] = frozenset()
    """The entry points that it has, in small letters; empty where they are not known."""
    resolvers: frozenset[str] = frozenset()
    """The certificate resolvers that it has, in small letters, where the entry points are known."""
    script: str = ""
    """The script of somebody's own, among what is mounted, that the container starts with in place of Traefik."""
    constraints: frozenset[str] = frozenset()
    """By which labels its providers choose containers, as written."""
    is_wrapped: bool = False
    """Whether the container starts with another program, as a shell, that may start Traefik in any way."""
    gets_more: bool = False
    """Whether files may come into the container by other means than the volumes that are known."""
    foreign: tuple[str, ...] = ()
    """Where in the container something appears that is no path of the project, as the text of a `config` is none."""
    is_part: bool = False
    """Whether it has neither entry points nor providers, with which a Traefik would do nothing."""

    def mounts_in(self, folder: str) -> list[tuple[str, str]]:
        """The mounts of what belongs to the project, with their places in the repository, for a file in a folder."""
        return [(joined(folder, host), at) for host, at in self.mounts if not host.startswith(("/", "~", "$"))]

    def statics_in(self, folder: str) -> Iterator[str]:
        """Where in the repository the static configurations would be that it mounts, the one that counts first."""
        mounts = [(host, inside.rstrip("/")) for host, inside in self.mounts_in(folder)]
        for place in filter(None, (self.config_file, *STATIC_PLACES)):
            for host, inside in mounts:
                if below(place, inside):
                    yield joined(host, place[len(inside) :].lstrip("/"))

    def statics_meant(self, folder: str, statics: Collection[str]) -> frozenset[str]:
        """The static configurations that a Traefik may start with: where it mounts one from elsewhere, as from
        `${HOME}/docker/traefik`, those that are called so."""
        found = {path for path in self.statics_in(folder) if path in statics}
        for host, inside in self.mounts:
            for place in STATIC_PLACES if host.startswith(("/", "~", "$")) else ():
                if below(place, inside.rstrip("/")):
                    end = f"/{posixpath.basename(host.rstrip('/'))}{place[len(inside.rstrip('/')) :]}"
                    found |= {path for path in statics if f"/{path}".endswith(end)}
        return frozenset(found)


def of_static(file: str, text: str | bytes) -> Hint:
    """What a static configuration says."""
    written = _written(text)
    found = skeleton(file, written)
    providers, points = found.get("providers"), found.get("entryPoints")
    provider = providers.get("file")
    return Hint(
        provider.get("directory").value,
        provider.get("filename").value,
        reads_labels=bool(_LABELS & providers.roots()),
        is_part=found.roots().isdisjoint(("entrypoints", "providers")),
        entry_points=points.roots(),
        resolvers=found.get("certificatesResolvers").roots(),
        constraints=frozenset(providers.get(name, "constraints").value for name in _LABELS) - {""},
    )


def entry_points_of(text: str | bytes) -> frozenset[str]:
    """The entry points that the labels of a compose file name, in small letters."""
    written = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    lists = (found[1].split(",") for found in _ENTRY_POINTS.finditer(written))
    return frozenset(name.strip().lower() for names in lists for name in names) - {""}


def resolvers_of(text: str | bytes) -> frozenset[str]:
    """The certificate resolvers that the labels of a compose file name, in small letters."""
    return frozenset(name.lower() for name in _RESOLVER.findall(_written(text)))


@lru_cache(maxsize=512)  # each file is asked about its templates, its mounts and its flags
def of_compose(text: str | bytes) -> tuple[Hint, ...]:
    """What a compose file says about each Traefik that it runs."""
    written = _written(text)
    if "traefik" not in written or not (may_run_traefik(written) or _BUILT.search(written)):
        return ()
    tree = _tree(written) or _readable(written)
    return tuple(_of_service(service, tree) for name, service in _services(tree).items() if _is_traefik(name, service))


@lru_cache(maxsize=512)
def traefiks_in(text: str | bytes) -> list[str]:
    """What the services are called that are a Traefik, as a compose file makes them."""
    if not of_compose(text):
        return []
    return [name for name, one in _services(_tree(_written(text))).items() if _is_traefik(name, one)]


_STARTS = frozenset(("image", "build", "command", "entrypoint", "environment", "volumes", "configs", "secrets"))
"""What decides how a container starts."""
_JOINED = ("volumes", "configs", "secrets")
"""Lists that Compose puts together, of those of a service and those of the file; of one place in the container that of
the file that overrides counts."""


@lru_cache(maxsize=64)
def of_override(text: str | bytes, below: str | bytes) -> tuple[Hint, ...]:
    """What a compose file says about each Traefik that it runs, or has started otherwise, where Compose puts it over
    another one.

    Args:
        below: that other one.
    """
    if not of_compose(below):
        return of_compose(text)
    tree, lower = _tree(_written(text)), _tree(_written(below))
    merged = {**lower, **tree, **{kind: {**_section(lower, kind), **_section(tree, kind)} for kind in _JOINED[1:]}}
    found = []
    for name, service in _services(tree).items():
        own = _services(lower).get(name)
        if isinstance(own, dict) and isinstance(service, dict) and _is_traefik(name, own):
            if _STARTS.isdisjoint(service):
                continue
            lists = {kind: [*_items(service, kind), *_items(own, kind)] for kind in _JOINED}
            variables = dict([*_pairs(own.get("environment")), *_pairs(service.get("environment"))])
            service = {**own, **service, **lists, "environment": variables}
        if _is_traefik(name, service):
            found.append(_of_service(service, merged))
    return tuple(found)


class Part(NamedTuple):
    """A file that a compose file leads to."""

    path: str
    """As the compose file names it."""
    service: str = ""
    """The only service that is taken of it; empty where all of it is."""


def parts_of(text: str | bytes) -> list[Part]:
    """The files that a compose file includes or extends."""
    written = _written(text)
    if not _LEADS_ON.search(written):
        return []
    tree = _tree(written)
    included = tree.get("include")
    found = [Part(path) for one in (included if isinstance(included, list) else ()) for path in _paths(one)]
    for service in _services(tree).values():
        extended = service.get("extends") if isinstance(service, dict) else None
        if isinstance(extended, dict):
            found += [Part(path, _text(extended.get("service"))) for path in _paths({"path": extended.get("file")})]
    return found


def filled_in_by_docker(text: str | bytes) -> list[str]:
    """The files of a stack that Docker fills in before a container sees them: configs with a `template_driver`."""
    written = _written(text)
    if "template_driver" not in written:
        return []
    tree = _tree(written)
    found = [*_section(tree, "configs").values(), *_section(tree, "secrets").values()]
    return [_text(one.get("file")) for one in found if isinstance(one, dict) and one.get("template_driver")]


def services_to_judge(text: str | bytes) -> frozenset[str]:
    """The services of a compose file that have labels, or run a Traefik."""
    return frozenset(
        name
        for name, service in _services(_tree(_written(text))).items()
        if isinstance(service, dict) and (_HAVE_LABELS & service.keys() or _is_traefik(name, service))
    )


def service_names(text: str) -> frozenset[str]:
    """The services of a compose file."""
    return frozenset(_services(_tree(_written(text))))


@lru_cache(maxsize=512)
def unmade_services(text: str | bytes) -> frozenset[str]:
    """The services of which a compose file does not say what they are made of, so that it is part of another."""
    services = _services(_tree(_written(text)))
    return frozenset(name for name, one in services.items() if isinstance(one, dict) and _MAKES.isdisjoint(one))


def web_ports_of(text: str | bytes) -> frozenset[str]:
    """Which ports of the web a compose file takes of the host, on all its addresses."""
    written = _written(text)
    if ":80" not in written and ":443" not in written:
        return frozenset()
    services = _services(_tree(written))
    ports = (port for name, one in services.items() if isinstance(one, dict) for port in _items(one, "ports"))
    found = (_WEB_PORT.fullmatch(port) for port in ports if isinstance(port, str))
    return frozenset(one[1] for one in found if one is not None)


_MOST_BROKEN = 3
"""How many entries may be left out of a compose file that cannot be read."""


def _readable(text: str) -> dict[str, Any]:
    """A compose file that cannot be read, without the services, or other entries, that break it."""
    for _ in range(_MOST_BROKEN):
        root, wrong = read_yaml(text)
        if root is not None or not wrong:
            return _plain_of(root)
        text = without_entry(text, wrong[0].span.line - 1)
    return {}


def _tree(text: str) -> dict[str, Any]:
    return _plain_of(read_yaml(text)[0])


def _plain_of(root: Node | None) -> dict[str, Any]:
    tree = _plain(root) if isinstance(root, Mapping) else {}
    return tree if isinstance(tree, dict) else {}


def _services(tree: dict[str, Any]) -> dict[str, Any]:
    return _section(tree, "services")


def _section(tree: dict[str, Any], name: str) -> dict[str, Any]:
    section = tree.get(name)
    return section if isinstance(section, dict) else {}


def _items(service: dict[str, Any], name: str) -> list[Any]:
    items = service.get(name)
    return items if isinstance(items, list) else []


def _paths(include: Any) -> list[str]:
    """The files of one entry of `include`: a path, or a mapping with one or several."""
    path = include.get("path") if isinstance(include, dict) else include
    return [one for one in (path if isinstance(path, list) else [path]) if isinstance(one, str)]


def _written(text: str | bytes) -> str:
    """A text, or the beginning of one that is still bytes."""
    return text[:FURTHEST].decode("utf-8", "replace") if isinstance(text, bytes) else text


def _is_traefik(name: str, service: Any) -> bool:
    if not isinstance(service, dict):
        return False
    image = service.get("image")
    if isinstance(image, str) and is_image(image):
        return True
    if isinstance(image, str) and "build" not in service:
        return False
    return name == "traefik" and ("build" in service or "extends" in service)  # else it adds to one of another file


_BRING_MORE = frozenset(("build", "extends", "volumes_from", "develop"))


def _of_service(service: dict[str, Any], file_tree: dict[str, Any]) -> Hint:
    tree: dict[str, Any] = {}
    flags = list(_flags(service.get("command")))
    for name, value in (*flags, *_variables(service.get("environment"))):
        if not is_config_file(name):
            _put(tree, name.split("."), value)
    provider = _lower(_lower(tree).get("providers"))
    file = _lower(provider.get("file"))
    given = [*_mounts(service.get("volumes")), *_files_given(service, file_tree)]
    mounts = tuple((host, inside) for host, inside in given if host != NOTHING)
    image = _text(service.get("image"))
    is_built = "build" in service and not is_image(image)  # what flags come to is then the image's own affair
    static = _text_of(tree) if tree and not is_built else None
    return Hint(
        _text(file.get("directory")),
        _text(file.get("filename")),
        static,
        mounts,
        config_file(flags),
        version_of_image(image),
        "$" in image or "build" in service or (not image and "extends" in service),
        is_built,
        bool(_LABELS & provider.keys()),
        frozenset(_lower(_lower(tree).get("entrypoints"))),
        frozenset(_lower(_lower(tree).get("certificatesresolvers"))),
        _script(service.get("entrypoint"), mounts),
        frozenset(_text(_lower(provider.get(name)).get("constraints")) for name in _LABELS) - {""},
        _is_another(service.get("entrypoint")) or _is_another(service.get("command")),
        not given or not _BRING_MORE.isdisjoint(service) or any("$" in inside for _, inside in given),
    )


_OWN_SCRIPT = "/entrypoint.sh"
"""The entry point of Traefik's own image."""


def _script(entrypoint: Any, mounts: tuple[tuple[str, str], ...]) -> str:
    """The first word of an entry point, where that is a file which is mounted; so is the script of Traefik's own image
    where one is mounted in its place."""
    inside = {at for _, at in mounts}
    words = _words(entrypoint) or [_OWN_SCRIPT]
    return next((word for word in words if isinstance(word, str) and word in inside), "")


def _is_another(command: Any) -> bool:
    """Whether a command or an entry point begins with neither Traefik nor the script of its image, nor with a flag."""
    first = next(iter(_words(command)), "-")
    return isinstance(first, str) and first[:1] != "-" and first.rpartition("/")[2] not in ("traefik", _OWN_SCRIPT[1:])


def _words(command: Any) -> list[Any]:
    return command if isinstance(command, list) else command.split() if isinstance(command, str) else []


def _text_of(tree: dict[str, Any]) -> str:
    """A tree as a YAML text; JSON is YAML."""
    import json

    return json.dumps(tree)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _flags(command: Any) -> Iterator[tuple[str, str]]:
    words = command if isinstance(command, list) else []
    if isinstance(command, str):
        import shlex

        try:
            words = shlex.split(command)
        except ValueError:
            words = command.split()
    for word, following in zip(words, (*words[1:], "-"), strict=False):
        found = _FLAG.fullmatch(word.strip()) if isinstance(word, str) else None
        if found:
            yield found["name"], _value_of(found["name"], following) if found["value"] is None else found["value"]


def _value_of(flag: str, following: Any) -> str:
    """What a flag without `=` is set to."""
    if not isinstance(following, str) or following.startswith("-"):
        return "true"
    from traefiklint.decoding.settings import takes_next_word

    return following if takes_next_word(flag) else "true"


def _variables(environment: Any) -> Iterator[tuple[str, str]]:
    for name, value in _pairs(environment):
        found = _VARIABLE.fullmatch(name)
        if found and isinstance(value, str):
            from traefiklint.decoding.settings import is_read

            if is_read(name):  # others begin like this for scripts
                yield found["name"].replace("_", "."), value


def _pairs(environment: Any) -> list[tuple[str, Any]]:
    if isinstance(environment, list):
        pairs = (item.partition("=")[::2] for item in environment if isinstance(item, str) and "=" in item)
        return list(dict(pairs).items())
    return list(environment.items()) if isinstance(environment, dict) else []


def _put(tree: dict[str, Any], path: list[str], value: str) -> None:
    """Put a value where a flag says: `entrypoints.web.address`; indices of lists are left to the names."""
    for step in path[:-1]:
        inner = tree.setdefault(step, {})
        if not isinstance(inner, dict):
            inner = tree[step] = {}
        tree = inner
    if not isinstance(tree.get(path[-1]), dict):
        tree[path[-1]] = value


def _lower(value: Any) -> dict[str, Any]:
    return {key.lower(): inner for key, inner in value.items()} if isinstance(value, dict) else {}


def _mounts(volumes: Any) -> Iterator[tuple[str, str]]:
    for volume in volumes if isinstance(volumes, list) else ():
        if isinstance(volume, dict):
            host, inside = volume.get("source"), volume.get("target")
            if isinstance(host, str) and isinstance(inside, str):
                yield _HERE.sub(".", host), inside
        elif isinstance(volume, str) and (found := _MOUNT.fullmatch(volume)):
            yield _HERE.sub(".", found["host"]), found["inside"]


def _files_given(service: dict[str, Any], tree: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The configs and secrets of a service as mounts; one that is no file here has a variable for its host."""
    for kind, folder in (("configs", "/"), ("secrets", "/run/secrets/")):
        given, defined = service.get(kind), tree.get(kind)
        for one in given if isinstance(given, list) else ():
            name = _text(one.get("source") if isinstance(one, dict) else one)
            inside = (_text(one.get("target")) if isinstance(one, dict) else "") or name
            about = defined.get(name) if isinstance(defined, dict) else None
            file = _text(about.get("file")) if isinstance(about, dict) else ""
            if name:
                host = file if file.startswith((".", "/", "~", "$")) else f"./{file}" if file else f"${name}"
                yield _HERE.sub(".", host), inside if inside.startswith("/") else f"{folder}{inside}"


def _plain(node: Node | None) -> Any:
    """A tree of a reader as plain values; not deeper than compose files are."""
    return _value(node, 8)


def _value(node: Node | None, depth: int) -> Any:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping) and depth:
        return {key.value: _value(value, depth - 1) for key, value in node.pairs}
    if isinstance(node, Sequence) and depth:
        return [_value(item, depth - 1) for item in node.items]
    return None
