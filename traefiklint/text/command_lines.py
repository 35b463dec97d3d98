"""Options, variables and headers inside a command line, and what stands for variables there.

`serve --password hunter2`, `PASSWORD=hunter2 serve`, `mysql -phunter2`, `curl -u admin:hunter2` and
`${DB_PASSWORD:-hunter2}` name what stands in them, as a key does what stands below it. A command line is one text, or a
list of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple

PASSWORD = "password"  # noqa: S105 - a name
"""The name of what a short option stands for, such as `-p`."""

_OPTION = r"--?(?P<flag>[A-Za-z][\w.-]*)"
_VARIABLE = r"(?P<variable>[A-Za-z_]\w*)"
_FLAG = lazy(rf"{_OPTION}|(?P<directive>(?i:requirepass|masterauth))")
"""A word whose value is the next one: an option, or a directive of Redis."""
_ASSIGNED = lazy(rf"(?:^|[;|&(`])(?:{_OPTION}|{_VARIABLE})=(?=.)")
_ANOTHER_FLAG = lazy(r"--.*|-[A-Za-z]|-(?![^\d\n]*\d)[a-z][a-z-]*(?:=.*)?")
"""A word behind an option that is one itself, rather than a value that begins with a hyphen."""
_SCRIPT_FLAG = lazy(r"-[a-z]*c|CMD-SHELL")
"""What the next word is a command line for."""
_HEADER_FLAG = lazy(r"-[A-Za-z]*H|--(?:proxy-)?header")
_HEADER = lazy(r"(?:-H|--(?:proxy-)?header=[\"']?)?(?P<name>[A-Za-z][\w-]*):\s*(?=\S)")
_COOKIES = ("cookie", "set-cookie")
"""Headers that hold whom a visitor is known as; in Traefik's options their names mean something else."""
_SQL = lazy(r"(?i)\b(?:password|identified(?:\s+with\s+[\w'\"]+)?\s+by)\s+(?:\\*['\"])(?P<value>[^'\"\\]+)")
_QUOTED = r"\\{1,7}\"[^\"\\]*\\{1,7}\"|\"(?:[^\"\\]|\\.)*\"|'[^']*'"
_BRACES = r"\$\{(?:[^{}]|\$\{[^{}]*\})*\}"
_OUTPUT = r"\$\([^()]*\)|`[^`]*`"
"""What another command line writes."""
_UNITS = rf"{_QUOTED}|{_BRACES}|{_OUTPUT}|\\[^\r\n]"
_WORD = lazy(rf"(?:{_UNITS}|\S)+", re.DOTALL)
_VALUE = lazy(rf"(?:{_UNITS}|[^\s;|&)])*", re.DOTALL)
"""A value in a command line: it ends at a blank, or where the next command begins."""
_INSIDE = lazy(_QUOTED, re.DOTALL)
_NESTED = lazy(rf"{_QUOTED}|\$\((?P<output>[^()]*)\)|`(?P<old>[^`]*)`", re.DOTALL)
_ANYWHERE = lazy(
    rf"(?:^|(?<=[\s\"'`(;|&]))(?:{_OPTION}(?:=|[ \t]+)|{_VARIABLE}=)"
    r"(?=\"(?P<double>[^\"]+)\"|'(?P<single>[^']+)'"
    rf"|(?!-|\$+\()(?P<bare>(?:{_BRACES}|[^\s\"'`;|&<>()])+))"
)
"""An option or a variable wherever one can begin. Words are what quotes make of them, and quotes may be of several
shells, open at the end, or no quotes at all: behind an apostrophe (`isn't`) the words are others than somebody means.
The value is looked at only: it may be a command line itself."""
_ENDS = lazy(r".*[;|&]|[|&;(){}]+", re.DOTALL)
_BEFORE_PROGRAM = lazy(r".*[;|&(`/\\]", re.DOTALL)
_DEEPEST = 3


class _Program(NamedTuple):
    """A program with short options for secrets."""

    names: str
    joined: str = ""
    """Options whose value stands in the same word only: `-phunter2`."""
    either: str = ""
    """Options whose value stands in the same word, or is the next."""
    user: str = ""
    """Options whose value is a user, a colon and a password."""


_PROGRAMS = (
    _Program(r"(?:mysql|mariadb)[\w-]*|mytop|7z[ar]?|rar|unrar", joined="-p"),
    _Program(r"(?:redis|valkey|keydb)-\w+", either="-a"),
    _Program(r"mongo\w*|sshpass|cqlsh|login|rabbitmqadmin|mycli", either="-p"),
    _Program(r"ldap\w+", either="-w"),
    _Program(r"sqlcmd|osql|bcp|mosquitto_\w+|unzip|zip|isql", either="-P"),
    _Program(r"curl", user=r"-[A-Za-z]*[uU]|--(?:proxy-)?user"),
    _Program(r"https?|xh", user=r"-a|--auth"),
    _Program(r"etcdctl", user=r"--user"),
)
_PASSPHRASE = lazy(r"pass:(?=.)")
"""How a password is handed to openssl."""


class Named(NamedTuple):
    """A piece of a value, and what names it."""

    name: str
    start: int
    end: int


class _Word(NamedTuple):
    """A word of a command line without its quotes, and where it begins.

    Attributes:
        whole: whether no command ends in it: it stood in quotes, or is an item of a list.
    """

    text: str
    at: int
    whole: bool = False


def options_in(value: str) -> Iterator[Named]:
    """What options, variables and headers name in a command line; nothing in a value of one word."""
    if not may_be_command(value):
        return
    yield from _options_in(value, 0)
    for found in _ANYWHERE.finditer(value):
        group = next(name for name in ("double", "single", "bare") if found[name] is not None)
        yield Named(found["flag"] or found["variable"], *found.span(group))


def _options_in(value: str, depth: int) -> Iterator[Named]:
    """The same word by word, and in what is quoted, or run for its output."""
    found = [one for one in _WORD.finditer(value) if one[0] != "\\"]  # a line that goes on
    words = [_bare(one[0], one.start()) for one in found]
    for index, named in _named(words):
        yield Named(named.name, words[index].at + named.start, words[index].at + named.end)
    yield from (Named(PASSWORD, *one.span("value")) for one in _SQL.finditer(value))
    if depth < _DEEPEST and any(sign in value for sign in "\"'`("):
        for word in found:
            for inside in _NESTED.finditer(word[0]):
                group = inside.lastgroup
                inner = _Word(inside[group], inside.start(group)) if group else _bare(inside[0], inside.start())
                for one in _options_in(inner.text, depth + 1):
                    at = word.start() + inner.at
                    yield Named(one.name, at + one.start, at + one.end)


_COMMAND = lazy(r"(?s)(?=\S+\s+\S).*?(?:=|(?<!\w)-\w|(?i:pass|masterauth|identified))")


def may_be_command(value: str) -> bool:
    """Whether a value can be a command line with something that names a secret."""
    return _COMMAND.match(value.lstrip()) is not None


def options_of(words: Sequence[str]) -> Iterator[tuple[int, Named]]:
    """What they name in a command line that is a list of words: which word, and which piece of it."""
    return _named([_Word(word, 0, whole=True) for word in words])


def _bare(word: str, at: int) -> _Word:
    """A word without the quotes around it."""
    inside = _INSIDE.fullmatch(word)
    if not inside:
        return _Word(word, at)
    lead = len(word) - len(word.lstrip("\\")) + 1
    tail = lead if word[0] == "\\" else 1
    return _Word(word[lead : len(word) - tail], at + lead, whole=True)


def _named(words: Sequence[_Word]) -> Iterator[tuple[int, Named]]:
    program: _Program | None = None
    before = ""
    for index, each in enumerate(words):
        word = each.text
        yield from ((index, one) for one in _in_word(each, before, program) if one.start < one.end)
        path = _BEFORE_PROGRAM.match(word)
        base = word[path.end() :] if path else word
        program = next((one for one in _PROGRAMS if re.fullmatch(one.names, base)), program)
        if _ENDS.fullmatch(word):
            program = None
        before = word


def _in_word(one: _Word, before: str, program: _Program | None) -> Iterator[Named]:
    """What is named in one word of a command line, by itself, by the word before it, or by the program."""
    word = one.text
    flag = _FLAG.fullmatch(before)
    if flag and not _ANOTHER_FLAG.fullmatch(word):
        yield Named(flag["flag"] or flag["directive"], 0, _end(one, 0))
    script = _SCRIPT_FLAG.fullmatch(before) is not None
    after = 0
    for assigned in _ASSIGNED.finditer(word):
        if not (script and " " in word) and assigned.start() >= after:
            first = not assigned.start() and word[0] not in ";|&(`"
            inner = one._replace(whole=one.whole and first and not script)
            if word[assigned.start()] == "`" and (close := word.find("`", assigned.end())) > 0:
                inner = inner._replace(text=word[:close])
            after = _end(inner, assigned.end())
            yield _piece(assigned["flag"] or assigned["variable"], inner, assigned.end())
    header = _HEADER.match(word)
    if header and (_HEADER_FLAG.fullmatch(before) or header.start("name") or " " in word):
        quoted = word[: header.start("name")].endswith(("'", '"'))
        inner = one._replace(text=word.rstrip("\"'"), whole=True) if quoted else one
        name = header["name"]
        yield _piece(PASSWORD if name.lower() in _COOKIES else name, inner, header.end())
    passphrase = _PASSPHRASE.match(word)
    if passphrase:
        yield _piece(PASSWORD, one, passphrase.end())
    if program:
        yield from _of_program(one, before, program)


def _of_program(one: _Word, before: str, program: _Program) -> Iterator[Named]:
    word = one.text
    short = program.joined or program.either
    if short and word.startswith(short) and len(word) > len(short):
        yield _piece(PASSWORD, one, len(short))
    if before == program.either and not word.startswith("--"):
        yield Named(PASSWORD, 0, _end(one, 0))
    if program.user:
        at = 0 if re.fullmatch(program.user, before) else None
        if at is None and (flag := re.match(rf"(?:{program.user})=?(?=[^=]*:)", word)):
            at = flag.end()
        if at is not None and ":" in word:
            yield _piece(PASSWORD, one, word.index(":", at) + 1)


def _end(word: _Word, at: int) -> int:
    """Where a value ends that begins in a word."""
    found = None if word.whole else _VALUE.match(word.text, at)
    return found.end() if found else len(word.text)


def _piece(name: str, word: _Word, at: int) -> Named:
    """The value that begins in a word, without quotes around it."""
    rest = _bare(word.text[at : _end(word, at)], at)
    quote = len(rest.text) - len(rest.text.lstrip("\"'")) if rest.at == at else 0
    return Named(name, rest.at + quote, rest.at + len(rest.text.rstrip("\"'") if quote else rest.text))


_DEFAULT = lazy(r"\$\{(?P<name>[A-Za-z_]\w*):?(?P<sign>[-=+])")


def defaults_in(value: str) -> Iterator[Named]:
    """What stands for a variable: `${NAME:-this}` and `${NAME:=this}` where it is not set, `${NAME:+this}` where it
    is."""
    if "${" not in value:
        return
    ends = _closings(value)
    for found in _DEFAULT.finditer(value):
        start, end = found.end(), ends.get(found.start(), 0)
        if end > start and (found["sign"] != "+" or not _SAYS_ONLY_THAT.fullmatch(value[start:end])):
            yield Named(found["name"], start, end)


_SAYS_ONLY_THAT = lazy(r"(?i)set|y|enabled?|present|given|1|.*\$.*")
"""What stands for a variable that is set may say only that, or where the variable goes: `--requirepass ${NAME}`."""


def _closings(value: str) -> dict[int, int]:
    """Where each `${` stands that is closed, and where the brace is that closes it."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for found in _BRACE.finditer(value):
        if found[0] == "${":
            opened.append(found.start())
        elif opened:
            ends[opened.pop()] = found.start()
    return ends


_BRACE = lazy(r"\$\{|\}")
