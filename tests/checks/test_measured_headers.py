"""What the rules about headers, logins and limits say, measured on a real Traefik with real requests."""

from __future__ import annotations

import http.client
import itertools
import threading
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from traefiklint import lint_texts
from traefiklint.verify.oracle import Oracle

pytestmark = pytest.mark.traefik

FILE = """
http:
  routers:
    shop: {rule: "Host(`shop.example.com`)", entryPoints: [web], middlewares: [%s], service: %s}
  services:
    shop: {loadBalancer: {servers: [{url: "%s"}]}}
    copied: {mirroring: {service: shop, mirrors: [{name: trial%s}]}}
    trial: {loadBalancer: {servers: [{url: "%s"}]}}
  middlewares:
%s
"""
_NUMBERS = itertools.count()
ANNA = "anna:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g="


class Handler(BaseHTTPRequestHandler):
    """Answers everything alike, and remembers what it was asked."""

    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        self.send_response(200)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


class Site(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, headers: Mapping[str, str] | None = None, body: bytes = b"shop") -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.headers = headers or {}
        self.body = body
        self.asked: list[tuple[str, dict[str, str]]] = []
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()


class Asker:
    """A shop, a second server that gets copies, and a login, behind Traefik."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self.shop = Site({"Content-Type": "image/png"}, b"x" * 5000)
        self.trial = Site()
        self.login = Site({"Set-Cookie": "session=1"}, b"")

    def ask(
        self,
        *middlewares: str,
        path: str = "/",
        headers: Mapping[str, str] | None = None,
        service: str = "shop",
        percent: str = "",
        times: int = 1,
    ) -> list[Answer]:
        """The answers to requests that meet middlewares in this order."""
        names = ", ".join(f"m{number}" for number in range(len(middlewares)))
        lines = "".join(f"    m{number}: {text}\n" for number, text in enumerate(middlewares))
        host = f"shop{next(_NUMBERS)}.example.com"  # which no router before had, be it still there or not
        form = FILE.replace("shop.example.com", host)
        text = form % (names, service, self.shop.url, percent, self.trial.url, lines or "    none: {compress: {}}")
        verdict = self._oracle.check({"shop.yml": text})
        assert verdict.loads and not verdict.disabled(), verdict
        given = {"Host": host, **(headers or {})}
        while (first := self._request(path, given)).status == 404:
            time.sleep(0.02)  # the router is not there yet
        return [first, *(self._request(path, given) for _ in range(times - 1))]

    def _request(self, path: str, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection(*self._oracle.harmless.entry_points["web"], timeout=600)
        try:
            connection.request("GET", path, headers=dict(headers))
            return Answer(connection.getresponse())
        finally:
            connection.close()


@pytest.fixture
def asker(oracle: Oracle) -> Iterator[Asker]:
    made = Asker(oracle)
    yield made
    for site in (made.shop, made.trial, made.login):
        site.shutdown()
        site.server_close()


def headers(options: str) -> str:
    return f"{{headers: {{{options}}}}}"


def login(asker: Asker, more: str = "") -> str:
    return f"{{forwardAuth: {{address: '{asker.login.url}'{more}}}}}"


def test_of_frame_deny_and_another_value_the_other_one_is_sent(asker: Asker) -> None:
    answer = asker.ask(headers("frameDeny: true, customFrameOptionsValue: SAMEORIGIN"))[0]
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"


def test_without_seconds_no_strict_transport_security_is_sent(asker: Asker) -> None:
    answer = asker.ask(headers("forceSTSHeader: true, stsIncludeSubdomains: true, stsPreload: true"))[0]
    assert "strict-transport-security" not in answer.headers


def test_headers_stay_on_the_side_that_they_are_set_on(asker: Asker) -> None:
    answer = asker.ask(
        headers("customRequestHeaders: {X-Frame-Options: DENY}, customResponseHeaders: {X-Real-Ip: 192.0.2.1}")
    )[0]
    assert "x-frame-options" not in answer.headers
    assert answer.headers["x-real-ip"] == "192.0.2.1"
    assert asker.shop.asked[-1][1]["X-Frame-Options"] == "DENY"


def test_the_first_of_two_headers_middlewares_wins(asker: Asker) -> None:
    one, two = (
        headers(f"customFrameOptionsValue: {value}, referrerPolicy: origin") for value in ("DENY", "SAMEORIGIN")
    )
    assert asker.ask(one, two)[0].headers["x-frame-options"] == "DENY"
    assert asker.ask(two, one)[0].headers["x-frame-options"] == "SAMEORIGIN"
    assert asker.ask(headers("frameDeny: true"), two)[0].headers["x-frame-options"] == "DENY"


def test_types_to_compress_are_whole_types(asker: Asker) -> None:
    accepts = {"Accept-Encoding": "gzip"}
    star = asker.ask("{compress: {excludedContentTypes: ['image/*']}}", headers=accepts)[0]
    whole = asker.ask("{compress: {excludedContentTypes: [image/png]}}", headers=accepts)[0]
    assert star.headers.get("content-encoding") == "gzip"
    assert "content-encoding" not in whole.headers


def test_a_cookie_of_the_login_goes_to_the_service(asker: Asker) -> None:
    lost = asker.ask(login(asker, ", authResponseHeaders: [Set-Cookie]"))[0]
    assert "set-cookie" not in lost.headers
    assert asker.shop.asked[-1][1]["Set-Cookie"] == "session=1"
    kept = asker.ask(login(asker, ", addAuthCookiesToResponse: [session]"))[0]
    assert kept.headers["set-cookie"] == "session=1"


@pytest.mark.parametrize("change", ["{stripPrefix: {prefixes: [/docs]}}", "{replacePath: {path: /x}}"])
def test_a_login_is_told_the_path_that_was_changed_before(asker: Asker, change: str) -> None:
    asker.ask(change, login(asker), path="/docs/x")
    assert asker.login.asked[-1][1]["X-Forwarded-Uri"] == "/x"
    asker.ask(login(asker), change, path="/docs/x")
    assert asker.login.asked[-1][1]["X-Forwarded-Uri"] == "/docs/x"


def test_an_error_page_before_the_password_takes_the_question_away(asker: Asker) -> None:
    pages = "{errors: {status: ['400-499'], service: trial, query: /page}}"
    password = f"{{basicAuth: {{users: ['{ANNA}']}}}}"
    before, after = asker.ask(pages, password)[0], asker.ask(password, pages)[0]
    assert (before.status, "www-authenticate" in before.headers, before.body) == (401, False, b"shop")
    assert (after.status, "www-authenticate" in after.headers) == (401, True)


def test_a_limit_for_a_minute_is_no_counter(asker: Asker) -> None:
    limit = "{rateLimit: {average: 60, period: 1m%s}}"
    assert 429 in [answer.status for answer in asker.ask(limit % "", times=3)]
    assert [answer.status for answer in asker.ask(limit % ", burst: 10", times=3)] == [200, 200, 200]


def test_a_mirror_without_percent_gets_nothing(asker: Asker) -> None:
    asker.ask(service="copied", times=5)
    time.sleep(0.2)
    assert not asker.trial.asked
    asker.ask(service="copied", percent=", percent: 100", times=5)
    while not asker.trial.asked:  # copies are sent beside
        time.sleep(0.02)


OWN = """
http:
  routers:
    own: {rule: "Host(`own.example.com`)%s", entryPoints: [web], service: api@internal}
"""


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 302), ("/dashboard", 404), ("/dashboard/", 200), ("/api", 404), ("/api/rawdata", 200), ("/api/ping", 404)],
)
def test_what_the_api_answers(oracle: Oracle, path: str, status: int) -> None:
    assert oracle.check({"own.yml": OWN % ""}).loads
    for _ in range(3000):
        connection = http.client.HTTPConnection(*oracle.harmless.entry_points["web"], timeout=600)
        connection.request("GET", path, headers={"Host": "own.example.com"})
        got = connection.getresponse().status
        connection.close()
        if got == status:
            break
        time.sleep(0.02)
    assert got == status
    rules = {found.rule for found in lint_texts({"own.yml": OWN % f" && Path(`{path}`)"}).findings}
    assert ("dashboard-without-auth" in rules) is (status == 200)
