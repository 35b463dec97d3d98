"""Comments keep findings silent, and those that keep nothing silent are found."""

from __future__ import annotations

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.findings import Finding
from traefiklint.options import Options

FILE = """http:
  routers:
    shop:
      rule: Host(`shop.example.com`)
      entryPoints: [websecure]
      service: {service}
      tls: {{certResolver: letsencrypt}}
"""


def found(text: str, **options: object) -> list[tuple[int, str]]:
    return [(f.line, f.rule) for f in findings(text, **options)]


def findings(text: str, **options: object) -> tuple[Finding, ...]:
    return lint_texts({"shop.yml": text}, options=Options(**options)).findings  # type: ignore[arg-type]


def test_a_comment_at_the_end_of_a_line_speaks_of_that_line() -> None:
    assert found(FILE.format(service="nope")) == [(6, "unknown-service")]
    assert found(FILE.format(service="nope  # traefiklint: ignore[unknown-service] comes later")) == []


def test_a_comment_alone_on_a_line_speaks_of_the_line_below() -> None:
    text = FILE.format(service="nope").replace(
        "      service", "      # traefiklint: ignore[unknown-service]\n      service"
    )
    assert found(text) == []


def test_a_comment_above_an_object_speaks_of_all_of_it() -> None:
    text = FILE.format(service="nope").replace("    shop:", "    # traefiklint: ignore[unknown-service]\n    shop:")
    assert found(text) == []


def test_a_comment_at_the_top_speaks_of_the_whole_file() -> None:
    assert found("# traefiklint: ignore-file[unknown-service]\n" + FILE.format(service="nope")) == []


def test_a_category_may_stand_for_all_of_its_rules() -> None:
    assert found(FILE.format(service="nope  # traefiklint: ignore[reference]")) == []


def test_another_rule_does_not_count() -> None:
    text = FILE.format(service="nope  # traefiklint: ignore[unknown-middleware]")
    assert found(text) == [(6, "unknown-service"), (6, "unused-suppression")]


def test_a_text_that_looks_like_a_comment_suppresses_nothing() -> None:
    text = FILE.format(service="'nope # traefiklint: ignore[unknown-service]'")
    assert found(text) == [(6, "unknown-service")]


def test_a_misspelt_rule_is_named_with_the_one_that_was_meant() -> None:
    text = FILE.format(service="nope  # traefiklint: ignore[unknown-servise]")
    (finding,) = (f for f in findings(text) if f.rule == "unused-suppression")
    assert finding.fix is None
    assert "did you mean `unknown-service`?" in finding.message


def test_only_the_idle_name_is_taken_out_of_a_comment() -> None:
    text = FILE.format(service="nope  # traefiklint: ignore[unknown-service, rule-arity] why")
    (finding,) = findings(text)
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert text[: edit.start] + edit.text + text[edit.end :] == text.replace(", rule-arity", "")


def test_what_was_not_looked_for_is_not_missed() -> None:
    text = FILE.format(service="noop@internal  # traefiklint: ignore[unknown-service]")
    assert found(text) == [(6, "unused-suppression")]
    assert found(text, ignore=frozenset({"unknown-service"})) == []
    assert found(text, select=frozenset({"unknown-middleware"})) == []
    assert found(text, only_fatal=True) == []


def test_a_push_looks_behind_the_comments() -> None:
    text = FILE.format(service="nope  # traefiklint: ignore[unknown-service]")
    assert found(text, suppressions=False) == [(6, "unknown-service")]


def test_comments_speak_in_the_static_configuration_too() -> None:
    insecure = "api:\n  insecure: true{comment}\n"
    assert found("", static=insecure.format(comment=""), strict=True) == [(2, "api-insecure")]
    ignored = insecure.format(comment="  # traefiklint: ignore[api-insecure] nobody reaches it")
    assert found("", static=ignored, strict=True) == []


def test_a_comment_that_suppresses_nothing_is_found_in_the_static_configuration_too() -> None:
    static = "api:\n  insecure: false  # traefiklint: ignore[api-insecure]\n"
    assert found("", static=static) == [(2, "unused-suppression")]


def test_a_name_that_is_part_of_another_one_is_found_where_it_stands_itself() -> None:
    text = FILE.format(service="s  # traefiklint: ignore[unknown-servicex, unknown-service, service] all")
    told = {
        finding.message.split("`")[1]: finding for finding in findings(text) if finding.rule == "unused-suppression"
    }
    line = text.splitlines()[5]
    for name in ("unknown-servicex", "service"):
        span = told[name].span
        assert line[span.column - 1 : span.end_column - 1] == name
        assert line[span.column - 2] in "[ "


def test_many_comments_that_speak_of_one_line_are_all_used() -> None:
    text = FILE.format(service="nope")
    top = "# traefiklint: ignore-file[unknown-service] one\n# traefiklint: ignore-file[reference] two\n"
    own = text.replace(
        "    shop:", "    # traefiklint: ignore three\n    # traefiklint: ignore[unknown-service]\n    shop:"
    )
    assert found(top + own) == []


def test_of_many_comments_only_those_are_unused_that_cover_no_finding() -> None:
    lines = FILE.format(service="nope  # traefiklint: ignore[unknown-service]").splitlines()
    lines[2] += "  # traefiklint: ignore[unknown-service]"
    lines[6] += "  # traefiklint: ignore[unknown-service]"
    assert found("\n".join(lines) + "\n") == [(3, "unused-suppression"), (7, "unused-suppression")]


def test_a_file_is_meant_by_its_name_or_by_what_stands_behind_a_folder() -> None:
    def ignored(pattern: str, file: str) -> bool:
        options = Options(per_file_ignores=((pattern, frozenset({"unknown-service"})),))
        report = lint_texts({file: FILE.format(service="nope")}, options=options)
        return "unknown-service" not in {finding.rule for finding in report.findings}

    assert ignored("apps/shop.yml", "apps/shop.yml")
    assert ignored("shop.yml", "apps/shop.yml")
    assert ignored("*.yml", "apps/shop.yml")
    assert ignored("apps/legacy-*.yml", "server/apps/legacy-shop.yml")
    assert ignored("[as]hop.yml", "apps/shop.yml")
    assert ignored("?hop.yml", "apps/shop.yml")
    assert not ignored("hop.yml", "apps/shop.yml")
    assert not ignored("apps/legacy-*.yml", "apps/shop.yml")
    assert not ignored("app/shop.yml", "myapp/shop.yml")


@rows("rules", ["[unknown-service", "[]", "[ ]", "(unknown-service)"])
def test_a_comment_whose_rules_cannot_be_read_keeps_nothing_silent(rules: str) -> None:
    text = f"http:\n  routers:\n    a:\n      rule: Host(`a.io`)\n      service: no # traefiklint: ignore{rules}\n"
    found = lint_texts({"a.yml": text}, profile="none").findings
    assert [one.rule for one in found] == ["unknown-service", "unused-suppression"]
    assert "is not a rule" in found[1].message
