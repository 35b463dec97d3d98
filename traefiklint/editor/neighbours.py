"""Which files of a large directory decide what is said of one: those that it refers to, that refer to it, that answer
for the same hosts, and those that nobody can read. What is said of the one file among these alone is what is said of it
among all; `tests/editor/test_speed.py` holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from traefiklint.editor.mentions import Target, mentions
from traefiklint.instance.instance import KINDS, Instance, SourceFile

MOST = 40
"""More neighbours than that are not worth leaving the others out."""
_ROUTERS = ("Router", "TcpRouter")


class Neighbours:
    """Who has to do with whom, in a whole directory."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._mentions = mentions(instance)
        self._sources = {source.document.file: source for source in instance.files}
        self._definers: dict[Target, set[str]] = {}
        self._hosts: dict[str, set[str]] = {}
        self._always: set[str] = set()
        """The files that may have to do with any: routers for all hosts, texts that nobody can read."""
        for source in instance.files:
            file = source.document.file
            for target in _defined(source):
                self._definers.setdefault(target, set()).add(file)
            for host in _hosts_of(source, instance):
                self._hosts.setdefault(host, set()).add(file)
            document = source.document
            if document.uncertain or document.root is None or document.diagnostics:
                self._always.add(file)

    def around(self, source: SourceFile) -> list[SourceFile] | None:
        """A changed file and its neighbours, in their order; None where these are too many.

        Args:
            source: the file as it is now.
        """
        file = source.document.file
        before = self._sources.get(file)
        versions = [one for one in (source, before) if one is not None]
        files = {file, *self._always, *self._hosts.get("", ())}
        by_target = self._mentions.by_target
        alone = Instance((source,), self._instance.context, complete=False)
        for version in versions:
            hosts = set(_hosts_of(version, alone if version is source else self._instance))
            if "" in hosts:
                return None
            files.update(*(self._hosts.get(host, ()) for host in hosts))
            for target in _defined(version):
                files |= self._definers.get(target, set())
                files |= {_file_of(mention) for mention in by_target.get(target, ())}
                if len(files) > MOST:
                    return None
        wanted = {mention.target for found in mentions(alone).by_file.values() for mention in found}
        self._add_needed(files, wanted)
        if len(files) > MOST:
            return None
        found = {**{one: self._sources[one] for one in files if one in self._sources}, file: source}
        order = [*self._sources, *(() if file in self._sources else (file,))]
        return [found[one] for one in order if one in found]

    def _add_needed(self, files: set[str], wanted: set[Target]) -> None:
        """Add the files that define what is needed, and what these need in turn."""
        by_file = self._mentions.by_file
        waiting = [*files]
        seen = set(files)
        for target in (alike for one in wanted for alike in _of_any_protocol(one)):
            waiting += self._definers.get(target, set()) - seen
            seen |= self._definers.get(target, set())
        while waiting and len(seen) <= MOST:
            file = waiting.pop()
            for mention in by_file.get(file, ()):
                fresh = self._definers.get(mention.target, set()) - seen
                seen |= fresh
                waiting += fresh
        files |= seen


def _defined(source: SourceFile) -> Iterator[Target]:
    for cls, things in source.parts.items():
        kind = KINDS.get(cls.__name__)
        if kind is not None:
            yield from (Target(kind, thing.full) for thing in things)


def _of_any_protocol(target: Target) -> Iterator[Target]:
    """What is needed, and what has its name for another protocol: it may be taken for it."""
    section = target.kind.rpartition(".")[2]
    yield from (target._replace(kind=kind) for kind in KINDS.values() if kind.rpartition(".")[2] == section)


def _hosts_of(source: SourceFile, instance: Instance) -> Iterator[str]:
    """The hosts that routers of a file answer for; empty for all of them."""
    for name, routers in ((cls.__name__, found) for cls, found in source.parts.items()):
        for router in routers if name in _ROUTERS else ():
            rule = instance.rule(router)
            if rule.tree is None:
                continue
            hosts = (*rule.hosts, *rule.sni_hosts)
            if not hosts or any("*" in host for host in hosts):
                yield ""
            yield from (host.lower() for host in hosts)


def _file_of(mention: Any) -> str:
    file: str = mention.section.file
    return file
