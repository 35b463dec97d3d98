"""Which findings hold whatever comes of template actions: those that are there for very different values, too.

The rules run again on the same files, each time with another text for what nobody can know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from traefiklint.checks.registry import Found
from traefiklint.decoding.file import read_with_sample
from traefiklint.decoding.fill import decode
from traefiklint.instance.instance import Instance, SourceFile
from traefiklint.text.nodes import Node, Scalar

_SHOWN = "q7zexample"
"""A value that nothing else is, so that it can be told in messages, where `{{ … }}` stands for it."""
_OTHERS = ("", "/q7z/", "shop.example.org", "10.9.8.7")
_ABOUT_RULES = ("rule", "migration")
"""The categories of rules that look into a router's rule, of which all but the value itself is certain."""


def settled(found: Iterable[Found], instance: Instance, again: Callable[[Instance], Iterable[Found]]) -> list[Found]:
    """The findings that hold for any value.

    Args:
        again: what the rules find in another instance.
    """
    asked = [item for item in found if _may_be_certain(item)]
    if not asked or not any(source.document.unknown for source in instance.files):
        return asked
    shown = {item.spot: item for item in again(_with_sample(instance, _SHOWN))}
    others = [{item.spot for item in again(_with_sample(instance, sample))} for sample in _OTHERS]
    kept = []
    for item in asked:
        other = shown.get(item.spot)
        if other is None or not all(item.spot in keys for keys in others):
            continue
        if item.rule.category in _ABOUT_RULES and _stands_bare(other.diagnostic.place.node):
            continue
        message = other.diagnostic.message.replace(_SHOWN, "{{ … }}")
        kept.append(item._replace(diagnostic=item.diagnostic._replace(message=message)))
    return kept


def _stands_bare(node: Node | None) -> bool:
    """Whether a value stands in a rule without quotes around it, where it may be a matcher or an operator."""
    return type(node) is Scalar and _SHOWN in re.sub(r"`[^`]*`|\"[^\"]*\"", "", node.value)


def _may_be_certain(item: Found) -> bool:
    """Whether it is about what is certain, or about a rule that is so in part."""
    place = item.diagnostic.place
    document, span = place.document, item.diagnostic.span or place.span
    if document is None or not document.uncertain or not document.is_uncertain(span):
        return True
    is_about_rule = item.rule.category in _ABOUT_RULES and place.path.endswith(".rule")
    return is_about_rule and not any(line in document.uncertain_lines for line in range(span.line, span.end_line + 1))


def _with_sample(instance: Instance, sample: str) -> Instance:
    files = []
    for source in instance.files:
        if source.document.unknown:
            document = read_with_sample(source.document, sample)
            decoded = decode(document, source.target)
            source = SourceFile(document, decoded.parts, decoded.diagnostics, source.target)
        files.append(source)
    return instance.with_files(files)
