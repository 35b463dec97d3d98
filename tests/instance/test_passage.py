"""Which routers lead to an object, and what a request meets on its way through a router."""

from __future__ import annotations

from typing import Any

from tests.each import rows
from tests.instance.asking import instance_of, thing
from traefiklint.instance import passage
from traefiklint.instance.instance import Instance
from traefiklint.instance.load import read_context, read_instance
from traefiklint.instance.names import may_be_provider, plain_name, provider_of, qualify
from traefiklint.model.middleware_auth import ForwardAuth
from traefiklint.options import Options

FILE = """\
http:
  routers:
    a: {rule: Host(`a.io`), service: s, middlewares: [outer, gone, plain@file]}
    b: {rule: Host(`b.io`), service: w, middlewares: [inner], tls: {}}
    c: {rule: Host(`c.io`), service: w, entryPoints: [web]}
    d: {rule: Host(`d.io`), service: s, entryPoints: [websecure, web], middlewares: ["far@docker"]}
    e: {rule: Host(`e.io`), service: s, entryPoints: [sent]}
  services:
    s: {loadBalancer: {servers: [{url: "http://s"}]}}
    w: {weighted: {services: [{name: s}, {name: v}]}}
    v: {mirroring: {service: s}}
    u: {weighted: {services: [{name: w}]}}
    alone: {loadBalancer: {servers: [{url: "http://alone"}]}}
    far: {loadBalancer: {servers: [{url: "http://far"}]}}
  middlewares:
    outer: {chain: {middlewares: [inner, inner, last]}}
    inner: {chain: {middlewares: [first, second]}}
    first: {addPrefix: {prefix: /a}}
    second: {stripPrefix: {prefixes: [/b]}}
    last: {compress: {}}
    plain: {buffering: {}}
    unused: {retry: {attempts: 2}}
    gone2: {retry: {attempts: 2}}
    pointed: {retry: {attempts: 2}}
    named: {retry: {attempts: 2}}
    far: {retry: {attempts: 2}}
tcp:
  routers:
    t: {rule: HostSNI(`*`), service: t}
  services:
    t: {loadBalancer: {servers: [{address: "a:1"}]}}
    x: {loadBalancer: {servers: [{address: "a:1"}]}}
tls: {options: {strict: {minVersion: VersionTLS12}}}
"""
STATIC = """\
entryPoints:
  web: {address: ":80", http: {middlewares: [pointed, named@file, missing@file]}}
  websecure: {address: ":443", http: {tls: {}}}
  sent: {address: ":81", http: {redirections: {entryPoint: {to: websecure}}}}
providers: {file: {directory: /d}, docker: {}}
"""
INSTANCE = instance_of(FILE, STATIC)


def routers_to(name: str) -> list[str]:
    return sorted(one.owner.full.removesuffix("@file") for one in passage.leading_to(thing(INSTANCE, name), INSTANCE))


@rows(
    ("name", "routers"),
    [
        ("http.services.s", "a b c d e"),
        ("http.services.w", "b c"),
        ("http.services.v", "b c"),
        ("http.services.u", ""),
        ("http.middlewares.first", "a b"),
        ("http.middlewares.last", "a"),
        ("http.middlewares.unused", ""),
        ("tcp.services.t", "t"),
        ("tcp.services.x", ""),
    ],
)
def test_routers_lead_to_an_object_also_through_others_each_once(name: str, routers: str) -> None:
    assert routers_to(name) == routers.split()


@rows(
    ("router", "met", "plain", "schemes", "is_sent"),
    [
        ("a", "pointed named ? first second last ? plain", "web", "http https", True),
        ("b", "pointed named ? first second", "", "https", True),
        ("c", "pointed named ?", "web", "http", True),
        ("d", "pointed named ? ?", "web", "http https", True),
        ("e", "", "", "http https", False),
    ],
)
def test_a_request_meets_middlewares_in_order(router: str, met: str, plain: str, schemes: str, is_sent: bool) -> None:
    one = thing(INSTANCE, f"http.routers.{router}")
    assert " ".join(it.name if it else "?" for it in passage.passage(one, INSTANCE)) == met
    assert [point.name for point in passage.plain_entry_points(one, INSTANCE)] == plain.split()
    points = ("", "web", "websecure", "sent")
    assert [passage.may_be_plain(one, INSTANCE, point) for point in points] == [bool(plain), bool(plain), False, False]
    assert passage.schemes_of(one, INSTANCE) == schemes.split()
    assert passage.leads_to_https(one, INSTANCE) is is_sent, "one that is not here may do anything"


def test_each_middleware_that_is_met_comes_with_the_reference_that_brings_it() -> None:
    router = thing(INSTANCE, "http.routers.a")
    assert [(by.name, met.name if met else "?") for by, met in passage.running(router, INSTANCE)] == [
        *(("pointed", "pointed"), ("named@file", "named"), ("missing@file", "?"), ("outer", "first")),
        *(("outer", "second"), ("outer", "last"), ("gone", "?"), ("plain@file", "plain")),
    ]


def test_of_a_router_nobody_knows_where_it_listens_if_nothing_is_known() -> None:
    instance = instance_of(
        "http: {routers: {a: {rule: Path(`/`), service: s}, b: {rule: Path(`/`), service: s, tls: {}}}}"
    )
    one, other = (thing(instance, f"http.routers.{name}") for name in "ab")
    assert passage.schemes_of(one, instance) == ["http"]
    assert passage.schemes_of(other, instance) == ["https"]
    assert passage.may_be_plain(one, instance, "any")
    assert not passage.may_be_plain(other, instance)


KINDS = ("http.middlewares", "http.services", "tcp.services", "tls.options")


def test_what_no_router_uses_is_left_alone_where_others_of_its_kind_are_used() -> None:
    found = {one for kind in KINDS for one in INSTANCE.objects[kind].values() if passage.is_left_alone(one, INSTANCE)}
    assert sorted(one.name for one in found) == ["alone", "gone2", "strict", "u", "unused", "x"]


def test_what_entry_points_name_is_used_elsewhere() -> None:
    found = {
        one for kind in KINDS for one in INSTANCE.objects[kind].values() if passage.is_used_elsewhere(one, INSTANCE)
    }
    assert sorted(one.name for one in found) == ["named", "pointed"]
    assert [
        name for name in ("gone", "far", "missing", "pointed", "s", "nobody") if passage.is_meant(name, INSTANCE)
    ] == [
        *("gone", "far", "missing", "pointed"),
    ]


TWO = """\
http:
  middlewares: {a: {compress: {}}, b: {compress: {}}}
  routers: {r: {rule: Path(`/`), middlewares: [b]}}
"""


@rows(
    ("file", "is_dokploy", "is_used"),
    [("middlewares.yml", True, True), ("other.yml", True, False), ("middlewares.yml", False, False)],
)
def test_dokploy_names_middlewares_of_one_file_elsewhere(file: str, is_dokploy: bool, is_used: bool) -> None:
    static = f"providers: {{docker: {{network: {'dokploy-network' if is_dokploy else 'other'}}}}}\n"
    options = Options(static=static, profile="dokploy")
    instance = read_instance({file: TWO}, read_context(options).context)
    one = thing(instance, "http.middlewares.a")
    assert passage.is_used_elsewhere(one, instance) is is_used
    assert passage.is_left_alone(one, instance) is not is_used


def test_of_some_files_of_a_directory_nobody_knows_what_is_left_alone() -> None:
    instance = read_instance({"a.yml": TWO}, read_context(Options(profile="none")).context, complete=False)
    assert not passage.is_left_alone(thing(instance, "http.middlewares.a"), instance)
    assert passage.is_meant("nobody", instance)


FLAGS = """\
services:
  traefik:
    image: traefik:v3.7
    command:
      - --providers.docker=true
      - --entrypoints.web.address=:80
      - --entrypoints.web.http.middlewares=${%s}
      - --entrypoints.other.address=:81
  app:
    image: app
    labels:
      traefik.http.routers.a.rule: Host(`a.io`)
      traefik.http.routers.a.entrypoints: %s
"""


@rows(
    ("variable", "point", "met"),
    [("M", "web", "?"), ("M", "other", ""), ("M:-m@file", "web", "?"), ("M:-m@file", "other", "")],
)
def test_an_entry_point_with_a_variable_that_has_no_value_here_may_have_any_middleware(
    variable: str, point: str, met: str
) -> None:
    instance = instance_of({"compose.yml": FLAGS % (variable, point)})
    router = thing(instance, "http.routers.a@docker")
    assert " ".join(it.name if it else "?" for it in passage.passage(router, instance)) == met


COMPOSE = """\
services:
  traefik: {image: "traefik:v3.7"}
  app:
    image: app
    labels:
      traefik.http.routers.a.rule: Host(`a.io`)
      traefik.http.routers.a.middlewares: %s
      traefik.http.middlewares.m.chain.middlewares: %s
      traefik.http.middlewares.n.compress: "true"
      traefik.http.middlewares.unused.retry.attempts: "2"
"""


@rows(
    ("middlewares", "chained", "met", "left"),
    [
        ("m", "n", "n", "unused"),
        ("m", "${N}", "?", ""),
        ("n,${M}", "n", "n ? ?", ""),
        ("n,${M:-m}", "n", "n n", "unused"),
        ("n", "${N}", "n", "m unused"),
    ],
)
def test_of_a_list_with_a_variable_that_has_no_value_here_nobody_knows_the_end(
    middlewares: str, chained: str, met: str, left: str
) -> None:
    instance = instance_of({"compose.yml": COMPOSE % (middlewares, chained)})
    router = thing(instance, "http.routers.a@docker")
    assert " ".join(it.name if it else "?" for it in passage.passage(router, instance)) == met
    middlewares_here = instance.objects["http.middlewares"].values()
    assert [one.name for one in middlewares_here if passage.is_left_alone(one, instance)] == left.split()
    assert passage.is_meant("nobody", instance) is (left == "")


WORDS = {
    "bouncer": ("bouncer", "crowdsec", "fail2ban", "geoblock", "geoip", "maxmind", "ratelimit", "sablier"),
    "login": ("auth", "sso", "login", "signin", "verify", "keycloak", "pomerium", "vouch", "oidc"),
}


@rows(("kind", "word"), [(kind, word) for kind, words in WORDS.items() for word in words])
def test_the_address_of_a_server_tells_whether_visitors_log_in_there(kind: str, word: str) -> None:
    def asked(address: str) -> tuple[bool, bool]:
        instance = instance_of(f"http: {{middlewares: {{m: {{forwardAuth: {{address: '{address}'}}}}}}}}")
        auth: ForwardAuth = thing(instance, "http.middlewares.m").forward_auth
        return passage.is_bouncer(auth), passage.is_login(auth)

    assert asked(f"http://1{word}2/") == asked(f"http://a/{word.upper()}") == (kind == "bouncer", kind == "login")
    assert asked(f"http://1{word[:-1]}2/") == (False, False)
    assert asked(f"http://{word}-bouncer/") == (True, False)


@rows(
    ("middleware", "told"),
    [
        ("basicAuth: {users: ['a:$apr1$x']}", "login who"),
        ("digestAuth: {users: ['a:b:c']}", "login who"),
        ("forwardAuth: {address: 'http://auth'}", "login who"),
        ("forwardAuth: {address: 'http://other'}", "who"),
        ("ipAllowList: {sourceRange: [10.0.0.0/8]}", "who"),
        ("ipWhiteList: {sourceRange: [10.0.0.0/8]}", "who"),
        ("plugin: {p: {}}", "who redirects https"),
        ("redirectScheme: {scheme: https}", "redirects https"),
        ("redirectScheme: {scheme: http}", "redirects"),
        ("redirectRegex: {regex: a, replacement: 'https://b'}", "redirects https"),
        ("redirectRegex: {regex: a, replacement: 'http://b'}", "redirects"),
        ("compress: {}", ""),
    ],
)
def test_what_a_middleware_does_with_visitors(middleware: str, told: str) -> None:
    one: Any = thing(instance_of(f"http: {{middlewares: {{m: {{{middleware}}}}}}}"), "http.middlewares.m")
    asked = {
        "login": passage.asks_for_login,
        "who": passage.asks_who_is_there,
        "redirects": passage.redirects,
        "https": passage.sends_to_https,
    }
    assert [word for word, question in asked.items() if question(one)] == told.split()
    assert passage.asks_who_is_there(None) and passage.redirects(None) and passage.sends_to_https(None)


PROVIDERS = (
    *("consul", "consulcatalog", "docker", "ecs", "etcd", "file", "http", "knative", "kubernetes", "kubernetescrd"),
    *("kubernetesgateway", "kubernetesingressnginx", "nomad", "redis", "rest", "swarm", "zookeeper"),
)


def test_which_names_may_be_those_of_a_provider() -> None:
    assert all(map(may_be_provider, PROVIDERS))
    assert all(map(may_be_provider, ("plugin-a", "consul-a", "consulcatalog-a", "nomad-a")))
    assert not any(may_be_provider(f"{name}x") or may_be_provider(name.title()) for name in PROVIDERS)
    assert not any(map(may_be_provider, ("", "plugin", "pluginx", "redis-a", "consulx", "nomadx", "consulcatalogx")))


def test_an_object_looks_in_its_own_provider_for_what_names_none() -> None:
    assert [provider_of(name) for name in ("a", "a@docker", "a@b@file", "@x")] == ["file", "docker", "b", "x"]
    assert [qualify(name, "a@docker") for name in ("b", "b@file")] == ["b@docker", "b@file"]
    assert [plain_name("a@docker", provider) for provider in ("docker", "file")] == ["a", "a@docker"]
    assert plain_name("a@file") == "a"


ASKING = "routers: {r: {rule: Path(`/`), service: s, middlewares: [a], tls: {options: o}}}, services: {s: {%s}}"
WITH_TRANSPORT = "loadBalancer: {serversTransport: t, servers: [{url: 'http://s'}]}"
SHARED = {"middlewares", "serverstransports", "options"}


@rows(
    ("text", "beside"),
    [
        ("routers: {r: {rule: Path(`/`), middlewares: [a, b]}}", SHARED),
        ("routers: {r: {rule: Path(`/`), middlewares: [a, b@file]}}", SHARED),
        ("routers: {r: {rule: Path(`/`), middlewares: [a]}}", set()),
        ("routers: {r: {rule: Path(`/`), middlewares: [a, a@file]}}", set()),
        ("routers: {r: {rule: Path(`/`), middlewares: [a, b@docker]}}", set()),
        ("routers: {r: {rule: Path(`/`), middlewares: [a]}, s: {rule: Path(`/x`), middlewares: [b]}}", SHARED),
        ("routers: {r: {rule: Path(`/`), middlewares: [a, b]}}, middlewares: {c: {compress: {}}}", set()),
        ("routers: {r: {rule: Path(`/`), middlewares: [a, b]}}, Middlewares: {c: {compress: {}}}", set()),
        ("routers: {r: {rule: Path(`/`), middlewares: [a, b]}, middlewares: {c: {compress: {}}}}", set()),
        ("routers: {r: {rule: Path(`/`), middlewares: [a, b]}}, x: {middlewares: {c: {compress: {}}}}", set()),
        ("routers: {r: {rule: Path(`/`), middlewares: [a, b]}, x: {y: {middlewares: {c: {compress: {}}}}}}", SHARED),
        ("routers: {r: {rule: Path(`/`), middlewares: [a, b]}}, middlewares: []", SHARED),
        # one of each kind, and none of them here
        (ASKING % WITH_TRANSPORT, SHARED),
        (ASKING % WITH_TRANSPORT.replace("serversTransport: t, ", ""), SHARED),
        (ASKING.replace(", tls: {options: o}", "") % WITH_TRANSPORT, SHARED),
        (ASKING % WITH_TRANSPORT + ", serversTransports: {u: {}}", SHARED - {"serverstransports"}),
        (ASKING % WITH_TRANSPORT + ", middlewares: {b: {compress: {}}}", set()),
        # chains put together what others define
        ("middlewares: {c: {chain: {middlewares: [a, b]}}}", SHARED),
        ("middlewares: {c: {chain: {middlewares: [a]}}}", set()),
        ("middlewares: {c: {chain: {middlewares: [a, b]}}, d: {compress: {}}}", set()),
        # middlewares that are lent
        ("middlewares: {e: {errors: {status: ['404'], service: s, query: /}}}", {"services", "middlewares", *SHARED}),
        ("middlewares: {e: {errors: {status: ['404'], service: s, query: /}}}, routers: {r: {rule: Path(`/`)}}", set()),
        ("middlewares: {e: {errors: {status: ['404'], service: s, query: /}}}, services: {t: {}}", set()),
        ("routers: {r: {rule: Path(`/`), service: s}, t: {rule: Path(`/t`), service: u}}", {"services", *SHARED}),
    ],
)
def test_whose_files_name_several_and_define_none_has_more_files(text: str, beside: set[str]) -> None:
    assert _beside(instance_of(f"http: {{{text}}}")) == beside


def _beside(instance: Instance) -> set[str]:
    """The sections of names that are taken for those of other files."""
    instance = instance.with_context(instance.context._replace(unclaimed=True))
    return set(instance._sections_beside)


def test_middlewares_of_tcp_routers_count_as_well() -> None:
    text = "tcp: {routers: {r: {rule: HostSNI(`*`), middlewares: [a, b]}}}"
    assert _beside(instance_of(text)) == SHARED
    assert not _beside(instance_of({"a.yml": text, "b.yml": "middlewares: {a: {compress: {}}}"}))
