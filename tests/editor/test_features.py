"""Looking around in a Traefik, and changing it, from a document."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lsprotocol.types import CodeAction, MarkupContent, Position, Range

from tests.editor.conftest import Open
from tests.editor.desk import COMPOSE, SHARED, SHOP, Desk
from tests.text import secrets
from traefiklint.editor import actions, lenses, navigation, renaming, symbols, tokens
from traefiklint.editor.hover import hover
from traefiklint.editor.positions import Here
from traefiklint.errors import UsageError

ALL = Range(Position(0, 0), Position(999, 0))


def at(here: Here, word: str, number: int = 0) -> int:
    """The offset of a word in a document."""
    offset = -1
    for _ in range(number + 1):
        offset = here.text.index(word, offset + 1)
    return offset + 1


def told(here: Here, word: str, number: int = 0) -> str:
    """What hovering over a word says."""
    found = hover(here, at(here, word, number))
    assert found is not None and isinstance(found.contents, MarkupContent)
    return found.contents.value


def places(here: Here, locations: list[object]) -> list[tuple[str, int]]:
    """Files and lines (from 1) of locations."""
    root = here.uri_of(here.view.root) + "/"
    return [(one.uri.removeprefix(root), one.range.start.line + 1) for one in locations]  # type: ignore[attr-defined]


def test_an_option_is_explained(desk: Desk) -> None:
    words = told(desk.here("apps/shop.yml"), "middlewares:")
    assert words.startswith("**middlewares** · list of texts")
    assert "in the order in which they run" in words


def test_a_rule_is_explained_with_its_priority_and_who_else_answers(desk: Desk) -> None:
    desk.type("apps/new.yml", SHOP.replace("shop:", "twin:").replace(" && PathPrefix(`/cart`)", ""))
    words = told(desk.here("apps/shop.yml"), "Host(")
    assert "Host `shop.example.com`" in words
    assert "PathPrefix `/cart`" in words
    assert "priority 47 (the length of the rule)" in words
    assert "entry points: websecure (by default)" in words
    assert "`twin@file` (apps/new.yml) for `GET https://shop.example.com/cart`: comes after it, priority 24" in words


def test_an_object_says_who_would_stop_without_it_and_keeps_its_secrets(desk: Desk) -> None:
    words = told(desk.here("apps/shared.yml"), "auth:")
    assert "Without it 2 routers would stop: `blog@docker`, `shop@file`" in words
    assert "$2y$" not in told(desk.here("apps/shared.yml"), "users")
    assert "Requests meet `auth@file` (basicAuth)" in told(desk.here("apps/shop.yml"), "shop:")


def test_names_lead_to_their_definitions_across_files_and_providers(desk: Desk) -> None:
    shop, compose = desk.here("apps/shop.yml"), desk.here("compose.yml")
    assert places(shop, navigation.define(shop, at(shop, "auth"))) == [("apps/shared.yml", 3)]
    assert places(compose, navigation.define(compose, at(compose, "auth@file"))) == [("apps/shared.yml", 3)]
    assert places(shop, navigation.define(shop, at(shop, "shop", 2))) == [("apps/shop.yml", 8)]
    desk.type("apps/shop.yml", SHOP.replace("service: shop", "entryPoints: [web]\n      service: shop"))
    shop = desk.here("apps/shop.yml")
    assert places(shop, navigation.define(shop, at(shop, "web]"))) == [("traefik.yml", 2)]


def test_references_are_found_wherever_they_stand(desk: Desk) -> None:
    shared = desk.here("apps/shared.yml")
    found = navigation.refer(shared, at(shared, "auth:"))
    assert places(shared, found) == [("apps/shared.yml", 3), ("apps/shop.yml", 5), ("compose.yml", 7)]
    without = navigation.refer(shared, at(shared, "auth:"), declaration=False)
    assert len(without) == 2
    shop = desk.here("apps/shop.yml")
    assert [one.range.start.line for one in navigation.highlight(shop, at(shop, "shop", 3))] == [7, 5]


def test_the_outline_and_the_search_know_every_object(desk: Desk) -> None:
    groups = symbols.outline(desk.here("apps/shop.yml"))
    assert [(group.name, [one.name for one in group.children or ()]) for group in groups] == [
        ("http.routers", ["shop"]),
        ("http.services", ["shop"]),
    ]
    labels = symbols.outline(desk.here("compose.yml"))
    assert ("http.routers", ["blog"]) in [(one.name, [child.name for child in one.children or ()]) for one in labels]
    static = symbols.outline(desk.here("traefik.yml"))
    assert [one.name for group in static for one in group.children or ()] == ["web", "websecure", "letsencrypt"]
    found = symbols.search(desk.workspace, "shp", "utf-16", lambda path: path)
    assert {(one.name, one.container_name) for one in found} == {("shop", "http.routers"), ("shop", "http.services")}


def test_renaming_reaches_files_and_labels_and_keeps_the_rest(desk: Desk) -> None:
    shared = desk.here("apps/shared.yml")
    prepared = renaming.prepare(shared, at(shared, "auth:"))
    assert prepared is not None and prepared.placeholder == "auth"
    edit = renaming.rename(shared, at(shared, "auth:"), "login")
    assert edit is not None
    assert desk.after(edit) == {
        "apps/shared.yml": SHARED.replace("auth:", "login:", 1),
        "apps/shop.yml": SHOP.replace("[auth]", "[login]"),
        "compose.yml": COMPOSE.replace("auth@file", "login@file"),
    }


def test_an_object_of_labels_is_renamed_in_every_label(desk: Desk) -> None:
    here = desk.here("compose.yml")
    edit = renaming.rename(here, at(here, "blog", 2), "journal")
    assert edit is not None
    after = desk.after(edit)["compose.yml"]
    assert after.count("routers.journal.") == 2
    assert "services.blog." in after, "that is another object"


def test_an_entry_point_is_renamed_where_it_is_named(desk: Desk) -> None:
    desk.type("apps/shop.yml", SHOP.replace("service: shop", "entryPoints: [websecure]\n      service: shop"))
    here = desk.here("traefik.yml")
    edit = renaming.rename(here, at(here, "websecure"), "https")
    assert edit is not None
    after = desk.after(edit)
    assert "entryPoints: [https]" in after["apps/shop.yml"]
    assert "  https:\n" in after["traefik.yml"]


TOML = """\
[http.routers.web]
rule = "Host(`a.example.com`)"
service = "api" # the service
[http.services.api.loadBalancer]
passHostHeader = true
[[http.services.api.loadBalancer.servers]]
url = "http://a:80"
"""


def test_toml_is_renamed_in_every_head(desk: Desk) -> None:
    here = desk.type("apps/api.toml", TOML)
    edit = renaming.rename(here, at(here, "api"), "back-end")
    assert edit is not None
    assert desk.after(edit)["apps/api.toml"] == TOML.replace("services.api.", "services.back-end.").replace(
        '"api"', '"back-end"'
    )


@pytest.mark.parametrize("name", ["", "a@b", " x", "shop"])
def test_a_name_that_cannot_be_or_is_taken_is_refused(desk: Desk, name: str) -> None:
    here = desk.type("apps/shop.yml", SHOP.replace("  services:", "  services:\n    other:\n      loadBalancer: {}"))
    with pytest.raises(UsageError):
        renaming.rename(here, at(here, "other"), name)


def test_lenses_say_who_uses_what(desk: Desk) -> None:
    desk.type("apps/shared.yml", SHARED + "    idle:\n      addPrefix:\n        prefix: /x\n")
    shown = {
        one.range.start.line: one.command.title for one in lenses.lenses(desk.here("apps/shared.yml")) if one.command
    }
    assert shown == {2: "2 routers use this", 6: "nothing reaches this"}
    static = [one.command.title for one in lenses.lenses(desk.here("traefik.yml")) if one.command]
    assert static == ["1 resolver names this", "all routers that name none use this", "1 entry point names this"]


def test_hints_show_what_a_router_gets_by_default(desk: Desk) -> None:
    shown = lenses.hints(desk.here("apps/shop.yml"), ALL)
    assert [(one.position.line, one.label) for one in shown] == [(3, "priority 47"), (2, "on websecure")]
    given = desk.type(
        "apps/shop.yml", SHOP.replace("service: shop", "priority: 3\n      entryPoints: [web]\n      service: shop")
    )
    assert lenses.hints(given, ALL) == []


def test_rules_are_coloured_by_what_their_parts_are(desk: Desk) -> None:
    here = desk.type("apps/shop.yml", SHOP.replace("PathPrefix(`/cart`)", "PathRegexp(`/c.*`)"))
    data = tokens.tokens(here).data
    line = here.text.splitlines()[3]
    column, seen = 0, []
    for delta_line, delta, length, kind, _ in zip(*[iter(data)] * 5, strict=True):
        column = delta if delta_line else column + delta
        seen.append((line[column : column + length], tokens.LEGEND.token_types[kind]))
    assert seen == [
        ("Host", "function"),
        ("`shop.example.com`", "string"),
        ("&&", "operator"),
        ("PathRegexp", "function"),
        ("`/c.*`", "regexp"),
    ]


# Code actions


def offered(here: Here, only: list[str] | None = None) -> dict[str, CodeAction]:
    """The actions of a document by their titles."""
    return {one.title: one for one in actions.actions(here, ALL, only)}


def test_safe_and_unsafe_fixes_are_told_apart(desk: Desk) -> None:
    here = desk.type("apps/shop.yml", SHOP.replace("/cart", "cart").replace("[auth]", "[auht]"))
    found = offered(here)
    assert found["Write `/cart`"].is_preferred is True
    unsafe = [one for title, one in found.items() if "unsafe" in title]
    assert [one.is_preferred for one in unsafe] == [False]
    edit = found["Write `/cart`"].edit
    assert edit is not None and "PathPrefix(`/cart`)" in desk.after(edit)["apps/shop.yml"]


def test_all_safe_fixes_are_made_at_once_and_no_other_one(desk: Desk) -> None:
    here = desk.type("apps/shop.yml", SHOP.replace("/cart", "cart").replace("[auth]", "[auht]"))
    assert actions.FIX_ALL in [one.kind for one in offered(here).values()]
    edit = here.edit(actions.fix_all(here))
    assert desk.after(edit) == {"apps/shop.yml": here.text.replace("`cart`", "`/cart`")}
    assert offered(here, [actions.FIX_ALL]).keys() == {"traefiklint: fix all that is safe"}
    assert offered(here, ["refactor"]) == {}


def test_labels_are_fixed_in_place(desk: Desk) -> None:
    here = desk.type(
        "compose.yml", COMPOSE.replace("Host(`blog.example.com`)", "Host(`blog.example.com`) && Path(`x`)")
    )
    edit = here.edit(actions.fix_all(here))
    assert "Path(`/x`)" in desk.after(edit)["compose.yml"]


@pytest.mark.parametrize(
    ("before", "title", "after"),
    [
        ("[auht]", "in this line", "[auht]  # traefiklint: ignore[unknown-middleware]"),
        ("[auht] # why", "in this line", "[auht] # why  # traefiklint: ignore[unknown-middleware]"),
        (
            "[auht] # traefiklint: ignore[rule-syntax]",
            "in this line",
            "[auht] # traefiklint: ignore[rule-syntax, unknown-middleware]",
        ),
    ],
)
def test_a_finding_is_kept_silent_by_a_comment(desk: Desk, before: str, title: str, after: str) -> None:
    here = desk.type("apps/shop.yml", SHOP.replace("[auth]", before))
    edit = offered(here)[f"Keep `unknown-middleware` silent {title}"].edit
    assert edit is not None
    changed = desk.after(edit)["apps/shop.yml"]
    assert changed == SHOP.replace("[auth]", after)
    desk.type("apps/shop.yml", changed)
    assert "unknown-middleware" not in [one.rule for one in desk.here("apps/shop.yml").view.report.findings]


def test_a_finding_inside_a_block_of_text_is_kept_silent_from_above(desk: Desk) -> None:
    block = SHOP.replace("rule: Host(`shop.example.com`) && PathPrefix(`/cart`)", "rule: >-\n        Path(`x`)")
    here = desk.type("apps/shop.yml", block)
    silencing = [title for title in offered(here) if "in this line" in title]
    for title in silencing:
        edit = offered(here)[title].edit
        assert edit is not None
        desk.type("apps/shop.yml", desk.after(edit)["apps/shop.yml"])
        assert "rule-path-without-slash" not in [one.rule for one in desk.here("apps/shop.yml").view.report.findings]
    whole = offered(desk.type("apps/shop.yml", block))["Keep `rule-path-without-slash` silent in this file"].edit
    assert whole is not None
    assert desk.after(whole)["apps/shop.yml"].startswith("# traefiklint: ignore-file[rule-path-without-slash]\n")


@pytest.mark.slow
@pytest.mark.parametrize("look", [str, secrets.as_words], ids=["random", "words"])
def test_no_answer_shows_a_secret_of_a_file(desk_of: Open, look: Callable[[str], str]) -> None:
    texts = {"apps/a.yml": secrets.DYNAMIC, "apps/b.toml": secrets.MORE, "traefik.yml": secrets.STATIC}
    texts = {name: look(text) for name, text in {**texts, "apps/d.yml": secrets.RULES}.items()}
    desk = desk_of({**texts, "compose.yml": look(secrets.COMPOSE), "apps/c.yml": look(secrets.BROKEN)})
    shown = []
    for name, text in texts.items():
        here = desk.type(name, text)
        shown += [str(hover(here, offset)) for offset in range(0, len(text), 31)]
        shown += [str(symbols.outline(here)), str(lenses.lenses(here)), str(lenses.hints(here, ALL))]
    for told in desk.workspace.news().values():
        shown += [f"{one.message} {one.help} {one.related} {one.fix.title if one.fix else ''}" for one in told.findings]
    assert len(shown) > 100
    assert not [text for text in shown if secrets.SIGN in text or re.search(rf"\b{secrets.WORD}[a-z]{{2}}\b", text)]
