"""Random edits of the labels of real compose files, and what must be true of each.

The texts are the recorded projects of `tests/compose`. What is read back must be what was set, every label that
the edit is not about must come to the same, and the other lines and all comments must stay.
"""

from __future__ import annotations

import json
import random
import re
from functools import cache
from typing import Any, NamedTuple

from tests.roundtrip.random_edits import REPOSITORY, Outcome, append, comments_in, second_opinion
from traefiklint.errors import TraefiklintError
from traefiklint.options import Options
from traefiklint.roundtrip.config import Config
from traefiklint.roundtrip.labels import shown_label
from traefiklint.roundtrip.viewing import said
from traefiklint.text.alignment import alignment

OPTIONS: tuple[tuple[str, str, Any], ...] = (
    ("routers", "rule", "Host(`new.example.com`)"),
    ("routers", "rule", "Host(`${DOMAIN}`) || HostRegexp(`^a$`)"),
    ("routers", "priority", 12),
    ("routers", "service", "other"),
    ("routers", "middlewares", ["one@file", "two"]),
    ("routers", "tls.cert_resolver", "le"),
    ("routers", "tls.domains", [{"main": "a.example.com", "sans": ["b.example.com", "*.c"]}]),
    ("services", "load_balancer.servers", [{"port": "8080"}]),
    ("services", "load_balancer.pass_host_header", False),
    ("services", "load_balancer.health_check.interval", "15s"),
    ("services", "load_balancer.sticky.cookie.name", "c"),
    ("middlewares", "headers.sts_seconds", 31536000),
    ("middlewares", "headers.custom_request_headers", {"X-A": "b: c"}),
    ("middlewares", "basic_auth.users", ["a:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/"]),
    ("middlewares", "redirect_regex.replacement", "https://${1}/#x"),
    ("middlewares", "compress", {}),
)
FRESH: dict[str, Any] = {
    "routers": {"rule": "Path(`/`)", "service": "made-up"},
    "services": {"loadBalancer": {"servers": [{"port": "80"}]}},
    "middlewares": {"addPrefix": {"prefix": "/$x"}},
}


BEGINS = re.compile(r"\s*(- (?![|>])|[^\s:]+:(\s(?! *[|>])|$))")
"""Lines that begin an item or a key; others only go on with a value."""


class Text(NamedTuple):
    """A compose file, and the service that new objects go to."""

    name: str
    text: str
    services: tuple[str, ...]


@cache
def texts() -> tuple[Text, ...]:
    """The compose files that ruamel.yaml reads, too, and that have labels for Traefik."""
    found = []
    recorded = (REPOSITORY / "tests/compose/recorded.jsonl").read_text("utf-8")
    for case in map(json.loads, recorded.splitlines()):
        for file, text in case["files"].items():
            services = second_opinion(text) if file.endswith((".yml", ".yaml")) else None
            if isinstance(services, dict) and services.get("services") and not open_text(text).is_refused:
                found.append(Text(f"{case['id']}/{file}", text, tuple(map(str, services["services"]))))
    return tuple(found)


def open_text(text: str) -> Config:
    """A compose file that is on no disk."""
    return Config("nowhere/compose.yml", text.encode("utf-8"), Options(), "compose", ())


def edit(seed: int) -> Outcome:
    """Make one random edit of labels."""
    chance = random.Random(seed)
    name, text, services = chance.choice(texts())
    if chance.random() < 0.2:
        text = text.replace("\n", "\r\n")
    if chance.random() < 0.1:
        text = text.rstrip("\r\n")
    config = open_text(text)
    provider = chance.choice([view for view, root in config.views() if root.http] or ["docker"])
    labels = labels_by_name(text)
    about, what = _act(chance, config, provider, services)
    what = f"{name}: {what}"
    try:
        edited = config.text
    except TraefiklintError as error:
        return Outcome(what, refused=error.message)
    return Outcome(what, wrong=_wrong(text, edited, config, about, what) or _others_wrong(labels, edited, about))


def said_now(config: Config) -> dict[str, Any]:
    """What both views of a file say."""
    return {name: said(root) for name, root in config.views()}


def labels_by_name(text: str) -> dict[tuple[str, str], str]:
    """Every label of every service as Compose resolves it."""
    project = open_text(text)._source.project()  # type: ignore[union-attr]
    return {
        (f"{service.name.text} {where}", shown_label(label).name.text): label.value.text
        for service in project.services
        for where, labels in (("labels", service.labels), ("deploy", service.deploy_labels))
        for label in labels
    }


def is_about(text: str, about: set[str]) -> bool:
    """Whether a label's name, or the line that it stands in, says one of the objects."""
    return any(re.search(rf"\.{re.escape(name)}(?=[.\[=:\"']|$)", text, re.IGNORECASE) for name in about)


def _wrong(text: str, edited: str, config: Config, about: set[str], what: str) -> str:
    again = open_text(edited)
    if again.is_refused:
        return f"Compose refuses the edited text\n{edited}"
    if said_now(again) != said_now(config):
        return f"read back otherwise\n{edited}"
    if second_opinion(edited) is None:
        return f"ruamel.yaml does not read the edited text\n{edited}"
    old, new = text.splitlines(keepends=True), edited.splitlines(keepends=True)
    gone = [
        line
        for tag, start, end, _, _ in alignment(old, new)
        if tag != "equal"
        for line in old[start:end]
        if BEGINS.match(line) and not is_about(line, about) and line.endswith("\n")
    ]
    if gone and "del" not in what and "[" not in "".join(gone) and "{" not in "".join(gone):
        return f"lines are gone: {gone}\n{edited}"
    lost = comments_in(text) - comments_in(edited)
    return f"a comment is lost: {lost}\n{edited}" if lost and "del" not in what else ""


def _others_wrong(labels: dict[tuple[str, str], str], edited: str, about: set[str]) -> str:
    """Whether a label that the edit is not about is another one now."""

    def others(found: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
        return {key: text for key, text in found.items() if not is_about(key[1], about)}

    now = labels_by_name(edited)
    return "" if others(now) == others(labels) else f"another label changed\n{edited}"


def _act(chance: random.Random, config: Config, provider: str, services: tuple[str, ...]) -> tuple[set[str], str]:
    """Do something to the view; gives what the names of the labels have in them that it is about, and says what."""
    view = config.docker if provider == "docker" else config.swarm
    http: Any = view.http
    kind, path, value = chance.choice(OPTIONS)
    objects = getattr(http, kind)
    names = list(objects)
    if not names or chance.random() < 0.15:
        view.on(chance.choice(services))
        objects["made-up"] = FRESH[kind]
        return {f"{kind}.made-up"}, f"create {kind}"
    chosen = chance.choice(names)
    about = {f"{kind}.{chosen}", f"{kind}.made-up"}
    action = chance.choice(("set", "set", "set", "append", "rename", "del", "del option"))
    if action == "rename":
        if "made-up" not in objects:
            objects.rename(chosen, "made-up")
        return about, f"rename {kind} {chosen}"
    if action == "del":
        del objects[chosen]
        return about, f"del {kind} {chosen}"
    if action == "append":
        return about, append(objects, kind, chosen)
    *way, last = path.split(".")
    part = objects[chosen]
    for step in way:
        part = getattr(part, step)
    if action == "del option":
        delattr(part, last)
        return about, f"del {kind} {chosen} {path}"
    setattr(part, last, value)
    return about, f"set {kind} {chosen} {path}"
