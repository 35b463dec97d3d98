"""What only holds because somebody has not filled a form in yet: `<your subnet>`, `CHANGE_ME`, `domain here`, or has
taken out what was there: `192.168.x.x:xxx`.

Whoever gives such files away knows, and whoever takes them is told by the form. So the files are judged again with
values in the place of the forms, and what stands in a line with a form and is gone for one of these rests on it.

Only values are filled in, and only where something is told: a name may look like a form (`your_spotify` is a program),
and with another name in one place and not in the others nothing that refers to it would hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from traefiklint.findings import Finding, Report, Severity
from traefiklint.patterns import lazy
from traefiklint.records import changed
from traefiklint.text.lines import written_at
from traefiklint.text.variables import EMPTIED

if TYPE_CHECKING:
    import re

    from traefiklint.discovery.projects import Projects
    from traefiklint.options import Options

_SAMPLES = (
    "q7z.example.org", "/q7z/", "10.9.8.7", "http://q7z.example.org", "Host(`q7z.example.org`)", "8080", "cloudflare",
    "q7z{line}.example.org",
)  # fmt: skip
"""Values that are this or that: a host, a path, an address, a URL, a rule, a port, a word that Traefik knows; and a
host that is another one in each line, as forms that look alike need not mean the same."""
_FORM = lazy(
    r"\bhttp\(s\)://<[^\W\d_][\w .:/-]{0,60}>"
    r"|(?<![?<P])<[^\W\d_][\w .:/-]{0,60}>|\[(?:[Yy]our|[Ii]nsert|[Ee]nter|[Pp]ut) [\w .:/-]{0,60}\]"
    r"|\b[\w-]{1,40}(?: [\w-]{1,40}){1,4} (?:here|HERE)\b"
    r"|\b(?:CHANGE|REPLACE)[-_]?(?:ME|THIS)\b|\b(?:change|replace)[-_]?(?:me|this)\b"
    r"|\b(?:YOUR|DEINE?|VOTRE)[-_][A-Z0-9_-]{1,40}\b|\b(?:your|deine?|votre)[-_][a-z0-9_-]{1,40}\b"
    r"|(?<![\w.])(?=[\d.]{0,12}[xX])(?:[\dxX]{1,3}\.){3}[\dxX]{1,3}(?::[\dxX]{1,5})?(?![\w.])"
    r"|(?<![\w$])__[A-Z][A-Z0-9_]{1,60}__(?!\w)|(?<=//)[A-Z][A-Z0-9_]{2,60}:PORT[A-Z0-9_]{0,60}(?!\w)"
    r"|(?<=[\w\]]:)(?:[xX]{2,5}|(?:[Yy]our[_-])?port|PORT)(?![\w:])"
    r"|\bIP ADDRESS(?: RANGE)?\b|\bIP_ADDRESS\b|(?<=[\"'])\.\.\.(?=[\"'])"
    r"|(?<=Host\(`)[A-Z]{3,20}(?=`\))|(?<=`)(?:[\w-]{1,40}\.)?(?:sub|your|my|some)?-?domain\.(?:com|net|org|tld|xyz)(?=`)"
    r"|(?<![\w${])(?P<word>[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,9}|[A-Z]{4,40}[A-Z0-9])(?!\w)"
)
"""Forms, and words such as `UPSTREAM_URL`, which are forms where a script says so or the file is called a template."""
_PUT_IN = lazy(r"[@%#+|~_-]{0,3}(?P<word>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)[@%#+|~_-]{0,3}")
"""A value that is such a word alone, with the signs around it by which a script finds it: `@SERVICE_KEY`."""
_MARK = lazy(r"(?<![\w$])__[A-Z][A-Z0-9_]{1,60}__(?!\w)")
"""What is nobody's value, wherever it stands."""
_EMPTIED = lazy(EMPTIED)
_IS_TEMPLATE = lazy(r"(?i)(?:.*[/._-])?templates?(?:[._-][^/]*)?")
_NAMING = lazy(
    r"""[\w@/-]{0,60}(?:["'][ \t]{0,9}[:=]|(?:\.[\w.@\[\]-]{1,200}|\[\d{1,4}\])?["']?[ \t]{0,9}(?::(?!\S)|=(?!=)))"""
)
"""What follows a form that is a key, the name of a variable, or a part of the name of a label."""
_HEADER = lazy(r"""[ \t]{0,40}\[{1,2}[\w"'-]{1,60}\.[\w"'.-]{0,200}""")
"""What stands before a form that is a part of the name of a table in TOML, from the beginning of the line."""

_OF_USERS = frozenset(("basic-auth-malformed-user", "digest-auth-malformed-user"))
"""The rules about what no sample can be a value for, and what has forms of its own, those of secrets."""
_OF_ADDRESSES = "ip-allow-list-bad-cidr"
"""The rule about entries of a list that may be a sentence, too, where no router has the list yet."""
_IN_WORDS = lazy(r"[A-Z]{4,20}|(?:[\w'-]{1,30}[,.]? ){3,30}[\w'-]{1,30}[.]?")
"""What says in the place of a user which one belongs there: `PASSWORD`, `the line that htpasswd prints`."""


def _is_name(form: re.Match[str]) -> bool:
    """Whether a form stands where something is named, not where it gets its value."""
    text, start = form.string, form.start()
    if _NAMING.match(text, form.end()) is not None:
        return True
    return _HEADER.fullmatch(text, text.rfind("\n", 0, start) + 1, start) is not None


def _counts(form: re.Match[str], file: str, words: frozenset[str]) -> bool:
    """Whether it is a form that is to be filled in.

    Args:
        words: those for which scripts put something else.
    """
    word = form["word"]
    return word is None or word in words or ("_" in word and _IS_TEMPLATE.fullmatch(file) is not None)


def _names(file: str, text: str, words: frozenset[str]) -> frozenset[str]:
    """The forms in a text that are names."""
    return frozenset(form[0] for form in _FORM.finditer(text) if _counts(form, file, words) and _is_name(form))


def _filled(
    file: str, text: str, lines: Iterable[int], names: frozenset[str], sample: str, words: frozenset[str]
) -> str:
    """A text with a value in the place of each form that is a value, in some of its lines, which stay as many."""

    def fill(form: re.Match[str], line: int) -> str:
        is_value = _counts(form, file, words) and form[0] not in names and not _is_name(form)
        return sample.replace("{line}", str(line)) if is_value else form[0]

    def put(key: re.Match[str]) -> str:
        return key[0] + (sample or "x") if key[0] in words else key[0]

    written = text.split("\n")
    for line in lines:
        written[line - 1] = _FORM.sub(partial(fill, line=line), written[line - 1])
        written[line - 1] = _EMPTIED.sub(put, written[line - 1])
    return "\n".join(written)


Judge = Callable[["Mapping[str, str | bytes]", "Options", "Projects | None"], Report]


def without_forms(
    report: Report,
    files: Mapping[str, str | bytes],
    options: Options,
    projects: Projects | None,
    again: Judge,
) -> Report:
    """A report without what rests on forms.

    Args:
        again: judges the same files with other texts.
    """
    grave = [one for one in report.findings if one.severity is not Severity.INFO]
    doubles = [one for one in report.findings if one.rule == "duplicate-name" and one.severity is Severity.INFO]
    looked_at = {one.file for one in grave}.union(*(_files_of(one) for one in doubles))
    texts = {name: text_of(name, files, options, projects) for name in sorted(looked_at)}
    words = options.replaced
    names = frozenset[str]().union(*(_names(*one, words) for one in (*texts.items(), *report.texts.items())))
    formal = {
        (name, number)
        for name, text in texts.items()
        for number, line in enumerate(text.split("\n"), 1)
        if _filled(name, line, (1,), names, "", words) != line
    }
    resting = [one for one in grave if not formal.isdisjoint(_lines(one))]
    lines = sorted({line for one in resting for line in formal.intersection(_lines(one))})
    before, gone = {_key(one) for one in report.findings}, set[object]()
    for sample in _SAMPLES:
        if gone.issuperset(map(_key, resting)):
            break
        concerned = {name for name, _ in lines}
        filled = {
            name: _filled(name, texts[name], (number for file, number in lines if file == name), names, sample, words)
            for name in concerned
        }
        found = again(*_with_texts(filled, files, options, projects)).findings
        after = {_key(one) for one in found}
        misfit = {line for one in found if _key(one) not in before and one.severity in _GRAVE for line in _lines(one)}
        gone |= {_key(one) for one in resting if _key(one) not in after and misfit.isdisjoint(_lines(one))}
    taken = {id(one) for one in resting if _key(one) in gone}
    taken |= {
        id(one)
        for one in grave
        if (_has_forms_of_its_own(one) and _is_stand_in(one, texts[one.file]))
        or _is_put_in(one, texts[one.file], names, words)
    }
    taken |= {id(one) for one in doubles if _are_variants(one, texts)}
    return changed(report, findings=tuple(one for one in report.findings if id(one) not in taken)) if taken else report


def _has_forms_of_its_own(finding: Finding) -> bool:
    return finding.rule in _OF_USERS or (finding.rule == _OF_ADDRESSES and not finding.disables)


def _is_stand_in(finding: Finding, text: str) -> bool:
    """Whether what a finding is about says itself that something else belongs there; a variable does not."""
    from traefiklint.instance.secrets import is_stand_in

    value = written_at(text, finding.span, finding.file).strip("\"'")
    return "$" not in value and (is_stand_in(value) or _IN_WORDS.fullmatch(value) is not None)


def _is_put_in(finding: Finding, text: str, names: frozenset[str], words: frozenset[str]) -> bool:
    """Whether a finding is about a value that is nothing but a form: `__NAME__`, a word for which a script puts
    something else.

    Args:
        names: the forms that are names.
        words: those for which scripts put something else.
    """
    value = written_at(text, finding.span, finding.file).strip("\"'")
    if _MARK.fullmatch(value):
        return value not in names
    form = _PUT_IN.fullmatch(value) if words else None
    return form is not None and form["word"] in words and form["word"] not in names


def _are_variants(finding: Finding, texts: Mapping[str, str]) -> bool:
    """Whether two files that define the same, where nobody says that Traefik reads both, are forms, of which somebody
    chooses one."""
    files = _files_of(finding)
    return len(files) > 1 and all(_MARK.search(texts[file]) for file in files)


def _files_of(finding: Finding) -> set[str]:
    return {finding.file, *(one.file for one in finding.related)}


_GRAVE = (Severity.ERROR, Severity.WARNING)


def text_of(name: str, files: Mapping[str, str | bytes], options: Options, projects: Projects | None) -> str:
    """The text of a file that is judged, as it is written; empty where nobody has it."""
    text = files.get(name)
    if text is None and options.static is not None and name == options.static_file:
        text = options.static
    if text is None and projects is not None:
        text = projects.text(name)
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text or ""


def _with_texts(
    filled: Mapping[str, str], files: Mapping[str, str | bytes], options: Options, projects: Projects | None
) -> tuple[Mapping[str, str | bytes], Options, Projects | None]:
    """What is judged, with other texts of some files."""
    if options.static is not None and options.static_file in filled:
        options = options._replace(static=filled[options.static_file])
    projects = projects.over(filled) if projects is not None else None
    return {name: filled.get(name, text) for name, text in files.items()}, options, projects


def _lines(finding: Finding) -> frozenset[tuple[str, int]]:
    """The lines that a finding is about."""
    return frozenset((finding.file, line) for line in range(finding.span.line, finding.span.end_line + 1))


def _key(finding: Finding) -> object:
    return finding.rule, finding.file, finding.line
