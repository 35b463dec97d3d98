"""Which applications are meant: by id, by the name of a file, by what people call them, by a pattern."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from traefiklint.cli.connection import bare_id
from traefiklint.errors import UsageError
from traefiklint.files import COMPOSE_FILE, COMPOSE_FOLDER
from traefiklint.text.spelling import nearest

if TYPE_CHECKING:
    from traefiklint.dokploy.answers import Application


def chooser(
    patterns: tuple[str, ...], named: tuple[str, ...]
) -> Callable[[tuple[Application, ...]], list[Application]]:
    """Picks applications: those that are named (by file, id, name, path or pattern), else those of the config file.

    The picker raises UsageError for a name that means none, for a plain name that means several, and where there are
    applications and the config file means none of them: a typing mistake there must not look like "all is well".
    """

    def choose(apps: tuple[Application, ...]) -> list[Application]:
        if not named:
            composes = [app for app in apps if app.kind == "compose"]
            others = [app for app in apps if app.kind != "compose"]
            meant = [app for app in others if not patterns or any(map(app.matches, patterns))]
            if others and not meant:
                raise UsageError("`apps` in the config file means no application of this server", "see `app list`")
            return [*meant, *(app for app in composes if app.is_kept)]
        chosen: dict[str, Application] = {}
        for name in named:
            chosen |= {app.id: app for app in _meant(apps, name)}
        return list(chosen.values())

    return choose


def _meant(apps: tuple[Application, ...], name: str) -> Iterable[Application]:
    if set(name) & set("*?[") and _matched(apps, name):
        return [app for app in apps if app.matches(name) and app.is_kept]
    found = pick(apps, name)
    if not found.is_kept:
        hint = f'write `composes = ["{found.called[-1]}"]` under [dokploy] in the config file to keep its text here'
        raise UsageError(f"`{name}` is a compose application, whose routers are labels in its text", hint)
    return [found]


def _matched(apps: tuple[Application, ...], pattern: str) -> bool:
    return any(app.matches(pattern) for app in apps)


def pick(apps: tuple[Application, ...], name: str) -> Application:
    """The one application that is meant by an id, a file name, a path of a file, or a name.

    `NAME.yml` means no compose application, and `compose/NAME` nothing else.

    Raises:
        UsageError: there is none, or the name is that of several.
    """
    name = bare_id(name)
    found = _called(apps, name)
    if len(found) == 1:
        return found[0]
    if found:
        which = ", ".join(f"`{_exactly(app, apps)}` ({app.kind} in {app.project}, {app.environment})" for app in found)
        raise UsageError(f"{len(found)} applications are named `{name}`", f"say which: {which}")
    bare = _bare(name)
    near = nearest(bare, [text for app in apps for text in (*app.called, app.name)], begun=True)
    raise UsageError(f"there is no application `{name}`", f"did you mean `{near}`?" if near else "see `app list`")


def _called(apps: tuple[Application, ...], name: str) -> list[Application]:
    """The applications that a name means: whoever has it as an id, else as the name of a file, else as a name."""
    composes = [app for app in apps if app.kind == "compose"]
    others = [app for app in apps if app.kind != "compose"]
    first, _, rest = name.partition("/")
    if Path(name).name == COMPOSE_FILE:
        ways = [[app for app in composes if Path(name).parent.name in app.called]]
    elif name.endswith(".yml"):
        ways = [[app for app in others if _bare(name) in app.called], [app for app in apps if app.name == name]]
    else:
        ways = [
            [app for app in apps if app.id == name],
            [app for app in apps if name in app.called],
            [app for app in apps if app.name == name],
            [app for app in composes if first == COMPOSE_FOLDER and app.name == rest],
        ]
    return next((found for found in ways if found), [])


def _bare(name: str) -> str:
    """The name of the application that a path of a file means."""
    path = Path(name)
    if path.name == COMPOSE_FILE:
        return path.parent.name
    return path.name.removesuffix(".yml") if name.endswith(".yml") else name


def _exactly(app: Application, apps: tuple[Application, ...]) -> str:
    """A name that means this application and no other one."""
    file = app.called[0] if app.kind == "compose" else f"{app.app_name}.yml"
    return next(name for name in (app.app_name, file, app.id) if name == app.id or _called(apps, name) == [app])
