"""What stays unknown because Traefik reads no file of the server and asks nobody, said once and at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from traefiklint.docker.containers import Container
from traefiklint.findings import Effect, Finding
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Section
from traefiklint.records import changed
from traefiklint.verify.given import GivenFile, stand_in_of
from traefiklint.verify.places import CausePlace
from traefiklint.verify.reading import CANNOT_KNOW, made
from traefiklint.verify.rendering import RenderedTemplate


def not_read(instance: Instance, given: Mapping[str, GivenFile]) -> Iterator[Finding]:
    """That stand-ins took the place of files: one finding a directory, at the first of them."""
    replaced = [
        (part.document.file, opened)
        for part in instance.files
        for opened in given[part.document.file].opened
        if not opened.copy
    ]
    if not replaced:
        return
    values = list(dict.fromkeys(opened.value for _, opened in replaced))
    listed = [f"`{value}`" for value in values[:3]] + ([f"{len(values) - 3} more"] if len(values) > 3 else [])
    shown = " and ".join(filter(None, (", ".join(listed[:-1]), listed[-1])))
    files, are = ("file", "is") if len(values) == 1 else ("files", "are")
    file, first = replaced[0]
    message = (
        f"{shown} {are} not read here; a stand-in took the place of each: whether Traefik can use the server's "
        f"{files} is not known."
    )
    yield made(CANNOT_KNOW, Effect.ADVICE, message, CausePlace(file, first.node.span))


def not_answered(file: str, template: RenderedTemplate) -> Iterator[Finding]:
    """That functions of a template are answered otherwise here."""
    for asked in template.asked:
        message = (
            f"`{asked.function}` gets {asked.answer} here: Traefik is given no environment and no name server; what it "
            f"gets on the server is not known."
        )
        yield made(CANNOT_KNOW, Effect.ADVICE, message, CausePlace(file, asked.span))


def without_files(containers: Sequence[Container], instance: Instance) -> list[Container]:
    """Containers whose labels lead to no file: to a stand-in, where there is one, else the label is left out."""
    instead = dict(_named(instance)) if containers else {}
    return [_without(one, instead) for one in containers] if instead else list(containers)


def _without(container: Container, instead: dict[str, str]) -> Container:
    tags = {name: instead.get(name, value) for name, value in container.tags.items() if instead.get(name) != ""}
    return changed(container, tags=tags)


def _named(instance: Instance) -> Iterator[tuple[str, str]]:
    """The names of labels that name files, and what takes the place of the value; empty where nothing does."""
    for sections in instance.parts.values():
        for section in sections:
            if getattr(section, "written", None) and section.document.holds_labels:
                yield from _of(section)


def _of(section: Section) -> Iterator[tuple[str, str]]:
    for attribute, option in section.fields.items():
        if option.opens and section.gives(attribute):
            label = section.document.label_of(section.written[attribute][0])  # type: ignore[attr-defined]
            if label is not None:
                yield label.name.text, stand_in_of(option.opens)
