"""What is remembered changes nothing of what is said: a document judged among its neighbours, and a Traefik of which
one text was read again, come to what a fresh look at all of it comes to."""

from __future__ import annotations

import asyncio
import random

import pytest
import yaml

from tests.damage.directories import Files, bases, known_keys
from tests.damage.texts import damage_text, damage_tree, write
from tests.editor.desk import SHARED, SHOP, Desk
from tests.effort import often
from traefiklint.cli.server import SettingsPlanner
from traefiklint.editor import view as viewing
from traefiklint.editor.server import make
from traefiklint.editor.view import View
from traefiklint.engine import lint_texts
from traefiklint.files import Namespace
from traefiklint.options import Options
from traefiklint.plans import Lot

EDITS = 12
"""How many edits follow each other in one directory."""


def directory(rng: random.Random, starts: list[Files]) -> Files:
    """A directory of several valid ones, whose names clash now and then."""
    files = {}
    for number in range(rng.choice((3, 6, 10))):
        for name, text in rng.choice(starts).items():
            if name.endswith((".yml", ".yaml")):
                files[f"{number}-{name.replace('/', '_')}"] = text
    return files


def edited(text: str, rng: random.Random, starts: list[Files], keys: tuple[str, ...]) -> str:
    """A text as somebody who is at it leaves it."""
    way = rng.random()
    if way < 0.3:
        return rng.choice(list(rng.choice(starts).values()))
    if way < 0.7:
        try:
            return write(damage_tree(yaml.safe_load(text), rng, keys), rng)
        except (yaml.YAMLError, TypeError, ValueError):
            pass
    return damage_text(text, rng)


def view_of(files: Files, options: Options) -> View:
    """A Traefik of these files."""
    texts = {name: text.encode() for name, text in files.items()}
    return View("/", Lot(Namespace(texts, frozenset(texts)), options))


def compare(seed: int, profile: str, edits: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Edit directories, and hold what is said against a fresh look; says how often something was said at once."""
    monkeypatch.setattr(viewing, "LARGE", 0)
    rng = random.Random(seed)
    starts, keys = bases(), known_keys()
    options = Options(profile=profile)
    at_once = 0
    for _ in range(edits // EDITS):
        files = directory(rng, starts)
        view = view_of(files, options)
        assert view.report.findings == lint_texts(dict(files), options).findings
        for _ in range(EDITS):
            name = rng.choice(sorted(files))
            files[name] = edited(files[name], rng, starts, keys)
            view.put(name, files[name])
            quick = view.at_once(name)
            assert view.report.findings == lint_texts(dict(files), options).findings
            if quick is not None:
                at_once += 1
                assert list(quick) == [one for one in view.report.findings if one.file == name]
    return at_once


def test_a_document_of_a_large_directory_comes_first_and_all_others_soon(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewing, "LARGE", 0)
    server = make(SettingsPlanner())
    server.files = desk.workspace
    told: list[tuple[str, int]] = []
    monkeypatch.setattr(server, "_publish", lambda path, told_now, _: told.append((path, len(told_now.findings))))

    async def typing() -> None:
        server.judge()
        told.clear()
        desk.workspace.opened(desk.path("apps/shared.yml"), SHARED.replace("auth:", "other:", 1) + "x: [\n")
        server.judge(desk.path("apps/shared.yml"))
        assert told == [(desk.path("apps/shared.yml"), 1)], "the others wait"
        desk.workspace.opened(desk.path("apps/shared.yml"), SHARED.replace("auth:", "other:", 1))
        server.judge()
        assert (desk.path("apps/shop.yml"), 1) in told
        assert (desk.path("compose.yml"), 1) in told
        desk.workspace.opened(desk.path("apps/shop.yml"), SHOP.replace("/cart", "cart"))
        desk.workspace.opened(desk.path("apps/shared.yml"), SHARED)
        assert desk.here("apps/shop.yml").view.at_once("apps/shop.yml") is None, "two files have changed"

    asyncio.run(typing())


def test_what_is_remembered_is_what_a_fresh_look_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert compare(8, "dokploy", EDITS, monkeypatch) > 2


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 5))
def test_it_is_over_many_edits(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compare(seed, "auto", often(96), monkeypatch) > 20
