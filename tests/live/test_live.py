"""What `live` says of a running Traefik, whose API answers as a real one did."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

from tests.cli.running import Ran, Runner
from tests.live.conftest import FILES, Api
from traefiklint.sync.redact import PLACEHOLDER

STATIC = """\
entryPoints:
  web: {address: ":80"}
  websecure: {address: ":443"}
  traefik: {address: ":8080"}
api: {insecure: true}
"""


@pytest.fixture
def live(api: Api, cli: Runner) -> Runner:
    """A folder with the files that are served."""
    cli.write({"apps/web.yml": FILES})
    return cli


def ask(live: Runner, api: Api, *options: str) -> Ran:
    """Ask about the folder."""
    return live("live", api.url, "apps", "--profile", "none", *options)


def test_what_serves_the_files_is_said_so(live: Runner, api: Api) -> None:
    ran = ask(live, api)
    assert (ran.status, ran.out.splitlines()[0]) == (0, f"{api.url}: Traefik 3.7.15, started {_started(api)}Z")
    assert ran.out.splitlines()[-1] == "serves `apps`"


def _started(api: Api) -> str:
    return str(api.answers["version"]["startDate"]).partition(".")[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("a.example.com", "b.example.com", "changed: http.routers.web@file (apps/web.yml:3): `rule` is"),
        (":9", ":10", "`loadBalancer.servers[0].url` is `http://127.0.0.1:9` there, and `http://127.0.0.1:10` here"),
        (
            "      tls: {}",
            "      middlewares: [x@docker]\n      tls: {}",
            "`middlewares` is nothing there, and has 1 item",
        ),
        ("    web:\n      rule", "    other:\n      rule", "missing: http.routers.other@file (apps/web.yml:3): "),
        ("    web:\n      rule", "    other:\n      rule", "extra: http.routers.web@file: no file has it"),
        ("      tls: {}\n", "      tls: {}\n      entryPoints: [web]\n", "`entryPoints` is `web, websecure` there"),
    ],
)
def test_what_is_served_otherwise_is_told(live: Runner, api: Api, old: str, new: str, said: str) -> None:
    live.write({"apps/web.yml": FILES.replace(old, new, 1)})
    ran = ask(live, api)
    assert (ran.status, said in ran.out) == (1, True), ran.out


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("passHostHeader: true", {"passHostHeader": True}),
        ("responseForwarding: {flushInterval: 0.1s}", {"responseForwarding": {"flushInterval": "100ms"}}),
        ("responseForwarding: {flushInterval: 1m}", {"responseForwarding": {"flushInterval": "1m0s"}}),
        ("strategy: wrr", {"strategy": "wrr"}),
    ],
)
def test_how_a_value_is_written_makes_no_difference(live: Runner, api: Api, written: str, served: object) -> None:
    assert isinstance(served, dict)
    api.raw["services"]["web@file"]["loadBalancer"].update(served)
    live.write({"apps/web.yml": FILES + f"        {written}\n"})
    assert ask(live, api).status == 0


def test_a_middleware_of_another_kind_is_another(live: Runner, api: Api) -> None:
    api.raw["middlewares"]["m@file"] = {"compress": {"encodings": ["gzip"]}, "status": "enabled"}
    live.write({"apps/m.yml": "http:\n  middlewares:\n    m:\n      buffering: {maxRequestBodyBytes: 5}\n"})
    assert "it is `compress` there, and `buffering` here" in ask(live, api).out
    live.write({"apps/m.yml": "http:\n  middlewares:\n    m:\n      compress: {}\n"})
    assert ask(live, api).status == 0


def test_a_frozen_one_is_told_with_the_finding_and_the_commit(live: Runner, api: Api) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *words], cwd=live.folder, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "all is well")
    live.write({"apps/bad.yml": FILES.replace("rule:", "rulee:").replace("web", "bad")})
    out = ask(live, api).out
    assert "frozen: Traefik cannot take `apps` as it is now, and serves what it had before\n" in out
    assert "  because of apps/bad.yml:4: " in out
    assert "(all is well) has it\nnot served since a change that is in no commit\n" in out
    git("add", "-A")
    git("commit", "-qm", "a typing mistake")
    git("commit", "-qm", "something else", "--allow-empty")
    ran = ask(live, api)
    assert ran.status == 1
    assert "(all is well) has it\nnot served since commit " in ran.out
    assert "(a typing mistake)\n" in ran.out
    told = json.loads(ask(live, api, "--format", "json").out)
    assert (told["frozen"], told["since"]["subject"], told["refusals"][0]["file"]) == (
        True,
        "a typing mistake",
        "apps/bad.yml",
    )


def test_what_traefik_has_disabled_is_told(live: Runner, api: Api) -> None:
    api.raw["routers"]["x@docker"] = {
        "rule": "Host(`x`)",
        "service": "x",
        "status": "disabled",
        "error": ['middleware "y@docker" does not exist'],
    }
    ran = ask(live, api)
    assert ran.status == 1
    assert 'disabled: http.routers.x@docker: middleware "y@docker" does not exist\n' in ran.out
    assert "routers of other providers: 1 of docker\n" in ran.out


def test_certificates_that_expire_or_are_missing_are_told(live: Runner, api: Api) -> None:
    (certificate,) = api.answers["certificates"]
    certificate["notAfter"] = "2001-01-01T00:00:00Z"
    ran = ask(live, api)
    assert (ran.status, "certificate: a.example.com has expired on 2001-01-01\n" in ran.out) == (1, True)
    certificate |= {"notAfter": "2999-01-01T00:00:00Z", "sans": ["*.example.com"], "commonName": ""}
    assert ask(live, api).status == 0
    api.answers["certificates"] = []
    ran = ask(live, api)
    assert ran.status == 1
    assert "default certificate: http.routers.web@file: no certificate is for `a.example.com`\n" in ran.out
    del api.answers["certificates"]
    ran = ask(live, api)
    assert (ran.status, "certificates: this Traefik does not tell them (3.7 does)\n" in ran.out) == (0, True)


def test_entry_points_are_compared_with_the_static_configuration(live: Runner, api: Api) -> None:
    live.write({"traefik.yml": STATIC})
    assert ask(live, api, "--static", "traefik.yml").status == 0
    live.write({"traefik.yml": STATIC.replace(":443", ":8443").replace("  web:", "  http:")})
    out = ask(live, api, "--static", "traefik.yml").out
    assert "entry point: `websecure` listens on port 443, and the static configuration says 8443\n" in out
    assert "entry point: `http` is in the static configuration, and Traefik has it not\n" in out
    assert "entry point: `web` (:80) is not in the static configuration\n" in out


def test_a_static_configuration_is_written_for_the_linter(live: Runner, api: Api) -> None:
    api.raw["routers"]["web@file"]["tls"] = {"certResolver": "le"}
    assert live("live", api.url, "--write-static", "made.yml").status == 0
    live.write({"apps/web.yml": FILES.replace("tls: {}", "tls: {certResolver: lee}")})
    ran = live("lint", "apps", "--static", "made.yml")
    assert "cert-resolver" in ran.out
    assert "`le`" in ran.out
    live.write({"apps/web.yml": FILES.replace("tls: {}", "tls: {certResolver: le}")})
    assert live("lint", "made.yml", "--only-fatal").status == 0
    assert ask(live, api, "--static", "made.yml").status == 0


def test_prometheus_reads_it(live: Runner, api: Api) -> None:
    ran = ask(live, api, "--format", "prometheus")
    assert ran.status == 0
    assert f'traefiklint_live_info{{url="{api.url}",version="3.7.15"}} 1\n' in ran.out
    assert "traefiklint_live_frozen 0\n" in ran.out
    assert 'traefiklint_live_differences{kind="missing"} 0\n' in ran.out
    assert 'traefiklint_live_certificate_not_after_seconds{names="a.example.com"} 32472144000\n' in ran.out
    samples = [line for line in ran.out.splitlines() if not line.startswith("#")]
    assert all(line.rpartition(" ")[2].isdigit() for line in samples)


def test_the_login_is_sent_and_never_shown(live: Runner, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    api.login = "ann:hunter2-Zk3yT9"
    ran = ask(live, api)
    assert (ran.status, "TRAEFIK_API_LOGIN" in ran.err) == (2, True)
    monkeypatch.setenv("TRAEFIK_API_LOGIN", api.login)
    assert ask(live, api).status == 0
    monkeypatch.setenv("TRAEFIK_API_LOGIN", "ann:wrong-Zk3yT9")
    live.write({"login": api.login + "\n"})
    assert ask(live, api, "--login-file", "login").status == 0
    ran = ask(live, api)
    assert (ran.status, "Zk3yT9" in ran.err) == (2, False)
    ran = live("live", api.url.replace("//", "//ann:hunter2@"), "apps")
    assert (ran.status, "hunter2" in ran.err, "TRAEFIK_API_LOGIN" in ran.err) == (2, False, True)
    assert ask(live, api, "--login-file", "login", "--header", "Host: traefik.example.com").status == 0
    assert api.hosts[-1] == "traefik.example.com"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"<html>", "something else than JSON"),
        (b"[" * 100_000, "something else than JSON"),
        ([], "does not answer as Traefik 3 does"),
        ({"Version": "3.7.15"}, ""),
    ],
)
def test_another_server_is_no_traefik(live: Runner, api: Api, answer: object, said: str) -> None:
    api.answers = {"version": answer}
    ran = ask(live, api)
    if said:
        assert (ran.status, said in ran.err) == (2, True), ran.err
    else:
        assert ran.status == 1, "a Traefik with nothing in it"
    assert "Traceback" not in ran.err


def test_nobody_there_is_an_error_with_a_hint(live: Runner, api: Api) -> None:
    for url in ("http://127.0.0.1:9", "nonsense", "http://127.0.0.1:9/?a=b"):
        ran = live("live", url, "apps")
        assert (ran.status, ran.out) == (2, "")


def test_secrets_that_are_not_here_are_no_difference(live: Runner, api: Api) -> None:
    users = {"users": ["ann:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/"]}
    for name in ("here", "there"):
        api.raw["middlewares"][f"{name}@file"] = {"basicAuth": users, "status": "enabled"}
    middleware = "http:\n  middlewares:\n    {name}:\n      basicAuth:\n        users: ['{user}']\n"
    kept = middleware.format(name="there", user="ann:*****")
    live.write(
        {
            "traefiklint.toml": '[dokploy]\ncontext = "around"\n',
            "around/server/dynamic/middlewares.yml": kept,
            "apps/here.yml": middleware.format(name="here", user=f"ann:{PLACEHOLDER}"),
        }
    )
    ran = ask(live, api)
    assert (ran.status, "changed" in ran.out) == (0, False), ran.out
    del api.raw["middlewares"]["there@file"]
    assert "missing: http.middlewares.there@file (around/server/dynamic/middlewares.yml:3)" in ask(live, api).out
    live.write({"apps/here.yml": middleware.format(name="here", user="ann:$apr1$another$IgXLP6ewTrSuBkTrqE8wj/")})
    out = ask(live, api).out
    assert "`basicAuth.users[0]` is another there, and hidden here" in out
    assert "IgXLP6ewTrSuBkTrqE8wj" not in out


def test_a_short_password_is_shown_neither_of_the_files_nor_of_the_running_traefik(live: Runner, api: Api) -> None:
    users = {"users": ["ann:summer", "bob:winter"], "removeHeader": True}
    said = ["error parsing BasicUser: ann:summer", "summer is not known"]
    api.raw["middlewares"]["auth@file"] = {"basicAuth": users, "status": "disabled", "error": said}
    text = "http:\n  middlewares:\n    auth:\n      basicAuth:\n        users: [{}]\n"
    for here in ("'ann:autumn'", "'ann:autumn', 'bob:winter'", "'ann:${SUMMER_PASSWORD}', 'bob:winter'"):
        live.write({"apps/auth.yml": text.format(here)})
        for form in ("text", "json", "prometheus"):
            ran = ask(live, api, "--format", form)
            assert ran.status == 1
            assert not re.search("summer|winter|autumn", ran.out + ran.err), (form, ran.out)
    live.write({"apps/auth.yml": text.format("'ann:autumn'")})
    out = ask(live, api).out
    assert "`basicAuth.users` is `ann:***, bob:***` there, and has 1 item here" in out
    assert "disabled: http.middlewares.auth@file: error parsing BasicUser: ann:***; *** is not known" in out


def test_what_a_running_traefik_keeps_secret_is_not_shown(live: Runner, api: Api) -> None:
    password, key = "SeCrEt94password", "SeCrEt95key"
    api.raw["middlewares"]["auth@file"] = {
        "basicAuth": {"users": [f"ann:{password}"]},
        "status": "disabled",
        "error": [f"error parsing BasicUser: ann:{password}", f"`{password}` is not a hash"],
    }
    api.raw["routers"]["x@file"] = {
        "rule": f"Host(`x`) && Header(`Authorization`, `{key}`)",
        "service": "x",
        "status": "disabled",
        "error": [f"error while parsing rule Header(`Authorization`, `{key}`) for http://u:SeCrEt96url@x/"],
    }
    for form in ("text", "json", "prometheus"):
        ran = ask(live, api, "--format", form)
        assert ran.status == 1
        assert "SeCrEt" not in ran.out + ran.err, form
    assert "disabled: http.middlewares.auth@file: error parsing BasicUser: ann:***" in ask(live, api).out
