"""Text from files, servers and arguments, made harmless for what reads it: terminals, logs of CI jobs, Markdown."""

from __future__ import annotations

import re

from traefiklint.patterns import lazy
from traefiklint.text.hints import may_look


def printable(text: str, tab: str = " ") -> str:
    """The text on one line, with what a terminal or a log would obey made visible, as in `\\x1b` and `\\u202e`.

    Control characters, line breaks, marks that turn the direction of writing or take no room, and lone surrogates are
    such. A tab becomes `tab`.
    """
    if not text.isprintable():
        text = "".join(tab if one == "\t" else _visible(one) for one in text)
    return _GROUP.sub("#\\\\x23", text) if "##" in text else text


_GROUP = lazy(r"##(?=[\w.-]*\[)")
"""What begins a command to a CI job of Azure, GitHub or TeamCity anywhere in a line."""


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    if character in "\r\n":
        return "\\r" if character == "\r" else "\\n"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_OBEYED = lazy(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
_COMMAND = lazy(
    r"^(?P<blank>[ \t]*)::(?=[\w-]+[ :])|##(?=[\w.-]*\[)|^(?P<section>[ \t]*section_)(?=(?:start|end):)", re.M
)
"""What GitHub, GitLab, Azure and TeamCity obey in a log: the first two also behind blanks, the others anywhere."""


def harmless(text: str) -> str:
    """Many lines without what a terminal or the log of a CI job would obey; only line breaks stay.

    The net below `printable`: it cannot tell a name's line break from one of ours. What stands in JSON means the same
    after as before.
    """
    is_plain = text.isascii() and text.replace("\n", "").isprintable()
    if not is_plain and _OBEYED.search(text):
        text = _OBEYED.sub(_escaped, text)
    if "::" in text or "##" in text or "section_" in text:
        text = _COMMAND.sub(_disarmed, text)
    return text


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character)
    if code < 0x7F:
        return "\\r" if character == "\r" else f"\\x{code:02x}"
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def _disarmed(found: re.Match[str]) -> str:
    if found["section"] is not None:
        return f"{found['section'][:-1]}\\u005f"
    return "#\\u0023" if found["blank"] is None else f"{found['blank']}:\\u003a"


_MARKDOWN = lazy(r"[\\`*_{}\[\]<>|~#$]|:(?=//)|(?<=www)\.")


def markdown(text: str) -> str:
    """The text on one line of Markdown as it stands: nothing of it is a link, an image, a mention, code or HTML."""
    clean = _masked(text).replace("&", "&amp;")
    clean = _MARKDOWN.sub(
        lambda found: "&lt;" if found[0] == "<" else ":\\" if found[0] == ":" else "\\" + found[0], clean
    )
    return re.sub(r"[@#](?=\w)", lambda found: found[0] + "\u200b", clean)  # nobody is called, and no issue is linked


def markdown_code(text: str) -> str:
    """The text as code on one line of Markdown, also in a table, whatever backticks are in it."""
    clean = _masked(text).replace("|", "\\|") or " "
    fence = "`" * (max(map(len, re.findall("`+", clean)), default=0) + 1)
    pad = " " if clean[:1] in "` " or clean[-1:] in "` " else ""
    return f"{fence}{pad}{clean}{pad}{fence}"


def markdown_html(text: str) -> str:
    """The text inside a piece of HTML in Markdown, such as `<summary>`."""
    from html import escape

    return re.sub(r"[@#](?=\w)", lambda found: found[0] + "\u200b", escape(_masked(text)))


def _masked(text: str) -> str:
    """The text on one line, without what looks like a secret: behind Markdown's signs nothing sees one."""
    clean = printable(text)
    if not may_look(clean):
        return clean
    from traefiklint.text.masks import masked_words

    return masked_words(clean)
