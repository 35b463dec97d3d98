"""What HTTP routers leave open on the entry points that they name: TLS where only plain requests come in, or none."""

# ruff: noqa: E501 - a table

from __future__ import annotations

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.options import Options

STATIC = """\
entryPoints:
  web: {address: ":80"}
  other: {address: ":81"}
  plain: {address: ":443"}
  secure: {address: ":8443", http: {tls: {}}}
  sent: {address: ":82", http: {redirections: {entryPoint: {to: secure}}}}
providers: {file: {directory: /d}, docker: {}}
"""
FILE = """\
http:
  routers: {%s}
  services:
    s: {loadBalancer: {servers: [{url: "http://s"}]}}
  middlewares:
    zip: {compress: {}}
    https: {redirectScheme: {scheme: https}}
    port: {redirectScheme: {scheme: https, port: "443"}}
    far: {redirectScheme: {scheme: https, port: "8443"}}
    http: {redirectScheme: {scheme: http}}
    regex: {redirectRegex: {regex: "^http://(.*)", replacement: "https://$1"}}
    plug: {plugin: {p: {}}}
    chain: {chain: {middlewares: [zip, https]}}
"""
RULES = (
    "tls-router-on-plain-entrypoint",
    "plain-router-on-tls-entrypoint",
    "plain-http-router",
    "redirect-missing-route",
    "router-behind-redirect",
)


def told(routers: str, *, static: str | None = STATIC) -> list[str]:
    """The gaps: the end of the rule, the router, the place, and what is in quotes."""
    text = FILE % routers
    options = Options(static=static, profile="none", strict=True)
    found = lint_texts({"a.yml": text}, options=options).findings
    return [
        f"{one.rule} {one.path.removeprefix('http.routers.')}: {' '.join(one.message.split('`')[1::2][:4])}"
        for one in found
        if one.rule in RULES
    ]


@rows(
    ("routers", "found"),
    [
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], tls: {}}', ['tls-router-on-plain-entrypoint a.entryPoints[0]: a tls web web']),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [other], tls: {}}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web, secure], tls: {}}', ['tls-router-on-plain-entrypoint a.entryPoints[0]: a tls web web']),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [sent], tls: {}}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [secure]}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [plain]}', ['plain-router-on-tls-entrypoint a.entryPoints[0]: a tls plain tls: {}']),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [plain], tls: {}}', []),
        ('a: {rule: Host(`a.io`), service: s, tls: {}}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], tls: {}}, b: {rule: Host(`a.io`), service: s, entryPoints: [web]}', ['plain-http-router b.entryPoints[0]: b a.io web a']),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], tls: {}}, b: {rule: Host(`A.IO`), service: s, entryPoints: [web]}', ['plain-http-router b.entryPoints[0]: b A.IO web a']),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], tls: {}}, b: {rule: Host(`b.io`), service: s, entryPoints: [web]}', ['tls-router-on-plain-entrypoint a.entryPoints[0]: a tls web web']),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], tls: {}}, b: {rule: Host(`a.io`), service: s, entryPoints: [other]}', ['tls-router-on-plain-entrypoint a.entryPoints[0]: a tls web web', 'plain-http-router b.entryPoints[0]: b a.io other a']),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], tls: {}}, b: {rule: Path(`/x`), service: s, entryPoints: [web]}', []),
        ('a: {rule: Path(`/x`), service: s, entryPoints: [web], tls: {}}, b: {rule: Host(`b.io`), service: s, entryPoints: [web]}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [plain]}, b: {rule: Host(`a.io`), service: s, entryPoints: [plain], tls: {}}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [plain]}, b: {rule: Host(`b.io`), service: s, entryPoints: [plain], tls: {}}', ['plain-router-on-tls-entrypoint a.entryPoints[0]: a tls plain tls: {}']),
        ('a: {rule: Host(`a.io`) && Path(`/x`), service: s, entryPoints: [plain]}, b: {rule: Host(`A.io`), service: noop@internal, entryPoints: [plain], tls: {}}', ['plain-router-on-tls-entrypoint a.entryPoints[0]: a tls plain b']),
        ('a: {rule: Host(`a.io`) && Path(`/x`), service: s, entryPoints: [plain]}, b: {rule: Host(`a.io`), service: s, entryPoints: [plain], tls: {}}', []),
        ('a: {rule: Host(`a.io`) && Path(`/x`), service: s, entryPoints: [plain]}, b: {rule: Host(`a.io`), service: noop@internal, entryPoints: [plain], tls: {}}, c: {rule: Host(`a.io`) && Path(`/x`), service: s, entryPoints: [plain], tls: {}}', []),
        ('a: {rule: Host(`a.io`) && Path(`/x`), service: s, entryPoints: [plain]}, b: {rule: Host(`a.io`) && Path(`/y`), service: noop@internal, entryPoints: [plain], tls: {}}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web]}, b: {rule: Host(`a.io`), service: s, entryPoints: [secure]}', ['plain-http-router a.entryPoints[0]: a a.io web b']),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web]}, b: {rule: Host(`A.io`), service: s, entryPoints: [secure]}', ['plain-http-router a.entryPoints[0]: a a.io web b']),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web]}, b: {rule: Host(`a.io`), service: s, entryPoints: [web], tls: {}}', ['plain-http-router a.entryPoints[0]: a a.io web b']),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web]}, b: {rule: Host(`b.io`), service: s, entryPoints: [secure]}', []),
        ('a: {rule: Host(`a.io`) && Path(`/x`), service: s, entryPoints: [web]}, b: {rule: Host(`a.io`), service: s, entryPoints: [secure]}', []),
        ('a: {rule: Host(`a.io`) && Path(`/x`), service: s, entryPoints: [web]}, b: {rule: Host(`a.io`) && Path(`/x`), service: s, entryPoints: [secure]}', ['plain-http-router a.entryPoints[0]: a a.io web b']),
        ('a: {rule: Host(`b.io`) || Host(`a.io`), service: s, entryPoints: [web]}, b: {rule: Host(`a.io`), service: s, entryPoints: [secure]}', ['plain-http-router a.entryPoints[0]: a a.io web b']),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web, secure]}', ['plain-http-router a.entryPoints[0]: a a.io web redirectScheme']),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: [https]}, b: {rule: Host(`a.io`), service: s, entryPoints: [secure]}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: [plug]}, b: {rule: Host(`a.io`), service: s, entryPoints: [secure]}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: [zip]}, b: {rule: Host(`a.io`), service: s, entryPoints: [secure]}', ['plain-http-router a.entryPoints[0]: a a.io web b']),
        ('a: {rule: Host(`a.io`), service: api@internal, entryPoints: [web]}, b: {rule: Host(`a.io`), service: s, entryPoints: [secure]}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: [https]}', ['redirect-missing-route a.middlewares[0]: a a.io']),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: [port]}', ['redirect-missing-route a.middlewares[0]: a a.io']),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: [far]}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: [http]}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: [regex]}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: [plug]}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: [chain]}', ['redirect-missing-route a.middlewares[0]: a a.io']),
        ("a: {rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: ['zip', 'https']}", ['redirect-missing-route a.middlewares[1]: a a.io']),
        ("a: {rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: ['http', 'https']}", []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: [gone@docker]}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: [gone]}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: [https]}, b: {rule: Host(`b.io`), service: s, entryPoints: [secure]}', ['redirect-missing-route a.middlewares[0]: a a.io']),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: [https]}, b: {rule: Path(`/x`), service: s, entryPoints: [secure]}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: [https]}, b: {rule: Path(`/x`), service: s, entryPoints: [other]}', ['redirect-missing-route a.middlewares[0]: a a.io']),
        ('a: {rule: Path(`/x`), service: s, entryPoints: [web], middlewares: [https]}', []),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [web], tls: {}}, b: {rule: PathPrefix(`/`), priority: 99, service: s, entryPoints: [web], tls: {}}', ['tls-router-on-plain-entrypoint b.entryPoints[0]: b tls web web']),
        ('a: {rule: Host(`a.io`), service: s, entryPoints: [gone], tls: {}}', []),
        ('a: {rule: Host(`a.io`), service: gone, entryPoints: [web], tls: {}}', []),
    ],
)  # fmt: skip
def test_what_routers_leave_open_is_told(routers: str, found: list[str]) -> None:
    assert told(routers) == found


def test_without_a_static_configuration_nothing_is_said_of_entry_points() -> None:
    assert told("a: {rule: Host(`a.io`), service: s, entryPoints: [web], tls: {}}", static=None) == []


SENDING = """\
entryPoints:
  web: {address: ":80", http: {redirections: {entryPoint: {%s}}}}
  secure: {address: ":443"}
  tls: {address: ":8443", http: {tls: {}}}
"""


@rows(
    ("redirect", "routers", "found"),
    [
        ('to: secure', 'a: {rule: Host(`a.io`), service: s, entryPoints: [web]}', ['router-behind-redirect a.entryPoints[0]: web secure a secure']),
        ('to: secure', 'a: {rule: Host(`a.io`), service: s, entryPoints: [web], tls: {}}', ['router-behind-redirect a.entryPoints[0]: web secure a secure']),
        ('to: secure', 'a: {rule: Host(`a.io`), service: s}', ['router-behind-redirect a.rule: web secure a tls']),
        ('to: secure', 'a: {rule: Host(`a.io`), service: s, entryPoints: [web, secure]}', ['plain-router-on-tls-entrypoint a.entryPoints[1]: a tls secure tls: {}']),
        ('to: secure', 'a: {rule: Host(`a.io`), service: s, entryPoints: [web]}, b: {rule: Host(`a.io`), service: s, entryPoints: [secure]}', ['plain-router-on-tls-entrypoint b.entryPoints[0]: b tls secure tls: {}']),
        ('to: secure', 'a: {rule: Host(`a.io`), service: s, entryPoints: [web]}, b: {rule: Host(`a.io`), service: s, entryPoints: [secure], tls: {}}', []),
        ('to: secure', 'a: {rule: Host(`a.io`), service: s, entryPoints: [web]}, b: {rule: Host(`A.io`), service: s, entryPoints: [secure], tls: {}}', []),
        ('to: secure', 'a: {rule: Host(`a.io`), service: s, entryPoints: [web]}, b: {rule: Host(`b.io`), service: s, entryPoints: [secure], tls: {}}', ['router-behind-redirect a.entryPoints[0]: web secure a secure']),
        ('to: secure', 'a: {rule: Host(`a.io`), service: s, entryPoints: [web]}, b: {rule: Path(`/x`), service: s, entryPoints: [secure], tls: {}}', []),
        ('to: secure', 'a: {rule: Host(`a.io`), service: s, entryPoints: [web]}, b: {rule: Host(`a.io`), service: s, entryPoints: [tls]}', ['router-behind-redirect a.entryPoints[0]: web secure a secure']),
        ('to: secure', 'a: {rule: Path(`/x`), service: s, entryPoints: [web]}', ['router-behind-redirect a.entryPoints[0]: web secure a secure']),
        ('to: secure', 'a: {rule: Path(`/x`), service: s, entryPoints: [web]}, b: {rule: Host(`b.io`), service: s, entryPoints: [secure], tls: {}}', []),
        ('to: secure, priority: 5', 'a: {rule: Path(`/x`), service: s, entryPoints: [web]}', []),
        ('to: secure', 'a: {rule: Path(`/x`), service: s, entryPoints: [web], middlewares: [https]}', []),
        ('to: secure', 'a: {rule: Host(`b.io`) || Host(`a.io`), service: s, entryPoints: [web]}', ['router-behind-redirect a.entryPoints[0]: web secure a secure']),
        ('to: secure', 'a: {rule: Host(`a.io`), service: gone, entryPoints: [web]}', []),
        ('to: secure', 'a: {rule: Host(`a.io`), service: s, entryPoints: [web], priority: 9223372036854775800}', ['router-behind-redirect a.entryPoints[0]: web secure a secure']),
        ("to: ':443'", 'a: {rule: Host(`a.io`), service: s, entryPoints: [web]}', ['router-behind-redirect a.entryPoints[0]: web secure a secure']),
        ("to: ':8443'", 'a: {rule: Host(`a.io`), service: s, entryPoints: [web]}', ['router-behind-redirect a.entryPoints[0]: web tls a tls']),
        ('to: tls', 'a: {rule: Host(`a.io`), service: s, entryPoints: [web]}', ['router-behind-redirect a.entryPoints[0]: web tls a tls']),
        ('to: gone', 'a: {rule: Host(`a.io`), service: s, entryPoints: [web]}', []),
        ('to: secure, scheme: http', 'a: {rule: Host(`a.io`), service: s, entryPoints: [web]}', []),
        ('to: secure, scheme: https', 'a: {rule: Host(`a.io`), service: s, entryPoints: [web]}', ['router-behind-redirect a.entryPoints[0]: web secure a secure']),
        ('to: secure, priority: 1', 'a: {rule: Host(`a.io`), service: s, entryPoints: [web]}', []),
        ('to: secure, priority: 12', 'a: {rule: Host(`a.io`), service: s, entryPoints: [web]}', ['router-behind-redirect a.entryPoints[0]: web secure a secure']),
        ('to: secure, priority: 11', 'a: {rule: Host(`a.io`), service: s, entryPoints: [web]}', []),
        ("to: ''", 'a: {rule: Host(`a.io`), service: s, entryPoints: [web]}', []),
    ],
)  # fmt: skip
def test_a_router_whose_entry_point_redirects_to_where_nobody_answers_is_told(
    redirect: str, routers: str, found: list[str]
) -> None:
    assert told(routers, static=SENDING % redirect) == found
