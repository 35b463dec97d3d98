"""Whether the findings of a rule can be fixed is a fact of the rule, and what is found shows that it is true."""

from __future__ import annotations

import re

import pytest

from tests.corpus.findings import FOUND
from tests.rules.linted import lint
from tests.rules.pages import examples, pages
from traefiklint import lint_texts
from traefiklint.engine import load_rules

SERVICE = "  services: {s: {loadBalancer: {%sservers: [{url: 'http://a:1'}]}}}\n"
LABELS = """\
services:
  web:
    image: x
    labels:
      - traefik.http.routers.web.rule=Host(`a.b`)
      - traefik.http.routers.web.middlewares=zip
      - traefik.http.middlewares.zip.compress=yes
      - traefik.http.services.web.loadbalancer.server.port=1
      - traefik.http.services.api.loadbalancer.server.port=2
"""
STATIC = "entryPoints: {web: {address: ':80'}}\napi: {}\n"
OTHERS = (
    ("a.yml", "tls: {options: {o: {clientAuth: {caFiles: [a.pem], clientAuthType: RequireAnyClientCert}}}}\n"),
    ("a.yml", "http:\n  routers: {r: {rule: Host(`a.b`), service: apii@internal}}\n"),
    ("a.yml", f"http:\n{SERVICE % 'sticky: {}, '}"),
    ("a.yml", f"http:\n  serversTransports: {{fast: {{tls: 1}}}}\n{SERVICE % 'serversTransport: fsat, '}"),
    ("compose.yml", LABELS),
)
"""Sources with fixes that neither a page nor the corpus shows."""


def shown() -> dict[str, set[bool]]:
    """Whether the fixes of each rule are safe, wherever one was found."""
    found: dict[str, set[bool]] = {}
    reports = [lint(example) for page in pages() for example in examples(page)]
    reports += [lint_texts({name: text}, STATIC if "@internal" in text else None, strict=True) for name, text in OTHERS]
    for finding in (finding for report in reports for finding in report.findings):
        if finding.fix is not None:
            found.setdefault(finding.rule, set()).add(finding.fix.safe)
    for rule, kind in re.findall(r"(?m)^\S+ \w+ \w+ ([a-z0-9-]+),.*?\b(safe|unsafe) fix", FOUND.read_text("utf-8")):
        found.setdefault(rule, set()).add(kind == "safe")
    return found


@pytest.mark.slow
def test_a_rule_declares_the_best_fix_that_any_finding_of_it_has() -> None:
    best = {rule: "safe" if True in kinds else "unsafe" for rule, kinds in shown().items()}
    assert {name: rule.fix for name, rule in load_rules().items() if rule.fix != "none"} == best
