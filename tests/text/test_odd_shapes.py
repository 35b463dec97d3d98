"""Passwords in shapes that Traefik does not know, and behind anchors, in files good and broken, are shown nowhere.

`shapes.txt` holds the files: `PW` is the password, the line `GATE` stands for a router and the head of its middleware.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.each import each, rows
from traefiklint import lint_texts
from traefiklint.instance.secrets import masked_text
from traefiklint.options import Options
from traefiklint.report import FORMATS, render
from traefiklint.report.differences import file_diff
from traefiklint.text.masks import masked_source

GATE = """\
http:
  routers:
    shop: {rule: 'Host(`a.test`)', service: nobody, middlewares: [gate]}
  middlewares:
    gate:
"""
WORDS = ("summer", "9174", "S3cr3tW0rd")
"""A word, a number, and what looks like a password; in one of the first two nothing but the place tells."""


class Shape(NamedTuple):
    name: str
    file: str
    text: str


def shapes() -> list[Shape]:
    blocks = Path(__file__).with_name("shapes.txt").read_text("utf-8").split("== ")[1:]
    heads = [block.partition("\n") for block in blocks]
    return [Shape(*head.split(" | "), text.replace("GATE\n", GATE)) for head, _, text in heads]  # type: ignore[call-arg]


def telling(shown: str, word: str) -> list[str]:
    return [line for line in shown.splitlines() if word in line]


@pytest.mark.parametrize("word", [WORDS[0], *(pytest.param(word, marks=pytest.mark.slow) for word in WORDS[1:])])
@each(shapes, lambda shape: shape.name)
def test_no_source_line_of_a_finding_and_no_diff_shows_it(shape: Shape, word: str) -> None:
    text = shape.text.replace("PW", word)
    report = lint_texts({shape.file: text}, options=Options(strict=True))
    assert not telling(render("text", report), word)
    assert not telling(render("json", report), word)
    changed = text.replace("nobody", "shop").replace("image: x", "image: y")
    assert not telling("\n".join(file_diff(shape.file, text, changed)), word)
    assert not telling(masked_text(shape.file, text), word)
    assert masked_text(shape.file, text).count("\n") == text.count("\n")


@pytest.mark.slow
@each(shapes, lambda shape: shape.name)
def test_no_format_shows_it(shape: Shape) -> None:
    for word in WORDS:
        report = lint_texts({shape.file: shape.text.replace("PW", word)}, options=Options(strict=True))
        for name in FORMATS:
            assert not telling(render(name, report), word), name


@pytest.mark.slow
@each(shapes, lambda shape: shape.name)
def test_nor_does_it_show_where_the_file_cannot_be_read_to_its_end(shape: Shape) -> None:
    """Only the lines tell then, wherever the text breaks off."""
    if shape.name in ONLY_READ:
        return
    text = shape.text.replace("PW", "S3cr3tW0rd")
    for end in ("   bad\n", "\tbad: [\n", "{{ if }}\n"):
        assert not telling(masked_source(text + end), "S3cr3tW0rd")


ONLY_READ = ("template set", "template list")
"""What the lines of an action do not tell."""


def test_who_a_user_is_stays_readable() -> None:
    text = "basicAuth:\n  realm: shop\n  users:\n    - {name: anna, hash: x1}\n    - bert:x2\n    - {carl: x3}\n"
    shown = "basicAuth:\n  realm: shop\n  users:\n    - {name: anna, hash: ***}\n    - bert:***\n    - {carl: ***}\n"
    assert masked_source(text) == shown


@rows(
    "text",
    [
        "services:\n  users:\n    image: shop/users\n    environment: {LOG: debug}\n    user: 'app'\n",
        "http:\n  middlewares:\n    token: {stripPrefix: {prefixes: [/a]}}\n    basicauth: {compress: {}}\n",
        "http:\n  services:\n    password: {loadBalancer: {sticky: {cookie: {name: sid, path: /}}}}\n",
        "B_API_KEY=${KEY} # https://example.com/keys\n",
        "basicAuth:\n  users:\n    # Write them with a tool: htpasswd\n",
        "basicAuth:\n  users:\n    # See https://example.com/users how to write them\n",
        "basicAuth:\n  users:\n    # htpasswd -nB asks for the password; `openssl passwd` does, too\n",
        "basicAuth:\n  users:\n    - ${ANN} # see (https://example.com:8443/ann), or ask\n",
        "services:\n  redis:\n    # published as 80:80 once, password is in the vault\n    image: redis\n",
        "secrets:\n  token: {file: ./token, name: shop}\n",
        "services:\n  web:\n    secrets: [db_password, api_token]\n    build: {secrets: [npm_token]}\n",
        "services:\n  redis:\n    secrets:\n      - db_password\n      - {source: api_token, target: redis_password}\n",
        "http: {middlewares: {basicauth: {chain: {middlewares: [missing-one]}}}}\n",
        "http: {middlewares: {digestAuth: {chain: {middlewares: [missing-one]}}}}\n",
        "http: {middlewares: {basicauth: {rateLimit: {sourceCriterion: {ipStrategy: {excludedIPs: [ann-host]}}}}}}\n",
        "http:\n  routers:\n    redis:\n      rule: Host(`a.test`)\n      service: shop\n",
        "http: {services: {redis: {loadBalancer: {servers: [{url: 'http://a'}]}, weighted: shop}}}\n",
        "entryPoints:\n  redis:\n    address: a.test:6379\n",
        "services:\n  basicauth:\n    environment: {A: b}\n    labels: [traefik.http.routers.redis.rule=Host(`a`)]\n",
        "http: {middlewares: {a: {basicAuth: {usersFile: /run/users, realm: shop, removeHeader: true}}}}\n",
    ],
)
def test_a_name_that_somebody_chose_makes_no_secret_of_what_is_below_it(text: str) -> None:
    assert masked_source(text) == text
    assert masked_text("a.yml", text) == text


@rows("name", ["basicauth", "redis", "routers", "services", "middlewares"])
def test_a_name_that_somebody_chose_hides_no_section_that_holds_a_secret(name: str) -> None:
    for below in ("users: [ann:summer]", "usrz: {ann: summer}", "ann: summer"):
        assert "summer" not in masked_source(f"http: {{middlewares: {{{name}: {{basicAuth: {{{below}}}}}}}}}\n")
    assert "summer" not in masked_source(f"http: {{routers: {{{name}: {{password: summer}}}}}}\n")


def test_what_is_merged_into_a_section_that_holds_a_secret_is_none_for_that() -> None:
    text = "x-on: &on\n  condition: service_healthy\nx-all:\n  redis: {<<: *on}\n"
    assert masked_source(text) == text
