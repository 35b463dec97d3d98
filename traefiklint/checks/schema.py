"""The configuration in the text: options that do not exist, values of the wrong kind, what is empty or misplaced."""

from __future__ import annotations

from typing import Any

from traefiklint.checks.registry import reported
from traefiklint.findings import Effect, Severity


def _schema(
    id: str, summary: str, effect: Effect = Effect.REJECTED, severity: Severity | None = None, category: str = "schema"
) -> Any:
    return reported(id, summary, category=category, effect=effect, severity=severity)


root_not_a_mapping = _schema("root-not-a-mapping", "The file is a list or a single value.")
empty_mapping = _schema("empty-mapping", "An option that must hold something is empty.")
all_null_section = _schema("all-null-section", "A section holds only keys with nothing behind them.")
unknown_field = _schema("unknown-field", "An option does not exist.")
misplaced_field = _schema("misplaced-field", "An option stands in the wrong place.")
wrong_protocol_field = _schema("wrong-protocol-field", "An option belongs to another protocol.")
udp_router_rule = _schema("udp-router-rule", "A UDP router has a rule.")
invalid_bool = _schema("invalid-bool", "A value is neither true nor false.")
invalid_number = _schema("invalid-number", "A value is no whole number.")
invalid_duration = _schema("invalid-duration", "A value is no duration.")
null_in_list = _schema("null-in-list", "An item of a list is empty.")
list_in_list = _schema("list-in-list", "A list stands directly in a list.")
date_value = _schema("date-value", "A value reads as a date, which Traefik cannot take.")
mixed_plugin_list = _schema("mixed-plugin-list", "A list in a plugin's options mixes kinds.")
empty_plugin_key = _schema("empty-plugin-key", "A key in a plugin's options is empty, which stops the file provider.")
mapping_expected = _schema("mapping-expected", "A list stands where names are wanted.")
option_newer_than_target = _schema(
    "option-newer-than-target", "An option is younger than the target.", category="migration"
)
option_of_a_patch = _schema(
    "option-of-a-patch",
    "An option came with a patch of the target, which does not say which patch runs.",
    Effect.ADVICE,
    Severity.INFO,
    "migration",
)
scalar_expected = _schema("scalar-expected", "A list or mapping stands where one value is wanted.")
list_expected = _schema("list-expected", "One value stands where a list is wanted.", Effect.SILENT)
unknown_root_key = _schema("unknown-root-key", "A section at the top of the file does not exist.", Effect.SILENT)
static_in_dynamic = _schema("static-in-dynamic", "An option belongs into Traefik's own file.", Effect.SILENT)
dotted_key = _schema("dotted-key", "A key is written as in labels.", Effect.SILENT)
ignored_option = _schema("ignored-option", "Traefik's file provider ignores an option.", Effect.SILENT)
switched_off = _schema("switched-off", "A value switches an option off instead of on.", Effect.SILENT)
server_as_string = _schema("server-as-string", "A server is given as a text.", Effect.SILENT, category="service")
field_case = _schema("field-case", "An option is not spelt as documented.", Effect.ADVICE, Severity.INFO, "style")
comma_list_string = _schema(
    "comma-list-string", "A list is written as one text.", Effect.ADVICE, Severity.INFO, "style"
)
quoted_scalar_type = _schema(
    "quoted-scalar-type", "A number or truth value stands in quotes.", Effect.ADVICE, Severity.INFO, "style"
)
