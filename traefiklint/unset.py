"""Which findings in labels hold whatever value a variable has: those that are there for very different ones.

The rules run on labels in which variables without a value are empty, as Compose makes them. They run again on the same
labels with other values: what they find for all of these holds, and all else only where a variable is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from traefiklint.checks.registry import Found
from traefiklint.decoding.label_tree import value_of
from traefiklint.instance.instance import Instance
from traefiklint.patterns import lazy

_SAMPLES = ("q7zexample", "/q7z/", "10.9.8.7")
"""Values that are this or that to a matcher: a word, a path, an address."""
_ABOUT_RULES = ("rule", "migration")
"""The categories of rules that look into a router's rule, which may be wrong whatever one of its values is."""
_ABOUT_PATHS = "dashboard-unreachable"
"""A rule about the paths alone, whatever the host is."""
_HOSTS = lazy(r"Host(?:Regexp|Header)?\([^()]*\)")
_SHOWN = "${…}"
"""What stands in a message for a value that nobody knows."""


def settled(found: Iterable[Found], instance: Instance, again: Callable[[Instance], Iterable[Found]]) -> list[Found]:
    """The findings, those marked that hold for any value.

    Args:
        again: what the rules find in another instance.
    """
    items = list(found)
    read = instance.labels.again if instance.labels is not None else None
    if read is None or not _has_rules(instance):
        return items
    common: dict[object, Found] | None = None
    for sample in _SAMPLES:
        here = {_key(item, sample): item for item in again(instance.with_labels(read(sample))) if _is_about_rule(item)}
        if common is None:
            common = here
        else:  # what is said of the paths holds for any host, and some of these are none
            common = {key: one for key, one in common.items() if key in here or one.rule.id == _ABOUT_PATHS}
        if not common:
            return items
    assert common is not None, "there are samples"
    certain = {item.spot for item in common.values()}
    rest = [item for item in items if not _is_about_rule(item) or item.spot not in certain]
    return rest + [_certain(item) for item in common.values()]


def _has_rules(instance: Instance) -> bool:
    """Whether a router's rule hangs on a variable without a value."""
    for name in ("Router", "TcpRouter"):
        for router in instance.parts.get(name, ()):
            value = value_of(router.at("rule").node)
            if value is not None and not value.is_known:
                return True
    return False


def _is_about_rule(item: Found) -> bool:
    """Whether a finding is about a rule with a variable in it."""
    place = item.diagnostic.place
    is_of_paths = item.rule.id == _ABOUT_PATHS
    if not (is_of_paths or item.rule.category in _ABOUT_RULES) or not place.path.endswith(".rule"):
        return False
    value = value_of(place.node)
    if value is None or value.is_known:
        return False
    return not is_of_paths or "$" not in _HOSTS.sub("", value.node.value)


def _certain(item: Found) -> Found:
    diagnostic = item.diagnostic
    message, help = (text.replace(_SAMPLES[0], _SHOWN) for text in (diagnostic.message, diagnostic.help))
    fix = diagnostic.fix
    if fix is not None and any(_SAMPLES[0] in edit.text for edit in fix.edits):
        fix = None
    return item._replace(diagnostic=diagnostic._replace(message=message, help=help, fix=fix), holds=True)


def _key(item: Found, sample: str) -> object:
    return item.spot, item.diagnostic.message.replace(sample, _SHOWN)
