"""The forms of a static configuration in a compose file: flags, variables, and which of them Traefik looks at."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import section_in_file
from traefiklint.checks.shared.settings import without_sign
from traefiklint.checks.shared.traefik_1 import is_told_for_traefik_1
from traefiklint.checks.shared.wording import NO_START, shown
from traefiklint.checks.static.decoded import VERSION_1
from traefiklint.discovery.paths import ancestors, as_volume, below
from traefiklint.findings import Effect, Severity
from traefiklint.go.strconv import fold
from traefiklint.instance.named_resolvers import named_resolvers
from traefiklint.instance.references import ROUTERS
from traefiklint.instance.same_form import differences, points_in_vain
from traefiklint.instance.whereabouts import unread_by_folder
from traefiklint.patterns import lazy
from traefiklint.text.nodes import Mapping, Scalar
from traefiklint.text.spelling import in_a_row, joined

if TYPE_CHECKING:
    from traefiklint.instance.health import FailingCheck
    from traefiklint.instance.instance import Instance
    from traefiklint.instance.static_facts import (
        BadSetting,
        BareList,
        IgnoredForm,
        LostWords,
        NotMounted,
        QuotedSetting,
        RepeatedFlag,
        UnreadFile,
    )

_VARIABLE = lazy(r"[A-Z_][A-Z0-9_]*=")
_ITEM = lazy(r"(\w+)\[(\d+)\]")
"""The item of a list of sections, in the name of a flag."""


@rule("flag-syntax", effect=Effect.REJECTED)
def flag_syntax(bad: BadSetting, instance: Instance) -> Iterator[Diagnostic]:
    """A flag or a variable is written so that Traefik ends at its name."""
    text = shown(bad.text)
    help = ""
    if bad.kind == "command":
        message = f"{NO_START}: the first word is `{text}`, which is taken for a command."
        help = "Begin each flag with `--`, without quotes or spaces before it."
    elif bad.kind == "argument":
        message = f"{NO_START}: `{text}` is not a flag that works without a value."
        now = VERSION_1.get(bad.text.lstrip("-").lower())
        if sign := without_sign(bad.text):
            help = f"Write `{sign[0]}={sign[1] or 'VALUE'}`."
        elif now is None:
            help = f"Write `{text}=VALUE`; if there is no such flag, delete it."
        elif now.startswith("providers.") and now.count(".") == 1 and now != "providers.file":
            help = f"That is a flag of Traefik 1; write `--{now}=true`."
        else:
            help = f"That is a flag of Traefik 1; today it is `{now}`."
    elif bad.kind == "syntax":
        message = f"{NO_START}: `{text}` is not a flag; it begins with one or two hyphens and a name."
    elif bad.kind == "removed":
        what = "flag" if bad.is_flag else "variable"
        message = f"{NO_START}: Traefik 3 no longer has `{text}`, and refuses each {what} for it."
        help = f"Delete the {what}, although Traefik ignores all others of this form here."
    elif bad.is_flag:
        message = f"{NO_START}: the flag `{text}` has a name with an empty part, or with a bracket in the wrong place."
    else:
        message = f"{NO_START}: the variable `{text}` has an empty part; `_` separates names."
    is_of_2 = bad.kind == "removed" and instance.context.runs_older  # which knows it
    yield Diagnostic(bad.place, message, help, strict=is_of_2)


@rule("flags-cut-off", effect=Effect.SILENT)
def flags_cut_off(lost: LostWords, instance: Instance) -> Iterator[Diagnostic]:
    """A word between the flags ends them, and all that follow are lost."""
    what = "it" if lost.number == 1 else f"it and the {lost.number - 1} after it"
    message = f"`{shown(lost.text)}` is not a flag, so Traefik stops reading here and silently drops {what}."
    if lost.text.startswith("#"):
        help = "`#` starts no comment inside a text: remove the line, or write the flags as a list."
    elif lost.text != lost.text.lstrip() and lost.text.lstrip().startswith("-"):
        help = "Remove the space before the hyphens."
    elif _VARIABLE.match(lost.text):
        help = "Put it below `environment`, if it is meant as a variable."
    else:
        help = "Write values behind an equals sign, as in `--api.insecure=true`."
    yield Diagnostic(lost.place, message, help)


@rule("flag-quotes", effect=Effect.SILENT, explains=True)
def flag_quotes(quoted: QuotedSetting, instance: Instance) -> Iterator[Diagnostic]:
    """The value of a flag or variable stands in quotes that nobody removes."""
    message = (
        "The quotes are part of the value, because no shell reads this and removes them; write "
        f"`{shown(quoted.name)}={shown(quoted.value)}`."
    )
    yield Diagnostic(quoted.place, message)


@rule("flag-repeated", effect=Effect.SILENT)
def flag_repeated(repeated: RepeatedFlag, instance: Instance) -> Iterator[Diagnostic]:
    """A flag is given twice."""
    name = shown(repeated.name)
    if repeated.is_list:
        message = f"`{name}` is given twice: Traefik joins the two or keeps only one of them, by chance at each start."
        yield Diagnostic(repeated.place, message, "Write the flag once, with commas between the values.")
    else:
        message = f"`{name}` is given twice, and only this one counts."
        help = "Delete one of the two."
        if (item := _ITEM.search(repeated.name)) and not repeated.is_same:
            help = f"Delete one of the two, or write `{item[1]}[{int(item[2]) + 1}]` for another one."
        yield Diagnostic(repeated.place, message, help, strict=repeated.is_same)


@rule("flag-without-value", effect=Effect.SILENT)
def flag_without_value(bare: BareList, instance: Instance) -> Iterator[Diagnostic]:
    """A flag for a list has no value."""
    message = (
        f"`{shown(bare.name)}` has no value: at one start Traefik reads it as `true`, and at another it takes the next "
        "word, or does not start."
    )
    yield Diagnostic(bare.place, message, "Write the list behind an equals sign, with commas.")


@rule("static-form-ignored", effect=Effect.SILENT)
def static_form_ignored(ignored: IgnoredForm, instance: Instance) -> Iterator[Diagnostic]:
    """The static configuration is given in two forms, of which Traefik takes one."""
    what = "flags" if ignored.form == "flags" else "`TRAEFIK_` variables"
    winner = "flags"
    if ignored.winner == "file":
        winner = f"the file `{ignored.file}`" if ignored.file else f"the file `{ignored.at}` in its container"
    message = f"Traefik ignores its {what}, because it takes its static configuration from {winner}."
    is_lost = not ignored.is_same or not ignored.points.isdisjoint(instance.once(_points_of_routers))
    is_known = not is_lost or is_told_for_traefik_1(instance)  # which takes both
    help = f"{_lost(ignored, instance)}ut everything in one place."
    yield Diagnostic(ignored.place, message, help, strict=is_known, holds=True)


def _lost(ignored: IgnoredForm, instance: Instance) -> str:
    """What comes of it that a form is not looked at, up to what to do."""
    if off := next((one.provider for one in instance.parts.get("ProviderOff", ())), "") if ignored.providers else "":
        return f"So no labels are read, as `providers.{off}` is not in what counts; p"
    said, counting = ignored.static, next(iter(instance.context.static.get("Static", ())), None)
    if said is None:
        return "P"
    named = instance.once(named_resolvers).difference(instance.context.resolvers)
    if missed := [name for name in said.certificates_resolvers if name in named]:
        return f"So nothing gets certificates from {joined(missed)}; p"
    points = instance.once(points_in_vain).keys() & instance.once(_points_of_routers)
    if lost := [name for name in said.entry_points if name in points]:
        return f"So there is no entry point {joined(lost)}, which routers name; p"
    paths = [f"`{path}`" for path in differences(said, counting)] if counting is not None else []
    return f"So {in_a_row(paths)} {'is' if len(paths) == 1 else 'are'} lost; p" if paths else "P"


def _points_of_routers(instance: Instance) -> set[str]:
    """The entry points that routers name."""
    return {name for kind in ROUTERS for router in instance.objects[kind].values() for name in router.entry_points}


@rule("file-not-read", effect=Effect.SILENT)
def file_not_read(unread: UnreadFile, instance: Instance) -> Iterator[Diagnostic]:
    """A volume brings a configuration to where Traefik reads nothing."""
    if unread.is_all:
        message = (
            f"Traefik starts without `{unread.file}`, and so with nothing, because it looks for no static "
            f"configuration at `{unread.target}`; mount it at `{_right_for(unread)}`."
        )
        help = ""
    elif unread.is_static:
        others = "variables" if unread.by_variables else "flags"
        message = (
            f"Traefik does not read `{unread.file}`, because it looks for no static configuration at "
            f"`{unread.target}`; mount it at `{_right_for(unread)}`, and delete the {others}, or leave it out."
        )
        help = f"Of a static configuration in a file and {others}, Traefik takes the file alone."
    elif unread.provided:
        message = (
            f"Traefik does not read `{unread.file}`, because its file provider reads `{unread.provided}`, and this is "
            f"mounted at `{unread.target}`; make the two paths the same."
        )
        help = "A relative path starts where Traefik is started, which is `/` in its image."
    else:
        alike = [one.file for one in instance.once(unread_by_folder)[posixpath.dirname(unread.target)]]
        if alike[0] != unread.file:
            return  # all are told of together
        option = "TRAEFIK_PROVIDERS_FILE_FILENAME" if unread.by_variables else "providers.file.filename"
        what, advice = f"does not read `{unread.file}`", f"set `{option}` to `{unread.target}`"
        if len(alike) > 1:
            what, advice = f"reads none of {joined(alike)}", _in_one_folder(posixpath.dirname(unread.target))
        message = f"Traefik {what}, because it has no file provider; {advice}."
        help = ""
    is_said = not unread.is_static and any(below(unread.target, path) for path in instance.once(_misplaced_paths))
    effect = None
    if unread.provided in instance.once(_lacking):
        help, effect = f"Traefik logs `Cannot start the provider *file.Provider`. {help}", Effect.DEGRADED
    yield Diagnostic(unread.place, message, help, strict=is_said, effect=effect, severity=Severity.WARNING)


def _lacking(instance: Instance) -> frozenset[str]:
    """What file providers read that no volume brings: then they do not start, which Traefik logs (asked of 3.7.15)."""
    from traefiklint.instance.service_static import lacks_path

    provided = {one.provided for one in instance.parts.get("UnreadFile", ())}
    provided |= {one.provided for one in instance.context.static.get("UnreadFile", ())}
    return frozenset(path for path in provided - {""} if lacks_path(instance.labels, path))


def _right_for(unread: UnreadFile) -> str:
    """Where in the container Traefik looks for a static configuration."""
    return f"/etc/traefik/traefik.{unread.target.rpartition('.')[2]}"


def _misplaced_paths(instance: Instance) -> frozenset[str]:
    """What the static configuration names as what a file provider reads, in places where none has it: that the option
    is misplaced is told there."""
    found, waiting = set(), [one.node for one in instance.context.static.get("Static", ())]
    while waiting:
        node = waiting.pop()
        for key, value in node.pairs if isinstance(node, Mapping) else ():
            waiting.append(value)
            if isinstance(value, Scalar) and fold(key.value) in ("filename", "directory"):
                found.add(value.value.rstrip("/"))
    read = {path for one in instance.context.static.get("FileProvider", ()) for path in (one.filename, one.directory)}
    return frozenset(found - {path.rstrip("/") for path in read} - {""})


def _in_one_folder(folder: str) -> str:
    """How several files of a folder of the container are read: not with what else is there."""
    if folder in ("/", "/etc/traefik"):
        return "mount them in a folder of their own, and set `providers.file.directory` to that"
    return f"set `providers.file.directory` to `{folder}`"


@rule("file-provider-not-mounted", effect=Effect.DEGRADED)
def file_provider_not_mounted(lost: NotMounted, instance: Instance) -> Iterator[Diagnostic]:
    """No volume brings what the file provider reads into Traefik's container."""
    what = "folder" if lost.is_folder else "file"
    message = (
        f"Traefik does not run this provider: no volume brings the {what} `{lost.path}` into its container, so nothing "
        "that it defines is there."
    )
    source = _source(lost, instance)
    help = f"Add a volume, as in `{source}:{lost.path}:ro`." if source else "Add a volume that brings it there."
    yield Diagnostic(lost.place, message, help, holds=True)


def _source(lost: NotMounted, instance: Instance) -> str:
    """What a volume may bring, from the folder of the compose file: what is called so beside it, or the one that is
    among the files here; empty where none is. Docker makes a folder of what is not there."""
    name, look = lost.path.rpartition("/")[2], instance.context.look
    mounted = next(iter(instance.context.static.get("Mounted", ())), None)
    folder = mounted.folder if mounted is not None else ""
    if lost.here or look is None or look.at(posixpath.join(folder, name)).is_there:
        return lost.here or f"./{name}"
    files = [document.file for document in instance.documents]
    if lost.is_folder:
        files = [above for file in files for above in ancestors(posixpath.dirname(file))]
    found = {path for path in files if posixpath.basename(path) == name} or {look.deeper(lost.path)} - {""}
    return as_volume(found.pop(), folder) if len(found) == 1 else ""


@rule("health-check-fails", effect=Effect.SILENT)
def health_check_fails(check: FailingCheck, instance: Instance) -> Iterator[Diagnostic]:
    """The health check of Traefik's own container cannot succeed."""
    on = {"file": section_in_file(check.file, "ping"), "flags": "--ping=true", "variables": "TRAEFIK_PING=true"}[
        check.by
    ]
    ask = f"ask with `{check.command}`"
    if check.why == "no curl":
        why = "its image has no `curl`"
        advice = ask if check.port else f"add `{on}`, and {ask}"
    elif check.why == "off":
        why, advice = (
            "its health check needs `ping`, which is off",
            f"add `{on}`" + (f", and {ask}" if check.command else ""),
        )
    elif check.why == "unseen":
        why, advice = f"`traefik healthcheck` does not see the {check.by} of the Traefik that runs", ask
    else:
        why, advice = f"its health check asks port {check.asked}, and `ping` answers on port {check.port}", ask
    help = (
        "Traefik serves no container that is unhealthy, and what waits for it to be `service_healthy` does not start."
    )
    yield Diagnostic(check.place, f"Docker marks this Traefik as unhealthy: {why}; {advice}.", help)
