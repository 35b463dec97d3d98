"""What Compose refuses is told, typed, where it stands; what it takes is not."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.compose.generator import project
from tests.compose.projects import read, refusals, shown, web
from tests.each import rows
from traefiklint import lint_texts
from traefiklint.compose.diagnostics import DiagnosticKind


def service(lines: str) -> str:
    return "services:\n  web:\n    image: x\n" + "".join(f"    {line}\n" for line in lines.split("\n"))


_OF_TWO = "`container_name` and 2 replicas"
_OF_DEPENDENCY = "services.web.depends_on.db.condition"
_OF_NETWORK = "services.web.networks.default.ipv4_address"


@rows(
    ("text", "kind", "name"),
    [
        (service("labels: [{a: b}]"), DiagnosticKind.WRONG_TYPE, "services.web.labels[0]"),
        (service("labels: [true]"), DiagnosticKind.WRONG_TYPE, "services.web.labels[0]"),
        (service("labels: {a: [b]}"), DiagnosticKind.WRONG_TYPE, "services.web.labels.a"),
        (service("labels: {a: .nan}"), DiagnosticKind.WRONG_TYPE, "services.web.labels.a"),
        (service("environment: {a: -.Inf}"), DiagnosticKind.WRONG_TYPE, "services.web.environment.a"),
        (service("labels: a=b"), DiagnosticKind.WRONG_TYPE, "services.web.labels"),
        (service("labels:"), DiagnosticKind.WRONG_TYPE, "services.web.labels"),
        (service("labels: {80: x}"), DiagnosticKind.KEY_NOT_A_TEXT, "80"),
        (service("label: [a]"), DiagnosticKind.UNKNOWN_KEY, "label"),
        (service("labels: {a: 1, a: 2}"), DiagnosticKind.REPEATED_KEY, "a"),
        (service("hostname: 7"), DiagnosticKind.WRONG_TYPE, "services.web.hostname"),
        (service("networks: [front]"), DiagnosticKind.UNKNOWN_NETWORK, "front"),
        (service("volumes: [data:/x]"), DiagnosticKind.UNKNOWN_VOLUME, "data"),
        (service("depends_on: [db]"), DiagnosticKind.UNKNOWN_SERVICE, "db"),
        (service("depends_on: [web]"), DiagnosticKind.CYCLE, "web"),
        (service("network_mode: service:db"), DiagnosticKind.UNKNOWN_SERVICE, "db"),
        (service("network_mode: host\nnetworks: [default]"), DiagnosticKind.EXCLUSIVE, "`network_mode` and `networks`"),
        (service("scale: 2\ncontainer_name: x"), DiagnosticKind.EXCLUSIVE, "`container_name` and 2 replicas"),
        (service("scale: 2\ndeploy: {mode: global}\ncontainer_name: web"), DiagnosticKind.EXCLUSIVE, _OF_TWO),
        (service("scale: 2\ndeploy: {replicas: 3}"), DiagnosticKind.EXCLUSIVE, "`scale` and `deploy.replicas`"),
        (service("extends: db"), DiagnosticKind.UNKNOWN_SERVICE, "db"),
        (service("label_file: gone"), DiagnosticKind.MISSING_FILE, "gone"),
        (service("command: --rule=Host(`a`)"), DiagnosticKind.WRONG_TYPE, "services.web.command"),
        (service("scale: -1"), DiagnosticKind.WRONG_TYPE, "services.web.scale"),
        (service("deploy: {replicas: -1}"), DiagnosticKind.WRONG_TYPE, "services.web.deploy.replicas"),
        (service("depends_on: [db, db]"), DiagnosticKind.REPEATED_ITEM, "db"),
        (service("networks: [default, default]"), DiagnosticKind.REPEATED_ITEM, "default"),
        (service("networks: {default: {foo: 1}}"), DiagnosticKind.UNKNOWN_KEY, "foo"),
        (service("networks: {default: {ipv4_address: 7}}"), DiagnosticKind.WRONG_TYPE, _OF_NETWORK),
        (service("ports: [{target: 80, host: 8080}]"), DiagnosticKind.UNKNOWN_KEY, "host"),
        (
            service("ports: [{target: 80, protocol: [udp]}]"),
            DiagnosticKind.WRONG_TYPE,
            "services.web.ports[0].protocol",
        ),
        (service("volumes: [{type: bind, source: /a, target: /b, ro: true}]"), DiagnosticKind.UNKNOWN_KEY, "ro"),
        (service("ports: ['99999:80']"), DiagnosticKind.WRONG_TYPE, "services.web.ports[0]"),
        (service("ports: ['80:80/http']"), DiagnosticKind.WRONG_TYPE, "services.web.ports[0]"),
        (service("ports: ['localhost:80:80']"), DiagnosticKind.WRONG_TYPE, "services.web.ports[0]"),
        (service("ports: ['8000-8001:80-82']"), DiagnosticKind.WRONG_TYPE, "services.web.ports[0]"),
        (service("ports: ['80:0']"), DiagnosticKind.WRONG_TYPE, "services.web.ports[0]"),
        (service("command: [sleep, 10]"), DiagnosticKind.WRONG_TYPE, "services.web.command[1]"),
        (service("networks: [{default: }]"), DiagnosticKind.WRONG_TYPE, "services.web.networks[0]"),
        (service("depends_on: {db: {condition: healthy}}"), DiagnosticKind.WRONG_TYPE, _OF_DEPENDENCY),
        (service("build: {context: ., dockerFile: x}"), DiagnosticKind.UNKNOWN_KEY, "dockerFile"),
        (service("secrets: [users]"), DiagnosticKind.UNDECLARED, "users"),
        (service("configs: [{source: traefik, target: /t}]"), DiagnosticKind.UNDECLARED, "traefik"),
        (service("container_name: w"), DiagnosticKind.WRONG_TYPE, "services.web.container_name"),
        (service("") + "networks: {'a@b': {}}\n", DiagnosticKind.UNKNOWN_KEY, "a@b"),
        ("services:\n  web:\n    labels: [a]\n", DiagnosticKind.NO_IMAGE, "web"),
        ("- a\n", DiagnosticKind.NOT_A_MAPPING, ""),
        ("services:\n\tweb: {}\n", DiagnosticKind.SYNTAX, ""),
        ("", DiagnosticKind.NO_SERVICES, ""),
        ("services: {web: {image: x}}\ninclude: [gone.yml]\n", DiagnosticKind.MISSING_FILE, "gone.yml"),
    ],
)
def test_a_refusal_is_told(text: str, kind: DiagnosticKind, name: str) -> None:
    assert (kind, name) in refusals(text)


@rows(
    "text",
    [
        service("labels: []"), service("labels: {}"),
        service("expose: [abc, '99999', /tcp]\nbuild: {context: ., args: [A=1], x-a: 1, tags: [a]}"),
        service("secrets: [a, {source: b, target: /b}]\ncommand: [sleep, '10']")
        + "secrets: {a: {file: a}, b: {environment: B}}\ninclude:\n",
        service("depends_on: {db: {condition: service_healthy, required: false}}") + "  db: {image: x}\n",
        service("scale: 0x2"), service("deploy: {replicas: 1e1}"), service("expose: [0x50]\nports: [0x51]"),
        service("ports: ['8000-8002:80', '80-82', '[::1]:80:80', '127.0.0.1::80/UDP', '${PORT}:80', '80:81', '80:81']"),
        service("networks: {default: {aliases: [a], x-a: 1}, other: }\ndepends_on: ['${A}', '${A}']")
        + "  ${A}: {image: x}\nnetworks: {other: }\n",
        service("labels: {a: !!str .inf, b: '.nan', c: 1e400}"), service("x-mine: {a: [b]}"), service("command:"),
        service("networks: [front]\nprofiles: [off]"), service("label_file: gone\nprofiles: [off]"),
        service("command: sh -c 'Host(`a`)'"), "services: {web: {build: .}}\nx-y: 1\n",
        service("depends_on: {db: {condition: service_started}}") + "  db: {image: y}\n", service("deploy:"),
    ],
)  # fmt: skip
def test_what_compose_takes_is_not_refused(text: str) -> None:
    assert refusals(text) == []


PORTS = [
    *((f'"{port}"', False) for port in (
        ":::80:80", "::1:8080:80", "2001:db8::1:80:80", "2001:db8::1::80", "::ffff:1.2.3.4:80:80", "[::1]::80",
        "[1.2.3.4]:80:80", "[]:80:80", "::80", ":80", ":80:80", "1.2.3.4::80", "+80:80", "80:+80", "+80", "00080:80",
        "80:000000080", "80-+000081:80-81",
    )),
    *((f'"{port}"', True) for port in (
        "[::1]:80", "[::1]80:80", "[[::1]]:80:80", "[x]:80:80", "[::1:80:80", "::1]:80:80", ":::80", "::80:80",
        "::1:80", "1.2.3.4:80", "1:2:3:4", "fe80::1%eth0:80:80", "-80:80", "++80:80", "8_0:80", "80: 80",
    )),
    ("{target: 80, host_ip: '::1'}", False), ("{target: 80, host_ip: 1.2.3.4, published: '+80'}", False),
    ("{target: '+080'}", False),
    ("{target: 80, host_ip: localhost}", True), ("{target: 80, host_ip: '[::1]'}", True),
    ("{target: 80, host_ip: ''}", True), ("{target: 80, host_ip: }", True),
]  # fmt: skip
"""Ports, and whether Compose refuses them."""


@rows(("port", "is_refused"), PORTS)
def test_addresses_and_numbers_of_ports_are_those_that_compose_takes(port: str, is_refused: bool) -> None:
    assert [kind for kind, _ in refusals(service(f"ports: [{port}]"))] == [DiagnosticKind.WRONG_TYPE] * is_refused


COUNTS = [
    *((f"container_name: only\ndeploy: {{replicas: {number}}}", True) for number in (
        "'+2'", "'02'", "+2", "0x2", "2.0", "1_0", "1e1",
    )),
    *((f"container_name: only\ndeploy: {{replicas: {number}}}", False) for number in ("'+1'", "'-0'", "'01'", "0x1")),
    ("container_name: only\nscale: '+2'", True),
    *((f"scale: 2\ndeploy: {{replicas: {number}}}", False) for number in ("'+2'", "'02'", "2.0", "0x2", "'2'")),
    ("scale: '+2'\ndeploy: {replicas: 3}", True),
    *((f"scale: {number}", True) for number in ("'1_0'", "' 2'", "'٣'", "2.5", "9223372036854775808")),
]  # fmt: skip
"""Numbers of containers, and whether Compose refuses them."""


@rows(("lines", "is_refused"), COUNTS)
def test_containers_are_counted_as_compose_counts_them(lines: str, is_refused: bool) -> None:
    assert bool(refusals(service(lines))) == is_refused


REPEATS = [
    ("security_opt: [a]", "security_opt: [a]", False),
    ("group_add: [a]", "group_add: [a]", False),
    ("volumes_from: [db]", "volumes_from: [db]", False),
    ("external_links: [a]", "external_links: [a]", False),
    ("extra_hosts: ['a:1.2.3.4']", "extra_hosts: ['a:1.2.3.4']", False),
    ("extra_hosts: {a: 1.2.3.4}", "extra_hosts: ['a:1.2.3.4']", False),
    ("extra_hosts: ['a:1.2.3.4']", "extra_hosts: {a: 1.2.3.4, b: 1.2.3.4}", False),
    ("extra_hosts: {a: 1.2.3.4}", "extra_hosts: {a: 1.2.3.5}", False),
    ("group_add: []", "group_add: [a, a]", False),
    ("group_add: [b]", "group_add: [a, a]", False),
    ("group_add: [a, a]", "group_add: [b]", True),
    ("group_add: [a, a]", "tty: true", True),
    ("group_add: [1000]", "group_add: ['1000']", False),
    ("group_add: [1]", "group_add: [0x1]", False),
    ("group_add: [1]", "group_add: [1.0]", True),
    ("tty: true", "group_add: [1000, '1000']", False),
    ("tty: true", "group_add: [010, 10]", False),
    ("tty: true", "group_add: [0x1, 1]", True),
    ("tty: true", "group_add: [01, 1]", True),
    ("tty: true", "group_add: [1.0, 1]", True),
    ("tty: true", "device_cgroup_rules: [a, a]", True),
]
"""What stands in a service of one file and of another over it, and whether Compose refuses that."""


def over(below: str, above: str) -> dict[str, str]:
    """One file over another."""
    return {"compose.yml": service(below) + "  db: {image: x}\n", "compose.override.yml": service(above)}


def extended(below: str, above: str) -> dict[str, str]:
    """One file that extends another."""
    own = f"{above}\nextends: {{file: base.yml, service: web}}"
    return {"compose.yml": service(own) + "  db: {image: x}\n", "base.yml": service(below)}


@rows("way", [over, extended])
@rows(("below", "above", "is_refused"), REPEATS)
def test_what_a_file_repeats_of_another_is_dropped(
    way: Callable[[str, str], dict[str, str]], below: str, above: str, is_refused: bool
) -> None:
    assert [kind for kind, _ in refusals(way(below, above))] == [DiagnosticKind.REPEATED_ITEM] * is_refused


def test_the_names_of_hosts_are_those_of_both_files() -> None:
    files = over("extra_hosts: {a: 1.2.3.4}", "extra_hosts: ['b:1.2.3.4']")
    assert [host.text for host in web(files).extra_hosts] == ["a", "b:1.2.3.4"]


def test_a_refusal_stands_where_it_is_written() -> None:
    text = service("labels:\n  - a=1\n  - b: 2")
    place = read(text).diagnostics[0].place
    assert shown(text, place) == "b: 2" and place.path == "services.web.labels[1]"


@rows("text", ["a: " * 50 + "\n", "[" * 3000, "services: " + "{a: " * 3000, "services:\n  web: &a\n    b: *a\n"])
def test_no_text_raises(text: str) -> None:
    assert read(text).is_refused


def test_no_chain_is_too_long() -> None:
    chain = "".join(f"  s{number}: {{image: x, extends: s{number + 1}}}\n" for number in range(500))
    assert read("services:\n" + chain + "  s500: {image: x}\n").services
    files = {f"f{number}.yml": f"include: [f{number + 1}.yml]\n" for number in range(400)}
    assert read({"compose.yml": "include: [f0.yml]\nservices: {web: {image: x}}\n", **files}).service("web")


@rows("seed", range(4))
def test_no_damaged_text_raises(seed: int) -> None:
    chance = random.Random(seed)
    signs = [
        *"{}[]:,-&*!|>'\"#%@`$\n\t ?",
        "<<: *a",
        "!reset",
        "---\n",
        "&a ",
        "${",
        "$$",
        "\x00",
        "\ud800",
        "\u2028",
        "\ufeff",
    ]
    for number in range(40):
        files = dict(project(1000 * seed + number).files)
        for _ in range(chance.randint(1, 5)):
            name = chance.choice(list(files))
            text, at = files[name], chance.randrange(len(files[name]) + 1)
            files[name] = text[:at] + chance.choice(signs) + text[at + chance.randrange(3) :]
        for service_ in read({"compose.yml": "", **files}).services:
            for label in (*service_.labels, *service_.deploy_labels):
                assert label.name.place.span.line >= 1
                assert label.value.place.span[:2] <= label.value.place.span[2:]
                label.value.edit(0, len(label.value.text), "x")


def test_a_broken_label_file_of_a_service_that_does_not_run_is_no_refusal() -> None:
    files = {"compose.yml": service("label_file: my.labels\nprofiles: [off]"), "my.labels": "a=${1}\n"}
    assert refusals(files) == []
    assert refusals(files, profiles=("off",)) == [(DiagnosticKind.INTERPOLATION, "${1}")]


@rows("option", ["depends_on: [db]", "network_mode: service:db"])
def test_a_service_that_no_active_profile_asks_for_is_missing_unless_one_does(option: str) -> None:
    text = service(option) + "  db:\n    image: y\n    profiles: [data]\n"
    assert not read(text).is_refused
    assert [(one.kind, one.unset) for one in read(text).diagnostics] == [
        (DiagnosticKind.INACTIVE_SERVICE, ("COMPOSE_PROFILES",))
    ]
    assert refusals(text, profiles=("data",)) == []


def test_a_merge_key_takes_an_alias_of_a_list_of_mappings_which_traefik_does_not() -> None:
    head = "x-a: &a [{A: 1}, {B: 2}]\n"
    assert refusals(head + service("environment:\n  <<: *a\n  C: 3")) == []
    assert refusals("x-a: &a [{A: 1}, b]\n" + service("environment:\n  <<: *a")) != []
    assert refusals("\ufeff" + head + service("environment:\n  <<: *a\n  C: 3")) == []
    for mark in ("", "\ufeff"):
        found = lint_texts({"a.yml": f"{mark}{head}http: {{<<: *a}}\n"}, profile="none").findings
        assert [one.rule for one in found] == ["yaml-merge-key"]
