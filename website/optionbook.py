"""The options of Traefik, static and dynamic, from the declarations that the linter itself reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import groupby

from traefiklint.checks.registry import load_book
from traefiklint.editor.words import default_of, kind_of
from traefiklint.versions import TARGETS
from website.sections import Known, dynamic, static
from website.texts import Texts, cell, filtered, in_html, relative

INDEX = "options/index.md"
_MOST = 110
"""How many options a page may hold before the sections in it get pages of their own."""


class Page:
    """The options of one page: a part of one of the two configurations."""

    def __init__(self, kind: str, prefix: str, options: list[Known]) -> None:
        self.is_static = kind == "static"
        self.title = prefix
        self.path = f"options/{kind}/{prefix.replace('.NAME', '').replace('[0]', '').replace('.', '-').lower()}.md"
        self.options = options


@cache
def pages() -> tuple[Page, ...]:
    """All pages, those of the dynamic configuration first."""
    return (*_pages("dynamic", dynamic()), *_pages("static", static()))


def _pages(kind: str, options: tuple[Known, ...]) -> Iterator[Page]:
    for _, group in groupby(options, key=lambda one: one.path.partition(".")[0]):
        yield from _split(kind, list(group))


def _split(kind: str, options: list[Known]) -> Iterator[Page]:
    """A section with all that it holds; where that is too much, a page for each section in it, and one for the rest."""
    head = options[0]
    if head.removed:
        return
    if len(options) <= _MOST:
        yield Page(kind, head.path, options)
        return
    own = [head]
    inner = []
    for one in options[1:]:
        if one.path.count(".") == head.below.count(".") + 1 and one.option.of is not None:
            inner.append(one)
        elif not any(one.path.startswith(f"{section.below}.") for section in inner):
            own.append(one)
    yield Page(kind, head.path, [*own, *inner])
    for section in inner:
        yield from _split(kind, [one for one in options if f"{one.path}.".startswith(f"{section.path}.")])


@cache
def _homes() -> dict[str, list[tuple[str, str, str]]]:
    """Where the sections of a class are described, by the name of the class."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for page in reversed(pages()):
        for one in page.options:
            if one.option.of is not None and _described(page, one):
                found.setdefault(one.option.of.__name__, []).insert(0, (one.below, page.path, one.anchor))
    return found


def _described(page: Page, one: Known) -> bool:
    """Whether a page lists what a section holds, and does not only name it."""
    return any(other.owner is one.option.of and other.path.startswith(f"{one.below}.") for other in page.options)


def home_of(subject: str) -> list[tuple[str, str, str]]:
    """The path, page and anchor of a section by the name of its class; of one in many places, the first."""
    return _homes().get(subject, [])[:1]


def optionbook() -> Texts:
    """The pages, and the index of all options."""
    return {INDEX: _index(), **{page.path: _page(page) for page in pages()}}


# A page


def _page(page: Page) -> str:
    where = "static" if page.is_static else "dynamic"
    head = (
        f"---\ntitle: {page.title}\ndescription: The options of {page.title} in Traefik's {where} configuration.\n---\n"
    )
    parts = [f"{head}\n# `{page.title}`\n"]
    for number, section in enumerate(
        one for one in page.options if one.option.of is not None and _described(page, one)
    ):
        parts.append("\n".join(_section(page, section, number == 0)))
    return "\n".join(parts)


def _section(page: Page, section: Known, first: bool) -> Iterator[str]:
    of = section.option.of
    assert of is not None
    if first:
        yield f'<span id="{section.anchor}"></span>'
    else:
        yield f"## `{section.below}` {{ #{section.anchor} }}\n"
    yield (section.option.says or (of.__doc__ or "").strip()) + "\n"
    yield from _marks(section, page)
    yield from _spelled(section, page)
    options = [one for one in page.options if one.owner is of and one.path.rpartition(".")[0] == section.below]
    yield '<dl class="options">'
    for one in options:
        yield _entry(one, page)
    yield "</dl>\n"
    names = sorted(rule.id for rule in load_book().by_subject.get(of.__name__, ()))
    if names:
        book = load_book().rules
        links = ", ".join(
            f"[`{name}`]({relative(f'rules/{book[name].category}/{name}.md', page.path)})" for name in names
        )
        yield f"Rules about it: {links}\n"


def _marks(section: Known, page: Page) -> Iterator[str]:
    words = list(_badges(section, page))
    if words:
        yield " ".join(words) + "\n"


def _spelled(section: Known, page: Page) -> Iterator[str]:
    """How other sources than files name a section."""
    if page.is_static:
        flag = section.below.lower().replace(".name", ".NAME")
        variable = "TRAEFIK_" + re.sub(r"[.\[]", "_", section.below.upper()).replace("]", "")
        yield f"As a flag `--{flag}`, as a variable `{variable}`.\n"
    elif section.in_labels:
        key = section.option.label_key
        path = section.path.removesuffix(section.option.key) + key if key else section.below
        yield f"As a label `traefik.{path.replace('stores.NAME', 'stores.default')}`.\n"


def _entry(one: Known, page: Page) -> str:
    option = one.option
    key = f"<code>{escape(option.key)}</code>"
    described = _described(page, one)
    if option.of is not None and not one.removed:
        target = f"#{one.anchor}" if described else f"{relative(_own_page(one, page), page.path)[:-3]}.html"
        key = f'<a href="{target}">{key}</a>'
    given = (
        f' <span class="default">default <code>{escape(default_of(option))}</code></span>' if default_of(option) else ""
    )
    badges = "".join(f" {badge}" for badge in _badges(one, page))
    says = in_html(option.description)
    anchor = "" if described else f' id="{one.anchor}"'
    kind = "removed" if one.removed else kind_of(option)
    return f'<dt{anchor}>{key} <span class="kind">{kind}</span>{given}{badges}</dt>\n<dd>{says or "&nbsp;"}</dd>'


def _own_page(one: Known, page: Page) -> str:
    """The page that describes a section, if not the one that names it."""
    return next(
        (other.path for other in pages() if other.options[0].path == one.path and other.is_static == page.is_static),
        page.path,
    )


def _badges(one: Known, page: Page) -> Iterator[str]:
    option = one.option
    if one.since != TARGETS[0]:
        yield f'<span class="since">since {one.since}</span>'
    if option.may_be_empty:
        yield '<span class="empty">may be empty</span>'
    if option.deprecated and not one.removed:
        yield '<span class="deprecated">deprecated</span>'
    if not page.is_static:
        if one.in_labels and not one.in_files:
            yield '<span class="only">labels only</span>'
        elif one.in_files and not one.in_labels:
            yield '<span class="only">files only</span>'
        elif not one.in_files:
            yield '<span class="only">neither files nor labels</span>'


# The index


def _index() -> str:
    rows = (row for page in pages() for row in _rows(page))
    table = filtered(
        "option-table", "Filter the options", ("Option", "Configuration", "Holds", "Default", "Since", "Remarks"), rows
    )
    return f"""---
title: Options of Traefik
description: Every option of Traefik's static and dynamic configuration, with its kind, default and version.
hide: [toc]
---

# Options of Traefik

Every option that Traefik {TARGETS[0]} to {TARGETS[-1]} knows: {len(dynamic())} of the dynamic configuration,
{len(static())} of the static one. The linter reads the same list, and the real Traefik was asked about each.

{table}"""


def _rows(page: Page) -> Iterator[str]:
    for one in page.options:
        if _own_page(one, page) != page.path and not _described(page, one):
            continue  # the page of the section itself has it
        option = one.option
        kind = "removed" if one.removed else kind_of(option)
        where = "static" if page.is_static else "dynamic"
        notes = ["may be empty"] if option.may_be_empty else []
        notes += ["deprecated"] if option.deprecated and not one.removed else []
        source = (
            "static"
            if page.is_static
            else " ".join(name for name, has in (("files", one.in_files), ("labels", one.in_labels)) if has)
        )
        default = default_of(option)
        value = f"<code>{escape(default)}</code>" if default else ""
        target = f"{relative(page.path, INDEX)[:-3]}.html#{one.anchor}"
        yield (
            f'<tr data-configuration="{where}" data-holds="{kind}" data-since="{one.since}" data-source="{source}" '
            f'data-remarks="{",".join(notes)}"><th scope="row"><a href="{target}">{_breakable(one.path)}</a></th>'
            f'<td data-label="Configuration">{where}</td><td data-label="Holds">{kind}</td>'
            f"{cell('Default', value)}"
            f'<td data-label="Since">{one.since}</td>{cell("Remarks", ", ".join(notes))}</tr>'
        )


def _breakable(path: str) -> str:
    """A path that may be broken at its dots."""
    return escape(path).replace(".", ".<wbr>")
