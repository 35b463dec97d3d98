"""Whether Traefik's own container can ever be well: its health check asks for `ping`, which must be there.

Source: `cmd/healthcheck/healthcheck.go`. The command reads a static configuration of its own: the file where it looks
for one, or else its own flags, or else the variables of the container; never the flags of the Traefik that runs.
"""

from __future__ import annotations

import posixpath
from typing import Literal

from traefiklint.compose.project import Service
from traefiklint.compose.values import Value
from traefiklint.decoding.label_tree import LabelDocument
from traefiklint.decoding.settings import decode_settings, is_read, read_flags, read_variables
from traefiklint.discovery.paths import is_config_file
from traefiklint.model.base import Place
from traefiklint.model.static import Static
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple
from traefiklint.versions import Version

_ASKED = lazy(r"(?:http://)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(?P<port>[0-9]+))?/ping/?")
"""The address at which a health check asks Traefik itself."""
_OWN = "traefik"
"""The entry point that Traefik adds where something stands on it that no file or flag declares."""
_OWN_PORT, _HTTP = "8080", "80"


Why = Literal["off", "unseen", "elsewhere", "no curl"]
"""`ping` is off; `traefik healthcheck` does not know of it; it answers on another port; the image has no `curl`."""
Form = Literal["file", "flags", "variables"]
"""How a Traefik gets its static configuration."""


class FailingCheck(NamedTuple):
    """A health check that fails however well Traefik is."""

    place: Place
    """The program that asks."""
    why: Why
    by: Form
    command: str
    """What succeeds once `ping` is on; empty where the check would, too."""
    asked: str = ""
    """The port at which it asks."""
    port: str = ""
    """The port at which `ping` answers; empty where it does not, or that is not known."""
    file: str = ""
    """The static configuration, where it is one."""


class Given(NamedTuple):
    """What a Traefik is started with."""

    static: Static
    by: Form
    is_found: bool = False
    """Whether it is a file that Traefik finds without being told where."""


def failing_check(service: Service, given: Given, document: LabelDocument, target: Version) -> FailingCheck | None:
    """Why the health check of a service that runs Traefik always fails; None where it may well not."""
    words = service.health_check
    if not words or not all(word.is_known for word in words):
        return None
    program = posixpath.basename(words[0].text)
    if program == _OWN and len(words) > 1 and words[1].text == "healthcheck":
        own = _static_of(words[2:], service, given, target)
        found = _of_command(own, given.static) if own is not None else None
        is_known = own is not None and own.ping is not None
    else:
        found = _of_request(words, given.static) if program in ("wget", "curl") else None
        is_known = True
        if found is not None and program == "curl" and not service.is_built:
            found, is_known = ("no curl", ""), False
    why, asked = found or (None, "")
    if why is None:
        return None
    place = Place(document, words[0].node, words[0].place.path, "")
    command = "" if why == "off" and (is_known or given.is_found) else _command(given)
    port = _port_of(given.static) if given.static.ping else ""
    return FailingCheck(place, why, given.by, command, asked, port, given.static.document.file)


def _of_command(own: Static, running: Static) -> tuple[Why | None, str]:
    """Why `traefik healthcheck` fails, and the port at which it asks."""
    if running.ping is None or own.ping is None:
        return ("off" if running.ping is None else "unseen"), ""
    asked, port = _port_of(own), _port_of(running)
    return ("elsewhere" if asked and port and asked != port else None), asked


def _static_of(flags: tuple[Value, ...], service: Service, given: Given, target: Version) -> Static | None:
    """The static configuration that `traefik healthcheck` reads; None where it is another file."""
    if any(is_config_file(flag.text.lstrip("-").partition("=")[0]) for flag in flags):
        return None
    if given.is_found:
        return given.static
    settings = read_flags(flags, target).settings
    if not settings:
        variables = [(one.name, one.value) for one in service.environment if one.value is not None]
        settings = read_variables([one for one in variables if is_read(one[0].text, target)], target)
    return decode_settings(settings, LabelDocument("", "", "static"), target).static


def _of_request(words: tuple[Value, ...], running: Static) -> tuple[Why | None, str] | None:
    """Why a request to Traefik's own entry point fails, and the port that it goes to: on another one somebody's router
    may answer. None where it asks for something else."""
    found = next(filter(None, (_ASKED.fullmatch(word.text) for word in words)), None)
    if found is None:
        return None
    asked = found["port"] or _HTTP
    of_others = {_port(running, name) for name in running.entry_points if name != _OWN}
    if asked != _port(running, _OWN) or asked in of_others:
        return None, asked
    if running.ping is None:
        return "off", asked
    port = _port_of(running)
    return ("elsewhere" if port and port != asked else None), asked


def _command(given: Given) -> str:
    """The command that asks where `ping` answers."""
    if given.is_found:
        return "traefik healthcheck"
    ping = given.static.ping
    name = ping.entry_point if ping is not None else _OWN
    point = given.static.entry_points.get(name)
    at = "" if name == _OWN else f" --ping.entrypoint={name}"
    if point is not None and (at or _port(given.static, name) != _OWN_PORT):
        at += f" --entrypoints.{name}.address={point.address}"
    return f"traefik healthcheck --ping{at}"


def _port_of(static: Static) -> str:
    """The port on which `ping` answers; empty where that is not known."""
    return _port(static, static.ping.entry_point if static.ping is not None else _OWN)


def _port(static: Static, name: str) -> str:
    """The port of an entry point; empty where that is not known."""
    point = static.entry_points.get(name)
    if point is None:
        return _OWN_PORT if name == _OWN else ""
    return point.port if point.port.isdigit() else ""
