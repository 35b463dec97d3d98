"""What the rule book says of a static configuration, put to the real Traefik: it starts, or it does not."""

from __future__ import annotations

import pytest

from tests.rules.linted import lint
from tests.rules.pages import STATIC, Example, examples, pages
from tests.static.starting import Form, can_be_alone, start
from tests.traefik_versions import at_hand
from traefiklint.findings import Effect

ONLY_THE_MACHINE_KNOWS = {"entrypoint-host", "spiffe-agent-waits"}
"""Rules that say that the start hangs on something outside of the configuration."""
EXAMPLES = [
    example
    for page in pages()
    for example in examples(page)
    if example.static is not None
    and at_hand(example.target)
    and not ONLY_THE_MACHINE_KNOWS & {promise.rule for promise in example.expected}
]


@pytest.mark.traefik
@pytest.mark.skipif(not can_be_alone(), reason="no network of its own")
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_traefik_starts_with_the_static_configuration_of_an_example_unless_we_say_otherwise(example: Example) -> None:
    version = at_hand(example.target)
    assert version is not None
    assert example.static is not None
    said = [one for one in lint(example).findings if one.file == STATIC and one.effect is Effect.REJECTED]
    outcome = start(Form(example.static), version, example.disk.values())
    assert outcome.refused is bool(said), outcome.error or said
