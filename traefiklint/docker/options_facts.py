"""What the decoder says about labels, as the facts that rules are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from traefiklint.decoding.label_texts import MissingValue, StrayCharacters
from traefiklint.decoding.label_tree import BadName, InvalidSlice, NameFault, Panic
from traefiklint.decoding.labels import DecodedLabels
from traefiklint.docker.containers import Container
from traefiklint.docker.facts import (
    BrokenName,
    ContainerFact,
    EmptyObject,
    FileOnlyOption,
    FreezingName,
    IndexedList,
    LabelOption,
    LabelWithoutValue,
    ListWithoutIndex,
    MisshapenLabel,
    StrayInLabel,
    SwitchedOffByLabel,
    TwoSpellings,
    UnknownLabelOption,
    UnreadableLabelValue,
)
from traefiklint.findings import Effect
from traefiklint.model import diagnostics as told
from traefiklint.model.diagnostics import OptionDiagnostic

_CLASSES: dict[type[OptionDiagnostic], type[LabelOption]] = {
    told.UnknownKey: UnknownLabelOption,
    told.TooNewOption: UnknownLabelOption,
    told.UnreadableValue: UnreadableLabelValue,
    told.EmptySection: MisshapenLabel,
    told.MappingForValue: MisshapenLabel,
    InvalidSlice: MisshapenLabel,
    told.MappingForTexts: IndexedList,
    told.MappingForSections: ListWithoutIndex,
    told.ValueForSections: ListWithoutIndex,
    told.SwitchedOff: SwitchedOffByLabel,
    told.HiddenOption: FileOnlyOption,
    told.EntryWithoutOptions: EmptyObject,
    MissingValue: LabelWithoutValue,
    StrayCharacters: StrayInLabel,
}


def facts_of(
    decoded: DecodedLabels, container: Container, disables: tuple[str, ...], *, of_provider: bool
) -> Iterator[ContainerFact]:
    """What is wrong with the names and values of a container's labels.

    Args:
        disables: the objects that are not there if Traefik drops the container.
        of_provider: whether these are the labels for the provider itself.
    """
    yield from _of_names(decoded.faults, container, disables)
    for said in decoded.diagnostics:
        of = _CLASSES.get(type(said))
        if of is not None:
            lost = disables if said.effect is Effect.REJECTED else ()
            yield of(container, lost, said, of_provider)


def _of_names(faults: Iterable[NameFault], container: Container, disables: tuple[str, ...]) -> Iterator[ContainerFact]:
    for fault in faults:
        if type(fault) is BadName:
            yield BrokenName(container, disables, fault)
        elif type(fault) is Panic:
            yield FreezingName(container, (f"*@{container.document.provider}",), fault)
        else:
            yield TwoSpellings(container, (), fault)  # type: ignore[arg-type]  # the two others are told apart above
