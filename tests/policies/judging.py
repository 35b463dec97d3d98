"""Policies in tests: written as users write them, held against texts."""

from __future__ import annotations

from textwrap import dedent

from traefiklint.engine import lint_texts
from traefiklint.findings import Finding
from traefiklint.options import Options
from traefiklint.policies.own import Own, of_policies, read_all
from traefiklint.policies.policy import PolicyFile
from traefiklint.policies.read import PolicyError

FILE = "policies/own.yml"


def own(text: str) -> Own:
    """The rules that a policy file comes to."""
    return of_policies(read_all([PolicyFile(FILE, dedent(text), FILE)]))


def policy(
    condition: str, *, about: str = "router", where: str = "", verb: str = "require", message: str = "no"
) -> Own:
    """One policy, `it`."""
    lines = ["id: it", f"about: {about}", *([f"where: |-\n  {where}"] if where else []), f"{verb}: |-\n  {condition}"]
    return own("\n".join([*lines, f"message: |-\n  {message}"]) + "\n")


def held(rules: Own, files: dict[str, str] | str, static: str | None = None, profile: str = "none") -> list[Finding]:
    """What own rules find."""
    texts = {"a.yml": dedent(files)} if isinstance(files, str) else {name: dedent(text) for name, text in files.items()}
    options = Options(profile=profile, own=rules.book, static=dedent(static) if static is not None else None)
    return [finding for finding in lint_texts(texts, options).findings if finding.category == "policy"]


def places(findings: list[Finding]) -> list[str]:
    """Where findings stand."""
    return [f"{finding.file}:{finding.line}:{finding.column}" for finding in findings]


def mistakes(text: str) -> list[str]:
    """What is wrong with a policy file, as users see it."""
    try:
        own(text)
    except PolicyError as error:
        return [detail.removeprefix(f"{FILE}:") for detail in error.details]
    return []
