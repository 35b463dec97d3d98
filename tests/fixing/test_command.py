"""`traefiklint fix`: in place, as a diff, from standard input; what it says and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import BROKEN, GOOD, TYPO, Runner, app, run
from tests.each import rows
from traefiklint.errors import TraefiklintError
from traefiklint.writing import write_file

TWO_HOSTS = GOOD.replace("Host(`{name}.example.com`)", "Host(`{name}.example.com`, `www.{name}.example.com`) # both")
FIXED = GOOD.replace(
    "Host(`{name}.example.com`)", "Host(`{name}.example.com`) || Host(`www.{name}.example.com`) # both"
)


def test_files_are_fixed_in_place_and_it_is_said_what_was_done(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TWO_HOSTS), "apps/blog.yml": app("blog")})
    ran = cli("fix", "apps")
    assert ran.status == 0
    assert ran.out == (
        "apps/shop.yml\n"
        "  4: Give each value a matcher of its own [rule-too-many-arguments]\n"
        "Fixed 1 finding in 1 file.\n"
    )
    assert (cli.folder / "apps/shop.yml").read_text() == app("shop", FIXED)
    assert cli("fix", "apps") == (0, "", "")


def test_what_is_left_is_reported_and_decides_the_status(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TWO_HOSTS), "apps/blog.yml": app("blog", TYPO)})
    ran = cli("fix", "apps")
    assert ran.status == 1
    assert "Fixed 1 finding in 1 file.\n" in ran.out
    assert "apps/blog.yml:6:21: error[unknown-middleware]" in ran.out
    assert cli("fix", "--fail-on", "never", "apps").status == 0


def test_only_the_named_files_change(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TWO_HOSTS), "apps/blog.yml": app("blog", TWO_HOSTS)})
    assert cli("fix", "apps/blog.yml").status == 0
    assert (cli.folder / "apps/shop.yml").read_text() == app("shop", TWO_HOSTS)
    assert (cli.folder / "apps/blog.yml").read_text() == app("blog", FIXED)


def test_a_diff_shows_what_would_change_and_writes_nothing(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TWO_HOSTS)})
    ran = cli("fix", "--diff", "apps")
    assert ran.status == 1
    assert "Would fix 1 finding in 1 file.\n" in ran.err
    assert (cli.folder / "apps/shop.yml").read_text() == app("shop", TWO_HOSTS)
    subprocess.run(["patch", "-p1", "--quiet"], input=ran.out, cwd=cli.folder, check=True, text=True)
    assert (cli.folder / "apps/shop.yml").read_text() == app("shop", FIXED)
    assert cli("fix", "--diff", "apps") == (0, "", "")


@pytest.mark.slow
def test_standard_input_is_fixed_to_standard_output(cli: Runner) -> None:
    text = app("shop", TWO_HOSTS).replace("\n", "\r\n")
    ran = run("fix", "-", folder=cli.folder, stdin=text)
    assert (ran.status, ran.out) == (0, app("shop", FIXED).replace("\n", "\r\n"))
    assert "Fixed 1 finding" in ran.err
    ran = run("fix", "-", folder=cli.folder, stdin=app("shop"))
    assert (ran.status, ran.out, ran.err) == (0, app("shop"), "")
    ran = run("fix", "-", "--stdin-filename", "apps/shop.yml", folder=cli.folder, stdin=app("shop", TWO_HOSTS))
    assert (ran.status, ran.out) == (0, app("shop", FIXED))
    assert not (cli.folder / "apps").exists()


def test_standard_input_is_fixed_alone(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop")})
    ran = cli("fix", "-", "apps")
    assert ran.status == 2
    assert "standard input is fixed alone" in ran.err
    ran = cli("lint", "--fix", "-")
    assert ran.status == 2
    assert "standard input cannot be fixed in place" in ran.err


def test_lint_fixes_with_the_same_options(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TWO_HOSTS)})
    ran = cli("lint", "--fix", "--ignore", "rule-too-many-arguments", "apps")
    assert (ran.status, ran.err) == (0, "")
    assert (cli.folder / "apps/shop.yml").read_text() == app("shop", TWO_HOSTS)
    ran = cli("lint", "--fix", "apps")
    assert (ran.status, ran.out.splitlines()[0]) == (0, "1 file, nothing to complain about")
    assert "Fixed 1 finding in 1 file.\n" in ran.err
    assert (cli.folder / "apps/shop.yml").read_text() == app("shop", FIXED)


def test_unsafe_fixes_are_offered_and_made_on_request(cli: Runner) -> None:
    text = app("shop").replace("service: shop", "service: shpo")
    cli.write({"shop.yml": text})
    ran = cli("fix", "shop.yml")
    assert ran.status == 1
    assert "1 more can be fixed with `--unsafe-fixes`\n" in ran.err
    assert cli("fix", "--unsafe-fixes", "shop.yml").status == 0
    assert (cli.folder / "shop.yml").read_text() == app("shop")


def test_quiet_says_only_what_is_left(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TWO_HOSTS)})
    assert cli("fix", "--quiet", "apps") == (0, "", "")
    assert (cli.folder / "apps/shop.yml").read_text() == app("shop", FIXED)


def test_permissions_stay_and_links_are_followed(cli: Runner) -> None:
    cli.write({"apps/real/shop.data": app("shop", TWO_HOSTS)})
    real = cli.folder / "apps/real/shop.data"
    real.chmod(0o640)
    link = cli.folder / "apps/shop.yml"
    link.symlink_to("real/shop.data")
    assert cli("fix", "apps").status == 0
    assert link.is_symlink()
    assert real.read_text() == app("shop", FIXED)
    assert real.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in (cli.folder / "apps/real").iterdir()) == ["shop.data"]


def test_a_file_under_two_names_is_fixed_once(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TWO_HOSTS)})
    (cli.folder / "apps/again.yml").symlink_to("shop.yml")
    assert cli("fix", "--fail-on", "never", "apps", "apps/shop.yml").status == 0
    assert (cli.folder / "apps/shop.yml").read_text() == app("shop", FIXED)


@rows("encoding", ["utf-16", "utf-8-sig"])
def test_the_encoding_stays(cli: Runner, encoding: str) -> None:
    path = cli.folder / "shop.yml"
    path.write_bytes(app("shop", TWO_HOSTS).encode(encoding))
    assert cli("fix", "shop.yml").status == 0
    assert path.read_bytes() == app("shop", FIXED).encode(encoding)


def test_a_file_that_was_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "shop.yml"
    path.write_bytes(b"somebody else's")
    with pytest.raises(TraefiklintError, match="was changed in the meantime"):
        write_file(str(path), b"fixed", original=b"ours")
    assert path.read_bytes() == b"somebody else's"
    assert [found.name for found in tmp_path.iterdir()] == ["shop.yml"]


def test_a_directory_that_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shop.yml"
    path.write_bytes(b"ours")

    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(TraefiklintError, match="cannot be written: Permission denied"):
        write_file(str(path), b"fixed", original=b"ours")
    assert path.read_bytes() == b"ours"
    assert [found.name for found in tmp_path.iterdir()] == ["shop.yml"]


def test_what_is_left_is_reported_in_any_format(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TYPO), "apps/new.yml": BROKEN})
    done = cli("fix", "apps", "--format", "json")
    assert [one["rule"] for one in json.loads(done.out)["findings"]] == ["unknown-middleware"]
    assert "Fixed 1 finding in 1 file." in done.err
    shown = cli("fix", "apps", "--diff", "--format", "json")
    assert (shown.out, json.loads(shown.err.partition("\n1 more")[0])["version"]) == ("", 1)


def test_what_the_baseline_knows_is_no_failure(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop", TYPO), "traefiklint.toml": 'baseline = "known.json"\n'})
    cli("lint", "apps", "--write-baseline")
    done = cli("fix", "apps")
    assert (done.status, done.out) == (0, "")
    cli.write({"apps/blog.yml": app("blog", TYPO), "traefiklint.toml": ""})
    assert cli("fix", "apps").status == 1
    assert "apps/shop.yml" not in cli("fix", "apps", "--baseline", "known.json").out
