"""The known name that a mistaken one is probably meant to be, for "did you mean".

Many names may be looked up among many: the work for one does not grow with how many are known. They are kept as the
smallest automaton that accepts them (J. Daciuk and others, "Incremental construction of minimal acyclic finite-state
automata", 2000), so that `app-1-web` to `app-9999-web` are a dozen states, and a name is run through it as the bits of
another automaton that allows for edits (S. Wu and U. Manber, "Fast text searching allowing errors", 1992).

And how messages tell of several: `listed`, `counted`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

_Node = dict[str, "_Node"]
"""What may follow the letters so far; a whole name is followed by `_END`."""
_END = ""
_LAST: _Node = {}

SHOWN = 5
"""How many things of many a sentence names: n messages on n of them would be n² names."""
MOST_LISTED = 20
"""How many names a message lists: n messages on n names would be n² names."""


LEAST_PART = 6
"""How long a name is at least of which another one may be a longer form."""


def _most_edits(longer: str) -> int:
    """How many edits a name may be away from what is meant, by the longer one of the two."""
    return max(1, (len(longer) - 1) // 2)


def _two_with(start: str, names: Sequence[str]) -> list[str]:
    """The first two of sorted names that begin so."""
    from bisect import bisect_left

    first = bisect_left(names, start)
    return [name for name in names[first : first + 2] if name.startswith(start)]


class Spelling:
    """Names that are known, so that misspelt ones can be looked up among them.

    Attributes:
        steps: how many letters of known names have been compared so far: the work that was done.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self.steps = 0
        self._spelt: dict[str, list[str]] = {}
        """The names by their small letters, in their order."""
        for name in known:
            self._spelt.setdefault(name.lower(), []).append(name)
        self._place = {name: place for place, name in enumerate(self._spelt)}
        self._sorted = sorted(self._spelt)
        self._words: frozenset[tuple[int, str]] | None = None
        self._backwards: list[str] | None = None
        """The names from behind, once they are asked for."""
        self._root = _automaton(self._sorted)

    def nearest(self, name: str, most: int = 2, *, begun: bool = False) -> str:
        """The known name that is fewest edits away, and of several the first; empty where there is none.

        An edit is a letter too many, too few or another one, or two neighbours that are swapped. A name that differs
        only in case is nearest. One of which half of the letters would be changed is not near, as `http` to `smtp`.

        Args:
            most: how many edits there may be.
            begun: whether a name counts too, where none is near, that begins with this one, or this one with it: the
                one that has the fewest letters more, or less.
        """
        lower = name.lower()
        for other in self._spelt.get(lower, ()):
            if other != name:
                return other
        for edits in range(1, min(most, len(name) - 1) + 1):
            near = (other for other in self._away(lower, edits) if edits <= _most_edits(max(name, other, key=len)))
            found = min(near, key=self._place.__getitem__, default="")
            if found:
                return self._spelt[found][0]
        if begun and name:
            return self._begun(lower)
        return self._around(lower) if len(name) >= LEAST_PART else ""

    def is_another(self, name: str, known: str) -> bool:
        """Whether a name differs from a known one by whole words that other known ones have in the same place: it is no
        slip then, as `external-api` is none for `internal-api` beside `external-auth`."""
        if self._words is None:
            self._words = frozenset(word for other in self._spelt for word in enumerate(_words_of(other)))
        mine, others = _words_of(name.lower()), _words_of(known.lower())
        differing = [(place, one) for place, (one, other) in enumerate(zip(mine, others, strict=False)) if one != other]
        return bool(differing) and len(mine) == len(others) and self._words.issuperset(differing)

    def _around(self, name: str) -> str:
        """The one known name that ends in this one behind a hyphen or the like, or begins with it before one."""
        if self._backwards is None:
            self._backwards = sorted(other[::-1] for other in self._sorted)
        found = [other for sign in "-_." for other in _two_with(name + sign, self._sorted)]
        found += [other[::-1] for sign in "-_." for other in _two_with((sign + name)[::-1], self._backwards)]
        return self._spelt[found[0]][0] if len(found) == 1 else ""

    def _away(self, name: str, most: int) -> Iterator[str]:
        """The known names that are at most so many edits away, but for the name itself."""
        masks: dict[str, int] = {}
        for place, letter in enumerate(name):
            masks[letter] = masks.get(letter, 0) | 1 << place
        none = (0,) * (most + 1)
        level = [_Reached(self._root, tuple((2 << edits) - 1 for edits in range(most + 1)), none)]
        while level:
            below: dict[tuple[int, tuple[int, ...], tuple[int, ...]], _Reached] = {}
            for here in level:
                made: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}
                for letter, node in here.node.items():
                    if letter == _END:
                        if here.read[most] >> len(name) & 1 and not here.read[0] >> len(name) & 1:
                            yield from here.words()
                        continue
                    mask = masks.get(letter, 0)
                    if mask not in made:
                        self.steps += 1
                        made[mask] = _read(here, mask, (2 << len(name)) - 1)
                    read, swapped = made[mask]
                    if read[most]:
                        key = (id(node), read, swapped)
                        if key not in below:
                            below[key] = _Reached(node, read, swapped)
                        below[key].ways.append((here, letter))
            level = list(below.values())

    def _begun(self, name: str) -> str:
        from bisect import bisect_left

        longer: list[str] = []
        for other in self._sorted[bisect_left(self._sorted, name) :]:
            if not other.startswith(name):
                break
            longer.append(other)
        shorter = (name[:length] for length in range(len(name) - 1, 0, -1))
        found = min(longer, key=len, default="") or next((one for one in shorter if one in self._spelt), "")
        return self._spelt[found][0] if found else ""


def _words_of(name: str) -> list[str]:
    return name.replace("_", "-").replace(".", "-").split("-")


def nearest(name: str, known: Iterable[str], most: int = 2, *, begun: bool = False) -> str:
    """The same among names that are few, or looked through once: see `Spelling.nearest`. Of a set the first counts by
    its letters."""
    known = sorted(known) if isinstance(known, (set, frozenset)) else known
    return _spelling(tuple(known)).nearest(name, most, begun=begun)


@lru_cache(maxsize=16)
def _spelling(known: tuple[str, ...]) -> Spelling:
    return Spelling(known)


def counted(number: int, noun: str) -> str:
    """A number with its noun, as in `1 router` and `1,200 routers`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """Known names for a message, where none is near: the first of them where there are many."""
    shown = ", ".join(f"`{name}`" for name in names[:MOST_LISTED])
    return f"{shown} and {len(names) - MOST_LISTED:,} more" if len(names) > MOST_LISTED else shown


def joined(names: Iterable[str]) -> str:
    """Names in words, as in `a`, `b` and `c`."""
    return in_a_row([f"`{name}`" for name in dict.fromkeys(names)])


def in_a_row(words: Sequence[str], count: int = 0) -> str:
    """Words as in a, b and c; the first few of many, as in a, b, c, d, e and 7 more. `count`: how many there are, where
    not all are given."""
    count = count or len(words)
    if count > SHOWN + 1:
        return f"{', '.join(words[:SHOWN])} and {count - SHOWN:,} more"
    return words[0] if count == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


class _Reached:
    """A state of the automaton of known names, and how much of the name that is looked up is read by then.

    Attributes:
        read: for every number of edits the lengths that may have been read with at most so many, as bits.
        swapped: the same before the last letter, where that one stands one place further on in the name.
        ways: from where it was reached, and by which letter.
    """

    __slots__ = ("node", "read", "swapped", "ways")

    def __init__(self, node: _Node, read: tuple[int, ...], swapped: tuple[int, ...]) -> None:
        self.node = node
        self.read = read
        self.swapped = swapped
        self.ways: list[tuple[_Reached, str]] = []

    def words(self) -> Iterator[str]:
        """All that leads here."""
        waiting = [(self, "")]
        while waiting:
            here, tail = waiting.pop()
            if not here.ways:
                yield tail
            waiting += [(before, letter + tail) for before, letter in here.ways]


def _read(here: _Reached, mask: int, whole: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What is read after one more letter of a known name.

    Args:
        mask: where the letter stands in the name that is looked up, as bits.
        whole: the bits that there are.
    """
    read = [(here.read[0] & mask) << 1]
    for edits in range(1, len(here.read)):
        fewer = here.read[edits - 1]
        same = (here.read[edits] & mask) << 1
        read.append((same | fewer | (fewer | read[-1]) << 1 | (here.swapped[edits - 1] & mask) << 2) & whole)
    return tuple(read), tuple(bits & mask >> 1 for bits in here.read)


def _automaton(names: Iterable[str]) -> _Node:
    """The smallest automaton for names that come in order."""
    root: _Node = {}
    known: dict[frozenset[tuple[str, int]], _Node] = {}
    path: list[tuple[_Node, str]] = []
    """The states that the last name has led to, but for the last of them, and by which letters."""
    last = ""

    def close(length: int) -> None:
        while len(path) > length:
            node, letter = path.pop()
            below = node[letter]
            node[letter] = known.setdefault(frozenset((key, id(value)) for key, value in below.items()), below)

    for name in names:
        close(next((at for at, (one, other) in enumerate(zip(last, name, strict=False)) if one != other), len(last)))
        node = path[-1][0][path[-1][1]] if path else root
        for letter in name[len(path) :]:
            path.append((node, letter))
            node[letter] = node = {}
        node[_END] = _LAST
        last = name
    close(0)
    return root
