"""What ends a line, said once.

YAML 1.1, and so yaml.v3 and libyaml, ends a line with CR LF, LF, CR, NEL, U+2028 and U+2029 (`is_break` in yaml.v3's
`yamlprivateh.go`). TOML ends it with LF and CR LF only; to it, the others are text, or forbidden.
"""

from __future__ import annotations

import re

from traefiklint.patterns import lazy

BREAKS = "\r\n\x85\u2028\u2029"
"""The characters that end a line of YAML."""

NO_BREAKS = f"[^{BREAKS}]*"
"""The rest of a line of YAML, for regular expressions."""

YAML_BREAK = lazy(f"\r\n|[{BREAKS}]")
TOML_BREAK = lazy("\r?\n")


def break_of(file: str) -> re.Pattern[str]:
    """What ends a line of a file, by its name: `.toml`, anything else is YAML."""
    return TOML_BREAK if is_toml_file(file) else YAML_BREAK


def is_toml_file(file: str) -> bool:
    """Whether a file is TOML, by its name, in capitals too; all others are YAML to Traefik."""
    return file[-5:].lower() == ".toml"


def line_break(text: str) -> str:
    """How a text of YAML ends its lines."""
    found = YAML_BREAK.search(text)
    return found[0] if found else "\n"


def end_of_line(text: str, at: int) -> int:
    """Where the line of YAML ends that a character stands in, before its break."""
    found = YAML_BREAK.search(text, at)
    return found.start() if found else len(text)


def next_line(text: str, at: int) -> int:
    """Where the next line of YAML begins; the end of the text where there is none."""
    found = YAML_BREAK.search(text, at)
    return found.end() if found else len(text)
