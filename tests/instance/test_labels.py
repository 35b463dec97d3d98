"""What compose files come to as a part of an instance: for which provider they are, and what of them is known."""

# ruff: noqa: E501 - tables

from __future__ import annotations

from typing import Any

from tests.each import rows
from traefiklint.discovery.projects import Projects
from traefiklint.instance.labels import read_labels
from traefiklint.instance.load import read_context
from traefiklint.options import Options

APP = "services: {app: {image: app, labels: {traefik.http.routers.a.rule: 'Host(`a.io`)'}}}\n"
STACK = "services: {app: {image: app, deploy: {labels: {traefik.http.routers.a.rule: 'Host(`a.io`)', traefik.http.services.s.loadbalancer.server.port: '80'}}}}\n"
BOTH = "services: {app: {image: app, labels: {traefik.http.routers.a.rule: 'Host(`a.io`)'}, deploy: {labels: {traefik.http.routers.b.rule: 'Host(`b.io`)'}}}}\n"
OFF = "services: {app: {image: app, labels: {%s}}}\n"


def read(
    texts: str | dict[str, str], static: str | None = None, candidates: tuple[str, ...] = (), **options: Any
) -> str:
    """In words: which providers are wholly known, what each is told, the objects, and the facts of containers."""
    given = {"app.yml": texts} if isinstance(texts, str) else texts
    groups = options.pop("groups", tuple((name,) for name in given))
    projects = Projects(groups, given.get, **options)
    asked = Options(static=static, profile="none", candidates=tuple(("t.yml", one) for one in candidates))
    labels = read_labels(projects, read_context(asked, {}, projects if static is None else None).context)
    names = sorted(f"{thing.name}@{thing.provider}" for _, thing in labels.objects)
    facts = sorted(f"{name}*{len(items)}" for name, items in labels.parts.items() if items)
    lines = [
        f"whole {' '.join(sorted(labels.providers))}",
        f"objects {' '.join(names)}",
        f"facts {' '.join(facts)}",
        f"files {' '.join(one.file for one in labels.documents)}, {len(labels.containers)} containers",
        *(
            f"{name} exposed={it.exposed_by_default} given={it.is_given} named={it.may_name_network} network={it.network}"
            for name, it in sorted(labels.options.items())
        ),
    ]
    lines += [f"lost {' '.join(sorted(full for _, full in labels.lost))}"] * bool(labels.lost)
    lines += (
        ["told"] * labels.is_told
        + ["unknown"] * (labels.again is not None)
        + [f"refused {len(one)}" for one in labels.refused]
    )
    return "; ".join(lines)


@rows(
    ("texts", "options", "told"),
    [
        (APP, {}, 'whole docker; objects a@docker app-project@docker; facts BrokenService*1 Container*1 LoadBalancer*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; docker exposed=True given=False named=False network=; told'),
        (STACK, {}, 'whole swarm; objects a@swarm s@swarm; facts Container*1 LoadBalancer*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; swarm exposed=True given=False named=False network='),
        (BOTH, {}, 'whole docker; objects a@docker app-project@docker; facts BrokenService*1 Container*1 LoadBalancer*1 MisplacedLabels*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; docker exposed=True given=False named=False network=; told'),
        (APP, {'whole': False}, 'whole ; objects a@docker app-project@docker; facts BrokenService*1 Container*1 LoadBalancer*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; docker exposed=True given=False named=False network=; told'),
        (APP, {'stacks': frozenset({'app.yml'})}, 'whole swarm; objects ; facts BrokenService*1 Container*1 MisplacedLabels*1; files app.yml, 1 containers; swarm exposed=True given=False named=False network=; lost project-app@swarm project-app@swarm; told'),
        (BOTH, {'stacks': frozenset({'app.yml'})}, 'whole swarm; objects ; facts BrokenService*1 Container*1 MisplacedLabels*1; files app.yml, 1 containers; swarm exposed=True given=False named=False network=; lost b@swarm project-app@swarm; told'),
        (APP, {'static': 'providers: {docker: {}}'}, 'whole docker; objects a@docker app-project@docker; facts BrokenService*1 Container*1 LoadBalancer*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; docker exposed=True given=True named=False network=; told'),
        (STACK, {'static': 'providers: {docker: {}}'}, 'whole docker; objects app-project@docker app-project@docker; facts BrokenService*1 Container*1 LoadBalancer*1 MisplacedLabels*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; docker exposed=True given=True named=False network=; told'),
        (STACK, {'static': 'providers: {swarm: {}}'}, 'whole swarm; objects a@swarm s@swarm; facts Container*1 LoadBalancer*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; swarm exposed=True given=True named=False network='),
        (APP, {'static': 'providers: {swarm: {}}'}, 'whole swarm; objects ; facts BrokenService*1 Container*1 MisplacedLabels*1; files app.yml, 1 containers; swarm exposed=True given=True named=False network=; lost project-app@swarm project-app@swarm; told'),
        (BOTH, {'static': 'providers: {swarm: {}, docker: {}}'}, 'whole docker; objects a@docker app-project@docker; facts BrokenService*1 Container*1 LoadBalancer*1 MisplacedLabels*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; docker exposed=True given=True named=False network=; told'),
        (STACK, {'static': 'providers: {swarm: {}, docker: {}}'}, 'whole swarm; objects a@swarm s@swarm; facts Container*1 LoadBalancer*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; swarm exposed=True given=True named=False network='),
        (APP, {'static': 'providers: {docker: {exposedByDefault: false, network: n}}'}, 'whole docker; objects ; facts Container*1 NotExposed*1; files app.yml, 1 containers; docker exposed=False given=True named=False network=n; lost a@docker; told'),
        (APP, {'static': 'providers: {docker: {swarmMode: true}}'}, 'whole swarm; objects ; facts BrokenService*1 Container*1 MisplacedLabels*1; files app.yml, 1 containers; swarm exposed=True given=True named=False network=; lost project-app@swarm project-app@swarm; told'),
        (STACK, {'static': 'providers: {docker: {swarmMode: true}}'}, 'whole swarm; objects a@swarm s@swarm; facts Container*1 LoadBalancer*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; swarm exposed=True given=True named=False network='),
        (STACK, {'static': "providers: {docker: {swarmMode: 'false'}}"}, 'whole docker; objects app-project@docker app-project@docker; facts BrokenService*1 Container*1 LoadBalancer*1 MisplacedLabels*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; docker exposed=True given=True named=False network=; told'),
        (STACK, {'static': 'providers: {docker: {swarmMode: true}, swarm: {}}'}, 'whole swarm; objects a@swarm s@swarm; facts Container*1 LoadBalancer*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; swarm exposed=True given=True named=False network='),
        (APP, {'static': 'api: {}'}, 'whole docker; objects ; facts Container*1 ProviderOff*1; files app.yml, 0 containers; told'),
        ("services: {app: {image: app, labels: {traefik.enable: 'false'}}}\n", {'static': 'api: {}'}, 'whole docker; objects ; facts Container*1; files app.yml, 0 containers'),
        ("services: {app: {image: app, labels: {traefik.enable: 'true'}}}\n", {'static': 'api: {}'}, 'whole docker; objects ; facts Container*1 ProviderOff*1; files app.yml, 0 containers; told'),
        ("services: {app: {image: app, labels: {Traefik.Enable: '0'}}}\n", {'static': 'api: {}'}, 'whole docker; objects ; facts Container*1; files app.yml, 0 containers'),
        ("services: {app: {image: app, labels: {traefik.enable: 'no'}}}\n", {'static': 'api: {}'}, 'whole docker; objects ; facts Container*1 ProviderOff*1; files app.yml, 0 containers; told'),
        ('services: {app: {image: app, labels: {traefikx: a, TRAEFIK.x: 1}}}\n', {'static': 'api: {}'}, 'whole docker; objects ; facts Container*1 ProviderOff*1 UnreadLabel*2; files app.yml, 0 containers; told'),
        ('services: {app: {image: app, labels: {other: a}}}\n', {'static': 'api: {}'}, 'whole docker; objects ; facts Container*1; files app.yml, 0 containers'),
        (APP, {'candidates': ('providers: {docker: {exposedByDefault: false}}',)}, 'whole docker; objects ; facts Container*1 NotExposed*1; files app.yml, 1 containers; docker exposed=False given=False named=False network=; lost a@docker; told'),
        (APP, {'candidates': ('providers: {docker: {exposedByDefault: false, network: a}}', 'providers: {docker: {exposedByDefault: false, network: b}}')}, 'whole docker; objects ; facts Container*1 NotExposed*1; files app.yml, 1 containers; docker exposed=False given=False named=True network=; lost a@docker; told'),
        (APP, {'candidates': ('providers: {docker: {exposedByDefault: false}}', 'providers: {docker: {}}')}, 'whole docker; objects a@docker app-project@docker; facts BrokenService*1 Container*1 LoadBalancer*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; docker exposed=True given=False named=False network=; told'),
        (APP, {'candidates': ('providers: {docker: {exposedByDefault: false}}', 'providers: {swarm: {}}')}, 'whole docker; objects a@docker app-project@docker; facts BrokenService*1 Container*1 LoadBalancer*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; docker exposed=True given=False named=False network=; told'),
        (STACK, {'candidates': ('providers: {swarm: {}}', 'providers: {swarm: {exposedByDefault: false}}')}, 'whole swarm; objects a@swarm s@swarm; facts Container*1 LoadBalancer*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; swarm exposed=True given=False named=False network='),
        (STACK, {'candidates': ('providers: {swarm: {}}', 'providers: {docker: {}}')}, 'whole swarm; objects a@swarm s@swarm; facts Container*1 LoadBalancer*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; swarm exposed=True given=False named=False network='),
        (APP, {'candidates': ('api: {}',)}, 'whole docker; objects a@docker app-project@docker; facts BrokenService*1 Container*1 LoadBalancer*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; docker exposed=True given=False named=False network=; told'),
        (APP, {'candidates': ('providers: {swarm: {}}',)}, 'whole swarm; objects ; facts BrokenService*1 Container*1 MisplacedLabels*1; files app.yml, 1 containers; swarm exposed=True given=False named=False network=; lost project-app@swarm project-app@swarm; told'),
        ("services: {app: {image: app, labels: {traefik.http.routers.a.rule: 'Host(`${HOST}`)'}}}\n", {}, 'whole docker; objects a@docker app-project@docker; facts BrokenService*1 Container*1 LoadBalancer*1 Router*1 Server*1 Service*1 UnsetVariable*1; files app.yml, 1 containers; docker exposed=True given=False named=False network=; told; unknown'),
        ("services: {app: {image: app, labels: {traefik.http.routers.a.rule: 'Host(`${HOST:-b.io}`)'}}}\n", {}, 'whole docker; objects a@docker app-project@docker; facts BrokenService*1 Container*1 LoadBalancer*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; docker exposed=True given=False named=False network=; told'),
        ("services: {app: {image: app, deploy: {labels: {traefik.http.routers.a.rule: 'Host(`${HOST}`)', traefik.http.services.s.loadbalancer.server.port: '80'}}}}\n", {}, 'whole swarm; objects a@swarm s@swarm; facts Container*1 LoadBalancer*1 Router*1 Server*1 Service*1 UnsetVariable*1; files app.yml, 1 containers; swarm exposed=True given=False named=False network=; told; unknown'),
        ("services: {app: {image: app, labels: ['traefik.http.routers.a.rule=${A}']}}\nx: traefik", {}, 'whole docker; objects ; facts RefusedProject*1; files app.yml, 0 containers; docker exposed=True given=False named=False network=; told; unknown; refused 86'),
        ("services: {app: {image: 1, labels: {traefik.enable: 'true'}, x: 1}}", {}, 'whole docker; objects ; facts RefusedProject*2; files app.yml, 0 containers; docker exposed=True given=False named=False network=; told; refused 67'),
        ("services: {app: {image: app, labels: {traefik.http.routers.a.rule: 'Host(`a.io`)'}}}\ninclude: [more.yml]\n", {}, 'whole docker; objects ; facts RefusedProject*1; files app.yml, 0 containers; docker exposed=True given=False named=False network=; told; refused 105'),
        ({'app.yml': APP, 'b.yml': STACK}, {}, 'whole docker swarm; objects a@docker a@swarm app-project@docker s@swarm; facts BrokenService*1 Container*2 LoadBalancer*2 Router*2 Server*2 Service*2; files app.yml b.yml, 2 containers; docker exposed=True given=False named=False network=; swarm exposed=True given=False named=False network=; told'),
        ({'app.yml': APP, 'b.yml': STACK}, {'groups': (('app.yml', 'b.yml'),)}, 'whole docker; objects a@docker app-project@docker; facts BrokenService*1 Container*1 LoadBalancer*1 MisplacedLabels*1 Router*1 Server*1 Service*1; files b.yml app.yml, 1 containers; docker exposed=True given=False named=False network=; told'),
        ({'app.yml': APP, 'b.yml': 'services: {c: {image: c, ports: 7, labels: {traefik.x: 1}}}'}, {}, 'whole docker; objects a@docker app-project@docker; facts BrokenService*1 Container*1 LoadBalancer*1 RefusedProject*1 Router*1 Server*1 Service*1; files app.yml b.yml, 1 containers; docker exposed=True given=False named=False network=; told; refused 59'),
        ("services: {app: {image: app, profiles: [p], labels: {traefik.http.routers.a.rule: 'Host(`a.io`)'}}}", {}, 'whole docker; objects ; facts ; files app.yml, 0 containers; docker exposed=True given=False named=False network='),
        ("services: {app: {image: app, profiles: [p], labels: {traefik.http.routers.a.rule: 'Host(`a.io`)'}}}", {'profiles': ('p',)}, 'whole docker; objects a@docker app-project@docker; facts BrokenService*1 Container*1 LoadBalancer*1 Router*1 Server*1 Service*1; files app.yml, 1 containers; docker exposed=True given=False named=False network=; told'),
        ("services: {app: {image: app, profiles: [p], labels: {traefik.http.routers.a.rule: 'Host(`a.io`)'}}}", {'profiles': ('q',)}, 'whole docker; objects ; facts ; files app.yml, 0 containers; docker exposed=True given=False named=False network='),
        ("services: {a: {image: a, labels: {traefik.http.routers.a.rule: 'x', traefik.http.routers.a.nope: '1'}}, b: {image: b}}", {}, 'whole docker; objects b-project@docker b-project@docker; facts BrokenService*1 Container*2 LoadBalancer*1 Router*1 Server*1 Service*1 UnknownLabelOption*1; files app.yml, 2 containers; docker exposed=True given=False named=False network=; lost a@docker; told'),
        ("services: {a: {image: a, labels: {traefik.http.routers.a.rule: 'Host(`a.io`)'}}, b: {image: b, labels: {traefik.http.routers.b.rule: 'Host(`b.io`)'}}}", {'static': 'api: {}'}, 'whole docker; objects ; facts Container*2 ProviderOff*1; files app.yml, 0 containers; told'),
        ("services: {a: {image: a, labels: {traefik.http.services.s.loadbalancer.server.port: '80', traefik.http.services.s.loadbalancer.sticky.cookie.name: c, traefik.http.middlewares.m.headers.customrequestheaders.x: y}}}", {}, 'whole docker; objects a-project@docker m@docker s@docker; facts Container*1 Cookie*1 Headers*1 LoadBalancer*1 Middleware*1 Router*1 Server*1 Service*1 Sticky*1; files app.yml, 1 containers; docker exposed=True given=False named=False network='),
        ("services: {a: {image: a, labels: {traefik.tcp.routers.r.rule: 'HostSNI(`a`)', 'traefik.tcp.routers.r.tls.domains[0].main': a.io}}}", {}, 'whole docker; objects a-project@docker r@docker; facts BrokenService*1 Container*1 Domain*1 TcpLoadBalancer*1 TcpRouter*1 TcpRouterTls*1 TcpServer*1 TcpService*1; files app.yml, 1 containers; docker exposed=True given=False named=False network=; told'),
        ("services: {t: {image: 'traefik:v3.7', command: [--ping=true], volumes: ['/opt/t.yml:/etc/traefik/traefik.yml']}, a: {image: a, labels: {traefik.enable: 'true'}}}", {}, 'whole docker; objects a-project@docker a-project@docker t-project@docker t-project@docker; facts BrokenService*1 Container*2 IgnoredForm*1 LoadBalancer*2 Router*2 Server*2 Service*2; files app.yml, 2 containers; docker exposed=True given=False named=False network=; told'),
        ("services: {t: {image: 'traefik:v3.7', command: [--ping=true], volumes: ['/opt/t.yml:/etc/traefik/traefik.yml']}}", {'static': 'ping: {}'}, 'whole docker; objects ; facts Container*1 IgnoredForm*1; files app.yml, 0 containers'),
        ("services: {t: {image: 'nginx', command: [--ping=true], volumes: ['/opt/t.yml:/etc/traefik/traefik.yml']}, a: {image: a, labels: {traefik.enable: 'true'}}}", {}, 'whole docker; objects a-project@docker a-project@docker t-project@docker t-project@docker; facts BrokenService*1 Container*2 LoadBalancer*2 Router*2 Server*2 Service*2; files app.yml, 2 containers; docker exposed=True given=False named=False network=; told'),
        ("services: {t: {image: 'traefik:v3.7', command: [--ping=true], volumes: ['/opt/t.yml:/etc/traefik/traefik.yml'], x: 1}}", {}, 'whole docker; objects ; facts RefusedProject*1; files app.yml, 0 containers; docker exposed=True given=False named=False network=; told; refused 118'),
        ("services: {a: {image: a, build: {context: ., labels: {traefik.x: y}}, labels: {traefik.enable: 'true'}}}", {}, 'whole docker; objects a-project@docker a-project@docker; facts BrokenService*1 Container*1 LoadBalancer*1 Router*1 Server*1 Service*1 UnreadLabel*1; files app.yml, 1 containers; docker exposed=True given=False named=False network=; told'),
    ],
)  # fmt: skip
def test_what_compose_files_come_to(texts: str | dict[str, str], options: dict[str, Any], told: str) -> None:
    assert read(texts, **options) == told
