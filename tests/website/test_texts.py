"""The texts of the site, as they are given to its generator."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from tests.readme import DOCS
from tests.rules.links import with_facts
from tests.rules.pages import RULES
from traefiklint.cli.console import Console
from traefiklint.cli.group import Commands
from traefiklint.engine import load_rules
from traefiklint.findings import Finding, Span
from traefiklint.report import View
from website.__main__ import nav, settings, texts
from website.commands import names
from website.facts import facts
from website.manual import Nav, pictures
from website.sections import dynamic, static
from website.texts import Texts, fenced, relinked

pytestmark = pytest.mark.slow  # the examples of all rules are linted once


@pytest.fixture(scope="module")
def site() -> Texts:
    return texts()


def said(*arguments: str) -> str:
    """What a command prints."""
    return CliRunner().invoke(Commands(name="traefiklint"), arguments, obj=Console()).stdout


def paths_of(part: Nav | str) -> Iterator[str]:
    if isinstance(part, str):
        yield part
        return
    for item in part:
        for inner in item.values():
            yield from paths_of(inner)


def test_the_navigation_leads_to_every_page_once(site: Texts) -> None:
    assert sorted(paths_of(nav())) == sorted(site)


def test_every_link_of_a_text_leads_to_a_text(site: Texts) -> None:
    broken = []
    for page, text in site.items():
        for target in re.findall(r'\]\(([^()\s]+)\)|href="([^"]+)"', text):
            path, _, anchor = "".join(target).partition("#")
            path = path.partition("?")[0].replace(".html", ".md")
            if re.match("[a-z]+:", path):
                continue
            home = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
            if home not in site and home not in pictures():
                broken.append(f"{page}: {target}")
            elif anchor and 'id="' in site[home] and home.startswith("options/"):
                known = f'id="{anchor}"' in site[home] or f"{{ #{anchor} }}" in site[home]
                broken += [] if known else [f"{page}: {target}"]
    assert broken == []


def test_rule_url_as_the_manual_shows_it_leads_to_the_page_of_each_rule(site: Texts) -> None:
    shown = re.findall(r'^rule-url = "([^"]+)"', (DOCS / "settings.md").read_text("utf-8"), re.MULTILINE)
    assert len(shown) == 2
    for url in shown:
        base = url.partition("rules/")[0]
        for rule in load_rules().values():
            finding = Finding(rule.id, rule.category, rule.severity, rule.effect, "", "a.yml", Span(1, 1, 1, 1))
            page = View(rule_url=url).page(finding)
            assert page.startswith(base)
            assert page.removeprefix(base).replace(".html", ".md") in site


def test_the_index_says_of_each_rule_what_the_command_says(site: Texts) -> None:
    listed = json.loads(said("rules", "--category", "migration", "--format", "json"))
    rows = site["rules/index.md"].split("<tr ")[1:]
    assert len(rows) == len(load_rules()) == len(facts())
    by_name = {re.findall(r'\.html">([^<]+)</a>', row)[0]: row for row in rows}
    for entry in listed:
        row = by_name[entry["rule"]]
        assert f'data-category="{entry["category"]}"' in row
        assert f'data-effect="{entry["effect"]}"' in row
        if entry["rule"] != "changed-by-upgrade":  # whose examples need what the command does not have
            assert f'data-fix="{entry["fix"]}"' in row
        assert re.search(r'data-since="3\.\d"', row)
        assert re.search(r'data-source="(files|labels|static)', row)


def test_a_page_shows_the_line_that_is_wrong_and_what_is_said_about_it(site: Texts) -> None:
    page = site["rules/migration/rule-too-many-arguments.md"]
    wrong, right = page.partition("### Wrong\n")[2].split("### Right\n")
    assert 'hl_lines="' in wrong
    assert '!!! failure "Line ' in wrong
    assert "error · disabled" in wrong
    assert "`Host` takes one value, got 2" in wrong
    assert "# error[" not in page
    assert "hl_lines" not in right
    assert "| Fix | safe: `--fix` |" in page


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("rules/files/link-leaves-directory.md", "→"),
        ("rules/files/unreadable-file.md", "is a named pipe"),
        ("rules/static/acme-storage-file.md", "mode `"),
        ("rules/migration/changed-by-upgrade.md", "Linted for Traefik 3."),
    ],
)
def test_what_is_no_plain_text_in_an_example_is_said_in_words(page: str, words: str, site: Texts) -> None:
    if page not in site:
        pytest.fail(f"{page} is gone: choose another example")
    assert words in site[page]


def test_every_option_has_a_place_that_the_index_leads_to(site: Texts) -> None:
    targets = re.findall(
        r'<tr data-configuration=[^>]*><th scope="row"><a href="([^"]+)">(.*?)</a>', site["options/index.md"]
    )
    listed = [words.replace("<wbr>", "") for _, words in targets]
    wanted = [one.path for one in (*dynamic(), *static()) if one.path != "pilot"]
    assert sorted(listed) == sorted(wanted)
    for target, _ in targets:
        path, _, anchor = target.partition("#")
        page = site[f"options/{path.replace('.html', '.md')}"]
        assert f'id="{anchor}"' in page or f"{{ #{anchor} }}" in page, target


def test_an_option_tells_what_it_holds_since_when_and_who_can_set_it(site: Texts) -> None:
    routers = site["options/dynamic/http-routers.md"]
    assert re.search(r"<code>ruleSyntax</code>.*deprecated", routers)
    assert re.search(r"<code>parentRefs</code>.*since 3\.6.*files only", routers)
    assert re.search(r"<code>tls</code>.*may be empty", routers)
    assert "As a label `traefik.http.routers.NAME.tls`." in routers
    points = site["options/static/entrypoints.md"]
    assert "As a flag `--entrypoints.NAME.http.tls`, as a variable `TRAEFIK_ENTRYPOINTS_NAME_HTTP_TLS`." in points
    assert re.search(r"<code>maxHeaderBytes</code>.*default <code>1048576</code>.*since 3\.2", points)


def test_every_command_has_a_page_with_its_options(site: Texts) -> None:
    for name in names():
        page = site[f"commands/{name}.md"]
        helped = said(name, "--help")
        for option in re.findall(r"^  (--[a-z-]+)", helped, re.MULTILINE):
            if option not in ("--help", "--quiet", "--verbose", "--no-color", "--color", "--config"):
                assert f"<code>{option}" in page, (name, option)


def test_links_of_the_repository_are_links_of_the_site() -> None:
    homes = {"README.md": "index.md", "docs/edit.md": "edit.md", "docs/python/README.md": "python/index.md"}
    text = "[a](../edit.md#set) [b](../../CONTRIBUTING.md) [`c`](https://x.example.com) `[d](../edit.md)` [e](#here)"
    wanted = "[a](../edit.md#set) b [`c`](https://x.example.com) `[d](../edit.md)` [e](#here)"
    assert relinked(text, "docs/python/README.md", "python/index.md", homes) == wanted
    assert relinked("[x](docs/python/README.md)", "README.md", "index.md", homes) == "[x](python/index.md)"


def test_a_block_of_code_may_hold_fences() -> None:
    assert fenced("```yaml\na: 1\n```\n", "text").startswith("```` text\n")


def test_nothing_is_loaded_from_another_host_and_an_address_is_only_what_is_given() -> None:
    plain, published = settings()["project"], settings("https://docs.example.com/traefiklint")["project"]
    assert "site_url" not in plain
    assert published["site_url"] == "https://docs.example.com/traefiklint/"
    assert plain["theme"]["font"] is False
    assert "repo_url" not in plain
    assert not re.search("https?://", json.dumps(plain))


def test_the_page_of_a_rule_says_the_versions_that_its_examples_show_and_how_often_it_was_found() -> None:
    for one in facts():
        text = (RULES / one.rule.category / f"{one.rule.id}.md").read_text("utf-8")
        assert with_facts(text, one) == text, f"{one.rule.id}: `python -m tests.rules.links` writes them"
