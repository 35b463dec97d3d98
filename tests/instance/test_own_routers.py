"""The routers that Traefik adds itself, as its static configuration says."""

# ruff: noqa: E501 - a table

from __future__ import annotations

from tests.each import rows
from traefiklint.instance.load import read_context
from traefiklint.options import Options

MOST = 2**63 - 1
CHALLENGE = "PathPrefix(`/.well-known/acme-challenge/`)"
EVERY = "HostRegexp(`^.+$`)"


def made(static: str) -> list[str]:
    """Each router in a line: name, entry points, priority (from the highest), service, rule, where it redirects."""
    found = read_context(Options(static=static)).context.internal_routers or {}
    lines = []
    for one in found.values():
        priority = one.priority if one.priority < MOST // 2 else f"top-{MOST - one.priority}"
        to = (
            f" -> {one.redirection.scheme} {one.redirection.port} {one.redirection.permanent}"
            if one.redirection
            else ""
        )
        lines.append(f"{one.name} {','.join(one.entry_points)} {priority} {one.service} {one.rule}{to}")
    return lines


@rows(
    ("static", "routers"),
    [
        ('entryPoints: {a: {address: ":80", http: {redirections: {entryPoint: {to: "b"}}}}, b: {address: \':8443\'}}', [f'a-to-b a top-1 noop@internal {EVERY} -> https 8443 True']),
        ('entryPoints: {a: {address: ":80", http: {redirections: {entryPoint: {to: "b"}}}}, b: {address: \'localhost:8443/tcp\'}}', [f'a-to-b a top-1 noop@internal {EVERY} -> https 8443 True']),
        ('entryPoints: {x: {address: \':1\'}, a: {address: ":80", http: {redirections: {entryPoint: {to: "b"}}}}, b: {address: ":81", http: {redirections: {entryPoint: {to: "c"}}}}, c: {address: \':8443\'}}', [f'a-to-b a top-1 noop@internal {EVERY} -> https 81 True', f'b-to-c b top-1 noop@internal {EVERY} -> https 8443 True']),
        ('entryPoints: {a: {address: ":80", http: {redirections: {entryPoint: {to: "gone"}}}}, b: {address: ":81", http: {redirections: {entryPoint: {to: "c"}}}}, c: {address: \':8443\'}}', [f'b-to-c b top-1 noop@internal {EVERY} -> https 8443 True']),
        ('entryPoints: {a: {address: ":80", http: {redirections: {entryPoint: {to: ""}}}}, b: {address: ":81", http: {redirections: {entryPoint: {to: "c"}}}}, c: {address: \':8443\'}}', [f'b-to-c b top-1 noop@internal {EVERY} -> https 8443 True']),
        ('entryPoints: {a: {address: \':80\', http: {redirections: {}}}, b: {address: \':81\', http: {}}, c: {address: ":82", http: {redirections: {entryPoint: {to: ":443"}}}}}', []),
        ('entryPoints: {a: {address: ":80", http: {redirections: {entryPoint: {to: ":"}}}}, b: {address: ":81", http: {redirections: {entryPoint: {to: ":x"}}}}, c: {address: ":82", http: {redirections: {entryPoint: {to: "443"}}}}, d: {address: ":83", http: {redirections: {entryPoint: {to: ":1x"}}}}}', []),
        ('entryPoints: {a: {address: ":80", http: {redirections: {entryPoint: {to: ":8080", scheme: http, permanent: false, priority: 5}}}}}', [f'a-to-8080 a 5 noop@internal {EVERY} -> http 8080 False']),
        ('entryPoints: {a: {address: ":80", http: {redirections: {entryPoint: {to: ":1"}}}, allowACMEByPass: true}}', [f'a-to-1 a top-1 noop@internal {EVERY} && !{CHALLENGE} -> https 1 True']),
        ('entryPoints: {a__b.c: {address: ":80", http: {redirections: {entryPoint: {to: ":1"}}}}}', [f'a-b-c-to-1 a__b.c top-1 noop@internal {EVERY} -> https 1 True']),
        ('entryPoints: {a: {address: ":80"}}\ncertificatesResolvers: {r: {acme: {email: a@b.io, storage: r.json, httpChallenge: {entryPoint: a}}}}', [f'acme-http a top-0 acme-http@internal {CHALLENGE}']),
        ('entryPoints: {a: {address: ":80"}}\ncertificatesResolvers: {r: {acme: {email: a@b.io, storage: r.json, httpChallenge: {entryPoint: gone}}}}', [f'acme-http gone top-0 acme-http@internal {CHALLENGE}']),
        ('entryPoints: {a: {address: ":80"}}\ncertificatesResolvers: {r: {acme: {email: a@b.io, storage: r.json, httpChallenge: {entryPoint: ""}}}}', []),
        ('entryPoints: {a: {address: ":80", allowACMEByPass: true}}\ncertificatesResolvers: {r: {acme: {email: a@b.io, storage: r.json, httpChallenge: {entryPoint: a}}}}', [f'acme-http-bypass a 0 acme-http@internal {CHALLENGE}']),
        ('entryPoints: {b: {address: \':81\'}, c: {address: \':82\', allowACMEByPass: true}, a: {address: ":80"}}\ncertificatesResolvers: {r: {acme: {email: a@b.io, storage: r.json, httpChallenge: {entryPoint: b}}}, s: {acme: {email: a@b.io, storage: s.json, httpChallenge: {entryPoint: a}}}, t: {acme: {email: a@b.io, storage: t.json, httpChallenge: {entryPoint: c}}}, u: {acme: {email: a@b.io, storage: u.json, httpChallenge: {entryPoint: a}}}}', [f'acme-http a,b top-0 acme-http@internal {CHALLENGE}', f'acme-http-bypass c 0 acme-http@internal {CHALLENGE}']),
        ('certificatesResolvers: {r: {acme: {email: a@b.io, storage: a.json, tlsChallenge: {}}}}', []),
        ('api: {}', []),
        ('api: {insecure: true}', ['api traefik top-1 api@internal PathPrefix(`/api`)', 'dashboard traefik top-2 dashboard@internal PathPrefix(`/`)']),
        ('api: {insecure: true, dashboard: false}', ['api traefik top-1 api@internal PathPrefix(`/api`)']),
        ('api: {insecure: true, debug: true}', ['api traefik top-1 api@internal PathPrefix(`/api`)', 'dashboard traefik top-2 dashboard@internal PathPrefix(`/`)', 'debug traefik top-1 api@internal PathPrefix(`/debug`)']),
        ('api: {debug: true}', []),
        ('providers: {rest: {}}', []),
        ('providers: {rest: {insecure: true}}', ['rest traefik top-0 rest@internal PathPrefix(`/api/providers`)']),
        ('providers: {docker: {}}', []),
        ('ping: {}', ['ping traefik top-0 ping@internal PathPrefix(`/ping`)']),
        ('ping: {entryPoint: a}', ['ping a top-0 ping@internal PathPrefix(`/ping`)']),
        ('ping: {manualRouting: true}', []),
        ('metrics: {prometheus: {}}', ['prometheus traefik top-0 prometheus@internal PathPrefix(`/metrics`)']),
        ('metrics: {prometheus: {entryPoint: a}}', ['prometheus a top-0 prometheus@internal PathPrefix(`/metrics`)']),
        ('metrics: {prometheus: {manualRouting: true}}', []),
        ('metrics: {statsD: {}}', []),
    ],
)  # fmt: skip
def test_each_option_makes_its_routers(static: str, routers: list[str]) -> None:
    assert made(static) == routers
