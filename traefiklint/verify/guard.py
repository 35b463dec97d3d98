"""One Traefik process that cannot outlive whoever started it.

A small shell, in a session of its own, makes the temporary home, starts Traefik and waits for the end of its standard
input. Whatever happens to the process at the other end of that pipe (a return, an exception, Ctrl-C, SIGKILL), the pipe
closes, and the shell kills Traefik and deletes the home. As Traefik's parent it alone knows for certain whom it kills.
"""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import NamedTuple

from traefiklint.verify.binary import BinaryError, clean_environment

# Caught traps are back to their defaults in Traefik, ignored ones would not be: hence `:` for PIPE.
_GUARDIAN = """
trap : PIPE
trap 'exit 0' HUP INT TERM
home=$(mktemp -d "$1/traefiklint.XXXXXXXX") || exit 1
pid=
trap '[ -z "$pid" ] || kill -9 "$pid" 2>/dev/null; wait; rm -rf "$home"' EXIT
echo "$home" || exit 1
read -r _ || exit 0
cd "$home/work" || exit 1
program=$2
config=$3
ready=$4
shift 4
[ $# = 0 ] || set -- "$@" "$home"
if [ "$config" = form ]; then . "$home/form"; else set -- "$@" "$program" --configFile="$home/$config"; fi
env -i PATH="$PATH" HOME="$home" TMPDIR="$home/work" ${ready:+USER=nobody "NOTIFY_SOCKET=$home/$ready"} \
    "$@" </dev/null >>"$home/log" 2>&1 &
pid=$!
echo "$pid" || exit 1
read -r _
"""

_PATIENCE = 10.0
_START_PATIENCE = 30.0
_MOST_SOCKETS = 253
"""As many as one message can carry."""

_CONFINE = str(Path(__file__).with_name("confine.py"))


FORM = "form"
"""The static configuration that is no file: flags and variables, as `form_of` writes them for the guardian."""


def form_of(words: Sequence[str], variables: Mapping[str, str]) -> str:
    """What has the guardian start Traefik with flags and variables in place of a file."""
    around = (f"{name}={value}" for name, value in variables.items())
    return f'set -- {shlex.join(around)} "$@" "$program" {shlex.join(words)}\n'


class Protection(NamedTuple):
    """What is closed to a running Traefik by the system itself."""

    network: bool = False
    """It is in a network namespace of its own, without a way out."""
    files: bool = False
    """It can open no file outside of its own temporary home."""
    connections: bool = False
    """It can open no TCP connection."""

    @property
    def closed(self) -> list[str]:
        """The names of what is closed."""
        return [name for name, is_closed in self._asdict().items() if is_closed]

    @property
    def words(self) -> str:
        """What is closed, for a person."""
        words = {
            "network": "the network",
            "files": "the files of this machine",
            "connections": "" if self.network else "TCP connections",
        }
        return ", ".join(filter(None, (words[name] for name in self.closed))) or "nothing by the system itself"


class GuardedTraefik(AbstractContextManager["GuardedTraefik"]):
    """A running Traefik in its own temporary home; a context manager that leaves nothing behind.

    The home holds its static configuration, `log` (its output), `dynamic/` (the provider directory) and `work/` (its
    working directory).
    """

    def __init__(
        self, parent: str | None = None, *, confined: bool = True, config: str = "traefik.yml", ready: str = ""
    ) -> None:
        """Starts nothing yet.

        Args:
            parent: the folder in which the home is made; the system's temporary folder where absent.
            confined: whether Traefik gets neither network nor files as far as the system allows that. Otherwise what it
                serves can be reached on loopback, and it reaches what it wants.
            config: how its static configuration is called, which says by its ending what it holds; `FORM` for flags and
                variables.
            ready: the socket in the home to which it says that it serves; none where empty.
        """
        self._names = (config, ready)
        self._parent = parent or tempfile.gettempdir()
        self._confined = confined and sys.platform == "linux" and bool(sys.executable)
        self._ways_in: list[socket.socket] = []
        self.protection = Protection()
        self._shell: subprocess.Popen[str] | None = None
        self._binary = ""
        self.home = Path()
        self.pid = 0

    def open(self, binary: str) -> None:
        """Makes the home, for a later `start` of `binary`.

        Raises:
            BinaryError: the home cannot be made.
        """
        self._binary = binary
        self._channel, theirs = socket.socketpair()
        around = [sys.executable, "-I", "-S", _CONFINE, str(theirs.fileno())] if self._confined else []
        with theirs:
            self._shell = subprocess.Popen(  # noqa: S603 - a constant script with paths as arguments
                ["/bin/sh", "-c", _GUARDIAN, "traefiklint-guardian", self._parent, binary, *self._names, *around],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=clean_environment(),
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # Ctrl-C on the terminal reaches this process, not the guardian
                text=True,
            )
        home = self._line()
        if not home:
            self.close()
            raise BinaryError(
                f"No temporary folder can be made in `{self._parent}`.", "Set TMPDIR to a writable folder."
            )
        self.home = Path(home)
        for folder in ("dynamic", "work"):
            (self.home / folder).mkdir()

    def start(self, files: Mapping[str, str]) -> None:
        """Writes `files` (relative name → text) into the home and starts Traefik on its `traefik.yml`.

        Raises:
            BinaryError: Traefik cannot be started.
        """
        for name, text in files.items():
            path = self.home / name
            path.touch(mode=0o600)
            path.write_text(text, "utf-8", "surrogateescape")
        assert self._shell and self._shell.stdin
        with suppress(BrokenPipeError):
            self._shell.stdin.write("go\n")
            self._shell.stdin.flush()
        self.pid = int(self._line() or 0)
        if not self.pid:
            self.close()
            raise BinaryError(f"`{self._binary}` cannot be started.")
        if self._confined:
            self._take_ways_in()

    def _take_ways_in(self) -> None:
        """Learn what is closed to Traefik, and take the sockets that lead to it.

        Raises:
            BinaryError: it ends before it begins.
        """
        self._channel.settimeout(0.1)
        deadline = time.monotonic() + _START_PATIENCE
        while time.monotonic() < deadline:
            try:
                words, ways_in, _flags, _address = socket.recv_fds(self._channel, 100, _MOST_SOCKETS)
            except TimeoutError:
                if self.alive():
                    continue
                break
            if not ways_in:
                break
            self._ways_in = [socket.socket(fileno=number) for number in ways_in]
            closed = words.decode().split()
            self.protection = Protection(*(name in closed for name in Protection._fields))
            return
        self.close()
        raise BinaryError(f"`{self._binary}` cannot be started.")

    def connect(self, port: int, timeout: float) -> socket.socket:
        """A connection to a TCP port of Traefik.

        Raises:
            OSError: nobody listens there (yet).
            BinaryError: too many connections were made.
        """
        if not self._confined:
            return socket.create_connection(("127.0.0.1", port), timeout)
        if not self._ways_in:
            raise BinaryError("Traefik closes its connections again and again.", "Try again.")
        way = self._ways_in[-1]
        way.settimeout(timeout)
        way.connect(("127.0.0.1", port))
        return self._ways_in.pop()

    def _line(self) -> str:
        assert self._shell and self._shell.stdout
        return self._shell.stdout.readline().strip()

    def reload(self) -> bool:
        """Asks Traefik to read its provider directory again; False when it is gone."""
        try:
            os.kill(self.pid, signal.SIGHUP)
        except ProcessLookupError:
            return False
        return True

    def alive(self) -> bool:
        """Whether Traefik still runs; a zombie that the guardian has not buried yet does not."""
        if not self.pid:
            return False
        try:
            status = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8")
        except FileNotFoundError:
            if Path("/proc/self/stat").exists():
                return False
            try:  # no /proc on this system
                os.kill(self.pid, 0)
            except OSError:
                return False
            return True
        return status.rpartition(")")[2].split()[0] not in "ZX"

    def memory(self) -> int:
        """Resident memory of Traefik in bytes; 0 where the system does not tell."""
        try:
            pages = Path(f"/proc/{self.pid}/statm").read_text(encoding="utf-8").split()[1]
        except (OSError, IndexError):
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def processor_time(self) -> float:
        """Seconds of the processor that Traefik has had; 0 where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def is_busy(self) -> bool:
        """Whether a thread of Traefik runs, is stopped, or waits for processor or disk; False where nothing tells."""
        for thread in Path(f"/proc/{self.pid}/task").glob("*/stat"):
            with suppress(OSError):
                if thread.read_text(encoding="utf-8").rpartition(")")[2].split()[0] in "RDT":
                    return True
        return False

    def close(self) -> None:
        """Ends Traefik and deletes its home; harmless when repeated."""
        shell, self._shell = self._shell, None
        if shell is None:
            return
        assert shell.stdin and shell.stdout
        with suppress(OSError):
            shell.stdin.close()
        try:
            shell.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            shell.terminate()
            shell.wait()
        shell.stdout.close()
        self._channel.close()
        for way in self._ways_in:
            way.close()
        self._ways_in = []
        self.pid = 0

    def __exit__(self, *_: object) -> None:
        self.close()
