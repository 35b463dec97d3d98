"""YAML whose keys, aliases and tags come to nothing that Traefik takes."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.texts import of_text
from traefiklint.findings import Effect
from traefiklint.instance.instance import SourceFile
from traefiklint.records import changed
from traefiklint.toml.diagnostics import RepeatedTomlKey
from traefiklint.yaml.diagnostics import (
    BadMerge,
    EndlessAlias,
    KeyNotAText,
    NoMapping,
    OddKey,
    RepeatedKey,
    TooManyAliases,
    UnknownAlias,
    WrongTag,
)

_REJECTED = Effect.REJECTED
_TYPES = {"int": "a number", "float": "a number", "bool": "a boolean", "timestamp": "a date"}


@rule("root-not-a-mapping", category="schema", effect=_REJECTED)
def root_not_a_mapping(said: NoMapping, source: SourceFile) -> Iterator[Diagnostic]:
    """The file is a list or a single value."""
    what = "a list" if said.is_list else "a single value"
    help = "Put the configuration below `http:`, `tcp:`, `udp:` or `tls:`."
    if said.language:
        help = f"This is {said.language}: call the file `….toml`."
    yield of_text(said, source, f"The file holds {what}, and Traefik needs keys such as `http:` at the top.", help)


@rule("duplicate-key", effect=_REJECTED)
def duplicate_key(said: RepeatedKey | RepeatedTomlKey, source: SourceFile) -> Iterator[Diagnostic]:
    """A mapping has the same key twice."""
    help, first = "Keep one of them, or merge what is below them.", "first defined here"
    if isinstance(said, RepeatedTomlKey):
        message = f"The key `{said.key}` is defined twice."
    elif said.first == said.span:
        message, help = "The template writes this key more than once; Traefik refuses the file.", ""
        help, first = "Move the key out of the loop.", ""
    else:
        named = "Keys that are not plain values stand" if said.key is None else f"The key `{said.key}` stands"
        message = f"{named} twice in one mapping; Traefik refuses the file."
    yield of_text(said, source, message, help, first=first)


@rule("complex-key", effect=_REJECTED)
def complex_key(said: KeyNotAText, source: SourceFile) -> Iterator[Diagnostic]:
    """A key is a list or a mapping."""
    what = "a list" if said.is_list else "a mapping"
    yield of_text(said, source, f"A key is {what}, and Traefik takes only strings.", "Write a plain name.")


@rule("non-string-key", effect=Effect.SILENT, fix="safe")
def non_string_key(said: OddKey, source: SourceFile) -> Iterator[Diagnostic]:
    """A key is a number, a boolean or a date."""
    message = f"Traefik reads the key `{said.key}` as {_TYPES[said.type]}, and names it `{said.name}`."
    if any(one.span == said.span for one in source.diagnostics):  # no option is called so, in quotes or without
        yield of_text(changed(said, edits=()), source, message)
    else:
        yield of_text(said, source, message, "Put the key in quotes.", "Put the key in quotes")


@rule("yaml-alias", effect=_REJECTED)
def yaml_alias(said: UnknownAlias | EndlessAlias | TooManyAliases, source: SourceFile) -> Iterator[Diagnostic]:
    """An alias leads nowhere, into itself, or to far too much."""
    if isinstance(said, UnknownAlias):
        message = f"The alias `*{said.name}` refers to an anchor that is not defined before it."
        help = f"Define it with `&{said.name}` further up, or put the value in quotes."
    elif isinstance(said, EndlessAlias):
        message = f"The anchor `{said.name}` contains itself."
        help = "Take the alias out of the part that its own anchor names."
    else:
        message = "The aliases of this file unfold into far more than is written."
        help = "Write the parts out, or refer to fewer of them."
    yield of_text(said, source, message, help, first="the anchor stands here")


@rule("yaml-merge-key", effect=_REJECTED)
def yaml_merge_key(said: BadMerge, source: SourceFile) -> Iterator[Diagnostic]:
    """A merge key gets something that is not a mapping."""
    message = "The merge key `<<` needs a mapping, or a list of mappings."
    yield of_text(said, source, message, "Refer to an anchored mapping, as in `<<: *defaults`.")


@rule("yaml-tag", effect=_REJECTED)
def yaml_tag(said: WrongTag, source: SourceFile) -> Iterator[Diagnostic]:
    """A tag does not fit its value."""
    message = f"The value `{said.value}` does not match its tag `{said.tag}`."
    yield of_text(said, source, message, "Remove the tag, or write a value of that type.")
