"""What a stranger sees in the root of a repository: what holds of files as they are used, and matters to somebody."""

from __future__ import annotations

import json

from tests.cli.running import Runner
from tests.each import rows
from traefiklint import lint_texts
from traefiklint.instance.service_static import read_service_static
from traefiklint.versions import NEWEST

STATIC = """\
entryPoints: {web: {address: ":80"}, websecure: {address: ":443"}}
providers: {file: {filename: /etc/traefik/dynamic.yml}}
"""
DASHBOARD = "http: {routers: {a: {rule: 'Host(`HOST`)', service: api@internal, tls: {}}}}\n"


def rules(cli: Runner, *more: str) -> list[str]:
    return [one["rule"] for one in json.loads(cli("lint", "--format", "json", *more).out)["findings"]]


def of(text: str, name: str = "app.yml") -> list[str]:
    return [one.rule for one in lint_texts({name: text}, profile="none").findings]


@rows(
    "text",
    ["- name: upload\n  template: {src: traefik.yml.j2}\n", "- module: traefik\n  access: {enabled: true}\n"],
)
def test_a_list_of_another_program_is_not_traefiks_whatever_its_file_is_called(cli: Runner, text: str) -> None:
    cli.write({"roles/proxy/tasks/traefik.yml": text})
    assert rules(cli) == []


def test_a_list_of_traefiks_own_keys_is_told(cli: Runner) -> None:
    cli.write({"traefik.yml": "- entryPoints: {web: {address: ':80'}}\n"})
    assert rules(cli) == ["root-not-a-mapping"]


def test_each_static_configuration_reads_what_its_own_compose_file_mounts(cli: Runner) -> None:
    mounts = (
        "volumes: ['./proxy/traefik-NAME.yml:/etc/traefik/traefik.yml', "
        "'./proxy/dynamic-NAME.yml:/etc/traefik/dynamic.yml']"
    )
    compose = f"services:\n  traefik:\n    image: traefik:v3.6\n    {mounts}\n"
    dynamic = (
        "http:\n  routers: {a: {rule: 'Host(`a.example.com`)', service: a, tls: {}}}\n"
        "  services: {a: {loadBalancer: {servers: [{url: 'http://a'}]}}}\n"
    )
    files: dict[str, str] = {}
    for name in ("high", "low"):
        files |= {f"docker-compose.{name}.yml": compose.replace("NAME", name), f"proxy/traefik-{name}.yml": STATIC}
        files |= {f"proxy/dynamic-{name}.yml": dynamic}
    cli.write(files)
    assert rules(cli) == []
    cli.write({"proxy/dynamic-low.yml": dynamic.replace("service: a", "service: b")})
    assert rules(cli) == ["unknown-service"]


@rows(
    ("file", "host", "told"),
    [
        ("app.yml", "traefik.example.com", True),
        ("demo.yml", "traefik.example.com", True),  # of an application of that name
        ("dev/app.yml", "traefik.example.com", False),
        ("app.local.yml", "traefik.example.com", False),
        ("playground/app.yml", "traefik.example.com", False),
        ("app.yml", "traefik.home.arpa", False),
        ("app.yml", "traefik.127.0.0.1.nip.io", False),
        ("app.yml", "traefik.localhost", False),
        ("device/app.yml", "traefik.example.com", True),
        ("home-lab/app.yml", "traefik.example.com", True),
        ("test.example.com/app.yml", "traefik.example.com", True),  # a machine
        ("local-services.yml", "traefik.example.com", True),
        ("traefik-example/app.yml", "traefik.example.com", False),
    ],
)
def test_advice_about_strangers_is_for_files_that_strangers_come_by(file: str, host: str, told: bool) -> None:
    assert ("dashboard-without-auth" in of(DASHBOARD.replace("HOST", host), file)) is told


def test_strict_tells_it_all_the_same() -> None:
    found = lint_texts(
        {"dev/app.yml": DASHBOARD.replace("HOST", "a.example.com")}, profile="none", strict=True
    ).findings
    assert "dashboard-without-auth" in [one.rule for one in found]


def test_a_secret_is_one_wherever_it_stands() -> None:
    header = "{Authorization: 'Bearer kJ38sdQ92lmPqX7vTz'}"
    text = f"http: {{middlewares: {{m: {{headers: {{customRequestHeaders: {header}}}}}}}}}\n"
    assert "secret-in-config" in of(text, "dev/app.yml")


def test_what_traefik_refuses_is_told_in_files_for_development_too() -> None:
    assert of("http: {routers: {a: {rul: x}}}\n", "dev/app.yml") == ["unknown-field"]


PART = """\
services:
  NAME:
    image: example/NAME:1
    labels: ['traefik.http.routers.web.rule=Host(`NAME.example.com`)']
"""


def test_what_only_holds_if_several_projects_run_together_is_left_to_strict(cli: Runner) -> None:
    cli.write({f"{name}/compose.yml": PART.replace("NAME", name) for name in ("a", "b")})
    assert "merge-conflict" not in rules(cli)
    assert "merge-conflict" in rules(cli, "--strict")
    cli.write({"compose.yml": "include: [a/compose.yml, b/compose.yml]\n"})
    assert "merge-conflict" in rules(cli)


@rows(
    ("secret", "told"),
    [
        ("letmein", True),
        ("your-password", False),
        ("htpasswd", False),
        ("created-passphrase", False),
        ("xxxxxx", False),
    ],
)
def test_a_word_that_stands_for_a_hash_is_no_password(secret: str, told: bool) -> None:
    text = f"http: {{middlewares: {{m: {{basicAuth: {{users: ['admin:{secret}']}}}}}}}}\n"
    assert ("basic-auth-plaintext" in of(text)) is told


@rows("folder", ["stack-samples", "example-configs", "examples", "old"])
def test_a_folder_of_examples_is_no_provider_directory(cli: Runner, folder: str) -> None:
    wrong = "http: {routers: {a: {rule: 'Host(`a.example.com`)', service: nobody}}}\n"
    cli.write({f"{folder}/a.yml": wrong, "dynamic/b.yml": wrong.replace("a:", "b:").replace("a.e", "b.e")})
    assert rules(cli) == ["unknown-service"]


def test_a_static_configuration_is_told_that_nothing_fills_in_its_variables() -> None:
    static = (
        "entryPoints: {web: {address: ':443', http: {tls: {certResolver: le, domains: [{main: '${DOMAIN}'}]}}}}\n"
        "certificatesResolvers: {le: {acme: {email: a@b.example, storage: a.json, tlsChallenge: {}}}}\n"
    )
    (found,) = lint_texts({"app.yml": ""}, static=static, profile="none").findings
    assert (found.rule, "env" in found.message, "static configuration" in found.message) == (
        "variable-not-expanded",
        False,
        True,
    )


def test_a_file_that_is_made_of_an_example_is_not_missing(cli: Runner) -> None:
    static = "entryPoints: {web: {address: ':80'}}\nproviders: {file: {filename: FILE}}\n"
    compose = (
        "services:\n  traefik:\n    image: traefik:v3.6\n"
        "    volumes: ['./conf/traefik.yml:/etc/traefik/traefik.yml', './conf/dyn.yml:/dyn.yml']\n"
    )
    cli.write({"compose.yml": compose, "conf/traefik.yml": static.replace("FILE", "/dyn.yml")})
    assert rules(cli) == ["file-provider-not-there"]
    cli.write({"conf/dyn.example.yml": "http: {}\n"})
    assert rules(cli) == []


def test_a_compose_file_that_adds_to_one_of_another_folder_is_not_judged_by_itself(cli: Runner) -> None:
    main = PART.replace("NAME", "web") + "  traefik:\n    image: traefik:v3.6\n    command: [--providers.docker=true]\n"
    cli.write({"compose.yml": main, "hosts/one/compose.yml": "services: {traefik: {ports: ['80:80']}}\n"})
    assert rules(cli) == [one for one in rules(cli) if one != "compose-refused"]


@rows(
    ("flags", "told"),
    [
        (("--api.dashboard=true", "--api.dashboard=true"), False),
        (("--api.dashboard=true", "--api.dashboard=false"), True),
    ],
)
def test_a_flag_that_says_the_same_again_is_not_told(cli: Runner, flags: tuple[str, ...], told: bool) -> None:
    shown = ", ".join(f"'{flag}'" for flag in flags)
    cli.write({"compose.yml": f"services:\n  traefik:\n    image: traefik:v3.6\n    command: [{shown}]\n{PART[10:]}"})
    assert ("flag-repeated" in rules(cli)) is told


@rows(("value", "told"), [("${SITES}", False), ("${SITES:?not set}", False), ("a.example.com", True)])
def test_a_variable_may_bring_its_back_ticks_along(cli: Runner, value: str, told: bool) -> None:
    label = f"traefik.http.routers.web.rule=Host({value})"
    cli.write({"compose.yml": f"services:\n  web:\n    image: example/web:1\n    labels: ['{label}']\n"})
    assert ("rule-unquoted-argument" in rules(cli)) is told


@rows(("names", "told"), [(("a.local.yml", "a.yml"), False), (("a.yml", "b.yml"), True)])
def test_of_variants_of_a_file_one_is_used(names: tuple[str, ...], told: bool) -> None:
    text = "http: {services: {a: {loadBalancer: {servers: [{url: 'http://a'}]}}}}\n"
    found = lint_texts(dict.fromkeys(names, text), profile="none").findings
    assert ("duplicate-name" in [one.rule for one in found]) is told


@rows(
    ("one", "other"), [("http", "https"), ("v1", "v2"), ("public", "private"), ("local", "prod"), ("live", "staging")]
)
@rows("joint", ["-", "."])
def test_a_directory_is_read_whole_whatever_its_files_are_called(cli: Runner, one: str, other: str, joint: str) -> None:
    text = "http: {services: {a: {loadBalancer: {servers: [{url: 'http://%s'}]}}}}\n"
    static = "providers: {file: {directory: ./dynamic}}\n"
    files = {f"dynamic/app{joint}{name}.yml": text % name for name in (one, other)}
    cli.write({"traefik.yml": static, **files})
    assert "error[duplicate-name]" in cli("lint").out


def test_a_service_that_is_called_as_a_folder_would_call_it_may_be_there(cli: Runner) -> None:
    label = "traefik.http.routers.web.service=web-shop"
    cli.write({"compose.yml": f"services:\n  web:\n    image: example/web:1\n    labels: ['{label}']\n"})
    assert "unknown-service" not in rules(cli)
    assert "unknown-service" in rules(cli, "compose.yml")


FLAGS = 'command: ["--providers.docker=true", "--entrypoints.web.address=:80"]'


@rows(
    ("files", "target"),
    [
        ({".env": "V=v3.4.1\n"}, "3.4  (the image in the compose file)"),
        ({".env": "V=latest\n"}, "3.7  (the newest that is known)"),
        ({}, "3.7  (the image in the compose file is Traefik 2.11, which is not known here)"),
    ],
)
def test_the_version_is_what_the_variables_come_to(cli: Runner, files: dict[str, str], target: str) -> None:
    traefik = f"  traefik:\n    image: traefik:${{V:-v2.11}}\n    {FLAGS}\n"
    cli.write({"compose.yml": PART.replace("NAME", "web") + traefik, **files})
    assert target in cli("lint", "--show-files").out


@rows(
    ("build", "file", "text"),
    [
        (".", "Dockerfile", "FROM traefik:v2.10\n"),
        (
            "{context: ./proxy}",
            "proxy/Dockerfile",
            "FROM golang:1 AS made\nFROM --platform=linux/amd64 traefik:v2.10\n",
        ),
        ("{context: ., dockerfile: p/D}", "p/D", 'ARG V="v2.10"\nFROM docker.io/library/traefik:${V}-alpine\n'),
    ],
)
def test_the_version_is_that_of_the_image_on_which_somebody_builds(
    cli: Runner, build: str, file: str, text: str
) -> None:
    traefik = f"  traefik:\n    build: {build}\n    {FLAGS}\n"
    cli.write({"compose.yml": PART.replace("NAME", "web") + traefik, file: text})
    assert "3.7  (the image in the compose file is Traefik 2.10" in cli("lint", "--show-files").out


VARIED = "ARG TAG=v3.6\nFROM traefik:${TAG}\n"
STAGES = "FROM traefik:v3.6 AS proxy\nFROM traefik:v3.0 AS other\nFROM proxy\n"
NOT_TOLD = "3.7  (the image is built, and of which version its Dockerfile makes it is not known here)"


@rows(
    ("build", "text", "target"),
    [
        ("{context: ., args: {TAG: v3.0}}", VARIED, "3.0"),
        ("{context: ., args: ['TAG=v3.0']}", VARIED, "3.0"),
        ("{context: ., args: {TAG: '${OURS}'}}", VARIED, "3.2"),
        ("{context: ., args: [OURS]}", VARIED.replace("TAG", "OURS"), "3.2"),
        ("{context: ., args: {TAG: '${NOBODYS}'}}", VARIED, NOT_TOLD),
        ("{context: ., args: [NOBODYS]}", VARIED.replace("TAG", "NOBODYS"), NOT_TOLD),
        ("{context: ., args: {V: '3.1'}}", "ARG V=3.0\nARG TAG=v${V}\nFROM traefik:$TAG\n", "3.1"),
        ("{context: ., args: {TAG: v3.0}}", "FROM traefik:${TAG:-v3.4}\nARG TAG\n", "3.4"),
        (".", "ARG TAG\nFROM traefik:${TAG:-v3.4}\n", "3.4"),
        (".", "ARG TAG=v3.1\nFROM traefik:${TAG:+v3.5}\n", "3.5"),
        (".", "ARG TAG\nFROM traefik:${TAG}\n", NOT_TOLD),
        (".", "ARG TAG=v3.1\nFROM traefik:${TAG##*-}\n", NOT_TOLD),
        (".", STAGES, "3.6"),
        ("{context: ., target: Other}", STAGES, "3.0"),
        ("{context: ., target: '1'}", STAGES, "3.0"),
        ("{context: ., target: none}", STAGES, NOT_TOLD),
        ("{context: ., target: '${NOBODYS}'}", STAGES, NOT_TOLD),
        (".", "FROM traefik:v3.3\nCOPY <<EOF /x\nFROM traefik:v3.1\nEOF\n", "3.3"),
        (".", "FROM \\\n  traefik:v3.3\n", "3.3"),
        ("{context: ., dockerfile_inline: 'FROM traefik:v3.5'}", VARIED, "3.5"),
        ("{context: ., additional_contexts: {'traefik:v3.6': 'docker-image://traefik:v3.1'}}", VARIED, NOT_TOLD),
        ("https://github.com/we/proxy.git", VARIED, NOT_TOLD),
        ("./elsewhere", VARIED, NOT_TOLD),
        (".", "FROM golang:1.22\nCOPY traefik /usr/bin/\n", NOT_TOLD),
        (".", "FROM alpine:2.7\nRUN apk add traefik\n", NOT_TOLD),
    ],
)
def test_what_is_built_has_the_version_that_the_build_comes_to(cli: Runner, build: str, text: str, target: str) -> None:
    traefik = f"  traefik:\n    build: {build}\n    {FLAGS}\n"
    cli.write({"compose.yml": PART.replace("NAME", "web") + traefik, "Dockerfile": text, ".env": "OURS=v3.2\n"})
    told = target if target == NOT_TOLD else f"{target}  (the image in the compose file)"
    assert told in cli("lint", "--show-files").out


ON_TWO = """
networks: {proxy: {}, backend: {}}
services:
  traefik:
    build: .
    networks: [proxy]
    command: [--entrypoints.web.addres=:80]
  app:
    image: app
    networks: [proxy, backend]
    labels: ["traefik.http.routers.app.rule=Host(`a.example.com`)"]
"""


@rows(
    ("text", "is_traefik", "takes_flags"),
    [
        ("FROM traefik:v3.5\n", True, True),
        ("FROM traefik:v3.5\nCOPY traefik.yml /etc/traefik/\n", True, False),
        ('FROM traefik:v3.5\nENTRYPOINT ["/own.sh"]\n', True, False),
        ("FROM nginx:1\n", False, False),
    ],
)
def test_what_is_built_on_traefik_runs_it(cli: Runner, text: str, is_traefik: bool, takes_flags: bool) -> None:
    cli.write({"compose.yml": ON_TWO, "Dockerfile": text})
    assert ("network-ambiguous" in rules(cli)) is is_traefik
    texts = {"compose.yml": ON_TWO, "Dockerfile": text}
    static = read_service_static(("compose.yml",), texts.get, NEWEST, {})
    assert (static is not None and bool(static.diagnostics)) is takes_flags


@rows("ending", [".template", ".j2", ".tmpl"])
def test_what_a_template_beside_the_files_defines_may_be_there(cli: Runner, ending: str) -> None:
    routers = "http: {routers: {a: {rule: 'Host(`a.example.com`)', service: noop@internal, middlewares: [auth]}}}\n"
    cli.write({"traefik.yml": STATIC.replace("filename: /etc/traefik/dynamic.yml", "directory: dynamic")})
    cli.write({"dynamic/a.yml": routers})
    assert "unknown-middleware" in rules(cli)
    cli.write({f"traefik.yml{ending}": "entryPoints: {}\n", f"dynamic/static.yml{ending}": "entryPoints: {}\n"})
    assert "unknown-middleware" in rules(cli)
    cli.write({f"dynamic/auth.yml{ending}": "http:\n  middlewares:\n    auth: {basicAuth: {users: [$USERS]}}\n"})
    assert "unknown-middleware" not in rules(cli)
    assert "unknown-middleware" not in rules(cli, "dynamic")


def test_it_is_said_that_a_template_may_define_what_is_missing_but_slips_are_told(cli: Runner) -> None:
    router = "{rule: 'Host(`a.example.com`)', service: noop@internal, middlewares: [auth, authh, other, made]}"
    middleware = "middlewares: {auth: {addPrefix: {prefix: /a}}}"
    cli.write({"traefik.yml": STATIC.replace("filename: /etc/traefik/dynamic.yml", "directory: dynamic")})
    cli.write({"dynamic/a.yml": f"http:\n  routers: {{a: {router}}}\n  {middleware}\n"})
    cli.write({"dynamic/x/more.yml.j2": "http:\n  middlewares:\n    {{ name }}: {}\n"})
    said = cli("lint").out
    assert "warning[unknown-middleware]: Middleware `authh` does not exist; did you mean `auth`?" in said
    assert "`other` does" not in said
    assert "not judged: names that no file here defines" in said
    assert "`dynamic/x/more.yml.j2`" in said
    cli.write({"dynamic/x/more.yml.j2": "http:\n  middlewares:\n    other: {}\n"})
    assert "error[unknown-middleware]: Middleware `authh` does not exist" in cli("lint").out
    cli.write({"dynamic/x/more.yml.j2": "http:\n  middlewares:\n    authh: {}\n"})
    assert "does not exist" not in cli("lint").out, "the template spells it"


def test_what_a_file_that_git_leaves_out_may_define_is_not_missed_but_slips_are_told(cli: Runner) -> None:
    router = "{rule: 'Host(`a.example.com`)', service: noop@internal, middlewares: [auth, authh, waf]}"
    middleware = "middlewares: {auth: {addPrefix: {prefix: /a}}}"
    cli.write({"traefik.yml": STATIC.replace("filename: /etc/traefik/dynamic.yml", "directory: dynamic")})
    cli.write({"dynamic/a.yml": f"http:\n  routers: {{a: {router}}}\n  {middleware}\n"})
    cli.write({".gitignore": "dynamic/*.log\nother/waf.yml\n"})
    assert "Middleware `waf` does not exist" in cli("lint").out
    for file, line in {".gitignore": "dynamic/waf.yml", "dynamic/.gitignore": "/waf.yml"}.items():
        cli.write({".gitignore": "", file: f"{line}\n"})
        said = cli("lint").out
        assert "`waf` does" not in said
        assert "Middleware `authh` does not exist; did you mean `auth`?" in said
        assert "because git leaves out `dynamic/waf.yml`, which may define them" in said
    cli.write({"dynamic/waf.yml": "http: {middlewares: {other: {addPrefix: {prefix: /a}}}}\n"})
    assert "Middleware `waf` does not exist" in cli("lint").out, "the file is here"


@rows(
    ("line", "is_open"),
    [
        ("waf.yml", True),
        ("*.local.yml", True),
        ("**/waf.yml", True),
        ("dynamic/waf*", True),
        ("*/waf.toml", True),
        ("dynamic/*\n!dynamic/a.yml", True),
        ("/waf.yml", False),
        ("#waf.yml", False),
        ("dynamic/*.log", False),
        ("docker-compose.override.yml\npnpm-lock.yaml", False),
        (".env\nacme.json\nlogs/\n*.key", False),
        (".tool.toml", False),
        ("dynamic/.waf.yml", True),
    ],
)
def test_what_a_pattern_of_git_leaves_out_is_not_missed(line: str, is_open: bool, cli: Runner) -> None:
    router = "{rule: 'Host(`a.example.com`)', service: noop@internal, middlewares: [auth, waf]}"
    cli.write({"traefik.yml": STATIC.replace("filename: /etc/traefik/dynamic.yml", "directory: dynamic")})
    middleware = "middlewares: {auth: {addPrefix: {prefix: /a}}}"
    cli.write({"dynamic/a.yml": f"http:\n  routers: {{a: {router}}}\n  {middleware}\n", ".gitignore": f"{line}\n"})
    assert ("`waf` does" in cli("lint").out) is not is_open


def test_a_compose_file_that_compose_refuses_as_it_is_here_is_said_not_to_be_judged(cli: Runner) -> None:
    compose = PART.replace("NAME", "web")
    cli.write({"compose.yml": compose.replace("    image: example/web:1\n", "")})
    said = cli("lint").out
    assert "nothing to complain about" in said
    assert "not judged: `compose.yml`, which Compose refuses as it is here, because the service `web` has" in said
    cli.write({"compose.yml": compose})
    assert "not judged" not in cli("lint").out


def test_a_compose_file_that_only_wants_a_value_is_judged_as_if_it_had_one(cli: Runner) -> None:
    compose = PART.replace("NAME", "web")
    for text in (compose.replace("web:1", "web:${TAG:?say which}"), compose + "    env_file: .env\n"):
        cli.write({"compose.yml": text})
        assert "not judged" not in cli("lint").out
        cli.write({"compose.yml": text.replace("Host", "Hosst")})
        assert "`Hosst` is not a matcher" in cli("lint").out


def test_of_many_compose_files_that_are_refused_for_one_reason_it_is_said_once(cli: Runner) -> None:
    text = "services: {a: {labels: ['traefik.http.routers.a.rule=Host(`a.io`)']}}\n"
    cli.write({f"app{number}/compose.yml": text for number in range(7)})
    said = [line for line in cli("lint").out.splitlines() if line.startswith("not judged")]
    assert said == [
        "not judged: `app0/compose.yml`, `app1/compose.yml`, `app2/compose.yml`, `app3/compose.yml`, "
        "`app4/compose.yml` and 2 more, which Compose refuses as they are here, because the service `a` has neither "
        "`image` nor `build`"
    ]


@rows(
    ("name", "provider"),
    [
        ("traefik.yml", "filename: /etc/traefik/traefik.yml"),
        ("traefik.yml", "directory: /etc/traefik"),
        ("dev.yml", "filename: dev.yml"),
        ("dev.yml", "filename: /config/dev.yml"),
        ("dev.yml", "directory: ./"),
    ],
)
def test_a_file_that_its_own_file_provider_reads_may_hold_both(cli: Runner, name: str, provider: str) -> None:
    both = (
        "entryPoints: {web: {address: ':80'}}\n"
        f"providers: {{file: {{{provider}}}}}\n"
        "http:\n  routers: {a: {rule: 'Host(`a.example.com`)', service: noop@internal}}\n"
    )
    cli.write({f"proxy/{name}": both})
    assert rules(cli) == []


@rows(
    ("own", "provider"),
    [
        ("config/traefik.yml", "/etc/traefik/dyn/traefik.yml"),
        ("config/traefik.yml", "./dyn/traefik.yml"),
        ("traefik.yml", "dyn/traefik.yml"),
        ("traefik.yml", "/srv/proxy/dyn/traefik.yml"),
    ],
)
def test_a_file_of_the_same_name_in_another_folder_is_not_the_file_itself(cli: Runner, own: str, provider: str) -> None:
    static = f"entryPoints: {{web: {{address: ':80'}}}}\nproviders: {{file: {{filename: {provider}}}}}\n"
    routers = "http:\n  routers: {a: {rule: 'Host(`a.example.com`)', service: noop@internal}}\n"
    folder = own.rpartition("/")[0] or "."
    other = routers.replace("service:", "entryPoints: [wbe], service:")
    cli.write({own: static + routers.replace("{a:", "{b:"), f"{folder}/dyn/traefik.yml": other})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert {one["rule"] for one in found if one["file"] == own} == {"dynamic-in-static"}
    assert "unknown-entrypoint" in {one["rule"] for one in found}, "the other file is read with this one"


def test_nothing_is_said_of_a_file_for_traefik_1_that_traefik_1_runs(cli: Runner) -> None:
    static = (
        'defaultEntryPoints = ["https"]\n[entryPoints.https]\naddress = ":443"\n[entryPoints.https.tls]\n[docker]\n'
    )
    volumes = "volumes: ['./traefik.toml:/etc/traefik/traefik.toml']"
    compose = f"services:\n  traefik:\n    image: traefik:IMAGE\n    {volumes}\n"
    cli.write({"traefik.toml": static, "compose.yml": compose.replace("IMAGE", "v1.7-alpine")})
    assert rules(cli) == []
    assert "traefik-1-file" in rules(cli, "--strict")
    cli.write({"compose.yml": compose.replace("IMAGE", "v3.6")})
    assert "traefik-1-file" in rules(cli)


def test_flags_may_stand_in_a_file_that_the_given_compose_file_includes(cli: Runner) -> None:
    traefik = f"  traefik:\n    image: traefik:v3.6\n    {FLAGS}\n"
    cli.write({"compose.yml": "include: [apps/compose.yml]\n"})
    cli.write({"apps/compose.yml": PART.replace("NAME", "web") + traefik.replace(":80", ":80x")})
    assert "entrypoint-address" in rules(cli, "--static", "compose.yml", "compose.yml")


def test_what_the_settings_say_of_an_image_holds_for_a_tag_that_is_not_set(cli: Runner) -> None:
    compose = PART.replace("NAME", "web").replace("web:1", "web:${TAG}")
    cli.write({"compose.yml": compose, "traefiklint.toml": '[known.images]\n"example/web" = [8081, 8082]\n'})
    assert "port-ambiguous" in rules(cli)


@rows("place", ["/opt/homelab", "~/homelab", "${ROOT:-/srv}"])
def test_a_volume_that_names_the_place_of_the_clone_leads_into_it(cli: Runner, place: str) -> None:
    volumes = f"volumes: ['{place}/proxy/traefik.yml:/etc/traefik/traefik.yml', '{place}/proxy/dynamic:/dyn']"
    cli.write({"run/compose.yml": f"services:\n  traefik:\n    image: traefik:v3.6\n    {volumes}\n"})
    cli.write({"proxy/traefik.yml": STATIC.replace("filename: /etc/traefik/dynamic.yml", "directory: /dyn")})
    cli.write({"proxy/dynamic/a.yml": "http: {routers: {a: {rule: 'Host(`a.example.com`)', service: nobody}}}\n"})
    assert rules(cli) == ["unknown-service"]
    assert "through a volume" in cli("lint", "--show-files").out


def test_a_compose_file_in_a_provider_directory_counts_for_its_labels_alone(cli: Runner) -> None:
    cli.write({"traefik.yml": STATIC.replace("filename: /etc/traefik/dynamic.yml", "directory: conf")})
    cli.write({"conf/a.yml": "http: {serversTransports: {a: {serverName: a}}}\n"})
    cli.write({"conf/one/compose.yml": "services: {traefik: {volumes: ['./traefik.toml:/traefik.toml']}}\n"})
    assert rules(cli) == []


@rows(("name", "said"), [("local-stack.yml", "Only `providers.swarm` reads"), ("compose.yml", "are for Swarm only")])
def test_labels_for_swarm_lack_a_provider_in_a_file_that_is_called_a_stack(cli: Runner, name: str, said: str) -> None:
    deploy = "    deploy: {labels: ['traefik.http.routers.w.rule=Host(`w.example.com`)']}\n"
    traefik = f"  traefik:\n    image: traefik:v3.6\n    {FLAGS}\n    labels: [traefik.enable=false]\n"
    cli.write({name: f"services:\n  w:\n    image: example/w:1\n{deploy}{traefik}"})
    assert said in cli("lint").out


def test_of_a_file_that_is_mounted_as_rendered_the_one_it_is_made_of_is_a_template(cli: Runner) -> None:
    mount = "./proxy/traefik-rendered.yml:/etc/traefik/traefik.yml"
    cli.write({"compose.yml": f"services:\n  traefik:\n    image: traefik:v3.6\n    volumes: ['{mount}']\n"})
    acme = "certificatesResolvers: {le: {acme: {email: '${MAIL}', storage: a.json, tlsChallenge: {}}}}\n"
    cli.write({"proxy/traefik.yml": STATIC.partition("\n")[0] + "\n" + acme})
    assert rules(cli) == []


def test_labels_of_traefik_1_follow_from_its_flags_which_are_told(cli: Runner) -> None:
    labels = "labels: ['traefik.frontend.rule=Host:a.example.com', 'traefik.port=80']"
    web = f"  web:\n    image: example/web:1\n    {labels}\n"
    compose = f"services:\n  traefik:\n    image: traefik\n    command: COMMAND\n{web}"
    cli.write({"compose.yml": compose.replace("COMMAND", "--web --docker")})
    assert rules(cli) == ["traefik-1-file"]
    cli.write({"compose.yml": compose.replace("COMMAND", "--providers.docker.exposedByDefault=false")})
    assert "label-not-read" in rules(cli)


def test_a_default_rule_that_cannot_be_read_is_told_once(cli: Runner) -> None:
    static = "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {defaultRule: '{{ .Name'}}\n"
    cli.write({"traefik.yml": static, "compose.yml": PART.replace("NAME", "web")})
    found = rules(cli)
    assert ("default-rule-unreadable" in found, "provider-option-broken" in found) == (True, False)


@rows(("label", "told"), [("traefik.enable=true", True), ("note=1", False)])
def test_a_service_that_several_containers_share_is_told_where_one_is_meant_for_traefik(
    cli: Runner, label: str, told: bool
) -> None:
    both = "".join(f"  {name}:\n    image: example/a:1\n    labels: ['{label}']\n" for name in ("a.b", "a_b"))
    traefik = "  traefik:\n    image: traefik:v3.6\n    command: [--providers.docker=true]\n"
    cli.write({"compose.yml": f"services:\n{both}{traefik}"})
    assert ("service-shared" in rules(cli)) is told


@rows(("host", "told"), [("Host(`b.example.com`)", True), ("PathPrefix(`/b`)", False)])
def test_a_rule_that_only_says_what_it_does_not_match_is_right_where_there_is_one_site(host: str, told: bool) -> None:
    routers = f"a: {{rule: '!PathPrefix(`/x`)', service: ping@internal}}, b: {{rule: '{host}', service: noop@internal}}"
    assert ("negation-only-rule" in of(f"http: {{routers: {{{routers}}}}}\n")) is told


def test_a_server_for_tests_is_meant_where_the_other_one_stands_beside_it_as_a_comment() -> None:
    acme = (
        "certificatesResolvers:\n  le:\n    acme:\n      email: a@b.example\n      storage: a.json\n"
        "      tlsChallenge: {}\n      caServer: https://acme-staging-v02.api.letsencrypt.org/directory\n"
    )
    static = "entryPoints: {web: {address: ':443'}}\n" + acme

    def told(text: str) -> bool:
        found = lint_texts({"app.yml": ""}, static=text, profile="none").findings
        return "acme-staging" in [one.rule for one in found]

    assert told(static)
    assert not told(static + "      # caServer: https://acme-v02.api.letsencrypt.org/directory\n")


def test_a_comment_that_keeps_something_silent_in_strict_runs_is_used(cli: Runner) -> None:
    file = DASHBOARD.replace("HOST", "traefik.home.arpa").rstrip() + "  # traefiklint: ignore[dashboard-without-auth]\n"
    cli.write({"d/app.yml": file})
    assert rules(cli, "d") == []
    assert "dashboard-without-auth" not in rules(cli, "--strict", "d")
    cli.write({"d/app.yml": file.replace("api@internal", "ping@internal")})
    assert "unused-suppression" in rules(cli, "d")


def test_files_that_the_settings_declare_are_in_use_whatever_they_are_called(cli: Runner) -> None:
    cli.write({"demo/app.yml": DASHBOARD.replace("HOST", "traefik.example.com")})
    assert rules(cli, "demo") == []
    assert "dashboard-without-auth" in rules(cli, "--select", "security", "demo")
    cli.write({"traefiklint.toml": '[[traefik]]\nname = "production"\ndirectories = ["demo"]\n'})
    assert "dashboard-without-auth" in rules(cli, "demo")


def test_two_traefiks_whose_provider_reads_their_own_folder_are_looked_at(cli: Runner) -> None:
    static = "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /etc/traefik}}\n"
    router = "http: {routers: {a: {rule: Host(`a.io`)}}}\n"
    cli.write({"a/traefik/config/traefik.yml": static, "traefik/config/traefik.yml": static})
    cli.write({"a/traefik/config/app.yml": router, "traefik/config/app.yml": "tls: {}\n"})
    assert "router-without-service" in rules(cli)
