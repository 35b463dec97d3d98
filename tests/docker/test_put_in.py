"""What a variable puts into a label is not told by what is said of that label, and anything else is said as it is."""

from __future__ import annotations

import json

from tests.cli.running import Runner
from tests.each import rows

PRIORITY = "traefik.http.routers.web.priority="
MIDDLEWARES = "traefik.http.routers.web.middlewares="
LONG = "Zq7" * 30
FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson")
CASES = {
    "alone": ("DB_PASSWORD=hunter2secret", f"{PRIORITY}${{DB_PASSWORD}}", "hunter2", "`***` is not a whole number"),
    "in braces no more": ("DB_PASSWORD=hunter2secret", f"{PRIORITY}$DB_PASSWORD", "hunter2", "`***` is not a whole"),
    "behind a digit": ("API_TOKEN=7f3a9c11d2e4", f"{PRIORITY}1${{API_TOKEN}}", "f3a9", "`1***` is not a whole number"),
    "before a digit": ("API_TOKEN=7f3a9c11d2e4", f"{PRIORITY}${{API_TOKEN}}1", "f3a9", "`***1` is not a whole number"),
    "behind a letter": (
        "DB_PASSWORD=Hunter2Xq9vbn",
        "traefik.http.routers.web.rule=Host(`a b${DB_PASSWORD}`)",
        "unter2Xq9",
        "Host `a b***` contains spaces",
    ),
    "in small letters": (
        "DB_PASSWORD=Hunter2Xq9vbn",
        "traefik.http.routers.web.rule=Host(`b${DB_PASSWORD}.example.com`)",
        "unter2",
        "write `b***.example.com`",
    ),
    "short": ("DB_PASSWORD=hunter", f"{PRIORITY}${{DB_PASSWORD}}", "hunter", "`***` is not a whole number"),
    "short and glued": ("DB_PASSWORD=hunter", f"{PRIORITY}1${{DB_PASSWORD}}", "hunter", "`1***` is not a whole number"),
    "very short": ("DB_PASSWORD=xyq", f"{PRIORITY}1${{DB_PASSWORD}}", "xyq", "`1***` is not a whole number"),
    "through another": (
        "DB_PASSWORD=hunter\nFOO=${DB_PASSWORD}",
        f"{PRIORITY}${{FOO}}",
        "hunter",
        "`***` is not a whole number",
    ),
    "through two, glued": (
        "DB_PASSWORD=hunter\nFOO=ab${DB_PASSWORD}\nBAR=x${FOO}",
        f"{PRIORITY}${{BAR}}",
        "hunter",
        "`xab***` is not a whole number",
    ),
    "a list": ("DB_PASSWORD=kaliope,hunter", f"{MIDDLEWARES}${{DB_PASSWORD}}", "kaliope", "Middleware `***` does not"),
    "the default": ("A=b", f"{PRIORITY}1${{DB_PASSWORD:-hunter}}", "hunter", "`1***` is not a whole number"),
    "long": (f"DB_PASSWORD={LONG}", f"{PRIORITY}1${{DB_PASSWORD}}", LONG[:9], "is not a whole number"),
}


def compose(*labels: str, more: str = "") -> str:
    rule = "traefik.http.routers.web.rule=Host(`a.example.com`)"
    given = labels if any(".rule=" in label for label in labels) else (rule, *labels)
    lines = "".join(f"      - {label}\n" for label in given)
    return f"name: demo\nservices:\n  web:\n    image: acme/web:1.2\n    expose: ['80']\n    labels:\n{lines}{more}"


@rows("name", CASES)
def test_no_format_tells_a_secret_that_a_variable_puts_into_a_label(cli: Runner, name: str) -> None:
    variables, label, secret, said = CASES[name]
    cli.write({".env": f"{variables}\n", "compose.yml": compose(label)})
    for form in FORMATS:
        ran = cli("lint", "--profile", "none", "--strict", "--format", form, "compose.yml")
        assert secret.lower() not in (ran.out + ran.err).lower(), form
        if form in ("text", "json"):
            assert said in ran.out, form


def test_a_variable_of_the_settings_counts_as_one_of_a_file(cli: Runner) -> None:
    cli.write({"compose.yml": compose(f"{PRIORITY}1${{DB_PASSWORD}}")})
    cli.write({"traefiklint.toml": "[known.variables]\nDB_PASSWORD = 'hunter'\n"})
    assert "`1***` is not a whole number" in cli("lint", "--profile", "none", "compose.yml").out


def test_a_mapping_of_labels_and_a_file_of_labels_count_as_a_list(cli: Runner) -> None:
    labels = "      traefik.http.routers.web.priority: 1${DB_PASSWORD}\n"
    service = "    image: acme/web:1.2\n"
    text = f"services:\n  web:\n{service}    labels:\n{labels}  other:\n{service}    label_file: other.labels\n"
    other = "A_PASSWORD=hunter\ntraefik.http.routers.other.priority=2${A_PASSWORD}\n"
    cli.write({".env": "DB_PASSWORD=hunter\n", "compose.yml": text, "other.labels": other})
    shown = cli("lint", "--profile", "none", "--format", "json", "compose.yml").out
    assert "`1***` is not a whole number" in shown
    assert "`2***` is not a whole number" in shown


@rows(
    "given",
    [
        "command: [--providers.docker, '--entryPoints.web.address=:80x${API_TOKEN}']",
        "environment: [TRAEFIK_PROVIDERS_DOCKER=true, 'TRAEFIK_ENTRYPOINTS_WEB_ADDRESS=:80x${API_TOKEN}']",
        "environment: {TRAEFIK_PROVIDERS_DOCKER: true, TRAEFIK_ENTRYPOINTS_WEB_ADDRESS: ':80x${API_TOKEN}'}",
    ],
)
def test_the_static_configuration_in_a_compose_file_tells_none_either(cli: Runner, given: str) -> None:
    flags = f"  proxy:\n    image: traefik:v3.6\n    {given}\n"
    cli.write({".env": "API_TOKEN=7f3a9c11d2e4\n", "compose.yml": compose(more=flags)})
    shown = cli("lint").out
    assert "cannot listen on `:80x***`" in shown
    assert "f3a9" not in shown


@rows(
    "command", [["report", "--format", "json", "."], ["graph", "--format", "html", "."], ["graph", "."],
                ["fix", "--diff", "--unsafe-fixes", "."], ["convert", "."], ["route", "http://b.example.com/", "."]],
    ids=" ".join,
)  # fmt: skip
def test_no_other_look_at_labels_tells_it(cli: Runner, command: list[str]) -> None:
    labels = ("traefik.http.routers.web.rule=Host(`b.example`)&&PathPrefix(`/x`) || Hst(`c${DB_PASSWORD}`)",)
    good = "  two:\n    image: x\n    expose: ['80']\n    labels:\n"
    good += "      - traefik.http.routers.two.rule=Host(`q${DB_PASSWORD}.example.com`)\n"
    cli.write({".env": "DB_PASSWORD=Hunter2Xq9vbn\n", "compose.yml": compose(*labels, more=good)})
    ran = cli(*command)
    assert ran.out
    assert "unter2xq9" not in (ran.out + ran.err).lower()


def test_a_converted_file_has_it_whole_as_it_has_what_the_labels_say_themselves(cli: Runner) -> None:
    rule = "traefik.http.routers.web.rule=Host(`q${DB_PASSWORD}.example.com`)"
    header = "traefik.http.middlewares.m.headers.customrequestheaders.Authorization=Bearer hunter2secret"
    cli.write({".env": "DB_PASSWORD=Hunter2Xq9vbn\n", "compose.yml": compose(rule, header)})
    shown = cli("convert", ".").out
    assert "unter2" not in shown
    cli("convert", "--output", "made.yml", ".")
    written = (cli.folder / "made.yml").read_text("utf-8")
    assert "Host(`qHunter2Xq9vbn.example.com`)" in written
    assert "Authorization: Bearer hunter2secret" in written


@rows("form", ["text", "json"])
def test_what_is_said_of_others_stays_as_it_is(cli: Runner, form: str) -> None:
    labels = ("traefik.http.routers.web.service=postgres1", f"{PRIORITY}x", f"{MIDDLEWARES}hunter2secret")
    variables = "DB_PASS=Traefik\nDB_PASSWORD=postgres1\nMY_TOKEN=hunter2secret\n"
    users = "  two:\n    image: x\n    labels:\n      - traefik.http.routers.two.priority=${DB_PASSWORD}\n"
    without = compose(*labels, more=users.replace("${DB_PASSWORD}", "y"))
    cli.write({".env": variables, "compose.yml": without})
    before = cli("lint", "--profile", "none", "--format", form, "compose.yml").out
    assert "so Traefik drops the container `web`" in before
    cli.write({"compose.yml": compose(*labels, more=users)})
    after = cli("lint", "--profile", "none", "--format", form, "compose.yml").out
    assert "`***` is not a whole number" in after
    assert after.count("***") == 1, "only that of which the value is a part"


@rows("form", ["text", "json"])
def test_only_the_label_that_holds_it_hides_it_even_in_one_router(cli: Runner, form: str) -> None:
    labels = ("traefik.http.services.s.loadbalancer.server.url=http://a${DB_PASSWORD}:foo", f"{MIDDLEWARES}postgres1")
    cli.write({".env": "DB_PASSWORD=postgres1\n", "compose.yml": compose(*labels)})
    shown = cli("lint", "--profile", "none", "--format", form, "compose.yml").out
    assert "Middleware `postgres1` does not exist" in shown
    assert "http.routers.web.middlewares=postgres1" in shown or form == "json"
    assert "Server URL `http://a***:foo`" in shown


@rows("form", ["text", "json"])
@rows("given", ["TRAEFIK_AUTH=authelia@docker", "TRAEFIK_AUTH=authelia", "WEB_NAME=hunter2secret"])
def test_a_reference_to_an_object_is_no_secret_and_nor_is_what_is_called_otherwise(
    cli: Runner, given: str, form: str
) -> None:
    name, _, value = given.partition("=")
    cli.write({".env": f"{given}\n", "compose.yml": compose(f"{MIDDLEWARES}${{{name}}}")})
    shown = cli("lint", "--profile", "none", "--format", form, "compose.yml").out
    assert f"Middleware `{value}` does not exist" in shown
    assert "***" not in shown


def test_a_required_variable_that_nobody_sets_hides_nothing(cli: Runner) -> None:
    cli.write({"compose.yml": compose(f"{MIDDLEWARES}a-${{DB_PASSWORD:?}}")})
    assert "***" not in cli("lint", "--profile", "none", "--strict", "compose.yml").out


def test_a_fix_of_another_part_of_the_label_stays(cli: Runner) -> None:
    rule = "traefik.http.routers.web.rule=Hots(`a`) && Header(`X-A`, `b${DB_PASSWORD}`)"
    cli.write({".env": "DB_PASSWORD=hunter\n", "compose.yml": compose(rule)})
    found = json.loads(cli("lint", "--profile", "none", "--format", "json", "compose.yml").out)["findings"]
    assert [one["fix"]["edits"][0]["text"] for one in found if one["rule"] == "rule-unknown-matcher"] == ["Host"]


def test_advice_can_be_read_where_a_variable_puts_one_of_its_words_in(cli: Runner) -> None:
    labels = ("k.basicauth.users=${A_PASSWORD}", "m.basicauth.users=ann:${B_PASSWORD}")
    rows = "".join(f"      - traefik.http.middlewares.{label}\n" for label in labels)
    cli.write(
        {
            "compose.yml": f"services:\n  web:\n    image: x\n    labels:\n{rows}",
            ".env": "A_PASSWORD=name\nB_PASSWORD=nb\n",
        }
    )
    said = cli("lint", "--format", "concise").out
    assert "User `***` is not `name:hash`; create the entry with `htpasswd -nB NAME`" in said
    assert "The password of `ann` is not a hash, so nobody can log in with it; use `htpasswd -nB NAME`" in said
