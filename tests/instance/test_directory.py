"""One provider directory: order, names, duplicates, references."""

from __future__ import annotations

import pytest

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.decoding.directory import is_read, walk_order
from traefiklint.instance import startup
from traefiklint.instance.context import Context, profile_context
from traefiklint.instance.instance import KINDS, Instance
from traefiklint.instance.load import read_context, read_instance
from traefiklint.instance.names import provider_of, qualify
from traefiklint.options import Options
from traefiklint.versions import NEWEST


def instance(**texts: str) -> Instance:
    return read_instance({f"{name}.yml": text for name, text in texts.items()}, profile_context("dokploy", NEWEST))


def test_entries_are_walked_in_byte_order_with_folders_in_their_place() -> None:
    names = ["b.yml", "a.yml", "a/z.yml", "a-b.yml", "Z.yml", "a/b/c.yml"]
    assert sorted(names, key=walk_order) == ["Z.yml", "a/b/c.yml", "a/z.yml", "a-b.yml", "a.yml", "b.yml"]


@rows("name", ["a.yml", "a.YAML", "a.toml", ".yml", ".hidden.yml", "x.yml/b.Yml"])
def test_traefik_reads_by_the_ending_whatever_its_case(name: str) -> None:
    assert is_read(name)


@rows("name", ["yml", "a.json", "a.yml~", "a.yml.bak", "x.yml/readme", ".a.yml.swp"])
def test_traefik_passes_other_files_over(name: str) -> None:
    assert not is_read(name)


def test_a_reference_gets_the_provider_of_the_object_it_stands_in() -> None:
    assert qualify("s", "r") == "s@file"
    assert qualify("s@docker", "r") == "s@docker"
    assert qualify("s", "r@docker") == "s@docker"
    assert qualify("s@", "r") == "s@"
    assert provider_of("a@b@c") == "b"


def test_of_two_objects_with_one_name_the_first_in_walk_order_counts() -> None:
    text = "http: {{services: {{s: {{loadBalancer: {{servers: [{{url: 'http://{}'}}]}}}}}}}}"
    merged = instance(b=text.format("b"), a=text.format("a"))
    (duplicate,) = merged.duplicates
    assert (duplicate.winner.file, duplicate.loser.file) == ("a.yml", "b.yml")
    assert merged.objects["http.services"]["s@file"] is duplicate.winner
    assert merged.counts(duplicate.winner)
    assert not merged.counts(duplicate.loser)


def test_references_cross_files_and_know_their_users() -> None:
    merged = instance(
        a="http: {routers: {r: {rule: 'Host(`a`)', service: s, middlewares: [m, n@docker]}}}",
        b="http: {services: {s: {loadBalancer: {servers: []}}}, middlewares: {m: {addPrefix: {prefix: /a}}}}",
    )
    service = merged.objects["http.services"]["s@file"]
    assert [reference.owner.name for reference in merged.users(service)] == ["r"]
    assert [reference.full for reference in merged.foreign] == ["n@docker"]
    assert merged.dangling == []


def test_middlewares_are_needed_from_the_last_to_the_first_and_after_the_service() -> None:
    merged = instance(a="http: {routers: {r: {rule: 'Host(`a`)', service: s, middlewares: [a, b]}}}")
    router = merged.objects["http.routers"]["r@file"]
    assert [reference.name for reference in merged.needs[router]] == ["s", "b", "a"]


READS = "http: {routers: {r: {rule: 'Host(`a`)', service: s}}}"


@rows(
    "text",
    [
        "http:\n  services:\n    s: [\n", "http: {services: {'s': [", "{{ range }}",
        "http:\n  services:\n    {{ env `A` }}: {}\n",
        "http:\n  services:\n{{ if env `A` }}\n    x: {}\n{{ end }}\n",
    ],
)  # fmt: skip
def test_what_a_file_may_define_that_cannot_be_read_is_not_said_to_be_missing(text: str) -> None:
    merged = instance(a=READS, b=text)
    assert not merged.complete
    assert merged.dangling == []


@rows(
    "text",
    [
        "http: [", "http:\n  services:\n    other: [\n", "http:\n  routers:\n    a: {service: s, rule: [",
        "http:\n  services:\n    x: {loadBalancer: {servers: [{url: 'http://{{ env `A` }}'}]}}\n",
        "http:\n  routers:\n    x:\n      rule: Host(`{{ env `A` }}`)\n",
    ],
)  # fmt: skip
def test_what_it_cannot_define_is(text: str) -> None:
    assert [reference.name for reference in instance(a=READS, b=text).dangling if reference.owner.name == "r"] == ["s"]


def test_a_context_of_nothing_contradicts_nothing() -> None:
    text = (
        "http: {routers: {r: {rule: 'Host(`a`)', service: ping@internal, entryPoints: [x], middlewares: [m@docker]}}}"
    )
    assert read_instance({"a.yml": text}, Context(NEWEST)).dangling == []


def test_what_the_config_file_knows_exists() -> None:
    text = "http: {routers: {r: {rule: 'Host(`a`)', service: noop@internal, middlewares: [m@nowhere]}}}"
    options = Options(known={"middlewares": frozenset({"m@nowhere"})})
    assert read_instance({"a.yml": text}, read_context(options).context).dangling == []
    (reference,) = read_instance({"a.yml": text}, read_context(Options()).context).dangling
    assert (reference.fault, reference.assumed) == ("provider", False), "no Traefik has such a provider"
    (reference,) = read_instance({"a.yml": text.replace("nowhere", "nomad")}, read_context(Options()).context).dangling
    assert (reference.fault, reference.assumed) == ("provider", True), "only the assumed one has it not"


@rows("kind", KINDS.values())
def test_an_object_is_called_as_it_stands_in_the_file(kind: str) -> None:
    root, section = kind.split(".")
    found = instance(a=f"{root}:\n  {section}:\n    shop: {{}}\n").objects
    assert {name: thing.object for name, thing in found[kind].items()} == {"shop@file": f"{kind}.shop"}
    assert not any(found[other] for other in KINDS.values() if other != kind)


def test_what_traefik_drops_of_tcp_models_is_no_object() -> None:
    assert not any(instance(a="tcp:\n  models:\n    web: {defaultRuleSyntax: v2}\n").objects.values())


def test_the_findings_of_a_directory_name_no_more_disabled_objects_than_it_is_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With small bounds; `tests/engine/test_growth.py` has the real ones."""
    chain = "".join(f"    s{n}: {{failover: {{service: s{n + 1}, fallback: s}}}}\n" for n in range(30))
    server = '{loadBalancer: {servers: [{url: "http://a"}]}}\n'
    text = "http:\n  routers:\n    r: {rule: 'Host(`a.example.com`)', service: s0}\n"
    text += f"  services:\n{chain}    s30: {server}    s: {server}"
    whole = [len(one.disables) for one in lint_texts({"a.yml": text}).findings if one.disables]
    assert whole == list(range(2, 32))
    for name, bound in (("LEAST_NAMES", 60), ("NAMES_AN_OBJECT", 1), ("NEAREST", 4)):
        monkeypatch.setattr(startup, name, bound)
    few = [len(one.disables) for one in lint_texts({"a.yml": text}).findings if one.disables]
    assert len(few) == 30
    assert sum(few) <= 60 + 33 + 30 * 5
    assert few[-1] == 4
