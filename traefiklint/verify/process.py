"""A running Traefik that answers for one provider directory after the other: write, reload, wait for the digestion."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from traefiklint.instance.names import full_name
from traefiklint.verify.binary import BinaryError
from traefiklint.verify.guard import GuardedTraefik, Protection
from traefiklint.verify.harmless import API_ENTRY_POINT, Harmless, StaticError, make_harmless
from traefiklint.verify.log import TraefikLog, outcome
from traefiklint.verify.patience import Patience
from traefiklint.verify.verdict import REFUSED

if TYPE_CHECKING:
    from traefiklint.docker.containers import Container
    from traefiklint.docker.options import ProviderOptions
    from traefiklint.verify.host import Host

SENTINEL = "traefiklint"
"""The name of our own router, and the beginning of the name of the service that tells one reload from the next, and
this Traefik from any other."""

SENTINEL_FILE = "~traefiklint.yml"
"""The file that is put beside those of the user; no line of the log that names it is about theirs."""

# Without a default certificate Traefik makes an RSA one at every reload (pkg/tls/tlsmanager.go), which takes most of
# the time. Its own templates make one of another kind in a thousandth of that.
_CERTIFICATE = (
    '{{ $pair := genSelfSignedCertWithKey "traefiklint.invalid" (list) (list "traefiklint.invalid") 365'
    ' (genPrivateKey "ecdsa") }}'
)
_STORE = (
    ', "tls": {"stores": {"default": {"defaultCertificate":'
    ' {"certFile": {{ toJson $pair.Cert }}, "keyFile": {{ toJson $pair.Key }}}}}}}'
)
_START_PATIENCE = 30.0
_ATTEMPTS = 5
_FIRST_PAUSE, _LONGEST_PAUSE = 0.0005, 0.004


Files = Mapping[str, str | bytes]
"""The content of a provider directory, by relative path."""


class Digest(NamedTuple):
    """What came of one reload: the API's answer where it was accepted, and the log lines it caused."""

    raw: Mapping[str, Any] | None
    lines: tuple[Mapping[str, Any], ...]
    harm: str = ""


class TraefikProcess:
    """One Traefik with its home. `close` must be called; after a `Digest` with `harm` it is good for nothing else."""

    def __init__(
        self,
        binary: str,
        static: Mapping[str, Any],
        *,
        rendered: bool = False,
        confined: bool = True,
        patience: float = 10.0,
        options: Mapping[str, ProviderOptions] | None = None,
    ) -> None:
        """Starts it and waits until its API answers.

        Args:
            binary: path of the program.
            static: the user's static configuration, which is made harmless first.
            rendered: whether the log tells what became of each template.
            confined: whether it gets neither network nor files, as far as the system allows that.
            patience: seconds that one reload may be waited for.
            options: the providers of containers that ask an engine of our own, and how they are set up.

        Raises:
            StaticError: Traefik refuses to start with this configuration.
            BinaryError: it does not start for another reason.
        """
        self.reloads = 0
        self._token = secrets.token_hex(4)  # where several share a network, a port may lead to another one's Traefik
        self._options = options or {}
        self._host: Host | None = None
        self._at_start: list[Mapping[str, Any]] = []
        self._seconds = patience
        self._connection: HTTPConnection | None = None
        for attempt in range(_ATTEMPTS):
            self._guarded = GuardedTraefik(confined=confined)
            try:
                if self._start(binary, static, rendered):
                    return
            except BaseException:
                self.close()
                raise
            self.close()
            time.sleep(0.05 * attempt)
        raise BinaryError("Traefik finds no free port on the loopback interface.", "Try again.")

    def _start(self, binary: str, static: Mapping[str, Any], rendered: bool) -> bool:
        """False when one of the ports was taken in the meantime."""
        guarded = self._guarded
        guarded.open(binary)
        engines = {}
        if self._options:
            from traefiklint.verify.host import Host

            self._host = Host(guarded.home, self._options)
            engines = self._host.sections
        self.harmless: Harmless = make_harmless(static, str(guarded.home), rendered=rendered, engines=engines)
        self.directory = guarded.home / "dynamic"
        self._log = TraefikLog(guarded.home / "log")
        self._write_sentinel({})
        guarded.start(self.harmless.files)
        self._patience = Patience(_START_PATIENCE, guarded)
        seen: list[Mapping[str, Any]] = []
        while not self._patience.is_over():
            seen += self._log.new_lines()
            if self._reached():
                host = self._host
                self._at_start = [line for line in seen if host.is_about_containers(line)] if host is not None else []
                return True
            if not guarded.alive():
                seen += self._log.new_lines()
                return self._explain_death(seen)
            self._patience.pause(0.005)
        raise BinaryError(f"`{binary}` does not answer within {_START_PATIENCE:.0f} seconds of its start.")

    def _explain_death(self, seen: list[Mapping[str, Any]]) -> bool:
        texts = [f"{line.get('message', '')} {line.get('error', '')}".strip() for line in seen]
        if any("address already in use" in text for text in texts):
            return False
        reason = next((text for text in reversed(texts) if text), "it says nothing")
        raise StaticError(
            f"Traefik does not start with the static configuration: {reason.removeprefix('Command error ')}",
            "Correct the file given with `--static`.",
        )

    def digest(self, files: Files, beside: Files | None = None, containers: Sequence[Container] = ()) -> Digest:
        """Puts `files` in place of the provider directory, has it read, and says what came of it.

        Those `beside` are put into the working directory of Traefik. The containers are read before, so that what
        refers to them is found when the files are.
        """
        told = self._show(self._host, containers) if self._host is not None else ()
        done = self._digest(files, beside)
        return done._replace(lines=(*told, *done.lines))

    def _show(self, host: Host, containers: Sequence[Container]) -> list[Mapping[str, Any]]:
        """Have the containers read, and give the lines of the log about them; of references nothing is known yet.

        A container at which a provider panics is taken away again once it did, or it would never read any.
        """
        lines = [*self._at_start, *self._read_containers(host, containers)]
        if host.is_frozen(lines):
            self._read_containers(host, containers[:0])
        return [line for line in lines if host.is_about_containers(line)]

    def _read_containers(self, host: Host, containers: Sequence[Container]) -> list[Mapping[str, Any]]:
        self._log.forget()
        awaited = host.show(containers) if not host.is_given_up(self._at_start) else []
        lines: list[Mapping[str, Any]] = []
        self._patience = Patience(self._seconds, self._guarded)
        while awaited and not self._patience.is_over():
            lines += self._log.new_lines()
            if host.is_frozen(lines) or host.is_given_up(lines):
                break
            awaited = [service for service in awaited if self._get(f"/api/tcp/services/{service}") is None]
            if awaited:
                self._patience.pause(_LONGEST_PAUSE)
        return lines + self._log.new_lines()

    def _digest(self, files: Files, beside: Files | None) -> Digest:
        self.reloads += 1
        if beside:
            _replace(self._guarded.home / "work", beside)
        _replace(self.directory, files)
        self._write_sentinel(files)
        self._log.forget()
        if not self._guarded.reload():
            return Digest(None, (), "crash")
        lines: list[Mapping[str, Any]] = []
        self._patience = Patience(self._seconds, self._guarded)
        pause = _FIRST_PAUSE
        while True:
            lines += (new := self._log.new_lines())
            if end := outcome(new):
                return Digest(None, tuple(lines), end.removeprefix(REFUSED))
            if self._reached():
                raw = self._get("/api/rawdata") or {}
                lines += self._log.new_lines()
                lines += self._late_lines(raw, lines)
                return Digest(raw, tuple(lines), outcome(lines))
            if harm := self._harm():
                lines += self._log.new_lines()
                return Digest(None, tuple(lines), harm)
            self._patience.pause(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)

    @property
    def protection(self) -> Protection:
        """What the system itself closes to it."""
        return self._guarded.protection

    def memory(self) -> int:
        """Resident memory of Traefik in bytes."""
        return self._guarded.memory()

    def close(self) -> None:
        """Ends it and deletes its home; harmless when repeated."""
        if self._connection:
            self._connection.close()
            self._connection = None
        if self._host is not None:
            self._host.close()
        self._guarded.close()

    def _harm(self) -> str:
        if not self._guarded.alive():
            return "crash"
        if self._guarded.memory() > _RUNAWAY or self._patience.is_over():
            return "endless"
        return ""

    def _late_lines(self, raw: Mapping[str, Any], seen: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """The complaints about unknown certificate resolvers, which Traefik writes after the routers are switched.

        They are the only ones (cmd/traefik/traefik.go, the last configuration listener), and the API's answer tells for
        which routers to expect one.
        """
        expected = {
            name
            for name, router in (raw.get("routers") or {}).items()
            if (resolver := (router.get("tls") or {}).get("certResolver")) and resolver not in self.harmless.resolvers
        }
        late: list[Mapping[str, Any]] = []
        while True:
            told = {
                line.get("routerName") for line in (*seen, *late) if "certificate resolver" in line.get("message", "")
            }
            if expected <= told or self._patience.is_over():
                return late
            self._patience.pause(_FIRST_PAUSE)
            late += self._log.new_lines()

    def _write_sentinel(self, files: Files) -> None:
        config: dict[str, Any] = {
            "http": {
                "routers": {
                    SENTINEL: {"entryPoints": [API_ENTRY_POINT], "rule": "PathPrefix(`/`)", "service": "api@internal"}
                },
                "services": {self._sentinel(): {"loadBalancer": {"servers": [{"url": "http://127.0.0.1"}]}}},
            }
        }
        text = json.dumps(config)
        if not any(_mentions_stores(content) for content in files.values()):
            text = _CERTIFICATE + text[:-1] + _STORE
        (self.directory / SENTINEL_FILE).write_text(text, encoding="utf-8")

    def _sentinel(self) -> str:
        return f"{SENTINEL}-{self._token}-{self.reloads}"

    def _reached(self) -> bool:
        """Whether the API shows the service that only the present state of the directory has."""
        return self._get(f"/api/http/services/{full_name(self._sentinel())}") is not None

    def _get(self, path: str) -> dict[str, Any] | None:
        """The JSON answer of the API; None where it has none (yet)."""
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self.harmless.api_port)
        try:
            if self._connection.sock is None:
                self._connection.sock = self._guarded.connect(self.harmless.api_port, self._seconds)
            self._connection.request("GET", path)
            response = self._connection.getresponse()
            body = response.read()
        except (OSError, HTTPException) as error:
            self._connection.close()
            self._connection = None
            if isinstance(error, TimeoutError):
                self._patience.spend(self._seconds)
            return None
        if response.status != 200:
            return None
        answer: dict[str, Any] = json.loads(body)
        return answer


_RUNAWAY = 700 << 20
"""Bytes of resident memory above which a reload is one that never ends; after a start it is about 100 MB."""


def _mentions_stores(content: str | bytes) -> bool:
    return "stores" in content.lower() if isinstance(content, str) else b"stores" in content.lower()


def _replace(directory: Path, files: Files) -> None:
    for entry in os.scandir(directory):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            Path(entry.path).unlink()
    for name, content in files.items():
        path = directory / name
        if not path.is_relative_to(directory) or ".." in path.parts:
            raise ValueError(f"`{name}` does not lie in the provider directory")
        if path.parent != directory:
            path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        path.write_bytes(data)
