"""Where a configuration is used, as far as names tell: on the internet, in a network at home, or only to try things."""

from __future__ import annotations

from ipaddress import ip_address

from traefiklint.instance.instance import Instance
from traefiklint.model.base import Named
from traefiklint.model.http import Router
from traefiklint.patterns import lazy

_INTERNAL = (
    ".local", ".internal", ".lan", ".home", ".intranet", ".private", ".localhost", ".localdomain", ".test", ".cluster",
    ".svc", ".docker", ".consul", ".corp", ".lab", ".home.arpa",
)  # fmt: skip
"""The ends of names that no public name server knows."""
_LOOPBACK = (".127.0.0.1", ".127.0.0.1.nip.io", ".127.0.0.1.sslip.io", ".localtest.me", ".lvh.me", ".vcap.me")
"""The ends of public names that lead to the visitor's own machine."""
_TRIAL = lazy(
    r"(?i)(?<![a-z])(?:dev|devel|develop|development|local|localhost|locals?tack|examples?|exemples?|samples?|demos?"
    r"|tutorials?|tests?|testing|e2e|playground|sandbox|workshops?|exercises?|quickstart|labs?)(?![a-z])"
)
"""A part of a path that says for what the files below are."""


def is_of_the_internet(host: str) -> bool:
    """Whether a name or address can only be one of the internet."""
    try:
        return ip_address(host).is_global
    except ValueError:
        name = host.rstrip(".").lower()
        if name.startswith("tasks.") or "_" in name:
            return False  # a service of Swarm, a container
        return "." in name and not f".{name}".endswith((*_INTERNAL, *_LOOPBACK))


def is_for_trial(path: str) -> bool:
    """Whether a file is plainly for development, for a test or for a lesson, by its name or that of a folder.

    Args:
        path: as the file was named. Of one outside of the working directory only its own name counts: what is above
            it says nothing of what it is for.
    """
    is_outside = path.startswith(("/", "..")) or path[1:2] == ":"
    return _TRIAL.search(path.rpartition("/")[2] if is_outside else path) is not None


def is_at_home(thing: Named | None, instance: Instance) -> bool:
    """Whether no host that is asked for is one of the internet: of a router its own ones, else those of all routers.

    Of other routers names without a dot say nothing, as the default rule makes them, but for `localhost`.
    """
    if type(thing) is Router and _lets_others_in(thing):
        return False
    hosts = tuple(instance.rule(thing).domains) if type(thing) is Router else ()
    if not hosts:
        hosts = tuple(host for host in instance.once(_all_hosts) if "." in host or host == "localhost")
    return bool(hosts) and not any(map(is_of_the_internet, hosts))


def _lets_others_in(router: Router) -> bool:
    """Whether a rule may be met by hosts that it does not name."""
    alternatives = router.rule.split("||")
    return "!" in router.rule or (len(alternatives) > 1 and not all("Host" in one for one in alternatives))


def _all_hosts(instance: Instance) -> tuple[str, ...]:
    routers = instance.objects["http.routers"].values()
    return tuple(host for router in routers for host in instance.rule(router).domains)
