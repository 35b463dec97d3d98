"""Which entry points strangers reach, as compose files show, and whose labels are read here at all."""

from __future__ import annotations

from typing import Any

from tests.each import rows
from tests.instance.asking import instance_of
from traefiklint.discovery.projects import Projects
from traefiklint.instance.elsewhere import labels_of_others
from traefiklint.instance.load import read_context, read_instance
from traefiklint.instance.published import is_behind_a_tunnel, is_published, unpublished_points
from traefiklint.instance.static_start.addresses import read_address
from traefiklint.options import Options

COMPOSE = """\
services:
  traefik:
    image: traefik:v3.7
    command: [--providers.docker=true, --entrypoints.web.address=:80, --entrypoints.in.address=:81]
%s
  vpn: {image: vpn, ports: ["80:80"]}
  hidden: {image: vpn}
  both: {image: vpn, network_mode: "service:vpn"}
  loop: {image: vpn, network_mode: "service:loop"}
"""


def compose(options: str) -> str:
    return COMPOSE % "".join(f"    {line}\n" for line in options.split("; ") if line)


@rows(
    ("options", "address", "told"),
    [
        ("", ":80", False),
        ("ports: ['80:80']", ":80", True),
        ("ports: ['8000:80']", ":80", True),
        ("ports: ['80:8080']", ":80", False),
        ("ports: ['80:80']", ":81", False),
        ("ports: ['80']", ":80", True),
        ("ports: ['80-90:80-90']", ":81", True),
        ("ports: ['127.0.0.1:80:80']", ":80", False),
        ("ports: ['0.0.0.0:80:80']", ":80", True),
        ("ports: ['[::]:80:80']", ":80", True),
        ("ports: ['8.8.8.8:80:80']", ":80", True),
        ("ports: ['10.0.0.1:80:80']", ":80", False),
        ("ports: ['80:80']", "127.0.0.1:80", False),
        ("ports: ['80:80']", "8.8.8.8:80", False),
        ("ports: ['80:80']", "0.0.0.0:80", True),
        ("ports: ['127.0.0.1:81:80', '80:80']", ":80", True),
        ("network_mode: host", ":80", True),
        ("network_mode: host", "127.0.0.1:80", False),
        ("network_mode: host", "8.8.8.8:80", True),
        ("network_mode: 'service:vpn'", ":80", True),
        ("network_mode: 'service:vpn'", ":81", False),
        ("network_mode: 'service:hidden'", ":80", False),
        ("network_mode: 'service:both'", ":80", True),
        ("network_mode: 'service:loop'", ":80", False),
        ("network_mode: 'service:traefik'", ":80", False),
        ("network_mode: 'service:gone'", ":80", False),
        ("network_mode: 'container:vpn'; ports: ['80:80']", ":80", True),
        ("network_mode: bridge", ":80", False),
    ],
)
def test_everybody_reaches_an_address_over_a_port_of_the_host(options: str, address: str, told: bool) -> None:
    instance = instance_of({"compose.yml": compose(options)})
    assert is_published(instance, read_address(address)) is told


def test_a_port_may_not_count() -> None:
    instance = instance_of({"compose.yml": compose("ports: ['80:80', '81:80']")})
    assert is_published(instance, read_address(":80"), lambda port: port.published == "81")
    assert not is_published(instance, read_address(":80"), lambda port: port.published == "82")
    assert not is_published(instance_of(""), read_address(":80"))


@rows(
    ("options", "told"),
    [
        ("", ""),
        ("ports: ['80:80']", "in"),
        ("ports: ['80:80', '81:81']", ""),
        ("ports: ['127.0.0.1:80:80']", "in web"),
        ("ports: ['${LAN_IP}:80:80']", "in web"),
        ("ports: ['${IP}:80:80']", "in"),
        ("ports: [{target: 80, published: 80, host_ip: '${LAN_IP}'}]", "in web"),
        ("network_mode: host", ""),
        ("network_mode: 'service:hidden'", ""),
        ("network_mode: 'service:both'", "in"),
        ("network_mode: 'service:none'", ""),
    ],
)
def test_entry_points_that_no_port_leads_to(options: str, told: str) -> None:
    assert " ".join(sorted(unpublished_points(instance_of({"compose.yml": compose(options)})))) == told


@rows(
    ("image", "told"),
    [
        ("cloudflared", True),
        ("cloudflare/cloudflared:latest", True),
        ("docker.io/cloudflare/cloudflared@sha256:0", True),
        ("registry:5000/a/b/c/ngrok", True),
        ("a/b/c/d/e/ngrok", False),
        ("inlets/inlets", True),
        ("snowdreamtech/frpc", True),
        ("fosrl/newt", True),
        ("rapiz1/rathole", True),
        ("my-newt", False),
        ("newt-ui", False),
        ("traefik", False),
        ("cloudflared; command: proxy-dns", False),
        ("cloudflared; command: [tunnel, proxy-dns --port 53]", False),
        ("cloudflared; command: tunnel run", True),
    ],
)
def test_a_tunnel_is_known_by_its_image(image: str, told: bool) -> None:
    lines = "".join(f"    {line}\n" for line in f"image: {image}".split("; "))
    text = compose("") + f"  tunnel:\n{lines}  built: {{build: .}}\n"
    assert is_behind_a_tunnel(instance_of({"compose.yml": text})) is told


def test_without_compose_files_nothing_is_behind_a_tunnel() -> None:
    assert not is_behind_a_tunnel(instance_of(""))


APP = """\
services:
  app:
    image: app
    labels:
      - traefik.http.routers.a.rule=Host(`a.io`)
    deploy:
      labels:
        traefik.x: "a
          b"
%s
networks:
  proxy: {external: true}
  other: {external: true}
  own: {}
"""
TRAEFIK = """\
services:
  traefik:
    image: traefik:v3.7
    command: [--providers.docker=true]
%s
networks:
  proxy: {external: true}
  third: {external: true}
"""


def others(
    app: str, traefik: str | None, *, found: tuple[str, ...] = ("app.yml", "t.yml"), static: str | None = None
) -> list[int]:
    """The lines of the labels of an application that a Traefik reads which is not here.

    Args:
        traefik: what is said of Traefik, in a file of its own; there is none where absent.
        found: the files that nobody named.
    """
    texts = {"app.yml": APP % f"    {app}"}
    if traefik is not None:
        texts["t.yml"] = TRAEFIK % f"    {traefik}"
    projects = Projects(tuple((name,) for name in texts), texts.get, found=frozenset(found))
    options = Options(static=static, profile="none")
    instance = read_instance({}, read_context(options, {}, projects).context, projects=projects)
    places = labels_of_others(instance)
    assert {file for file, _ in places} <= {"app.yml"}
    return sorted(line for _, line in places)


LINES = [5, 8, 9]


@rows(
    ("app", "traefik", "options", "told"),
    [
        ("networks: [proxy]", None, {}, LINES),
        ("", None, {}, LINES),
        ("networks: [proxy]", None, {"found": ()}, []),
        ("networks: [proxy]", None, {"static": "providers: {docker: {}}"}, []),
        ("networks: [proxy]", "", {}, LINES),
        ("networks: [proxy]", "networks: [third]", {}, LINES),
        ("networks: [proxy]", "networks: [third]", {"found": ("t.yml",)}, []),
        ("networks: [proxy]", "networks: [third]", {"found": ("app.yml",)}, LINES),
        ("networks: [proxy]", "networks: [third, proxy]", {}, []),
        ("networks: [other, proxy]", "networks: [proxy]", {}, []),
        ("networks: [proxy]", "network_mode: host", {}, []),
        ("network_mode: host", "networks: [proxy]", {}, []),
        ("networks: [own]", "networks: [proxy]", {}, []),
        ("networks: [own, other]", "networks: [proxy]", {}, LINES),
        ("", "networks: [proxy]", {}, []),
        ("\n  traefik: {image: 'traefik:v3.7', command: [--providers.docker=true]}", None, {}, []),
        ("networks: [proxy]\n  traefik: {image: 'traefik:v3.7', networks: [other]}", "networks: [third]", {}, []),
    ],
)
def test_whose_labels_another_traefik_reads(
    app: str, traefik: str | None, options: dict[str, Any], told: list[int]
) -> None:
    assert others(app, traefik, **options) == told


def test_without_compose_files_there_are_no_labels_of_others() -> None:
    assert labels_of_others(instance_of("")) == frozenset()
