"""From the text of a policy file to policies, with the place of everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from traefiklint.errors import TraefiklintError
from traefiklint.findings import FILE_START, Severity, Span
from traefiklint.own_yaml import OwnYamlError, meant, read_own, table
from traefiklint.policies.policy import Policy, PolicyExample, PolicyFile, Words
from traefiklint.text.nodes import Mapping as MappingNode
from traefiklint.text.nodes import Node, Scalar, Sequence
from traefiklint.text.spelling import listed, nearest

KEYS = (
    "id", "about", "where", "require", "forbid", "severity", "summary", "message", "help", "description", "examples",
)  # fmt: skip
"""What a policy can say."""
NEEDED = ("id", "about", "message")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SEVERITIES = tuple(one.value for one in Severity)


class PolicyMistake(NamedTuple):
    """Something in a policy file that is not understood."""

    file: str
    span: Span
    message: str
    hint: str = ""

    def __str__(self) -> str:
        hint = f"; {self.hint}" if self.hint else ""
        return f"{self.file}:{self.span.line}:{self.span.column}: {self.message}{hint}"


class PolicyError(TraefiklintError):
    """Policies that are not understood; every mistake is named with its place."""

    def __init__(self, mistakes: Iterable[PolicyMistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("the policies cannot be used", "")
        self.details = tuple(map(str, self.mistakes))


class Read(NamedTuple):
    """The policies of a file, and what is wrong with it."""

    policies: tuple[Policy, ...]
    mistakes: tuple[PolicyMistake, ...]


def read_policies(source: PolicyFile, subjects: Iterable[str]) -> Read:
    """The policies of a file: one, or several in a list under `policies:`.

    Args:
        subjects: what a policy can be about.
    """
    reader = _Reader(source, tuple(subjects))
    root = reader.root()
    if root is None:
        return Read((), tuple(reader.mistakes))
    entries = [root]
    if isinstance(root, MappingNode) and any(getattr(key, "value", "") == "policies" for key, _ in root.pairs):
        parts = table(root, ("policies",), "the file", reader.wrong)
        inner = parts.get("policies")
        if not isinstance(inner, Sequence):
            reader.wrong(inner or root, "`policies` must be a list of policies")
            return Read((), tuple(reader.mistakes))
        entries = [meant(item) for item in inner.items]
    found = [reader.policy(entry) for entry in entries]
    return Read(tuple(one for one in found if one is not None), tuple(reader.mistakes))


class _Reader:
    def __init__(self, source: PolicyFile, subjects: tuple[str, ...]) -> None:
        self.source = source
        self.subjects = subjects
        self.mistakes: list[PolicyMistake] = []

    def wrong(self, node: Node | None, message: str, hint: str = "") -> None:
        """Note a mistake."""
        span = node.span if node is not None else FILE_START
        self.mistakes.append(PolicyMistake(self.source.file, span, message, hint))

    def root(self) -> Node | None:
        """The tree of the file, read as YAML."""
        try:
            root = read_own(self.source.text)
        except OwnYamlError as error:
            self.mistakes.append(PolicyMistake(self.source.file, error.span, str(error)))
            return None
        if root is None:
            self.wrong(None, "there is no policy here", "`traefiklint policy new NAME` writes a start")
        return root

    def policy(self, node: Node) -> Policy | None:
        """One policy; None where it is too broken to be one."""
        before = len(self.mistakes)
        parts = table(node, KEYS, "a policy", self.wrong)
        if isinstance(node, MappingNode):
            self._check_parts(node, parts)
        texts = {key: self._words(parts[key]) for key in KEYS[:-1] if key in parts}
        severity = Severity(self._choice(texts.get("severity"), _SEVERITIES, "severity") or Severity.WARNING)
        about = self._about(texts.get("about"))
        id_ = texts.get("id")
        if id_ is not None and not ID.fullmatch(id_.value):
            self.wrong(id_.node, f"`{id_.value}` is no name of a rule", "write it as in `public-router-headers`")
        examples = tuple(self._examples(parts["examples"])) if "examples" in parts else ()
        condition = texts.get("require") or texts.get("forbid")
        if len(self.mistakes) > before or id_ is None or condition is None:
            return None
        said = {key: words.value.strip() for key, words in texts.items() if words is not None}
        return Policy(
            id_.value,
            about,
            texts.get("where"),
            condition,
            "require" in texts,
            severity,
            said.get("summary") or _summary(said, about, condition),
            texts.get("message"),
            said.get("help", ""),
            said.get("description", ""),
            examples,
            self.source,
            id_.node.span,
        )

    def _check_parts(self, node: MappingNode, parts: Mapping[str, Node]) -> None:
        for key in NEEDED:
            if key not in parts:
                self.wrong(node, f"a policy needs `{key}`")
        if ("require" in parts) == ("forbid" in parts):
            many = "both" if "require" in parts else "neither"
            self.wrong(node, f"a policy needs `require` or `forbid`, and has {many}")

    def _words(self, node: Node) -> Words | None:
        if not isinstance(node, Scalar):
            self.wrong(node, "this must be a text", "put it in quotes, or behind `|`")
            return None
        if not node.value.strip():
            self.wrong(node, "this is empty")
            return None
        return Words(node.value, self.source, node)

    def _choice(self, words: Words | None, known: tuple[str, ...], what: str) -> str:
        if words is None or words.value in known:
            return words.value if words is not None else ""
        near = nearest(words.value, known)
        hint = f"did you mean `{near}`?" if near else f"it can be {listed(known)}"
        self.wrong(words.node, f"`{what}` cannot be `{words.value}`", hint)
        return ""

    def _about(self, words: Words | None) -> str:
        """What it is about; `TLS options` and `tls-options` are `tlsOptions`."""
        if words is None:
            return ""
        squeezed = re.sub(r"[\s_-]", "", words.value).lower()
        found = next((subject for subject in self.subjects if subject.lower() == squeezed), None)
        return found or self._choice(words, self.subjects, "about")

    def _examples(self, node: Node) -> Iterable[PolicyExample]:
        if not isinstance(node, Sequence):
            self.wrong(node, "`examples` must be a list", "write `- wrong: |` and `- right: |` below it")
            return
        for item in map(meant, node.items):
            parts = table(item, ("wrong", "right"), "an example", self.wrong)
            if isinstance(item, MappingNode) and len(parts) != 1:
                self.wrong(item, "an example is `wrong` or `right`")
            for key, value in parts.items():
                words = self._words(value)
                if words is not None:
                    yield PolicyExample(key == "wrong", words.value, item.span)


def _summary(said: Mapping[str, str], about: str, condition: Words) -> str:
    """What a policy is about in a sentence, where nobody wrote one: its condition."""
    verb = "must hold" if "require" in said else "must not hold"
    return f"For every {about}, `{' '.join(condition.value.split())}` {verb}."
