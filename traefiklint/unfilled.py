"""Files that show by themselves that something fills them in before Traefik reads them.

Nothing but the work of a template engine makes configuration of a line that is a variable alone, of `${RATE}` where
Traefik wants a number, or of a rule `SHOP_RULE`: Traefik cannot have taken such a file even once. Where nobody says
which Traefik reads it, what rests on its variables is not told; that nobody looked at it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.findings import Finding, Report, Unchecked
from traefiklint.forms import text_of
from traefiklint.options import Options
from traefiklint.patterns import lazy
from traefiklint.records import changed
from traefiklint.text.breaks import is_toml_file
from traefiklint.text.lines import line_at, written_at

_OF_VALUES = frozenset(("invalid-bool", "invalid-duration", "invalid-number"))
"""The rules about what can be no variable, however it is written."""
_OF_SYNTAX = frozenset(("toml-syntax", "yaml-syntax"))
_VARIABLE = r"\$(?:\{[A-Za-z_][^{}\n]{0,200}\}|[A-Z_][A-Z0-9_]*)"
_NAME = lazy(r"\$\{?\w+")
_HOLDS = lazy(_VARIABLE)
_ALONE = lazy(rf"[ \t\"']*{_VARIABLE}[ \t\"']*")
_IN_BRACES = lazy(r"[:,\[][ \t]{0,20}\$\{[A-Za-z_]")
_LONGEST = 1000
"""How much of a line is looked at."""
_IN_TOML = lazy(rf"[^\"'#]*=[ \t]*{_VARIABLE}[ \t]*")
_WORD = lazy(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")


def without_unfilled(report: Report, files: Mapping[str, str | bytes], options: Options) -> Report:
    """A report without what rests on the variables of such files, of which it says that they were not looked at."""
    names = {one.file for one in report.findings}
    texts = {name: text_of(name, files, options, None) for name in names}
    shown: dict[str, str] = {}
    for one in report.findings:
        if one.file not in shown and (written := _proof(one, texts[one.file])):
            shown[one.file] = written
    if not shown:
        return report
    kept = tuple(one for one in report.findings if one.file not in shown or not _rests(one, texts[one.file]))
    notes = tuple(Unchecked(file, filled_in=written) for file, written in shown.items())
    return changed(report, findings=kept, unchecked=(*report.unchecked, *notes))


def _proof(finding: Finding, text: str) -> str:
    """What a finding is about that is never right as it stands; empty where it may be a slip."""
    value = written_at(text, finding.span, finding.file)
    if finding.rule in _OF_VALUES:
        return _named(value) if _ALONE.fullmatch(value) else ""
    if finding.rule == "rule-syntax":
        return value if _WORD.fullmatch(value) else ""
    if finding.rule not in _OF_SYNTAX:
        return ""
    line = line_at(text, finding.span.line, finding.file)
    ways = (_ALONE, _IN_TOML) if is_toml_file(finding.file) else (_ALONE,)
    if any(way.fullmatch(line) for way in ways) or (ways == (_ALONE,) and _is_in_braces(line)):
        return _named(line)
    return ""


def _is_in_braces(line: str) -> bool:
    """Whether a variable is a value in braces or brackets and has no quotes, so that its own braces are not YAML."""
    found = _IN_BRACES.search(line, 0, _LONGEST)
    before = line[: found.start() + 1] if found else ""
    last = max(map(before.rfind, "\"'`"))
    return any(bracket in before[last + 1 :] for bracket in "{[")


def _named(text: str) -> str:
    """The first variable of a text, without what stands for a value that it lacks: that may be a secret."""
    found = _NAME.search(text, variable.start()) if (variable := _HOLDS.search(text)) else None
    return "" if found is None else f"{found[0]}}}" if "{" in found[0] else found[0]


def _rests(finding: Finding, text: str) -> bool:
    """Whether a finding in such a file is about a variable."""
    value = written_at(text, finding.span, finding.file)
    return bool(_proof(finding, text)) or _HOLDS.search(value) is not None or _WORD.fullmatch(value) is not None
