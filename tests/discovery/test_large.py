"""What a search of a folder costs: no more than what is in it, whatever stands there."""

from __future__ import annotations

from pathlib import Path

from tests.each import rows
from tests.effort import Effort, calls
from traefiklint.discovery.filled_in import replaced_in
from traefiklint.discovery.scripts import Scripts
from traefiklint.discovery.templated import holds_variable, with_actions


@rows(
    "text", [b"{" * 40_000, b"$" * 40_000, b"\n" * 40_000, b"{{ a " * 8_000], ids=["braces", "signs", "lines", "open"]
)
def test_variables_of_a_text_are_found_in_one_pass(text: bytes) -> None:
    with Effort() as effort:
        assert not holds_variable(b"a: " + text + b"\n")
    effort.assert_below(20)


@rows(
    "text",
    [b"{% a" * 8_000, b"{# #" * 8_000, b"{{" * 20_000, b"{{" + b" " * 40_000],
    ids=["statements", "comments", "braces", "blanks"],
)
def test_a_template_that_nobody_closes_is_read_once(text: bytes) -> None:
    with Effort() as effort:
        assert with_actions(b"{% for a in b %}" + text) == text
    effort.assert_below(20)


@rows(
    ("text", "filled"),
    [
        (b"a: ${B}", b"a: {{ env `B` }}"),
        (b"a: {{ $b }} $C", b"a: {{ $b }} {{ env `C` }}"),
        (b"a: {{{ $b }}} $C", b"a: {{{ $b }}} {{ env `C` }}"),
        (b"\n\n  # $A\nb: $$apr1$x$y", b"\n\n  # $A\nb: $$apr1$x$y"),
        (b"{% if a %}{# {% #}a: {{ b }}{%- endif -%}\n{# a\n# #}", b"a: {{ env `x` }}\n"),
    ],
)
def test_what_is_no_variable_is_left_as_it_is(text: bytes, filled: bytes) -> None:
    assert with_actions(text) == filled


def test_commands_that_replace_nothing_are_asked_about_no_file(tmp_path: Path) -> None:
    (tmp_path / "run.sh").write_text(
        "#!/bin/sh\nsed -i s/CHANGE_ME/x/ other.yml\n" + "echo a b c\n" * 500, encoding="utf-8"
    )

    def work(count: int) -> int:
        texts = {f"app{number}/compose.yml": b"a: CHANGE_ME\n" for number in range(count)}
        return calls(lambda: replaced_in(Scripts(str(tmp_path)), texts, {}))

    work(1)
    assert work(200) - work(100) < 100 * 10
