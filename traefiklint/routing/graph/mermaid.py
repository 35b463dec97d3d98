"""The picture for Mermaid, as pages on GitHub and GitLab draw it."""

from __future__ import annotations

from traefiklint.routing.graph.model import ENTRY, MIDDLEWARE, ROUTER, SERVER, SERVICE, Graph, GraphNode
from traefiklint.text.printable import printable

_SHAPES = {
    ENTRY: ('>"', '"]'),
    ROUTER: ('["', '"]'),
    MIDDLEWARE: ('(["', '"])'),
    SERVICE: ('[["', '"]]'),
    SERVER: ('("', '")'),
}
_CLASSES = (
    "classDef error stroke:#c9302c,stroke-width:2px",
    "classDef warning stroke:#b7791f,stroke-width:2px",
    "classDef disabled stroke-dasharray:5 4,opacity:0.7",
)
_ENTITIES = {char: f"#{ord(char)};" for char in '"#<>&`|[]{}()\\'}


def render(graph: Graph) -> str:
    """The text of a flow chart."""
    names = {id: f"n{number}" for number, id in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    lines += [f"  {names[node.id]}{_shape(node)}" for node in graph.nodes.values()]
    for edge in graph.edges:
        arrow = "-.->" if edge.disabled else "-->"
        label = f"|{_escaped(edge.label)}|" if edge.label else "|TLS|" if edge.tls else ""
        if edge.source in names and edge.target in names:
            lines.append(f"  {names[edge.source]} {arrow}{label} {names[edge.target]}")
    lines += [f"  {line}" for line in _CLASSES]
    for name in ("error", "warning"):
        marked = [names[node.id] for node in graph.nodes.values() if node.severity == name]
        if marked:
            lines.append(f"  class {','.join(marked)} {name}")
    disabled = [names[node.id] for node in graph.nodes.values() if node.disabled]
    if disabled:
        lines.append(f"  class {','.join(disabled)} disabled")
    return "\n".join(lines) + "\n"


def _shape(node: GraphNode) -> str:
    opening, closing = _SHAPES[node.kind]
    text = _escaped(node.title) + (f"<br/>{_escaped(node.subtitle)}" if node.subtitle else "")
    return f"{opening}{text}{closing}"


def _escaped(text: str) -> str:
    return "".join(_ENTITIES.get(char, char) for char in printable(text))
