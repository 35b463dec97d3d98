"""The picture for Graphviz."""

from __future__ import annotations

from traefiklint.instance.names import FILE
from traefiklint.routing.graph.model import ENTRY, MIDDLEWARE, ROUTER, SERVER, SERVICE, Graph, GraphNode
from traefiklint.text.printable import printable

_SHAPES = {ENTRY: "cds", ROUTER: "box", MIDDLEWARE: "ellipse", SERVICE: "component", SERVER: "plaintext"}
_COLORS = {"error": "#c9302c", "warning": "#b7791f", "info": "#2b6cb0"}


def render(graph: Graph) -> str:
    """The text of a directed graph."""
    lines = ["digraph traefik {", "  rankdir=LR;", '  node [fontname="Helvetica", fontsize=11];']
    lines += [f"  {_quoted(node.id)} [{_attributes(node)}];" for node in graph.nodes.values()]
    for edge in graph.edges:
        if edge.source not in graph.nodes or edge.target not in graph.nodes:
            continue
        label = edge.label or ("TLS" if edge.tls else "")
        attributes = [f"label={_quoted(label)}"] if label else []
        attributes += ["style=dashed"] if edge.disabled else []
        suffix = f" [{', '.join(attributes)}]" if attributes else ""
        lines.append(f"  {_quoted(edge.source)} -> {_quoted(edge.target)}{suffix};")
    return "\n".join([*lines, "}", ""])


def _attributes(node: GraphNode) -> str:
    label = _quoted(node.title + (f"\n{node.subtitle}" if node.subtitle else ""))
    found = [f"label={label}", f"shape={_SHAPES[node.kind]}"]
    if node.severity in _COLORS:
        found += [f'color="{_COLORS[node.severity]}"', "penwidth=2"]
    if node.disabled:
        found.append("style=dashed")
    if node.provider not in ("", FILE):  # a double edge, as in the other picture
        found.append("peripheries=2")
    if node.tooltip:
        found.append(f"tooltip={_quoted(node.tooltip)}")
    return ", ".join(found)


def _quoted(text: str) -> str:
    lines = [printable(line).replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n")]
    return '"' + "\\n".join(lines) + '"'
