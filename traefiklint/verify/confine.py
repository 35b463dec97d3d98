"""Starts a program that reaches nothing but its own home: a script of its own, which imports only the standard library.

    python -I -S confine.py SOCKET HOME PROGRAM [ARGUMENT]…

On Linux it first gives itself, as far as the system lets it,

- a network namespace in which only the loopback interface exists, and nobody else listens on it;
- Landlock rules (Linux 5.13) under which it reads and writes files below HOME only, runs PROGRAM and the system's own
  libraries, and (Linux 6.7) opens no TCP connection at all.

Then it becomes the program. What came of it goes through the socket with the descriptor SOCKET: the words `network`,
`files` and `connections` for what is closed now, and with them sockets that belong to the namespace, by which whoever
holds the other end reaches what the program listens on (a socket stays in the namespace it was made in).
"""

from __future__ import annotations

import _socket  # `socket` and `pathlib` would take longer to import than all of this takes to run
import array
import ctypes
import fcntl
import os
import struct
import sys

SOCKETS = 16
"""How many connections can be made to the program from outside of its namespace."""

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_GET_FLAGS, _SET_FLAGS, _UP = 0x8913, 0x8914, 1
_FIRST_OPEN_PORT = "/proc/sys/net/ipv4/ip_unprivileged_port_start"
"""Of the namespace: with 0 there, the program may listen on port 80 whoever started it, as it may in a container."""
_NO_NEW_PRIVILEGES = 38
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""The numbers of Landlock's system calls, the same on every architecture (include/uapi/linux/landlock.h)."""
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
"""How many rights over files each version of Landlock knows; the first three are execute, write and read."""
_EXECUTE, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 2, 1 << 3
_BIND_TCP_SINCE = 4
_CONNECT_TCP = 1 << 1
_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/nix/store", "/usr/share/zoneinfo")
"""What a program may be linked with, and nobody's secrets."""
_ITSELF = "/proc/self/cgroup"
"""Without this file no telemetry is set up, and then Traefik judges less of its configuration."""


def main(arguments: list[str]) -> None:
    """Close what can be closed, say so, and become the program."""
    channel = _socket.socket(fileno=int(arguments[0]))
    home, program = arguments[1], arguments[2]
    closed = []
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    if libc and _can_leave_network(libc):
        _leave_network(libc)
        closed.append("network")
    ways_in = [_socket.socket(_socket.AF_INET, _socket.SOCK_STREAM) for _ in range(SOCKETS)]
    if libc and _is_machine_code(program):
        closed += _restrict(libc, home, program)
    numbers = array.array("i", [way.fileno() for way in ways_in])
    channel.sendmsg([" ".join(closed).encode() + b"\n"], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, numbers)])
    channel.close()
    os.execv(program, arguments[2:])  # noqa: S606 - the program that the user named


def _can_leave_network(libc: ctypes.CDLL) -> bool:
    """Whether the system allows it, tried by a child: some let one into the namespace, and then not bring it up."""
    child = os.fork()
    if child == 0:
        try:
            _leave_network(libc)
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def _leave_network(libc: ctypes.CDLL) -> None:
    """Go into a network namespace with nothing but loopback.

    Raises:
        OSError: the system does not allow it.
    """
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_NEW_NETWORK) != 0:
        if libc.unshare(_NEW_USER | _NEW_NETWORK) != 0:
            raise OSError(ctypes.get_errno(), "unshare")
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:  # noqa: PTH123
                file.write(text)
    interface = _socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM)
    request = struct.pack("16sH14x", b"lo", 0)
    flags = struct.unpack("16sH14x", fcntl.ioctl(interface.fileno(), _GET_FLAGS, request))[1]
    fcntl.ioctl(interface.fileno(), _SET_FLAGS, struct.pack("16sH14x", b"lo", flags | _UP))
    interface.close()
    _open_all_ports()


def _open_all_ports() -> None:
    try:
        with open(_FIRST_OPEN_PORT, "w", encoding="ascii") as file:  # noqa: PTH123
            file.write("0")
    except OSError:
        return  # Linux before 4.11; only root listens on port 80 then, and Traefik says so


def _is_machine_code(program: str) -> bool:
    """Whether a file is a program by itself; what a script needs to run nobody can say."""
    with open(program, "rb") as file:  # noqa: PTH123
        return file.read(4) == b"\x7fELF"


def _restrict(libc: ctypes.CDLL, home: str, program: str) -> list[str]:
    """Take away the rights over files, and those to connect; what was taken away."""
    version = libc.syscall(_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return []
    rights = (1 << max(number for since, number in _FILE_RIGHTS.items() if since <= version)) - 1
    network = _CONNECT_TCP if version >= _BIND_TCP_SINCE else 0
    attributes = struct.pack("QQ", rights, network)[: 16 if network else 8]
    ruleset = libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        return []
    allowed = {home: rights, program: _EXECUTE | _READ_FILE, os.devnull: _READ_FILE, _ITSELF: _READ_FILE}
    allowed |= dict.fromkeys(_SYSTEM, _EXECUTE | _READ_FILE | _READ_FOLDER)
    for path, access in allowed.items():
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        libc.syscall(_ADD_RULE, ruleset, 1, struct.pack("=Qi", access, place), 0)
        os.close(place)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if libc.syscall(_RESTRICT_SELF, ruleset, 0) != 0:
        return []
    os.close(ruleset)
    return ["files", "connections"] if network else ["files"]


if __name__ == "__main__":
    main(sys.argv[1:])
