"""The pydantic models of all sections by name, made when they are asked for.

Type checkers and editors read `models.pyi`, which `make stubs` writes from the same declarations.
"""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    from traefiklint.roundtrip.making import model_of, sections

    for of in sections():
        if of.__name__ == name:
            return model_of(of)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    from traefiklint.roundtrip.making import sections

    return sorted(of.__name__ for of in sections())
