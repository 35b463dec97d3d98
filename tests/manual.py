"""The pages of the manual that are run: their examples in Python and for the shell, and what they print.

Each page is run in a directory of its own, which holds `apps/` with sixty applications and the middlewares that they
share, and `traefik.yml`. A `python` block is run in the module of the page; a `console` block holds `$ COMMAND` and
what it prints. A `text` block behind a `python` block is what that prints. A block with a file name behind its language
is that file. `python -m tests.manual` writes the present output into the pages.
"""

from __future__ import annotations

import io
import re
import tempfile
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import Any

from tests.readme import run

CHECKOUT = Path(__file__).parents[1]
PAGES = [
    *sorted((CHECKOUT / "docs" / "python").glob("*.md")),
    CHECKOUT / "docs" / "edit.md",
    CHECKOUT / "docs" / "policies.md",
    CHECKOUT / "docs" / "report.md",
    CHECKOUT / "docs" / "upgrade.md",
]

_BLOCK = re.compile(r"^```(?P<kind>python|console|text)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^```[a-z]+ (?P<name>\S+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (?P<command>[^\n]+)\n(?P<output>.*?)(?=^\$ |\Z)", re.MULTILINE | re.DOTALL)

APP = """\
# {name}
http:
  routers:
    {name}:
      rule: "Host(`{name}.example.com`)"   # the public name
      service: {name}
      entryPoints: [{point}]
{middlewares}{tls}  services:
    {name}:
      loadBalancer:
        servers:
          - url: http://{name}:8080
"""
MIDDLEWARES = """\
http:
  middlewares:
    security-headers:
      headers:
        stsSeconds: 31536000
    auth:
      forwardAuth:
        address: http://auth:9091
"""
STATIC = """\
entryPoints:
  web:
    address: ":80"
  websecure:
    address: ":443"
certificatesResolvers:
  letsencrypt:
    acme:
      email: ops@example.com
      storage: /etc/traefik/acme.json
      tlsChallenge: {}
providers:
  file:
    directory: /etc/traefik/dynamic
"""


def furnish(folder: Path) -> None:
    """Write the files that the examples are about."""
    (folder / "apps").mkdir()
    for number in range(1, 61):
        name = f"app-{number:02}"
        secure = number % 20 != 0
        has = "      middlewares:\n        - security-headers@file   # as everywhere\n" if number % 3 == 0 else ""
        tls = "      tls:\n        certResolver: letsencrypt\n" if secure else ""
        text = APP.format(name=name, point="websecure" if secure else "web", middlewares=has, tls=tls)
        (folder / "apps" / f"{name}.yml").write_text(text, "utf-8")
    (folder / "apps" / "middlewares.yml").write_text(MIDDLEWARES, "utf-8")
    (folder / "traefik.yml").write_text(STATIC, "utf-8")


def played(text: str, folder: Path) -> str:
    """A page with what its examples print now."""
    for file in _FILE.finditer(text):
        path = folder / file["name"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file["body"], "utf-8")
    module: dict[str, Any] = {"__name__": "page"}
    printed: list[str] = []

    def block(found: re.Match[str]) -> str:
        kind, body = found["kind"], found["body"]
        if kind == "python":
            printed.append(_python(body, module, folder))
        elif kind == "text":
            body = printed.pop() if printed else body
        else:
            body = _COMMAND.sub(lambda one: f"$ {one['command']}\n{run(one['command'], folder)}", body)
        return f"```{kind}\n{body}```"

    return _BLOCK.sub(block, text)


def _python(body: str, module: dict[str, Any], folder: Path) -> str:
    out = io.StringIO()
    with chdir(folder), redirect_stdout(out):
        exec(compile(body, "page", "exec"), module)
    return out.getvalue()


if __name__ == "__main__":
    for page in PAGES:
        with tempfile.TemporaryDirectory() as home:
            furnish(Path(home))
            page.write_text(played(page.read_text("utf-8"), Path(home)), "utf-8")
