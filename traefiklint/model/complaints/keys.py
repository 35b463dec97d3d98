"""Complaints about keys that Traefik knows, and reads otherwise than the author may think."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traefiklint.findings import Effect
from traefiklint.model.base import Field, Struct
from traefiklint.model.mending import delete, rename
from traefiklint.model.shape import Pair, fold
from traefiklint.model.wording import owner, problem
from traefiklint.syntax.nodes import Mapping, Scalar
from traefiklint.syntax.problem import Place, Problem

if TYPE_CHECKING:
    from traefiklint.model.decode import Decoder


def option_newer_than_target(decoder: Decoder, part: Struct, pair: Pair, field: Field) -> Problem:
    """An option that only a later Traefik knows."""
    key = pair[0].value
    return problem(
        "option-newer-than-target",
        part,
        pair[0],
        f"`{key}` exists from Traefik {field.since}, and the target is {decoder.target}, which refuses the file.",
        f"Leave `{key}` out, or set the target to {field.since} once Traefik runs it.",
        traefik=f"field not found, node: {key}",
        step=field.step,
    )


def option_of_a_patch(decoder: Decoder, part: Struct, pair: Pair, field: Field) -> Problem:
    """An option that came with a patch of the target, where nobody says which patch runs."""
    key = pair[0].value
    return problem(
        "option-of-a-patch",
        part,
        pair[0],
        f"`{key}` exists from Traefik {field.since}, and the target {decoder.target} does not say which patch runs; an "
        "older one refuses the file.",
        f"Name the patch in the target, as in `{field.since}`.",
        Effect.ADVICE,
        step=field.step,
    )


def field_case(decoder: Decoder, part: Struct, pair: Pair, field: Field) -> Problem:
    """A key in another case than the documented one: it works."""
    key = pair[0]
    return problem(
        "field-case",
        part,
        key,
        f"`{key.value}` works, and its documented spelling is `{field.key}`.",
        "Write it as documented, so that editors and other tools know it.",
        Effect.ADVICE,
        step=field.step,
        **(rename(decoder.document, key, field.key) if not is_given_otherwise(part, key, field) else {}),
    )


def is_given_otherwise(part: Struct, key: Scalar, field: Field) -> bool:
    """Whether the option stands in the text a second time, under another spelling."""
    mapping = part._node
    pairs = mapping.pairs if type(mapping) is Mapping else []
    return any(other is not key and fold(other.value) == fold(field.key) for other, _ in pairs)


def case_duplicate_key(decoder: Decoder, part: Struct, pair: Pair, field: Field, earlier: Scalar) -> Problem:
    """One option under two spellings."""
    del decoder
    key = pair[0].value
    winner = max(key, earlier.value)
    return problem(
        "case-duplicate-key",
        part,
        pair[0],
        f"`{earlier.value}` and `{key}` are the same option, and where both say something Traefik takes `{winner}`.",
        f"Keep one of them, spelt `{field.key}`.",
        Effect.SILENT,
        step=field.step,
        related=(Place(earlier.span, "the other spelling"),),
    )


def ignored_option(decoder: Decoder, part: Struct, pair: Pair, field: Field) -> Problem | None:
    """An option that only other providers can set."""
    if decoder.dropping:
        return None
    return problem(
        "ignored-option",
        part,
        pair[0],
        f"Traefik drops `{field.key}` of {owner(part)} from files without a word; only other providers set it.",
        f"Delete `{pair[0].value}`.",
        Effect.SILENT,
        step=field.step,
        **(delete(decoder.document, pair[0]) if len(getattr(part._node, "pairs", ())) > 1 else {}),
    )
