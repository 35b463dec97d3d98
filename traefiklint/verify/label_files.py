"""Labels that name files of the server, which the Traefik that is asked gets nothing of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from traefiklint.docker.containers import Container
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Section
from traefiklint.records import changed
from traefiklint.verify.given import stand_in_of


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
