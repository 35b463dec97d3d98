"""Replacements of regular expressions, and groups that they name and the expression does not have."""

from __future__ import annotations

import re
from typing import NamedTuple

from traefiklint.go.expand import groups_of, references

_BACKSLASH = re.compile(r"\\([0-9])")
_DOUBLED = re.compile(r"\$\$(?=[0-9{])")
_DIGITS = re.compile(r"[0-9]+")


class ReplacementFault(NamedTuple):
    """What is wrong with a replacement."""

    message: str
    better: str
    """The replacement as it was certainly meant; empty where nobody can say."""


def fault_of(pattern: str, replacement: str, dollar: str = "$") -> ReplacementFault | None:
    """What is wrong with a replacement, the first thing of it; None where every group that it names is there.

    Args:
        dollar: how a `$` is written where it stands.
    """
    groups = groups_of(pattern)
    if groups is None:
        return None
    if found := _DOUBLED.search(replacement):
        better = replacement.replace("$$", "$")
        wrong = replacement[found.start() : found.end() + 1]
        unlike = " here, unlike in Compose files" if dollar == "$" else " for Traefik"
        message = (
            f"`{wrong.replace('$', dollar)}` is a plain dollar sign{unlike}; write `{wrong[1:].replace('$', dollar)}`."
        )
        return ReplacementFault(message, better if _is_faultless(better, groups) else "")
    if (found := _BACKSLASH.search(replacement)) and found[1] in groups:
        better = _BACKSLASH.sub(r"${\1}", replacement)
        message = f"`{found[0]}` is not a group in Go; write `{dollar}{{{found[1]}}}`."
        return ReplacementFault(message, better if _is_faultless(better, groups) else "")
    for start, end, name in references(replacement):
        if not name or name in groups:
            continue
        digits = _DIGITS.match(name)
        written = replacement[start:end].replace("$", dollar)
        if digits and digits[0] in groups and not replacement.startswith("${", start):
            better = _in_braces(replacement, groups)
            rest = name[digits.end() :]
            message = f"`{written}` names a group `{name}`, which does not exist, so nothing is inserted; write "
            return ReplacementFault(
                f"{message}`{dollar}{{{digits[0]}}}{rest}`.", better if _is_faultless(better, groups) else ""
            )
        number = len([group for group in groups if group.isdigit()]) - 1
        message = (
            f"`{written}` names a group that the expression does not have, so nothing is inserted; it has {number}."
        )
        return ReplacementFault(message, "")
    return None


def _is_faultless(replacement: str, groups: frozenset[str]) -> bool:
    return all(not name or name in groups for _, _, name in references(replacement))


def _in_braces(replacement: str, groups: frozenset[str]) -> str:
    """A replacement with braces around the numbers of groups that run into what follows."""
    for start, end, name in reversed(list(references(replacement))):
        digits = _DIGITS.match(name)
        if name not in groups and digits and digits[0] in groups and replacement[start + 1 : start + 2] != "{":
            text = f"${{{digits[0]}}}{name[digits.end() :]}"
            replacement = replacement[:start] + text + replacement[end:]
    return replacement
