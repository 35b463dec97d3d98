"""A raw answer, and what it means when it is no good one.

Facts from a real server (v0.30.2): every failure of the key check is the same bare 401; "not allowed" is 401 too, with
a longer body; a wrong method or an unknown endpoint is 404 without `data.path`; 413 and broken JSON are plain text.
"""

from typing import NamedTuple

from traefiklint.dokploy.errors import (
    BadRequestError,
    DokployError,
    NotDokployError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerFaultError,
    TooLargeError,
    UnknownProcedureError,
    UnreachableError,
    WrongKeyError,
)
from traefiklint.dokploy.receiving import parse
from traefiklint.dokploy.secret import Secret, quotable

#: For owners and admins: a member gets 401 with the message `UNAUTHORIZED`, which elsewhere means the key.
_ADMINS_ONLY = frozenset(
    f"settings.{verb}{which}TraefikConfig" for verb in ("read", "update") for which in ("", "WebServer", "Middleware")
)
_UNAUTHORISED = ("unauthorized", "unauthorised", "forbidden", "")


class Reply(NamedTuple):
    """What came back over the wire."""

    procedure: str
    status: int
    media_type: str
    body: bytes

    def __repr__(self) -> str:
        """Without the body, which may hold environments and tokens."""
        return f"Reply({self.procedure!r}, {self.status}, {self.media_type!r}, {len(self.body)} bytes)"

    @property
    def text(self) -> str:
        """The body as UTF-8, byte order mark included."""
        return self.body.decode(errors="replace")

    @property
    def is_page(self) -> bool:
        """Whether it is a web page: the answer of something that is not the API."""
        start = self.body[:200].lstrip().lower()
        return self.media_type == "text/html" or start.startswith((b"<!doctype html", b"<html"))


class Failure(NamedTuple):
    """Why there is no good answer."""

    error: DokployError
    transient: bool = False  # the same request may succeed a moment later
    arrived: bool = True  # the server may have carried the request out


class Said(NamedTuple):
    """The words of an error answer; empty where it has none."""

    message: str = ""
    path: str = ""
    recognised: bool = False  # it has the form of a Dokploy error


def said(reply: Reply) -> Said:
    """Reads an error answer of any age."""
    try:
        body = parse(reply.body)
    except ValueError:
        return Said()
    if not isinstance(body, dict) or not isinstance(body.get("message"), str):
        return Said()
    data = body.get("data")
    path = data.get("path") if isinstance(data, dict) else None
    message = body["message"]
    issues = body.get("issues")
    if isinstance(issues, list) and issues and isinstance(issues[0], dict):
        path_there = issues[0].get("path")
        where = ".".join(str(part) for part in path_there[:20]) if isinstance(path_there, list) else ""
        message = f"{message}: {where}: {issues[0].get('message', '')}"
    return Said(message, path if isinstance(path, str) else "", recognised=True)


def is_refused_key(reply: Reply) -> bool:
    """Whether the answer may mean that the key came in the wrong header."""
    words = said(reply)
    ours = words.recognised or not reply.body
    return reply.status in (401, 403) and ours and words.message.lower() in _UNAUTHORISED


def shows_good_key(reply: Reply) -> bool:
    """Whether the server has accepted the key: any answer of a procedure, good or not, comes after the key check."""
    return not reply.is_page and not is_refused_key(reply) and (reply.status < 300 or said(reply).recognised)


def failure_of(reply: Reply, key: Secret, *, key_worked: bool) -> Failure | None:
    """What is wrong with the answer; `None` where it is a good one.

    `key_worked`: an earlier call of this run was let in with the same key.
    """
    name, status = reply.procedure, reply.status
    if status >= 500:
        return Failure(ServerFaultError(*_fault(reply, key), name), transient=True)
    if status == 413:
        hint = "Dokploy takes 1 MiB of JSON in one request; a reverse proxy in front of it may take less."
        return Failure(TooLargeError(f"The request to `{name}` is larger than the server takes.", hint, name))
    if status == 407:
        hint = "Give HTTPS_PROXY or HTTP_PROXY the user name and password, or name the server in NO_PROXY."
        return Failure(
            UnreachableError(f"The proxy on the way to `{name}` wants a password.", hint, name), arrived=False
        )
    if status == 429:
        hint = "Wait, or raise the limit of the proxy in front of Dokploy."
        return Failure(RateLimitError(f"`{name}` is called too often.", hint, name), transient=True, arrived=False)
    if reply.is_page:
        return Failure(_not_dokploy(reply))
    if 200 <= status < 300:
        return None
    words = said(reply)
    if status in (401, 403) and (words.recognised or not reply.body):
        return Failure(_unauthorised(name, words, quotable(words.message, key), key_worked=key_worked))
    if status == 404 and words.recognised:
        return Failure(_not_found(name, words, quotable(words.message, key)))
    if status in (400, 409, 415, 422) and (words.recognised or reply.text.strip() == "Invalid JSON"):
        return Failure(BadRequestError(f"`{name}` is refused: {quotable(words.message or reply.text, key)}.", "", name))
    return Failure(_not_dokploy(reply))


def _fault(reply: Reply, key: Secret) -> tuple[str, str]:
    message = "" if reply.is_page else quotable(said(reply).message, key)
    if message:
        return f"`{reply.procedure}` fails on the server: {message}.", "Look at the server's own log for the rest."
    return (
        f"`{reply.procedure}` fails on the server with status {reply.status}.",
        "Dokploy, or the proxy in front of it, may be restarting; try again in a moment.",
    )


def _unauthorised(name: str, words: Said, quote: str, *, key_worked: bool) -> DokployError:
    bare = words.message.lower() in _UNAUTHORISED
    if not bare or (words.path and name in _ADMINS_ONLY):
        reason = f" ({quote})" if not bare else ""
        hint = (
            "Writing Traefik files needs the role owner or admin; reading needs that, or a member's switch "
            "“access to Traefik files” and the application on its list."
        )
        return PermissionDeniedError(f"The key's user may not call `{name}`{reason}.", hint, name)
    if key_worked:
        return RateLimitError(
            f"The key worked a moment ago, and `{name}` refuses it now.",
            "Its rate limit or quota may be used up (a key made by the API allows five requests a day unless told "
            "otherwise), or the server's database is down.",
            name,
        )
    return WrongKeyError(
        "The Dokploy server does not accept the API key.",
        "It may be wrong, expired, disabled or made on another server; its rate limit or quota may be used up; or the "
        "server's database is down. The server answers the same to all of these.",
        name,
    )


def _not_found(name: str, words: Said, quote: str) -> DokployError:
    if not words.path and words.message.lower() == "not found":
        return UnknownProcedureError(f"This Dokploy server has no `{name}`.", "It may be too old; update it.", name)
    return NotFoundError(f"`{name}`: {quote}.", "It may have been deleted; `traefiklint app list` shows what is.", name)


def _not_dokploy(reply: Reply) -> DokployError:
    what = "a web page" if reply.is_page else "something that is no Dokploy answer"
    return NotDokployError(
        f"`{reply.procedure}` answers with {what} (status {reply.status}).",
        "Check that the URL is the root of the panel, such as https://dokploy.example.com, and that no login of a "
        "proxy stands before `/api`.",
        reply.procedure,
    )
