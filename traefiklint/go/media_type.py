"""Media types as Go reads them (`mime.ParseMediaType`)."""

from __future__ import annotations

from traefiklint.patterns import lazy

_TOKEN = lazy(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_PARAMETER = lazy(
    r"\s*;\s*(?P<key>[!#$%&'*+\-.^_`|~0-9A-Za-z]+)\s*=\s*"
    r"(?P<value>[!#$%&'*+\-.^_`|~0-9A-Za-z]+|\"(?:[^\"\\\r\n]|\\[^\r\n])*\")\s*"
)


def bad_media_type(text: str) -> bool:
    """Whether Go refuses a media type. A type without a slash is taken; a parameter must have a value, once."""
    base = text.partition(";")[0]
    if _bad_base(base.strip().lower()):
        return True
    parameters = text[len(base) :]
    seen: set[str] = set()
    at = 0
    while at < len(parameters):
        if not parameters[at:].strip() or parameters[at:].strip() == ";":
            return False
        found = _PARAMETER.match(parameters, at)
        if found is None or found["key"].lower() in seen:
            return True
        seen.add(found["key"].lower())
        at = found.end()
    return False


def _bad_base(base: str) -> bool:
    found = _TOKEN.match(base)
    if not found:
        return True
    rest = base[found.end() :]
    if not rest:
        return False
    return not rest.startswith("/") or not _TOKEN.fullmatch(rest[1:])
