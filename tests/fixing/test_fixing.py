"""What `fix_texts` promises: passes until nothing is left, every fix proved, everything else as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.each import each, rows
from tests.effort import Effort
from traefiklint import lint_texts
from traefiklint.discovery.projects import Projects
from traefiklint.findings import Edit, Effect, Finding, Fix, Severity, Span
from traefiklint.fixing import Fixed, fix_texts
from traefiklint.fixing.edits import apply, choose, is_sound
from traefiklint.fixing.meaning import RuleMeaning
from traefiklint.matching.check import check_rule
from traefiklint.options import Options

SERVICES = """\
  services:
    shop:
      loadBalancer:
        servers:
          - url: http://shop:3000
"""


def app(router: str, services: str = SERVICES) -> str:
    """A file with one router and its service."""
    lines = "".join(f"      {line}\n" for line in router.splitlines())
    return f"http:\n  routers:\n    shop:\n{lines}{services}"


def fixed(text: str, *, unsafe: bool = False, **options: object) -> Fixed:
    return fix_texts({"shop.yml": text}, Options(profile="none", **options), unsafe=unsafe)  # type: ignore[arg-type]


def test_a_good_file_is_left_alone() -> None:
    result = fixed(app("rule: Host(`a.example.com`)\nservice: shop"))
    assert result.texts == {}
    assert result.applied == ()
    assert result.reverted == ()


def test_several_fixes_in_one_line_and_one_after_the_other() -> None:
    text = app("Rule: Host(a.example.com, b.example.com) and PathPrefix(`x`)\nservice: shop")
    result = fixed(text, strict=True)
    assert result.texts["shop.yml"] == app(
        "rule: (Host(`a.example.com`) || Host(`b.example.com`)) && PathPrefix(`/x`)\nservice: shop"
    )
    assert len(result.applied) > 4
    assert {finding.rule for finding in result.report.findings} <= {
        "router-without-entrypoints",
        "path-prefix-not-segment",
    }


def test_comments_order_quotes_and_anchors_stay() -> None:
    text = (
        "# the shop\n"
        "x-rule: &rule 'Host(`a.example.com`, `b.example.com`)' # two names\n"
        "http:\n"
        "  services: {shop: {loadBalancer: {servers: [{url: \"http://shop:3000\"}]}}} # first\n"
        "  routers:\n"
        "    shop:\n"
        "      # on the web\n"
        "      service:   shop\n"
        "      Rule: *rule\n"
        "  middlewares: {} # none yet"
    )  # fmt: skip
    assert fixed(text, strict=True).texts["shop.yml"] == (
        "# the shop\n"
        "x-rule: &rule 'Host(`a.example.com`) || Host(`b.example.com`)' # two names\n"
        "http:\n"
        "  services: {shop: {loadBalancer: {servers: [{url: \"http://shop:3000\"}]}}} # first\n"
        "  routers:\n"
        "    shop:\n"
        "      # on the web\n"
        "      service:   shop\n"
        "      rule: *rule\n"
        "  # none yet"
    )  # fmt: skip


@rows("end", ["\n", "\r\n"])
@rows("mark", ["", "\ufeff"])
def test_line_ends_and_the_byte_order_mark_stay(end: str, mark: str) -> None:
    text = mark + app("rule: Host(`a.example.com`, `b.example.com`) # two\nservice: shop").replace("\n", end)
    result = fix_texts({"shop.yml": text.encode()}, Options(profile="none"))
    assert result.texts["shop.yml"] == text.replace(
        "Host(`a.example.com`, `b.example.com`)", "Host(`a.example.com`) || Host(`b.example.com`)"
    )


def test_what_becomes_empty_goes_too_and_a_comment_stays_where_nothing_is_left() -> None:
    assert fixed("http:\n  routers: {}\n  services: {}\n").texts["shop.yml"] in ("# Nothing is configured here.\n", "")
    assert fixed("http: {routers: {}}\n").texts["shop.yml"] == "# Nothing is configured here.\n"
    assert fixed("# mine\nhttp:\n  routers: {} # none\n").texts["shop.yml"] == "# mine\n# none\n"


def test_unsafe_fixes_are_made_on_request_only() -> None:
    text = app("rule: Host(`a.example.com`)\nservice: shpo")
    assert fixed(text).texts == {}
    assert fixed(text, unsafe=True).texts["shop.yml"] == app("rule: Host(`a.example.com`)\nservice: shop")


def test_only_the_files_that_are_named_change() -> None:
    bad = app("rule: Host(`a`, `b`)\nservice: shop")
    files = {"a.yml": bad, "b.yml": bad.replace("shop", "blog")}
    result = fix_texts(files, Options(profile="none"), only=frozenset({"b.yml"}))
    assert list(result.texts) == ["b.yml"]
    assert {finding.file for finding in result.report.findings} == {"a.yml"}


def test_what_was_not_asked_for_is_not_fixed() -> None:
    text = app("Rule: Host(`a`, `b`)\nservice: shop")
    assert "Rule: Host(`a`) || Host(`b`)" in fixed(text).texts["shop.yml"]
    assert "rule: Host(`a`, `b`)" in fixed(text, select=frozenset({"field-case"})).texts["shop.yml"]


def test_a_suppressed_finding_is_not_fixed() -> None:
    assert fixed(app("rule: Host(`a`, `b`) # traefiklint: ignore[rule-too-many-arguments]\nservice: shop")).texts == {}


def test_what_a_template_action_stands_in_is_left_alone() -> None:
    template = app('rule: Host(`{{ "a" }}`, `b`)\nservice: shop')
    assert fixed(template).texts == {}


def test_comments_and_quotes_of_toml_stay() -> None:
    toml = "[http.routers.shop] # mine\n  Rule = 'Host(`a`, `b`)' # two\nservice = 'noop@internal'\n"
    texts = fix_texts({"shop.toml": toml}, Options(profile="none"), unsafe=True).texts
    assert texts == {"shop.toml": toml.replace("`a`, `b`", "`a`) || Host(`b`")}


def test_a_safe_fix_that_changes_what_works_is_given_up_and_reported() -> None:
    text = app("rule: Host(`a`)\nservice: shop")
    result = fix_with(text, make(text, "Host(`a`)", "Host(`b`)", Effect.ADVICE))
    assert result.texts == {}
    assert "it would change what Traefik makes of `http.routers.shop`" in result.reverted[0].reason


def test_a_fix_that_breaks_the_file_is_given_up() -> None:
    text = app("rule: Host(`a`)\nservice: shop")
    result = fix_with(text, make(text, "rule:", "rule: [", Effect.DISABLED))
    assert result.texts == {}
    assert "Traefik would refuse `shop.yml`" in result.reverted[0].reason


@rows("effect", [Effect.DISABLED, Effect.REJECTED])
def test_a_file_that_is_refused_is_not_refused_for_more_unless_a_reason_was_fixed(effect: Effect) -> None:
    text = app("rule: Host(`a`)\nservice: shop\nfoo: bar")
    result = fix_with(text, make(text, "rule:", "rul:", effect))
    refused = [one.reason for one in result.reverted if "Traefik would refuse `shop.yml`" in one.reason]
    assert bool(refused) is (effect is Effect.DISABLED), result.reverted
    sound = app("rule: Host(`a`)\nservice: shop")
    (again,) = fix_with(sound, make(sound, "rule:", "rul:", effect)).reverted
    assert "Traefik would refuse `shop.yml`" in again.reason, "it was not refused before"


@rows(
    "edits",
    [
        (Edit("shop.yml", 0, 0, "# more\n"),),
        (Edit("shop.yml", 0, 0, "# more\n# and more\n"),),
        (Edit("shop.yml", 3, 6, "`longer`"),),
        (Edit("shop.yml", 3, 6, "`"),),
        (Edit("shop.yml", 0, 0, "# more\n"), Edit("shop.yml", 3, 6, "`longer`")),
        (Edit("shop.yml", 0, 1, "longer"), Edit("shop.yml", 6, 7, "\n\n")),
    ],
)
def test_a_fix_that_only_moves_what_cannot_be_read_is_given_up(edits: tuple[Edit, ...]) -> None:
    text = "a: `x`\n"
    (found,) = lint_texts({"shop.yml": text}, profile="none").findings
    result = fix_with(text, replace(found, path="", fix=Fix("Fix it", True, edits)))
    assert [one.reason for one in result.reverted] == ["it would not fix what it is about"]


def test_a_fix_that_loses_a_comment_is_given_up() -> None:
    text = app("rule: Host(`a`) # mine\nservice: shop")
    result = fix_with(text, make(text, " # mine", "", Effect.DISABLED))
    assert result.texts == {}
    assert "the comment `# mine` of `shop.yml` would be lost" in result.reverted[0].reason


def test_a_fix_that_disables_another_object_is_given_up() -> None:
    text = app("rule: Host(`a`)\nservice: shop")
    result = fix_with(
        text, make(text, "    shop:\n      loadBalancer", "    blog:\n      loadBalancer", Effect.DISABLED)
    )
    assert result.texts == {}
    assert result.reverted


@rows("select", [frozenset(), frozenset({"yaml-syntax"})])
def test_an_unsafe_fix_that_disables_another_router_is_given_up_whatever_is_selected(select: frozenset[str]) -> None:
    text = app("rule: Host(`a`)\nservice: shop")
    rename = make(text, "    shop:\n      loadBalancer", "    blog:\n      loadBalancer", Effect.SILENT, safe=False)
    result = fix_with(text, rename, unsafe=True, select=select)
    assert result.texts == {}
    assert [reverted.reason for reverted in result.reverted] == ["Traefik would disable `http.routers.shop`"]


def test_an_unsafe_fix_may_leave_a_router_that_did_not_work_before() -> None:
    text = app("rule: Host(`a`)\nservice: nobody")
    rename = make(text, "    shop:\n      loadBalancer", "    blog:\n      loadBalancer", Effect.SILENT, safe=False)
    assert "    blog:\n      loadBalancer" in fix_with(text, rename, unsafe=True).texts["shop.yml"]


GOOD = app("rule: Host(`a`)\nservice: shop")
SPARE = GOOD + "    spare:\n      loadBalancer: {servers: [{url: http://spare}]}\n"
MINE = app("rule: Host(`a`) # mine\nservice: shop")
HASH = app('rule: "Host(`a`) || PathPrefix(`/#`)"\nservice: shop')
CLOSED = (
    app("rule: Host(`a`)\nservice: shop\nmiddlewares: [m]") + "  middlewares: {m: {ipAllowList: {sourceRange: [x]}}}\n"
)
FILES = GOOD + "tls: {certificates: [{certFile: a.pem, keyFile: b.pem}]}\n"
UNKNOWN = app("rule: Host(`a`)\nservice: shop\nfoo: bar")
UNREAD = "http:\n  routers:\n    bad: {rule: Host(`b`, service: shop}\n" + GOOD.partition("routers:\n")[2]
CHANGED = "it would change what Traefik makes of `http.services.spare`"
OTHER_FILES = "it would change what Traefik makes of `tls.certificates of shop.yml`"
LOST = "the comment `# mine` of `shop.yml` would be lost"
WHOLE, CERTIFICATES = {"path": "", "object": ""}, {"path": "tls.certificates", "object": ""}

PROOFS = (
    (GOOD, "rule:", "rul:", {}, "Traefik would refuse `shop.yml` (`UnknownKey`)"),
    (MINE, " # mine", "", {}, LOST),
    (MINE, "# mine", "", {}, LOST),
    (MINE, "mine", "yours", {}, LOST),
    (MINE, "`a`) # mine", "`b`)", {}, LOST),
    (HASH, "Host(`a`)", "Host(`b`)", {}, ""),
    (SPARE, "http://spare", "http://else", WHOLE, ""),
    (SPARE, "http://spare", "http://else", {"path": "http.services", "object": ""}, ""),
    (SPARE, "http://spare", "http://else", {"path": "http.services.spare", "object": ""}, ""),
    (SPARE, "http://spare", "http://else", {"path": "http.services.spare.loadBalancer", "object": ""}, ""),
    (SPARE, "http://spare", "http://else", {"path": "http.serv", "object": ""}, CHANGED),
    (SPARE, "http://spare", "http://else", {"path": "http.services.spa", "object": ""}, CHANGED),
    (SPARE, "http://spare", "http://else", {}, CHANGED),
    (SPARE, "http://spare", "http://else", {**WHOLE, "effect": Effect.ADVICE}, CHANGED),
    (SPARE, "http://spare", "http://else", {**WHOLE, "effect": Effect.SILENT}, ""),
    (SPARE, "http://spare}", "http://spare}, {url: http://two}", {}, CHANGED),
    (FILES, "a.pem", "c.pem", CERTIFICATES, ""),
    (FILES, "a.pem", "c.pem", WHOLE, ""),
    (FILES, "a.pem", '"a.pem"', {**WHOLE, "effect": Effect.ADVICE}, ""),
    (FILES, "a.pem", "c.pem", {**CERTIFICATES, "effect": Effect.ADVICE}, OTHER_FILES),
    (FILES, "a.pem", "c.pem", {"path": "http.routers", "object": ""}, OTHER_FILES),
    (UNKNOWN, "service: shop", "service: gone", {}, ""),
    (UNREAD, "Host(`a`)", "Host(`b`)", {}, ""),
    (CLOSED, "[x]", "[y]", {}, "it would change what Traefik makes of `http.middlewares.m`"),
    (
        CLOSED, "shop\n      middlewares", "gone\n      middlewares", {},
        "it would bring about a finding of `unknown-service` at `http.routers.shop`",
    ),
    (CLOSED, "shop\n      middlewares", "gone\n      middlewares", {"effect": Effect.REJECTED}, ""),
)  # fmt: skip


@each(PROOFS, lambda proof: proof[1:])
def test_a_fix_is_kept_only_where_it_changes_what_its_finding_is_about(proof: tuple[str, str, str, Any, str]) -> None:
    text, old, new, more, told = proof
    result = fix_with(text, replace(make(text, old, new, Effect.DISABLED), **more))
    assert [one.reason for one in result.reverted] == ([told] if told else [])
    assert result.texts == ({} if told else {"shop.yml": text.replace(old, new, 1)})


STATIC = (
    "entryPoints: {web: {address: ':80'}, other: {address: ':81'}}\n"
    "log: {level: INFO, noColor: true}\nping: {}\napi: {insecure: true}\naccessLog: {format: json}\nhub: {}\n"
)


@rows(
    ("old", "new", "changed"),
    [
        ("web: {address: ':80'}", "web: {address: ':82'}", "entryPoints.web"),
        (", other: {address: ':81'}", "", "entryPoints.other"),
        ("level: INFO, ", "", "log"),
        ("INFO", '"INFO"', ""),
        ("log: {level: INFO, noColor: true}\n", "", "log"),
        ("ping: {}\n", "", "ping"),
        ("ping: {}\n", "ping: {manualRouting: false}\n", ""),
        ("api: {insecure: true}", "api: {}", "api"),
        ("accessLog: {format: json}", "accessLog: {}", "accessLog"),
        ("hub: {}\n", "hub: {}\nglobal: {sendAnonymousUsage: false}\n", ""),
    ],
)
def test_a_fix_changes_nothing_else_of_a_static_configuration(old: str, new: str, changed: str) -> None:
    made = replace(make(STATIC, old, new, Effect.SILENT), file="traefik.yml", object="entryPoints.none", path="x.y")
    assert made.fix is not None
    edits = tuple(edit._replace(file="traefik.yml") for edit in made.fix.edits)
    result = fix_with(STATIC, replace(made, fix=made.fix._replace(edits=edits)), file="traefik.yml")
    told = [f"it would change what Traefik makes of `{changed}`"] if changed else []
    assert [one.reason for one in result.reverted] == told
    assert result.texts == ({} if changed else {"traefik.yml": STATIC.replace(old, new)})


def test_of_two_fixes_of_one_place_the_good_one_is_made() -> None:
    text = app("rule: Host(`a`)\nservice: shop")
    bad, good = (make(text, "Host(`a`)", new, Effect.SILENT) for new in ("[", "Host(`b`)"))
    assert good.fix is not None
    result = fix_with(text, bad, replace(good, fix=good.fix._replace(title="Fix it otherwise")))
    assert [one.finding.fix for one in result.reverted] == [bad.fix]
    assert result.texts == {"shop.yml": text.replace("`a`", "`b`")}


def test_compose_files_are_fixed_with_the_texts_that_they_lead_to() -> None:
    text = "services: {a: {image: a, expose: [80], labels: ['traefik.http.routers.a.rule=${RULE}']}}\n"

    def left(rule: str) -> set[str]:
        texts = {"compose.yml": text, ".env": f"RULE='{rule}'\n"}
        projects = Projects((("compose.yml",),), texts.get)
        done = fix_texts({"compose.yml": text}, Options(profile="none"), projects=projects)
        return {finding.rule for finding in done.report.findings}

    assert left("Hots(`a.test`)") - left("Host(`a.test`)") == {"rule-unknown-matcher"}


def test_a_file_that_becomes_readable_may_have_a_router_that_does_not_work() -> None:
    text = app("rule: Host(`a`)\nservice: gone") + "tls: `x`\n"
    result = fixed(text)
    assert result.reverted == ()
    assert result.texts == {"shop.yml": text.replace("`x`", "'`x`'")}


def test_a_file_that_is_refused_does_not_keep_others_from_being_fixed() -> None:
    files = {"a.yml": "foo: bar\n", "shop.yml": app("rule: Host(`a`, `b`)\nservice: shop")}
    assert set(fix_texts(files, Options(profile="none")).texts) == {"shop.yml"}


POINTS = "entryPoints: {web: {address: ':80'}, websecure: {address: ':443'}}"
PLACES = "`http.routers.a` and `http.routers.b` would change places, because a longer rule is asked first"


@each(
    (
        (("[web]", "", "[web]", ""), PLACES),
        (("[web]", "", "[websecure]", ""), ""),
        (("[web, websecure]", "", "[websecure]", ""), PLACES),
        (("[web]", "", "[]", ""), PLACES),
        (("[]", "", "[websecure]", ""), PLACES),
        (("[web]", ", ruleSyntax: v2", "[web]", ""), PLACES),
        (("[web]", ", priority: 12", "[web]", ""), ""),
        (("[web]", "", "[web]", ", priority: 10"), ""),
        (("[web]", "", "[web]", ", priority: 11"), "`http://a.b/abc` would no longer go to `a`"),
        (("[web]", "", "[web]", ", priority: 12"), PLACES),
        (("[web]", "", "[web]", ", priority: 13"), PLACES),
        (("[web]", "", "[web]", ", priority: 14"), ""),
    ),
    lambda case: case[0],
)
def test_of_routers_that_may_meet_the_same_one_stays_first(case: tuple[tuple[str, ...], str]) -> None:
    (point, more, other, others), told = case
    text = (
        "http:\n  routers:\n"
        f"    a: {{rule: '(Host(`a.b`))', entryPoints: {point}, service: noop@internal{more}}}\n"
        f"    b: {{rule: 'Path(`/abc`)', entryPoints: {other}, service: noop@internal{others}}}\n"
    )
    made = replace(make(text, "(Host(`a.b`))", "Host(`a.b`)", Effect.ADVICE), object="http.routers.a")
    result = fix_with(text, made, static=POINTS)
    assert [one.reason for one in result.reverted] == ([told] if told else [])


@pytest.mark.slow
def test_what_a_plugin_is_configured_with_may_be_nested_however_deep() -> None:
    deep = "{a: " * 3_000 + "1" + "}" * 3_000
    text = f"http:\n  middlewares:\n    mine:\n      Plugin:\n        any: {deep}\n"
    assert fixed(text, strict=True).texts == {"shop.yml": text.replace("Plugin", "plugin")}


@rows("byte", [0x80, 0xE9, 0xFF])
def test_comments_that_are_no_utf_8_are_kept_when_the_file_becomes_utf_8(byte: int) -> None:
    text = app("rule: Host(`a.test`)\nservice: shop").encode() + b"# for Ren%c\n# and No%cl\n" % (byte, byte)
    result = fix_texts({"shop.yml": text}, Options(profile="none"), unsafe=True)
    assert result.reverted == ()
    assert result.texts["shop.yml"].endswith(f"# for Ren{chr(byte)}\n# and No{chr(byte)}l\n")


@pytest.mark.parametrize("hosts", [("b.test", "a.test"), ("b.test", "c.test", "a.test")])
def test_fixes_that_undo_each_other_are_all_left(monkeypatch: pytest.MonkeyPatch, hosts: tuple[str, ...]) -> None:
    text = app("rule: Host(`a.test`)\nservice: shop") + "# end\n"
    never_content(monkeypatch, dict(zip((hosts[-1], *hosts), hosts, strict=False)))
    result = fix_texts({"shop.yml": text}, Options(profile="none"))
    assert result.texts == {}
    assert result.applied == ()
    assert [reverted.reason for reverted in result.reverted] == ["another fix would undo it"] * len(hosts)


def test_what_was_fixed_before_fixes_went_in_a_circle_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    text = app("rule: Host(`x.test`)\nservice: shop")
    never_content(monkeypatch, {"x.test": "a.test", "a.test": "b.test", "b.test": "a.test"})
    result = fix_texts({"shop.yml": text}, Options(profile="none"))
    assert result.texts == {"shop.yml": text.replace("x.test", "a.test")}
    assert [finding.message for finding in result.applied] == ["`x.test` is wrong."]
    assert len(result.reverted) == 2


def test_one_bad_fix_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"app{number}" for number in range(20)]
    files = {f"{name}.yml": app("Rule: Host(`a`)\nservice: shop").replace("shop", name) for name in names}
    spoil(monkeypatch, "app7.yml")
    result = fix_texts(files, Options(profile="none", strict=True))
    assert set(result.texts) == {f"{name}.yml" for name in names} - {"app7.yml"}
    assert [reverted.finding.file for reverted in result.reverted] == ["app7.yml"]


@rows(("other", "kept"), [("Path(`/abc`)", False), ("Host(`b.cd`)", True), ("Path(`/abcdef`)", True)])
def test_a_rule_of_another_length_must_not_change_who_is_asked_first(other: str, kept: bool) -> None:
    text = (
        "http:\n  routers:\n"
        "    a: {rule: '(Host(`a.b`))', service: noop@internal}\n"
        f"    b: {{rule: '{other}', service: noop@internal}}\n"
    )
    result = fix_with(text, make(text, "(Host(`a.b`))", "Host(`a.b`)", Effect.ADVICE))
    assert bool(result.texts) is kept, result.reverted
    assert kept or "would change places" in result.reverted[0].reason


@rows("end", ["\n", "\r\n", "\r"])
def test_a_comment_that_suppresses_nothing_goes(end: str) -> None:
    text = app("rule: Host(`a`) # traefiklint: ignore[rule-missing]\nservice: shop").replace("\n", end)
    expected = app("rule: Host(`a`)\nservice: shop").replace("\n", end)
    assert fix_texts({"shop.yml": text}, Options(profile="none")).texts == {"shop.yml": expected}


@pytest.mark.slow
def test_a_thousand_files_and_a_file_with_thousands_of_fixes_take_bounded_effort() -> None:
    text = app("Rule: Host(`a`, `b`) # why\nservice: shop")
    files = {f"{number}.yml": text.replace("shop", f"app{number}") for number in range(1000)}
    routers = "".join(f"    r{number}: {{Rule: Host(a), service: noop@internal}} # x\n" for number in range(3000))
    with Effort() as effort:
        options = Options(profile="none", strict=True)
        assert len(fix_texts(files, options).applied) == 2000
        assert len(fix_texts({"a.yml": f"http:\n  routers:\n{routers}"}, options).applied) == 6000
    effort.assert_below(900)


def test_fixes_that_touch_each_other_wait_for_the_next_pass() -> None:
    first, second, third = (
        finding_of(Fix("x", True, (Edit("a", start, end, "x"),))) for start, end in ((0, 4), (3, 6), (4, 8))
    )
    assert choose([first, second, third]) == [first, third]
    assert choose([first, first]) == [first, first]
    assert apply({"a": "01234567"}, [first, third]) == {"a": "xx"}


@rows("number", range(6))
def test_a_fix_waits_for_whichever_of_many_it_touches(number: int) -> None:
    def fixing(start: int, end: int) -> Finding:
        return finding_of(Fix("x", True, (Edit("a", start, end, "x"),)))

    made = [fixing(20 * at + 10, 20 * at + 20) for at in range(6)]
    touching = [fixing(20 * number + 5, 20 * number + 11), fixing(20 * number + 19, 20 * number + 21)]
    assert choose([*made, *touching, fixing(20 * number + 12, 20 * number + 14)]) == made
    between = fixing(20 * number + 5, 20 * number + 10)
    assert choose([*made, between]) == [*made, between]


@rows(
    ("edits", "sound"),
    [
        ([(0, 2), (2, 4), (6, 8)], True),
        ([(6, 8), (2, 4), (0, 3)], False),
        ([(0, 9), (1, 2), (8, 10)], False),
        ([(0, 9), (4, 4)], False),
        ([(4, 4), (4, 6), (2, 4)], True),
        ([(1, 3), (1, 3)], True),
        ([(0, 0)], True),
    ],
)
def test_a_fix_whose_edits_touch_each_other_is_not_made(edits: list[tuple[int, int]], sound: bool) -> None:
    texts = {"a": "0123456789", "b": "0123456789"}
    assert is_sound(Fix("x", True, tuple(Edit("a", start, end, "x") for start, end in edits)), texts) is sound
    assert is_sound(Fix("x", True, tuple(Edit("ab"[at % 2], *one, "x") for at, one in enumerate(edits[:2]))), texts)
    assert not is_sound(Fix("x", True, (Edit("a", 1, 2, "1"),)), texts)
    assert not is_sound(Fix("x", True, (Edit("a", 4, 4, "x"), Edit("a", 4, 4, "y"))), texts)


def test_a_fix_that_leaves_what_it_is_about_is_given_up() -> None:
    text = app("rule: Hst(`a`)\nservice: shop")
    (found,) = [one for one in lint_texts({"shop.yml": text}, profile="none").findings if "`Hst`" in one.message]
    idle = Fix("Fix it", True, (Edit("shop.yml", len(text), len(text), "\n"),))
    result = fix_with(text, replace(found, fix=idle))
    assert [(one.finding.rule, one.reason) for one in result.reverted] == [
        (found.rule, "it would not fix what it is about")
    ]
    assert not result.texts and not result.applied


def test_two_values_that_cannot_be_read_are_both_put_in_quotes() -> None:
    fixed = fix_texts({"a.yml": "a: `x`\nb: `yy`\n"}, Options(profile="none"))
    assert fixed.texts == {"a.yml": "a: '`x`'\nb: '`yy`'\n"} and not fixed.reverted


def test_rules_too_deep_to_be_compared_by_their_shape_are_told_apart() -> None:
    def meaning(host: str) -> RuleMeaning:
        return RuleMeaning(check_rule("!" * 1_000 + f"Host(`{host}`)", protocol="http"))

    assert meaning("a.example.com") == meaning("a.example.com")
    assert meaning("a.example.com") != meaning("b.example.com")


@rows(("name", "protocol"), [("Host", "http"), ("HostSNI", "tcp"), ("Path", "http")])
def test_in_rules_of_any_size_the_case_of_a_host_is_no_difference_and_that_of_a_path_is(
    name: str, protocol: str
) -> None:
    sign = "/" if name == "Path" else ""
    more = " && ".join(f"({name}(`{sign}a{number}`) || {name}(`{sign}b{number}`))" for number in range(12))
    large, small = (
        RuleMeaning(check_rule(f"{name}(`{value}`) && {more}", protocol=protocol)) for value in (f"{sign}A", f"{sign}a")
    )
    assert (large == small) is (name != "Path")


def test_two_insertions_at_one_place_wait_for_each_other() -> None:
    one, other = (finding_of(Fix("x", True, (Edit("a", 2, 2, text),))) for text in ("x", "y"))
    assert choose([one, other]) == [one]


def test_a_fix_in_two_files_is_made_whole_or_not_at_all() -> None:
    both = finding_of(Fix("x", True, (Edit("a", 0, 2, "x"), Edit("b", 0, 2, "x"))))
    other = finding_of(Fix("x", True, (Edit("b", 1, 3, "y"),)))
    assert choose([other, both]) == [other]
    assert choose([both, other]) == [both]
    assert apply({"a": "00", "b": "11"}, [both]) == {"a": "x", "b": "x"}


def finding_of(fix: Fix, effect: Effect = Effect.DISABLED, file: str = "shop.yml") -> Finding:
    return Finding(
        "rule-syntax", "rule", Severity.ERROR, effect, "It is wrong.", file, Span(1, 1, 1, 1),
        path="http.routers.shop.rule", object="http.routers.shop", fix=fix,
    )  # fmt: skip


def make(text: str, old: str, new: str, effect: Effect, *, safe: bool = True) -> Finding:
    """A finding whose fix replaces one piece of a text."""
    start = text.index(old)
    return finding_of(Fix("Fix it", safe, (Edit("shop.yml", start, start + len(old), new),)), effect)


def fix_with(text: str, *findings: Finding, unsafe: bool = False, file: str = "shop.yml", **options: Any) -> Fixed:
    """Fix a file in which rules have found this, whatever they really find."""
    from traefiklint.fixing import Work
    from traefiklint.fixing.state import Reader

    reader = Reader(Options(profile="none", **options), {}, ())
    state = reader.read({file: text})
    report = state.report
    work = Work(reader, state._replace(report=type(report)(findings, 1, "3.7", dict(state.texts))))
    for _ in findings:
        work.make(choose(work.fixable(unsafe, [file])))
    changed = {name: new for name, new in work.state.texts.items() if new != text}
    return Fixed(changed, tuple(work.applied), tuple(work.reverted), work.state.report)


def never_content(monkeypatch: pytest.MonkeyPatch, better: dict[str, str]) -> None:
    """Let a rule find each of these hosts wrong, and have it replaced by another."""
    from traefiklint.fixing.state import Reader, State

    read = Reader.read

    def with_findings(self: Reader, files: Mapping[str, str | bytes]) -> State:
        state = read(self, files)
        text = state.texts["shop.yml"]
        host = next(host for host in better if f"`{host}`" in text)
        found = make(text, host, better[host], Effect.DISABLED)
        report = type(state.report)((replace(found, message=f"`{host}` is wrong."),), 1, "3.7", dict(state.texts))
        return state._replace(report=report)

    monkeypatch.setattr(Reader, "read", with_findings)


def spoil(monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    """Let the fixes in one file come out wrong."""
    from traefiklint.fixing import edits

    right = edits.apply

    def wrong(texts: dict[str, str], findings: list[Finding]) -> dict[str, str]:
        made = right(texts, findings)
        return {name: text.replace("Host(`a`)", "Host(`b`)") if name == file else text for name, text in made.items()}

    monkeypatch.setattr("traefiklint.fixing.apply", wrong)


def test_what_is_told_beside_a_refused_static_configuration_can_be_fixed() -> None:
    """Nobody knows which files its file provider reads, so that a middleware may be used, as `lint` says."""
    static = "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: dynamic, nonsense: true}}\n"
    middlewares = "  middlewares:\n    used: {headers: {frameDeny: true}}\n    spare: {headers: {featurePolicy: x}}\n"
    text = app("rule: Host(`a.example.com`)\nservice: shop\nmiddlewares: [used]") + middlewares
    files, options = {"dynamic/shop.yml": text}, Options(static=static, static_file="traefik.yml")
    rules = [finding.rule for finding in lint_texts(files, static=static).findings]
    assert "headers-feature-policy" in rules
    result = fix_texts(files, options, unsafe=True)
    assert [one.rule for one in result.applied] == ["headers-feature-policy"]
