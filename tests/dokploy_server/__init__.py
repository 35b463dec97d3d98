"""A stand-in for a Dokploy server, true to the recorded answers of a real one (v0.30.2).

It is a real HTTP server on loopback with real files in a folder. `python -m tests.dokploy_server` runs it as a process.
"""

from tests.dokploy_server.dialects import DIALECTS, DOCUMENTED, REAL, V0_18, V0_24, V0_28, Dialect
from tests.dokploy_server.faults import Call, Faults
from tests.dokploy_server.keys import Key, User
from tests.dokploy_server.process import ServerProcess
from tests.dokploy_server.server import DokployServer
from tests.dokploy_server.world import App

__all__ = [
    "DIALECTS",
    "DOCUMENTED",
    "REAL",
    "V0_18",
    "V0_24",
    "V0_28",
    "App",
    "Call",
    "Dialect",
    "DokployServer",
    "Faults",
    "Key",
    "ServerProcess",
    "User",
]
