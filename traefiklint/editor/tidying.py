"""Memory of a process that lives as long as its editor: the cycle collector runs between answers, and looks at what
is new only.

A directory of a thousand files is a million objects. Looking through all of them after each change would take longer
than judging them, so what stays is set aside (`gc.freeze`), and looked through again only when much has been replaced.
"""

from __future__ import annotations

import gc

_ROUNDS = 400
"""After how many rounds everything is looked through."""


class Tidier:
    """Collects garbage between answers."""

    def __init__(self) -> None:
        self._generation = -1
        self._rounds = 0

    def tidy(self, generation: int) -> None:
        """Collect what the answer before has left.

        Args:
            generation: another number where most of what there was has been replaced.
        """
        gc.disable()
        self._rounds += 1
        if generation != self._generation or self._rounds >= _ROUNDS:
            self._generation, self._rounds = generation, 0
            gc.unfreeze()
            gc.collect()
            gc.freeze()
        else:
            gc.collect()
