"""What a newer Traefik does otherwise than an older one with the same configuration: a row a change, with its version.

Only what is no finding of its own stands here: what a version refuses, disables or complains about, its rules say. A
row is told only for sections that rely on it. Source: docs/content/migrate/v3.md and v2-to-v3-details.md of Traefik,
its changelog, and the programs themselves where a test asks them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from traefiklint.findings import Severity
from traefiklint.instance.instance import Instance
from traefiklint.matching.tree import Matcher, matchers
from traefiklint.versions import Version, since

Relies = Callable[[Any, "Instance"], bool]


class BehaviourChange(NamedTuple):
    """One change of behaviour.

    Attributes:
        since: the first patch of each minor version that has it, oldest first.
        of: the classes of the sections that it is about, by name.
        relies: whether one of these hangs on it.
        says: what Traefik does since, as the end of a sentence.
        advice: what to do about it, a sentence.
        option: the attribute it is said at; the section's key where absent.
        adds: the option that restores what was before, as text to add to the section; empty where there is none.
        until: the patch that took it back.
        only_from: the version before which nobody is concerned.
    """

    since: tuple[str, ...]
    of: tuple[str, ...]
    relies: Relies
    says: str
    advice: str
    option: str = ""
    severity: Severity = Severity.INFO
    adds: str = ""
    until: str = ""
    only_from: str = ""

    def concerns(self, former: Version, target: Version) -> bool:
        """Whether it comes with an upgrade."""
        if self.only_from and former < since(self.only_from):
            return False
        return self._is_in(target) and not self._is_in(former)

    def _is_in(self, version: Version) -> bool:
        first = [since(text) for text in self.since]
        came = version >= first[-1] or any(version[:2] == one[:2] and version >= one for one in first)
        return came and not (self.until and version >= since(self.until))

    def came_with(self, target: Version) -> str:
        """The version to name for those who upgrade to `target`: the newest that has it first."""
        return next(text for text in reversed(self.since) if since(text) <= target)


class Affected(NamedTuple):
    """A section that an upgrade changes the behaviour of."""

    change: BehaviourChange
    section: Any
    version: str
    """The version that changes it."""


def changes(instance: Instance, former: Version) -> Iterator[Affected]:
    """What changes for an instance when its target takes the place of an older Traefik."""
    target = instance.context.target
    for change in CHANGES:
        if not change.concerns(former, target):
            continue
        for name in change.of:
            for section in (*instance.context.static.get(name, ()), *instance.parts.get(name, ())):
                if change.relies(section, instance):
                    yield Affected(change, section, change.came_with(target))


def _always(_: Any, __: Instance) -> bool:
    return True


def _lacks(attribute: str) -> Relies:
    return lambda section, _: not section.gives(attribute)


def _has_provider(*attributes: str) -> Relies:
    return lambda providers, _: any(getattr(providers, attribute) is not None for attribute in attributes)


def _matches(names: tuple[str, ...], test: Callable[[str], object]) -> Relies:
    """Whether a rule has one of these matchers with a value for which a test holds."""

    def relies(router: Any, instance: Instance) -> bool:
        tree = instance.rule(router).parsed

        def is_meant(matcher: Matcher) -> bool:
            return matcher.name in names and any(map(test, matcher.values))

        return tree is not None and any(map(is_meant, matchers(tree)))

    return relies


def _waits(point: Any, _: Instance) -> bool:
    """Whether an entry point says nothing about how long a request may take."""
    return not (point.is_udp or point.says_read_timeout)


def _lets_through(point: Any, _: Instance) -> bool:
    return not point.is_udp and (point.http is None or point.http.encoded_characters is None)


def _has_regex(attribute: str, test: Callable[[str], object]) -> Relies:
    def relies(section: Any, _: Instance) -> bool:
        value = getattr(section, attribute)
        return any(map(test, value if isinstance(value, tuple) else (value,)))

    return relies


_PATHS = ("Path", "PathPrefix", "PathRegexp")
_KUBERNETES = ("kubernetes_ingress", "kubernetes_crd", "kubernetes_gateway")
_UNCLEAN = re.compile(r"(?<!:)//|/\.\.?(?=/|$)").search
"""A path with slashes in a row, or with dots for a step."""
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}").search
_WILD_HOST = re.compile(r"\*\..").match

CHANGES: tuple[BehaviourChange, ...] = (
    BehaviourChange(
        ("2.11.2", "3.0.0"), ("StaticEntryPoint",), _waits,
        "a request, uploads too, must arrive within 60 seconds; before there was no limit",
        "Set `transport.respondingTimeouts.readTimeout`, as in `30m`, where uploads are large or slow.",
        severity=Severity.WARNING, adds="transport:\n  respondingTimeouts:\n    readTimeout: 30m",
    ),
    BehaviourChange(
        ("3.0.0",), ("AccessLog", "Metrics", "Tracing"), _lacks("add_internals"),
        "requests to Traefik's own services, such as `ping@internal`, are left out here",
        "Set `addInternals: true` where they are needed.", adds="addInternals: true",
    ),
    BehaviourChange(
        ("3.0.0",), ("Metrics",), _always,
        "the open connections of entry points, routers and services are one `traefik_open_connections`, and the "
        "metrics of failed reloads are gone",
        "Look for them in dashboards and alerts.",
    ),
    BehaviourChange(
        ("3.0.0",), ("KubernetesGatewayProvider",), _lacks("experimental_channel"),
        "resources of the experimental channel are not read by themselves",
        "Set `experimentalChannel: true` where there are such.",
    ),
    BehaviourChange(
        ("3.0.0",), ("KubernetesCrdProvider",), _always,
        "resources of the group `traefik.containo.us` are not read any more",
        "Write `traefik.io` in them, and install the new definitions and rights before.",
        severity=Severity.WARNING,
    ),
    BehaviourChange(
        ("3.1.0",), ("Providers",), _has_provider(*_KUBERNETES),
        "the Kubernetes providers ask for `endpointslices` and `nodes` in place of `endpoints`",
        "Give Traefik's cluster role these rights before the upgrade.", severity=Severity.WARNING,
    ),
    BehaviourChange(
        ("3.2.1",), ("Router",), _matches(("Header", "HeaderRegexp"), lambda one: one.lower() == "x-forwarded-prefix"),
        "`X-Forwarded-Prefix` is removed where it comes from a client that is not trusted",
        "List the proxies before Traefik in `forwardedHeaders.trustedIPs`.",
        option="rule", severity=Severity.WARNING,
    ),
    BehaviourChange(
        ("3.3.4",), ("MetricsOtlp",), _always,
        "the metrics `traefik_*_request_duration_seconds` are in seconds; they were in milliseconds",
        "Stop dividing by 1,000 in dashboards and alerts.", severity=Severity.WARNING,
    ),
    BehaviourChange(
        ("3.3.5",), ("Compress",), _lacks("encodings"),
        "clients without a preference get `gzip` before `br` and `zstd`",
        "Set `encodings` where another order is wanted.",
    ),
    BehaviourChange(
        ("3.3.6",), ("Router",), _matches(_PATHS, _UNCLEAN),
        "`//`, `/./` and `/../` are taken out of a path before rules see it, so this never matches",
        "Write the rule for the clean path; `http.sanitizePath: false` on the entry point is not safe.",
        option="rule", severity=Severity.WARNING,
    ),
    BehaviourChange(
        ("3.3.6",), ("ReplacePathRegex", "StripPrefixRegex"), _has_regex("regex", _UNCLEAN),
        "`//`, `/./` and `/../` are taken out of a path before middlewares see it, so this never matches",
        "Write it for the clean path.", option="regex", severity=Severity.WARNING,
    ),
    BehaviourChange(
        ("3.4.1",), ("Router",), _matches(_PATHS, _ENCODED),
        "rules see letters, digits, `-`, `.`, `_` and `~` decoded and everything else as it is encoded, in capitals",
        "Write `%2F` where the client sends it, and plain letters where they need no encoding.",
        option="rule", severity=Severity.WARNING,
    ),
    BehaviourChange(
        ("3.5.0",), ("Tracing",), _always,
        "a request makes only two spans, instead of one for every middleware",
        "Set `observability.traceVerbosity: detailed` on the entry points where all are needed.",
    ),
    BehaviourChange(
        ("3.5.4",), ("MetricsOtlp",), _always,
        "`traefik_tls_certs_not_after_milliseconds` is called `traefik_tls_certs_not_after_seconds`",
        "Rename it in dashboards and alerts.", severity=Severity.WARNING,
    ),
    BehaviourChange(
        ("3.6.0",), ("KubernetesGatewayProvider",), _always,
        "the Gateway API has to be of version 1.4", "Install its new definitions before the upgrade.",
        severity=Severity.WARNING,
    ),
    BehaviourChange(
        ("3.6.4",), ("StaticEntryPoint",), _lets_through,
        "a path with an encoded slash, back slash, NUL, semicolon, percent, question mark or hash is answered with 400",
        "Upgrade to 3.6.7 or newer, which lets them through again, or allow them in `http.encodedCharacters`.",
        severity=Severity.WARNING, until="3.6.7",
    ),
    BehaviourChange(
        ("3.6.7",), ("StaticEntryPoint",), _lets_through,
        "paths with encoded slashes and the like get through again, which 3.6.4 to 3.6.6 answer with 400",
        "Forbid them in `http.encodedCharacters`, as in `allowEncodedSlash: false`, where servers decode them.",
        only_from="3.6.4",
    ),
    BehaviourChange(
        ("3.6.8",), ("ServerHealthCheck",), _has_regex("http_path", lambda path: "://" in path.partition("?")[0]),
        "a health check with a whole URL as its path fails, and takes every server out",
        "Write the path alone.", option="http_path", severity=Severity.WARNING,
    ),
    BehaviourChange(
        ("3.6.14",), ("KubernetesCrdProvider",), lambda crd, _: not crd.allow_cross_namespace,
        "a `chain` that names a middleware of another namespace is refused",
        "Set `allowCrossNamespace: true`, or keep chains within a namespace.",
    ),
    BehaviourChange(
        ("3.6.16", "3.7.0"), ("DockerProvider", "SwarmProvider"), _always,
        "Docker has to be 19.03 or newer (its API 1.40)",
        "Upgrade Docker before, or set the variable `DOCKER_API_VERSION` of Traefik.",
    ),
    BehaviourChange(
        ("3.6.19", "3.7.3"), ("StripPrefix",), lambda strip, _: any(not one.endswith("/") for one in strip.prefixes),
        "a request whose path holds `.` or `..` once its prefix is cut off, such as `/api../x`, is answered with 400",
        "Nothing needs to change unless clients send such paths.",
    ),
    BehaviourChange(
        ("3.6.19", "3.7.3"), ("StripPrefixRegex",), _always,
        "a request whose path holds `.` or `..` after its prefix is cut off is answered with 400",
        "Nothing needs to change unless clients send such paths.",
    ),
    BehaviourChange(
        ("3.6.24", "3.7.9"), ("Router",), _matches(("Method",), lambda one: one.upper() == "CONNECT"),
        "a CONNECT request of HTTP/1 is answered with 501", "Delete the router.", option="rule",
    ),
    BehaviourChange(
        ("3.7.0",), ("KubernetesGatewayProvider",), _always,
        "the Gateway API has to be of version 1.5", "Install its new definitions before the upgrade.",
        severity=Severity.WARNING,
    ),
    BehaviourChange(
        ("3.7.0",), ("Router", "TcpRouter"), _matches(("Host", "HostSNI"), _WILD_HOST),
        "`*.` at the start of a host stands for one label, so this router answers hosts that it did not",
        "Check that this is intended: other routers may get fewer requests.",
        option="rule", severity=Severity.WARNING,
    ),
    BehaviourChange(
        ("3.7.6",), ("KubernetesGatewayProvider",), _always,
        "services and middlewares of the Gateway provider have other names",
        "Look for the old ones in dashboards, alerts and log queries.",
    ),
    BehaviourChange(
        ("3.7.7",), ("Router",), _matches(("Host",), lambda host: host == "*"),
        "``Host(`*`)`` matches every request; before, hosts without a dot at most",
        "Make sure that it is meant to: it may take requests from other routers.",
        option="rule", severity=Severity.WARNING,
    ),
)  # fmt: skip
