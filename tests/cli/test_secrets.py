"""Every command in every format, on files, a static configuration and a server that are full of secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.running import Runner
from tests.text.secrets import BROKEN, COMPOSE, DYNAMIC, MORE, RULES, SIGN, STATIC, WORD, as_words

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit")


def leaks(text: str) -> list[str]:
    """The secrets in a text, also in base64 or back to front."""
    return sorted(set(re.findall(rf"{SIGN}..\w*|{SIGN[::-1]}|U2VDckV0|\b{WORD}[a-z]{{2}}\b", text)))


def written(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file below a folder that a command wrote: not the inputs, no backups, nothing of git."""
    for path in folder.rglob("*"):
        if path.is_file() and not {".git", "backups", "pulled", "pending"}.intersection(path.parts):
            yield path.name, path.read_text("utf-8", "replace")


def planted(runner: Runner, look: Callable[[str], str] = str) -> Runner:
    """A directory full of secrets."""
    texts = {"apps/a.yml": DYNAMIC, "apps/b.toml": MORE, "bad/c.yml": BROKEN, "traefik.yml": STATIC}
    texts |= {"compose.yml": COMPOSE, "tests.yml": TESTS, "asks/a.yml": RULES}
    runner.write({name: look(text) for name, text in texts.items()})
    return runner


@pytest.fixture
def full(cli: Runner) -> Runner:
    """A directory full of secrets, most of which nobody could take for anything else."""
    return planted(cli)


@pytest.fixture(params=[str, as_words], ids=["random", "words"])
def either(cli: Runner, request: pytest.FixtureRequest) -> Runner:
    """The same; then with words that nothing but their place tells to be secrets."""
    return planted(cli, request.param)


TESTS = """\
tests:
  - name: away
    request: "http://u:SeCrEt60test@asks.example.com/?token=SeCrEt61test"
    headers: {Authorization: SeCrEt62test, X-Api-Key: SeCrEt63test}
    expect: router nobody
  - request: "http://u:SeCrEt60test@asks.example.com/?token=SeCrEt61test"
    expect: 200
"""


def commands() -> Iterator[list[str]]:
    for form in FORMATS:
        for where in (["apps"], ["bad"], ["asks"], ["apps", "--static", "traefik.yml"], ["--strict", "apps/a.yml"]):
            yield ["lint", "--format", form, *where]
            yield ["lint", "--format", form, "--output", f"out/report.{form}", *where]
    yield ["lint", "--statistics", "apps"]
    yield ["lint", "--baseline", "out/base.json", "--write-baseline", "apps"]
    yield ["lint", "--verbose", "--baseline", "out/base.json", "apps"]
    for more in ([], ["--unsafe-fixes"]):
        yield ["fix", "--diff", *more, "apps"]
        yield ["fix", "--diff", "--static", "traefik.yml", *more, "apps"]
        yield ["fix", "--diff", *more, "bad"]
    for form in ("svg", "dot", "mermaid", "html"):
        yield ["graph", "--format", form, "apps"]
        yield ["graph", "--format", form, "asks"]
        yield ["graph", "--format", form, "--output", f"out/graph.{form}", "apps"]
    for form in ("text", "json"):
        yield ["route", "--format", form, "http://keys.example.com/old", "asks", "--all"]
        yield ["route", "--format", form, "tcp://db.example.com:80", "asks", "--all"]
        for url in ("http://web.example.com/", "http://u:SeCrEt63url@bare.example.com/?token=SeCrEt64url"):
            yield ["route", "--format", form, url, "apps", "--static", "traefik.yml"]
    yield ["route", "http://web.example.com/", "apps", "--all", "-H", "Authorization: Bearer SeCrEt65header"]
    for more in ([], ["--format", "json"]):
        told = ["-H", "Authorization: Bearer SeCrEt65header", "-H", "X-Api-Key: SeCrEt66key"]
        yield ["route", "http://u:SeCrEt67pw@asks.example.com/", "asks", "--all", *told, *more]
    yield ["route", "http://web.example.com/", "bad", "--all"]
    for form in ("text", "json", "junit"):
        yield ["test", "--format", form, "tests.yml", "asks"]
        yield ["test", "--format", form, "--output", f"out/tests.{form}", "tests.yml", "asks"]
    for form in ("text", "json", "markdown"):
        yield ["diff-routes", "--format", form, "apps", "asks", "--all"]
        yield ["diff-routes", "--format", form, "asks", "compose.yml"]
        yield ["diff-routes", "--format", form, "apps", "bad", "--all"]
        yield ["diff-routes", "--format", form, "bad", "apps"]
    yield ["lint", "traefik.yml"]
    yield ["lint", "compose.yml"]
    for where in ("apps", "bad", "asks", "compose.yml"):
        yield ["convert", where]
    yield ["config"]


EDITS = (
    ["--kind", "middleware", "--set", "basicAuth.users=x"],
    ["--kind", "middleware", "--set", "basicAuth.users.a=x"],
    ["--kind", "service", "--set", "loadBalancer.servers=3"],
    ["--where", "middleware.basicAuth.users[0] > 3", "--delete"],
    ["--where", "middleware.headers.customRequestHeaders.Authorization == 'x'", "--delete"],
    ["--kind", "middleware", "--add", "basicAuth.users=ann:SeCrEt71typed"],
    ["--kind", "middleware", "--set", "rateLimit.redis.password=SeCrEt72typed"],
    ["--kind", "middleware", "--set", "headers.customRequestHeaders.Authorization=SeCrEt73typed"],
    ["--kind", "middleware", "--remove", "headers"],
    ["--kind", "router", "--set", "rule=Host("],
    ["--rename", "auth", "digest"],
    ["--rename", "auth", "login", "--force"],
)


def looks() -> Iterator[list[str]]:
    """The commands that look at files in other ways than `lint` and `fix` do, or change them."""
    for where in (["apps"], ["bad"], ["asks"], ["compose.yml"], ["apps", "--static", "traefik.yml"]):
        for form in ("html", "json"):
            yield ["report", "--format", form, *where]
        yield ["report", "--format", "html", "--output", f"out/{where[0].replace('/', '-')}.html", *where]
        yield ["lint", "--format", "rdjson", *where]
        yield ["lint", "--show-files", *where]
        yield ["upgrade", "--from", "3.0", *where]
        yield ["upgrade", "--from", "2", "--format", "json", *where]
    for where in ("apps", "compose.yml"):
        for edit in EDITS:
            yield ["edit", where, "--diff", *edit]
    yield ["report", "--format", "json", "."]
    yield ["init", "--dry-run"]
    yield ["policy", "check"]
    yield ["policy", "test"]
    yield ["lint", "--add-ignores", "apps"]


@pytest.mark.slow
def test_no_other_look_at_a_file_shows_a_secret_of_it(either: Runner) -> None:
    full = either
    full.write({"traefiklint.toml": 'policies = ["policies"]\n', "policies/plain.yml": POLICY})
    (full.folder / "out").mkdir()
    assert "`tokens` shows {" in full("lint", "apps").out
    for command in looks():
        ran = full(*command)
        assert leaks(ran.out + ran.err) == [], command
        assert "this is a bug" not in ran.err, ran.err
    for name, text in written(full.folder / "out"):
        assert leaks(text) == [], name


POLICY = """\
id: repeats
about: middleware
where: has(middleware.headers)
forbid: middleware.headers.customRequestHeaders.size() > 0
message: "`{middleware.name}` shows {middleware.headers.customRequestHeaders}"
"""


@pytest.mark.slow
def test_no_command_shows_a_secret_of_a_file(either: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    full = either
    (full.folder / "out").mkdir()
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(full.folder / "out" / "summary.md"))
    for command in commands():
        ran = full(*command)
        typed = set(leaks(" ".join(command)))
        assert set(leaks(ran.out + ran.err)) - (typed if ran.status == 2 else set()) == set(), command
        assert "this is a bug" not in ran.err, ran.err
    shown = full("lint", "apps").out
    assert shown.count("***") > 25
    for name, text in written(full.folder / "out"):
        assert leaks(text) == [], name


def test_a_fix_is_shown_masked_and_written_whole(full: Runner) -> None:
    shown = full("fix", "--diff", "--unsafe-fixes", "apps").out
    assert '-          - url: "http://***@web:80/?apikey=***&x=1"\n' in shown
    full("fix", "--unsafe-fixes", "apps")
    after = (full.folder / "apps" / "a.yml").read_text()
    assert "***" not in after
    assert f'password: "{SIGN}22redis"' in after


@pytest.mark.traefik
@pytest.mark.parametrize("form", FORMATS)
def test_verify_shows_no_secret_of_a_file(form: str, full: Runner) -> None:
    (full.folder / "out").mkdir()
    for where in (["apps"], ["bad"], ["apps", "--static", "traefik.yml"]):
        ran = full("verify", "--format", form, *where)
        written_too = full("verify", "--format", form, "--output", f"out/verify.{form}", *where)
        assert leaks(ran.out + ran.err + written_too.out + written_too.err) == [], where
        assert "this is a bug" not in ran.err, ran.err
    for name, text in written(full.folder / "out"):
        assert leaks(text) == [], name


def test_a_password_that_is_a_word_of_names_is_hidden_in_its_place_and_names_stay_readable(cli: Runner) -> None:
    text = (
        "services:\n  authentik:\n    image: a\n    environment:\n      DB_PASSWORD: authentik\n"
        "      OTHER_PASSWORD: correcthorse\n    labels:\n"
        "      - traefik.http.routers.authentik.rule=Hots(`correcthorse.io`)\n"
    )
    cli.write({"authentik/compose.yml": text})
    shown = cli("lint", "authentik/compose.yml").out
    assert "authentik/compose.yml:8" in shown
    assert "traefik.http.routers.authentik.rule" in shown
    assert "correcthorse" not in shown


def test_the_name_of_a_router_that_is_a_secret_is_hidden_in_findings_about_what_it_uses(cli: Runner) -> None:
    labels = (
        "traefik.enable=true",
        "traefik.http.routers.${ROUTER_SECRET}.rule=Host(`a.example.com`)",
        "traefik.http.routers.${ROUTER_SECRET}.middlewares=away",
        "traefik.http.middlewares.away.redirectregex.regex=(",
        "traefik.http.services.web.loadbalancer.server.port=80",
    )
    rows = "".join(f"      - {label}\n" for label in labels)
    cli.write(
        {
            "compose.yml": f"services:\n  web:\n    image: x\n    labels:\n{rows}",
            ".env": "ROUTER_SECRET=correct-horse\n",
        }
    )
    for form in ("text", "json", "sarif", "github"):
        ran = cli("lint", "--format", form)
        assert "correct-horse" not in ran.out + ran.err
    (found,) = [one for one in json.loads(cli("lint", "--format", "json").out)["findings"] if one["disables"]]
    assert "http.routers.***@docker" in found["disables"]
