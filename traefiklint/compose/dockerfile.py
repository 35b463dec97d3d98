"""The image on which a service is built: what the Dockerfile of its `build` begins with.

Sources: the Dockerfile reference on `FROM`, `ARG` and what comes before the first stage; the Compose specification on
`build`. What cannot be told of it is None, so that nobody takes a guess for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from traefiklint.compose.files import Files, beside, is_elsewhere, text_if_known
from traefiklint.compose.labels import environment_of
from traefiklint.compose.project import Base
from traefiklint.compose.report import Report
from traefiklint.compose.tree import Entries, Leaf, Tree, is_null
from traefiklint.compose.values import Given
from traefiklint.patterns import lazy

_CONTINUED = lazy(r"\\[ \t]*\r?\n(?:[ \t]*#[^\n]*\n)*")
_HEREDOC = lazy(
    r"(?ims)^[ \t]*(?:RUN|COPY|ADD)\b[^\n]*?<<-?[\"']?(?P<end>\w+)[\"']?[^\n]*\n.*?^[ \t]*(?P=end)[ \t\r]*$"
)
_STAGE = lazy(r"(?im)^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(?P<image>\S+)(?:[ \t]+AS[ \t]+(?P<name>\S+))?")
_ARGUMENTS = lazy(r"(?im)^[ \t]*ARG[ \t]+(.*)$")
_ARGUMENT = lazy(r"(?P<name>\w+)(?P<set>=(?P<value>(?:\"[^\"]*\"|'[^']*'|[^\s\"'])*))?")
_VARIABLE = lazy(r"\$(?:(?P<bare>\w+)|\{(?P<name>\w+)(?:(?P<sign>:?[-+])(?P<word>[^{}$]*))?\})")

_CHANGE = lazy(r"(?im)^[ \t]*(?!FROM\b|ARG\b|LABEL\b|EXPOSE\b|#)[^\s#]")


def base_image(text: str, given: Mapping[str, str | None], target: str = "") -> str | None:
    """The image on which a Dockerfile builds; None where that cannot be told.

    Args:
        text: the Dockerfile, each instruction in one line.
        given: the arguments that the build gets, which win over those of the file; None is one that nobody knows.
        target: the stage that is built, by its name or number; the last one where it is empty.
    """
    plain = _HEREDOC.sub("", text)
    stages = list(_STAGE.finditer(plain))
    if not stages:
        return None
    arguments = _before(plain[: stages[0].start()], given)
    images: list[str | None] = []
    named: dict[str, int] = {}
    for at, stage in enumerate(stages):
        image = _filled(stage["image"], arguments)
        earlier = named.get(image.lower()) if image else None
        images.append(image if earlier is None else images[earlier])
        if stage["name"]:
            named[stage["name"].lower()] = at
    if not target:
        return images[-1]
    number = named.get(target.lower(), int(target) if target.isdecimal() else -1)
    return images[number] if 0 <= number < len(images) else None


def _before(text: str, given: Mapping[str, str | None]) -> dict[str, str | None]:
    """The arguments that count for `FROM`: those before the first one."""
    found: dict[str, str | None] = {}
    for line in _ARGUMENTS.finditer(text):
        for one in _ARGUMENT.finditer(line[1]):
            name = one["name"]
            if name in given:
                found[name] = given[name]
            elif one["set"]:
                found[name] = _filled(re.sub(r"[\"']", "", one["value"]), found)
            else:
                found.setdefault(name, "")
    return found


def _filled(text: str, arguments: Mapping[str, str | None]) -> str | None:
    """A text with its arguments put in; None where one is not known."""
    is_open = False

    def put(found: re.Match[str]) -> str:
        nonlocal is_open
        value = arguments.get(found["bare"] or found["name"], "")
        is_open = is_open or value is None
        sign, word, value = found["sign"] or "", found["word"] or "", value or ""
        is_set = bool(value) if sign.startswith(":") else (found["bare"] or found["name"]) in arguments
        if sign.endswith("-"):
            return value if is_set else word
        if sign.endswith("+"):
            return word if is_set else ""
        return value

    filled = _VARIABLE.sub(put, text)
    return None if is_open or not filled or "$" in filled or filled.endswith(":") else filled


def base_of(build: Tree, variables: Mapping[str, Given], files: Files) -> Base | None:
    """The image on which the `build` of a service builds; None where its Dockerfile is not at hand, or leaves it open.

    Args:
        variables: what the arguments without a value take theirs from.
    """
    entries = build.entries if isinstance(build, Entries) else {}
    if "additional_contexts" in entries:  # these may stand for images
        return None
    context = _text(entries["context"].value if "context" in entries else None, ".")
    if isinstance(build, Leaf):
        context = _text(build, ".")
    name, target, inline = (
        _text(entries[key].value if key in entries else None, default)
        for key, default in (("dockerfile", "Dockerfile"), ("target", ""), ("dockerfile_inline", ""))
    )
    if context is None or name is None or target is None or inline is None or is_elsewhere(context):
        return None
    text = inline or text_if_known(files.texts, beside(beside(build.source.folder, context), name))
    if text is None:
        return None
    arguments: dict[str, str | None] = {}
    for one in environment_of(entries.get("args"), variables, Report()):
        given = one.given if one.value is None else one.value.given
        arguments[one.name.text] = None if given is None or given.unknown else given.text
    lines = _CONTINUED.sub(" ", text)
    image = base_image(lines, arguments, target)
    return Base(image, _CHANGE.search(lines) is None) if image is not None else None


def _text(tree: Tree | None, default: str) -> str | None:
    """What stands somewhere, or the default where nothing does; None where a variable leaves it open."""
    if tree is None or is_null(tree):
        return default
    value = Report().value(tree) if isinstance(tree, Leaf) else None
    return value.text or default if value is not None and value.is_known else None
