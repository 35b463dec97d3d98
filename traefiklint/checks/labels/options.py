"""Options and values of labels: what Traefik does not know, cannot read, or reads otherwise than it is meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.labels.names import old_part
from traefiklint.checks.middleware.types import is_left_without
from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import as_label
from traefiklint.checks.shared.label_hints import has_index_in_vain, hint, meant_key
from traefiklint.checks.shared.labels import begun, called, is_router_of_files, place, renamed, rewritten
from traefiklint.checks.shared.options import MAIN_OPTIONS, NO, is_switch, meant_option, usual_option
from traefiklint.checks.shared.wording import number, shown
from traefiklint.decoding.label_tree import InvalidSlice, value_of
from traefiklint.docker.containers import Container
from traefiklint.docker.facts import (
    EmptyObject,
    FileOnlyOption,
    IndexedList,
    LabelOption,
    ListWithoutIndex,
    MisshapenLabel,
    SwitchedOffByLabel,
    UnknownLabelOption,
    UnreadableLabelValue,
)
from traefiklint.findings import Effect, Fix, Severity
from traefiklint.go.strconv import TRUTHS
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import full_name
from traefiklint.instance.passage import has_tls_anyway
from traefiklint.instance.references import unknown_names
from traefiklint.model.base import Place
from traefiklint.model.diagnostics import (
    EmptySection,
    KnownOptionDiagnostic,
    MappingForTexts,
    OptionDiagnostic,
    TooNewOption,
    says_off,
)
from traefiklint.model.http import Router
from traefiklint.model.kinds.base import Kind
from traefiklint.model.kinds.scalars import Bool, Duration
from traefiklint.patterns import lazy
from traefiklint.text.nodes import Mapping, Node, Scalar
from traefiklint.text.spelling import nearest

if TYPE_CHECKING:
    from traefiklint.compose.project import Label


def _place(fact: LabelOption, node: Node | None = None) -> Place:
    said = _said(fact)
    return place(fact.container, said.node if node is None else node, said.path, said.object)


def _said(fact: LabelOption) -> OptionDiagnostic:
    assert fact.said is not None, "what is told of an option is said by the decoder"
    return fact.said


def _dropped(container: Container) -> str:
    return f"so Traefik drops {called(container)} with all that its labels define"


@rule("label-unknown-field", effect=Effect.DISABLED, fix="safe")
def label_unknown_field(unknown: UnknownLabelOption, instance: Instance) -> Iterator[Diagnostic]:
    """A part of a label's name is no option of Traefik's."""
    said = _said(unknown)
    name = said.key.value
    where = said.section.path or "traefik"
    if isinstance(said, TooNewOption):
        dropped = _dropped(unknown.container)
        message = f"Traefik {said.text} does not know `{said.option.key}` yet, {dropped}; remove the label."
        yield Diagnostic(_place(unknown), message, disables=unknown.disables)
        return
    guess = meant_key(said)
    is_indexed = bool(guess) and has_index_in_vain(said, guess)
    advice = f"did you mean `{guess}`?" if guess else hint(said)
    if is_indexed:
        advice = f"in labels it is `{guess}`, without an index."
    message = f"`{name}` is not an option of `{where}`, {_dropped(unknown.container)}; {advice}"
    fix = None
    if guess and "." not in name and not is_indexed:
        is_sure = guess.lower().rstrip("s") == name.lower().rstrip("s") or (name == "enabled" and guess == "enable")
        fix = renamed(unknown.container, said.key, guess, f"Write `{guess}`", safe=is_sure)
    is_old = id(unknown.container) in instance.once(_of_traefik_1)
    value = said.value
    is_so = guess == "enable" and type(value) is Scalar and TRUTHS.get(value.value) is False
    severity = Severity.INFO if is_so else None  # it is dropped, as it was to be
    told = Diagnostic(_place(unknown), message, fix=fix, disables=unknown.disables, severity=severity, strict=is_old)
    is_below = advice.startswith("it belongs below ")  # as others do of the same object, perhaps
    yield told._replace(cause=f"{where} {advice.partition(',')[0]}") if is_below else told


def _of_traefik_1(instance: Instance) -> set[int]:
    """The containers whose labels are those of Traefik 1 alone, so that nothing is lost that Traefik 3 would read."""
    containers = {id(unknown.container): unknown.container for unknown in instance.parts.get("UnknownLabelOption", ())}
    return {key for key, container in containers.items() if _is_of_traefik_1(container)}


def _is_of_traefik_1(container: Container) -> bool:
    names = [label.name.text.lower() for label in container.labels if label.name.text.lower().startswith("traefik.")]
    of_now = ("traefik.http.", "traefik.tcp.", "traefik.udp.", "traefik.tls.")
    return any(old_part(name) for name in names) and not any(name.startswith(of_now) for name in names)


@rule("label-bad-value", effect=Effect.DISABLED, fix="safe")
def label_bad_value(unreadable: UnreadableLabelValue, instance: Instance) -> Iterator[Diagnostic]:
    """The value of a label is not a bool, number or duration, where the option is one."""
    said = _said(unreadable)
    assert isinstance(said, KnownOptionDiagnostic)
    if unreadable.is_of_provider:
        return
    kinds: dict[type[Kind], str] = {Bool: "`true` or `false`", Duration: "a duration, as in `10s`"}
    wanted = kinds.get(type(said.option.kind)) or number(said.option)
    shown = f"`{said.text}` is not" if said.text else "An empty value is not"
    message = f"{shown} {wanted}, which `{said.key.value}` must be, {_dropped(unreadable.container)}."
    yield Diagnostic(_place(unreadable), message, fix=_cleaned(said), disables=unreadable.disables)


@rule("enable-value", effect=Effect.DISABLED, fix="safe")
def enable_value(unreadable: UnreadableLabelValue, instance: Instance) -> Iterator[Diagnostic]:
    """`traefik.enable`, or another switch for the provider, is neither true nor false."""
    if not unreadable.is_of_provider:
        return
    said = _said(unreadable)
    shown = f"`{said.text}`" if said.text else "an empty value"
    is_off = said.key.value.lower() == "enable" and _switch(said.text) == "false"  # so it is dropped, as is meant
    message = (
        f"{begun(shown)} is neither `true` nor `false`, so Traefik drops "
        f"{called(unreadable.container)}; write `{_switch(said.text)}`, without quotes or spaces."
    )
    severity = Severity.INFO if is_off else None
    yield Diagnostic(_place(unreadable), message, fix=_cleaned(said), disables=unreadable.disables, severity=severity)


_WORDS = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def _bare(text: str) -> str:
    return text.strip().strip("\"'").strip()


def _switch(text: str) -> str:
    """What somebody means who writes this for a switch."""
    word = _bare(text).lower()
    return "false" if says_off(word) or word in NO else "true"


def _cleaned(said: OptionDiagnostic) -> Fix | None:
    """The fix that takes quotes and blanks off, or writes the usual word."""
    text = _bare(said.text)
    meant = _WORDS.get(text.lower(), text)
    option = getattr(said, "option", None)
    if option is None or not meant or meant == said.text:
        return None
    try:
        option.kind.convert(option)(meant)
    except ValueError:
        return None
    return rewritten(said.node, meant, f"Write `{meant}`", safe=True)


@rule("label-wrong-shape", effect=Effect.DISABLED)
def label_wrong_shape(misshapen: MisshapenLabel, instance: Instance) -> Iterator[Diagnostic]:
    """A label gives a value where options are wanted, or options where a value is."""
    said = _said(misshapen)
    name = said.key.value
    if isinstance(said, EmptySection | InvalidSlice):
        of = said.option.of
        value = said.value.value if type(said.value) is Scalar else ""
        if of is None and (pair := _PAIR.fullmatch(value)):
            label = as_label(f"{name}.{pair[1]}", "VALUE", misshapen.container.document.label_of(said.key))
            message = f"`{name}` takes each name by itself, {_dropped(misshapen.container)}; write `{label}`."
            yield Diagnostic(_place(misshapen, said.key), message, disables=misshapen.disables)
            return
        example = meant_option(said.option, value) or usual_option(said.option)
        example = example or (next(iter(of.fields.values())).key if of is not None and of.fields else "OPTION")
        message = (
            f"`{name}` has options of its own and cannot have a value, {_dropped(misshapen.container)}; "
            f"write them below it, as in `{name}.{example.lower()}`."
        )
    else:
        message = (
            f"`{name}` takes a value and no options, {_dropped(misshapen.container)}; write "
            f"`{name}={_value_meant(name, said.value)}`."
        )
    yield Diagnostic(_place(misshapen, said.key), message, disables=misshapen.disables)


_PAIR = lazy(r"([\w-]+)\s*[:=].*")
"""A name and its value, as of a header, in one text."""


def _value_meant(name: str, below: Node) -> str:
    """What is meant as the value of an option that has names below it: the first of these where it is switched on, and
    of a transport and of TLS options, which only files define, the name of one."""
    if name.lower() in ("serverstransport", "options"):
        return "NAME@file"
    key, value = below.pairs[0] if type(below) is Mapping and below.pairs else (None, None)
    return key.value if key is not None and type(value) is Scalar and is_switch(value.value) else "VALUE"


@rule("label-index-on-list", effect=Effect.SILENT, fix="safe")
def label_index_on_list(indexed: IndexedList, instance: Instance) -> Iterator[Diagnostic]:
    """A list of plain values is written with an index, and stays empty."""
    said = _said(indexed)
    assert isinstance(said, MappingForTexts)
    name = said.option.key
    if said.text:
        dropped = _dropped(indexed.container)
        message = f"`{said.text}` is not an option of `{name}`, {dropped}; the list is one value with commas."
        yield Diagnostic(_place(indexed), message, effect=Effect.DISABLED, disables=indexed.disables)
        return
    message = f"`{name}` takes no index, and stays empty; write all items as one value, separated by commas."
    yield Diagnostic(_place(indexed), message, fix=_as_one(indexed, said))


def _as_one(indexed: IndexedList, said: MappingForTexts) -> Fix | None:
    """The fix that writes the items of a list with indices as one label."""
    from traefiklint.compose.edits import as_one

    pairs = sorted(getattr(said.value, "pairs", ()), key=lambda pair: (len(pair[0].value), pair[0].value))
    labels = [label for key, _ in pairs if (label := indexed.container.document.label_of(key)) is not None]
    if not labels or len(labels) < len(pairs) or any("," in label.value.text for label in labels):
        return None
    name = labels[0].name.text
    edits = as_one(labels, name[: pairs[0][0].start.start])
    title = "Leave the index out" if len(labels) == 1 else "Write one list with commas"
    return Fix(title, True, edits) if edits else None


@rule("label-list-without-index", effect=Effect.SILENT, fix="safe")
def label_list_without_index(plain: ListWithoutIndex, instance: Instance) -> Iterator[Diagnostic]:
    """A list of sections is written without an index, and what it says is lost."""
    said = _said(plain)
    assert isinstance(said, KnownOptionDiagnostic)
    name = said.option.key
    item, more = f"{name}[0]", ""
    if type(said.value) is Scalar and (main := MAIN_OPTIONS.get(said.option.key)):
        first, _, others = said.value.value.partition(",")
        label = plain.container.document.label_of(said.key)
        item = as_label(f"{item}.{main}", shown(first.strip()), label)
        more = _with_others(name, others.strip(), label) if others.strip() else ""
    message = f"`{name}` is a list, so Traefik ignores this; write `{item}`{more}."
    fix = None
    if said.node is not said.value:
        value = value_of(said.key)
        if value is not None and said.key.start.end <= said.node.start.start:
            edit = value.edit(said.key.start.end, said.key.start.end, "[0]")
            fix = Fix(f"Write `{name}[0]`", True, (edit,)) if edit is not None else None
    yield Diagnostic(_place(plain, said.key), message, fix=fix)


def _with_others(name: str, others: str, label: Label | None) -> str:
    """What to write with the first item of a list of sections, where a value names several."""
    if name != "domains":
        return f", and the next as `{name}[1]`"
    return f" and `{as_label('domains[0].sans', shown(others), label)}`"


@rule("label-switched-off", effect=Effect.SILENT, fix="safe")
def label_switched_off(off: SwitchedOffByLabel, instance: Instance) -> Iterator[Diagnostic]:
    """A value other than `true` switches a section off, with all that other labels say of it."""
    said = _said(off)
    if said.text.lower() == "false" or is_left_without(said.section):
        return  # says what it does, or is told with what comes of it
    message = f"`{said.text}` switches `{said.key.value}` off, with all labels below it; only `true` switches it on."
    meant = _WORDS.get(said.text.strip(" \"'").lower(), said.text.strip(" \"'").lower())
    fix = rewritten(said.node, "true", "Write `true`", safe=True) if meant == "true" else None
    is_alone = (id(off.container), f"traefik.{said.path}".lower()) not in instance.once(_with_options)
    is_moot = is_alone and (_is_meant_off(said.text) or _is_on_all_the_same(off, instance))
    yield Diagnostic(_place(off), message, fix=fix, strict=is_moot)


def _with_options(instance: Instance) -> set[tuple[int, str]]:
    """The labels that have others below them, in small letters, by the identity of their container."""
    containers = instance.labels.containers if instance.labels is not None else ()
    names = ((id(one), label.name.text.lower()) for one in containers for label in one.labels)
    return {(one, name[:at]) for one, name in names for at, sign in enumerate(name[:_LONGEST]) if sign == "."}


_LONGEST = 300
"""How far into the name of a label the options are looked for that others stand below."""


def _is_meant_off(text: str) -> bool:
    """Whether a value is another word for `false`, or a slip of it: it does what it says."""
    word = _bare(text).lower()
    return _switch(text) == "false" or nearest(word, ("true", "false"), most=1) == "false"


def _is_on_all_the_same(off: SwitchedOffByLabel, instance: Instance) -> bool:
    """Whether it is the TLS of a router whose entry points all have some."""
    router = _said(off).section
    if not isinstance(router, Router) or _said(off).key.value.lower() != "tls":
        return False
    return has_tls_anyway(router, instance, _said(off).text)


@rule("label-file-only", effect=Effect.SILENT)
def label_file_only(hidden: FileOnlyOption, instance: Instance) -> Iterator[Diagnostic]:
    """A label sets something that only files can set."""
    said = _said(hidden)
    if said.key.value.lower() == "address":
        values = instance.once(_values_beside)[id(hidden.container)]
        path = f"traefik.{said.path}".lower()
        port = values.get(f"{path.rpartition('.')[0]}.port", "")
        is_same = bool(port) and values.get(path, "").strip("`'\" ").endswith(f":{port}")
        advice = "remove it, as `port` is enough" if port else "write `port`"
        message = f"Labels cannot set `address`, so Traefik ignores this and takes that of the container; {advice}."
        help = "Its port is all that a label says of a TCP or UDP server."
        yield Diagnostic(_place(hidden, said.key), message, help, strict=is_same)
        return
    message = f"Labels cannot set `{said.key.value}`, so Traefik ignores this; put it into a file of the file provider."
    help = "Refer to what a file defines with `@file` after its name."
    provider, unknown = hidden.container.document.provider, instance.once(unknown_names)
    named = said.value.pairs if type(said.value) is Mapping else ()
    is_told = bool(named) and all((said.path, full_name(key.value, provider)) in unknown for key, _ in named)
    is_meant = is_told or id(hidden.container) in instance.once(_doing_for_all)
    yield Diagnostic(_place(hidden, said.key), message, help, strict=is_meant)


def _values_beside(instance: Instance) -> dict[int, dict[str, str]]:
    """The values of all labels by their names in small letters, of each container that sets what only files can set,
    by its identity."""
    return {
        id(one): {label.name.text.lower(): label.value.text for label in one.labels}
        for one in _with_file_options(instance)
    }


def _with_file_options(instance: Instance) -> list[Container]:
    """The containers whose labels set something that only files can set, each once."""
    hidden = instance.parts.get("FileOnlyOption", ())
    return list({id(one.container): one.container for one in hidden}.values())


_TRANSPORTS = "traefik.http.serverstransports."


def _doing_for_all(instance: Instance) -> set[int]:
    """The identities of the containers where all that labels say of servers transports, which none of them names, is
    what the static configuration says for every server: that any certificate is accepted."""
    transports = (one.servers_transport for one in instance.context.static.get("Static", ()))
    if not any(one.insecure_skip_verify for one in transports if one is not None):
        return set()
    return {id(one) for one in _with_file_options(instance) if _accepts_all(one)}


def _accepts_all(container: Container) -> bool:
    """Whether all that labels say of servers transports, which none of them names, is that any certificate will do."""
    names = [label.name.text.lower() for label in container.labels]
    if any(name.endswith(".serverstransport") for name in names):
        return False
    own = [name for name in names if name.startswith(_TRANSPORTS)]
    return bool(own) and all(name.endswith(".insecureskipverify") for name in own)


@rule("label-empty-object", effect=Effect.SILENT)
def label_empty_object(empty: EmptyObject, instance: Instance) -> Iterator[Diagnostic]:
    """An object is given a value, which is lost."""
    said = _said(empty)
    advice = _as_reference(empty, instance) or "write its options below it"
    message = f"`{said.key.value}` is a name, so the value after it is lost; {advice}."
    is_left_over = said.path.startswith("http.routers.") and is_router_of_files(said.key.value, instance)
    yield Diagnostic(_place(empty, said.key), message, strict=is_left_over)


def _as_reference(empty: EmptyObject, instance: Instance) -> str:
    """What is meant where a middleware that is called as a router has for its value what that router may use: the
    router's list of middlewares. Empty where it is something else."""
    said, document = _said(empty), empty.container.document
    kind, _, name = said.path.rpartition(".")
    value = said.value.value if type(said.value) is Scalar else ""
    router = instance.find("http.routers", full_name(name, document.provider)) if kind == "http.middlewares" else None
    is_name = "@" in value or instance.find(kind, full_name(value, document.provider)) is not None
    if type(router) is not Router or router.middlewares or not is_name:
        return ""
    label = as_label(f"traefik.http.routers.{name}.middlewares", value, document.label_of(said.key))
    return f"write `{label}`"
