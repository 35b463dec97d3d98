"""The usual shape of dynamic configuration, told without a look at anything else: most files have it."""

from __future__ import annotations

from traefiklint.patterns import lazy

_PLAIN = lazy(
    rb"(?im)^(?:http|tcp|udp|tls):[ \t]*\r?\n[ ]+(?:routers|services|middlewares|options):[ \t]*\r?\n"
    rb"[ ]+[\w.-]+:[ \t]*\r?$"
)
_OTHER_ROOT = lazy(rb"""(?im)^(?!(?:http|tcp|udp|tls|x-[\w-]+)[ \t]*:|---[ \t]*\r?$)[^\s#]|\{[%#]|\{\{""")


def is_plainly_dynamic(text: bytes) -> bool:
    """Whether a text has the usual shape of dynamic configuration and nothing else, which is told quickly."""
    return _PLAIN.search(text) is not None and _OTHER_ROOT.search(text) is None
