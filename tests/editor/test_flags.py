"""The static configuration where compose files hold it: flags of a Traefik, variables of its environment."""

from __future__ import annotations

import pytest

from tests.editor.conftest import Open
from tests.editor.desk import SHARED, SHOP, Desk
from tests.editor.test_features import at, places, told
from traefiklint.editor import lenses, navigation, renaming, symbols
from traefiklint.errors import UsageError

HEAD = "services:\n  traefik:\n    image: traefik:v3.6\n"
FLAGS = HEAD + (
    "    command:\n"
    "      - --entryPoints.web.address=:80\n"
    "      - --entrypoints.websecure.address=:443\n"
    "      - --entrypoints.websecure.http.tls.certResolver=le\n"
    "      - --certificatesresolvers.le.acme.email=me@example.com\n"
    "      - --certificatesresolvers.le.acme.storage=/acme.json\n"
    "      - --certificatesresolvers.le.acme.httpchallenge.entrypoint=web\n"
    "      - --experimental.plugins.demo.modulename=github.com/example/demo\n"
    "      - --experimental.plugins.demo.version=v0.1.0\n"
    "      - --providers.docker.exposedByDefault=false\n"
    "      - --providers.file.directory=/apps\n"
    "    volumes: ['./apps:/apps']\n"
)
VARIABLES = HEAD + (
    "    environment:\n"
    "      TRAEFIK_ENTRYPOINTS_WEB_ADDRESS: ':80'\n"
    "      TRAEFIK_ENTRYPOINTS_WEBSECURE_ADDRESS: ':443'\n"
    "      TRAEFIK_ENTRYPOINTS_WEBSECURE_HTTP_REDIRECTIONS_ENTRYPOINT_TO: web\n"
    "      TRAEFIK_PROVIDERS_DOCKER_EXPOSEDBYDEFAULT: 'false'\n"
    "      TRAEFIK_PROVIDERS_FILE_DIRECTORY: /apps\n"
    "    volumes: ['./apps:/apps']\n"
)
BLOG = (
    "  blog:\n"
    "    image: blog\n"
    "    labels:\n"
    "      - traefik.enable=true\n"
    "      - traefik.http.routers.blog.rule=Host(`blog.example.com`)\n"
    "      - traefik.http.routers.blog.entrypoints=web\n"
    "      - traefik.http.services.blog.loadbalancer.server.port=80\n"
)
MEMBERS = '[[traefik]]\nname = "one"\nstatic = "compose.yml"\ndirectories = ["apps"]\n'
APP = SHOP.replace("service: shop", "entryPoints: [websecure]\n      service: shop")
PLUG = SHARED + "    plug:\n      plugin:\n        demo:\n          a: b\n"


@pytest.fixture
def flags(desk_of: Open) -> Desk:
    return desk_of({"compose.yml": FLAGS + BLOG, "apps/shop.yml": APP, "apps/shared.yml": PLUG})


@pytest.fixture
def variables(desk_of: Open) -> Desk:
    return desk_of({"compose.yml": VARIABLES + BLOG, "apps/shop.yml": APP, "apps/shared.yml": SHARED})


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("    command:\n      - --|\n", {"entryPoints": "entryPoints.", "ping": "ping."}),
        ("    command:\n      - --entrypoints.web.add|\n", {"address": "address=", "http": "http."}),
        ("    command:\n      - --entrypoints.web.addr|ess=:80\n", {"address": "address"}),
        ('    command:\n      - "--log.level=|"\n', {"INFO": "INFO", "DEBUG": "DEBUG"}),
        ("    command:\n      - --log.level=|\n", {"INFO": "INFO"}),
        ("    command: --log.level=|\n", {"INFO": "INFO"}),
        ("    command: --ping=true --log.le|\n", {"level": "level="}),
        ("    command: >-\n      --ping=true\n      --api.|\n", {"insecure": "insecure="}),
        ("    command:\n      --ping=true\n      --api.|\n", {"insecure": "insecure="}),
        ('    command: ["--ping", "--api.|"]\n', {"dashboard": "dashboard="}),
        ('    command: ["--ping", "--api.dashboard=|', {"true": "true"}),
        ("    command:\n      - --ping.entrypoint=w|\n      - --entrypoints.web.address=:80\n", {"web": "web"}),
        ("    command:\n      - --entrypoints.|\n      - --entrypoints.web.address=:80\n", {"web": "web."}),
        ("    command:\n      - --entrypoints.web.http.tls.|\n", {"domains": "domains[0]."}),
        ("    entrypoint: ['traefik']\n    command: ['--providers.docker.|']\n", {"network": "network="}),
        ("    environment:\n      TRAEFIK_|\n", {"ENTRYPOINTS": "ENTRYPOINTS_"}),
        ("    environment:\n      TRAEFIK_LOG_|\n", {"LEVEL": "LEVEL: "}),
        ("    environment:\n      - TRAEFIK_LOG_LE|\n", {"LEVEL": "LEVEL="}),
        ("    environment:\n      TRAEFIK_LOG_LEVEL: |\n", {"INFO": "INFO"}),
        ("    environment:\n      - TRAEFIK_LOG_LEVEL=|\n", {"INFO": "INFO"}),
    ],
)
def test_flags_and_variables_are_completed(desk_of: Open, text: str, offered: dict[str, str]) -> None:
    desk = desk_of({"compose.yml": FLAGS})
    assert desk.here("compose.yml").view.whole is not None, "an editor has asked before"
    offers = desk.completed("compose.yml", HEAD + text)
    assert {key: offers.get(key) for key in offered} == offered


@pytest.mark.parametrize(
    "text",
    [
        FLAGS + "  blog:\n    image: blog\n    command:\n      - --|\n",
        FLAGS + "  blog:\n    image: traefik/whoami\n    command: --|\n",
        HEAD + "    command:\n      - |\n",
        HEAD + "    environment:\n      - HOME|\n",
    ],
)
def test_other_commands_and_variables_are_left_alone(flags: Desk, text: str) -> None:
    assert flags.completed("compose.yml", text) == {}


def test_names_from_flags_lead_to_their_flags_and_back(flags: Desk) -> None:
    shop, compose = flags.here("apps/shop.yml"), flags.here("compose.yml")
    assert places(shop, navigation.define(shop, at(shop, "websecure"))) == [("compose.yml", 6)]
    assert places(compose, navigation.define(compose, at(compose, "=web\n      - traefik"))) == [("compose.yml", 5)]
    found = navigation.refer(compose, at(compose, "web."))
    assert places(compose, found) == [("compose.yml", 5), ("compose.yml", 21), ("compose.yml", 10)]
    shared = flags.here("apps/shared.yml")
    assert places(shared, navigation.define(shared, at(shared, "demo"))) == [("compose.yml", 11)]


def test_flags_are_explained(flags: Desk) -> None:
    here = flags.here("compose.yml")
    assert told(here, "exposedByDefault").startswith("**exposedByDefault** · true or false")
    assert "Named by `certificatesResolvers.le@static`, `http.routers.blog@docker`" in told(here, "web.address")
    assert told(here, "modulename").startswith("**moduleName** · text")


def test_an_entry_point_of_flags_is_renamed_in_all_of_them(flags: Desk) -> None:
    here = flags.here("compose.yml")
    edit = renaming.rename(here, at(here, "websecure"), "https")
    assert edit is not None
    assert flags.after(edit) == {
        "compose.yml": here.text.replace("websecure", "https"),
        "apps/shop.yml": APP.replace("websecure", "https"),
    }


def test_a_resolver_and_a_plugin_of_flags_are_renamed_too(flags: Desk) -> None:
    here = flags.here("compose.yml")
    edit = renaming.rename(here, at(here, "le.acme"), "acme2")
    assert edit is not None
    after = flags.after(edit)["compose.yml"]
    assert after == here.text.replace("resolvers.le.", "resolvers.acme2.").replace("Resolver=le", "Resolver=acme2")
    shared = flags.here("apps/shared.yml")
    edit = renaming.rename(shared, at(shared, "demo"), "other")
    assert edit is not None
    assert flags.after(edit) == {
        "compose.yml": here.text.replace("plugins.demo.", "plugins.other."),
        "apps/shared.yml": PLUG.replace("demo", "other"),
    }


def test_variables_define_and_are_renamed_in_capitals(variables: Desk) -> None:
    shop, compose = variables.here("apps/shop.yml"), variables.here("compose.yml")
    assert places(shop, navigation.define(shop, at(shop, "websecure"))) == [("compose.yml", 6)]
    edit = renaming.rename(shop, at(shop, "websecure"), "https")
    assert edit is not None
    assert variables.after(edit) == {
        "compose.yml": compose.text.replace("WEBSECURE", "HTTPS"),
        "apps/shop.yml": APP.replace("websecure", "https"),
    }
    assert told(compose, "EXPOSEDBYDEFAULT").startswith("**exposedByDefault** · true or false")


@pytest.mark.parametrize("name", ["a_b", "Web", "a.b"])
def test_a_name_that_a_variable_cannot_say_is_refused(variables: Desk, name: str) -> None:
    here = variables.here("apps/shop.yml")
    with pytest.raises(UsageError, match="the name of a variable cannot hold"):
        renaming.rename(here, at(here, "websecure"), name)


def test_flags_have_lenses_and_symbols_and_their_mistakes_a_place(flags: Desk) -> None:
    here = flags.here("compose.yml")
    shown = {one.range.start.line + 1: one.command.title for one in lenses.lenses(here) if one.command}
    assert shown[5] == "1 router, 1 resolver and all routers that name none name this"
    assert shown[8] == "1 entry point names this"
    assert shown[11] == "1 middleware names this"
    groups = {one.name: [child.name for child in one.children or ()] for one in symbols.outline(here)}
    assert groups["entryPoint"] == ["web", "websecure"]
    flags.news()
    here = flags.type("compose.yml", FLAGS.replace("websecure.address=:443", "websecure.adress=:443"))
    (finding,) = [one for one in here.view.report.findings if "adress" in one.message]
    assert (finding.file, finding.line, finding.column) == ("compose.yml", 6, 33)


@pytest.mark.parametrize(
    "command",
    [
        "--entrypoints.web.address=:80 --entrypoints.web.http.middlewares=auth@file",
        ">-\n      --entrypoints.web.address=:80\n      --entrypoints.web.http.middlewares=auth@file,x@file",
        "[\"--entrypoints.web.address=:80\", '--entrypoints.web.http.middlewares=auth@file']",
        "\n      - --entrypoints.${EP:-web}.address=:80\n      - --entrypoints.web.http.middlewares=auth@file",
    ],
)
def test_names_are_renamed_in_every_form_of_a_command(desk_of: Open, command: str) -> None:
    files = {"compose.yml": f"{HEAD}    command: {command}\n", "traefiklint.toml": MEMBERS, "apps/shared.yml": SHARED}
    desk = desk_of(files)
    here = desk.here("compose.yml")
    edit = renaming.rename(here, at(here, "web"), "http")
    assert edit is not None
    assert desk.after(edit) == {"compose.yml": here.text.replace("web", "http")}
    edit = renaming.rename(here, at(here, "auth@file"), "login")
    assert edit is not None
    assert desk.after(edit) == {
        "compose.yml": here.text.replace("auth@file", "login@file"),
        "apps/shared.yml": SHARED.replace("auth:", "login:", 1),
    }


def test_a_list_that_two_flags_make_is_left_to_its_author(desk_of: Open) -> None:
    flag = "      - --entrypoints.web.http.middlewares"
    command = f"    command:\n      - --entrypoints.web.address=:80\n{flag}=auth@file\n{flag}=x@file\n"
    desk = desk_of({"compose.yml": HEAD + command, "traefiklint.toml": MEMBERS, "apps/shared.yml": SHARED})
    here = desk.here("apps/shared.yml")
    with pytest.raises(UsageError, match="cannot be renamed in `compose"):
        renaming.rename(here, at(here, "auth"), "login")


def test_variables_of_a_file_beside_are_edited_there(desk_of: Open) -> None:
    beside = "TRAEFIK_ENTRYPOINTS_WEBSECURE_ADDRESS=:443\nTRAEFIK_PROVIDERS_FILE_DIRECTORY=/apps\n"
    text = f"{HEAD}    env_file: traefik.env\n    volumes: ['./apps:/apps']\n"
    desk = desk_of({"compose.yml": text, "traefik.env": beside, "apps/shop.yml": APP, "apps/shared.yml": SHARED})
    here = desk.here("apps/shop.yml")
    edit = renaming.rename(here, at(here, "websecure"), "https")
    assert edit is not None and edit.document_changes is not None
    (change,) = [one for one in edit.document_changes if one.text_document.uri.endswith(".env")]  # type: ignore[union-attr]
    start, end = change.edits[0].range.start, change.edits[0].range.end  # type: ignore[union-attr]
    assert (start.line, start.character, end.character) == (0, len("TRAEFIK_ENTRYPOINTS_"), beside.index("_ADDRESS"))
