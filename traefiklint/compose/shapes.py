"""Which keys Compose knows, and of which type their values must be.

Source: compose-go `schema/compose-spec.json`. What is deeper, and decides nothing about labels, is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from traefiklint.compose.diagnostics import DiagnosticKind
from traefiklint.compose.go_text import text_of
from traefiklint.compose.report import Report
from traefiklint.compose.tree import Entries, Items, Leaf, Tree, is_null, value_of
from traefiklint.patterns import lazy
from traefiklint.yaml.scalars import BOOL, FLOAT, INT, NULL, STRING

# What a key takes: s text, n number, b truth value, l list, m mapping, 0 nothing; C: Compose knows it, `docker stack`
# does not (Docker CLI, `cli/compose/schema/data/config_schema_v3.13.json`).
_ROOT = {
    "version": "s", "name": "sC", "include": "l0C", "services": "m", "models": "mC", "networks": "m", "volumes": "m",
    "secrets": "m", "configs": "m",
}  # fmt: skip
_SERVICE = {
    "develop": "m0C", "deploy": "m0", "annotations": "lmC", "attach": "bsC", "build": "ms", "blkio_config": "mC",
    "cap_add": "l", "cap_drop": "l", "cgroup": "sC", "cgroup_parent": "s", "command": "ls0", "configs": "l",
    "container_name": "s", "cpu_count": "nsC", "cpu_percent": "nsC", "cpu_shares": "nsC", "cpu_quota": "nsC",
    "cpu_period": "nsC", "cpu_rt_period": "nsC", "cpu_rt_runtime": "nsC", "cpus": "nsC", "cpuset": "sC",
    "credential_spec": "m", "depends_on": "lm", "device_cgroup_rules": "lC", "devices": "l", "dns": "ls",
    "dns_opt": "lC", "dns_search": "ls", "domainname": "s", "entrypoint": "ls0", "env_file": "ls", "label_file": "lsC",
    "environment": "lm", "expose": "l", "extends": "msC", "provider": "mC", "external_links": "l", "extra_hosts": "lm",
    "gpus": "lsC", "group_add": "lC", "healthcheck": "m", "hostname": "s", "image": "s", "init": "bs", "ipc": "s",
    "isolation": "s", "labels": "lm", "links": "l", "logging": "m", "mac_address": "s", "mem_limit": "nsC",
    "mem_reservation": "nsC", "mem_swappiness": "nsC", "memswap_limit": "nsC", "network_mode": "s", "models": "lmC",
    "networks": "lm", "oom_kill_disable": "bsC", "oom_score_adj": "ns", "pid": "s0", "pids_limit": "nsC",
    "platform": "sC", "ports": "l", "pre_start": "lC", "post_start": "lC", "pre_stop": "lC", "privileged": "bs",
    "profiles": "lC", "pull_policy": "sC", "pull_refresh_after": "sC", "read_only": "bs", "restart": "s",
    "runtime": "sC", "scale": "nsC", "security_opt": "l", "shm_size": "ns", "secrets": "l", "sysctls": "lm",
    "stdin_open": "bs", "stop_grace_period": "s", "stop_signal": "s", "storage_opt": "mC", "tmpfs": "ls", "tty": "bs",
    "ulimits": "m", "use_api_socket": "bC", "user": "s", "uts": "sC", "userns_mode": "s", "volumes": "l",
    "volumes_from": "lC", "working_dir": "s",
}  # fmt: skip
_NETWORK = {
    "name": "s", "driver": "s", "driver_opts": "m", "ipam": "m", "external": "bms", "internal": "bs",
    "enable_ipv4": "bs", "enable_ipv6": "bs", "attachable": "bs", "labels": "lm",
}  # fmt: skip
_BUILD = {
    "context": "s", "dockerfile": "s", "dockerfile_inline": "s", "entitlements": "l", "args": "lm", "ssh": "lm",
    "labels": "lm", "cache_from": "l", "cache_to": "l", "no_cache": "bs", "no_cache_filter": "ls",
    "additional_contexts": "lm", "network": "s", "provenance": "bs", "sbom": "bs", "pull": "bs", "target": "s",
    "shm_size": "ns", "extra_hosts": "lm", "isolation": "s", "privileged": "bs", "secrets": "l", "tags": "l",
    "ulimits": "m", "platforms": "l",
}  # fmt: skip
_ATTACHMENT = {
    "aliases": "l", "interface_name": "s", "ipv4_address": "s", "ipv6_address": "s", "link_local_ips": "l",
    "mac_address": "s", "driver_opts": "m", "priority": "ns", "gw_priority": "ns",
}  # fmt: skip
"""A service's network."""
_PORT = {
    "name": "s", "mode": "s", "host_ip": "s", "target": "ns", "published": "ns", "protocol": "s", "app_protocol": "s",
}  # fmt: skip
_MOUNT = {
    "type": "s", "source": "s", "target": "s", "read_only": "bs", "consistency": "s", "bind": "m0", "volume": "m0",
    "tmpfs": "m0", "image": "m0",
}  # fmt: skip
_ITEMS = {
    "networks": "s", "depends_on": "s", "extra_hosts": "s", "external_links": "s", "security_opt": "s", "command": "s",
    "entrypoint": "s", "label_file": "s", "devices": "sm", "volumes": "sm", "group_add": "ns",
}  # fmt: skip
"""What the items of lists must be."""
_CONDITIONS = ("service_started", "service_healthy", "service_completed_successfully")
WITHOUT_REPEATS = (
    "depends_on", "device_cgroup_rules", "external_links", "extra_hosts", "group_add", "networks", "security_opt",
    "volumes_from",
)  # fmt: skip
"""The lists in which nothing may stand twice; of others Compose drops what it has already."""
_DEPENDENCY = {"condition": "s", "required": "bs", "restart": "bs"}
_DEPLOY = {
    "mode": "s", "endpoint_mode": "s", "replicas": "ns", "labels": "lm", "rollback_config": "m", "update_config": "m",
    "resources": "m", "restart_policy": "m", "placement": "m",
}  # fmt: skip
_HEALTHCHECK = {
    "disable": "bs", "interval": "s", "retries": "ns", "test": "ls", "timeout": "s", "start_period": "s",
    "start_interval": "s",
}  # fmt: skip

_NAME = lazy(r"[a-zA-Z0-9._-]+")
"""What networks may be called."""
_LETTERS = {STRING: "s", INT: "n", FLOAT: "n", BOOL: "b", NULL: "0"}
_SCALAR = "a boolean, null, number or string"
_WORDS = {"s": "a string", "n": "a number", "b": "a boolean", "l": "a list", "m": "a mapping"}


def known_keys() -> tuple[str, ...]:
    """The keys of a service."""
    return tuple(_SERVICE)


def check(root: Entries, report: Report, *, is_stack: bool) -> None:
    """Report the keys that Compose does not know, and the values that have another type than they must have.

    Args:
        is_stack: whether `docker stack` reads it, which knows less, and no truth values as labels.
    """
    _check(root, _ROOT, report, is_stack=is_stack)
    for service in _mappings(root.get("services"), report):
        _check(service, _SERVICE, report, is_stack=is_stack)
        deploy = service.get("deploy")
        _check(deploy, _DEPLOY, report)
        labels = deploy.get("labels") if isinstance(deploy, Entries) else None
        for tree in (service.get("labels"), service.get("environment"), labels):
            _check_pairs(tree, report, is_stack=is_stack)
        _check(service.get("healthcheck"), _HEALTHCHECK, report)
        if not is_stack:  # which builds nothing
            _check(service.get("build"), _BUILD, report)
        for key, takes in _ITEMS.items():
            _check_items(service.get(key), takes, report)
        for attachment in _mappings(service.get("networks"), report):
            _check(attachment, _ATTACHMENT, report)
        for dependency in _mappings(service.get("depends_on"), report):
            _check(dependency, _DEPENDENCY, report)
            condition = dependency.get("condition")
            text = condition.node.value if isinstance(condition, Leaf) else ""
            if condition is not None and text and "$" not in text and text not in _CONDITIONS:
                report.wrong_type(condition, f"one of {', '.join(_CONDITIONS)}")
        for key, known in (("ports", _PORT), ("volumes", _MOUNT)):
            items = service.get(key)
            for item in items.items if isinstance(items, Items) else ():
                _check(item.value, known, report)
        for key in WITHOUT_REPEATS:
            _check_repeats(service.get(key), report)
    networks = root.get("networks")
    for network in _mappings(networks, report):
        _check(network, _NETWORK, report)
    for key, item in networks.entries.items() if isinstance(networks, Entries) else ():
        if not _NAME.fullmatch(key) and not key.startswith("x-"):
            report.add(DiagnosticKind.UNKNOWN_KEY, item.key or item.value, key, detail="networks")


def _mappings(tree: Tree | None, report: Report) -> Iterator[Entries]:
    if not isinstance(tree, Entries):
        return
    for item in tree.entries.values():
        if isinstance(item.value, Entries):
            yield item.value
        elif not is_null(item.value):
            report.wrong_type(item.value, "a mapping")


def _check(tree: Tree | None, known: Mapping[str, str], report: Report, *, is_stack: bool = False) -> None:
    if not isinstance(tree, Entries):
        return
    for key, item in tree.entries.items():
        takes = known.get(key)
        if takes is None:
            if not key.startswith("x-"):
                report.add(DiagnosticKind.UNKNOWN_KEY, item.key or item.value, key, detail=tree.path)
        elif is_stack and "C" in takes:
            report.add(DiagnosticKind.NOT_IN_STACKS, item.key or item.value, key, detail=tree.path)
        elif _letter(item.value) not in takes:
            report.wrong_type(item.value, " or ".join(_WORDS[letter] for letter in takes if letter in _WORDS))


def check_lists(services: Entries, report: Report) -> None:
    """Report items of lists of labels that are no texts; Compose refuses them even where nothing is left of them."""
    for item in services.entries.values():
        if isinstance(item.value, Entries) and isinstance(item.value.get("labels"), Items):
            _check_pairs(item.value.get("labels"), report, is_stack=False)


def _check_pairs(tree: Tree | None, report: Report, *, is_stack: bool) -> None:
    """Labels and variables have no lists and mappings as values."""
    if isinstance(tree, Entries):
        for item in tree.entries.values():
            letter = _letter(item.value)
            if letter in "lm" or (is_stack and letter == "b"):
                report.wrong_type(item.value, "a string, number or null" if is_stack else _SCALAR)
    elif isinstance(tree, Items):
        for item in tree.items:
            if item.key is None and _letter(item.value) != "s":
                report.wrong_type(item.value, "a string")


def _check_items(tree: Tree | None, takes: str, report: Report) -> None:
    """Items of lists have the types that a key takes there."""
    for item in tree.items if isinstance(tree, Items) else ():
        if item.key is None and _letter(item.value) not in takes:
            report.wrong_type(item.value, " or ".join(_WORDS[letter] for letter in takes))


def _check_repeats(tree: Tree | None, report: Report) -> None:
    """Report texts and numbers that stand twice in a list; variables may still tell them apart."""
    seen: set[str | float] = set()
    for item in tree.items if isinstance(tree, Items) else ():
        if item.key is None and isinstance(item.value, Leaf) and "$" not in item.value.node.value:
            value = report.value(item.value)
            same = float(text_of(value)) if value.kind in (INT, FLOAT) else value.text  # however a number is written
            if same in seen:
                compose = f"{tree.path if tree is not None else ''} items are equal"
                report.add(DiagnosticKind.REPEATED_ITEM, item.value, value.text, compose=compose)
            seen.add(same)


def _letter(tree: Tree) -> str:
    if isinstance(tree, Leaf):
        return "s" if tree.node.style or "$" in tree.node.value else _LETTERS.get(value_of(tree).kind, "s")
    return "l" if isinstance(tree, Items) else "m"
