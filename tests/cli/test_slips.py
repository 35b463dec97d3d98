"""A name that was not changed in one label of a copy: told once, at the label, with the edit that puts it right."""

from __future__ import annotations

import json
from typing import Any

from tests.cli.running import Runner
from tests.each import rows

FLAGS = ("--providers.docker=true", "--providers.docker.exposedbydefault=false", "--entrypoints.web.address=:80",
         "--entrypoints.safe.address=:443", "--certificatesresolvers.le.acme.email=me@shop.org",
         "--certificatesresolvers.le.acme.storage=/acme.json",
         "--certificatesresolvers.le.acme.tlschallenge=true")  # fmt: skip
PROXY = f"  traefik: {{image: 'traefik:v3.6', ports: ['80:80', '443:443'], command: {json.dumps(FLAGS)}}}\n"
ROUTERS = "traefik.http.routers"


def labels(router: str, *more: str, host: str = "") -> tuple[str, ...]:
    """The labels of an application with a router of its name."""
    own = f"{ROUTERS}.{router}"
    rule = f"{own}.rule=Host(`{host or router}.shop.org`)"
    return ("traefik.enable=true", rule, f"{own}.entrypoints=safe", *more)


def containers(**given: tuple[str, ...]) -> dict[str, str]:
    """A compose file with a Traefik and these containers."""
    made = "".join(f"  {name}: {{image: nginx, labels: {json.dumps(own)}}}\n" for name, own in given.items())
    return {"compose.yml": f"services:\n{PROXY}{made}"}


TLS = f"{ROUTERS}.{{}}.tls.certresolver=le"
PORT = "traefik.http.services.{}.loadbalancer.server.port"
ONE = labels("one", TLS.format("one"))


def found(cli: Runner) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = json.loads(cli("lint", "--format", "json").out)["findings"]
    return findings


def told(cli: Runner) -> list[tuple[str, str]]:
    """What a run says of each finding but notes: the rule, and what to do."""
    return [(one["rule"], one["message"].rpartition("; ")[2]) for one in found(cli) if one["severity"] != "info"]


@rows(
    ("two", "said"),
    [
        # a label with the name of the neighbour's router
        (labels("two", TLS.format("one")), [("merge-conflict", f"write `{ROUTERS}.two.tls.certresolver`.")]),
        (labels("two", TLS.format("two"), f"{ROUTERS}.one.service=two"),
         [("merge-conflict", f"write `{ROUTERS}.two.service`.")]),
        (labels("two", f"{ROUTERS}.one.tls=true", TLS.format("one")),
         [("merge-conflict", "write `two` in place of `one`.")]),
        (labels("two", TLS.format("two"), TLS.format("one")),
         [("merge-conflict", "delete this label: its own routers have the option.")]),
        # half of the labels with another name
        (labels("two-s", TLS.format("two")), [("router-default-rule", f"write `{ROUTERS}.two-s.tls.certresolver`.")]),
        (labels("two-s", f"{ROUTERS}.two.tls=true", TLS.format("two")),
         [("router-default-rule", "write `two-s` in place of `two`.")]),
        (labels("two-s", f"{ROUTERS}.two.priority=5"),
         [("plain-router-on-tls-entrypoint", f"add `{TLS.format('two-s')}`, as the other routers there have it."),
          ("router-default-rule", f"write `{ROUTERS}.two-s.priority`.")]),
        # a second router whose rule was forgotten
        (labels("two", TLS.format("two"), f"{ROUTERS}.two-s.entrypoints=web"),
         [("router-default-rule", f"write ``{ROUTERS}.two-s.rule=Host(`two.shop.org`)``, as `two` has it.")]),
    ],
)  # fmt: skip
def test_a_name_that_was_not_changed_is_told_where_it_stands(
    two: tuple[str, ...], said: list[tuple[str, str]], cli: Runner
) -> None:
    cli.write(containers(one=ONE, two=two))
    assert told(cli) == said


@rows(
    ("name", "said"),
    [
        ("two", [("merge-conflict", "delete this label: its own routers have the option.")]),
        ("one", []),  # a file that may be put over the other
    ],
)
def test_a_label_of_a_project_that_was_copied_is_told_whoever_runs_both(
    name: str, said: list[tuple[str, str]], cli: Runner
) -> None:
    network = "networks: {default: {name: edge, external: true}}\n"
    first = containers(one=ONE)["compose.yml"] + network
    second = containers(**{name: labels("two", TLS.format("two"), TLS.format("one"))})["compose.yml"]
    cli.write({"one/compose.yml": first, "two/compose.yml": second.replace(PROXY, "") + network})
    assert told(cli) == said


@rows(
    ("one", "two", "said"),
    [
        (ONE, labels("two"), f"add `{TLS.format('two')}`, as the other routers there have it."),
        (labels("one", f"{ROUTERS}.one.tls=true"), labels("two"), f"add `{ROUTERS}.two.tls=true`."),
        ((*ONE, f"{ROUTERS}.one.tls.domains[0].main=*.shop.org"), labels("two"), f"add `{ROUTERS}.two.tls=true`."),
        (ONE, (*labels("two"), f"{ROUTERS}.two.entrypoints=safe,web"),
         "add a second router there, such as `two-secure`, with the same rule and "
         f"`{ROUTERS}.two-secure.tls.certresolver=le`."),
    ],
)  # fmt: skip
def test_a_router_without_tls_is_advised_the_resolver_of_the_others(
    one: tuple[str, ...], two: tuple[str, ...], said: str, cli: Runner
) -> None:
    cli.write(containers(one=one, two=two))
    assert ("plain-router-on-tls-entrypoint", said) in told(cli)


def test_two_that_define_one_router_are_told_to_give_each_a_name(cli: Runner) -> None:
    cli.write(containers(one=ONE, two=(*labels("one", TLS.format("one"), host="two"), TLS.format("two"))))
    assert {advice for rule, advice in told(cli) if rule == "merge-conflict"} == {"give each a name of its own."}


@rows("two", [
    labels("two", f"{ROUTERS}.one.tls=true", TLS.format("one")),
    labels("two", TLS.format("two"), TLS.format("one")),
    labels("two", TLS.format("two-s")),
])  # fmt: skip
def test_the_fix_leaves_nothing_to_say(two: tuple[str, ...], cli: Runner) -> None:
    cli.write(containers(one=ONE, two=two))
    cli("lint", "--fix", "--unsafe-fixes")
    assert told(cli) == []
    assert f"{ROUTERS}.two.tls.certresolver=le" in (cli.folder / "compose.yml").read_text()


@rows(
    ("two", "said"),
    [
        (labels("two", TLS.format("two"), f"{PORT.format('one')}=80"),
         "unless they serve the same, write `traefik.http.services.two` here."),
        (labels("two", TLS.format("Two"), f"{PORT.format('one')}=80"),
         "unless they serve the same, write `traefik.http.services.two` here."),
        (labels("two", TLS.format("two"), f"{PORT.format('one')}=80", f"{ROUTERS}.two.service=one"),
         "give each a name of its own, unless they serve the same."),
    ],
)  # fmt: skip
def test_a_service_by_the_name_of_the_neighbour_is_told_where_it_stands(
    two: tuple[str, ...], said: str, cli: Runner
) -> None:
    cli.write(containers(one=(*ONE, f"{PORT.format('one')}=81"), two=two))
    (message,) = [one["message"] for one in found(cli) if one["rule"] == "service-shared"]
    assert message.endswith(said)


@rows(
    ("more", "advice"),
    [
        ((), f"delete this label, as the container has one service, or name that with `{PORT.format('registry')}`."),
        ((f"{PORT.format('registry-web')}=80",), "did you mean `registry-web`?"),
    ],
)
def test_a_name_that_hangs_on_the_folder_is_no_advice(more: tuple[str, ...], advice: str, cli: Runner) -> None:
    own = labels("registry", TLS.format("registry"), f"{ROUTERS}.registry.service=registry", *more)
    cli.write({"compose.yml": f"name: home\n{containers(registry=own)['compose.yml']}"})
    assert told(cli) == [("unknown-service", advice)]
    cli("lint", "--fix", "--unsafe-fixes")
    assert told(cli) == []


REDIRECT = "traefik.http.middlewares.{0}-to.redirectscheme.scheme=https"


def with_http(name: str, host: str, *more: str) -> tuple[str, ...]:
    """A container with a router for TLS, and one that only redirects."""
    plain = f"{ROUTERS}.{name}-http"
    rule, to = f"{plain}.rule=Host(`{host}.shop.org`)", f"{plain}.middlewares={name}-to"
    return (*labels(name, TLS.format(name)), rule, f"{plain}.entrypoints=web", to, REDIRECT.format(name), *more)


@rows(
    ("one", "two", "advice"),
    [
        (with_http("one", "one"), with_http("two", "one"),
         "write ``Host(`two.shop.org`)`` at `two-http`, as `two` of the same container has it."),
        (with_http("one", "two"), with_http("two", "two"),
         "write ``Host(`one.shop.org`)`` at `one-http`, as `one` of the same container has it."),
        (with_http("one", "x"), with_http("two", "x"), "merge them, or give one a higher `priority`."),
    ],
)  # fmt: skip
def test_a_rule_that_was_copied_is_told_where_it_stands(
    one: tuple[str, ...], two: tuple[str, ...], advice: str, cli: Runner
) -> None:
    cli.write(containers(one=one, two=two))
    assert [said for rule, said in told(cli) if rule == "same-rule-same-priority"] == [advice]


def test_a_rule_that_is_missing_at_one_of_two_routers_is_told_once(cli: Runner) -> None:
    plain, secure = f"{ROUTERS}.one-http", f"{ROUTERS}.one-https"
    half = (f"{plain}.rule=Host(`one.a.io`)", f"{plain}.entrypoints=web", f"{secure}.entrypoints=safe")
    cli.write(containers(one=("traefik.enable=true", *half, f"{secure}.tls=true")))
    advice = f"write ``{secure}.rule=Host(`one.a.io`)``, as `one-http` has it."
    assert told(cli) == [("router-default-rule", advice)]


def test_a_name_that_was_not_changed_in_a_copied_file_is_told_where_the_right_one_is_missed(cli: Runner) -> None:
    def application(name: str, service: str) -> str:
        servers = f"{{loadBalancer: {{servers: [{{url: 'http://{name}'}}]}}}}"
        router = f"{{rule: Host(`{name}.a.io`), service: {name}}}"
        return f"http: {{routers: {{{name}: {router}}}, services: {{{service}: {servers}}}}}\n"

    cli.write({"cloud.yml": application("cloud", "cloud"), "home.yml": application("home", "cloud")})
    advice = "rename it."
    assert told(cli) == [("unknown-service", advice)]
    cli.write({"home.yml": application("home", "cloud").replace("service: home", "service: home@docker")})
    assert "duplicate-name" in {one["rule"] for one in found(cli)}
    cli.write({"home.yml": application("cloud", "cloud").replace("cloud:", "home:", 1)})
    assert [one["rule"] for one in found(cli)] == ["duplicate-name"]
