"""Secrets never reach output: not the message, not the line of source, in no format."""

from __future__ import annotations

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.findings import Report
from traefiklint.options import Options
from traefiklint.report import FORMATS, render

FILE = r"""
http:
  routers:
    shop:
      rule: Host(`shop.example.com`)
      middlewares: [auth, digest, tokens, limit, plug, ask]
      service: shop
  services:
    shop:
      loadBalancer:
        servers:
          - url: "http://joe:s3cretUrl@shop name:3000"
          - {url: "http://joe:s3cretUrl@shop:3000", wait: "http://joe:s3cretUrl@shop"}
  middlewares:
    auth:
      basicAuth:
        users: ["anna:$apr1$abcdefgh$s3cretHash", "bert:s3cretPlain", "carl:a:s3cretMore", "s3cretAlone"]
    digest:
      digestAuth: {users: ["dora:realm:s3cretDigest:x"]}
    tokens: {headers: {customRequestHeaders: {Authorization: "Bearer s3cretToken"}, frameDeny: maybe}}
    limit: {rateLimit: {average: x, redis: {password: s3cretRedis}}}
    plug: {plugin: {guard: {apiKey: "s3cretPlugin"}}}
    ask: {forwardAuth: {address: "http://joe:s3cretUrl@a.example", tls: {key: "-----BEGIN PRIVATE KEY----- s3cretKey"}}}
tls:
  certificates:
    - certFile: a.pem
      keyFile: |
        -----BEGIN RSA PRIVATE KEY-----
        s3cretPem
        -----END RSA PRIVATE KEY-----
"""
BROKEN = """
http:
  middlewares:
    auth:
      basicAuth:
        users:
          - "anna:$2y$05$s3cretHashOfAnna.s3cretHashOfAnna"
         - bad
"""


def lint(text: str) -> Report:
    return lint_texts({"shop.yml": text}, options=Options(strict=True))


@rows("text", [FILE, BROKEN], ids=["readable", "broken"])
@rows("name", FORMATS)
def test_no_format_shows_a_secret(name: str, text: str) -> None:
    shown = render(name, lint(text))
    assert "shop.yml" in shown
    assert "s3cret" not in shown


def test_every_line_with_a_secret_is_shown_with_a_mask() -> None:
    report = lint(FILE)
    shown = render("text", report)
    about = {finding.line for finding in report.findings}
    secret_lines = {number for number, line in enumerate(FILE.splitlines(), 1) if "s3cret" in line}
    assert len(about & secret_lines) >= 7
    assert '"anna:***", "bert:***"' in shown


@rows(
    "header",
    ["Authorization", "Proxy-Authorization", "Cookie", "X-Api-Key", "X-ApiKey", "api_key", "X-Access-Key", "Access_Key",
     "X-Private-Key", "X-Auth-Key", "X-Auth-Token", "Token", "X-Secret", "Client-Secret", "Password", "X-PASSWORD"],
)  # fmt: skip
@rows("where", ["customRequestHeaders", "customResponseHeaders"])
def test_the_value_of_each_header_that_holds_a_secret_is_hidden(header: str, where: str) -> None:
    line = f"    m: {{headers: {{{where}: {{{header}: 's3cret value'}}, frameDeny: maybe}}}}"
    shown = render("text", lint(f"http:\n  middlewares:\n{line}\n"))
    assert f"{header}: '***'" in shown
    assert "s3cret" not in shown


@rows("header", ["X-Forwarded-Proto", "Cookie-Policy", "X-Keyboard", "Access-Control-Max-Age"])
def test_the_value_of_any_other_header_is_shown(header: str) -> None:
    line = f"    m: {{headers: {{customRequestHeaders: {{{header}: 'plain value'}}, frameDeny: maybe}}}}"
    assert f"{header}: 'plain value'" in render("text", lint(f"http:\n  middlewares:\n{line}\n"))


def test_lines_and_columns_stay_where_they_are() -> None:
    masked = lint(FILE).texts["shop.yml"]
    assert [len(line) for line in masked.splitlines()] == [len(line) for line in FILE.splitlines()]


def test_a_text_without_secrets_is_shown_as_it_is() -> None:
    text = "http:\n  routers:\n    a: {rule: 'HostRegexp(`^a`)', service: 'b@file', middlewares: [m]}\n  middlewares:\n"
    text += "    m: {redirectRegex: {regex: '^http://(.*)$', replacement: 'https://$1$2'}}\n"
    assert lint(text).texts["shop.yml"] == text
