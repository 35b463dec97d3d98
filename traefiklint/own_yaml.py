"""YAML files of this program, such as tests of routes and policies: read as YAML is, not as Traefik reads its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from yaml.error import YAMLError

from traefiklint.checks.shared.texts import clause_of
from traefiklint.findings import Span
from traefiklint.text.nodes import Alias, Mapping, Node
from traefiklint.text.spelling import listed, nearest
from traefiklint.yaml.encoding import decoded
from traefiklint.yaml.errors import explain
from traefiklint.yaml.limits import TooDeep, UnknownAnchor
from traefiklint.yaml.reader import build


class OwnYamlError(ValueError):
    """A text is no YAML; `span` says where, the message why."""

    def __init__(self, span: Span, message: str) -> None:
        super().__init__(message)
        self.span = span


def read_own(text: str | bytes) -> Node | None:
    """The tree of a text, in which aliases stand for themselves; None where there is nothing.

    Raises:
        OwnYamlError: it is no YAML.
    """
    whole = (text if isinstance(text, str) else decoded(text, may_be_utf16=True)).removeprefix("\ufeff")
    try:
        return build(whole).root
    except (YAMLError, TooDeep, UnknownAnchor, UnicodeError) as error:
        said = explain(whole, error)
        raise OwnYamlError(said.span, f"this is no YAML: {clause_of(said, '')}") from None


def meant(node: Node) -> Node:
    """What an alias stands for; any other node itself."""
    return node.target if isinstance(node, Alias) else node


def table(node: Node, keys: Sequence[str], what: str, wrong: Callable[[Node, str, str], None]) -> dict[str, Node]:
    """The values of a mapping whose keys are fixed, with what aliases stand for.

    Args:
        what: what the mapping is, as in `a policy`.
        wrong: is told of what is not understood: where, what it is, and what to do about it.
    """
    if not isinstance(node, Mapping):
        wrong(node, f"{what} must be a mapping", f"it can have {listed(keys)}")
        return {}
    found: dict[str, Node] = {}
    for key, value in node.pairs:
        name = getattr(key, "value", None)  # in YAML anything can be a key
        if name is None:
            wrong(key, f"the keys of {what} are texts", "")
        elif name in found:
            wrong(key, f"`{name}` is given twice", "")
        elif name in keys:
            found[name] = meant(value)
        else:
            near = nearest(name, keys)
            hint = f"did you mean `{near}`?" if near else f"the known keys are {listed(keys)}"
            wrong(key, f"there is no key `{name}` in {what}", hint)
    return found
