"""Ask the real Traefik what it makes of provider directories, one after the other, from one warm process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from traefiklint.instance.names import FILE
from traefiklint.verify.binary import Binary, find_binary
from traefiklint.verify.guard import Protection
from traefiklint.verify.harmless import CORPUS_STATIC, Harmless
from traefiklint.verify.process import SENTINEL, SENTINEL_FILE, Digest, Files, TraefikProcess
from traefiklint.verify.verdict import (
    REFUSED,
    Complaint,
    ObjectState,
    Verdict,
    named_file,
    read_complaint,
    read_objects,
)

if TYPE_CHECKING:
    from traefiklint.docker.containers import Container
    from traefiklint.docker.options import ProviderOptions

_API_SERVICES = {"api@internal", "dashboard@internal"}
_HARM = {
    "panic": "a routine of Traefik dies of it; Traefik runs on and never reads its files again",
    "endless": "Traefik recurses or allocates without end",
    "crash": "Traefik ends",
}

_MOST_RELOADS = 2000
_MOST_MEMORY = 400 << 20


class Oracle(AbstractContextManager["Oracle"]):
    """A Traefik to ask; a context manager, after which no process, port or file is left.

    `check` takes 2 to 20 ms a small directory once warm. The process is replaced after many reloads, when it has grown,
    and after a directory that harms it.
    """

    def __init__(
        self,
        binary: Binary | None = None,
        static: Mapping[str, Any] = CORPUS_STATIC,
        *,
        rendered: bool = False,
        confined: bool = True,
        options: Mapping[str, ProviderOptions] | None = None,
    ) -> None:
        """Starts nothing yet.

        Args:
            binary: the Traefik; found where absent.
            static: the static configuration, which is made harmless; that of the corpus where absent.
            rendered: whether verdicts show the text that Traefik made of each template (slower).
            confined: whether Traefik gets neither network nor files, as far as the system allows that; otherwise its
                entry points can be reached on loopback, and it reaches the servers of its services.
            options: the providers of containers that it has, and how they are set up; their engine is one of our own.

        Raises:
            BinaryError: no Traefik is found.
        """
        self.binary = binary or find_binary()
        self._static = static
        self._rendered = rendered
        self._confined = confined
        self._options = options or {}
        self._process: TraefikProcess | None = None
        self._protection: Protection | None = None

    def check(self, files: Files, beside: Files | None = None, containers: Sequence[Container] = ()) -> Verdict:
        """Traefik's verdict on a provider directory that holds `files` (content by relative path, `/` between folders),
        and on the containers of the engine.

        Files of any name may be among them, such as certificates; texts name those by their path below `directory`.
        Those `beside` lie in Traefik's working directory, where texts name them by their mere names.

        Raises:
            StaticError: Traefik refuses to start with the static configuration.
            BinaryError: it does not start.
        """
        process, digest = self._digest(files, beside or {}, containers)
        if digest.harm in ("endless", "crash"):
            # so is a machine under load, and one on which somebody ends every Traefik: a fresh one decides
            self.close()
            process, digest = self._digest(files, beside or {}, containers)
        verdict = _verdict(digest, files, process, self._options)
        if digest.harm or process.reloads >= _MOST_RELOADS or process.memory() > _MOST_MEMORY:
            self.close()
        return verdict

    def _digest(self, files: Files, beside: Files, containers: Sequence[Container]) -> tuple[TraefikProcess, Digest]:
        process = self._running()
        try:
            return process, process.digest(files, beside, containers)
        except BaseException:  # also Ctrl-C: an answer may still be on its way, so this process is not asked again
            self.close()
            raise

    def render(self, name: str, text: str) -> str | None:
        """What Traefik makes of a file with templates; None where they fail. `name` says by its ending what it holds.

        Raises:
            TraefiklintError: as `check`.
        """
        if not self._rendered:  # the log of the one that runs does not tell
            self.close()
            self._rendered = True
        return self.check({name: text}).rendered.get(name)

    @property
    def harmless(self) -> Harmless:
        """What Traefik runs with: where its entry points listen, and what was left out. Starts it if need be."""
        return self._running().harmless

    @property
    def directory(self) -> str:
        """The provider directory as Traefik sees it; changes when the process is replaced."""
        return str(self._running().directory)

    @property
    def protection(self) -> Protection:
        """What the system itself closes to Traefik, or closed to the last one. Starts one if there was none."""
        return self._protection or self._running().protection

    def memory(self) -> int:
        """Resident memory of the running Traefik in bytes; 0 where none runs or the system does not tell."""
        return self._process.memory() if self._process else 0

    def _running(self) -> TraefikProcess:
        if self._process is None:
            self._process = TraefikProcess(
                self.binary.path,
                self._static,
                rendered=self._rendered,
                confined=self._confined,
                options=self._options,
            )
            self._protection = self._process.protection
        return self._process

    def close(self) -> None:
        """Ends the process; the next `check` starts another."""
        process, self._process = self._process, None
        if process:
            process.close()

    def __exit__(self, *_: object) -> None:
        self.close()


def _verdict(digest: Digest, files: Files, process: TraefikProcess, options: Iterable[str] = ()) -> Verdict:
    directory = str(process.directory)
    complaints: dict[Complaint, None] = {}
    refusal = ""
    for line in digest.lines:
        complaint = read_complaint(line, directory)
        if complaint is None or SENTINEL_FILE in complaint.field("origin"):
            continue
        if complaint.message == REFUSED:
            refusal = complaint.error
        else:
            complaints[complaint] = None
    if digest.harm:
        return Verdict(False, _HARM[digest.harm], "", {}, tuple(complaints), digest.harm)
    rendered = _rendered(digest, files)
    if digest.raw is None:
        return Verdict(False, refusal, named_file(refusal, files), {}, tuple(complaints), rendered=rendered)
    objects: Mapping[str, Mapping[str, ObjectState]] = read_objects(digest.raw, SENTINEL, (FILE, *options))
    if not process.harmless.has_api:
        objects = _without_api(objects, digest.raw)
    return Verdict(True, "", "", objects, tuple(complaints), rendered=rendered)


def _without_api(
    objects: Mapping[str, Mapping[str, ObjectState]], raw: Mapping[str, Any]
) -> dict[str, Mapping[str, ObjectState]]:
    """The objects as they are where the API is off: it is on here only because the verdict is read from it."""
    needs = {
        (kind, name): frozenset(_needed(one, name))
        for kind in ("routers", "services", "middlewares")
        for name, one in raw.get(kind, {}).items()
    }
    lost = {("services", name) for name in _API_SERVICES}
    while more := {one for one, others in needs.items() if one not in lost and others & lost}:
        lost |= more
    built = {one for one in needs if one[0] == "routers"}  # Traefik builds nothing else that no router leads to
    while more := {other for one in built for other in needs.get(one, ())} - built:
        built |= more
    disabled = ObjectState("disabled", ("api is not enabled",))
    return {
        kind: {
            name: disabled if (kind, name) in lost & built and state.status != "disabled" else state
            for name, state in states.items()
        }
        for kind, states in objects.items()
    }


def _needed(one: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    """The services and middlewares that a router, a service or a middleware names, by kind and full name."""
    for section in (one, *(below for key, below in one.items() if key != "plugin" and isinstance(below, Mapping))):
        listed = [*(section.get("services") or ()), *(section.get("mirrors") or ())]
        services = [section.get("service"), section.get("fallback"), *(other.get("name") for other in listed)]
        for kind, names in (("services", services), ("middlewares", section.get("middlewares") or ())):
            yield from ((kind, _full(other, name)) for other in names if isinstance(other, str))


def _full(name: str, near: str) -> str:
    """The full name of what an object names, which has a full name itself."""
    return name if "@" in name else f"{name}@{near.rpartition('@')[2]}"


def _rendered(digest: Digest, files: Files) -> dict[str, str]:
    """What became of each template, from pairs of log lines in which Traefik gives a file's text and its result."""
    names = {
        content if isinstance(content, str) else content.decode("utf-8", "replace"): name
        for name, content in files.items()
    }
    found: dict[str, str] = {}
    template = ""
    for line in digest.lines:
        message = str(line.get("message", ""))
        if message.startswith("Template content: "):
            template = message.removeprefix("Template content: ")
        elif message.startswith("Rendering results: ") and template in names:
            found[names[template]] = message.removeprefix("Rendering results: ")
    return found
