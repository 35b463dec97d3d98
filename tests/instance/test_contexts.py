"""What Traefik knows besides the files, as each part of its static configuration says."""

# ruff: noqa: E501 - a table

from __future__ import annotations

from tests.each import rows
from traefiklint.instance.load import read_context
from traefiklint.options import Options

PLUGIN = "experimental: {plugins: {p: {moduleName: github.com/a/b, version: v1}}, localPlugins: {q: {moduleName: github.com/c/d}}}"
ACME = "acme: {email: a@b.io, storage: a.json, %s}"


def known(static: str) -> str:
    """Everything that is known, each with its name; `nothing` where Traefik refuses the text."""
    context = read_context(Options(static=static)).context
    if context.blank:
        return "nothing"
    points = [
        f"{name}={point.port}"
        + "".join(f",{word}" for word in ("udp", "default", "tls", "trusted_forwarded") if getattr(point, word))
        + "".join(
            f",{word}:{value}"
            for word in ("cert_resolver", "tls_options", "redirect_to", "redirect_priority")
            if (value := getattr(point, word))
        )
        + "".join(f",{one}" for one in point.middlewares)
        for name, point in context.entry_points.items()
    ]
    lines = {
        "points": points,
        "resolvers": [f"{name}={kind}" for name, kind in context.resolvers.items()],
        "providers": sorted(context.providers - {"file", "internal"}),
        "plugins": sorted(context.plugins),
        "services": sorted(context.internal_services - {"noop"}),
        "middlewares": sorted(context.internal_middlewares),
        "syntax": [context.default_rule_syntax] if context.default_rule_syntax else [],
    }
    assert {"file", "internal"} <= context.providers and "noop" in context.internal_services
    return "; ".join(f"{name} {' '.join(values)}" for name, values in lines.items() if values)


@rows(
    ("static", "told"),
    [
        ("entryPoints: {a: {address: ':80'}}", 'points a=80'),
        ("entryPoints: {a: {address: ':80', asDefault: true}, b: {address: ':53/udp'}}", 'points a=80,default b=53,udp'),
        ("entryPoints: {a: {address: ':80', forwardedHeaders: {insecure: true}}, b: {address: ':81', forwardedHeaders: {trustedIPs: [10.0.0.1]}}, c: {address: ':82', forwardedHeaders: {insecure: false}}}", 'points a=80,trusted_forwarded b=81,trusted_forwarded c=82'),
        ("entryPoints: {a: {address: ':80', http: {tls: {}}}, b: {address: ':81', http: {tls: {certResolver: r, options: o}}}, c: {address: ':82', http: {middlewares: [m, n]}}}", 'points a=80,tls b=81,tls,cert_resolver:r,tls_options:o c=82,m,n'),
        ("entryPoints: {a: {address: ':80', http: {redirections: {entryPoint: {to: b}}}}, b: {address: ':81', http: {maxHeaderBytes: 1}}}", 'points a=80,redirect_to:b,redirect_priority:9223372036854775806 b=81; middlewares redirect-a-to-b'),
        ("entryPoints: {a: {address: ':80', http: {redirections: {entryPoint: {to: b, priority: 7}}}}, b: {address: ':81'}}", 'points a=80,redirect_to:b,redirect_priority:7 b=81; middlewares redirect-a-to-b'),
        ("entryPoints: {a: {address: ':80'}, traefik: {address: ':9'}}\napi: {insecure: true}", 'points a=80 traefik=9; services api dashboard; middlewares dashboard_redirect dashboard_stripprefix'),
        ("entryPoints: {a: {address: ':80'}}\nping: {}", 'points a=80 traefik=8080; services ping'),
        ("entryPoints: {a: {address: ':80'}}\nping: {entryPoint: a}", 'points a=80; services ping'),
        ('api: {}', 'points http=80; services api dashboard'),
        ('api: {dashboard: false}', 'points http=80; services api'),
        ('api: {insecure: true}', 'points http=80 traefik=8080; services api dashboard; middlewares dashboard_redirect dashboard_stripprefix'),
        ('api: {insecure: true, dashboard: false}', 'points http=80 traefik=8080; services api'),
        ('ping: {manualRouting: true}', 'points http=80; services ping'),
        ('metrics: {prometheus: {manualRouting: true}}', 'points http=80; services prometheus'),
        ('metrics: {otlp: {}}', 'points http=80'),
        ('providers: {rest: {}}', 'points http=80; providers rest; services rest'),
        ("providers: {docker: {}, swarm: {}, file: {directory: /d}, consulCatalog: {}, nomad: {}, ecs: {}, http: {endpoint: 'http://a'}}", 'points http=80; providers consulcatalog docker ecs http nomad swarm'),
        ('providers: {kubernetesIngress: {}, kubernetesCRD: {}, kubernetesGateway: {}}', 'points http=80; providers kubernetes kubernetescrd kubernetesgateway'),
        ('providers: {kubernetesIngressNGINX: {}}', 'points http=80; providers kubernetesingressnginx'),
        ('providers: {knative: {}}\nexperimental: {knative: true}', 'points http=80; providers knative'),
        ("providers: {docker: {}}\ncore: {defaultRuleSyntax: ''}", 'nothing'),
        ('providers: {zooKeeper: {}, redis: {}, etcd: {}, consul: {}, providersThrottleDuration: 2s}', 'points http=80; providers consul etcd redis zookeeper'),
        ('providers: {plugin: {p: {}, q: {}}}\nexperimental: {plugins: {p: {moduleName: github.com/a/b, version: v1}, q: {moduleName: github.com/a/c, version: v1}}}', 'points http=80; providers plugin-p plugin-q; plugins p q'),
        ('experimental: {plugins: {p: {moduleName: github.com/a/b, version: v1}}, localPlugins: {q: {moduleName: github.com/c/d}}}', 'points http=80; plugins p q'),
        ("experimental: {plugins: {p: {moduleName: github.com/a/b, version: ''}}, localPlugins: {q: {moduleName: github.com/c/d}}}", 'points http=80'),
        ('certificatesResolvers: {r: {acme: {email: a@b.io, storage: a.json, tlsChallenge: {}}}}', 'points http=80; resolvers r=tls'),
        ('certificatesResolvers: {r: {acme: {email: a@b.io, storage: a.json, dnsChallenge: {provider: ovh}}}}', 'points http=80; resolvers r=dns'),
        ("certificatesResolvers: {r: {acme: {email: a@b.io, storage: a.json, httpChallenge: {entryPoint: a}}}}\nentryPoints: {a: {address: ':80'}}", 'points a=80; resolvers r=http; services acme-http'),
        ('certificatesResolvers: {r: {tailscale: {}}}', 'points http=80; resolvers r=tailscale'),
        ('certificatesResolvers: {r: {acme: {email: a@b.io, storage: a.json, tlsChallenge: {}}}, s: {}}', 'points http=80; resolvers r=tls'),
        ('core: {defaultRuleSyntax: v2}', 'points http=80; syntax v2'),
        ('core: {defaultRuleSyntax: v3}', 'points http=80; syntax v3'),
        ('core: {}', 'nothing'),
        ("entryPoints: {a: {address: ':80'}, b: {address: ':80'}}", 'nothing'),
        ('entryPoints: {a: {address: x}}', 'nothing'),
        ('nonsense: 1', 'nothing'),
        ('api: [', 'nothing'),
        ('', 'nothing'),
    ],
)  # fmt: skip
def test_each_part_of_a_static_configuration_says_what_traefik_knows(static: str, told: str) -> None:
    assert known(static) == told
