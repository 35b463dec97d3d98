"""A directory of dynamic files alone: nobody says which Traefik reads them, of which version, and beside what."""

from __future__ import annotations

import json

from tests.cli.running import Runner
from tests.each import rows
from traefiklint import lint_texts

DOCUMENTED = "$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/"
SERVICE = "  services: {app: {loadBalancer: {servers: [{url: 'http://app:80'}]}}}\n"
STATIC = "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: dynamic}}\n"


def app(middlewares: str, rule: str = "Host(`a.io`)") -> str:
    return f"http:\n  routers: {{app: {{rule: '{rule}', service: app, middlewares: [{middlewares}]}}}}\n{SERVICE}"


def redirecting(name: str) -> str:
    return f"http: {{middlewares: {{{name}: {{redirectScheme: {{scheme: https}}}}}}}}\n"


def one(middleware: str, middlewares: str = "m") -> dict[str, str]:
    """An application behind middlewares, one of which is given."""
    return {"dynamic.yml": app(middlewares) + f"  middlewares: {{m: {{{middleware}}}, strip: {STRIP}}}\n"}


def asked(address: str, headers: str = "") -> dict[str, str]:
    """A server that is asked who a visitor is, behind a prefix that is taken off, before headers."""
    files = one(f"forwardAuth: {{address: 'http://{address}', trustForwardHeader: true}}", "strip, m, cors")
    cors = f"cors: {{headers: {{{headers or 'frameDeny: true'}}}}}"
    text = files["dynamic.yml"].replace("strip: {strip", f"{cors}, strip: {{strip")
    return {"dynamic.yml": text}


STRIP = "{stripPrefix: {prefixes: [/app]}}"
ORIGIN = "accessControlAllowOriginList: ['https://b.io'], accessControlAllowHeaders: [Authorization]"


def board(rule: str, more: str = "") -> str:
    """Traefik's dashboard, for everybody."""
    return f"http: {{routers: {{board: {{rule: '{rule}', service: api@internal, {more}}}}}}}\n"


def of_server(path: str, rule: str, more: str = "") -> dict[str, str]:
    text = app(more, rule).replace("http://app:80", f"http://app:80{path}")
    return {"dynamic.yml": text + f"  middlewares: {{m: {{compress: {{}}}}, strip: {STRIP}}}\n"}


def versions(*texts: str) -> dict[str, str]:
    return {f"{name}.yml": text for name, text in zip("abcd", texts, strict=False)}


CASES: tuple[tuple[dict[str, str], str, str], ...] = (
    # middlewares that stand in another folder of the provider directory: nobody forgets all of several
    ({"svc/app.yml": app("auth, secure")}, "unknown-middleware", ""),
    ({"svc/app.yml": app("auth@file, secure@file")}, "unknown-middleware", ""),
    ({"svc/app.yml": app("auth")}, "unknown-middleware", "error"),
    ({"svc/app.yml": app("auth, auth@file")}, "unknown-middleware", "error"),
    ({"svc/app.yml": app("auth, secure@docker")}, "unknown-middleware", "error"),
    ({"svc/app.yml": app("auth, secure"), "svc/other.yml": redirecting("https")}, "unknown-middleware", "error"),
    ({"svc/app.yml": app("auth, secure") + "middlewares: {auth: {compress: {}}}\n"}, "unknown-middleware", "error"),
    ({"svc/app.yml": app("auth, secure").replace("  services", "  Middlewares: {a: {compress: {}}}\n  services")},
     "unknown-middleware", "error"),
    ({"dynamic/app.yml": app("auth, secure"), "traefik.yml": STATIC}, "unknown-middleware", "error"),
    # two versions of one file, of which Traefik is given one
    (versions(app("m@docker"), app("m@docker").replace("app:80", "localhost:80")), "duplicate-name", "info"),
    (versions(app("m@docker"), app("m@docker", "Host(`b.io`)")), "duplicate-name", "error"),
    (versions(app("m@docker"), app("m@docker") + "  middlewares: {m: {compress: {}}}\n"), "duplicate-name", "info"),
    (versions(app("m@docker"), app("m@docker", "Host(`b.io`)"), redirecting("x")), "duplicate-name", "error"),
    (versions(app("m@docker"), app("m@docker") + "  middlewares: {m: {compress: {}}}\n", redirecting("x")),
     "duplicate-name", "error"),
    ({"dynamic/a.yml": app("m@docker"), "dynamic/b.yml": app("m@file"), "traefik.yml": STATIC},
     "duplicate-name", "error"),
    ({"dynamic/a.yml": app("m@docker"), "dynamic/b.yml": app("m@docker"), "traefik.yml": STATIC},
     "duplicate-name", "info"),
    ({"dynamic/a.yml": app("m@docker"), "dynamic/b.yml": app("m@docker"), "traefik.yml": STATIC,
      "traefik.local.yml": STATIC}, "duplicate-name", "info"),
    # what only Traefik 3 minds, where nobody names a version
    ({"dynamic.yml": app("m@docker", "Host(`a.io`, `b.io`)")}, "rule-too-many-arguments", "info"),
    ({"dynamic.yml": app("m@docker", "Headers(`A`, `b`)")}, "rule-v2-matcher", "info"),
    ({"dynamic.yml": app("m@docker", "Host(`a.io`, `b.io`)"), "run.sh": "docker run traefik:v3.6\n"},
     "rule-too-many-arguments", "error"),
    # headers of visitors, which entry points take away that trust nobody
    (one("forwardAuth: {address: 'http://auth:80/verify'}"), "forward-auth-trust-unset", ""),
    # who checks a token sends nobody back
    (asked("auth-service:8001/verify"), "middleware-order", ""),
    (asked("authelia:9091/api/verify"), "middleware-order", "warning"),
    # CORS that came along with headers of security
    (asked("auth-service:8001/verify", ORIGIN), "middleware-order", "warning"),
    (asked("auth-service:8001/verify", f"{ORIGIN}, addVaryHeader: true"), "middleware-order", "warning"),
    (asked("auth-service:8001/verify", f"{ORIGIN}, stsSeconds: 31536000"), "middleware-order", ""),
    # the path of a server's URL that is all that comes
    (of_server("/dns-query", "Host(`a.io`) && Path(`/dns-query`)"), "server-url-path-ignored", ""),
    (of_server("/dns-query", "PathPrefix(`/dns-query`)", "m"), "server-url-path-ignored", ""),
    (of_server("/app", "PathPrefix(`/app`)", "strip"), "server-url-path-ignored", "warning"),
    (of_server("/dns-query", "Path(`/dns-query`) || Path(`/`)"), "server-url-path-ignored", "warning"),
    (of_server("/dns-query", "!Path(`/dns-query`)"), "server-url-path-ignored", "warning"),
    (of_server("/dns-query", "Host(`a.io`)"), "server-url-path-ignored", "warning"),
    # a redirect that sends visitors to where the path means
    ({"dynamic.yml": app("m").replace("app:80", "app:80/admin")
      + "  middlewares: {m: {redirectRegex: {regex: '^(https?://[^/]+)/$', replacement: '${1}/admin/'}}}\n"},
     "server-url-path-ignored", ""),
    ({"dynamic.yml": "http:\n  routers:\n"
      "    a: {rule: Host(`a.io`), service: app, middlewares: [https]}\n"
      "    b: {rule: Path(`/admin`), service: app, tls: {}}\n"
      "  middlewares: {https: {redirectScheme: {scheme: https}}}\n" + SERVICE.replace("app:80", "app:80/admin")},
     "server-url-path-ignored", ""),
    ({"dynamic.yml": "http:\n  routers:\n"
      "    a: {rule: Host(`a.io`), service: app, tls: {}, middlewares: [https]}\n"
      "    b: {rule: Path(`/admin`), service: app, tls: {}}\n"
      "  middlewares: {https: {redirectScheme: {scheme: https}}}\n" + SERVICE.replace("app:80", "app:80/admin")},
     "server-url-path-ignored", "warning"),
    # a middleware that stands too far left, which makes the file nobody else's
    ({"tls.yml": "tls: {options: {default: {sniStrict: true}}}\nby-oauth:\n  chain: {middlewares: [a]}\n"},
     "unknown-root-key", "warning"),
    ({"tls.yml": "tls: {options: {default: {sniStrict: true}}}\nby-oauth:\n  other: 2\n"},
     "unknown-root-key", ""),
    # the password of Traefik's documentation, where a router counts on it
    ({"dynamic.yml": app("m") + f"  middlewares: {{m: {{basicAuth: {{users: ['test:{DOCUMENTED}']}}}}}}\n"},
     "basic-auth-weak-hash", "warning"),
    ({"dynamic.yml": app("m", "Host(`a.example.com`)")
      + f"  middlewares: {{m: {{basicAuth: {{users: ['test:{DOCUMENTED}']}}}}}}\n"}, "basic-auth-weak-hash", ""),
    ({"dynamic.yml": f"http: {{middlewares: {{m: {{basicAuth: {{users: ['test:{DOCUMENTED}']}}}}}}}}\n"},
     "basic-auth-weak-hash", ""),
    # names that lead to this machine, or to one at home
    ({"dynamic.yml": board("Host(`board.traefik.me`)")},
     "dashboard-without-auth", ""),
    ({"dynamic.yml": board("Host(`board-192-168-0-1.traefik.me`)")},
     "dashboard-without-auth", ""),
    ({"dynamic.yml": board("Host(`board.10.0.0.1.nip.io`)")},
     "dashboard-without-auth", ""),
    ({"dynamic.yml": board("Host(`board-8-8-8-8.traefik.me`)")},
     "dashboard-without-auth", "warning"),
    ({"dynamic.yml": board("Host(`8.8.8.8.sslip.io`)")},
     "dashboard-without-auth", "warning"),
    ({"dynamic.yml": board("Host(`board.local.fr`)")},
     "dashboard-without-auth", ""),
    ({"dynamic.yml": board("Host(`board.shop.fr`)")},
     "dashboard-without-auth", "warning"),
    # no host at all, and no certificate: nothing says that strangers come by
    ({"dynamic.yml": board("PathPrefix(`/dashboard`)")},
     "dashboard-without-auth", ""),
    ({"dynamic.yml": board("PathPrefix(`/dashboard`)", "tls: {certResolver: le}")},
     "dashboard-without-auth", "warning"),
    # one of two files with that name, each for another host
    ({"dynamic.dev.yml": board("Host(`board.shop.com`)", "middlewares: [a]"),
      "dynamic.yml": board("Host(`board.localhost`)")},
     "dashboard-without-auth", ""),
    # what only Traefik 2 reads: which hosts it is for hangs on the version
    ({"dynamic.yml": board("HostRegexp(`{host:.+}`)", "tls: {certResolver: le}")},
     "acme-without-domain", ""),
    ({"dynamic.yml": board("HostRegexp(`^.{2,3}$`)", "tls: {certResolver: le}")},
     "acme-without-domain", "warning"),
    # values that somebody fills in
    ({"dynamic.yml": app("", "__RULE__").replace("Host(`a.io`)", "")}, "rule-syntax", ""),
    ({"dynamic.yml": app("").replace("app:80", "your-app:port")}, "server-url-unparsable", ""),
    ({"dynamic.yml": app("").replace("app:80", "app:@@PORT@@")}, "server-url-unparsable", ""),
    ({"dynamic.yml": app("").replace("app:80", "app:eighty")}, "server-url-unparsable", "error"),
    (one("basicAuth: {users: ['user:.passwd']}"), "basic-auth-plaintext", ""),
    (one("basicAuth: {users: ['test:string']}"), "basic-auth-plaintext", ""),
    (one("basicAuth: {users: ['admin:string']}"), "basic-auth-plaintext", "warning"),
    # of a middleware with two types that is all there is to say
    (one("forwardAuth: {trustForwardHeader: true}, headers: {accessControlAllowOriginList: ['*']}"),
     "middleware-two-types", "error"),
    (one("forwardAuth: {trustForwardHeader: true}, headers: {accessControlAllowOriginList: ['*']}"),
     "forward-auth-address", ""),
    (one("forwardAuth: {trustForwardHeader: true}, headers: {accessControlAllowOriginList: ['https://x.io']}"),
     "cors-incomplete", ""),
    (one("headers: {accessControlAllowOriginList: ['https://x.io']}"), "cors-incomplete", "warning"),
    (one("headers: {accessControlAllowOriginList: ['*']}"), "cors-incomplete", ""),
    # headers that people copy from each other, where nobody wants CORS
    (one("headers: {accessControlAllowMethods: [GET, PUT], accessControlMaxAge: 100}"), "cors-incomplete", ""),
    (one("headers: {accessControlAllowMethods: [PUT], accessControlAllowHeaders: [x]}"), "cors-incomplete", "info"),
    (one("headers: {accessControlAllowCredentials: true, accessControlMaxAge: 100}"), "cors-incomplete", "info"),
    # what says in the place of a user which one belongs there
    (one("basicAuth: {users: ['PASSWORD']}"), "basic-auth-malformed-user", ""),
    (one("basicAuth: {users: ['the line that htpasswd -nB prints']}"), "basic-auth-malformed-user", ""),
    (one("basicAuth: {users: ['Password']}"), "basic-auth-malformed-user", "error"),
    (one("basicAuth: {users: ['admin secret']}"), "basic-auth-malformed-user", "error"),
    # an origin that is to be filled in
    (one("headers: {accessControlAllowOriginList: ['https://APP.EXAMPLE.COM'], accessControlAllowMethods: [GET]}"),
     "cors-origin-malformed", ""),
    (one("headers: {accessControlAllowOriginList: ['https://APP.shop.com'], accessControlAllowMethods: [GET]}"),
     "cors-origin-malformed", "warning"),
    (one("headers: {accessControlAllowOriginList: ['https://APP.notexample.com'], accessControlAllowMethods: [GET]}"),
     "cors-origin-malformed", "warning"),
)  # fmt: skip


@rows(("files", "rule", "severity"), CASES)
def test_it_is_told_as_gravely_as_it_is_sure(files: dict[str, str], rule: str, severity: str, cli: Runner) -> None:
    cli.write(files)
    findings = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert {one["severity"] for one in findings if one["rule"] == rule} == ({severity} if severity else set())


def test_a_variable_for_a_user_is_told_to_be_one() -> None:
    text = one("basicAuth: {users: ['${ADMINS:-admin:$2y$05$x}']}")["dynamic.yml"]
    (found,) = (one for one in lint_texts({"a.yml": text}).findings if one.rule == "basic-auth-malformed-user")
    assert found.message.startswith("Traefik fills in no variables, so `ADMINS` is here by its name, which is no user;")
    assert '`{{ env "ADMINS" }}`' in found.message


def test_the_working_directory_is_looked_at_alike_whether_it_is_named_or_not(cli: Runner) -> None:
    rule = "'PathPrefix(`/d`, `/e`)'"
    cli.write({"a.yml": f"http: {{routers: {{a: {{rule: {rule}, service: noop@internal}}}}}}\n"})
    assert cli("lint", ".", "--format", "concise").out == cli("lint", "--format", "concise").out
    assert cli("lint", ".", "--format", "concise").out.startswith("a.yml:1:29: info[rule-too-many-arguments]")


def test_the_working_directory_is_a_provider_directory_where_nothing_shows_it_but_somebody_says_so(cli: Runner) -> None:
    cli.write({"a.yml": "# nothing yet\n"})
    assert "nothing was checked" in cli("lint").out
    assert "1 file" in cli("lint", ".").out


def test_a_tcp_router_that_another_one_hides_in_part_is_looked_at_without_a_static_configuration(cli: Runner) -> None:
    routers = (
        "a: {rule: HostSNI(`a.io`), service: s, entryPoints: [x, y], tls: {}}, "
        "b: {rule: HostSNI(`a.io`), service: s, entryPoints: [x], priority: 1000, tls: {}}"
    )
    server = "services: {s: {loadBalancer: {servers: [{address: 's:1'}]}}}"
    cli.write({"a.yml": f"tcp: {{routers: {{{routers}}}, {server}}}\n"})
    assert cli("lint").status < 2
