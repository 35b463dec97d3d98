"""What can be made to go wrong, and when. Everything is off until a test switches it on."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from tests.dokploy_server.abuse import Abuse

When = Literal["before", "midway", "after"]


class Call(NamedTuple):
    """One request that reached a procedure."""

    procedure: str
    application_id: str
    method: str


@dataclass
class Fault:
    """One thing that goes wrong: it lets `skip` matching calls pass, then strikes `times` times (or for ever)."""

    kind: Literal["drop", "status", "run", "hang", "swallow", "truncate", "abuse", "cookies"]
    procedure: str = ""
    when: When = "before"
    skip: int = 0
    times: int | None = 1
    status: int = 500
    body: str = ""
    media_type: str = "application/json"
    location: str = ""
    number: float = 0.0
    action: Callable[[Call], object] | None = None
    application_id: str = ""


@dataclass
class Faults:
    """The switchboard.

    Attributes:
        latency: seconds that every call of the API takes longer.
        remote_latency: seconds more for an application on a remote server.
        free_bytes: room left on the disk of the Dokploy machine; a write is cut there, and answered with `true`.
        database_down: every key is refused with the bare 401.
    """

    latency: float = 0.0
    remote_latency: float = 0.0
    free_bytes: int | None = None
    database_down: bool = False
    _planned: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def drop(self, procedure: str = "", when: When = "before", skip: int = 0, times: int | None = 1) -> None:
        """Cuts the connection: before the procedure runs, in the middle of the answer, or after it ran."""
        self._plan(Fault("drop", procedure, when, skip, times))

    def fail(
        self,
        procedure: str = "",
        status: int = 500,
        when: When = "before",
        skip: int = 0,
        times: int | None = 1,
        body: str = '{"message":"Internal server error","code":"INTERNAL_SERVER_ERROR"}',
        media_type: str = "application/json",
        location: str = "",
        application_id: str = "",
    ) -> None:
        """Answers with an error or a redirect instead: before the procedure runs, or after it did its work; for one
        application only where it is named.
        """
        fault = Fault("status", procedure, when, skip, times, status, body, media_type, location)
        fault.application_id = application_id
        self._plan(fault)

    def run(
        self,
        action: Callable[[Call], object],
        procedure: str = "",
        when: When = "before",
        skip: int = 0,
        times: int | None = 1,
    ) -> None:
        """Does something in between: somebody edits in the panel, the client is killed."""
        self._plan(Fault("run", procedure, when, skip, times, action=action))

    def hang(
        self, seconds: float, procedure: str = "", when: When = "before", skip: int = 0, times: int | None = 1
    ) -> None:
        """Waits that long before going on."""
        self._plan(Fault("hang", procedure, when, skip, times, number=seconds))

    def abuse(self, kind: Abuse, procedure: str = "", skip: int = 0, times: int | None = 1) -> None:
        """Answers as no Dokploy server does, until the client hangs up: without end, byte by byte, swollen."""
        self._plan(Fault("abuse", procedure, "before", skip, times, body=kind))

    def set_cookies(self, procedure: str = "", skip: int = 0, times: int | None = 1) -> None:
        """Sets cookies with the answer."""
        self._plan(Fault("cookies", procedure, "after", skip, times))

    def swallow(self, skip: int = 0, times: int | None = 1) -> None:
        """A write of an application's file does nothing, and is answered with `true`."""
        self._plan(Fault("swallow", skip=skip, times=times))

    def truncate(self, at: int, skip: int = 0, times: int | None = 1) -> None:
        """A write of an application's file stops after so many bytes, and is answered with `true`."""
        self._plan(Fault("truncate", skip=skip, times=times, number=at))

    def clear(self) -> None:
        """Switches everything off."""
        with self._lock:
            self._planned.clear()
        self.latency, self.remote_latency, self.free_bytes, self.database_down = 0.0, 0.0, None, False

    def due(self, call: Call, when: When) -> list[Fault]:
        """The faults that strike this call now, in the order they were planned."""
        return self._struck(
            lambda fault: (
                fault.kind not in ("swallow", "truncate")
                and fault.when == when
                and fault.application_id in ("", call.application_id)
            ),
            call.procedure,
        )

    def on_write(self) -> Fault | None:
        """The fault that strikes this write, if one does."""
        struck = self._struck(lambda fault: fault.kind in ("swallow", "truncate"), "")
        return struck[0] if struck else None

    def _plan(self, fault: Fault) -> None:
        with self._lock:
            self._planned.append(fault)

    def _struck(self, fits: Callable[[Fault], bool], procedure: str) -> list[Fault]:
        struck = []
        with self._lock:
            for fault in [it for it in self._planned if fits(it) and it.procedure in ("", procedure)]:
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                struck.append(fault)
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._planned.remove(fault)
        return struck
