"""Provider directories with something damaged, made by chance from valid ones."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from pathlib import Path

import tomlkit
import yaml

from tests.corpus.cases import load_cases
from tests.damage.texts import damage_text, damage_tree, write
from tests.traefik_versions import NEWEST
from traefiklint.verify.harmless import CORPUS_STATIC

RICH = Path(__file__).with_name("rich")
EXAMPLES = Path(__file__).parents[2] / "examples"

Files = dict[str, str]


def bases() -> list[Files]:
    """Valid directories to start from."""
    found: list[Files] = [{path.name: path.read_text(encoding="utf-8")} for path in sorted(RICH.glob("*.yml"))] * 150
    found.append({path.name: path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.yml"))})
    for case in load_cases(NEWEST):
        if case.static is CORPUS_STATIC and case.verdicts[NEWEST]["loads"] and _is_ordinary(case.files):
            found.append(dict(case.files))
    return found


def _is_ordinary(files: Mapping[str, str]) -> bool:
    """Whether files are fit to be damaged: small, and no templates, whose functions may ask the machine."""
    text = "".join(files.values())
    return bool(text) and len(text) < 4000 and "{{" not in text and "[[[[" not in text


def known_keys() -> tuple[str, ...]:
    """Every option of the dynamic configuration, by its own name."""
    import traefiklint.model.configuration  # noqa: F401  every part is declared there
    from traefiklint.model.base import Section

    keys: set[str] = set()
    pending = [Section]
    while pending:
        part = pending.pop()
        keys |= {field.key for field in part.fields.values()}
        pending += part.__subclasses__()
    return tuple(sorted(keys))


def damaged(rng: random.Random, starts: list[Files], keys: tuple[str, ...]) -> Files:
    """One directory with a few things damaged."""
    files = dict(rng.choice(starts))
    if rng.random() < 0.15:
        files |= {f"z-{name}": text for name, text in rng.choice(starts).items()}
    name = rng.choice([name for name in files if name.endswith((".yml", ".yaml"))] or list(files))
    text = files[name]
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        if rng.random() < 0.7:
            try:
                tree = yaml.safe_load(text)
            except (yaml.YAMLError, ValueError, LookupError, RecursionError):
                tree = None
            if isinstance(tree, dict):
                text = write(damage_tree(tree, rng, keys), rng)
                continue
        text = damage_text(text, rng)
    files[name] = text
    return files


def with_actions(files: Files, rng: random.Random) -> Files:
    """The same directory with some of its values given by template actions, which come to the same."""
    return {name: _with_actions(text, rng) for name, text in files.items()}


def _with_actions(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    fit = [number for number, line in enumerate(lines) if _PLAIN.search(line)]
    for number in rng.sample(fit, min(len(fit), rng.choice((1, 1, 2, 3)))):
        action = rng.choice((r'{{ "\2" }}', r'{{ print "\2" }}'))
        lines[number] = _PLAIN.sub(rf"\1{action}", lines[number])
    return "\n".join(lines)


_PLAIN = re.compile(r"^(\s*(?:- |[\w\"'-]+: ))([A-Za-z0-9/:._-]+)$")


def as_toml(files: Files) -> Files | None:
    """The same directory in TOML; None where that cannot say it."""
    try:
        return {f"{name.rpartition('.')[0]}.toml": tomlkit.dumps(yaml.safe_load(text)) for name, text in files.items()}
    except (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
