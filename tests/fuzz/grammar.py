"""Texts by grammar: what Traefik, the settings, baselines and route tests are made of, put together without sense.

A grammar asks `Choices` for every decision, which come from a seed, or from the bytes that a coverage-guided fuzzer
makes up. Depth and length are bounded, so that every series of choices ends.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from tests.fuzz.driving import GOOD, PARTS, TESTS

T = TypeVar("T")


class Choices:
    """Decisions by chance."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)

    def below(self, count: int) -> int:
        """A number from 0 up to `count`, which is not reached."""
        return self._random.randrange(count)

    def of(self, values: Sequence[T]) -> T:
        """One of several."""
        return values[self.below(len(values))]

    def one_in(self, count: int) -> bool:
        """Whether something rare happens."""
        return not self.below(count)


class Bytes(Choices):
    """Decisions by the bytes of an input; once they are used up, the first of everything."""

    def __init__(self, data: bytes) -> None:
        super().__init__(0)
        self._data = data
        self._at = 0

    def below(self, count: int) -> int:
        size = 1 if count <= 256 else 2
        piece = self._data[self._at : self._at + size]
        self._at += size
        return int.from_bytes(piece, "big") % count


KEYS = (
    *("http", "tcp", "udp", "tls", "routers", "services", "middlewares", "serversTransports", "rule", "service", "tls"),
    *("entryPoints", "middlewares", "priority", "parentRefs", "loadBalancer", "servers", "url", "address", "weighted"),
    *("mirroring", "failover", "fallback", "name", "weight", "healthCheck", "path", "interval", "basicAuth", "users"),
    *("chain", "plugin", "options", "stores", "certificates", "certFile", "keyFile", "certResolver", "domains", "main"),
    *("sans", "headers", "customRequestHeaders", "redirectRegex", "regex", "replacement", "circuitBreaker"),
    *("expression", "ipAllowList", "sourceRange", "stripPrefix", "prefixes", "rateLimit", "average", "certFil", "HTTP"),
    *("Rule", "passHostHeader", "sticky", "cookie", "permanent", "scheme", "observability", "ruleSyntax", "a", "b"),
)
STATIC = (
    *("entryPoints", "web", "websecure", "address", "http", "tls", "redirections", "entryPoint", "to", "scheme", "api"),
    *("insecure", "dashboard", "providers", "file", "directory", "docker", "certificatesResolvers", "acme", "ping"),
    *("httpChallenge", "experimental", "plugins", "metrics", "prometheus", "core", "defaultRuleSyntax", "log", "tcp"),
    *("forwardedHeaders", "trustedIPs", "asDefault", "middlewares", "certResolver", "options", "entrypoints", "rest"),
)
SETTINGS = (
    *("target", "static", "directories", "ignore", "select", "severity", "per-file-ignores", "known", "dokploy", "url"),
    *("environments", "apps", "fail-on", "strict", "baseline", "profile", "middlewares", "directory", "tool"),
    *("traefiklint", "targt", "x"),
)
COMPOSE_KEYS = (
    *("ports", "expose", "networks", "network_mode", "deploy", "extends", "container_name", "profiles", "env_file"),
    *("label_file", "healthcheck", "scale", "depends_on", "labels", "service", "file", "replicas", "aliases", "x-a"),
)
TEST_KEYS = (
    *("tests", "request", "expect", "name", "headers", "client-ip", "defaults", "router", "not-router", "status"),
    *("redirect", "middleware", "server", "entry-point", "server-name", "path"),
)
SCALARS = (
    *("", "~", "null", "true", "yes", "1", "-1", "0x1F", "0o7", "1_000", "1.5", ".inf", ".nan", "1e400", "9" * 400),
    *("9" * 5000, "2026-01-02", "2026-01-02T03:04:05Z", "web", "shop", "auth", "shop@file", "api@internal", "a,b"),
    *(
        "10s",
        "1h1h",
        "1d",
        "http://shop:3000",
        "http://[::1",
        "h2c://x",
        "http://u:p@s/?a=b",
        "10.0.0.0/8",
        "1.2.3.4/33",
    ),
    *(
        "404",
        "500-599",
        "^/(.*)",
        "(",
        "$1",
        "http://${1}",
        "\u2551",
        "\u255121\u2551a",
        "\u2551" + "9" * 5000 + "\u2551a",
    ),
    *("a" * 300, "\u00e9", "\u0131", "\U0001f600", "\u202e", "\x1b[31m", "`x`", "@x", "%x", "!Host(`a`)", "*x", "&x"),
    *("a: b", "a #b", "'", '"', "\\", "\\/", "{{", "}}", "[", "{", "-----BEGIN CERTIFICATE-----", "a:$apr1$x$y"),
    *(
        "LatencyAtQuantileMS(50.0) > 100",
        "NetworkErrorRatio() > 0.5 &&",
        "GET http://shop.example.com/a",
        "router shop",
    ),
    *("redirect to https://a/", "3.6", "error", "never", "missing-health-check", "text", "[]", "0.0.0.0/0", "0", "\0"),
)
MATCHERS = (
    *(
        "Host",
        "HostRegexp",
        "Path",
        "PathPrefix",
        "PathRegexp",
        "Header",
        "HeaderRegexp",
        "Query",
        "Method",
        "ClientIP",
    ),
    *("HostSNI", "ALPN", "Headers", "Hst", "host", "HostHeader", "HostSNIRegexp", "QueryRegexp"),
)
ARGUMENTS = (
    *(
        "`a.example.com`",
        "`shop.example.com`",
        "`*.example.com`",
        "`*`",
        "`/`",
        "`/a`",
        "`/a`, `/b`",
        "'x'",
        '"x"',
        "x",
    ),
    *(
        "`^/(`",
        "`.+`",
        "`{a:[a-z]+}`",
        "`{a`",
        "`10.0.0.0/8`",
        "`GET`",
        "`X`, `y`",
        "`a=b`",
        "",
        "`",
        '"\\x"',
        "`\u00e9.x`",
    ),
    *("`a`, ", "“x”", "`%2F`", "`a..b`", "1", "Host(`a`)", "`" + "a" * 300 + "`", "`a\nb`", "`(?i)x`"),
)
BREAKS = ("\n", "\n", "\n", "\n", "\r\n", "\r", "\x85", "\u2028", "\u2029", "\n\n")
JUNK = "\0\x07\t\x1b\x7f\x85\ufeff\ufffe\u2028\ud800\udc80\udfff'\"`{}[]#&*!|>%@:-?,\\ \r\n"


def rule(choose: Choices, depth: int = 0) -> str:
    """A router's rule."""
    if depth > 4 or choose.one_in(3):
        return f"{choose.of(MATCHERS)}({choose.of(ARGUMENTS)})"
    kind = choose.below(6)
    inner = rule(choose, depth + 1)
    if kind == 0:
        return f"!{inner}"
    if kind == 1:
        return f"({inner})"
    if kind == 2:
        return inner + choose.of(("", ")", "(", " &&", "||", " and ", " & ", "\n", ",")) * (1 + choose.below(2))
    return f"{inner} {choose.of(('&&', '||'))} {rule(choose, depth + 1)}"


def action(choose: Choices) -> str:
    """A template's action, or a part of one."""
    words = (
        *(
            "$x",
            ":=",
            "=",
            "|",
            "(",
            ")",
            ".",
            ".a",
            '"a"',
            "`b`",
            "1",
            "nil",
            "true",
            "if",
            "else",
            "end",
            "range",
            "with",
        ),
        *(
            "define",
            "template",
            "block",
            "break",
            "printf",
            '"%s%d"',
            "list",
            "dict",
            "env",
            "index",
            "repeat",
            "until",
        ),
        *(
            "upper",
            "split",
            "join",
            "set",
            "has",
            "/* c */",
            "-",
            ",",
            "$",
            "'x'",
            "0x",
            "9" * 30,
            "1e9",
            "100000",
            "$y",
        ),
    )
    inside = " ".join(choose.of(words) for _ in range(choose.below(7)))
    return "{{" + choose.of(("", "- ", " ", "")) + inside + choose.of((" }}", "}}", " -}}", "}", ""))


def scalar(choose: Choices) -> str:
    """A value as it stands in YAML."""
    if choose.one_in(5):
        return rule(choose)
    text = choose.of(SCALARS)
    kind = choose.below(8)
    if kind == 0:
        return "'" + text.replace("'", "''") + "'"
    if kind == 1:
        return json.dumps(text, ensure_ascii=choose.one_in(2))
    if kind == 2:
        return choose.of(("!!str ", "!!int ", "!!binary ", "!!float ", "!x ", "!<a> ", "&a ", "! ")) + text
    return text


def yaml(choose: Choices, keys: Sequence[str] = KEYS) -> str:
    """A document of YAML, in blocks and brackets."""
    lines: list[str] = []
    _block(choose, keys, 0, 0, lines)
    text = "".join(line + choose.of(BREAKS) if choose.one_in(6) else line + "\n" for line in lines)
    return (
        choose.of(("", "", "", "---\n", "%YAML 1.1\n---\n", "%YAML 1.2\n---\n", "# traefiklint: ignore-file[x]\n"))
        + text
    )


def _block(choose: Choices, keys: Sequence[str], indent: int, depth: int, lines: list[str]) -> None:
    for _ in range(1 + choose.below(4)):
        pad = " " * indent + ("" if not choose.one_in(40) else choose.of(("\t", " ", "?", "- ")))
        if choose.one_in(12):
            lines.append(
                pad + choose.of(("# c", "# traefiklint: ignore[unknown-service, x] y", "# {{ .|| }}", "...", "---"))
            )
        if choose.one_in(15):
            lines.append(pad + action(choose))
        key = choose.of(keys) if not choose.one_in(12) else choose.of(("<<", *SCALARS))
        head = f"{pad}{key}:" if not choose.one_in(6) else f"{pad}-"
        tail = choose.of(("", "", "", " &a", " &b", " # c"))
        if depth < 5 and choose.below(3):
            lines.append(head + tail)
            _block(choose, keys, indent + 2, depth + 1, lines)
        elif choose.one_in(8):
            lines.append(head + choose.of((" |", " >-", " |+", " >2", " |x")))
            lines += [f"{pad}    {scalar(choose)}" for _ in range(choose.below(3))]
        else:
            lines.append(f"{head} {flow(choose, keys)}{tail if tail != ' &a' else ''}")


def flow(choose: Choices, keys: Sequence[str], depth: int = 0) -> str:
    """A value on one line."""
    kind = choose.below(8)
    if depth > 3 or kind < 4:
        return action(choose) if choose.one_in(25) else scalar(choose)
    if kind == 4:
        return choose.of(("*a", "*b", "&a x", "*none", "&b [*a]", "&a {<<: *b}"))
    items = [flow(choose, keys, depth + 1) for _ in range(choose.below(4))]
    if kind == 5:
        return "[" + ", ".join(items) + choose.of(("]", "]", "]", ",]", ""))
    pairs = ", ".join(f"{choose.of(keys)}: {item}" for item in items)
    return "{" + pairs + choose.of(("}", "}", "}", ",}", ""))


def toml(choose: Choices, keys: Sequence[str] = KEYS) -> str:
    """A document of TOML."""
    lines = []
    for _ in range(1 + choose.below(8)):
        name = ".".join(
            choose.of(keys) if not choose.one_in(9) else f'"{choose.of(SCALARS[:12])}"'
            for _ in range(1 + choose.below(4))
        )
        kind = choose.below(10)
        if kind < 2:
            lines.append(f"[{name}]")
        elif kind == 2:
            lines.append(f"[[{name}]]")
        elif kind == 3:
            lines.append(choose.of(("# c", "# traefiklint: ignore[x]", "# {{ .|| }}", "=", "[", action(choose))))
        else:
            lines.append(f"{name} = {_toml_value(choose, keys)}")
    return "".join(line + (choose.of(BREAKS) if choose.one_in(8) else "\n") for line in lines)


def _toml_value(choose: Choices, keys: Sequence[str], depth: int = 0) -> str:
    kind = choose.below(9)
    if depth > 3 or kind < 5:
        text = choose.of(SCALARS) if not choose.one_in(4) else rule(choose)
        form = choose.of(("{}", '"{}"', "'{}'", '"""{}"""', "'''{}'''", "json", "json"))
        return json.dumps(text) if form == "json" else form.replace("{}", text)
    items = [_toml_value(choose, keys, depth + 1) for _ in range(choose.below(4))]
    if kind < 7:
        return "[" + choose.of((", ", ",", ",\n", " # c\n, ")).join(items) + "]"
    return "{" + ", ".join(f"{choose.of(keys)} = {item}" for item in items) + "}"


def baseline(choose: Choices) -> str:
    """A baseline, or JSON that is nearly one."""
    counts = ("1", "0", "-5", "Infinity", "NaN", "1e400", "true", '"1"', "null", "9" * 5000, "2.5", "[]")
    texts = ('"a"', '"\\ud800"', "1", "null", "[]", '"http-router"')
    entries = []
    for _ in range(choose.below(3)):
        values = (*(choose.of(texts) for _ in range(3)), choose.of(counts))
        pairs = zip(("rule", "file", "path", "count"), values, strict=True)
        entries.append("{" + ", ".join(f'"{key}": {value}' for key, value in pairs) + "}")
    version = choose.of(("1", "1", "1", "2", '"1"', "true", "[1]", "1.0", "9" * 5000))
    findings = choose.of(("[" + ",".join(entries) + "]", "null", "{}", '"x"'))
    return f'{{"version": {version}, "findings": {findings}}}'


def compose(choose: Choices) -> str:
    """A compose file with labels, flags and variables; mostly one that Compose takes."""
    lines = ["services:"]
    for number in range(1 + choose.below(3)):
        image = choose.of(("example/shop:2", "traefik:v3.6", "traefik", "${IMAGE:-a}"))
        lines += [f"  {choose.of(('shop', 'a', 'proxy'))}{number}:", f"    image: {image}"]
        if choose.below(5):
            lines += ["    labels:", *_labels(choose)]
        if choose.one_in(3):
            lines.append(f"    {choose.of(('command', 'environment'))}: {_flags(choose)}")
        if choose.one_in(3):
            lines.append(f"    expose: [{choose.of(('80', '80, 81', '0', '80-82', '99999'))}]")
        if choose.one_in(10):
            lines.append(f"    {choose.of(COMPOSE_KEYS)}: {flow(choose, COMPOSE_KEYS)}")
    return "".join(line + (choose.of(BREAKS) if choose.one_in(30) else "\n") for line in lines)


def _labels(choose: Choices) -> Iterator[str]:
    """The lines of labels, as a list or as a mapping, in all kinds of quotes."""
    is_list = choose.below(3)
    for _ in range(1 + choose.below(6)):
        name, value = _label_name(choose), interpolated(choose)
        text = f"{name}={value}"
        if is_list:
            block = ">-\n        " + text.replace("\n", " ")
            yield "      - " + choose.of(
                (json.dumps(text), "'" + text.replace("'", "''") + "'", block, json.dumps(name))
            )
        else:
            yield f"      {json.dumps(name)}: " + choose.of(
                (json.dumps(value), json.dumps(value, ensure_ascii=False), "~", "1")
            )


def _label_name(choose: Choices) -> str:
    start = choose.of(
        ("traefik.http.routers.", "traefik.http.services.", "traefik.http.middlewares.", "traefik.tcp.routers.")
    )
    name = choose.of(("shop", "a", "${APP}", "A", "1", "x-y", "", "sh$$op", "shop0"))
    steps = (
        choose.of(KEYS) + choose.of(("", "", "", "", "[0]", "[x]", "[01]", "[0][1]"))
        for _ in range(1 + choose.below(3))
    )
    usual = start + choose.of(
        ("shop.rule", "shop.service", "shop.middlewares", "shop.loadbalancer.server.port", "shop.tls")
    )
    full = f"{start}{name}.{'.'.join(steps)}"
    odd = choose.of(
        ("traefik.enable", "traefik..x", "Traefik.docker.network", "traefik.", "traefik.http", choose.of(SCALARS))
    )
    return choose.of((full, full.lower(), usual, usual, odd))


def interpolated(choose: Choices) -> str:
    """A value with variables of Compose in it."""
    parts = ("${X}", "$X", "${X:-a}", "${X-${Y}}", "$$", "${X:+b}", "", "", "", "", "", "", "", "", "$", "${", "${X:?}")
    return choose.of(parts) + (rule(choose) if choose.below(2) else choose.of(SCALARS)) + choose.of(parts)


def _flags(choose: Choices) -> str:
    flags = []
    for _ in range(choose.below(5)):
        keys = ".".join(choose.of(STATIC) for _ in range(1 + choose.below(4)))
        value = interpolated(choose)
        flags.append(choose.of((f"--{keys}={value}", f"--{keys}", f"TRAEFIK_{keys.upper().replace('.', '_')}={value}")))
    return choose.of(
        (json.dumps(flags), json.dumps(flags), json.dumps(" ".join(flags)), json.dumps(dict.fromkeys(flags, "x")))
    )


def answer(choose: Choices) -> str:
    """What a server sends, after two letters for the status."""
    bodies = (
        *(
            '{"message": "Unauthorized"}',
            '{"message": "x", "issues": [{"path": ["a", 1, null], "message": 3}]}',
            "<html>",
        ),
        *(
            '{"message": 1}',
            '{"message": "\\ud800"}',
            "[]",
            "null",
            "NaN",
            "9" * 5000,
            '"x"',
            '{"data": {"path": "a"}}',
        ),
        *(
            '{"message": "not found", "data": []}',
            '{"message": "", "issues": [{}]}',
            "[" * 3000,
            '{"issues": 1, "message": ""}',
        ),
    )
    return chr(choose.below(128)) + chr(choose.below(128)) + choose.of(bodies)


def sync(choose: Choices) -> str:
    """A common origin and what two sides made of it."""
    origin = choose.of((GOOD, yaml(choose)))
    return PARTS.join((origin, _changed(choose, origin), _changed(choose, origin)))


def _changed(choose: Choices, text: str) -> str:
    lines = text.splitlines()
    for _ in range(choose.below(4)):
        at = choose.below(len(lines) + 1)
        lines[at : at + choose.below(2)] = choose.of(
            ([], [f"    {choose.of(KEYS)}: {scalar(choose)}"], lines[at : at + 2])
        )
    return "\n".join(lines) + "\n"


GRAMMARS: dict[str, Callable[[Choices], str]] = {
    "yaml": yaml,
    "toml": toml,
    "static": lambda choose: yaml(choose, STATIC) if choose.below(4) else toml(choose, STATIC),
    "labels": compose,
    "settings": lambda choose: toml(choose, SETTINGS),
    "baseline": baseline,
    "tests": lambda choose: yaml(choose, TEST_KEYS) if choose.below(3) else TESTS + f"  - {flow(choose, TEST_KEYS)}\n",
    "answer": answer,
    "sync": sync,
}
DEEP = ("[", "{a: ", "- ", "(", "!", "{{if true}}", "a.", "{a=", "[[", "&a [", "\n ", "'", '{"a":', "{{(")


def text_of(room: str, choose: Choices) -> bytes:
    """An input for a room, now and then damaged, deep, or in another encoding."""
    text = GRAMMARS[room](choose)
    kind = choose.below(16)
    if kind == 0:
        at = choose.below(len(text) + 1)
        text = text[:at] + "".join(choose.of(JUNK) for _ in range(1 + choose.below(4))) + text[at + choose.below(3) :]
    elif kind == 1:
        at, count = choose.below(len(text) + 1), choose.of((20, 150, 480, 960, 2500))
        text = text[:at] + choose.of(DEEP) * count + choose.of(("", "]" * count, "}" * count, ")" * count)) + text[at:]
    elif kind == 2:
        text = choose.of(BREAKS).join(text.split("\n"))
    elif kind == 3:
        return text.encode(choose.of(("utf-16", "utf-16-be", "utf-32", "utf-8-sig", "latin-1")), "replace")
    return text.encode("utf-8", "surrogatepass")
