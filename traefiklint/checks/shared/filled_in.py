"""Variables of Traefik's files: how a template has one, and what Traefik's container needs for that."""

from __future__ import annotations

import re

from traefiklint.instance.instance import Instance

_WITH_DEFAULT = re.compile(r"\$\{\w+:?-([^{}]+)\}")
_QUOTED = frozenset('"\\')
"""What a text of a template has a backslash before, by which masks would not know it again."""


def as_action(written: str, name: str) -> str:
    """A variable as Traefik's templates have it, with the default that it has: `{{ env "NAME" | default "a" }}`.

    Args:
        written: the variable as it stands there, as in `${NAME:-a}`; empty where the default is not to be shown.
    """
    default = _WITH_DEFAULT.fullmatch(written)
    if default is None or not _QUOTED.isdisjoint(default[1]):
        return f'{{{{ env "{name}" }}}}'
    return f'{{{{ env "{name}" | default "{default[1]}" }}}}'


def to_be_given(written: str, name: str, instance: Instance) -> str:
    """What more is to be done for a template with a variable, where the Traefik of the compose files lacks it, so that
    its value would be empty: Compose puts what `.env` says into the compose file, and not into containers. Empty where
    it has it, or nobody knows."""
    if instance.labels is None or _WITH_DEFAULT.fullmatch(written):
        return ""
    from traefiklint.instance.service_static import lacks_env_file
    from traefiklint.instance.traefiks import is_traefik

    is_here = False
    for project in instance.labels.composed:
        for service in filter(is_traefik, project.services):
            names = {one.name.text for one in service.environment}
            if name in names or service.is_built or lacks_env_file(service, project):
                return ""
            is_here = True
    return f", and `{name}: ${{{name}}}` below `environment` of Traefik's container" if is_here else ""
