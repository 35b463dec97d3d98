"""What middlewares that change the path, or send a request elsewhere, make of it, and how it is said."""

# ruff: noqa: E501 - a table

from __future__ import annotations

from tests.each import each, rows
from tests.routing.asking import ask, routers, table

CASES = (
    ("addPrefix: {prefix: /v2}", "GET http://a.test/x", "3.7", "forward /v2/x", "puts `/v2` before the path: /x → /v2/x"),
    ("addPrefix: {prefix: v2}", "GET http://a.test/x", "3.7", "forward /v2/x", "puts `v2` before the path: /x → /v2/x"),
    ("addPrefix: {prefix: /v2}", "GET http://a.test/a%2Fb", "3.7", "forward /v2/a%2Fb", "puts `/v2` before the path: /a%2Fb → /v2/a%2Fb"),
    ("addPrefix: {prefix: /v2/}", "GET http://a.test", "3.7", "forward /v2//", "puts `/v2/` before the path: / → /v2//"),
    ("stripPrefix: {prefixes: [/b, /api]}", "GET http://a.test/api/x", "3.7", "forward /x", "strips `/api` off the path: /api/x → /x"),
    ("stripPrefix: {prefixes: [/api]}", "GET http://a.test/api", "3.7", "forward /", "strips `/api` off the path: /api → /"),
    ("stripPrefix: {prefixes: [/api]}", "GET http://a.test/apix", "3.7", "forward /x", "strips `/api` off the path: /apix → /x"),
    ("stripPrefix: {prefixes: [/api]}", "GET http://a.test/b", "3.7", "forward /b", "strips `/api`, which the path does not begin with"),
    ("stripPrefix: {prefixes: [/a, /b]}", "GET http://a.test/c", "3.7", "forward /c", "strips `/a`, `/b`, which the path does not begin with"),
    ("stripPrefix: {prefixes: [/api], forceSlash: true}", "GET http://a.test/api", "3.7", "forward /", "strips `/api` off the path: /api → /"),
    ("stripPrefix: {prefixes: [/api], forceSlash: true}", "GET http://a.test/api/x%2Fy", "3.7", "forward /x%2Fy", "strips `/api` off the path: /api/x%2Fy → /x%2Fy"),
    ("stripPrefix: {prefixes: [/api], forceSlash: false}", "GET http://a.test/api", "3.7", "forward /", "strips `/api` off the path: /api → /"),
    ("stripPrefix: {prefixes: [/a b]}", "GET http://a.test/a%20b/c%2Fd", "3.7", "forward /c%2Fd", "strips `/a b` off the path: /a%20b/c%2Fd → /c%2Fd"),
    ("stripPrefix: {prefixes: [/a/b]}", "GET http://a.test/a%2Fb/c%2Fd", "3.7", "forward /c%2Fd", "strips `/a/b` off the path: /a%2Fb/c%2Fd → /c%2Fd"),
    ("stripPrefix: {prefixes: [/api]}", "GET http://a.test/api../x", "3.7", "refusal /api../x", "strips `/api`, and refuses the path that is left because it is not clean"),
    ("stripPrefix: {prefixes: [/api]}", "GET http://a.test/api../x", "3.6", "forward /x", "strips `/api` off the path: /api../x → /x"),
    ("stripPrefix: {prefixes: [/api]}", "GET http://a.test/api../x", "3.6.18", "refusal /api../x", "strips `/api`, and refuses the path that is left because it is not clean"),
    ("stripPrefix: {prefixes: [/api]}", "GET http://a.test/api../x", "3.6.17", "forward /x", "strips `/api` off the path: /api../x → /x"),
    ("stripPrefix: {prefixes: [/api]}", "GET http://a.test/api../x", "3.7.1", "forward /x", "strips `/api` off the path: /api../x → /x"),
    ("stripPrefix: {prefixes: [/api]}", "GET http://a.test/api../x", "3.7.2", "refusal /api../x", "strips `/api`, and refuses the path that is left because it is not clean"),
    ("stripPrefix: {prefixes: [/api]}", "GET http://a.test/api../x", "3.4.0", "forward /../x", "strips `/api` off the path: /api../x → /../x"),
    ("stripPrefix: {prefixes: [/api]}", "GET http://a.test/api../x", "3.4.1", "forward /x", "strips `/api` off the path: /api../x → /x"),
    ("stripPrefixRegex: {regex: ['/[0-9]+']}", "GET http://a.test/12/x", "3.7", "forward /x", "strips `/12` off the path: /12/x → /x"),
    ("stripPrefixRegex: {regex: ['/[a-z]+', ' /[0-9]+ ']}", "GET http://a.test/12/x", "3.7", "forward /x", "strips `/12` off the path: /12/x → /x"),
    ("stripPrefixRegex: {regex: ['[0-9]+']}", "GET http://a.test/a/12", "3.7", "forward /a/12", "strips what matches `[0-9]+`, which the path does not begin with"),
    ("stripPrefixRegex: {regex: ['^']}", "GET http://a.test/a/12", "3.7", "forward /a/12", "strips what matches `^`, which the path does not begin with"),
    ("replacePath: {path: /new}", "GET http://a.test/old?q=1", "3.7", "forward /new?q=1", "replaces the path by `/new`: /old → /new"),
    ("replacePath: {path: '/a%2Fb'}", "GET http://a.test/old", "3.7", "forward /a%2Fb", "replaces the path by `/a%2Fb`: /old → /a%2Fb"),
    ("replacePath: {path: '/a%b'}", "GET http://a.test/old", "3.7", "refusal /old", "replaces the path by `/a%b`, in which a percent sign stands alone"),
    ("replacePath: {path: '/a/../b'}", "GET http://a.test/old", "3.7", "forward /a/../b", "replaces the path by `/a/../b`: /old → /a/../b"),
    ("replacePathRegex: {regex: '^/x/(.*)', replacement: '/y/$1'}", "GET http://a.test/x/1%2F2", "3.7", "forward /y/1%2F2", "rewrites the path by `^/x/(.*)`: /x/1%2F2 → /y/1%2F2"),
    ("replacePathRegex: {regex: '^/x/(.*)', replacement: '/y/$1'}", "GET http://a.test/z", "3.7", "forward /z", "rewrites paths that match `^/x/(.*)`, which this one does not"),
    ("replacePathRegex: {regex: ' ^/x/(.*) ', replacement: ' /y/../$1 '}", "GET http://a.test/x/1", "3.7", "refusal /x/1", "rewrites the path by ` ^/x/(.*) `, and refuses it because it is not clean"),
    ("replacePathRegex: {regex: '^/x/(.*)', replacement: '/y/../$1'}", "GET http://a.test/x/1", "3.7.6", "forward /y/../1", "rewrites the path by `^/x/(.*)`: /x/1 → /y/../1"),
    ("replacePathRegex: {regex: '^/x/(.*)', replacement: '/y/../$1'}", "GET http://a.test/x/1", "3.7.7", "refusal /x/1", "rewrites the path by `^/x/(.*)`, and refuses it because it is not clean"),
    ("replacePathRegex: {regex: '^/x/(.*)', replacement: '/y/../$1'}", "GET http://a.test/x/1", "3.6.23", "refusal /x/1", "rewrites the path by `^/x/(.*)`, and refuses it because it is not clean"),
    ("replacePathRegex: {regex: '^/x/(.*)', replacement: '/y/../$1'}", "GET http://a.test/x/1", "3.6.22", "forward /y/../1", "rewrites the path by `^/x/(.*)`: /x/1 → /y/../1"),
    ("replacePathRegex: {regex: '^/x/(.*)', replacement: '/%'}", "GET http://a.test/x/1", "3.7", "refusal /x/1", "rewrites the path by `^/x/(.*)`, in which a percent sign stands alone"),
    ("redirectScheme: {scheme: https}", "GET http://a.test/x", "3.7", "redirect /x", "redirects to https: 302 Found to https://a.test/x"),
    ("redirectScheme: {scheme: https, permanent: true}", "GET http://a.test/x", "3.7", "redirect /x", "redirects to https: 301 Moved Permanently to https://a.test/x"),
    ("redirectScheme: {scheme: https, port: '443'}", "GET http://a.test/x", "3.7", "redirect /x", "redirects to https on port 443: 302 Found to https://a.test/x"),
    ("redirectScheme: {scheme: https, port: '8443'}", "GET http://a.test/x", "3.7", "redirect /x", "redirects to https on port 8443: 302 Found to https://a.test:8443/x"),
    ("redirectScheme: {scheme: https}", "GET https://a.test/x", "3.7", "forward /x", "redirects to https, which this request is already"),
    ("redirectScheme: {scheme: https, port: '443'}", "GET https://a.test/x", "3.7", "forward /x", "redirects to https on port 443, which this request is already"),
    ("redirectScheme: {scheme: http, port: '80'}", "GET https://a.test/x", "3.7", "redirect /x", "redirects to http on port 80: 302 Found to http://a.test/x"),
    ("redirectScheme: {scheme: http, port: '443'}", "GET https://a.test/x", "3.7", "redirect /x", "redirects to http on port 443: 302 Found to http://a.test:443/x"),
    ("redirectScheme: {scheme: ftp, port: '80'}", "GET http://a.test/x", "3.7", "redirect /x", "redirects to ftp on port 80: 302 Found to ftp://a.test:80/x"),
    ("redirectRegex: {regex: '^http://(.*)', replacement: 'https://$1'}", "GET http://a.test/x?y", "3.7", "redirect /x?y", "redirects by `^http://(.*)`: 302 Found to https://a.test/x?y"),
    ("redirectRegex: {regex: '^http://(.*)', replacement: 'https://$1', permanent: true}", "GET http://a.test/x", "3.7", "redirect /x", "redirects by `^http://(.*)`: 301 Moved Permanently to https://a.test/x"),
    ("redirectRegex: {regex: '^http://(.*)', replacement: 'https://$1'}", "GET https://a.test/x", "3.7", "forward /x", "redirects what matches `^http://(.*)`, which this request does not"),
    ("redirectRegex: {regex: '.*', replacement: 'http://[x'}", "GET http://a.test/x", "3.7", "refusal /x", "redirects by `.*` to http://[x, which is no URL: 502"),
    ("redirectRegex: {regex: 'test', replacement: 'test'}", "GET http://a.test/x", "3.7", "forward /x", "redirects by `test` to where this request is already"),
    ("redirectScheme: {scheme: https}", "POST http://a.test/x", "3.7", "redirect /x", "redirects to https: 307 Temporary Redirect to https://a.test/x"),
    ("redirectScheme: {scheme: https, permanent: true}", "POST http://a.test/x", "3.7", "redirect /x", "redirects to https: 308 Permanent Redirect to https://a.test/x"),
    ("encodedCharacters: {allowEncodedSlash: false}", "GET http://a.test/%41%2Fb", "3.7", "refusal /A%2Fb", "refuses paths with %2F: 400"),
    ("encodedCharacters: {allowEncodedSlash: false}", "GET http://a.test/b", "3.7", "forward /b", "refuses paths with certain escapes, of which this one has none"),
    ("encodedCharacters: {allowEncodedSlash: true, allowEncodedPercent: false}", "GET http://a.test/%2F%25", "3.7", "refusal /%2F%25", "refuses paths with %25: 400"),
)  # fmt: skip
"""A middleware, a request, a version; what becomes of it, with the path that is asked for; and what is said."""


@each(CASES, lambda case: case[:3])
def test_a_middleware_does_to_the_path_what_traefik_does(case: tuple[str, ...]) -> None:
    middleware, request, target, outcome, said = case
    method, url = request.split(" ")
    points = "entryPoints: [web, websecure]"
    routes = table(
        routers(
            f"a: {{rule: PathPrefix(`/`), service: shop, middlewares: [m], {points}}}",
            f"b: {{rule: PathPrefix(`/`), service: shop, middlewares: [m], tls: {{}}, {points}, priority: 99}}",
            more=f"  middlewares:\n    m: {{{middleware}}}\n",
        ),
        target=target,
    )
    (way,) = ask(routes, url, method).ways
    assert [step.effect for step in way.steps] == [said]
    assert f"{way.kind} {way.uri}" == outcome


@rows(
    ("points", "path", "kind"),
    [
        ("", "/%41%2Fb", "forward"),
        (", http: {encodedCharacters: {allowEncodedSlash: false}}", "/%41%42%2fb", "refusal"),
        (", http: {encodedCharacters: {allowEncodedSlash: false}}", "/%25", "forward"),
        (", http: {encodedCharacters: {allowEncodedPercent: false}}", "/%41%25", "refusal"),
    ],
)
def test_an_entry_point_refuses_escapes_wherever_they_stand(points: str, path: str, kind: str) -> None:
    static = f"entryPoints: {{web: {{address: ':80'{points}}}}}"
    routes = table(routers("a: {rule: PathPrefix(`/`), service: shop}"), static=static)
    (way,) = ask(routes, f"http://a.test{path}").ways
    assert way.kind == kind


@rows(
    ("middlewares", "status", "client", "steps"),
    [("b", 401, "10.0.0.1", 1), ("b, f", 401, "10.0.0.1", 2), ("f, b", 401, "10.0.0.1", 2), ("b, i", 401, "10.0.0.2", 2),
     ("i, b", 403, "10.0.0.2", 1), ("i, b", 401, "10.0.0.1", 2)],
)  # fmt: skip
def test_who_does_not_say_who_he_is_gets_the_answer_of_the_first_that_asks(
    middlewares: str, status: int, client: str, steps: int
) -> None:
    more = """\
  middlewares:
    b: {basicAuth: {users: ["a:$2y$05$abcdefghijklmnopqrstuv"]}}
    f: {forwardAuth: {address: "http://auth"}}
    i: {ipAllowList: {sourceRange: [10.0.0.1]}}
"""
    routes = table(
        routers(f"a: {{rule: PathPrefix(`/`), service: shop, middlewares: [{middlewares}]}}", more=more),
        static="entryPoints: {web: {address: ':80'}}",
    )
    (way,) = ask(routes, "http://a.test/", client_ip=client).ways
    assert (way.status, len(way.steps)) == (status, steps)


@rows(("scheme", "is_there"), [("https", True), ("WSS", True), ("http", False), ("ws", False), ("ftp", False)])
def test_a_proxy_that_is_trusted_says_by_which_scheme_the_client_came(scheme: str, is_there: bool) -> None:
    static = "entryPoints: {web: {address: ':80', forwardedHeaders: {insecure: true}}}"
    more = "  middlewares: {m: {redirectScheme: {scheme: https}}}\n"
    routes = table(routers("a: {rule: PathPrefix(`/`), service: shop, middlewares: [m]}", more=more), static=static)
    (way,) = ask(routes, "http://a.test/x", headers=[f"X-Forwarded-Proto: {scheme}"]).ways
    assert (way.kind == "forward") is is_there
