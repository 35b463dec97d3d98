"""How a service of a compose file gives Traefik its static configuration, seen in what is found: which form counts,
what of it is read, and where each of its faults stands.
"""

# ruff: noqa: E501 - tables

from __future__ import annotations

import re
from typing import NamedTuple

from tests.each import each, rows
from traefiklint import lint_texts

PINNED, OLD, LATEST = "image: traefik:v3.6", "image: traefik:v1.7", "image: traefik"
MOUNTS = "volumes: ['./traefik.yml:/etc/traefik/traefik.yml']"
GIVEN = {"traefik.yml": "ping: {manualRouting: true}\nentryPoints: {web: {address: ':80'}}\n"}
WRONG = "entryPoints: {web: {adress: x}}\n"
LEFT_OUT = {"router-without-entrypoints", "compose-refused"}


class Started(NamedTuple):
    """The lines of a service, and what is found: `LINE:COLUMN RULE` and what stands in back-ticks."""

    lines: tuple[str, ...]
    found: tuple[str, ...] = ()
    files: dict[str, str] | None = None


CASES = (
    # Which words are flags
    Started((PINNED, "command: [--nope=1]"), ("4:17 unknown-field nope",)),
    Started((PINNED, "command: [traefik, --nope=1]"), ("4:26 unknown-field nope",)),
    Started((PINNED, "command: [/usr/bin/traefik, --nope=1]"), ("4:35 unknown-field nope",)),
    Started((PINNED, "entrypoint: [sh, -c]", "command: [--nope=1]")),
    Started((PINNED, "entrypoint: [traefik]", "command: [--nope=1]"), ("5:17 unknown-field nope",)),
    Started((PINNED, "entrypoint: []", "command: [sh, -c, traefik]")),  # the image's own is taken away
    Started((PINNED, "entrypoint: []", "command: [traefik, --nope=1]"), ("5:26 unknown-field nope",)),
    Started((PINNED, "entrypoint: [/entrypoint.sh]", "command: [--nope=1]"), ("5:17 unknown-field nope",)),
    Started((PINNED, "entrypoint: [/entrypoint.sh, --nope=1]"), ("4:36 unknown-field nope",)),
    Started((PINNED, "entrypoint: [/entrypoint.sh]", "command: [nope]", "volumes: ['./e.sh:/entrypoint.sh']")),
    Started((PINNED, "entrypoint: [/entrypoint.sh]", "command: [nope]"), ("5:15 flag-syntax nope",)),
    Started((PINNED, "entrypoint: [/my/entrypoint.sh]", "command: [--nope=1]", "volumes: ['./e.sh:/my/entrypoint.sh']"), ("5:17 unknown-field nope",)),
    Started((PINNED, "entrypoint: [/entrypoint.sh]", "command: []", "volumes: ['./e.sh:/entrypoint.sh']", "environment: {TRAEFIK_LOG_LEVEL: x}")),
    Started((PINNED, "entrypoint: [/entrypoint.sh, nope]", "volumes: ['./e.sh:/entrypoint.sh']")),
    Started((PINNED, "entrypoint: [/entrypoint.sh]", "command: [nope, --nope=1]", "volumes: ['./e.sh:/entrypoint.sh']")),
    # Which image is Traefik's
    Started(("image: ghcr.io/x/traefik:v3.6@sha256:00", "command: [--nope=1]"), ("4:17 unknown-field nope",)),
    Started(("image: ' traefik '", "command: [--nope=1]"), ("4:17 unknown-field nope",)),
    Started(("image: traefik@sha256:00", "command: [--nope=1]"), ("4:17 unknown-field nope",)),
    Started(("image: traefik/whoami", "command: [--nope=1]")),
    Started(("image: my-traefik", "command: [--nope=1]")),
    # Flags and variables
    Started((PINNED, "command: [--api, lost, --ping, more]"), ("4:22 flags-cut-off lost",)),
    Started((PINNED, "command: [--ping=true, --ping=true, --log.level=INFO, --log.level=DEBUG, --entrypoints.web.address=:80, --entrypoints.web.address=:81]"), ("4:61 flag-repeated log.level", "4:111 flag-repeated entrypoints.web.address")),
    Started((PINNED, "command: [--entrypoints.web.address=:80, --entrypoints.web.http.middlewares]"), ("4:48 flag-without-value entrypoints.web.http.middlewares true",)),
    Started((PINNED, 'command: [\'--log.filepath="a.log"\', \'--accesslog.filepath="b"c"\', "--ping.entrypoint=\'x\'"]'), ("4:31 flag-quotes --log.filepath=a.log", "4:90 exporter-entrypoint /ping 'x'")),
    Started((PINNED, 'environment: {TRAEFIK_LOG_FILEPATH: \'"a.log"\', TZ: \'"x"\', TRAEFIK_ACCESSLOG_FILEPATH: "\\"a\'"}'), ("4:42 flag-quotes TRAEFIK_LOG_FILEPATH=a.log",)),
    Started((PINNED, "environment: {TRAEFIK_LOG__LEVEL: x}"), ("4:27 flag-syntax log..level _",)),
    Started((PINNED, "environment: {TRAEFIK_PILOT_TOKEN: x}"), ("4:27 removed-static-option pilot",)),
    Started((PINNED, "environment: {TRAEFIK_NOPE: x, TRAEFIK_LOG_LEVEL: }")),
    Started((PINNED, "command: [--api]", "environment: {TRAEFIK_LOG_LEVEL: DEBUG}"), ("5:19 static-form-ignored TRAEFIK_",)),
    Started((PINNED, "command: [--api]", "environment: {TRAEFIK_NOPE: x, TZ: y}")),
    Started((PINNED, "command: [--api]", "environment: {TRAEFIK_PILOT_TOKEN: x}"), ("5:19 static-form-ignored TRAEFIK_", "5:27 flag-syntax pilot")),
    Started((PINNED, "command: [--log.level=x]", "environment: {TRAEFIK_LOG_LEVEL: y}"), ("4:27 log-level x ERROR TRACE DEBUG INFO WARN ERROR FATAL PANIC", "5:19 static-form-ignored TRAEFIK_")),
    # A file that is mounted
    Started((PINNED, MOUNTS, "command: [--ping.manualrouting=true]"), (), GIVEN),
    Started((PINNED, MOUNTS, "command: [--ping]"), (), GIVEN),
    Started((PINNED, MOUNTS, "command: [--ping.manualrouting=false]"), ("5:17 static-form-ignored app/traefik.yml",), GIVEN),
    Started((PINNED, MOUNTS, "command: [--entrypoints.web.address=:80]"), (), GIVEN),
    Started((PINNED, MOUNTS, "command: [--entrypoints.web.address=:81]"), ("5:17 static-form-ignored app/traefik.yml",), GIVEN),
    Started((PINNED, MOUNTS, "command: [--entrypoints.other.address=:80]"), (), GIVEN),
    Started((PINNED, MOUNTS, "command: [--api]"), ("5:17 static-form-ignored app/traefik.yml",), GIVEN),
    Started((PINNED, MOUNTS, "command: [--api.insecure]"), (), GIVEN),
    Started((PINNED, MOUNTS, "command: [--api.insecure]", "ports: ['8080:8080']"), ("5:17 static-form-ignored app/traefik.yml",), GIVEN),
    Started((PINNED, MOUNTS, "command: [--nope=1]"), ("5:17 static-form-ignored app/traefik.yml",), GIVEN),
    Started((PINNED, MOUNTS, "command: [nope]"), ("5:15 flag-syntax nope",), GIVEN),
    Started((PINNED, MOUNTS, "command: [--pilot.token=x]"), ("5:17 flag-syntax pilot", "5:17 static-form-ignored app/traefik.yml"), GIVEN),
    Started((PINNED, MOUNTS, "environment: {TRAEFIK_PILOT_TOKEN: x}"), ("5:19 static-form-ignored TRAEFIK_ app/traefik.yml", "5:27 flag-syntax pilot"), GIVEN),
    Started((PINNED, MOUNTS, "environment: {TRAEFIK_PING_MANUALROUTING: 'true'}"), (), GIVEN),
    Started((PINNED, MOUNTS, "environment: {TRAEFIK_PING_MANUALROUTING: 'false'}"), ("5:19 static-form-ignored TRAEFIK_ app/traefik.yml",), GIVEN),
    Started((PINNED, MOUNTS, "environment: {TRAEFIK_NOPE: 'true'}"), (), GIVEN),
    Started((PINNED, MOUNTS, "command: [--nope=1]"), ("5:17 static-form-ignored /etc/traefik/traefik.yml",)),
    Started((PINNED, MOUNTS), ("1:21 unknown-field adress web",), {"traefik.yml": WRONG}),
    Started((PINNED, "volumes: ['./conf:/x']", "command: [--configfile=/x/a.yml, --ping]"), ("5:40 static-form-ignored app/conf/a.yml", "1:21 unknown-field adress web"), {"conf/a.yml": WRONG}),
    Started((PINNED, "volumes: ['./conf:/x/']", "command: [--configfile=/x/a.yml]"), ("1:21 unknown-field adress web",), {"conf/a.yml": WRONG}),
    Started((PINNED, "volumes: ['./conf:/x']", "command: [--configfile=/xy/a.yml, --nope=1]"), ("5:41 static-form-ignored /xy/a.yml", "1:21 unknown-field adress web"), {"conf/y/a.yml": WRONG}),
    Started((PINNED, "volumes: ['./conf:/x']", "command: [--configfile=/x/b.yml, --nope=1]"), ("5:40 static-form-ignored /x/b.yml",), {"conf/a.yml": GIVEN["traefik.yml"]}),
    Started((PINNED, "volumes: ['/srv/conf:/etc/traefik']", "command: [--nope=1]")),
    Started((PINNED, "volumes: ['/srv/conf.yml:/etc/traefik/traefik.yml']", "command: [--nope=1]"), ("5:17 static-form-ignored /etc/traefik/traefik.yml",)),
    Started((PINNED, "volumes: ['/srv/conf:/etc/other']", "command: [--nope=1]"), ("5:17 unknown-field nope",)),
    Started((PINNED, "volumes: ['conf:/etc/traefik/traefik.yml']", "command: [--nope=1]"), ("5:17 unknown-field nope",)),
    Started((PINNED, "volumes: ['./x.yml:/etc/traefik/x.yml']", "command: [--nope=1]"), ("5:17 unknown-field nope",)),
    # Options that are gone, which Traefik looks for in every form
    Started((PINNED, MOUNTS, "command: [--experimental.http3=true]"), ("5:17 static-form-ignored app/traefik.yml", "5:30 flag-syntax experimental.http3"), GIVEN),
    Started((PINNED, MOUNTS, "command: [--experimental.http3=maybe]"), ("5:17 static-form-ignored app/traefik.yml",), GIVEN),
    Started((PINNED, MOUNTS, "command: [--providers.docker.swarmmode=true]"), ("5:17 static-form-ignored app/traefik.yml", "5:34 flag-syntax providers.docker.swarmMode"), GIVEN),
    Started((PINNED, MOUNTS, "command: [--providers.docker.swarmmode=x]"), ("5:17 static-form-ignored app/traefik.yml",), GIVEN),
    Started((PINNED, MOUNTS, "command: [--tracing.jaeger=true]"), ("5:17 static-form-ignored app/traefik.yml", "5:25 flag-syntax tracing.jaeger"), GIVEN),
    Started((PINNED, MOUNTS, "command: [--tracing.jaeger=x]"), ("5:17 static-form-ignored app/traefik.yml",), GIVEN),
    Started((PINNED, MOUNTS, "command: [--tracing.spannamelimit=1]"), ("5:17 static-form-ignored app/traefik.yml", "5:25 flag-syntax tracing.spanNameLimit"), GIVEN),
    Started((PINNED, MOUNTS, "command: [--tracing.spannamelimit=+1]"), ("5:17 static-form-ignored app/traefik.yml", "5:25 flag-syntax tracing.spanNameLimit"), GIVEN),
    Started((PINNED, MOUNTS, "command: [--tracing.spannamelimit=a]"), ("5:17 static-form-ignored app/traefik.yml",), GIVEN),
    Started((PINNED, MOUNTS, "command: [--providers.consul.namespace=a]"), ("5:17 static-form-ignored app/traefik.yml", "5:34 flag-syntax providers.consul.namespace"), GIVEN),
    Started((PINNED, MOUNTS, "environment: {TRAEFIK_PROVIDERS_CONSUL_NAMESPACE: a, TRAEFIK_PILOT: '', TRAEFIK_PROVIDERS_MARATHON: 'x'}"), ("5:19 static-form-ignored TRAEFIK_ app/traefik.yml", "5:44 flag-syntax providers.consul.namespace", "5:66 flag-syntax pilot"), GIVEN),
    # Flags of Traefik 1
    Started((OLD, "command: [--docker, --web]")),
    Started((OLD, MOUNTS, "command: [--docker, --nope=1]"), (), GIVEN),
    Started((LATEST, "command: [--docker, --web]"), ("4:17 traefik-1-file --docker --web",)),
    Started((LATEST, "command: [--docker]"), ("4:15 flag-syntax --docker",)),
    Started((LATEST, "command: ['--defaultentrypoints=http']"), ("4:18 traefik-1-file --defaultentrypoints",)),
    Started((LATEST, "command: [--docker, --web, --providers.docker.exposedbydefault=false]"), ("4:17 misplaced-field docker",)),
    Started((LATEST, "command: [--docker, --web, --entrypoints.web.address=:80]"), ("4:17 misplaced-field docker",)),
    Started((LATEST, 'command: ["--entryPoints=\'Name:http Address::80\'"]'), ("4:18 traefik-1-file --entryPoints",)),
    Started((LATEST, 'command: ["--entryPoints=x", --web]'), ("4:30 mapping-expected entryPoints", "4:34 flag-syntax --web")),
    Started((LATEST, "command: [--docker, --docker.watch, x]"), ("4:17 traefik-1-file --docker",)),
    Started((PINNED, "command: [--docker, --web]"), ("4:17 misplaced-field docker", "4:17 traefik-1-file --docker --web")),
    Started(("image: traefik:3", "command: [--docker, --web]"), ("4:17 misplaced-field docker", "4:17 traefik-1-file --docker --web")),
    Started(("image: traefik:v30", "command: [--docker, --web]"), ("4:17 traefik-1-file --docker --web",)),
    Started(("image: traefik:v2.11", "command: [--docker, --web]"), ("4:17 traefik-1-file --docker --web",)),
    # Each of some words, and what stands before
    Started((LATEST, 'command: [--docker, --web, --certificatesresolvers.a.acme.email=x]'), ('4:17 misplaced-field docker', '4:58 resolver-without-challenge a httpChallenge tlsChallenge dnsChallenge')),
    Started((LATEST, 'command: [--docker, --web, --loglevel=INFO]'), ('4:17 traefik-1-file --docker --web --loglevel',)),
    Started((LATEST, 'command: [--docker, --docker.watch, --web, --web.address=:1]'), ('4:17 traefik-1-file --docker --web',)),
    Started((PINNED, MOUNTS, 'command: [--providers.docker.swarmmode=1]'), ('5:17 static-form-ignored app/traefik.yml', '5:34 flag-syntax providers.docker.swarmMode'), GIVEN),
    Started((PINNED, MOUNTS, 'command: [--providers.docker.tls.caoptional=t]'), ('5:17 static-form-ignored app/traefik.yml', '5:38 flag-syntax providers.docker.tls.caOptional'), GIVEN),
    Started((PINNED, MOUNTS, 'command: [--providers.docker.tls.caoptional=x]'), ('5:17 static-form-ignored app/traefik.yml',), GIVEN),
    Started((PINNED, MOUNTS, 'command: [--experimental.http3=1]'), ('5:17 static-form-ignored app/traefik.yml', '5:30 flag-syntax experimental.http3'), GIVEN),
    Started((PINNED, MOUNTS, 'command: [--tracing.spannamelimit=-1]'), ('5:17 static-form-ignored app/traefik.yml', '5:25 flag-syntax tracing.spanNameLimit'), GIVEN),
    Started((PINNED, MOUNTS, 'command: [--tracing.spannamelimit=--1]'), ('5:17 static-form-ignored app/traefik.yml',), GIVEN),
    Started((PINNED, MOUNTS, 'command: [--providers.marathon=]'), ('5:17 static-form-ignored app/traefik.yml', '5:27 flag-syntax providers.marathon'), GIVEN),
    Started((PINNED, MOUNTS, 'command: [--providers.rancher=TRUE]'), ('5:17 static-form-ignored app/traefik.yml', '5:27 flag-syntax providers.rancher'), GIVEN),
    Started((PINNED, MOUNTS, 'command: [--pilot.dashboard=false]'), ('5:17 flag-syntax pilot', '5:17 static-form-ignored app/traefik.yml'), GIVEN),
    Started((PINNED, MOUNTS, 'command: [--tracing.jaeger.samplingserverurl=x]'), ('5:17 static-form-ignored app/traefik.yml', '5:25 flag-syntax tracing.jaeger'), GIVEN),
    Started((PINNED, "volumes: ['/srv/x:/y', './other.yml:/z', './traefik.yml:/etc/traefik/traefik.yml']"), ('1:21 unknown-field adress web',), {'traefik.yml': WRONG}),
    Started((PINNED, "volumes: ['./gone.yml:/etc/traefik/traefik.yml', './traefik.yml:/traefik.yml']"), ('1:21 unknown-field adress web',), {'traefik.yml': WRONG}),
    Started((PINNED, "volumes: ['./traefik.yml:/etc/traefik/traefik.yml', './other.yml:/traefik.yml']"), ('1:21 unknown-field adress web',), {'traefik.yml': GIVEN["traefik.yml"], 'other.yml': WRONG}),
)  # fmt: skip


@each(CASES, lambda case: case.lines)
def test_what_a_service_gives_traefik_is_read_as_traefik_reads_it(case: Started) -> None:
    text = "services:\n  proxy:\n" + "".join(f"    {line}\n" for line in case.lines)
    texts = {"app/compose.yml": text, **{f"app/{name}": other for name, other in (case.files or {}).items()}}
    findings = lint_texts(texts, profile="none").findings
    found = [
        f"{one.line}:{one.column} {one.rule} {' '.join(re.findall('`(.+?)`', one.message))}".strip()
        for one in findings
        if one.rule not in LEFT_OUT
    ]
    assert found == list(case.found)


@rows(
    ("lines", "files", "form"),
    [
        ((MOUNTS, "command: [--pilot.token=x]"), GIVEN, "flag"),
        ((MOUNTS, "environment: {TRAEFIK_PILOT_TOKEN: x}"), GIVEN, "variable"),
        (("command: [--ping]", "environment: {TRAEFIK_PILOT_TOKEN: x}"), {}, "variable"),
    ],
)
def test_it_is_said_in_which_form_an_option_is_that_is_gone(
    lines: tuple[str, ...], files: dict[str, str], form: str
) -> None:
    text = "services:\n  proxy:\n" + "".join(f"    {line}\n" for line in (PINNED, *lines))
    told = [one.message for one in lint_texts({"compose.yml": text, **files}, profile="none").findings]
    assert f"Traefik does not start: Traefik 3 no longer has `pilot`, and refuses each {form} for it." in told
