"""Reads and prints YAML as the panel does: `parse` and `stringify` of the npm package `yaml` (2.8, YAML 1.2).

The panel never edits a file; it reads it into plain values and prints those. What that does to a text (comments gone,
quotes changed, numbers re-written, long lines folded, anchors renamed) is what a sync tool has to live with, so it is
done here the same way, checked against texts that a real server printed.
"""

import json
import math
import re
from contextvars import ContextVar
from typing import Any

import yaml


class UnparsableError(Exception):
    """The panel's parser refuses the text; the message is in its words where they are known."""


_INT = re.compile(r"[-+]?[0-9]+$")
_OCT = re.compile(r"0o[0-7]+$")
_HEX = re.compile(r"0x[0-9a-fA-F]+$")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$")
_INF = re.compile(r"[-+]?\.(?:inf|Inf|INF)$")
_NAN = re.compile(r"\.(?:nan|NaN|NAN)$")
_NULL = ("", "~", "null", "Null", "NULL")
_TRUE = ("true", "True", "TRUE")
_FALSE = ("false", "False", "FALSE")


def parse(text: str) -> Any:
    """Plain values: dict, list, str, int, float, bool, None. Aliased collections are one object, as in JavaScript."""
    text = text.removeprefix("\ufeff")
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.composer.ComposerError as problem:
        raise UnparsableError(
            _at("Source contains multiple documents; please use YAML.parseAllDocuments()", problem, text)
        ) from None
    except yaml.YAMLError as problem:
        raise UnparsableError(_at(_wording(problem, text), problem, text)) from None
    return _value(node, text, {}) if node is not None else None


def _tagged(node: yaml.ScalarNode, text: str) -> bool:
    line = text.splitlines()[node.start_mark.line : node.start_mark.line + 1]
    return bool(line) and line[0][node.start_mark.column :].startswith("!")


def _wording(problem: yaml.YAMLError, text: str) -> str:
    if "\n\t" in text:
        return "Tabs are not allowed as indentation"
    return str(getattr(problem, "problem", problem))


def _at(what: str, problem: yaml.YAMLError, text: str) -> str:
    mark = getattr(problem, "problem_mark", None)
    return _pointed(what, mark.line, mark.column, text) if mark is not None else what


def _pointed(what: str, line: int, column: int, text: str) -> str:
    """The parser's way to point at a place: the line before, the line, and a caret under the column."""
    lines = text.split("\n")
    shown = [*lines[max(0, line - 1) : line + 1], " " * column + "^"]
    return f"{what} at line {line + 1}, column {column + 1}:\n\n" + "\n".join(shown) + "\n"


def _value(node: yaml.Node, text: str, seen: dict[int, Any]) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.style or _tagged(node, text) else _plain(node.value)
    if id(node) in seen:
        return seen[id(node)]
    if isinstance(node, yaml.SequenceNode):
        items: list[Any] = []
        seen[id(node)] = items
        items.extend(_value(item, text, seen) for item in node.value)
        return items
    pairs: dict[str, Any] = {}
    seen[id(node)] = pairs
    for key_node, value_node in node.value:
        key = _key(_value(key_node, text, seen))
        if key in pairs:
            at = key_node.start_mark
            raise UnparsableError(_pointed("Map keys must be unique", at.line, at.column, text))
        pairs[key] = _value(value_node, text, seen)
    return pairs


def _key(value: Any) -> str:
    """What a key becomes as the name of a JavaScript property."""
    if isinstance(value, dict):
        inside = ", ".join(
            key if item is None else f"{key}: {_scalar(item, '', key=True)}" for key, item in value.items()
        )
        return f"{{ {inside} }}"
    if isinstance(value, list):
        return f"[ {', '.join(_scalar(item, '', key=True) for item in value)} ]"
    return "" if value is None else value if isinstance(value, str) else _scalar(value, "", key=True)


def _plain(word: str) -> Any:
    """A plain scalar by the core schema of YAML 1.2, as JavaScript holds it (every number is a double)."""
    if word in _NULL:
        return None
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    if _OCT.match(word):
        return float(int(word[2:], 8))
    if _HEX.match(word):
        return float(int(word[2:], 16))
    if _INT.match(word) or _FLOAT.match(word):
        return float(word)
    if _INF.match(word):
        return -math.inf if word.startswith("-") else math.inf
    return math.nan if _NAN.match(word) else word


_WIDTH = ContextVar("_WIDTH", default=80)


def stringify(value: Any, width: int = 80) -> str:
    """The text the panel writes for a value: block style, two blanks, lists indented, lines folded at the width."""
    _WIDTH.set(width)
    names = _anchors(value)
    if isinstance(value, dict | list) and value:
        return "\n".join(_block(value, "", names, set())) + "\n"
    return _entry("", value, "", names, set())[0].lstrip() + "\n"


def _anchors(value: Any) -> dict[int, str]:
    """Names for the collections that stand in several places, numbered by their second one."""
    names: dict[int, str] = {}
    seen: set[int] = set()

    def walk(item: Any) -> None:
        if not isinstance(item, dict | list):
            return
        if id(item) in seen:
            names.setdefault(id(item), f"a{len(names) + 1}")
            return
        seen.add(id(item))
        for child in _ordered(item).values() if isinstance(item, dict) else item:
            walk(child)

    walk(value)
    return names


def _ordered(pairs: dict[str, Any]) -> dict[str, Any]:
    """JavaScript's order of properties: array indexes first, by size."""
    indexes = sorted((key for key in pairs if re.fullmatch(r"0|[1-9][0-9]{0,8}", key)), key=int)
    return {key: pairs[key] for key in [*indexes, *(key for key in pairs if key not in indexes)]}


def _block(value: dict[str, Any] | list[Any], indent: str, names: dict[int, str], done: set[int]) -> list[str]:
    lines: list[str] = []
    if isinstance(value, dict):
        for key, item in _ordered(value).items():
            lines += _entry(f"{_scalar(key, indent, key=True)}:", item, indent, names, done)
        return lines
    for item in value:
        if isinstance(item, dict | list) and item and id(item) not in names:
            inner = _block(item, indent + "  ", names, done)
            lines += [f"{indent}- {inner[0].lstrip(' ')}", *inner[1:]]
        else:
            lines += _entry("-", item, indent, names, done)
    return lines


def _entry(head: str, item: Any, indent: str, names: dict[int, str], done: set[int]) -> list[str]:
    """A key with its value, or a dash with its item."""
    if not isinstance(item, dict | list):
        room = len(head) + 1 if head.endswith(":") else None
        return f"{indent}{head} {_scalar(item, indent + '  ', start=room)}".split("\n")
    name = names.get(id(item))
    if name is not None and id(item) in done:
        return [f"{indent}{head} *{name}"]
    done.add(id(item))
    mark = f" &{name}" if name is not None else ""
    if not item:
        return [f"{indent}{head}{mark} {'{}' if isinstance(item, dict) else '[]'}"]
    return [f"{indent}{head}{mark}", *_block(item, indent + "  ", names, done)]


def _scalar(value: Any, indent: str, *, key: bool = False, start: int | None = None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(float(value))
    return _string(value, indent, key=key, start=start)


def _number(value: float) -> str:
    """As JavaScript prints a double, with YAML's words for what is no number."""
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return "-.inf" if value < 0 else ".inf"
    if value == 0:
        return "-0" if math.copysign(1, value) < 0 else "0"
    sign = "-" if value < 0 else ""
    digits, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = digits.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + (int(exponent) if exponent else 0)
    figures = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(figures)
    figures = figures.rstrip("0")
    if 0 < point <= 21:
        if len(figures) <= point:
            return sign + figures.ljust(point, "0")
        return f"{sign}{figures[:point]}.{figures[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{figures}"
    power = point - 1
    mantissa = figures if len(figures) == 1 else f"{figures[0]}.{figures[1:]}"
    return f"{sign}{mantissa}e{'+' if power >= 0 else '-'}{abs(power)}"


_NO_PLAIN = re.compile(r"^[\n\t ,\[\]{}#&*!|>'\"%@`]|^[?-]$|^[?-][ \t]|[\n:][ \t]|[ \t]\n|[\n\t ]#|[\n :-]\Z")


def _string(value: str, indent: str, *, key: bool, start: int | None) -> str:
    several = "\n" in value
    if several and not key:
        return _literal(value, indent) if value.strip("\n ") else _double(value)
    if several or _NO_PLAIN.search(value) or not isinstance(_plain(value), str):
        return _quoted(value, indent, key=key, start=start)
    return value if key else _folded(value, indent, start)


def _quoted(value: str, indent: str, *, key: bool, start: int | None) -> str:
    if '"' in value and "'" not in value and "\n" not in value:
        return f"'{value}'" if key else _folded(f"'{value}'", indent, start)
    return _double(value)


def _double(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _literal(value: str, indent: str) -> str:
    body = value.rstrip("\n")
    ending = len(value) - len(body)
    chomp = "-" if ending == 0 else "" if ending == 1 else "+"
    hint = "2" if re.match(r"\n*[ \t]", value) else ""
    lines = [f"{indent}{line}" if line else "" for line in body.split("\n")]
    return "\n".join([f"|{hint}{chomp}", *lines, *[""] * max(0, ending - 1)])


def _folded(text: str, indent: str, start: int | None) -> str:
    """Breaks a long line at blanks, so that each part ends at or before the last column where it can.

    The first part's room is counted from the key, not from the margin: that is how the package counts.
    """
    step = max(21, _WIDTH.get() + 1 - len(indent))
    if len(text) <= step:
        return text
    parts: list[str] = []
    begin, blank = 0, None
    end = _WIDTH.get() - (len(indent) if start is None else start)
    for at, sign in enumerate(text):
        alone = 0 < at < len(text) - 1 and text[at - 1] not in " \t" and text[at + 1] not in " \t"
        if sign == " " and alone:
            blank = at
        if at >= end and blank:
            parts.append(text[begin:blank])
            begin, end, blank = blank + 1, blank + step, None
    return f"\n{indent}".join([*parts, text[begin:]])
