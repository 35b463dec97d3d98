"""The functions that a template in a configuration file may name, and those of them that are worked out here.

Source: Go's `text/template/funcs.go`, `TxtFuncMap` of github.com/Masterminds/sprig/v3, and `CreateConfiguration` of
Traefik's `pkg/provider/file/file.go`, which adds `normalize` and puts Go's `strings.Split` in the place of sprig's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from traefiklint.go.template.certain import ARITIES
from traefiklint.go.template.functions import BASICS
from traefiklint.go.template.lists import LISTS
from traefiklint.go.template.patterns import PATTERNS
from traefiklint.go.template.strings import TEXTS


class FunctionArity(NamedTuple):
    """A function and how many arguments it takes (`most` -1: any number)."""

    call: Callable[..., Any]
    least: int
    most: int


def _arity(call: Any) -> FunctionArity:
    """A function with the number of arguments that its Python tells of."""
    has_more = call.__code__.co_flags & 0x04
    return FunctionArity(call, call.__code__.co_argcount, -1 if has_more else call.__code__.co_argcount)


KNOWN = {name: _arity(call) for names, call in (BASICS | LISTS | PATTERNS | TEXTS).items() for name in names.split()}
FUNCTIONS = frozenset((*KNOWN, *ARITIES, "and", "or"))
"""Every name there is; any other is an error wherever it stands."""
