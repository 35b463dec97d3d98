"""The checker of links finds what leads nowhere, and what would be loaded from somewhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from website.links import main, wrong


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two pages in which every link is right."""
    write(
        tmp_path,
        {
            "index.html": '<a href="rules/a.html#how-to">a</a> <a href="rules/">folder</a> <a href="#top">up</a>'
            '<h1 id="top">x</h1><img src="picture.svg"><a href="https://doc.traefik.io/">away</a>'
            '<a href="mailto:a@b">m</a>',
            "rules/a.html": '<a href="../index.html">home</a><a href="../index.html?q=1#top">q</a>'
            '<h2 id="how-to">x</h2><link rel="stylesheet" href="../site.css">'
            '<link rel="canonical" href="https://docs.example.com/rules/a.html">',
            "rules/index.html": "<p>x</p>",
            "picture.svg": "<svg/>",
            "site.css": "body { background: url(picture.svg) }",
        },
    )
    return tmp_path


def write(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def test_a_site_without_mistakes_has_none(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert wrong(site) == []
    assert main([str(site)]) == 0
    assert capsys.readouterr().out == "3 pages, 7 links, 0 broken\n"


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ('<a href="gone.html">x</a>', "new.html: `gone.html` leads to no file"),
        ('<a href="rules/a.html#gone">x</a>', "new.html: `rules/a.html#gone` leads to no place in its page"),
        ('<a href="#gone">x</a>', "new.html: `#gone` leads to no place in its page"),
        ('<a href="../outside.html">x</a>', "new.html: `../outside.html` leads to no file"),
        ('<img src="gone.png">', "new.html: `gone.png` leads to no file"),
        ('<script src="https://cdn.example.com/x.js"></script>', "loads `https://cdn.example.com/x.js`"),
        ('<link rel="stylesheet" href="//fonts.example.com/x.css">', "loads `//fonts.example.com/x.css`"),
        ('<link rel="preconnect" href="https://fonts.example.com">', "loads `https://fonts.example.com`"),
    ],
)
def test_a_mistake_is_told_with_its_page(html: str, says: str, site: Path) -> None:
    write(site, {"new.html": html})
    (found,) = wrong(site)
    assert says in found
    assert main([str(site)]) == 1


@pytest.mark.parametrize(
    "css", ["@import 'https://x.example.com/a.css';", "a { src: url(https://x.example.com/f.woff) }"]
)
def test_a_style_that_loads_from_another_host_is_told(css: str, site: Path) -> None:
    write(site, {"fonts.css": css})
    (found,) = wrong(site)
    assert found.startswith("fonts.css: loads `https://x.example.com/")


def test_a_site_without_pages_is_no_site(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 1
