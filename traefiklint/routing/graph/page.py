"""The picture as a web page that needs nothing else: the SVG, a word on what it shows, and the findings."""

from __future__ import annotations

from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from traefiklint.routing.graph import svg
from traefiklint.routing.graph.model import ROUTER, SERVICE, Graph
from traefiklint.text.printable import printable
from traefiklint.text.spelling import counted

_STYLE = """
  :root { color-scheme: light dark; }
  body { margin: 0; padding: 24px 28px 48px; font: 14px/1.5 Helvetica, Arial, sans-serif;
         background: #ffffff; color: #1f2933; }
  h1 { font-size: 20px; margin: 0 0 4px; } h2 { font-size: 16px; margin: 28px 0 8px; }
  p { margin: 0 0 16px; color: #6b7785; }
  .picture { overflow-x: auto; border: 1px solid #d5dce3; border-radius: 8px; }
  .picture svg { display: block; }
  table { border-collapse: collapse; } td { padding: 4px 16px 4px 0; vertical-align: top; }
  td:nth-child(2) { white-space: nowrap; }
  td.error { color: #c9302c; } td.warning { color: #b7791f; } td.info { color: #2b6cb0; }
  a { color: inherit; }
  @media (prefers-color-scheme: dark) {
    body { background: #14181d; color: #e4e9ee; } p { color: #94a1ae; } .picture { border-color: #333d47; }
    td.error { color: #ff7b72; } td.warning { color: #e3b341; } td.info { color: #79b8ff; } }
"""


def render(graph: Graph, base: str = "") -> str:
    """The page.

    Args:
        base: what stands before the files' names in links to them.
    """
    routers, services = len(graph.of_kind(ROUTER)) + len(graph.folded), len(graph.of_kind(SERVICE))
    disabled = sum(node.disabled for node in graph.of_kind(ROUTER))
    what = f"{counted(routers, 'router')}, {counted(services, 'service')}"
    if disabled:
        what += f"; Traefik disables {counted(disabled, 'router')}"
    if graph.refused:
        what += ". Traefik refuses this directory, and serves none of it after a restart"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Traefik: {escape(what)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>Who answers what</h1>\n<p>{escape(what)}. A box leads to the place that defines it.</p>\n"
        f'<div class="picture">\n{svg.render(graph, base)}</div>\n{_findings(graph, base)}</body>\n</html>\n'
    )


def _findings(graph: Graph, base: str) -> str:
    if not graph.findings:
        return "<h2>Findings</h2>\n<p>None.</p>\n"
    rows = []
    for finding in graph.findings:
        link = quoteattr(f"{base}{quote(finding.file, errors='surrogateescape')}#L{finding.line}")
        place = f"<a href={link}>{escape(printable(finding.file))}:{finding.line}</a>"
        severity = finding.severity.value
        rows.append(
            f'<tr><td class="{severity}">{severity}</td><td>{place}</td>'
            f"<td>{escape(printable(finding.message))}</td></tr>"
        )
    return "<h2>Findings</h2>\n<table>\n" + "\n".join(rows) + "\n</table>\n"
