"""Compare a running Traefik with the files: frozen, disabled, missing, expiring."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import click

from traefiklint.cli.asking import TraefikOptions, read_one, world_options, write_lines, write_text
from traefiklint.cli.connection import read_secret
from traefiklint.cli.group import examples, format_option
from traefiklint.cli.streams import keep_secret
from traefiklint.errors import UsageError
from traefiklint.files import seen_from_here
from traefiklint.versions import read_version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from traefiklint.cli.console import Console
    from traefiklint.files import Namespace
    from traefiklint.live.judge import Commit
    from traefiklint.settings import Settings

LOGIN = "TRAEFIK_API_LOGIN"
_MOST_COMMITS = 50
"""How far back in git is looked for the state that is served."""


@click.command(
    "live",
    epilog=examples(
        "traefiklint live http://localhost:8080               the files of the settings, or those found here",
        "traefiklint live https://traefik.example.com apps    with TRAEFIK_API_LOGIN=user:password",
        "traefiklint live http://localhost:8080 --format prometheus --output /var/lib/node/traefik.prom",
        "traefiklint live http://localhost:8080 --write-static traefik.yml",
    ),
)
@click.argument("url")
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@world_options
@click.option("--login-file", metavar="FILE", help=f"Read `user:password` from this file, not from {LOGIN}.")
@click.option("--header", "headers", multiple=True, metavar="'NAME: VALUE'", help="Send this besides, such as `Host`.")
@click.option("--ca-file", metavar="FILE", help="Certificate authorities (PEM) to trust instead of the usual ones.")
@click.option(
    "--expires-within",
    "days",
    type=click.IntRange(0, 3650),
    default=14,
    metavar="DAYS",
    help="How soon a certificate must not expire [14].",
)
@click.option(
    "--write-static", metavar="FILE", help="Write a static configuration for the linter from what Traefik tells."
)
@format_option("How to report [text].", "text", "json", "prometheus")
@click.option("--output", metavar="FILE", help="Where the report goes, if not to standard output.")
@click.pass_obj
def command(
    console: Console,
    url: str,
    paths: tuple[str, ...],
    where: TraefikOptions,
    login_file: str | None,
    headers: tuple[str, ...],
    ca_file: str | None,
    days: int,
    write_static: str | None,
    form: str,
    output: str | None,
) -> int:
    """Compare a running Traefik, through its API, with the files that it should serve.

    Said is whether it serves another directory than the one on disk, since which commit and because of which finding;
    which objects it has disabled; whether its entry points are those of the static configuration; and which
    certificates expire or are Traefik's own. The exit status is 1 where anything differs.
    """
    from traefiklint.instance.secrets import values_of
    from traefiklint.live.client import TraefikApi
    from traefiklint.live.running import read_running

    with TraefikApi(url, login=_login(login_file), headers=dict(map(_header, headers)), ca_file=ca_file) as api:
        running = read_running(api.url, api.get)
    keep_secret(values_of({"running.yml": running.text}))
    if write_static is not None:
        from traefiklint.live.running import static_text

        write_text(static_text(running), write_static)
        return 0
    import json

    from traefiklint.live.judge import JudgedFiles, judge
    from traefiklint.live.reports import lines, metrics, to_dict

    if where.target is None:
        where = where._replace(target=_target(running.version))
    space, options = read_one(console, where, paths)
    files = JudgedFiles(space.texts, options, space.projects, space.complete, space.context)
    now = datetime.now(UTC)
    verdict = judge(running, files, _commits(console.settings(where.target), space), now, timedelta(days=days))
    if form == "json":
        write_text(json.dumps(to_dict(verdict), ensure_ascii=False, indent=2) + "\n", output)
    elif form == "prometheus":
        write_text("".join(f"{line}\n" for line in metrics(verdict)), output)
    elif not console.quiet:
        place = os.path.relpath(space.folder) if space.folder else "these files"
        write_lines(lines(verdict, f"`{place}`", now), console, output)
    return int(verdict.differs)


def _login(file: str | None) -> str:
    """User and password, which are never shown."""
    login = os.environ.get(LOGIN, "") if file is None else read_secret(file, "login")
    keep_secret([login.strip(), login.strip().partition(":")[2]])
    return login


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise UsageError("a header is written as `Name: value`", "as in `--header 'Host: traefik.example.com'`")
    if name.strip().lower() != "host":
        keep_secret([value.strip()])
    return name.strip(), value.strip()


def _target(version: str) -> str | None:
    """The version that runs, as a target; None where it is none that is known."""
    try:
        read_version(version)
    except UsageError:
        return None
    return version


def _commits(settings: Settings, space: Namespace) -> Iterator[Commit]:
    """The states of a directory that git knows, the newest first; none where it is in no repository."""
    from traefiklint.cli.history import log_of, place_in_git
    from traefiklint.cli.revisions import in_surroundings, read_revision
    from traefiklint.live.judge import Commit

    if not space.folder:
        return
    place = place_in_git(space.folder)

    def texts(name: str) -> dict[str, bytes]:
        try:
            return in_surroundings(settings, name, read_revision(name)).texts
        except UsageError:
            return {}  # the directory was not there then

    for id, subject in log_of(seen_from_here(space.folder), _MOST_COMMITS):
        yield Commit(id, subject, partial(texts, f"{id}:{place}"))
