"""What Compose makes of labels before Traefik sees them: variables, lists written twice, the wrong place."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.labels import at_name, at_value, is_served_by_files, place, related, whole
from traefiklint.checks.shared.traefik_1 import lists_containers_as_traefik_1
from traefiklint.compose.project import ComposeProject, Label
from traefiklint.compose.values import Piece, Value
from traefiklint.decoding.label_tree import HASHES, LONE_DOLLAR, value_of
from traefiklint.docker.containers import Container
from traefiklint.docker.facts import CutHash, MisplacedLabels, OverriddenLabel, UnsetVariable, VariableInKey
from traefiklint.docker.labels import SWARM
from traefiklint.findings import Edit, Effect, Fix, Severity
from traefiklint.instance.instance import Instance, Labels
from traefiklint.instance.traefiks import is_traefik
from traefiklint.model.base import Place
from traefiklint.patterns import lazy
from traefiklint.text.encrypted import is_encrypted
from traefiklint.text.spelling import nearest


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
    is_moot = is_elsewhere or _is_meant_empty(unset.name, unset.container, instance)
    yield Diagnostic(place, message, span=where.span, severity=severity, strict=is_moot)


_EMPTY = lazy(r"(?m)^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*=[ \t]*(?:\"\"|'')")


def _is_meant_empty(name: str, container: Container, instance: Instance) -> bool:
    """Whether `.env` has a pair of quotes for a variable, with nothing in them."""
    found: frozenset[str] | None = container.remembered.get(_is_meant_empty)
    if found is None:
        given = instance.labels.given if instance.labels is not None else None
        text = given.text(posixpath.join(posixpath.dirname(container.source), ".env")) if given is not None else ""
        found = container.remembered[_is_meant_empty] = frozenset(_EMPTY.findall(text))
    return name in found


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
    """Whether nobody named a project, and its `.env` is not here, or encrypted: as everywhere but on the machine where
    it runs."""
    mine = {name for one in labels.projects if file in one.files for name in one.files if name.endswith(".env")}
    texts = [labels.given.text(name) if labels.given is not None else "" for name in mine]
    return labels.is_found(file) and (not mine or any(map(is_encrypted, texts)))


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
