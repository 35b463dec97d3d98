"""What is said of a file: which problem, at exactly which stretch, in Traefik's words, and the edit that fixes it."""
# ruff: noqa: E501 - a case a line reads best

from __future__ import annotations

from tests.each import rows
from tests.model.decoding import decoded, fixed, marked, problem
from traefiklint.findings import Effect
from traefiklint.versions import Version

# A file, the problem in it, the stretch it points at, what Traefik says of it.
REFUSED = [
    ("http: {}\n", "empty-mapping", "http", "http cannot be a standalone element (type *dynamic.HTTPConfiguration)"),
    ("http:\n  routers:\n", "all-null-section", "http", "http cannot be a standalone element (type *dynamic.HTTPConfiguration)"),
    ("http: {services: {s: {loadBalancer: x}}}", "mapping-expected", "x", "loadBalancer cannot be a standalone element (type *dynamic.ServersLoadBalancer)"),
    ("http: {routers: {r: {rul: a}}}", "unknown-field", "rul", "field not found, node: rul"),
    ("http: {routers: {r: {tls: {passthrough: true}}}}", "unknown-field", "passthrough", "field not found, node: passthrough"),
    ("http: {services: {s: {servers: [{url: a}]}}}", "misplaced-field", "servers", "field not found, node: servers"),
    ("http: {routers: {r: {tls.certResolver: a}}}", "dotted-key", "tls.certResolver", "field not found, node: tls.certResolver"),
    ("http: {services: {s: {loadBalancer: {servers: [{address: a:1}]}}}}", "wrong-protocol-field", "address", "field not found, node: address"),
    ("udp: {services: {s: {loadBalancer: {servers: [{url: a:1}]}}}}", "wrong-protocol-field", "url", "field not found, node: url"),
    ("udp: {routers: {r: {rule: a}}}", "udp-router-rule", "rule", "field not found, node: rule"),
    ("http: {services: {s: {loadBalancer: {passHostHeader: yes}}}}", "invalid-bool", "yes", 'strconv.ParseBool: parsing "yes": invalid syntax'),
    ("http: {routers: {r: {priority: 1.5}}}", "invalid-number", "1.5", 'strconv.ParseInt: parsing "1.500000": invalid syntax'),
    ("http: {routers: {r: {priority: 99999999999999999999}}}", "invalid-number", "99999999999999999999", 'strconv.ParseInt: parsing "100000000000000000000": value out of range'),
    ("http: {middlewares: {m: {errors: {statusRewrites: {'500': x}}}}}", "invalid-number", "x", 'strconv.ParseInt: parsing "x": invalid syntax'),
    ("http: {middlewares: {m: {rateLimit: {period: 1d}}}}", "invalid-duration", "1d", 'time: unknown unit "d" in duration "1d"'),
    ("http: {middlewares: {m: {rateLimit: {period: 1.5}}}}", "invalid-duration", "1.5", 'time: missing unit in duration "1.500000"'),
    ("http: {routers: {r: {service: 2001-01-01}}}", "date-value", "2001-01-01", "field service uses unsupported type: struct"),
    ("http: {routers: {r: {entryPoints: [a, 2001-01-01]}}}", "date-value", "2001-01-01", "unsupported simple value type: struct"),
    ("http: {routers: {r: {entryPoints: [a, ~]}}}", "null-in-list", "~", "unsupported simple value type: invalid"),
    ("http: {routers: {r: {entryPoints: [[a]]}}}", "list-in-list", "[a]", "unsupported simple value type: slice"),
    ("http: {routers: {r: {rule: {a: b}}}}", "scalar-expected", "{a: b}", "invalid node rule: string"),
    ("http: {routers: {r: {priority: [1]}}}", "scalar-expected", "[1]", 'strconv.ParseInt: parsing "║2║1": invalid syntax'),
    ("http: {routers: {r: {entryPoints: [{a: web}]}}}", "scalar-expected", "{a: web}", "field not found, node: a"),
    ("http: {routers: {r: {entryPoints: {a: {b: c}}}}}", "list-expected", "{a: {b: c}}", "field not found, node: b"),
    ("http: {services: {s: {loadBalancer: [{servers: []}]}}}", "mapping-expected", "[{servers: []}]", "field not found, node: [0]"),
    ("http: {middlewares: {m: {plugin: {p: {a: [true, 1]}}}}}", "mixed-plugin-list", "[true, 1]", 'parse int: true, strconv.ParseInt: parsing "true": invalid syntax'),
]  # fmt: skip


@rows(("text", "kind", "stretch", "words"), REFUSED)
def test_what_traefik_refuses_is_said_at_its_place_in_its_words(text: str, kind: str, stretch: str, words: str) -> None:
    one = problem(text, kind)
    assert one.effect is Effect.REJECTED
    assert marked(text, one) == stretch
    assert one.traefik == words


# A file, the problem in it, the stretch it points at, its effect.
ACCEPTED = [
    ("htpp: {a: b}", "unknown-root-key", "htpp", Effect.SILENT),
    ("htpp: &a {a: b}\nx-same: *a", "unknown-root-key", "htpp", Effect.SILENT),
    ("defaults: {all: &all {a: b}}", "unknown-root-key", "defaults", Effect.SILENT),
    ("entryPoints: {web: {}}", "static-in-dynamic", "entryPoints", Effect.SILENT),
    ("routers: {r: {}}", "misplaced-field", "routers", Effect.SILENT),
    ("http.routers.r.rule: a", "dotted-key", "http.routers.r.rule", Effect.SILENT),
    ("http: {Routers: {r: {}}}", "field-case", "Routers", Effect.ADVICE),
    ("http: {routers: {r: {rule: a, RULE: b}}}", "case-duplicate-key", "RULE", Effect.SILENT),
    ("http: {routers: {r: {entryPoints: 'a,b'}}}", "comma-list-string", "'a,b'", Effect.ADVICE),
    ("http: {routers: {r: {priority: '10'}}}", "quoted-scalar-type", "'10'", Effect.ADVICE),
    ("http: {routers: {r: {rule: [a]}}}", "scalar-expected", "[a]", Effect.DISABLED),
    ("http: {routers: {r: {ruleSyntax: [a]}}}", "scalar-expected", "[a]", Effect.SILENT),
    ("http: {routers: {r: {tls: yes}}}", "switched-off", "yes", Effect.SILENT),
    ("http: {routers: {r: foo}}", "mapping-expected", "foo", Effect.SILENT),
    ("http: {routers: [{rule: a}]}", "mapping-expected", "[{rule: a}]", Effect.SILENT),
    ("http: {services: {s: {loadBalancer: {servers: http://a}}}}", "list-expected", "http://a", Effect.SILENT),
    ("http: {services: {s: {loadBalancer: {servers: {url: a}}}}}", "list-expected", "{url: a}", Effect.SILENT),
    ("http: {services: {s: {loadBalancer: {servers: [a]}}}}", "server-as-string", "a", Effect.SILENT),
    ("http: {routers: {r: {tls: {domains: [a.b]}}}}", "mapping-expected", "a.b", Effect.SILENT),
    ("http: {routers: {r: {entryPoints: {a: web}}}}", "list-expected", "{a: web}", Effect.SILENT),
    ("http: {middlewares: {m: {redirectScheme: {scheme: a, forcePermanentRedirect: x}}}}", "ignored-option",
     "forcePermanentRedirect", Effect.SILENT),
    ("http: {middlewares: {m: {headers: {customRequestHeaders: {a: {b: c}}}}}}", "scalar-expected", "a", Effect.SILENT),
    ("http: {middlewares: {m: {headers: {customRequestHeaders: {a: [b]}}}}}", "scalar-expected", "[b]", Effect.SILENT),
]  # fmt: skip


@rows(("text", "kind", "stretch", "effect"), ACCEPTED)
def test_what_traefik_takes_otherwise_than_written_is_said_at_its_place(
    text: str, kind: str, stretch: str, effect: Effect
) -> None:
    one = problem(text, kind)
    assert (marked(text, one), one.effect) == (stretch, effect)
    assert one.help


LOADS_WITHOUT_A_WORD = [
    "http: {routers: {r: {tls: true, middlewares: [], entryPoints: }}}",
    "http: {services: {s: {loadBalancer: {sticky: true, healthCheck: {interval: 10, path: /}}}}}",
    "http: {middlewares: {m: {compress: true}, n: {compress: false}, o: {headers: {customRequestHeaders: {a: 1}}}}}",
    "http: {middlewares: {m: {plugin: {p: {anything: [{a: {b: c}}], at: all}}}}}",
    "tls: {certificates: []}",
    "x-anchors: {a: [[1]], b: 2001-01-01}",
    "defaults: {all: &all {entryPoints: [web]}}\nhttp: {routers: {r: {<<: *all}}}",
    "http: {services: {s: {loadBalancer: {servers: [{}]}}}}",
]


@rows("text", LOADS_WITHOUT_A_WORD)
def test_nothing_is_said_of_what_is_fine(text: str) -> None:
    assert decoded(text).problems == []


# A file and a problem in it, and what its edits make of the file.
FIXED = [
    ("http:\n  Routers:\n    r: {}\n", "field-case", "http:\n  routers:\n    r: {}\n", True),
    ("http:\n  routers: {}\n", "empty-mapping", "# Nothing is configured here.\n", True),
    ("http:\n  routers: {}\n  services:\n    s: {}\n", "empty-mapping", "http:\n  services:\n    s: {}\n", True),
    ("http: {routers: {}, services: {s: {}}}\n", "empty-mapping", "http: {services: {s: {}}}\n", True),
    ("http: {services: {s: {}}, routers: {}}\n", "empty-mapping", "http: {services: {s: {}}}\n", True),
    ("tls:\n  options:\n    a: {}\nhttp:\n  routers:\n  services:\n", "all-null-section", "tls:\n  options:\n    a: {}\n", True),
    ("http: {routers: {r: {rul: a}}}", "unknown-field", "http: {routers: {r: {rule: a}}}", False),
    ("http: {services: {s: {loadBalancer: {passHostHeader: 'off'}}}}", "invalid-bool",
     "http: {services: {s: {loadBalancer: {passHostHeader: false}}}}", True),
    ("http: {middlewares: {m: {rateLimit: {period: 1d}}}}", "invalid-duration",
     "http: {middlewares: {m: {rateLimit: {period: 24h}}}}", False),
    ("http: {routers: {r: {service: 2001-01-01}}}", "date-value", 'http: {routers: {r: {service: "2001-01-01"}}}', True),
    ("http: {routers: {r: {entryPoints: 'a, b'}}}", "comma-list-string", "http: {routers: {r: {entryPoints: [a, b]}}}", True),
    ("http: {routers: {r: {priority: '10'}}}", "quoted-scalar-type", "http: {routers: {r: {priority: 10}}}", True),
    ("http: {routers: {r: {rule: [a]}}}", "scalar-expected", "http: {routers: {r: {rule: a}}}", True),
    ("http:\n  routers:\n    r:\n      rule:\n        - a\n", "scalar-expected", "http:\n  routers:\n    r:\n      rule: a\n", True),
    ("http: {services: {s: {loadBalancer: {servers: [{address: 'a:80'}]}}}}", "wrong-protocol-field",
     "http: {services: {s: {loadBalancer: {servers: [{url: http://a:80}]}}}}", True),
    ("tcp: {services: {s: {loadBalancer: {servers: [{url: 'tcp://a:80'}]}}}}", "wrong-protocol-field",
     "tcp: {services: {s: {loadBalancer: {servers: [{address: a:80}]}}}}", True),
    ("udp:\n  routers:\n    r:\n      rule: a\n      service: s\n", "udp-router-rule", "udp:\n  routers:\n    r:\n      service: s\n", True),
    ("http: {services: {s: {loadBalancer: {servers: http://a}}}}", "list-expected",
     'http: {services: {s: {loadBalancer: {servers: [{url: "http://a"}]}}}}', True),
    ("http:\n  services:\n    s:\n      loadBalancer:\n        servers:\n          - http://a\n", "server-as-string",
     "http:\n  services:\n    s:\n      loadBalancer:\n        servers:\n          - url: http://a\n", True),
    ("http:\n  services:\n    s:\n      loadBalancer:\n        servers:\n          url: http://a\n", "list-expected",
     "http:\n  services:\n    s:\n      loadBalancer:\n        servers:\n          - url: http://a\n", True),
    ("htpp: {routers: {r: {}}}", "unknown-root-key", "http: {routers: {r: {}}}", False),
]  # fmt: skip


@rows(("text", "kind", "after", "safe"), FIXED)
def test_edits_fix_what_has_one_reading(text: str, kind: str, after: str, safe: bool) -> None:
    one = problem(text, kind)
    assert one.fix
    assert one.safe is safe
    assert fixed(text, one) == after
    assert kind not in [left.kind for left in decoded(after).problems]


def test_the_two_empty_sections_that_dokploy_writes_are_fixed_together() -> None:
    text = "http:\n  routers: {}\n  services: {}\n"
    edits = {one.edits for one in decoded(text).problems}
    assert len(edits) == 1
    assert fixed(text, decoded(text).problems[0]) == "# Nothing is configured here.\n"


@rows(
    "text",
    [
        "x: &e {}\nhttp: {<<: {services: {s: {}}}, routers: *e}\n",
        "x: &e {routers: {}}\nhttp: {services: {s: {}}, <<: *e}\n",
    ],
)
def test_what_an_alias_brings_is_not_cut_out_of_another_place(text: str) -> None:
    one = problem(text, "empty-mapping")
    assert all(text[edit.start : edit.end].count("{") == text[edit.start : edit.end].count("}") for edit in one.edits)
    after = fixed(text, one)
    assert "services: {s: {}}" in after
    assert [left.kind for left in decoded(after).problems if left.kind == "yaml-syntax"] == []


def test_nothing_is_fixed_where_the_new_key_stands_already() -> None:
    one = problem("http: {routers: {r: {rule: a, rul: b}}}", "unknown-field")
    assert (one.help, one.edits) == ("Did you mean `rule`?", ())


@rows(
    ("text", "help"),
    [
        ("http: {routers: {r: {entryPoint: a}}}", "Did you mean `entryPoints`?"),
        ("http: {routers: {r: {serivce: a}}}", "Did you mean `service`?"),
        ("http: {routers: {r: {certResolver: a}}}", "It belongs below `tls`."),
        ("http: {services: {s: {url: a}}}", "It belongs below `loadBalancer.servers[]`."),
        ("http: {services: {s: {loadBalancer: {url: a}}}}", "It belongs below `servers[]`."),
        ("http: {routers: {r: {tls: {rule: a}}}}", "It belongs one level up, beside `tls`."),
        ("http: {middlewares: {m: {users: [a]}}}", "It belongs below `basicAuth` or `digestAuth`."),
        ("http: {routers: {r: {tls: {passthrough: true}}}}", "Delete it: only TCP has `passthrough`."),
        ("tcp: {routers: {r: {parentRefs: [a]}}}", "Delete it: only HTTP has `parentRefs`."),
    ],
)
def test_an_unknown_option_is_told_where_it_may_belong(text: str, help: str) -> None:
    (one,) = decoded(text).problems
    assert one.help == help


def test_all_problems_of_a_file_are_said_each_once_in_the_order_of_the_text() -> None:
    made = decoded(
        """
        x: &broken {priority: x, foo: 1}
        http:
          routers:
            a: *broken
            b: *broken
            c: {priority: y}
        """
    )
    assert [(one.kind, one.span.line) for one in made.problems] == [
        ("invalid-number", 2),
        ("unknown-field", 2),
        ("unknown-field", 2),
        ("invalid-number", 7),
    ]


def test_a_problem_names_the_place_and_the_object() -> None:
    one = problem("http: {services: {s: {loadBalancer: {servers: [{url: a}, {url: b, weigth: 1}]}}}}", "unknown-field")
    assert one.path == "http.services.s.loadBalancer.servers[1].weigth"
    assert one.object == "http.services.s"
    assert one.message == "`weigth` is not an option of a server, and Traefik refuses the file."


@rows(
    ("option", "since"),
    [("mirroring: {service: a, mirrorBody: false}", "3.2"), ("loadBalancer: {strategy: p2c}", "3.4"),
     ("middlewares: [a]", "3.7"), ("highestRandomWeight: {services: []}", "3.6")],
)  # fmt: skip
def test_an_option_is_refused_by_targets_that_do_not_know_it(option: str, since: str) -> None:
    text = f"http: {{services: {{s: {{{option}}}}}}}"
    first = int(since[2:])
    for minor in range(8):
        kinds = [one.kind for one in decoded(text, Version(3, minor)).problems]
        assert kinds == (["option-newer-than-target"] if minor < first else []), minor


def test_the_empty_key_on_which_the_file_provider_dies_is_refused() -> None:
    text = "http: {middlewares: {m: {plugin: {p: {a: {'': x}}}}}}"
    assert problem(text, "empty-plugin-key").effect is Effect.REJECTED
    assert decoded("http: {middlewares: {m: {plugin: {p: {'': x}}}}}").problems == []
