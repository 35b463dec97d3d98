"""A client that says what editors say, in any order, and what none should say: by hand, so nothing is put right."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from tests.editor.desk import COMPOSE, SHARED, SHOP, STATIC

PATIENCE = 600
FILES = {
    "traefik.yml": STATIC,
    "apps/shop.yml": SHOP,
    "apps/shared.yml": SHARED,
    "apps/api.toml": '[http.routers.api]\nrule = "Host(`api.example.com`)"\nservice = "shop"\n',
    "compose.yml": COMPOSE,
    "other/traefik.yml": STATIC.replace("directory: apps", "directory: dynamic"),
    "other/dynamic/shop.yml": SHOP.replace("[auth]", "[missing]"),
}
PIECES = (
    *("", "x", ": ", "\n", "\r\n", "\r", "\x85", "\u2028", "🙂", "\ud83d", "\udc00", "\x00", "[", "'", "- ", "\t"),
    *("\ufeff", "&a ", "*a ", "<<: *a\n", "{{ x }}", "Host(`", "x" * 20_000),
)
QUESTIONS = (
    *("completion", "hover", "definition", "references", "documentHighlight", "prepareRename", "rename"),
    *("codeAction", "documentSymbol", "codeLens", "inlayHint", "semanticTokens/full", "formatting"),
)
STRANGE = (
    *("untitled:Untitled-1", "git:/a/apps/shop.yml?%7B%22ref%22%3A%22%22%7D", "vscode-notebook-cell:/a.ipynb#W0", ""),
    *("nonsense", "file:///c%3A/Users/me/traefik.yml", "file://server/share/traefik.yml", "file:///a%00b.yml"),
    *("file:///%FF%FE.yml", "file:///", "http://example.com/traefik.yml", "file:relative.yml"),
)


class Rough:
    """A server, and somebody who talks to it."""

    def __init__(self, folder: Path, rng: Random) -> None:
        self.folder = folder
        self.rng = rng
        for name, text in FILES.items():
            self.write(name, text)
        command = [sys.executable, "-m", "traefiklint", "server"]
        pipe = subprocess.PIPE
        self.server = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=folder)
        self.shown: dict[str, list[tuple[str, str]]] = {}
        self.answers: dict[int, dict[str, Any]] = {}
        self.said: list[str] = []
        self.asked = 0
        self._news = threading.Condition()
        self._writing = threading.Lock()
        self.errors = b""
        self._readers = [threading.Thread(target=target) for target in (self._read, self._read_errors)]
        for reader in self._readers:
            reader.start()

    # The wire

    def send(self, method: str, params: Any, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        self._write(message if number is None else {**message, "id": number})

    def ask(self, method: str, params: Any) -> int:
        self.asked += 1
        self.send(method, params, self.asked)
        return self.asked

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        assert self.server.stdin is not None
        with self._writing:
            self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            self.server.stdin.flush()

    def _read(self) -> None:
        out = self.server.stdout
        assert out is not None
        while head := out.readline():
            length = int(head.split(b":")[1])
            while out.readline().strip():
                pass
            message = json.loads(out.read(length))
            with self._news:
                self._take(message)
                self._news.notify_all()

    def _take(self, message: dict[str, Any]) -> None:
        method, params = message.get("method"), message.get("params")
        if method == "textDocument/publishDiagnostics":
            assert isinstance(params, dict)
            self.shown[params["uri"]] = sorted(
                (one["code"], one["message"].partition("\n")[0]) for one in params["diagnostics"]
            )
        elif method == "window/logMessage":
            assert isinstance(params, dict)
            self.said.append(params["message"])
        elif method is None:
            self.answers[message["id"]] = message
        elif "id" in message:
            with suppress(OSError, ValueError):  # the way to the server may be closed by now
                self._write({"jsonrpc": "2.0", "id": message["id"], "result": None})

    def _read_errors(self) -> None:
        assert self.server.stderr is not None
        self.errors = self.server.stderr.read()

    def until(self, holds: Callable[[], bool]) -> bool:
        """Whether something comes to hold."""
        with self._news:
            return self._news.wait_for(holds, PATIENCE)

    # What it does

    def start(self, roots: list[Path]) -> None:
        capabilities = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}, "configuration": False}}
        folders = [{"uri": root.as_uri(), "name": root.name} for root in roots]
        given = {"processId": None, "rootUri": None, "capabilities": capabilities, "workspaceFolders": folders or None}
        number = self.ask("initialize", given)
        assert self.until(lambda: number in self.answers)
        self.send("initialized", {})

    def wait(self) -> int:
        status = self.server.wait(PATIENCE)
        for reader in self._readers:
            reader.join(PATIENCE)
        return status

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))

    def uri(self) -> str:
        if self.rng.random() < 0.12:
            return self.rng.choice(STRANGE)
        uri = (self.folder / self.rng.choice([*FILES, "apps/new.yml", "package.yml", "traefiklint.toml"])).as_uri()
        return uri.replace("/apps/", "/%61pps/") if self.rng.random() < 0.1 else uri

    def position(self) -> dict[str, int]:
        return {
            "line": self.rng.choice((0, 1, 3, 5, 8, 99, 2**31 - 1)),
            "character": self.rng.choice((0, 2, 7, 21, 2**31 - 1)),
        }

    def text(self) -> str:
        text = self.rng.choice([*FILES.values(), "", "name: x\n", "http: 3\n"])
        for _ in range(self.rng.randrange(3)):
            at = self.rng.randrange(len(text) + 1)
            text = text[:at] + self.rng.choice(PIECES) + text[at + self.rng.randrange(3) :]
        return self.rng.choice(
            (text, text, text.replace("\n", "\r\n"), text.replace("\n", "\r"), text.replace("\n", "\x85"))
        )

    def act(self) -> None:
        """Do one thing."""
        self.rng.choices(
            (self._open, self._change, self._leave, self._question, self._on_disk, self._strange), (2, 6, 2, 6, 3, 1)
        )[0]()

    def _open(self) -> None:
        item = {"uri": self.uri(), "languageId": "yaml", "version": self.rng.randrange(-3, 9), "text": self.text()}
        self.send("textDocument/didOpen", {"textDocument": item})

    def _change(self) -> None:
        changes: list[dict[str, Any]] = []
        for _ in range(self.rng.randrange(4)):
            text = self.rng.choice(PIECES)
            whole = self.rng.random() < 0.2
            changes.append({"text": self.text()} if whole else {"range": self._range(), "text": text})
        document = {"uri": self.uri(), "version": self.rng.choice((None, 0, 1, 5, 2, -1))}
        self.send("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def _range(self) -> dict[str, dict[str, int]]:
        return {"start": self.position(), "end": self.position()}

    def _leave(self) -> None:
        self.send(f"textDocument/did{self.rng.choice(('Close', 'Save'))}", {"textDocument": {"uri": self.uri()}})

    def _question(self) -> None:
        what = self.rng.choice(QUESTIONS)
        params = {
            "textDocument": {"uri": self.uri()}, "position": self.position(), "range": self._range(),
            "context": {"diagnostics": [], "includeDeclaration": True, "triggerKind": 1}, "options": {},
            "newName": self.rng.choice(("a", "", "x@y", "🙂", "auth")),
        }  # fmt: skip
        number = self.ask(f"textDocument/{what}", params)
        if self.rng.random() < 0.3:
            self.send("$/cancelRequest", {"id": self.rng.choice((number, number + 5, "x"))})

    def _on_disk(self) -> None:
        name = self.rng.choice([*FILES, "apps/new.yml", "traefiklint.toml"])
        path = self.folder / name
        self._remove(path)
        way = self.rng.randrange(6)
        if name == "traefiklint.toml":
            self.write(name, self.rng.choice(("nonsense = [", "ignore = 3\n", "ignore = []\n", "", "unknown = 1\n")))
        elif way == 0:
            path.mkdir(parents=True, exist_ok=True)
        elif way == 1:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(self.rng.choice((path.name, ".", "../traefik.yml", "nowhere")))
        elif way > 2:
            self.write(name, self.text())
        if self.rng.random() < 0.8:
            self.tell([name])

    def _remove(self, path: Path) -> None:
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.is_dir():
            shutil.rmtree(path)

    def tell(self, names: list[str]) -> None:
        """Say that files have changed; in which way is not always right."""
        changes = [{"uri": (self.folder / name).as_uri(), "type": self.rng.choice((1, 2, 3))} for name in names]
        self.send("workspace/didChangeWatchedFiles", {"changes": changes})

    def _strange(self) -> None:
        way = self.rng.randrange(8)
        if way == 0:
            root = self.rng.choice((self.folder, self.folder / "other", self.folder / "nowhere")).as_uri()
            folders = [{"uri": root, "name": "x"}]
            added = self.rng.random() < 0.5
            self.send("workspace/didChangeWorkspaceFolders",
                      {"event": {"added": folders if added else [], "removed": [] if added else folders}})  # fmt: skip
        elif way == 1:
            given = self.rng.choice(
                (None, 3, [], {"traefiklint": {"ignore": 3}}, {"traefiklint": {}}, {"traefiklint": {"target": "9"}})
            )
            self.send("workspace/didChangeConfiguration", {"settings": given})
        elif way == 2:
            self.ask("workspace/symbol", {"query": self.rng.choice(("", "sh", "\ud800", "🙂"))})
        elif way == 3:
            data = self.rng.choice((None, {}, {"uri": 3}, {"uri": self.uri()}, {"uri": "nonsense"}))
            self.ask("codeAction/resolve", {"title": "x", "kind": "source.fixAll.traefiklint", "data": data})
        elif way == 4:
            self.ask("textDocument/unheardOf", {"textDocument": 3})
        elif way == 5:
            self.ask("textDocument/hover", {"textDocument": {"uri": 5}, "position": -1})
        elif way == 6:
            self.send("textDocument/didChange", {"nonsense": True})
        else:
            self.send("$/setTrace", {"value": "verbose"})

    # How it must end

    def tidy_up(self) -> None:
        """Leave files and settings that make sense, and nothing open."""
        for name in ("apps/new.yml", "traefiklint.toml", *FILES):
            self._remove(self.folder / name)
        for name, text in FILES.items():
            self.write(
                name, text if self.rng.random() < 0.6 or name.startswith("other") else text.replace("auth", "other", 1)
            )
        for name in (*FILES, "apps/new.yml", "package.yml", "traefiklint.toml"):
            self.send("textDocument/didClose", {"textDocument": {"uri": (self.folder / name).as_uri()}})
        for uri in STRANGE:
            self.send("textDocument/didClose", {"textDocument": {"uri": uri}})
        self.send("workspace/didChangeConfiguration", {"settings": {"traefiklint": {}}})
        event = {
            "added": [],
            "removed": [{"uri": one.as_uri(), "name": "x"} for one in (self.folder / "other", self.folder / "nowhere")],
        }
        self.send("workspace/didChangeWorkspaceFolders", {"event": event})
        event = {"added": [{"uri": self.folder.as_uri(), "name": "x"}], "removed": []}
        self.send("workspace/didChangeWorkspaceFolders", {"event": event})
        self.tell([*FILES, "apps/new.yml", "traefiklint.toml"])

    def findings(self) -> dict[str, list[tuple[str, str]]]:
        """What is shown now, by file."""
        root = self.folder.as_uri() + "/"
        return {uri.replace("%61", "a").removeprefix(root): found for uri, found in self.shown.items() if found}

    def fresh(self) -> dict[str, list[tuple[str, str]]]:
        """What `lint` says of the same files."""
        command = [sys.executable, "-m", "traefiklint", "lint", "--format", "json"]
        environment = os.environ | {"NO_COLOR": "1"}
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True)
        found: dict[str, list[tuple[str, str]]] = {}
        for one in json.loads(done.stdout)["findings"]:
            found.setdefault(one["file"], []).append((one["rule"], one["message"].partition("\n")[0]))
        return {file: sorted(rules) for file, rules in found.items()}
