"""What Traefik says about a provider directory, as a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from traefiklint.instance.names import FILE

KINDS = {
    "routers": "http.routers",
    "services": "http.services",
    "middlewares": "http.middlewares",
    "tcpRouters": "tcp.routers",
    "tcpServices": "tcp.services",
    "tcpMiddlewares": "tcp.middlewares",
    "udpRouters": "udp.routers",
    "udpServices": "udp.services",
}
"""The groups of objects that `/api/rawdata` shows (pkg/api/handler.go), and the linter's words for them; TLS and
transports are not among them."""

REFUSED = "Error while building configuration"
"""The message of the log line that means: the file provider refused the directory, the former configuration stays."""

PANIC = "Error in Go routine"

_AS_PARENT = "router has both a service and is referenced as a parent by other routers"
"""What Traefik has against a router with a service that others stand below (pkg/server/router, `ParseRouterTree`)."""

_NOISE = (
    "Health check failed",
    "Unable to obtain ACME certificate",
    "Stack: ",
    "Traefik can reject some encoded characters",
)
_NAMES = ("routerName", "serviceName", "middlewareName")


class ObjectState(NamedTuple):
    """How Traefik runs one object."""

    status: str
    """`enabled`, `disabled`, or `warning`: it runs in part."""
    errors: tuple[str, ...] = ()


class Complaint(NamedTuple):
    """A line of Traefik's log at level warn or error."""

    level: str
    message: str
    error: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    """What else the line names, such as `routerName`, by name."""

    def field(self, name: str) -> str:
        """The value of a field, or an empty text."""
        return next((value for key, value in self.fields if key == name), "")

    @property
    def provider_of_containers(self) -> str:
        """The provider of containers that says it, or that Traefik says it of; empty where it is none."""
        if found := _OF_CONTAINERS.search(self.message):
            return "swarm" if found[1] else "docker"
        name = self.field("providerName")
        return name if name in ("docker", "swarm") else ""


_OF_CONTAINERS = re.compile(r"provider \*docker\.(Swarm)?Provider")
"""How Traefik's log names them where it starts them (pkg/provider/aggregator/aggregator.go)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What Traefik made of one provider directory. Paths in texts are relative to that directory."""

    loads: bool
    """False: Traefik refused the directory, and what ran before goes on running."""
    error: str = ""
    """Why it was refused, in Traefik's words; or what it did instead of answering, where `harm` is set."""
    file: str = ""
    """The file that `error` names, or empty."""
    objects: Mapping[str, Mapping[str, ObjectState]] = field(default_factory=dict)
    """By kind (see `KINDS`), then by name, as in `shop@file`: objects of the directory, and routers of Traefik itself
    that it takes down."""
    complaints: tuple[Complaint, ...] = ()
    """In the order of the log, each once (Traefik repeats some for every entry point), without the line that says why
    the directory was refused."""
    harm: str = ""
    """Empty, or what the directory does to the proxy itself: `panic` (a routine of Traefik died, so that it never reads
    files again), `endless` (Traefik recurses or allocates until it is killed), `crash` (the process ended)."""
    rendered: Mapping[str, str] = field(default_factory=dict)
    """The text that Traefik made of each file with its templates, by file; only where it was asked for."""

    def disabled(self) -> tuple[tuple[str, str], ...]:
        """Kind and name of every object that does not run."""
        return tuple(
            (kind, name)
            for kind, states in self.objects.items()
            for name, state in states.items()
            if state.status == "disabled"
        )

    def to_dict(self) -> dict[str, Any]:
        """The verdict as the corpus records it."""
        objects = {
            kind: {
                name: {"status": state.status, "errors": list(state.errors)} for name, state in sorted(states.items())
            }
            for kind, states in self.objects.items()
        }
        refusal = [{"level": "error", "message": REFUSED, "error": self.error}] if self.error and not self.harm else []
        log = [
            {
                key: value
                for key, value in {
                    "level": complaint.level,
                    "message": complaint.message,
                    "error": complaint.error,
                    **{name: complaint.field(name) for name in _NAMES},
                }.items()
                if value
            }
            for complaint in self.complaints
        ]
        record = {"loads": self.loads, "error": self.error, "objects": objects, "log": refusal + log}
        return {**record, "harm": self.harm} if self.harm else record


def read_objects(
    raw: Mapping[str, Any], hidden: str, providers: Iterable[str] = (FILE,)
) -> dict[str, dict[str, ObjectState]]:
    """The objects of providers in what `/api/rawdata` answers, without those named `hidden…`; and routers of Traefik
    itself that it disables because others stand below them."""
    endings = tuple(f"@{provider}" for provider in providers)
    found: dict[str, dict[str, ObjectState]] = {}
    for kind in KINDS:
        states = {}
        for name, item in (raw.get(kind) or {}).items():
            state = ObjectState(item.get("status", ""), tuple(item.get("error") or item.get("err") or ()))
            is_asked = name.endswith(endings) and not name.startswith(hidden)
            if is_asked or (name.endswith("@internal") and _AS_PARENT in state.errors):
                states[name] = state
        if states:
            found[kind] = states
    return found


def read_complaint(line: Mapping[str, Any], directory: str) -> Complaint | None:
    """A log line as a complaint; None for levels below warn and for lines that say nothing about the directory."""
    level, message = str(line.get("level", "")), str(line.get("message", ""))
    if level not in {"warn", "error", "fatal", "panic"} or message.startswith(_NOISE):
        return None
    if str(line.get("providerName", "")).endswith("acme"):
        return None
    rest = tuple(
        (key, shorten(value if isinstance(value, str) else str(value), directory))
        for key, value in sorted(line.items())
        if key not in {"level", "message", "error", "time", "caller", "entryPointName"}
    )
    return Complaint(level, shorten(message, directory), shorten(str(line.get("error", "")), directory), rest)


def shorten(text: str, directory: str) -> str:
    """`text` with paths below `directory` made relative."""
    return text.replace(directory + "/", "")


def named_file(error: str, files: Iterable[str]) -> str:
    """The file that a refusal names, as in `[collecting file configs: ][loading … subdirectory …: ]FILE: reason`.

    The words around it differ between versions, so the first place counts where a file's name stands alone.
    """
    places = [(at, -len(file), file) for file in files if (at := f": {error}".find(f": {file}: ")) >= 0]
    return min(places)[2] if places else ""
