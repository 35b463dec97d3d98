"""The site of `make docs` in a browser: opened from the disk, as somebody does who has unpacked the archive."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.window import Look, Window

SITE = Path(__file__).parents[2] / "build" / "docs" / "html"
INDEX, RULE, OPTIONS, OPTION, COMMAND = (
    "rules/index.html",
    "rules/migration/rule-too-many-arguments.html",
    "options/index.html",
    "options/static/entrypoints.html",
    "commands/lint.html",
)

pytestmark = pytest.mark.skipif(not SITE.is_dir(), reason="needs the site: `make docs` builds it")


def shown(window: Window) -> list[str]:
    """The names in the rows of a filtered table that are to be seen."""
    rows = "[...document.querySelectorAll('table.index tbody tr')].filter(row => row.offsetParent)"
    return list(window.page.evaluate(f"{rows}.map(row => row.querySelector('th a').textContent)"))


def choose(window: Window, name: str, value: str) -> None:
    window.page.select_option(f".filter select[name={name}]", value)


FEW = "document.querySelectorAll('table tr:nth-child(n+12), dl > :nth-child(n+40), nav li:nth-child(n+12)')"
"""What is as the others before it are: judged once more by axe, it would take minutes."""


@pytest.mark.parametrize("look", Look)
def test_pages_are_whole_in_every_look_and_for_screen_readers(look: Look, browse, serve) -> None:
    base = serve(SITE)  # axe reads the styles, which a browser does not let it do from a disk
    window = browse(base + "index.html", look)
    for page in ("index.html", "lint.html", INDEX, RULE, OPTIONS, OPTION, COMMAND):
        window.page.goto(base + page)
        assert window.page.locator("h1").count() == 1, page
        assert window.overflow() <= 0, page
        window.page.evaluate(f"{FEW}.forEach((one) => one.remove())")
        assert window.violations() == [], page
        dark = window.page.evaluate("document.body.dataset.mdColorScheme")
        assert dark == ("slate" if look is Look.DARK else "default"), page


def test_rules_are_filtered_by_words_and_by_what_they_are(browse) -> None:
    window = browse(SITE / INDEX)
    every = shown(window)
    assert len(every) > 400
    choose(window, "effect", "rejected")
    choose(window, "fix", "safe")
    few = shown(window)
    assert "empty-mapping" in few
    assert 0 < len(few) < len(every) / 4
    assert window.page.inner_text(".filter-count") == f"{len(few)} of {len(every)}"
    window.page.fill(".filter input[name=q]", "EMPTY mapping")
    assert "empty-mapping" in shown(window)
    assert len(shown(window)) < len(few)
    window.page.click(".filter button")
    assert shown(window) == every
    window.page.fill(".filter input[name=q]", "no rule has these words")
    assert shown(window) == []


def test_what_is_chosen_stands_in_the_address_and_comes_from_it(browse) -> None:
    window, other = browse(SITE / INDEX), browse("about:blank")
    for name, value, one in (
        ("category", "labels", "port-published"),
        ("since", "3.6", "router-cycle"),
        ("source", "static", "api-insecure"),
    ):
        window.page.goto((SITE / INDEX).as_uri())
        choose(window, name, value)
        chosen = shown(window)
        assert one in chosen
        assert window.page.url.endswith(f"?{name}={value}")
        other.page.goto(window.page.url)
        assert shown(other) == chosen


def test_a_wrong_choice_in_the_address_chooses_nothing(browse) -> None:
    window = browse(f"{(SITE / INDEX).as_uri()}?category=<script>&effect=none#x")
    assert len(shown(window)) > 400


def test_a_rule_leads_to_its_category_and_to_the_documentation_of_traefik(browse) -> None:
    window = browse(SITE / INDEX)
    window.page.click("text=rule-too-many-arguments")
    window.page.wait_for_url("**/rule-too-many-arguments.html")
    assert window.page.locator("a[href^='https://doc.traefik.io/']").count() >= 1
    window.page.click(".facts a[href*='category=']")
    window.page.wait_for_url("**/index.html?category=migration")
    assert "rule-too-many-arguments" in shown(window)
    assert "empty-mapping" not in shown(window)


def test_options_are_found_by_their_path(browse) -> None:
    window = browse(SITE / OPTIONS)
    window.page.fill(".filter input[name=q]", "maxheaderbytes")
    assert shown(window) == ["entryPoints.NAME.http.maxHeaderBytes"]
    window.page.click("table.index tbody tr:not([hidden]) a")
    window.page.wait_for_url("**/entrypoints.html#*")
    assert window.page.locator("dt:target code").first.inner_text() == "maxHeaderBytes"


@pytest.mark.parametrize("served", [False, True], ids=["from the disk", "from a server"])
def test_the_search_finds_a_rule_without_a_network(served: bool, browse, serve) -> None:
    window = browse(serve(SITE) + "index.html" if served else SITE / "index.html")
    window.page.click(".md-search__button")
    window.page.keyboard.type("shadowed-router")
    window.page.wait_for_selector("a[href*='rules/router/shadowed-router.html']")


def test_without_scripts_the_table_is_whole(browser, browse) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((SITE / INDEX).as_uri())
    assert page.locator("table.index tbody tr").count() > 400
    assert page.locator(".filter select").count() == 0
    context.close()


def test_the_site_is_shown_in_the_manual(browse, picture) -> None:
    window = browse(SITE / INDEX)
    choose(window, "effect", "rejected")
    choose(window, "fix", "safe")
    picture(window, "site-rules")
