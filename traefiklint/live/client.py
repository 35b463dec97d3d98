"""Asks the API of a running Traefik, within the same bounds as the client of a Dokploy server."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from typing import Any

import httpx

from traefiklint.dokploy.address import shown
from traefiklint.dokploy.receiving import Received, parse
from traefiklint.dokploy.replies import Failure
from traefiklint.dokploy.wire import Bounds, Wire
from traefiklint.errors import TraefiklintError, UsageError

_BOUNDS = Bounds(connections=2, connect=10.0, answer=30.0, whole=60.0)
_HINT = "is this the address of Traefik's API (entry point and path of the dashboard, or its port 8080)?"


class LiveError(TraefiklintError):
    """The API of a running Traefik does not answer, or not as one does."""


class TraefikApi(AbstractContextManager["TraefikApi"]):
    """The API of one Traefik. Redirects are not followed, so that nothing that is sent goes elsewhere.

    Args:
        url: its root, with or without `/api`.
        login: user and password, as in `ann:secret`, or empty.
        headers: what is sent besides, such as `Host`.
        ca_file: certificate authorities (PEM) to trust instead of the usual ones.

    Raises:
        UsageError: the URL, the login, a header or the certificate file cannot be used.
    """

    def __init__(
        self, url: str, *, login: str = "", headers: dict[str, str] | None = None, ca_file: str | None = None
    ) -> None:
        self._url = _root(url)
        user, colon, password = login.strip().partition(":")
        if login.strip() and not (user and colon):
            raise UsageError("the login for Traefik's API is not of the form `user:password`")
        self._login = httpx.BasicAuth(user, password) if user else None
        self._wire = Wire("Traefik", _BOUNDS, time.monotonic, ca_file=ca_file, headers=headers)
        self._wire.open(self._url.scheme)  # what cannot be used is told at once

    def __exit__(self, *_: object) -> None:
        self._wire.close()

    @property
    def url(self) -> str:
        """The root of the API, as it may be shown."""
        return shown(self._url)

    def get(self, name: str) -> Any:
        """What `/api/NAME` answers; None where this Traefik has no such endpoint.

        Raises:
            LiveError: there is no answer, or another one than Traefik's.
        """
        path = f"/api/{name}"
        answer = self._send(path)
        if answer.status == 404 and name != "version":
            return None
        if answer.status in (401, 403):
            hint = "set TRAEFIK_API_LOGIN to `user:password`, or name a file with `--login-file`"
            raise LiveError(f"`{self.url}` answers {answer.status} to `{path}`: it wants another login", hint)
        if answer.status != 200:
            raise LiveError(f"`{self.url}` answers {answer.status} to `{path}`", _HINT)
        try:
            return parse(answer.body)
        except ValueError:
            raise LiveError(f"`{self.url}` answers something else than JSON to `{path}`", _HINT) from None

    def _send(self, path: str) -> Received:
        request = self._wire.build("GET", self._url.copy_with(path=f"{self._url.path.rstrip('/')}{path}"))
        answer = self._wire.send(request, self.url, path, self._login)
        if isinstance(answer, Failure):
            raise LiveError(answer.error.message.rstrip("."), _HINT)
        return answer


def _root(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError):
        parsed = httpx.URL("")
    if parsed.userinfo:
        raise UsageError("the URL holds a user name or password", "set TRAEFIK_API_LOGIN to `user:password`")
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise UsageError(f"`{url.strip()}` is not a URL", "write it as http://localhost:8080")
    if parsed.query or parsed.fragment:
        raise UsageError("the URL has a query or a fragment", "name the root of the API, as in http://localhost:8080")
    path = parsed.path.rstrip("/").removesuffix("/dashboard").removesuffix("/api").rstrip("/")
    return parsed.copy_with(path=path or "/")
