"""How far a change can be seen: whether only its own file tells what Traefik makes of it, or all that Traefik reads.

A server with hundreds of applications answers slowly, and most pushes of one file change an address, a header, a
password or a comment. Whatever another file or a label could clash with, use or miss is judged with everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from traefiklint.instance.instance import Instance
from traefiklint.instance.load import read_context, read_instance
from traefiklint.options import Options
from traefiklint.patch.data import Data
from traefiklint.sync.changes import objects_of
from traefiklint.sync.decoded import decoded
from traefiklint.sync.plan import Step
from traefiklint.sync.remote import ComposeFile, OwnerlessFile

_SERVICE = re.compile(r"(http|tcp|udp)\.services\..+")
_MIDDLEWARE = re.compile(r"(http|tcp)\.middlewares\..+")
_BY_THEMSELVES = frozenset(
    (
        *("headers", "basicauth", "digestauth", "ratelimit", "inflightreq", "inflightconn", "ipallowlist"),
        *("ipwhitelist", "compress", "buffering", "retry", "circuitbreaker", "contenttype"),
    )
)
"""The middlewares that neither lead a request elsewhere nor name anything that stands elsewhere."""


def is_judged_by_itself(steps: Iterable[Step]) -> bool:
    """Whether nothing that another file or a container can see is different in any of the files."""
    return all(_is_alone(step) for step in steps)


def _is_alone(step: Step) -> bool:
    old, new = decoded(step.old), decoded(step.new)
    if isinstance(step.app, ComposeFile | OwnerlessFile) or step.old is None or old is None or new is None:
        return False
    before, after = objects_of(old), objects_of(new)
    if before.keys() != after.keys():
        return False
    if not all(_is_own(name, before[name], after[name]) for name in before if before[name] != after[name]):
        return False
    return _references(step.file, step.old) == _references(step.file, step.new)


def _is_own(name: str, old: Data, new: Data) -> bool:
    """Whether a change of an object is nobody else's business."""
    if _SERVICE.fullmatch(name):
        return True
    if not (_MIDDLEWARE.fullmatch(name) and isinstance(old, dict) and isinstance(new, dict)):
        return False
    return {key.lower() for key in (*old, *new)} <= _BY_THEMSELVES


def _references(file: str, text: str) -> set[tuple[str, str, str]]:
    """What the objects of a file refer to."""
    instance: Instance = read_instance({file: text}, read_context(Options()).context, complete=False)
    return {(one.owner.object, one.kind, one.name) for found in instance.needs.values() for one in found}
