"""Provider directories drawn by chance with slips that fixes are for, and requests to each of their routers."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from tests.damage.directories import known_keys
from tests.damage.texts import damage_tree, write
from tests.routing.generator import Typed, case

_KEYS = known_keys()


class Drawn(NamedTuple):
    """A directory, and the requests to ask it."""

    files: dict[str, str]
    requests: list[Typed]


def drawn(seed: int, ports: list[int], requests: int = 25) -> Drawn:
    """One directory whose servers listen on `ports`."""
    rng = random.Random(seed)
    made = case(seed, ports, requests, twins=rng.random() < 0.3)
    tree: dict[str, Any] = json.loads(made.files["dynamic.yml"])
    for _ in range(rng.choice((1, 2, 3, 5))):
        _slip(tree, rng)
    if rng.random() < 0.15:
        tree = damage_tree(tree, rng, _KEYS)
    files = _split(tree, rng) if rng.random() < 0.3 else {"dynamic.yml": write(tree, rng)}
    return Drawn(files, made.requests)


def _slip(tree: dict[str, Any], rng: random.Random) -> None:
    """Change one router, service or middleware as people write it by mistake."""
    routers, services = tree["http"]["routers"], tree["http"]["services"]
    router, service = rng.choice(list(routers.values())), rng.choice(list(services.values()))
    kind = rng.random()
    if kind < 0.6 and "rule" in router:
        router["rule"] = rng.choice(_RULE_SLIPS)(str(router["rule"]), rng)
    elif kind < 0.75:
        slip = rng.choice(_ROUTER_SLIPS)
        slip(router, rng)
    elif kind < 0.9 and "loadBalancer" in service:
        rng.choice(_SERVICE_SLIPS)(service["loadBalancer"], rng)
    else:
        middlewares = tree["http"]["middlewares"]
        rng.choice(_MIDDLEWARE_SLIPS)(middlewares, rng)


def _replaced(pattern: str, *words: str) -> Callable[[str, random.Random], str]:
    return lambda rule, rng: re.sub(pattern, lambda match: match.expand(rng.choice(words)), rule, count=1)


_RULE_SLIPS: tuple[Callable[[str, random.Random], str], ...] = (
    _replaced(r" && ", r" and ", r" & ", r" AND ", r", ", r"\n  && "),
    _replaced(r" \|\| ", r" or ", r" | ", r", "),
    _replaced(r"Host\(`([^`]*)`\)", r"Host(`\1`, `b.test`)", r"Host(`\1:8080`)", r"Host(`http://\1`)", r"Host(\1)"),
    _replaced(r"Host\(`([^`]*)`\)", r"Host('\1')", r"host(`\1`)", r"Hosts(`\1`)", r"Host(` \1 `)", r"Host:\1"),
    _replaced(r"Host\(`([^`]*)`\)", r"HostRegexp(`{any:.+}`)", r"HostRegexp(`{sub:[a-z]+}.a.test`)", r"Host(`\1/a`)"),
    _replaced(r"(Path|PathPrefix)\(`/([^`]*)`\)", r"\1(`\2`)", r"\1(`/\2`, `/b`)", r"\1(`/\2*`)", r"\1(`/{any:.*}`)"),
    _replaced(
        r"(Path|PathPrefix)\(`/([^`]*)`\)", r"\1(`/\2?q=v`)", r'\1("/\2")', r"\1(/\2)", r"PathRegexp(`/\2{x:.*}`)"
    ),
    _replaced(r"Header", r"Headers", r"Heeder"),
    _replaced(r"\)$", r"", r"))", r") ", r") && "),
)


def _rename(section: dict[str, Any], old: str, new: str) -> None:
    if old in section:
        section[new] = section.pop(old)


_ROUTER_SLIPS: tuple[Callable[[dict[str, Any], random.Random], None], ...] = (
    lambda router, rng: router.update(
        entryPoints=rng.choice((["Web"], ["web", "web"], "web", "web,websecure", ["wbe"]))
    ),
    lambda router, rng: router.update(
        tls=rng.choice((True, "true", None, "letsencrypt", {"certResolver": "letsencript"}))
    ),
    lambda router, rng: router.update(service=rng.choice((f"{router.get('service')}x", "R0", "r0@file", "noop", ""))),
    lambda router, rng: router.update(middlewares=rng.choice(("strip", ["stripp"], ["strip", "strip"], [None], []))),
    lambda router, rng: router.update(priority=rng.choice(("20", 0, "high", 2.0))),
    lambda router, rng: _rename(
        router, rng.choice(list(router)), rng.choice(("Rule", "entrypoint", "services", "Service"))
    ),
)
_SERVICE_SLIPS: tuple[Callable[[dict[str, Any], random.Random], None], ...] = (
    lambda balancer, rng: balancer.update(servers=[one["url"] for one in balancer.get("servers", ()) if "url" in one]),
    lambda balancer, rng: balancer.update(
        servers=[
            {"url": rng.choice(("", "http:/", "http//"))[:-1] + one["url"][7:]}
            for one in balancer.get("servers", ())
            if "url" in one
        ]
    ),
    lambda balancer, rng: _rename(balancer, "servers", rng.choice(("server", "Servers", "severs"))),
    lambda balancer, rng: balancer.update(sticky=rng.choice((True, {}, {"cookie": None}))),
    lambda balancer, rng: balancer.update(passHostHeader=rng.choice(("yes", "true", [True]))),
)
_MIDDLEWARE_SLIPS: tuple[Callable[[dict[str, Any], random.Random], None], ...] = (
    lambda found, rng: found.update(
        strip={"stripPrefix": {"prefixes": rng.choice((["a", "b"], "/a", ["/a/*"], ["/a/"]))}}
    ),
    lambda found, rng: found.update(added={"addPrefix": {"prefix": rng.choice(("b", "/b/", ""))}}),
    lambda found, rng: found.update(
        locals={"ipAllowList": {"sourceRange": rng.choice((["127.0.0.1/8"], "127.0.0.1", []))}}
    ),
    lambda found, rng: found.update(rewritten={"replacePathRegex": {"regex": "^/a(.*)", "replacement": "/b$$1"}}),
    lambda found, rng: found.update(secure={"redirectScheme": {"scheme": "https://", "permanent": "yes"}}),
    lambda found, rng: found.update(regex={"redirectRegex": {"regex": "^/a", "replacement": "/b"}}),
    lambda found, rng: found.update(cors={"headers": {"accessControlAllowMethods": "GET, POST", "sslRedirect": True}}),
    lambda found, rng: _rename(found, "locals", rng.choice(("local", "Locals", "locals@file"))),
    lambda found, rng: found.update(empty={}, named={"headers": {}}),
)


def _split(tree: dict[str, Any], rng: random.Random) -> dict[str, str]:
    """The routers in one file, and everything else in another."""
    http = dict(tree.get("http") or {}) if isinstance(tree.get("http"), dict) else {}
    routers = {"http": {"routers": http.pop("routers")}} if http.get("routers") else {}
    rest = {**tree, "http": http} if http else {name: value for name, value in tree.items() if name != "http"}
    return {name: write(part, rng) for name, part in (("routers.yml", routers), ("rest.yml", rest)) if part}
