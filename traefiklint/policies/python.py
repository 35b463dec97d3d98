"""Rules in Python, for what policies cannot say.

A file of such rules is run when the settings name it under `python-rules`, and never otherwise. This module is public:

```python
from collections.abc import Iterator

from traefiklint.policies.python import Diagnostic, Effect, Instance, Router, rule


@rule("one-service-per-host", effect=Effect.ADVICE)
def one_service_per_host(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    \"\"\"A host is served by two services.\"\"\"
    ...
```

The class of the first argument says what a rule is called for: a section of `traefiklint.model`, or `Instance` for the
whole. `router.at("rule")` is the place of an option, `instance.rule(router).hosts` what its rule comes to.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Any

from traefiklint.checks.registry import Diagnostic, Rule, rule, rules_of
from traefiklint.errors import TraefiklintError, UsageError
from traefiklint.findings import Edit, Effect, Fix, Related, Severity, Span
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Named, Place, Section
from traefiklint.model.http import Router
from traefiklint.model.middleware import Middleware
from traefiklint.model.services import LoadBalancer, Server, Service
from traefiklint.model.static.entry_points import StaticEntryPoint
from traefiklint.model.static.root import Static
from traefiklint.model.tcp import TcpRouter, TcpService
from traefiklint.model.tls import TlsOptions
from traefiklint.model.transports import ServersTransport
from traefiklint.policies.policy import CATEGORY
from traefiklint.text.spelling import nearest

__all__ = [
    "Diagnostic",
    "Edit",
    "Effect",
    "Fix",
    "Instance",
    "LoadBalancer",
    "Middleware",
    "Named",
    "Place",
    "Related",
    "Router",
    "Section",
    "Server",
    "ServersTransport",
    "Service",
    "Severity",
    "Span",
    "Static",
    "StaticEntryPoint",
    "TcpRouter",
    "TcpService",
    "TlsOptions",
    "rule",
]


class OwnRuleError(TraefiklintError):
    """A rule in Python raised an exception."""


def load_files(files: Iterable[str]) -> tuple[list[Rule], dict[str, str], dict[str, str]]:
    """The rules of files, where each comes from, and its page: the docstring of its function.

    Raises:
        UsageError: a file does not exist, cannot be run, or a rule in it is about nothing that there is.
    """
    rules: list[Rule] = []
    origins: dict[str, str] = {}
    pages: dict[str, str] = {}
    for file in files:
        for found in rules_of(_module(file)):
            made = found._replace(category=CATEGORY, check=_guarded(found, file))
            _check_subjects(made, file)
            rules.append(made)
            origins[made.id] = file
            pages[made.id] = f"# {made.id}\n\n{cleandoc(found.check.__doc__ or '')}\n"
    return rules, origins, pages


def _module(file: str) -> Any:
    from importlib.util import module_from_spec, spec_from_file_location

    if not Path(file).is_file():
        raise UsageError(f"the rules in `{file}` do not exist", "`python-rules` names files")
    name = f"traefiklint_own_rules.{Path(file).stem}"
    spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise UsageError(f"the rules in `{file}` cannot be run", "name a file that ends in `.py`")
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # noqa: BLE001 - it is the user's code
        raise UsageError(f"the rules in `{file}` cannot be run: {_told(error, file)}") from None
    module.__name__ = name
    return module


def _check_subjects(rule: Rule, file: str) -> None:
    known = {"Instance", "Document", "Reference", *_sections(Section)}
    for subject in rule.subjects:
        if subject not in known:
            near = nearest(subject, sorted(known))
            hint = f"did you mean `{near}`?" if near else "annotate it with a section, as in `router: Router`"
            raise UsageError(f"the rule `{rule.id}` in `{file}` is about `{subject}`, which there is not", hint)


def _sections(base: type[Section]) -> Iterator[str]:
    for section in base.__subclasses__():
        yield section.__name__
        yield from _sections(section)


def _guarded(rule: Rule, file: str) -> Callable[..., Iterable[Diagnostic]]:
    """The check of a rule, whose exceptions say whose they are."""

    def check(subject: Any, instance: Any) -> Iterator[Diagnostic]:
        try:
            yield from rule.check(subject, instance)
        except Exception as error:  # noqa: BLE001 - it is the user's code
            raise OwnRuleError(f"the rule `{rule.id}` in `{file}` failed: {_told(error, file)}") from None

    check.__doc__ = rule.check.__doc__
    return check


def _told(error: Exception, file: str) -> str:
    """What went wrong, and on which line of the file."""
    if isinstance(error, SyntaxError):
        return f"line {error.lineno}: {error.msg}"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename).resolve() == Path(file).resolve()]
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"line {lines[-1]}: {said}" if lines else said
