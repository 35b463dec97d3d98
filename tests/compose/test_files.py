"""Overrides, extends, include, label files: what a project of several files comes to, and where it stands."""

from __future__ import annotations

from tests.compose.projects import label, labels, read, refusals, shown, web
from tests.each import rows
from traefiklint.compose.diagnostics import DiagnosticKind
from traefiklint.compose.project import Origin
from traefiklint.compose.reader import files_of, read_project

MAIN = "services:\n  web:\n    image: x\n    labels: [a=1, b=2]\n"


@rows(
    ("override", "expected"),
    [
        ("labels: {b: 3, c: 4}", {"a": "1", "b": "3", "c": "4"}), ("labels: !reset []", {}), ("labels: !reset", {}),
        ("labels: !override [z=1]", {"z": "1"}), ("labels: [b]", {"a": "1", "b": ""}),
        ("labels: null", {"a": "1", "b": "2"}),
    ],
)  # fmt: skip
def test_an_override_is_merged_by_the_names_of_the_labels(override: str, expected: dict[str, str]) -> None:
    files = {"compose.yml": MAIN, "compose.override.yml": f"services:\n  web:\n    {override}\n"}
    assert labels(web(files)) == expected


def test_a_label_of_an_override_stands_there_and_beats_the_one_below() -> None:
    files = {"compose.yml": MAIN, "compose.override.yml": "services:\n  web:\n    labels: [b=3]\n"}
    over = label(web(files), "b")
    assert over.value.place.file == "compose.override.yml"
    assert [(one.value.text, one.value.place.file) for one in over.beats] == [("2", "compose.yml")]


@rows(
    ("there", "taken"),
    [
        (["docker-compose.yml", "compose.yaml"], ("compose.yaml",)),
        (["docker-compose.yml", "compose.override.yaml"], ("docker-compose.yml", "compose.override.yaml")),
        (["compose.override.yml"], ()),
        (["stack.yml"], ()),
    ],
)
def test_the_files_of_a_folder_are_those_that_compose_takes(there: list[str], taken: tuple[str, ...]) -> None:
    assert files_of("", dict.fromkeys(there, "").get) == taken
    assert files_of("a/b", {f"a/b/{name}": "" for name in there}.get) == tuple(f"a/b/{name}" for name in taken)


def test_the_env_file_may_say_which_files_are_taken() -> None:
    texts = {".env": "COMPOSE_FILE=one.yml:two.yml\n", "compose.yml": ""}
    assert files_of("", texts.get) == ("one.yml", "two.yml")


def test_extends_brings_labels_from_where_they_stand() -> None:
    files = {
        "compose.yml": "services:\n  web:\n    extends: {file: common/base.yml, service: base}\n    labels: {b: 3}\n",
        "common/base.yml": "services:\n  base:\n    image: x\n    labels: [a=1, b=2]\n    label_file: my.labels\n",
        "common/my.labels": "c=4\n",
    }
    service = web(files)
    assert labels(service) == {"c": "4", "a": "1", "b": "3"}
    taken = label(service, "a")
    assert (taken.origin, taken.value.place.file) == (Origin.EXTENDED, "common/base.yml")
    assert taken.via is not None and shown(files, taken.via) == "{file: common/base.yml, service: base}"
    assert label(service, "b").origin is Origin.OWN


def test_extends_may_go_on_and_on_and_in_a_circle() -> None:
    chain = "services:\n  web: {extends: b}\n  b: {extends: c, labels: [b=1]}\n  c: {image: x, labels: [c=1]}\n"
    assert labels(web(chain)) == {"c": "1", "b": "1"}
    assert (DiagnosticKind.CYCLE, "web") in refusals(
        "services:\n  web: {image: x, extends: b}\n  b: {image: x, extends: web}\n"
    )


def test_an_included_project_brings_its_services_and_its_own_variables() -> None:
    files = {
        "compose.yml": "include:\n  - part/compose.yml\nservices:\n  web:\n    image: x\n    labels: [a=$A]\n",
        "part/compose.yml": "services:\n  admin:\n    image: x\n    labels: ['a=$A', 'b=$B']\n"
        "    label_file: my.labels\n",
        "part/.env": "A=inner\nB=inner\n",
        "part/my.labels": "c=1\n",
        ".env": "A=outer\n",
    }
    project = read(files)
    found = {service.name.text: labels(service) for service in project.services}
    assert found == {"web": {"a": "outer"}, "admin": {"c": "1", "a": "outer", "b": "inner"}}
    assert set(project.files) == set(files)


def test_a_circle_of_includes_is_told() -> None:
    files = {
        "compose.yml": "include: [b.yml]\nservices: {web: {image: x}}\n",
        "b.yml": "include: [compose.yml]\nservices: {}\n",
    }
    assert (DiagnosticKind.CYCLE, "compose.yml") in refusals(files)


def test_label_files_stand_below_labels_and_know_no_variables_of_the_project() -> None:
    files = {
        "compose.yml": "services:\n  web:\n    image: x\n    label_file: [one.labels, two.labels]\n"
        "    labels: [a=own]\n",
        "one.labels": 'a=file\nb="quoted # text"\nusers=x:$apr1$y\n',
        "two.labels": "c=$b\n",
        ".env": "apr1=oops\n",
    }
    service = web(files)
    assert labels(service) == {"a": "own", "b": "quoted # text", "users": "x:", "c": "quoted # text"}
    assert label(service, "users").value.is_known
    found = label(service, "b")
    assert (found.origin, found.holder) == (Origin.LABEL_FILE, None)
    assert (shown(files, found.name.place), shown(files, found.value.place)) == ("b", '"quoted # text"')
    assert [one.value.place.file for one in label(service, "a").beats] == ["one.labels"]


_BASE = "extends: {file: base/compose.yml, service: web}"


@rows(
    ("below", "over", "expected"),
    [
        ("label_file: [a.env, b.env]", "label_file: a.env", "b"),
        ("label_file: [a.env, b.env]", "label_file: ./a.env", "a"),
        ("label_file: [a.env, b.env, a.env]", "", "a"),
        ("label_file: [a.env, b.env, a.env]", "label_file: c.env", "a"),
        ("label_file: c.env", "label_file: [a.env, b.env, a.env]", "b"),
        ("label_file: ['${N:-a}.env', b.env]", "label_file: a.env", "b"),
        ("label_file: [base/a.env, b.env]", _BASE, "b"),
        ("env_file: [a.env, b.env]", "env_file: a.env", "b"),
        ("env_file: [a.env, b.env]", "env_file: ./a.env", "a"),
        ("env_file: [a.env, b.env, a.env]", "", "b"),
        ("env_file: [{path: a.env}, b.env]", "env_file: [{path: a.env, required: false}]", "b"),
        ("env_file: [base/a.env, b.env]", _BASE, "b"),
    ],
)
def test_a_file_that_is_named_again_keeps_its_place(below: str, over: str, expected: str) -> None:
    """As the real Compose has it; `./a` and `a` are two files for it."""
    base = {"base/compose.yml": "services:\n  web:\n    image: x\n    label_file: a.env\n    env_file: a.env\n"}
    files = {"a.env": "x=a\n", "b.env": "x=b\n", "c.env": "y=c\n", "base/a.env": "x=base\n"}
    texts = {"compose.yml": below, "compose.override.yml": over}
    texts = {name: f"services:\n  web:\n    image: x\n    {option}\n" for name, option in texts.items()}
    service = web({**texts, **files, **base})
    of_label = labels(service) if "label_file" in below else {}
    of_variable = {one.name.text: one.value.text for one in service.environment if one.value is not None}
    assert {**of_variable, **of_label}["x"] == expected


@rows("option", ["label_file", "env_file"])
@rows(("base", "folder"), [("base.yml", ""), ("base/compose.yml", "base/")])
@rows(("extended", "own", "expected"), [("./a", "a", "b"), ("a", "a", "b"), ("./a", "./a", "a")])
def test_paths_of_a_file_that_is_extended_are_cleaned_as_those_of_the_project_are_not(
    option: str, base: str, folder: str, extended: str, own: str, expected: str
) -> None:
    """As the real Compose has it: `./a` there and `a` here are one file, which keeps its place before `b`."""
    own = f"./{folder}a" if own.startswith("./") else f"{folder}a"
    extends = f"extends: {{file: {base}, service: web}}"
    text = f"services:\n  web:\n    image: x\n    {extends}\n    {option}: [b, {own}]\n"
    extended = f"services:\n  web:\n    image: x\n    {option}: [{extended}]\n"
    service = web({"compose.yml": text, base: extended, f"{folder}a": "x=a\n", "b": "x=b\n"})
    given = [(one.name.text, one.value.text) for one in service.environment if one.value is not None]
    assert {**dict(given), **labels(service)}["x"] == expected


def test_several_documents_of_one_file_are_put_over_each_other() -> None:
    text = MAIN + "---\nservices:\n  web:\n    labels: {b: 3}\n"
    service = web(text)
    assert labels(service) == {"a": "1", "b": "3"}
    assert label(service, "b").value.place.span.line == 8


def test_a_file_that_is_not_at_hand_is_no_refusal() -> None:
    files = {"compose.yml": "services:\n  web:\n    image: x\n    extends: {file: other.yml, service: a}\n"}
    assert refusals(files) == [(DiagnosticKind.MISSING_FILE, "other.yml")]
    project = read_project(["compose.yml"], files.__getitem__)
    assert [(one.kind, one.name, one.refuses) for one in project.diagnostics] == [
        (DiagnosticKind.NOT_READ, "other.yml", False)
    ]


def test_services_without_an_active_profile_are_there_and_do_not_run() -> None:
    text = "services:\n  web:\n    image: x\n    profiles: [debug]\n  api:\n    image: x\n"
    assert [service.is_active for service in read(text).services] == [False, True]
    assert [service.is_active for service in read(text, profiles=("debug",)).services] == [True, True]
    assert [
        service.is_active for service in read({"compose.yml": text, ".env": "COMPOSE_PROFILES=debug\n"}).services
    ] == [True, True]


def test_a_file_of_variables_that_is_not_kept_beside_the_others_is_no_refusal() -> None:
    project = read("services:\n  web:\n    image: x\n    env_file: .env\n")
    assert not project.is_refused
    assert [(one.kind, one.unset) for one in project.diagnostics] == [(DiagnosticKind.MISSING_FILE, (".env",))]
