"""Plays the recorded requests to the test server, in their order, with what happened between them on the real one."""

import gzip
import http.client
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from tests.dokploy.recorded import Recorded, body_bytes, filled, transcripts
from tests.dokploy_server import App, DokployServer, User
from tests.dokploy_server.keys import Key

SHOP, BLOG = "Jhy7pfEItdmtArno42v5z", "M5IO_oLWm98Vuz_8ekFVR"
WEB = "P0GwbXCw4iCEgXNOA80gK"

#: What the test server has no room for, and why.
NOT_REPRESENTED = {
    "auth.cookie": "there are no sessions, only keys",
    "application.deployments": "nothing is deployed, so there is no list of deployments",
    "lifecycle.odd.binary-nul.domain.create": "PyYAML refuses control characters, which the panel's parser takes",
    "lifecycle.project.duplicate": "projects are not copied",
    "lifecycle.settings.assignDomainServer": "the panel's own domain is not set",
}


class Answer(NamedTuple):
    """What the test server said."""

    status: int
    type: str | None
    location: str | None
    body: str


_ODD = {
    "Z_gsy1trZH5N93Y0xbHfp": "",
    "Gv_KqkjsnOxDw5wmI65od": "# only a comment\n",
    "VoG1UDa2nyHXLCH3Oem7I": "hello world",
    "SBdRWnGkbk1kvWYU_AV2s": "- a\n",
    "33dVBx1veR8u8z16SHrvr": "http:\n",
    "T8LYXlL7qiq6upLeGvvXr": "http: {}\n",
    "fcUFQagkA2fSbMeNXdnQo": "http:\n  routers:\n",
    "mLjnrL5IH9gKsmn8hzE1o": "http: [\n",
    "iap0AczX_UviAE-EiG3oR": "http:\n\trouters: {}\n",
    "mi4wIVVehJe1Lj8S5om14": (
        "http:\n  routers:\n    a: {rule: 'Host(`a`)', service: s}\n    a: {rule: 'Host(`b`)', service: s}\n"
    ),
    "hkpfj4zqj5HFXEBJqk7bV": "http: {routers: {h: {rule: x, service: y}}}\n---\nhttp: {}\n",
    "EC5_rPCg3JayBEBE_6kQ1": "http:\n  routers:\n    h: {rule: 'Host(`{{ env \"H\" }}`)', service: y}\n",
    "-OD0bWsdu3Sf1cA4BZbn_": (
        'http:\n  services:\n    s:\n      loadBalancer:\n        servers:\n          - url: {{ env "U" }}\n'
    ),
    "sH9kbHAm9qlrXKckNvIwa": "http:\n  routers:\n{{ range $i, $e := until 3 }}\n    r{{ $i }}: {rule: x}\n{{ end }}\n",
    "tU6TT_xseg4KrkX1q6kLl": "http:\n  routers:\n    h: {rule: !foo x, service: y}\n",
    "-67F3UERlfAjSifklipv7": "http:\r\n  routers: {}\r\n",
    "Jv-HyeRTWLJ-QaAS05TCJ": "\ufeffhttp:\n  routers: {}\n",
    "2FVevFChG3pgtDT2dPQbq": "http:\n  routers:\n    h: {rule: 'Host(`a`)', service: yes}\n",
    "ncnL1A2321lq8VoPb8D_V": "http:\n  routers:\n    ü: {rule: 'Host(`a`)', service: y}\n",
}


class Replay:
    """The test server in the state that the real one was in, and the names of things on both.

    `names` maps ids and names of the real server to those of the test server; it learns from each pair of answers.
    """

    def __init__(self, server: DokployServer) -> None:
        self.server = server
        self.names: dict[str, str] = {}
        self._made: dict[str, Key] = {}
        self._keys = self._make_keys()
        self._before = self._events()

    def play(self, recorded: Recorded) -> tuple[Answer, Recorded]:
        """Does what happened before, then the request; gives the answer, and the recorded one in our names."""
        for event in self._before.get(recorded.label, ()):
            event()
        answer = self._send(recorded)
        self._learn(recorded, answer)
        location = None if recorded.location is None else self._here(recorded.location)
        return answer, recorded._replace(answer=self._here(recorded.answer), location=location)

    def _send(self, recorded: Recorded) -> Answer:
        query = recorded.query
        target = recorded.path
        if query:
            encoded = query if isinstance(query, str) else urlencode(query)
            target += ("&" if "?" in target else "?") + self._here(encoded)
        body = body_bytes(recorded)
        if body is not None:
            for there, here in self.names.items():
                body = body.replace(there.encode(), here.encode())
        headers = {
            name: value.replace("<API_KEY>", self._key(recorded.label))
            for name, value in (recorded.headers or {}).items()
        }
        connection = http.client.HTTPConnection(urlsplit(self.server.url).netloc, timeout=600)
        connection.request(recorded.method, target, body, {"Accept-Encoding": "identity"} | headers)
        response = connection.getresponse()
        raw = response.read()
        if response.getheader("content-encoding") == "gzip":
            raw = gzip.decompress(raw)
        connection.close()
        return Answer(response.status, response.getheader("content-type"), response.getheader("location"), raw.decode())

    def _here(self, text: str) -> str:
        for there, here in self.names.items():
            text = text.replace(there, here)
        return text

    def _learn(self, recorded: Recorded, answer: Answer) -> None:
        try:
            there, here = json.loads(recorded.answer), json.loads(answer.body)
        except ValueError:
            return
        if recorded.method == "POST" and isinstance(there, dict) and isinstance(here, dict):
            self._pair(there, here)

    def _pair(self, there: dict[str, Any], here: dict[str, Any]) -> None:
        for key in there.keys() & here.keys():
            if isinstance(there[key], dict) and isinstance(here[key], dict):
                self._pair(there[key], here[key])
            elif key in ("projectId", "environmentId", "applicationId", "domainId", "appName") and isinstance(
                here[key], str
            ):
                self.names[there[key]] = here[key]

    def _key(self, label: str) -> str:
        return next((key for prefix, key in self._keys.items() if label.startswith(prefix)), self.server.key)

    def _make_keys(self) -> dict[str, str]:
        server = self.server
        full = User("member", traefik_files=True)
        users = {
            "perm.member.none": User("member"),
            "perm.member.traefikfiles": User("member", traefik_files=True),
            "perm.member.full": full,
            "perm.member.settings": full,
            "perm.admin": User("admin"),
            "perm.otherorg": User("owner", organization="organization-2"),
        }
        limits: dict[str, dict[str, Any]] = {
            "ratelimit.default-key": {"limit": 10},
            "ratelimit.max3-4s": {"limit": 3},
            "ratelimit.remaining4": {"remaining": 4},
            "auth.expired": {"expired": True},
            "auth.disabled": {"disabled": True},
        }
        self.member = full
        keys = {}
        for prefix in (*users, *limits):
            keys[prefix] = "key-of-" + prefix.replace(".", "-")
            self._made[prefix] = server.add_key(keys[prefix], users.get(prefix), **limits.get(prefix, {}))
        return keys

    def _let_window_pass(self) -> None:
        key = self._made["ratelimit.max3-4s"]
        key.later += key.window + 1

    # What happened on the real server without being recorded

    def _events(self) -> dict[str, list[Callable[[], object]]]:
        server, dynamic = self.server, self.server.disk.dynamic()
        shared, away = dynamic / "middlewares.yml", dynamic.with_name("away")

        def put(application_id: str, text: str) -> Callable[[], object]:
            return lambda: server.put(self._app(application_id), text)

        def long_text(label: str) -> str:
            """What the file held: the real server's answer to the read."""
            text: str = json.loads(filled(next(it.answer for it in transcripts() if it.label == label)))
            return text

        def faults(**values: Any) -> Callable[[], object]:
            return lambda: [setattr(server.faults, name, value) for name, value in values.items()]

        first_text = shared.read_text()
        return {
            "ratelimit.max3-4s.after-window": [self._let_window_pass],
            "environment.create": [self._blog],
            "etag.read": [put(WEB, long_text("etag.read"))],
            "gzip.response": [put(WEB, long_text("gzip.response"))],
            "perm.member.full.read": [put(WEB, "c: 1\n"), self._let_member_in],
            "perm.admin.read": [put(WEB, "c: 1\n")],
            "fail.write-EISDIR": [lambda: self._path("wqM9vZyRO8sJxoE0nbe0c").mkdir()],
            "fail.read-after": [lambda: self._path("wqM9vZyRO8sJxoE0nbe0c").rmdir()],
            "fail.write-ENOSPC": [faults(free_bytes=0)],
            "fail.write-no-directory": [faults(free_bytes=None), lambda: dynamic.rename(away)],
            "fail.partial-write-full-disk": [lambda: away.rename(dynamic), faults(free_bytes=65_536)],
            "settings.readTraefikConfig": [faults(free_bytes=None)],
            "settings.readTraefikFile": [lambda: shared.write_text(first_text)],
            "fail.write-EPERM": [put(WEB, "a: 1\n"), server.faults.swallow],
            "lifecycle.domain.create.http": [self._lifecycle],
            "lifecycle.redirect.update": [lambda: self._bind("33ytPIAk8nNK2H2tfeBBA", server.world.redirects)],
            "lifecycle.security.delete": [lambda: self._bind("nkGcg4mqdHj2i8Ox1n3lB", server.world.securities)],
            "lifecycle.domain.delete.last-with-hand-parts": [self._take_first_domain],
            "lifecycle.odd.invalid.domain.delete": [
                lambda: self._broken("mLjnrL5IH9gKsmn8hzE1o", "poHNodB5iuNtxgC5I1ZoD")
            ],
            "search.duplicate-missing": [lambda: server.add_application("copy", app_name="movable-epomrj")],
            "remote.read.no-file": [self._remotes],
            "remote.sshd.read.no-file": [lambda: self._path("AnilxFYMdgy9TPjKvcJ-q").unlink()],
            "remote.sshd.read.invalid-utf8": [lambda: self._path("AnilxFYMdgy9TPjKvcJ-q").write_bytes(b"a: \xff\n")],
            "dbdown.read.1": [faults(database_down=True)],
            "update.trailing-slash": [faults(database_down=False)],
            "lifecycle.broken.domain.update": [
                lambda: self._make("3DbDVUPKpBTmgWvw-cLnM", "broken-yspcxf"),
                lambda: self._broken("3DbDVUPKpBTmgWvw-cLnM", "XQPeeQFDGCATUfmm5zqb3"),
            ],
            "lifecycle.mw-broken.domain.create": [
                lambda: self._make("5F_zDCwWOT7RGOQNd6_15", "mw-abc123"),
                lambda: shared.write_text("http: [\n"),
            ],
            "lifecycle.mw-gone.domain.create": [lambda: shared.unlink()],
            "lifecycle.mw-gone.redirects.create": [lambda: shared.unlink()],
            "lifecycle.domain.byApplicationId": [
                lambda: server.panel.add_domain(self._make("NMcvGFd58ii4gwfhtkpoJ", "two-timtfj"), "two.example.com")
            ],
        }

    def _app(self, application_id: str) -> App:
        return self.server.world.apps[self.names.get(application_id, application_id)]

    def _path(self, application_id: str) -> Path:
        return self.server.path(self._app(application_id))

    def _make(self, application_id: str, app_name: str, text: str | None = None, **where: Any) -> App:
        return self.server.add_application(
            app_name, text, app_name=app_name, application_id=application_id, project="blog", **where
        )

    def _blog(self) -> None:
        world, organization = self.server.world, self.server.owner.organization
        world.environment(world.project("blog", organization, id=BLOG), "production", id="IZNzE5EDeAS3hX9czb9sN")

    def _let_member_in(self) -> None:
        self.member.services.add(self._app(WEB).id)

    def _lifecycle(self) -> None:
        self._make("Hi1D4Is2_NagzqYe4F_44", "shop-0dlf7b")
        self._make("11RIImpTGVpVBLwVfmS4q", "blog.site_2-jchbjo")
        self._make("R1BMwnWdtBPqXJkdEE5wo", "nodomain-juwifg")
        self._make("_vEsKIi5D_PJTOM87Hz7g", "nodomain2-lktd76")
        self._make("JYrfsPMWFO0OAL7YZhc9p", "movable-jp7j6s", env="A=1")
        for number, (application_id, text) in enumerate(_ODD.items()):
            self._make(application_id, f"odd-{number}", text)

    def _take_first_domain(self) -> None:
        app = self._app("11RIImpTGVpVBLwVfmS4q")
        self.server.panel.delete_domain(self.server.world.of_app(self.server.world.domains, app)[0])

    def _bind(self, there: str, rows: dict[str, Any]) -> None:
        self.names[there] = list(rows)[-1]

    def _broken(self, application_id: str, domain_id: str) -> None:
        app = self._app(application_id)
        self.server.path(app).unlink(missing_ok=True)
        self.server.panel.add_domain(app, "b.example.com")
        self._bind(domain_id, self.server.world.domains)
        self.server.put(app, "http: [\n")

    def _remotes(self) -> None:
        for server_id, state, application_id in (
            ("srv_ok", "up", "AnilxFYMdgy9TPjKvcJ-q"),
            ("srv_down", "down", "ce52eON6Jk1NnS_8dc2Km"),
            ("srv_nokey", "no key", "awToamZhT0P5teUsyANQc"),
        ):
            self.server.add_remote(server_id, state)
            self._make(application_id, server_id.replace("srv_", "remote-"), server_id=server_id)
