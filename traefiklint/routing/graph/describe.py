"""The picture in words, for those who cannot see it."""

from __future__ import annotations

from traefiklint.routing.graph.model import ENTRY, Graph
from traefiklint.text.printable import printable

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
