"""The texts of the site by their path, and links between them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]

Texts = dict[str, str]
"""Markdown by its path below the root of the site, as in `rules/router/shadowed-router.md`."""

_LINK = re.compile(r"(?P<image>!?)\[(?P<words>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^()\s]+)\)")
_CODE = re.compile(r"^(?P<fence>`{3,}).*?^(?P=fence)[ ]*$|(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)", re.M | re.S)


def relative(to: str, page: str) -> str:
    """How a page of the site names another one."""
    return posixpath.relpath(to, posixpath.dirname(page) or ".")


def relinked(text: str, source: str, page: str, homes: Mapping[str, str]) -> str:
    """A text of the repository with its links as they are on the site.

    Args:
        source: the path of the text in the repository.
        page: its path on the site.
        homes: the paths on the site of what is there, by path in the repository. A link to anything else of the
            repository becomes plain words, because only who has the repository can follow it.
    """

    def link(found: re.Match[str]) -> str:
        target, _, anchor = found["target"].partition("#")
        if not target or re.match(r"[a-z]+:", target):
            return found[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
        home = homes.get(path)
        if home is None:
            return found["words"]
        where = relative(home, page) + (f"#{anchor}" if anchor else "")
        return f"{found['image']}[{found['words']}]({where})"

    return outside_code(text, lambda part: _LINK.sub(link, part))


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """A text changed everywhere but in blocks and spans of code, which may stand in the words of a link."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\0{len(kept) - 1}\0"

    changed = change(_CODE.sub(keep, text))
    return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], changed)


def fenced(body: str, language: str, title: str = "", lines: tuple[int, ...] = ()) -> str:
    """A block of code, with a title and with lines that stand out."""
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", body)), 3)
    words = [language, *([f'title="{title}"'] if title else [])]
    if lines:
        words.append(f'hl_lines="{" ".join(map(str, lines))}"')
    return f"{fence} {' '.join(words)}\n{body.rstrip()}\n{fence}\n"


def language_of(name: str) -> str:
    """What a file is written in, in the words of the highlighter."""
    return {".toml": "toml", ".json": "json", ".env": "ini"}.get(posixpath.splitext(name)[1], "yaml")


def cell(label: str, value: str) -> str:
    """A cell of such a table; one without a value is left out where there is no room."""
    return f'<td data-label="{label}">{value}</td>' if value else f'<td data-label="{label}" class="none">–</td>'


def filtered(name: str, label: str, titles: Sequence[str], rows: Iterable[str]) -> str:
    """A table in HTML, with the filter above it that `assets/filter.js` fills."""
    cells = "".join(f'<th scope="col">{title}</th>' for title in titles)
    body = "\n".join(rows)
    return f"""<div class="filter" data-for="{name}" role="search" aria-label="{label}"></div>

<table id="{name}" class="index">
<thead><tr>{cells}</tr></thead>
<tbody>
{body}
</tbody>
</table>
"""


def in_html(words: str) -> str:
    """A sentence with code in back-ticks as HTML."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(words, quote=False))
