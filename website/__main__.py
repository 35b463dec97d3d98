"""Write the texts of the site and the settings of its generator: `python -m website FOLDER [--site URL]`."""

from __future__ import annotations

import argparse
import shutil
from itertools import groupby
from pathlib import Path
from typing import Any

import tomlkit

from traefiklint.version import VERSION
from website.commands import INDEX as COMMANDS
from website.commands import commands, names, path_of
from website.facts import facts
from website.manual import Nav, manual, navigation, pictures
from website.optionbook import INDEX as OPTIONS
from website.optionbook import optionbook, pages
from website.rulebook import INDEX as RULES
from website.rulebook import rulebook
from website.texts import Texts

ASSETS = Path(__file__).parent / "assets"


def texts() -> Texts:
    """Every page of the site."""
    return {**manual(), **rulebook(), **optionbook(), **commands()}


def nav() -> Nav:
    """The whole navigation."""
    categories: Nav = []
    for category, ones in groupby(facts(), key=lambda one: one.rule.category):
        categories.append({category: [{one.rule.id: one.page} for one in ones]})
    options: Nav = [{"All options": OPTIONS}]
    for kind in (False, True):
        found: Nav = [{page.title.replace(".NAME", ""): page.path} for page in pages() if page.is_static is kind]
        options.append({"Static" if kind else "Dynamic": found})
    return [
        {"Manual": navigation()},
        {"Rules": [{"All rules": RULES}, {"By category": categories}]},
        {"Options": options},
        {"Commands": [{"All commands": COMMANDS}, *_commands()]},
        {"Changes": "changelog.md"},
    ]


def _commands() -> Nav:
    return [{name: path_of(name)} for name in names()]


def settings(site: str = "") -> dict[str, Any]:
    """What Zensical is told. Nothing of the site comes from another host, and it works from a disk, too."""
    palettes = [
        ("(prefers-color-scheme)", None, "lucide/sun-moon", "Colours: as the system has them"),
        ("(prefers-color-scheme: light)", "default", "lucide/sun", "Colours: light"),
        ("(prefers-color-scheme: dark)", "slate", "lucide/moon", "Colours: dark"),
    ]
    return {
        "project": {
            **({"site_url": f"{site.rstrip('/')}/"} if site else {}),
            "site_name": "traefiklint",
            "site_description": "Lints Traefik's configuration the way Traefik itself reads it.",
            "copyright": f"traefiklint {VERSION} · MIT licence",
            "docs_dir": "content",
            "site_dir": "html",
            "use_directory_urls": False,
            "extra_css": ["assets/site.css"],
            "extra_javascript": ["assets/access.js", "assets/filter.js"],
            "nav": nav(),
            "theme": {
                "language": "en",
                "font": False,
                "features": [
                    "navigation.tabs", "navigation.sections", "navigation.prune", "navigation.indexes",
                    "navigation.top", "navigation.path", "navigation.footer", "toc.follow", "search.highlight",
                    "content.code.copy",
                ],
                "palette": [
                    {"media": media, **({"scheme": scheme} if scheme else {}), "toggle": {"icon": icon, "name": name}}
                    for media, scheme, icon, name in palettes
                ],
                "icon": {"logo": "lucide/route"},
            },
            "plugins": {"search": {}, "offline": {}},
            "extra": {"generator": False, "homepage": "index.html", "polyfills": ["assets/iframe-worker.js"]},
            "markdown_extensions": {
                "admonition": {}, "attr_list": {}, "md_in_html": {}, "tables": {},
                "toc": {"permalink": True},
                "pymdownx": {
                    "highlight": {"anchor_linenums": False, "pygments_lang_class": True},
                    "superfences": {}, "inlinehilite": {}, "details": {},
                },
            },
        }
    }  # fmt: skip


def write(folder: Path, site: str = "") -> None:
    """Write everything that the generator needs, and nothing that was there before."""
    content = folder / "content"
    shutil.rmtree(content, ignore_errors=True)
    for path, text in texts().items():
        file = content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    for path, picture in pictures().items():
        file = content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(picture)
    shutil.copytree(ASSETS, content / "assets")
    (folder / "zensical.toml").write_text(tomlkit.dumps(settings(site)), "utf-8")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m website", description=(__doc__ or "").partition(":")[0] + ".")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--site", default="", metavar="URL", help="where the site will be published")
    given = parser.parse_args()
    write(given.folder, given.site)


if __name__ == "__main__":
    main()
