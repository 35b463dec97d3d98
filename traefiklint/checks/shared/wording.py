"""What things are called in messages."""

from __future__ import annotations

from collections.abc import Iterable

from traefiklint.checks.registry import Diagnostic
from traefiklint.findings import Effect
from traefiklint.model.base import Named, Option, Section
from traefiklint.model.kinds.scalars import Float
from traefiklint.patterns import lazy
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence

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
    "StaticEntryPoint": "the entry point",
    "CertificatesResolver": "the certificate resolver",
    "Plugin": "the plugin",
    "LocalPlugin": "the local plugin",
}

_ITEMS = {"servers": "a server", "mirrors": "a mirror", "certificates": "a certificate", "domains": "a domain"}
"""What an item of a list is called, by the name of the list."""


def dashed(text: str) -> str:
    """How to write the items of a list behind whose dashes no blanks stand, so that they are one text: `-a -b`."""
    items = [f"`- {item.lstrip('-')}`" for item in text.split()]
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1])))


def number(option: Option) -> str:
    """What an option that is a number must be."""
    if isinstance(option.kind, Float):
        return "a number"
    return "a whole number that is not negative" if option.go_kind.startswith("u") else "a whole number"


def owner(part: Section) -> str:
    """What a part is called in a sentence: ``the HTTP router `shop` ``, `loadBalancer`, an item of `servers`."""
    if isinstance(part, Named):
        return f"{NOUNS.get(type(part).__name__, 'the object')} `{part.name}`"
    step = part.step.rpartition(".")[2]
    if not step:
        return "the file"
    if not step.endswith("]"):
        return f"`{step}`"
    items = step.partition("[")[0]
    return _ITEMS.get(items, f"an item of `{items}`")


def a_plain_list(values: Iterable[str]) -> str:
    """Values as a YAML list in brackets."""
    shown = (value or '""' for value in values)
    return f"[{', '.join(shown)}]"


def shown(text: str) -> str:
    """A text as a message shows it, not too long."""
    return text if len(text) <= 60 else text[:57] + "…"


def a(node: Node) -> str:
    """What a node is, with its article."""
    return "a list" if type(node) is Sequence else "a single value" if type(node) is Scalar else "a mapping"


NO_START = "Traefik does not start"


def at_start(diagnostic: Diagnostic) -> Diagnostic:
    """What is said of a static source: where Traefik would refuse a dynamic file, it does not start."""
    from traefiklint.decoding.label_tree import value_of  # not needed where there are no labels

    message = diagnostic.message.replace("Traefik refuses the file", NO_START)
    message = message.replace("refuses the file", "does not start with it")
    help = diagnostic.help
    if value_of(diagnostic.place.node) is not None:  # a flag: Traefik does not look at variables of unknown sections
        message = message.replace("an option of the file", "a flag of Traefik")
        help = help.replace("options of the file", "options of the static configuration")
    if diagnostic.effect is Effect.REJECTED and "not start" not in message:
        message = f"{message.rstrip('.')}; {NO_START}."
    return diagnostic._replace(message=message, help=help)


_PORT_AT_END = lazy(r".*:([0-9]{1,5})[:/]*")


def not_a_port(text: str) -> tuple[str, str]:
    """What is said of a label's port that is more than one, as of `80:80`, and the one that is meant; empty where
    nobody can tell."""
    found = _PORT_AT_END.fullmatch(f":{text}")
    right = found[1] if found else ""
    advice = f"write `{right}`, the port inside the container." if right else "write the port inside the container."
    return f"A port is only a number, and `{shown(text)}` is none; {advice}", right


DEFINE_IT = "Define it under `{}` with a name of its own, and write that name here."
"""What is to be done where an object is defined in the place of its name."""


def holds_sections(node: Node) -> bool:
    """Whether options of options stand somewhere, as in the definition of an object."""
    return type(node) is Mapping and any(type(value) is Mapping for _, value in node.pairs)
