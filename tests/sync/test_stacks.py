"""Compose applications: half of a server's routes are labels, and every answer counts them."""

from __future__ import annotations

import pytest

from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import Place, hand_written

pytestmark = pytest.mark.slow

OWN = """\
services:
  web:
    image: nginx:1.27
    labels:
      - traefik.enable=true
      - traefik.http.routers.own.rule=Host(`own.example.com`)
      - traefik.http.routers.own.middlewares=my-headers@file
    networks: [dokploy-network]
networks:
  dokploy-network:
    external: true
"""
HEADERS = """\
http:
  middlewares:
    my-headers:
      headers:
        frameDeny: true
"""


@pytest.fixture
def billing(place: Place, server: DokployServer, shop: App) -> App:
    """A compose application whose label uses a middleware of a file, and that file."""
    server.add_stack("billing", "billing.example.com", text=OWN)
    app = server.add_application("headers", hand_written("headers") + HEADERS.removeprefix("http:\n"))
    place("pull")
    return app


def test_a_router_does_not_take_the_host_of_a_stack(
    place: Place, server: DokployServer, shop: App, billing: App
) -> None:
    place.edit(shop, "Host(`shop.example.com`)", "Host(`billing.example.com`)")
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "the compose application `billing` answers `GET http://billing.example.com/`" in ran.out
    assert "and `hand-shop@file` would take some of them by chance" in ran.out
    assert server.text(shop) == hand_written("shop")
    place.edit(shop, "Host(`billing.example.com`)", "Host(`billing.example.com`) && PathPrefix(`/sale`)")
    ran = place("push", "--yes")
    assert ran.status == 1, "a part of a host is a part of a stack, too"
    assert "`GET http://billing.example.com/sale`" in ran.out
    assert "and `hand-shop@file` would then" in ran.out
    assert place("push", "--yes", "--force").status == 0


def test_a_host_that_a_label_of_its_own_names_is_as_good(place: Place, shop: App, billing: App) -> None:
    place.edit(shop, "Host(`shop.example.com`)", "HostRegexp(`^own[.]example[.]com$`)")
    ran = place("push", "--dry-run")
    assert (ran.status, "`billing` answers `GET http://own.example.com/`" in ran.out) == (1, True)


def test_a_middleware_that_a_stack_uses_is_not_removed(place: Place, server: DokployServer, billing: App) -> None:
    before = place.text(billing)
    place.edit(billing, "my-headers:", "our-headers:")
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "compose application `billing`: compose/billing-" in ran.out
    assert "`my-headers@file`" in ran.out
    assert "[unknown-middleware]" in ran.out
    assert server.text(billing) == before


def test_what_no_compose_application_has_is_doubted(place: Place, shop: App, billing: App) -> None:
    place.edit(shop, "entryPoints: [web]", "entryPoints: [web]\n      middlewares: [nosuch@docker]")
    ran = place("push", "--dry-run")
    assert ran.status == 1
    assert "`nosuch@docker`" in ran.out
    assert "no compose application that the key sees has it" in ran.out
    (place.folder / "traefiklint.toml").write_text('[known]\nmiddlewares = ["nosuch@docker"]\n')
    assert place("push", "--dry-run").status == 0
    place.edit(shop, "nosuch@docker", "redirect-to-https")
    assert place("push", "--yes").status == 0


def test_routes_are_asked_of_stacks_too(place: Place, shop: App, billing: App) -> None:
    place.edit(shop, "Host(`shop.example.com`)", "Host(`own.example.com`) && Path(`/x`)")
    out = place("diff", "--routes").out
    assert "own@docker → hand-shop@file" in out
    assert "billing.example.com" not in out, "what stays says nothing"


def test_a_stack_of_swarm_has_its_labels_under_deploy(place: Place, server: DokployServer, shop: App) -> None:
    server.add_stack("billing", "billing.example.com", text=OWN, compose_type="stack")
    server.add_stack("plain", text=OWN.replace("own", "mine"), compose_type="stack")
    place("pull")
    place.edit(shop, "Host(`shop.example.com`)", "HostRegexp(`^(own|mine|billing)[.]example[.]com$`)")
    out = place("push", "--dry-run").out
    assert "(router `billing-" in out
    assert "@swarm`)" in out
    assert "own.example.com" not in out, "the provider for Swarm does not look beside a service"
    assert "mine.example.com" not in out


def test_a_stack_that_cannot_be_read_is_known_by_its_domains(place: Place, server: DokployServer, shop: App) -> None:
    server.add_stack("fetched", "fetched.example.com", source_type="github")
    broken = server.add_stack("broken", "broken.example.com")
    server.panel.add_stack_domain(broken, "x.example.com", serviceName="nosuch")
    server.add_stack("quiet", source_type="github")
    place("pull")
    place.edit(shop, "Host(`shop.example.com`)", "Host(`broken.example.com`)")
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "takes `broken.example.com`, which is a domain of the compose application `broken`" in ran.out
    assert "compose application `fetched`: its text was never fetched; its routes are known by its domains only" in (
        ran.out
    )
    assert "compose application `broken`: " in ran.out
    assert "`quiet`" not in ran.out
    out = place("diff", "--routes").out
    assert "`broken.example.com` is a domain of the compose application `broken`, whose routers are labels" in out


def test_each_server_has_its_own_stacks(place: Place, server: DokployServer, shop: App) -> None:
    server.add_remote("box")
    server.add_stack("billing", "billing.example.com", server_id="box")
    place("pull")
    place.edit(shop, "Host(`shop.example.com`)", "Host(`billing.example.com`)")
    assert place("push", "--yes").status == 0, "it is another machine"


def test_nothing_is_fetched_for_it(place: Place, server: DokployServer, shop: App, billing: App) -> None:
    place.edit(shop, "[web]", "[websecure]")
    server.calls.clear()
    assert place("push", "--yes").status == 0
    asked = [call.procedure for call in server.calls if call.procedure.startswith("compose.")]
    assert asked == ["compose.getConvertedCompose"]
