"""The provider directories into which a script writes a file that is not here, so that it defines what nobody sees."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from traefiklint.compose.names import NAMES, OVERRIDES
from traefiklint.discovery.paths import STATIC_PLACES
from traefiklint.discovery.scripts import COMMANDS, Scripts, commands_of
from traefiklint.discovery.traefik import Traefik
from traefiklint.patterns import lazy

_WRITES = lazy(
    rb"(?:(?<![-=])>>?|\btee[ \t](?:-a[ \t])?|[ \t]-[oO])[ \t]*[\"']?([^\s\"'`<>|;,()]{1,200}\.(?:ya?ml|toml))(?!\w)"
)
"""What a command writes: `cat > FILE <<EOF`, `| tee FILE`, `curl -o FILE`."""
_OTHERS = frozenset((*NAMES, *OVERRIDES, *(place.rpartition("/")[2] for place in STATIC_PLACES)))


def with_written(traefiks: Iterable[Traefik], scripts: Scripts) -> tuple[Traefik, ...]:
    """The Traefiks; those whose directory gets such a file are open to names of any kind.

    Raises:
        OSError: the folder cannot be read.
    """
    traefiks = tuple(traefiks)
    if not any(one.files and one.directory for one in traefiks):
        return traefiks
    written: dict[str, set[str]] = {}
    for folder, name in _written(scripts):
        written.setdefault(folder, set()).add(name)
    return tuple(one._replace(gets_more=True) if _gets_one(one, written) else one for one in traefiks)


def _gets_one(traefik: Traefik, written: dict[str, set[str]]) -> bool:
    """Whether a file is written into a directory, by the end of its path, that is not there."""
    directory = traefik.directory if traefik.files else ""
    steps = directory.split("/") if directory else []
    names = (written.get("/".join(steps[start:]), ()) for start in range(len(steps)))
    return any(_is_new(f"{directory}/{name}", traefik.files) for some in names for name in some)


def _is_new(path: str, files: Collection[str]) -> bool:
    return "$" in path or path not in files


def _written(scripts: Scripts) -> Iterator[tuple[str, str]]:
    """The folders and names of what scripts write, as they call them; not of what they write to a place of the host."""
    for script, text in scripts.called(COMMANDS):
        for command in commands_of(script, text) if _WRITES.search(text) else ():
            for path in _WRITES.findall(command):
                folder, _, name = path.decode("utf-8", "replace").rpartition("/")
                steps = [step for step in folder.split("/") if step not in ("", ".", "..")]
                while steps and steps[0].startswith("$"):
                    del steps[0]
                if steps and not folder.startswith("/") and name not in _OTHERS:
                    yield "/".join(steps), name
