"""What a plain scalar is to Go, and the text that Traefik's decoder makes of it."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from tests.reading.live import Live
from traefiklint.text.nodes import Scalar
from traefiklint.yaml.scalars import FLOAT, INT, NULL, STRING, TIMESTAMP, resolve

WRITTEN = """
~ null Null NULL nULL true True TRUE tRUE false False FALSE yes no on off y n 0 1 -1 +1 -0 +0 00 01 08 010 0o10
0O10 0x1F 0X1f 0b11 0B11 0o9 0b2 0x 0o 0b 0xg 1_000 1__0 _1 1_ -_1 0_1 0x_1 0b-11 0o-7 -0b11 -0o7 -0b-1 0b+1 +0b1
+0x1F -0x1F 9223372036854775807 9223372036854775808 18446744073709551615 18446744073709551616 -9223372036854775808
-9223372036854775809 +18446744073709551615 0xffffffffffffffff 0x10000000000000000 1.0 1.5 1.10 -1.5 +1.5 .5 -.5 +.5
5. 1. 1e3 1E3 1e+3 1e-3 1e-7 1e20 1e21 1e308 1e309 1e400 -1e400 1e-400 .e3 e3 1e 1e+ .5e3 1_0.5 1._5 ._5 1.5_0
1e1_0 .inf .Inf .INF -.inf +.inf .iNF inf Infinity .nan .NaN .NAN -.nan nan 0.1 0.123456789 123456.7890125
0.0000005 -0.0 190:20:30 1:2 0x1.8p1 0x1p4 1,000 1.2.3 2001-01-01 2001-1-1 2001-1-1T1:1:1Z 2001-01-01t01:02:03Z
2001-01-01T01:02:03z 2001-01-01T01:02:03+01:00 2001-01-01T01:02:03+25:00 2001-01-01T01:02:03+24:61
2001-01-01T01:02:03.5Z 2001-01-01T01:02:03,5Z 2001-01-01T01:02:03 2001-01-01T01:02Z 2001-13-01 2001-02-29
2000-02-29 1900-02-29 2001-01-32 2001-0-1 2001-01-01T24:00:00Z 2001-01-01T23:60:00Z 2001-01-01T23:59:60Z 0000-01-01
9999-12-31 12001-01-01 201-01-01 2001-01-01x 2001-01-01T01:02:03+0100 2001-01-01T01:02:03.Z 10s 1m30s 0s - + . ..
-- ++ 1- t T f F nil none None <nil>
"""
"""Between blanks."""

WITH_BLANKS = [
    "2001-01-01 01:02:03",
    "2001-01-01 1:2:3.5",
    "2001-01-01 01:02:03Z",
    "2001-01-01  01:02:03",
    "1 2",
    "- 1",
]


def _file(values: list[str]) -> str:
    lines = "".join(f"          k{number}: {value}\n" for number, value in enumerate(values))
    return "http:\n  middlewares:\n    m:\n      plugin:\n        p:\n          first: x\n" + lines


def _real(traefik: Live, values: list[str]) -> dict[str, Any]:
    answer = traefik.ask(_file(values))
    assert not answer.error, answer.error
    plugin: dict[str, Any] = answer.config["http"]["middlewares"]["m"]["plugin"]["p"]
    return {value: plugin.get(f"k{number}") for number, value in enumerate(values)}


def _mine(value: str) -> str | None:
    kind, text = resolve(Scalar(value, "", "", None, None))
    return None if kind == NULL else text


@pytest.mark.traefik
def test_a_scalar_comes_to_what_traefik_makes_of_it() -> None:
    values = [*WRITTEN.split(), "2001-01-01 01:02:03Z", "2001-01-01  01:02:03", "1 2"]
    times = [value for value in values if resolve(Scalar(value, "", "", None, None))[0] == TIMESTAMP]
    others = [
        value for value in values if value not in times and not value.startswith(("<", "- ", "-\n")) and value != "-"
    ]
    with Live() as traefik:
        assert {value: _mine(value) for value in others} == _real(traefik, others)
        for value in times:
            assert "unsupported type: struct" in traefik.ask(_file([value])).error, value


@pytest.mark.traefik
def test_numbers_made_at_random_come_to_what_traefik_makes_of_them() -> None:
    chance = random.Random(20)
    signs = "0123456789.eE_+-xob:T Z"
    made = {"".join(chance.choice(signs) for _ in range(chance.randint(1, 12))).strip() for _ in range(3000)}
    values = [
        v
        for v in sorted(made)
        if v and v[0] not in ":-?" and ": " not in v and not v.endswith(":") and _mine(v) is not None
    ]
    values = [value for value in values if resolve(Scalar(value, "", "", None, None))[0] != TIMESTAMP]
    with Live() as traefik:
        assert {value: _mine(value) for value in values} == _real(traefik, values)


def test_quotes_and_blocks_make_a_string_of_anything() -> None:
    for style in ("'", '"', "|", ">"):
        assert resolve(Scalar("1", style, "", None, None)) == (STRING, "1")


def test_a_tag_decides_where_it_stands() -> None:
    assert resolve(Scalar("7", "", "!!str", None, None)) == (STRING, "7")
    assert resolve(Scalar("7", "'", "!!int", None, None)) == (INT, "7")
    assert resolve(Scalar("7", "", "!!float", None, None)) == (FLOAT, "7")
    assert resolve(Scalar("~", "", "!foo", None, None)) == (STRING, "~")
    assert resolve(Scalar("aGk=", "", "!!binary", None, None)) == (STRING, "hi")


def test_the_table_of_dates_with_blanks_is_right() -> None:
    kinds = {value: resolve(Scalar(value, "", "", None, None))[0] for value in WITH_BLANKS}
    assert json.dumps([value for value, kind in kinds.items() if kind == TIMESTAMP]) == json.dumps(
        [*WITH_BLANKS[:2], WITH_BLANKS[3]]
    )
