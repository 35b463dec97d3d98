"""`traefiklint lint`: which files, which rules, which formats, which exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.cli.running import BROKEN, GOOD, TYPO, Runner, app, run
from tests.each import rows
from traefiklint.engine import load_rules
from traefiklint.versions import NEWEST


def found(cli: Runner, *arguments: str) -> list[tuple[str, str]]:
    """Rule and file of everything that is found."""
    report = json.loads(cli("lint", "--format", "json", *arguments).out)
    return [(finding["rule"], finding["file"]) for finding in report["findings"]]


def test_a_clean_directory_is_status_0(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop"), "apps/blog.yml": app("blog")})
    ran = cli("lint", "apps")
    assert (ran.status, ran.out, ran.err) == (
        0,
        "2 files, nothing to complain about\n"
        f"read: apps (2 files), assuming Traefik {NEWEST}\n"
        "not checked: entry points, certificate resolvers and plugins, which a static configuration would tell "
        "(`--static FILE`)\n",
        "",
    )


def test_an_error_is_status_1(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TYPO)})
    ran = cli("lint", "apps")
    assert ran.status == 1
    assert "error[unknown-middleware]" in ran.out
    assert "Traefik disables this router" in ran.out


def test_a_directory_is_one_namespace(cli: Runner) -> None:
    cli.write(
        {
            "apps/shop.yml": app("shop", TYPO),
            "apps/sub/middlewares.yaml": "http:\n  middlewares:\n    nobody:\n      compress: {}\n",
        }
    )
    assert cli("lint", "apps").status == 0


def test_several_directories_are_namespaces_of_their_own(cli: Runner) -> None:
    cli.write(
        {
            "a/shop.yml": app("shop", TYPO),
            "b/middlewares.yml": "http:\n  middlewares:\n    nobody:\n      compress: {}\n",
        }
    )
    assert ("unknown-middleware", "a/shop.yml") in found(cli, "a", "b")
    assert ("unknown-middleware", "shop.yml") not in found(cli, "a", "b")


def test_a_named_file_is_read_with_its_directory_and_reported_on_alone(cli: Runner) -> None:
    cli.write(
        {
            "apps/shop.yml": app("shop", TYPO),
            "apps/blog.yml": app("blog", TYPO).replace("nobody", "missing"),
            "apps/middlewares.yml": "http:\n  middlewares:\n    nobody:\n      compress: {}\n",
        }
    )
    assert found(cli, "apps/shop.yml") == []
    assert found(cli, "apps/blog.yml") == [("unknown-middleware", "apps/blog.yml")]


def test_the_configured_directories_say_where_a_file_belongs(cli: Runner) -> None:
    cli.write(
        {
            "traefiklint.toml": 'directories = ["apps"]',
            "apps/team/shop.yml": app("shop", TYPO),
            "apps/middlewares.yml": "http:\n  middlewares:\n    nobody:\n      compress: {}\n",
        }
    )
    unwatched = ("subfolder-not-watched", "apps/team/shop.yml")
    assert found(cli, "apps/team/shop.yml") == [unwatched]
    assert found(cli, "apps/team") == [unwatched]
    alone = found(cli, "--config", os.devnull, "apps/team/shop.yml")
    assert alone == [unwatched], "a folder of Traefik's alone above it is its provider directory"


def test_without_a_path_the_configured_directories_are_checked(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.write(
        {
            "traefiklint.toml": 'directories = ["apps", "more"]',
            "apps/shop.yml": app("shop", TYPO),
            "more/blog.yml": app("blog", TYPO),
            "compose.yml": BROKEN,
        }
    )
    assert {file for _, file in found(cli)} == {"apps/shop.yml", "more/blog.yml"}
    assert {file for _, file in found(cli, ".")} == {"apps/shop.yml", "more/blog.yml"}
    monkeypatch.chdir(cli.folder / "more")
    assert {file for _, file in found(cli)} == {"../apps/shop.yml", "blog.yml"}


def test_a_good_file_beside_one_that_is_refused_is_good_and_the_reason_is_told(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop"), "apps/broken.yml": BROKEN})
    ran = cli("lint", "apps/shop.yml")
    assert (ran.status, ran.out.splitlines()[0]) == (0, "1 file, nothing to complain about")
    assert "Traefik refuses this directory because of apps/broken.yml:2" in ran.err
    assert cli("lint", "--quiet", "apps/shop.yml").err == ""


def test_standard_input_stands_alone(cli: Runner) -> None:
    ran = run("lint", "--format", "json", "-", folder=cli.folder, stdin=app("shop", TYPO))
    (finding,) = json.loads(ran.out)["findings"]
    assert (ran.status, finding["file"], finding["line"]) == (1, "stdin.yml", 6)


@pytest.mark.slow
def test_standard_input_may_stand_for_a_file_among_others(cli: Runner) -> None:
    cli.write(
        {
            "apps/shop.yml": "this is not read",
            "apps/middlewares.yml": "http:\n  middlewares:\n    nobody:\n      compress: {}\n",
        }
    )
    good = run("lint", "-", "--stdin-filename", "apps/shop.yml", folder=cli.folder, stdin=app("shop", TYPO))
    assert (good.status, good.out.splitlines()[0]) == (0, "1 file, nothing to complain about")
    text = app("blog", TYPO).replace("nobody", "missing")
    bad = run("lint", "--format=concise", "-", "--stdin-filename=apps/new.yml", folder=cli.folder, stdin=text)
    assert bad.out.startswith("apps/new.yml:6:21: error[unknown-middleware]")


@pytest.mark.slow
def test_standard_input_may_be_toml(cli: Runner) -> None:
    text = '[http.routers.shop]\nrule = "Host(`a.example.com`)"\nservice = "gone"\n'
    ran = run("lint", "--format=concise", "-", "--stdin-filename=apps/new.toml", folder=cli.folder, stdin=text)
    assert "apps/new.toml:3" in ran.out.splitlines()[0]
    assert "unknown-service" in ran.out


def test_a_name_for_standard_input_needs_standard_input(cli: Runner) -> None:
    assert cli("lint", "--stdin-filename", "x.yml").status == 2


def test_a_file_that_traefik_does_not_read_is_status_2(cli: Runner) -> None:
    cli.write({"apps/shop.json": "{}"})
    ran = cli("lint", "apps/shop.json")
    assert ran.status == 2
    assert "is not a file that Traefik's file provider reads" in ran.err


def test_all_routers_may_be_judged_against_a_static_configuration(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop"), "traefik.yml": "entryPoints:\n  https:\n    address: ':443'\n"})
    assert found(cli, "apps") == []
    judged = found(cli, "--static", "traefik.yml", "apps")
    assert any("entry" in rule for rule, _ in judged)
    cli.write({"traefiklint.toml": 'static = "traefik.yml"'})
    assert found(cli, "apps") == judged


def test_a_static_configuration_that_is_not_there_is_status_2(cli: Runner) -> None:
    ran = cli("lint", "--static", "gone.yml", ".")
    assert (ran.status, ran.err) == (
        2,
        "error: the static configuration `gone.yml` cannot be read: No such file or directory\n",
    )


def test_a_compose_file_in_which_no_traefik_runs_is_no_static_configuration(cli: Runner) -> None:
    web = "services:\n  web:\n    image: nginx:1\n"
    cli.write({"apps/shop.yml": app("shop"), "web.yml": web, "proxy.yml": web.replace("nginx:1", "traefik:v3.6")})
    for arguments in (("lint", "--static", "web.yml", "apps"), ("route", "http://a/", "--static", "web.yml", "apps")):
        ran = cli(*arguments)
        assert (ran.status, ran.err) == (
            2,
            "error: `web.yml` is a compose file in which no Traefik runs: no service has its image\n"
            "hint: name Traefik's own file, or the compose file whose service has the image `traefik`\n",
        )
    assert cli("lint", "--static", "proxy.yml", "apps").status == 0
    cli.write({"traefiklint.toml": 'static = "web.yml"'})
    assert cli("lint", "apps").status == 2


def test_a_compose_file_that_is_no_yaml_is_told_where_it_breaks_though_a_traefik_stands_in_it(cli: Runner) -> None:
    cli.write(
        {
            "compose.yml": "services:\n  traefik:\n    image: traefik:v3.6\n    command: [--providers.docker=true]\n"
            "    labels: [traefik.enable=true]\n   web:\n    image: nginx\n    environment: [DB_PASSWORD=geheim123]\n"
        }
    )
    ran = cli("lint")
    assert ran.status == 1
    assert " --> compose.yml:6:4\n6 |    web:\n" in ran.out
    assert "compose-refused" in ran.out
    refused = cli("lint", "--static", "compose.yml", ".")
    assert (refused.status, refused.err) == (
        2,
        "error: Compose refuses `compose.yml`, so no static configuration can be read from it\n"
        "hint: `traefiklint lint compose.yml` says what is wrong\n",
    )


def test_the_target_decides_what_traefik_knows(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop").replace("loadBalancer:", "loadBalancer:\n        strategy: p2c")})
    assert cli("lint", "--target", "3.7", "apps").status == 0
    assert cli("lint", "--target", "3.0", "apps").status == 1
    cli.write({"traefiklint.toml": 'target = "3.0"'})
    assert cli("lint", "apps").status == 1
    assert cli("lint", "--target", "3.7", "apps").status == 0


def test_a_target_may_be_any_spelling_of_a_version(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop").replace("loadBalancer:", "loadBalancer:\n        strategy: p2c")})
    for target in ("v3.4", "3.4.1", "traefik:v3.6.15", "latest"):
        assert cli("lint", "--target", target, "apps").status == 0
    assert cli("lint", "--target", "v3.3.6", "apps").status == 1
    cli.write({"traefiklint.toml": 'target = "traefik:v3.3.6"'})
    assert cli("lint", "apps").status == 1


def test_a_target_that_is_newer_than_all_known_ones_is_judged_as_the_newest_and_said_once(cli: Runner) -> None:
    cli.write({"a/shop.yml": app("shop"), "b/blog.yml": app("blog")})
    said = f"note: Traefik 3.99.1 is newer than {NEWEST}, the newest that this traefiklint knows; judged as {NEWEST}\n"
    for command in (("lint", "a", "b"), ("lint", "--fix", "a"), ("fix", "a"), ("route", "https://x", "a"), ("schema",)):
        ran = cli(command[0], "--target", "v3.99.1", *command[1:])
        assert ran.err.count(said) == 1, command
    cli.write({"traefiklint.toml": 'target = "3.99.1"'})
    ran = cli("lint", "--format", "json", "a")
    assert ran.err.count(said) == 1
    assert f'"target": "{NEWEST}"' in ran.out
    assert said not in cli("--quiet", "lint", "a").err


def test_what_is_no_version_of_traefik_3_is_a_usage_error_everywhere(cli: Runner) -> None:
    cli.write({"a/shop.yml": app("shop")})
    for command in (("lint", "a"), ("fix", "a"), ("verify", "a"), ("route", "https://x", "a"), ("schema",)):
        ran = cli(command[0], "--target", "2.11", *command[1:])
        assert (ran.status, ran.out) == (2, "")
        assert "`2.11` is not a Traefik version that traefiklint knows; write one of" in " ".join(ran.err.split())


def test_rules_are_selected_and_ignored_by_name_and_category(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TYPO)})
    assert found(cli, "--select", "unknown-service", "apps") == []
    assert len(found(cli, "--select", "unknown-service,unknown-middleware", "apps")) == 1
    assert len(found(cli, "--select", "reference", "apps")) == 1
    assert found(cli, "--ignore", "unknown-middleware", "apps") == []
    assert found(cli, "--ignore", "unknown-service", "--ignore", "reference", "apps") == []


@rows("option", ["--select", "--ignore"])
def test_a_rule_that_does_not_exist_is_status_2_with_the_nearest_name(option: str, cli: Runner) -> None:
    ran = cli("lint", option, "unknown-midleware", ".")
    assert ran.status == 2
    assert (
        ran.err == f"error: {option}: there is no rule `unknown-midleware`\nhint: did you mean `unknown-middleware`?\n"
    )


def test_a_rule_of_the_config_file_that_does_not_exist_is_named_with_its_line(cli: Runner) -> None:
    cli.write({"traefiklint.toml": '[severity]\nunknown-midleware = "info"'})
    ran = cli("lint", ".")
    assert (ran.status, ran.err.splitlines()[0]) == (
        2,
        "error: traefiklint.toml:2: there is no rule `unknown-midleware`",
    )


def test_severities_and_ignores_of_the_config_file_count(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TYPO), "traefiklint.toml": '[severity]\nunknown-middleware = "warning"'})
    assert cli("lint", "apps").status == 0
    cli.write({"traefiklint.toml": 'ignore = ["unknown-middleware"]'})
    assert found(cli, "apps") == []


def test_rules_may_be_ignored_in_some_files_from_whichever_directory(
    cli: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.write(
        {
            "apps/legacy-shop.yml": app("shop", TYPO),
            "apps/blog.yml": app("blog", TYPO),
            "traefiklint.toml": '[per-file-ignores]\n"apps/legacy-*.yml" = ["unknown-middleware"]',
        }
    )
    assert found(cli, "apps") == [("unknown-middleware", "apps/blog.yml")]
    monkeypatch.chdir(cli.folder / "apps")
    assert found(cli, ".") == [("unknown-middleware", "blog.yml")]


def test_objects_of_other_providers_may_be_declared(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TYPO).replace("nobody", "auth@consul")})
    before = found(cli, "--profile", "none", "apps")
    cli.write({"traefiklint.toml": '[known]\nmiddlewares = ["auth@consul"]'})
    assert len(found(cli, "--profile", "none", "apps")) <= len(before)
    assert found(cli, "apps") == []


def test_fail_on_decides_the_exit_status(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TYPO), "traefiklint.toml": '[severity]\nunknown-middleware = "warning"'})
    status = {level: cli("lint", "--fail-on", level, "apps").status for level in ("error", "warning", "info", "never")}
    assert status == {"error": 0, "warning": 1, "info": 1, "never": 0}
    cli.write({"traefiklint.toml": 'fail-on = "never"'})
    assert cli("lint", "apps").status == 0


def test_only_fatal_leaves_out_what_traefik_runs(cli: Runner) -> None:
    fatal = [rule.id for rule in load_rules().values() if rule.effect in ("rejected", "disabled")]
    cli.write({"apps/a.yml": app("a", TYPO), "apps/b.yml": app("b").replace("http://b:3000", "http://localhost:3000")})
    assert set(found(cli, "--only-fatal", "apps")) == {("unknown-middleware", "apps/a.yml")}
    assert {rule for rule, _ in found(cli, "--only-fatal", "apps")} <= set(fatal)


def test_strict_finds_at_least_what_is_found_without(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TYPO)})
    assert set(found(cli, "apps")) <= set(found(cli, "--strict", "apps"))


def test_statistics_count_the_rules(cli: Runner) -> None:
    cli.write({f"apps/{name}.yml": app(name, TYPO) for name in "abc"})
    ran = cli("lint", "--statistics", "apps")
    assert ran.out.splitlines()[0].split()[:2] == ["3", "unknown-middleware"]
    assert "-->" not in ran.out


# formats and where they go


def test_a_machine_format_on_standard_output_sends_the_text_to_standard_error(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TYPO)})
    ran = cli("lint", "--format", "text", "--format", "json", "apps")
    assert json.loads(ran.out)["summary"]["error"] == 1
    assert "error[unknown-middleware]" in ran.err


def test_an_output_belongs_to_the_format_before_it(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TYPO)})
    machines = ("--format", "sarif", "--output", "a.sarif", "--format=junit", "--output=b.xml")
    ran = cli("lint", "--format", "text", *machines, "apps")
    assert ran.status == 1
    assert "error[unknown-middleware]" in ran.out
    assert json.loads((cli.folder / "a.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert (cli.folder / "b.xml").read_text("utf-8").startswith("<?xml")


def test_an_output_before_the_only_format_belongs_to_it(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop")})
    assert cli("lint", "--output", "a.json", "--format", "json", "apps").out == ""
    assert json.loads((cli.folder / "a.json").read_text("utf-8"))["files"] == 1


def test_an_output_alone_is_the_text(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop")})
    assert cli("lint", "--output", "a.txt", "apps").out == ""
    assert (cli.folder / "a.txt").read_text("utf-8").startswith("1 file, nothing to complain about\n")


@rows("arguments", ["--format json --format sarif", "--format json --output a --output b", "--output a --output b"])
def test_outputs_that_contradict_each_other_are_status_2(arguments: str, cli: Runner) -> None:
    assert cli("lint", *arguments.split(), ".").status == 2


def test_an_output_that_cannot_be_written_is_status_2(cli: Runner) -> None:
    ran = cli("lint", "--format", "json", "--output", "no/such/folder.json", ".")
    assert (ran.status, ran.err) == (2, "error: `no/such/folder.json` cannot be written: No such file or directory\n")


def test_the_job_summary_of_github_is_added_to(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(cli.folder / "summary.md"))
    cli.write({"apps/shop.yml": app("shop", TYPO), "summary.md": "# before\n"})
    assert cli("lint", "--format", "github", "apps").out.startswith("::error file=apps/shop.yml,line=6,")
    assert (cli.folder / "summary.md").read_text("utf-8").startswith("# before\n## traefiklint\n")


# the baseline


def test_what_the_baseline_knows_is_left_out_although_lines_have_moved(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TYPO), "apps/blog.yml": app("blog", TYPO)})
    ran = cli("lint", "--baseline", "known.json", "--write-baseline", "apps")
    assert (ran.status, ran.err) == (0, "2 findings written to `known.json`\n")
    cli.write({"apps/shop.yml": "# one\n# two\n" + app("shop", TYPO), "apps/new.yml": app("new", TYPO)})
    ran = cli("lint", "--baseline", "known.json", "apps")
    assert ran.status == 1
    assert "apps/new.yml" in ran.out
    assert "apps/shop.yml" not in ran.out
    assert "2 findings of the baseline left out" in ran.out


def test_what_of_the_baseline_is_gone_is_told(cli: Runner) -> None:
    cli.write({f"apps/{name}.yml": app(name, TYPO) for name in "abcd"})
    cli("lint", "--baseline", "known.json", "--write-baseline", "apps")
    cli.write({f"apps/{name}.yml": app(name) for name in "abc"})
    ran = cli("lint", "--baseline", "known.json", "apps")
    assert ran.status == 0
    assert "3 findings of the baseline are gone" in ran.out
    assert "gone" not in cli("lint", "--baseline", "known.json", "apps/d.yml").out


def test_the_baseline_counts_from_whichever_directory(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.write({"apps/shop.yml": app("shop", TYPO), "traefiklint.toml": 'baseline = "known.json"'})
    cli("lint", "--write-baseline", "apps")
    monkeypatch.chdir(cli.folder / "apps")
    assert cli("lint", ".").status == 0


def test_a_second_finding_of_the_same_kind_is_new(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TYPO)})
    cli("lint", "--baseline", "known.json", "--write-baseline", "apps")
    cli.write({"apps/shop.yml": app("shop", TYPO).replace("[nobody]", "[nobody, noone]")})
    assert cli("lint", "--baseline", "known.json", "apps").status == 1


@rows("text", ["", "[]", '{"version": 2, "findings": []}', '{"version": 1}', '{"version":1,"findings":[3]}'])
def test_a_baseline_that_is_none_is_status_2(text: str, cli: Runner) -> None:
    cli.write({"known.json": text})
    ran = cli("lint", "--baseline", "known.json", ".")
    assert ran.status == 2
    assert "`known.json`" in ran.err


def test_a_baseline_needs_a_place(cli: Runner) -> None:
    assert cli("lint", "--write-baseline", ".").err == (
        "error: `--write-baseline` needs to know where\nhint: add `--baseline FILE`\n"
    )


# fixing


def test_fix_does_what_it_safely_can_and_the_rest_is_reported(cli: Runner) -> None:
    several = "Host(`a.example.com`, `b.example.com`)"
    cli.write({"apps/shop.yml": app("shop", TYPO).replace("Host(`shop.example.com`)", several)})
    ran = cli("lint", "--fix", "--format", "json", "apps")
    assert [finding["rule"] for finding in json.loads(ran.out)["findings"]] == ["unknown-middleware"]
    assert "Host(`a.example.com`) || Host(`b.example.com`)" in (cli.folder / "apps/shop.yml").read_text("utf-8")


def test_standard_input_cannot_be_fixed(cli: Runner) -> None:
    ran = cli("lint", "--fix", "-", "--stdin-filename", "x.yml")
    assert (ran.status, ran.err.splitlines()[0]) == (2, "error: standard input cannot be fixed in place")


# watching


@pytest.mark.slow
def test_watch_lints_again_when_a_file_changes(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TYPO)})
    process = subprocess.Popen(
        [sys.executable, "-m", "traefiklint", "lint", "--watch", "--format", "concise", "--fail-on", "never", "apps"],
        stdout=subprocess.PIPE,
        cwd=cli.folder,
    )
    try:
        assert process.stdout is not None
        assert b"unknown-middleware" in process.stdout.readline()
        changed = threading.Event()

        def change() -> None:  # again and again: it may not be watching yet
            while not changed.wait(0.3):
                cli.write({"shop.yml": app("shop", TYPO).replace("nobody", "noone")})
                (cli.folder / "shop.yml").replace(cli.folder / "apps/shop.yml")

        changing = threading.Thread(target=change, daemon=True)
        changing.start()
        seen = any(b"`noone`" in line for line in process.stdout)
        changed.set()
        changing.join()
        assert seen
    finally:
        process.kill()
        process.communicate()


def test_watch_says_what_is_missing(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    ran = cli("lint", "--watch", ".")
    assert (ran.status, ran.err) == (
        2,
        "error: `--watch` needs the package `watchfiles`\nhint: `pip install 'traefiklint[watch]'`\n",
    )


@pytest.mark.slow
def test_a_thousand_names_on_the_command_line_are_read_once(cli: Runner, tmp_path: Path) -> None:
    names = [f"apps/a{number}.yml" for number in range(300)]
    cli.write({name: app(Path(name).stem) for name in names})
    ran = cli("lint", *names)
    assert (ran.status, ran.out.splitlines()[0]) == (0, "300 files, nothing to complain about")


@pytest.mark.slow
def test_names_that_no_terminal_likes_are_no_obstacle(cli: Runner) -> None:
    name = os.fsdecode(b"apps/\xff\x1b[31m.yml")
    (cli.folder / "apps").mkdir()
    (cli.folder / name).write_text(GOOD.replace("service: {name}", "service: gone"), "utf-8")
    for form in ("text", "concise", "json", "sarif", "github", "gitlab", "junit"):
        ran = run("lint", "--format", form, "apps", folder=cli.folder)
        assert (ran.status, ran.err) == (1, ""), form
        assert "\x1b" not in ran.out
