"""The page that files a disagreement holds all that is needed to see it again."""

from __future__ import annotations

from traefiklint.findings import Effect, Finding, Severity, Span
from traefiklint.verify.binary import Binary
from traefiklint.verify.disagreement import bug_report

FOUND = Finding(
    "verify-disagreement", "verify", Severity.WARNING, Effect.ADVICE, "they differ", "a.yml", Span(3, 1, 3, 2)
)


def test_the_page_names_versions_claims_and_files() -> None:
    page = bug_report([FOUND], {"a.yml": "http:\n", "b.yml": "tcp:\n"}, Binary("/x", "3.7.15"), "api: {}\n", "dokploy")
    assert "Traefik 3.7.15 disagree" in page
    assert "- `a.yml:3`: they differ" in page
    assert "## a.yml\n\n```yaml\nhttp:\n```" in page
    assert "```yaml\napi: {}\n```" in page
    assert "before you file it" in page


def test_a_file_with_a_fence_in_it_stays_in_one_piece() -> None:
    page = bug_report([FOUND], {"a.yml": "x: '```'\n"}, Binary("/x", "3.7.15"), None, "none")
    assert "````yaml\nx: '```'\n````" in page
    assert "None; profile `none`." in page
