"""Which files of a folder its scripts, Dockerfiles and read-mes hand to Traefik, or speak of, and its compose files."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from traefiklint.discovery.composed import Runs
from traefiklint.discovery.hints import Hint
from traefiklint.discovery.kinds import Kind
from traefiklint.discovery.paths import ancestors, joined
from traefiklint.discovery.scripts import COMMANDS, Scripts, commands_of
from traefiklint.discovery.walk import Seen
from traefiklint.patterns import lazy

_BRINGS = lazy(
    rb"(?i)(?<![\w./-])(?:docker|podman|nerdctl|cp|scp|rsync|install|mv|ln|copy|add|cat|envsubst"
    rb"|sed(?![ \t]+(?:-[a-z]*i|--in-place)))[ \t]"  # which else edits a file where it lies
    rb"|--configfile\b|--providers\.file\."
    rb"|\b(?:src|source):"  # of Ansible, of steps of a workflow
)
_STARTS = lazy(rb"(?i)(?<![\w./-])(?:docker|podman|nerdctl)[ \t]|--configfile\b|--providers\.file\.")
_TAKES_FILES = lazy(
    rb"(?i)(?<![\w./-])(?<!git )(?:cp|scp|rsync|install|mv|ln|copy|add|envsubst|sed|cat(?=[^|]*>))[ \t]"
    rb"|[ \t](?:-v|--volume|--mount)[ \t=]|\b(?:src|source):"
)
"""Commands whose `*` stands for files: of any other program it may be a pattern of its own."""
COMMENTS = lazy(rb"(?m)#.*$|\A\xef\xbb\xbf|^---[ \t]*$")
NAME = lazy(rb"[^\s\"'`=:<>|;,()/\[\]{}]+")
"""What may be the name of a file in a text, or a word."""
_PATH = lazy(rb"[^\s\"'`=:<>|;,()]+")
_OWN_FOLDER = b"/etc/traefik"
_START = lazy(r"\A(?:\$\w+|\$\{\w+\})?/*")
"""What stands before a path from the folder of a script: `$PWD/`, `$(pwd)/`."""


def named_by_scripts(scripts: Scripts, candidates: Collection[str], only_started: Collection[str] = ()) -> set[str]:
    """Those of some files that a command of a script, a Dockerfile or a README starts Traefik with, or copies, alone or
    with their folder to where Traefik looks.

    Args:
        candidates: their paths, from the folder.
        only_started: those that nobody reads wherever they are copied to.

    Raises:
        OSError: the folder cannot be read.
    """
    found: set[str] = set()
    if not candidates:
        return found
    copied = set(candidates).difference(only_started)
    whole: dict[bool, set[str]] = {False: set(), True: set()}
    for script, text in (*scripts.called(COMMANDS), *scripts.pipelines()):
        folders = ancestors(script.rpartition("/")[0])
        for command in commands_of(script, text) if _BRINGS.search(text) else ():
            words = _PATH.findall(command) if _BRINGS.search(command) else ()
            starts = bool(words) and _STARTS.search(command) is not None
            takes_files = _TAKES_FILES.search(command) is not None
            is_to_traefik = _OWN_FOLDER in command
            for word in words:
                path = _START.sub("", word.decode("utf-8", "replace"), 1)
                places = {joined(folder, path) for folder in folders}
                found |= places.intersection(candidates if starts else copied)
                if is_to_traefik or ("*" in path and takes_files):
                    whole[starts] |= {place.partition("*")[0].rstrip("/") for place in places} - {""}
    found |= {one for one in candidates if not whole[True].isdisjoint(ancestors(one))}
    return found | {one for one in copied if not whole[False].isdisjoint(ancestors(one))}


def spoken_of(scripts: Scripts, candidates: Collection[str], compose: Collection[str]) -> set[str]:
    """Those of some files whose names stand anywhere in a script, a Dockerfile or a read-me, besides compose files.

    Args:
        candidates: their paths, from the folder.
        compose: the paths of the compose files.

    Raises:
        OSError: the folder cannot be read.
    """
    if not candidates:
        return set()
    names = {path: path.rpartition("/")[2].encode() for path in candidates}
    found: set[str] = set()
    for script, text in (*scripts.called(COMMANDS), *scripts.pipelines()):
        if script not in compose:
            words = set(NAME.findall(text))
            found |= {path for path, name in names.items() if name in words and script != path}
    return found


def mentioned(paths: Collection[str], seen: Sequence[Seen], runs: Runs) -> set[str]:
    """Those of some files that compose files speak of, besides what their Traefiks mount and are told to start with."""
    if not paths:
        return set()
    texts = (COMMENTS.sub(b"", one.text) for one in seen if one.what.kind is Kind.COMPOSE)
    named = Counter(name for text in texts for name in NAME.findall(text))
    hints = [hint for hints in runs.values() for hint in hints]
    known = Counter(name for hint in hints for text in _told(hint) for name in NAME.findall(text.encode()))
    return {path for path in paths if named[name := posixpath.basename(path).encode()] > known[name]}


def _told(hint: Hint) -> Iterator[str]:
    for mount in hint.mounts:
        yield from mount
    yield hint.config_file
