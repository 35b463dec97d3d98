"""What a change of files means for visitors."""

from __future__ import annotations

from tests.routing.asking import routers
from traefiklint.options import Options
from traefiklint.routing.changes import Changes, lines, markdown, route_changes

SHOP = "shop: {rule: Host(`a.test`), service: shop, entryPoints: [web]}"
API = "api: {rule: Host(`a.test`) && PathPrefix(`/api`), service: blog, entryPoints: [web]}"
AUTH = "  middlewares:\n    auth: {basicAuth: {users: ['a:b']}}\n"


def changes(old: str, new: str) -> Changes:
    return route_changes({"a.yml": old}, {"a.yml": new}, Options())


def told(found: Changes) -> list[str]:
    return [str(change) for change in found.changes]


def test_a_router_that_goes_leaves_its_requests_to_the_next_one_or_to_nobody() -> None:
    found = changes(routers(SHOP, API), routers(SHOP))
    assert "GET http://a.test/api: api@file → shop@file (served by http://shop:3000)" in told(found)
    found = changes(routers(SHOP, API), routers(API))
    assert told(found) == ["GET http://a.test/: shop@file → 404 Not Found"]


def test_names_do_not_matter_to_visitors() -> None:
    renamed = routers(SHOP.replace("shop:", "store:", 1).replace("service: shop", "service: store"))
    renamed = renamed.replace("    shop: {load", "    store: {load")
    assert changes(routers(SHOP), renamed).changes == ()


def test_the_same_router_may_do_something_else() -> None:
    found = changes(
        routers(SHOP, more=AUTH), routers(SHOP.replace("service", "middlewares: [auth], service"), more=AUTH)
    )
    (change,) = found.changes
    assert change.summary.startswith("shop@file: what the server answers → 401 Unauthorized; now asks for a name")
    moved = changes(routers(SHOP), routers(SHOP).replace("http://shop:3000", "http://shop2:3000"))
    assert told(moved) == ["GET http://a.test/: shop@file: http://shop:3000 → http://shop2:3000"]


def test_a_router_that_is_disabled_on_one_side_counts() -> None:
    broken = SHOP.replace("service", "middlewares: [nobody], service")
    assert told(changes(routers(broken), routers(SHOP))) == [
        "GET http://a.test/: 404 Not Found → shop@file (served by http://shop:3000)"
    ]


def test_a_tie_that_appears_is_a_change() -> None:
    twin = SHOP.replace("shop:", "twin:", 1).replace("service: shop", "service: blog")
    (change,) = changes(routers(SHOP), routers(SHOP, twin)).changes
    assert change.summary.startswith("shop@file → shop@file or twin@file")
    assert change.after.tie


def test_a_refused_side_is_said() -> None:
    found = changes(routers(SHOP), routers(SHOP) + "tcp: {routers: {}}\n")
    assert found.refused[0] == ""
    assert found.refused[1].startswith("a.yml:7: ")
    assert found.changes == ()


def test_changes_that_come_to_the_same_are_told_once() -> None:
    old = routers(
        *(f"r{number}: {{rule: Host(`a{number}.test`), service: shop, entryPoints: [web]}}" for number in range(9))
    )
    found = changes(old, old.replace("http://shop:3000", "http://shop2:3000"))
    assert len(found.changes) == 9
    either = API.replace("PathPrefix(`/api`)", "(Path(`/api`) || Path(`/v2`))")
    both = changes(routers(SHOP, either), routers(SHOP))
    text = list(lines(both, lambda text, *_: text))
    assert text[0].startswith("GET http://a.test/api: api@file → shop@file")
    assert any("and 1 more request likewise" in line for line in text)
    assert text[-1].startswith("2 changes for visitors, of 4 requests")
    assert markdown(both).splitlines()[0] == "| request | before | after | what else |"
    assert markdown(changes(old, old)).startswith("Nothing changes")


def test_every_kind_of_router_is_asked() -> None:
    text = (
        routers(SHOP)
        + """\
tcp:
  routers:
    db: {rule: HostSNI(`db.test`), service: db, entryPoints: [websecure], tls: {}}
  services:
    db: {loadBalancer: {servers: [{address: "db:5432"}]}}
"""
    )
    (change,) = changes(text, text.replace("db:5432", "db2:5432")).changes
    assert change.request == "tls://db.test:443"


def test_a_router_that_comes_first_now_takes_what_another_one_matches_too() -> None:
    for rule, request in (
        ("PathPrefix(`/admin`)", "GET http://a.test/admin"),
        ("HostRegexp(`^.+$`) && PathPrefix(`/admin`)", "GET http://a.test/admin"),
        ("Host(`*.test`)", "GET http://a.test/"),
        ("Method(`DELETE`)", "DELETE http://a.test/"),
        ("Header(`X-Test`, `1`)", "GET http://a.test/ (X-Test: 1)"),
    ):
        other = "other: {rule: '%s', service: blog, entryPoints: [web], priority: %d}"
        first, last = (routers(SHOP, other % (rule, priority)) for priority in (1000, 1))
        expected = f"{request}: other@file → shop@file (served by http://shop:3000)"
        assert expected in told(changes(first, last)), rule
        assert changes(first, routers(SHOP, other % (rule, 999))).changes == (), "and nothing where nothing changes"


def test_rules_of_any_depth_are_compared() -> None:
    deep = "Host(`a.test`)"
    for level in range(900):
        deep = f"({'Host(`b.test`) &&' if level % 2 else 'Header(`X-A`, `1`) ||'} {deep})"
    router = "deep: {rule: '%s', service: shop, entryPoints: [web], priority: %d}"
    found = changes(routers(SHOP, router % (deep, 1)), routers(SHOP.replace("a.test", "c.test"), router % (deep, 1)))
    assert "GET http://c.test/: 404 Not Found → shop@file (served by http://shop:3000)" in told(found)


def test_a_request_may_have_a_header_twice() -> None:
    one = "one: {rule: 'Header(`X-A`, `1`)', service: shop, entryPoints: [web], priority: %d}"
    two = "two: {rule: 'Header(`X-A`, `2`)', service: blog, entryPoints: [web], priority: 5}"
    assert told(changes(routers(one % 9, two), routers(one % 1, two))) == [
        "GET http://example.com/ (X-A: 1, X-A: 2): one@file → two@file (served by http://blog:2368)"
    ]
