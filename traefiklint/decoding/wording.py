"""How a problem about an option is put together: where it stands, and what things are called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from traefiklint.decoding.shape import is_null
from traefiklint.findings import Effect
from traefiklint.model.base import Named, Struct
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.text.problem import Problem

NOUNS = {
    "Router": "the HTTP router",
    "Service": "the HTTP service",
    "Middleware": "the HTTP middleware",
    "Model": "the model",
    "ServersTransport": "the servers transport",
    "TcpRouter": "the TCP router",
    "TcpService": "the TCP service",
    "TcpMiddleware": "the TCP middleware",
    "TcpServersTransport": "the TCP servers transport",
    "UdpRouter": "the UDP router",
    "UdpService": "the UDP service",
    "TlsOptions": "the TLS options",
    "TlsStore": "the TLS store",
}


def owner(part: Struct) -> str:
    """What a part is called in a sentence: ``the HTTP router `shop` ``, `loadBalancer`, an item of `servers`."""
    if isinstance(part, Named):
        return f"{NOUNS.get(type(part).__name__, 'the object')} `{part.name}`"
    step = part._step.rpartition(".")[2]
    if not step:
        return "the file"
    return f"an item of `{step.partition('[')[0]}`" if step.endswith("]") else f"`{step}`"


def problem(
    kind: str,
    part: Struct,
    node: Node,
    message: str,
    help: str,
    effect: Effect = Effect.REJECTED,
    *,
    step: str = "",
    **more: Any,
) -> Problem:
    """A problem at a node that belongs to an option of a part; `step` leads from the part to the option."""
    return Problem(kind, message, node.span, help, effect, path=part.path + step, object=part.object, **more)


def a_plain_list(values: Iterable[str]) -> str:
    """Values as a YAML list in brackets."""
    return f"[{', '.join(values)}]"


def first_child(mapping: Mapping) -> str:
    """The name of the child that Traefik looks at first."""
    return min((key.value for key, node in mapping.pairs if not is_null(node)), default="")


def shown(text: str) -> str:
    """A text as a message shows it, not too long."""
    return text if len(text) <= 60 else text[:57] + "…"


def a(node: Node) -> str:
    """What a node is, with its article."""
    return "a list" if type(node) is Sequence else "a single value" if type(node) is Scalar else "a mapping"
