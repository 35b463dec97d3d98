"""From the texts of a directory to an instance: whose static configuration it is, and what is read again."""

from __future__ import annotations

import pytest

from tests.each import rows
from traefiklint.discovery.projects import Projects
from traefiklint.errors import UsageError
from traefiklint.instance.context import Context
from traefiklint.instance.load import contexts_of_candidates, is_compose_text, read_context, read_instance
from traefiklint.options import Options

ROUTER = "http: {routers: {r: {rule: Path(`/`), service: s}}}\n"


def test_files_are_read_in_the_order_of_traefik_and_what_is_none_is_named() -> None:
    files = {"b.yml": ROUTER, "a/x.toml": "", "a.yml": ROUTER, "read.me": "", "a-b.yml": "", ".hidden": ""}
    instance = read_instance(files, Context())
    assert [one.document.file for one in instance.files] == ["a/x.toml", "a-b.yml", "a.yml", "b.yml"]
    assert instance.unread == ("read.me", ".hidden")
    assert read_instance({"a.yml": ROUTER}, Context()).unread == ()


def test_files_whose_text_is_the_same_are_not_read_again() -> None:
    files = {"a.yml": ROUTER, "b.yml": "tcp: {}\n", "c.yml": "udp: {}\n", "d.yml": ""}
    before = {one.document.file: one for one in read_instance(files, Context()).files}
    after = read_instance({**files, "b.yml": "tls: {}\n", "e.yml": ""}, Context(), before).files
    assert [one.document.file for one in after if one is before.get(one.document.file)] == ["a.yml", "c.yml", "d.yml"]
    assert [one.document.text for one in after] == [ROUTER, "tls: {}\n", "udp: {}\n", "", ""]


@rows(
    ("name", "text", "is_one"),
    [
        ("compose.yml", "services: {}\n", True),
        ("compose.yml", '"services":\n  a: {}\n', True),
        ("compose.yml", "'include' : [a]\n", True),
        ("compose.json", '{"services": {}}', True),
        ("compose.yml", "  services: {}\n", False),
        ("compose.yml", "http: {services: {}}\n", False),
        ("traefik.yml", "services: {a: {image: a}}\n", True),
        ("x/Traefik.YAML", "services: {a: {image: a}}\n", True),
        ("traefik.yml", "entryPoints: {web: {address: ':80'}}\nservices: {a: 1}\n", False),
        ("other.yml", "entryPoints: {web: {address: ':80'}}\nservices: {a: 1}\n", True),
        ("traefik.yml", "entryPoints: {web: {address: ':80'}}\n", False),
    ],
)
def test_whether_a_static_text_is_a_compose_file(name: str, text: str, is_one: bool) -> None:
    assert is_compose_text(name, text) is is_one


COMPOSE = """\
services:
  traefik:
    image: traefik:v3.7
%s
  app: {image: app}
"""
FLAGS = COMPOSE % "    command: [--entrypoints.flag.address=:80]"
MOUNT = COMPOSE % "    volumes: ['./conf/t.yml:/etc/traefik/traefik.yml']\n    environment: {X: y}"
OTHER = COMPOSE.replace("traefik:v3.7", "nginx") % "    command: [--entrypoints.other.address=:80]"


@rows(
    ("texts", "options", "points"),
    [
        ({}, {}, ""),
        ({}, {"static": "entryPoints: {file: {address: ':1'}}"}, "file"),
        ({}, {"static": FLAGS, "static_file": "compose.yml"}, "flag"),
        ({"compose.yml": FLAGS}, {}, "flag"),
        ({"compose.yml": FLAGS}, {"static_elsewhere": True}, ""),
        ({"compose.yml": FLAGS}, {"static": "entryPoints: {file: {address: ':1'}}"}, "file"),
        ({"compose.yml": OTHER}, {}, ""),
        ({"a.yml": OTHER, "b.yml": FLAGS}, {}, "flag"),
        ({"a.yml": FLAGS, "b.yml": FLAGS.replace("flag", "more")}, {}, "flag"),
        (
            {"a.yml": FLAGS, "b.yml": FLAGS.replace("flag", "more")},
            {"static": FLAGS.replace("flag", "more"), "static_file": "b.yml"},
            "more",
        ),
        ({"compose.yml": MOUNT, "conf/t.yml": "entryPoints: {file: {address: ':1'}}"}, {}, "file"),
        (
            {"compose.yml": MOUNT, "conf/t.yml": "entryPoints: {file: {address: ':1'}}"},
            {"static": "entryPoints: {file: {address: ':1'}}", "static_file": "./conf/t.yml"},
            "file mounted",
        ),
        (
            {"compose.yml": MOUNT, "conf/t.yml": "entryPoints: {file: {address: ':1'}}"},
            {"static": "entryPoints: {given: {address: ':1'}}", "static_file": "./conf/u.yml"},
            "given",
        ),
        (
            {"compose.yml": MOUNT, "conf/t.yml": "entryPoints: {file: {address: ':1'}}"},
            {"static": "entryPoints: {given: {address: ':1'}}", "static_file": "conf/a.yml"},
            "given",
        ),
    ],
)
def test_whose_static_configuration_counts(texts: dict[str, str], options: dict[str, object], points: str) -> None:
    groups = tuple((name,) for name in texts if not name.startswith("conf"))
    projects = Projects(groups, texts.get) if texts else None
    found = read_context(Options(profile="none")._replace(**options), {}, projects)
    words = [*found.context.entry_points]
    if (
        found.source is not None
        and "static" in options
        and any(kind.__name__ == "Mounted" for kind in found.source.parts)
    ):
        words += ["mounted"] * ("services" not in str(options["static"]))
    assert " ".join(words) == points


@rows(
    ("options", "dokploy", "sign"),
    [
        ({"profile": "dokploy", "static": "providers: {docker: {network: dokploy-network}}"}, True, ""),
        ({"profile": "dokploy", "static": "providers: {docker: {network: other}}"}, False, ""),
        ({"profile": "none", "static": "providers: {docker: {network: dokploy-network}}"}, False, ""),
        (
            {"profile": "auto", "static": "providers: {docker: {network: dokploy-network}}"}, True,
            "the static configuration names it",
        ),
        ({"profile": "dokploy"}, True, ""),
        ({"profile": "none"}, False, ""),
        ({"profile": "auto"}, False, ""),
    ],
)  # fmt: skip
def test_whether_it_is_a_server_of_dokploy(options: dict[str, str], dokploy: bool, sign: str) -> None:
    context = read_context(Options(**options)).context
    assert (context.dokploy, context.sign) == (dokploy, sign)


def test_what_is_known_besides_the_files_is_known() -> None:
    known = {"middlewares": frozenset(("a@docker",))}
    for static in (None, "ping: {}"):
        options = Options(profile="dokploy", static=static, known=known, runs_older="2.11", upgrade_from="3.0")
        context = read_context(options).context
        assert "a@docker" in context.known["middlewares"]
        assert ("redirect-to-https@file" in context.known["middlewares"]) is (static is None)
        assert context.runs_older
        assert context.upgraded_from is not None and str(context.upgraded_from).startswith("3.0")


def test_a_profile_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="there is no profile `x`"):
        read_context(Options(profile="x"))


def test_those_that_may_be_the_static_configuration_are_read() -> None:
    candidates = (("t.yml", "entryPoints: {a: {address: ':1'}}"), ("u.yml", OTHER), ("v.yml", "ping: {}"))
    options = Options(profile="none", candidates=candidates)
    assert [[*one.entry_points] for one in contexts_of_candidates(options)] == [["a"], ["http", "traefik"]]
    parts = read_context(options).context.candidates
    assert [sorted(one) for one in parts] == [["Static", "StaticEntryPoint"], [], ["Ping", "Static"]]
    refused = options._replace(candidates=(("t.yml", "entryPoints: {a: {address: ':1', http: 5}}"),))
    assert [sorted(one) for one in read_context(refused).context.candidates] == [["Static", "StaticEntryPoint"], []]


@rows(
    ("profile", "unclaimed", "told"),
    [("none", True, True), ("none", False, False), ("dokploy", True, False), ("auto", True, True)],
)
def test_files_that_nobody_claims_are_unclaimed_but_on_a_server_of_dokploy(
    profile: str, unclaimed: bool, told: bool
) -> None:
    assert read_context(Options(profile=profile, unclaimed=unclaimed)).context.unclaimed is told


PILOT = "entryPoints: {a: {address: ':1'}}\npilot: {token: x}\n"


@rows(("older", "is_known"), [("", False), ("2.11", True), ("1.7", False)])
def test_what_traefik_3_refuses_is_known_where_a_traefik_2_runs(older: str, is_known: bool) -> None:
    options = Options(static=PILOT, profile="none", runs_older=older)
    assert read_context(options).context.blank is not is_known
    candidates = options._replace(static=None, candidates=(("t.yml", PILOT),))
    assert [one.blank for one in contexts_of_candidates(candidates)] == [not is_known]
    assert len(read_context(candidates).context.candidates) == (1 if is_known else 2)


def test_a_compose_file_of_a_project_is_read_with_the_others_of_it() -> None:
    texts = {"a.yml": FLAGS, "b.yml": FLAGS.replace("flag", "more")}
    projects = Projects((("a.yml", "b.yml"),), texts.get)
    options = Options(static=texts["b.yml"], static_file="b.yml", profile="none")
    assert [*read_context(options, {}, projects).context.entry_points] == ["more"]
    assert [*read_context(options, {}, None).context.entry_points] == ["more"]
    assert [*read_context(options, {}, Projects((), texts.get)).context.entry_points] == ["more"]
