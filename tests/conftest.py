"""What every room's tests share: one warm Traefik serves a whole session, and all start from the same environment."""

from __future__ import annotations

import gc
import itertools
import os
import re
import signal
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from tests.effort import often
from tests.traefik_versions import NEWEST, traefik
from traefiklint.verify.guard import GuardedTraefik
from traefiklint.verify.oracle import Oracle

# A suite that a script starts in the background inherits that Ctrl-C is ignored, and hands it on to its children.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The Traefik that is found is that of this environment, whatever else is installed.
os.environ["PATH"] = os.pathsep.join((sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)))

# Git, too: a hook that runs the suite has it work on another repository, and users sign and convert what they commit.
# What a CI job or a terminal asks of a program is asked of the suite, not of the programs that it tests.
_ASKED = ("GIT_", "PRE_COMMIT_", "GITHUB_", "CI_PROJECT_", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "COLUMNS", "LINES")
for _name in [name for name in os.environ if name.startswith(_ASKED)]:
    del os.environ[_name]
os.environ["GIT_CONFIG_GLOBAL"] = os.environ["GIT_CONFIG_SYSTEM"] = os.devnull


_TRAEFIKS = {"oracle", "asker", "ask", "traefik"}
"""The fixtures behind which a real Traefik runs."""

# What is drawn is the same everywhere and every time, so that a change is judged by what it does and not by luck; who
# draws more looks for something new.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=often(1) == 1
)
settings.load_profile("any machine")
# Else it also draws from the constants of all modules of ours that happen to be loaded, which is another set in every
# worker, and reads all of them for that.
vars(providers).update(_get_local_constants=lambda: providers._local_constants)


@pytest.fixture(scope="session")
def oracle() -> Iterator[Oracle]:
    """The newest Traefik with the static configuration of the corpus, whose entry points can be reached."""
    with Oracle(traefik(NEWEST), confined=False) as running:
        yield running


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As pytest's own, which goes through the folders of all tests before for a number, and sets a link each time."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    path = tmp_path_factory.getbasetemp() / f"{name}-{next(_NUMBERS)}"
    path.mkdir(0o700)
    return path


_NUMBERS = itertools.count()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever uses a warm Traefik or a browser is marked as such."""
    for item in items:
        uses = getattr(item, "fixturenames", ())
        if _TRAEFIKS.intersection(uses):
            item.add_marker(pytest.mark.traefik)
        if "browser" in uses:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is there now stays to the end: who looks for garbage need not look there, or as often as in a small one.

    It takes a tenth of the time of all tests otherwise.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that starts a Traefik in this process says so by its mark, or `make test-quick` would not be quick.

    No fixture of every test does this: it would take as long as most of our tests do.
    """
    opened = _not_marked if item.get_closest_marker("traefik") is None else _OPEN
    GuardedTraefik.open = opened  # type: ignore[method-assign]


_OPEN = GuardedTraefik.open


def _not_marked(*_: object) -> NoReturn:
    raise AssertionError("this test starts a Traefik: mark it with `@pytest.mark.traefik`")
