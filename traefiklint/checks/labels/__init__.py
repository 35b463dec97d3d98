"""Rules about labels of compose files and stacks."""

ABOUT_FACTS = (
    "compose", "containers", "names", "networks", "options", "refused", "routers", "services", "shared_names", "texts",
)  # fmt: skip
"""The modules whose rules are only about what is said of containers and labels (`traefiklint/docker/facts.py`)."""
