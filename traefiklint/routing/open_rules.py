"""Rules in labels that hang on variables without a value: nobody can tell from the files what they match."""

from __future__ import annotations

from typing import Any, NamedTuple

from traefiklint.decoding.label_tree import value_of


class OpenRule(NamedTuple):
    """A rule as far as it is known."""

    text: str
    """With `${NAME}` in the place of what a variable would bring."""
    variables: tuple[str, ...]

    @property
    def why(self) -> str:
        """Why nobody can tell, for a sentence."""
        names = ", ".join(f"`{name}`" for name in self.variables)
        return f"its rule hangs on {names}, which {'has' if len(self.variables) == 1 else 'have'} no value here"


def open_rule(router: Any) -> OpenRule | None:
    """The rule of a router where it hangs on such a variable, else None."""
    node = router.at("rule").node if getattr(router, "rule", "") else None
    value = value_of(node)
    if value is None or node is None or value.is_known:
        return None
    mark: Any = node.start  # of the label that the value stands in
    part = value.part(mark.start, mark.end)
    if part.is_known:
        return None
    pieces = (f"${{{piece.variable}}}" if piece.is_open else piece.text for piece in part.pieces)
    return OpenRule("".join(pieces), part.unknown)
