"""The links of the built site, checked without a network: `python -m website.links FOLDER`.

Every link inside of the site must lead to a file and to an id in it, and nothing that a page loads (scripts, styles,
pictures, fonts) may be on another host.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_LOADS = {
    "script": "src",
    "img": "src",
    "link": "href",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "object": "data",
}
_PASSIVE = {"canonical", "prev", "next", "alternate", "author"}
"""What a `link` says of a page without loading anything."""
_STYLED = re.compile(r"url\(\s*['\"]?(?P<target>[^)'\"]+)|@import\s+['\"](?P<imported>[^'\"]+)")


class Page(NamedTuple):
    """What a page has: its ids, where it leads, what it loads."""

    ids: frozenset[str]
    links: tuple[str, ...]
    loads: tuple[str, ...]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids += [given[name] for name in ("id", "name") if given.get(name)]
        attribute = _LOADS.get(tag)
        if attribute and given.get(attribute):
            if tag == "link" and given.get("rel", "").split()[0:1] and given["rel"].split()[0] in _PASSIVE:
                return
            self.loads.append(given[attribute])
        elif tag in ("a", "area") and given.get("href"):
            self.links.append(given["href"])


@cache
def read(path: Path) -> Page:
    """A page of the site."""
    reader = _Reader()
    reader.feed(path.read_text("utf-8"))
    return Page(frozenset(reader.ids), tuple(reader.links), tuple(reader.loads))


def wrong(root: Path) -> list[str]:
    """What is wrong with the links of a site, a line each."""
    found: list[str] = []
    for path in sorted(root.rglob("*.html")):
        page, name = read(path), path.relative_to(root).as_posix()
        if name == "404.html":
            continue  # its links begin at the root of whatever serves the site
        found += [f"{name}: loads `{target}`, which is on another host" for target in page.loads if _host(target)]
        inside = (target for target in dict.fromkeys((*page.links, *page.loads)) if not _elsewhere(target))
        found += [f"{name}: {what}" for target in inside if (what := _broken(root, path, target))]
    for path in sorted(root.rglob("*.css")):
        targets = (one["target"] or one["imported"] for one in _STYLED.finditer(path.read_text("utf-8")))
        name = path.relative_to(root).as_posix()
        found += [f"{name}: loads `{target}`, which is on another host" for target in targets if _host(target)]
    return found


def _host(target: str) -> bool:
    return bool(urlsplit(target).netloc)


def _elsewhere(target: str) -> bool:
    parts = urlsplit(target)
    return bool(parts.scheme or parts.netloc)


def _broken(root: Path, page: Path, target: str) -> str:
    """What is wrong with one link; empty where nothing is."""
    parts = urlsplit(target)
    file = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if file.is_dir():
        file /= "index.html"
    if not file.is_relative_to(root) or not file.is_file():
        return f"`{target}` leads to no file"
    anchor = unquote(parts.fragment)
    if anchor and file.suffix == ".html" and anchor not in read(file).ids:
        return f"`{target}` leads to no place in its page"
    return ""


def main(arguments: list[str]) -> int:
    """Print what is wrong."""
    root = Path(arguments[0]).resolve()
    pages = sum(1 for _ in root.rglob("*.html"))
    found = wrong(root)
    for line in found:
        print(line)
    links = sum(len(read(path).links) for path in root.rglob("*.html"))
    print(f"{pages} pages, {links} links, {len(found)} broken")
    return 1 if found or not pages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
