"""A volume that shall bring the static configuration, and whose file is called a little otherwise."""

from __future__ import annotations

import json
import subprocess

from tests.cli.running import Runner
from tests.each import rows

STATIC = "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {exposedByDefault: false}}\n"
MISSING = "mounted-file-missing"


def traefik(volume: str, image: str = "traefik:v3.7", more: str = "") -> str:
    labels = '["traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.routers.a.service=noop@internal"]'
    return f"services:\n  proxy:\n    image: {image}\n    labels: {labels}\n    volumes: ['{volume}']\n{more}"


CASES: tuple[tuple[str, dict[str, str], str], ...] = (
    ("ending", {"compose.yml": traefik("./t/traefik.yml:/traefik.yml:ro"), "t/traefik.yaml": STATIC}, "t/traefik.yaml"),
    ("toml", {"compose.yml": traefik("./traefik.toml:/traefik.toml"), "traefik.yml": STATIC}, "traefik.yml"),
    ("folder", {"app/compose.yml": traefik("./traefik.yml:/traefik.yml"), "app/traefik.yaml": STATIC},
     "app/traefik.yaml"),
    ("flag", {"compose.yml": traefik("./t.yml:/conf/t.yml", more="    command: --configFile=/conf/t.yml\n"),
              "t.yaml": STATIC}, "t.yaml"),
    ("without labels", {"compose.yml": "services: {t: {image: traefik, volumes: ['./t.yml:/traefik.yml']}}\n",
                        "t.yaml": STATIC}, "t.yaml"),
    ("it is there", {"compose.yml": traefik("./t/traefik.yml:/traefik.yml"), "t/traefik.yml": STATIC,
                     "t/traefik.yaml": STATIC}, ""),
    ("nothing is called so", {"compose.yml": traefik("./t/traefik.yml:/traefik.yml"), "t/static.yaml": STATIC}, ""),
    ("left out by git", {"compose.yml": traefik("./t/traefik.yml:/traefik.yml"), "t/traefik.yaml": STATIC,
                         ".gitignore": "traefik.yml\n"}, ""),
    ("elsewhere in the container", {"compose.yml": traefik("./t/traefik.yml:/etc/other/traefik.yml"),
                                    "t/traefik.yaml": STATIC}, ""),
    ("of the host", {"compose.yml": traefik("/srv/t/traefik.yml:/traefik.yml"), "srv/t/traefik.yaml": STATIC}, ""),
    ("a variable", {"compose.yml": traefik("./${T}/traefik.yml:/traefik.yml"), "traefik.yaml": STATIC}, ""),
    ("another one", {"compose.yml": traefik("./t/traefik.yml:/traefik.yml", "nginx"), "t/traefik.yaml": STATIC}, ""),
    ("a folder is called so", {"compose.yml": traefik("./t/traefik.yml:/traefik.yml"), "t/traefik.yaml/a.txt": ""}, ""),
)  # fmt: skip


@rows(("files", "meant"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_file_that_is_called_otherwise_is_named(files: dict[str, str], meant: str, cli: Runner) -> None:
    cli.write(files)
    subprocess.run(["git", "init", "-q", "."], cwd=cli.folder, check=True)
    found = [one for one in json.loads(cli("lint", "--format", "json").out)["findings"] if one["rule"] == MISSING]
    assert [one["help"] for one in found] == ([f"Mount `{meant}`, or rename it."] if meant else [])
    assert all(one["severity"] == "warning" for one in found)
