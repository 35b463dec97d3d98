"""Who answers, and what is said about it. That it is true is asked of the real Traefik in `test_agreement`."""

from __future__ import annotations

import pytest

from tests.each import rows
from tests.routing.asking import ask, journey, names, routers, table
from traefiklint.errors import UsageError
from traefiklint.routing.services import Server
from traefiklint.routing.testing import got
from traefiklint.routing.text import lines

WEB = "entryPoints: [web]"


def test_the_higher_priority_answers_and_the_other_is_told_what_beats_it() -> None:
    routes = table(
        routers(
            f"wide: {{rule: Host(`a.test`), service: blog, {WEB}}}",
            f"narrow: {{rule: Host(`a.test`) && PathPrefix(`/x`), service: shop, {WEB}}}",
        )
    )
    found = ask(routes, "http://a.test/x/1")
    assert names(found) == {"narrow@file"}
    assert not found.is_tie
    (way,) = found.ways
    assert way.target is not None
    assert [server.url(way.uri) for server in way.target.servers] == ["http://shop:3000/x/1"]
    (other,) = [one for one in found.candidates if one.route.name == "wide@file"]
    assert other.verdict == "beaten"
    assert "14 is below the 34 of `narrow@file`" in other.reason
    assert names(ask(routes, "http://a.test/y")) == {"wide@file"}


@rows(
    ("address", "asked"),
    [
        ("http://ann:pw@shop:80/base?x=1#y", "http://shop:80/p"),
        ("HTTP://shop", "http://shop/p"),
        ("http://[::1]:80", "http://[::1]:80/p"),
        ("http://:80", "http://:80/p"),
    ],
)
def test_of_the_url_of_a_server_only_scheme_host_and_port_count(address: str, asked: str) -> None:
    assert Server(address).url("/p") == asked


def test_between_equal_priorities_chance_decides_and_the_answer_is_both() -> None:
    routes = table(
        routers(
            f"one: {{rule: Host(`a.test`), service: blog, {WEB}}}",
            f"two: {{rule: Host(`a.test`), service: shop, {WEB}}}",
            f"low: {{rule: Host(`a.test`), service: shop, priority: 3, {WEB}}}",
        )
    )
    found = ask(routes, "http://a.test/")
    assert names(found) == {"one@file", "two@file"}
    assert found.is_tie


def test_a_disabled_router_is_as_if_absent_and_the_next_one_answers() -> None:
    routes = table(
        routers(
            f"broken: {{rule: Host(`a.test`) && PathPrefix(`/`), service: shop, middlewares: [nobody], {WEB}}}",
            f"next: {{rule: Host(`a.test`), service: blog, {WEB}}}",
        )
    )
    found = ask(routes, "http://a.test/")
    assert names(found) == {"next@file"}
    (broken,) = [one for one in found.candidates if one.verdict == "disabled"]
    assert broken.route.name == "broken@file"
    assert "`nobody` does not exist" in broken.reason
    assert "apps.yml:3" in broken.reason


@rows(
    ("url", "said"),
    [
        ("http://a.test/y", "`shop@file` is nearest: host matches, but PathPrefix(`/x`) fails: path /y"),
        ("https://a.test/x", "`shop@file` matches, but it serves plain HTTP on entry point web"),
        ("http://b.test/x", "`shop@file` is nearest: path matches, but Host(`a.test`) fails: host b.test"),
        ("http://b.test/y", "`shop@file` has `a.test`, did you mean that?"),
        ("http://gone.test/", "`gone@file` matches, but Traefik disables it: "),
        ("http://somewhere.example.org/", "no router of this entry point has the host `somewhere.example.org`"),
    ],
)
def test_a_404_comes_with_the_nearest_miss(url: str, said: str) -> None:
    routes = table(
        routers(
            f"shop: {{rule: Host(`a.test`) && PathPrefix(`/x`), service: shop, {WEB}}}",
            f"gone: {{rule: Host(`gone.test`), service: nobody, {WEB}}}",
        )
    )
    found = ask(routes, url)
    assert not found.ways
    assert found.decision.nobody == "404"
    assert said in found.nearest


@rows("same", ["redirectScheme: {scheme: http}", "redirectRegex: {regex: '^(.*)$', replacement: '$1'}"])
def test_a_redirect_to_where_a_request_is_already_makes_a_slash_of_no_path(same: str) -> None:
    more = f"""\
  middlewares:
    strip: {{stripPrefix: {{prefixes: [/api]}}}}
    same: {{{same}}}
    version: {{addPrefix: {{prefix: /v2}}}}
"""
    rule = f"rule: PathPrefix(`/api`), service: shop, {WEB}"
    with_it = table(routers(f"a: {{{rule}, middlewares: [strip, same, version]}}", more=more))
    without = table(routers(f"a: {{{rule}, middlewares: [strip, version]}}", more=more))
    for routes, path in ((with_it, "/v2/"), (without, "/v2")):
        (way,) = ask(routes, "http://a.test/api").ways
        assert way.uri == path


def test_middlewares_are_shown_in_order_chains_expanded_with_what_they_do() -> None:
    more = """\
  middlewares:
    all: {chain: {middlewares: [strip, head]}}
    strip: {stripPrefix: {prefixes: [/api]}}
    head: {headers: {customRequestHeaders: {X-App: shop}}}
    pre: {addPrefix: {prefix: /v2}}
"""
    rule = "rule: PathPrefix(`/api`), service: shop, middlewares: [all, pre]"
    (way,) = ask(table(routers(f"r: {{{rule}, {WEB}}}", more=more)), "http://a.test/api/x?q=1").ways
    assert [(step.name, step.kind) for step in way.steps] == [
        ("strip@file", "stripPrefix"),
        ("head@file", "headers"),
        ("pre@file", "addPrefix"),
    ]
    assert [step.via for step in way.steps] == ["chain all@file", "chain all@file", ""]
    assert "/api/x → /x" in way.steps[0].effect
    assert "sets X-App in the request" in way.steps[1].effect
    assert way.uri == "/v2/x?q=1"
    assert way.steps[0].where == "apps.yml:9"


def test_a_router_below_one_of_traefiks_own_answers_in_its_place() -> None:
    routes = table(
        routers("status: {rule: Path(`/api/status`), service: shop, parentRefs: [api@internal]}"),
        static="entryPoints: {web: {address: ':80'}}\napi: {insecure: true}\n",
    )
    (way,) = ask(routes, "http://a.test:8080/api/status").ways
    assert way.target is not None
    assert [server.url(way.uri) for server in way.target.servers] == ["http://shop:3000/api/status"]
    said = lines(journey(routes, "http://a.test:8080/api/version"), lambda text, *_: text)
    assert any("404 Not Found: no router below it matches" in line for line in said)


def test_redirects_are_followed_to_who_answers_in_the_end() -> None:
    more = "  middlewares:\n    tls: {redirectScheme: {scheme: https, permanent: true}}\n"
    routes = table(
        routers(
            f"plain: {{rule: Host(`a.test`), service: shop, middlewares: [tls], {WEB}}}",
            "secure: {rule: Host(`a.test`), service: shop, entryPoints: [websecure], tls: {}}",
            more=more,
        )
    )
    found = journey(routes, "http://a.test/x?q=1")
    assert [str(one.asked) for one in found.answers] == ["GET http://a.test/x?q=1", "GET https://a.test/x?q=1"]
    assert found.first.ways[0].status == 301
    assert names(found.last) == {"secure@file"}
    assert not found.end


def test_redirects_that_go_in_a_circle_are_found() -> None:
    more = """\
  middlewares:
    there: {redirectRegex: {regex: "/a$", replacement: /b}}
    back: {redirectRegex: {regex: "/b$", replacement: /a}}
"""
    rule = f"rule: Host(`a.test`), service: shop, middlewares: [there, back], {WEB}"
    found = journey(table(routers(f"r: {{{rule}}}", more=more)), "http://a.test/a")
    assert found.loops
    assert "back to http://a.test/a" in found.end
    assert len(found.answers) == 2


def test_a_redirect_to_a_port_where_nothing_listens_leaves_this_traefik() -> None:
    more = "  middlewares:\n    away: {redirectRegex: {regex: '.*', replacement: 'https://other.test:8443/'}}\n"
    rule = f"rule: Host(`a.test`), service: shop, middlewares: [away], {WEB}"
    found = journey(table(routers(f"r: {{{rule}}}", more=more)), "http://a.test/")
    assert "leaves this Traefik" in found.end
    assert not found.loops


@rows(
    ("middleware", "more", "kind", "status"),
    [
        ("ipAllowList: {sourceRange: [10.0.0.0/8]}", {"client_ip": "203.0.113.7"}, "refusal", 403),
        ("ipAllowList: {sourceRange: [10.0.0.0/8]}", {"client_ip": "10.1.2.3"}, "forward", 0),
        ("ipAllowList: {sourceRange: [10.0.0.0/8], rejectStatusCode: 404}", {"client_ip": "1.1.1.1"}, "refusal", 404),
        ("basicAuth: {users: ['a:b']}", {}, "auth", 401),
        ("basicAuth: {users: ['a:b']}", {"headers": ["Authorization: Basic YTpi"]}, "forward", 0),
        ("redirectScheme: {scheme: https}", {}, "redirect", 302),
        ("redirectRegex: {regex: '.*', replacement: 'https://a:b/'}", {}, "refusal", 502),
    ],
)
def test_middlewares_that_answer_themselves_end_the_way(
    middleware: str, more: dict[str, str], kind: str, status: int
) -> None:
    text = routers(
        f"r: {{rule: Host(`a.test`), service: shop, middlewares: [m], {WEB}}}",
        more=f"  middlewares:\n    m: {{{middleware}}}\n",
    )
    (way,) = ask(table(text), "http://a.test/", **more).ways
    assert (way.kind, way.status) == (kind, status)


def test_what_nobody_can_tell_is_said() -> None:
    more = """\
  middlewares:
    inside: {ipAllowList: {sourceRange: [10.0.0.0/8]}}
    sso: {forwardAuth: {address: "http://auth:4181", authResponseHeaders: [X-User]}}
"""
    rule = f"rule: Host(`a.test`), service: shop, middlewares: [inside, sso, far@docker], {WEB}"
    (way,) = ask(table(routers(f"r: {{{rule}}}", more=more)), "http://a.test/").ways
    assert way.kind == "forward"
    assert [doubt.split()[0] for doubt in way.doubts] == ["whether", "whether", "what"]
    assert "--client-ip" in way.doubts[0]
    assert "far@docker" in way.doubts[2]


def test_services_are_expanded_to_their_servers() -> None:
    more = """\
    canary: {weighted: {services: [{name: shop, weight: 9}, {name: mirror, weight: 1}]}}
    mirror: {mirroring: {service: blog, mirrors: [{name: shop, percent: 10}]}}
    spare: {failover: {service: shop, fallback: blog}}
    empty: {loadBalancer: {servers: []}}
    noscheme: {loadBalancer: {servers: [{url: "shop:80"}]}}
"""
    routes = table(
        routers(
            f"canary: {{rule: Host(`c.test`), service: canary, {WEB}}}",
            f"spare: {{rule: Host(`s.test`), service: spare, {WEB}}}",
            f"empty: {{rule: Host(`e.test`), service: empty, {WEB}}}",
            f"odd: {{rule: Host(`o.test`), service: noscheme, {WEB}}}",
            more=more,
        )
    )
    target = ask(routes, "http://c.test/").ways[0].target
    assert target is not None
    assert (target.kind, [part.share for part in target.parts]) == ("weighted", ["9 of 10", "1 of 10"])
    assert [server.address for server in target.answering()] == ["http://shop:3000", "http://blog:2368"]
    assert [part.share for part in target.parts[1].parts] == ["", "copy of 10 %"]
    assert ask(routes, "http://e.test/").ways[0].status == 503
    assert ask(routes, "http://o.test/").ways[0].status == 500


def test_middlewares_of_the_services_that_a_service_is_made_of_run_too() -> None:
    more = """\
    both: {weighted: {services: [{name: shop}, {name: cut}, {name: idle, weight: 0}]}}
    cut: {middlewares: [strip], loadBalancer: {servers: [{url: "http://cut"}]}}
    idle: {loadBalancer: {servers: [{url: "http://idle"}]}}
  middlewares:
    strip: {stripPrefix: {prefixes: [/x]}}
"""
    found = ask(table(routers(f"r: {{rule: Host(`a.test`), service: both, {WEB}}}", more=more)), "http://a.test/x/y")
    asked = [(server.address, way.uri) for way in found.ways if way.target for server in way.target.answering()]
    assert asked == [("http://shop:3000", "/x/y"), ("http://cut", "/y")]
    assert not found.is_tie


def test_a_part_without_servers_answers_its_share_of_the_requests_with_503() -> None:
    more = """\
    half: {weighted: {services: [{name: shop}, {name: empty}]}}
    empty: {loadBalancer: {servers: []}}
"""
    found = ask(table(routers(f"r: {{rule: Host(`a.test`), service: half, {WEB}}}", more=more)), "http://a.test/")
    assert [(way.kind, way.status) for way in found.ways] == [("forward", 0), ("error", 503)]


def test_child_routers_see_what_the_middlewares_of_their_parent_made_of_the_request() -> None:
    more = "  middlewares:\n    mark: {headers: {customRequestHeaders: {X-Role: admin}}}\n"
    routes = table(
        routers(
            f"top: {{rule: Host(`a.test`), middlewares: [mark], {WEB}}}",
            "admin: {rule: 'Header(`X-Role`, `admin`)', parentRefs: [top], service: shop}",
            "other: {rule: 'Header(`X-Role`, `guest`)', parentRefs: [top], service: blog}",
            more=more,
        )
    )
    (way,) = ask(routes, "http://a.test/").ways
    assert [route.name for route in way.routers] == ["top@file", "admin@file"]


TCP = """\
tcp:
  routers:
    {line}
  services:
    db: {{loadBalancer: {{servers: [{{address: "db:5432"}}]}}}}
"""


def test_a_raw_tcp_router_takes_plain_http_before_any_http_router() -> None:
    text = routers(f"r: {{rule: Host(`a.test`), service: shop, {WEB}}}") + TCP.format(
        line=f"raw: {{rule: HostSNI(`*`), service: db, {WEB}}}"
    )
    found = ask(table(text), "http://a.test/")
    assert (found.decision.layer, names(found)) == ("tcp", {"raw@file"})
    assert any("TCP routers come first" in one.reason for one in found.candidates)


def test_an_https_router_that_names_the_host_comes_before_a_tls_router() -> None:
    line = "db: {rule: HostSNI(`*`), service: db, entryPoints: [websecure], tls: {passthrough: true}}"
    text = routers("r: {rule: Host(`a.test`), service: shop, entryPoints: [websecure]}") + TCP.format(line=line)
    routes = table(text)
    assert names(ask(routes, "https://a.test/")) == {"r@file"}
    assert names(ask(routes, "https://b.test/")) == {"db@file"}
    assert names(ask(routes, "tls://b.test:443")) == {"db@file"}


STATIC = """\
entryPoints:
  web:
    address: ":8000"
    http: {redirections: {entryPoint: {to: websecure}}}
  websecure: {address: ":8443", http: {tls: {}, middlewares: [strip@file]}}
  dns: {address: ":53/udp"}
"""


def test_redirections_and_middlewares_of_entry_points_come_first() -> None:
    text = routers(
        "r: {rule: Host(`a.test`), service: shop}", more="  middlewares:\n    strip: {stripPrefix: {prefixes: [/x]}}\n"
    )
    found = journey(table(text, static=STATIC), "http://a.test/x/y")
    assert names(found.first) == {"web-to-websecure@internal"}
    assert found.first.location == "https://a.test:8443/x/y"
    (way,) = found.last.ways
    assert way.steps[0].via == "entry point websecure"
    assert way.uri == "/y"


def test_a_udp_router_answers_packets() -> None:
    text = """\
udp:
  routers:
    a: {service: one, entryPoints: [dns]}
    b: {service: one, entryPoints: [dns]}
  services:
    one: {loadBalancer: {servers: [{address: "dns:53"}]}}
"""
    found = ask(table(text, static=STATIC), "udp://ns.test:53")
    assert names(found) == {"b@file"}


@rows(
    ("url", "more", "said"),
    [
        ("https://a.test:9999/", {}, "no entry point listens on port 9999"),
        ("a.test/x", {}, "is no full address"),
        ("htps://a.test/", {}, "nothing that Traefik serves"),
        ("https://a.test/", {"entry_point": "websecur"}, "there is no entry point `websecur`"),
        ("https://a.test/", {"headers": ["X-Foo"]}, "is no header"),
        ("https://a.test/", {"client_ip": "300.1.1.1"}, "is no IP address"),
    ],
)
def test_what_cannot_be_understood_is_said_with_what_to_do(url: str, more: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask(table(routers("r: {rule: Host(`a.test`), service: shop}")), url, **more)
    assert said in caught.value.message
    assert caught.value.hint


def test_with_nothing_assumed_the_entry_points_are_those_that_the_files_mention() -> None:
    routes = table(routers("r: {rule: Host(`a.test`), service: shop, entryPoints: [inside]}"), profile="none")
    found = ask(routes, "http://a.test/", entry_point="inside")
    assert names(found) == {"r@file"}
    assert found.entry.assumed


def test_a_refused_directory_is_answered_for_as_far_as_it_loads() -> None:
    routes = table(routers(f"r: {{rule: Host(`a.test`), service: shop, {WEB}}}") + "tcp: {routers: {}}\n")
    assert [refusal.line for refusal in routes.world.refusals] == [7]
    assert names(ask(routes, "http://a.test/")) == {"r@file"}


def test_among_ten_thousand_routers_host_and_path_lead_to_the_few_that_matter() -> None:
    lines = [f"r{number}: {{rule: Host(`h{number}.test`), service: shop, {WEB}}}" for number in range(1000)]
    routes = table(routers(*lines, f"any: {{rule: PathPrefix(`/x`), service: shop, {WEB}}}"))
    listener = routes.listeners["web"]
    request = ask(routes, "http://h7.test/x").decision.request
    assert [route.name for route in listener.http.candidates(request)] == [
        "any@file",
        "r7@file",
    ]


def test_what_tls_options_demand_of_a_client_is_said() -> None:
    text = routers("r: {rule: Host(`a.test`), service: shop, entryPoints: [websecure], tls: {options: mutual}}")
    text += "tls:\n  options:\n    mutual: {sniStrict: true, clientAuth: {clientAuthType: RequireAnyClientCert}}\n"
    shown = list(lines(journey(table(text), "https://a.test/"), lambda text, *_: text))
    assert shown[1] == "  comes in by entry point websecure with TLS options `mutual@file`"
    assert "ask for a client certificate" in shown[2]
    assert "names that no certificate covers" in shown[3]
    other = ask(table(text), "https://a.test/", server_name="b.test")
    assert other.ways[0].status == 421


def test_a_connection_without_http_is_told_about_tcp_routers_only() -> None:
    routes = table(routers(f"r: {{rule: Host(`a.test`), service: shop, {WEB}}}"))
    found = ask(routes, "tcp://a.test:80")
    assert (found.ways, found.decision.nobody, found.nearest) == ((), "closed", "")
    with pytest.raises(UsageError) as caught:
        ask(routes, "udp://a.test:53")
    assert caught.value.message == "there is no UDP entry point"


@rows(("path", "status"), [("/", 302), ("/dashboard", 404), ("/dashboard/", 0), ("/api", 404), ("/api/version", 0)])
def test_what_the_api_of_traefik_answers(path: str, status: int) -> None:
    routes = table(routers("own: {rule: Host(`a.test`), service: api@internal, entryPoints: [web]}"))
    found = ask(routes, f"http://a.test{path}")
    assert [way.status for way in found.ways] == [status]


@rows(("debug", "path", "status"), [("true", "/debug/vars", 0), ("false", "/debug/vars", 404), ("true", "/foo", 404)])
def test_what_the_api_answers_besides_to_debug(debug: str, path: str, status: int) -> None:
    routes = table(
        routers("own: {rule: Host(`a.test`), service: api@internal, entryPoints: [web]}"),
        static=f"entryPoints: {{web: {{address: ':80'}}}}\napi: {{debug: {debug}}}\n",
    )
    assert [way.status for way in ask(routes, f"http://a.test{path}").ways] == [status]


def test_a_bare_question_mark_is_kept() -> None:
    routes = table(routers("s: {rule: Host(`a.test`), service: shop, entryPoints: [web]}"))
    (way,) = ask(routes, "http://a.test/apiary?").ways
    assert way.uri == "/apiary?"


def test_of_udp_routers_the_last_by_its_full_name_serves() -> None:
    text = (
        "udp:\n  routers:\n    dns: {entryPoints: [dns], service: a}\n    dns-2: {entryPoints: [dns], service: a}\n"
        "  services: {a: {loadBalancer: {servers: [{address: '127.0.0.1:1'}]}}}\n"
    )
    assert names(ask(table(text, static="entryPoints: {dns: {address: ':53/udp'}}"), "udp://a.test:53")) == {"dns@file"}


@rows(
    ("target", "by_router"),
    [("3.6.15", False), ("3.6.17", False), ("3.6.18", True), ("3.7.1", False), ("3.7.2", True), ("3.7", True)],
)
def test_older_patches_compare_the_options_of_host_and_server_name_and_newer_those_of_the_router(
    target: str, by_router: bool
) -> None:
    alone = table(
        routers("a: {rule: Host(`a.test`), service: shop, entryPoints: [websecure], tls: {options: strict}}")
        + "tls: {options: {strict: {minVersion: VersionTLS13}}}\n",
        target=target,
    )
    found = ask(alone, "https://a.test/", server_name="c.test").decision
    assert (found.ways[0].status if by_router else int(found.nobody)) == 421
    assert ask(alone, "https://c.test/", server_name="c.test").decision.nobody == "404"


def test_capital_letters_in_hostsni_match_nothing_before_3_7() -> None:
    text = (
        "tcp:\n  routers:\n    r: {rule: HostSNI(`A.test`), service: s, entryPoints: [websecure], tls: {}}\n"
        "  services: {s: {loadBalancer: {servers: [{address: 'db:1'}]}}}\n"
    )
    assert names(ask(table(text), "tls://a.test")) == {"r@file"}
    assert names(ask(table(text, target="3.6"), "tls://a.test")) == set()


def test_a_wildcard_is_no_server_name_before_3_7_so_that_tcp_routers_take_the_connection() -> None:
    text = routers("r: {rule: Host(`*.a.test`), service: shop, entryPoints: [websecure], tls: {}}") + (
        "tcp:\n  routers:\n    t: {rule: HostSNIRegexp(`.a.test$`), service: s, entryPoints: [websecure], tls: {}}\n"
        "  services: {s: {loadBalancer: {servers: [{address: 'db:1'}]}}}\n"
    )
    assert names(ask(table(text, target="3.6"), "https://x.a.test/")) == {"t@file"}
    assert names(ask(table(text), "https://x.a.test/")) == {"r@file"}


_REWRITING = f"""\
http:
  routers:
    strip: {{rule: Host(`a.test`), service: shop, middlewares: [strip], {WEB}}}
    replace: {{rule: Host(`b.test`), service: shop, middlewares: [replace], {WEB}}}
  middlewares:
    strip: {{stripPrefix: {{prefixes: [/api]}}}}
    replace: {{replacePathRegex: {{regex: "^/api(.*)", replacement: /$1}}}}
  services:
    shop: {{loadBalancer: {{servers: [{{url: "http://shop:3000"}}]}}}}
"""


@rows(
    ("target", "stripped", "replaced"),
    [
        ("3.0.4", "/../x", "/../x"),
        ("3.6.15", "/x", "/../x"),
        ("3.6.18", "", "/../x"),
        ("3.6.23", "", ""),
        ("3.6", "/x", "/../x"),
        ("3.7.1", "/x", "/../x"),
        ("3.7.2", "", "/../x"),
        ("3.7.7", "", ""),
        ("3.7", "", ""),
    ],
)
def test_a_path_with_dots_that_a_middleware_leaves_is_refused_since_some_patch(
    target: str, stripped: str, replaced: str
) -> None:
    routes = table(_REWRITING, target=target)
    for host, path in (("a.test", stripped), ("b.test", replaced)):
        (way,) = ask(routes, f"http://{host}/api../x").ways
        assert (way.uri if way.kind == "forward" else str(way.status)) == (path or "400")


def test_options_of_the_host_star_are_those_of_all_names_that_no_router_names() -> None:
    text = """\
http:
  routers:
    star: {rule: Host(`*`), service: shop, entryPoints: [websecure], tls: {options: nowhere}}
    open: {rule: PathPrefix(`/`), service: shop, entryPoints: [websecure], tls: {}}
  services:
    shop: {loadBalancer: {servers: [{url: "http://shop:3000"}]}}
"""
    (way,) = ask(table(text, target="3.6.15"), "https://b.test/").ways or (None,)
    assert way is None, "Traefik closes the connection"
    assert names(ask(table(text), "https://b.test/")) == {"open@file"}


def test_a_host_is_looked_for_among_rules_of_any_depth() -> None:
    deep = "Host(`a.test`)"
    for level in range(900):
        deep = f"(Host(`b.test`) {'&&' if level % 2 else '||'} {deep})"
    shop = f"shop: {{rule: Host(`a.test`), service: shop, {WEB}}}"
    routes = table(routers(shop, f"deep: {{rule: '{deep}', service: blog, {WEB}}}"))
    assert "`shop@file` has `a.test`" in ask(routes, "http://a.tset/").nearest


def test_a_tcp_catch_all_that_ties_leaves_it_to_the_https_router_for_all_names_where_it_wins() -> None:
    text = """
http:
  routers:
    site: {rule: PathPrefix(`/a`), entryPoints: [websecure], service: site, tls: {}}
  services:
    site: {loadBalancer: {servers: [{url: "http://site"}]}}
tcp:
  routers:
    all: {rule: HostSNI(`*`), entryPoints: [websecure], service: db, priority: 20, tls: {passthrough: true}}
    named: {rule: HostSNI(`a.test`), entryPoints: [websecure], service: db, priority: 20, tls: {passthrough: true}}
  services:
    db: {loadBalancer: {servers: [{address: "db:443"}]}}
"""
    found = ask(table(text), "https://a.test/a")
    assert names(found) == {"named@file", "site@file"}
    assert found.is_tie
    nowhere = ask(table(text), "https://a.test/b")
    assert names(nowhere) == {"named@file"}
    assert nowhere.is_tie, "404 where the catch-all wins"
    assert "404" in got(nowhere)


@rows("target", ["3.0", "3.7.1", "3.7.2", "3.7"])
def test_routers_of_one_host_that_want_different_tls_options_get_the_default_ones(target: str) -> None:
    one = "one: {rule: Host(`a.test`), service: shop, entryPoints: [websecure], tls: {options: old}}"
    two = (
        "two: {rule: Host(`a.test`) && PathPrefix(`/x`), service: blog, entryPoints: [websecure], tls: {options: new}}"
    )
    both = "tls: {options: {old: {minVersion: VersionTLS12}, new: {minVersion: VersionTLS13}}}\n"

    def coming_in(*routes: str) -> str:
        asked = journey(table(routers(*routes) + both, target=target), "https://a.test/")
        return list(lines(asked, lambda text, *_: text))[1]

    assert coming_in(one) == "  comes in by entry point websecure with TLS options `old@file`"
    assert coming_in(one, two) == "  comes in by entry point websecure with TLS"


def test_a_tcp_router_that_is_disabled_is_the_nearest_to_its_connection() -> None:
    text = "tcp: {routers: {db: {rule: HostSNI(`*`), service: nowhere, entryPoints: [web]}}}\n"
    assert "`db@file` matches, but Traefik disables it" in ask(table(text), "tcp://a.test:80").nearest


@rows("point", ["web", "http", "websecure", "https"])
def test_entry_points_of_the_usual_names_have_the_usual_ports_where_nothing_says_otherwise(point: str) -> None:
    secure = point.endswith(("s", "secure"))
    tls = ", tls: {}" if secure else ""
    text = routers(f"r: {{rule: Host(`a.test`), service: shop, entryPoints: [{point}]{tls}}}")
    found = ask(table(text, profile="none"), f"http{'s' if secure else ''}://a.test/")
    assert (names(found), found.entry.name) == ({"r@file"}, point)


def test_a_password_that_a_middleware_takes_away_is_not_there_for_the_next() -> None:
    users = 'users: ["anna:$2y$05$abcdefghijklmnopqrstuuu4HzFGpxMAfQTrGqJc4RqWnV3B9q1b6"]'
    chain = "r: {rule: Host(`a.test`), service: shop, entryPoints: [web], middlewares: [first, second]}"
    for removes, status in (("true", 401), ("false", 0)):
        first = f"first: {{basicAuth: {{{users}, removeHeader: {removes}}}}}"
        more = f"  middlewares:\n    {first}\n    second: {{basicAuth: {{{users}}}}}\n"
        found = ask(table(routers(chain, more=more)), "http://a.test/", headers=["Authorization: Basic YTpi"])
        assert [way.status for way in found.ways] == [status]


@rows(
    ("url", "fault"),
    [("http://s:1", ""), ("https://s:1", ""), ("h2c://s:1", ""), ("h2://s:1", "`h2`: 500"), ("s:1", "`s`: 500"),
     ("//s:1", "no scheme"), ("http://", "no host")],
)  # fmt: skip
def test_a_server_whose_address_no_client_understands_answers_nothing(url: str, fault: str) -> None:
    text = routers("r: {rule: Host(`a.test`), service: odd, entryPoints: [web]}")
    text += f"    odd: {{loadBalancer: {{servers: [{{url: '{url}'}}]}}}}\n"
    (way,) = ask(table(text), "http://a.test/").ways
    assert way.target is not None
    (server,) = way.target.servers
    assert fault in server.fault
    assert bool(server.fault) is bool(fault)


def test_colours_say_what_is_good_and_what_is_not() -> None:
    routes = table(routers(f"r: {{rule: Host(`a.test`), service: shop, {WEB}}}"))

    def paint(text: str, *codes: str) -> str:
        return f"<{';'.join(codes)}>{text}"

    assert "<31;1>404" in "".join(lines(journey(routes, "http://b.test/"), paint))
    assert "<31" not in "".join(lines(journey(routes, "http://a.test/"), paint))


@rows("scheme", ["http", "https"])
def test_every_header_that_a_middleware_sets_in_the_answer_is_named(scheme: str) -> None:
    options = (
        "customResponseHeaders: {X-Own: a, Server: ''}, frameDeny: true, contentTypeNosniff: true, "
        "browserXssFilter: true, "
        "contentSecurityPolicy: a, contentSecurityPolicyReportOnly: b, referrerPolicy: c, permissionsPolicy: d, "
        "stsSeconds: 5, accessControlAllowOriginList: ['*']"
    )
    more = f"  middlewares:\n    m: {{headers: {{{options}}}}}\n"
    routes = table(routers("r: {rule: Host(`a.test`), service: shop, middlewares: [m]}", more=more))
    ((step,),) = [way.steps for way in ask(routes, f"{scheme}://a.test/").ways]
    names = (
        "X-Own, X-Frame-Options, X-Content-Type-Options, X-XSS-Protection, Content-Security-Policy, "
        "Content-Security-Policy-Report-Only, Referrer-Policy, Permissions-Policy, "
        + ("Strict-Transport-Security, " if scheme == "https" else "")
        + "Access-Control-Allow-Origin"
    )
    assert step.effect == f"sets {names} in the answer; removes Server from the answer"
    own = options.replace("frameDeny: true", "customFrameOptionsValue: x").replace(
        "browserXssFilter: true", "customBrowserXSSValue: x"
    )
    ((same,),) = [
        way.steps
        for way in ask(
            table(
                routers("r: {rule: Host(`a.test`), service: shop, middlewares: [m]}", more=more.replace(options, own))
            ),
            f"{scheme}://a.test/",
        ).ways
    ]
    assert same.effect == step.effect
