"""Which compose files are nothing but parts of others: `include` takes all of a file, `extends` one service of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from traefiklint.compose.names import NAMES
from traefiklint.discovery.hints import parts_of, services_to_judge
from traefiklint.discovery.paths import joined


def taken_whole(texts: Mapping[str, str | bytes], found: Collection[str] = ()) -> frozenset[str]:
    """The files of which others take all that there is to judge.

    Args:
        texts: the compose files.
        found: those that nobody named. What is left over of one may serve as a template alone, if it is not called as
            the file that Compose takes by itself.
    """
    whole, services = _taken(texts)
    for path, taken in services.items():
        is_template = path in found and path.rpartition("/")[2] not in NAMES
        if is_template or services_to_judge(texts[path]) <= taken:
            whole.add(path)
    return frozenset(whole)


def extended(texts: Mapping[str, str | bytes]) -> frozenset[str]:
    """The files of which others take single services."""
    return frozenset(_taken(texts)[1])


def _taken(texts: Mapping[str, str | bytes]) -> tuple[set[str], dict[str, set[str]]]:
    """The files that others include, and which services of which files they extend."""
    whole: set[str] = set()
    services: dict[str, set[str]] = {}
    for path, text in texts.items():
        for part in parts_of(text):
            led_to = joined(path.rpartition("/")[0], part.path)
            if led_to == path or led_to not in texts:
                continue
            if part.service:
                services.setdefault(led_to, set()).add(part.service)
            else:
                whole.add(led_to)
    return whole, services
