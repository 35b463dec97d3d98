"""Everything that a look at a running Traefik comes to: is it frozen, and what else is not as the files have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from traefiklint.engine import lint_instance
from traefiklint.findings import Effect
from traefiklint.instance.load import read_context, read_instance
from traefiklint.live.compare import ServedDifference, differences
from traefiklint.live.running import LoadedCertificate, Running
from traefiklint.matching.check import check_rule
from traefiklint.text.masks import secrets_below, without_any

if TYPE_CHECKING:
    from traefiklint.discovery.projects import Projects
    from traefiklint.findings import Finding
    from traefiklint.instance.instance import Instance
    from traefiklint.options import Options

_OWN = ("internal",)


class Commit(NamedTuple):
    """A state of the directory that git knows."""

    id: str
    subject: str
    read: Callable[[], Mapping[str, str | bytes]]
    """Gives the texts of the directory."""

    def __str__(self) -> str:
        return f"{self.id[:9]} ({self.subject})"


class JudgedFiles(NamedTuple):
    """A directory as it should be served."""

    texts: Mapping[str, str | bytes]
    options: Options
    projects: Projects | None = None
    complete: bool = True
    covered: frozenset[str] = frozenset()
    """Files whose secrets are covered."""

    def instance(self) -> Instance:
        """The directory as Traefik takes it."""
        context = read_context(self.options, self.texts, self.projects).context
        return read_instance(self.texts, context, complete=self.complete, projects=self.projects)

    def before(self, instance: Instance, texts: Mapping[str, str | bytes]) -> Instance:
        """Another state of the directory, with the compose files as they are."""
        labels = instance.labels if self.projects is not None else None
        context = instance.context
        return read_instance(texts, context, complete=self.complete, projects=self.projects, labels=labels)


class LiveVerdict(NamedTuple):
    """What a look at a running Traefik comes to."""

    running: Running
    differences: tuple[ServedDifference, ...] = ()
    """Where it serves other objects than the files have."""
    refusals: tuple[Finding, ...] = ()
    """Why it cannot take the files."""
    serves: Commit | None = None
    """The newest state in git that it serves, where that is not the present one."""
    since: Commit | None = None
    """The change that it does not serve; None where that is in no commit."""
    problems: tuple[str, ...] = ()
    """The objects that it has disabled, or complains about."""
    points: tuple[str, ...] = ()
    """Where its entry points are not those of the static configuration."""
    expiring: tuple[LoadedCertificate, ...] = ()
    uncovered: tuple[str, ...] = ()
    """The routers whose visitors get Traefik's own certificate, as no other is for their host."""
    others: Mapping[str, int] = {}
    """How many routers other providers bring."""

    @property
    def is_frozen(self) -> bool:
        """Whether what it serves is not the directory as it is, because it cannot take that."""
        return bool(self.refusals)

    @property
    def differs(self) -> bool:
        """Whether anything is not as it should be."""
        return any((self.differences, self.refusals, self.problems, self.points, self.expiring, self.uncovered))


def judge(
    running: Running, files: JudgedFiles, commits: Iterable[Commit], now: datetime, within: timedelta
) -> LiveVerdict:
    """Compare a running Traefik with a directory.

    Args:
        commits: the states of the directory, the newest first; asked only where it serves another one.
        within: how soon a certificate must not expire.
    """
    instance = files.instance()
    refusals = _refusals(instance, files.options)
    found = differences(running, instance, files.covered)
    serves, since = _served(running, files, instance, commits) if found or refusals else (None, None)
    certificates = running.certificates or ()
    routers = [one for kind in ("http.routers", "tcp.routers", "udp.routers") for one in running.of(kind)]
    return LiveVerdict(
        running,
        () if refusals else found,
        refusals,
        serves,
        since,
        tuple(sorted(_problems(running))),
        tuple(_points(running, files.options)),
        tuple(sorted((one for one in certificates if one.not_after < now + within), key=lambda one: one.not_after)),
        tuple(_uncovered(running)),
        dict(sorted(Counter(one.provider for one in routers if one.provider not in ("file", *_OWN)).items())),
    )


def _refusals(instance: Instance, options: Options) -> tuple[Finding, ...]:
    findings = lint_instance(instance, options._replace(only_fatal=True, suppressions=False)).findings
    return tuple(one for one in findings if one.effect is Effect.REJECTED and "*" in one.disables)


def _served(
    running: Running, files: JudgedFiles, present: Instance, commits: Iterable[Commit]
) -> tuple[Commit | None, Commit | None]:
    """The newest commit whose directory is served, and the change after it."""
    newer: Commit | None = None
    for commit in commits:
        instance = files.before(present, commit.read())
        if not differences(running, instance, files.covered) and not _refusals(instance, files.options):
            return commit, newer
        newer = commit
    return None, None


def _problems(running: Running) -> Iterator[str]:
    for one in running.objects.values():
        if one.status != "enabled":
            why = without_any(secrets_below(one.options), "; ".join(one.errors))
            yield f"{one.status}: {one.path}: {why or 'Traefik does not say why'}"


def _points(running: Running, options: Options) -> Iterator[str]:
    """Where the entry points differ, if a static configuration is known."""
    if options.static is None:
        return
    context = read_context(options).context
    here, there = context.entry_points, running.entry_points
    for name in sorted({*here, *there}):
        if name not in there:
            yield f"`{name}` is in the static configuration, and Traefik has it not"
        elif name not in here:
            yield f"`{name}` ({there[name].address}) is not in the static configuration"
        else:
            port = there[name].address.partition("/")[0].rpartition(":")[2]
            if here[name].port and port != here[name].port:
                yield f"`{name}` listens on port {port}, and the static configuration says {here[name].port}"
            if bool(there[name].http.get("tls")) != here[name].tls:
                has = "has" if there[name].http.get("tls") else "has no"
                yield f"`{name}` {has} TLS for all routers, which is not what the static configuration says"


def _uncovered(running: Running) -> Iterator[str]:
    """Routers with TLS and a host for which there is no certificate."""
    if running.certificates is None:
        return
    names = {name.lower() for one in running.certificates for name in one.names}
    for one in running.of("http.routers"):
        if one.provider in _OWN or one.status == "disabled" or one.options.get("tls") is None:
            continue
        hosts = check_rule(str(one.options.get("rule", "")), protocol="http").hosts
        bare = [host for host in hosts if "*" not in host and not _is_covered(host.lower(), names)]
        if bare:
            yield f"{one.path}: no certificate is for {', '.join(f'`{host}`' for host in bare)}"


def _is_covered(host: str, names: set[str]) -> bool:
    return host in names or f"*.{host.partition('.')[2]}" in names
