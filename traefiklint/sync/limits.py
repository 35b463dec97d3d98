"""What a Dokploy server takes, asked before anything is written: it answers `true` to much that it does not write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yaml.error import YAMLError
from yaml.events import DocumentStartEvent

from traefiklint.dokploy.answers import Application
from traefiklint.dokploy.errors import DokployError
from traefiklint.dokploy.limits import REMOTE_TEXT_LIMIT, config_body, json_body
from traefiklint.patch.data import UnstructuredError, read_data
from traefiklint.sync.authors import owned_by_panel
from traefiklint.sync.changes import Change
from traefiklint.sync.sides import REMOTE_SEAM
from traefiklint.yaml.events import parsed


def objections(app: Application, text: str) -> tuple[str, ...]:
    """Why the server would not take the text, or would lose it, or could not read it afterwards."""
    found = []
    size = len(text.encode("utf-8", "surrogatepass"))
    if not text.strip():
        found.append("the file is empty, and Dokploy would keep an empty file; to switch it off, leave a comment in it")
    found += _too_large(lambda: config_body(app.id, text))
    if app.server_id is not None:
        if size > REMOTE_TEXT_LIMIT:
            found.append(
                f"the file has {size:,} bytes, and Dokploy silently drops a text of more than {REMOTE_TEXT_LIMIT:,} "
                "for an application on a remote server"
            )
        elif size > REMOTE_SEAM and not text.isascii():
            found.append(
                f"the file has {size:,} bytes and letters beyond ASCII: Dokploy breaks those when it reads more than "
                f"{REMOTE_SEAM:,} bytes from a remote server, so the write could not be proved"
            )
        if "\ufffd" in text:
            found.append("the file holds U+FFFD, the sign of a letter that was broken on its way from a remote server")
    return (*found, *unreadable_for_panel(text))


def compose_objections(app: Application, text: str) -> tuple[str, ...]:
    """Why the server would not take the text of a compose application, or could not deploy it."""
    found = _too_large(lambda: json_body({"composeId": app.id, "composeFile": text}))
    if "\0" in text:
        found.append("the file holds NUL, which the server's database does not take")
    unreadable = unreadable_for_panel(text, "the panel could not deploy it")
    if not unreadable and not isinstance(read_data(text).get("services"), dict):
        found.append("it has no `services`: the panel could not deploy it")
    return (*found, *unreadable)


def _too_large(body: Callable[[], bytes]) -> list[str]:
    try:
        body()
    except DokployError as error:
        return [f"{error.message[:1].lower()}{error.message[1:].rstrip('.')}"]
    return []


def unreadable_for_panel(
    text: str, locked: str = "the panel could not read the file and would lock the application's domains"
) -> tuple[str, ...]:
    """Why Dokploy's own YAML parser refuses the text, which would lock the application's domain page in the panel.

    Args:
        locked: what that would mean.
    """
    try:
        documents = parsed(text, _count_documents)
    except (YAMLError, UnicodeError) as error:
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        return (f"{problem}{where}: {locked}",)
    if documents > 1:
        return (f"it holds {documents} YAML documents: {locked}",)
    try:
        read_data(text)
    except UnstructuredError as error:
        return (f"{error}: {locked}",)
    return ()


def _count_documents(parser: Any) -> int:
    return sum(isinstance(event, DocumentStartEvent) for event in iter(parser.get_event, None))


def warnings(app: Application, changes: tuple[Change, ...]) -> tuple[str, ...]:
    """What the author should know: which of the changes the next save in the panel undoes."""
    own = owned_by_panel(app.app_name)
    touched = [change.object for change in changes if own(change.object)]
    if not touched:
        return ()
    names = ", ".join(f"`{name}`" for name in touched)
    return (f"{names}: the panel writes this anew at the next save of its domain; a name of your own would last",)
