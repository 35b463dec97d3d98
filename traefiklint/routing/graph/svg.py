"""The picture as SVG, complete in itself: nothing comes from elsewhere, and it is light or dark as the viewer likes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import blake2s
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from traefiklint.routing.graph.layout import BETWEEN, SMALL, TITLE, Box, GraphLayout, Group, Pill, lay_out
from traefiklint.routing.graph.look import STYLE
from traefiklint.routing.graph.measure import width
from traefiklint.routing.graph.model import ENTRY, MIDDLEWARE, ROUTER, SERVER, SERVICE, TO_HTTPS, Edge, Graph, GraphNode
from traefiklint.text.printable import printable
from traefiklint.text.spelling import counted

_LABELS = {ENTRY: "entry", ROUTER: "router", MIDDLEWARE: "middleware", SERVICE: "service", SERVER: "server"}
_LEGEND = (
    ("error", "an error in it"),
    ("warning", "a warning in it"),
    ("off", "disabled by Traefik"),
)
_DOUBLE = ("docker", "swarm")
"""The providers of labels, whose boxes have a double edge; those of other providers than files have a dotted one."""


def render(graph: Graph, base: str = "") -> str:
    """The picture.

    Every box is a `g` with an `id` that is the same as long as the object has its name, and with `data-kind`,
    `data-name`, `data-provider`, `data-host`, `data-file` and `data-line` where they are known; every line a `g` with
    `data-from` and `data-to`, which are ids of boxes. So a page can search it and show a way through it.

    Args:
        base: what stands before the files' names in links to them.
    """
    layout = lay_out(graph)
    wide, high = max(layout.width, 720), max(layout.height, 200)
    title = f"{counted(len(graph.rows), 'router')} and where they lead"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="tl" viewBox="0 0 {wide:.0f} {high:.0f}" '
            f'width="{wide:.0f}" height="{high:.0f}" role="graphics-document" aria-label={quoteattr(title)}>',
            f"<title>{title}</title>",
            f"<desc>{escape(described(graph))}</desc>",
            f"<style>{STYLE}</style>",
            f'<rect class="back" width="{wide:.0f}" height="{high:.0f}"/>',
            '<text class="head" x="28" y="40">entry points</text>',
            *(f'<text class="head" x="{x:.1f}" y="104">{heading}</text>' for heading, x in layout.headings),
            *(_group(group, wide) for group in layout.groups),
            *_edges(graph, layout),
            *(_pill(pill) for pill in layout.pills),
            *(_box(box, base) for box in layout.boxes.values()),
            *_legend(graph, high - 24),
            "</svg>",
            "",
        )
    )


def element_id(node_id: str) -> str:
    """The id of a node's element: letters and digits, the same in every picture of the node."""
    return "tl-" + blake2s(node_id.encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()


def _group(group: Group, wide: float) -> str:
    line = f'<path class="rule" d="M28 {group.top - 4:.1f} H{wide - 28:.1f}"/>'
    if not group.shown:
        return line
    whole = f"<title>{escape(printable(group.hosts or 'any host'))}</title>"
    text = escape(printable(group.shown))
    return f'{line}<text class="host" x="28" y="{group.top + 20:.1f}">{whole}{text}</text>'


def _edges(graph: Graph, layout: GraphLayout) -> Iterator[str]:
    last: dict[str, Pill] = {}
    for pill in layout.pills:
        last[pill.edge.target] = pill
    for pill in last.values():
        box = layout.boxes[pill.edge.target]
        yield _line(pill.edge, (pill.x + pill.width, pill.middle), (box.x, box.middle))
    for edge in graph.edges:
        if edge.source in layout.boxes and edge.target in layout.boxes:
            source, target = layout.boxes[edge.source], layout.boxes[edge.target]
            if source.node.kind == ENTRY:
                continue
            if target.node.kind == ROUTER and source.node.kind == MIDDLEWARE:
                # a child router hangs below its parent's box
                source = layout.boxes[edge.source.rpartition(" ")[0]]
            if target.x <= source.right:
                yield _hanging(edge, source, target)
            else:
                yield _line(edge, (source.right, source.middle), (target.x, target.middle))


def _line(edge: Edge, start: tuple[float, float], end: tuple[float, float]) -> str:
    """Straight along its line, and then over to where it ends."""
    (x, y), (to, down) = start, end
    turn = max(x, to - 52)
    bend = (to - turn) / 2
    path = f"M{x:.1f} {y:.1f} H{turn:.1f}"
    if abs(down - y) < 0.05:
        path = f"M{x:.1f} {y:.1f} H{to - 5:.1f}"
    else:
        path += f" C{turn + bend:.1f} {y:.1f} {to - bend:.1f} {down:.1f} {to - 5:.1f} {down:.1f}"
    label = edge.label if edge.label != TO_HTTPS else ""
    return _drawn(
        edge,
        path,
        end,
        label and f'<text class="label" text-anchor="end" x="{to - 9:.1f}" y="{down - 4:.1f}">{escape(label)}</text>',
    )


def _hanging(edge: Edge, source: Box, target: Box) -> str:
    """From below a box to one that stands under it, as a child router does."""
    x, y, down = source.x + 10, source.y + source.height, target.middle
    path = f"M{x:.1f} {y:.1f} V{down - 6:.1f} Q{x:.1f} {down:.1f} {x + 6:.1f} {down:.1f} H{target.x - 5:.1f}"
    return _drawn(edge, path, (target.x, down), "")


def _drawn(edge: Edge, path: str, end: tuple[float, float], label: str) -> str:
    classes = " ".join(["edge", *(["tls"] if edge.tls else []), *(["off"] if edge.disabled else [])])
    tip = f'<path class="tip{" tls" if edge.tls else ""}" d="M{end[0]:.1f} {end[1]:.1f} l-7 -4 v8 z"/>'
    ends = f'data-from="{element_id(edge.source)}" data-to="{element_id(edge.target)}"'
    return f'<g class="line" {ends}><path class="{classes}" d="{path}"/>{tip}{label}</g>'


def _pill(pill: Pill) -> str:
    edge = pill.edge
    marks = (("tls", edge.tls), ("off", edge.disabled), ("fold", edge.label == TO_HTTPS))
    classes = " ".join(["pill", *(name for name, holds in marks if holds)])
    ends = f'data-from="{element_id(edge.source)}" data-to="{element_id(edge.target)}"'
    return (
        f'<g class="{classes}" {ends}><rect x="{pill.x:.1f}" y="{pill.middle - pill.height / 2:.1f}" '
        f'width="{pill.width:.1f}" height="{pill.height:.1f}" rx="{pill.height / 2:.0f}"/>'
        f'<text x="{pill.x + 8:.1f}" y="{pill.middle + 4:.1f}">{escape(printable(pill.text))}</text></g>'
    )


def _box(box: Box, base: str) -> str:
    node = box.node
    classes = " ".join(
        [_LABELS[node.kind], *([node.severity] if node.severity else []), *(["off"] if node.disabled else [])]
    )
    round_ = box.height / 2 if node.kind in (MIDDLEWARE, SERVER) else 5
    parts = [
        f"<title>{escape(printable_lines(node.tooltip or node.title))}</title>",
        f'<rect class="box" x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
        f'rx="{round_:.0f}"/>',
        _provider(node.provider, box.x, box.y, box.height, round_),
        _texts(box),
    ]
    if node.severity:
        parts.append(f'<circle class="mark" cx="{box.right - 11:.1f}" cy="{box.middle:.1f}" r="4.5"/>')
    inner = f'<g id="{element_id(node.id)}" class="{classes}"{_data(node)}>{"".join(parts)}</g>'
    if node.file:
        link = f"{base}{quote(node.file, errors='surrogateescape')}#L{node.line}"
        return f"<a href={quoteattr(link)}>{inner}</a>"
    return inner


def _data(node: GraphNode) -> str:
    facts = {
        "kind": node.kind,
        "name": node.name or node.title,
        "provider": node.provider,
        "host": " ".join(node.hosts),
        "file": node.file,
        "line": str(node.line or ""),
    }
    return "".join(f" data-{name}={quoteattr(printable(value))}" for name, value in facts.items() if value)


def _provider(provider: str, x: float, y: float, height: float, round_: float) -> str:
    """The edge that tells the provider of a box; nothing for files."""
    if provider in ("", "file"):
        return ""
    dots = "" if provider in _DOUBLE else ' stroke-dasharray="2 2"'
    top = y + min(round_ / 2, 4)
    return f'<path class="provider"{dots} d="M{x + 4:.1f} {top:.1f} V{2 * y + height - top:.1f}"/>'


def _texts(box: Box) -> str:
    x, y = box.x + 10, box.middle + 4.5
    found = f'<text class="title" x="{x:.1f}" y="{y:.1f}">{escape(printable(box.title))}</text>'
    if box.subtitle:
        after = x + width(box.title, TITLE, bold=True) + BETWEEN
        found += f'<text class="sub" x="{after:.1f}" y="{y - 0.5:.1f}">{escape(printable(box.subtitle))}</text>'
    return found


def _legend(graph: Graph, y: float) -> Iterator[str]:
    x = 28.0
    for draw, meaning in _meanings(graph):
        yield f'{draw(x, y)}<text class="label" x="{x + 32:.1f}" y="{y + 2:.1f}">{escape(meaning)}</text>'
        x += 32 + width(meaning, SMALL) + 22


def _meanings(graph: Graph) -> Iterator[tuple[Callable[[float, float], str], str]]:
    """What is to be explained of what the picture has: how it is drawn, and what it means."""
    nodes = graph.nodes.values()
    held = {node.severity for node in nodes} | {"off" for node in nodes if node.disabled}
    for name, meaning in _LEGEND:
        if name in held:
            yield _sample(name, ""), meaning
    providers = {node.provider for node in nodes} - {"", "file"}
    for provider in sorted(providers):
        yield _sample("", provider), f"from {printable(provider)}"
    if providers:
        yield _sample("", ""), "from a file"
    if any(edge.label == TO_HTTPS for edge in graph.edges):
        yield _sample_of_fold, "only sent to https"
    yield _stroke("edge tls"), "TLS"
    yield _stroke("edge"), "plain"


def _sample(name: str, provider: str) -> Callable[[float, float], str]:
    """Draws a box of the legend."""

    def draw(x: float, y: float) -> str:
        rect = f'<rect class="box" x="{x:.1f}" y="{y - 9:.1f}" width="24" height="14" rx="3"/>'
        return f'<g class="router {name}">{rect}{_provider(provider, x, y - 9, 14, 3)}</g>'

    return draw


def _stroke(name: str) -> Callable[[float, float], str]:
    """Draws a line of the legend."""
    return lambda x, y: f'<path class="{name}" d="M{x:.1f} {y - 2:.1f} h24"/>'


def _sample_of_fold(x: float, y: float) -> str:
    return f'<g class="pill fold"><rect x="{x:.1f}" y="{y - 9:.1f}" width="24" height="14" rx="7"/></g>'


def printable_lines(text: str) -> str:
    """A text of several lines, each without control characters."""
    return "\n".join(printable(line) for line in text.split("\n"))


_MOST_LINES = 200


def described(graph: Graph) -> str:
    """A line for every router: from where, what it asks, over what, to which service."""
    entries: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for edge in graph.edges:
        source = graph.nodes.get(edge.source)
        if source is not None and source.kind == ENTRY:
            said = " ".join(filter(None, (source.title, edge.label, "with TLS" if edge.tls else "")))
            entries.setdefault(edge.target, []).append(said)
        after.setdefault(edge.source, []).append(edge.target)
    lines = []
    for row in graph.rows[:_MOST_LINES]:
        router = graph.nodes[row.router]
        ways = [", ".join(entries[row.router])] if row.router in entries else []
        rule = f" ({router.subtitle})" if router.subtitle else ""
        off = ", disabled" if router.disabled else ""
        names = [graph.nodes[id].title for id in (*row.middlewares, *after.get(row.last, ())) if id in graph.nodes]
        lines.append(printable(" → ".join((*ways, f"router {router.title}{rule}{off}", *names))))
    left = len(graph.rows) - len(lines)
    return "\n".join((*lines, *([f"and {left} more"] if left else [])))
