"""Every way to be refused is told apart, with a sentence that says what to do."""

import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from tests.dokploy.conftest import SOON
from tests.dokploy_server import App, DokployServer, User
from traefiklint.dokploy import (
    BadRequestError,
    Dokploy,
    DokployError,
    NotDokployError,
    NotFoundError,
    Patience,
    PermissionDeniedError,
    RateLimitError,
    ServerFaultError,
    SharedFile,
    TimedOutError,
    UnknownProcedureError,
    UnreachableError,
    WrongKeyError,
)
from traefiklint.dokploy.address import same_server
from traefiklint.errors import TraefiklintError, UsageError

TLS = Path(__file__).with_name("tls")


def connect(server: DokployServer, key: str) -> Dokploy:
    return Dokploy(server.url, key, patience=SOON)


def test_all_are_errors_that_a_user_can_act_on() -> None:
    assert issubclass(DokployError, TraefiklintError)
    assert DokployError.exit_status == 2


class TestTheKey:
    """Wrong, used up, or not allowed: the server says 401 to all of them."""

    @pytest.mark.parametrize("state", [{}, {"expired": True}, {"disabled": True}])
    def test_a_key_that_the_server_does_not_know(self, server: DokployServer, state: dict[str, bool]) -> None:
        if state:
            server.add_key("some-key", **state)
        with connect(server, "some-key") as client, pytest.raises(WrongKeyError, match="does not accept the API key"):
            client.version()

    def test_a_key_whose_limit_is_used_up_worked_a_moment_ago(self, server: DokployServer) -> None:
        server.add_key("made-by-api", limit=10)
        with connect(server, "made-by-api") as client:
            assert [client.version() for _ in range(5)] == ["v0.30.2"] * 5
            with pytest.raises(RateLimitError, match="worked a moment ago") as caught:
                client.version()
        assert "rate limit or quota" in caught.value.hint

    def test_an_odd_limit_ends_in_the_longer_answer(self, server: DokployServer) -> None:
        server.add_key("odd", limit=3)
        with connect(server, "odd") as client:
            client.version()
            with pytest.raises(RateLimitError):
                client.version()

    def test_a_database_that_goes_down_looks_like_a_rate_limit(self, server: DokployServer, client: Dokploy) -> None:
        client.version()
        server.faults.database_down = True
        with pytest.raises(RateLimitError) as caught:
            client.version()
        assert "database is down" in caught.value.hint

    def test_a_proxy_s_own_rate_limit(self, server: DokployServer, client: Dokploy) -> None:
        server.faults.fail(status=429, times=None, body="slow down", media_type="text/plain")
        with pytest.raises(RateLimitError, match="too often"):
            client.version()

    def test_the_trial_of_the_other_header_does_not_use_up_the_key(self, server: DokployServer) -> None:
        server.add_key("two-requests", limit=4)
        with connect(server, "two-requests") as client:
            client.version()
            client.version()

    def test_blanks_around_the_key_are_taken_off(self, server: DokployServer) -> None:
        with connect(server, f"  {server.key}\n") as client:
            assert client.version()

    @pytest.mark.parametrize("key", ["", "  ", "two words", "line\nbreak", "dash–dash"])
    def test_what_can_be_no_key_is_not_sent(self, server: DokployServer, key: str) -> None:
        with pytest.raises(UsageError, match="API key"):
            connect(server, key)


class TestPermission:
    """The key is good, and its user may not."""

    def test_a_member_without_switches_may_not_read(self, server: DokployServer, shop: App) -> None:
        server.add_key("member", User("member"))
        with connect(server, "member") as client, pytest.raises(PermissionDeniedError, match="traefikFiles") as caught:
            client.read_config(shop.id)
        assert "owner or admin" in caught.value.hint

    def test_a_member_with_all_switches_reads_and_never_writes(self, server: DokployServer, shop: App) -> None:
        server.add_key("member", User("member", traefik_files=True, services={shop.id}))
        with connect(server, "member") as client:
            assert client.read_config(shop.id) == server.text(shop)
            with pytest.raises(PermissionDeniedError):
                client.write_config(shop.id, "a: 1\n")

    def test_an_application_that_is_not_on_the_list(self, server: DokployServer, shop: App) -> None:
        server.add_key("member", User("member", traefik_files=True))
        with connect(server, "member") as client, pytest.raises(PermissionDeniedError, match="access to this service"):
            client.read_config(shop.id)

    def test_what_is_for_admins_only_is_no_matter_of_the_key(self, server: DokployServer) -> None:
        server.add_key("member", User("member", traefik_files=True))
        with connect(server, "member") as client:
            for which in SharedFile:
                with pytest.raises(PermissionDeniedError):
                    client.read_shared(which)

    def test_an_admin_may(self, server: DokployServer, shop: App) -> None:
        server.add_key("admin", User("admin"))
        with connect(server, "admin") as client:
            client.write_config(shop.id, "a: 1\n")
        assert server.text(shop) == "a: 1\n"


class TestWhatIsNotThere:
    """404 of three kinds."""

    def test_an_unknown_application(self, client: Dokploy) -> None:
        with pytest.raises(NotFoundError, match="Application not found") as caught:
            client.read_config("nope")
        assert not isinstance(caught.value, UnknownProcedureError)
        assert caught.value.procedure == "application.readTraefikConfig"

    def test_an_endpoint_that_this_server_does_not_have(self, server: DokployServer, client: Dokploy) -> None:
        del server.service.procedures["settings.readdirectories"]
        with pytest.raises(UnknownProcedureError, match=r"no `settings.readDirectories`"):
            client.directories()

    def test_a_url_that_leads_past_the_api_gives_a_web_page(self, server: DokployServer) -> None:
        with (
            Dokploy(f"{server.url}/panel", server.key, patience=SOON) as client,
            pytest.raises(NotDokployError) as caught,
        ):
            client.version()
        assert "answers with a web page" in caught.value.message
        assert "root of the panel" in caught.value.hint

    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            ("<!doctype html><title>Log in</title>", "text/html"),
            ("<html>", "application/json"),
            ("hello", "text/plain"),
            ('{"cpu": 1}', "application/json"),
        ],
    )
    def test_another_program_s_answer(self, server: DokployServer, client: Dokploy, body: str, kind: str) -> None:
        server.faults.fail("settings.getDokployVersion", status=200, body=body, media_type=kind)
        with pytest.raises(NotDokployError):
            client.version()

    @pytest.mark.parametrize("status", [401, 403])
    def test_a_password_that_a_proxy_asks_for(self, server: DokployServer, client: Dokploy, status: int) -> None:
        server.faults.fail(
            "settings.getDokployVersion", status=status, body="401 Unauthorized\n", media_type="text/plain"
        )
        with pytest.raises(NotDokployError, match=f"status {status}"):
            client.version()

    @pytest.mark.parametrize("body", ["true", '{"a": 1}', "[1]", "<html>"])
    def test_no_text_where_a_text_should_be(self, server: DokployServer, client: Dokploy, shop: App, body: str) -> None:
        server.faults.fail("application.readTraefikConfig", status=200, body=body)
        with pytest.raises(NotDokployError):
            client.read_config(shop.id)


def test_a_refused_input_names_the_field(client: Dokploy) -> None:
    with pytest.raises(BadRequestError, match="Input validation failed: applicationId"):
        client.operate("start", "")


def test_a_fault_of_the_server_is_quoted_short(tmp_path: Path) -> None:
    with DokployServer(tmp_path, docker=False) as server, connect(server, server.key) as client:
        app = server.add_application("shop")
        with pytest.raises(ServerFaultError, match="docker service scale") as caught:
            client.operate("start", app.id)
        assert len(caught.value.message) < 300
        assert "\n" not in caught.value.message
        with pytest.raises(ServerFaultError, match="Failed query"):
            client.read_config("a\0b")


def test_an_update_that_says_it_did_not_succeed(server: DokployServer, client: Dokploy, shop: App) -> None:
    server.faults.fail("application.updateTraefikConfig", status=200, body='{"success": false}')
    with pytest.raises(ServerFaultError, match="did not succeed"):
        client.write_config(shop.id, "a: 1\n")


class TestTheWay:
    """Nobody answers."""

    def test_nobody_listens(self) -> None:
        with socket.socket() as taken:  # or somebody else would get the port, and perhaps listen there
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            with (
                Dokploy(f"http://127.0.0.1:{port}", "key", patience=SOON) as client,
                pytest.raises(UnreachableError, match="Nobody listens"),
            ):
                client.version()

    def test_the_name_does_not_resolve(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def unknown(*_: object, **__: object) -> list[object]:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        with (
            Dokploy("https://dokploy.invalid", "key", patience=SOON) as client,
            pytest.raises(UnreachableError, match=r"The name of `https://dokploy.invalid` does not resolve"),
        ):
            client.version()

    def test_no_answer_in_time(self, server: DokployServer, shop: App) -> None:
        gone = threading.Event()  # nothing is answered before the client has given up, however long that takes
        server.faults.run(lambda _: gone.wait(600), times=None)
        patience = Patience(attempts=2, first_pause=0.01, answer=0.1)
        with (
            Dokploy(server.url, server.key, patience=patience) as client,
            pytest.raises(TimedOutError, match="in time"),
        ):
            client.read_config(shop.id)
        gone.set()

    def test_the_connection_breaks_every_time(self, server: DokployServer, client: Dokploy) -> None:
        server.faults.drop(times=None)
        with pytest.raises(UnreachableError, match="breaks"):
            client.version()

    @pytest.mark.parametrize(
        "url",
        [
            "dokploy.example.com",
            "",
            "ftp://dokploy.example.com",
            "https://",
            "https://me:secret@dokploy.example.com",
            "https://dokploy.example.com?x=1",
            "https://dokploy.example.com:port",
        ],
    )
    def test_what_is_no_url(self, url: str) -> None:
        with pytest.raises(UsageError) as caught:
            Dokploy(url, "key")
        assert "me:secret" not in f"{caught.value.message}{caught.value.hint}"

    @pytest.mark.parametrize("tail", ["/", "/api", "/api/"])
    def test_a_pasted_tail_is_taken_off(self, server: DokployServer, tail: str) -> None:
        with connect(server, server.key) as plain, Dokploy(server.url + tail, server.key) as client:
            assert client.url == plain.url == server.url
            assert client.version()


class TestTls:
    """Certificates are checked, always."""

    @pytest.fixture
    def url(self, server: DokployServer) -> str:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
        listener = server._http
        listener.socket = context.wrap_socket(listener.socket, server_side=True)
        return f"https://localhost:{listener.server_port}"

    def test_an_unknown_certificate_is_not_trusted(self, server: DokployServer, url: str) -> None:
        with (
            Dokploy(url, server.key, patience=SOON) as client,
            pytest.raises(UnreachableError, match=r"certificate of .* is not trusted") as caught,
        ):
            client.version()
        assert "--ca-file" in caught.value.hint
        assert not server.calls

    def test_it_is_with_its_authority_s_file(self, server: DokployServer, url: str) -> None:
        with Dokploy(url, server.key, ca_file=str(TLS / "certificate.pem"), patience=SOON) as client:
            assert client.version()

    def test_not_under_another_name(self, server: DokployServer, url: str) -> None:
        wrong = url.replace("localhost", "127.0.0.1")
        with (
            Dokploy(wrong, server.key, ca_file=str(TLS / "certificate.pem"), patience=SOON) as client,
            pytest.raises(UnreachableError, match="not trusted"),
        ):
            client.version()

    def test_a_port_that_speaks_no_tls(self, server: DokployServer) -> None:
        with (
            Dokploy(server.url.replace("http:", "https:"), server.key, patience=SOON) as client,
            pytest.raises(UnreachableError, match="no TLS connection"),
        ):
            client.version()

    def test_a_port_that_speaks_tls_only(self, server: DokployServer, url: str) -> None:
        with (
            Dokploy(url.replace("https:", "http:"), server.key, patience=SOON) as client,
            pytest.raises(UnreachableError, match="breaks") as caught,
        ):
            client.version()
        assert "https://" in caught.value.hint

    @pytest.mark.parametrize("content", [None, "", "no certificate"])
    def test_a_useless_certificate_file(self, tmp_path: Path, content: str | None) -> None:
        path = tmp_path / "ca.pem"
        if content is not None:
            path.write_text(content)
        with pytest.raises(UsageError, match=r"ca.pem"):
            Dokploy("https://dokploy.example.com", "key", ca_file=str(path))


class TestRedirects:
    """The key stays on the server that it is for."""

    @pytest.fixture
    def elsewhere(self, tmp_path: Path) -> Iterator[DokployServer]:
        with DokployServer(tmp_path / "elsewhere") as other:
            yield other

    def test_another_port_gets_no_key(self, server: DokployServer, elsewhere: DokployServer, client: Dokploy) -> None:
        server.service.redirect_to = elsewhere.url
        with pytest.raises(NotDokployError, match="the key does not go there") as caught:
            client.version()
        assert elsewhere.url in caught.value.message
        assert not elsewhere.calls

    def test_another_name_gets_no_key(self, server: DokployServer, elsewhere: DokployServer, client: Dokploy) -> None:
        server.service.redirect_to = elsewhere.url.replace("127.0.0.1", "localhost")
        with pytest.raises(NotDokployError):
            client.version()
        assert not elsewhere.calls

    def test_a_circle_ends(self, server: DokployServer, client: Dokploy) -> None:
        server.service.redirect_to = server.url
        with pytest.raises(NotDokployError, match="circle"):
            client.version()

    @pytest.mark.parametrize("status", [307, 308])
    def test_a_redirect_on_the_same_server_keeps_method_and_body(
        self, server: DokployServer, client: Dokploy, shop: App, status: int
    ) -> None:
        here = "/api/application.updateTraefikConfig"
        server.faults.fail("application.updateTraefikConfig", status=status, location=here)
        client.write_config(shop.id, "a: 1\n")
        assert server.text(shop) == "a: 1\n"

    @pytest.mark.parametrize("status", [301, 302, 303])
    def test_a_redirect_that_would_make_a_read_of_a_write_is_not_followed(
        self, server: DokployServer, client: Dokploy, shop: App, status: int
    ) -> None:
        here = f"{server.url}/api/application.readTraefikConfig?applicationId={shop.id}"
        server.faults.fail("application.updateTraefikConfig", status=status, location=here)
        with pytest.raises(NotDokployError):
            client.write_config(shop.id, "a: 1\n")
        server.faults.fail("application.readTraefikConfig", status=status, location=here)
        assert client.read_config(shop.id) == server.text(shop)

    @pytest.mark.parametrize(
        ("here", "there", "same"),
        [
            ("http://a.example.com", "https://a.example.com/x", True),
            ("https://a.example.com", "https://a.example.com:443/x", True),
            ("https://a.example.com", "http://a.example.com", False),
            ("https://a.example.com", "https://a.example.com.evil.org", False),
            ("https://a.example.com", "https://b.example.com", False),
            ("http://a.example.com:3000", "https://a.example.com", False),
            ("https://a.example.com", "https://a.example.com:8443", False),
        ],
    )
    def test_what_is_the_same_server(self, here: str, there: str, same: bool) -> None:
        assert same_server(httpx.URL(here), httpx.URL(there)) is same

    @pytest.mark.parametrize("location", ["https://[", "//user:secret@elsewhere.example.com/login?token=secret"])
    def test_a_strange_place_to_go_is_not_quoted(self, server: DokployServer, client: Dokploy, location: str) -> None:
        server.faults.fail("settings.getDokployVersion", status=302, location=location)
        with pytest.raises(NotDokployError) as caught:
            client.version()
        assert "secret" not in caught.value.message


@pytest.mark.parametrize(
    ("scheme", "name", "value"),
    [
        ("http", "HTTP_PROXY", "socks9://nowhere"),
        ("http", "HTTP_PROXY", "http://:port"),
        ("https", "SSL_CERT_FILE", "/not/there"),
    ],
)
def test_what_the_environment_names_and_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch, scheme: str, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match="environment names") as caught:
        Dokploy(f"{scheme}://dokploy.invalid", "key")
    assert name in caught.value.hint


def test_a_proxy_that_wants_a_password(server: DokployServer, client: Dokploy) -> None:
    server.faults.fail("settings.getDokployVersion", status=407, body="<html>", media_type="text/html")
    with pytest.raises(UnreachableError, match="wants a password"):
        client.version()


def test_a_proxy_from_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b'"v0.30.2"')

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        threading.Thread(target=proxy.serve_forever, args=(0.02,), daemon=True).start()
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.server_port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        with Dokploy("http://dokploy.invalid", "key") as client:
            assert client.version() == "v0.30.2"
        proxy.shutdown()
    assert asked == ["http://dokploy.invalid/api/settings.getDokployVersion"]
