"""Regular expressions, addresses and templates are read as Go reads them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.each import rows
from traefiklint.go.ip import contains, covers, overlap, parse_cidr, parse_ip
from traefiklint.go.regexp import go_regex
from traefiklint.matching.gorilla import compile_template


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"^\p{Letter}+$", "é", True),
        (r"^\p{greek}+$", "αβγ", True),
        (r"^\P{l}$", "1", True),
        (r"[\p{ASCII}]", "é", False),
        (r"[^\P{ascii}]", "a", True),
        (r"\p{Lc}", "ǅ", True),
        (r"^\p{Assigned}$", "a", True),
        (r"\p{Cn}", "a", False),
        (r"(?P<n>a)(?P<n>b)", "ab", True),
        (r"\Q\p{x}", r"\p{x}", True),
        (r"\pL{1000}", "é" * 1000, True),
    ],
)
def test_what_go_accepts_matches_as_in_go(pattern: str, text: str, found: bool) -> None:
    regex = go_regex(pattern)
    assert not regex.error
    assert regex.search(text) is found


@rows("pattern", [r"\C", r"(?P<é>a)", r"\p{Old_Italic}", "a\udcff", "(?<=a)", "a{1001}"])
def test_what_only_re2_accepts_is_refused(pattern: str) -> None:
    assert go_regex(pattern).error.startswith("error parsing regexp: ")


def test_checking_rules_without_expressions_loads_no_re2() -> None:
    program = (
        "import sys; from traefiklint.matching.check import check_rule;"
        "check_rule('Host(`a`) && PathPrefix(`/x`)', protocol='http');"
        "print(sorted(set(sys.modules) & {'re2', '_re2', 'idna', 'difflib', 'urllib.parse', 'json', 'pydantic'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_addresses_of_ipv4_stand_in_ipv6_form() -> None:
    assert parse_ip("1.2.3.4") == parse_ip("::ffff:1.2.3.4")
    assert parse_ip("01.2.3.4") is None
    assert parse_cidr("10.1.2.3/8") == (parse_ip("10.0.0.0"), 104)
    assert parse_cidr("::1/129") is None


@rows(
    ("network", "address", "inside"),
    [
        ("10.0.0.0/8", "10.255.0.1", True),
        ("::/0", "10.0.0.1", False),
        ("::/0", "2001:db8::1", True),
        ("::ffff:10.0.0.0/104", "10.1.2.3", True),
        ("fe80::/10", "fe80::1%eth0", True),
        ("1.2.3.4", "::ffff:1.2.3.4", True),
        ("1.2.3.4", "", False),
    ],
)
def test_an_address_lies_in_a_network_or_not(network: str, address: str, inside: bool) -> None:
    assert contains(network, address) is inside


def test_networks_cover_and_overlap_within_one_family_only() -> None:
    assert covers("10.0.0.0/8", "10.1.0.0/16")
    assert not covers("10.1.0.0/16", "10.0.0.0/8")
    assert not covers("::/0", "10.0.0.0/8")
    assert overlap("10.0.0.0/8", "10.1.2.3")
    assert not overlap("10.0.0.0/8", "11.0.0.0/8")


@rows(
    ("template", "kind", "pattern"),
    [
        ("/a.b/{x}", "path", r"^/a\.b/(?P<v0>[^/]+)$"),
        ("/{x:[a-z]{2}}", "prefix", "^/(?P<v0>[a-z]{2})"),
        ("{x}.a.b", "host", r"(?i)^(?P<v0>[^.]+)\.a\.b$"),
        ("a=", "query", "^a=.*$"),
        ("{x}.a", "sni", r"(?i)^(?P<v0>[^.]+)\.a$"),
    ],
)
def test_a_template_becomes_the_expression_that_traefik_makes_of_it(template: str, kind: str, pattern: str) -> None:
    assert compile_template(template, kind).pattern == pattern


@rows("template", ["{x", "x}", "{}", "{:a}", "{a:}", "{a:(}"])
def test_a_broken_template_is_refused(template: str) -> None:
    assert compile_template(template, "host").error


@rows("pattern", ["^/a.$", "^/[^/]+$", r"^/a\W$", "^/a[^b]$", "^/a\N{REPLACEMENT CHARACTER}$"])
def test_a_byte_that_is_no_utf_8_is_one_unknown_letter(pattern: str) -> None:
    assert go_regex(pattern).search("/a\udce9")
    assert not go_regex(pattern).search("/a\udce9/")


def test_places_of_a_match_count_the_bytes_that_are_there() -> None:
    found = go_regex("/(c.)(x)?").first(b"\xff/c\xe9/x")
    assert found is not None
    assert (found.span(), found.group(1), found.group(2)) == ((1, 4), b"c\xe9", None)
