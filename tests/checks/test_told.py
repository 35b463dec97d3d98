"""What a rule tells of one thing and not of what looks like it."""

# ruff: noqa: E501 - tables

from __future__ import annotations

from tests.each import each
from tests.rules.pages import Shelf
from traefiklint import lint_texts
from traefiklint.fixing.edits import apply
from traefiklint.options import Options
from traefiklint.reading import Entry

USER = "http: {middlewares: {m: {basicAuth: {users: ['%s']}}}}\n"
PLUGIN = """\
http:
  routers: {r: {rule: Host(`a.test`), service: noop@internal, middlewares: [m]}}
  middlewares: {m: {plugin: {guard: {a: b}}}}
"""
POINTS = "entryPoints: {web: {address: ':80'}}\n"


@each(
    (
        (USER % "a:${HASH}", "none", None, "warning variable-not-expanded"),
        (USER % "a:x${HASH}", "none", None, ""),
        (USER % "a:$2y$05$abcdefghijklmnopqrstuv", "none", None, ""),
        (PLUGIN, "none", None, ""),
        (PLUGIN, "dokploy", None, "warning plugin-not-declared"),
        (PLUGIN, "none", POINTS, "error plugin-not-declared"),
        (PLUGIN, "none", POINTS + "experimental: {localPlugins: {guard: {moduleName: a.io/b}}}\n", ""),
    ),
    lambda case: case[:3],
)
def test_a_finding_is_told_as_surely_as_it_is_known(case: tuple[str, str, str | None, str]) -> None:
    text, profile, static, expected = case
    watched = ("variable-not-expanded", "plugin-not-declared")
    findings = lint_texts({"a.yml": text}, static, profile=profile).findings
    assert " ".join(f"{one.severity} {one.rule}" for one in findings if one.rule in watched) == expected


KEPT = "http: {services: {s: {loadBalancer: {servers: [{url: 'http://x'}]}}}}\n"
MORE = "tls: {options: {default: {minVersion: VersionTLS12}}}\n"


@each(
    (
        (KEPT + "---\n" + MORE, 2, KEPT + MORE),
        (KEPT + "...\n" + MORE, 2, None),
        (KEPT + "...\n# a remark\n---\n# another\n", None, None),
        (KEPT + "# a remark\n\n", None, None),
        ("---\n" + KEPT, None, None),
        ("# a remark\n%YAML 1.1\n---\n" + KEPT, None, None),
        ("---\n---\n" + KEPT, 2, None),
        ("null\n---\n" + KEPT, 2, None),
        ("{" + KEPT.rstrip() + "}\n" + MORE, 2, None),
        ("  " + KEPT + MORE, 2, KEPT + MORE),
        ("\n  # a remark\n  " + KEPT + "\n # another\n" + MORE, 6, "\n# a remark\n" + KEPT + "\n # another\n" + MORE),
        ("  " + KEPT + KEPT, 2, None),  # one name twice would be refused
    ),
    lambda case: case[0],
)
def test_what_stands_behind_the_first_document_is_told_at_its_first_line(case: tuple[str, int | None, str]) -> None:
    text, line, fixed = case
    found = [one for one in lint_texts({"a.yml": text}).findings if one.rule == "multiple-documents"]
    assert [one.line for one in found] == ([line] if line else [])
    assert apply({"a.yml": text}, found) == ({"a.yml": fixed} if fixed else {})


BOTH = """\
http:
  routers:
    plain: {rule: Host(`a.shop.io`), service: s, entryPoints: [web]}
    empty: {rule: Host(`e.shop.io`), service: s, entryPoints: [web], middlewares: []}
    zipped: {rule: Host(`z.shop.io`), service: s, entryPoints: [web], middlewares: [zip]}
    secure:
      rule: Host(`a.shop.io`) || Host(`e.shop.io`) || Host(`z.shop.io`)
      entryPoints: [websecure]
      service: s
      tls: {}
    alone:
      rule: Host(`b.test`)
      priority: 7
      entryPoints: [web, websecure]
      service: s
      tls: {}
  middlewares: {zip: {compress: {}}%s}
  services: {s: {loadBalancer: {servers: [{url: 'http://a'}]}}}
"""
TWO_POINTS = "entryPoints: {web: {address: ':80'}, websecure: {address: ':443'}}\n"
REDIRECT = "redirect-to-https: {redirectScheme: {scheme: https}}"
WRITTEN = {
    "plain": "middlewares: [redirect-to-https]",
    "empty": "redirect-to-https",
    "zipped": "",
    "alone": "alone-http:\n      rule: Host(`b.test`)\n      entryPoints: [web]\n      middlewares: "
    "[redirect-to-https]\n      service: noop@internal\n      priority: 7\n",
}


@each(
    (
        ("", {}, False),
        (f", {REDIRECT}", {}, True),
        ("", {"middlewares": frozenset(("redirect-to-https@file",))}, True),
        ("", {"middlewares": frozenset(("other@file",))}, False),
        ("", {"services": frozenset(("redirect-to-https@file",))}, False),
    ),
    lambda case: case,
)
def test_a_redirect_is_put_on_routers_where_there_is_one(case: tuple[str, dict[str, frozenset[str]], bool]) -> None:
    more, known, is_there = case
    options = Options("none", static=TWO_POINTS, known=known, strict=True)
    findings = lint_texts({"a.yml": BOTH % more}, options=options).findings
    watched = [one for one in findings if one.rule in ("plain-http-router", "tls-router-on-plain-entrypoint")]
    made = {one.object.rpartition(".")[2]: "".join(e.text for e in one.fix.edits) if one.fix else "" for one in watched}
    assert made.keys() == WRITTEN.keys()
    for name, text in WRITTEN.items():
        assert (text in made[name]) if is_there else not made[name], (name, made[name])


POINTED = "entryPoints: {web: {address: ':80'}}\nproviders: {file: {filename: dyn.yml}}\n"
SAMPLES = ("example", "sample", "dist", "template", "tmpl", "default", "tpl", "j2")


@each(
    (
        *((f"dyn{sign}{word}.yml", True) for word in SAMPLES for sign in ".-_"),
        *((f"dyn.yml.{word}", True) for word in SAMPLES),
        ("dyn.other.yml", False),
        ("dynexample.yml", False),
        ("dyn.yml.other", False),
    ),
    lambda case: case,
)
def test_a_file_that_is_not_there_is_not_missed_where_a_sample_of_it_is(case: tuple[str, bool]) -> None:
    sample, is_one = case
    options = Options(
        "none", static=POINTED, look=Shelf({"dyn.yml": Entry("dyn.yml", is_there=False), sample: Entry(sample)})
    )
    found = [one.message for one in lint_texts({}, options=options).findings if one.rule == "file-provider-not-there"]
    assert bool(found) is not is_one


@each(
    (
        ("tls: {options: {a: {minVersion: TLSv1}}}\n", "TLS 1.2 stays the lowest; did you mean `VersionTLS10`?"),
        ("tls: {options: {a: {maxVersion: TLSv1.2}}}\n", "`maxVersion` limits nothing; did you mean `VersionTLS12`?"),
        (
            "http: {routers: {r: {rule: Host(`a.test`), service: noop@internal, middlewares: ['a,b@file']}}}\n",
            "An entry is one name: write one for each, without the comma.",
        ),
    ),
    lambda case: case[1],
)
def test_the_advice_is_for_what_is_meant(case: tuple[str, str]) -> None:
    text, words = case
    assert any(words in f"{one.message} {one.help}" for one in lint_texts({"a.yml": text}).findings)


def by_flag(flag: str) -> str:
    return f"services: {{t: {{image: 'traefik:v3.6', command: ['--entrypoints.b.address=:80', '{flag}']}}}}\n"


def by_variable(name: str, value: str) -> str:
    return f"services: {{t: {{image: 'traefik:v3.6', environment: {{TRAEFIK_{name}: '{value}'}}}}}}\n"


def by_label(label: str) -> str:
    return f"services: {{a: {{image: app, labels: ['traefik.enable=true', 'traefik.{label}']}}}}\n"


ENTRY = "entryPoints: {{a: {{address: ':80', {}}}}}\n"
IN_ITS_FORM = (
    # a value in the place of options
    (by_flag("--entrypoints.a.http.redirections.entrypoint=b"), "Write `--entryPoints.a.http.redirections.entryPoint.to=b`."),
    (by_flag("--entrypoints.a.forwardedheaders=true"), "as in `--entryPoints.a.forwardedHeaders.trustedIPs=VALUE`."),
    (ENTRY.format("forwardedHeaders: true"), "Write the options of `forwardedHeaders` below it, one a line, as `trustedIPs`."),
    (ENTRY.format("forwardedHeaders: 10.0.0.1"), "Write `forwardedHeaders: {trustedIPs: [10.0.0.1]}`."),
    (by_flag("--entrypoints.a=:81"), "Write `--entryPoints.a.address=:81`."),
    (by_variable("ENTRYPOINTS", "web"), "as in `TRAEFIK_ENTRYPOINTS_NAME_ADDRESS=VALUE`."),
    (by_flag("--providers.file=/d/a.yml"), "Write `--providers.file.filename=/d/a.yml`."),
    (by_flag("--providers.file"), "by itself, as in `--providers.file.directory=VALUE`."),
    (by_variable("PROVIDERS_FILE", "true"), "by itself, as in `TRAEFIK_PROVIDERS_FILE_DIRECTORY=VALUE`."),
    (by_flag("--entrypoints.a.http.tls.domains=a.io"), "Write `--entryPoints.a.http.tls.domains[0].main=a.io`."),
    # a section that a value switches off
    (by_flag("--log=DEBUG"), "`--log=DEBUG` switches `log` off, because `log` takes options, not a value. Write `--log.level=DEBUG`."),
    (by_flag("--entrypoints.a.http.tls=le"), "Write `--entryPoints.a.http.tls.certResolver=le`."),
    (by_flag("--accesslog=yes"), "Write `--accessLog=true`."),
    (by_flag("--metrics.prometheus=8082"), "Write `--metrics.prometheus=true`, or each of its options by itself."),
    (by_variable("METRICS_PROMETHEUS", "yes"), "Write `TRAEFIK_METRICS_PROMETHEUS=true`."),
    ("accessLog: yes\nlog: {}\n", "or `accessLog: {}` for its defaults."),
    # what belongs elsewhere, or has no equals sign
    (by_flag("--http.routers.a.rule=Host(`a.io`)"), "write it as labels, `traefik.http.routers…`, or in a file"),
    (by_flag("--tls.options.a.minversion=VersionTLS12"), "`tls.options` is dynamic configuration: write it in a file"),
    (by_flag("--http.tls.certresolver=le"), "It belongs below `entryPoints.NAME`."),
    (by_flag("--entrypoints.a.address :81"), "Write `--entryPoints.a.address=:81`."),
    (by_flag("--log.level: DEBUG"), "Write `--log.level=DEBUG`."),
    (by_flag("--entrypoints.a.address: 127.0.0.1:81"), "Write `--entryPoints.a.address=VALUE`."),
    (by_flag("# --api"), "`#` starts no comment inside a text: remove the line"),
    # what is gone and off, what slipped out of its section, and what more than one has
    ("entryPoints: {a: {address: ':80'}}\nproviders: {docker: {swarmMode: false}}\n", "does not start with it. Delete it."),
    ("entryPoints: {a: {address: ':80'}}\nproviders: {docker: {swarmMode: true}}\n", "configure Swarm below `providers.swarm`."),
    ("entryPoints: {a: {address: ':80'}}\ndashboard: true\n", "It belongs in `api.dashboard`."),
    (ENTRY.format("trustedIPs: [10.0.0.1]"), "It belongs below `forwardedHeaders` or `proxyProtocol`."),
    (ENTRY.format("") + "my_things: {a: 1}\n", "or start the key with `x-` if it only holds anchors."),
    (ENTRY.format("") + "my_things: 1\n", "silently drops it. Delete it."),
    # labels
    (by_label("http.routers.a.middlewares=x', 'traefik.http.routers.a.middlewares=y"), "write both as one value with a comma between them"),
    (by_label("http.routers.a.rule=Host(`a.io`)', 'traefik.http.routers.b.priority=3', 'traefik.http.routers.b.priority=4"), "remove one of them."),
    (by_label("udp.routers.a.rule=HostSNI(`*`)"), "UDP routers take everything that reaches their entry points"),
    (by_label("tcp.services.a.loadbalancer.passhostheader=true"), "only HTTP has it: remove the label."),
    (by_label("http.routers.a.port=80"), "as in `http.services.a.loadbalancer.server.port`."),
    (by_label("tcp.routers.a.port=80"), "as in `tcp.services.a.loadbalancer.server.port`."),
    (by_label("http.routers.a.redirectscheme.scheme=https"), "it is a middleware: write `http.middlewares.NAME.redirectscheme`"),
    (by_label("http.routers.a.enable=true"), "it belongs to the container, as `traefik.enable`."),
    (by_label("http.routers.a.redirections.entrypoint.to=b"), "known are `entryPoints`, `middlewares`,"),
    (by_label("http.routers.a.io.rule=Host(`a.io`)"), "a name cannot contain a dot"),
    (by_label("http.services.a.loadbalancer.servers[0].url=http://x"), "in labels it is `server`, without an index."),
    (by_label("http.services.a.loadbalancer.server=80"), "as in `server.port`."),
    (by_label("http.services.a.loadbalancer.healthcheck=true"), "as in `healthcheck.path`."),
    (by_label("http.services.a.loadbalancer.serverstransport.insecureskipverify=true"), "write `serverstransport=NAME@file`."),
    (by_label("http.routers.a.tls.certresolver.le=true"), "write `certresolver=le`."),
    (by_label("http.routers.a.tls.domains=a.io"), "write `domains[0].main=a.io`."),
    (by_label("http.routers.a.tls.domains.main=a.io"), "write `domains[0]`."),
)  # fmt: skip


@each(IN_ITS_FORM, lambda case: case[0])
def test_the_advice_is_in_the_form_of_its_source(case: tuple[str, str]) -> None:
    text, words = case
    file = "compose.yml" if text.startswith("services") else "traefik.yml"
    told = [f"{one.message} {one.help}" for one in lint_texts({file: text}).findings]
    assert any(words in one for one in told), told


ROUTES = "http:\n  routers:\n    a:\n{}  services: {{s: {{loadBalancer: {{servers: [{{url: 'http://10.0.0.1'}}]}}}}}}\n"


@each(
    (
        ("      rule: Host(`a.io`)\n      service: s\n      tls:\n      certResolver: le\n", ["misplaced-field"]),
        ("      rule: Host(`a.io`)\n      service: s\n      tls:\n", ["switched-off"]),
        ("      - rule: Host(`a.io`)\n        service: s\n", ["mapping-expected Take the dashes away."]),
        (
            "    rule: Host(`a.io`)\n",
            ["mapping-expected Indent it further: it belongs below `a`."],
        ),
        (
            "      service: s\n      rule: Host(`b.io`)\n    rule: Host(`a.io`)\n",
            ["mapping-expected `rule` is an option: a name of your own is missing above it."],
        ),
    ),
    lambda case: case[0],
)
def test_what_is_not_indented_enough_is_told_once(case: tuple[str, list[str]]) -> None:
    told = lint_texts({"a.yml": ROUTES.format(case[0])}).findings
    watched = ("switched-off", "misplaced-field", "mapping-expected")
    found = [f"{one.rule} {one.help}" if one.rule == "mapping-expected" else one.rule for one in told]
    assert [one for one in found if one.startswith(watched)] == case[1]


@each(
    (
        (by_flag("--certificatesresolvers.le.acme.tlschallenge=yes"), ["switched-off"]),
        (by_flag("--certificatesresolvers.le.acme.tlschallenge=false"), ["resolver-without-challenge"]),
        (by_flag("--certificatesresolvers.le.acme.dnschallenge=true"), ["resolver-without-challenge"]),
    ),
    lambda case: case[0],
)
def test_a_challenge_that_a_value_switches_off_is_told_once(case: tuple[str, list[str]]) -> None:
    watched = ("switched-off", "resolver-without-challenge")
    assert [one.rule for one in lint_texts({"compose.yml": case[0]}).findings if one.rule in watched] == case[1]
