"""Regular expressions and path changes in middlewares."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import option_in
from traefiklint.findings import Effect
from traefiklint.instance.instance import Instance
from traefiklint.model.middleware_headers import Headers
from traefiklint.model.middlewares import AddPrefix, RedirectRegex, RedirectScheme, ReplacePathRegex, StripPrefixRegex


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
    if isinstance(options, Headers):
        attribute, patterns = "access_control_allow_origin_list_regex", options.access_control_allow_origin_list_regex
    elif isinstance(options, StripPrefixRegex):
        attribute, patterns = "regex", tuple(pattern.strip() for pattern in options.regex)
    else:
        attribute, patterns = "regex", (options.regex,)
    for index, pattern in enumerate(patterns):
        if pattern and (reason := complaint(pattern)):
            message = f"The regular expression `{pattern}` does not compile: {reason}."
            place = (
                options.at(attribute) if attribute == "regex" and len(patterns) == 1 else options.at(attribute, index)
            )
            yield Diagnostic(place, message)


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
