"""How Traefik completes names: `shop` in a file is `shop@file`, and a reference may say whose object it means.

An object is known by its kind and its full name, `NAME@PROVIDER`; only here is one put together or taken apart.
"""

from __future__ import annotations

FILE = "file"
"""The provider that a directory of files is."""
OF_LABELS = frozenset(("docker", "swarm"))
"""The providers that read labels."""
PROVIDERS = (
    "consul", "consulcatalog", "docker", "ecs", "etcd", "file", "http", "knative", "kubernetes", "kubernetescrd",
    "kubernetesgateway", "kubernetesingressnginx", "nomad", "redis", "rest", "swarm", "zookeeper",
)  # fmt: skip
"""The providers that Traefik has, in small letters as names carry them."""
_BEGINNINGS = ("plugin-", "consul-", "consulcatalog-", "nomad-")
"""How the names of those begin that a plugin is, or that are there once for each namespace."""


def may_be_provider(name: str) -> bool:
    """Whether some Traefik may have a provider of this name."""
    return name in PROVIDERS or name.startswith(_BEGINNINGS)


def full_name(name: str, provider: str = FILE) -> str:
    """The full name of an object that a provider calls `name`."""
    return f"{name}@{provider}"


def plain_name(full: str, provider: str = FILE) -> str:
    """How a provider calls one of its objects; the full name where it is not one of them."""
    return full.removesuffix(f"@{provider}")


def provider_of(full: str) -> str:
    """The provider in which an object looks for what it refers to.

    Traefik takes what stands after the first `@` of the full name, so `a@b` of a file (fully `a@b@file`) looks in `b`
    (pkg/server/provider/provider.go).
    """
    return full.split("@", 2)[1] if "@" in full else FILE


def qualify(reference: str, referrer: str) -> str:
    """The full name that a reference means, when it stands in the object with the full name `referrer`."""
    return reference if "@" in reference else f"{reference}@{provider_of(referrer)}"
