"""Both ways of converting, in a test: texts in, texts and objects out."""

from __future__ import annotations

from typing import Any

from traefiklint.cli.convert import compose_text
from traefiklint.convert.to_file import FileMade, data_of, file_of, text_of
from traefiklint.convert.to_labels import LabelsMade, labels_of
from traefiklint.discovery.projects import Projects
from traefiklint.instance.instance import Instance
from traefiklint.instance.load import read_context, read_instance
from traefiklint.options import Options

CONTEXT = read_context(Options(profile="none"), {}).context


def of_compose(files: dict[str, str] | str) -> Instance:
    """What a compose project comes to."""
    texts = {"compose.yml": files} if isinstance(files, str) else files
    names = tuple(name for name in ("compose.yml", "compose.override.yml") if name in texts)
    return read_instance({}, CONTEXT, projects=Projects((names,), texts.get, "demo"))


def of_file(text: str) -> Instance:
    """What a dynamic file comes to."""
    return read_instance({"made.yml": text}, CONTEXT)


def objects(instance: Instance) -> list[tuple[str, Any]]:
    """The objects with their kinds."""
    return [(kind, thing) for kind, named in instance.objects.items() for thing in named.values()]


def to_file(instance: Instance) -> tuple[FileMade, str]:
    """The file of labels, as data and as text."""
    assert instance.labels is not None
    made = file_of(instance.labels.objects, CONTEXT.target)
    return made, text_of(made.data)


def to_labels(instance: Instance) -> tuple[LabelsMade, str]:
    """The labels of a file, and a compose file that has them."""
    made = labels_of(objects(instance), CONTEXT.target)
    return made, compose_text(made.blocks).replace("    labels:\n", "    image: x\n    expose: [1]\n    labels:\n")


def compared(thing: Any) -> dict[str, Any]:
    """An object without what the two sides name otherwise: the provider of its references, and its servers."""
    data = data_of(thing, CONTEXT.target, lambda _, name: name.removesuffix("@file").removesuffix("@docker"))
    if isinstance(data.get("loadBalancer"), dict):
        data["loadBalancer"] = {key: value for key, value in data["loadBalancer"].items() if key != "servers"}
    return data
