"""Middlewares that ask who is there: users, passwords, authentication servers, lists of addresses."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.middleware.paths import complaint
from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import set_option
from traefiklint.findings import Effect, Fix
from traefiklint.go.http_status import has_status_text
from traefiklint.go.ip import parse_cidr, parse_ip
from traefiklint.go.strconv import digits
from traefiklint.go.url import parse_url
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Section
from traefiklint.model.middleware_auth import BasicAuth, DigestAuth, ForwardAuth
from traefiklint.model.middlewares import IpAllowList, IpStrategy, IpWhiteList
from traefiklint.model.tcp import TcpIpAllowList, TcpIpWhiteList
from traefiklint.patterns import lazy
from traefiklint.text.variables import variable_in
from traefiklint.versions import since


def is_address(text: str) -> bool:
    """Whether Traefik takes a text for an address or network (pkg/ip/checker.go)."""
    return parse_ip(text) is not None or parse_cidr(text) is not None


def _bad_address(text: str) -> str:
    hint = "write an IP address or a network such as `10.0.0.0/8`."
    if "/" in text and parse_ip(text.partition("/")[0]) is not None and "." in text.partition("/")[2]:
        hint = "write the size of the network as a number, as in `10.0.0.0/8`."
    return f"`{text}` is neither an IP address nor a network; {hint}"


@rule("ip-allow-list-empty", effect=Effect.DISABLED)
def ip_allow_list_empty(
    options: IpAllowList | IpWhiteList | TcpIpAllowList | TcpIpWhiteList, instance: Instance
) -> Iterator[Diagnostic]:
    """A list of allowed addresses is empty."""
    if not options.source_range and _is_used(options):
        yield Diagnostic(
            options.at("source_range"), "`sourceRange` is empty, so nobody could be let in; list the addresses."
        )


@rule("ip-allow-list-bad-cidr", effect=Effect.DISABLED, fix="unsafe")
def ip_allow_list_bad_cidr(
    options: IpAllowList | IpWhiteList | TcpIpAllowList | TcpIpWhiteList, instance: Instance
) -> Iterator[Diagnostic]:
    """An entry in a list of allowed addresses is no address."""
    for index, text in enumerate(options.source_range):
        if not is_address(text) and _is_used(options):
            yield Diagnostic(
                options.at("source_range", index), _bad_address(text), fix=_within_bounds(options, index, text)
            )


def _within_bounds(options: Section, index: int, text: str) -> Fix | None:
    """The fix for a network that is smaller than one address."""
    address, _, size = text.partition("/")
    most = 128 if ":" in address else 32
    bits = digits(size)
    if parse_ip(address) is None or bits is None or bits <= most:
        return None
    return set_option(options, "source_range", f"{address}/{most}", index=index, safe=False)


def _is_used(options: IpAllowList | IpWhiteList | TcpIpAllowList | TcpIpWhiteList) -> bool:
    """Whether Traefik looks at a list: in TCP an `ipAllowList` beside it takes its place."""
    return not (isinstance(options, TcpIpWhiteList) and getattr(options.parent, "ip_allow_list", None) is not None)


@rule("reject-status-invalid", effect=Effect.DISABLED)
def reject_status_invalid(options: IpAllowList, instance: Instance) -> Iterator[Diagnostic]:
    """Those who are not let in would get a status that does not exist."""
    code = options.reject_status_code
    if code and not has_status_text(code):
        yield Diagnostic(
            options.at("reject_status_code"), f"{code} is not an HTTP status; write one such as 403 or 404."
        )


@rule("ip-strategy-invalid", effect=Effect.DISABLED)
def ip_strategy_invalid(strategy: IpStrategy, instance: Instance) -> Iterator[Diagnostic]:
    """The way to find a client's address has an address or a subnet that is none."""
    if strategy.depth <= 0 and strategy.excluded_ips:
        for index, text in enumerate(strategy.excluded_ips):
            if not is_address(text):
                yield Diagnostic(strategy.at("excluded_ips", index), _bad_address(text))
        return
    subnet = strategy.ipv6_subnet
    if subnet is not None and not 0 < subnet <= 128:
        yield Diagnostic(
            strategy.at("ipv6_subnet"), f"`ipv6Subnet` {subnet} is not the size of a network; write 1 to 128."
        )


@rule("ip-strategy-conflict", effect=Effect.SILENT)
def ip_strategy_conflict(strategy: IpStrategy, instance: Instance) -> Iterator[Diagnostic]:
    """A way to find a client's address has both a depth and addresses to leave out, of which Traefik uses the depth."""
    if strategy.depth > 0 and strategy.excluded_ips:
        message = "Traefik uses `depth` and ignores `excludedIPs` beside it; keep one of them."
        yield Diagnostic(strategy.key_at("excluded_ips"), message)


_REFUSES_NO_USERS = since("3.6")
_SURVIVES_NO_USERS = since("3.7")


@rule("basic-auth-no-users", effect=Effect.DISABLED)
def basic_auth_no_users(auth: BasicAuth, instance: Instance) -> Iterator[Diagnostic]:
    """Basic authentication has no users, so nobody could log in."""
    if auth.users or auth.users_file:
        return
    message = "`basicAuth` has no users, so nobody can log in; add `users` or `usersFile`."
    if instance.context.target >= _REFUSES_NO_USERS:
        help = "Some releases of 3.6 (3.6.15 is one) die of it, and never read a file again until they are restarted."
        yield Diagnostic(auth.key_at(), message, help if instance.context.target < _SURVIVES_NO_USERS else "")
    else:
        yield Diagnostic(auth.key_at(), message, effect=Effect.SILENT)


@rule("basic-auth-malformed-user", effect=Effect.DISABLED)
def basic_auth_malformed_user(auth: BasicAuth, instance: Instance) -> Iterator[Diagnostic]:
    """A user of basic authentication is not written as name and hash."""
    for index, user in enumerate(auth.users):
        if user.count(":") != 1:
            from traefiklint.decoding.label_tree import HASHES

            message = f"User `{_shown(user)}` is not `name:hash`; make the entry with `htpasswd -nB NAME`."
            is_hash = any(sign in user for sign in HASHES)  # whose dollar signs are no variables
            variable = None if is_hash else variable_in(user)
            help = f'Traefik fills in no variables; for one write `{{{{ env "{variable[1]}" }}}}`.' if variable else ""
            yield Diagnostic(auth.at("users", index), message, help)


@rule("digest-auth-malformed-user", effect=Effect.DISABLED)
def digest_auth_malformed_user(auth: DigestAuth, instance: Instance) -> Iterator[Diagnostic]:
    """A user of digest authentication is not written as name, realm and hash."""
    for index, user in enumerate(auth.users):
        if user.count(":") != 2:
            message = f"User `{_shown(user)}` is not `name:realm:hash`; make the entry with `htdigest`."
            yield Diagnostic(auth.at("users", index), message)


def _shown(user: str) -> str:
    """The name of a user, without what may be a secret."""
    name, colon, _ = user.partition(":")
    return f"{name}:…" if colon else "…" if len(user) > 24 else user


@rule("auth-cookie-lost", effect=Effect.SILENT)
def auth_cookie_lost(auth: ForwardAuth, instance: Instance) -> Iterator[Diagnostic]:
    """The cookie of an authentication server goes to the service instead of the browser."""
    if auth.add_auth_cookies_to_response:
        return
    message = (
        "`Set-Cookie` goes to the service here and never to the browser, so nobody stays logged in; name the cookies "
        "in `addAuthCookiesToResponse`."
    )
    for index, name in enumerate(auth.auth_response_headers):
        if name.lower() == "set-cookie":
            yield Diagnostic(auth.at("auth_response_headers", index), message)
    if _means_cookies(auth.auth_response_headers_regex):
        yield Diagnostic(auth.at("auth_response_headers_regex"), message)


def _means_cookies(pattern: str) -> bool:
    """Whether an expression for names of headers is about `Set-Cookie`, and not only lets it through."""
    from traefiklint.go.regexp import go_regex

    if not pattern:
        return False
    lets_through = go_regex(pattern).first
    return lets_through(b"Set-Cookie") is not None and lets_through(b"X-User") is None


@rule("auth-headers-regex", effect=Effect.DISABLED)
def auth_headers_regex(auth: ForwardAuth, instance: Instance) -> Iterator[Diagnostic]:
    """The expression for the headers of an authentication server does not compile."""
    pattern = auth.auth_response_headers_regex
    if pattern and (reason := complaint(pattern)):
        message = f"`authResponseHeadersRegex` does not compile: {reason}."
        yield Diagnostic(auth.at("auth_response_headers_regex"), message)


_ADDRESS_SCHEMES = ("http", "https")
_HOST = lazy(r"(?!https?/)[A-Za-z0-9._-]+(?::[0-9]{1,5})?(?:/.*)?")


@rule("forward-auth-address", effect=Effect.SILENT)
def forward_auth_address(auth: ForwardAuth, instance: Instance) -> Iterator[Diagnostic]:
    """The address of an authentication server is not a URL that Traefik can ask."""
    address = auth.address
    if variable_in(address) is not None:
        return  # `variable-not-expanded` says so
    place = auth.at("address") if auth.gives("address") else auth.key_at()
    everyone = "every visitor gets a 500"
    if not address:
        yield Diagnostic(place, f"`forwardAuth` has no `address`, so {everyone}; write `http://host:port/path`.")
        return
    url = parse_url(address, instance.context.target)
    if not url.error and url.host.lower() in _ADDRESS_SCHEMES and url.path.startswith("//"):
        rest = url.path.removeprefix("//")
        right = f"{url.host.lower()}://{address[address.rindex(rest) :]}" if rest else "http://host:port/path"
        yield Diagnostic(place, f"`{address}` has its scheme twice, so {everyone}; write `{right}`.")
    elif url.error or url.scheme not in _ADDRESS_SCHEMES or not (url.host or url.port):
        bare = _HOST.fullmatch(address) is not None
        advice = f"`http://{address}`" if bare else "`http://host:port/path`"
        yield Diagnostic(place, f"Traefik cannot ask `{address}`, so {everyone}; write {advice}.")
