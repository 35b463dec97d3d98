"""Which Dokploy server is meant and where its files are: the options that all commands with a server share."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from traefiklint.cli.group import gathered_options
from traefiklint.cli.streams import keep_secret
from traefiklint.errors import UsageError
from traefiklint.options import AUTO, Options
from traefiklint.reading import read_file
from traefiklint.settings.implied import DEFAULT_ENVIRONMENT, DIRECTORY, context_folder
from traefiklint.text.spelling import nearest

if TYPE_CHECKING:
    from traefiklint.cli.console import Console
    from traefiklint.dokploy.client import Dokploy
    from traefiklint.options import Options
    from traefiklint.settings import Environment, Settings
    from traefiklint.sync.look import ServerView
    from traefiklint.sync.remote import Remote
    from traefiklint.sync.sides import Sides
    from traefiklint.sync.workspace import Workspace

FORMATS = ("text", "json", "markdown")


_MARK = "id:"


class AppCommand(click.Command):
    """A command whose arguments may be ids of applications, which may begin with a dash and look like options then."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments, with a mark before every one that has the form of an id and begins with a dash."""
        return super().parse_args(ctx, [f"{_MARK}{text}" if self._is_id(text) else text for text in args])

    def _is_id(self, text: str) -> bool:
        """An id is 21 characters of `A-Za-z0-9_-` (Dokploy makes them with nanoid)."""
        rest = text.replace("-", "").replace("_", "")
        option = any(text in param.opts for param in self.params)
        return len(text) == 21 and text[0] == "-" and rest.isascii() and rest.isalnum() and not option


def bare_id(text: str) -> str:
    """An argument without the mark of an id."""
    return text.removeprefix(_MARK)


class ServerOptions(NamedTuple):
    """What the options say about the server."""

    url: str | None
    api_key_file: str | None
    environment: str | None
    ca_file: str | None


server_options = gathered_options(
    "where",
    ServerOptions,
    click.option("--url", metavar="URL", help="The Dokploy server [DOKPLOY_URL, or the config file]."),
    click.option("--api-key-file", metavar="FILE", help="Read the API key from this file, not from DOKPLOY_API_KEY."),
    click.option("--environment", metavar="NAME", help="The server of [dokploy.environments.NAME] in the config file."),
    click.option("--ca-file", metavar="FILE", help="Certificate authorities (PEM) to trust instead of the usual ones."),
)
"""The options that name the server, which a command receives as one `where`."""


class Session(NamedTuple):
    """An open connection to a server, and the place of its files here."""

    remote: Remote
    workspace: Workspace
    patterns: tuple[str, ...]
    """Which applications the config file means; all where empty."""
    options: Options
    """How to lint."""


class Panel(NamedTuple):
    """An open connection to a Dokploy server, for what no file is about, and the place of its files here."""

    server: Dokploy
    workspace: Workspace


@contextmanager
def connect(console: Console, where: ServerOptions) -> Iterator[Session]:
    """A session with the server, or the directory, that the options, the environment and the config file mean.

    Raises:
        UsageError: no server or no key is named, or the environment is not in the config file.
    """
    settings = console.settings()
    if settings.remote.directory and where.url is None and where.environment is None:
        yield _with_directory(settings)
        return
    from traefiklint.sync.dokploy_remote import DokployRemote

    with connect_panel(console, where) as (server, workspace):
        target = _target(settings, where)
        patterns = target.apps or settings.dokploy.apps
        yield Session(DokployRemote(server), workspace, patterns, _options(settings))


def _with_directory(settings: Settings) -> Session:
    """A session with a plain directory. Nothing in it has a name that is kept for a server's own files."""
    from traefiklint.sync.directory_remote import DirectoryRemote
    from traefiklint.sync.workspace import Workspace

    folder = settings.remote
    static = Path(settings.path(folder.static)) if folder.static else None
    remote = DirectoryRemote(Path(settings.path(folder.directory)), static)
    files = folder.files or next(iter(settings.directories), DIRECTORY)
    workspace = Workspace(_root(settings), Path(settings.path(files)), url=remote.url, reserved=frozenset())
    return Session(remote, workspace, folder.apps, _options(settings))


def _root(settings: Settings) -> Path:
    return Path(settings.folder) if settings.folder else Path.cwd()


@contextmanager
def connect_panel(console: Console, where: ServerOptions) -> Iterator[Panel]:
    """A session with the Dokploy server that the options, the environment variables and the config file mean.

    Raises:
        UsageError: no server or no key is named, or the environment is not in the config file.
    """
    from traefiklint.dokploy.client import Dokploy
    from traefiklint.sync.workspace import Workspace, check_environment

    settings = console.settings()
    target = _target(settings, where)
    directory = Path(settings.path(target.directory or settings.dokploy.directory or DIRECTORY))
    name = check_environment(where.environment or DEFAULT_ENVIRONMENT)
    key = _key(where.api_key_file)
    keep_secret([key.strip()])
    ca_file = where.ca_file
    _log_to(console)
    with Dokploy(_url(where, target), key, ca_file=ca_file) as server:
        root = _root(settings)
        context = root / context_folder(name, target.context)
        composes = target.composes or settings.dokploy.composes
        yield Panel(server, Workspace(root, directory, name, server.url, context=context, composes=composes))


def _target(settings: Settings, where: ServerOptions) -> Environment:
    if where.environment is None:
        return settings.dokploy
    found = settings.environments.get(where.environment)
    if found is None:
        near = nearest(where.environment, settings.environments, begun=True)
        known = ", ".join(f"`{name}`" for name in settings.environments) or "none"
        hint = f"did you mean `{near}`?" if near else f"the config file has {known}"
        raise UsageError(f"there is no environment `{where.environment}` in the config file", hint)
    return found


def _url(where: ServerOptions, target: Environment) -> str:
    """The option counts most; a named environment counts more than DOKPLOY_URL, which may mean another server."""
    from_variable = os.environ.get("DOKPLOY_URL", "")
    order = (target.url, from_variable) if where.environment is not None else (from_variable, target.url)
    url = where.url or order[0] or order[1]
    if not url:
        hint = "set DOKPLOY_URL, use `--url`, or write `url` under [dokploy] in traefiklint.toml"
        raise UsageError("no Dokploy server is named", hint)
    return url


def _key(file: str | None) -> str:
    if file is not None:
        return read_secret(file, "key")
    key = os.environ.get("DOKPLOY_API_KEY", "")
    if not key.strip():
        raise UsageError("there is no API key", "set DOKPLOY_API_KEY, or name a file with `--api-key-file`")
    return key


def read_secret(file: str, what: str) -> str:
    """What stands in a file that holds a secret, which may be a pipe.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return read_file(file, pipes=True).decode()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"the {what} file `{file}` cannot be read: {reason}") from None


def _options(settings: Settings) -> Options:
    from traefiklint.sync.files import read_text

    static = read_text(Path(settings.path(settings.static))) if settings.static else None
    known = {kind: frozenset(names) for kind, names in settings.known.items()}
    file = settings.path(settings.static) if settings.static else "traefik.yml"
    return Options(
        profile="dokploy" if settings.profile == AUTO else settings.profile,
        target=settings.target,
        static=static,
        static_file=file,
        known=known,
        host=settings.host,
    )


def _log_to(console: Console) -> None:
    """What the client does behind the scenes (retries, the kind of key header), on standard error with `--verbose`.

    Each command says it anew: several may run in one process, and each speaks for itself.
    """
    import logging

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            console.detail(record.getMessage())

    logger = logging.getLogger("traefiklint.dokploy")
    logger.setLevel(logging.INFO if console.verbose else logging.WARNING)
    logger.handlers = [Handler()]
    logger.propagate = False


def guard(view: ServerView) -> None:
    """Let no secret of the files of both sides be written."""
    guard_sides(view.sides)


def guard_sides(both: Iterable[Sides]) -> None:
    """The same for any files."""
    from traefiklint.instance.secrets import values_of

    for sides in both:
        texts = {sides.local, sides.raw, sides.base if sides.recorded else None}
        keep_secret(value for text in texts if text for value in values_of({sides.file: text}))
