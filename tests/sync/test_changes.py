"""What is different between two files is told object by object, option by option; and who may be concerned by it."""

from __future__ import annotations

from tests.each import rows
from traefiklint.dokploy.answers import Application
from traefiklint.sync.authors import (
    DOMAIN,
    EMPTY_MAPS,
    REPRINT,
    SOMEBODY,
    UNKNOWN,
    author,
    is_reprint,
    owned_by_panel,
)
from traefiklint.sync.changes import keys_of, summary, text_changes
from traefiklint.sync.plan import Action, Step
from traefiklint.sync.planning import is_judged_by_itself
from traefiklint.sync.remote import ComposeFile, OwnerlessFile
from traefiklint.sync.routes import Route
from traefiklint.sync.sides import means_same

SHOP = Application(id="1", name="Shop", app_name="shop")


def told(before: str, after: str) -> list[str]:
    """The lines that a plan has for a change."""
    return [line for change in text_changes(before, after) for line in change.lines()]


LONG = "x" * 100


@rows(
    ("before", "after", "lines"),
    [
        ("", "http: {routers: {r: {rule: a, service: s}}}", ["+ http.routers.r", "    + rule: a"]),
        ("", "http: {services: {s: {loadBalancer: {}}}}", ["+ http.services.s"]),
        ("", "udp: {routers: {r: {service: s}}}", ["+ udp.routers.r"]),
        ("tls: {options: {a: {b: c}}, stores: {d: {e: f}}, certificates: [{g: h}]}", "", None),
        ("tls: {options: {a: {b: c}}}", "{}", ["- tls.options.a"]),
        ("tls: {stores: {a: {b: c}}}", "{}", ["- tls.stores.a"]),
        ("tls: {certificates: [{a: b}]}", "{}", ["- tls.certificates"]),
        ("http: {}", "tcp: {routers: {}}", ["- http", "+ tcp.routers"]),
        ("tls: {}", "tls: {options: {}}", ["- tls", "+ tls.options"]),
        ("services: {web: {image: a}}", "services: {}", ["- services.web", "+ services"]),
        ("networks: {a: {b: c}}", "volumes: {a: {b: c}}", ["- networks.a", "+ volumes.a"]),
        ("other: {a: {b: c}}", "other: {a: {b: d}, e: f}", ["~ other", "    ~ a.b: c → d", "    + e: f"]),
        ("a: b", "a: {b: c}", ["~ a", "    ~ value: b → {b: c}"]),
        ("a: {b: [1, 2]}", "a: {b: [2, 1]}", ["~ a", "    ~ b: another order"]),
        ("a: {b: [1, 2]}", "a: {b: [2, 3, 4]}", ["~ a", "    ~ b: - 1, + 3, + 4"]),
        ("a: {b: [{c: 1}, {c: 2}]}", "a: {b: [{c: 1}, {c: 3}]}", ["~ a", "    ~ b[1].c: 2 → 3"]),
        ("a: {b: [{c: 1}]}", "a: {b: [{c: 1}, {c: 3}]}", ["~ a", "    ~ b: + {c: 3}"]),
        ("a: {b: [{c: 1}]}", "a: {b: [2]}", ["~ a", "    ~ b: - {c: 1}, + 2"]),
        ("a: {b: 1}", "a: {b: [1]}", ["~ a", "    ~ b: 1 → [1]"]),
        ("a: {b: 1, c: 2}", "a: {c: 2}", ["~ a", "    - b: 1"]),
        (f"a: {{b: {LONG}}}", "a: {b: 1}", ["~ a", f"    ~ b: {LONG} → 1"]),
        (f"a: {{b: {LONG}y}}", "a: {b: 1}", ["~ a", f"    ~ b: {LONG[:-1]}… → 1"]),
        ("http: {routers: {r: {}}}", "http: {routers: {r: {x: z}}}", ["~ http.routers.r", "    + x: z"]),
        ("a: {b: 1}", "a: {b: 1} # c", []),
        ("a: [", "a: {b: 1}", []),
        ("a: {b: 1}", "a: [", []),
    ],
)
def test_a_change_is_told_by_object(before: str, after: str, lines: list[str] | None) -> None:
    found = told(before, after)
    assert found == (["- tls.options.a", "- tls.stores.d", "- tls.certificates"] if lines is None else lines)


AUTH = "http: {middlewares: {m: {basicAuth: {users: ['ann:%s', 'bob:%s']}}}}"
NOT_KNOWN = "http: {services: {s: {loadBalancer: {servers: [{url: a, weigth: %s}]}}}, middlewares: {m: {compres: {}}}}"


def test_what_traefik_does_not_know_is_a_difference_wherever_it_stands() -> None:
    assert means_same(NOT_KNOWN % 1, NOT_KNOWN % 1 + "\n# a comment")
    assert not means_same(NOT_KNOWN % 1, NOT_KNOWN % 2)
    assert not means_same(NOT_KNOWN % 1, (NOT_KNOWN % 1).replace("compres:", "compress:"))
    assert told(NOT_KNOWN % 1, NOT_KNOWN % 2) == [
        "~ http.services.s",
        "    ~ loadBalancer.servers[0].weigth: 1 → 2",
    ]


FIRST, SECOND = "$2y$05$" + "a" * 53, "$2y$05$" + "b" * 53


def test_of_a_secret_it_is_told_that_it_changed_and_not_how() -> None:
    lines = told(AUTH % (FIRST, FIRST), AUTH % (SECOND, FIRST))
    assert lines[0] == "~ http.middlewares.m"
    assert "ann:" in lines[1]
    assert lines[1].endswith(" (changed)")
    assert "bob" not in lines[1]
    both = told("x-a: {password: hunter22, b: hunter22}", "x-a: {password: hunter33, b: hunter33}")
    assert len(both) == 3
    assert not [line for line in both if "hunter" in line], "nor where an anchor holds it under another name"
    (change,) = text_changes("a: {password: hunter22, b: 1}", "a: {password: hunter33, b: [2, 3]}")
    assert change.to_dict() == {
        "action": "change",
        "object": "a",
        "fields": [
            {"path": "password", "before": "***", "after": "***"},
            {"path": "b", "before": 1, "after": [2, 3]},
        ],
    }


@rows(("before", "after"), [("77", "88"), ("77", ""), ("", "88")])
def test_a_secret_that_traefik_leaves_out_is_hidden_where_its_anchor_stands(before: str, after: str) -> None:
    def text(end: str) -> str:
        below = "tls: {certificates: {keyFile: *k}}\n"  # no list, so Traefik takes nothing of it
        return f"x-k: &k summerfall{end}\n{below}" if end else "x-k: open\n"

    lines = told(text(before), text(after))
    value = lines[lines.index("~ x-k") + 1]
    assert "***" in value
    assert "summerfall" not in value


def test_a_change_for_machines_leaves_out_what_is_not_there() -> None:
    changes = text_changes("http: {routers: {a: {rule: x}, b: {rule: y}}}", "http: {routers: {a: {}, c: {rule: z}}}")
    assert [change.to_dict() for change in changes] == [
        {"action": "change", "object": "http.routers.a", "fields": [{"path": "rule", "before": "x"}]},
        {"action": "remove", "object": "http.routers.b", "fields": []},
        {"action": "add", "object": "http.routers.c", "fields": [{"path": "rule", "after": "z"}]},
    ]


def test_sections_are_not_counted_as_objects() -> None:
    assert summary(text_changes("http: {routers: {}}", "http: {routers: {r: {rule: a}}}")) == "+1 ~0 -0"
    assert summary(text_changes("http: {}", "udp: {services: {}}")) == "+0 ~0 -0"
    assert summary(text_changes("a: 1", "tls: {options: {o: {p: q}}}")) == "+1 ~0 -1"
    assert keys_of("http.middlewares.auth.basicAuth.users[0]") == ("http", "middlewares", "auth", "basicAuth", "users")


SERVICE = "http: {services: {s: {loadBalancer: {servers: [{url: 'http://a:1'}]}}}}"
MIDDLEWARE = "http: {middlewares: {m: {%s}}}"


@rows(
    ("old", "new", "alone"),
    [
        (SERVICE, SERVICE.replace("a:1", "b:2"), True),
        (SERVICE, SERVICE + "\n# a comment", True),
        (SERVICE, SERVICE.replace("loadBalancer: {", "loadBalancer: {serversTransport: t, "), False),
        (SERVICE, SERVICE.replace("{s:", "{t:"), False),
        (SERVICE, SERVICE.replace("{s:", "{t: {weighted: {}}, s:"), False),
        (SERVICE, "a: [", False),
        ("a: [", SERVICE, False),
        (MIDDLEWARE % "headers: {frameDeny: true}", MIDDLEWARE % "headers: {frameDeny: false}", True),
        (MIDDLEWARE % "basicAuth: {users: [a]}", MIDDLEWARE % "digestAuth: {users: [b]}", True),
        (MIDDLEWARE % "HEADERS: {frameDeny: true}", MIDDLEWARE % "Headers: {frameDeny: false}", True),
        (MIDDLEWARE % "compress: {}", MIDDLEWARE % "retry: {attempts: 2}", True),
        (MIDDLEWARE % "compress: {}", MIDDLEWARE % "addPrefix: {prefix: /a}", False),
        (MIDDLEWARE % "addPrefix: {prefix: /a}", MIDDLEWARE % "compress: {}", False),
        (MIDDLEWARE % "headers: {}, chain: {middlewares: [a]}", MIDDLEWARE % "headers: {frameDeny: true}", False),
        ("http: {middlewares: {m: null}}", "http: {middlewares: {m: {compress: {}}}}", False),
        ("http: {middlewares: {m: {compress: {}}}}", "http: {middlewares: {m: null}}", False),
        ("http: {routers: {r: {rule: a}}}", "http: {routers: {r: {rule: b}}}", False),
        ("tcp: {middlewares: {m: {inFlightConn: {}}}}", "tcp: {middlewares: {m: {ipAllowList: {}}}}", True),
        ("tcp: {services: {s: {loadBalancer: {}}}}", "tcp: {services: {s: {weighted: {}}}}", True),
        ("udp: {services: {s: {loadBalancer: {}}}}", "udp: {services: {s: {weighted: {}}}}", True),
        ("tls: {options: {o: {a: b}}}", "tls: {options: {o: {a: c}}}", False),
    ],
)
def test_a_change_that_no_other_file_can_see_is_known(old: str, new: str, alone: bool) -> None:
    step = Step(SHOP, Action.CHANGE, old, new, new)
    assert is_judged_by_itself([step]) is alone
    assert is_judged_by_itself([step, step._replace(new=old)]) is alone
    assert not is_judged_by_itself([step._replace(old=None)])
    others = (
        ComposeFile(id="1", name="c", app_name="compose/c"),
        OwnerlessFile(id="1", name="m", app_name="shared/m.yml", place="m.yml"),
    )
    assert not any(is_judged_by_itself([step._replace(app=app)]) for app in others)


PANEL = """\
http:
  routers:
    shop-router-1:
      rule: Host(`a.test`)
      middlewares:
        - mine
  services:
    shop-service-1:
      loadBalancer:
        servers:
          - url: http://shop:80
"""


@rows(
    ("before", "after", "who"),
    [
        (PANEL, PANEL, REPRINT),
        ("# c\n" + PANEL, PANEL, REPRINT),
        (PANEL, "# c\n" + PANEL, SOMEBODY),
        (PANEL, PANEL.replace("a.test", "b.test"), DOMAIN),
        (PANEL, PANEL.replace("http://shop:80", "http://shop:81"), DOMAIN),
        (PANEL, PANEL.replace("router-1", "router-websecure-12"), DOMAIN),
        (PANEL, PANEL.replace("router-1", "router-x"), SOMEBODY),
        (PANEL, PANEL.replace("shop-router-1", "shop-router-1-a"), SOMEBODY),
        (PANEL, PANEL.replace("shop-service-1", "other-service-1"), SOMEBODY),
        (PANEL, PANEL + "tls:\n  a: b\n", SOMEBODY),
        (PANEL, "a: [", UNKNOWN),
        ("a: [", PANEL, UNKNOWN),
        (PANEL, None, "the file is gone: the last domain was removed or switched off in the panel"),
        (
            PANEL,
            EMPTY_MAPS,
            "the panel wrote a file without routers, for a redirect or a user of an application without a domain",
        ),
        (
            PANEL,
            PANEL.replace("- mine", "- mine\n        - redirect-shop-1"),
            "a redirect was added in the panel, in every router of the file",
        ),
        (
            PANEL.replace("- mine", "- auth-shop"),
            PANEL.replace("      middlewares:\n        - mine\n", ""),
            "basic auth was removed in the panel, in every router of the file",
        ),
        (PANEL, PANEL.replace("- mine", "- mine\n        - redirect-other-1"), DOMAIN),
        (PANEL, PANEL.replace("- mine", "- mine\n        - redirect-shop-x"), DOMAIN),
        (PANEL, PANEL.replace("- mine", "- auth-shop"), DOMAIN),
        (PANEL, PANEL.replace("- mine", "- mine\n        - auth-shop").replace("a.test", "b.test"), DOMAIN),
        (
            PANEL.replace("shop-router-1", "own"),
            PANEL.replace("shop-router-1", "own").replace("- mine", "- mine\n        - auth-shop"),
            "basic auth was added in the panel, in every router of the file",
        ),
        (PANEL, PANEL.replace("- mine", "- mine\n        - auth-shop").replace("shop:80", "shop:81"), DOMAIN),
    ],
    ids=lambda value: str(value)[-20:],
)
def test_who_changed_a_file_shows_in_what_changed(before: str, after: str | None, who: str) -> None:
    assert author("shop", before, after) == who


@rows(
    ("text", "printed"),
    [
        ("a: 1\n", True),
        ("a: 1", False),
        ("a: 1\r\n", False),
        ("\ufeffa: 1\n", False),
        ("a: 1\n\n", False),
        ("# c\na: 1\n", False),
        ("  # c\na: 1\n", False),
        ("a: 1 # c\n", False),
        ("a: b#c\n", True),
        ("a: {}\n", True),
        ("a: []\n", True),
        ("a: {b: 1}\n", False),
        ("a: [b]\n", False),
        ("a:\n  - {b: 1}\n", False),
        ("a:\n  - [b]\n", False),
        ("a:\n  - {}\n", True),
        *((f"a: {sign}\n  # {{b}}: [c]\n\n  d: [e]\n", True) for sign in ("|", ">", "|-", ">-", "|+", ">+")),
        ("a: |x\n  # c\n", False),
    ],
)
def test_what_dokploy_may_have_printed_is_known_by_its_shape(text: str, printed: bool) -> None:
    assert is_reprint(text) is printed


@rows(
    ("name", "own"),
    [
        ("http.routers.a.b-router-1", True),
        ("http.routers.a.b-router-websecure-10", True),
        ("http.services.a.b-service-1", True),
        ("http.routers.axb-router-1", False),
        ("http.services.axb-service-1", False),
        ("http.routers.a.b-service-1", False),
        ("http.services.a.b-router-1", False),
        ("http.services.a.b-service-websecure-1", False),
        ("http.routers.a.b-router-", False),
        ("http.routers.a.b-router-1x", False),
        ("http.middlewares.a.b-router-1", False),
    ],
)
def test_the_panel_owns_the_routers_and_services_with_its_names(name: str, own: bool) -> None:
    assert owned_by_panel("a.b")(name) is own


@rows(
    ("route", "said"),
    [
        (Route("http", "Host(`a`)", ("web", "x")), "Host(`a`) on web, x"),
        (Route("http", "Host(`a`)", ()), "Host(`a`)"),
        (Route("tcp", "HostSNI(`a`)", ("t",)), "HostSNI(`a`) on t (tcp)"),
        (Route("udp", "", ("u",)), "everything on u (udp)"),
    ],
)
def test_a_route_is_told_by_its_rule_and_where_it_listens(route: Route, said: str) -> None:
    assert str(route) == said
