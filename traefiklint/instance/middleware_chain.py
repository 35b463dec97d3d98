"""Which middlewares run for a router, in what order, and where the router names them."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.instance.instance import Project
from traefiklint.instance.references import HTTP_MIDDLEWARES, Reference
from traefiklint.model.http import Router
from traefiklint.model.middleware import Middleware


def running(router: Router, project: Project) -> Iterator[tuple[Reference, Middleware | None]]:
    """The middlewares that a request meets, those of the entry points first, chains taken apart.

    With each comes the router's reference that brings it; None stands for one that is not in the files.
    """
    for reference in reversed(project.needs.get(router, ())):
        if reference.kind == HTTP_MIDDLEWARES:
            for middleware in _members(reference, project):
                yield reference, middleware


def _members(reference: Reference, project: Project) -> Iterator[Middleware | None]:
    seen = set()
    waiting = [reference]
    while waiting:
        target = waiting.pop().target
        if not isinstance(target, Middleware):
            yield None
        elif target.chain is None:
            yield target
        elif target not in seen:
            seen.add(target)
            waiting += project.needs.get(target, ())
