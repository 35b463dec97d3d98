"""Secrets that stand in the files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Effect
from traefiklint.instance.instance import Instance
from traefiklint.instance.traefiks import traefiks
from traefiklint.instance.whereabouts import is_for_trial
from traefiklint.patterns import lazy

if TYPE_CHECKING:
    from traefiklint.compose.values import Value

_HOLDERS = frozenset(
    (
        "Certificate",
        "DefaultCertificate",
        "ClientCertificate",
        "ClientTls",
        "RedisTls",
        "Redis",
        "Headers",
        "ForwardAuth",
    )
)
"""The parts that may hold one; so may what is written for a plugin."""

_ADVICE = {
    "private key": "put it in a file of its own, and name that here",
    "password": 'keep it out of the file, as with `{{ env "NAME" }}`',
    "token": 'keep it out of the file, as with `{{ env "NAME" }}`',
}


@rule("secret-in-config", effect=Effect.ADVICE, matters="anywhere")
def secret_in_config(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """A password, a token or a private key stands in a file."""
    yield from _in_environment(instance)
    plugins = any(middleware.plugin for middleware in instance.parts.get("Middleware", ()))
    if not plugins and _HOLDERS.isdisjoint(instance.parts):
        return
    from traefiklint.instance.secrets import secrets_of

    for secret in secrets_of(instance):
        advice = _ADVICE[secret.kind]
        if secret.place.document is not None and secret.place.document.holds_labels:
            advice = "write `${NAME}`, with the value in an `.env` that git leaves out"
        message = f"This file holds a {secret.kind}, which anyone who sees the file can read; {advice}."
        yield Diagnostic(secret.place, message, strict=secret.is_example)


_RANDOM = lazy(r"[\w+/=~-]{16,}")
"""What a program makes that nobody shall guess; people's own passwords cannot be told from what stands for one."""
_KINDS = lazy(r"[0-9]+|[a-z]+|[A-Z]+")
_TURNS, _CHARACTERS = 5, 8
"""How often digits, small letters and capitals take turns in one at least, and how many characters it is made of."""
_COUNTED = lazy(r"(?i)01234|12345|abcde|xxxx|(.)\1{4}")
"""What people write who need something that looks like one."""


def _in_environment(instance: Instance) -> Iterator[Diagnostic]:
    """The secrets of a Traefik's own container, as those for a DNS challenge, in files that git has: anywhere else
    they have to stand somewhere."""
    if instance.labels is None or instance.context.look is None:
        return
    from traefiklint.checks.shared.labels import at_static

    look, kept = instance.context.look, dict[str, bool]()
    for service in instance.once(traefiks):
        for variable in service.environment:
            name, value = variable.name.text, variable.value
            file = _home_of(value) if value is not None and _is_secret(name, value.text) else ""
            if value is None or not file:
                continue
            if file not in kept:
                kept[file] = not is_for_trial(file) and look.at(file).is_tracked
            if kept[file]:
                where = "this file" if file == value.document.file else f"`{file}`, where it stands"
                message = (
                    f"`{name}` holds a secret, and git has {where}: whoever sees the repository has it, too; keep it "
                    "in a file that git leaves out."
                )
                help = "It stays in git's history: make a new one, and revoke this."
                yield Diagnostic(at_static(value), message, help)


def _home_of(value: Value) -> str:
    """The file that a value is written in as a whole, its own or one with variables; empty where that is not known."""
    from traefiklint.compose.values import State

    pieces = [piece for piece in value.pieces if piece.text]
    if all(piece.state in (State.WRITTEN, State.DEFAULT) for piece in pieces):
        return value.document.file
    place = pieces[0].place if len(pieces) == 1 and pieces[0].state is State.GIVEN else None
    return place.file if place is not None else ""


def _is_secret(name: str, value: str) -> bool:
    """Whether a variable holds a secret that is in use, by its name and by its look: digits and letters in turn, which
    no words have, nor what stands in its place."""
    from traefiklint.instance.secrets import is_stand_in
    from traefiklint.text.names import is_secret_name

    if not is_secret_name(name) or name.endswith("_ID") or not _RANDOM.fullmatch(value) or is_stand_in(value):
        return False
    runs = _KINDS.findall(value)
    digits = [run for run in runs if run.isdigit()]
    return len(runs) >= _TURNS and len(digits) > 1 and len(set(value)) >= _CHARACTERS and not _COUNTED.search(value)
