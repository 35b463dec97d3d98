"""The pages of the rules, with their examples linted, and the index of all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from tests.rules.linted import lint
from tests.rules.pages import BLOCK, RULES, STATIC, Example, examples
from traefiklint.checks.registry import load_book
from traefiklint.findings import Effect, Finding, Severity
from traefiklint.reading import Outside, Unread
from traefiklint.report.rulebook import VERSIONS
from website.facts import Facts, facts
from website.optionbook import home_of
from website.texts import Texts, cell, fenced, filtered, in_html, language_of, relative

INDEX = "rules/index.md"
EFFECTS = {
    Effect.REJECTED: "Traefik refuses the file, and with it every file of the directory",
    Effect.DISABLED: "Traefik leaves the object out, and every router that needs it",
    Effect.DEGRADED: "Traefik starts it, logs a complaint, and runs something other than what is written",
    Effect.SILENT: "Traefik says nothing, and does not do what the author meant",
    Effect.ADVICE: "Traefik is content; you should not be",
}
_FIXES = {"safe": "safe: `--fix`", "unsafe": "to be looked at: `--unsafe-fixes`", "none": "by hand"}
_SOURCES = {"files": "dynamic files", "labels": "labels", "static": "the static configuration"}
_ADMONITIONS = {Severity.ERROR: "failure", Severity.WARNING: "warning", Severity.INFO: "info"}


def rulebook() -> Texts:
    """The index, and a page for each rule."""
    texts = {INDEX: _index()}
    for one in facts():
        texts[one.page] = _page(one)
    return texts


# A page


def _page(one: Facts) -> str:
    path = RULES / one.rule.category / f"{one.rule.id}.md"
    title, _, rest = path.read_text("utf-8").partition("\n")
    left = list(examples(path))
    last: list[Example] = []

    def block(found: re.Match[str]) -> str:
        if "fixed" in found["info"].split():
            return "".join(_files(last[-1].fixed or {}, ()))
        last.append(left.pop(0))
        return _example(last[-1], one)

    body = BLOCK.sub(block, VERSIONS.sub("", rest))
    description = escape(one.summary.replace('"', "'"), quote=False)
    front = f'---\ntitle: "{one.rule.id}"\ndescription: "{description}"\n---\n'
    first, _, further = body.strip().partition("\n\n")
    return f"{front}\n{title}\n\n{first}\n\n{_facts(one)}\n{further}\n\n{_silence(one)}"


def _facts(one: Facts) -> str:
    rule = one.rule
    strict = ", found with `--strict` only" if rule.strict else ""
    rows = [
        ("Effect", f"{_badge(rule.effect.value)} {EFFECTS[rule.effect]}"),
        ("Severity", rule.severity.value + strict),
        ("Fix", _FIXES[rule.fix]),
        ("Found in", ", ".join(_SOURCES[source] for source in one.sources)),
        ("Traefik", one.versions),
        ("Category", f"[{rule.category}]({relative(INDEX, one.page)}?category={rule.category})"),
    ]
    homes = sorted({home for subject in rule.subjects for home in home_of(subject)})
    if homes:
        links = ", ".join(f"[`{path}`]({relative(page, one.page)}#{anchor})" for path, page, anchor in homes)
        rows.append(("Options", links))
    return "\n".join(
        ["<div class=facts markdown>\n", "| | |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows), "\n</div>\n"]
    )


def _badge(effect: str) -> str:
    return f'<span class="effect effect-{effect}">{effect}</span>'


def _silence(one: Facts) -> str:
    name = one.rule.id
    chapter = relative("lint.md", one.page)
    return (
        f"## How to keep it silent\n\n`# traefiklint: ignore[{name}] reason` beside the line or above the object, "
        f"`# traefiklint: ignore-file[{name}]` at the top of a file, or `ignore` in the settings: "
        f"[more about it]({chapter}#keep-a-finding-silent).\n"
    )


def _example(example: Example, one: Facts) -> str:
    """The files of an example with the lines that have findings, and the findings below."""
    findings = lint(example).findings
    return "".join((*_how(example), *_files(example.texts, findings), *_disk(example), *_said(findings, one)))


def _how(example: Example) -> Iterator[str]:
    """What it is linted with, where that is not as usual."""
    words = [f"for Traefik {example.former} to {example.target}"] if example.former else []
    if not example.former and re.search(r"target=", _info(example)):
        words.append(f"for Traefik {example.target}")
    if "profile=none" in _info(example) and not example.is_about_labels:  # which no profile says anything about
        words.append("with `--profile none`")
    if example.strict:
        words.append("with `--strict`")
    if words:
        yield f"Linted {', '.join(words)}:\n\n"


def _info(example: Example) -> str:
    return example.page.read_text("utf-8").splitlines()[example.line - 1]


def _files(texts: dict[str, str] | dict[str, str | bytes], findings: tuple[Finding, ...]) -> Iterator[str]:
    several = len(texts) > 1
    for name, content in texts.items():
        if isinstance(content, Unread):
            yield f"`{name}` is {content.kind}.\n\n"
            continue
        title = f"{name} → {content.target}" if isinstance(content, Outside) else name if several else ""
        title = "traefik.yml (static configuration)" if name == STATIC else title
        text = content if isinstance(content, str) else content.decode("latin-1")
        last = max(1, text.count("\n"))
        lines = sorted({min(finding.line, last) for finding in findings if finding.file == name})
        yield fenced(text, language_of(name), title, tuple(lines)) + "\n"


def _disk(example: Example) -> Iterator[str]:
    for entry in example.disk.values():
        if entry.is_folder:
            yield f"`{entry.path}` is a folder.\n\n"
        else:
            words = f"`{entry.path}`, mode `{entry.mode:o}`"
            content = (entry.content or b"").decode("utf-8", "replace")
            yield f"{words}:\n\n{fenced(content, 'text')}\n" if content.strip() else f"{words}, is empty.\n\n"


def _said(findings: tuple[Finding, ...], one: Facts) -> Iterator[str]:
    several = len({finding.file for finding in findings}) > 1
    for finding in findings:
        where = f"{finding.file}, line {finding.line}" if several or finding.file == STATIC else f"Line {finding.line}"
        name = finding.rule if finding.rule == one.rule.id else _linked(finding.rule, one)
        words = [finding.message, *([finding.help] if finding.help else [])]
        if finding.fix is not None:
            words.append(f"Fix: {finding.fix.title}.")
        body = "".join(f"\n    {_quoted(' '.join(part.split()))}\n" for part in words)
        yield f'!!! {_ADMONITIONS[finding.severity]} "{where}: {finding.severity.value} · {finding.effect.value}"\n'
        yield f"{body}\n    <small>{name}</small>\n\n" if finding.rule != one.rule.id else f"{body}\n"


def _linked(rule: str, one: Facts) -> str:
    other = load_book().rules[rule]
    return f'<a href="../{other.category}/{rule}.html">{rule}</a>' if one else rule


def _quoted(message: str) -> str:
    """A message as Markdown: what is no code stands as it is written."""
    parts = re.split(r"(``.*?``|`[^`]*`)", message)
    return "".join(
        part if number % 2 else re.sub(r"([\\*_<>\[\]|#])", r"\\\1", part) for number, part in enumerate(parts)
    )


# The index


def _index() -> str:
    worst = list(EFFECTS)
    rows = map(_row, sorted(facts(), key=lambda one: (worst.index(one.rule.effect), one.rule.id)))
    table = filtered(
        "rule-table", "Filter the rules", ("Rule", "Category", "Effect", "Fix", "Traefik", "Found in"), rows
    )
    return f"""---
title: Rules
description: All {len(facts())} rules, to be filtered by category, effect, fix, Traefik version and source.
hide: [toc]
---

# Rules

{len(facts())} rules, each with examples of what is wrong and what is right. What a rule claims about Traefik was put
to the real one. The versions are those for which the examples of a rule have its finding.

{table}"""


def _row(one: Facts) -> str:
    rule = one.rule
    summary = in_html(one.summary)
    strict = ' <span class="strict">--strict</span>' if rule.strict else ""
    values = {
        "category": rule.category,
        "effect": rule.effect.value,
        "severity": rule.severity.value,
        "fix": one.rule.fix,
        "since": one.targets[0],
        "source": " ".join(one.sources),
    }
    data = " ".join(f'data-{name}="{value}"' for name, value in values.items())
    return (
        f'<tr {data}><th scope="row"><a href="{rule.category}/{rule.id}.html">{rule.id}</a>{strict}'
        f"<p>{summary}</p></th>"
        f'<td data-label="Category">{rule.category}</td>'
        f'<td data-label="Effect">{_badge(rule.effect.value)}</td>'
        f"{cell('Fix', one.rule.fix if one.rule.fix != 'none' else '')}"
        f'<td data-label="Traefik">{one.versions}</td>'
        f'<td data-label="Found in">{", ".join(one.sources)}</td></tr>'
    )
