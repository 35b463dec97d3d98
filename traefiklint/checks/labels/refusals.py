"""What Compose has against a file, in words."""

from __future__ import annotations

from traefiklint.checks.shared.texts import message_of
from traefiklint.compose.diagnostics import ComposeDiagnostic, DiagnosticKind
from traefiklint.compose.shapes import known_keys
from traefiklint.patterns import lazy
from traefiklint.text.spelling import nearest

_WORDS = {
    DiagnosticKind.SYNTAX: "{detail}",
    DiagnosticKind.REPEATED_KEY: "the key `{name}` is there twice in one mapping",
    DiagnosticKind.NOT_A_MAPPING: "it must hold a mapping, with `services` in it",
    DiagnosticKind.WRONG_TYPE: "`{name}` must be {detail}",
    DiagnosticKind.KEY_NOT_A_TEXT: "the key `{name}` is not a text",
    DiagnosticKind.UNKNOWN_KEY: "there is no option `{name}` in {where}",
    DiagnosticKind.INTERPOLATION: "it cannot make a variable of what follows a `$` here",
    DiagnosticKind.REQUIRED_VARIABLE: "`{name}` must have a value, and has none",
    DiagnosticKind.UNKNOWN_SERVICE: "`{detail}` names the service `{name}`, which is not there",
    DiagnosticKind.INACTIVE_SERVICE: "`{detail}` names the service `{name}`, which no active profile asks for",
    DiagnosticKind.UNKNOWN_NETWORK: "the network `{name}` is not declared under `networks` at the top of the file",
    DiagnosticKind.UNKNOWN_VOLUME: "the volume `{name}` is not declared under `volumes` at the top of the file",
    DiagnosticKind.CYCLE: "`{detail}` leads in a circle, back to `{name}`",
    DiagnosticKind.MISSING_FILE: "{file}, which is not there",
    DiagnosticKind.EXCLUSIVE: "{name} exclude each other",
    DiagnosticKind.NAME_TAKEN: "another service has the `container_name` `{name}` too",
    DiagnosticKind.EMPTY_NAME: "the project's `name` comes to nothing",
    DiagnosticKind.NO_IMAGE: "the service `{name}` has neither `image` nor `build`",
    DiagnosticKind.NOT_IN_STACKS: "stacks have no `{name}`",
    DiagnosticKind.ENV_FILE: "this line cannot be read: {detail}",
    DiagnosticKind.NO_SERVICES: "there is nothing in it",
}
_HELP = {
    DiagnosticKind.REPEATED_KEY: "Keep one of them.",
    DiagnosticKind.KEY_NOT_A_TEXT: "Put it in quotes.",
    DiagnosticKind.INTERPOLATION: "Write `$$` for a `$` that is meant as one.",
    DiagnosticKind.REQUIRED_VARIABLE: "Set it in the shell, or in `.env`.",
    DiagnosticKind.UNKNOWN_NETWORK: "Declare it there; one that exists already has `external: true`.",
    DiagnosticKind.UNKNOWN_VOLUME: "Declare it there, or write `./` before a folder.",
}
_LIST_ITEM = lazy(r"(labels|environment)\[\d+\]\Z")


def words_of(said: ComposeDiagnostic) -> str:
    """Why Compose refuses a file, as the end of a sentence without its full stop."""
    where = f"`{said.detail}`" if said.detail else "the file"
    file = f"`{said.detail}` names the file `{said.name}`" if said.detail else f"it is `{said.name}`"
    detail = message_of(said.cause, said.place.file) if said.cause else said.detail
    words = _WORDS[said.kind].format(name=said.name, detail=detail, where=where, file=file)
    return words.partition("; Traefik refuses")[0].removesuffix(".")


def help_of(said: ComposeDiagnostic) -> str:
    """What to do about it; empty where the words say it."""
    if said.kind is DiagnosticKind.UNKNOWN_KEY and said.detail.startswith("services."):
        guess = nearest(said.name, known_keys())
        return f"Did you mean `{guess}`?" if guess else ""
    if said.kind is DiagnosticKind.WRONG_TYPE and _LIST_ITEM.search(said.name):
        return "An item of a list is `NAME=VALUE`, in quotes where it has `: ` or ` #` in it."
    if said.kind is DiagnosticKind.WRONG_TYPE and said.name.endswith("labels"):
        return "Where there are none, leave `labels` out, or write `labels: []`."
    return _HELP.get(said.kind, "")
