"""What only holds because somebody has not filled a form in yet: `<your subnet>`, `CHANGE_ME`, `domain here`.

Whoever gives such files away knows, and whoever takes them is told by the form. So the files are judged again with
values in the place of the forms, and what is gone for one of these rests on the form alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from traefiklint.findings import Finding, Report, Severity
from traefiklint.patterns import lazy

if TYPE_CHECKING:
    from traefiklint.discovery.projects import Projects
    from traefiklint.options import Options

_SAMPLES = ("q7z.example.org", "/q7z/", "10.9.8.7")
"""Values that are this or that: a host, a path, an address."""
_FORM = lazy(
    r"(?<![?<P])<[A-Za-z][\w .:/-]{0,60}>|\[(?:[Yy]our|[Ii]nsert|[Ee]nter|[Pp]ut) [\w .:/-]{0,60}\]"
    r"|\b[\w-]{1,40}(?: [\w-]{1,40}){1,4} (?:here|HERE)\b"
    r"|\b(?:CHANGE|REPLACE)[-_]?(?:ME|THIS)\b|\b(?:change|replace)[-_]?(?:me|this)\b"
    r"|\bYOUR[-_][A-Z0-9_-]{1,40}\b|\byour[-_][a-z0-9_-]{1,40}\b"
)


def may_hold_form(text: str | bytes) -> bool:
    """Whether there is something to fill in."""
    return _FORM.search(_text(text)) is not None


def filled(text: str | bytes, sample: str) -> str:
    """A text with a value in the place of each form, on the same lines."""
    return _FORM.sub(lambda _: sample, _text(text))


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
    concerned = {one.file for one in grave}
    if not any(may_hold_form(text) for name, text in report.texts.items() if name in concerned):
        return report
    kept = {_key(one) for one in grave}
    for sample in _SAMPLES:
        other = again(*_with_sample(files, options, projects, sample))
        kept &= {_key(one) for one in other.findings}
        if not kept:
            break
    findings = (one for one in report.findings if one.severity is Severity.INFO or _key(one) in kept)
    return replace(report, findings=tuple(findings))


def _with_sample(
    files: Mapping[str, str | bytes], options: Options, projects: Projects | None, sample: str
) -> tuple[Mapping[str, str | bytes], Options, Projects | None]:
    if options.static is not None:
        options = options._replace(static=filled(options.static, sample))
    if projects is not None:
        texts_of = projects.texts

        def texts(path: str) -> str | None:
            text = texts_of(path)
            return None if text is None else filled(text, sample)

        projects = projects._replace(texts=texts)
    return {name: filled(text, sample) for name, text in files.items()}, options, projects


def _key(finding: Finding) -> object:
    return finding.rule, finding.file, finding.line


def _text(text: str | bytes) -> str:
    return text if isinstance(text, str) else text.decode("utf-8", "replace")
