"""An editor without an editor: a workspace in this process, and documents whose cursor is a `|`."""

from __future__ import annotations

from pathlib import Path

from lsprotocol.types import TextEdit, WorkspaceEdit

from traefiklint.cli.server import SettingsPlanner
from traefiklint.editor.client_settings import ClientSettings
from traefiklint.editor.completion import complete
from traefiklint.editor.positions import UTF16, Here, Positions
from traefiklint.editor.workspace import Workspace

STATIC = """\
entryPoints:
  web:
    address: ":80"
  websecure:
    address: ":443"
    asDefault: true
    http:
      tls:
        certResolver: letsencrypt
certificatesResolvers:
  letsencrypt:
    acme:
      email: me@example.com
      storage: acme.json
      httpChallenge:
        entryPoint: web
providers:
  docker: {exposedByDefault: false}
  file:
    directory: apps
"""
SHOP = """\
http:
  routers:
    shop:
      rule: Host(`shop.example.com`) && PathPrefix(`/cart`)
      middlewares: [auth]
      service: shop
  services:
    shop:
      loadBalancer:
        servers:
          - url: http://shop:3000
"""
SHARED = """\
http:
  middlewares:
    auth:
      basicAuth:
        users:
          - "ann:$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC"
"""
COMPOSE = """\
services:
  blog:
    image: blog
    labels:
      - traefik.enable=true
      - traefik.http.routers.blog.rule=Host(`blog.example.com`)
      - traefik.http.routers.blog.middlewares=auth@file
      - traefik.http.services.blog.loadbalancer.server.port=80
"""


def broken_workspace(folder: Path) -> None:
    """What a user of a real editor opens: a Traefik whose `apps/shop.yml` has two mistakes."""
    broken = SHOP.replace("/cart", "cart").replace("[auth]", "[auht]")
    files = {"traefik.yml": STATIC, "apps/shop.yml": broken, "apps/shared.yml": SHARED, "compose.yml": COMPOSE}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


class Desk:
    """A folder of files, and the editor that has it open."""

    def __init__(self, folder: Path, files: dict[str, str], client: ClientSettings | None = None) -> None:
        self.folder = folder
        for name, text in files.items():
            self.write(name, text)
        planner = SettingsPlanner()
        planner.client = client
        self.workspace = Workspace(planner, [str(folder)])

    def write(self, name: str, text: str) -> None:
        """Write a file to the disk, as another program would."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")

    def path(self, name: str) -> str:
        """Where a file is."""
        return str(self.folder / name)

    def type(self, name: str, text: str) -> Here:
        """Give a document a text."""
        self.workspace.opened(self.path(name), text.replace("|", "", 1))
        return self.here(name)

    def here(self, name: str) -> Here:
        """What a request about a document is about."""
        path = self.path(name)
        found = self.workspace.view_of(path) or self.workspace.beside(path)
        assert found is not None, f"{name} belongs to no Traefik"
        view, called = found
        text = self.workspace.open[path].text if path in self.workspace.open else view.text_of(called)
        assert text is not None
        return Here(self.workspace, view, called, text, UTF16, lambda path: f"file://{path}")

    def news(self) -> dict[str, list[str]]:
        """What is new: the rules of the findings of each file, in order."""
        return {
            str(Path(path).relative_to(self.folder)): [finding.rule for finding in told.findings]
            for path, told in self.workspace.news().items()
        }

    def completed(self, name: str, text: str) -> dict[str, str]:
        """What is offered at the cursor: labels, and what they write."""
        offset = text.index("|")
        here = self.type(name, text)
        offers = {}
        for item in complete(here, offset):
            assert isinstance(item.text_edit, TextEdit)
            offers[item.label] = item.text_edit.new_text
        return offers

    def after(self, edit: WorkspaceEdit) -> dict[str, str]:
        """The files that an edit changes, as it leaves them."""
        found = {}
        for change in edit.document_changes or ():
            path = change.text_document.uri.removeprefix("file://")  # type: ignore[union-attr]
            name = str(Path(path).relative_to(self.folder))
            text = self.here(name).text
            place = Positions(name, text)
            edits = [one for one in change.edits if isinstance(one, TextEdit)]  # type: ignore[union-attr]
            for one in sorted(edits, key=lambda one: -place.offset(one.range.start)):
                text = text[: place.offset(one.range.start)] + one.new_text + text[place.offset(one.range.end) :]
            found[name] = text
        return found
