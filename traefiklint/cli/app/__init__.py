"""Look at and operate the applications and compose applications of a Dokploy server."""

from __future__ import annotations

from traefiklint.cli.group import LazyGroup, examples

_COMMANDS = {
    "list": "looking",
    "show": "looking",
    "monitor": "monitoring",
    "start": "operating",
    "stop": "operating",
    "deploy": "operating",
    "redeploy": "operating",
    "reload": "operating",
    "mark-running": "operating",
    "move": "moving",
    "refresh-token": "operating",
    "delete": "deleting",
    "kill-build": "operating",
    "clean-queues": "operating",
}


command = LazyGroup(
    {name: f"{__name__}.{module}" for name, module in _COMMANDS.items()},
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
