"""Secrets that stand in the files themselves."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Effect
from traefiklint.instance.instance import Instance

_HOLDERS = frozenset(
    (
        "Certificate",
        "DefaultCertificate",
        "ClientCertificate",
        "ClientTls",
        "RedisTls",
        "Redis",
        "Headers",
    )
)
"""The parts that may hold one; so may what is written for a plugin."""

_ADVICE = {
    "private key": "put it in a file of its own, and name that here",
    "password": 'keep it out of the file, as with `{{ env "NAME" }}`',
    "token": 'keep it out of the file, as with `{{ env "NAME" }}`',
}


@rule("secret-in-config", effect=Effect.ADVICE, matters="anywhere")
def secret_in_config(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """A password, a token or a private key stands in a file."""
    plugins = any(middleware.plugin for middleware in instance.parts.get("Middleware", ()))
    if not plugins and _HOLDERS.isdisjoint(instance.parts):
        return
    from traefiklint.instance.secrets import secrets_of

    for secret in secrets_of(instance):
        message = f"This file holds a {secret.kind}, which anyone who sees the file can read; {_ADVICE[secret.kind]}."
        yield Diagnostic(secret.place, message)
