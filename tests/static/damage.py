"""Valid static configurations in all forms, and the same damaged at random."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

from tests.static.cases import load_cases
from tests.static.starting import Form
from traefiklint.model.base import Section
from traefiklint.model.kinds.maps import Plugins, TextMap
from traefiklint.model.kinds.removed import Removed
from traefiklint.model.kinds.scalars import Bool, Duration, Float, Int
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.kinds.texts import Floats, Texts
from traefiklint.model.static import Static

WORLDLY = frozenset(
    (
        "spiffe", "plugins", "localplugins", "plugin", "tailscale", "consul", "consulcatalog", "etcd", "redis", "nomad",
        "zookeeper", "ecs", "http", "kubernetescrd", "kubernetesingress", "kubernetesgateway", "knative",
        "kubernetesingressnginx", "storage", "filepath", "resolvconfig", "otlp", "reuseport", "rootcas", "ca", "cert",
        "key", "influxdb2", "datadog", "statsd", "sendanonymoususage", "endpoint", "workloadapiaddr",
    )
)  # fmt: skip
"""Options, in small letters, because of which Traefik waits for the world, or finds in it what nobody here can know."""
ODD: tuple[Any, ...] = (
    "", "true", "yes", "x", "-1", "0", "1.5", "10s", "5m", "1d", ":81", "80", None, True, False, 7, -1, 1.5, [], {},
    ["a"], ["a", None], [["a"]], {"a": 1}, {"a": {"b": 1}}, [{"a": 1}], "2001-01-01x", "║", "a,b", "nan",
)  # fmt: skip
"""Values that stand where they do not belong."""


def trees(random_: random.Random) -> Iterator[dict[str, Any]]:
    """Trees that Traefik starts with, for ever."""
    while True:
        tree = _section(Static, random_, 0)
        tree.setdefault("entryPoints", {})["web"] = {"address": ":80"}
        tree.pop("experimental", None)
        yield tree


def _section(of: type[Section], random_: random.Random, depth: int) -> dict[str, Any]:
    known = [
        option
        for option in of.fields.values()
        if not option.ignored and not isinstance(option.kind, Removed) and option.key.lower() not in WORLDLY
    ]
    chosen = random_.sample(known, min(len(known), random_.randint(1, 3 if depth else 5)))
    return {option.key: value for option in chosen if (value := _value(option, random_, depth)) is not None}


def _value(option: Any, random_: random.Random, depth: int) -> Any:
    kind = option.kind
    if isinstance(kind, (Nested, Sections, ByName)):
        if depth > 4:
            return None
        below = _section(option.of, random_, depth + 1)
        if isinstance(kind, Nested):
            return below or ({} if option.may_be_empty else None)
        if not below:
            return None
        return [below] if isinstance(kind, Sections) else {random_.choice(("web", "le", "x1")): below}
    if option.key in ("address", "to", "entryPoint", "trustedIPs", "precedence", "basePath", "constraints"):
        return {"address": ":80", "trustedIPs": ["10.0.0.1"], "basePath": "/"}.get(option.key)
    if option.key in ("underscoreHeadersStrategy", "aliasHeadersStrategy"):
        return "keep"
    if option.key == "defaultRuleSyntax":
        return "v3"
    if isinstance(kind, Bool):
        return random_.choice((True, False, "true", "F"))
    if isinstance(kind, (Int, Float)):
        return random_.choice((1, 5, "7"))
    if isinstance(kind, Duration):
        return random_.choice((10, "10s", "1m30s"))
    if isinstance(kind, Floats):
        return [0.1, 5]
    if isinstance(kind, Texts):
        return random_.choice((["a"], "a,b", ["a", "b"]))
    if isinstance(kind, TextMap):
        return {"a": "b"}
    if isinstance(kind, Plugins):
        return None
    return random_.choice(("a", "common", "json"))


def damaged(tree: dict[str, Any], random_: random.Random) -> dict[str, Any]:
    """A tree with one or two things in it otherwise."""
    made: dict[str, Any] = json.loads(json.dumps(tree))
    for _ in range(random_.randint(1, 2)):
        places = list(_places(made))
        holder, key = random_.choice(places)
        how = random_.randrange(6)
        if how == 0:
            holder[key] = random_.choice(ODD)
        elif how == 1:
            holder[key.upper() if random_.random() < 0.5 else key + random_.choice("xs ")] = holder.pop(key)
        elif how == 2:
            holder[random_.choice(_KEYS)] = random_.choice(ODD)
        elif how == 3:
            holder[key] = [holder[key]]
        elif how == 4:
            del holder[key]
        else:
            holder[key] = {random_.choice(_KEYS): holder[key]}
        if not made:
            break
    return made


def _places(tree: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        for key, value in one.items():
            yield one, key
            if isinstance(value, dict):
                waiting.append(value)


def _keys(of: type[Section]) -> Iterator[str]:
    for option in of.fields.values():
        if option.key.lower() not in WORLDLY:
            yield option.key
            if option.of is not None:
                yield from _keys(option.of)


_KEYS = sorted({*_keys(Static), "x", "http", "tls", "swarmMode", "caOptional", "jaeger", "docker"})


def forms(tree: dict[str, Any], random_: random.Random) -> Form:
    """A tree in a form that is drawn: YAML, JSON, TOML, flags, variables; the last three also beside another form, of
    which Traefik takes one."""
    form = random_.randrange(6)
    if form == 0:
        return Form(json.dumps(tree, ensure_ascii=False), "traefik.yml")
    if form == 1:
        return Form(json.dumps(tree, ensure_ascii=False, indent=1), "traefik.json")
    if form == 2:
        return Form("".join(f"{_toml_key(key)} = {_toml(value)}\n" for key, value in tree.items()), "traefik.toml")
    leaves = list(_leaves("", tree))
    words = [f"--{name}={value}" if random_.random() < 0.9 else f"--{name}" for name, value in leaves]
    random_.shuffle(words)
    variables = {f"TRAEFIK_{name.upper().replace('.', '_')}": value for name, value in leaves}
    if form == 3:
        return Form(flags=tuple(words) or ("--api",), variables=variables if random_.random() < 0.3 else {})
    if form == 4:
        return Form(variables=variables)
    whole = json.dumps({"entryPoints": {"web": {"address": ":80"}}})
    return Form(whole, "traefik.yml", tuple(words), variables if random_.random() < 0.3 else {})


def _toml_key(key: str) -> str:
    return key if key.isascii() and key.isalnum() else json.dumps(key)


def _toml(value: Any) -> str:
    """A value in one line of TOML, which has no null: an empty text stands for it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml_key(key)} = {_toml(below)}" for key, below in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps("" if value is None else value)


def _leaves(above: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for key, below in value.items():
            if key.strip():
                yield from _leaves(f"{above}.{key}" if above else key, below)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for index, item in enumerate(value):
            yield from _leaves(f"{above}[{index}]", item)
    elif above:
        text = {None: "", True: "true", False: "false"}.get(value) if not isinstance(value, (list, dict)) else None
        if text is None:
            text = ",".join(map(str, value)) if isinstance(value, (list, dict)) else str(value)
        yield above, text


def drawn(seed: int, count: int) -> Iterator[Form]:
    """Configurations that are drawn: whole ones, damaged ones, and recorded ones that are damaged again."""
    random_ = random.Random(seed)
    source = trees(random_)
    recorded = [case.form for case in load_cases() if case.form.file and case.form.name == "traefik.yml"]
    for _ in range(count):
        tree = next(source)
        if random_.random() < 0.1:
            text = random_.choice(recorded).file
            at = random_.randrange(len(text) + 1)
            yield Form(text[:at] + random_.choice(("", " ", "\n", ":", "{", "x")) + text[at + random_.randrange(2) :])
            continue
        yield forms(tree if random_.random() < 0.15 else damaged(tree, random_), random_)
