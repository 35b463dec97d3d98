"""Look at and operate the applications and compose applications of a Dokploy server."""

from __future__ import annotations

from traefiklint.cli.group import LazyGroup, examples

_OPERATING = (
    *("start", "stop", "deploy", "redeploy", "reload", "mark-running", "move", "refresh-token", "delete", "kill-build"),
    "clean-queues",
)

command = LazyGroup(
    dict.fromkeys(("list", "show", "monitor"), f"{__name__}.looking")
    | dict.fromkeys(_OPERATING, f"{__name__}.operating"),
    name="app",
    help="Look at and operate the applications and compose applications of a Dokploy server.\n\nAn APP is a name, a "
    "file name or an id; an id may begin with a dash.",
    epilog=examples(
        "traefiklint app list",
        "traefiklint app show shop-0dlf7b --format json",
        "traefiklint app monitor shop",
        "traefiklint app reload -9QbouZq-QitvrwwU1KHI",
    ),
)
