"""What a service is besides its labels: command, ports, networks, replicas, volumes, health check."""

from __future__ import annotations

import pytest

from tests.compose.projects import read, shown, web
from tests.each import rows


def service(lines: str) -> str:
    return "services:\n  web:\n    image: x\n" + "".join(f"    {line}\n" for line in lines.split("\n"))


@rows(
    ("written", "words"),
    [
        ("--a=1 --b='x y'", ["--a=1", "--b=x y"]), ('"--a=b c"', ["--a=b", "c"]), ("['--a b', c]", ["--a b", "c"]),
        ("a\\ b > out", ["a b"]), ('|-\n      a "" b\n', ["a", "", "b"]), ("run 2> err", ["run"]),
        ("--x=`a b` c", ["--x=`a b`", "c"]), ("[]", []), ("''", []),
    ],
)  # fmt: skip
def test_a_command_is_split_as_compose_splits_it(written: str, words: list[str]) -> None:
    command = web(service(f"command: {written}")).command
    assert command is not None and [word.text for word in command.arguments] == words


def test_a_word_of_a_command_has_its_place_through_quotes_folds_and_variables() -> None:
    text = service("command: >-\n  --first\n  --rule='a b' --host=${HOST:-x.example.com}")
    command = web(text).command
    assert command is not None
    first, rule, host = command.arguments
    assert [shown(text, word.place) for word in (first, rule)] == ["--first", "--rule='a b"]
    at = host.text.index("example")
    assert shown(text, host.place._replace(span=host.span(at, at + 7))) == "example"


@rows(
    ("written", "ports"),
    [
        ('"8080:80"', [(80, "tcp", "8080", "")]),
        ("80", [(80, "tcp", "", "")]), ('"53:53/udp"', [(53, "udp", "53", "")]),
        ('"127.0.0.1:8443:443"', [(443, "tcp", "8443", "127.0.0.1")]), ('"[::1]:81:82"', [(82, "tcp", "81", "::1")]),
        ('":::80:81"', [(81, "tcp", "80", "::")]), ('"::ffff:1.2.3.4:80:81"', [(81, "tcp", "80", "::ffff:1.2.3.4")]),
        ('"2001:db8::1::81"', [(81, "tcp", "", "2001:db8::1")]), ('"+80:0081"', [(81, "tcp", "80", "")]),
        ('"3000-3001:4000-4001"', [(4000, "tcp", "3000", ""), (4001, "tcp", "3001", "")]),
        ("{target: 70, published: 7000, protocol: udp}", [(70, "udp", "7000", "")]),
        ('"${PORT}:80"', [(80, "tcp", "", "")]), ('"80:${PORT}"', [(None, "tcp", "", "")]),
    ],
)  # fmt: skip
def test_ports_are_read_in_every_form(written: str, ports: list[tuple[int | None, str, str, str]]) -> None:
    found = web(service(f"ports: [{written}]")).ports
    assert [(port.number, port.protocol, port.published, port.host_ip) for port in found] == ports
    assert all(port.is_published for port in found)


def test_exposed_ports_are_not_published() -> None:
    found = web(service("expose: [80, '81/udp', '90-91']")).expose
    assert [(port.number, port.protocol, port.is_published) for port in found] == [
        (80, "tcp", False),
        (81, "udp", False),
        (90, "tcp", False),
        (91, "tcp", False),
    ]


NETWORKS = "networks: {front: {}, named: {name: real}, out: {external: true}, var: {name: 'n-${N}'}}\n"


@rows(
    ("written", "names"),
    [
        ("networks: [front, named, out]", ["demo_front", "real", "out"]), ("tty: true", ["demo_default"]),
        ("networks: {front: {aliases: [a]}, default: }", ["demo_front", "demo_default"]), ("network_mode: host", []),
    ],
)  # fmt: skip
def test_networks_have_the_names_that_the_engine_knows(written: str, names: list[str]) -> None:
    found = web(service(written) + NETWORKS).networks
    assert [attachment.network.name for attachment in found] == names


def test_a_name_that_hangs_on_a_variable_says_so() -> None:
    (attachment,) = web(service("networks: [var]") + NETWORKS).networks
    assert (attachment.network.name, attachment.network.unknown) == ("n-", ("N",))
    project = read("name: ${P:-shop}-${N}\n" + service("networks: [front]") + NETWORKS)
    assert (project.name.text, project.name.is_sure, project.name.unknown) == ("shop-", False, ("N",))
    assert project.services[0].networks[0].network.unknown == ("N",)


@rows(
    ("files", "given", "name", "is_sure"),
    [
        ({"compose.yml": service("tty: true")}, {}, "demo", False),
        ({"compose.yml": "name: My_Shop\n" + service("tty: true")}, {}, "my_shop", True),
        ({"compose.yml": service("tty: true"), ".env": "COMPOSE_PROJECT_NAME=env\n"}, {}, "env", True),
        ({"compose.yml": "name: shop\n" + service("tty: true")}, {"name": "given"}, "given", True),
    ],
)
def test_a_project_is_called_as_compose_calls_it(
    files: dict[str, str], given: dict[str, str], name: str, is_sure: bool
) -> None:
    project = read(files, **given)
    assert (project.name.text, project.name.is_sure) == (name, is_sure)


@rows(
    ("written", "replicas"),
    [
        ("tty: true", 1), ("scale: 3", 3), ("deploy: {replicas: 0}", 0), ("deploy: {replicas: '${N}'}", None),
        ("deploy: {mode: global}", 1), ("scale: ${N:-2}", 2),
    ],
)  # fmt: skip
def test_replicas_are_counted_where_they_are_known(written: str, replicas: int | None) -> None:
    assert web(service(written)).replicas == replicas


def test_volumes_are_read_in_both_forms() -> None:
    text = service("volumes: [./a:/a:ro, data:/d, /anon, {type: bind, source: /x, target: /y, read_only: true}]")
    found = web(text + "volumes: {data: {}}\n").volumes
    assert [(mount.kind, mount.source, mount.target, mount.read_only) for mount in found] == [
        ("bind", "./a", "/a", True),
        ("volume", "data", "/d", False),
        ("volume", "", "/anon", False),
        ("bind", "/x", "/y", True),
    ]


@pytest.mark.slow
def test_reading_many_services_takes_time_in_proportion() -> None:
    """Counted in values made, not in seconds: each label is read once, however many there are."""
    text = "services:\n" + "".join(
        f"  app{number}:\n    image: x\n    labels: ['a=$A', b=1]\n" for number in range(300)
    )
    project = read(text)
    assert len(project.services) == 300 and all(len(service.labels) == 2 for service in project.services)
