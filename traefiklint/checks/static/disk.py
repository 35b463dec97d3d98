"""What the static configuration leads to on the disk, as far as it is at hand, is not what Traefik takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.wording import NO_START
from traefiklint.decoding.label_tree import unset_in
from traefiklint.findings import Effect, Severity
from traefiklint.instance.forms import forms_of
from traefiklint.instance.instance import Instance
from traefiklint.instance.named_resolvers import named_resolvers
from traefiklint.instance.static_facts import FOLDERS_OF_THE_IMAGE, LostStorage
from traefiklint.instance.surroundings import entry_at
from traefiklint.model.static.logs import AccessLog
from traefiklint.model.static.plugins import Experimental
from traefiklint.model.static.providers import FileProvider
from traefiklint.model.static.resolvers import Acme
from traefiklint.patterns import lazy
from traefiklint.reading import Entry

_OTHERS = 0o177
"""What nobody may do with a storage: others anything, its owner execute it (pkg/provider/acme, `CheckFile`)."""
_OF_COPIES = (0o644, 0o664)
"""The modes that a file gets from an archive or a download that keeps none: Traefik has never taken a storage with one
of them (`permissions 644 for acme.json are too open, please use 600`), so one with keys in it had another."""
_PLUGINS = "plugins-local"


@rule("acme-storage-file", effect=Effect.DEGRADED)
def acme_storage_file(acme: Acme, instance: Instance) -> Iterator[Diagnostic]:
    """The file with the certificates is one that Traefik does not take."""
    entry = entry_at(instance, acme.storage)
    if entry is None:
        return
    place = acme.at("storage") if acme.gives("storage") else acme.key_at()
    if not entry.is_there:
        if entry.is_mounted:
            message = (
                f"Traefik leaves the resolver out: `{entry.path}` is not here, and Docker makes a folder where it "
                "finds no file to mount."
            )
            help = (
                f"Create it first: `touch {entry.path} && chmod 600 {entry.path}`; or mount the folder that holds it."
            )
            yield Diagnostic(place, message, help, severity=Severity.INFO, strict=True)
        return  # a repository keeps no keys: where it runs, the file is there
    if _kills(entry):
        message = f"{NO_START}, because `{entry.path}` is in the format of Traefik 1; move it away."
        yield Diagnostic(place, message, effect=Effect.REJECTED, severity=Severity.ERROR)
    elif reason := _why_not(entry):
        message = (
            f"Traefik leaves the resolver out, and its routers serve the default certificate: `{entry.path}` {reason}."
        )
        is_of_copy = entry.is_copied and entry.mode in _OF_COPIES and not entry.is_folder
        # git keeps no such modes, and hardly what the server has in its place
        severity = Severity.INFO if is_of_copy else None
        yield Diagnostic(place, message, strict=entry.is_tracked, severity=severity)


def _why_not(entry: Entry) -> str:
    """Why Traefik does not take a storage, as the end of a sentence."""
    if entry.is_folder:
        return "is a folder; name a file in it"
    if entry.mode & _OTHERS:
        return f"can be used by others (its mode is {entry.mode:o} here); run `chmod 600 {entry.path}`"
    held = _held(entry)
    if held is None:
        return "is not JSON; move it away"
    return "" if isinstance(held, dict) else "holds no JSON object; move it away"


def _kills(entry: Entry) -> bool:
    """Whether there is nothing behind the name of a resolver, as in files of Traefik 1."""
    held = _held(entry) if not entry.mode & _OTHERS else None
    return (
        isinstance(held, dict) and None in held.values() and all(isinstance(one, dict | None) for one in held.values())
    )


def _held(entry: Entry) -> Any:
    """What a storage holds; nothing where it is empty, None where it is no JSON."""
    if not entry.content:
        return {}
    import json

    try:
        return json.loads(entry.content)
    except (ValueError, RecursionError):
        return None


_ACCOUNT_KEY = lazy(rb'"PrivateKey"\s*:\s*"M[A-P][A-Za-z0-9+/=]{62,}"')
"""The private key of an account in a storage (pkg/provider/acme)."""
_CERTIFICATE_KEY = lazy(rb'"[kK]ey"\s*:\s*"[A-Za-z0-9+/=]{64,}"')
"""The private key of a certificate there."""


_LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/"


@rule("acme-storage-not-mounted", effect=Effect.ADVICE, matters="to strangers")
def acme_storage_not_mounted(lost: LostStorage, instance: Instance) -> Iterator[Diagnostic]:
    """The file with the certificates is on no volume.

    Source: five certificates for the same names in a week (https://letsencrypt.org/docs/rate-limits).
    """
    resolver, acme = lost.resolver, lost.resolver.acme
    if acme is None or not resolver.challenge or instance.once(named_resolvers).isdisjoint(("", resolver.name)):
        return
    if not acme.ca_server.startswith(_LETS_ENCRYPT):
        return
    place = acme.at("storage") if acme.gives("storage") else acme.key_at()
    if place.node is not None and unset_in(place.node):
        return  # of a variable whose value is elsewhere
    folder, _, file = lost.path.rpartition("/")
    message = (
        f"No volume brings `{lost.path}` into Traefik's container, so each new container asks for all certificates "
        "again, which Let's Encrypt refuses after the fifth time in a week; "
    )
    if lost.has_no_folder:
        message = (
            f"No volume brings a folder `{folder}` into Traefik's container, so Traefik leaves `{resolver.name}` out "
            "and asks for no certificate; "
        )
    if lost.alike:
        advice = f"write `{lost.alike}`, where a volume is."
    elif folder and folder not in FOLDERS_OF_THE_IMAGE:
        advice = f"add a volume, as in `./{folder.rpartition('/')[2]}:{folder}`."
    else:
        advice = f"add a volume, as in `./acme:/acme`, and write `/acme/{file}`."
    effect = Effect.DEGRADED if lost.has_no_folder else None
    yield Diagnostic(place, message + advice, effect=effect, severity=Severity.WARNING)


@rule("private-keys-in-git", category="security", effect=Effect.ADVICE, matters="anywhere")
def private_keys_in_git(acme: Acme, instance: Instance) -> Iterator[Diagnostic]:
    """The file with the certificates and their private keys is in the repository."""
    first = next((one for one in instance.context.static.get("Acme", ()) if one.storage == acme.storage), acme)
    entry = entry_at(instance, acme.storage, told=False) if first is acme else None
    if entry is None or not entry.is_tracked or not entry.content:
        return
    if _CERTIFICATE_KEY.search(entry.content) is not None:
        what, harm = "private keys", "whoever reads the repository can pose as these sites"
        help = "The keys stay in git's history: have the certificates issued anew."
    elif _ACCOUNT_KEY.search(entry.content) is not None:
        what, harm = "the private key of an account", "whoever reads the repository can ask for certificates with it"
        help = "The key stays in git's history: delete the file, and Traefik makes another account."
    else:
        return
    place = acme.at("storage") if acme.gives("storage") else acme.key_at()
    message = (
        f"`{entry.path}` holds {what}, and git has it: {harm}; take it out with `git rm --cached {entry.path}`, and "
        "list it in `.gitignore`."
    )
    yield Diagnostic(place, message, help)


@rule("file-provider-not-there", effect=Effect.DEGRADED)
def file_provider_not_there(files: FileProvider, instance: Instance) -> Iterator[Diagnostic]:
    """The file provider is to read a folder that is a file, a file that is a folder, or nothing."""
    attribute = "directory" if files.directory else "filename"
    entry = entry_at(instance, getattr(files, attribute), told=not instance.files)  # else they are at hand elsewhere
    if entry is None:
        return
    not_run = "Traefik does not run this provider"
    if attribute == "directory" and entry.is_there and not entry.is_folder:
        yield Diagnostic(files.at(attribute), f"{not_run}: `{entry.path}` is a file; write `filename`.")
    elif attribute == "filename" and entry.is_there and entry.is_folder:
        yield Diagnostic(files.at(attribute), f"{not_run}: `{entry.path}` is a folder; write `directory`.")
    elif attribute == "filename" and not entry.is_there:
        is_made = _has_sample(entry.path, instance) or _is_kept_out(entry.path, instance)
        found = _deeper(entry.path, instance)
        message = f"{not_run}: there is no `{entry.path}` here{f'; it is at `{found}`' if found else ''}."
        help = "Mount it from there, or keep the compose file beside it." if found else ""
        yield Diagnostic(files.at(attribute), message, help, strict=is_made)


def _deeper(path: str, instance: Instance) -> str:
    look = instance.context.look
    return "" if look is None or path.startswith(("/", "..")) else look.deeper(path)


def _is_kept_out(path: str, instance: Instance) -> bool:
    look = instance.context.look
    return look is not None and look.is_kept_out(path)


def _has_sample(path: str, instance: Instance) -> bool:
    """Whether a file stands there of which somebody makes the one at a path, as `dynamic.example.yml`."""
    look = instance.context.look
    return look is not None and any(look.at(name).is_there for name in forms_of(path))


@rule("access-log-file", effect=Effect.DEGRADED)
def access_log_file(log: AccessLog, instance: Instance) -> Iterator[Diagnostic]:
    """The access log is to be written into a folder."""
    entry = entry_at(instance, log.file_path)
    if entry is not None and entry.is_folder:
        message = f"No access log is written: `{entry.path}` is a folder; name a file in it."
        yield Diagnostic(log.at("file_path"), message)


@rule("local-plugin-missing", effect=Effect.DEGRADED, severity=Severity.ERROR)
def local_plugin_missing(experimental: Experimental, instance: Instance) -> Iterator[Diagnostic]:
    """A local plugin is not where Traefik looks for it."""
    home = entry_at(instance, _PLUGINS, told=False) if experimental.local_plugins else None
    for plugin in experimental.local_plugins.values():
        path = f"{_PLUGINS}/src/{plugin.module_name}/.traefik.yml"
        entry = entry_at(instance, path, told=home is None) if plugin.module_name else None
        is_missing = entry is None or not entry.is_there
        if not plugin.module_name or not is_missing or home is None or not home.is_folder:
            continue
        own = entry_at(instance, f"{_PLUGINS}/src/{plugin.module_name}", told=False)
        if own is not None and own.is_folder and own.is_empty:
            continue  # a submodule of git that is not checked out here
        abort = experimental.abort_on_plugin_failure
        does = NO_START if abort else "Traefik runs no plugin at all, and disables every router with one"
        message = f"{does}: `{plugin.name}` has no `{path}`."
        effect = Effect.REJECTED if abort else Effect.DEGRADED
        is_unknown = _is_kept_out(f"{home.path}/src/{plugin.module_name}/.traefik.yml", instance)
        place = plugin.at("module_name")
        yield Diagnostic(place, message, effect=effect, severity=Severity.ERROR, strict=is_unknown)
