"""Damage to valid files, as people and tools do it: in the tree, and in the text."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import yaml

WORDS = (
    "", " ", "web", "websecure", "nope", "api@internal", "noop@internal", "ping@internal", "x@docker", "s@file",
    "true", "false", "yes", "no", "on", "null", "~", "0", "1", "-1", "1.5", "1e3", "0x10", "010", "1_000", "10s",
    "1d", "5", "500ms", "-1s", "404", "5xx", "500-599", "a,b", "http://a", "http://a:b", "a:80", "localhost:80",
    "://x", "http://[::1", "http://a b", "tcp://a:1", "10.0.0.1", "10.0.0.1/33", "1.2.3.4/8", "::1", "gzip",
    "deflate", "VersionTLS12", "TLS12", "TLS_AES_128_GCM_SHA256", "TLS_FOO", "(", "[", "a**", "^/x(.*)", "(?=x)", "{",
    "Host(`a`)", "Host(a)", "Host(`a`", "Host(`a`) && ", "Host(`a`) || Path(`/b`)", "HostSNI(`*`)", "HostSNI(`a`)",
    "Path(`x`)", "PathPrefix(`/`)", "Host(``)", "Headers(`a`,`b`)", "Host(`a`,`b`)", "ClientIP(`1.2.3.4/8`)",
    "ClientIP(`x`)", "Method(`GET`)", "u:p", "u", "a:b:c", "NetworkErrorRatio() > 0.5", "NetworkErrorRatio() > 1",
    "Attempts() < 2", "text/html", "text/", "wrr", "p2c", "foo", "2001-01-01", "12:30:45", "é", "bücher.example", "╣",
    "║", "a║b", "@", "@file", "a@b", "!x", "&x", "*x", "NoClientCert", "RequireAndVerifyClientCert", "v2", "v3",
    "9223372036854775807", "99999999999999999999", "x\ty",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 3, 200, 404, 999, 65536, 1.0, 1.5, 9223372036854775808, -9223372036854775808, [], {},
    [None], [""], ["a", "b"], [1, 2], ["a", 1], [[]], [{}], {"a": 1}, {"a": None}, {"": "x"}, {"a": {"b": 1}},
    [{"a": 1}], [{"name": "s"}], [{"url": "http://a"}],
)  # fmt: skip
RULES = (
    "Host(`a.example.com`) && PathPrefix(`/api`)", "Host(`a`) && !Path(`/x`)",
    "(Host(`a`) || Host(`b`)) && Method(`POST`)", "HostRegexp(`^.+\\.example\\.com$`)", "Query(`a`, `b`)",
    "Header(`X`, `y`)", "HeaderRegexp(`X`, `[`)", "Path(`/a`, `/b`)",
)  # fmt: skip

Tree = dict[Any, Any] | list[Any]


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Tree, Any]]:
    """Every container and key of a tree."""
    found: list[tuple[Tree, Any]] = []
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in list(items):
        found.append((tree, key))
        found += places(value, (*path, key))
    return found


def damage_tree(tree: Any, rng: random.Random, keys: tuple[str, ...]) -> Any:
    """A copy of a tree with one thing changed."""
    tree = copy.deepcopy(tree)
    spots = places(tree)
    if not spots:
        return tree
    container, key = rng.choice(spots)
    choice = rng.randrange(14)
    if choice == 0:
        del container[key]
    elif choice == 1:
        container[key] = copy.deepcopy(rng.choice(VALUES))
    elif choice in (2, 3, 4):
        container[key] = _word_for(container[key], rng)
    elif choice == 5 and isinstance(container, dict):
        container[_typo(str(key), rng)] = container.pop(key)
    elif choice == 6 and isinstance(container, dict):
        container[rng.choice(keys)] = copy.deepcopy(rng.choice((*VALUES, *WORDS[:40])))
    elif choice == 7:
        other, name = rng.choice(spots)
        container[key] = copy.deepcopy(other[name])
    elif choice == 8 and isinstance(container, dict):
        other, _ = rng.choice(spots)
        if isinstance(other, dict) and other is not container:
            other[key] = copy.deepcopy(container[key])
            if rng.random() < 0.5:
                del container[key]
    elif choice == 9 and isinstance(container, list):
        container.insert(key, copy.deepcopy(rng.choice((*container, *VALUES, *WORDS))))
    elif choice == 10:
        container[key] = [container[key]]
    elif choice == 11 and isinstance(container[key], list) and container[key]:
        container[key] = container[key][0]
    elif choice == 12 and isinstance(container, dict):
        container[str(key).swapcase() if rng.random() < 0.3 else str(key).capitalize()] = container.pop(key)
    elif isinstance(container[key], str):
        container[key] = _typo(container[key], rng)
    return tree


def _word_for(value: Any, rng: random.Random) -> Any:
    if isinstance(value, str) and "`" in value:
        return rng.choice(RULES) if rng.random() < 0.5 else _typo(value, rng)
    return rng.choice(WORDS)


def _typo(text: str, rng: random.Random) -> str:
    """A slip of the pen."""
    if not text:
        return rng.choice("abc:`/")
    at = rng.randrange(len(text))
    choice = rng.randrange(6)
    if choice == 0:
        return text[:at] + text[at + 1 :]
    if choice == 1:
        return text[:at] + text[at] + text[at:]
    if choice == 2:
        return text[:at] + rng.choice("abcxyz019:/`\"'(){}[],.&|!@#$%*? -\\\u00e9") + text[at:]
    if choice == 3 and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if choice == 4:
        return text[:at] + text[at].swapcase() + text[at + 1 :]
    return text[:at] + rng.choice("abcxyz019:/`(){}[],.&|!@") + text[at + 1 :]


def write(tree: Any, rng: random.Random) -> str:
    """A tree as YAML, in one of several hands."""
    choice = rng.randrange(4)
    if choice == 0:
        return json.dumps(tree, ensure_ascii=False, default=str, skipkeys=True) + "\n"
    style: Any = {1: False, 2: None, 3: False}[choice]
    quotes = rng.choice((None, "'", '"')) if choice == 3 else None
    return yaml.safe_dump(
        tree, sort_keys=False, default_flow_style=style, default_style=quotes, allow_unicode=True, width=1000
    )


def damage_text(text: str, rng: random.Random) -> str:
    """A text with one thing changed in it."""
    lines = text.splitlines(keepends=True)
    if not lines:
        return text
    at = rng.randrange(len(lines))
    line = lines[at]
    choice = rng.randrange(15)
    if choice == 0:
        del lines[at]
    elif choice == 1:
        lines.insert(at, line)
    elif choice == 2:
        lines[at] = " " * rng.randint(1, 2) + line
    elif choice == 3:
        lines[at] = line.removeprefix(" ")
    elif choice == 4:
        lines[at] = line.replace("  ", "\t", 1)
    elif choice == 5:
        lines[at] = line.replace(": ", ":", 1)
    elif choice == 6:
        lines[at] = line.replace(":", "", 1)
    elif choice == 7:
        lines[at] = line.replace("- ", "-", 1)
    elif choice == 8:
        lines.insert(
            at,
            rng.choice(
                ("---\n", "...\n", "# a comment\n", "\t\n", "\n", "%YAML 1.2\n", "x: &a [1]\n", "- x\n", "  y: *a\n")
            ),
        )
    elif choice == 9:
        lines[at] = line.replace("'", rng.choice(("", '"', "`")), rng.randint(1, 2))
    elif choice == 10:
        lines[at] = line.replace('"', rng.choice(("", "'")), rng.randint(1, 2))
    elif choice == 11:
        key, colon, _ = line.partition(": ")
        if colon:
            lines[at] = f"{key}: {rng.choice(WORDS)}\n" if rng.random() < 0.6 else f"{key}:\n"
    elif choice == 12:
        lines[at] = line.rstrip("\n") + rng.choice(
            (" # note\n", "#x\n", " \n", ",\n", ":\n", "}\n", "]\n", "\t\n", "\r\n")
        )
    else:
        lines[at] = _typo(line.rstrip("\n"), rng) + "\n"
    return "".join(lines)
