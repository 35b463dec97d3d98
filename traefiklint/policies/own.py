"""A team's own rules as a book, as the engine takes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from traefiklint.checks.registry import Book, Diagnostic, Rule, tag_in
from traefiklint.checks.registry import Finder as Finder
from traefiklint.errors import UsageError
from traefiklint.findings import Effect, Severity
from traefiklint.policies.policy import CATEGORY, Policy, PolicyFile, page_of
from traefiklint.policies.read import PolicyError, PolicyMistake, read_policies
from traefiklint.policies.ready import make_ready
from traefiklint.policies.run import FAILED, Judge
from traefiklint.policies.subjects import NAMES
from traefiklint.report.books import names

_FAILED_PAGE = f"""# {FAILED}

A policy cannot be evaluated on an object: its expression asks for what is not there, or compares what cannot be
compared.

It is a mistake of the policy, and is said once, at the policy. Nobody knows then whether the object is as the policy
wants it, so the finding is an error. `traefiklint policy check` finds most of these mistakes without any object.

## How to fix it

Ask with `has(…)` or `.?` for what may not be there, and ask whether a list is long enough before an item of it.
"""


class Own(NamedTuple):
    """A team's own rules."""

    book: Book
    pages: Mapping[str, str]
    """The page of each, in Markdown."""
    origins: Mapping[str, str]
    """Where each comes from."""


NOTHING = Own(Book({}, {}, []), {}, {})


def load_own(sources: Iterable[PolicyFile], python: Iterable[str] = ()) -> Own:
    """The rules of policy files, and of files in Python.

    Args:
        python: files with rules in Python, which are run.

    Raises:
        PolicyError: a policy is not understood.
        UsageError: a file in Python cannot be run, or the library for CEL is not installed.
    """
    given = tuple(sources)
    own = of_policies(read_all(given)) if given else NOTHING
    files = tuple(python)
    if not files:
        return own
    from traefiklint.policies.python import load_files

    rules, origins, pages = load_files(files)
    return together(own, rules, origins, pages)


def read_all(sources: Iterable[PolicyFile]) -> list[Policy]:
    """The policies of files.

    Raises:
        PolicyError: one is not understood.
    """
    read = [read_policies(source, NAMES) for source in sources]
    policies = [policy for one in read for policy in one.policies]
    mistakes = [*(mistake for one in read for mistake in one.mistakes), *taken(policies)]
    if mistakes:
        raise PolicyError([*mistakes, *make_ready(policies).mistakes])
    return policies


def taken(policies: Iterable[Policy]) -> Iterable[PolicyMistake]:
    """Policies that are named as rules of the project are."""
    known = names()
    for policy in policies:
        if policy.id in known:
            said = f"there is a rule `{policy.id}` already"
            yield PolicyMistake(policy.source.file, policy.span, said, "choose another name")


def of_policies(policies: Iterable[Policy]) -> Own:
    """The rules that policies are.

    Raises:
        PolicyError: an expression cannot be read, or names what does not exist.
    """
    made = make_ready(policies)
    if made.mistakes:
        raise PolicyError(made.mistakes)
    judge = Judge(made.ready)
    rules = {one.policy.id: _rule(one.policy.id, one.policy.summary, one.policy.severity) for one in made.ready}
    rules[FAILED] = _rule(FAILED, "A policy cannot be evaluated on an object.", Severity.ERROR)
    pages = {one.policy.id: page_of(one.policy) for one in made.ready} | {FAILED: _FAILED_PAGE}
    origins = {one.policy.id: one.policy.source.origin for one in made.ready} | {FAILED: "traefiklint"}
    texts = {one.policy.source.file: one.policy.source.text for one in made.ready}
    finder = Finder(("Instance",), judge, frozenset(rules))
    return Own(Book(rules, {}, [finder], texts), pages, origins)


def together(own: Own, rules: Iterable[Rule], origins: Mapping[str, str], pages: Mapping[str, str]) -> Own:
    """The rules of policies and rules in Python.

    Raises:
        UsageError: two have one name.
    """
    known = dict(own.book.rules)
    by_subject: dict[str, list[Rule]] = {}
    its_own = names()
    for rule in rules:
        if rule.id in known or rule.id in its_own:
            raise UsageError(f"`{origins[rule.id]}`: there is a rule `{rule.id}` already", "choose another name")
        known[rule.id] = rule
        for subject in rule.subjects:
            by_subject.setdefault(subject, []).append(rule)
    book = Book(known, by_subject, own.book.sources, own.book.texts)
    return Own(book, {**own.pages, **pages}, {**own.origins, **origins})


def _rule(id: str, summary: str, severity: Severity) -> Rule:
    def check(_: Any, __: Any) -> Iterable[Diagnostic]:
        return ()

    check.__doc__ = summary
    return Rule(id, CATEGORY, Effect.ADVICE, severity, False, check, (), tag=tag_in(id))
