"""Decoding refuses exactly what the real Traefik refuses, with its words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.corpus.cases import Case, load_cases
from tests.model.decoding import refusals
from tests.model.odd_values import files_with_odd_values
from tests.traefik_versions import NEWEST, OLDER, VERSIONS, traefik
from tests.verify.many import check_many
from traefiklint.versions import read_version

ENDLESS = "Traefik recurses or allocates without end"
"""The verdict on cycles of services: they are found when services are built, long after decoding."""
TARGETS = {version: read_version(version) for version in VERSIONS}
READ = (".yml", ".yaml", ".toml")


def refused(case: Case, version: str) -> list[Any]:
    """Why a provider directory is refused: one refused file is enough."""
    return [
        problem
        for file, text in case.files.items()
        if file.lower().endswith(READ)
        for problem in refusals(text, TARGETS[version], file)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("version", TARGETS)
def test_the_corpus_is_refused_where_traefik_refuses_it_and_only_there(version: str) -> None:
    wrong = [
        (case.id, case.verdicts[version]["error"], refused(case, version))
        for case in load_cases(version)
        if not case.verdicts[version].get("harm") and bool(refused(case, version)) == case.verdicts[version]["loads"]
    ]
    assert wrong == []


@pytest.mark.parametrize(("version", "count"), [(NEWEST, 2500), *((version, 1200) for version in OLDER)])
@pytest.mark.traefik
def test_options_with_odd_values_are_refused_where_traefik_refuses_them_with_its_words(
    version: str, count: int
) -> None:
    files = files_with_odd_values(count, seed=count)
    wrong = []
    for text, verdict in zip(files, check_many(({"a.yml": text} for text in files), traefik(version)), strict=True):
        ours = refusals(text, TARGETS[version])
        if bool(ours) == verdict.loads:
            wrong.append((text, verdict.error, [problem.traefik for problem in ours]))
        # The words are those of the newest; where the routine dies of the file there are none.
        elif ours and version == NEWEST and "dies" not in verdict.error:
            said = [problem.traefik for problem in ours]
            if not any(words and words in verdict.error for words in said):
                wrong.append((text, verdict.error, said))
    assert wrong == []


TOML = (
    "http = {routers = {r = {priority = [1]}}}",
    "http = {middlewares = {m = {plugin = {p = {a = [true, 1]}}}}}",
    "http = {middlewares = {m = {plugin = {p = {a = [1, 2], b = 1979-05-27}}}}}",
    "http = {routers = {r = {entryPoints = [1979-05-27]}}}",
    "http = {services = {s = {loadBalancer = {}}}}",
    "[http.services.s.loadBalancer]\n[[http.services.s.loadBalancer.servers]]\nurl = 'http://a'\nweigth = 1\n",
    "[http.services.s.loadBalancer]\n[[http.services.s.loadBalancer.servers]]\nurl = 'http://a'\nweight = 1\n",
    "[http.routers.r]\nrule = 1.5\ntls = true\nentryPoints = 'a, b'\n",
    "[tls]\ncertificates = [['a']]\n",
)


@pytest.mark.traefik
def test_toml_is_refused_where_traefik_refuses_it_with_its_words() -> None:
    verdicts = check_many(({"a.toml": text} for text in TOML), traefik(NEWEST))
    for text, verdict in zip(TOML, verdicts, strict=True):
        ours = refusals(text, read_version(NEWEST), "a.toml")
        assert bool(ours) != verdict.loads, text
        assert not ours or any(problem.traefik in verdict.error for problem in ours), (text, verdict.error, ours)
