"""What Traefik reads besides the files that are kept here, brought here by `pull` so that `lint` and `route` know it.

It is for reading only: nothing of it is ever pushed, so secrets are covered, and of compose applications only that is
kept by which Traefik is told something. `surroundings.py` reads it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from traefiklint.files import CONTEXT_DYNAMIC, CONTEXT_STATIC
from traefiklint.instance.secrets import covered_text
from traefiklint.patch.data import Data, UnstructuredError, read_data
from traefiklint.patch.rewrite import CannotRewriteError, rewrite
from traefiklint.settings.implied import CONTEXT_OWN
from traefiklint.sync.files import FileError, read_text, write_text
from traefiklint.sync.remote import Stack, Surroundings
from traefiklint.sync.workspace import Workspace, as_folder
from traefiklint.sync.world import Worlds

_PRIVATE = frozenset(
    ("environment", "env_file", "command", "entrypoint", "build", "secrets", "configs", "volumes", "healthcheck")
)
"""What Traefik is told nothing by, and secrets stand in."""


def keep_context(
    workspace: Workspace, worlds: Worlds, servers: Iterable[str | None], mine: Iterable[Stack] = ()
) -> Iterator[str]:
    """Keep what lies around the files of servers; yields what could not be brought.

    What could not be read stays as it was; what the server has no longer goes. Of compose applications that cannot be
    read nothing is said: many were never deployed, and a push says so where it matters.

    Args:
        mine: the compose applications whose text is kept here, of which the labels that the panel adds are enough.
    """
    own = {stack.id: stack for stack in mine}
    if workspace.context is None:
        return
    for server_id in servers:
        around = worlds.surroundings(server_id)
        label = worlds.label(server_id)
        folder = workspace.context / (f"@{as_folder(label)}" if label else CONTEXT_OWN)
        stacks = worlds.stacks(server_id)
        texts = dict(_texts(around, [own.get(stack.id, stack) for stack in stacks.known]))
        for name, text in texts.items():
            if read_text(folder / name) != text:
                _write(workspace, folder / name, text)
        if not around.gaps and not stacks.dark:
            _remove_others(folder, texts)
        yield from (f"context: {gap}" for gap in around.gaps)


def _texts(around: Surroundings, stacks: Iterable[Stack]) -> Iterator[tuple[str, str]]:
    if around.static is not None:
        yield CONTEXT_STATIC, covered_text(CONTEXT_STATIC, around.static)
    for name, text in around.files.items():
        yield f"{CONTEXT_DYNAMIC}/{name}", covered_text(name, text)
    for stack in stacks:
        if stack.added:
            yield stack.added_file, stack.added
            continue
        bare = _bare(stack)
        if bare is not None:
            yield stack.file, bare


def _bare(stack: Stack) -> str | None:
    """The text of a compose application, as far as it tells Traefik something; None where it cannot be taken apart."""
    try:
        data = read_data(stack.text)
        for service in _children(data.get("services")):
            # Labels that the provider does not look at would hide of which kind the application is.
            deploy = service.get("deploy")
            other = service if stack.is_swarm else deploy
            if isinstance(other, dict):
                other.pop("labels", None)
        return covered_text(stack.file, rewrite(stack.text, _without_private(data)))
    except (UnstructuredError, CannotRewriteError):
        return None


def _children(value: Data | None) -> Iterator[dict[str, Data]]:
    for child in value.values() if isinstance(value, dict) else ():
        if isinstance(child, dict):
            yield child


def _without_private(data: Mapping[str, Data]) -> dict[str, Data]:
    found: dict[str, Data] = {}
    for key, value in data.items():
        if key not in _PRIVATE:
            inner = isinstance(value, dict) and key != "labels"
            found[key] = _without_private(value) if inner and isinstance(value, dict) else value
    return found


def _write(workspace: Workspace, path: Path, text: str) -> None:
    if workspace.is_memory(path):
        workspace.remember(path, text)
    else:
        write_text(path, text, workspace.root)


def _remove_others(folder: Path, texts: Mapping[str, str]) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.relative_to(folder).as_posix() not in texts:
            try:
                path.unlink()
            except OSError as error:
                raise FileError(f"`{path}` cannot be removed: {error.strerror}") from None
