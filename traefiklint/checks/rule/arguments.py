"""Router rules whose matchers are given what Traefik refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import as_typed, as_value
from traefiklint.checks.shared.rule_texts import in_rule
from traefiklint.findings import Effect, Severity
from traefiklint.instance.scalar_offsets import ValueFix
from traefiklint.instance.startup import LAST
from traefiklint.matching.diagnostics import (
    BadExpression,
    BadHostName,
    BadMatcher,
    BadQueryExpression,
    BadQueryTemplate,
    BadTemplate,
    CorrectedArgument,
    EarlyUnderscore,
    EarlyWildcard,
    EmptyArgument,
    ForeignExpression,
    NoArgument,
    NotAnAddress,
    NotAscii,
    OddHeaders,
    OddQuery,
    OwnProtocol,
    PathWithoutSlash,
    SeveralValues,
    UnknownWildcard,
    WrongNumber,
)
from traefiklint.matching.tree import Or, joined
from traefiklint.model.base import Place

_DISABLED = Effect.DISABLED


_SHOWN = 6
"""How many values are written out in what is to be written."""


@rule("rule-too-many-arguments", category="migration", effect=_DISABLED, fix="safe")
def rule_too_many_arguments(said: SeveralValues, place: Place) -> Iterator[Diagnostic]:
    """A matcher has several values, as in Traefik 2."""
    from traefiklint.matching.suspicions.found import of_traefik_3

    name, values = said.matcher.name, said.matcher.values
    apart = [f"{name}(`{value}`)" for value in values]
    each = [of_traefik_3(name, value) or one for value, one in zip(values, apart, strict=True)]
    shown = joined([*each[:_SHOWN], *["…"] * (len(values) > _SHOWN)], Or, said.parent)
    message = f"`{name}` takes one value, got {len(values)}; write ``{as_value(place, shown)}``."
    fix = None
    if not any("`" in value for value in values):
        text = joined(each, Or, said.parent)
        fix = ValueFix(said.where.start, said.where.end, text, each == apart, "Give each value a matcher of its own")
    yield _refused(place, said, message, "Several values in one matcher are the syntax of v2.", fix)


@rule("rule-arity", effect=_DISABLED)
def rule_arity(said: NoArgument | WrongNumber | OddHeaders | OddQuery, place: Place) -> Iterator[Diagnostic]:
    """A matcher has too few or too many arguments."""
    name = said.matcher.name
    if isinstance(said, NoArgument):
        message = f"`{name}` has no argument; put one in back-ticks between the parentheses."
    elif isinstance(said, OddHeaders):
        message = f"`{name}` needs a name and a value for each header; one is missing."
    elif isinstance(said, OddQuery):
        message = f"`{name}` needs `name=value` for each parameter; one is missing."
    else:
        wanted = " or ".join(map(str, said.counts))
        noun = "argument" if said.counts == (1,) else "arguments"
        message = f"`{name}` takes {wanted} {noun}, got {len(said.matcher.args)}."
        if name.startswith("Header"):
            message = f"`{name}` takes the name of a header and a value, got {len(said.matcher.args)}."
    yield _refused(place, said, message)


@rule("rule-empty-argument", effect=_DISABLED)
def rule_empty_argument(said: EmptyArgument, place: Place) -> Iterator[Diagnostic]:
    """An argument of a matcher is empty."""
    help = "Often it comes from a variable or template value that is not set."
    yield _refused(place, said, f"`{said.matcher.name}` has an empty argument; fill it in.", help)


@rule("rule-path-without-slash", effect=_DISABLED, fix="safe")
def rule_path_without_slash(said: PathWithoutSlash, place: Place) -> Iterator[Diagnostic]:
    """A path does not begin with a slash."""
    name = said.matcher.name
    needs = f"`{name}` needs a path that starts with a slash"
    host, _, path = said.where.value.partition("/")
    if said.right and ("." in host or "$" in host):
        yield _refused(place, said, f"{needs}; write ``Host(`{host}`) && {name}(`/{path}`)``.")
    elif said.right:
        yield _corrected(place, said, f"{needs}; write `{said.right}`.")
    else:
        help = f"`{name}` takes no regular expression; `PathRegexp` does."
        yield _refused(place, said, f"{needs}, and `{said.where.value}` does not.", help)


@rule("rule-bad-regex", effect=_DISABLED)
def rule_bad_regex(said: BadExpression | BadQueryExpression, place: Place) -> Iterator[Diagnostic]:
    """A regular expression does not compile."""
    if isinstance(said, BadQueryExpression):
        yield _refused(place, said, f"The template of `Query` cannot be read: {said.error}.")
    else:
        glob = re.fullmatch(r"\*\.([\w-]+(?:\.[\w-]+)+)", said.where.value)
        better = as_typed(place, f"^[^.]+\\.{re.escape(glob[1])}$") if glob else ""
        advice = f"; write `{better}`" if better and said.matcher.name == "HostRegexp" else ""
        message = f"The regular expression of `{said.matcher.name}` does not compile: {said.reason}{advice}."
        yield _refused(place, said, message)


@rule("rule-regex-not-go", effect=_DISABLED)
def rule_regex_not_go(said: ForeignExpression, place: Place) -> Iterator[Diagnostic]:
    """A regular expression uses what Go does not know."""
    name = said.matcher.name
    message = f"The expression of `{name}` uses a {said.feature}, which Go's regular expressions do not know."
    no = "no look-around, no back-references, no possessive quantifiers"
    yield _refused(place, said, message, f"Traefik uses RE2: {no} (Go says: {said.reason}).")


@rule("rule-bad-cidr", effect=_DISABLED, fix="safe")
def rule_bad_cidr(said: NotAnAddress, place: Place) -> Iterator[Diagnostic]:
    """An argument is not an IP address or network."""
    form = "a network in CIDR form, as in `10.0.0.0/8`"
    yield _corrected(place, said, f"`{said.where.value}` is neither an IP address nor {form}; fix it.")


@rule("rule-non-ascii-host", effect=_DISABLED, fix="safe")
def rule_non_ascii_host(said: NotAscii, place: Place) -> Iterator[Diagnostic]:
    """A host is not written in ASCII."""
    advice = f"write `{said.right}`." if said.right else "write the name in its ASCII form (`xn--…`)."
    message = f"`{said.matcher.name}` takes only ASCII, and `{said.where.value}` is not; {advice}"
    yield _corrected(place, said, message)


@rule("rule-bad-host", effect=_DISABLED)
def rule_bad_host(said: BadHostName | EarlyWildcard | EarlyUnderscore, place: Place) -> Iterator[Diagnostic]:
    """A TCP router matches what can be no host name."""
    value = said.where.value
    if isinstance(said, EarlyWildcard):
        message = f"Traefik knows wildcards such as `{value}` in `HostSNI` since 3.7.0; use `HostSNIRegexp`."
    elif isinstance(said, EarlyUnderscore):
        name = said.matcher.name
        message = f"Traefik takes names with `_`, such as `{value}`, in `{name}` since 3.3.5; use `HostSNIRegexp`."
    else:
        message = f"`{value}` is not a host name that `{said.matcher.name}` takes; write a plain name or `*`."
    yield _refused(place, said, message)


@rule("rule-bad-template", effect=_DISABLED)
def rule_bad_template(said: BadTemplate | BadQueryTemplate, place: Place) -> Iterator[Diagnostic]:
    """A path or host template cannot be parsed."""
    reason = said.reason if isinstance(said, BadTemplate) else said.error.removeprefix("mux: ")
    yield _refused(place, said, f"The template of `{said.matcher.name}` cannot be read: {reason}.")


@rule("rule-bad-alpn", effect=_DISABLED)
def rule_bad_alpn(said: OwnProtocol, place: Place) -> Iterator[Diagnostic]:
    """A rule matches a protocol that Traefik keeps for itself."""
    message = f"`{said.where.value}` belongs to Traefik's own certificate challenge; remove it from `ALPN`."
    yield _refused(place, said, message)


@rule("host-wildcard-version", category="migration", effect=Effect.SILENT, fix="unsafe")
def host_wildcard_version(said: UnknownWildcard, place: Place) -> Iterator[Diagnostic]:
    """A wildcard host needs a later Traefik than the target."""
    value, fix, help = said.where.value, None, ""
    who = "" if said.is_sure else " in Dokploy's Traefik 3.6" if said.is_dokploys else f" before Traefik {said.first}"
    message = f"No request matches `{value}`{who}, because `Host` knows this wildcard only since {said.first}."
    if value != "*":
        escaped = value[1:].replace(".", r"\.")
        older = f"HostRegexp(`^[^.]+{escaped}$`)"
        help = f"For older versions write ``{as_typed(place, older)}``."
        help += " It is longer: give the router a low `priority` if others serve single hosts of that domain."
        if said.is_sure and "`" not in value:
            fix = ValueFix(said.matcher.start, said.matcher.end, older, False, "Write a regular expression")
    if not said.is_sure:
        help = f"{help} Set `--target` to the version that runs.".lstrip()
    found = in_rule(place, said.where.start, said.where.end, message, help, fix, LAST if said.is_sure else 0)
    is_likely = said.is_sure or said.is_dokploys
    yield found if is_likely else found._replace(severity=Severity.INFO, effect=Effect.ADVICE)


def _corrected(place: Place, said: CorrectedArgument, message: str) -> Diagnostic:
    """A finding at an argument, with what it should be where that is certain."""
    right, fix = said.right, None
    if right and "`" not in right:
        fix = ValueFix(said.where.start, said.where.end, f"`{right}`", True, f"Write `{right}`")
    return _refused(place, said, message, fix=fix)


def _refused(place: Place, said: BadMatcher, message: str, help: str = "", fix: ValueFix | None = None) -> Diagnostic:
    return in_rule(place, said.where.start, said.where.end, message, help, fix, LAST)
