"""How Dokploy names what it writes, and by what its directory is known."""

from __future__ import annotations

from tests.each import rows
from traefiklint.instance.dokploy import app_of, is_managed, sign_of_dokploy


@rows(
    ("file", "app"),
    [
        ("shop.yml", "shop"),
        ("a/b/shop.yml", "shop"),
        ("shop.yaml", ""),
        ("shop.dev.yml", "shop.dev"),
        ("middlewares.yml", ""),
        ("a/middlewares.yml", ""),
        ("dokploy.yml", ""),
        ("dokploy", ""),
    ],
)
def test_a_file_is_kept_for_an_application(file: str, app: str) -> None:
    assert app_of(file) == app


@rows(
    ("kind", "name", "app", "is_one"),
    [
        ("router", "shop-router-1", "shop", True),
        ("router", "shop-router-websecure-12", "shop", True),
        ("service", "shop-service-1", "shop", True),
        ("router", "shop-router-", "shop", False),
        ("router", "shop-router-x", "shop", False),
        ("router", "shop-router-websecure-x", "shop", False),
        ("router", "shop-service-1", "shop", False),
        ("router", "blog-router-1", "shop", False),
        ("router", "-router-1", "", False),
    ],
)
def test_what_dokploy_writes_is_known_by_its_name(kind: str, name: str, app: str, is_one: bool) -> None:
    assert is_managed(kind, name, app) is is_one


BOTH = "http:\n  routers:\n    shop-router-1: {}\n  services:\n    shop-service-1: {}\n"
NAMES = "has names as Dokploy gives them (`shop-router-…`)"


@rows(
    ("files", "static", "sign"),
    [
        ({}, None, ""),
        ({"dokploy.yml": ""}, None, "`dokploy.yml` is there"),
        ({"b.yml": "", "a/dokploy.yml": ""}, None, "`a/dokploy.yml` is there"),
        ({"dokploy.yml": ""}, "api: {}", ""),
        ({}, "providers: {docker: {network: dokploy-network}}", "the static configuration names it"),
        ({"other.yml": BOTH}, None, f"`other.yml` {NAMES}"),
        ({"other.yml": BOTH.encode()}, None, f"`other.yml` {NAMES}"),
        ({"other.yml": BOTH.replace("shop-router-1", '"shop-router-websecure-1" ')}, None, f"`other.yml` {NAMES}"),
        ({"other.yml": BOTH.replace("shop-router-1", "blog-router-1")}, None, ""),
        ({"other.yml": BOTH.replace("shop-router-1", "shop-router-2")}, None, f"`other.yml` {NAMES}"),
        ({"other.yml": BOTH.replace("shop-router-1", "shop-router-x")}, None, ""),
        ({"other.yml": "http:\n  routers:\n    shop-router-1: {}\n    shop-router-2: {}\n"}, None, ""),
        ({"other.yml": "http:\n  services:\n    shop-service-1: {}\n"}, None, ""),
        ({"shop.yml": "http:\n  routers:\n    shop-router-1: {}\n"}, None, f"`shop.yml` {NAMES}"),
        ({"x/shop.yml": "http:\n  services:\n    shop-service-1: {}\n"}, None, f"`x/shop.yml` {NAMES}"),
        ({"shop.yml": "http:\n  routers:\n    shop-1: {}\n    blog-router-1: {}\n"}, None, ""),
        ({"a.yml": "x: 1\n", "b.yml": "routers: 1\n", "other.yml": BOTH}, None, f"`other.yml` {NAMES}"),
    ],
)
def test_a_directory_of_dokploy_is_known_by_a_file_or_by_names(
    files: dict[str, str | bytes], static: str | None, sign: str
) -> None:
    assert sign_of_dokploy(files, static) == sign
