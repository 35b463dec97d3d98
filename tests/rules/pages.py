"""Reading the rule book as tests: the examples of a page, and what each of them promises.

A fenced `yaml` block is one provider directory. A line `# file: NAME` begins another file of it, `# static:` the
static configuration, `# link: NAME -> TARGET` a file that a link brings from outside of the directory, and
`# disk: PATH MODE` a file that the static configuration leads to (or `# disk: PATH folder`), its content below it;
`# entry: NAME is WORDS` stands for something that is no file (`WORDS` as `reading.Kind` has them). The info string may
hold `profile=none`, `target=3.6`, `from=3.3` (for what an upgrade changes), `strict`, `encoding=latin-1`; `fixed` makes
the block the text that the fixes of the block before must give. A line that must have a finding ends with
`# error[rule-id]` (or `warning`, `info`), with `: words of the message` behind it where they matter. Several are
separated by blanks: `# error[a] warning[b]`. Where no comment can stand, a line above may say how far below the finding
is: `# error[a]+1`. A block without such comments is clean: no finding of any rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from traefiklint.reading import Entry, FileKind, Outside, Unread
from traefiklint.versions import NEWEST

RULES = Path(__file__).parents[2] / "rules"
STATIC = "traefik.yml"
"""How the static configuration of an example is called in findings."""

BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<info>yaml[^\n]*)\n(?P<body>.*?)^(?P=fence)[ ]*$", re.MULTILINE | re.DOTALL)
"""A block of a page: an example, or (with the word `fixed`) what becomes of the one before."""
_FILE = re.compile(r"^# file: (\S+)\s*$")
_LINK = re.compile(r"^# link: (\S+) -> (\S+)\s*$")
_DISK = re.compile(r"^# disk: (\S+) (folder|[0-7]{3})( git)?\s*$")
_ENTRY = re.compile(r"^# entry: (\S+) is (.+?)\s*$")
_COMMENT = re.compile(r"\s*#\s*((?:(?:error|warning|info)\[[a-z0-9-]+\](?:\+\d)?(?:: [^\[\]]*?)?\s*)+)$")
_EXPECTATION = re.compile(
    r"(error|warning|info)\[([a-z0-9-]+)\](?:\+(\d))?(?:: (.*?))?(?=\s+(?:error|warning|info)\[|\s*$)"
)


class Expected(NamedTuple):
    """One promised finding."""

    file: str
    line: int
    severity: str
    rule: str
    words: str = ""


@dataclass(frozen=True)
class Example:
    """One block of a page."""

    page: Path
    line: int
    """Where in the page it stands."""
    files: dict[str, str | bytes] = field(hash=False)
    static: str | None
    profile: str
    target: str
    strict: bool
    expected: tuple[Expected, ...]
    fixed: dict[str, str] | None = field(default=None, hash=False)
    former: str = ""
    disk: dict[str, Entry] = field(default_factory=dict, hash=False)

    @property
    def name(self) -> str:
        return f"{self.page.stem}:{self.line}"

    @property
    def is_about_labels(self) -> bool:
        """Whether it holds compose files, about which a file provider cannot be asked (`tests/docker` does)."""
        return self.page.parent.name == "labels"

    @property
    def texts(self) -> dict[str, str | bytes]:
        """The files, the static configuration among them."""
        return self.files if self.static is None else {**self.files, STATIC: self.static}


@cache
def pages() -> tuple[Path, ...]:
    """Every page of the rule book."""
    return tuple(sorted(RULES.glob("*/*.md")))


@cache
def examples(page: Path) -> tuple[Example, ...]:
    """The examples of a page, in its order."""
    text = page.read_text(encoding="utf-8")
    found: list[Example] = []
    for block in BLOCK.finditer(text):
        words = block["info"].split()[1:]
        line = text.count("\n", 0, block.start()) + 1
        files, static, expected, disk = _split(block["body"])
        if "fixed" in words:
            assert found, f"{page}:{line}: a fixed text without the text it fixes"
            changed = {name: text for name, text in files.items() if isinstance(text, str)}
            found[-1] = _with_fixed(found[-1], changed if static is None else {**changed, STATIC: static})
            continue
        options = dict(word.partition("=")[::2] for word in words)
        unknown = options.keys() - {"profile", "target", "from", "strict", "encoding"}
        assert not unknown, f"{page}:{line}: unknown words {unknown} behind the fence"
        if encoding := options.get("encoding"):
            files = {name: content.encode(encoding) for name, content in files.items() if isinstance(content, str)}
        profile, target = options.get("profile", "dokploy"), options.get("target", NEWEST.name)
        strict, former = "strict" in options, options.get("from", "")
        found.append(Example(page, line, files, static, profile, target, strict, expected, None, former, disk))
    return tuple(found)


def _with_fixed(example: Example, fixed: dict[str, str]) -> Example:
    return Example(**{**vars(example), "fixed": fixed})


class Shelf:
    """A disk of which a page says what is on it."""

    def __init__(self, entries: dict[str, Entry]) -> None:
        self._entries = entries

    def at(self, path: str) -> Entry:
        return self._entries.get(path) or Entry(path, is_there=False)

    def beside(self, path: str) -> Entry | None:
        return self._entries.get(path)

    def unseen(self, path: str) -> None:
        """Nobody asks."""

    def deeper(self, path: str) -> str:
        return ""

    def is_kept_out(self, path: str) -> bool:
        return False


def _split(
    body: str,
) -> tuple[dict[str, str | bytes], str | None, tuple[Expected, ...], dict[str, Entry]]:
    """The files of a block without the comments that promise findings, the static configuration, the promises, and what
    is on the disk."""
    name = "example.yml"
    lines: dict[str, list[str]] = {}
    expected: list[Expected] = []
    special: dict[str, bytes] = {}
    targets: dict[str, str] = {}
    disk: dict[str, Entry] = {}
    for line in body.splitlines():
        if found := _FILE.match(line) or _LINK.match(line):
            name = found[1]
            lines.setdefault(name, [])
            targets |= {name: found[2]} if found.re is _LINK else {}
            continue
        if found := _DISK.match(line):
            name = f"disk:{found[1]}"
            is_folder = found[2] == "folder"
            mode = 0o755 if is_folder else int(found[2], 8)
            disk[name] = Entry(found[1], True, is_folder, mode, is_tracked=bool(found[3]))
            continue
        promise = _COMMENT.search(line)
        if found := _ENTRY.match(line[: promise.start()] if promise else line):
            special[found[1]] = Unread.because(FileKind(found[2]))
            for severity, rule, _, words in _EXPECTATION.findall(promise[1]) if promise else ():
                expected.append(Expected(found[1], 1, severity, rule, words.strip()))
            continue
        if line.strip() == "# static:":
            name = STATIC
            continue
        current = lines.setdefault(name, [])
        if promise:
            for severity, rule, below, words in _EXPECTATION.findall(promise[1]):
                expected.append(Expected(name, len(current) + 1 + int(below or 0), severity, rule, words.strip()))
            line = line[: promise.start()]
        current.append(line)
    texts = {file: "".join(f"{line}\n" for line in content) for file, content in lines.items()}
    static = texts.pop(STATIC, None)
    shelf = {
        entry.path: entry if entry.is_folder else entry._replace(content=texts.pop(name, "").encode())
        for name, entry in disk.items()
    }
    files: dict[str, str | bytes] = {**texts, **special}
    files |= {name: Outside.of(texts[name].encode(), target) for name, target in targets.items()}
    return files, static, tuple(sorted(expected)), shelf
