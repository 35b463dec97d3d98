"""Where a configuration is used, as far as names of files and of hosts tell."""

from __future__ import annotations

from tests.each import each
from traefiklint.instance.whereabouts import is_for_trial, is_of_the_internet, variant_of


@each(
    (
        ("demo/a.yml", True),
        ("examples/x/a.yml", True),
        ("a/my-test/b.yml", True),
        ("a/docker-compose.dev.yml", True),
        ("dev-compose.yml", True),
        ("production/a.yml", False),
        ("demo.yml", False),
        ("demo.d/a.yml", False),
        ("mydemo/a.yml", False),
        ("/srv/demo/a.yml", False),
        ("../demo/a.yml", False),
        ("C:/demo/a.yml", False),
        ("C:/demo/compose.test.yml", True),
    ),
    str,
)
def test_a_file_is_for_trial_by_its_name_or_by_a_folder_of_the_project(case: tuple[str, bool]) -> None:
    path, is_one = case
    assert is_for_trial(path) is is_one


@each(
    (
        ("a.io", True),
        ("a.io.", True),
        ("8.8.8.8", True),
        ("10.0.0.1", False),
        ("::1", False),
        ("a", False),
        ("localhost", False),
        ("a.127.0.0.1.nip.io", False),
        ("a.127.0.0.1.sslip.io", False),
        ("a.localtest.me", False),
        ("a.lvh.me", False),
        ("a.vcap.me", False),
        ("a.x.ts.net", False),
        ("a.localhost", False),
        ("A.LAN", False),
        ("a.home.arpa", False),
        ("a.lvh.me", False),
        ("tasks.web.io", False),
        ("my_app.io", False),
        ("host.tail1234.ts.net", False),
        ("a.local.shop.io", False),
        ("a.lan.shop.co.uk", False),
        ("local.shop.io", True),  # it may be a shop's page of its town
        ("a.local.io", False),
        ("a.home.shop.io", True),
    ),
    str,
)
def test_a_host_is_of_the_internet_by_its_name(case: tuple[str, bool]) -> None:
    host, is_one = case
    assert is_of_the_internet(host) is is_one


def test_variants_of_a_file_are_told_by_their_name() -> None:
    assert {variant_of(f"a.dev/app{more}.yml") for more in ("", ".local", "-prod", "_v2", ".https")} == {
        "a.dev/app.yml"
    }
    assert variant_of("app.liver.yml") == "app.liver.yml"
