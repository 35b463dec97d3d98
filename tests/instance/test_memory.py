"""What checks have said of sections is remembered while nothing else has changed, but for what asks about others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.each import rows
from traefiklint.instance.context import Context
from traefiklint.instance.instance import Instance
from traefiklint.instance.memory import RuleMemory

ONE, OTHER = object(), object()
INSTANCE = Instance((), Context())


class Asked:
    """Checks of which one looks at the item alone, one at what Traefik knows, and one at the other objects."""

    def __init__(self) -> None:
        self.memory = RuleMemory()
        self.item = ["an item"]

    def run(self, *key: Any) -> list[str]:
        """The checks that are asked in one run."""
        asked: list[str] = []

        def ask(checks: Sequence[Any], item: Any, instance: Instance) -> Iterator[str]:
            for check in checks:
                asked.append(check)
                if check == "others":
                    assert instance.objects["http.routers"] == {}
                if check == "knowledge":
                    assert instance.context.blank
                yield f"{check} of {item[0]}"

        self.memory.begin(*key)
        said = self.memory.ask(("alone", "knowledge", "others"), self.item, INSTANCE, ask)
        assert sorted(said) == ["alone of an item", "knowledge of an item", "others of an item"]
        return asked


@rows(
    ("before", "after", "is_same"),
    [
        ((ONE, OTHER), (ONE, OTHER), True),
        ((ONE, OTHER), (ONE, ONE), False),
        ((ONE, OTHER), (ONE,), False),
        ((ONE,), (ONE, OTHER), False),
        ((ONE,), (OTHER,), False),
        (([],), ([],), False),
    ],
)
def test_what_decides_everything_is_compared_by_what_it_is(
    before: tuple[Any, ...], after: tuple[Any, ...], is_same: bool
) -> None:
    asked = Asked()
    assert asked.run(*before) == ["alone", "knowledge", "others"]
    assert asked.run(*after) == (["others"] if is_same else ["alone", "knowledge", "others"])
    assert asked.run(*after) == ["others"], "and the next time it is remembered"
