"""Providers that Traefik does not run, or runs otherwise than they are written."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, normpath

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import delete_option, set_option
from traefiklint.checks.shared.settings import setting_named
from traefiklint.compose.project import Label
from traefiklint.decoding.directory import is_read
from traefiklint.discovery.paths import STATIC_PLACES, below
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.surroundings import entry_at
from traefiklint.instance.traefiks import is_traefik, runs_on_windows, traefik_names, traefiks
from traefiklint.model.base import Section
from traefiklint.model.static.providers import ConsulProvider, FileProvider, HttpProvider, Providers, RedisProvider
from traefiklint.model.static.providers_containers import DockerProvider, NomadProvider, SwarmProvider
from traefiklint.model.static.providers_kubernetes import KubernetesIngressProvider
from traefiklint.patterns import lazy
from traefiklint.text.spelling import in_a_row
from traefiklint.versions import since

NOT_RUN = "Traefik does not run this provider"


@rule("file-provider-without-files", effect=Effect.DEGRADED, severity=Severity.ERROR)
def file_provider_without_files(files: FileProvider, instance: Instance) -> Iterator[Diagnostic]:
    """The file provider has nothing to read."""
    if not files.directory and not files.filename:
        message = f"{NOT_RUN}: it names neither a `directory` nor a `filename`."
        yield Diagnostic(files.key_at(), message)


@rule("file-provider-two-sources", effect=Effect.SILENT, fix="safe")
def file_provider_two_sources(files: FileProvider, instance: Instance) -> Iterator[Diagnostic]:
    """The file provider has a directory and a file, of which it reads one."""
    if files.directory and files.filename and not below(normpath(files.filename), normpath(files.directory)):
        message = f"`{files.filename}` is not read, because `directory` comes first; delete `filename`."
        fix = delete_option(files, "filename", "Delete `filename`", safe=True)
        is_there = any(document.file.rpartition("/")[2] == files.filename for document in instance.documents)
        is_there = is_there or _is_beside_static(files, instance) or _is_brought(files, instance)
        yield Diagnostic(files.at("filename"), message, fix=fix, strict=is_there)  # then it is in that directory


def _is_beside_static(files: FileProvider, instance: Instance) -> bool:
    """Whether the file stands beside the static configuration here, and the directory is where that is for Traefik."""
    look = instance.context.look
    if look is None or normpath(files.directory) not in map(dirname, STATIC_PLACES):
        return False
    entry = look.beside(files.filename)
    return entry is not None and entry.is_there


def _is_brought(files: FileProvider, instance: Instance) -> bool:
    """Whether a volume brings a file of this name into the directory."""
    if files.filename.startswith("/"):
        return False
    entry = entry_at(instance, normpath(f"{files.directory}/{files.filename}"), told=False)
    return entry is not None and entry.is_there


@rule("file-provider-path", effect=Effect.DEGRADED, severity=Severity.ERROR)
def file_provider_path(files: FileProvider, instance: Instance) -> Iterator[Diagnostic]:
    """The path of the file provider cannot lead to files that it reads."""
    attribute = "directory" if files.directory else "filename"
    path = getattr(files, attribute)
    reason = ""
    if path.startswith("~"):
        reason = "`~` is not expanded; write the whole path"
    elif any(sign in path for sign in "*?"):
        reason = "it is not a pattern; write the folder, which is read with its sub-folders"
    elif "$" in path or "{{" in path:
        reason = "no variables are filled in here; write the whole path"
    elif path and attribute == "filename" and not is_read(path):
        reason = "a file must end in `.yml`, `.yaml` or `.toml`; a folder belongs in `directory`"
    elif path and attribute == "directory" and is_read(path.rpartition("/")[2]) and "." in path.rpartition("/")[2][1:]:
        if entry_at(instance, path) is None:  # else `file-provider-not-there` knows what it is
            message = f"`{path}` looks like a file, which Traefik does not read as a `directory`; write `filename`."
            yield Diagnostic(files.at(attribute), message, effect=Effect.SILENT, severity=Severity.WARNING)
        return
    if reason:
        yield Diagnostic(files.at(attribute), f"{NOT_RUN}: {reason}.")


def _is_on_windows(instance: Instance) -> bool:
    return any(map(runs_on_windows, instance.once(traefiks)))


@rule("docker-endpoint", effect=Effect.DEGRADED, severity=Severity.ERROR, fix="unsafe")
def docker_endpoint(docker: DockerProvider | SwarmProvider, instance: Instance) -> Iterator[Diagnostic]:
    """The address of the Docker API has no scheme, or nothing behind it."""
    scheme, sign, rest = docker.endpoint.partition("://")
    if not sign or not rest:
        better = _better_endpoint(docker.endpoint)
        advice = f"write `{better}`" if better else "write `unix:///var/run/docker.sock` or `tcp://host:2375`"
        fix = set_option(docker, "endpoint", better, safe=False) if better else None
        message = f"{NOT_RUN}: `{docker.endpoint}` is not the address of a Docker API; {advice}."
        yield Diagnostic(docker.at("endpoint"), message, fix=fix)
    elif scheme == "npipe" and not instance.once(_is_on_windows):
        message = f"{NOT_RUN}: named pipes exist on Windows only."
        yield Diagnostic(docker.at("endpoint"), message, effect=Effect.DEGRADED, severity=Severity.WARNING)
    elif scheme == "unix" and not rest.startswith("/"):
        message = f"`{rest}` is a path relative to the working directory; write `unix:///{rest}`."
        fix = set_option(docker, "endpoint", f"unix:///{rest}", safe=False)
        is_there = rest.startswith(("var/run/", "run/"))  # Traefik is started in `/` by its image, and as a service
        place = docker.at("endpoint")
        yield Diagnostic(place, message, fix=fix, effect=Effect.SILENT, severity=Severity.WARNING, strict=is_there)


def _better_endpoint(text: str) -> str:
    if text.startswith("unix:/"):
        return "unix:///" + text.removeprefix("unix:").lstrip("/")
    if text.startswith("/"):
        return f"unix://{text}"
    host, _, port = text.partition(":")
    return f"tcp://{text}" if host and port.isdigit() else ""


@rule("http-provider-incomplete", effect=Effect.DEGRADED, severity=Severity.ERROR)
def http_provider_incomplete(http: HttpProvider, instance: Instance) -> Iterator[Diagnostic]:
    """The HTTP provider has no URL, or asks it at no interval."""
    if not http.endpoint:
        place = http.at("endpoint") if http.gives("endpoint") else http.key_at()
        is_stray = _is_stray(http)
        advice = "delete it, or write the URL" if is_stray else "write the URL"
        message = f"{NOT_RUN}: it has no `endpoint`; {advice}."
        yield Diagnostic(place, message, severity=Severity.INFO if is_stray else None)
    elif http.poll_interval <= 0:
        yield Diagnostic(http.at("poll_interval"), f"{NOT_RUN}: `pollInterval` must be more than 0.")
    elif not http.endpoint.startswith(("http://", "https://")):
        message = f"`{http.endpoint}` is not a URL, so every request fails; write `http://` before it."
        yield Diagnostic(http.at("endpoint"), message)


def _is_stray(http: HttpProvider) -> bool:
    """Whether nothing is said of an HTTP provider but how TLS is to be used, which is meant for something else where
    there is another provider."""
    said = {option.attribute for option, _, _ in http.given()}
    providers = http.parent.given() if http.parent is not None else ()
    return said == {"tls"} and any(isinstance(one, Section) and one is not http for _, one, _ in providers)


_STRATEGIES = ("latency_strategy", "random_strategy", "replica_strategy")


@rule("redis-sentinel", effect=Effect.DEGRADED, severity=Severity.ERROR)
def redis_sentinel(redis: RedisProvider, instance: Instance) -> Iterator[Diagnostic]:
    """How Redis is found by Sentinel is said twice, or lacks the name of the master."""
    sentinel = redis.sentinel
    if sentinel is None:
        return
    given = [attribute for attribute in _STRATEGIES if getattr(sentinel, attribute)]
    if len(given) > 1:
        message = f"{NOT_RUN}: it takes one strategy only; delete this one."
        yield Diagnostic(sentinel.key_at(given[1]), message)
    elif not sentinel.master_name:
        yield Diagnostic(sentinel.key_at(), f"{NOT_RUN}: `sentinel` has no `masterName`.")


@rule("provider-namespaces", effect=Effect.DEGRADED, severity=Severity.ERROR)
def provider_namespaces(provider: ConsulProvider | NomadProvider, instance: Instance) -> Iterator[Diagnostic]:
    """A provider is to look at all namespaces by a star."""
    for index, name in enumerate(provider.namespaces):
        if name == "*":
            yield Diagnostic(provider.at("namespaces", index), f"{NOT_RUN} for `*`: name each namespace.")


@rule("nomad-throttle", effect=Effect.DEGRADED, severity=Severity.ERROR)
def nomad_throttle(nomad: NomadProvider, instance: Instance) -> Iterator[Diagnostic]:
    """Nomad's changes are throttled although they are not watched."""
    if nomad.throttle_duration > 0 and not nomad.watch:
        message = f"{NOT_RUN}: `throttleDuration` needs `watch: true`."
        yield Diagnostic(nomad.at("throttle_duration"), message)


@rule("kubernetes-disabled-lookup", effect=Effect.ADVICE, category="migration")
def kubernetes_disabled_lookup(ingress: KubernetesIngressProvider, instance: Instance) -> Iterator[Diagnostic]:
    """A lookup is switched off by an option that Traefik gives up."""
    if ingress.gives("disable_ingress_class_lookup") and instance.context.target >= since("3.1.2"):
        message = "`disableIngressClassLookup` is deprecated; write `disableClusterScopeResources`."
        yield Diagnostic(ingress.key_at("disable_ingress_class_lookup"), message)


@rule("provider-interval-ignored", effect=Effect.SILENT)
def provider_interval_ignored(provider: DockerProvider | SwarmProvider, instance: Instance) -> Iterator[Diagnostic]:
    """An interval below what makes sense is replaced by Traefik's own."""
    if provider.http_client_timeout < 0:
        yield Diagnostic(provider.at("http_client_timeout"), "A negative time is read as 0, which means forever.")
    refresh = getattr(provider, "refresh_seconds", 1)
    if refresh <= 0:
        yield Diagnostic(provider.at("refresh_seconds"), "Traefik ignores this, and asks every 15 seconds.")


@rule("docker-beside-swarm", effect=Effect.SILENT)
def docker_beside_swarm(docker: DockerProvider, instance: Instance) -> Iterator[Diagnostic]:
    """Options of Docker's provider turn it on beside Swarm's, which lacks them.

    Not told in files, where a section is how somebody turns a provider on. Asked of 3.7.15.
    """
    meant = _meant_for_swarm(docker, instance)
    if meant:
        paths = (f"providers.swarm.{docker.fields[one].key}" for one in meant)
        names = in_a_row([f"`{setting_named(path, instance)}`" for path in paths])
        others = ", and delete the other options of Docker's" if len(meant) < len(list(docker.given())) else ""
        message = f"This turns Docker's provider on, and Swarm's gets nothing of it; write {names} instead{others}."
        yield Diagnostic(docker.key_at(meant[0]), message)


def _meant_for_swarm(docker: DockerProvider, instance: Instance) -> list[str]:
    """The options of Docker's provider that Swarm's lacks, where flags or variables turn the first on by its options
    alone, and no container here has labels for it."""
    swarm = getattr(docker.parent, "swarm", None)
    names = [name.text for one in instance.context.static.get("SettingNames", ()) for name in one.names]
    if swarm is None or not names or any(map(_DOCKER_ALONE.fullmatch, names)) or instance.once(_labels_containers):
        return []
    return [one.attribute for one, _, _ in docker.given() if not swarm.gives(one.attribute)]


_DOCKER_ALONE = lazy(r"(?i)-*(?:traefik_)?providers[._]docker")
"""The flag, or the variable, for the provider itself."""


def _labels_containers(instance: Instance) -> bool:
    """Whether a container has labels of Traefik, which Swarm's provider does not read: it has those below `deploy`."""
    projects = instance.labels.composed if instance.labels is not None else ()
    services = (one for project in projects for one in project.services if not is_traefik(one))
    return any(label.name.text.lower().startswith("traefik.") for one in services for label in one.labels)


@rule("exposed-by-default", effect=Effect.ADVICE, severity=Severity.INFO)
def exposed_by_default(providers: Providers, instance: Instance) -> Iterator[Diagnostic]:
    """Every container is reachable from outside, unless it says otherwise.

    Not so those of Swarm, whose provider sees no ports (pkg/provider/docker/pswarm.go): a service gets a route only
    where a label says its port.
    """
    provider = providers.docker
    if provider is None or not provider.exposed_by_default or provider.wants_swarm:
        return
    if _meant_for_swarm(provider, instance):
        return
    message = (
        "Every container gets a route, even databases; set `exposedByDefault: false`, and "
        "`traefik.enable=true` on those that should have one."
    )
    is_meant = provider.gives("exposed_by_default")
    where = provider.at("exposed_by_default") if is_meant else provider.key_at()
    is_chosen = _LABELLED.search(provider.constraints) is not None
    yield Diagnostic(where, message, strict=is_meant or is_chosen or instance.once(_all_say_so))


_LABELLED = lazy(r"(?<![!\w])(?:Label|LabelRegex)\(")
"""What of constraints lets only containers in that have a label."""


def _all_say_so(instance: Instance) -> bool:
    """Whether every container of the compose files says itself whether it is to be reached, by the switch or a router
    of its own, but for Traefik's."""
    containers = instance.labels.containers if instance.labels is not None else ()
    own = instance.once(traefik_names)
    others = [one for one in containers if id(one.origin) not in own]
    return bool(others) and all(one.routers or any(map(_is_switch, one.labels)) for one in others)


def _is_switch(label: Label) -> bool:
    return label.name.text.lower() == "traefik.enable"
