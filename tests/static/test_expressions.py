"""Constraints, default rules, DNS providers, Go modules, log levels: single values as Traefik's libraries read them."""

from __future__ import annotations

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.decoding.default_rule import DOCKER_FIELDS, OTHER_FIELDS, carry_out, sample
from traefiklint.go.template.values import UNKNOWN
from traefiklint.instance.static_start.dns_providers import dns_providers
from traefiklint.instance.static_start.plugins import module_error
from traefiklint.instance.static_start.rest import agent_error, is_log_level
from traefiklint.matching.constraints import LABELS, TAGS, read_constraints
from traefiklint.versions import read_version


@rows(
    "text",
    ["", "Label(`a`, `b`)", '!Label("a", `b`) && (LabelRegex(`c`, `^d+$`) || Label(`e`, ``))', "Label(`a`,\n`b`)"],
)
def test_constraints_that_docker_reads(text: str) -> None:
    assert read_constraints(text, LABELS).errors == ()


@rows(
    ("text", "error"),
    [
        ("Foo(`a`)", "unsupported function: Foo"),
        ("label(`a`, `b`)", "unsupported function: label"),
        ("Tag(`a`)", "unsupported function: Tag"),
        ("tag==foo", "tag is not defined"),
        ("Label(a, b)", "a is not defined"),
        ("Label(`a`)", "reflect: Call with too few input arguments"),
        ("Label(`a`, `b`, `c`)", "reflect: Call with too many input arguments"),
        ("Label(`a`, `b`", "1:15: missing ',' before newline in argument list"),
        ("Label(`a`, `b`) and Label(`c`, `d`)", "1:17: expected 'EOF', found and"),
    ],
)
def test_constraints_that_docker_refuses(text: str, error: str) -> None:
    errors = read_constraints(text, LABELS).errors
    assert errors
    assert error.partition(":")[0] in errors[0].error


def test_consul_and_nomad_choose_by_tags() -> None:
    assert read_constraints("Tag(`a`) || !TagRegex(`b.*`)", TAGS).errors == ()
    assert read_constraints("Label(`a`, `b`)", TAGS).errors


def test_a_pattern_that_go_cannot_read_matches_nothing() -> None:
    (call,) = read_constraints("LabelRegex(`a`, `(`)", LABELS).dead
    assert call.name == "LabelRegex"


@rows(
    ("template", "rule"),
    [
        ("Host(`{{ .Name }}.example.com`)", "Host(`web.example.com`)"),
        ('Host(`{{ trimPrefix "/" .Name | normalize }}.x`)', "Host(`web.x`)"),
        ("{{ if .Name }}Host(`a`){{ end }}", "Host(`a`)"),
        ("{{.Name}}.docker.localhost", "web.docker.localhost"),
        ("", ""),
        ('Host(`{{ index .Labels "a" }}`)', None),
    ],
)
def test_a_default_rule_is_carried_out(template: str, rule: str | None) -> None:
    made = carry_out(template, sample(DOCKER_FIELDS))
    assert (made.text, made.unreadable, made.failure) == (rule, None, None)


@rows("template", ["Host(`{{ .Name `)", "{{ normalise .Name }}", "{{ end }}", "{{ if .Name }}"])
def test_a_default_rule_that_go_cannot_read(template: str) -> None:
    assert carry_out(template, sample(DOCKER_FIELDS)).unreadable is not None


def test_a_default_rule_that_names_a_field_which_there_is_not() -> None:
    assert carry_out("{{ .ContainerName }}", sample(DOCKER_FIELDS)).failure is None
    failure = carry_out("{{ .ContainerName }}", sample(OTHER_FIELDS)).failure
    assert failure is not None
    assert "can't evaluate field ContainerName" in failure.text


def test_sprigs_own_split_is_known_in_a_default_rule() -> None:
    made = carry_out('Host(`{{ (split "-" .Name)._0 }}.x`)', {"Name": "web-1", "Labels": UNKNOWN})
    assert (made.text, made.failure) == ("Host(`web.x`)", None)


def test_what_sprigs_own_split_gives_is_a_map_of_texts() -> None:
    made = carry_out('{{ index (split "-" .Name) "_9" }}Host(`x`)', sample(DOCKER_FIELDS))
    assert (made.text, made.failure) == ("Host(`x`)", None)
    failure = carry_out('{{ get (split "-" .Name) "_0" }}', sample(DOCKER_FIELDS)).failure
    assert failure is not None
    assert "got map[string]string" in failure.text


@rows(
    ("template", "said"),
    [
        ('Host(`{{ index (splitList "-" .ContainerName) 1 }}.x`)', ""),
        ('Host(`{{ index (splitList "-" .Name) 1 }}.x`)', ""),
        ('Host(`{{ index (splitList "-" .ContainerName) 4 }}.x`)', ""),
        ('Host(`{{ (split "." .ContainerName)._1 }}.x`)', ""),
        ('Host(`{{ trimPrefix "web" .Name }}.x`)', ""),
        ('Host(`{{ regexFind "^prod-.*" .Name }}`)', ""),
        ('{{ if hasPrefix "prod-" .Name }}Host(`{{ .Name }}`){{ end }}', ""),
        ('{{ if hasPrefix "prod-" .Name }}Host(`{{ .Name }}`){{ else }}{{ fail "no" }}{{ end }}', ""),
        ('{{ if eq .Name "a" }}Host(`a`){{ else }}{{ .Name }}{{ end }}', ""),
        ("{{ .Name }}.x", "refuses, such as `web.x`"),
        ("Host({{ .ContainerName }})", "refuses, such as `Host(web)`"),
        ("Hosts(`a`)", "refuses, such as `Hosts(`a`)`"),
        ("Host(`{{ .Name.first }}.x`)", "loses its router: can't evaluate field first"),
        ("Host(`{{ .Host }}.x`)", "loses its router: can't evaluate field Host"),
        ("{{ if false }}Host(`a`){{ end }}", "the template gives nothing"),
    ],
)
def test_a_default_rule_is_useless_only_where_it_is_so_for_every_name(template: str, said: str) -> None:
    text = f"entryPoints: {{web: {{address: ':80'}}}}\nproviders: {{docker: {{defaultRule: '{template}'}}}}\n"
    found = [one.message for one in lint_texts({"traefik.yml": text}).findings if one.rule == "default-rule-useless"]
    assert [said in message for message in found] == [True] * bool(said)


def test_what_is_not_known_of_a_container_makes_no_rule() -> None:
    assert carry_out("Host(`{{ .Name }}`)", {"Name": UNKNOWN}).text is None


@rows(
    ("version", "name", "is_known"),
    [
        ("3.0.0", "cloudflare", True), ("3.7.15", "Cloudflare", False), ("3.0.0", "selfhostde", False),
        ("3.1.7", "selfhostde", True), ("3.6.15", "azure", True), ("3.7.0", "azure", True), ("3.7.5", "azure", True),
        ("3.7.15", "azure", False), ("3.6.22", "azure", False), ("3.7.15", "webglobe", True),
        ("3.7.9", "webglobe", False), ("3.7", "webglobe", True),
    ],
)  # fmt: skip
def test_each_traefik_knows_its_own_dns_providers(version: str, name: str, is_known: bool) -> None:
    assert (name in dns_providers(read_version(version))) is is_known


@rows("path", ["github.com/a/b", "github.com/a/b/v2", "example.com/x_y/z~", "gopkg.in/yaml.v3", "a.b/C.d-e"])
def test_a_path_of_a_go_module(path: str) -> None:
    assert module_error(path) == ""


@rows(
    ("path", "error"),
    [
        ("", "empty"), ("foo", "missing dot in first path element"), ("https://github.com/a/b", "double slash"),
        ("github.com/a/", "empty path element"), ("GitHub.com/a", "invalid character in first path element"),
        ("github.com/a b", "invalid character"), ("github.com/.a", "leading or trailing dot in path element"),
        ("github.com/a/v1", "invalid version"), ("-a.b/c", "leading dash"),
        ("github.com/con.x/y", '"con" disallowed as path element component on Windows'),
    ],
)  # fmt: skip
def test_what_is_none(path: str, error: str) -> None:
    assert module_error(path) == error


@rows("text", ["INFO", "info", "Trace", "disabled", "", "7", "99", "-1", "127", "-128"])
def test_levels_of_the_log(text: str) -> None:
    assert is_log_level(text)


@rows("text", ["warning", " info", "200", "-129", "1.5", "verbose"])
def test_what_is_no_level(text: str) -> None:
    assert not is_log_level(text)


@rows("text", ["", "unix:///run/agent.sock", "tcp://127.0.0.1:8081", "tcp://[::1]:8081"])
def test_addresses_of_a_spiffe_agent(text: str) -> None:
    assert agent_error(text) == ""


@rows(
    "text",
    ["foo", "localhost:80", "unix:foo", "unix://x/y", "tcp://localhost:80", "tcp://127.0.0.1", "tcp://127.0.0.1:80/x"],
)
def test_what_can_be_none(text: str) -> None:
    assert agent_error(text)


@rows(
    ("plugins", "fault"),
    [
        ("plugins: {a: {moduleName: github.com/x/y, version: v1.0.0}}", ""),
        ("plugins: {a: {moduleName: github.com/x/y, version: v1}, b: {moduleName: github.com/x/z, version: v1}}", ""),
        (
            "plugins: {a: {moduleName: github.com/x/y, version: v1}, b: {moduleName: github.com/x/y, version: v2}}",
            "declared twice",
        ),
        ("localPlugins: {a: {moduleName: github.com/x/y}, b: {moduleName: github.com/x/y}}", "declared twice"),
        ("localPlugins: {a: {moduleName: github.com/x/y}, b: {moduleName: github.com/x/z}}", ""),
        ("localPlugins: {a: {moduleName: /github.com/x/y}}", "begins or ends with a slash"),
        (
            "{plugins: {a: {moduleName: github.com/x/y, version: v1}}, localPlugins: {a: {moduleName: x}}}",
            "both a plugin and a local plugin",
        ),
    ],
)
def test_a_module_is_declared_once(plugins: str, fault: str) -> None:
    start = " " if plugins.startswith("{") else "\n  "
    text = f'entryPoints: {{web: {{address: ":80"}}}}\nexperimental:{start}{plugins}\n'
    found = [one.message for one in lint_texts({"traefik.yml": text}).findings if one.rule == "plugin-declaration"]
    assert [fault in message for message in found] == ([True] if fault else [])
