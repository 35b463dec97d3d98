"""`python -m tests.dokploy_server --folder DIR`: prints a line of JSON, and runs until its standard input closes."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tests.dokploy_server.dialects import DIALECTS
from tests.dokploy_server.server import DokployServer


def controls(server: DokployServer, name: str, arguments: dict[str, Any]) -> Any:
    """What can be done over the control address.

    `application` (name, text, …), `put` (id, text), `text` (id), `domain` (id, host, …), `remote` (server_id, state),
    `latency` (seconds), `free_bytes` (n), `database_down` (on), `clear`, `calls`, `requests`, and each fault by its
    name: `drop`, `fail`, `hang`, `swallow`, `truncate`.
    """
    apps = server.world.apps
    if name == "application":
        app = server.add_application(**arguments)
        return {"id": app.id, "app_name": app.app_name}
    if name == "put":
        return server.put(apps[arguments["id"]], arguments["text"])
    if name == "text":
        return server.text(apps[arguments["id"]])
    if name == "domain":
        return server.panel.add_domain(apps[arguments.pop("id")], **arguments)
    if name == "remote":
        return server.add_remote(**arguments)
    if name == "calls":
        return [call._asdict() for call in server.calls]
    if name == "requests":
        return server.requests
    if name in ("latency", "remote_latency", "free_bytes", "database_down"):
        return setattr(server.faults, name, arguments["value"])
    if name in ("drop", "fail", "hang", "swallow", "truncate", "clear"):
        return getattr(server.faults, name)(**arguments)
    raise KeyError(name)


def main() -> None:
    """Runs the server."""
    parser = argparse.ArgumentParser(prog="python -m tests.dokploy_server", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where its files are")
    parser.add_argument("--port", type=int, default=0, help="a free one where 0")
    parser.add_argument("--key", default="owner-key-Zk3yT9wQ")
    parser.add_argument("--dialect", choices=sorted(DIALECTS), default="real")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds that every call takes longer")
    parser.add_argument("--applications", type=int, default=0, help="so many, each with a small file")
    parser.add_argument("--stacks", type=int, default=0, help="so many compose applications, each with a domain")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    dialect = DIALECTS[options.dialect]
    with DokployServer(options.folder, dialect=dialect, key=options.key, port=options.port) as server:
        server.faults.latency = options.latency
        server.service.control = lambda name, arguments: controls(server, name, arguments)
        for number in range(options.applications):
            app = server.add_application(f"app-{number}")
            server.panel.add_domain(app, f"app-{number}.example.com")
        for number in range(options.stacks):
            server.add_stack(f"stack-{number}", f"stack-{number}.example.com")
        print(json.dumps({"url": server.url, "key": server.key}), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
