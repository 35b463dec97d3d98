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
    facts = sorted(
        name for name in labels.parts if name[0].isupper() and name.endswith(("Project", "Off", "Router", "Container"))
    )
    lines = [
        f"whole {' '.join(sorted(labels.providers))}",
        f"objects {' '.join(names)}",
        f"facts {' '.join(facts)}",
        *(
            f"{name} exposed={it.exposed_by_default} given={it.is_given} named={it.may_name_network} network={it.network}"
            for name, it in sorted(labels.options.items())
        ),
    ]
    lines += ["told"] * labels.is_told + ["unknown"] * (labels.again is not None) + ["refused"] * len(labels.refused)
    return "; ".join(lines)


@rows(
    ("texts", "options", "told"),
    [
        (APP, {}, 'whole docker; objects a@docker app-project@docker; facts Container Router; docker exposed=True given=False named=False network=; told'),
        (STACK, {}, 'whole swarm; objects a@swarm s@swarm; facts Container Router; swarm exposed=True given=False named=False network='),
        (BOTH, {}, 'whole docker; objects a@docker app-project@docker; facts Container Router; docker exposed=True given=False named=False network=; told'),
        (APP, {'whole': False}, 'whole ; objects a@docker app-project@docker; facts Container Router; docker exposed=True given=False named=False network=; told'),
        (APP, {'stacks': frozenset({'app.yml'})}, 'whole swarm; objects ; facts Container; swarm exposed=True given=False named=False network=; told'),
        (BOTH, {'stacks': frozenset({'app.yml'})}, 'whole swarm; objects ; facts Container; swarm exposed=True given=False named=False network=; told'),
        (APP, {'static': 'providers: {docker: {}}'}, 'whole docker; objects a@docker app-project@docker; facts Container Router; docker exposed=True given=True named=False network=; told'),
        (STACK, {'static': 'providers: {docker: {}}'}, 'whole docker; objects app-project@docker app-project@docker; facts Container Router; docker exposed=True given=True named=False network=; told'),
        (STACK, {'static': 'providers: {swarm: {}}'}, 'whole swarm; objects a@swarm s@swarm; facts Container Router; swarm exposed=True given=True named=False network='),
        (APP, {'static': 'providers: {swarm: {}}'}, 'whole swarm; objects ; facts Container; swarm exposed=True given=True named=False network=; told'),
        (BOTH, {'static': 'providers: {swarm: {}, docker: {}}'}, 'whole docker; objects a@docker app-project@docker; facts Container Router; docker exposed=True given=True named=False network=; told'),
        (STACK, {'static': 'providers: {swarm: {}, docker: {}}'}, 'whole swarm; objects a@swarm s@swarm; facts Container Router; swarm exposed=True given=True named=False network='),
        (APP, {'static': 'providers: {docker: {exposedByDefault: false, network: n}}'}, 'whole docker; objects ; facts Container; docker exposed=False given=True named=False network=n; told'),
        (APP, {'static': 'providers: {docker: {swarmMode: true}}'}, 'whole swarm; objects ; facts Container; swarm exposed=True given=True named=False network=; told'),
        (STACK, {'static': 'providers: {docker: {swarmMode: true}}'}, 'whole swarm; objects a@swarm s@swarm; facts Container Router; swarm exposed=True given=True named=False network='),
        (STACK, {'static': "providers: {docker: {swarmMode: 'false'}}"}, 'whole docker; objects app-project@docker app-project@docker; facts Container Router; docker exposed=True given=True named=False network=; told'),
        (STACK, {'static': 'providers: {docker: {swarmMode: true}, swarm: {}}'}, 'whole swarm; objects a@swarm s@swarm; facts Container Router; swarm exposed=True given=True named=False network='),
        (APP, {'static': 'api: {}'}, 'whole docker; objects ; facts Container ProviderOff; told'),
        ("services: {app: {image: app, labels: {traefik.enable: 'false'}}}\n", {'static': 'api: {}'}, 'whole docker; objects ; facts Container'),
        ("services: {app: {image: app, labels: {traefik.enable: 'true'}}}\n", {'static': 'api: {}'}, 'whole docker; objects ; facts Container ProviderOff; told'),
        ("services: {app: {image: app, labels: {Traefik.Enable: '0'}}}\n", {'static': 'api: {}'}, 'whole docker; objects ; facts Container'),
        ("services: {app: {image: app, labels: {traefik.enable: 'no'}}}\n", {'static': 'api: {}'}, 'whole docker; objects ; facts Container ProviderOff; told'),
        ('services: {app: {image: app, labels: {traefikx: a, TRAEFIK.x: 1}}}\n', {'static': 'api: {}'}, 'whole docker; objects ; facts Container ProviderOff; told'),
        ('services: {app: {image: app, labels: {other: a}}}\n', {'static': 'api: {}'}, 'whole docker; objects ; facts Container'),
        (APP, {'candidates': ('providers: {docker: {exposedByDefault: false}}',)}, 'whole docker; objects ; facts Container; docker exposed=False given=False named=False network=; told'),
        (APP, {'candidates': ('providers: {docker: {exposedByDefault: false, network: a}}', 'providers: {docker: {exposedByDefault: false, network: b}}')}, 'whole docker; objects ; facts Container; docker exposed=False given=False named=True network=; told'),
        (APP, {'candidates': ('providers: {docker: {exposedByDefault: false}}', 'providers: {docker: {}}')}, 'whole docker; objects a@docker app-project@docker; facts Container Router; docker exposed=True given=False named=False network=; told'),
        (APP, {'candidates': ('providers: {docker: {exposedByDefault: false}}', 'providers: {swarm: {}}')}, 'whole docker; objects a@docker app-project@docker; facts Container Router; docker exposed=True given=False named=False network=; told'),
        (STACK, {'candidates': ('providers: {swarm: {}}', 'providers: {swarm: {exposedByDefault: false}}')}, 'whole swarm; objects a@swarm s@swarm; facts Container Router; swarm exposed=True given=False named=False network='),
        (STACK, {'candidates': ('providers: {swarm: {}}', 'providers: {docker: {}}')}, 'whole swarm; objects a@swarm s@swarm; facts Container Router; swarm exposed=True given=False named=False network='),
        (APP, {'candidates': ('api: {}',)}, 'whole docker; objects a@docker app-project@docker; facts Container Router; docker exposed=True given=False named=False network=; told'),
        (APP, {'candidates': ('providers: {swarm: {}}',)}, 'whole swarm; objects ; facts Container; swarm exposed=True given=False named=False network=; told'),
        ("services: {app: {image: app, labels: {traefik.http.routers.a.rule: 'Host(`${HOST}`)'}}}\n", {}, 'whole docker; objects a@docker app-project@docker; facts Container Router; docker exposed=True given=False named=False network=; told; unknown'),
        ("services: {app: {image: app, labels: {traefik.http.routers.a.rule: 'Host(`${HOST:-b.io}`)'}}}\n", {}, 'whole docker; objects a@docker app-project@docker; facts Container Router; docker exposed=True given=False named=False network=; told'),
        ("services: {app: {image: app, deploy: {labels: {traefik.http.routers.a.rule: 'Host(`${HOST}`)', traefik.http.services.s.loadbalancer.server.port: '80'}}}}\n", {}, 'whole swarm; objects a@swarm s@swarm; facts Container Router; swarm exposed=True given=False named=False network=; told; unknown'),
        ("services: {app: {image: app, labels: ['traefik.http.routers.a.rule=${A}']}}\nx: traefik", {}, 'whole docker; objects ; facts Container RefusedProject; docker exposed=True given=False named=False network=; told; unknown; refused'),
        ("services: {app: {image: 1, labels: {traefik.enable: 'true'}, x: 1}}", {}, 'whole docker; objects ; facts Container RefusedProject; docker exposed=True given=False named=False network=; told; refused'),
        ("services: {app: {image: app, labels: {traefik.http.routers.a.rule: 'Host(`a.io`)'}}}\ninclude: [more.yml]\n", {}, 'whole docker; objects ; facts Container RefusedProject; docker exposed=True given=False named=False network=; told; refused'),
        ({'app.yml': APP, 'b.yml': STACK}, {}, 'whole docker swarm; objects a@docker a@swarm app-project@docker s@swarm; facts Container Router; docker exposed=True given=False named=False network=; swarm exposed=True given=False named=False network=; told'),
        ({'app.yml': APP, 'b.yml': STACK}, {'groups': (('app.yml', 'b.yml'),)}, 'whole docker; objects a@docker app-project@docker; facts Container Router; docker exposed=True given=False named=False network=; told'),
        ({'app.yml': APP, 'b.yml': 'services: {c: {image: c, ports: 7, labels: {traefik.x: 1}}}'}, {}, 'whole docker; objects a@docker app-project@docker; facts Container RefusedProject Router; docker exposed=True given=False named=False network=; told; refused'),
        ("services: {app: {image: app, profiles: [p], labels: {traefik.http.routers.a.rule: 'Host(`a.io`)'}}}", {}, 'whole docker; objects ; facts Container; docker exposed=True given=False named=False network='),
        ("services: {app: {image: app, profiles: [p], labels: {traefik.http.routers.a.rule: 'Host(`a.io`)'}}}", {'profiles': ('p',)}, 'whole docker; objects a@docker app-project@docker; facts Container Router; docker exposed=True given=False named=False network=; told'),
        ("services: {app: {image: app, profiles: [p], labels: {traefik.http.routers.a.rule: 'Host(`a.io`)'}}}", {'profiles': ('q',)}, 'whole docker; objects ; facts Container; docker exposed=True given=False named=False network='),
    ],
)  # fmt: skip
def test_what_compose_files_come_to(texts: str | dict[str, str], options: dict[str, Any], told: str) -> None:
    assert read(texts, **options) == told
