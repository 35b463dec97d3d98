"""The secrets that variables put into labels, flags and the environment, where no source shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from traefiklint.findings import Finding, Span
from traefiklint.patterns import lazy
from traefiklint.records import changed
from traefiklint.text.judging import is_secret_of
from traefiklint.text.masks import QUOTE, SHORTEST, glued, masked, wherever

if TYPE_CHECKING:
    from traefiklint.compose.project import ComposeProject
    from traefiklint.compose.values import Piece, Value
    from traefiklint.instance.instance import Labels


OWN_WORDS = frozenset(("credentials", "htdigest", "htpasswd", "password", "passwords", "traefiklint", "username"))
"""The words of what is said about secrets: whoever took one of them for a password must be able to read it."""


class PutIn:
    """The secrets that variables put into labels, flags and the environment, and where: what is said there tells what
    the whole value comes to. A source only shows the variable, so that nothing is to be hidden anywhere else."""

    def __init__(self, labels: Labels | None) -> None:
        self._on_line: dict[tuple[str, int], list[tuple[Span, frozenset[str], frozenset[str]]]] = {}
        for said, found in _put_into(labels, with_static=True):
            values = frozenset(part for value in found for part in _parts(value))
            around = frozenset(word for one in said for word in _words(one.text))
            for one in said:
                span = one.node.span
                for line in range(span[0], span[2] + 1):
                    self._on_line.setdefault((one.document.file, line), []).append((span, values, around))

    def without(self, finding: Finding) -> Finding:
        """A finding that tells none of those that the values hold which it is about; nor does its fix write them."""
        places = ((finding.file, finding.span), *((other.file, other.span) for other in finding.related))
        held = [
            (found, words)
            for file, span in places
            for line in range(span[0], span[2] + 1)
            for holder, found, words in self._on_line.get((file, line), ())
            if span[:2] <= holder[2:] and holder[:2] <= span[2:]
        ]
        if not held:
            return finding
        values = frozenset(value for found, _ in held for value in found)
        around = frozenset(word for _, words in held for word in words)
        telling = frozenset(value for value in values if tells(value, ()))

        def clean(words: str) -> str:
            own = [quote.span() for quote in QUOTE.finditer(words) if _is_own(quote[0], values, around)]
            found = (
                (start, end)
                for start, end in wherever(values - telling, words)
                if not any(first < start and end < last for first, last in own)
            )
            return masked(words, (*found, *wherever(telling, words)))

        if finding.fix and any(clean(edit.text) != edit.text for edit in finding.fix.edits):
            finding = changed(finding, fix=None)
        return masked_finding(finding, clean)


_PLAIN = lazy(r"`[\w: -]+`")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _is_own(quote: str, values: Iterable[str], around: Collection[str]) -> bool:
    """Whether a quote is the message's own (`name:hash`): nothing else in it stands where the secrets are put in. What
    has other signs may be a value put right: `kaliope@docker`, `http://kaliope`."""
    if not _PLAIN.fullmatch(quote):
        return False
    others = set(_words(quote)).difference(*map(_words, values))
    return bool(others) and others.isdisjoint(around)


def _parts(value: str) -> Iterator[str]:
    """A secret, and what is said of it where it is read as a list or is quoted in turn."""
    yield value
    yield from (part for part in re.split(r"[,\s\"`\\]+", value) if len(part) >= SHORTEST)


def put_in_words(labels: Labels | None) -> frozenset[str]:
    """The words of labels that hold a secret which a variable puts there, for what shows the labels themselves."""
    found = {
        word
        for said, values in _put_into(labels)
        for one in said
        for value in values
        for word in glued(one.text, value)
    }
    return frozenset(word for word in found if tells(word, ()))


def _put_into(
    labels: Labels | None, *, with_static: bool = False
) -> Iterator[tuple[tuple[Value, ...], frozenset[str]]]:
    """The labels, as the scalars that each is written in, into which variables put secrets, and these.

    Args:
        with_static: whether what may be static configuration is meant, too.
    """
    walked: dict[int, tuple[str, ...]] = {}
    for project in labels.composed if labels is not None else ():
        for said in (*_labels_of(project), *(_static_of(project) if with_static else ())):
            if values := frozenset(value for one in said for value in _put_in(one.pieces, walked)):
                yield said, values


def _labels_of(project: ComposeProject) -> Iterator[tuple[Value, ...]]:
    """The labels of a project, each as the scalars that it is written in."""
    for service in project.services:
        for label in (*service.labels, *service.deploy_labels):
            yield label.name, label.value


def _static_of(project: ComposeProject) -> Iterator[tuple[Value, ...]]:
    """What may be static configuration in it, in the same way: arguments and the environment."""
    for service in project.services:
        for command in filter(None, (service.command, service.entrypoint)):
            yield from ((argument,) for argument in command.arguments)
        yield from ((variable.name, variable.value) for variable in service.environment if variable.value is not None)


def _put_in(pieces: Iterable[Piece], walked: dict[int, tuple[str, ...]]) -> Iterator[str]:
    """The secrets that variables put into a value, also through other variables.

    Args:
        walked: what those come to that were looked at before, as many values may have the same.
    """
    for piece in pieces:
        if not piece.variable or piece.is_stand_in:
            continue
        if is_secret_of(piece.variable, piece.text):
            yield piece.text
        elif piece.within:
            key = id(piece.within)
            if key not in walked:
                walked[key] = tuple(dict.fromkeys(_through(piece.within)))
            yield from walked[key]


def _through(pieces: tuple[Piece, ...]) -> Iterator[str]:
    waiting = [pieces]
    seen: set[int] = set()
    while waiting:
        for piece in waiting.pop():
            if piece.variable and not piece.is_stand_in and is_secret_of(piece.variable, piece.text):
                yield piece.text
            elif piece.within and id(piece.within) not in seen:
                seen.add(id(piece.within))
                waiting.append(piece.within)


def tells(value: str, public: Collection[str]) -> bool:
    """Whether a secret is one by its letters, too: `admin` as a password is hidden in its place only.

    Args:
        public: words that names of files, objects and rules have, which would be unreadable without them.
    """
    return (
        value not in public and value not in OWN_WORDS and (len(value) > 7 or not (value.isalpha() and value.islower()))
    )


def masked_finding(finding: Finding, clean: Callable[[str], str]) -> Finding:
    """A finding whose words hold no secret."""
    changes: dict[str, Any] = {}
    for name in ("message", "help", "path", "object", "cause"):
        if (words := clean(before := getattr(finding, name))) != before:
            changes[name] = words
    if finding.fix and (title := clean(finding.fix.title)) != finding.fix.title:
        changes["fix"] = finding.fix._replace(title=title)
    if (disables := tuple(map(clean, finding.disables))) != finding.disables:
        changes["disables"] = disables
    related = tuple(place._replace(message=clean(place.message)) for place in finding.related)
    if related != finding.related:
        changes["related"] = related
    return changed(finding, **changes) if changes else finding
