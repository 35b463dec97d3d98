"""Where the steps of reading put what Compose has against a project, and how they read a scalar."""

from __future__ import annotations

from traefiklint.compose.diagnostics import ComposeDiagnostic, DiagnosticKind
from traefiklint.compose.interpolation import InvalidTemplate
from traefiklint.compose.tree import Leaf, Tree, literal, place_of, value_of
from traefiklint.compose.values import Place, State, Value
from traefiklint.findings import Span


class Report:
    """The diagnostics of one project so far."""

    def __init__(self) -> None:
        self.diagnostics: list[ComposeDiagnostic] = []
        self._values: dict[tuple[int, str], Value] = {}
        """What scalars have come to, by the node and the path that led to it."""

    def add(
        self,
        kind: DiagnosticKind,
        at: Tree,
        name: str = "",
        *,
        detail: str = "",
        compose: str = "",
        unset: tuple[str, ...] = (),
    ) -> None:
        """Note one thing at a piece of the tree."""
        self.diagnostics.append(ComposeDiagnostic(kind, place_of(at), name, detail, compose, unset=unset))

    def diagnostic(
        self,
        kind: DiagnosticKind,
        place: Place,
        name: str = "",
        *,
        detail: str = "",
        compose: str = "",
        related: tuple[tuple[Place, str], ...] = (),
        unset: tuple[str, ...] = (),
    ) -> None:
        """Note one thing at a place."""
        self.diagnostics.append(ComposeDiagnostic(kind, place, name, detail, compose, related, unset))

    def value(self, leaf: Leaf) -> Value:
        """A scalar with its variables put in; as it is written where Compose refuses that."""
        key = (id(leaf.node), leaf.path)
        value = self._values.get(key)
        if value is None:
            value = self._values[key] = self._read(leaf)
        return value

    def _read(self, leaf: Leaf) -> Value:
        try:
            value = value_of(leaf)
        except InvalidTemplate:
            self.add(DiagnosticKind.INTERPOLATION, leaf, leaf.node.value, compose=_invalid(leaf.path, leaf.node.value))
            return literal(leaf)
        for piece in value.pieces:
            if piece.state is State.REQUIRED:
                is_given = leaf.source.variables.get(piece.variable) is not None  # but empty
                unset = () if is_given else (piece.variable,)
                self.add(DiagnosticKind.REQUIRED_VARIABLE, leaf, piece.variable, unset=unset)
        return value

    def found(self) -> tuple[ComposeDiagnostic, ...]:
        """All of them, each place once, however many ways lead to it."""
        first: dict[tuple[DiagnosticKind, str, Span, str], ComposeDiagnostic] = {}
        for one in self.diagnostics:
            first.setdefault((one.kind, one.place.file, one.place.span, one.name), one)
        return tuple(first.values())

    def wrong_type(self, tree: Tree, takes: str) -> None:
        """Note that something has a type that Compose does not take; `takes` is what it does."""
        self.add(DiagnosticKind.WRONG_TYPE, tree, tree.path, detail=takes, compose=f"{tree.path} must be {takes}")


def _invalid(path: str, text: str) -> str:
    return f"invalid interpolation format for {path}.\nYou may need to escape any $ with another $.\n{text}"
