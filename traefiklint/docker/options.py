"""How the static configuration sets the provider up."""

from __future__ import annotations

from traefiklint.records import NamedTuple
from traefiklint.versions import NEWEST, Version

DEFAULT_RULE = "Host(`{{ normalize .Name }}`)"
"""The rule of routers that have none (pkg/provider/docker, `DefaultTemplateRule`)."""


class ProviderOptions(NamedTuple):
    """The options of one of the two providers.

    Attributes:
        name: `docker` or `swarm`.
        target: the Traefik version.
        is_given: whether a static configuration says all this, so that nothing is assumed.
        may_name_network: whether a network may be set that is not known here.
    """

    name: str
    exposed_by_default: bool = True
    constraints: str = ""
    default_rule: str = DEFAULT_RULE
    network: str = ""
    use_bind_port_ip: bool = False
    allow_empty_services: bool = False
    is_given: bool = False
    target: Version = NEWEST
    may_name_network: bool = False
