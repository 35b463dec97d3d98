"""What is said of documents, and when."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol.types import DiagnosticSeverity, DiagnosticTag, Position, Range

from tests.editor.conftest import Open
from tests.editor.desk import SHARED, SHOP, STATIC, Desk
from traefiklint.editor.client_settings import ClientSettings, read_settings
from traefiklint.editor.diagnostics import diagnostic


def test_a_sound_workspace_is_silent(desk: Desk) -> None:
    assert desk.news() == {}


def test_a_mistake_is_said_while_it_is_typed_and_taken_back_when_it_is_gone(desk: Desk) -> None:
    desk.type("apps/shop.yml", SHOP.replace("[auth]", "[auht]"))
    assert desk.news() == {"apps/shop.yml": ["unknown-middleware"]}
    desk.type("apps/shop.yml", SHOP)
    assert desk.news()["apps/shop.yml"] == []


def test_what_an_unsaved_neighbour_lacks_is_said_of_the_file_that_needs_it(desk: Desk) -> None:
    desk.type("apps/shared.yml", SHARED.replace("auth:", "auth2:", 1))
    news = desk.news()
    assert news["apps/shop.yml"] == ["unknown-middleware"]
    assert news["compose.yml"] == ["unknown-middleware"], "labels need it, too"
    desk.workspace.closed(desk.path("apps/shared.yml"))
    assert desk.news() == {"apps/shop.yml": [], "compose.yml": []}


def test_what_is_new_is_said_once(desk: Desk) -> None:
    desk.type("apps/shop.yml", SHOP.replace("/cart", "cart"))
    assert desk.news()["apps/shop.yml"] == ["rule-path-without-slash"]
    assert desk.news() == {}


def test_a_change_of_the_static_configuration_counts_at_once(desk: Desk) -> None:
    desk.type("apps/shop.yml", SHOP.replace("service: shop", "service: shop\n      entryPoints: [websecure]"))
    assert "apps/shop.yml" not in desk.news()
    desk.type("traefik.yml", STATIC.replace("websecure:", "secure:"))
    assert desk.news()["apps/shop.yml"] == ["unknown-entrypoint"]


def test_columns_count_as_editors_count_them(desk: Desk) -> None:
    text = SHOP.replace("[auth]", '["😀", auht]')
    here = desk.type("apps/shop.yml", text)
    places = {
        finding.message.split("`")[1]: diagnostic(finding, here.text, here.locate, "utf-16").range
        for finding in here.view.report.findings
        if finding.rule == "unknown-middleware" and finding.file == "apps/shop.yml"
    }
    line = text.splitlines()[4]
    start = line.index("auht") + 1  # the face takes two units
    assert places["auht"] == Range(Position(4, start), Position(4, start + 4))
    in_characters = diagnostic(here.view.report.findings[1], here.text, here.locate, "utf-32").range
    assert in_characters.start.character == start - 1


def test_labels_have_their_places_too(desk: Desk) -> None:
    text = (desk.folder / "compose.yml").read_text().replace("auth@file", "ö😀,auht@file")
    here = desk.type("compose.yml", text)
    (found,) = [one for one in here.view.report.findings if "auht" in one.message]
    place = diagnostic(found, here.text, here.locate, "utf-16").range
    line = here.text.splitlines()[place.start.line]
    assert line.encode("utf-16-le")[2 * place.start.character : 2 * place.end.character] == "auht@file".encode(
        "utf-16-le"
    )


def test_a_diagnostic_says_what_happens_where_to_read_on_and_what_else_has_to_do_with_it(desk: Desk) -> None:
    here = desk.type("apps/shop.yml", SHOP.replace("    shop:\n      rule", "    shop: &a\n      rule", 1))
    desk.write("apps/twin.yml", SHOP.replace("middlewares: [auth]", "priority: 1"))
    desk.workspace.on_disk([desk.path("apps/twin.yml")])
    here = desk.here("apps/twin.yml")
    found = [one for one in here.view.report.findings if one.rule == "duplicate-name"]
    shown = diagnostic(found[0], here.text, here.locate, "utf-16")
    assert shown.severity == DiagnosticSeverity.Error
    assert shown.code_description is not None
    assert shown.code_description.href.endswith("rules/reference/duplicate-name.md")
    assert Path(shown.code_description.href.removeprefix("file://")).is_file()
    assert shown.related_information is not None
    assert shown.related_information[0].location.uri == f"file://{desk.path('apps/shop.yml')}"


def test_what_traefik_does_not_use_and_what_is_going_away_are_marked_so(desk: Desk) -> None:
    old = "    near: {ipWhiteList: {sourceRange: [10.0.0.1]}}\n    all: {chain: {middlewares: [nobody]}}\n"
    desk.write("traefiklint.toml", 'target = "3.7"\n')  # of an older one nobody says that an option is going away
    text = (
        SHOP.replace("[auth]", "[auth, near, all]")
        + "  middlewares:\n"
        + old
        + "nonsense: # traefiklint: ignore[rule-syntax]\n  a: 1\n"
    )
    here = desk.type("apps/shop.yml", text)
    tags = {
        finding.rule: diagnostic(finding, here.text, here.locate, "utf-16").tags
        for finding in here.view.report.findings
    }
    assert tags["unknown-root-key"] == [DiagnosticTag.Unnecessary]
    assert tags["unused-suppression"] == [DiagnosticTag.Unnecessary]
    assert tags["ip-white-list-renamed"] == [DiagnosticTag.Deprecated]
    assert tags["unknown-middleware"] is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("package.yml", "name: x\nversion: 1\n"),
        (".github/workflows/ci.yml", "on: push\njobs:\n  a:\n    runs-on: x\n"),
        ("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n"),
        ("notes.toml", "[tool]\nx = 1\n"),
        ("broken.yml", "a: [\n"),
    ],
)
def test_other_peoples_files_are_left_alone(desk: Desk, name: str, text: str) -> None:
    desk.workspace.opened(desk.path(name), text)
    assert desk.news() == {}
    assert desk.workspace.view_of(desk.path(name)) is None


def test_a_file_that_is_not_on_the_disk_yet_belongs_to_its_folder(desk: Desk) -> None:
    desk.type("apps/new.yml", SHOP.replace("shop", "new").replace("[auth]", "[auth, gone]"))
    assert desk.news() == {"apps/new.yml": ["unknown-middleware"]}


def test_a_file_that_becomes_traefiks_is_judged_from_then_on(desk: Desk) -> None:
    desk.write("apps/new.yml", "")
    desk.workspace.on_disk([desk.path("apps/new.yml")])
    desk.workspace.opened(desk.path("apps/new.yml"), "")
    assert desk.news() == {}
    desk.type("apps/new.yml", "http:\n  routers:\n    a:\n      rule: Host(`a.example.com`)\n      service: b\n")
    assert desk.news() == {"apps/new.yml": ["unknown-service"]}


def test_files_that_come_go_and_change_outside_are_seen(desk: Desk) -> None:
    (desk.folder / "apps/shared.yml").unlink()
    desk.workspace.on_disk([desk.path("apps/shared.yml")])
    assert desk.news()["apps/shop.yml"] == ["unknown-middleware"]
    desk.write("apps/other.yml", SHARED)
    desk.workspace.on_disk([desk.path("apps/other.yml")])
    assert desk.news()["apps/shop.yml"] == []


def test_without_a_watching_client_the_disk_is_looked_at(desk: Desk) -> None:
    assert desk.workspace.look() is False
    (desk.folder / "apps/shared.yml").rename(desk.folder / "apps/renamed.yml")
    desk.write("apps/renamed.yml", SHARED.replace("auth:", "other:"))
    assert desk.workspace.look() is True
    assert desk.news()["apps/shop.yml"] == ["unknown-middleware"]
    desk.workspace.look()  # what has become of the folder
    assert desk.workspace.look() is False


def test_several_traefiks_do_not_mix(desk_of: Open) -> None:
    settings = '[[traefik]]\nname = "a"\ndirectories = ["a"]\n[[traefik]]\nname = "b"\ndirectories = ["b"]\n'
    desk = desk_of({"traefiklint.toml": settings, "a/shop.yml": SHOP, "b/shop.yml": SHOP, "b/shared.yml": SHARED})
    assert desk.news() == {"a/shop.yml": ["unknown-middleware"]}


def test_settings_count_when_they_are_saved_and_a_mistake_in_them_is_told(desk: Desk) -> None:
    desk.type("apps/shop.yml", SHOP.replace("[auth]", "[auht]"))
    assert desk.news()["apps/shop.yml"] == ["unknown-middleware"]
    desk.write("traefiklint.toml", 'ignore = ["unknown-middleware"]\n')
    desk.workspace.on_disk([desk.path("traefiklint.toml")])
    assert desk.news()["apps/shop.yml"] == []
    desk.write("traefiklint.toml", "ingore = []\n")
    desk.workspace.on_disk([desk.path("traefiklint.toml")])
    assert desk.news() == {}, "what was known before still counts"
    (failure,) = desk.workspace.failures()
    assert "ignore" in failure


def test_the_client_may_set_what_the_file_leaves_open(desk_of: Open) -> None:
    settings, wrong = read_settings({"traefiklint": {"ignore": "unknown-middleware", "strict": 3, "onlyOpen": True}})
    assert settings == ClientSettings(ignore=("unknown-middleware",), only_open=True)
    assert wrong == ["the setting `traefiklint.strict` is not true or false"]
    assert desk_of({"apps/shop.yml": SHOP}, settings).news() == {}


def test_a_text_that_is_no_utf8_and_one_that_is_broken_are_said_to_be_so(desk: Desk) -> None:
    (desk.folder / "apps/latin.yml").write_bytes(b"http:\n  routers:\n    a:\n      rule: Host(`\xe9`)\n")
    desk.workspace.on_disk([desk.path("apps/latin.yml")])
    assert desk.news()["apps/latin.yml"] != []
    desk.type("apps/shop.yml", SHOP + "\tx: [\n")
    assert desk.news()["apps/shop.yml"] != []
