"""What a file is, by its name and what is in it."""

from __future__ import annotations

import pytest
import yaml

from tests.corpus.cases import load_cases
from tests.discovery.shapes import BY_KIND, FOREIGN
from tests.each import each, rows
from traefiklint.discovery.kinds import Kind, recognize
from traefiklint.discovery.plain import count_labels, is_plainly_compose
from traefiklint.discovery.skeleton import Skeleton, _Lines, _of_node
from traefiklint.yaml.reader import read_yaml

SHAPES = [(kind, name, text) for kind, texts in BY_KIND.items() for name, text in texts.items()]


@each(SHAPES, lambda shape: f"{shape[0]}-{shape[1]}")
def test_a_file_is_recognized(shape: tuple[Kind, str, str]) -> None:
    kind, name, text = shape
    assert recognize(name, text).kind is kind
    assert recognize(f"/srv/{name}", text.encode()).kind is kind


@each(SHAPES, lambda shape: f"{shape[0]}-{shape[1]}")
def test_what_is_plainly_a_compose_file_is_recognized_as_one(shape: tuple[Kind, str, str]) -> None:
    kind, name, text = shape
    for path in (name, "compose.yml", "a/docker-compose.yaml", ".github/workflows/compose.yml"):
        for written in (text, f"---\n{text}", text.replace("\n", "\r\n"), f"http: {{}}\n{text}", f"{text}\non: push\n"):
            if is_plainly_compose(path, written.encode()):
                assert recognize(path, written).kind is Kind.COMPOSE, "the exact reading, which a text gets"
    if kind is Kind.DYNAMIC:
        assert not is_plainly_compose("compose.yml", text.encode())


def test_the_usual_compose_file_is_plainly_one() -> None:
    text = b"# mine\nname: shop\n\nx-labels: &labels\n  a: 1\nservices:\n  web: {image: x}\nnetworks: {front: {}}\n"
    assert is_plainly_compose("shop/compose.yml", text)
    assert not is_plainly_compose("shop/stack.yml", text), "its name does not say so"
    assert not is_plainly_compose("compose.yml", text + b"http:\n  routers: {}\n")
    assert not is_plainly_compose("compose.yml", b"include: [other.yml]\n" + text), "it leads to others"


@rows("name", FOREIGN)
def test_a_file_of_another_program_is_called_what_it_is(name: str) -> None:
    called, text = FOREIGN[name]
    assert recognize(name, text).called == called


def test_whatever_traefik_loads_objects_from_is_never_taken_for_somebody_elses() -> None:
    wrong = [
        (case.id, name, recognize(name, text))
        for case in load_cases()
        for name, text in case.files.items()
        if name.endswith((".yml", ".yaml", ".toml")) and len(case.files) == 1
        if (verdict := case.verdicts["3.7.15"])["loads"] and any(verdict["objects"].values())
        if recognize(name, text).kind not in (Kind.DYNAMIC, Kind.UNSURE)
    ]
    assert wrong == []


def keys(found: Skeleton, depth: int) -> object:
    return {key: keys(inner, depth - 1) for key, inner in found.keys.items()} if depth else None


def tree_of(text: str) -> object:
    try:
        return yaml.load(text, yaml.BaseLoader)  # every key a text
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        return None


@pytest.mark.slow
def test_the_quick_look_at_lines_sees_the_keys_that_the_reader_sees() -> None:
    seen = 0
    texts = [text for case in load_cases() for text in case.files.values()]
    blocks = [yaml.safe_dump(tree, width=4000) for text in texts if (tree := tree_of(text))]
    for text in (*texts, *blocks, *(text for _, _, text in SHAPES)):
        lines = _Lines(text)
        root = read_yaml(text)[0] if lines.plain and "{{" not in text else None
        if root is not None and " Value>" not in str(keys(_of_node(root), 2)):  # what yaml.v3 makes of a number
            seen += 1
            assert keys(lines.root, 2) == keys(_of_node(root), 2), text
    assert seen > 500


def test_labels_are_counted_by_the_look_of_them() -> None:
    text = (
        "services:\n  a:\n    labels:\n      - traefik.enable=true\n      - 'traefik.http.routers.a.rule=Host(`a`)'\n"
        "      # - traefik.docker.network=web\n    image: traefik:v3.6\n    command: --providers.docker\n"
        "  b:\n    labels:\n      traefik.http.services.b.loadbalancer.server.port: 80\n"
    )
    assert count_labels(text) == 3
