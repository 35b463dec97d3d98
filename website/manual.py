"""The chapters of the manual, and where each stands."""

from __future__ import annotations

import re

from website.texts import CHECKOUT, Texts, relinked

DOCS = CHECKOUT / "docs"
NOT_SHOWN = {"messages"}
"""Chapters that are for the maintainers alone, and better read beside the tests."""

PARTS: dict[str, tuple[tuple[str, str], ...]] = {
    "Check": (
        ("Lint", "lint"), ("Fix", "fix"), ("Hook and CI", "ci"), ("Static configuration", "static"),
        ("Labels", "labels"),
    ),
    "Understand": (
        ("Routes", "routes"), ("Report", "report"), ("A running Traefik", "live"), ("Ask the real Traefik", "verify"),
    ),
    "Change": (("Upgrade", "upgrade"), ("Many files at once", "edit"), ("Dokploy", "dokploy")),
    "Set up": (("Settings", "settings"), ("Rules of your own", "policies"), ("Editor", "editor")),
    "How it is known to be true": (
        ("How it is known", "truth"), ("How often warnings are right", "precision"), ("What is never shown", "secrets"),
        ("How fast it is", "speed"),
    ),
    "Work on it": (("Architecture", "ARCHITECTURE"), ("A new Traefik version", "new-version")),
}  # fmt: skip
"""The chapters by what people do, with their names in the navigation."""

Nav = list[dict[str, "str | Nav"]]


def manual() -> Texts:
    """The start page, the chapters, the pages about Python, the change log; links lead to each other."""
    shown = {source: page for source, page in homes_of().items() if page.endswith(".md")}
    rules = [f"rules/{path.parent.name}/{path.name}" for path in (CHECKOUT / "rules").glob("*/*.md")]
    homes = homes_of() | dict(zip(rules, rules, strict=True))
    texts = {page: relinked(_text(source), source, page, homes) for source, page in shown.items()}
    texts["index.md"] = _start(texts["index.md"])
    return texts


def homes_of() -> dict[str, str]:
    """Where each file of the repository that the site shows is on it."""
    homes = {"README.md": "index.md", "CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md"}
    for path in sorted(DOCS.glob("*.md")):
        if path.stem not in NOT_SHOWN:
            homes[f"docs/{path.name}"] = f"{path.stem.lower()}.md"
    for path in sorted((DOCS / "python").glob("*.md")):
        homes[f"docs/python/{path.name}"] = f"python/{'index.md' if path.stem == 'README' else path.name}"
    images = (path for ending in ("svg", "png") for path in sorted(DOCS.rglob(f"*.{ending}")))
    homes |= {f"docs/{(name := path.relative_to(DOCS).as_posix())}": name for path in images}
    return homes


def pictures() -> dict[str, bytes]:
    """The pictures of the manual by their path on the site."""
    return {page: (CHECKOUT / source).read_bytes() for source, page in homes_of().items() if not page.endswith(".md")}


def navigation() -> Nav:
    """The manual in the navigation; chapters that are in no part stand in the last but one."""
    there = {path.stem for path in DOCS.glob("*.md")}
    named = {chapter for chapters in PARTS.values() for _, chapter in chapters}
    nav: Nav = [{"Start": "index.md"}]
    for part, chapters in PARTS.items():
        found: Nav = [{title: f"{chapter.lower()}.md"} for title, chapter in chapters if chapter in there]
        if part == "Understand":
            found += [{_title(chapter): f"{chapter}.md"} for chapter in sorted(there - named - NOT_SHOWN)]
        if part == "Set up":
            found.append({"Python": [{"Overview": "python/index.md"}, *_functions()]})
        if part == "Work on it":
            found.insert(0, {"Contributing": "contributing.md"})
        nav.append({part: found})
    return nav


def _functions() -> Nav:
    return [{path.stem: f"python/{path.name}"} for path in sorted((DOCS / "python").glob("[a-z]*.md"))]


def _text(source: str) -> str:
    text = (CHECKOUT / source).read_text("utf-8")
    # A block with a file name behind its language has that as its title; one with words for the tests has none.
    return re.sub(r"^```([a-z]+) (\S+\.[a-z]+)$", r'```\1 title="\2"', text, flags=re.MULTILINE)


def _title(chapter: str) -> str:
    return (DOCS / f"{chapter}.md").read_text("utf-8").partition("\n")[0].removeprefix("# ")


def _start(text: str) -> str:
    """The README as the start page: how to work on the project has a page of its own."""
    kept = text.partition("\n## Working on it\n")[0].rstrip()
    links = (
        "[All rules](rules/index.md){ .md-button .md-button--primary } "
        "[Options of Traefik](options/index.md){ .md-button } [Commands](commands/index.md){ .md-button }"
    )
    first, rest = kept.split("\n\n", 2)[:2], kept.split("\n\n", 2)[2]
    front = (
        "---\ntitle: traefiklint\ndescription: Lints Traefik's configuration the way Traefik itself reads it.\n---\n\n"
    )
    return front + "\n\n".join([*first, links, rest]) + "\n"
