"""What is said about an option that Traefik refuses, drops, or takes otherwise than it is written.

One function for each case. Each takes the decoder, the part, the pair of key and value, and facts of the case, and
gives the problem, or None where there is nothing to say. Imported only when there is something to complain of.
"""

from __future__ import annotations

from traefiklint.model.complaints.keys import (
    case_duplicate_key,
    field_case,
    ignored_option,
    option_newer_than_target,
    option_of_a_patch,
)
from traefiklint.model.complaints.plugins import empty_plugin_key, mixed_list
from traefiklint.model.complaints.scalars import (
    comma_list_string,
    list_for_scalar,
    mapping_for_scalar,
    mapping_for_texts,
    mapping_in_texts,
    nested_text,
)
from traefiklint.model.complaints.sections import (
    empty,
    entry_without_options,
    list_for_map,
    list_for_mapping,
    mapping_for_structs,
    scalar_for_structs,
    scalar_in_structs,
    switched_off,
)
from traefiklint.model.complaints.values import (
    invalid_bool,
    invalid_duration,
    invalid_number,
    list_item,
    quoted_scalar_type,
    unsupported_type,
)
from traefiklint.model.mending import remove_empties
from traefiklint.model.neighbours import unknown_field, unknown_root_key
from traefiklint.syntax.document import Document
from traefiklint.syntax.problem import Problem

__all__ = [
    "case_duplicate_key",
    "comma_list_string",
    "empty",
    "empty_plugin_key",
    "entry_without_options",
    "field_case",
    "finished",
    "ignored_option",
    "invalid_bool",
    "invalid_duration",
    "invalid_number",
    "list_for_map",
    "list_for_mapping",
    "list_for_scalar",
    "list_item",
    "mapping_for_scalar",
    "mapping_for_structs",
    "mapping_for_texts",
    "mapping_in_texts",
    "mixed_list",
    "nested_text",
    "option_newer_than_target",
    "option_of_a_patch",
    "quoted_scalar_type",
    "scalar_for_structs",
    "scalar_in_structs",
    "switched_off",
    "unknown_field",
    "unknown_root_key",
    "unsupported_type",
]


def finished(problems: list[Problem], document: Document) -> list[Problem]:
    """The problems in the order of the text, each once, and those about empty sections with their fix."""
    seen: dict[tuple[object, ...], Problem] = {}
    for one in problems:
        seen.setdefault((one.span, one.kind, one.message), one)
    return remove_empties(sorted(seen.values(), key=lambda one: one.span), document)
