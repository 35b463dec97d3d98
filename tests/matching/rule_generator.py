"""Rules made at random: whole, doubtful and broken ones, the same for the same seed."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from traefiklint.matching.names import NAMES


class Case(NamedTuple):
    rule: str
    protocol: str
    syntax: str


HOSTS = [
    'a.example.com', 'A.B', 'example.com.', '*.a.b', '*', 'a.*', '*a', 'münchen.de', 'https://a.b', 'a.b:80', 'a_b',
    '::1', 'a b', ' ', 'a..b', '1.2.3.4', '*.', '.', 'x:y',
]  # fmt: skip
PATHS = [
    '/', '/api', '/a b', 'api', '/é', '/a/{id}', '/{x:[a-z]+}', '/{x', '/x}', '/{}', '/{:a}', '/{a:}', '/{x:(}',
    '/{x:{1}}', '//',
]  # fmt: skip
REGEXES = [
    '^a$', '.*', '[', '(a', 'a)', 'a**', 'a++', 'a{1001}', 'a{1000}', '(a{100}){100}', '(?=a)', '(?!a)', '(?<=a)',
    '(?P<n>a)', '(?<n>a)', '(?P<n>a)(?P<n>b)', '(?P<é>a)', '(?P<n', '\\1', '\\d+\\.\\w', '\\Z', '\\z', '\\C',
    '[\\C]', '\\e', '\\_', '\\é', '\\p{Greek}', '\\pL', '\\pX', '\\p{greek}', '\\p{Letter}', '\\p{Lu}', '\\p{^Lu}',
    '\\p{Any}', '\\p{ASCII}', '\\p{Cn}', '\\p{LC}', '\\x{10FFFF}', '\\x{110000}', '\\x4', '\\Qa(b', '\\Qa\\E(',
    'a{3,2}', 'a{,3}', 'a{2}{3}', '[[:alpha:]]', '[[:foo:]]', '[z-a]', '(?i)a', '(?x)a', '(?s-i:a)', '(?)', '(?i',
    '(?-)', 'é', '|', '()', 'a||b', '*', '+a', '^*', '$*', '(*)', '[]a]', '[]', '[^]', '[a-\\d]', '[\\d-z]',
    '\\b\\B', '(?:a|b)', '\\Q\\E*', 'x{0}', '(?U)a', '\\0', '\\012', '\\8', '\\u0041', '{x:[a-z]+}.b', 'a{1}?',
    'a???', 'a{', 'a{1', '(|a)*', '(?P=n)', '(?#c)', "(?'n'a)", '\\pN', '\\PN', '\\p', '\\p{', '[[.a.]]', '\\h',
    '\\R', '\\K', '\\',
]  # fmt: skip
ADDRESSES = [
    '10.0.0.1', '10.0.0.0/8', '::1', '::/0', 'fe80::/10', '10.0.0.1/33', '010.0.0.1', '1.2.3', '1.2.3.4/08', 'x',
    ' 1.2.3.4', '1::2::3', '::ffff:1.2.3.4', 'fe80::1%eth0', '1.2.3.4/255.0.0.0', '1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7::', '::1:2:3:4:5:6:7:8', '1.2.3.4/', '/8', '::g', '::12345', '1.2.3.4/-1', '1.2.3.256',
    '::1/129', '1.2.3.4/+8', '0.0.0.0/0', '::1.2.3.4', '1:2:3:4:5:6:1.2.3.4', ':::', '1:',
]  # fmt: skip
METHODS = ["GET", "post", "G T", "é"]
HEADERS = ["X-Foo", "x foo", "é", "Host"]
QUERIES = ["a", "a=b", "a={x}", "a={x:[}", "a={x}b={x}", "=", "a=", "{a}=b", "a=b=c", "é", "{x"]
PROTOCOLS = ["h2", "acme-tls/1", "http/1.1", "é"]

GOOD = {
    "Host": HOSTS[:5], "HostHeader": HOSTS[:3], "HostSNI": HOSTS[:5], "Path": PATHS[:3], "PathPrefix": PATHS[:3],
    "ClientIP": ADDRESSES[:5], "Query": QUERIES[1:2], "QueryRegexp": ["a", "^b+$"], "ALPN": PROTOCOLS[:1],
}  # fmt: skip
VALUES = {
    **dict.fromkeys(("Host", "HostHeader", "HostSNI"), HOSTS),
    **dict.fromkeys(("HostRegexp", "HostSNIRegexp", "PathRegexp"), REGEXES),
    **dict.fromkeys(("HeaderRegexp", "HeadersRegexp", "QueryRegexp"), REGEXES),
    **dict.fromkeys(("Path", "PathPrefix"), PATHS),
    **dict.fromkeys(("Header", "Headers"), HEADERS),
    "Method": METHODS, "Query": QUERIES, "ClientIP": ADDRESSES, "ALPN": PROTOCOLS,
}  # fmt: skip
BY_KIND = {kind: sorted(set(names.values())) for kind, names in NAMES.items()}
PAIRS = frozenset(("Header", "HeaderRegexp", "Headers", "HeadersRegexp"))
SPLICES = [
    '`', '"', "'", '(', ')', '&&', '||', '!', '&', '|', ',', ';', '.', '\n', '\r', '\t', ' ', ' and ', ' OR ',
    ' not ', '//', '/*', '*/', '/* c */', '// c\n', '...', '[0]', '[', ']', '{', '}', '=', '==', '!=', '<', '-',
    '+', '*', '^', '<-', ':=', ':', '1', '0x1F', '1.5', '2i', "'a'", 'x', 'é', '\xa0', '\ufeff', '\x00', '“', '”',
    '║', '#', '$', '@', '\\', '\\x41', 'func(){}', 'struct{}', 'nil', 'x.y', 'Host(`b`)', '~', '&^', '++', 'go',
    'return', 'if', "'", '\\"', '<<', '/', '%', 'x[1:2]', 'a{1}', 'map[string]int', 'chan int',
]  # fmt: skip


def generate(seed: int, count: int, mutations: int = 2) -> list[Case]:
    """Cases of every protocol and syntax; about half of them are changed in up to `mutations` places."""
    random = Random(seed)
    cases: list[Case] = []
    for _ in range(count):
        protocol, syntax = random.choice(
            [("http", "v3")] * 4 + [("http", "v2")] * 2 + [("tcp", "v3")] * 2 + [("tcp", "v2")]
        )
        rule = _expression(random, protocol, syntax, random.randint(0, 3))
        if random.random() < 0.4:
            for _ in range(random.randint(1, mutations)):
                rule = _mutate(random, rule)
        cases.append(Case(rule, protocol, syntax))
    return cases


def _expression(random: Random, protocol: str, syntax: str, depth: int) -> str:
    draw = random.random()
    if depth == 0 or draw < 0.25:
        return _matcher(random, protocol, syntax)
    inner = _expression(random, protocol, syntax, depth - 1)
    if draw < 0.35:
        return f"!{_blank(random)}{inner}"
    if draw < 0.5:
        return f"({_blank(random)}{inner}{random.choice(['', '', ' '])})"
    operator = random.choice(["&&", "||"])
    return f"{inner} {operator}{_blank(random)}{_expression(random, protocol, syntax, depth - 1)}"


def _matcher(random: Random, protocol: str, syntax: str) -> str:
    name = random.choice(BY_KIND[protocol, syntax])
    usual = 2 if name in PAIRS else 1
    count = usual if random.random() < 0.95 else random.randint(0, 4)
    values = [_value(random, name) for _ in range(count)]
    if usual == 2 and values:
        values[0] = random.choice(HEADERS)
    spelled = random.choice([name] * 30 + [name.lower(), name.upper(), name.capitalize(), name.swapcase()])
    gap = random.choice([""] * 6 + [" "])
    last = random.choice([""] * 9 + [",", "...", " "]) if values else ""
    arguments = f",{gap}".join(_quoted(random, value) for value in values)
    return f"{spelled}({gap}{arguments}{last})"


def _value(random: Random, name: str) -> str:
    draw = random.random()
    if draw < 0.75:
        return random.choice(GOOD.get(name, ["^a+$", "b.*", "GET"]))
    return random.choice(VALUES[name]) if draw < 0.98 else ""


def _quoted(random: Random, value: str) -> str:
    draw = random.random()
    if draw < 0.75:
        return f"`{value}`"
    if draw < 0.985:
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return random.choice([value, f"'{value}'", f'"{value}"', f'"\\u00e9{value}"', f'"\\x2f{value}"', f'"\\xff{value}"'])


def _blank(random: Random) -> str:
    return random.choice([" "] * 6 + ["", "\n", "  ", "\t", " /* c */ ", " // c\n", "\r\n"])


def _mutate(random: Random, rule: str) -> str:
    at = random.randint(0, len(rule))
    draw = random.random()
    if draw < 0.35:
        return rule[:at] + random.choice(SPLICES) + rule[at:]
    if draw < 0.6:
        return rule[:at] + rule[at + random.randint(1, 3) :]
    if draw < 0.75:
        return rule[:at] + random.choice(SPLICES) + rule[at + 1 :]
    if draw < 0.85:
        return rule[:at]
    other = random.randint(0, len(rule))
    low, high = sorted((at, other))
    return rule[:low] + rule[low:high] * 2 + rule[high:]
