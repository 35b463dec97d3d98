"""`--add-ignores`: comments that keep silent what is found, and change nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.running import Runner
from tests.each import rows
from traefiklint.engine import lint_texts
from traefiklint.fixing import ignore_texts
from traefiklint.options import Options

OPTIONS = Options(profile="none")
MISSING = (
    "http:\n  routers:\n    shop:\n      rule: Host(`a.io`)\n      service: gone\n      middlewares: [auth, log]\n"
)


def ignored(text: str, name: str = "shop.yml") -> str:
    """The text with the comments, of which it is made sure that they keep everything silent."""
    done = ignore_texts({name: text}, OPTIONS)
    assert not done.report.findings, done.report.findings
    assert not lint_texts({name: done.texts[name]}, OPTIONS).findings
    return done.texts[name]


def test_a_comment_stands_behind_the_line_and_names_all_that_is_found_there() -> None:
    assert ignored(MISSING) == MISSING.replace(
        "service: gone\n", "service: gone  # traefiklint: ignore[unknown-service]\n"
    ).replace("[auth, log]\n", "[auth, log]  # traefiklint: ignore[unknown-middleware]\n")


def test_a_comment_that_is_there_gets_one_more_name() -> None:
    text = MISSING.replace("[auth, log]\n", "[auth] # traefiklint: ignore[unknown-middleware] it is theirs\n")
    text = text.replace("[auth] #", "[auth, auth] #").replace("service: gone", "service: api@internal")
    assert "ignore[unknown-middleware, middleware-duplicate] it is theirs\n" in ignored(text)


def test_a_comment_of_another_kind_stays_in_front_of_it() -> None:
    fixed = ignored(MISSING.replace("gone\n", "gone # see the wiki\n"))
    assert "service: gone # see the wiki  # traefiklint: ignore[unknown-service]\n" in fixed


def test_a_comment_that_silences_nothing_gets_none_of_its_own() -> None:
    text = MISSING.replace("gone\n", "api@internal # traefiklint: ignore[unknown-service] once\n")
    done = ignore_texts({"shop.yml": text}, OPTIONS)
    assert [(one.rule, one.line) for one in done.report.findings] == [("unused-suppression", 5)]
    assert "ignore[unknown-service] once\n" in done.texts["shop.yml"]


def test_inside_a_text_nothing_is_written() -> None:
    rule = "rule: >-\n        Host(`a.io`) &&\n        Path(`/a`) && Hots(`b`)\n      service: a@docker\n"
    fixed = ignored(f"http:\n  routers:\n    shop:\n      {rule}")
    assert "Path(`/a`) && Hots(`b`)\n      service" in fixed
    assert "    # traefiklint: ignore[rule-unknown-matcher]\n    shop:" in fixed or fixed.startswith(
        "# traefiklint: ignore-file[rule-unknown-matcher]\n"
    )


@rows(
    ("name", "text"),
    [
        ("shop.yml", MISSING.replace("gone", '"go\n        ne"')),
        ("shop.yml", MISSING.replace("gone", "go\n        ne")),
        ("shop.yml", MISSING.replace("[auth, log]", "['au\n        th', log]")),
        ("shop.toml", '[http.routers.shop]\nrule = \'Host(`a.io`)\'\nservice = """\ngo\\\n  ne"""\n'),
    ],
)
def test_no_comment_becomes_a_part_of_what_is_written(name: str, text: str) -> None:
    comments = re.compile(r"(?m)^[ \t]*#.*\n|[ \t]+# traefiklint.*")
    assert comments.sub("", ignored(text, name)) == text
    read = lint_texts({name: ignored(text, name)}, Options(profile="none", strict=True))
    assert "traefiklint" not in " ".join(one.message for one in read.findings if one.rule != "unused-suppression")


def test_toml_and_windows_line_ends_stay_what_they_are() -> None:
    text = "[http.routers.shop]\r\nrule = 'Host(`a.io`)'\r\nservice = 'gone'\r\n"
    assert ignored(text, "shop.toml").splitlines(keepends=True)[2] == (
        "service = 'gone'  # traefiklint: ignore[unknown-service]\r\n"
    )


def test_a_file_that_is_not_asked_for_is_left_alone() -> None:
    done = ignore_texts(
        {"a.yml": MISSING, "b.yml": MISSING.replace("shop", "blog")}, OPTIONS, only=frozenset({"b.yml"})
    )
    assert set(done.texts) == {"b.yml"}


def test_the_command_writes_them_and_says_how_many(cli: Runner, tmp_path: Path) -> None:
    cli.write({"apps/shop.yml": MISSING})
    first = cli("lint", "apps", "--profile", "none", "--add-ignores")
    assert (first.status, first.err) == (0, "Keeping 3 findings silent with comments in 1 file.\n")
    assert cli("lint", "apps", "--profile", "none").status == 0
    assert cli("lint", "apps", "--profile", "none", "--add-ignores").err == "There is nothing to keep silent.\n"


def test_standard_input_cannot_take_comments(cli: Runner) -> None:
    done = cli("lint", "-", "--add-ignores")
    assert (done.status, "no comments can be written into standard input" in done.err) == (2, True)
