"""What the panel makes of a file is, byte for byte, what a real server's panel made of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dokploy_server import App, DokployServer
from tests.dokploy_server.reprint import UnparsableError, parse, stringify
from tests.each import rows

SAMPLES = Path(__file__).with_name("samples")


def sample(name: str) -> str:
    return (SAMPLES / f"{name}.yml").read_text()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DokployServer]:
    with DokployServer(tmp_path) as running:
        yield running


@pytest.fixture
def shop(server: DokployServer) -> App:
    return server.add_application("shop", app_name="shop-0dlf7b")


def middlewares(server: DokployServer) -> str:
    return (server.disk.dynamic() / "middlewares.yml").read_text()


@rows("path", sorted(SAMPLES.glob("*.yml")), ids=lambda path: path.stem)
def test_what_the_panel_printed_is_printed_the_same_again(path: Path) -> None:
    text = path.read_text()
    if path.stem == "05-hand-edited-as-pushed":
        assert stringify(parse(text)) != text
    else:
        assert stringify(parse(text)) == text


def test_a_plain_domain_makes_a_router_and_a_service(server: DokployServer, shop: App) -> None:
    server.panel.add_domain(shop, "shop.example.com")
    assert server.text(shop) == sample("01-http")


def test_a_domain_with_everything_writes_the_shared_middlewares_too(server: DokployServer) -> None:
    blog = server.add_application("blog", app_name="blog.site_2-jchbjo")
    server.world.counters["domain"] = 3
    (server.disk.dynamic() / "middlewares.yml").write_text(
        middlewares(server) + "    my-headers:\n      headers:\n        frameDeny: true\n"
    )
    server.panel.add_domain(
        blog,
        "blog.example.com",
        path="/api",
        internalPath="/v1",
        stripPath=True,
        port=8080,
        https=True,
        certificateType="letsencrypt",
        middlewares=["my-headers@file"],
    )
    assert server.text(blog) == sample("02-https-path")
    assert middlewares(server) == sample("02-middlewares")


def test_the_life_of_a_hand_edited_file(server: DokployServer, shop: App) -> None:
    """Two domains, an edit by hand, a save without a change, a redirect, a password, and the end of the domain."""
    panel = server.panel
    first = panel.add_domain(shop, "shop.example.com")
    own = {"https": True, "certificateType": "custom", "customCertResolver": "zerossl", "customEntrypoint": "internal"}
    second = panel.add_domain(shop, "ep.example.com", port=9000, **own)
    assert server.text(shop) == sample("03-custom-entrypoint")
    panel.update_domain(first, host="shop2.example.com", port=3001, https=True)
    assert server.text(shop) == sample("04-https-none-two-domains")
    panel.update_domain(second, enabled=False)
    server.put(shop, sample("05-hand-edited-as-pushed"))
    panel.update_domain(first)
    assert server.text(shop) == sample("06-hand-edited-after-domain-save")
    (server.disk.dynamic() / "middlewares.yml").write_text(sample("07-middlewares").partition("    redirect-shop")[0])
    redirect = panel.add_redirect(shop, r"^https?://www\.(.+)", "https://${1}", permanent=True)
    assert server.text(shop) == sample("07-after-redirect")
    assert middlewares(server) == sample("07-middlewares")
    user = panel.add_user(shop, "bob", "pw")
    assert server.text(shop) == sample("08-after-security")
    panel.delete_redirect(redirect)
    panel.delete_user(user)
    panel.delete_domain(first)
    assert server.text(shop) == sample("09-after-first-domain-deleted")


def test_a_redirect_without_a_file_makes_empty_maps(server: DokployServer, shop: App) -> None:
    server.panel.add_redirect(shop, "a", "b")
    assert server.text(shop) == sample("10-empty-maps")


def test_the_last_domain_takes_the_file_with_it(server: DokployServer, shop: App) -> None:
    domain = server.panel.add_domain(shop, "shop.example.com")
    server.put(shop, (server.text(shop) or "") + "  middlewares:\n    own: {addPrefix: {prefix: /x}}\n")
    server.panel.delete_domain(domain)
    assert server.text(shop) is None


def test_a_hand_made_router_without_a_service_leaves_an_empty_map(server: DokployServer, shop: App) -> None:
    domain = server.panel.add_domain(shop, "shop.example.com")
    server.put(shop, "http:\n  routers:\n    h: {rule: 'Host(`a`)', service: y}\n  services: {}\n")
    server.panel.delete_domain(domain)
    assert server.text(shop) == sample("14-services-empty-map")


def test_a_template_as_a_value_is_destroyed(server: DokployServer) -> None:
    app = server.add_application("odd", app_name="odd-go-template-value-cddkyl")
    server.put(
        app, 'http:\n  services:\n    s:\n      loadBalancer:\n        servers:\n          - url: {{ env "U" }}\n'
    )
    server.world.counters["domain"] = 19
    server.panel.add_domain(app, "y.example.com", port=80)
    assert server.text(app) == sample("15-go-template-value-destroyed")


def test_what_only_yaml_1_1_finds_special_loses_its_quotes(server: DokployServer) -> None:
    app = server.add_application("odd", app_name="odd-yaml11-9akt6d")
    server.put(
        app,
        "http:\n  routers:\n    h:\n      rule: Host(`a`)\n      service: yes\n      priority: 0777\n      x: 1_000\n"
        "      y: 0x1F\n      z: 12:30:45\n      w: 1e3\n      v: .inf\n      big: 12345678901234567890\n"
        "      quoted: '012'\n      quoted2: 'null'\n      quoted3: 'true'\n      quoted4: 'on'\n"
        "      quoted5: '1_000'\n      quoted6: '2026-01-02'\n",
    )
    server.world.counters["domain"] = 25
    server.panel.add_domain(app, "y.example.com", port=80)
    assert server.text(app) == sample("16-yaml11-after-save")


@rows(
    ("text", "complaint"),
    [
        ("a: 1\na: 2\n", "Map keys must be unique at line 2, column 1"),
        ("a: 1\n---\nb: 2\n", "Source contains multiple documents"),
        ("a:\n\tb: 1\n", "Tabs are not allowed as indentation"),
    ],
)
def test_the_panel_refuses_what_it_cannot_parse(text: str, complaint: str) -> None:
    with pytest.raises(UnparsableError, match=complaint):
        parse(text)


def test_a_panel_save_over_a_broken_file_changes_the_database_only(server: DokployServer, shop: App) -> None:
    domain = server.panel.add_domain(shop, "shop.example.com")
    server.put(shop, "http: [\n")
    with pytest.raises(UnparsableError):
        server.panel.update_domain(domain, host="other.example.com")
    assert server.world.domains[domain["domainId"]]["host"] == "other.example.com"
    assert server.text(shop) == "http: [\n"


def test_long_rules_are_folded_as_the_panel_folds_them() -> None:
    rule = " || ".join(f"Host(`host-{number}.example.com`)" for number in range(6))
    text = stringify({"http": {"routers": {"long": {"rule": rule}}}})
    assert text == (
        "http:\n  routers:\n    long:\n"
        "      rule: Host(`host-0.example.com`) || Host(`host-1.example.com`) ||\n"
        "        Host(`host-2.example.com`) || Host(`host-3.example.com`) ||\n"
        "        Host(`host-4.example.com`) || Host(`host-5.example.com`)\n"
    )
    assert parse(text)["http"]["routers"]["long"]["rule"] == rule
