"""Scenes with a server, and everything that the commands say in them, in all formats, in `recorded/`.

What differs from run to run is replaced. Where something is meant to come out otherwise, `python -m tests.sync.record`
writes it anew: read the difference as a user would, and put it into the same commit.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import hand_written
from traefiklint.__main__ import main

_CHANGING = (
    (r"http:(\\?)//127\.0\.0\.1:\d+", r"http:\1//SERVER"),
    (r"\b20\d{6}T\d{6}\.\d+Z", "TIME"),
    (r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "TIME"),
    (r"(?<=plan )[0-9a-f]{16}|(?<=Plan `)[0-9a-f]{16}|(?<=\"hash\": \")[0-9a-f]+", "HASH"),
    (r"(?<=\"id\": \")[\w-]{21}|(?<=id  )[\w-]{21}", "ID"),
    (r"\b[0-9a-f]{16}\b", "HASH"),
)


class Scene:
    """A server, a directory that belongs to it, and a transcript."""

    def __init__(self, server: DokployServer, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.lines: list[str] = []

    def run(self, *commands: str) -> None:
        """Run commands, and note what they say and how they end."""
        for command in commands:
            out, err = io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                status = main(command.split())
            self.lines += [f"$ traefiklint {command}", *out.getvalue().splitlines()]
            self.lines += [f"! {line}" for line in err.getvalue().splitlines()]
            self.lines += [f"= {status}", ""]

    def note(self, text: str) -> None:
        """Say what happens in between."""
        self.lines += [f"# {text}", ""]

    def edit(self, app: App, old: str, new: str) -> None:
        """Change an application's file here."""
        home = "apps" if app.server_id is None else f"apps@{app.server_id}"
        path = self.folder / home / f"{app.app_name}.yml"
        text = path.read_text("utf-8")
        assert old in text, f"{app.app_name}: {text}"
        path.write_text(text.replace(old, new), "utf-8")

    def told(self) -> str:
        """The transcript, with what differs from run to run replaced."""
        text = "".join(f"{line.rstrip()}\n" for line in self.lines).replace(str(self.folder), "HERE")
        for pattern, lasting in _CHANGING:
            text = re.sub(pattern, lasting, text)
        return text


@contextlib.contextmanager
def _scene() -> Iterator[Scene]:
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name, DokployServer(Path(name, "server")) as server:
        folder = Path(name, "here")
        folder.mkdir()
        env = {"DOKPLOY_URL": server.url, "DOKPLOY_API_KEY": server.key, "NO_COLOR": "1", "HOME": name}
        with mock.patch.dict(os.environ, env):
            os.chdir(folder)
            try:
                yield Scene(server, folder)
            finally:
                os.chdir(before)


def told(name: str) -> str:
    """Play a scene; what is said in it."""
    with _scene() as scene:
        server = scene.server
        server.add_remote("far")
        apps = {it: server.add_application(it, hand_written(it), app_name=it) for it in NAMES}
        apps["far"] = server.add_application("far", hand_written("far"), app_name="far", server_id="far")
        apps["new"] = server.add_application("new", app_name="new")
        apps["loop"] = server.add_application("loop", "{{ range loop }}\n", app_name="loop")
        server.add_application("bad", hand_written("bad"), app_name="con")
        SCENES[name](scene, apps)
        return scene.told()


def _first_pull(scene: Scene, apps: dict[str, App]) -> None:
    scene.note("nothing is here yet")
    scene.run("status", "diff", "push --yes", "restore", "pull --dry-run", "pull", "pull --format json", "status")
    scene.run("app list", "app show shop", "pull shpo", "restore shop --yes", "restore --at yesterday")
    scene.server.faults.database_down = True
    scene.run("status", "pull", "push --yes")


def _differences(scene: Scene, apps: dict[str, App]) -> None:
    _change_both_sides(scene, apps)
    for form in ("text", "json", "markdown"):
        scene.run(f"diff --routes --format {form}", f"push --dry-run --format {form}")
    scene.run("status", "diff shop --text", "push --yes")


def _merges(scene: Scene, apps: dict[str, App]) -> None:
    _change_both_sides(scene, apps)
    scene.run("pull both blog print", "pull --format json", "pull both --ours", "status")
    scene.note("the server moves on, here is nothing new")
    scene.server.panel.remove_file(apps["calm"])
    scene.run("status", "push --dry-run calm", "pull calm", "pull gone --redact", "status gone")


def _change_both_sides(scene: Scene, apps: dict[str, App]) -> None:
    scene.run("pull --quiet")
    scene.note("changes here, on the server, and on both sides")
    server = scene.server
    scene.edit(apps["shop"], "[web]", "[web]\n      priority: 7   # first\n      middlewares: [fast]")
    scene.edit(apps["shop"], "  services:", "  middlewares:\n    fast: {compress: {}}\n  services:")
    server.panel.add_domain(apps["blog"], "blog.example.com")
    server.put(apps["both"], hand_written("both").replace("`both.example.com`", "`theirs.example.com`"))
    scene.edit(apps["both"], "`both.example.com`", "`ours.example.com`")
    scene.edit(apps["calm"], "# in quotes", "# in double quotes")
    (scene.folder / "apps/gone.yml").unlink()
    (scene.folder / "apps/nobody.yml").write_text("http: {}\n")
    server.put(apps["print"], hand_written("print").replace("   # in quotes", ""))
    scene.edit(apps["loop"], "range loop", "range $x := loop")


def _refusals(scene: Scene, apps: dict[str, App]) -> None:
    scene.server.put(apps["loop"], "# nothing yet\n")
    scene.run("pull --quiet")
    scene.note("what would be refused, disabled, lost")
    scene.edit(apps["far"], "[web]", "[nowhere]")
    scene.edit(apps["calm"], "service: hand-calm", "service: nobody")
    (scene.folder / "apps/new.yml").write_text(hand_written("new"))
    (scene.folder / "apps/blog.yml").write_text("# off\n")
    for form in ("text", "json", "markdown"):
        scene.run(f"push --dry-run far calm new blog --format {form}")
    scene.run("push calm --yes --force", "push blog --yes", "push blog --yes --force", "restore blog --yes", "status")


@mock.patch("traefiklint.sync.push.AT_ONCE", 1)  # so that it is the same file every time that something befalls
def _writes(scene: Scene, apps: dict[str, App]) -> None:
    scene.server.put(apps["loop"], "# nothing yet\n")
    scene.run("pull --quiet")
    scene.note("writes that break off, fail and succeed")
    faults = scene.server.faults
    scene.edit(apps["shop"], "[web]", "[web]\n      priority: 7   # first")
    scene.edit(apps["calm"], "# in quotes", "# in double quotes")
    (scene.folder / "apps/new.yml").write_text(hand_written("new"))
    faults.truncate(60, skip=1)
    scene.run("push new shop calm --yes", "status", "push new shop --yes --force --format json")
    scene.edit(apps["shop"], "priority: 7", "priority: 8")
    scene.run("push shop --yes --plan-hash 0123456789abcdef", "push shop --yes --format markdown", "push shop")
    scene.edit(apps["shop"], "priority: 8", "priority: 9")
    faults.fail("application.updateTraefikConfig", 500, times=None)
    scene.run("push shop --yes --format markdown")
    faults.clear()
    faults.swallow()
    scene.run("push shop --yes", "restore", "restore shop --dry-run --format json", "restore shop --yes")


NAMES = ("shop", "blog", "both", "calm", "gone", "print")
SCENES: dict[str, Callable[[Scene, dict[str, App]], None]] = {
    "first pull": _first_pull,
    "differences": _differences,
    "merges": _merges,
    "refusals": _refusals,
    "writes": _writes,
}


def recorded(name: str) -> Path:
    """Where it is kept what was said in a scene."""
    return Path(__file__).parent / "recorded" / f"{name.replace(' ', '-')}.txt"


def record() -> None:
    """Write down what is said now."""
    for name in SCENES:
        recorded(name).parent.mkdir(exist_ok=True)
        recorded(name).write_text(told(name), "utf-8")


if __name__ == "__main__":
    record()
