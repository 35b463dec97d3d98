"""What a real panel made of a hand-written file, merged back into that file."""

from __future__ import annotations

from pathlib import Path

from tests.each import rows
from traefiklint.patch.data import read_data
from traefiklint.patch.rewrite import rewrite
from traefiklint.sync.authors import is_reprint
from traefiklint.sync.merge import merge

SAMPLES = Path(__file__).parent.parent / "dokploy" / "samples"
BEFORE = (SAMPLES / "05-hand-edited-as-pushed.yml").read_text()
AFTER = (
    "06-hand-edited-after-domain-save.yml",
    "07-after-redirect.yml",
    "08-after-security.yml",
    "09-after-first-domain-deleted.yml",
)


@rows("name", AFTER)
def test_the_panels_change_goes_into_the_hand_written_text(name: str) -> None:
    theirs = (SAMPLES / name).read_text()
    merged = merge(read_data(BEFORE), read_data(BEFORE), read_data(theirs))
    text = rewrite(BEFORE, merged.data)
    assert merged.conflicts == ()
    assert read_data(text) == read_data(theirs)
    for comment in ("# top comment", "# a router Dokploy knows nothing of"):
        assert comment in text
    for kept in (
        "hand-service: &svc",
        "<<: *svc",
        "rateLimit: {average: 100, burst: 50}",
        'str: "yes"',
        "oct: 0o17",
        "nul: ~",
    ):
        assert kept in text


@rows("path", sorted(SAMPLES.glob("*.yml")), ids=lambda path: path.name)
def test_everything_that_a_panel_printed_is_known_for_a_print(path: Path) -> None:
    assert is_reprint(path.read_text()) is (path.name != "05-hand-edited-as-pushed.yml")


def test_a_local_change_beside_the_panels_stays() -> None:
    ours = BEFORE.replace("burst: 50}", "burst: 70}   # more").replace("10.0.0.9:5432", "10.0.0.10:5432")
    theirs = (SAMPLES / AFTER[1]).read_text()
    merged = merge(read_data(BEFORE), read_data(ours), read_data(theirs))
    text = rewrite(ours, merged.data)
    assert merged.conflicts == ()
    assert "burst: 70}   # more" in text
    assert "10.0.0.10:5432" in text
    assert "middlewares:\n        - redirect-shop-0dlf7b-1\n" in text
