"""Where policies come from: files and folders, those that come with the program, packs in Python packages."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from typing import NamedTuple

from traefiklint.errors import UsageError
from traefiklint.policies.policy import PolicyFile
from traefiklint.reading import read_file
from traefiklint.report.books import PLACES
from traefiklint.text.spelling import listed, nearest

SHIPPED = "policies"
"""What the names of the policies begin with that come with the program: `policies/baseline`."""
GROUP = "traefiklint.policies"
"""The group of entry points under which Python packages offer packs."""
_ENDINGS = (".yml", ".yaml")


class AskedPolicies(NamedTuple):
    """Which policies are asked for. Paths are as the user sees them."""

    paths: tuple[str, ...] = ()
    """Files and folders."""
    extends: tuple[str, ...] = ()
    """Names of sets and of single policies, packs, and paths."""
    folder: str = "."
    """Where paths in `extends` begin."""


def sources_of(asked: AskedPolicies) -> list[PolicyFile]:
    """The files that are asked for, each once.

    Raises:
        UsageError: there is no such path, name or pack, or a file cannot be read.
    """
    found: dict[str, PolicyFile] = {}
    for name in asked.extends:
        for source in _extended(name, asked.folder):
            found.setdefault(os.path.realpath(source.file), source)
    for path in asked.paths:
        for file in _files(path, f"the policies `{path}` do not exist"):
            found.setdefault(os.path.realpath(file), _source(file))
    return list(found.values())


def shipped() -> dict[str, list[str]]:
    """The sets that come with the program, with their files."""
    for place in PLACES:
        folder = os.path.join(place, SHIPPED)  # noqa: PTH118
        if os.path.isdir(folder):  # noqa: PTH112
            return _sets(_files(folder, ""))
    return {}


def _sets(files: Iterable[str]) -> dict[str, list[str]]:
    """Files by the folder that they lie in."""
    found: dict[str, list[str]] = {}
    for file in files:
        found.setdefault(os.path.basename(os.path.dirname(file)), []).append(file)  # noqa: PTH119, PTH120
    return found


def _extended(name: str, folder: str) -> Iterator[PolicyFile]:
    prefix, slash, rest = name.partition("/")
    if prefix == SHIPPED and slash:
        yield from _named(rest, shipped(), f"{SHIPPED}/")
    elif name.startswith((".", "/")) or os.path.exists(os.path.join(folder, name)):  # noqa: PTH110, PTH118
        path = os.path.normpath(os.path.join(folder, name))  # noqa: PTH118
        yield from (_source(file) for file in _files(path, f"`extends`: `{name}` does not exist"))
    else:
        yield from _pack(prefix, rest)


def _named(name: str, sets: dict[str, list[str]], prefix: str) -> Iterator[PolicyFile]:
    """The files of a set, or the one of a policy."""
    single = {_stem(path): [path] for paths in sets.values() for path in paths}
    paths = sets.get(name) or single.get(name)
    if paths is None:
        near = nearest(name, sorted({*sets, *single}))
        known = listed(sorted(f"{prefix}{one}" for one in sets))
        hint = f"did you mean `{prefix}{near}`?" if near else f"there are {known}"
        raise UsageError(f"`extends`: there are no policies `{prefix}{name}`", hint)
    for path in paths:
        yield _source(path, f"{prefix}{os.path.basename(os.path.dirname(path))}")  # noqa: PTH119, PTH120


def _stem(path: str) -> str:
    return os.path.basename(path).rpartition(".")[0]  # noqa: PTH119


def _pack(name: str, rest: str) -> Iterator[PolicyFile]:
    """The policies of an installed Python package, found without running any of its code."""
    from importlib.metadata import entry_points

    packs = {point.name: point for point in entry_points(group=GROUP)}
    if name not in packs:
        known = sorted([*packs, *(f"{SHIPPED}/{one}" for one in shipped())])
        near = nearest(name, known)
        hint = (
            f"did you mean `{near}`?"
            if near
            else f"known are {', '.join(f'`{one}`' for one in known)}; a path begins with `./`"
        )
        raise UsageError(f"`extends`: there is no pack `{name}`", hint)
    spec = find_spec(packs[name].module)
    folders = list(spec.submodule_search_locations or ()) if spec is not None else []
    if not folders:
        raise UsageError(f"the pack `{name}` names `{packs[name].module}`, which is no folder of a package")
    files = [file for folder in folders for file in _files(folder, f"the pack `{name}` has no folder")]
    if rest:
        yield from _named(rest, _sets(files), f"{name}/")
    else:
        yield from (_source(file, name) for file in files)


def _files(path: str, missing: str) -> Iterable[str]:
    """The policy files of a path, in the order of their names."""
    if os.path.isfile(path):  # noqa: PTH113
        return [path]
    if not os.path.isdir(path):  # noqa: PTH112
        raise UsageError(missing, "`traefiklint policy new NAME` writes a first one")
    found = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        found += [os.path.join(folder, one) for one in sorted(names) if one.endswith(_ENDINGS)]  # noqa: PTH118
    return found


def _source(file: str, origin: str = "") -> PolicyFile:
    try:
        text = read_file(file).decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise UsageError(f"the policies in `{file}` are not UTF-8") from None
    except OSError as error:
        raise UsageError(f"the policies in `{file}` cannot be read: {error.strerror}") from None
    name = file.replace(os.sep, "/")
    return PolicyFile(name, text.replace("\r\n", "\n"), origin or name)
