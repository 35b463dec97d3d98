"""The page itself: data, style and script in one file, which loads nothing, and into which nothing can be slipped."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files

from traefiklint.report_page.build import Side
from traefiklint.report_page.overview import PageContent
from traefiklint.routing.graph import svg
from traefiklint.routing.graph.model import build_graph
from traefiklint.text.masks import NOTHING, Known
from traefiklint.text.printable import printable

MOST_ROUTERS = 150
"""How many routers are drawn in one picture; more are no picture any more, and the page shows them host by host."""


def picture(side: Side) -> str:
    """The graph as SVG, to stand in a page; empty where there is too much for a picture."""
    objects = side.table.world.instance.objects
    if sum(len(objects[kind]) for kind in ("http.routers", "tcp.routers", "udp.routers")) > MOST_ROUTERS:
        return ""
    return svg.render(build_graph(side.table.world, side.report))


_SCRIPTS = ("bytes.js", "request.js", "answer.js", "elements.js", "table.js", "views.js", "page.js")
_STYLE_ELEMENT = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def as_json(report: PageContent, known: Known = NOTHING, *, indent: int | None = 2) -> str:
    """The data of the page; ASCII only, so that nothing in it is obeyed by what shows it.

    Args:
        known: the secrets of the files.
    """
    return json.dumps(report.to_dict(known), indent=indent) + "\n"


def page(report: PageContent, pictures: Sequence[str], known: Known = NOTHING) -> str:
    """The whole page.

    Args:
        known: the secrets of the files.
        pictures: the graph of each Traefik as SVG; empty where there is too much for a picture.
    """
    style, script = _asset("page.css"), '"use strict";\n' + "".join(map(_asset, _SCRIPTS))
    drawn = "".join(f'<template id="picture-{number}">{svg}</template>' for number, svg in enumerate(pictures) if svg)
    styles = dict.fromkeys([style, *_STYLE_ELEMENT.findall(drawn)])
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {' '.join(map(_hash, styles))}; "
        "base-uri 'none'; form-action 'none'"
    )
    names = ", ".join(one.name for one in report.traefiks)
    return _asset("page.html").format(
        policy=escape(policy),
        title=escape(printable(f"Traefik: {names}")),
        style=style,
        script=script,
        data=_in_a_script(as_json(report, known, indent=None)),
        pictures=drawn,
    )


def _asset(name: str) -> str:
    return (files("traefiklint.report_page") / "assets" / name).read_text("utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _in_a_script(data: str) -> str:
    """JSON that no tag, comment or entity in it can end."""
    return data.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
