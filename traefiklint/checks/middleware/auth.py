"""Middlewares that ask who is there: users, passwords, authentication servers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from traefiklint.checks.middleware.regex import complaint
from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import with_dollars
from traefiklint.checks.shared.filled_in import as_action, to_be_given
from traefiklint.findings import Effect
from traefiklint.go.url import Url, parse_url
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import leading_to, passage
from traefiklint.model.base import Named
from traefiklint.model.middleware_auth import BasicAuth, DigestAuth, ForwardAuth
from traefiklint.patterns import lazy
from traefiklint.text.encrypted import is_encrypted_value
from traefiklint.text.variables import variable_in
from traefiklint.versions import since

_REFUSES_NO_USERS = since("3.6")
_SURVIVES_NO_USERS = since("3.7")


@rule("basic-auth-no-users", effect=Effect.DISABLED)
def basic_auth_no_users(auth: BasicAuth, instance: Instance) -> Iterator[Diagnostic]:
    """Basic authentication has no users, so nobody could log in."""
    if auth.users or auth.users_file:
        return
    from traefiklint.decoding.label_tree import value_of

    value = value_of(auth.at("users").node)
    is_put_in = value is not None and not value.is_known
    # what a variable says is told of the variable, and what is no list of users where it stands
    where = auth.at("users") if is_put_in or auth.gives("users") else auth.key_at()
    message = "`basicAuth` has no users, so nobody can log in; add `users` or `usersFile`."
    if instance.context.target >= _REFUSES_NO_USERS:
        help = "Some releases of 3.6 (3.6.15 is one) die of it, and never read a file again until they are restarted."
        yield Diagnostic(where, message, help if instance.context.target < _SURVIVES_NO_USERS else "")
    else:
        yield Diagnostic(where, message, effect=Effect.SILENT)


@rule("users-file-not-mounted", effect=Effect.DISABLED)
def users_file_not_mounted(auth: BasicAuth | DigestAuth, instance: Instance) -> Iterator[Diagnostic]:
    """No volume brings the file with the users into Traefik's container."""
    path = auth.users_file
    if not path or "Mounted" not in instance.context.static or variable_in(path):
        return
    from traefiklint.decoding.label_tree import unset_in
    from traefiklint.instance.service_static import lacks_path

    where = auth.at("users_file")
    if (where.node is not None and unset_in(where.node)) or not lacks_path(instance.labels, path):
        return
    message = f"No volume brings `{path}` into Traefik's container, so it cannot read the users of `{auth.step[1:]}`"
    inside = path if path.startswith("/") else f"/{path}"
    yield Diagnostic(where, f"{message}; add one, as in `./{path.rpartition('/')[2]}:{inside}:ro`.")


_VARIABLE = lazy(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+")


@rule("basic-auth-malformed-user", effect=Effect.DISABLED)
def basic_auth_malformed_user(auth: BasicAuth, instance: Instance) -> Iterator[Diagnostic]:
    """A user of basic authentication is not written as name and hash."""
    for index, user in enumerate(auth.users):
        if user.count(":") != 1 and not is_encrypted_value(user):
            from traefiklint.decoding.label_tree import HASHES, value_of
            from traefiklint.instance.secrets import is_stand_in

            where = auth.at("users", index)
            message = (
                f"User `{_shown(user)}` is not `name:hash`; create the entry with `htpasswd -nB NAME`"
                f"{with_dollars(where)}."
            )
            is_hash = any(sign in user for sign in HASHES)  # whose dollar signs are no variables
            variable = None if is_hash and not user.startswith("${") else variable_in(user)
            help = ""
            if variable and user[0] == "$" and not (auth.home is not None and auth.home.holds_labels):
                both = _two_variables(user)
                actions = ":".join(as_action("", name) for name in both or variable[1:])
                given = "".join(to_be_given("", name, instance) for name in both or variable[1:])
                message = (
                    f"Traefik fills in no variables, so `{variable[1]}` is here by its name, which is no user; write "
                    f"`{actions}`{'' if both else ', with `name:hash` for its value'}{given}."
                )
            elif variable:
                help = f"Traefik fills in no variables; for one write `{as_action('', variable[1])}`."
            if _VARIABLE.fullmatch(user):
                help = (
                    'If this is the name of a variable, nothing fills it in: write `{{ env "NAME" }}` in a file, and '
                    "`${NAME}` in a compose file."
                )
            value = value_of(where.node)
            is_put_in = value is not None and any(piece.variable for piece in value.pieces)
            is_form = not any(map(str.strip, auth.users)) and not _is_used(auth, instance)  # somebody fills it in
            yield Diagnostic(where, message, help, strict=is_form or (is_put_in and is_stand_in(user)))


_DEFAULT = lazy(r"(\$\{\w+):?[-?+=][^{}]*\}")


def _two_variables(user: str) -> tuple[str, ...]:
    """The variables of the name and the hash of an entry, where each has one of its own."""
    name, _, hash = _DEFAULT.sub(r"\1}", user).partition(":")
    found = variable_in(name), variable_in(hash)
    return tuple(one[1] for one in found if one) if all(found) and ":" not in hash else ()


def _is_used(auth: BasicAuth, instance: Instance) -> bool:
    middleware = instance.owner(auth)
    return middleware is None or bool(leading_to(middleware, instance))


@rule("digest-auth-malformed-user", effect=Effect.DISABLED)
def digest_auth_malformed_user(auth: DigestAuth, instance: Instance) -> Iterator[Diagnostic]:
    """A user of digest authentication is not written as name, realm and hash."""
    for index, user in enumerate(auth.users):
        if user.count(":") != 2 and not is_encrypted_value(user):
            message = f"User `{_shown(user)}` is not `name:realm:hash`; create the entry with `htdigest`."
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
    is_there = not instance.context.runs_older
    advice = "name it in `addAuthCookiesToResponse`" if is_there else "Traefik 3 has `addAuthCookiesToResponse` for it"
    message = (
        "`Set-Cookie` goes to the service here and never to the browser, so the authentication server's cookie is "
        f"lost; {advice}."
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
    """The address of an authentication server is not a URL that Traefik can ask, or that of its pages."""
    address = auth.address
    if variable_in(address) is not None:
        return  # `variable-not-expanded` says so
    place = auth.at("address") if auth.gives("address") else auth.key_at()
    everyone = "every visitor gets a 500"
    if not address:
        advice = "write `http://host:port/path`"
        if other := _having_address(auth, instance):
            advice = f"`{other}` has it, and runs as well: put all options there, and remove this one"
        yield Diagnostic(place, f"`forwardAuth` has no `address`, so {everyone}; {advice}.")
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
    elif login := _login_missed(url, instance):
        where = f"{url.host}:{url.port}" if url.port else url.host
        right = f"{url.scheme}://{where}{login.asked_at}"
        message = f"`{url.scheme}://{where}{url.path}` is {login.name}'s page, {login.answer}; write `{right}`."
        yield Diagnostic(place, message)


def _having_address(auth: ForwardAuth, instance: Instance) -> str:
    """Another middleware of the same routers that asks a server, of which this one seems to be a part."""
    middleware, asking = instance.owner(auth), instance.once(_asking)
    routers = [one.owner for one in leading_to(middleware, instance)] if middleware is not None else []
    found = {asking.get(router, "") for router in routers}
    return found.pop() if len(found) == 1 else ""


def _asking(instance: Instance) -> dict[Named, str]:
    """For each router the one middleware that asks a server about visitors, where it has just one."""
    found: dict[Named, str] = {}
    for router in instance.objects["http.routers"].values():
        auths = [(one.name, one.forward_auth) for one in passage(router, instance) if one is not None]
        names = {name for name, auth in auths if auth is not None and auth.address}
        if len(names) == 1:
            found[router] = names.pop()
    return found


class _Login(NamedTuple):
    """A program that answers about visitors at one path, and with its page at others."""

    name: str
    image: re.Pattern[str]
    port: str
    asked_at: str
    page: re.Pattern[str]
    """The paths of the page."""
    answer: str


_LETS_IN = "which everybody may see, so Traefik lets everybody in"
_SENDS_AWAY = "which sends everybody elsewhere, so Traefik lets nobody in"
_OUTSIDE_API = lazy(r"(?!.*/api/).*")
_LOGINS = (
    _Login("Authelia", lazy(r"(?:[\w.:-]+/){0,4}authelia/authelia(?:[:@].*)?"), "9091", "/api/authz/forward-auth",
           _OUTSIDE_API, _LETS_IN),
    _Login("Tinyauth", lazy(r"(?:[\w.:-]+/){1,4}tinyauth(?:[:@].*)?"), "3000", "/api/auth/traefik",
           _OUTSIDE_API, _LETS_IN),
    _Login("authentik", lazy(r"(?:[\w.:-]+/){0,4}goauthentik/server(?:[:@].*)?"), "9000",
           "/outpost.goauthentik.io/auth/traefik", lazy("/?"), _SENDS_AWAY),
)  # fmt: skip
"""Source: Authelia shows its page at every path outside of its API (`handleNotFound` in internal/server/handlers.go),
and so does Tinyauth; authentik redirects from `/` to where people log in. Other programs are asked without a path, as
traefik-forward-auth and oauth2-proxy."""


def _login_missed(url: Url, instance: Instance) -> _Login | None:
    """The program that is asked at its page instead of where it answers about visitors."""
    from traefiklint.instance.named_services import services_called

    services = services_called(url.host, instance)
    images = [one.image.text if one.image is not None and not one.is_built else "" for one in services]
    for login in _LOGINS:
        is_called = not services and (url.host.lower(), url.port) == (login.name.lower(), login.port)
        is_asked = is_called or (bool(services) and all(map(login.image.fullmatch, images)))
        if is_asked and login.page.fullmatch(url.path):
            return login
    return None
