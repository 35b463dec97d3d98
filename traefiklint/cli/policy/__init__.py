"""Work on policies, a team's own rules: run their examples, check them, begin a new one."""

from __future__ import annotations

from traefiklint.cli.group import LazyGroup, examples

command = LazyGroup(
    dict.fromkeys(("test", "check", "new"), f"{__name__}.commands"),
    name="policy",
    help="Work on policies, a team's own rules: run their examples, check them, begin a new one.\n\n"
    "Policies are YAML files that `policies` and `extends` in traefiklint.toml name; `lint` holds every file to them.",
    epilog=examples(
        "traefiklint policy new public-router-headers",
        "traefiklint policy test",
        "traefiklint policy check policies/",
        "traefiklint policy test policies/baseline",
    ),
)
