"""Sections that are empty, and other things where a section, names or a list of sections is wanted."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from functools import lru_cache
from typing import Any

from traefiklint.checks.middleware.types import is_left_without
from traefiklint.checks.registry import Diagnostic, rule, said
from traefiklint.checks.shared.as_written import option_in_file, with_option
from traefiklint.checks.shared.indentation import name_before
from traefiklint.checks.shared.options import MAIN_OPTIONS, is_switch, meant_option, usual_option
from traefiklint.checks.shared.settings import are_settings, as_setting
from traefiklint.checks.shared.text_fixes import as_item, delete, fix, names_for_dashes
from traefiklint.checks.shared.wording import DEFINE_IT, a, holds_sections, owner, shown
from traefiklint.findings import Effect, Fix, Severity, Span
from traefiklint.go.strconv import fold
from traefiklint.instance.instance import SourceFile
from traefiklint.model.base import Named, Option, Section
from traefiklint.model.diagnostics import (
    EmptySection,
    EntryIsList,
    EntryWithoutOptions,
    KnownOptionDiagnostic,
    ListForNames,
    ListForSection,
    MappingForSections,
    MappingForTexts,
    SwitchedOff,
    ValueForSections,
    ValueInSections,
    says_off,
)
from traefiklint.model.http import Router
from traefiklint.model.kinds.sections import ByName
from traefiklint.model.kinds.texts import Texts
from traefiklint.model.middleware import Middleware
from traefiklint.model.shape import first_child, has_mappings, is_null
from traefiklint.model.tcp import TcpMiddleware, TcpRouter
from traefiklint.model.tls import TlsOptions
from traefiklint.model.udp import UdpRouter
from traefiklint.patch.edits import empty_braces, joined
from traefiklint.text.breaks import is_toml_file
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.trampoline import run


@rule("empty-mapping", effect=Effect.REJECTED, fix="safe")
def empty_mapping(diagnostic: EmptySection, source: SourceFile) -> Iterator[Diagnostic]:
    """An option that must hold something is empty."""
    node = diagnostic.value
    if _holds_nulls(node) or diagnostic.node is node:
        return
    key = diagnostic.key.value
    help, removal = f"Delete `{key}`; if nothing is left, leave a comment in the file.", _removal(diagnostic, source)
    if diagnostic.option.of is not None and diagnostic.option.of.__name__ == "FileProvider":
        help, removal = "Name the `directory` or the file (`filename`) that it reads.", None
    elif _ends_object(diagnostic, source):
        help, removal = _to_be_filled(diagnostic), None
    brackets = "{}" if type(node) is Mapping else "[]" if type(node) is Sequence else "''"
    yield said(
        diagnostic,
        source,
        f"`{key}: {brackets}` is empty, and Traefik refuses the file.",
        help,
        removal,
    )


@rule("all-null-section", effect=Effect.REJECTED, fix="safe")
def all_null_section(diagnostic: EmptySection, source: SourceFile) -> Iterator[Diagnostic]:
    """A section holds only keys with nothing behind them."""
    key, node = diagnostic.key.value, diagnostic.value
    if type(node) is not Mapping or not _holds_nulls(node):
        return
    inner = ", ".join(f"`{name.value}`" for name, _ in node.pairs)
    message = f"`{key}` holds only empty keys ({inner}), and Traefik refuses the file."
    known = diagnostic.option.of.keys if diagnostic.option.of is not None else {}
    meant = [pair for pair in node.pairs if (option := known.get(fold(pair[0].value))) and option.may_be_empty]
    if meant and is_null(meant[0][1]):
        document = source.document
        edits = joined(*(empty_braces(document, *pair) for pair in meant))
        written = ", ".join(f"`{name.value}: {{}}`" for name, _ in meant)
        yield said(
            diagnostic,
            source,
            message,
            f"Write {written}.",
            fix(document, f"Write {written}", edits, safe=len(meant) == 1),
        )
        return
    if _ends_object(diagnostic, source):
        yield said(diagnostic, source, message, _to_be_filled(diagnostic))
        return
    yield said(diagnostic, source, message, f"Delete `{key}`, or fill it.", _removal(diagnostic, source))


def _holds_nulls(node: Node) -> bool:
    return type(node) is Mapping and bool(node.pairs)


def _removal(diagnostic: EmptySection, source: SourceFile) -> Fix | None:
    """The fix that removes an empty section, and what becomes empty with it."""
    outermost = _dead_keys(source).get(diagnostic.span)
    return delete(source.document, outermost) if outermost is not None else None


def _ends_object(diagnostic: EmptySection, source: SourceFile) -> bool:
    """Whether nothing would be left of an object that others may refer to, such as a service, without an empty section:
    it is a beginning, and what is meant to use the object would lead nowhere."""
    thing: Section | None = diagnostic.section
    while thing is not None and not isinstance(thing, Named):
        thing = thing.parent
    outermost = _dead_keys(source).get(diagnostic.span)
    if thing is None or thing.node is None or outermost is None or isinstance(thing, (Router, TcpRouter, UdpRouter)):
        return False
    return outermost.span[:2] < thing.node.span[:2] or type(diagnostic.section) in (Middleware, TcpMiddleware)


_OF_SERVICES = {"loadBalancer": "servers", "weighted": "services"}
"""What the types of services hold, which are lists that no lone value is meant for."""


def _to_be_filled(diagnostic: EmptySection) -> str:
    """What is to be written into an empty section, as far as it is known."""
    key = diagnostic.key.value
    usual = usual_option(diagnostic.option) or _OF_SERVICES.get(key, "")
    if usual:
        return f"Give `{key}` its options, such as `{usual}`."
    return f"Give `{key}` its options." if diagnostic.option.of is not None else f"Fill in `{key}`."


@lru_cache(maxsize=1)
def _dead_keys(source: SourceFile) -> dict[Span, Scalar]:
    """For the key of each empty section in a file, the outermost key that dies with it."""
    refused = {one.span for one in source.diagnostics if isinstance(one, EmptySection) and one.node is one.key}
    root = source.document.root
    return _find_dead(root, refused) if type(root) is Mapping else {}


def _find_dead(root: Mapping, refused: set[Span]) -> dict[Span, Scalar]:
    found: dict[Span, Scalar] = {}
    known: dict[int, bool] = {}
    seen: set[int] = set()
    waiting: list[tuple[Mapping, Scalar | None]] = [(root, None)]
    while waiting:
        mapping, above = waiting.pop()
        if id(mapping) in seen:
            continue
        seen.add(id(mapping))
        for key, node in mapping.pairs:
            outermost = above or (key if run(_is_dead(key, node, refused, known)) else None)
            if outermost is not None and key.span in refused:
                found.setdefault(key.span, outermost)
            if type(node) is Mapping:
                waiting.append((node, outermost))
    return found


def _is_dead(key: Scalar, node: Node, refused: set[Span], known: dict[int, bool]) -> Generator[Any, Any, bool]:
    """Whether nothing is left of a pair once every refused section is gone; `known` holds the answers by key."""
    if id(key) not in known:
        known[id(key)] = key.span in refused
        if type(node) is Mapping and node.pairs and not known[id(key)]:
            for name, value in node.pairs:
                if not (is_null(value) or (yield _is_dead(name, value, refused, known))):
                    break
            else:
                known[id(key)] = True
    return known[id(key)]


@rule("mapping-expected", effect=Effect.REJECTED, fix="safe")
def mapping_expected(
    diagnostic: EmptySection | ListForSection | ListForNames | EntryIsList | EntryWithoutOptions | ValueInSections,
    source: SourceFile,
) -> Iterator[Diagnostic]:
    """A list stands where names are wanted."""
    key, option, node = diagnostic.key.value, diagnostic.option, diagnostic.node
    fix, cause = None, ""
    if isinstance(diagnostic, EmptySection):
        if node is diagnostic.key:
            return
        message = f"`{key}` must be a section with options below it, not {a(node)}."
        help = _as_settings(diagnostic, source) or _as_toml(node) or _with_its_option(key, diagnostic, source)
        usual = f", as `{usual_option(option)}`" if usual_option(option) else ""
        help = help or f"Write the options of `{key}` below it, one a line{usual}."
    elif isinstance(diagnostic, ListForNames):
        first = diagnostic.items[0]
        name = (first_child(first) if type(first) is Mapping else "") or "name"
        message = f"`{option.key}` must be a mapping of names, not a list."
        help = f"Write `{name}:` instead of `- {name}:`."
        given = _given_name(first)
        if given:
            help = f"Write `{given}:` instead of `- name: {given}`, and its options below it."
        if not diagnostic.unknown:
            help = "Write a name and a colon instead of each dash."
        fix = names_for_dashes(source.document, node) if type(node) is Sequence else None
    elif isinstance(diagnostic, EntryWithoutOptions):
        if type(node) is Sequence and has_mappings(node):
            return  # which Traefik refuses, as is told of the list
        message = f"`{key}` of `{option.key}` must hold options, not {a(node)}: Traefik makes it an empty one."
        help = _as_toml(node) or f"Write its options below `{key}`."
        of = option.of
        if are_settings(source):
            help = _as_settings(diagnostic, source)
        elif above := name_before(diagnostic.section, key):
            message = f"`{key}` stands beside `{above}`, not below it, so Traefik takes it for a name."
            help, cause = f"Indent it further: it belongs below `{above}`.", diagnostic.section.path[: -len(key)]
        elif option.key == "entryPoints" and type(node) is Scalar and ":" in node.value:
            help = f"Write `{with_option(source.document.file, key, 'address', [node.value], is_list=False)}`."
        elif of is not None and fold(key) in of.keys:
            above = name_before(diagnostic.section, key, has_options=True)
            meant = f"indent it further if it belongs below `{above}`, else write a name of your own above it."
            help = f"`{key}` is an option: {meant if above else 'a name of your own is missing above it.'}"
            if type(diagnostic.section) is TlsOptions and not above:
                help = f"`{key}` is an option: write `default:` above it, which is for all routers, or a name."
                cause = diagnostic.section.path[: -len(key)]
        elif option.key == "plugins" and key == "enabled":
            help = "Delete it: a plugin is on as soon as it is declared."
    elif isinstance(diagnostic, ValueInSections):
        if option.key == "servers":
            return
        message, help, fix = _lone_value(diagnostic, source)
    else:
        message, help = f"`{key}` must hold options, not a list.", _without_dashes(node)
        if is_toml_file(source.document.file):
            help = f"Write `[{diagnostic.path}]`, with one bracket."
            if diagnostic.path == "tls":  # whose list was that of the certificates in Traefik 1
                help = "Since Traefik 2 it is `[[tls.certificates]]`, with `certFile` and `keyFile`."
    yield said(diagnostic, source, message, help, fix)._replace(cause=cause)


def _without_dashes(node: Node) -> str:
    """How the options of a list come to stand below the key itself, where an item that is no option has no place."""
    if type(node) is not Sequence:
        return "Take the dashes away."
    marks = "brackets" if node.flow else "dashes"
    if all(type(item) is Mapping for item in node.items):
        return f"Take the {marks} away."
    return f"Delete the items that are no options, and take the {marks} away from the others."


def _given_name(item: Node) -> str:
    """The name that an item of a list gives itself, where names stand as keys; empty where it gives none."""
    if type(item) is not Mapping:
        return ""
    named = (value.value for key, value in item.pairs if fold(key.value) == "name" and type(value) is Scalar)
    return next(named, "")


def _as_settings(diagnostic: KnownOptionDiagnostic, source: SourceFile) -> str:
    """How to write a value that stands for a section as a flag or a variable; empty in files."""
    node, option, path = diagnostic.node, diagnostic.option, diagnostic.path
    if not are_settings(source) or type(node) is not Scalar:
        return ""
    is_named, meant = isinstance(option.kind, ByName), meant_option(option, node.value)
    is_entry = isinstance(diagnostic, EntryWithoutOptions)
    if is_named and not is_entry:
        path += ".NAME"
    if meant and (not is_named or (is_entry and ":" in node.value)):
        return f"Write `{as_setting(source, f'{path}.{meant}', shown(node.value))}`."
    first = "OPTION" if is_named or option.of is None else next(iter(option.of.fields.values())).key
    example = as_setting(source, f"{path}.{usual_option(option) or first}", "VALUE")
    return f"Write each of its options by itself, as in `{example}`."


def _with_its_option(written: str, diagnostic: KnownOptionDiagnostic, source: SourceFile) -> str:
    """How to write a value that stands for a section with the option that it is meant for; empty where that is not
    known, or the value is a long one."""
    section, node = diagnostic.option, diagnostic.node
    items = node.items if type(node) is Sequence else [node]
    values = [item.value for item in items if type(item) is Scalar]
    option = meant_option(section, values[0]) if len(values) == 1 else usual_option(section)
    if not option or section.of is None or not items or len(values) < len(items):
        return ""
    is_list = isinstance(section.of.keys[fold(option)].kind, Texts)
    if is_list and type(node) is Scalar and option != "regex":
        values = [value.strip() for value in node.value.split(",")]
    is_one_of = len(values) > 1 and not is_list
    if is_one_of or len(", ".join(values)) > 60 or option == "users" or any("\n" in value for value in values):
        return f"Write its options below it, such as `{option}`."
    return f"Write `{with_option(source.document.file, written, option, values, is_list=is_list)}`."


def _as_toml(node: Node) -> str:
    """How to write in YAML what is written as in TOML; empty where it is not."""
    found = re.match(r"([A-Za-z]\w*)\s+=\s", node.value) if type(node) is Scalar and not node.style else None
    return f"This is TOML: in YAML a name is followed by a colon, as in `{found[1]}: …`." if found else ""


@rule("server-as-string", effect=Effect.SILENT, category="service", fix="safe")
def server_as_string(diagnostic: ValueInSections, source: SourceFile) -> Iterator[Diagnostic]:
    """A server is given as a text."""
    if diagnostic.option.key == "servers":
        yield said(diagnostic, source, *_lone_value(diagnostic, source))


def _lone_value(diagnostic: ValueInSections, source: SourceFile) -> tuple[str, str, Fix | None]:
    item, option = diagnostic.node, _main_option(diagnostic.option)
    value = item.value if type(item) is Scalar else ""
    mirrors, file = diagnostic.option.key == "mirrors", source.document.file
    written = f"{option}: {value}"
    if is_toml_file(file):
        written = f"{{ {option_in_file(file, option, value)} }}"
    return (
        f"`{shown(value)}` has no options, and Traefik drops it: an item of `{diagnostic.option.key}` holds options.",
        (f"Write `{written}`" if option else "Write its options") + (_BESIDE if mirrors else "."),
        as_item(source.document, item, option, in_list=True)
        if option and not mirrors and _fits(item, option)
        else None,
    )


_BESIDE = ", and `percent` below it, without which it gets no requests."


@rule("list-expected", effect=Effect.SILENT, fix="safe")
def list_expected(
    diagnostic: ValueForSections | MappingForSections | MappingForTexts, source: SourceFile
) -> Iterator[Diagnostic]:
    """One value stands where a list is wanted."""
    key, node = diagnostic.option.key, diagnostic.node
    fix = None
    if isinstance(diagnostic, MappingForTexts):
        message = f"`{key}` must be a list of strings, and Traefik ignores this mapping."
        help = f"Write `{key}: [first, second]`."
        if key == "middlewares" and holds_sections(node):
            help = DEFINE_IT.format(key)
        elif key == "users":
            help = 'Write each on a line below it, as `- "name:hash"`.'
    elif isinstance(diagnostic, ValueForSections):
        option = _main_option(diagnostic.option)
        message = f"`{key}` must be a list, and Traefik ignores a single value."
        help = f"Write `- {option}: …` below `{key}`." if option else f"Write a list below `{key}`."
        if are_settings(source):
            path = f"{diagnostic.path}[0].{option or 'OPTION'}"
            help = f"Write `{as_setting(source, path, shown(diagnostic.text) if option else 'VALUE')}`."
        fix = as_item(source.document, node, option, in_list=False) if option and _fits(node, option) else None
    elif diagnostic.is_one_item:
        message = f"`{key}` must be a list: written like this, Traefik gets an empty item for each key."
        help = f"Write `- {diagnostic.pairs[0][0].value}: …`, with a dash."
        if is_toml_file(source.document.file):
            help = f"Write `[[…{key}]]`, with two brackets."
        fix = as_item(source.document, node, "", in_list=False) if _has_known_options_only(diagnostic) else None
    else:
        message = f"`{key}` is a list; Traefik takes the values of this mapping as its items, and drops their keys."
        help = "Write a dash instead of each name."
        first = diagnostic.pairs[0][0].value if diagnostic.pairs else ""
        if first.startswith("-"):
            message = f"`{key}` is a list, and `{first}` is a key to Traefik, as no space follows its dash."
            help = f"Write `- {first.lstrip('-')}: …`."
        elif is_toml_file(source.document.file):
            help = f"Write `[[…{key}]]` for each, with two brackets and without its name."
        if all(type(item) is Mapping for _, item in diagnostic.pairs):
            yield said(diagnostic, source, message, help)._replace(severity=Severity.INFO)  # all is as it is meant
            return
    yield said(diagnostic, source, message, help, fix)


def _has_known_options_only(diagnostic: MappingForSections) -> bool:
    """Whether the mapping could stand as an item: nothing is said of what lies below it now, and much would be then."""
    of = diagnostic.option.of
    return of is not None and all(fold(key.value) in of.keys for key, _ in diagnostic.pairs)


def _main_option(option: Option) -> str:
    """The option that a lone text in a list of sections must be, where it can be only one."""
    if option.key == "servers" and option.of is not None:
        return "url" if "url" in option.of.by_key else "address"
    return MAIN_OPTIONS.get(option.key, "")


def _fits(node: Node, option: str) -> bool:
    """Whether a lone text is what the option takes, as far as one can see."""
    return type(node) is Scalar and (option != "url" or node.value.startswith(("http://", "https://", "h2c://")))


_SAME_WITHOUT = ("log", "ipStrategy")
"""Options that come to the same with their defaults and without."""


@rule("switched-off", effect=Effect.SILENT, fix="unsafe")
def switched_off(diagnostic: SwitchedOff, source: SourceFile) -> Iterator[Diagnostic]:
    """A value switches an option off instead of on."""
    key = diagnostic.option.key
    if diagnostic.node is diagnostic.key:
        written = (
            type(diagnostic.value) is Scalar and diagnostic.value.value != ""
        )  # `null` is meant, as beside a merge
        is_told = _is_told_otherwise(diagnostic.section) or _has_options_beside(diagnostic)
        if not written and key not in _SAME_WITHOUT and not is_told:
            message = f"`{key}` has no value, so it is as if it were not there; write `{key}: {{}}` to switch it on."
            edits = empty_braces(source.document, diagnostic.key, diagnostic.value)
            yield said(diagnostic, source, message, fix=fix(source.document, f"Write `{key}: {{}}`", edits, safe=False))
        return
    if says_off(diagnostic.text) or is_left_without(diagnostic.section):
        return  # says what it does, or is told with what comes of it
    instead, help = _switched_on(diagnostic, source)
    whose = owner(diagnostic.section) if diagnostic.section.step else ""
    what = f"switches `{key}` off{f' for {whose}' if whose else ''}"
    if key == "tls" and type(diagnostic.section) is Router:  # its entry points may give it some
        what = f"gives {whose} no TLS of its own"
    message = f"`{instead}` {what}, because `{key}` takes options, not a value."
    yield said(diagnostic, source, message, help)


def _switched_on(diagnostic: SwitchedOff, source: SourceFile) -> tuple[str, str]:
    """A value that switches a section off as it is written, and how to write what is meant."""
    option, path, text = diagnostic.option, diagnostic.path, shown(diagnostic.text)
    meant = meant_option(option, diagnostic.text)
    if are_settings(source):
        written = as_setting(source, path, text)
        if meant:
            return written, f"Write `{as_setting(source, f'{path}.{meant}', text)}`."
        others = "" if is_switch(diagnostic.text) else ", or each of its options by itself"
        return written, f"Write `{as_setting(source, path, 'true')}`{others}."
    file, node = source.document.file, diagnostic.node
    is_word = type(node) is not Scalar or bool(node.style)
    written = option_in_file(file, option.key, text) if is_word or not is_toml_file(file) else f"{option.key} = {text}"
    if type(node) is Sequence:
        items = ", ".join(item.value for item in node.items if type(item) is Scalar)
        written = f"{option.key}{' = ' if is_toml_file(file) else ': '}[{shown(items)}]"
    help = _with_its_option(option.key, diagnostic, source)
    return written, help or f"Write its options below it, or `{option_in_file(file, option.key)}` for its defaults."


def _has_options_beside(diagnostic: SwitchedOff) -> bool:
    """Whether what belongs below an option without a value stands beside it, of which another rule tells."""
    node, section, of = diagnostic.section.node, diagnostic.section, diagnostic.option.of
    beside = {fold(key.value) for key, _ in node.pairs} if type(node) is Mapping else set()
    return of is not None and not beside.difference(section.keys).isdisjoint(of.keys)


def _is_told_otherwise(section: Section) -> bool:
    """Whether an option without a value leaves its section empty, which has a rule of its own."""
    node = section.node
    alone = type(node) is Mapping and all(is_null(value) for _, value in node.pairs)
    return type(section) in (Middleware, TcpMiddleware) or alone
