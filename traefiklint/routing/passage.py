"""A request on its way through lists of middlewares, and through the chains among them."""

from __future__ import annotations

from typing import Any, NamedTuple

from traefiklint.instance.rewritten import LONGEST
from traefiklint.model.base import Place
from traefiklint.routing import effects_access, effects_path, effects_rest
from traefiklint.routing.effects_path import redirect_to
from traefiklint.routing.entries import Entry
from traefiklint.routing.route import Route
from traefiklint.routing.state import End, RequestEffect, State, key_of, kind_of
from traefiklint.routing.world import World

_APPLIERS = effects_path.APPLIERS | effects_access.APPLIERS | effects_rest.APPLIERS


def apply(middleware: Any, kind: str, state: State) -> RequestEffect:
    """What a middleware of a kind does to a request."""
    return _APPLIERS[kind](getattr(middleware, kind), state)


MOST_STEPS = 1_000
"""How many middlewares a request is followed through, for each list of them."""
_TOO_MANY = (f"and more: over {MOST_STEPS:,} steps", "what the rest of its middlewares do: there are too many")
_TOO_LONG = "what the rest of its middlewares do: the path is too long"


class Step(NamedTuple):
    """One middleware, and what it does to the request."""

    name: str
    """With its provider."""
    kind: str
    """Its type, as in `stripPrefix`; empty where nobody knows."""
    effect: str
    place: Place | None = None
    via: str = ""
    """What brings it, where it is not the router itself: `entry point web`, `chain secured@file`."""
    doubt: str = ""
    """What nobody can tell from here, though the answer depends on it."""
    end: End | None = None
    """The answer, where the middleware gives it itself."""

    @property
    def where(self) -> str:
        """File and line; empty where it is not in the files."""
        return f"{self.place.file}:{self.place.span.line}" if self.place is not None else ""


class Passage(NamedTuple):
    """How far a request has come."""

    state: State
    steps: tuple[Step, ...] = ()
    end: End | None = None
    """The end of the request; nothing comes after it."""
    auth: End | None = None
    """What a visitor gets who does not say who he is; what comes after it is for those who do."""

    def after(self, step: Step, state: State) -> Passage:
        """The same, one step further."""
        end = step.end
        if end is not None and end.kind == "auth":
            return Passage(state, (*self.steps, step), None, self.auth or end)
        return Passage(state, (*self.steps, step), end, self.auth)

    @property
    def answer(self) -> End | None:
        """What the visitor gets where no service is asked."""
        return self.auth or self.end

    @property
    def doubts(self) -> tuple[str, ...]:
        return tuple(step.doubt for step in self.steps if step.doubt)


def through_router(world: World, entry: Entry, route: Route, passage: Passage) -> Passage:
    """Through the middlewares of a router: those of the entry point, then its own."""
    referrer = route.name
    count = route.from_entry_point
    passage = through(world, route.middlewares[:count], referrer, passage, f"entry point {entry.name}")
    if passage.end is not None:
        return passage
    if route.own is not None and route.own.redirection is not None:
        effect = redirect_to(route.own.redirection, passage.state)
        return passage.after(
            Step(f"redirect-{route.name}", "redirectScheme", effect.text, end=effect.end), effect.state
        )
    return through(world, route.middlewares[count:], referrer, passage, "")


def through(world: World, names: tuple[str, ...], referrer: str, passage: Passage, via: str) -> Passage:
    """Through a list of references to middlewares, in order, up to the one that ends the request.

    Chains in which each names the next one twice run 2^n middlewares, in Traefik too. After `MOST_STEPS` we give up.
    """
    waiting = [(iter(names), referrer, via)]
    state, end, auth = passage.state, passage.end, passage.auth
    steps: list[Step] = []
    left = 4 * MOST_STEPS + len(world.instance.objects["http.middlewares"])
    while waiting and end is None:
        here, referrer, via = waiting[-1]
        name = next(here, None)
        if name is None:
            waiting.pop()
            continue
        left -= 1
        full, middleware = world.find("http.middlewares", name, referrer)
        if left < 0 or len(steps) >= MOST_STEPS or len(state.path) > LONGEST:
            why, doubt = ("the path is too long by now", _TOO_LONG) if len(state.path) > LONGEST else _TOO_MANY
            steps.append(Step(full, "", why, via=via, doubt=doubt))
            break
        if middleware is not None and middleware.chain is not None:
            waiting.append((iter(middleware.chain.middlewares), middleware.full, f"chain {full}"))
            continue
        if middleware is None:
            step = Step(full, "", "lies in another provider", via=via, doubt=f"what the middleware `{full}` does")
        else:
            step, state = _step(full, middleware, state, via)
        steps.append(step)
        if step.end is not None and step.end.kind == "auth":
            auth = auth or step.end
        else:
            end = step.end
    return Passage(state, (*passage.steps, *steps), end, auth)


def _step(full: str, middleware: Any, state: State, via: str) -> tuple[Step, State]:
    kind = kind_of(middleware)
    place = middleware.key_at()
    if not kind:
        return Step(full, "", "has no type", place, via), state
    effect = apply(middleware, kind, state)
    return Step(full, key_of(middleware, kind), effect.text, place, via, effect.doubt, effect.end), effect.state
