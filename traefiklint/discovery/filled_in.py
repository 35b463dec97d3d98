"""The files of which a script makes what Traefik reads: something is put in the place of their variables first. And
words such as `SHOP_RULE` for which one puts something else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from traefiklint.discovery.scripts import COMMANDS, Scripts, commands_of
from traefiklint.patterns import lazy
from traefiklint.text.variables import EMPTIED

_PROGRAM = lazy(
    rb"(?<![\w.-])(?:envsubst|(?:gomplate|dockerize|consul-template|esh|jinja2?|j2|mustache)(?=[ \t\"',]))"
    rb"|/confd/templates/|templatefile(?=\()|\beval\b[^\n]*\$\([ \t]*(?:cat\b|<)"
)
"""Programs that are for nothing else, where they are started; and the folder of what one of them fills in."""
_PROSE = (".md", ".yml", ".yaml")
_SED = lazy(rb"\bsed\b|\bperl[ \t]+-\w*p")
_IN_PLACE = lazy(rb"[ \t\"'](?:-[A-Za-z]*i|--in-place)")
_PUTS = lazy(rb"(?<![A-Za-z_.-])s[^\w\s]|\$|[ \t](?:-\w*f|--file)\b")
"""A command of sed that puts something in the place of something else, or may: one of a variable or a file."""
_REDIRECTED = lazy(rb"<|\||>|[ \t]-i\b")
_WRITTEN = lazy(rb"(?<![\d&=-])>(?![&=]|[ \t]*/dev/null)|\|[ \t]*(?:sudo[ \t]+)?tee\b")
_QUOTED = lazy(rb"'[^'\n]*'|\"[^\"\n]*\"")
_WORD = lazy(rb"[^\s\"'`=:<>|;,()/\[\]{}]+")
_GIVEN = lazy(rb"(?:^|[ \t;])(?:for[ \t]+(?P<each>\w+)[ \t]+in[ \t]|(?P<name>\w+)=)")
_USED = lazy(rb"\$\{?(\w+)")
_ARGUMENTS = frozenset((b"1", b"2", b"3"))
_FUNCTION = lazy(rb"[ \t]*(?:function[ \t]+)?([\w-]+)[ \t]*\(\)")
_FIRST_WORD = lazy(rb"[ \t]*([\w-]+)[ \t]")
_GLOB = lazy(rb"(?<![\w.${}~/-])([\w.${}~/-]*/)\*(\.(?:ya?ml|toml))?(?![\w*/])")
"""All files of a folder: `traefik/*.yml`, `/templates/*`."""
_BROUGHT = lazy(
    rb"(?m)^[ \t]*(?:COPY|ADD)[ \t]+(\S[^\n]*[ \t])(/[\w./-]*)[ \t]*$|(?<![\w./-])(\./[\w./-]*):(/[\w./-]+)"
)
"""What a Dockerfile or a volume brings to a folder of a container."""
_REPLACED = lazy(
    rb"(?:(?<!\w)s[^\w\s]|\bg?sub\([ \t]*[^\w\s])[^\w\s]{0,4}([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[A-Z]{4,40}[A-Z0-9])(?!\w)"
)
"""A word for which sed, awk or Perl put something else: `s/SHOP_RULE/…/`, `gsub(/SHOP_RULE/, …)`."""
_PLACEHOLDER = lazy(rb"(?<![\w$.{])(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[A-Z]{4,40}[A-Z0-9])(?!\w)")
"""A word that may stand for something else, as few programs take one for a value."""
_ANY_FILE = lazy(rb"(?:\S*/)?[\"']*(?:\$\{?\w+\}?|\{\}|[^\s\"'/]*\*[^\s\"'/]*\.(?:ya?ml|toml))[\"');+\\ \t]*\Z")
"""What stands at the end of a command for files that it does not name: `"$file"`, `conf/*.yml`, `{} +`."""
_KEY = lazy(rb"(?<!\w)s[^\w\s](?:[-\w.]{0,80}\.)?(\w{3,60}=)(?!\w)")
"""A key behind which sed puts something else: `s/trustedIPs=.*"/…/`."""
_EMPTIED = lazy(EMPTIED.encode())
_TEMPLATES = (b".template", b".tmpl", b".tpl")


def filled_in(scripts: Scripts, candidates: Collection[str]) -> set[str]:
    """Those of some files that a command in a script, a Dockerfile or a README fills in.

    Args:
        candidates: the paths, from the folder, of files that hold variables.

    Raises:
        OSError: the folder cannot be read.
    """
    if not candidates:
        return set()
    named: dict[bytes, list[str]] = {}
    for path in candidates:
        named.setdefault(_tail(path), []).append(path)
    texts = list(scripts.called(COMMANDS))
    filling = [(script, text) for script, text in texts if _PROGRAM.search(text) or _SED.search(text)]
    folders = _folders(candidates)
    if any(_GLOB.search(text) for _, text in filling):
        for script, text in texts:
            _bring(script, text, folders, named)
    found: set[bytes] = set()
    for script, text in filling:
        found |= _named_in(list(commands_of(script, text)), named, folders)
    return {path for name in found for path in named[name]}


def _folders(paths: Collection[str]) -> dict[bytes, set[bytes]]:
    """The names of files by that of the folder that they are in."""
    found: dict[bytes, set[bytes]] = {}
    for path in paths:
        if folder := _folder_of(path):
            found.setdefault(folder, set()).add(_tail(path))
    return found


def _folder_of(path: str) -> bytes:
    """The name of the folder that a file is in; empty for the one where all begins."""
    return _tail(path.rpartition("/")[0])


def _bring(script: str, text: bytes, folders: dict[bytes, set[bytes]], named: Collection[bytes]) -> None:
    """Add the folders of containers, with a slash before them, to which a Dockerfile or volumes bring files."""
    own = _folder_of(script)
    for copied, to, source, target in _BROUGHT.findall(text):
        for one in copied.split() or [source]:
            name = own if one in (b".", b"./") else one.rstrip(b"/").rpartition(b"/")[2]
            files = {name} if name in named else folders.get(name, set())
            if files:
                folders.setdefault((to or target).rstrip(b"/"), set()).update(files)


def replaced_in(scripts: Scripts, texts: Mapping[str, bytes], started: Mapping[str, Collection[str]]) -> frozenset[str]:
    """The words in some files, no variables, for which a script puts something else; with a `=` at the end those behind
    which it puts something, and nothing stands.

    Args:
        texts: the files with their texts.
        started: the scripts that containers start with, each with the files that its container mounts.

    Raises:
        OSError: the folder cannot be read.
    """
    words = {path: found for path, text in texts.items() if (found := _to_be_replaced(text))}
    if not words:
        return frozenset()
    by_name: dict[bytes, set[bytes]] = {}
    for path, found in words.items():
        by_name.setdefault(_tail(path), set()).update(found)
    anywhere = set().union(*words.values())
    replaced: set[bytes] = set()
    for script, text in scripts.called(COMMANDS):
        if script.endswith(_PROSE) or not (_REPLACED.search(text) or _KEY.search(text)):
            continue
        for command in commands_of(script, text):
            said = {*_REPLACED.findall(command), *_KEY.findall(command)}
            if not said:
                continue
            if _ANY_FILE.search(command[-200:]) is not None:
                replaced |= said & anywhere
                continue
            for name in {_without_template(word) for word in _WORD.findall(command)} & by_name.keys():
                replaced |= said & by_name[name]
            for path in started.get(script, ()):
                replaced |= said & words.get(path, set())
    return frozenset(word.decode("ascii") for word in replaced)


def _to_be_replaced(text: bytes) -> set[bytes]:
    return {*_PLACEHOLDER.findall(text), *_EMPTIED.findall(text)}


def _of_globs(command: bytes, folders: Mapping[bytes, set[bytes]]) -> set[bytes]:
    """The names of the files that a command names by their folder alone."""
    found: set[bytes] = set()
    for folder, ending in _GLOB.findall(command):
        whole = folder.rstrip(b"/")
        files = folders.get(whole) if whole.startswith(b"/") else folders.get(whole.rpartition(b"/")[2])
        found |= {name for name in files or () if name.endswith(ending)}
    return found


def _named_in(commands: Sequence[bytes], names: Collection[bytes], folders: Mapping[bytes, set[bytes]]) -> set[bytes]:
    """The names of files that commands fill in, or that stand in a variable which such a command has, or behind the
    name of a function that fills in its arguments."""
    found: set[bytes] = set()
    given: dict[bytes, set[bytes]] = {}
    has_program = any(map(_PROGRAM.search, commands))
    filling = {one for one in commands if _fills_in(one)}
    takes_any = any(not _ARGUMENTS.isdisjoint(_USED.findall(one)) for one in filling)
    functions = {start[1] for one in commands if (start := _FUNCTION.match(one))} if takes_any else set()
    for command in commands:
        words = _WORD.findall(command)
        files = {name for word in words if (name := _without_template(word)) in names} | _of_globs(command, folders)
        first = _FIRST_WORD.match(command) if functions else None
        if first is not None and first[1] in functions:
            found |= files
        if command in filling:
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
    if not _SED.search(command) or not _PUTS.search(command):
        return False
    # what a sed script itself says is quoted
    return _IN_PLACE.search(command) is not None or _WRITTEN.search(_QUOTED.sub(b"", command)) is not None


def _without_template(word: bytes) -> bytes:
    """A name without the ending of a template."""
    return next((word.removesuffix(end) for end in _TEMPLATES if word.endswith(end)), word)


def _tail(path: str) -> bytes:
    """The end of a path by which scripts call it: its name, whatever the folder is called where they run."""
    return path.rpartition("/")[2].encode("utf-8", "surrogateescape")
