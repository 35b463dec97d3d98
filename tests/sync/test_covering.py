"""Secrets of compose files: out of what git gets, and back at the place they came from, or not at all."""

from __future__ import annotations

from tests.each import rows
from traefiklint.sync.covering import cover, uncover
from traefiklint.text.masks import masked_source

SIGN = "REDACTED-{}-by-traefiklint"
ONE, TWO = "q7Rb2kLw93xZ", "n3wTok9en7abC2"


def service(name: str, secret: str) -> str:
    return f"  {name}:\n    environment:\n      - LEVEL=info\n      - PASSWORD={secret}\n"


def users(*pairs: tuple[str, str]) -> str:
    return "x-users:\n" + "".join(f"  - name: {name}\n    password: {secret}\n" for name, secret in pairs)


def test_what_was_covered_comes_back() -> None:
    text = "services:\n" + service("a", ONE) + service("b", TWO)
    assert ONE not in cover(text)
    assert uncover(cover(text), text) == (text, ())


def test_a_secret_behind_the_last_value_comes_back_too() -> None:
    text = "services:\n" + service("a", ONE) + f"      # - PASSWORD={TWO}\n"
    assert ONE not in cover(text) and TWO not in cover(text)
    assert uncover(cover(text), text) == (text, ())


def test_an_older_version_gets_the_secret_of_its_service() -> None:
    older, newer = "services:\n" + service("b", TWO), "services:\n" + service("a", ONE) + service("b", TWO)
    assert uncover(cover(older), newer) == (older, ())


def test_items_of_a_list_keep_their_secrets_in_whatever_order() -> None:
    ab, ba = users(("a", ONE), ("b", TWO)), users(("b", TWO), ("a", ONE))
    assert uncover(cover(ab), ba) == (ab, ())
    signed = cover(ab)
    moved = users(("b", SIGN.format(2)), ("a", SIGN.format(1)))
    assert signed == users(("a", SIGN.format(1)), ("b", SIGN.format(2)))
    assert uncover(moved, ab) == (ba, ())
    assert uncover(moved, ba) == (ba, ()), "pushed once more"


def test_the_line_above_tells_secrets_apart_however_far_both_are_indented() -> None:
    def text(indent: str, *pairs: tuple[str, str]) -> str:
        return "x-users:\n" + "".join(f"{indent}- name: {name}\n{indent}- password: {pw}\n" for name, pw in pairs)

    here, there = text("", ("a", ONE), ("b", TWO)), text("  ", ("b", TWO), ("a", ONE))
    assert cover(here) == text("", ("a", SIGN.format(1)), ("b", SIGN.format(2)))
    assert uncover(cover(here), there) == (here, ())


def test_what_is_in_doubt_is_missing() -> None:
    two = "services:\n  a:\n    command:\n      - --password={}\n      - --password={}\n      - --password={}\n"
    text = two.format(ONE, TWO, "p9Zk27abQx41")
    assert uncover(cover(text), text) == (text, ())
    shorter = cover(text).replace(f"      - --password={SIGN.format(2)}\n", "")
    assert uncover(shorter, text)[1]


@rows(
    ("here", "there"),
    [
        (f"a: {{password: {SIGN.format(1)}}}\n", f"a: {{password: {SIGN.format(1)}}}\n"),
        (f"a:\n  password: {SIGN.format(9)}\n", f"a:\n  password: {SIGN.format(9)}\nb:\n  token: {ONE}\n"),
        (f"a:\n  url: postgres://app:{SIGN.format(1)}@db/x\n", f"a:\n  url: postgres://{ONE}@db/x\n"),
        (f"a:\n  password: {SIGN.format(0)}\n", f"a:\n  password: {ONE}\n"),
        (f"a:\n  password: {SIGN.format(1)}\n", ""),
    ],
)
def test_a_sign_without_a_secret_stays_and_is_told(here: str, there: str) -> None:
    text, missing = uncover(here, there)
    assert (text, len(missing)) == (here, 1)


COMMANDS = """\
services:
  web:
    command: serve --password {} --port 8080 --token "{}" --token-file /run/token --secret $SECRET --api-key ${{KEY}}
    entrypoint: ["run", "--db-pass", "{}", "--level", "info"]
    environment:
      LEVEL: ${{ADMIN_SECRET:-{}}}
      OTHER: x${{DB_PASSWORD-{}}}y ${{DB_PASSWORD:?must be set}} ${{HOST:-example.com}} ${{DB_PASSWORD}}
    healthcheck: {{test: sh -c "PGPASSWORD={} psql -U x" && mysql --password={} x}}
    x-list:
      - --password
      - {}
      - --token
      # in between
      - '{}'
      - --quiet
"""


def test_what_a_flag_or_a_variable_names_is_a_secret() -> None:
    secrets = ["hunter2", "two words", *(f"hunter{n}" for n in range(3, 10))]
    text = COMMANDS.format(*secrets)
    signs = [SIGN.format(n + 1) for n in range(len(secrets))]
    assert cover(text) == COMMANDS.format(*signs)
    assert uncover(cover(text), text) == (text, ())


@rows(
    "value",
    [
        "serve --max-tokens 5 --auth basic",
        "serve --password-file /run/secrets/db --secret-name db",
        "serve --password --verbose",
        "${TOKEN_URL:-http://idp/token} ${PASSWORD_FILE:-/run/secrets/db}",
        "${PASSWORD:+set} ${PASSWORD:-} ${PASSWORD:-",
    ],
)
def test_what_only_speaks_of_a_secret_stays(value: str) -> None:
    text = f"services:\n  web:\n    command: {value}\n"
    assert cover(text) == text


def test_what_a_line_above_names_gets_the_secret_of_that_name_or_none() -> None:
    item = "services:\n  a:\n    command:\n      - serve\n      - {}\n      - {}\n"
    here, there = item.format("--password", "q7Rb2kLw93xZ"), item.format("--token", "n3wTok9en7abC2")
    assert cover(here) != here != uncover(cover(here), there)[0]
    assert uncover(cover(here), there) == (cover(here), ("number 1",))
    pairs = "services:\n  a:\n    command:\n" + 2 * "      - {}\n      # given\n      - {}\n"
    one, two = ("--password", "q7Rb2kLw93xZ"), ("--token", "n3wTok9en7abC2")
    assert uncover(cover(pairs.format(*one, *two)), pairs.format(*two, *one)) == (pairs.format(*one, *two), ())
    folded = "services:\n  a:\n    command: >-\n      serve {}\n      {}\n"
    here, there = folded.format("--password", "q7Rb2kLw93xZ"), folded.format("--token", "n3wTok9en7abC2")
    assert uncover(cover(here), there)[1]


def test_the_word_behind_a_flag_is_covered_and_not_a_later_one_that_reads_alike() -> None:
    text = "services:\n  a:\n    command: >-\n      serve --password\n      hunter2xyz\n      --x hunter2xyz\n"
    covered = cover(text)
    assert covered.index("REDACTED-1") < covered.index("--x")
    assert "hunter2xyz" not in covered.split("--x")[0]
    assert uncover(covered, text) == (text, ())


def test_a_sign_is_shown_as_it_is_and_a_secret_that_is_written_out_is_not() -> None:
    text = f"a:\n  API_TOKEN: {SIGN.format(1)}\n  PASSWORD: {ONE}\n"
    assert masked_source(text) == f"a:\n  API_TOKEN: {SIGN.format(1)}\n  PASSWORD: ***\n"
