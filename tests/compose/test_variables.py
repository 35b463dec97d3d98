"""What has no value here is unknown and not empty; everything else is put in as Compose does it."""

from __future__ import annotations

from tests.compose.projects import label, labels, read, refusals, shown, web
from tests.each import rows
from traefiklint.compose.diagnostics import DiagnosticKind
from traefiklint.compose.interpolation import interpolate
from traefiklint.compose.values import Given, State

KNOWN = {"A": Given("one"), "EMPTY": Given(""), "DOLLAR": Given("$A")}


@rows(
    ("text", "result"),
    [
        ("$A-${A}", "one-one"), ("${A:-x}${NO:-x}${EMPTY:-x}", "onexx"), ("${EMPTY-x}${NO-x}", "x"),
        ("${A:+x}${EMPTY:+x}${NO:+x}", "x"), ("${EMPTY+x}", "x"), ("$$A $${A}", "$A ${A}"), ("$DOLLAR", "$A"),
        ("${NO:-${A}/${NO:-$A}}", "one/one"), ("${NO:-a}b}", "ab}"), ("$1 $ ^/a$", "$1 $ ^/a$"), ("${A:?no}", "one"),
        ("${NO:-a:b?c+d-e}", "a:b?c+d-e"), ("${NO:-{x}}", "{x}"), ("${NO:-}", ""), ("$a", ""),
    ],
)  # fmt: skip
def test_variables_are_put_in_as_compose_does_it(text: str, result: str) -> None:
    assert "".join(piece.text for piece in interpolate(text, KNOWN.get)) == result


@rows("text", ["${1}", "${", "${A", "${-x}", "${A!x}", "x ${} y", "${A:-x\n}"])
def test_what_compose_can_make_nothing_of_is_told(text: str) -> None:
    escaped = text.replace("\n", "\\n")
    assert refusals(f'services:\n  web:\n    image: x\n    labels: ["a={escaped}"]\n') == [
        (DiagnosticKind.INTERPOLATION, f"a={text}")
    ]


def test_a_variable_without_a_value_is_unknown() -> None:
    value = label(web("services:\n  web:\n    image: x\n    labels: ['a=Host(`${SUB}.${DOMAIN}`)']\n"), "a").value
    assert (value.text, value.unknown, value.is_known) == ("Host(`.`)", ("SUB", "DOMAIN"), False)
    assert value.part(0, 5).is_known
    assert value.part(6).unknown == ("SUB", "DOMAIN")


@rows("given", ["environment", "file"])
def test_a_variable_with_a_value_is_known(given: str) -> None:
    files = {"compose.yml": "services:\n  web:\n    image: x\n    labels: [a=$DOMAIN]\n"}
    if given == "file":
        files[".env"] = "# mine\nDOMAIN=x.com\n"
    service = web(files, environment={"DOMAIN": "x.com"} if given == "environment" else {})
    value = label(service, "a").value
    assert (value.text, value.is_known) == ("x.com", True)
    place = value.pieces[0].place
    assert (place and shown(files, place)) == ("x.com" if given == "file" else None)


def test_a_default_is_known_and_says_which_variable_may_change_it() -> None:
    value = label(web("services:\n  web:\n    image: x\n    labels: ['a=${PORT:-80}']\n"), "a").value
    assert (value.text, value.is_known) == ("80", True)
    assert [(piece.state, piece.variable) for piece in value.pieces] == [(State.DEFAULT, "PORT")]


def test_a_required_variable_is_no_refusal_while_somebody_may_set_it() -> None:
    text = "services:\n  web:\n    image: x\n    labels: ['a=${DOMAIN:?say it}']\n"
    project = read(text)
    assert not project.is_refused
    assert [(one.kind, one.unset) for one in project.diagnostics] == [(DiagnosticKind.REQUIRED_VARIABLE, ("DOMAIN",))]
    assert read(text, environment={"DOMAIN": ""}).is_refused
    assert not read(text, environment={"DOMAIN": "x"}).diagnostics


def test_a_place_in_a_default_is_exact_and_one_in_a_variable_is_the_variable() -> None:
    text = "services:\n  web:\n    image: x\n    labels: ['a=Host(`${D:-x.example.com}`) && Path(`$P`)']\n"
    value = label(web(text), "a").value
    at = value.text.index("example")
    assert shown(text, value.place._replace(span=value.span(at, at + 7))) == "example"
    path = value.text.index("``") + 1
    assert shown(text, value.place._replace(span=value.span(path, path))) == "$P"
    assert shown(text, value.place._replace(span=value.span(path - 6, path + 2))) == "Path(`$P`)"


def test_names_in_a_list_are_interpolated_and_keys_of_a_mapping_are_not() -> None:
    text = "services:\n  web:\n    image: x\n    labels: {0}\n"
    as_list, as_mapping = text.format('["r.${A}.rule=x"]'), text.format('{"r.${A}.rule": x}')
    assert labels(web(as_list, environment={"A": "web"})) == {"r.web.rule": "x"}
    assert labels(web(as_mapping, environment={"A": "web"})) == {"r.${A}.rule": "x"}


@rows(
    ("line", "value"),
    [
        ("A=x", "x"), ("A= x # no", "x"), ("A=a#b", "a#b"), ("export A=x", "x"), ("A: x", "x"), ("A='$B'", "$B"),
        ('A="$B\\n"', "b\n"), ("A=$B$$B", "b$B"), ('A="a\\$B"', "a$B"), ("A='it\\'s'", "it's"),
        ('A="two\nlines"', "two\nlines"),
        ("A=${NO:-d}", "d"), ("A = x", "x"), ("A=", ""), ('A="\\0101"', "A"),
    ],
)  # fmt: skip
def test_an_env_file_is_read_as_compose_reads_it(line: str, value: str) -> None:
    files = {"compose.yml": "services:\n  web:\n    image: x\n    labels: [a=$A]\n", ".env": f"B=b\n{line}\n"}
    assert labels(web(files)) == {"a": value}


@rows("line", ['A="x', "A B=x", "A!=x"])
def test_a_line_that_compose_cannot_read_is_told(line: str) -> None:
    files = {"compose.yml": "services:\n  web:\n    image: x\n", ".env": line + "\n"}
    assert [kind for kind, _ in refusals(files)] == [DiagnosticKind.ENV_FILE]


def test_what_hangs_on_an_unknown_variable_in_the_env_file_is_unknown() -> None:
    files = {"compose.yml": "services:\n  web:\n    image: x\n    labels: [a=$A]\n", ".env": "A=x${NO}y\n"}
    value = label(web(files), "a").value
    assert (value.text, value.unknown) == ("xy", ("A",))


def test_the_project_name_is_a_variable() -> None:
    assert labels(web("name: shop\nservices:\n  web:\n    image: x\n    labels: ['n=${COMPOSE_PROJECT_NAME}']\n")) == {
        "n": "shop"
    }
