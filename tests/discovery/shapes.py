"""Files as repositories hold them, by what they are: the name, the kind, what it is called, the text."""

from __future__ import annotations

from traefiklint.discovery.kinds import Kind

DYNAMIC = {
    "apps/shop.yml": "http:\n  routers:\n    a:\n      rule: Host(`a.io`)\n      service: a\n",
    "tls.yml": "tls:\n  certificates:\n    - certFile: /a.pem\n      keyFile: /a.key\n",
    "options.yml": "tls:\n  options:\n    default: {minVersion: VersionTLS12}\n",
    "flow.yml": "{http: {routers: {a: {rule: 'Host(`a`)', service: a}}}}\n",
    "anchored.yml": "x-base: &base\n  services: {a: {loadBalancer: {servers: [{url: 'http://a'}]}}}\nhttp:\n  <<: *base\n",  # noqa: E501
    "a.toml": "[http.routers.a]\n  rule = 'Host(`a`)'\n  service = 'a'\n",
    "broken.toml": "[http.routers.a]\n  rule = 'Host(`a`)\n",
    "tcp.yml": "tcp:\n  routers:\n    db:\n      rule: HostSNI(`*`)\n      service: db\n",
    "near.yml": "http:\n  router:\n    a:\n      rule: Host(`a.io`)\n      service: a\n",
    "near-root.yml": "htpp:\n  routers:\n    a:\n      rule: Host(`a.io`)\n      service: a\n",
    "broken.yml": 'http:\n  routers:\n    a:\n      rule: "Host(`a.io`)\n      service: a\n',
    "tabs.yml": "http:\n  routers:\n\ta:\n      rule: Host(`a.io`)\n",
    "template.yml": 'http:\n  routers:\n    a:\n      rule: Host(`{{ env "HOST" }}`)\n      service: a\n',
    "range.yml": "http:\n  services:\n{{ range $i := until 3 }}\n    a{{ $i }}:\n      loadBalancer: {}\n{{ end }}\n",
    "mixed.yml": "entryPoints:\n  web: {address: ':80'}\nhttp:\n  routers:\n    a: {rule: Host(`a`), service: a}\n",
    "empty-inside.yml": "http:\n  routers: {}\n",
    "HTTP.yml": "HTTP:\n  Routers:\n    a: {rule: Host(`a`), service: a}\n",
    "windows.yml": "\ufeffhttp:\r\n  middlewares:\r\n    gzip:\r\n      compress: {}\r\n",
    "documents.yml": "---\nhttp:\n  middlewares:\n    gzip:\n      compress: {}\n---\nreplicaCount: 1\n",
    "traefik-dynamic.yml": "entryPoints: {web: {address: x}}\nproviders: {docker: {}}\ntls: {stores: {default: {}}}\n",
    "traefik.yml": "http:\n  routers:\n    dashboard: {rule: Host(`t.io`), service: api@internal}\n",
}
"""Surely the dynamic configuration, also where something is wrong with it."""

STATIC = {
    "traefik.yml": "api: {}\nentryPoints:\n  web:\n    address: ':80'\nproviders:\n  docker: {}\n",
    "conf/static.yaml": "entryPoints:\n  web:\n    address: ':80'\n",
    "etc/traefik.toml": "[entryPoints.web]\n  address = ':80'\n[providers.file]\n  directory = '/dynamic'\n",
    "misspelt/traefik.yml": "entrypoint:\n  web:\n    adress: ':80'\n",
    "broken/traefik.yml": "a: [\n",
    "rule/traefik.yml": "providers:\n  docker:\n    defaultRule: Host(`{{ normalize .Name }}.io`)\n",
    "misspelt.yml": "entryPoints:\n  web: {adress: ':80'}\n",
    "traefik.dev.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\ntls: {stores: {default: {}}}\n",
    "resolvers.yml": "certificatesResolvers:\n  le:\n    acme: {email: a@b.io}\n",
}

COMPOSE = {
    "docker-compose.yml": "services:\n  web:\n    image: nginx\n    labels:\n      - traefik.enable=true\n",
    "shop/compose.prod.yaml": "services:\n  web:\n    extends: base\n",
    "swarm.yml": "version: '3.8'\nservices:\n  web:\n    image: nginx\n    deploy:\n      labels: [traefik.enable=true]\n",  # noqa: E501
    "traefik.yml": "services:\n  traefik:\n    image: traefik:v3.6\n",
    "including.compose.yml": "include:\n  - a.yml\nservices:\n  a:\n    image: b\n",
}

TRAEFIK_1 = {
    "rules.toml": "[backends.a.servers.one]\n  url = 'http://a'\n[frontends.a]\n  backend = 'a'\n",
    "rules.yml": "frontends:\n  a:\n    backend: a\n    routes:\n      one: {rule: 'Host:a.io'}\nbackends:\n  a: {}\n",
    "old.toml": "defaultEntryPoints = ['http']\n[entryPoints.http]\n  address = ':80'\n[docker]\n",
}

ROUTES = {
    "k8s/route.yml": "apiVersion: traefik.io/v1alpha1\nkind: IngressRoute\nmetadata: {name: a}\nspec: {routes: []}\n",
    "k8s/old.yml": "apiVersion: traefik.containo.us/v1alpha1\nkind: Middleware\nmetadata: {name: a}\n",
}

FOREIGN = {
    "charts/shop/values.yaml": (
        "a Helm values file",
        "replicaCount: 1\nimage:\n  repository: shop\n# For TLS:\n#   - secretName: shop-tls\ntls: []\nhttp: {}\n",
    ),
    "helm/traefik.yaml": (
        "a Helm values file",
        "ingressClass:\n  enabled: true\nports:\n  web:\n    port: 80\nservice:\n  type: LoadBalancer\n",
    ),
    "values.yaml": ("a Helm values file", "tls:\n  - secretName: shop-tls\n"),
    "chart/templates/a.yaml": ("a template of Helm", "apiVersion: v1\nmetadata:\n  name: {{ .Values.name }}\n"),
    "homeassistant/configuration.yaml": (
        "a configuration of Home Assistant",
        "http:\n  use_x_forwarded_for: true\n  trusted_proxies:\n    - 172.16.0.0/12\n",
    ),
    "adguard/AdGuardHome.yaml": (
        "a configuration of AdGuard Home",
        "http:\n  address: 0.0.0.0:80\ntls:\n  enabled: true\ndns:\n  port: 53\nschema_version: 28\n",
    ),
    "application.yml": ("a configuration of Spring", "http:\n  port: 8080\n"),
    "vector.toml": ("a configuration of Vector", "[tls]\nenabled = true\n"),
    "promtail.yaml": ("a configuration of Promtail", "tls: {}\n"),
    "k8s/app.yml": ("a Kubernetes object", "apiVersion: apps/v1\nkind: Deployment\nspec: {}\n"),
    "openapi.yaml": ("an OpenAPI description", "openapi: 3.1.0\npaths: {}\n"),
    ".github/workflows/deploy.yml": ("a workflow", "on: push\njobs:\n  a:\n    env:\n      T: ${{ secrets.T }}\n"),
    ".gitea/workflows/deploy.yaml": ("a workflow", "on: push\n"),
    ".gitlab-ci.yml": ("a pipeline of GitLab", "http:\n  script: [a]\n"),
    "site.yml": ("an Ansible playbook", "- hosts: all\n  roles: [traefik]\n"),
    "roles/a/tasks/main.yml": ("a list of Ansible tasks", "- name: a\n  ansible.builtin.copy: {src: a, dest: b}\n"),
    "group_vars/all.yml": ("an Ansible file", "traefik_version: '3.6'\nhttp: true\n"),
    "molecule/vars/traefik.yml": ("an Ansible file", "domain: a.io\ncertificate:\n  cert: x\n"),
    "defaults/traefik.yml": ("an Ansible file", "domain: a.io\n"),
    "prepare/traefik.yml": ("an Ansible file", "operator_user: zuul\ntraefik_certificates:\n  dashboard: {}\n"),
    "loki.yml": ("a configuration of Loki", "auth_enabled: false\nschema_config: {}\nserver:\n  http_listen_port: 1\n"),
    "prometheus.yml": ("a configuration of Prometheus", "scrape_configs: []\ntls: {}\n"),
    "authelia.yml": ("a configuration of Authelia", "authentication_backend: {}\nserver: {tls: {}}\n"),
    "traefiklint.toml": ("the configuration of traefiklint", "directories = ['apps']\n"),
    "routes.test.yml": ("a test of routes", "tests:\n  - request: https://a.io\n    expect: 200\n"),
    "tcp-services.yml": ("a file of another program", "tcp:\n  '9000': default/app:9000\nudp: {}\n"),
    "tls-only.yml": ("a file of another program", "tls:\n  certificate: /a.pem\n  key: /a.key\n"),
    "server.yml": ("a file of another program", "http:\n  host: 0.0.0.0\n  port: 80\n"),
    "kong.yml": ("a file of another program", "services:\n  - name: a\n    routes: []\n"),
    "list.yml": ("a list", "- a\n- b\n"),
}
"""Files of others, with what they are called."""

UNSURE = {
    "http.yml": "http: {}\n",
    "tls.yml": "tls: {}\n",
    "bare.yml": "http:\n",
    "fragment.yml": "routers:\n  a:\n    rule: Host(`a`)\n",
    "beside.yml": "http:\n  routers:\n    a: {rule: Host(`a`), service: a}\nreplicaCount: 1\n",
    "jinja.yml": "http:\n  routers:\n    a:\n      rule: Host(`{{ domain }}`)\n      service: a\n",
    "nothing.yml": "just a text\n",
}

EMPTY = {"empty.yml": "", "comments.yml": "# nothing yet\n", "dashes.yml": "---\n"}

BY_KIND: dict[Kind, dict[str, str]] = {
    Kind.DYNAMIC: DYNAMIC,
    Kind.STATIC: STATIC,
    Kind.COMPOSE: COMPOSE,
    Kind.TRAEFIK_1: TRAEFIK_1,
    Kind.ROUTE: ROUTES,
    Kind.FOREIGN: {name: text for name, (_, text) in FOREIGN.items()},
    Kind.UNSURE: UNSURE,
    Kind.EMPTY: EMPTY,
}
