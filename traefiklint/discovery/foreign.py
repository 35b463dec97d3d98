"""What YAML and TOML of other programs look like, so that a file that is not Traefik's can be called what it is.

The names of the files and the keys are those of the programs' own documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from traefiklint.discovery.skeleton import Skeleton
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple

UNKNOWN = "a file of another program"
LIST = "a list"
TEMPLATE = "a template of another program"
JINJA = "a Jinja template"
OF_ANSIBLE = "an Ansible file"


def words(text: str) -> frozenset[str]:
    """The words of a text, for long lists of them."""
    return frozenset(text.split())


class Shape(NamedTuple):
    """What files of one program look like."""

    called: str
    roots: tuple[str, ...] = ()
    """Sets of root keys, with blanks between the keys: a file that has all keys of one set is the program's."""
    name: str = ""
    """A pattern that the path of such a file matches, where nothing in it says otherwise."""
    below: tuple[str, ...] = ()
    """Sets of keys that stand below a root, as in `http.use_x_forwarded_for`: one of them is enough."""


NAMES = {
    "cargo.toml": UNKNOWN,
    "chart.yaml": "a Helm chart",
    "kustomization.yaml": "a kustomization",
    "kustomization.yml": "a kustomization",
    "netlify.toml": UNKNOWN,
    "pyproject.toml": UNKNOWN,
    "ruff.toml": UNKNOWN,
    ".ruff.toml": UNKNOWN,
    "traefiklint.toml": "the configuration of traefiklint",
    "wrangler.toml": UNKNOWN,
    ".pre-commit-config.yaml": "a configuration of pre-commit",
    ".pre-commit-hooks.yaml": "a configuration of pre-commit",
    ".yamllint": UNKNOWN,
    **{
        f"{name}.{ending}": UNKNOWN
        for name in (".yamllint", "mkdocs", "renovate", "dependabot", "taskfile", ".taskfile")
        for ending in ("yml", "yaml")
    },
}
"""Names in small letters that say all: their files are not even looked into."""
_WORKFLOWS = (".github/workflows", ".gitea/workflows", ".forgejo/workflows")

SHAPES = (
    Shape("a workflow", ("on jobs", "true jobs", "jobs name")),
    Shape("an OpenAPI description", ("openapi", "swagger")),
    Shape("a Kubernetes object", ("apiversion kind",)),
    Shape("a Helm chart", ("apiversion appversion", "apiversion name version")),
    Shape(
        "a configuration of Home Assistant",
        ("homeassistant", "default_config"),
        below=(
            "http.use_x_forwarded_for", "http.trusted_proxies", "http.ip_ban_enabled", "http.login_attempts_threshold",
            "http.ssl_certificate", "http.server_port", "http.base_url", "http.cors_allowed_origins",
            "http.server_host", "http.ssl_profile", "http.use_x_frame_options",
        ),
    ),
    Shape(
        "a configuration of AdGuard Home",
        ("dns querylog", "dns filtering", "dns schema_version", "http dns", "bind_host dns", "http users"),
        below=("http.session_ttl", "http.pprof", "http.address", "tls.force_https", "tls.server_name"),
    ),
    Shape(
        "a configuration of Spring",
        ("spring", "management server"),
        r"(?:application|bootstrap)(?:-[\w-]+)?\.ya?ml",
    ),
    Shape(
        "a configuration of Vector",
        ("sources sinks", "sources transforms", "transforms sinks", "data_dir api"),
        r"vector[^/]*\.(?:ya?ml|toml)",
    ),
    Shape("a configuration of Promtail", ("positions", "clients scrape_configs"), r"promtail[^/]*\.ya?ml"),
    Shape("a configuration of Loki", ("schema_config", "auth_enabled ingester"), r"loki[^/]*\.ya?ml"),
    Shape("a configuration of Prometheus", ("scrape_configs", "rule_files", "groups"), r"prometheus[^/]*\.ya?ml"),
    Shape("a configuration of Alertmanager", ("route receivers",)),
    Shape("a configuration of Grafana", ("apiversion datasources", "apiversion providers")),
    Shape("a configuration of OpenTelemetry", ("receivers exporters", "receivers service")),
    Shape("a configuration of Telegraf", ("agent inputs", "inputs outputs")),
    Shape("a configuration of Envoy", ("static_resources", "dynamic_resources")),
    Shape("a configuration of Authelia", ("authentication_backend", "access_control session")),
    Shape("a configuration of CrowdSec", ("filenames labels", "source labels", "crowdsec_service", "profiles name")),
    Shape("a configuration of cloudflared", ("tunnel ingress", "tunnel credentials-file")),
    Shape("a configuration of Blocky", ("upstreams ports", "upstream ports", "blocking ports")),
    Shape("a configuration of Frigate", ("cameras", "mqtt detectors")),
    Shape("a configuration of Zigbee2MQTT", ("mqtt serial",)),
    Shape("a configuration of Gatus", ("endpoints",)),
    Shape("a configuration of ESPHome", ("esphome",)),
    Shape("a configuration of GitLab or Drone", ("stages", "kind steps", "pipeline")),
    Shape("a pipeline of Azure", ("trigger pool", "pool steps")),
    Shape("a pipeline of CircleCI", ("jobs workflows",)),
    Shape("a Taskfile", ("version tasks",)),
    Shape("a configuration of pre-commit", ("repos",)),
    Shape("a configuration of MkDocs", ("site_name",)),
    Shape("a configuration of cloud-init", ("packages runcmd", "write_files", "runcmd")),
    Shape("a test of routes", ("tests",)),
    Shape(
        "a Helm values file",
        (
            "replicacount", "nameoverride", "image service", "ingressroute", "image ingress", "fullnameoverride",
            "ingressclass", "ports service", "deployment ports", "rbac serviceaccount",
        ),
        r"(?:[\w.-]*[_.-])?values[\w.-]*\.ya?ml",
    ),
    Shape(
        OF_ANSIBLE,
        ("ansible_host", "all"),
        r"(?:(?:group_vars|host_vars|roles|playbooks)/.*|(?:vars|defaults)/[^/]*)\.ya?ml",
    ),
)  # fmt: skip

_PLAYBOOK = words("hosts tasks roles import_playbook pre_tasks post_tasks gather_facts become")
_TASK = words("name when register notify loop block include_tasks import_tasks vars tags become")
_HELM = lazy(r"\{\{(?:-?|[^{}]*\s)(?:\.(?:Values|Release|Chart|Capabilities|Files)\b|include\s|toYaml\b|tpl\s)")
_BRACES = lazy(r"\{%|\{#")
_JINJA = lazy(
    r"\{%-?\s*(?:if|for|set|raw|block|macro|include|import|end\w+)\b"
    r"|\{\{-?[^{}]*?(?:\bansible_\w|\binventory_hostname\b|\bhostvars\[|\blookup\()"
)
"""What no Go template has: Jinja's statements, and what Ansible alone calls its values and its functions."""
_OF_JINJA = lazy(r"(?:[.\[][^|{}]*)?\|\s*\w+\(")
"""A filter with parentheses behind a value."""
_ACTION = lazy(r"\{\{-?\s*(?P<name>[A-Za-z_]\w*+)(?P<rest>[^{}]*)\}\}")


def by_path(path: str) -> str:
    """What a file is called whose name says all; empty for all others."""
    folder, _, name = path.lower().rpartition("/")
    if f"/{folder}".endswith(tuple(f"/{one}" for one in _WORKFLOWS)):
        return "a workflow"
    if name.startswith(".gitlab-ci") and name.endswith((".yml", ".yaml")):
        return "a pipeline of GitLab"
    return UNKNOWN if name.endswith(".lock") else NAMES.get(name, "")


def of_list(keys: Iterable[str]) -> str:
    """What a list is called whose items have these keys."""
    found = frozenset(keys)
    if found & _PLAYBOOK:
        return "an Ansible playbook"
    tasks = "name" in found and (found & (_TASK - {"name"}) or any("." in key for key in found))
    return "a list of Ansible tasks" if tasks else LIST


def by_template(text: str) -> str:
    """What a text is called whose templates are those of another program; empty where they may be Traefik's."""
    if _HELM.search(text):
        return "a template of Helm"
    if _JINJA.search(text):
        return JINJA
    called = TEMPLATE if _BRACES.search(text) else ""
    for action in _ACTION.finditer(text):
        rest = action["rest"].strip(" -")
        if rest and (rest[0] not in "|.[" or (rest[0] == "." and action["rest"][0] == " ")):
            continue  # a function with arguments, be it one that Go has or a misspelt one: `{{ nomalize .Name }}`
        from traefiklint.go.template.lexer import KEYWORDS
        from traefiklint.go.template.names import FUNCTIONS

        if action["name"] not in FUNCTIONS | KEYWORDS | {"true", "false"}:
            called = TEMPLATE
            if _OF_JINJA.match(rest):
                return JINJA
    return called


def by_roots(path: str, found: Skeleton, roots: frozenset[str]) -> str:
    """What a file is called that has these roots; empty where nothing tells."""
    for shape in SHAPES:
        if any(roots.issuperset(group.split()) for group in shape.roots):
            return shape.called
        if any(found.get(*place.split(".")) for place in shape.below):
            return shape.called
    for shape in SHAPES:
        if shape.name and re.search(rf"(?i)(?:^|/){shape.name}$", path):
            return shape.called
    return ""
