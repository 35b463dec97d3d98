"""What people would use instead, run the way they would run it, and the servers that a measurement needs."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.measure import Measured, command

BIN = Path(sys.executable).parent
CHECKOUT = Path(__file__).resolve().parent.parent


def write_schema(path: Path, traefiklint: str) -> Path:
    """A JSON Schema for check-jsonschema: our own, about as large as the one that editors fetch."""
    path.write_bytes(subprocess.run([traefiklint, "schema"], check=True, capture_output=True).stdout)
    return path


def yamllint(target: Path, runs: int) -> Measured:
    """yamllint over a file or a directory."""
    return command([str(BIN / "yamllint"), "-d", "relaxed", str(target)], runs=runs)


def check_jsonschema(files: Sequence[Path], schema: Path, runs: int) -> Measured:
    """check-jsonschema over files."""
    return command([str(BIN / "check-jsonschema"), "--schemafile", str(schema), *map(str, files)], runs=runs)


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def traefik_reload(directory: Path, runs: int) -> Measured:
    """How long the real Traefik takes from the signal to reload until its API knows a new router of the directory."""
    home = Path(tempfile.mkdtemp(prefix="traefiklint-reload-"))
    dynamic = home / "dynamic"
    shutil.copytree(directory, dynamic)
    web, api = free_port(), free_port()
    arguments = [
        str(BIN / "traefik"),
        f"--providers.file.directory={dynamic}",
        "--providers.file.watch=false",
        "--providers.providersThrottleDuration=1ms",
        f"--entryPoints.web.address=127.0.0.1:{web}",
        f"--entryPoints.websecure.address=127.0.0.1:{free_port()}",
        f"--entryPoints.traefik.address=127.0.0.1:{api}",
        "--api.insecure=true",
        "--global.checkNewVersion=false",
        "--global.sendAnonymousUsage=false",
    ]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(arguments, stdout=log, stderr=log)
    try:
        sentinel(dynamic, 0)
        wait_for(api, "sentinel-0", process, signals=True)
        seconds = []
        for generation in range(1, runs + 1):
            sentinel(dynamic, generation)
            started = time.perf_counter()
            process.send_signal(signal.SIGHUP)
            wait_for(api, f"sentinel-{generation}", process)
            seconds.append(time.perf_counter() - started)
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(home)
    return Measured(statistics.median(seconds), (max(seconds) - min(seconds)) / 2, 0)


def sentinel(dynamic: Path, generation: int) -> None:
    """A router whose name tells which reload Traefik has digested."""
    (dynamic / "zz-sentinel.yml").write_text(
        f"http:\n  routers:\n    sentinel-{generation}: {{rule: 'Path(`/s`)', service: noop@internal}}\n"
    )


def wait_for(api: int, router: str, process: subprocess.Popen[bytes], *, signals: bool = False) -> None:
    """Ask Traefik's API until it knows the router."""
    deadline = time.monotonic() + 60
    url = f"http://127.0.0.1:{api}/api/http/routers/{router}@file"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with opener.open(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except urllib.error.HTTPError:
            if signals:  # it answers, so that a signal does not end it any more
                time.sleep(0.5)
                process.send_signal(signal.SIGHUP)
        except OSError:
            pass
        time.sleep(0.005)
    raise RuntimeError(f"Traefik did not serve `{router}` within a minute")


@contextlib.contextmanager
def dokploy(applications: int, stacks: int, latency: float) -> Iterator[tuple[str, str]]:
    """The test server in a process of its own; yields its address and a key."""
    folder = tempfile.mkdtemp(prefix="traefiklint-server-")
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.dokploy_server", "--folder", folder),
            *("--applications", str(applications), "--stacks", str(stacks), "--latency", str(latency)),
        ],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,  # it runs until this closes
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        yield ready["url"], ready["key"]
    finally:
        process.terminate()
        process.wait(timeout=10)
        shutil.rmtree(folder)
