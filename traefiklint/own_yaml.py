"""YAML files of this program, such as tests of routes and policies: read as YAML is, not as Traefik reads its own."""

from __future__ import annotations

from yaml.error import YAMLError

from traefiklint.checks.shared.texts import clause_of
from traefiklint.findings import Span
from traefiklint.text.nodes import Alias, Node
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
