"""Fixes of labels: in the form they are written in, with their quotes and comments, and nothing else touched."""

# ruff: noqa: E501 - tables of labels

from __future__ import annotations

from tests.cli.running import Runner
from tests.each import rows
from traefiklint import fix_texts

STATIC = """\
entryPoints: {web: {address: ':80'}, websecure: {address: ':443'}}
providers: {docker: {}, swarm: {}, file: {directory: dynamic}}
"""
AUTH = "http: {middlewares: {auth: {headers: {frameDeny: true}}}}\n"
HEAD = "services:\n  web:\n    image: x\n    expose: [80]\n    labels:\n"
STACK = "services:\n  web:\n    image: x\n    deploy:\n      labels:\n"
ROUTER = "traefik.http.routers.web."
PORT = "traefik.http.services.s.loadbalancer.server.port=80"
RULE = "- ~rule=Host(`web.example.com`)"
MAP = "~rule: Host(`web.example.com`)"


def fixed(head: str, *lines: str) -> list[str]:
    """The labels after all safe fixes; beside them a file provider with a middleware `auth`. `~` abbreviates names."""
    indent = " " * (len(head) - len(head.rstrip("\n")) + (8 if "deploy" in head else 6) - 1)
    text = head + "".join(f"{indent}{line}\n" for line in lines).replace("~", ROUTER)
    made = fix_texts({"compose.yml": text, "a.yml": AUTH}, static=STATIC).texts.get("compose.yml", text)
    assert made.startswith(head)
    return [line.strip() for line in made[len(head) :].replace(ROUTER, "~").splitlines()]


@rows(
    ("head", "before", "after"),
    [
        (HEAD, ["- traefik.enabled=true # on"], ["- traefik.enable=true # on"]),
        (HEAD, [RULE, "- Traefik.docker.network=x", "- Traefik.docker.network"],
         [RULE, "- traefik.docker.network=x", "- traefik.docker.network"]),
        (HEAD, [RULE, "- ~middleware=auth", "- ~middleware=auth@file"],
         [RULE, "- ~middlewares=auth", "- ~middlewares=auth@file"]),
        (HEAD, [RULE, "- '~middleware=auth@file'"],
         [RULE, "- '~middlewares=auth@file'"]),
        (HEAD, [RULE, "- ~entrypoints[0]=web"], [RULE, "- ~entrypoints=web"]),
        (HEAD, [RULE, "- '~middlewares[1]=auth@file' # two", "- ~middlewares[0]=m",
                "- traefik.http.middlewares.m.compress=true"],
         [RULE, "# two", "- ~middlewares=m,auth@file", "- traefik.http.middlewares.m.compress=true"]),
        (HEAD, [MAP, "~entrypoints[0]: 'web' # a", '~entrypoints[1]: "websecure"',
                "~tls: true"],
         [MAP, "~entrypoints: 'web,websecure' # a", "~tls: true"]),
        (HEAD, [RULE, "- ~middlewares=auth"], [RULE, "- ~middlewares=auth@file"]),
        (HEAD, [RULE, '- "~middlewares=m, auth" # all', "- traefik.http.middlewares.m.compress=true"],
         [RULE, '- "~middlewares=m, auth@file" # all', "- traefik.http.middlewares.m.compress=true"]),
        (HEAD, [MAP, "traefik.http.services.web.loadbalancer.server.port: 80", "traefik.http.services.b.loadbalancer.server.port: 81"],
         [MAP, "~service: web", "traefik.http.services.web.loadbalancer.server.port: 80",
          "traefik.http.services.b.loadbalancer.server.port: 81"]),
        (HEAD, [f"{RULE} # who", "- traefik.http.services.web.loadbalancer.server.port=80",
                "- traefik.http.services.b.loadbalancer.server.port=81"],
         [f"{RULE} # who", "- ~service=web", "- traefik.http.services.web.loadbalancer.server.port=80",
          "- traefik.http.services.b.loadbalancer.server.port=81"]),
        (STACK, ["- traefik.docker.network=n", "- traefik.swarm.network=n", "- traefik.http.services.web.loadbalancer.server.port=80"],
         ["- traefik.swarm.network=n", "- traefik.http.services.web.loadbalancer.server.port=80"]),
        (HEAD, ["- traefik.http.middlewares.m.basicauth.users=a:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/"],
         ["- traefik.http.middlewares.m.basicauth.users=a:$$apr1$$H6uskkkW$$IgXLP6ewTrSuBkTrqE8wj/"]),
        (HEAD, [RULE, '- "~priority= 10 "'], [RULE, '- "~priority=10"']),
        (HEAD, [RULE, "- ~tls=yes"], [RULE, "- ~tls=true"]),
        (HEAD, ["- '~rule=Host(`a.de`,`b.de`)'"],
         ["- '~rule=Host(`a.de`) || Host(`b.de`)'"]),
    ],
)  # fmt: skip
def test_a_mistake_in_labels_is_fixed_where_it_stands(head: str, before: list[str], after: list[str]) -> None:
    assert fixed(head, *before) == after


@rows(
    "lines",
    [
        [RULE, "- traefik.http.services.a.loadbalancer.server.port=80", "- traefik.http.services.b.loadbalancer.server.port=81"],
        [RULE, "- ~middlewares=auht"],
        ["- traefik.http.routers.${APP:-web}.rule=Host(`a.de`)", "- traefik.http.services.web.loadbalancer.server.port=80",
         "- traefik.http.services.b.loadbalancer.server.port=81"],
        [RULE, "- ~entrypoints[0]=web,websecure", "- ~entrypoints[1]=x"],
    ],
)  # fmt: skip
def test_what_has_several_readings_is_left_alone(lines: list[str]) -> None:
    assert fixed(HEAD, *lines) == lines


def test_what_two_containers_say_of_one_router_is_fixed_in_both() -> None:
    """Or Traefik would keep neither: what they say must be the same."""
    lines = ["traefik.http.routers.one.rule=Host(`one.example.com`)", "traefik.http.routers.one.entrypoints=https"]
    two = "".join(
        f"  {name}:\n    image: x\n    expose: [80]\n    labels:\n"
        + "".join(f"      - {line}\n" for line in [*lines, "traefik.http.routers.one.service=s", PORT])
        for name in ("a", "b")
    )
    made = fix_texts({"compose.yml": f"services:\n{two}"}, static=STATIC)
    assert made.texts["compose.yml"].count("entrypoints=websecure\n") == 2
    assert "merge-conflict" not in {one.rule for one in made.report.findings}


def test_a_fix_that_would_set_two_containers_at_odds_is_left_out() -> None:
    """What they say is the same to Traefik, and written in two ways."""
    two = "".join(
        f"  {name}:\n    image: x\n    labels:\n      - traefik.http.routers.one.rule=Host(`one.example.com`)\n"
        f"      - traefik.http.routers.one.service=s\n      - {PORT}\n"
        f'      - "traefik.http.routers.one.entrypoints={blank}https"\n'
        for name, blank in (("a", ""), ("b", " "))
    )
    made = fix_texts({"compose.yml": f"services:\n{two}"}, static=STATIC)
    assert made.texts == {}
    assert "merge-conflict" in made.reverted[0].reason


def test_a_router_that_stands_in_two_files_too_is_not_fixed_in_one_of_them() -> None:
    project = (
        "name: {0}\nservices:\n  {0}:\n    image: x\n    labels:\n"
        "      - traefik.http.routers.one.rule=Host(`one.example.com`)\n"
        "      - traefik.http.routers.one.service=s\n"
        "      - traefik.http.routers.one.entrypoints=https\n"
        f"      - {PORT}\n"
    )
    texts = {f"{name}/compose.yml": project.format(name) for name in ("a", "b")}
    made = fix_texts(texts, static=STATIC)
    assert "unknown-entrypoint" in {one.rule for one in made.report.findings}
    assert made.texts == {}


def test_labels_of_an_anchor_are_not_taken_away() -> None:
    text = (
        "x-labels: &base\n  traefik.http.routers.web.entrypoints[0]: web\n  traefik.http.routers.web.entrypoints[1]: a\n"
        "services:\n  web:\n    image: x\n    expose: [80]\n    labels:\n      <<: *base\n      "
        + MAP.replace("~", ROUTER)
        + "\n"
    )
    assert "compose.yml" not in fix_texts({"compose.yml": text}, static=STATIC).texts


def test_the_hook_fixes_labels(cli: Runner) -> None:
    cli.write(
        {
            "traefik.yml": STATIC,
            "dynamic/a.yml": AUTH,
            "compose.yml": f"{HEAD}      # on\n      - traefik.enabled=true\n",
        }
    )
    assert cli("fix", "--sniff", "compose.yml", "dynamic/a.yml").status in (0, 1)
    assert (cli.folder / "compose.yml").read_text() == f"{HEAD}      # on\n      - traefik.enable=true\n"


def test_the_scheme_of_a_server_is_mended_where_a_label_says_it() -> None:
    before, after = (f"{HEAD}      - {PORT}\n      - {PORT[:-7]}scheme={scheme}\n" for scheme in ("ws", "http"))
    assert fix_texts({"compose.yml": before}).texts["compose.yml"] == after
