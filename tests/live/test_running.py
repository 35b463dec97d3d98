"""`live` against the real Traefik, which is frozen on purpose."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.cli.running import Ran, Runner
from tests.live.conftest import FILES
from tests.loopback import own_address
from tests.traefik_versions import NEWEST, OLDEST, traefik

pytestmark = [pytest.mark.traefik, pytest.mark.slow]

MIDDLEWARES = """\
http:
  middlewares:
    some:
      headers: {customRequestHeaders: {X-A: b}, stsSeconds: 300, frameDeny: true}
    limit:
      rateLimit: {average: 10, burst: 5, period: 1m}
    chain:
      chain: {middlewares: [some, limit]}
    strip:
      stripPrefix: {prefixes: [/a, /b]}
    retry:
      retry: {attempts: 3, initialInterval: 100ms}
  routers:
    all:
      rule: Host(`b.example.com`)   &&   PathPrefix(`/a`)
      entryPoints: web
      priority: 42
      middlewares: [chain, strip@file]
      service: weighted
  services:
    weighted:
      weighted:
        services: [{name: one, weight: 2}, {name: two@file}]
    one: {loadBalancer: {servers: [{url: "http://127.0.0.1:9/"}], healthCheck: {path: /h, interval: 5s}}}
    two: {loadBalancer: {servers: [{url: "http://127.0.0.1:8"}], sticky: {cookie: {name: c, secure: true}}}}
tcp:
  routers:
    t: {rule: HostSNI(`t.example.com`), service: t, tls: {passthrough: true}}
  services:
    t: {loadBalancer: {servers: [{address: "127.0.0.1:7"}]}}
"""


@pytest.fixture(params=[NEWEST, OLDEST])
def running(request: pytest.FixtureRequest, cli: Runner) -> Iterator[str]:
    """The real Traefik on the folder `apps`; the address of its API."""
    cli.write({"apps/web.yml": FILES, "apps/m.yml": MIDDLEWARES})
    api = own_address()
    command = [
        traefik(request.param).path,
        f"--entrypoints.web.address={own_address()}",
        f"--entrypoints.traefik.address={api}",
        "--api.insecure=true",
        f"--providers.file.directory={cli.folder}/apps",
    ]
    process = subprocess.Popen(command, cwd=cli.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://{api}"
    try:
        _until(lambda: b"web@file" in urlopen(f"{url}/api/rawdata", timeout=600).read())
        yield url
    finally:
        process.kill()
        process.wait()


def _until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; a machine under load takes its time."""
    for _ in range(6000):
        try:
            if holds():
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("it does not come to that")


def test_it_is_as_the_files_until_it_cannot_take_them(running: str, cli: Runner) -> None:
    def ask() -> Ran:
        return cli("live", running, "apps", "--profile", "none")

    ran = ask()
    told = [line for line in ran.out.splitlines() if not line.startswith(("default certificate", "disabled"))]
    assert told[-1] in ("serves `apps`", "differs")
    assert not [line for line in told if line.startswith(("missing", "extra", "changed", "frozen"))], ran.out
    file = Path(cli.folder / "apps/m.yml")
    file.write_text(MIDDLEWARES.replace("average: 10", "average: 20"))
    _until(lambda: b'"average":20' in urlopen(f"{running}/api/rawdata", timeout=600).read())
    assert "changed" not in ask().out
    file.write_text(MIDDLEWARES.replace("average: 10", "averag: 30"))
    ran = ask()
    assert ran.status == 1
    assert "frozen: Traefik cannot take `apps` as it is now" in ran.out
    assert "because of apps/m.yml:6: " in ran.out
    file.write_text(MIDDLEWARES.replace("average: 10", "average: 20"))
    assert "frozen" not in ask().out
