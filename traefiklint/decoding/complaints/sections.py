"""Complaints about sections and lists of parts: empty ones, and other things in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traefiklint.decoding.fixes import as_item, names_for_dashes
from traefiklint.decoding.shape import Pair
from traefiklint.decoding.wording import a, first_child, owner, problem, shown
from traefiklint.findings import Effect
from traefiklint.go.strconv import fold
from traefiklint.model.base import Field, Struct
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.text.problem import Problem

if TYPE_CHECKING:
    from traefiklint.decoding.fill import Decoder


def switched_off(decoder: Decoder, part: Struct, pair: Pair, field: Field, text: str) -> Problem | None:
    """Something that `true` or `{}` switches on, with a value that switches it off."""
    if decoder.dropping or fold(text) in ("false", "no", "off", "0", "f", "n", "none"):
        return None
    return problem(
        "switched-off",
        part,
        pair[1],
        f"Traefik reads `{shown(text)}` as off, so {owner(part)} has no `{field.key}`.",
        f"Write `{field.key}: {{}}` to have it with its defaults, or its options below it.",
        Effect.SILENT,
        step=field.step,
    )


def empty(decoder: Decoder, part: Struct, pair: Pair, field: Field) -> Problem:
    """A section with nothing in it, or with something that is no section."""
    del decoder
    key, node = pair
    error = f"{key.value} cannot be a standalone element (type {field.type_name})"
    if type(node) is Mapping and node.pairs:
        inner = ", ".join(f"`{name.value}`" for name, _ in node.pairs)
        return problem(
            "all-null-section",
            part,
            key,
            f"`{key.value}` holds only empty keys ({inner}), and Traefik refuses the file.",
            f"Delete `{key.value}`, or fill it.",
            traefik=error,
            step=field.step,
        )
    something = node.value if type(node) is Scalar else node.items if type(node) is Sequence else ()
    if something:
        return problem(
            "mapping-expected",
            part,
            node,
            f"`{key.value}` is a section with options below it, and here stands {a(node)}.",
            f"Write the options of `{key.value}` below it, one a line.",
            traefik=error,
            step=field.step,
        )
    brackets = "{}" if type(node) is Mapping else "[]" if type(node) is Sequence else "''"
    return problem(
        "empty-mapping",
        part,
        key,
        f"`{key.value}: {brackets}` is empty, and Traefik refuses the file.",
        f"Delete `{key.value}`; if nothing is left, leave a comment in the file.",
        traefik=error,
        step=field.step,
    )


def list_for_mapping(decoder: Decoder, part: Struct, pair: Pair, field: Field, sequence: Sequence) -> Problem:
    """A list where options are wanted."""
    del decoder
    index = next(index for index, item in enumerate(sequence.items) if type(item) is Mapping)
    return problem(
        "mapping-expected",
        part,
        sequence,
        f"`{pair[0].value}` holds options, and here stands a list.",
        "Take the dashes away.",
        traefik=f"field not found, node: [{index}]",
        step=field.step,
    )


def list_for_map(
    decoder: Decoder, part: Struct, pair: Pair, field: Field, sequence: Sequence, below: list[Problem]
) -> Problem:
    """A list where names are wanted: the decoder names the items `[0]`, `[1]`, and looks for options in them."""
    del pair
    refusals = [one for one in below if one.effect is Effect.REJECTED]
    unknown = [one for one in refusals if one.traefik.startswith("field not found")]
    decoder.problems.extend(one for one in below if one not in unknown)
    first = sequence.items[0]
    name = (first_child(first) if type(first) is Mapping else "") or "name"
    return problem(
        "mapping-expected",
        part,
        sequence,
        f"`{field.key}` is a mapping of names, and here stands a list.",
        f"Write `{name}:` instead of `- {name}:`." if unknown else "Write a name and a colon instead of each dash.",
        Effect.REJECTED if unknown else Effect.SILENT,
        traefik=unknown[0].traefik if unknown else "",
        step=field.step,
        **names_for_dashes(decoder.document, sequence),
    )


def scalar_for_structs(decoder: Decoder, part: Struct, pair: Pair, field: Field, text: str) -> Problem:
    """One text where a list of parts is wanted: the list stays empty."""
    del text
    option = _main_option(field)
    return problem(
        "list-expected",
        part,
        pair[1],
        f"`{field.key}` is a list, and of a single value Traefik takes nothing.",
        f"Write `- {option}: …` below `{field.key}`." if option else f"Write a list below `{field.key}`.",
        Effect.SILENT,
        step=field.step,
        **(as_item(decoder.document, pair[1], option, in_list=False) if option and _fits(pair[1], option) else {}),
    )


def scalar_in_structs(decoder: Decoder, part: Struct, pair: Pair, field: Field, item: Scalar) -> Problem:
    """A text among parts: it is dropped."""
    del pair
    option = _main_option(field)
    kind = "server-as-string" if field.key == "servers" else "mapping-expected"
    return problem(
        kind,
        part,
        item,
        f"`{shown(item.value)}` stands alone, and Traefik drops it: an item of `{field.key}` holds options.",
        f"Write `{option}: {item.value}`." if option else "Write its options.",
        Effect.SILENT,
        step=field.step,
        **(as_item(decoder.document, item, option, in_list=True) if option and _fits(item, option) else {}),
    )


def mapping_for_structs(decoder: Decoder, part: Struct, pair: Pair, field: Field, mapping: Mapping) -> Problem | None:
    """A mapping where a list of parts is wanted: every pair of it becomes an item."""
    del pair
    assert field.of is not None, "a list of parts says of which"
    if any(fold(key.value) in field.of.keys for key, node in mapping.pairs if type(node) is not Mapping):
        return problem(
            "list-expected",
            part,
            mapping,
            f"`{field.key}` is a list, and Traefik makes an empty item of each key here.",
            f"Write `- {mapping.pairs[0][0].value}: …`, with a dash.",
            Effect.SILENT,
            step=field.step,
            **as_item(decoder.document, mapping, "", in_list=False),
        )
    return problem(
        "list-expected",
        part,
        mapping,
        f"`{field.key}` is a list; Traefik takes the values of this mapping as its items, and drops their names.",
        "Write a dash instead of each name.",
        Effect.ADVICE,
        step=field.step,
    )


def entry_without_options(decoder: Decoder, part: Struct, pair: Pair, field: Field) -> Problem | None:
    """A named object that is one value: Traefik makes an empty object of it."""
    del decoder
    node = pair[1]
    if not (node.value if type(node) is Scalar else getattr(node, "items", ())):
        return None
    return problem(
        "mapping-expected",
        part,
        node,
        f"`{pair[0].value}` of `{field.key}` holds options, and here stands {a(node)}: Traefik makes it an empty one.",
        f"Write its options below `{pair[0].value}`.",
        Effect.SILENT,
    )


_MAIN_OPTIONS = {"domains": "main", "services": "name", "mirrors": "name"}


def _main_option(field: Field) -> str:
    """The option that a lone text in a list of parts must be, where it can be only one."""
    if field.key == "servers" and field.of is not None:
        return "url" if "url" in field.of.by_key else "address"
    return _MAIN_OPTIONS.get(field.key, "")


def _fits(node: Node, option: str) -> bool:
    """Whether a lone text is what the option takes, as far as one can see."""
    return type(node) is Scalar and (option != "url" or node.value.startswith(("http://", "https://", "h2c://")))
