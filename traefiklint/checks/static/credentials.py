"""What the environment of a Traefik holds for the owners of names, who are asked for certificates."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.labels import whole
from traefiklint.compose.project import Service
from traefiklint.decoding.label_tree import LabelDocument
from traefiklint.findings import Effect
from traefiklint.instance.instance import Instance
from traefiklint.instance.service_static import words_of
from traefiklint.instance.traefiks import traefiks
from traefiklint.model.base import Place
from traefiklint.text.judging import is_path
from traefiklint.text.names import is_secret_name

_PROGRAM = "exec"
"""The challenge that a program of somebody's own answers, with all that the environment has."""
_SECRETS = "/run/secrets/"
"""Where Compose and Swarm put secrets."""


@rule("dns-token-is-path", effect=Effect.SILENT)
def dns_token_is_path(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """A variable for the DNS challenge has the path of a secret, and is sent as the secret itself.

    Source: `GetOrFile` of lego, which reads a file where the name of the variable ends with `_FILE`, and only there
    (asked of 3.7.15).
    """
    challenges = instance.context.static.get("DnsChallenge", ())
    if not any(one.provider not in ("", _PROGRAM) for one in challenges):
        return
    for service in instance.once(traefiks):
        if words_of(service) is None:
            continue  # a program before Traefik may read the file
        names = {variable.name.text for variable in service.environment}
        for variable in service.environment:
            name, value = variable.name.text, variable.value
            if value is None or not _is_mounted(value.text, service) or not _is_for_dns(name, instance):
                continue
            advice = f"delete it, as `{name}_FILE` is there" if f"{name}_FILE" in names else f"write `{name}_FILE`"
            message = (
                f"No certificate ever comes: `{name}` is sent as it is, and Traefik reads a secret from a file only "
                f"where the name ends with `_FILE`; {advice}."
            )
            document = LabelDocument(value.document.file, value.document.text, "static")
            yield Diagnostic(Place(document, whole(variable.name), "", ""), message)


def _is_mounted(value: str, service: Service) -> bool:
    """Whether a value is the path of a secret, or of what a volume brings."""
    if value.startswith(_SECRETS):
        return True
    targets = (mount.target.rstrip("/") for mount in service.volumes)
    return is_path(value) and any(target and f"{value}/".startswith(f"{target}/") for target in targets)


def _is_for_dns(name: str, instance: Instance) -> bool:
    """Whether a variable holds a secret for whoever owns the names, as far as its name and the files tell: Traefik's
    own options are others, and so is what a template of the files takes."""
    if not is_secret_name(name) or name.startswith("TRAEFIK_"):
        return False
    return not any(name in source.document.text for source in instance.files)
