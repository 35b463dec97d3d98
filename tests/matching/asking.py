"""Ask the real Traefik about many rules at once: a router for each, all in one file."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tests.matching.rule_generator import Case
from traefiklint.verify.oracle import Oracle


def errors(oracle: Oracle, cases: Sequence[Case]) -> list[str]:
    """For each case what Traefik says against the rule; empty where it takes it."""
    groups: dict[str, dict[str, object]] = {"http": {}, "tcp": {}}
    for index, case in enumerate(cases):
        router: dict[str, object] = {"rule": case.rule, "service": "s"}
        router["entryPoints"] = ["web" if case.protocol == "http" else "tcpep"]
        if case.syntax == "v2":
            router["ruleSyntax"] = "v2"
        if case.protocol == "tcp":
            router["tls"] = {"passthrough": True}
        groups[case.protocol][f"r{index}"] = router
    servers = {"http": {"url": "http://127.0.0.1:9"}, "tcp": {"address": "127.0.0.1:9"}}
    configuration = {
        protocol: {"routers": routers, "services": {"s": {"loadBalancer": {"servers": [servers[protocol]]}}}}
        for protocol, routers in groups.items()
        if routers
    }
    text = json.dumps(configuration).replace("{{", '{{"{{"}}')
    verdict = oracle.check({"rules.yml": text})
    assert verdict.loads, verdict.error
    found = []
    for index, case in enumerate(cases):
        state = verdict.objects["routers" if case.protocol == "http" else "tcpRouters"][f"r{index}@file"]
        found.append(state.errors[0] if state.errors else "")
    return found
