"""Asks a running Traefik about one option at a time, and reads its nature off what it says to wrong values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, NamedTuple, Self

from tests.probe.go_types import GoOption
from traefiklint.verify.binary import Binary
from traefiklint.verify.harmless import CORPUS_STATIC
from traefiklint.verify.process import TraefikProcess
from traefiklint.verify.verdict import KINDS, REFUSED

Facts = dict[str, Any]
"""What is known of an option: `kind`, `type`, `go`, `allow_empty`, `ignored`, `default`; only what is not false."""

NAME = "x"
"""What stands for `*` in the files."""
_UNKNOWN, _UNKNOWN_BELOW, _TRAP = "zzunknown", "zzbelow", "trap!"
_MOST_RELOADS = 1500
_BY_ERROR = {"ParseBool": "bool", "ParseInt": "int", "ParseUint": "uint", "ParseFloat": "float", "time: ": "duration"}
_SINGLE = {"string", "bool", "int", "uint", "duration", "list<string>"}
FILLED_LATER = {
    "http.routers.*.entryPoints",
    "http.routers.*.observability.accessLogs",
    "http.routers.*.observability.metrics",
    "http.routers.*.observability.tracing",
    "http.routers.*.priority",
    "tcp.routers.*.entryPoints",
    "tcp.routers.*.priority",
}
"""Options that Traefik fills in from elsewhere once it has read the file, so that what the API shows is no default."""
_SHOWN = {kind: group for group, kind in KINDS.items()}


class Answer(NamedTuple):
    """What Traefik made of a file."""

    error: str
    """Why it refused it; empty where it did not."""
    shown: Mapping[str, Any]
    """What its API shows of the objects."""


class Asking:
    """A Traefik to ask; a context manager."""

    def __init__(self, binary: Binary) -> None:
        self._binary = binary
        self._process: TraefikProcess | None = None

    def answer(self, path: str, value: Any) -> Answer:
        """What Traefik says to a file in which only this option stands."""
        if self._process is None or self._process.reloads >= _MOST_RELOADS:
            self.close()
            self._process = TraefikProcess(self._binary.path, CORPUS_STATIC)
        digest = self._process.digest({"probe.yml": json.dumps(nested(path, value))})
        refused = next((line for line in digest.lines if line.get("message") == REFUSED), {})
        error = str(refused.get("error", digest.harm)).rpartition("probe.yml: ")[2]
        if digest.harm:
            self.close()
        return Answer(error, digest.raw or {})

    def facts(self, declared: Mapping[str, GoOption | None]) -> dict[str, Facts]:
        """The facts of every option that this Traefik knows, out of those that may exist.

        Args:
            declared: what Go says of each, where it says something; sections come before what is in them.
        """
        known: dict[str, Facts] = {}
        for path, option in declared.items():
            if "." not in path or section_of(path) in known:
                facts = self._facts(path, option)
                if facts is not None:
                    known[path] = facts
        for path, default in self._defaults(known):
            known[path].setdefault("default", default)
        return known

    def _facts(self, path: str, option: GoOption | None) -> Facts | None:
        """What an option is: told by how Traefik refuses wrong values, else by its declaration in Go."""
        key = path.rpartition(".")[2]
        mapping = self.answer(path, {_UNKNOWN: {_UNKNOWN_BELOW: "x"}}).error
        if mapping == f"field not found, node: {key}":
            return None
        scalar = self.answer(path, _TRAP).error
        facts: Facts = {"kind": option.kind if option else "raw"}
        alone = re.fullmatch(r".* cannot be a standalone element \(type (.*)\)", scalar)
        if alone:
            facts["type"] = alone[1]
        facts["kind"] = next((kind for sign, kind in _BY_ERROR.items() if sign in scalar), facts["kind"])
        go = re.fullmatch(rf"invalid node {re.escape(key)}: (\S+)", mapping)
        if go:
            facts["go"] = go[1]
        if option and option.may_be_empty:
            facts["allow_empty"] = True
        if option and option.ignored:
            facts["ignored"] = True
        return facts

    def _defaults(self, known: Mapping[str, Facts]) -> Iterator[tuple[str, Any]]:
        """What the API shows of options that no file gives, in a section that a neighbour or `true` brings about."""
        for path, facts in known.items():
            if facts.get("ignored") or facts["kind"] not in _SINGLE | {"struct"}:
                continue
            if facts["kind"] == "struct" and not facts.get("allow_empty"):
                continue
            shown = self.answer(path, True if facts["kind"] == "struct" else "1").shown
            section = path if facts["kind"] == "struct" else section_of(path)
            for other in known:
                if other != path and section_of(other) == section and other not in FILLED_LATER:
                    default = found(shown, other)
                    if default and not isinstance(default, dict):
                        yield other, default

    def close(self) -> None:
        """Ends the process."""
        if self._process is not None:
            self._process.close()
            self._process = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def nested(path: str, value: Any) -> Any:
    """A file that says nothing but this: `*` becomes a name, `[]` a list of one."""
    for step in reversed(path.split(".")):
        key = NAME if step == "*" else step.removesuffix("[]")
        value = {key: [value] if step.endswith("[]") else value}
    return value


def found(shown: Mapping[str, Any], path: str) -> Any:
    """What the API shows at the place of an option; None where it shows nothing."""
    group = _group(path)
    if group is None:
        return None
    value: Any = shown.get(_SHOWN[group], {}).get(f"{NAME}@file")
    for step in path.removeprefix(f"{group}.*.").split("."):
        folded = {str(key).lower(): inner for key, inner in value.items()} if isinstance(value, dict) else {}
        value = folded.get(NAME if step == "*" else step.removesuffix("[]").lower())
        if step.endswith("[]"):
            value = value[0] if isinstance(value, list) and value else None
    return value


def _group(path: str) -> str | None:
    """The kind of the object that an option belongs to, where the API shows such objects."""
    return next((kind for kind in _SHOWN if path.startswith(f"{kind}.*.")), None)


def section_of(path: str) -> str:
    """The section that an option stands in."""
    return re.sub(r"(\.\*|\[\])+$", "", path.rpartition(".")[0])
