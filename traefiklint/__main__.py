"""The way in: `traefiklint` and `python -m traefiklint`."""

from __future__ import annotations

import gc
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status; `--version` answers before anything else is imported."""
    given = sys.argv[1:] if arguments is None else arguments
    if arguments is None:
        # This process answers and ends: looking for garbage in what start-up and the files bring would only cost time.
        gc.disable()
    if given in (["--version"], ["-V"]) and sys.stdout is not None:
        from traefiklint.version import VERSION

        try:
            print(f"traefiklint {VERSION}", flush=True)
        except OSError:
            pass  # the frame below says why it cannot be told
        else:
            return 0
    from traefiklint.cli import run

    status = run(given)
    if arguments is None:
        gc.freeze()  # nor does what is left need a last look, which would take a tenth of a run on one file
    return status


if __name__ == "__main__":
    sys.exit(main())
