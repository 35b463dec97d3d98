"""The texts of `make bench-growth`, made in any size, and what is done with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

Work = Callable[[], object]

HASH = "$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/"


class Series(NamedTuple):
    """One kind of work.

    Attributes:
        make: makes the input of a size, untimed, and returns the work on it.
        start: the first size that is tried.
    """

    name: str
    make: Callable[[int], Work]
    start: int = 50


def listed(template: str, count: int, joint: str = "") -> str:
    """A text for each number, one behind the other; `{n}` is the number, `{m}` the next one."""
    return joint.join(template.replace("{n}", str(n)).replace("{m}", str(n + 1)) for n in range(count))


def router(rule: str = "Host(`h{n}.example.com`)", more: str = "", service: str = "s", name: str = "r{n}") -> str:
    """One router as YAML, for `listed`."""
    return f"    {name}: {{rule: '{rule}', service: {service}{more}}}\n"


SERVICE = '    s: {loadBalancer: {servers: [{url: "http://a"}]}}\n'


def http(routers: str = router("Host(`a.example.com`)"), middlewares: str = "", services: str = SERVICE) -> str:
    """A file with these sections; an empty one is left out."""
    sections = {"routers": routers, "middlewares": middlewares, "services": services}
    return "http:\n" + "".join(f"  {name}:\n{text}" for name, text in sections.items() if text)


def linting(
    files: Mapping[str, str] | str, static: str | None = None, *, strict: bool = True, **options: object
) -> Work:
    """The work of linting one directory; with `strict`, nothing is asked of what the files are for."""
    from traefiklint.engine import lint_texts
    from traefiklint.options import Options

    texts = {"a.yml": files} if isinstance(files, str) else dict(files)
    chosen = Options(static=static, strict=strict, **options)  # type: ignore[arg-type]
    return lambda: lint_texts(texts, chosen)


def rules(template: str, joint: str) -> Callable[[int], Work]:
    """One router with one long rule."""
    return lambda n: linting(http(router(listed(template, n, joint))))


def lint(make: Callable[[int], str], **options: object) -> Callable[[int], Work]:
    """Linting of one file that is made in any size."""
    return lambda n: linting(make(n), **options)  # type: ignore[arg-type]


def many(make: Callable[[int], str]) -> Callable[[int], Work]:
    """Linting of many files."""
    return lambda n: linting({f"f{number}.yml": make(number) for number in range(n)})


def routing(make: Callable[[int], str], url: str = "http://a.example.com/") -> Callable[[int], Work]:
    """`route`, with all of its text and its JSON."""

    def made(n: int) -> Work:
        from traefiklint.options import Options
        from traefiklint.routing.answer import follow
        from traefiklint.routing.asking import read_request
        from traefiklint.routing.json import journey_dict
        from traefiklint.routing.table import Table
        from traefiklint.routing.text import lines
        from traefiklint.routing.world import read_world

        text = make(n)

        def work() -> None:
            table = Table(read_world({"a.yml": text}, Options()))
            journey = follow(table, read_request(url, "GET", (), ""))
            list(lines(journey, lambda text, *_: text, every=True))
            json.dumps(journey_dict(journey))

        return work

    return made


def drawing(make: Callable[[int], str]) -> Callable[[int], Work]:
    """`graph` as SVG, DOT and Mermaid."""

    def made(n: int) -> Work:
        from traefiklint.engine import lint_instance
        from traefiklint.instance.load import read_context, read_instance
        from traefiklint.options import Options
        from traefiklint.routing.graph import dot, mermaid, svg
        from traefiklint.routing.graph.model import build_graph
        from traefiklint.routing.world import make_world

        text = make(n)

        def work() -> None:
            options = Options()
            instance = read_instance({"a.yml": text}, read_context(options).context)
            graph = build_graph(make_world(instance, options), lint_instance(instance, options))
            svg.render(graph, "")
            dot.render(graph)
            mermaid.render(graph)

        return work

    return made


def comparing_routes(make: Callable[[int, str], str]) -> Callable[[int], Work]:
    """`diff-routes` between two states of one file."""

    def made(n: int) -> Work:
        from traefiklint.options import Options
        from traefiklint.routing.changes import route_changes

        before, after = {"a.yml": make(n, "old")}, {"a.yml": make(n, "new")}
        return lambda: route_changes(before, after, Options()).to_dict()

    return made


def fixing(files: Callable[[int], Mapping[str, str]], *, unsafe: bool = True) -> Callable[[int], Work]:
    """`fix` on a directory."""

    def made(n: int) -> Work:
        from traefiklint.fixing import fix_texts
        from traefiklint.options import Options

        texts = files(n)
        return lambda: fix_texts(texts, Options(strict=True), unsafe=unsafe)

    return made


def reporting(form: str) -> Callable[[int], Work]:
    """A report in a format, of n findings of a hundred routers."""

    def made(n: int) -> Work:
        from importlib import import_module

        from traefiklint import lint_texts
        from traefiklint.report import View

        module = import_module(f"traefiklint.report.{form}")
        report = lint_texts({"a.yml": http(listed(router(more=", middlewares: [{n}]"), 100))})
        again = replace(report, findings=report.findings * (n // len(report.findings) + 1))
        return lambda: module.render(again, View())

    return made


def lists(
    before: Callable[[int], str], ours: Callable[[int], str], theirs: Callable[[int], str]
) -> Callable[[int], Work]:
    """The three-way merge of a pull, and what `diff` says about its result."""

    def made(n: int) -> Work:
        from traefiklint.patch.data import read_data
        from traefiklint.sync.changes import changes
        from traefiklint.sync.merge import merge
        from traefiklint.sync.plan import text_diff

        texts = [make(n) for make in (before, ours, theirs)]
        base, mine, yours = map(read_data, texts)

        def work() -> None:
            merged = merge(base, mine, yours, "ours")
            for change in changes(base, merged.data):
                change.lines()
            text_diff(texts[1], texts[2], "a.yml")

        return work

    return made


def words(make: Callable[[int], Iterable[str]]) -> Callable[[int], list[str]]:
    """Names of a size, as a list."""
    return lambda n: list(make(n))


def chain_of(kind: str) -> Callable[[int], str]:
    """Services of which each is made of the next one."""
    template = {
        "failover": "    s{n}: {failover: {service: s{m}, fallback: s}}\n",
        "fallbacks": "    s{n}: {failover: {service: s, fallback: s{m}}}\n",
        "weighted": "    s{n}: {weighted: {services: [{name: s{m}}]}}\n",
        "doubled": "    s{n}: {weighted: {services: [{name: s{m}, weight: 2}, {name: s{m}}]}}\n",
        "mirroring": "    s{n}: {mirroring: {service: s{m}, mirrors: [{name: s, percent: 5}]}}\n",
    }[kind]
    last = '    s{n}: {loadBalancer: {servers: [{url: "http://a"}]}}\n'
    return lambda n: http(
        router("Host(`a.example.com`)", service="s0"), "", SERVICE + listed(template, n) + last.replace("{n}", str(n))
    )


def circle(n: int) -> str:
    template = "    s{n}: {weighted: {services: [{name: s{m}}]}}\n"
    return http(
        router("Host(`a.example.com`)", service="s0"),
        "",
        listed(template, n) + f"    s{n}: {{weighted: {{services: [{{name: s0}}]}}}}\n",
    )


def circles(n: int) -> str:
    return http(
        router("Host(`a.example.com`)", service="s0"),
        "",
        listed("    s{n}: {weighted: {services: [{name: s{m}}, {name: s0}]}}\n", n)
        + SERVICE.replace("s:", f"s{n}:", 1),
    )


def parent_circles(n: int) -> str:
    parents = ", ".join(["top", *(f"r{number}" for number in range(1, n))])
    below = listed("    r{m}: {rule: 'PathPrefix(`/`)', parentRefs: [r{n}]}\n", n)
    return http(
        "    top: {rule: 'Host(`a.example.com`)'}\n"
        f"    r0: {{rule: 'PathPrefix(`/`)', parentRefs: [{parents}]}}\n{below}"
    )


def special(n: int) -> str:
    """Doubled weighted services of which the last has middlewares, so that each way is another one."""
    template = "    s{n}: {weighted: {services: [{name: s{m}, weight: 2}, {name: s{m}}]}}\n"
    last = f'    s{n}: {{middlewares: [m], loadBalancer: {{servers: [{{url: "http://a"}}]}}}}\n'
    return http(
        router("Host(`a.example.com`)", service="s0"),
        "    m: {stripPrefix: {prefixes: [/a]}}\n",
        listed(template, n) + last,
    )


def middleware_chain(inner: str) -> Callable[[int], str]:
    def made(n: int) -> str:
        chain = listed(f"    m{{n}}: {{chain: {{middlewares: [{inner}]}}}}\n", n)
        last = f"    m{n}: {{stripPrefix: {{prefixes: [/a]}}}}\n"
        return http(router("Host(`a.example.com`)", more=", middlewares: [m0]"), chain + last)

    return made


def parents_of(n: int) -> str:
    children = listed("    r{m}: {rule: 'PathPrefix(`/`)', parentRefs: [r{n}]}\n", n)
    last = f"    r{n + 1}: {{rule: 'PathPrefix(`/`)', parentRefs: [r{n}], service: s}}\n"
    return http("    r0: {rule: 'Host(`a.example.com`)'}\n" + children + last)


def family(n: int) -> str:
    children = listed("    c{n}: {rule: 'PathPrefix(`/{n}`)', parentRefs: [r], service: s}\n", n)
    return http("    r: {rule: 'Host(`a.example.com`)'}\n" + children)


def users_of(n: int) -> str:
    users = listed(f'          - "user{{n}}:{HASH}"\n', n)
    return http(
        router("Host(`a.example.com`)", more=", middlewares: [m]"), f"    m:\n      basicAuth:\n        users:\n{users}"
    )


def wrong_users(shape: str, item: str, end: str = "") -> Callable[[int], str]:
    """A middleware with n times an item where its users should be, in a shape that Traefik does not know."""
    head, _, tail = shape.partition("ITEMS")
    return lambda n: http(
        router("Host(`a.example.com`)", more=", middlewares: [m]"),
        f"    m:\n      basicAuth:\n        {head}{listed(item, n)}{tail}\n{end}",
    )


def long_secret(n: int) -> str:
    """A password of n digits that is found in names of as many digits, at none of which a word begins."""
    digits = 50 * n * "9"
    return http(
        f"    r: {{rule: 'Host(`{digits}`)', service: {digits}}}\n",
        f"    m: {{basicAuth: {{users: {{a: {digits}}}}}}}\n",
    )


def users_behind_aliases(n: int) -> str:
    """n anchors at the top of a file that cannot be read, each the users of a middleware."""
    auths = listed("    m{n}: {basicAuth: {users: *u{n}}}\n", n)
    return listed("x-{n}: &u{n}\n  - anna:summer{n}\n", n) + http(middlewares=auths) + "   broken\n"


def auths_of(n: int) -> str:
    auths = listed(f'    m{{n}}: {{basicAuth: {{users: ["u:{HASH}"]}}}}\n', n)
    return http(listed(router(more=", middlewares: [m{n}]"), n), auths)


def certificates(n: int) -> str:
    return "tls:\n  certificates:\n" + listed("    - {certFile: /c/{n}.crt, keyFile: /c/{n}.key}\n", n)


def blank_lines(begin: str, blank: str, end: str) -> Callable[[int], str]:
    router = "    r:\n      service: s\n      rule: "
    return lambda n: http(router + begin + "\n" + n * (blank + "\n") + "        " + end + "\n")


def asked_certificates(n: int) -> str:
    tls = ", tls: {certResolver: le, domains: [{main: h{n}.example.org}]}"
    routers = listed(router(more=tls), n) + listed(
        router("Host(`q{n}.example.com`)", ", tls: {certResolver: le}", name="q{n}"), n
    )
    files = listed("    - {certFile: c/h{n}.example.net.pem, keyFile: c/k.pem}\n", n)
    return http(routers) + "tls:\n  certificates:\n" + files


def tls_options(n: int) -> str:
    routers = listed(router("Host(`a.example.com`) && Path(`/{n}`)", more=", tls: {options: o{n}}"), n)
    return http(routers) + "tls:\n  options:\n" + listed("    o{n}: {minVersion: VersionTLS12}\n", n)


def unknown(what: str) -> Callable[[int], str]:
    if what == "service":
        return lambda n: http(
            listed(router(service="app-{n}-servce"), n),
            "",
            listed('    app-{n}-service: {loadBalancer: {servers: [{url: "http://a"}]}}\n', n),
        )
    if what == "far service":
        return lambda n: http(
            listed(router(service="app-{n}-nothing-of-the-kind"), n),
            "",
            listed('    app-{n}: {loadBalancer: {servers: [{url: "http://a"}]}}\n', n),
        )
    return lambda n: http(
        listed(router(more=", middlewares: [auth-{n}x-strip]"), n),
        listed("    auth-{n}-strip: {stripPrefix: {prefixes: [/a]}}\n", n),
    )


def suppressed(comment: str, rule: str) -> Callable[[int], str]:
    more = ", middlewares: [gone]" if rule else ""
    return lambda n: http(
        listed(router(more=more).rstrip("\n") + f"  # traefiklint: {comment}\n", n),
        "    m: {stripPrefix: {prefixes: [/a]}}\n",
    )


def alone(n: int) -> str:
    return http(
        listed("    # traefiklint: ignore[unknown-middleware] known\n" + router(more=", middlewares: [gone]"), n)
    )


def at_top(n: int) -> str:
    top = listed("# traefiklint: ignore-file[unknown-service]\n", n)
    return top + http(listed(router(more=", middlewares: [gone]"), n))


def named(n: int) -> str:
    names = ", ".join(f"rule-{number}" for number in range(n))
    return http(router("Host(`a.example.com`)").rstrip("\n") + f" # traefiklint: ignore[{names}]\n")


def ignored(n: int) -> Work:
    patterns = tuple((f"apps/f{number}-*.yml", frozenset({"unknown-middleware"})) for number in range(n))
    files = {
        f"apps/f{number}-x.yml": http(router(name=f"r{number}", more=", middlewares: [gone]")) for number in range(n)
    }
    return linting(files, per_file_ignores=patterns)


def baseline(n: int) -> Work:
    import tempfile

    from traefiklint.cli.baseline import compare, write

    report = linting(http(listed(router(more=", middlewares: [{n}]"), n)))()
    home = tempfile.TemporaryDirectory()
    path = str(Path(home.name) / "baseline.json")

    def work() -> None:
        write(path, report)  # type: ignore[arg-type]
        compare(path, report)  # type: ignore[arg-type]
        assert home

    return work


def redirects(n: int) -> str:
    middlewares = listed(
        "    m{n}: {redirectRegex: {regex: '^https?://h{n}.example.com/(.*)', replacement: 'https://h{m}.example.com/${1}'}}\n",
        n,
    )
    return http(listed(router(more=", middlewares: [m{n}]"), n), middlewares)


def redirected_by_points(n: int) -> Work:
    """n routers, each on an entry point of its own that redirects to one where nobody answers."""
    static = "entryPoints:\n  s: {address: ':443'}\n" + listed(
        "  w{n}: {address: ':{m}', http: {redirections: {entryPoint: {to: s}}}}\n", n
    )
    return linting(http(listed(router(more=", entryPoints: [w{n}]"), n)), static)


def redirected_by_one(n: int) -> Work:
    """n routers on one entry point that redirects to where every second one's host is answered."""
    static = (
        "entryPoints: {w: {address: ':80', http: {redirections: {entryPoint: {to: s}}}}, s: {address: ':443'}}\n"
        "providers: {file: {directory: d}}\n"
    )
    plain = listed(router(more=", entryPoints: [w]"), n)
    secure = listed(router(more=", entryPoints: [s], tls: {}", name="t{n}"), n // 2)
    return linting(http(plain + secure), static)


def told_passwords(n: int) -> str:
    users = listed(f'          - "u{{n}}:{HASH}"  # word{{n}} of the user\n', n)
    return http(router(more=", middlewares: [m]"), f"    m:\n      basicAuth:\n        users:\n{users}")


def servers_of_paths(n: int) -> str:
    """One service with n servers below a path, and n routers that take requests for it."""
    servers = listed("          - url: http://10.0.0.1:{m}/x\n", n)
    routers = listed(router("Host(`h{n}.example.com`) && PathPrefix(`/x`)"), n)
    return http(routers, services=f"    s:\n      loadBalancer:\n        servers:\n{servers}")


def servers_of(n: int) -> str:
    servers = listed('          - {url: "http://10.0.0.1:{n}"}\n', n)
    return http(services=f"    s:\n      loadBalancer:\n        servers:\n{servers}")


def transports(n: int) -> str:
    services = listed('    s{n}: {loadBalancer: {serversTransport: t{n}, servers: [{url: "https://a"}]}}\n', n)
    return (
        http(listed(router(service="s{n}"), n), "", services)
        + "  serversTransports:\n"
        + listed("    t{n}: {insecureSkipVerify: true}\n", n)
    )


def weights(n: int) -> str:
    names = listed("          - {name: s{n}, weight: {m}}\n", n)
    services = listed('    s{n}: {loadBalancer: {servers: [{url: "http://h{n}"}]}}\n', n)
    return http(
        router("Host(`a.example.com`)", service="w"),
        "",
        services + f"    w:\n      weighted:\n        services:\n{names}",
    )


def tcp(n: int) -> str:
    routers = listed("    r{n}: {rule: 'HostSNI(`h{n}.example.com`)', service: s, tls: {passthrough: true}}\n", n)
    return f'tcp:\n  routers:\n{routers}  services:\n    s: {{loadBalancer: {{servers: [{{address: "a:1"}}]}}}}\n'


def tcp_failing(n: int) -> str:
    return tcp(n).replace("service: s,", "service: gone,")


def list_of(n: int, skip: int, extra: str = "") -> str:
    items = ", ".join(
        [*(f"m{number}" for number in range(n) if not skip or number % skip), *([extra] if extra else [])]
    )
    return http(router("Host(`a.example.com`)", more=f", middlewares: [{items}]"))


def shuffled(n: int, step: int) -> str:
    order = sorted(range(n), key=lambda number: number * step % 1_000_003)
    items = ", ".join(f"m{number}" for number in order)
    return http(router("Host(`a.example.com`)", more=f", middlewares: [{items}]"))


def objects(n: int, word: str) -> str:
    return http(listed(router(f"Host(`h{{n}}.{word}.example.com`)"), n))


def meeting(n: int, word: str) -> str:
    return http(listed(router(f"Host(`a.example.com`) && Header(`X-{word}`, `{{n}}`)"), n))


def static_of(n: int) -> Work:
    static = "entryPoints:\n" + listed("  point{n}: {address: ':{m}'}\n", n)
    return linting(http(listed(router(more=", entryPoints: [pont{n}]"), n)), static)


def resolvers(n: int) -> Work:
    static = "entryPoints: {web: {address: ':80'}}\ncertificatesResolvers:\n" + listed(
        "  resolver{n}: {acme: {email: a@example.com, tlsChallenge: {}}}\n", n
    )
    return linting(http(listed(router(more=", tls: {certResolver: resolvr{n}}"), n)), static)


def duplicate(n: int) -> Work:
    return linting({f"f{number}.yml": http(router("Host(`a.example.com`)", name="same")) for number in range(n)})


def templates(n: int) -> str:
    return (
        "http:\n  routers:\n"
        + f"{{{{ range $i := until {n} }}}}"
        + '    r{{ $i }}: {rule: "Host(`h{{ $i }}.example.com`)", service: s}\n{{ end }}'
    )


def spelling_of(far: bool) -> Callable[[int], Work]:
    def made(n: int) -> Work:
        from traefiklint.text.spelling import Spelling

        known = [f"application-{number:x}-service" for number in range(n)]
        asked = [
            f"{number:x}-nothing-like-it" if far else name.replace("t", "", 1) for number, name in enumerate(known)
        ]

        def work() -> None:
            spelling = Spelling(known)
            for name in asked:
                spelling.nearest(name)

        return work

    return made


def trailing(n: int) -> str:
    return http(listed(router(more=", middlewares: [m,m]"), n), "    m: {stripPrefix: {prefixes: [/a]}}\n")


def broken_rules(n: int) -> str:
    return http(listed(router("Hst(`h{n}.example.com`)"), n))


def v2_rules(n: int) -> str:
    return http(listed(router("Host(`h{n}.example.com`, `w{n}.example.com`)"), n))


def quoted_hosts(n: int) -> str:
    """Rules in single quotes beside rules that work, and one of the v2 syntax: none can meet another."""
    old = router("Host(`old.example.com`)", ", ruleSyntax: v2", name="old")
    return http(old + listed(router('Host("h{n}.example.com")') + router("Host(''q{n}.example.com'')", name="q{n}"), n))


def same_host(n: int) -> str:
    return http(listed(router("Host(`a.example.com`) && PathPrefix(`/{n}`)"), n))


def identical(n: int) -> str:
    return http(listed(router("Host(`a.example.com`)"), n))


def _nested_paths(n: int) -> str:
    return http(
        "".join(
            router("Host(`a.example.com`) && PathPrefix(`" + "/a" * number + "`)", name=f"r{number}")
            for number in range(1, n)
        )
    )


def rules_growing(size: int) -> Work:
    """A rule of PathPrefixes of which each is a letter longer than the one before, so that the rule has `size` bytes
    times ten."""
    count = int((size * 20) ** 0.5)
    return linting(http(router(" && ".join(f"PathPrefix(`/{'a' * number}`)" for number in range(count)))))
