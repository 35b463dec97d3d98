"""What in the files must never be shown: passwords and their hashes, private keys, tokens.

`secrets_of` finds them by their place in the configuration, `hide` takes them out of what is going to be shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from traefiklint.findings import Finding
from traefiklint.go.pem import is_content
from traefiklint.model.base import Place, Struct
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from traefiklint.instance.instance import Project

_KEYS = {
    "Certificate": "key_file",
    "DefaultCertificate": "key_file",
    "ClientCertificate": "key_file",
    "ClientTls": "key",
    "RedisTls": "key",
}
"""The options that hold a private key, or the path of one."""
_HEADERS = ("custom_request_headers", "custom_response_headers")
_HEADER_NAMES = r"(?i)(proxy-)?authorization|cookie|.*(api|access|private|auth)[-_]?key|.*(token|secret|password)"
_PLUGIN_NAMES = r"(?i).*(passwor[dt]|passphrase|secret|token|api[-_]?key|private[-_]?key)"
_ELSEWHERE = ("env:", "file:", "urn:", "${", "/", "./")
"""How a value begins that only says where a secret is."""

_APPEARANCE = (
    r"\$+(?:2[abxy]?|apr1|1|5|6)\$+[^\s\"',\]}]{20,}"
    r"|\{SHA\}[A-Za-z0-9+/=]{20,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|(?<=://)[^\s/@:\"']*:[^\s/@\"']+(?=@)"
)
"""Password hashes, private keys, and the user and password of a URL."""
_SIGNS = ("$2", "$apr1$", "$1$", "$5$", "$6$", "{SHA}", "PRIVATE KEY", "@")
"""What one of them must stand in a text for `_APPEARANCE` to find anything."""


class Secret(NamedTuple):
    """One secret in the files."""

    place: Place
    kind: str
    """`private key`, `password`, `token`, `password hash`."""
    value: str
    """The secret itself, never to be shown."""


def secrets_of(project: Project) -> Iterator[Secret]:
    """Every secret whose place in the configuration tells that it is one."""
    parts = project.parts
    for auth in parts.get("BasicAuth", ()):
        for index, user in enumerate(auth.users):
            yield Secret(auth.at("users", index), "password hash", user.partition(":")[2] or user)
    for auth in parts.get("DigestAuth", ()):
        for index, user in enumerate(auth.users):
            yield Secret(auth.at("users", index), "password hash", user.split(":", 2)[-1])
    for name, attribute in _KEYS.items():
        for part in parts.get(name, ()):
            if (value := getattr(part, attribute)) and is_content(value):
                yield Secret(part.at(attribute), "private key", value)
    for redis in parts.get("Redis", ()):
        if redis.password:
            yield Secret(redis.at("password"), "password", redis.password)
    for headers in parts.get("Headers", ()):
        for attribute in _HEADERS:
            for key, place in _values(headers, attribute):
                if re.fullmatch(_HEADER_NAMES, key):
                    yield from _written(place, "token")
    for middleware in parts.get("Middleware", ()):
        if middleware.plugin:
            for key, place in _values(middleware, "plugin"):
                if re.fullmatch(_PLUGIN_NAMES, key):
                    yield from _written(place, "password" if "pass" in key.lower() else "token")


def _written(place: Place, kind: str) -> Iterator[Secret]:
    """A secret where a value is one, and does not only say where to find it."""
    value = place.node.value if isinstance(place.node, Scalar) else ""
    if len(value) > 3 and not value.startswith(_ELSEWHERE):
        yield Secret(place, kind, value)


def _values(part: Struct, attribute: str) -> Iterator[tuple[str, Place]]:
    """The key and the place of every single value below an option."""
    spot = part._spots.get(attribute)
    waiting: list[tuple[str, Node]] = [("", spot[1])] if spot else []
    while waiting:
        key, node = waiting.pop()
        if isinstance(node, Mapping):
            waiting += [(inner.value, value) for inner, value in node.pairs]
        elif isinstance(node, Sequence):
            waiting += [(key, item) for item in node.items]
        else:
            yield key, Place(part.document, node, part.path + part.fields[attribute].step, part.object)


def hide(project: Project, findings: Iterable[Finding], texts: dict[str, str]) -> tuple[list[Finding], dict[str, str]]:
    """Findings, and the texts that they are about, as they may be shown: a star stands for every character of a secret.

    Lines and columns stay where they are. Texts that no finding is about are left as they are.
    """
    found = list(findings)
    if not found:
        return found, texts
    secrets = list(secrets_of(project))
    concerned = {finding.file for finding in found} | {other.file for finding in found for other in finding.related}
    shown = dict(texts)
    for file in concerned & texts.keys():
        shown[file] = masked_text(texts[file], [secret for secret in secrets if secret.place.file == file])
    return [_masked(finding, secrets) for finding in found], shown


def masked_text(text: str, secrets: Iterable[Secret] = ()) -> str:
    """A text without its secrets: those that are known to stand in it, and those that look like one."""
    for secret in secrets:
        node = secret.place.node
        assert secret.place.document is not None, "a secret stands in a file"
        if not isinstance(node, Scalar) or len(secret.place.document.text) != len(text):
            continue  # the text is a template, and what stands in it is found by its looks
        start, end = node.start.index, node.end.index
        at = text.rfind(secret.value, start, end)
        if at >= 0:
            start, end = at, at + len(secret.value)
        text = text[:start] + _starred(text[start:end]) + text[end:]
    if any(sign in text for sign in _SIGNS):
        text = re.sub(_APPEARANCE, lambda found: _starred(found[0]), text, flags=re.DOTALL)
    return text


def _starred(text: str) -> str:
    return re.sub(r"\S", "*", text)


def _masked(finding: Finding, secrets: Iterable[Secret]) -> Finding:
    """A finding whose words hold no secret of the object that it is about, and nothing that looks like one."""
    about = [secret.value for secret in secrets if secret.place.object == finding.object and len(secret.value) > 3]

    def masked(words: str) -> str:
        for value in about:
            words = words.replace(value, "***")
        return re.sub(_APPEARANCE, "***", words) if any(sign in words for sign in _SIGNS) else words

    changes: dict[str, Any] = {}
    if (message := masked(finding.message)) != finding.message:
        changes["message"] = message
    if (help := masked(finding.help)) != finding.help:
        changes["help"] = help
    if finding.fix and (title := masked(finding.fix.title)) != finding.fix.title:
        changes["fix"] = finding.fix._replace(title=title)
    return replace(finding, **changes) if changes else finding
