"""Every option of the declarations with every odd value: files in which exactly one thing is unusual."""

from __future__ import annotations

import random

from tests.model.test_declarations import DECLARED

VALUES = (
    "{}", "[]", "''", "~", "null", "true", "false", '"true"', "yes", "foo", "1", '"1"', "1.5", "1.0", "-1", "0x10",
    "010", "1e3", "99999999999999999999", "9223372036854775808", "[a]", "[1]", "[true, 1]", "[1.5, true]", "[a, 1]",
    "[~]", "[[a]]", "[{}]", "[{a: b}]", "[a, {b: c}]", "[{a: ~}]", "{a: b}", "{a: ~}", "{a: {}}", "{a: {b: c}}",
    "{a: [x]}", "{a: [{x: y}]}", "{a: [[x]]}", "2001-01-01", "[2001-01-01]", "{a: 2001-01-01}", '"a║b║c"', '"║x"',
    "║24║a", "10s", "1d", '"10 s"', ".5h", "[10s]", '{"": x}', "{1: a}", "{a: {a: [true, 1]}}", "{a: {b: [true, 1]}}",
    "{a: {b: [{c: [true, 1]}]}}", '{a: {c: "║x"}}', '{b: {c: "║24║a"}}', '[{b: "║x"}]',
    "{p: {x: [1.5, 18446744073709551615]}}", "{p: {x: [-1, 18446744073709551615]}}", "{p: [{a: b}]}", "{p: [[x]]}",
    "{p: {x: [~]}}", '"a, b,"', '" 7"', "+1", '"+1"', '"0x10"', "TRUE", "t", "{a: 1.0, b: {c: 2}}", "!!str 1",
    "!!int 1", ".inf", "-5", "[a, a]", "{A: b, a: c}",
)  # fmt: skip


def file_with(path: str, value: str) -> str:
    """A file that holds nothing but the option at a path, with a value."""
    text, end = "", ""
    steps = path.split(".")
    for index, step in enumerate(steps):
        name = "n" if step == "*" else step.removesuffix("[]")
        if index == len(steps) - 1 and not step.endswith("[]"):
            return f"{text}{{{name}: {value}}}{end}"
        opening, closing = ("[", "]}") if step.endswith("[]") else ("", "}")
        text, end = f"{text}{{{name}: {opening}", closing + end
    return text + value + end


def files_with_odd_values(count: int, seed: int) -> list[str]:
    """A sample of all of them, the same for the same seed."""
    everything = [(path, value) for path in DECLARED for value in VALUES]
    return [file_with(path, value) for path, value in random.Random(seed).sample(everything, count)]
