"""Neither the key nor what answers hold of environments and tokens is ever told to anybody."""

import io
import json
import logging
import pickle
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.dokploy.conftest import SOON
from tests.dokploy_server import DOCUMENTED, App, DokployServer
from tests.each import rows
from traefiklint.dokploy import Dokploy, DokployError, SharedFile
from traefiklint.dokploy.secret import Secret, quotable

KEY = "kEy-9f8e7d6c5b4a"
SECRETS = (KEY, "pRoJeCt-EnV", "eNvIrOnMeNt-EnV", "aPp-EnV", "wEbHoOk-ToKeN", "pAsSwOrD")


class Ear:
    """Hears everything that is logged, printed, raised or returned."""

    def __init__(self) -> None:
        self.heard = io.StringIO()
        self._handler = logging.StreamHandler(self.heard)
        self._handler.setLevel(1)

    def __enter__(self) -> "Ear":
        self._root = logging.getLogger()
        self._level = self._root.level
        self._root.addHandler(self._handler)
        self._root.setLevel(1)
        return self

    def __exit__(self, *_: object) -> None:
        self._root.removeHandler(self._handler)
        self._root.setLevel(self._level)

    def listen(self, function: Any, *values: Any) -> None:
        """Calls it, and notes the answer or the whole error with the variables of our own frames."""
        try:
            result = function(*values)
            answer = list(result) if isinstance(result, Iterator) else result
            self.heard.write(f"{answer!r}\n{answer}\n")
        except DokployError as error:
            self.heard.write(f"{error!r} {error} {error.message} {error.hint} {error.__dict__}\n")
            for step in _chain(error):
                self.heard.writelines(traceback.TracebackException.from_exception(step, capture_locals=True).format())


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@pytest.fixture(params=["real", "documented"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DokployServer]:
    dialect = {"dialect": DOCUMENTED} if request.param == "documented" else {}
    with DokployServer(tmp_path / "dokploy", key=KEY, **dialect) as running:
        yield running


@pytest.fixture
def shop(server: DokployServer) -> App:
    app = server.add_application("shop", "http: {}\n", env="SECRET=aPp-EnV")
    app.refresh_token = "wEbHoOk-ToKeN"
    app.environment.env = "X=eNvIrOnMeNt-EnV"
    app.environment.project.env = "X=pRoJeCt-EnV"
    server.panel.add_user(app, "bob", "pAsSwOrD")
    return app


def everything(client: Dokploy, shop: App) -> list[tuple[Any, ...]]:
    return [
        (client.version,),
        (client.projects,),
        (client.project, shop.environment.project.id),
        (client.environments, shop.environment.project.id),
        (client.application, shop.id),
        (client.discover,),
        (client.read_config, shop.id),
        (client.read_many, [shop.id, "nope"]),
        (client.write_config, shop.id, "a: 1\n"),
        *((client.operate, operation, shop.id) for operation in ("start", "stop", "deploy", "redeploy", "markRunning")),
        *((client.operate, operation, shop.id) for operation in ("refreshToken", "killBuild", "cleanQueues")),
        *(
            (
                client.operate,
                operation,
                "nope",
            )
            for operation in ("reload", "move")
        ),
        (lambda: client.operate("start", "nope", compose=True),),
        (client.compose, "nope"),
        (client.composes, [shop.id, "nope"]),
        (client.write_compose, "nope", "a: 1\n"),
        (client.applications, [shop.id, "nope"]),
        (client.monitoring, shop.app_name),
        (client.directories,),
        (client.read_file, "/etc/dokploy/traefik/traefik.yml"),
        (client.write_file, "/etc/dokploy/traefik/dynamic/x.yml", "a: 1\n"),
        *((client.read_shared, which) for which in SharedFile),
        *((client.write_shared, which, "a: 1\n") for which in SharedFile),
        (repr, client),
        (str, client),
        (lambda: vars(client),),
        (lambda: vars(client._transport),),
        (client.operate, "delete", shop.id),
    ]


def assert_nothing_told(ear: Ear, capfd: pytest.CaptureFixture[str]) -> None:
    printed = capfd.readouterr()
    told = ear.heard.getvalue() + printed.out + printed.err
    assert "settings.getDokployVersion" in told  # it did hear
    assert [secret for secret in SECRETS if secret in told] == []


def test_no_answer_tells_a_secret(server: DokployServer, shop: App, capfd: pytest.CaptureFixture[str]) -> None:
    with Ear() as ear, Dokploy(server.url, KEY, patience=SOON) as client:
        for call in everything(client, shop):
            ear.listen(*call)
    assert_nothing_told(ear, capfd)


LEAKS = f'export API_KEY={KEY} TOKEN: wEbHoOk-ToKeN -e PW=pAsSwOrD Bearer aPp-EnV https://x:pRoJeCt-EnV@h key="{KEY}"'


@pytest.mark.slow
@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500, "body": json.dumps({"message": f"Command failed: docker run {LEAKS}\nX=eNvIrOnMeNt-EnV"})},
        {"status": 400, "body": json.dumps({"message": LEAKS, "issues": [{"path": ["a"], "message": LEAKS}]})},
        {"status": 404, "body": json.dumps({"message": LEAKS, "data": {"path": "x"}})},
        {"status": 401, "body": json.dumps({"message": LEAKS, "data": {"path": "x"}})},
        {"status": 200, "body": json.dumps([{"projectId": 1, "env": "X=pRoJeCt-EnV", "name": ["aPp-EnV"]}])},
        {"status": 200, "body": "<html>" + LEAKS, "media_type": "text/html"},
        {"status": 302, "body": "", "location": f"https://x:{KEY}@elsewhere.example.com/?token={KEY}"},
        {"status": 418, "body": LEAKS, "media_type": "text/plain"},
    ],
    ids=lambda fault: f"{fault['status']}-{fault.get('media_type', '')}",
)
def test_no_failure_tells_a_secret(
    server: DokployServer, shop: App, capfd: pytest.CaptureFixture[str], fault: dict[str, Any]
) -> None:
    server.faults.fail(times=None, **fault)
    with Ear() as ear, Dokploy(server.url, KEY, patience=SOON) as client:
        for call in everything(client, shop):
            if call[0] not in (client.read_config, client.read_many, client.read_file, client.read_shared):
                ear.listen(*call)
    assert_nothing_told(ear, capfd)


@pytest.mark.slow
@pytest.mark.parametrize("when", ["before", "midway"])
def test_no_broken_connection_tells_a_secret(
    server: DokployServer, shop: App, capfd: pytest.CaptureFixture[str], when: Any
) -> None:
    server.faults.drop(when=when, times=None)
    with Ear() as ear, Dokploy(server.url, KEY, patience=SOON) as client:
        for call in everything(client, shop):
            ear.listen(*call)
    assert_nothing_told(ear, capfd)


def test_a_server_that_is_not_there_is_told_no_secret(capfd: pytest.CaptureFixture[str]) -> None:
    with Ear() as ear, Dokploy("http://127.0.0.1:9", KEY, patience=SOON) as client:
        ear.listen(client.version)
    assert_nothing_told(ear, capfd)


def test_an_error_has_no_exception_of_the_http_library_behind_it(server: DokployServer) -> None:
    server.faults.drop(times=None)
    with Dokploy(server.url, KEY, patience=SOON) as client, pytest.raises(DokployError) as caught:
        client.version()
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_secret_shows_itself_to_nobody() -> None:
    secret = Secret(KEY)
    assert KEY not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    assert not hasattr(secret, "__dict__")
    assert secret.reveal() == KEY


@rows(
    ("said", "quoted"),
    [
        ("EISDIR: illegal operation on a directory, read", "EISDIR: illegal operation on a directory, read"),
        ("You don't have access to this service", "You don't have access to this service"),
        ('unauthorized to access resource "traefikFiles"', 'unauthorized to access resource "traefikFiles"'),
        ("Map keys must be unique at line 4, column 5:\n\n  a: 1", "Map keys must be unique at line 4, column 5:"),
        ("Invalid input: expected string, received undefined", "Invalid input: expected string, received undefined"),
        ("docker run -e A=b --env C=d image", "docker run -e *** --env *** image"),
        ("login with password: hunter2", "login with password: ***"),
        ("git clone https://me:hunter2@git.example.com/x", "git clone https://***@git.example.com/x"),
        (f"the key {KEY} is bad", "the key *** is bad"),
        ("colours \x1b[31mred", "colours \\x1b[31mred"),
        ("", ""),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_what_of_a_server_s_words_is_quoted(said: str, quoted: str) -> None:
    assert quotable(said, Secret(KEY)) == quoted
