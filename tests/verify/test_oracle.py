"""The oracle answers as the real Traefik does, and stays usable whatever it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.traefik_versions import VERSIONS, traefik
from tests.verify.many import check_many
from traefiklint.verify import harmless
from traefiklint.verify.binary import BinaryError
from traefiklint.verify.harmless import CORPUS_STATIC, StaticError
from traefiklint.verify.oracle import Oracle
from traefiklint.verify.verdict import ObjectState

pytestmark = pytest.mark.traefik

GOOD = "http:\n  routers:\n    r: {rule: 'Host(`a`)', service: s}\n  services: {s: {loadBalancer: {servers: [{url: 'http://a'}]}}}\n"
NO_SERVICE = "http:\n  routers:\n    r: {rule: 'Host(`a`)', service: gone}\n"
REFUSED = "http: {}\n"
PANIC = "http: {middlewares: {m: {plugin: {x: {a: {'': 1}}}}}}\n"
ENDLESS = (
    "tcp: {routers: {r: {rule: 'HostSNI(`*`)', service: t}}, services: {t: {weighted: {services: [{name: t}]}}}}\n"
)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_supported_version_tells_good_disabled_and_refused_apart(version: str) -> None:
    with Oracle(traefik(version)) as oracle:
        good = oracle.check({"app.yml": GOOD})
        assert good.loads
        assert good.objects == {
            "routers": {"r@file": ObjectState("enabled")},
            "services": {"s@file": ObjectState("enabled")},
        }
        assert good.complaints == ()

        disabled = oracle.check({"app.yml": NO_SERVICE})
        assert disabled.loads
        assert disabled.objects == {
            "routers": {"r@file": ObjectState("disabled", ('the service "gone@file" does not exist',))}
        }
        assert disabled.disabled() == (("routers", "r@file"),)

        refused = oracle.check({"sub/app.yml": REFUSED, "b.yml": GOOD})
        assert not refused.loads
        assert refused.file == "sub/app.yml"
        assert refused.error.endswith("http cannot be a standalone element (type *dynamic.HTTPConfiguration)")
        assert oracle.check({"app.yml": GOOD}) == good


@pytest.mark.parametrize(
    ("service", "more", "lost"),
    [
        ("{mirroring: {service: api@internal}}", "", {"routers r", "services s"}),
        ("{mirroring: {service: good, mirrors: [{name: api@internal}]}}", "", {"routers r", "services s"}),
        ("{failover: {service: good, fallback: api@internal}}", "", {"routers r", "services s"}),
        (
            "{weighted: {services: [{name: t}, {name: good}]}}",
            "t: {mirroring: {service: api@internal}}",
            {"routers r", "services s", "services t"},
        ),
        (
            "{weighted: {services: [{name: good}]}}",
            "t: {mirroring: {service: dashboard@internal}}",  # which nobody uses, so Traefik does not build it
            set[str](),
        ),
    ],
)
def test_without_an_api_what_leads_to_it_is_lost_though_the_oracle_needs_it_itself(
    service: str, more: str, lost: set[str]
) -> None:
    good = "{loadBalancer: {servers: [{url: 'http://a'}], healthCheck: {path: /}}}"
    services = f"    s: {service}\n    good: {good}\n"
    text = f"http:\n  routers:\n    r: {{rule: 'Host(`a`)', service: s}}\n  services:\n{services}"
    with Oracle(traefik(VERSIONS[0]), {"entryPoints": {"web": {"address": ":80"}}}) as oracle:
        verdict = oracle.check({"app.yml": f"{text}    {more}\n" if more else text})
    assert {f"{kind} {name.removesuffix('@file')}" for kind, name in verdict.disabled()} == lost


def test_without_an_api_an_error_page_from_it_loses_its_router() -> None:
    text = (
        f"{GOOD}  middlewares:\n    e: {{errors: {{status: ['500'], query: /, service: api@internal}}}}\n"
        "    c: {chain: {middlewares: [e]}}\n    services: {plugin: {services: {a: 1}}}\n"
    )
    with Oracle(traefik(VERSIONS[0]), {"entryPoints": {"web": {"address": ":80"}}}) as oracle:
        verdict = oracle.check({"app.yml": text.replace("service: s}", "service: s, middlewares: [c]}")})
    assert verdict.disabled() == (("routers", "r@file"), ("middlewares", "c@file"), ("middlewares", "e@file"))


def test_a_directory_without_objects_is_not_answered_with_what_ran_before(oracle: Oracle) -> None:
    assert oracle.check({"app.yml": GOOD}).objects
    for files in ({}, {"app.yml": ""}, {"app.yml": "# nothing yet\n"}, {"app.json": "{}"}):
        verdict = oracle.check(files)
        assert verdict.loads
        assert verdict.objects == {}


def test_a_refused_directory_after_a_good_one_is_refused(oracle: Oracle) -> None:
    for _ in range(5):
        assert oracle.check({"app.yml": GOOD}).loads
        assert not oracle.check({"app.yml": REFUSED}).loads


def test_the_same_directory_twice_gets_the_same_answer(oracle: Oracle) -> None:
    assert oracle.check({"app.yml": NO_SERVICE}) == oracle.check({"app.yml": NO_SERVICE})


def test_complaints_that_traefik_writes_last_belong_to_their_own_directory(oracle: Oracle) -> None:
    unknown = GOOD.replace("service: s}", "service: s, tls: {certResolver: nobody}}")
    for _ in range(20):
        (complaint,) = oracle.check({"app.yml": unknown}).complaints
        assert complaint.message == "Router uses a nonexistent certificate resolver"
        assert complaint.field("routerName") == "r@file"
        assert oracle.check({"app.yml": GOOD}).complaints == ()


def test_a_resolver_that_exists_is_never_used(oracle: Oracle) -> None:
    known = GOOD.replace("service: s}", "service: s, tls: {certResolver: letsencrypt}}")
    for number in range(10):
        assert oracle.check({"app.yml": known.replace("`a`", f"`a{number}.example.com`")}).complaints == ()


def test_a_file_that_ends_the_file_provider_is_reported_and_the_next_is_answered(oracle: Oracle) -> None:
    verdict = oracle.check({"app.yml": PANIC})
    assert (verdict.loads, verdict.harm) == (False, "panic")
    assert oracle.check({"app.yml": GOOD}).loads


def test_a_cycle_that_never_ends_is_stopped_and_the_next_is_answered(oracle: Oracle) -> None:
    verdict = oracle.check({"app.yml": ENDLESS})
    assert (verdict.loads, verdict.harm) == (False, "endless")
    assert oracle.check({"app.yml": GOOD}).loads


def test_certificate_files_may_lie_beside_the_texts(oracle: Oracle) -> None:
    text = f"tls: {{certificates: [{{certFile: {oracle.directory}/bad.pem, keyFile: {oracle.directory}/bad.pem}}]}}\n"
    (complaint,) = oracle.check({"app.yml": text, "bad.pem": b"no certificate"}).complaints
    assert complaint.message.startswith("Unable to parse certificate")
    assert "failed to find any PEM data" in complaint.error


def test_bytes_are_given_as_they_are(oracle: Oracle) -> None:
    assert oracle.check({"app.yml": b"\xff\xfe" + GOOD.encode("utf-16-le")}).objects
    assert not oracle.check({"app.yml": b"http: \xff\n"}).loads


@pytest.mark.parametrize("name", ["../app.yml", "/app.yml", "a/../../app.yml"])
def test_a_file_outside_the_directory_is_not_written(oracle: Oracle, name: str) -> None:
    with pytest.raises(ValueError, match="does not lie in"):
        oracle.check({name: GOOD})
    assert oracle.check({"app.yml": GOOD}).loads


def test_templates_are_shown_as_traefik_renders_them() -> None:
    text = GOOD.replace("Host(`a`)", 'Host(`{{ "a" | upper }}`)')
    with Oracle(rendered=True) as oracle:
        assert oracle.check({"app.yml": text}).rendered == {"app.yml": text.replace('{{ "a" | upper }}', "A")}


def test_a_static_configuration_that_traefik_refuses_is_said_so() -> None:
    wrong = {**CORPUS_STATIC, "core": {"defaultRuleSyntax": "v9"}}
    with Oracle(static=wrong) as oracle, pytest.raises(StaticError, match="unsupported default rule syntax"):
        oracle.check({"app.yml": GOOD})


def test_many_directories_are_answered_in_their_order_also_past_one_that_harms() -> None:
    directories = [{"app.yml": GOOD.replace(" r:", f" r{number}:")} for number in range(60)]
    directories[20] = {"app.yml": PANIC}
    directories[40] = {"app.yml": REFUSED}
    verdicts = list(check_many(directories))
    assert [number for number, verdict in enumerate(verdicts) if not verdict.loads] == [20, 40]
    assert all(f"r{number}@file" in v.objects["routers"] for number, v in enumerate(verdicts) if v.loads)


def test_a_warm_oracle_answers_again_and_again_from_one_process(oracle: Oracle) -> None:
    homes = set()
    with Oracle(oracle.binary) as warm:
        for number in range(50):
            assert warm.check({"app.yml": GOOD.replace("`a`", f"`a{number}`")}).loads
            homes.add(warm.directory)
    assert len(homes) == 1


def test_a_temporary_folder_with_an_odd_name_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = tmp_path / "a b'c\"$(d)é"
    odd.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(odd))
    with Oracle() as oracle:
        refused = oracle.check({"sub/app.yml": REFUSED})
        assert refused.file == "sub/app.yml"
        assert str(odd) not in refused.error
        assert oracle.check({"app.yml": GOOD}).loads
    assert list(odd.iterdir()) == []


def test_without_a_temporary_folder_the_user_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    with Oracle() as oracle, pytest.raises(BinaryError) as caught:
        oracle.check({"app.yml": GOOD})
    assert "TMPDIR" in caught.value.hint


def test_a_process_is_replaced_after_many_directories(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("traefiklint.verify.oracle._MOST_RELOADS", 3)
    with Oracle() as oracle:
        homes = set()
        for _ in range(8):
            homes.add(oracle.directory)
            assert oracle.check({"app.yml": GOOD}).loads
        assert len(homes) == 3
        assert [home for home in homes if Path(home).exists()] == [oracle.directory]


def test_memory_stays_bounded_over_many_directories(oracle: Oracle) -> None:
    for number in range(200):
        oracle.check({"app.yml": GOOD.replace("`a`", f"`a{number}`")})
    assert oracle.memory() < 400 << 20


def test_a_port_that_another_traefik_took_in_the_meantime_does_not_lead_to_its_verdict(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Oracle(confined=False) as first, Oracle(confined=False) as second:
        taken = first.harmless.api_port
        free = harmless._addresses
        ports = iter([taken])
        monkeypatch.setattr(
            harmless, "_addresses", lambda points: (*(places := free(points))[:1], next(ports, places[1]), places[2])
        )
        assert second.check({"app.yml": REFUSED}).file == "app.yml"
        assert second.harmless.api_port != taken
        assert first.check({"app.yml": GOOD}).loads
