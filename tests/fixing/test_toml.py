"""What is fixed in YAML is fixed in TOML and beside template actions: the examples of the rule book, written so."""

from __future__ import annotations

import pytest
import tomlkit

from tests.rules.pages import Example, examples, pages
from traefiklint.fixing import fix_texts
from traefiklint.options import Options
from traefiklint.patch.data import Data, data_of, plain
from traefiklint.text.nodes import Mapping
from traefiklint.toml.reader import read_toml
from traefiklint.yaml.reader import read_yaml

ONLY_YAML = {"dotted-key", "list-expected", "mapping-expected", "misplaced-field", "multiple-documents"}
"""Rules whose fixes move lines about, as only YAML can be written."""
NOT_IN_TEMPLATES = {
    "all-null-section", "empty-mapping",  # the file would not become empty
    # what only who knows all names can say
    "dokploy-middlewares-comment-only", "middleware-unused", "service-unused", "strip-prefix-trailing-slash",
    "multiple-documents", "non-string-key", "tab-indentation", "yaml-syntax",  # what no template could be read with
}  # fmt: skip
"""Rules that find or fix something else where a file has a template action."""
ACTION = """x-note: '{{ env "NOTE" }}'\n"""

EXAMPLES = [
    example
    for page in pages()
    for example in examples(page)
    if example.fixed and example.static is None and not example.is_about_labels and len(example.files) == 1
]


def data(text: str, name: str) -> Data | None:
    root, problems = read_toml(text) if name.endswith(".toml") else read_yaml(text)
    return data_of(root) if isinstance(root, Mapping) and not problems else None


def as_toml(text: str) -> str | None:
    """A YAML text as TOML; None where TOML cannot say it."""
    meant = data(text, "a.yml")
    try:
        return None if meant is None else tomlkit.dumps(plain(meant))
    except (TypeError, ValueError, AttributeError):
        return None


def fixed_text(name: str, text: str, example: Example) -> str:
    options = Options(example.profile, example.target, strict=example.strict)
    return fix_texts({name: text}, options, unsafe=True).texts.get(name, text)


@pytest.mark.slow
def test_the_examples_of_the_rule_book_are_fixed_as_toml() -> None:
    asked = 0
    for example in EXAMPLES:
        ((name, text),) = example.files.items()
        assert example.fixed is not None
        wanted = example.fixed.get(name, "")
        written = as_toml(text) if isinstance(text, str) and wanted and example.page.stem not in ONLY_YAML else None
        if written is None or data(written, "a.toml") != data(text, name):  # type: ignore[arg-type]
            continue  # TOML cannot say that
        asked += 1
        fixed = fixed_text("example.toml", written, example)
        assert (data(fixed, "a.toml") or {}) == (data(wanted, name) or {}), f"{example.name}\n{fixed}"
    assert asked > 80


@pytest.mark.slow
def test_the_examples_of_the_rule_book_are_fixed_beside_a_template_action() -> None:
    asked = 0
    for example in EXAMPLES:
        ((name, text),) = example.files.items()
        assert example.fixed is not None
        wanted = example.fixed.get(name, "")
        if not isinstance(text, str) or not wanted or "{{" in text or example.page.stem in NOT_IN_TEMPLATES:
            continue
        asked += 1
        assert fixed_text(name, ACTION + text, example) == ACTION + wanted, example.name
    assert asked > 80
