"""Texts of labels that are empty, or longer than they were meant."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.labels import place, rewritten
from traefiklint.docker.facts import LabelOption, LabelWithoutValue, StrayInLabel
from traefiklint.findings import Effect
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Place
from traefiklint.model.diagnostics import OptionDiagnostic


def _said(fact: LabelOption) -> tuple[OptionDiagnostic, Place]:
    said = fact.said
    assert said is not None, "what is told of an option is said by the decoder"
    return said, place(fact.container, said.node, said.path, said.object)


@rule("label-without-value", effect=Effect.SILENT)
def label_without_value(bare: LabelWithoutValue, instance: Instance) -> Iterator[Diagnostic]:
    """An item of a list of labels has no `=`, and so no value."""
    said, where = _said(bare)
    message = f"There is no `=` in this label, so `{said.key.value}` is empty; write `NAME=VALUE`."
    yield Diagnostic(where, message)


_WHICH = {
    "quote": "This lone quote is",
    "quotes": "The quotes inside the value are",
    "blanks": "The spaces around the value are",
}


@rule("label-stray-characters", effect=Effect.SILENT, fix="safe")
def label_stray_characters(stray: StrayInLabel, instance: Instance) -> Iterator[Diagnostic]:
    """A value begins or ends with quotes or blanks, which Traefik takes for a part of it."""
    said, where = _said(stray)
    what = _WHICH[said.error]
    # what has a dollar sign is written with two of them, and may be a hash, which is not shown
    advice = f"remove {'it' if said.error == 'quote' else 'them'}" if "$" in said.text else f"write `{said.text}`"
    message = f"{what} part of the value, because Traefik removes nothing; {advice}."
    fix = rewritten(said.node, said.text, f"Write `{said.text}`", safe=said.error != "quote")
    yield Diagnostic(where, message, fix=fix)
