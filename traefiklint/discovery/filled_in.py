"""The files of which a script makes what Traefik reads: something is put in the place of their variables first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from traefiklint.discovery.walk import texts_of
from traefiklint.patterns import lazy

SCRIPTS = lazy(
    r"(?i)(?:.*\.(?:sh|bash|zsh|ps1|md|ya?ml)|.*Dockerfile.*|.*entrypoint.*|(?:gnu)?makefile|.*\.mk|justfile)"
)
"""Names of files that may do it, or tell people to."""
_PROGRAM = lazy(
    rb"(?<![\w.-])(?:envsubst|(?:gomplate|dockerize|consul-template|esh|jinja2?|j2|mustache)(?=[ \t\"',]))"
    rb"|/confd/templates/"
)
"""Programs that are for nothing else, where they are started; and the folder of what one of them fills in."""
_SED = lazy(rb"\bsed\b")
_IN_PLACE = lazy(rb"[ \t\"'](?:-[A-Za-z]*i|--in-place)")
_REDIRECTED = lazy(rb"<|\||>|[ \t]-i\b")
_WRITTEN = lazy(rb"(?<![\d&=-])>(?![&=]|[ \t]*/dev/null)|\|[ \t]*(?:sudo[ \t]+)?tee\b")
_QUOTED = lazy(rb"'[^'\n]*'|\"[^\"\n]*\"")
_CONTINUED = lazy(rb"\\\r?\n[ \t]*")
_COMMENT = lazy(rb"(?m)(?:^|(?<=[ \t]))#(?:[ \t#][^\n]*|$)|^[ \t]*#[^\n]*")
_NEXT = lazy(rb"&&|\|\|")
_SPAN = lazy(rb"`([^`\n]+)`")
_WORD = lazy(rb"[^\s\"'`=:<>|;,()/\[\]{}]+")
_GIVEN = lazy(rb"(?:^|[ \t;])(?:for[ \t]+(?P<each>\w+)[ \t]+in[ \t]|(?P<name>\w+)=)")
_USED = lazy(rb"\$\{?(\w+)")
_TEMPLATES = (b".template", b".tmpl", b".tpl")


def filled_in(root: str, exclude: Sequence[str], candidates: Collection[str]) -> set[str]:
    """Those of some files that a command in a script, a Dockerfile or a README fills in.

    Args:
        exclude: patterns of paths to leave out.
        candidates: the paths, from the folder, of files that hold variables.

    Raises:
        OSError: the folder cannot be read.
    """
    if not candidates:
        return set()
    named: dict[bytes, list[str]] = {}
    for path in candidates:
        named.setdefault(_tail(path), []).append(path)
    found: set[bytes] = set()
    for script, text in texts_of(root, exclude, lambda name: SCRIPTS.fullmatch(name) is not None):
        if _PROGRAM.search(text) or _SED.search(text):
            found |= _named_in(list(commands_of(script, text)), named)
    return {path for name in found for path in named[name]}


def _named_in(commands: Sequence[bytes], names: Collection[bytes]) -> set[bytes]:
    """The names of files that commands fill in, or that stand in a variable which such a command has."""
    found: set[bytes] = set()
    given: dict[bytes, set[bytes]] = {}
    has_program = any(map(_PROGRAM.search, commands))
    for command in commands:
        words = _WORD.findall(command)
        files = {name for word in words if (name := _without_template(word)) in names}
        if _fills_in(command):
            found |= files.union(*(given.get(name, ()) for name in _USED.findall(command)))
        elif has_program:  # `COPY a.yml /a.yml.template`
            found |= {name for name in files if name in words and any(name + end in words for end in _TEMPLATES)}
        for variable in _GIVEN.finditer(command) if files else ():
            given.setdefault(variable["each"] or variable["name"], set()).update(files)
    return found


def _fills_in(command: bytes) -> bool:
    program = _PROGRAM.search(command)
    if program is not None:
        return program[0] != b"envsubst" or _REDIRECTED.search(command) is not None
    if not _SED.search(command):
        return False
    # what a sed script itself says is quoted
    return _IN_PLACE.search(command) is not None or _WRITTEN.search(_QUOTED.sub(b"", command)) is not None


def commands_of(name: str, text: bytes) -> Iterator[bytes]:
    """The lines of a text on which commands may stand, each command by itself; of Markdown what is code."""
    is_prose = name.lower().endswith(".md")
    in_fence = False
    for line in _CONTINUED.sub(b" ", text).splitlines():
        if is_prose and line.lstrip().startswith((b"```", b"~~~")):
            in_fence = not in_fence
            continue
        is_code = not is_prose or in_fence or line.startswith((b"    ", b"\t"))
        for code in [line] if is_code else _SPAN.findall(line):
            yield from _NEXT.split(_COMMENT.sub(b"", code))


def _without_template(word: bytes) -> bytes:
    """A name without the ending of a template."""
    return next((word.removesuffix(end) for end in _TEMPLATES if word.endswith(end)), word)


def _tail(path: str) -> bytes:
    """The end of a path by which scripts call it: its name, whatever the folder is called where they run."""
    return path.rpartition("/")[2].encode("utf-8", "surrogateescape")
