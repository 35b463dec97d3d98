"""Do something again whenever a file changes."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable

from traefiklint.cli.checking import Request
from traefiklint.cli.console import Console
from traefiklint.cli.streams import raw
from traefiklint.decoding.directory import is_read
from traefiklint.errors import TraefiklintError, UsageError
from traefiklint.files import STDIN
from traefiklint.settings import Settings
from traefiklint.text.printable import printable
from traefiklint.text.spelling import counted


def watch(once: Callable[[], int], request: Request, settings: Settings, console: Console) -> int:
    """Lint, and lint again after each change, until Ctrl-C.

    Raises:
        UsageError: the watcher is not installed, or there is nothing to watch.
    """
    try:
        from watchfiles import watch as changes
    except ModuleNotFoundError:
        raise UsageError("`--watch` needs the package `watchfiles`", "`pip install 'traefiklint[watch]'`") from None
    if STDIN in request.paths:
        raise UsageError("standard input cannot be watched", "name files or directories")
    folders = _folders(request, settings)
    _once(once, console)
    console.note(f"watching {', '.join(map(printable, folders))}; Ctrl-C ends it")
    for changed in changes(*folders, watch_filter=lambda _, path: is_read(path), debounce=200):
        if sys.stdout.isatty():
            raw(sys.stdout).write("\x1b[2J\x1b[H")
        console.note(f"{_named(path for _, path in changed)} changed, linting again")
        _once(once, console)
    return 0


def _named(paths: Iterable[str]) -> str:
    """Files that changed, by the names that users see; of several the first."""
    first, *others = sorted(map(os.path.relpath, set(paths)))
    return printable(first) + (f" and {counted(len(others), 'more file')}" if others else "")


def _once(once: Callable[[], int], console: Console) -> None:
    """One round. A file that is half written must not end the watching, so what goes wrong is only said."""
    try:
        once()
    except (TraefiklintError, OSError) as error:
        console.error(str(error))
    sys.stdout.flush()
    gc.collect()  # the collector is off, and this process stays


def _folders(request: Request, settings: Settings) -> list[str]:
    """What to watch: the directories of everything that is read, and of the config file."""
    paths = request.paths or tuple(settings.path(name) for name in settings.directories) or (os.curdir,)
    folders = {path if os.path.isdir(path) else os.path.dirname(path) or os.curdir for path in paths}  # noqa: PTH112, PTH120
    for static in filter(None, (request.static, settings.static and settings.path(settings.static))):
        folders.add(os.path.dirname(static) or os.curdir)  # noqa: PTH120
    missing = [folder for folder in sorted(folders) if not os.path.isdir(folder)]  # noqa: PTH112
    if missing:
        raise UsageError(f"`{missing[0]}` does not exist")
    return sorted(folders)
