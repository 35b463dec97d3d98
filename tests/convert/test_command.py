"""`traefiklint convert`, as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import GOOD, Runner, app

COMPOSE = """\
name: shop
services:
  web:
    image: example/shop
    expose: [3000]
    labels:
      - traefik.http.routers.web.rule=Host(`shop.example.com`)
      - traefik.http.routers.web.middlewares=login
      - traefik.http.middlewares.login.basicauth.users=ann:$$apr1$$abcdefgh$$IgXLP6ewTrSuBkTrqE8wj/
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    monkeypatch.chdir(tmp_path)
    runner = Runner(tmp_path, capsys)
    runner.write({"compose.yml": COMPOSE, "dynamic/blog.yml": app("blog", GOOD)})
    return runner


def test_labels_are_shown_as_a_file_and_secrets_are_not(run: Runner) -> None:
    ran = run("convert", "compose.yml")
    assert ran.status == 0
    assert "          - url: http://shop-web-1:3000\n" in ran.out
    assert "          - ann:***\n" in ran.out


def test_a_written_file_is_whole_and_is_what_lint_expects(run: Runner) -> None:
    assert run("convert", "compose.yml", "--to", "file", "--output", "dynamic/shop.yml").status == 0
    text = (run.folder / "dynamic" / "shop.yml").read_text(encoding="utf-8")
    assert "ann:$apr1$abcdefgh$IgXLP6ewTrSuBkTrqE8wj/" in text
    assert run("lint", "dynamic", "--only-fatal").status == 0


def test_a_folder_that_is_missing_is_made_for_the_file(run: Runner) -> None:
    ran = run("convert", "compose.yml", "--output", "new/dynamic/shop.yml")
    assert (ran.status, ran.err) == (0, "wrote new/dynamic/shop.yml\n")
    assert (run.folder / "new" / "dynamic" / "shop.yml").exists()
    assert run("convert", "compose.yml", "--output", "compose.yml/shop.yml").err == (
        "error: `compose.yml` cannot be made: File exists\n"
    )


def test_of_the_compose_files_of_one_traefik_those_are_written_that_are_named(run: Runner) -> None:
    auth = "traefik.http.middlewares.auth.headers.frameDeny=true"
    traefik = "image: traefik:v3.6\n    command: [--providers.docker=true, '--entryPoints.web.address=:80']"
    web = "['traefik.http.routers.other.rule=Host(`o.test`)', traefik.http.routers.other.middlewares=auth]"
    run.write(
        {
            "proxy/compose.yml": f"services:\n  proxy:\n    {traefik}\n    labels: [{auth}]\n",
            "web/compose.yml": f"services:\n  web:\n    image: web\n    expose: [80]\n    labels: {web}\n",
        }
    )
    ran = run("convert", "web/compose.yml")
    assert (ran.status, "frameDeny" in ran.out, "- auth@docker" in ran.out) == (0, False, True)
    both = run("convert", "web/compose.yml", "proxy/compose.yml").out
    assert "frameDeny" in both and "auth@docker" not in both


def test_a_reason_that_holds_for_several_is_given_once(run: Runner) -> None:
    names = ("a", "b", "c")
    services = "".join(
        f"  {name}:\n    image: x\n    labels: [traefik.http.routers.{name}.rule=Host(`{name}.example.com`)]\n"
        for name in names
    )
    run.write({"compose.yml": f"name: shop\nservices:\n{services}"})
    ran = run("convert", "compose.yml")
    assert ran.status == 1
    assert ran.err == (
        "not the same: only the image says its port; write it behind the address, as `:8080`:\n"
        "  compose.yml:3: http.services.a-shop@docker\n"
        "  compose.yml:6: http.services.b-shop@docker\n"
        "  compose.yml:9: http.services.c-shop@docker\n"
    )
    run.write({"compose.yml": f"name: shop\nservices:\n{services[: len(services) // 3]}"})
    assert run("convert", "compose.yml").err == (
        "not the same: compose.yml:3: http.services.a-shop@docker: "
        "only the image says its port; write it behind the address, as `:8080`\n"
    )
    run.write({"traefiklint.toml": "[known.images]\nx = [8080]\n"})
    assert run("convert", "compose.yml").status == 0


def test_a_file_becomes_labels(run: Runner) -> None:
    ran = run("convert", "dynamic/blog.yml")
    assert ran.status == 0
    assert ran.out == (
        "services:\n"
        "  blog:\n"
        "    labels:\n"
        "      - traefik.enable=true\n"
        "      - traefik.http.services.blog.loadbalancer.server.port=3000\n"
        "      - traefik.http.routers.blog.entrypoints=websecure\n"
        "      - traefik.http.routers.blog.service=blog\n"
        "      - traefik.http.routers.blog.rule=Host(`blog.example.com`)\n"
        "      - traefik.http.routers.blog.tls.certresolver=letsencrypt\n"
    )
    assert "blog: Traefik takes the container's own address in the place of http://blog:3000" in ran.err


def test_labels_that_became_a_file_become_the_same_labels_again(run: Runner) -> None:
    run("convert", "compose.yml", "--output", "made.yml")
    run("convert", "made.yml", "--to", "labels", "--output", "again.yml")
    again = (run.folder / "again.yml").read_text(encoding="utf-8")
    for line in COMPOSE.splitlines():
        if "traefik." in line:
            assert line.strip() in again


def test_what_is_not_the_same_is_named_and_is_a_status(run: Runner) -> None:
    run.write({"compose.yml": COMPOSE + "  bad:\n    image: x\n    labels: [traefik.http.routers.bad.rul=x]\n"})
    ran = run("convert", "compose.yml")
    assert ran.status == 1
    assert "not the same: compose.yml:12: http.routers.bad@docker: `rul` is not an option" in ran.err


def test_there_must_be_something_to_convert(run: Runner) -> None:
    ran = run("convert", "dynamic", "--to", "file")
    assert ran.status == 2
    assert ran.err.startswith("error: there are no labels for Traefik in these files")
