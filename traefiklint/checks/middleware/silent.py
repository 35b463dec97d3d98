"""Middlewares that Traefik starts, and that let nobody in, or do nothing: passwords, limits."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import with_dollars
from traefiklint.checks.shared.fixes import set_option
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import Instance
from traefiklint.model.fields import SECOND
from traefiklint.model.middleware_auth import BasicAuth
from traefiklint.model.middlewares import InFlightReq, RateLimit
from traefiklint.model.tcp import TcpInFlightConn
from traefiklint.patterns import lazy
from traefiklint.text.variables import variable_in

_HASHES = ("$2a$", "$2b$", "$2x$", "$2y$", "$apr1$", "$1$", "{SHA}")
"""The beginnings of the hashes that Traefik knows (github.com/abbot/go-http-auth, `basic.go`; asked of 3.7.15)."""

_STAND_IN = lazy(
    r"[A-Z_]*(?:PASS(?:WORD|WD)?|PWD|SECRET)[A-Z_]*|(.)\1{2,}|secret_key"
    r"|(?i:.*(?:hash|htpasswd|bcrypt|passphrase|x{4}|change|replace|generated|created|your|encrypted|\.{3}).*)"
)
"""What stands for a password in a file that somebody is to fill in, as `USERPASSWORD` and `your-hash-here`."""
_EXAMPLE = lazy(r"(?i)(?:user(?:[-_]?name)?|test(?:[-_]?user)?|demo|example)\d?:[.a-z_-]{1,12}\d?")
"""A user who is called as users are in examples, with a word."""


@rule("basic-auth-plaintext", category="security", effect=Effect.SILENT)
def basic_auth_plaintext(auth: BasicAuth, instance: Instance) -> Iterator[Diagnostic]:
    """A user of basic authentication has no hash that Traefik knows, so that the password is never right."""
    bad = [index for index, user in enumerate(auth.users) if user.count(":") == 1 and not _has_hash(user)]
    if not bad:
        return
    from traefiklint.decoding.label_tree import is_cut, value_of
    from traefiklint.instance.secrets import is_stand_in

    for index in bad:
        name, _, secret = auth.users[index].partition(":")
        where = auth.at("users", index)
        label = value_of(where.node)
        if variable_in(secret) is not None or (label is not None and is_cut(label)):
            continue  # `variable-not-expanded` or `label-dollar` says so
        if not (name or secret) and label is not None and label.unknown:
            continue  # both are what variables say that have no value here
        what, help = "not a hash", "If this is the password itself, whoever reads this file has it: choose another."
        if secret.lstrip().startswith(_HASHES):
            message = f"The hash of `{name}` begins with a space, so it is never right; remove the space."
            yield Diagnostic(where, message)
            continue
        if secret.startswith("$"):
            what, help = "a hash that Traefik does not know", "It knows bcrypt, Apache's MD5 and SHA-1."
        who = f"`{name}`" if name else "a user without a name"
        advice = f"use `htpasswd -nB NAME`{with_dollars(where)}."
        message = f"The password of {who} is {what}, so nobody can log in with it; {advice}"
        is_to_be_filled_in = _STAND_IN.fullmatch(secret) is not None or is_stand_in(secret)
        is_to_be_filled_in = is_to_be_filled_in or _EXAMPLE.fullmatch(auth.users[index]) is not None
        yield Diagnostic(where, message, help, strict=is_to_be_filled_in)


def _has_hash(user: str) -> bool:
    """Whether an entry holds a hash that Traefik knows, perhaps with its dollar signs doubled."""
    return user.partition(":")[2].startswith((*_HASHES, "$$"))


@rule("basic-auth-doubled-dollar", effect=Effect.SILENT, fix="safe")
def basic_auth_doubled_dollar(auth: BasicAuth, instance: Instance) -> Iterator[Diagnostic]:
    """The hash of a password has its dollar signs doubled, as in Compose files, so that it is never right."""
    for index, user in enumerate(auth.users):
        name, _, secret = user.partition(":")
        if secret.startswith("$$"):
            message = f"The hash of `{name}` has `$$` as in Compose files, so it is never right; write single `$`."
            fix = set_option(
                auth, "users", user.replace("$$", "$"), index=index, safe=True, title="Write single dollar signs"
            )
            yield Diagnostic(auth.at("users", index), message, fix=fix)


@rule("in-flight-zero", effect=Effect.SILENT)
def in_flight_zero(limit: InFlightReq | TcpInFlightConn, instance: Instance) -> Iterator[Diagnostic]:
    """A limit of zero requests or connections at a time refuses all of them."""
    if limit.amount > 0:
        return
    http = type(limit) is InFlightReq
    what = "every request gets a 429" if http else "every connection is closed"
    given = f"With `amount: {limit.amount}`" if limit.gives("amount") else "Without `amount`"
    message = f"{given} nothing gets through, and {what}; give `amount` a number above 0."
    yield Diagnostic(limit.at("amount"), message)


@rule("rate-limit-without-average", effect=Effect.SILENT)
def rate_limit_without_average(limit: RateLimit, instance: Instance) -> Iterator[Diagnostic]:
    """A rate limit has no rate, and so limits nothing."""
    if limit.average <= 0:
        from traefiklint.decoding.label_tree import is_by_default

        given = f"With `average: {limit.average}`" if limit.gives("average") else "Without `average`"
        message = f"{given} the rate limit is off, whatever `burst` says; set `average` to the requests per `period`."
        where = limit.at("average")
        yield Diagnostic(where, message, strict=is_by_default(where.node))


def _seconds(number: float) -> str:
    return "a second" if number == 1 else f"{number:.3g} seconds"


@rule("rate-limit-without-burst", category="middleware", effect=Effect.SILENT)
def rate_limit_without_burst(limit: RateLimit, instance: Instance) -> Iterator[Diagnostic]:
    """A limit for a minute or more allows no two requests at once, although it speaks of many."""
    if limit.average > 1 and limit.burst <= 1 and limit.period > SECOND:
        between = limit.period / SECOND / limit.average
        # a request is held back for so long before it is refused (`maxDelay`, pkg/middlewares/ratelimiter)
        wait = between - (0.5 if between >= 1 else 1 / (2 * floor(1 / between)))
        message = (
            f"`burst` is 1, so a request less than {_seconds(wait)} after another gets a 429, although `average` "
            f"allows {limit.average}; set `burst` to how many may come at once."
        )
        yield Diagnostic(limit.at("burst") if limit.gives("burst") else limit.at("average"), message)


@rule("rate-limit-burst-one", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def rate_limit_burst_one(limit: RateLimit, instance: Instance) -> Iterator[Diagnostic]:
    """A rate limit allows no two requests at once, so that a page with pictures gets refusals."""
    if limit.average > 0 and limit.burst <= 1 and (limit.period <= SECOND or limit.average == 1):
        message = (
            "`burst` is 1, so the second request of a page at the same time gets a 429; set it to as many as a page "
            "needs."
        )
        yield Diagnostic(limit.at("burst"), message)


@rule("rate-limit-behind-proxy", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def rate_limit_behind_proxy(limit: RateLimit | InFlightReq, instance: Instance) -> Iterator[Diagnostic]:
    """A limit counts by address, which behind a proxy is the proxy's for all visitors."""
    points = instance.context.entry_points.values()
    if limit.source_criterion is None and not any(point.trusted_forwarded for point in points):
        message = (
            "The limit counts per client address, and behind another proxy or a CDN all visitors share one: set "
            "`sourceCriterion.ipStrategy`, and list the proxy in the entry point's `forwardedHeaders.trustedIPs`."
        )
        yield Diagnostic(limit.key_at(), message)
