"""No text whatsoever makes the linter raise or hang; it answers with findings, in bounded time."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.damage.directories import bases, damaged, known_keys
from tests.effort import Effort, often
from traefiklint import lint_texts
from traefiklint.findings import Finding

MOST = 400
"""The effort that one odd file may be, in millions of turns; most take a hundredth of one."""

ALPHABET = "http: routers\nr{}[]`'\"|>&*!#%-?,@\t\x00\ufeff\u2028\udc80é0x.~<"


def check(files: dict[str, str | bytes], **options: str) -> tuple[Finding, ...]:
    with Effort() as effort:
        report = lint_texts(files, **options)  # type: ignore[arg-type]
    effort.assert_below(MOST)
    for finding in report.findings:
        assert finding.line >= 1 and finding.column >= 1
        assert finding.message and finding.rule
        assert finding.span[:2] <= finding.span[2:]
    report.to_dict()
    return report.findings


@pytest.mark.slow
@settings(max_examples=often(80), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.sampled_from(ALPHABET), max_size=200))
def test_texts_of_signs_that_mean_something(text: str) -> None:
    check({"a.yml": text, "b.toml": text})


@pytest.mark.slow
@settings(max_examples=often(66), deadline=None)
@given(st.binary(max_size=300))
def test_bytes_of_any_kind(data: bytes) -> None:
    check({"a.yml": data, "b.toml": data})


@pytest.mark.slow
@settings(max_examples=often(66), deadline=None)
@given(st.text(max_size=60))
def test_any_text_as_any_value(text: str) -> None:
    import json

    value = json.dumps(text)
    check(
        {
            "a.yml": f"http: {{routers: {{{value}: {{rule: {value}, service: {value}, entryPoints: [{value}], "
            f"middlewares: [{value}], parentRefs: [{value}], tls: {{options: {value}}}}}}}, "
            f"services: {{{value}: {{loadBalancer: {{servers: [{{url: {value}}}], strategy: {value}}}}}}}, "
            f"middlewares: {{{value}: {{circuitBreaker: {{expression: {value}}}}}}}}}\n"
        },
        static=f"entryPoints: {{{value}: {{address: {value}}}}}",
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.slow
def test_damaged_files_of_every_kind(seed: int) -> None:
    rng = random.Random(seed)
    starts, keys = bases(), known_keys()
    for _ in range(often(90)):
        check(dict(damaged(rng, starts, keys)))


@pytest.mark.slow
def test_chains_and_circles_of_any_length() -> None:
    count = 3000
    chain = "".join(f"    m{i}: {{chain: {{middlewares: [m{i + 1}]}}}}\n" for i in range(count))
    services = "".join(f"    s{i}: {{weighted: {{services: [{{name: s{i + 1}}}]}}}}\n" for i in range(count))
    routers = "".join(f"    r{i}: {{rule: 'Host(`a`)', parentRefs: [r{i + 1}]}}\n" for i in range(count))
    text = (
        f"http:\n  routers:\n{routers}    r{count}: {{rule: 'Host(`a`)', service: s0, middlewares: [m0]}}\n"
        f"  services:\n{services}    s{count}: {{weighted: {{services: [{{name: s0}}]}}}}\n"
        f"  middlewares:\n{chain}    m{count}: {{chain: {{middlewares: [m0]}}}}\n"
    )
    rules = {finding.rule for finding in check({"a.yml": text})}
    assert {"service-cycle", "middleware-cycle"} <= rules


@pytest.mark.parametrize(
    "text",
    [
        "http: " + "[" * 20_000,
        "http: " + "{a: " * 9_000,
        "a: &a [x, x]\nb: &b [*a, *a]\n" + "".join(f"{chr(98 + i)}x: &n{i} [*b, *b]\n" for i in range(20)),
        "http:\n  routers:\n    r:\n      rule: " + "Host(`a`) || " * 20_000 + "Host(`b`)\n      service: s\n",
        "http:\n  routers:\n    r:\n      rule: " + "(" * 50_000 + "\n      service: s\n",
        "x: " + "a" * 3_000_000 + "\n",
        "#" + "x" * 3_000_000,
        "http: {services: {s: {loadBalancer: {servers: [" + "{url: 'http://a:x'}," * 3_000 + "]}}}}",
        "{{ " * 5_000,
    ],
    ids=lambda text: text[:24],
)
@pytest.mark.slow
def test_enormous_files(text: str) -> None:
    check({"a.yml": text})
