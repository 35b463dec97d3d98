"""What an instance is asked: names, owners, who uses what, and what stays known when something changes."""

from __future__ import annotations

from tests.each import rows
from tests.instance.asking import instance_of, thing
from traefiklint.instance.context import Context
from traefiklint.instance.load import read_context, read_instance
from traefiklint.model.base import Place
from traefiklint.options import Options

ONE = "http: {routers: {r: {rule: Path(`/`), service: s}}, services: {s: {loadBalancer: {servers: [{url: 'http://a'}]}}}}\n"
OTHER = "http: {routers: {r: {rule: Path(`/b`), service: t}}, services: {t: {loadBalancer: {servers: [{url: 'http://b'}]}}}}\n"
MORE = "tcp: {routers: {r: {rule: HostSNI(`*`), service: s}}}\nudp: {routers: {u: {service: s}}}\n"


def test_of_two_with_one_name_the_first_counts() -> None:
    instance = instance_of({"a.yml": ONE, "b.yml": OTHER})
    router = thing(instance, "http.routers.r")
    ((loser, winner),) = instance.duplicates
    assert (winner, loser.file) == (router, "b.yml")
    assert instance.counts(router) and not instance.counts(loser)
    assert [one.name for one in instance.needs_of(loser)] == ["t"]
    assert [one.name for one in instance.needs_of(loser)] == ["t"]
    assert [one.name for one in instance.needs_of(router)] == ["s"]
    assert [one.owner for one in instance.users(thing(instance, "http.services.s"))] == [router]
    assert instance.users(thing(instance, "http.services.t")) == []
    assert instance.count_routers() == 1
    assert instance.owner(thing(instance, "http.services.s").load_balancer.servers[0]) is thing(
        instance, "http.services.s"
    )


def test_one_that_does_not_count_needs_what_its_own_file_defines() -> None:
    instance = instance_of({"a.yml": ONE, "b.yml": ONE.replace("http://a", "http://b")})
    (loser, _), (service, _) = instance.duplicates
    assert [one.target for one in instance.needs_of(loser)] == [service]


@rows(
    ("text", "complete", "made", "count"),
    [
        (ONE, True, "", 1),
        (ONE + MORE, True, "", 3),
        (ONE + "{{ range $x := y }}\n", True, "", 0),
        ("a: [\n", True, "", 0),
        (ONE, False, "", 0),
        (ONE, True, "http: {routers: {x: {}}}", 0),
    ],
)
def test_routers_are_counted_where_all_are_known(text: str, complete: bool, made: str, count: int) -> None:
    instance = read_instance({"a.yml": text}, Context(), complete=complete, made=made)
    assert instance.count_routers() == count
    assert instance.complete is (count > 0)
    assert instance.at_hand is complete


def test_routers_of_labels_are_not_among_those_of_the_files() -> None:
    labels = "{traefik.http.routers.a.rule: Host(`a.io`), traefik.http.services.a.loadbalancer.server.port: '80'}"
    compose = f"services: {{a: {{image: a, labels: {labels}}}}}\n"
    stack = f"services: {{b: {{image: b, deploy: {{labels: {labels}}}}}}}\n"
    instance = instance_of({"a.yml": ONE, "compose.yml": compose, "stack.yml": stack})
    assert {one.provider for one in instance.objects["http.routers"].values()} == {"file", "docker", "swarm"}
    assert instance.count_routers() == 1


@rows(
    ("object", "file", "found"),
    [
        ("http.routers.r", "a.yml", True),
        ("http.routers.r@file", "a.yml", True),
        ("http.routers.r", "b.yml", False),
        ("http.routers.gone", "a.yml", False),
        ("http.routers", "a.yml", False),
        ("nonsense.routers.r", "a.yml", False),
        ("", "a.yml", False),
        ("tls.options.default", "a.yml", True),
    ],
)
def test_the_object_of_a_place_is_known_by_its_name_and_its_file(object: str, file: str, found: bool) -> None:
    instance = instance_of(ONE + "tls: {options: {default: {sniStrict: true}}}\n")
    document = instance.files[0].document if file == "a.yml" else instance_of({"b.yml": ""}).files[0].document
    place = Place(document, document.root or instance.files[0].document.root, "", object)
    assert (instance.object_at(place) is not None) is found


def test_what_is_meant_by_a_mistaken_name_is_looked_for_among_its_kind() -> None:
    static = (
        "entryPoints: {web: {address: ':80'}, dnsudp: {address: ':53/udp'}}\n"
        "certificatesResolvers: {letsencrypt: {acme: {email: a@b.io, storage: a.json, tlsChallenge: {}}}}\n"
        "experimental: {plugins: {geoblock: {moduleName: a.b/c, version: v1}}}\n"
    )
    instance = instance_of(ONE.replace("{s: {load", "{shop: {load"), static)
    asked = (
        ("shpo", "http.services"), ("shpo", "http.routers"), ("letsencrpt", "resolvers"), ("geoblok", "plugins"),
        ("wbe", "entry points"), ("wbe", "udp entry points"),
        ("dnsupd", "udp entry points"), ("dnsupd", "entry points"),
    )  # fmt: skip
    assert [instance.nearest(*one) for one in asked[:4]] == ["shop", "", "letsencrypt", "geoblock"]
    assert [instance.nearest(*one) for one in asked[4:]] == ["web", "", "dnsudp", ""]
    assert instance.nearest("shpo", "http.services", "docker") == ""
    assert instance.entry_point_names() == ("web",)
    assert instance.entry_point_names(udp=True) == ("dnsudp",)


def test_entry_points_of_a_router_are_those_of_its_protocol() -> None:
    static = "entryPoints: {a: {address: ':80'}, b: {address: ':81', asDefault: true}, c: {address: ':53/udp'}}\n"
    text = (
        "http: {routers: {r: {rule: Path(`/`)}, n: {rule: Path(`/`), entryPoints: [c, a, gone, a]}}}\n"
        "tcp: {routers: {t: {rule: HostSNI(`*`)}}}\nudp: {routers: {u: {}, v: {entryPoints: [a, c]}}}\n"
    )
    instance = instance_of(text, static)
    names = ("http.routers.r", "http.routers.n", "tcp.routers.t", "udp.routers.u", "udp.routers.v")
    found = [[one.name for one in instance.entry_points(thing(instance, name))] for name in names]
    assert found == [["b"], ["a"], ["b"], ["c"], ["c"]]


def test_what_a_rule_comes_to_is_kept_where_nothing_decides_it_anew() -> None:
    before = instance_of(ONE)
    rule = before.rule(thing(before, "http.routers.r"))
    assert before.rule(thing(before, "http.routers.r")) is rule
    same = before.with_context(read_context(Options(static="ping: {}", profile="none")).context)
    assert same.rule(thing(same, "http.routers.r")) is rule
    for options in (
        Options(target="3.0", profile="none"),
        Options(static="core: {defaultRuleSyntax: v2}", profile="none"),
    ):
        other = before.with_context(read_context(options).context)
        assert other.rule(thing(other, "http.routers.r")) is not rule
    again = before.with_files(before.files)
    assert again.rule(thing(again, "http.routers.r")) is not rule
    again = before.with_files(before.files)
    again.follow(before)
    assert again.rule(thing(again, "http.routers.r")) is rule


@rows(
    ("syntax", "default", "told"),
    [("", "", "v3"), ("v2", "", "v2"), ("v3", "v2", "v3"), ("", "v2", "v2"), ("x", "v2", "v3")],
)
def test_the_syntax_of_a_rule_is_its_own_or_the_default_one(syntax: str, default: str, told: str) -> None:
    own = f", ruleSyntax: {syntax}" if syntax else ""
    static = f"core: {{defaultRuleSyntax: {default}}}\n" if default else None
    instance = instance_of(f"http: {{routers: {{r: {{rule: Path(`/`), service: s{own}}}}}}}", static)
    assert instance.rule(thing(instance, "http.routers.r")).syntax == told


@rows(
    ("static", "told"),
    [
        (None, False),
        ("providers: {file: {directory: /d}}", True),
        ("providers: {file: {filename: /d.yml}}", False),
        ("providers: {docker: {}}", False),
    ],
)
def test_a_directory_is_read_where_the_static_configuration_names_one(static: str | None, told: bool) -> None:
    assert instance_of(ONE, static).reads_directory is told


@rows(
    ("made", "service", "told"),
    [
        ("", "gone", "unknown"),
        ("services: {gone: {}}", "gone", ""),
        ("services: {other: {}}", "gone", ""),
        ("services: {other: {}}", "sx", "unknown"),
        ("services: {other: {{ .X }}}", "sx", "unknown assumed"),
    ],
)
def test_what_another_program_makes_of_templates_may_define_more(made: str, service: str, told: str) -> None:
    text = ONE.replace("service: s}", f"service: {service}}}").replace("{s:", "{s1:")
    instance = read_instance({"a.yml": text}, Context(), made=made)
    (one,) = instance.needs_of(thing(instance, "http.routers.r"))
    assert f"{one.fault}{' assumed' * one.assumed}" == told
