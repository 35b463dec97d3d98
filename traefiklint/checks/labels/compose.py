"""What Compose makes of labels before Traefik sees them: variables, lists written twice, the wrong place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.labels import at_name, at_value, is_served_by_files, place, related, whole
from traefiklint.checks.shared.texts import message_of
from traefiklint.checks.shared.traefik_1 import lists_containers_as_traefik_1
from traefiklint.compose.diagnostics import OF_OTHER_FILES, ComposeDiagnostic, DiagnosticKind
from traefiklint.compose.names import NAMES
from traefiklint.compose.project import ComposeProject, Label
from traefiklint.compose.shapes import known_keys
from traefiklint.compose.values import Piece, Value
from traefiklint.compose.values import Place as WrittenPlace
from traefiklint.decoding.label_tree import HASHES, LONE_DOLLAR, value_of
from traefiklint.docker.containers import Container
from traefiklint.docker.facts import (
    CutHash,
    MisplacedLabels,
    OverriddenLabel,
    RefusedProject,
    UnsetVariable,
    VariableInKey,
)
from traefiklint.docker.labels import SWARM
from traefiklint.findings import Edit, Effect, Fix, Related, Severity, Span
from traefiklint.instance.instance import Instance, Labels
from traefiklint.instance.service_static import is_traefik
from traefiklint.model.base import Place
from traefiklint.patterns import lazy
from traefiklint.text.document import Document
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
    if said.kind is DiagnosticKind.WRONG_TYPE and _is_found(refused, instance):
        is_part = is_part or _is_to_be_replaced(_text_at(said.place.span, document))
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
    help = help_of(said)
    if said.kind is DiagnosticKind.UNKNOWN_KEY and said.name in _OF_TRAEFIK:
        help = f"`{said.name}` is Traefik's own configuration: it belongs in a file that Traefik reads, or into labels."
    cause, help = (block.block, block.help) if block is not None else ("", help)
    if said.kind is DiagnosticKind.REPEATED_KEY and not _lines_of(said).isdisjoint(instance.once(_empty_twins)):
        help = "Delete the empty one."
    yield Diagnostic(where, message, help, also, severity=severity, span=span, disables=(), cause=cause, strict=is_part)


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
    try:
        text = given.texts(said.place.file) if given is not None else None
    except LookupError:
        text = None
    return "".join((text or "").split("\n")[said.place.span.line - 1 : said.place.span.line])


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
    mine = service_names(given.texts(file) or "")
    return bool(main and mine) and mine <= service_names(given.texts(main) or "")


def _text_at(span: Span, document: Document) -> str:
    """A stretch of one line as it is written."""
    line = document.text.split("\n")[span.line - 1 : span.end_line]
    return line[0][span.column - 1 : span.end_column - 1] if len(line) == 1 else ""


def _document(refused: RefusedProject) -> Document:
    service = next(iter(refused.project.services), None)
    if service is not None and service.name.document.file == refused.said.place.file:
        return service.name.document
    return Document(refused.said.place.file, "", None, ())


@rule("label-variable-unset", effect=Effect.SILENT, severity=Severity.INFO)
def label_variable_unset(unset: UnsetVariable, instance: Instance) -> Iterator[Diagnostic]:
    """A label hangs on a variable that has no value here."""
    where = at_name(unset.container, unset.label) if unset.drops else at_value(unset.container, unset.label)
    message = f"`{unset.name}` has no value here; unless the shell or `.env` sets it, it is empty."
    severity, pieces = None, unset.label.value.pieces
    if unset.label.name.text.lower().endswith(".rule") and (named := _given_for_labels(unset.container)):
        severity = Severity.WARNING
        guess = nearest(unset.name, named)
        advice = f"did you mean `{guess}`?" if guess else "add it."
        message = f"`{unset.name}` has no value in `.env`, which has those of other labels here; {advice}"
    given = next((one for one in pieces if one.variable == unset.name and one.within and one.place is not None), None)
    inner = [one.variable for one in given.within if one.is_open] if given is not None else []
    if given is not None and given.place is not None and _cuts_hash(given):
        severity = Severity.WARNING
        message = (
            f"Compose takes each `$` in the value of `{unset.name}` for the beginning of a variable, so the hash is "
            f"lost; put it into single quotes in `{given.place.file}`."
        )
    elif inner:
        other = f"`{inner[0]}`" if _VARIABLE.fullmatch(inner[0]) else "another variable"  # no part of a password
        message = f"`{unset.name}` hangs on {other}, which has no value here; unless the shell sets it, it is empty."
    value = value_of(where.node)  # the finding is about the variable: that it is unset need not be said once more
    written = where.document if value is None else value.document
    is_elsewhere = instance.labels is not None and _values_are_elsewhere(unset.container.source, instance.labels)
    place = Place(written, None, where.path, "")
    yield Diagnostic(place, message, span=where.span, severity=severity, strict=is_elsewhere)


def _cuts_hash(given: Piece) -> bool:
    """Whether the value of a variable is a hash in which Compose finds variables: the sign of its kind, or, behind one
    that begins with a digit, its salt."""
    first = next((at for at, one in enumerate(given.within) if one.is_open), 0)
    before = "".join(one.text for one in given.within[:first])
    return any(one.is_open and one.variable in _OF_HASHES for one in given.within) or any(
        sign in before for sign in HASHES
    )


def _given_for_labels(container: Container) -> list[str]:
    """The variables in the labels of a container that have a value in a file."""
    found: list[str] | None = container.remembered.get(_given_for_labels)
    if found is None:
        pieces = (piece for label in container.labels for piece in label.value.pieces)
        given = (one.variable for one in pieces if one.variable and not one.is_open and one.place)
        found = container.remembered[_given_for_labels] = list(dict.fromkeys(given))
    return found


_VARIABLE = lazy(r"[A-Z][A-Z0-9_]{1,60}")
_OF_HASHES = frozenset(sign.strip("$") for sign in HASHES)
"""What begins a hash behind its first dollar sign, so that no variable is meant."""


def _values_are_elsewhere(file: str, labels: Labels) -> bool:
    """Whether nobody named a project, and its `.env` is not here: as everywhere but on the machine where it runs."""
    mine = [one for one in labels.projects if file in one.files]
    return labels.is_found(file) and not any(name.endswith(".env") for one in mine for name in one.files)


@rule("label-variable-in-key", effect=Effect.SILENT)
def label_variable_in_key(variable: VariableInKey, instance: Instance) -> Iterator[Diagnostic]:
    """A variable stands in the name of a label of a mapping, where Compose does not replace it."""
    label = variable.label
    assert label is not None
    message = (
        "Compose fills in no variables in the keys of a mapping, so `${…}` stays in the name; write labels as a list."
    )
    yield Diagnostic(at_name(variable.container, label), message)


@rule("label-overridden", effect=Effect.SILENT, tag="unused")
def label_overridden(overridden: OverriddenLabel, instance: Instance) -> Iterator[Diagnostic]:
    """A list has one label twice, and the last one counts."""
    label, loser = overridden.label, overridden.loser
    assert label is not None and loser is not None
    if overridden.domain:
        return  # a rule of its own says so
    message = (
        f"The label `{label.name.text}` is in this list twice, and only the last one counts; {_which(loser, label)}."
    )
    also = (related(at_name(overridden.container, label), "this one counts"),)
    container = overridden.container
    is_kept = bool(loser.value.text) and _items(loser, container) <= _items(label, container)
    is_kept = is_kept or _is_changed_mind(label, container) or _only_redirect(loser, label, container, instance)
    yield Diagnostic(at_name(overridden.container, loser), message, related=also, strict=is_kept)


def _which(loser: Label, label: Label) -> str:
    """What to do about a label that stands twice: of two lists both may be meant."""
    values = {loser.value.text, label.value.text}
    if len(values) < 2 or "" in values or not _IS_LIST.search(label.name.text):
        return "remove one of them"
    return "write both as one value with a comma between them, or remove one"


_IS_LIST = lazy(
    r"(?i)\.(?:middlewares|entrypoints|users|prefixes|sans|methods|hosts|sourcerange|excludedips|\w*(?:list|headers))$"
)


def _only_redirect(loser: Label, label: Label, container: Container, instance: Instance) -> bool:
    """Whether what is lost are entry points that send everybody to https anyway."""
    if not loser.name.text.lower().endswith(".entrypoints"):
        return False
    points = instance.context.entry_points
    lost = _items(loser, container) - _items(label, container)
    return all(name in points and points[name].redirect_to for name in lost)


_OF_AN_OBJECT = 4
"""How many dots there are at least in the label of an option: `traefik.http.routers.NAME.priority`."""


def _is_changed_mind(label: Label, container: Container) -> bool:
    """Whether a label gives one value of which there can be no more, in a container with one router: whoever wrote it
    again wanted the other value. Of two routers one may have got that of the other, and of middlewares, too."""
    name = label.name.text.lower()
    is_of_middleware = ".middlewares." in name
    if (
        is_of_middleware
        or name.count(".") < _OF_AN_OBJECT
        or name.endswith((".rule", ".port"))
        or _IS_LIST.search(name)
    ):
        return False
    return len(container.routers) <= 1


def _items(label: Label, container: Container) -> frozenset[str]:
    """What a label lists, with what the chains of the container list that it names; one that is no list has one item,
    whatever commas are in it."""
    if not _IS_LIST.search(label.name.text):
        return frozenset((label.value.text,))
    values = {one.name.text.lower(): one.value.text for one in container.labels}
    found: dict[str, None] = {}
    waiting = [label.value.text]
    while waiting:
        for item in waiting.pop().split(","):
            name = item.strip().removesuffix(f"@{container.document.provider}")
            chain = values.get(f"traefik.http.middlewares.{name}.chain.middlewares".lower(), "")
            if name not in found and chain:
                waiting.append(chain)
            found[name] = None
    return frozenset(found)


@rule("dokploy-domain-clash", effect=Effect.SILENT)
def dokploy_domain_clash(overridden: OverriddenLabel, instance: Instance) -> Iterator[Diagnostic]:
    """A label beats one that Dokploy writes for a domain of its panel."""
    label, loser = overridden.label, overridden.loser
    if not overridden.domain:
        return
    assert label is not None and loser is not None
    message = (
        f"This beats `{loser.name.text}={loser.value.text}`, which Dokploy writes for the domain "
        f"`{overridden.domain}`, because it comes later; remove it, or the domain cannot be reached."
    )
    also = (related(at_name(overridden.container, loser), "Dokploy's label"),)
    yield Diagnostic(at_name(overridden.container, label), message, related=also)


@rule("label-dollar", effect=Effect.SILENT, fix="safe")
def label_dollar(cut: CutHash, instance: Instance) -> Iterator[Diagnostic]:
    """Compose takes the `$` of a password hash for a variable, and the hash is cut."""
    label = cut.label
    assert label is not None
    message = (
        "Compose takes what follows a `$` for a variable, and the hash is cut: nobody can log in; double each `$`."
    )
    yield Diagnostic(at_value(cut.container, label), message, fix=_doubled(label))


def _doubled(label: Label) -> Fix | None:
    """The fix that doubles each `$` of a label's text that stands alone."""
    from traefiklint.patch.inside import replace_inside

    value = label.value
    edits = []
    for found in LONE_DOLLAR.finditer(value.node.value):
        change = replace_inside(value.document, value.node, *found.span("lone"), "$$")
        if change is None:
            return None
        edits.append(Edit(value.document.file, *change))
    return Fix("Double each `$`", True, tuple(edits)) if edits else None


@rule("label-wrong-place", effect=Effect.SILENT)
def label_wrong_place(misplaced: MisplacedLabels, instance: Instance) -> Iterator[Diagnostic]:
    """Labels stand where the provider does not look."""
    label, container = misplaced.label, misplaced.container
    assert label is not None
    said = {
        "deploy": "Labels below `deploy` are for Swarm only: containers do not get them; write them below `labels`.",
        "labels": "In a stack Traefik looks at the labels below `deploy` only; move these there.",
    }
    if misplaced.runs_so is False or (misplaced.where == "labels" and lists_containers_as_traefik_1(instance)):
        return  # they stand where they are read
    where = place(container, whole(label.name), label.name.text)
    projects = instance.labels.composed if instance.labels is not None else ()
    is_with_traefik = _runs_traefik(container.origin, projects)
    if misplaced.wants_swarm and is_with_traefik and SWARM not in instance.context.providers:
        option = "providers.docker.swarmMode" if instance.context.runs_older else "providers.swarm"
        message = (
            f"Only `{option}` reads labels below `deploy`, and the static configuration lacks it; add it, or, if "
            "this is not a stack, write them below `labels`."
        )
        yield Diagnostic(where, message, cause="no swarm")
        return
    is_left = misplaced.runs_so is None or is_served_by_files(misplaced.labels, instance)
    is_left = is_left or (not is_with_traefik and _are_for_another(misplaced, instance))
    yield Diagnostic(where, said[misplaced.where], strict=is_left)


def _are_for_another(misplaced: MisplacedLabels, instance: Instance) -> bool:
    """Whether labels below `deploy` are for the Traefik of a Swarm that is not here: those of a service without a
    Traefik in its project ask for certificates of resolvers that the one here does not have."""
    if not instance.context.static or misplaced.where != "deploy":
        return False
    asked = {one.value.text for one in misplaced.labels if one.name.text.lower().endswith(".tls.certresolver")}
    return bool(asked) and asked.isdisjoint(instance.context.resolvers)


def _runs_traefik(origin: Value, projects: Iterable[ComposeProject]) -> bool:
    """Whether the project of a service runs a Traefik, too."""
    homes = (project.services for project in projects if any(one.name is origin for one in project.services))
    return any(is_traefik(one) for services in homes for one in services)
