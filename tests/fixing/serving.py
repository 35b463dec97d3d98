"""What the real Traefik makes of a directory before and after its fixes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.traefik_versions import NEWEST, traefik
from traefiklint.findings import Effect, Finding
from traefiklint.fixing import Fixed
from traefiklint.fixing.meaning import RuleMeaning
from traefiklint.matching.check import check_rule
from traefiklint.verify.process import SENTINEL, Files, TraefikProcess
from traefiklint.verify.verdict import KINDS

_CHANGING = ("status", "error", "err", "using", "usedBy", "serverStatus")
"""What Traefik's API adds to an object: what became of it, not what it is."""


_ON_DISK = ("no such file or directory", "failed to parse CA", "invalid certificate(s) content")
"""What Traefik has against the files of its machine, which no text tells."""


class Served:
    """What Traefik runs. `objects` is None where it refuses the directory; `harm` says that it dies of it."""

    def __init__(self, raw: Mapping[str, Any] | None, harm: str = "") -> None:
        self.harm = harm
        self.objects: dict[str, Any] | None = None
        self.disabled: set[str] = set()
        if raw is None:
            return
        self.objects = {}
        for group, prefix in KINDS.items():
            for full, item in (raw.get(group) or {}).items():
                name = f"{prefix}.{full.removesuffix('@file')}"
                if not full.endswith("@file") or full.startswith(SENTINEL):
                    continue
                self.objects[name] = _definition(item, prefix)
                errors = item.get("error") or item.get("err") or ()
                if item.get("status") == "disabled" and not any(sign in text for text in errors for sign in _ON_DISK):
                    self.disabled.add(name)


def _definition(item: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """An object as it was written. Priorities come from the length of a rule where they are not given, so they are not
    compared; the same rule in other words is the same.
    """
    found = {key: value for key, value in item.items() if key not in (*_CHANGING, "priority", "ruleSyntax")}
    if prefix.endswith("middlewares"):
        found = _without_idle(found)
    if isinstance(found.get("rule"), str) and not prefix.startswith("udp"):
        syntax = "v2" if item.get("ruleSyntax") == "v2" else "v3"
        found["rule"] = RuleMeaning(check_rule(found["rule"], protocol=prefix.partition(".")[0], syntax=syntax))
    return found


_IDLE = (("contentType", "autoDetect", True), ("stripPrefix", "forceSlash", False))
"""Deprecated options, and the value with which each does nothing."""


def _without_idle(middleware: Mapping[str, Any]) -> dict[str, Any]:
    """A middleware without what Traefik only warns of, and under the name of today."""
    found = {"ipAllowList" if key == "ipWhiteList" else key: value for key, value in middleware.items()}
    for kind, option, idle in _IDLE:
        if found.get(kind, {}).get(option) is idle:
            found[kind] = {key: value for key, value in found[kind].items() if key != option}
    if "tls" in found.get("forwardAuth", {}):
        tls = {key: value for key, value in found["forwardAuth"]["tls"].items() if key != "caOptional"}
        found["forwardAuth"] = {**found["forwardAuth"], "tls": tls}
    return found


class Asker:
    """One warm Traefik for each static configuration."""

    def __init__(self) -> None:
        self._processes: dict[str, TraefikProcess] = {}

    def ask(self, files: Files, static: Mapping[str, Any]) -> Served:
        """What Traefik runs of these files."""
        key = json.dumps(static, sort_keys=True)
        process = self._processes.get(key)
        if process is None:
            process = self._processes[key] = TraefikProcess(traefik(NEWEST).path, static, confined=False)
        digest = process.digest(files)
        if digest.harm or process.reloads >= 1000:
            process.close()
            del self._processes[key]
        return Served(digest.raw, digest.harm)

    def close(self) -> None:
        """End all of them."""
        for process in self._processes.values():
            process.close()


@contextmanager
def asking() -> Iterator[Asker]:
    """An asker, and no process left behind."""
    asker = Asker()
    try:
        yield asker
    finally:
        asker.close()


def complaints(before: Served, after: Served, fixed: Fixed) -> Iterator[str]:
    """What Traefik has against safe fixes: it refuses or disables more than before, it runs other objects than those
    that were fixed, or what was fixed still does not work though nothing is left to be said against it.
    """
    left = fixed.report.findings
    if after.harm:
        return
    if after.objects is None:
        if before.objects is not None:
            yield "it loaded before, and is refused now"
        elif not any(finding.effect is Effect.REJECTED for finding in left):
            yield "it is refused still"
        return
    if before.objects is not None:
        for name in before.objects.keys() | after.objects.keys():
            if before.objects.get(name) != after.objects.get(name) and not _is_fixed(name, fixed.applied):
                yield f"{name}: {before.objects.get(name)} became {after.objects.get(name)}"
        for name in after.disabled - before.disabled:
            if name in before.objects and name.split(".")[1] == "routers":
                yield f"{name} is disabled now"
    broken = {name for finding in left for name in finding.disables}
    for name in after.disabled - broken:
        if any(_is_copy(name, original) for original in broken):
            continue
        yield f"{name} is disabled, and nothing is said against it"


def _is_fixed(name: str, applied: Iterable[Finding]) -> bool:
    """Whether one of the findings is about this object, and says that it does not work as it is."""
    return any(
        finding.effect is not Effect.ADVICE
        and (finding.object in ("", name) or name in finding.disables or _is_copy(name, finding.object))
        for finding in applied
    )


def _is_copy(name: str, original: str) -> bool:
    """Whether a router is one of those that Traefik makes of another, for an entry point that adds TLS to its own."""
    kind, _, own = original.rpartition(".")
    return name.startswith(f"{kind}.") and name.endswith(f"-{own}")
