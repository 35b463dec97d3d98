"""Addresses for programs that are told their port before they take it.

A port that was free a moment ago may be another test's by then. On Linux all of 127.0.0.0/8 is this machine, so that
each process of the tests has an address to itself, at which nobody else looks for ports.
"""

from __future__ import annotations

import contextlib
import os
import socket
import socketserver
import sys
import threading


def own_host() -> str:
    """An address of this machine that no other process of the tests uses; the common one elsewhere than on Linux."""
    if sys.platform != "linux":
        return "127.0.0.1"
    number = os.getpid()
    return f"127.{64 + (number >> 16) % 64}.{number >> 8 & 255}.{number & 255}"


def own_address() -> str:
    """`HOST:PORT` of a port that is free there."""
    host = own_host()
    with socket.socket() as listener:
        listener.bind((host, 0))
        return f"{host}:{listener.getsockname()[1]}"


def stop(server: socketserver.TCPServer) -> None:
    """End a server that another thread serves, and close it.

    It looks whether it is to end when somebody comes, or else only now and then, which would take each test of ours
    some hundredths of a second in which nobody does anything.
    """
    ending = threading.Thread(target=server.shutdown)
    ending.start()
    with contextlib.suppress(OSError), socket.create_connection(server.server_address[:2]):  # type: ignore[arg-type]
        ending.join()
    ending.join()
    server.server_close()
