"""Carries requests to one Dokploy server: the key, redirects, retries. Knows procedures by name only."""

import logging
import random
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import httpx

from traefiklint.dokploy.address import base_url, same_server, shown
from traefiklint.dokploy.batches import answers_of, batch_of
from traefiklint.dokploy.errors import DokployError, NotDokployError
from traefiklint.dokploy.receiving import Clock
from traefiklint.dokploy.replies import Failure, Reply, failure_of, is_refused_key, shows_good_key
from traefiklint.dokploy.secret import Secret
from traefiklint.dokploy.wire import Bounds, Wire

_log = logging.getLogger(__name__)
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_MOST_REDIRECTS: Final = 5


class Patience(NamedTuple):
    """How long to wait and how often to try.

    Attributes:
        attempts: how often a request is tried in all.
        first_pause: seconds before the second attempt; each further pause is twice as long, give or take a half.
        longest_pause: seconds.
        give_up_after: seconds since the first attempt after which there is no further one.
        connect: seconds to wait for a connection.
        answer: seconds to wait for each part of an answer; an application on a remote server is read over SSH.
        whole: seconds that one request may take in all, however its answer comes in.
    """

    attempts: int = 4
    first_pause: float = 0.25
    longest_pause: float = 4.0
    give_up_after: float = 45.0
    connect: float = 10.0
    answer: float = 60.0
    whole: float = 120.0


class KeyHeader(httpx.Auth):
    """Puts the key on a request at the last moment: `x-api-key`, or `Authorization: Bearer` for older servers."""

    def __init__(self, key: Secret, *, bearer: bool) -> None:
        self._key = key
        self._bearer = bearer

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Adds the header; part of how httpx authenticates."""
        if self._bearer:
            request.headers["authorization"] = f"Bearer {self._key.reveal()}"
        else:
            request.headers["x-api-key"] = self._key.reveal()
        yield request


class Transport:
    """One server, one key, a pool of connections. Safe to use from several threads.

    Raises (all calls): `DokployError` and its subclasses, with neither the key nor an httpx exception behind them.
    """

    def __init__(
        self,
        url: str,
        key: Secret,
        *,
        ca_file: str | None,
        connections: int,
        patience: Patience,
        clock: Clock = time.monotonic,
    ) -> None:
        self.url = base_url(url)
        self._key = key
        self._patience = patience
        self._clock = clock
        bounds = Bounds(connections, patience.connect, patience.answer, patience.whole)
        self._wire = Wire("Dokploy server", bounds, clock, ca_file=ca_file)
        self._bearer = False  # the header in use
        self._settled = False  # the server has accepted the key in that header
        self._takes_batches = True  # as far as is known
        self._wire.open(self.url.scheme)  # what cannot be used is told at once

    @property
    def server(self) -> str:
        """The server's URL as messages show it."""
        return shown(self.url)

    def close(self) -> None:
        """Closes all connections."""
        self._wire.close()

    def get(self, procedure: str, params: Mapping[str, str]) -> Reply:
        """Asks; tries again, after a pause, where the failure may pass."""
        request = self._request("GET", procedure, params=params)
        return self._with_patience(lambda: self._attempt(procedure, request), lambda _: True)

    def get_batch(self, procedure: str, params: Sequence[Mapping[str, str]]) -> Sequence[Reply | None]:
        """Asks several questions of one kind with one request; None for each that has to be asked by itself.

        That is so for all where the server takes no such request, where its key goes another way, and where it fails:
        patience and words are those of `get`.
        """
        nothing: Sequence[Reply | None] = [None] * len(params)
        if not self._takes_batches or not self._settled or self._bearer:
            return nothing
        path, query = batch_of(procedure, params)
        outcome = self._follow(procedure, self._request("GET", path, params=query)(), bearer=False)
        if isinstance(outcome, Failure):
            return nothing
        found = answers_of(procedure, outcome.body, len(params))
        if found is None and outcome.status < 500:
            self._takes_batches = False
        return nothing if found is None else found

    def post(self, procedure: str, body: bytes, untouched: Callable[[], bool] | None = None) -> Reply:
        """Changes something; tries again only where it is certain that the request did nothing.

        That is so where it never left this machine, and where `untouched`, asked after a failure, says so by reading.
        """
        request = self._request("POST", procedure, content=body, headers={"content-type": "application/json"})

        def may_repeat(failure: Failure) -> bool:
            return not failure.arrived or (untouched is not None and untouched())

        return self._with_patience(lambda: self._attempt(procedure, request), may_repeat)

    def _request(self, method: str, procedure: str, **parts: Any) -> Callable[[], httpx.Request]:
        url = self.url.copy_with(path=f"{self.url.path.rstrip('/')}/api/{procedure}")
        return lambda: self._wire.build(method, url, **parts)

    def _with_patience(self, attempt: Callable[[], Reply | Failure], may_repeat: Callable[[Failure], bool]) -> Reply:
        begun, tried = self._clock(), 0
        while True:
            outcome, tried = attempt(), tried + 1
            if isinstance(outcome, Reply):
                return outcome
            late = self._clock() - begun > self._patience.give_up_after
            if not outcome.transient or tried >= self._patience.attempts or late or not may_repeat(outcome):
                raise outcome.error
            pause = min(self._patience.first_pause * 2 ** (tried - 1), self._patience.longest_pause)
            pause *= random.uniform(0.5, 1.5)  # noqa: S311 - spreads the load, guards nothing
            _log.info("%s Trying again in %.1f s.", outcome.error.message, pause)
            time.sleep(pause)

    def _attempt(self, procedure: str, request: Callable[[], httpx.Request]) -> Reply | Failure:
        """One try, with the key in the header that the server takes."""
        outcome = self._follow(procedure, request(), bearer=self._bearer)
        if isinstance(outcome, Failure):
            return outcome
        if is_refused_key(outcome) and not self._settled:
            second = self._follow(procedure, request(), bearer=not self._bearer)
            if isinstance(second, Reply) and shows_good_key(second):
                self._bearer = not self._bearer
                _log.info("%s takes the key as %s.", self.server, "a bearer token" if self._bearer else "x-api-key")
                outcome = second
        worked, self._settled = self._settled, self._settled or shows_good_key(outcome)
        return failure_of(outcome, self._key, key_worked=worked) or outcome

    def _follow(self, procedure: str, request: httpx.Request, *, bearer: bool) -> Reply | Failure:
        """Sends the request, and follows redirects as long as they stay on this server and keep the method."""
        for _ in range(_MOST_REDIRECTS):
            response = self._wire.send(request, self.server, procedure, KeyHeader(self._key, bearer=bearer))
            if isinstance(response, Failure):
                return response
            if response.status not in _REDIRECTS or response.location is None:
                return Reply(procedure, response.status, response.media_type, response.body)
            target = _join(request.url, response.location)
            keeps_method = response.status in (307, 308) or request.method == "GET"
            if target is None or not same_server(request.url, target) or not keeps_method:
                return Failure(_astray(self.server, target, procedure))
            request = self._wire.build(request.method, target, content=request.content, headers=_content_type(request))
        return Failure(NotDokployError(f"`{self.server}` redirects in a circle.", "Check the URL.", procedure))


def _content_type(request: httpx.Request) -> dict[str, str]:
    return {"content-type": request.headers["content-type"]} if "content-type" in request.headers else {}


def _join(here: httpx.URL, location: str) -> httpx.URL | None:
    try:
        return here.join(location)
    except (httpx.InvalidURL, ValueError):
        return None


def _astray(server: str, target: httpx.URL | None, procedure: str) -> DokployError:
    whither = shown(target.copy_with(path="")) if target is not None and target.host else "somewhere that is no URL"
    return NotDokployError(
        f"`{server}` sends the request on to `{whither}`; the key does not go there.",
        "If that is the Dokploy server, make it the URL; if it is a login page, let `/api` pass it.",
        procedure,
    )
