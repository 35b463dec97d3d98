"""Files of a project that a volume brings to where Traefik reads nothing."""

# ruff: noqa: E501 - a table

from __future__ import annotations

from typing import Any

from tests.each import rows
from traefiklint import lint_texts

DYNAMIC = "http: {routers: {r: {rule: Path(`/`), service: api@internal}}}\n"
STATIC = "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /dyn}}\n"


def told(
    volume: str,
    *,
    command: str = "--providers.file.directory=/dyn",
    more: str = "",
    image: str = "traefik:v3.7",
    files: dict[str, str] | None = None,
) -> list[str]:
    """What is said of files that are not read: the volume as quoted there, and the rest of what is quoted."""
    lines = f"    image: {image}\n    command: [{command}]\n    volumes: [{volume}]\n{more}"
    texts = {"app/compose.yml": f"services:\n  proxy:\n{lines}"} | (files or {"app/conf/d.yml": DYNAMIC})
    texts |= {"app/conf/s.yml": STATIC} if "s.yml" in volume else {}
    found = [one for one in lint_texts(texts, profile="none").findings if one.rule == "file-not-read"]
    return [f"{one.line}:{one.column} {one.severity.value} {' '.join(one.message.split('`')[1::2])}" for one in found]


@rows(
    ("volume", "options", "found"),
    [
        ('./conf/d.yml:/dyn/d.yml', {}, []),
        ('./conf/d.yml:/other/d.yml', {}, ['5:15 warning app/conf/d.yml /dyn /other/d.yml']),
        ('./conf/d.yml:/dyn.yml', {}, ['5:15 warning app/conf/d.yml /dyn /dyn.yml']),
        ('./conf/d.yml:/dyn/sub/d.yml', {}, []),
        ('conf:/other/d.yml', {}, []),
        ('/conf/d.yml:/other/d.yml', {}, []),
        ('./conf/d.yml:/other/d', {}, []),
        ('./conf/d.yml:/other/d.yaml', {}, ['5:15 warning app/conf/d.yml /dyn /other/d.yaml']),
        ('./conf/d.yml:/other/d.toml', {}, ['5:15 warning app/conf/d.yml /dyn /other/d.toml']),
        ('./conf:/other', {}, []),
        ('./conf/gone.yml:/other/d.yml', {}, []),
        ("'${CONF}/d.yml:/other/d.yml'", {}, []),
        ("'./conf/d.yml:/other/${NAME}.yml'", {}, []),
        ('../app/conf/d.yml:/other/d.yml', {}, ['5:15 warning app/conf/d.yml /dyn /other/d.yml']),
        ("'./conf/d.yml:/other/d.yml', './conf/d.yml:/more/d.yml'", {}, ['5:16 warning app/conf/d.yml /dyn /other/d.yml']),
        ("'./conf/d.yml:/dyn/d.yml', './conf/d.yml:/more/d.yml'", {}, []),
        ('./conf/s.yml:/other/s.yml', {}, []),
        ('./conf/s.yml:/etc/traefik/traefik.yml', {}, []),
        ('./conf/s.yml:/traefik.yml', {}, []),
        ("'./conf/s.yml:/etc/traefik/traefik.yml', './conf/d.yml:/other/d.yml'", {'command': ''}, ['5:57 warning app/conf/d.yml /dyn /other/d.yml']),
        ("'./conf/s.yml:/etc/traefik/traefik.yml', './conf/s.yml:/other/s.yml'", {'command': ''}, []),
        ("'./conf/s.yml:/etc/traefik/traefik.yml', './conf/d.yml:/dyn/d.yml'", {'command': ''}, []),
        ('./conf/d.yml:/other/d.yml', {'command': '--providers.file.filename=/other/d.yml'}, []),
        ('./conf/d.yml:/other/d.yml', {'command': '--providers.file.filename=/other/e.yml'}, ['5:15 warning app/conf/d.yml /other/e.yml /other/d.yml']),
        ('./conf/d.yml:/other/d.yml', {'command': '--providers.docker=true'}, ['5:15 warning app/conf/d.yml providers.file.filename /other/d.yml']),
        ('./conf/d.yml:/other/d.yml', {'command': '--providers.file.directory=other'}, []),
        ('./conf/d.yml:/other/d.yml', {'command': '--providers.file.directory=/other/'}, []),
        ('./conf/d.yml:/other/d.yml', {'command': "'--providers.file.directory=${DIR}'"}, []),
        ('./conf/d.yml:/other/d.yml', {'command': "'--providers.docker.network=${DIR}'"}, ['5:15 warning app/conf/d.yml providers.file.filename /other/d.yml']),
        ('./conf/d.yml:/other/d.yml', {'command': '--ping, /other/d.yml'}, []),
        ('./conf/d.yml:/other/d.yml', {'more': '    working_dir: /x\n'}, []),
        ('./conf/d.yml:/other/d.yml', {'more': '    environment: {TRAEFIK_PROVIDERS_FILE_DIRECTORY: }\n'}, []),
        ('./conf/d.yml:/other/d.yml', {'more': "    environment: {TRAEFIK_PROVIDERS_FILE_WATCH: 'true'}\n"}, ['5:15 warning app/conf/d.yml /dyn /other/d.yml']),
        ('./conf/d.yml:/other/d.yml', {'more': '  app: {image: app, command: [/other/d.yml]}\n'}, []),
        ('./conf/d.yml:/other/d.yml', {'files': {'conf/d.yml': DYNAMIC}}, ['5:15 warning conf/d.yml /dyn /other/d.yml']),
        ('./conf/d.yml:/other/d.yml', {'files': {'app/conf/d.yml': 'a: 1\n'}}, []),
        ("'./conf/d.yml:/a/d.yml', './conf/e.yml:/b/e.yml'", {'files': {'app/conf/d.yml': DYNAMIC, 'app/conf/e.yml': DYNAMIC}}, ['5:16 warning app/conf/d.yml /dyn /a/d.yml', '5:41 warning app/conf/e.yml /dyn /b/e.yml']),
        ('./conf/d.yml:/other/d.yml', {'image': 'traefik:v1.7'}, []),
    ],
)  # fmt: skip
def test_a_file_that_is_mounted_where_nothing_reads_it_is_told(
    volume: str, options: dict[str, Any], found: list[str]
) -> None:
    assert told(volume, **options) == found
