"""What a compose file that is named is judged with: the other projects of its repository."""

from __future__ import annotations

import json
from typing import Any

from tests.cli.running import Runner
from tests.each import rows
from traefiklint import lint_texts

PROJECT = """\
services:
  app:
    image: example/app:1
    labels:
      - traefik.http.routers.{0}.rule=Host(`{1}.example.com`)
      - traefik.http.services.{0}.loadbalancer.server.port=8080
"""


def told(cli: Runner, *arguments: str) -> list[tuple[str, str, str]]:
    found: list[dict[str, Any]] = json.loads(cli("lint", "--format", "json", *arguments).out)["findings"]
    return [(one["severity"], one["rule"], one["file"]) for one in found if one["severity"] != "info"]


def repository(cli: Runner, **static: str) -> None:
    (cli.folder / ".git").mkdir()
    cli.write({"a/compose.yml": PROJECT.format("web", "a"), "b/compose.yml": PROJECT.format("web", "b")})
    cli.write({"c/compose.yml": PROJECT.format("c", "c"), **static})


def test_a_named_file_is_judged_with_the_other_projects_and_only_it_is_reported(cli: Runner) -> None:
    repository(cli)
    assert told(cli, "a/compose.yml") == [], "which of them ever run together is not known"
    assert told(cli, "a/compose.yml", "--strict") == [
        ("warning", "merge-conflict", "a/compose.yml"),
        ("warning", "service-shared", "a/compose.yml"),
    ]
    assert told(cli, "c/compose.yml") == []
    assert told(cli, str(cli.folder / "c" / "compose.yml")) == []


@rows("static", ["", "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\n"])
def test_that_projects_which_lie_beside_each_other_run_on_one_host_is_assumed_and_said(
    static: str, cli: Runner
) -> None:
    repository(cli, **({"traefik.yml": static} if static else {}))
    assert {one for one in told(cli, "--strict") if one[1] == "merge-conflict"} == {
        ("warning", "merge-conflict", "a/compose.yml"),
        ("warning", "merge-conflict", "b/compose.yml"),
    }
    found = json.loads(cli("lint", "--strict", "--format", "json").out)["findings"]
    assert {tuple(one["assumed"]) for one in found if one["rule"] == "merge-conflict"} == {("projects",)}
    assert "assumes that these compose files are used on one host" in cli("lint", "--strict").out


def test_projects_that_are_named_together_are_one_host(cli: Runner) -> None:
    cli.write({"a/compose.yml": PROJECT.format("web", "a"), "b/compose.yml": PROJECT.format("web", "b")})
    assert ("error", "merge-conflict", "b/compose.yml") in told(cli, "a/compose.yml", "b/compose.yml")


def test_a_middleware_of_another_project_is_known(cli: Runner) -> None:
    repository(cli)
    label = "      - traefik.http.routers.c.middlewares=team\n"
    cli.write({"c/compose.yml": PROJECT.format("c", "c") + label})
    assert [rule for _, rule, _ in told(cli, "c/compose.yml")] == ["unknown-middleware"]
    team = "      - traefik.http.middlewares.team.compress=true\n"
    cli.write({"d/compose.yml": PROJECT.format("d", "d") + team})
    assert told(cli, "c/compose.yml") == []


def test_two_files_of_one_folder_are_one_project_and_never_run_beside_each_other(cli: Runner) -> None:
    cli.write(
        {"docker-compose.yml": PROJECT.format("web", "dev"), "docker-compose.prod.yml": PROJECT.format("web", "x")}
    )
    assert told(cli) == []


def test_the_settings_say_with_what_a_named_file_is_judged(cli: Runner) -> None:
    repository(cli)
    cli.write(
        {
            "conf/traefik.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\n",
            "traefiklint.toml": '[[traefik]]\nstatic = "conf/traefik.yml"\ncompose = ["a/compose.yml", "b/*.yml"]\n',
        }
    )
    errors = [("error", "merge-conflict", f"{project}/compose.yml") for project in "ab"]
    assert [one for one in told(cli, "a/compose.yml") if one[0] == "error"] == errors
    assert told(cli, "c/compose.yml") == [], "which is none of theirs"


def test_the_settings_say_that_projects_run_on_one_host(cli: Runner) -> None:
    repository(cli)
    cli.write({"traefiklint.toml": '[[traefik]]\nname = "a"\ncompose = ["*/compose.yml"]\n'})
    assert ("error", "merge-conflict", "a/compose.yml") in told(cli)


INCLUDED = """\
services:
  {0}:
    image: {0}
    networks: [proxy]
    labels:
      - traefik.http.routers.{0}.rule=Hots(`a.io`)
"""


def test_a_file_that_another_one_includes_is_a_part_of_it_and_no_project(cli: Runner) -> None:
    main = "include:\n  - a.yml\n  - path: [sub/b.yml]\nnetworks: {proxy: {}}\nservices: {x: {image: x}}\n"
    cli.write({".gitignore": "", "compose.yml": main})
    cli.write({"a.yml": INCLUDED.format("a"), "sub/b.yml": "# b\n" + INCLUDED.format("b")})
    assert told(cli) == [
        ("error", "rule-unknown-matcher", "a.yml"),
        ("error", "rule-unknown-matcher", "sub/b.yml"),
    ]
    assert "labels in compose.yml" in cli("lint").out


def test_a_file_that_another_one_leads_to_is_a_part_of_it_also_where_both_are_named(cli: Runner) -> None:
    base = "services:\n  base:\n    image: a\n    expose: [80]\n    labels: [traefik.http.routers.app.priority=7]\n"
    extended = "    labels: ['traefik.http.routers.app.rule=Host(`a.io`)']\n"
    main = f"services:\n  app:\n    extends: {{file: common/base.yml, service: base}}\n{extended}"
    texts = {"compose.yml": main, "common/base.yml": base}
    cli.write(texts)
    assert told(cli, "compose.yml", "common/base.yml") == []
    assert lint_texts(texts).findings == ()
    cli.write({"compose.yml": main.replace("Host", "Hots")})
    assert told(cli, "compose.yml", "common/base.yml") == [("error", "rule-unknown-matcher", "compose.yml")]
    rings = {"a.yml": "include: [b.yml]\n" + INCLUDED.format("a"), "b.yml": "include: [a.yml]\n" + INCLUDED.format("b")}
    assert lint_texts(rings).findings, "of files that lead to each other none is left out"


def test_what_is_missing_in_a_file_that_was_only_found_may_stand_in_another(cli: Runner) -> None:
    cli.write({".gitignore": "", "available/a.yml": INCLUDED.format("a") + "    depends_on: [db]\n"})
    assert told(cli) == []
    assert "refuses this file by itself" not in cli("lint").out
    assert "refuses this file by itself: the network `proxy` is not declared" in cli("lint", "--strict").out
    assert told(cli, "available/a.yml")[0] == ("error", "compose-refused", "available/a.yml"), "it is named"


def test_a_variable_without_a_value_is_pointed_at_in_the_file_in_which_it_stands(cli: Runner) -> None:
    cli.write({"compose.yml": "include: [a.yml, b.yml]\n"})
    for name in "ab":
        cli.write({f"{name}.yml": PROJECT.format(name, "${D}").replace("app:", f"{name}:", 1)})
    found = json.loads(cli("lint", "compose.yml", "--format", "json").out)["findings"]
    assert [(one["file"], one["line"]) for one in found if one["rule"] == "label-variable-unset"] == [
        ("a.yml", 5),
        ("b.yml", 5),
    ]


@rows(("count", "named"), [(7, "`s4`, `s5` and `s6`"), (8, "`s5` and 2 more"), (40, "`s5` and 34 more")])
def test_a_conflict_of_many_containers_names_the_first_few_of_the_others(count: int, named: str) -> None:
    label = "    labels: ['traefik.http.routers.x.rule=Host(`h{n}.example.com`)']\n"
    services = "".join(f"  s{n}:\n    image: a\n    expose: [80]\n{label.format(n=n)}" for n in range(count))
    report = lint_texts({"compose.yml": f"services:\n{services}"})
    messages = [one.message for one in report.findings if one.rule == "merge-conflict"]
    assert len(messages) == count
    assert (
        messages[0].startswith("The router `x` is also defined by `s1`, ") and f"{named}, with another" in messages[0]
    )
    assert all(f"`s{n}`" not in message.partition(", with")[0] for n, message in enumerate(messages))
    assert max(map(len, messages)) < 200


@rows("kind", ["middlewares", "service"])
def test_what_labels_name_of_their_own_provider_may_be_on_a_container_that_nobody_gave(cli: Runner, kind: str) -> None:
    label = f"      - traefik.http.routers.web.{kind}=elsewhere@docker\n"
    cli.write({"compose.yml": PROJECT.format("web", "a") + label})
    found = json.loads(cli("lint", "--format", "json", "compose.yml").out)["findings"]
    assert [(one["severity"], one["rule"].split("-")[0]) for one in found if "elsewhere" in one["message"]] == [
        ("warning", "unknown")
    ]


CHAINED = """\
services:
  a:
    image: nginx
    labels:
      - traefik.http.routers.a.rule=Host(`a.io`)
      - traefik.http.routers.a.middlewares=all
      - traefik.http.routers.a.service=a
      - traefik.http.services.a.loadbalancer.server.port=80
      - traefik.http.middlewares.all.chain.middlewares=frame
      - traefik.http.middlewares.frame.headers.framedeny=true
  b:
    image: nginx
    labels:
      - traefik.http.middlewares.frame.headers.framedeny=false
"""


def test_a_router_behind_a_chain_of_what_nobody_keeps_is_disabled_with_it(cli: Runner) -> None:
    cli.write({"compose.yml": CHAINED})
    found = json.loads(cli("lint", "--format", "json", "compose.yml").out)["findings"]
    disabled = {name for one in found if one["rule"] == "merge-conflict" for name in one["disables"]}
    assert {"http.middlewares.frame@docker", "http.routers.a@docker"} <= disabled
