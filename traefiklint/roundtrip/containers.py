"""Lists and dictionaries of a configuration that check what is put into them, as assignment does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, SupportsIndex, TypeVar

T = TypeVar("T")


class CheckedList(list[T]):
    """A list that checks its items."""

    def __init__(self, check: Callable[[Any], T], items: Iterable[Any] = ()) -> None:
        super().__init__(map(check, items))
        self._check = check

    def append(self, item: Any) -> None:
        super().append(self._check(item))

    def insert(self, index: SupportsIndex, item: Any) -> None:
        super().insert(index, self._check(item))

    def extend(self, items: Iterable[Any]) -> None:
        super().extend([self._check(item) for item in items])

    def __iadd__(self, items: Iterable[Any]) -> CheckedList[T]:  # type: ignore[override, misc]
        self.extend(items)
        return self

    def __setitem__(self, index: Any, value: Any) -> None:
        checked = [self._check(item) for item in value] if isinstance(index, slice) else self._check(value)
        super().__setitem__(index, checked)

    def __reduce__(self) -> tuple[Any, ...]:
        return list, (list(self),)


class Objects(dict[str, T]):
    """A dictionary that checks its values, and whose keys can be changed in place."""

    def __init__(self, check: Callable[[Any], T], entries: dict[str, Any] | None = None) -> None:
        super().__init__({str(name): check(value) for name, value in (entries or {}).items()})
        self._check = check

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, self._check(value))

    def setdefault(self, name: str, default: Any = None) -> T:
        if name not in self:
            self[name] = default
        return self[name]

    def update(self, *others: Any, **more: Any) -> None:
        for name, value in dict(*others, **more).items():
            self[name] = value

    def __ior__(self, other: Any) -> Objects[T]:  # type: ignore[override, misc]
        self.update(other)
        return self

    def rename(self, name: str, new: str) -> None:
        """Give an object another name; it keeps its place. What refers to it is left as it is.

        Raises:
            KeyError: there is no object of this name.
            ValueError: the new name is taken.
        """
        if name not in self:
            raise KeyError(name)
        if new != name and new in self:
            raise ValueError(f"`{new}` is there already")
        entries = [(new if key == name else key, value) for key, value in self.items()]
        self.clear()
        super().update(entries)

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)
