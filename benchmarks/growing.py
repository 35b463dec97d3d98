"""The inputs of `make bench-growth`: each a kind of work, made in any size."""

from __future__ import annotations

from benchmarks.growing_texts import (
    HASH,
    SERVICE,
    Series,
    alone,
    asked_certificates,
    at_top,
    auths_of,
    baseline,
    blank_lines,
    broken_rules,
    certificates,
    chain_of,
    circle,
    circles,
    comparing_routes,
    drawing,
    duplicate,
    family,
    fixing,
    http,
    identical,
    ignored,
    lint,
    list_of,
    listed,
    lists,
    long_secret,
    many,
    meeting,
    middleware_chain,
    named,
    objects,
    parent_circles,
    parents_of,
    quoted_hosts,
    redirected_by_one,
    redirected_by_points,
    redirects,
    reporting,
    resolvers,
    router,
    routing,
    rules,
    rules_growing,
    same_host,
    servers_of,
    servers_of_paths,
    shuffled,
    special,
    spelling_of,
    static_of,
    suppressed,
    tcp,
    tcp_failing,
    templates,
    tls_options,
    told_passwords,
    trailing,
    transports,
    unknown,
    users_behind_aliases,
    users_of,
    v2_rules,
    weights,
    wrong_users,
)

SERIES = (
    Series("lint: routers with hosts of their own", lint(lambda n: http(listed(router(), n)))),
    Series("lint: routers of one host", lint(same_host)),
    Series("lint: routers with one rule", lint(identical)),
    Series(
        "lint: routers behind one that takes all hosts",
        lint(lambda n: http(router(r"HostRegexp(`^.+\.example\.com$`)", name="all") + listed(router(), n))),
    ),
    Series(
        "lint: documents behind the first",
        lint(lambda n: http(router(service="gone@file")) + listed("---\nhttp: {services: {s{n}: {}}}\n", n)),
    ),
    Series(
        "lint: routers of one host, each with a priority",
        lint(lambda n: http(listed(router("Host(`a.example.com`) && PathPrefix(`/{n}`)", ", priority: {m}"), n))),
    ),
    Series(
        "lint: routers of one host with header conditions",
        lint(lambda n: http(listed(router("Host(`a.example.com`) && Header(`X-{n}`, `1`)"), n))),
    ),
    Series(
        "lint: routers with one host regexp each",
        lint(lambda n: http(listed(router("HostRegexp(`^h{n}\\.example\\.com$`)"), n))),
    ),
    Series(
        "lint: routers with negated conditions", lint(lambda n: http(listed(router("!Host(`h{n}.example.com`)"), n)))
    ),
    Series("lint: hosts in one rule", rules("Host(`h{n}.example.com`)", " || ")),
    Series(
        "lint: a rule of n × (Host && PathPrefix) by OR",
        rules("(Host(`h{n}.example.com`) && PathPrefix(`/p{n}`))", " || "),
    ),
    Series("lint: a rule of n × (A || B) by AND", rules("(Header(`A{n}`, `1`) || Query(`b{n}`, `1`))", " && ")),
    Series(
        "lint: two rules of n × (A || B) by AND",
        lint(
            lambda n: http(
                router(listed("(Header(`A{n}`, `1`) || Query(`b{n}`, `1`))", n, " && "), name="a")
                + router(listed("(Header(`A{n}`, `1`) || Query(`c{n}`, `1`))", n, " && "), name="b")
            )
        ),
    ),
    Series("lint: a rule of n PathPrefix by AND", rules("PathPrefix(`/p{n}`)", " && ")),
    Series("lint: a rule of growing PathPrefix by AND, in bytes", lambda n: rules_growing(n)),
    Series("lint: nested parentheses", lint(lambda n: http(router("(" * n + "Host(`a.example.com`)" + ")" * n)))),
    Series("lint: nested negations", lint(lambda n: http(router("!(" * n + "Host(`a.example.com`)" + ")" * n)))),
    Series("lint: unknown services, near", lint(unknown("service"))),
    Series("lint: unknown services, far", lint(unknown("far service"))),
    Series("lint: unknown middlewares", lint(unknown("middleware"))),
    Series("lint: unknown entry points", static_of),
    Series("lint: unknown resolvers", resolvers),
    Series("lint: misspelt matchers", lint(broken_rules)),
    Series("lint: rules of v2", lint(v2_rules)),
    Series("lint: unused suppressions", lint(suppressed("ignore[unknown-service]", ""))),
    Series("lint: used suppressions", lint(suppressed("ignore[unknown-middleware]", "x"))),
    Series("lint: suppressions above objects", lint(alone)),
    Series("lint: ignore-file comments and findings", lint(at_top)),
    Series("lint: a suppression with n names", lint(named)),
    Series(
        "lint: suppressions of no rule",
        lint(lambda n: http(listed(router().rstrip("\n") + " # traefiklint: ignore[no-{n}]\n", n))),
    ),
    Series("lint: n per-file-ignores on n files", ignored),
    *(
        Series(f"lint: {kind} chain", lint(chain_of(kind)))
        for kind in ("failover", "fallbacks", "weighted", "doubled", "mirroring")
    ),
    Series("lint: circle of services", lint(circle)),
    Series("lint: services that all lead back to the first", lint(circles)),
    Series("lint: routers that all stand above the first", lint(parent_circles)),
    Series("lint: chain of middlewares", lint(middleware_chain("m{m}"))),
    Series("lint: doubled chain of middlewares", lint(middleware_chain("m{m}, m{m}"))),
    Series("lint: parentRefs chain", lint(parents_of)),
    Series("lint: children of one router", lint(family)),
    Series("lint: basicAuth users", lint(users_of)),
    Series("lint: users as a mapping", lint(wrong_users("users:\nITEMS", "          anna{n}: summer{n}\n"))),
    Series(
        "lint: users as mappings in a list", lint(wrong_users("users:\nITEMS", "          - {anna{n}: summer{n}}\n"))
    ),
    Series("lint: users as one text", lint(wrong_users('users: "ITEMS"', "anna{n}:summer{n},"))),
    Series("lint: users in lists in a list", lint(wrong_users("users: [ITEMS]", "[anna{n}:summer{n}], "))),
    Series("lint: a long secret in long words", lint(long_secret)),
    Series("lint: misspelt users", lint(wrong_users("ITEMS", "usrs{n}: [anna:summer{n}]\n        "))),
    Series(
        "lint: users of a template",
        lint(lambda n: "{{ $a := 1 }}\n" + wrong_users("users:\nITEMS", "          anna{n}: winterly{n}\n")(n)),
    ),
    Series("lint: users behind aliases of a broken file", lint(users_behind_aliases)),
    Series("lint: braces below users that nobody closes", lint(lambda n: "users: " + "{a: " * n)),
    Series("lint: basicAuth middlewares", lint(auths_of)),
    Series(
        "lint: logins of hosts at home",
        lint(lambda n: auths_of(n).replace(".example.com", ".lan"), strict=False, profile="none"),
    ),
    Series("lint: certificates", lint(certificates)),
    Series("lint: blank lines in a quoted value", lint(blank_lines("'Host(`a`)", " ", "&& Foo(`b`)'"))),
    Series("lint: blank lines in a folded value", lint(blank_lines(">-\n        Host(`a`)", 10 * " ", "&& Foo(`b`)"))),
    Series("lint: certificates that are asked for, and at hand", lint(asked_certificates)),
    Series("lint: TLS options in conflict", lint(tls_options)),
    Series("lint: redirects from host to host", lint(redirects)),
    Series("lint: routers whose entry point redirects before", redirected_by_one),
    Series("lint: entry points that redirect to nobody", redirected_by_points),
    Series("lint: users with comments beside them", lint(told_passwords)),
    Series("lint: servers below a path that routers take", lint(servers_of_paths)),
    Series("lint: servers of one service", lint(servers_of)),
    Series("lint: services with a transport", lint(transports)),
    Series("lint: weighted services", lint(weights)),
    Series("lint: TCP routers", lint(tcp)),
    Series("lint: TCP routers without their service", lint(tcp_failing)),
    Series("lint: middlewares named twice", lint(trailing)),
    Series("lint: one name in n files", duplicate),
    Series("lint: files", many(lambda n: http(router(name=f"r{n}"), services=SERVICE.replace("s:", f"s{n}:", 1)))),
    Series(
        "lint: files with secrets",
        many(
            lambda n: http(
                router(name=f"r{n}", more=f", middlewares: [m{n}, gone]"),
                f'    m{n}: {{basicAuth: {{users: ["u:{HASH}"]}}}}\n',
            )
        ),
    ),
    Series("lint: files that are refused", many(lambda n: f"http:\n  routers:\n    r{n}: [\n")),
    Series("lint: a template that makes routers", lint(templates)),
    Series("lint: unknown fields", lint(lambda n: http(router("Host(`a.example.com`)", listed(", filed{n}: 1", n))))),
    Series("lint: unknown root keys", lint(lambda n: listed("key{n}: 1\n", n))),
    Series("lint: duplicate keys", lint(lambda n: http(listed("    r: {rule: 'Host(`h{n}`)', service: s}\n", n)))),
    Series(
        "lint: anchors and aliases",
        lint(
            lambda n: (
                listed("x-{n}: &a{n} {service: s}\n", n)
                + http(listed("    r{n}: {rule: 'Host(`h{n}.example.com`)', <<: *a{n}}\n", n))
            )
        ),
    ),
    Series("lint: nesting", lint(lambda n: "[" * n + "]" * n)),
    Series("lint: comments", lint(lambda n: listed("# comment {n}\n", n) + http())),
    Series(
        "lint: one service that n routers lack",
        lint(lambda n: http(listed(router(), n), "", "    s: {loadBalancer: {}, weighted: {}}\n")),
    ),
    Series(
        "lint: one middleware that n routers lack",
        lint(
            lambda n: http(listed(router(more=", middlewares: [m]"), n), "    m: {stripPrefixRegex: {regex: ['(']}}\n")
        ),
    ),
    Series(
        "route: routers with hosts of their own", routing(lambda n: http(listed(router(), n)), "http://h1.example.com/")
    ),
    Series("route: routers of one host", routing(same_host, "http://a.example.com/1")),
    Series("route: nobody answers", routing(same_host)),
    *(
        Series(f"route: {kind} chain", routing(chain_of(kind)))
        for kind in ("failover", "fallbacks", "weighted", "doubled", "mirroring")
    ),
    Series("route: doubled weighted services with middlewares", routing(special), 4),
    Series("route: circle of services", routing(circle)),
    Series("route: weighted services", routing(weights)),
    Series("route: chain of middlewares", routing(middleware_chain("m{m}"))),
    Series("route: doubled chain of middlewares", routing(middleware_chain("m{m}, m{m}")), 4),
    Series("route: parentRefs chain", routing(parents_of)),
    Series("route: children of one router", routing(family)),
    Series(
        "route: routers that are disabled", routing(lambda n: http(listed(router(more=", middlewares: [gone{n}]"), n)))
    ),
    Series("route: TLS options in conflict", routing(tls_options, "https://a.example.com/1")),
    Series("route: TCP routers", routing(tcp, "tls://h1.example.com:443")),
    *(Series(f"graph: {kind} chain", drawing(chain_of(kind))) for kind in ("failover", "weighted", "doubled")),
    Series("graph: circle of services", drawing(circle)),
    Series(
        "graph: routers",
        drawing(lambda n: http(listed(router(service="s{n}"), n), "", listed(SERVICE.replace("s:", "s{n}:", 1), n))),
    ),
    Series("graph: chain of middlewares", drawing(middleware_chain("m{m}"))),
    Series("graph: parentRefs chain", drawing(parents_of)),
    Series("diff-routes: every router changes", comparing_routes(objects)),
    Series(
        "diff-routes: paths of one host",
        comparing_routes(
            lambda n, word: http(listed(router(f"Host(`a.example.com`) && PathPrefix(`/{word}{{n}}`)"), n))
        ),
    ),
    Series(
        "diff-routes: hosts below n wildcards",
        comparing_routes(
            lambda n, word: http(listed(router(f"Host(`*.h{{n}}.{word}.com`) || Host(`a.h{{n}}.com`)"), n))
        ),
    ),
    Series(
        "diff-routes: paths of any host",
        comparing_routes(lambda n, word: http(listed(router(f"Path(`/{{n}}`) || PathPrefix(`/{word}/{{n}}/`)"), n))),
    ),
    Series("diff-routes: routers that all meet", comparing_routes(meeting), 100),
    Series("diff-routes: TCP routers", comparing_routes(lambda n, word: tcp(n).replace("example", word))),
    Series("fix: one file with n fixes", fixing(lambda n: {"a.yml": v2_rules(n)})),
    Series("fix: n safe fixes beside a rule of v2", fixing(lambda n: {"a.yml": quoted_hosts(n)}, unsafe=False)),
    Series(
        "fix: n files with a fix",
        fixing(
            lambda n: {
                f"f{number}.yml": http(router("Host(`a.example.com`, `b.example.com`)", name=f"r{number}"))
                for number in range(n)
            }
        ),
    ),
    # Of a file that cannot be read one reason is known at a time; after 300 of them fixing ends.
    Series("fix: values that begin with a backtick", fixing(lambda n: {"a.yml": listed("a{n}: `x`\n", n)}), 400),
    Series("fix: unused suppressions", fixing(lambda n: {"a.yml": suppressed("ignore[unknown-service]", "")(n)})),
    *(
        Series(f"report: {form}", reporting(form))
        for form in ("text", "concise", "json", "sarif", "github", "gitlab", "junit")
    ),
    Series("baseline: n findings", baseline),
    Series(
        "merge: lists of n, each side takes others out",
        lists(lambda n: list_of(n, 0), lambda n: list_of(n, 10), lambda n: list_of(n, 11)),
    ),
    Series(
        "merge: lists of n in another order",
        lists(lambda n: list_of(n, 0), lambda n: list_of(n, 0, "x"), lambda n: shuffled(n, 7919)),
    ),
    Series(
        "merge: n objects, each side adds n",
        lists(lambda n: objects(n, "a"), lambda n: objects(2 * n, "a"), lambda n: objects(n, "b")),
    ),
    Series(
        "merge: their n new keys go between ours",
        lists(
            lambda n: http(),
            lambda n: http(listed(router(name="a{n}"), n)),
            lambda n: http(listed(router(name="b{n}"), n)),
        ),
    ),
    Series("spelling: near names", spelling_of(False)),
    Series("spelling: far names", spelling_of(True)),
)
