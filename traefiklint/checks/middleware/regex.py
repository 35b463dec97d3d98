"""Regular expressions and path changes in middlewares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import as_value, option_in
from traefiklint.checks.shared.fixes import set_option
from traefiklint.findings import Effect
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Place
from traefiklint.model.middleware_headers import Headers
from traefiklint.model.middlewares import AddPrefix, RedirectRegex, RedirectScheme, ReplacePathRegex, StripPrefixRegex

if TYPE_CHECKING:
    from traefiklint.matching.suspicions.found import DoubledBackslash


def complaint(pattern: str) -> str:
    """Why Go does not compile an expression, in one clause; empty where it does."""
    from traefiklint.go.regexp import go_regex

    regex = go_regex(pattern)
    if not regex.error:
        return ""
    reason = regex.error.removeprefix("error parsing regexp: ")
    return f"{reason} (Go knows no {regex.foreign})" if regex.foreign else reason


@rule("middleware-bad-regex", effect=Effect.DISABLED)
def middleware_bad_regex(
    options: RedirectRegex | ReplacePathRegex | StripPrefixRegex | Headers, instance: Instance
) -> Iterator[Diagnostic]:
    """A regular expression of a middleware does not compile."""
    for attribute, index, pattern in _patterns(options):
        if pattern and (reason := complaint(pattern)):
            message = f"The regular expression `{pattern}` does not compile: {reason}."
            yield Diagnostic(options.at(attribute, index), message)


@rule("regexp-doubled-backslash", category="rule", effect=Effect.SILENT, fix="unsafe")
def regexp_doubled_backslash(
    found: RedirectRegex | ReplacePathRegex | StripPrefixRegex | Headers | DoubledBackslash, instance: Instance
) -> Iterator[Diagnostic]:
    """A regular expression asks for a backslash, as an escape in it has two."""
    from traefiklint.matching.suspicions.expressions import undoubled
    from traefiklint.matching.suspicions.found import DoubledBackslash

    if isinstance(found, DoubledBackslash):
        yield _in_rule(found)
        return
    for attribute, index, pattern in _patterns(found):
        if "\\\\" in pattern and (meant := undoubled(pattern)):
            place = found.at(attribute, index)
            fix = set_option(found, attribute, meant[0], index=index, safe=False)
            yield Diagnostic(place, _doubled(*meant, place), fix=fix)


def _in_rule(found: DoubledBackslash) -> Diagnostic:
    from traefiklint.checks.shared.rule_texts import in_rule
    from traefiklint.instance.scalar_offsets import ValueFix

    argument, place = found.argument, found.router.at("rule")
    fix = ValueFix(argument.start, argument.end, f"`{found.better}`", False, "Write one backslash")
    is_plain = argument.quote == "`"  # in other quotes a backslash is an escape itself
    message = _doubled(found.better, found.example, place)
    return in_rule(place, argument.start, argument.end, message, fix=fix if is_plain else None)


def _doubled(better: str, example: str, place: Place) -> str:
    return f"`\\\\` asks for a backslash, so `{example}` does not match; write `{as_value(place, better)}`."


def _patterns(
    options: RedirectRegex | ReplacePathRegex | StripPrefixRegex | Headers,
) -> Iterator[tuple[str, int | None, str]]:
    """The expressions of a middleware: the option that each stands in, and which item of its list it is."""
    if isinstance(options, Headers):
        attribute, patterns = "access_control_allow_origin_list_regex", options.access_control_allow_origin_list_regex
    elif isinstance(options, StripPrefixRegex):
        attribute, patterns = "regex", tuple(pattern.strip() for pattern in options.regex)
    else:
        attribute, patterns = "regex", (options.regex,)
    is_one = attribute == "regex" and len(patterns) == 1
    for index, pattern in enumerate(patterns):
        yield attribute, None if is_one else index, pattern


@rule("add-prefix-empty", effect=Effect.DISABLED)
def add_prefix_empty(options: AddPrefix, instance: Instance) -> Iterator[Diagnostic]:
    """`addPrefix` has no prefix to add."""
    if not options.prefix:
        yield Diagnostic(options.at("prefix"), "`addPrefix` has an empty prefix; give one such as `/api`.")


@rule("redirect-scheme-empty", effect=Effect.DISABLED)
def redirect_scheme_empty(options: RedirectScheme, instance: Instance) -> Iterator[Diagnostic]:
    """`redirectScheme` does not say where to redirect to."""
    if not options.scheme:
        message = f"`redirectScheme` has no scheme to redirect to; add `{option_in(options, 'scheme', 'https')}`."
        yield Diagnostic(options.at("scheme"), message)
