"""The start of a policy, as `policy new` writes it: a whole policy with its examples, to be changed."""

from __future__ import annotations

from textwrap import indent
from typing import NamedTuple


class FirstPolicy(NamedTuple):
    """What a first policy about a subject asks."""

    where: str
    require: str
    message: str
    help: str
    wrong: str
    right: str


_SERVICE = "  services:\n    shop:\n      loadBalancer:\n        servers:\n"
_ROUTER = "http:\n  routers:\n    shop:{mark}\n      rule: Host(`{host}`)\n      service: shop\n"
_STATIC = "# static:\nentryPoints:\n  websecure:{mark}\n    address: :443\n{more}"
_COMPOSE = "# file: compose.yml\nservices:\n  shop:{mark}\n    image: shop\n    labels:\n{more}"

STARTS = {
    "router": FirstPolicy(
        "router.isPublic",
        'router.hosts.all(h, h.endsWith(".example.com"))',
        "`{router.name}` serves {router.hosts}, which is not below `example.com`.",
        "Use a host below `example.com`.",
        "http:\n  routers:\n    shop:\n      rule: Host(`shop.example.org`)  # MARK\n      service: shop\n",
        _ROUTER.format(mark="", host="shop.example.com"),
    ),
    "service": FirstPolicy(
        "has(service.loadBalancer)",
        'service.servers.all(s, s.url.startsWith("https://"))',
        "`{service.name}` has a server without TLS.",
        "Use `https://`.",
        "http:\n" + _SERVICE + "          - url: http://10.0.0.5:8080  # MARK\n",
        "http:\n" + _SERVICE + "          - url: https://10.0.0.5:8443\n",
    ),
    "middleware": FirstPolicy(
        "has(middleware.basicAuth)",
        'middleware.basicAuth.usersFile != ""',
        "`{middleware.name}` holds its users itself.",
        "Put them into a file, and name it with `usersFile`.",
        "http:\n  middlewares:\n    login:\n      basicAuth:  # MARK\n        removeHeader: true\n",
        "http:\n  middlewares:\n    login:\n      basicAuth:\n        usersFile: /run/secrets/users\n",
    ),
    "serversTransport": FirstPolicy(
        'serversTransport.file.startsWith("production/")',
        "!serversTransport.insecureSkipVerify",
        "`{serversTransport.name}` accepts any certificate.",
        "Name the authority that signed it with `rootCAs`.",
        "# file: production/shop.yml\nhttp:\n  serversTransports:\n    shop:\n      insecureSkipVerify: true  # MARK\n",
        "# file: staging/shop.yml\nhttp:\n  serversTransports:\n    shop:\n      insecureSkipVerify: true\n",
    ),
    "tlsOptions": FirstPolicy(
        'tlsOptions.name != "legacy"',
        'tlsOptions.minVersion == "VersionTLS13"',
        "`{tlsOptions.name}` does not ask for TLS 1.3.",
        "Set `minVersion: VersionTLS13`.",
        "tls:\n  options:\n    modern:\n      minVersion: VersionTLS12  # MARK\n",
        "tls:\n  options:\n    modern:\n      minVersion: VersionTLS13\n",
    ),
    "entryPoint": FirstPolicy(
        'entryPoint.address.endsWith(":443")',
        "has(entryPoint.http3)",
        "`{entryPoint.name}` does not speak HTTP/3.",
        "Add `http3: {}`.",
        _STATIC.format(mark="  # MARK", more=""),
        _STATIC.format(mark="", more="    http3: {}\n"),
    ),
    "container": FirstPolicy(
        'container.labels.exists(name, name == "traefik.enable" && container.labels[name] == "true")',
        '"team" in container.labels',
        "`{container.service}` does not say whose it is.",
        "Add a label `team`.",
        _COMPOSE.format(mark="  # MARK", more='      traefik.enable: "true"\n'),
        _COMPOSE.format(mark="", more='      traefik.enable: "true"\n      team: shop\n'),
    ),
    "instance": FirstPolicy(
        "has(instance.static)",
        "has(instance.static.accessLog)",
        "There is no access log.",
        "Add `accessLog: {}` to the static configuration.",
        _STATIC.format(mark="", more=""),
        _STATIC.format(mark="", more="accessLog: {}\n"),
    ),
}
"""By what the policy is about."""

_TEXT = """\
# A policy: what every {about} is held to. docs/policies.md says what expressions can ask for.
id: {name}

# router, service, middleware, serversTransport, tlsOptions, entryPoint, container, instance, tcpRouter, ...
about: {about}

# Which of them, in CEL (https://cel.dev). Leave it out for all.
where: {where}

# What must be true of each; `forbid` in its place is what must not be.
require: {require}

# error, warning or info. `lint` fails from `fail-on` on, which is error where nobody says otherwise.
severity: error

# What `lint` says; expressions stand in braces.
message: "{message}"
help: "{help}"

# `traefiklint policy test` runs these. The comment says on which line the finding must be.
examples:
  - wrong: |
{wrong}
  - right: |
{right}
"""


def start_of(name: str, about: str) -> str:
    """The text of a new policy."""
    start = STARTS[about]
    return _TEXT.format(
        name=name,
        about=about,
        where=_quoted(start.where),
        require=_quoted(start.require),
        message=start.message,
        help=start.help,
        wrong=indent(start.wrong.replace("MARK", f"error[{name}]"), " " * 6).rstrip(),
        right=indent(start.right, " " * 6).rstrip(),
    )


def _quoted(expression: str) -> str:
    return "'" + expression.replace("'", "''") + "'"
