"""Compose files that Compose refuses: what it says of them, and who may start them all the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.texts import clause_of, diagnostic_of
from traefiklint.compose.diagnostics import OF_OTHER_FILES, ComposeDiagnostic, DiagnosticKind
from traefiklint.compose.names import NAMES
from traefiklint.compose.shapes import known_keys
from traefiklint.compose.values import Place as WrittenPlace
from traefiklint.docker.facts import RefusedProject
from traefiklint.findings import Effect, Related, Severity
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Place
from traefiklint.patterns import lazy
from traefiklint.text.document import Document
from traefiklint.text.lines import line_at, written_at
from traefiklint.text.spelling import nearest

_WORDS = {
    DiagnosticKind.SYNTAX: "{detail}",
    DiagnosticKind.REPEATED_KEY: "the key `{name}` is there twice in one mapping",
    DiagnosticKind.REPEATED_ITEM: "`{name}` is there twice in one list",
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
    DiagnosticKind.UNDECLARED: "`{name}` is not declared under `{detail}` at the top of the file",
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
    DiagnosticKind.REPEATED_ITEM: "Keep one of them.",
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
    detail = clause_of(said.cause, said.place.file) if said.cause else said.detail
    words = _WORDS[said.kind].format(name=said.name, detail=detail, where=where, file=file)
    return words.partition("; Traefik refuses")[0].removesuffix(".")


def help_of(said: ComposeDiagnostic) -> str:
    """What to do about it; empty where the words say it."""
    if said.cause:
        return diagnostic_of(said.cause, said.place.file).help
    if said.kind is DiagnosticKind.UNKNOWN_KEY and said.detail.startswith("services."):
        guess = nearest(said.name, known_keys())
        return f"Did you mean `{guess}`?" if guess else ""
    if said.kind is DiagnosticKind.WRONG_TYPE and _LIST_ITEM.search(said.name):
        return "An item of a list is `NAME=VALUE`, in quotes where it has `: ` or ` #` in it."
    if said.kind is DiagnosticKind.WRONG_TYPE and said.name.endswith("labels"):
        return "Where there are none, leave `labels` out, or write `labels: []`."
    return _HELP.get(said.kind, "")


_OF_THE_PLACE = (DiagnosticKind.REQUIRED_VARIABLE, DiagnosticKind.INACTIVE_SERVICE, DiagnosticKind.MISSING_FILE)
"""What is different where the files are used."""


_OF_TRAEFIK = ("http", "tcp", "udp", "tls", "entryPoints", "certificatesResolvers", "providers")
"""What stands at the top of Traefik's own files, and never in a compose file."""


@rule("compose-refused", effect=Effect.DISABLED)
def compose_refused(refused: RefusedProject, instance: Instance) -> Iterator[Diagnostic]:
    """Compose refuses the file, and starts nothing of it."""
    said = refused.said
    if not said.refuses or (said.unset and said.kind in _OF_THE_PLACE):
        return  # whoever starts it knows which variables and files must be there, and which profiles are wanted
    if _line_at(said.place) in instance.once(_empty_twins) and said.kind is DiagnosticKind.WRONG_TYPE:
        return  # that its key is there twice is told, and which of the two is to go
    from traefiklint.checks.labels.indented import misplaced

    block = instance.once(misplaced).get(said)
    if block is not None and said.kind is not DiagnosticKind.UNKNOWN_KEY:
        return  # which is not so when the block stands where it belongs
    who = "`docker stack`" if refused.project.is_stack else "Compose"
    message = f"{who} refuses this file and starts nothing of it: {words_of(said)}."
    severity, is_part = Severity.WARNING if said.unset else None, False
    if said.kind in OF_OTHER_FILES and _is_found(refused, instance):
        if said is not next(one for one in refused.project.diagnostics if one.kind in OF_OTHER_FILES):
            return
        message = f"{who} refuses this file by itself: {words_of(said)}; it may be meant for use with another one."
        severity, is_part = Severity.INFO, True
    is_form = said.kind is DiagnosticKind.REQUIRED_VARIABLE  # an `.env` in git may be one to be filled in
    is_made = said.kind is DiagnosticKind.MISSING_FILE and "label_file" in said.place.path
    if (is_form or is_made) and _is_found(refused, instance):
        severity, is_part = Severity.INFO, True
    if said.unset and _is_found(refused, instance):
        is_part = True  # where it is started, these may have a value
    document = _document(refused)
    written = written_at(document.text, said.place.span) if said.kind is DiagnosticKind.WRONG_TYPE else ""
    if written and _is_found(refused, instance):
        is_part = is_part or _is_to_be_replaced(written)
    if said.kind in _OF_THE_TEXT and _is_found(refused, instance):
        is_part = is_part or _is_to_be_filled_in(_line_of(said, instance))
    if said.kind in _OF_STACKS and refused.project.is_stack and not _is_known_as_stack(refused, instance):
        is_part = True  # what `docker compose config` hands to `docker stack` is written otherwise
    is_part = is_part or _is_taken_out(refused, document.text)
    is_part = is_part or (_is_found(refused, instance) and _is_form(document.text))
    if said.kind in _OF_COMPOSE_ALONE and _is_of_podman(refused, instance):
        is_part = True
    if severity is None and _is_left_over(refused, instance):
        severity = Severity.INFO
    where = Place(document, None, said.place.path, "")
    also = tuple(Related(other.file, other.span, words) for other, words in said.related)
    span = said.place.span
    help = "Write a space after each dash." if _is_list_without_spaces(said, instance) else help_of(said)
    if said.kind is DiagnosticKind.UNKNOWN_KEY and said.name in _OF_TRAEFIK:
        help = f"`{said.name}` is Traefik's own configuration: it belongs in a file that Traefik reads, or into labels."
    cause, help = (block.block, block.help) if block is not None else ("", help)
    if said.kind is DiagnosticKind.REPEATED_KEY and not _lines_of(said).isdisjoint(instance.once(_empty_twins)):
        help = "Delete the empty one."
    yield Diagnostic(where, message, help, also, severity=severity, span=span, disables=(), cause=cause, strict=is_part)


_ITEM_WITHOUT_SPACE = lazy(r"-[^\s-]")


def _is_list_without_spaces(said: ComposeDiagnostic, instance: Instance) -> bool:
    """Whether no space follows the dashes of a list, which makes one text of them."""
    if said.kind is not DiagnosticKind.WRONG_TYPE or "list" not in said.detail:
        return False
    return _ITEM_WITHOUT_SPACE.match(_line_of(said, instance), said.place.span.column - 1) is not None


def _empty_twins(instance: Instance) -> frozenset[tuple[str, int]]:
    """The lines, by file, of keys that are there twice, and that Compose refuses besides, as nothing stands there."""
    parts = instance.labels.parts if instance.labels is not None else {}
    refused = [one.said for one in parts.get("RefusedProject", ())]
    twice = {line for said in refused if said.kind is DiagnosticKind.REPEATED_KEY for line in _lines_of(said)}
    wrong = (one.place for one in refused if one.kind is DiagnosticKind.WRONG_TYPE)
    empty = {_line_at(one) for one in wrong if one.span[:2] == one.span[2:]}
    return frozenset(twice & empty)


def _lines_of(said: ComposeDiagnostic) -> frozenset[tuple[str, int]]:
    """The lines, by file, on which something is there twice."""
    return frozenset(map(_line_at, (said.place, *(other for other, _ in said.related))))


def _line_at(place: WrittenPlace) -> tuple[str, int]:
    return place.file, place.span.line


_OF_THE_TEXT = (DiagnosticKind.SYNTAX, DiagnosticKind.NOT_A_MAPPING, DiagnosticKind.KEY_NOT_A_TEXT)
"""What keeps anybody from reading the text as it lies there."""
_NO_PLACEHOLDER = lazy(r"\"[^\"]*\"|'[^']*'|(?:^|[ \t])#.*")
"""What stands in quotes, and comments: there they keep nobody from reading."""
_PLACEHOLDER = lazy(
    r"\{\{[^{}]*\}\}|\[\[[^\[\]]*\]\]|\{%[^{}]*%\}|<%[^<>]*%>"
    r"|(?<![\w@%])(?P<around>@@?|%|__)[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*(?P=around)(?![\w@%])"
)
"""What an application puts something in the place of: `{{NAME}}`, `<%= name %>`, `@@NAME@@`."""


_IMAGE_OF_FORM = lazy(r"(?m)^[ \t]*image:[^\n#]*<[^\W\d][^<>\n]*>")
"""An image with a word to be replaced, as `app:<version>`: nobody starts the file as it is."""


@lru_cache(maxsize=4)
def _is_form(text: str) -> bool:
    return _IMAGE_OF_FORM.search(text) is not None


def _is_to_be_filled_in(line: str) -> bool:
    """Whether a line that cannot be read has a placeholder outside of quotes, so that nobody can start the file as it
    is, and somebody makes another of it."""
    return _PLACEHOLDER.search(_NO_PLACEHOLDER.sub(" ", line)) is not None


def _line_of(said: ComposeDiagnostic, instance: Instance) -> str:
    """The line on which Compose stops, as it is written."""
    given = None if instance.labels is None else instance.labels.given
    return line_at(given.text(said.place.file), said.place.span.line) if given is not None else ""


_OF_STACKS = (DiagnosticKind.INTERPOLATION, DiagnosticKind.NOT_IN_STACKS)
"""What Compose takes, and `docker stack` does not."""


def _is_known_as_stack(refused: RefusedProject, instance: Instance) -> bool:
    """Whether somebody says that the file itself is deployed; else only its labels are where those of a stack are."""
    given = None if instance.labels is None else instance.labels.given
    return not _is_found(refused, instance) or (
        given is not None and not given.stacks.isdisjoint(refused.project.mains)
    )


_OF_COMPOSE_ALONE = (DiagnosticKind.EXCLUSIVE, DiagnosticKind.UNKNOWN_KEY, DiagnosticKind.REPEATED_ITEM)
"""What Compose's schema refuses: podman-compose has none, passes over keys that it does not know, and calls the second
copy of a container with a name otherwise."""


def _is_of_podman(refused: RefusedProject, instance: Instance) -> bool:
    """Whether somebody says that podman-compose runs the file."""
    given = None if instance.labels is None else instance.labels.given
    return given is not None and not given.podman.isdisjoint(refused.project.mains or refused.project.files)


def _is_to_be_replaced(text: str) -> bool:
    """Whether something stands in the place of what its user writes there, and is a list or a mapping only by its
    brackets, as `[password]`."""
    from traefiklint.instance.secrets import is_stand_in

    return text.startswith(("[", "{")) and is_stand_in(text)


def _is_found(refused: RefusedProject, instance: Instance) -> bool:
    """Whether nobody named the file, which may then be a part of something."""
    labels = instance.labels
    return labels is not None and any(map(labels.is_found, refused.project.files))


_TAKEN_OUT = ("content", "is_directory", "isDirectory")
_COOLIFY = lazy(r"\b(?:exclude_from_hc|is_?[dD]irectory)[ \t]*:|\bSERVICE_(?:FQDN|URL|PASSWORD|USER|BASE64)_")
"""What shows that a file is for Coolify."""


def _is_taken_out(refused: RefusedProject, text: str) -> bool:
    """Whether it is an option that Coolify has for services, or for folders and files of the host, and takes out
    before it hands the file to Compose."""
    said = refused.said
    if said.kind is not DiagnosticKind.UNKNOWN_KEY:
        return False
    if said.name == "exclude_from_hc":
        return said.detail.startswith("services.")
    if said.name not in _TAKEN_OUT or _COOLIFY.search(text) is None:
        return False
    mounts = (mount for service in refused.project.services for mount in service.volumes if mount.kind == "bind")
    return any(one.value.written.path.startswith(f"{said.detail}.") for one in mounts)


def _is_left_over(refused: RefusedProject, instance: Instance) -> bool:
    """Whether nobody speaks of a file, and that which Compose takes beside it has all of its services."""
    given = None if instance.labels is None else instance.labels.given
    if given is None or len(refused.project.mains) != 1:
        return False
    (file,) = refused.project.mains
    folder, slash, name = file.rpartition("/")
    if file not in given.untold or "compose" in name.lower():
        return False
    from traefiklint.discovery.hints import service_names

    main = next((path for one in NAMES if (path := f"{folder}{slash}{one}") in given.mains), "")
    mine = service_names(given.text(file))
    return bool(main and mine) and mine <= service_names(given.text(main))


def _document(refused: RefusedProject) -> Document:
    service = next(iter(refused.project.services), None)
    if service is not None and service.name.document.file == refused.said.place.file:
        return service.name.document
    return Document(refused.said.place.file, "", None, ())
