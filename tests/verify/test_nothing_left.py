"""However the process that asked Traefik ends, no process of ours is left, and so no port, and no file.

`TRAEFIKLINT_KILLS` sets the number of runs (`make kills`: 500).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from traefiklint.verify.oracle import Oracle

pytestmark = pytest.mark.traefik

RUNS = int(os.environ.get("TRAEFIKLINT_KILLS", "12"))

CLIENT = """
import sys
from traefiklint.verify.binary import ask_version
from traefiklint.verify.oracle import Oracle

text = "http: {routers: {r: {rule: 'Host(`a`)', service: s}}}"
with Oracle(ask_version(sys.argv[1])) as oracle:
    while True:
        oracle.check({"app.yml": text})
        print("answered", flush=True)
        if sys.argv[2] == "return":
            break
        if sys.argv[2] == "raise":
            raise RuntimeError("as asked")
"""


def start(temporary: Path, binary: str, ending: str = "stay") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CLIENT, binary, ending],
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def end(client: subprocess.Popen[str], sign: signal.Signals) -> None:
    """Sends a signal until it is heard: Python drops a Ctrl-C that comes in a callback of its own, as at the end of an
    import, and a user presses it again."""
    while client.poll() is None:
        client.send_signal(sign)
        try:
            client.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            continue


def processes_of(temporary: Path) -> list[str]:
    """The command lines of running processes that name the temporary folder, there or in their environment.

    Without a process there is no port either. Whether one answers says less: somebody else may have it by now.
    """
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line, environment = ((entry / name).read_bytes() for name in ("cmdline", "environ"))
        except OSError:
            continue
        if str(temporary).encode() in line + environment:
            found.append(line.decode(errors="replace").replace("\0", " "))
    return found


def assert_nothing_left(temporary: Path) -> None:
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline and (any(temporary.iterdir()) or processes_of(temporary)):
        time.sleep(0.01)
    assert list(temporary.iterdir()) == []
    assert processes_of(temporary) == []


@pytest.mark.parametrize("ending", ["return", "raise"])
def test_after_a_normal_end_and_an_exception(tmp_path: Path, oracle: Oracle, ending: str) -> None:
    client = start(tmp_path, oracle.binary.path, ending)
    output, _ = client.communicate()
    assert client.returncode == (1 if ending == "raise" else 0)
    assert output == "answered\n"
    assert_nothing_left(tmp_path)


def test_after_kills_at_random_moments(tmp_path: Path, oracle: Oracle) -> None:
    chance = random.Random(20)
    answered = 0
    for run in range(RUNS):
        folder = tmp_path / str(run)
        folder.mkdir()
        client = start(folder, oracle.binary.path)
        assert client.stdout
        began = run % 3 == 0 and client.stdout.readline()
        time.sleep(chance.uniform(0.02, 0.4))
        end(client, chance.choice((signal.SIGKILL, signal.SIGTERM, signal.SIGINT)))
        answered += bool(began)
        assert_nothing_left(folder)
        folder.rmdir()
    assert answered, "no run came far enough to ask anything"


def test_after_a_kill_with_many_traefiks_at_once(tmp_path: Path, oracle: Oracle) -> None:
    clients = [start(tmp_path, oracle.binary.path) for _ in range(3)]
    for client in clients:
        assert client.stdout
        client.stdout.readline()
    for client in clients:
        client.kill()
    for client in clients:
        client.communicate()
    assert_nothing_left(tmp_path)


def test_a_traefik_that_somebody_ends_is_asked_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, oracle: Oracle
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Oracle(oracle.binary) as victim:
        victim.check({"app.yml": ""})
        (pid,) = [
            int(entry.parent.name)
            for entry in Path("/proc").glob("[0-9]*/cmdline")
            if f"--configFile={tmp_path}" in entry.read_bytes().decode(errors="replace")
        ]
        os.kill(pid, signal.SIGKILL)
        assert victim.check({"app.yml": ""}).loads, "as a fresh one says"
    assert_nothing_left(tmp_path)
