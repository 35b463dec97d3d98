"""The picture as SVG, complete in itself: nothing comes from elsewhere, and it is light or dark as the viewer likes."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from traefiklint.routing.graph.layout import SMALL, TITLE, Box, Layout, lay_out
from traefiklint.routing.graph.measure import width
from traefiklint.routing.graph.model import ENTRY, MIDDLEWARE, ROUTER, SERVER, SERVICE, Edge, Graph
from traefiklint.text.printable import printable

STYLE = """
  .tl { --back: #ffffff; --ink: #1f2933; --dim: #6b7785; --line: #b4bfca; --tls: #2f7d4f; --box: #f4f6f8;
        --entry: #e3ecfa; --router: #ffffff; --middleware: #f3edfb; --service: #e6f4ea; --server: #f4f6f8;
        --error: #c9302c; --warning: #b7791f; --info: #2b6cb0; font-family: Helvetica, Arial, sans-serif; }
  @media (prefers-color-scheme: dark) {
    .tl { --back: #14181d; --ink: #e4e9ee; --dim: #94a1ae; --line: #4d5965; --tls: #5cb585; --box: #1f262d;
          --entry: #1d2b42; --router: #1b2128; --middleware: #2b2338; --service: #1b3324; --server: #1f262d;
          --error: #ff7b72; --warning: #e3b341; --info: #79b8ff; } }
  .tl .back { fill: var(--back); }
  .tl text { fill: var(--ink); }
  .tl .title { font-size: 13px; font-weight: bold; }
  .tl .sub, .tl .label { font-size: 11px; fill: var(--dim); }
  .tl .head { font-size: 12px; fill: var(--dim); letter-spacing: 0.06em; }
  .tl .box { stroke: var(--line); stroke-width: 1.2; }
  .tl .entry rect.box { fill: var(--entry); }
  .tl .router rect.box { fill: var(--router); }
  .tl .middleware rect.box { fill: var(--middleware); }
  .tl .service rect.box { fill: var(--service); }
  .tl .server rect.box { fill: var(--server); }
  .tl .error rect.box { stroke: var(--error); stroke-width: 2; }
  .tl .warning rect.box { stroke: var(--warning); stroke-width: 2; }
  .tl .error .mark { fill: var(--error); }
  .tl .warning .mark { fill: var(--warning); }
  .tl .info .mark { fill: var(--info); }
  .tl .off rect.box { stroke-dasharray: 5 4; fill-opacity: 0.35; }
  .tl .off .title { fill: var(--dim); text-decoration: line-through; }
  .tl .edge { fill: none; stroke: var(--line); stroke-width: 1.4; }
  .tl .edge.tls { stroke: var(--tls); }
  .tl .edge.off { stroke-dasharray: 5 4; opacity: 0.7; }
  .tl .tip { fill: var(--line); }
  .tl .tip.tls { fill: var(--tls); }
  .tl a { text-decoration: none; }
  .tl a:hover rect.box { stroke: var(--ink); }
"""
_LABELS = {ENTRY: "entry", ROUTER: "router", MIDDLEWARE: "middleware", SERVICE: "service", SERVER: "server"}
_LEGEND = (
    ("error", "an error in it"),
    ("warning", "a warning in it"),
    ("off", "disabled by Traefik"),
)


def render(graph: Graph, base: str = "") -> str:
    """The picture.

    Args:
        base: what stands before the files' names in links to them.
    """
    layout = lay_out(graph)
    wide, high = max(layout.width, 520), max(layout.height, 160)
    count = len(graph.rows)
    title = f"{count} router{'' if count == 1 else 's'} and where they lead"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="tl" viewBox="0 0 {wide:.0f} {high:.0f}" '
            f'width="{wide:.0f}" height="{high:.0f}" role="img" aria-label={quoteattr(title)}>',
            f"<style>{STYLE}</style>",
            f'<rect class="back" width="{wide:.0f}" height="{high:.0f}"/>',
            *(f'<text class="head" x="{x:.1f}" y="40">{heading}</text>' for heading, x in layout.headings),
            *(
                _edge(edge, layout)
                for edge in graph.edges
                if edge.source in layout.boxes and edge.target in layout.boxes
            ),
            *(_box(box, base) for box in layout.boxes.values()),
            *_legend(high - 24),
            "</svg>",
            "",
        )
    )


def _edge(edge: Edge, layout: Layout) -> str:
    source, target = layout.boxes[edge.source], layout.boxes[edge.target]
    if target.node.kind == ROUTER and source.node.kind == MIDDLEWARE:
        source = layout.boxes[edge.source.rpartition(" ")[0]]  # a child router hangs below its parent's box
    classes = " ".join(["edge", *(["tls"] if edge.tls else []), *(["off"] if edge.disabled else [])])
    x, y, end, down = source.right, source.middle, target.x, target.middle
    if end <= x:  # a child router, which stands below its parent
        x, y = source.x + 12, source.y + source.height
        path = f"M{x:.1f} {y:.1f} V{down - 6:.1f} Q{x:.1f} {down:.1f} {x + 6:.1f} {down:.1f} H{end - 5:.1f}"
    else:
        bend = max((end - x) / 2, 12)
        path = f"M{x:.1f} {y:.1f} C{x + bend:.1f} {y:.1f} {end - bend:.1f} {down:.1f} {end - 5:.1f} {down:.1f}"
    tip = f"M{end:.1f} {down:.1f} l-7 -4 v8 z"
    tls = " tls" if edge.tls else ""
    label = ""
    if edge.label:
        at = (x + end) / 2, (y + down) / 2 - 4
        label = f'<text class="label" text-anchor="middle" x="{at[0]:.1f}" y="{at[1]:.1f}">{escape(edge.label)}</text>'
    return f'<path class="{classes}" d="{path}"/><path class="tip{tls}" d="{tip}"/>{label}'


def _box(box: Box, base: str) -> str:
    node = box.node
    classes = " ".join(
        [_LABELS[node.kind], *([node.severity] if node.severity else []), *(["off"] if node.disabled else [])]
    )
    round_ = box.height / 2 if node.kind in (MIDDLEWARE, SERVER) else 6
    parts = [
        f"<title>{escape(printable_lines(node.tooltip or node.title))}</title>",
        f'<rect class="box" x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
        f'rx="{round_:.0f}"/>',
        *_texts(box),
    ]
    if node.severity:
        parts.append(f'<circle class="mark" cx="{box.right - 13:.1f}" cy="{box.y + 12:.1f}" r="4.5"/>')
    inner = "".join(parts)
    if node.file:
        link = quoteattr(f"{base}{quote(node.file)}#L{node.line}")
        return f'<a href={link}><g class="{classes}">{inner}</g></a>'
    return f'<g class="{classes}">{inner}</g>'


def _texts(box: Box) -> Iterator[str]:
    lines = [("title", box.title, -3.0), ("sub", box.subtitle, SMALL)]
    if not box.subtitle:
        lines = [("title", box.title, TITLE * 0.35)]
    for name, text, below in lines:
        shown = escape(printable(text))
        yield f'<text class="{name}" x="{box.x + 12:.1f}" y="{box.middle + below:.1f}">{shown}</text>'


def _legend(y: float) -> Iterator[str]:
    x = 28.0
    for name, meaning in _LEGEND:
        sample = f'<rect class="box" x="{x:.1f}" y="{y - 9:.1f}" width="22" height="14" rx="3"/>'
        yield (
            f'<g class="router {name}">{sample}</g>'
            f'<text class="label" x="{x + 28:.1f}" y="{y + 2:.1f}">{meaning}</text>'
        )
        x += 28 + width(meaning, SMALL) + 24
    for name, meaning in (("edge tls", "TLS"), ("edge", "plain")):
        yield (
            f'<path class="{name}" d="M{x:.1f} {y - 2:.1f} h26"/>'
            f'<text class="label" x="{x + 32:.1f}" y="{y + 2:.1f}">{meaning}</text>'
        )
        x += 32 + width(meaning, SMALL) + 24


def printable_lines(text: str) -> str:
    """A text of several lines, each without control characters."""
    return "\n".join(printable(line) for line in text.split("\n"))
