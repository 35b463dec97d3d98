"""Labels of a compose file are opened, changed through the typed view, and written back where they stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.each import each
from tests.roundtrip.random_label_edits import edit, texts
from traefiklint import CannotChangeError, Config, RefusedError, UsageError, open_config

COMPOSE = """\
# the house
services:
  web:
    image: nginx
    labels:
      - traefik.enable=true   # on
      # who may ask
      - "traefik.http.routers.web.rule=Host(`${DOMAIN}`)"   # the rule
      - 'traefik.http.routers.web.entryPoints=web, websecure'
      - traefik.http.routers.web.priority=${PRIORITY:-10}
      - traefik.http.routers.web.tls=true

      - traefik.http.services.web.loadbalancer.server.port=80
  api:
    image: api
    labels:
      traefik.enable: true
      traefik.http.routers.api.rule: Host(`api.example.com`)   # the other
      traefik.http.routers.api.priority: 10
      traefik.http.routers.api.middlewares: auth
      traefik.http.middlewares.auth.basicauth.users: "a:$$apr1$$H6uskkkW$$IgXLP6ewTrSuBkTrqE8wj/"
      traefik.http.services.api.loadbalancer.server.port: "8080"   # in quotes
    environment:
      KEPT: "${AS_IT_IS}"
  db:
    image: postgres
"""


@pytest.fixture
def house(tmp_path: Path) -> Config:
    (tmp_path / "compose.yml").write_bytes(COMPOSE.encode())
    return open_config(tmp_path / "compose.yml", profile="none")


def changed(config: Config) -> list[str]:
    """The lines that went and came."""
    return [line for line in config.diff().splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_labels_are_read_as_traefik_reads_them_with_variables_as_they_are_written(house: Config) -> None:
    web = house.docker.http.routers["web"]
    assert (web.rule, web.entry_points, web.priority, bool(web.tls)) == (
        "Host(`${DOMAIN}`)",
        ["web", "websecure"],
        10,
        True,
    )
    assert house.docker.http.services["api"].load_balancer.servers[0].port == "8080"
    assert house.docker.http.middlewares["auth"].basic_auth.users == ["a:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/"]
    assert (house.is_compose, house.is_static, dict(house.swarm.http.routers), house.diff()) == (True, False, {}, "")


def rule(config: Config) -> None:
    config.docker.http.routers["web"].rule += " && PathPrefix(`/$x`)"


def bool_of_map(config: Config) -> None:
    config.docker.http.routers["api"].priority = 20


def port(config: Config) -> None:
    config.docker.http.services["api"].load_balancer.servers[0].port = "81"


def append(config: Config) -> None:
    config.docker.http.routers["web"].entry_points.append("metrics")


def append_user(config: Config) -> None:
    config.docker.http.middlewares["auth"].basic_auth.users.append("b:$apr1$x")


def new_option(config: Config) -> None:
    config.docker.http.routers["web"].middlewares.append("auth")


def new_option_in_map(config: Config) -> None:
    config.docker.http.routers["api"].tls.cert_resolver = "le"


def deleted_option(config: Config) -> None:
    del config.docker.http.routers["web"].tls


def renamed(config: Config) -> None:
    config.docker.http.routers.rename("api", "backend")


def deleted(config: Config) -> None:
    del config.docker.http.routers["web"]


def created(config: Config) -> None:
    config.docker.on("db").http.routers["db"] = {"rule": "Host(`db`)", "entryPoints": ["web"]}  # type: ignore[assignment]


def created_beside_what_it_uses(config: Config) -> None:
    config.docker.http.routers["more"] = {"rule": "Host(`m`)", "middlewares": ["auth"]}  # type: ignore[assignment]


EDITS: list[tuple[Callable[[Config], None], list[str]]] = [
    (
        rule,
        [
            '-      - "traefik.http.routers.web.rule=Host(`${DOMAIN}`)"   # the rule',
            '+      - "traefik.http.routers.web.rule=Host(`${DOMAIN}`) && PathPrefix(`/$$x`)"   # the rule',
        ],
    ),
    (
        bool_of_map,
        ["-      traefik.http.routers.api.priority: 10", "+      traefik.http.routers.api.priority: 20"],
    ),
    (
        port,
        [
            '-      traefik.http.services.api.loadbalancer.server.port: "8080"   # in quotes',
            '+      traefik.http.services.api.loadbalancer.server.port: "81"   # in quotes',
        ],
    ),
    (
        append,
        [
            "-      - 'traefik.http.routers.web.entryPoints=web, websecure'",
            "+      - 'traefik.http.routers.web.entryPoints=web, websecure, metrics'",
        ],
    ),
    (
        append_user,
        [
            '-      traefik.http.middlewares.auth.basicauth.users: "a:***"',
            '+      traefik.http.middlewares.auth.basicauth.users: "a:***"',
        ],
    ),
    (new_option, ["+      - traefik.http.routers.web.middlewares=auth"]),
    (new_option_in_map, ["+      traefik.http.routers.api.tls.certresolver: le"]),
    (deleted_option, ["-      - traefik.http.routers.web.tls=true"]),
    (
        renamed,
        [
            "-      traefik.http.routers.api.rule: Host(`api.example.com`)   # the other",
            "-      traefik.http.routers.api.priority: 10",
            "-      traefik.http.routers.api.middlewares: auth",
            "+      traefik.http.routers.backend.rule: Host(`api.example.com`)   # the other",
            "+      traefik.http.routers.backend.priority: 10",
            "+      traefik.http.routers.backend.middlewares: auth",
        ],
    ),
    (
        deleted,
        [
            "-      # who may ask",
            '-      - "traefik.http.routers.web.rule=Host(`${DOMAIN}`)"   # the rule',
            "-      - 'traefik.http.routers.web.entryPoints=web, websecure'",
            "-      - traefik.http.routers.web.priority=${PRIORITY:-10}",
            "-      - traefik.http.routers.web.tls=true",
        ],
    ),
    (
        created,
        [
            "+    labels:",
            "+      - traefik.http.routers.db.rule=Host(`db`)",
            "+      - traefik.http.routers.db.entrypoints=web",
        ],
    ),
    (
        created_beside_what_it_uses,
        ["+      traefik.http.routers.more.rule: Host(`m`)", "+      traefik.http.routers.more.middlewares: auth"],
    ),
]


@pytest.mark.parametrize(("change", "lines"), EDITS, ids=[change.__name__ for change, _ in EDITS])
def test_a_change_is_made_in_the_labels_it_is_about_and_nowhere_else(
    house: Config, change: Callable[[Config], None], lines: list[str]
) -> None:
    change(house)
    assert changed(house) == lines


def test_what_is_set_is_written_so_that_compose_gives_it_to_traefik(house: Config) -> None:
    append_user(house)
    house.docker.http.middlewares["auth"].redirect_regex.replacement = "https://${1}/${DOMAIN}"
    text = house.text
    assert 'users: "a:$$apr1$$H6uskkkW$$IgXLP6ewTrSuBkTrqE8wj/,b:$$apr1$$x"' in text
    assert "replacement: https://$${1}/${DOMAIN}\n" in text


def test_line_ends_stay(tmp_path: Path) -> None:
    path = tmp_path / "compose.yml"
    path.write_bytes(COMPOSE.replace("\n", "\r\n").encode())
    config = open_config(path, profile="none")
    new_option(config)
    config.save(force=True)
    text = path.read_bytes().decode()
    assert text.count("\r\n") == text.count("\n") == COMPOSE.count("\n") + 1


def test_labels_of_a_stack_are_another_view(tmp_path: Path) -> None:
    path = tmp_path / "stack.yml"
    path.write_text(
        "services:\n  web:\n    image: x\n    deploy:\n      labels:\n        - traefik.enable=true\n", "utf-8"
    )
    config = open_config(path, profile="none")
    config.swarm.http.routers["web"] = {"rule": "Host(`a`)"}  # type: ignore[assignment]
    config.swarm.http.services["web"] = {"loadBalancer": {"servers": [{"port": 80}]}}  # type: ignore[assignment]
    config.save()
    assert path.read_text("utf-8").splitlines()[5:] == [
        "        - traefik.enable=true",
        "        - traefik.http.routers.web.rule=Host(`a`)",
        "        - traefik.http.services.web.loadbalancer.server.port=80",
    ]


SHARED = """\
x-common: &common
  traefik.enable: "true"
  traefik.http.middlewares.sec.headers.stsseconds: "1"
services:
  web:
    image: x
    labels:
      <<: *common
      traefik.http.routers.web.rule: Host(`web`)
  api:
    image: x
    labels:
      <<: *common
      traefik.http.routers.api.rule: Host(`api`)
  one:
    image: x
    labels: &alone
      - traefik.http.routers.one.rule=Host(`one`)
"""


def test_a_label_that_several_services_share_is_changed_for_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "compose.yml").write_text(SHARED, "utf-8")
    config = open_config(tmp_path / "compose.yml", profile="none")
    config.docker.http.middlewares["sec"].headers.sts_seconds = 2
    with pytest.raises(CannotChangeError, match="the label in line 3 is shared by `web` and `api`"):
        config.diff()
    config = open_config(tmp_path / "compose.yml", profile="none")
    config.docker.http.routers["one"].rule = "Host(`1`)"
    config.docker.http.routers["web"].priority = 1
    assert changed(config) == [
        "+      traefik.http.routers.web.priority: '1'",
        "-      - traefik.http.routers.one.rule=Host(`one`)",
        "+      - traefik.http.routers.one.rule=Host(`1`)",
    ]


def test_what_another_file_brings_is_changed_there(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text(
        "services:\n  web:\n    image: x\n    labels: [traefik.http.routers.web.rule=Host(`a`)]\n", "utf-8"
    )
    (tmp_path / "compose.yml").write_text("services:\n  web:\n    extends: {file: base.yml, service: web}\n", "utf-8")
    config = open_config(tmp_path / "compose.yml", profile="none")
    config.docker.http.routers["web"].rule = "Host(`b`)"
    with pytest.raises(CannotChangeError, match=r"is written in `.*base.yml`; change it there"):
        config.diff()


def unsayable(what: str) -> Callable[[Any], None]:
    """Something that is set by a statement about the view `d`."""

    def change(view: Any) -> None:
        exec(what, {"d": view})

    return change


UNSAYABLE = {
    "d.tls.options['m'] = {'minVersion': 'VersionTLS12'}": "`tls.options.m` cannot be said by labels",
    "d.http.servers_transports['t'] = {'serverName': 'x'}": "cannot be said by labels; keep it in a file",
    "d.http.services['web'].weighted.services.append({'name': 'api'})": "labels cannot set it",
    "d.http.services['web'].load_balancer.servers.append({'port': 81})": "labels know one server",
    "d.http.routers['a.b'] = {'rule': 'Path(`/`)'}": "dots and brackets separate names",
    "d.http.routers['web'].parent_refs.append('x')": "labels cannot set it",
    "d.http.routers['web'].middlewares.extend(['a,b'])": "labels separate items at commas",
    "d.http.routers['x'] = {}": "says nothing",
    "d.http.routers['x'] = {'rule': 'Path(`/`)'}": "it is not clear whose labels `http.routers.x` goes to: `api`, `db`",
    "d.on('wbe').http.routers['x'] = {'rule': 'Path(`/`)'}": "there is no service `wbe`; did you mean `web`",
}


@each(UNSAYABLE, str)
def test_what_labels_cannot_say_is_an_error_that_says_so(what: str) -> None:
    config = Config("nowhere/compose.yml", COMPOSE.encode(), open_options(), "compose", ())
    unsayable(what)(config.docker)
    with pytest.raises(CannotChangeError, match="cannot be changed so") as raised:
        config.diff()
    assert UNSAYABLE[what] in raised.value.message


def test_a_label_that_traefik_does_not_read_is_no_silent_failure() -> None:
    text = "services: {a: {image: a, labels: [traefik.http.services.a.loadbalancer.server.ports=80]}}\n"
    config = Config("nowhere/compose.yml", text.encode(), open_options(), "compose", ())
    del config.docker.http.services["a"].load_balancer.servers
    with pytest.raises(CannotChangeError, match="labels that Traefik does not read"):
        config.diff()


def test_only_labels_have_a_port(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("http: {services: {a: {loadBalancer: {servers: [{url: http://a}]}}}}\n", "utf-8")
    config = open_config(tmp_path / "a.yml")
    config.http.services["a"].load_balancer.servers[0].port = "80"
    with pytest.raises(CannotChangeError, match="only labels have a `port`"):
        config.diff()


def test_a_view_that_a_file_does_not_have_is_an_error(house: Config, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a compose file"):
        _ = house.http
    (tmp_path / "a.yml").write_text("http: {routers: {a: {rule: Path(`/`), service: a}}}\n", "utf-8")
    with pytest.raises(UsageError, match="is a dynamic configuration"):
        _ = open_config(tmp_path / "a.yml").docker.http


def test_saving_is_judged_as_files_are(tmp_path: Path) -> None:
    (tmp_path / "compose.yml").write_text(COMPOSE, "utf-8")
    (tmp_path / "traefik.yml").write_text("entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\n", "utf-8")
    house = open_config(tmp_path / "compose.yml", static=tmp_path / "traefik.yml")
    del house.docker.http.middlewares["auth"]
    with pytest.raises(RefusedError, match="auth"):
        house.save()
    assert (tmp_path / "compose.yml").read_text("utf-8") == COMPOSE
    house.save(force=True)
    assert "basicauth" not in (tmp_path / "compose.yml").read_text("utf-8")
    assert house.lint().findings


def test_what_ruamel_yaml_changes_and_the_view_changes_go_together(house: Config) -> None:
    house.yaml["services"]["db"]["image"] = "postgres:17"
    house.docker.http.routers["api"].priority = 11
    assert changed(house) == [
        "-      traefik.http.routers.api.priority: 10",
        "+      traefik.http.routers.api.priority: 11",
        "-    image: postgres",
        "+    image: postgres:17",
    ]


@pytest.mark.slow
def test_random_edits_of_labels_are_read_back_and_leave_the_rest() -> None:
    outcomes = [edit(seed) for seed in range(200)]
    assert [outcome for outcome in outcomes if outcome.wrong] == []
    assert sum(bool(outcome.refused) for outcome in outcomes) <= 20, "most edits can be made"
    assert len(texts()) > 350


def open_options() -> Any:
    from traefiklint.options import Options

    return Options()
