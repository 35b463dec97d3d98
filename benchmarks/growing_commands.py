"""Inputs of `make bench-growth` that are files, and work that is a whole command on them."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

from benchmarks.growing_texts import SERVICE, Series, Work, http, listed, router

Files = Mapping[str, str]


def command(files: Callable[[int], Files], *arguments: str) -> Callable[[int], Work]:
    """A command, in this process, in a folder that holds the files of a size; what it prints is thrown away."""

    def made(n: int) -> Work:
        home = tempfile.TemporaryDirectory()
        for name, text in files(n).items():
            path = Path(home.name) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

        def work() -> None:
            from traefiklint.cli import run

            nowhere = io.StringIO()
            with chdir(home.name), redirect_stdout(nowhere), redirect_stderr(nowhere):
                assert run(list(arguments)) in (0, 1), (arguments, nowhere.getvalue())

        return work

    return made


def apps(n: int) -> Files:
    """Routers of one file, all with one middleware."""
    middleware = "    m: {stripPrefix: {prefixes: [/a]}}\n"
    return {"apps/a.yml": http(listed(router(more=", middlewares: [m]"), n), middleware)}


def _compose(services: str) -> Files:
    return {"compose.yml": f"services:\n{services}"}


def _labelled(labels: str, n: int) -> Files:
    service = "  s{n}:\n    image: a\n    labels:\n      - traefik.enable=true\n" + labels
    return _compose(listed(service, n))


RULE = "      - traefik.http.routers.r{n}.rule=Host(`h{n}.example.com`)\n"
PORT = "      - traefik.http.services.r{n}.loadbalancer.server.port=80\n"
LOST = "      - traefik.http.routers.r{n}.middlewares=gone{n}@docker\n"


def _one_container(n: int) -> Files:
    service = "      - traefik.http.routers.r{n}.service=r{n}\n"
    return _compose("  s:\n    image: a\n    labels:\n      - traefik.enable=true\n" + listed(RULE + service + PORT, n))


def _one_line(n: int) -> Files:
    services = "".join(f", s{number}: {{image: nginx}}" for number in range(n))
    return {"compose.yml": "services: {a: {image: nginx, labels: {traefik.enable: 'true'}}" + services + "}\n"}


def _tests(n: int, name: str = "r{n}") -> Files:
    test = f'  - request: "http://h{{n}}.example.com/"\n    expect: router {name}\n'
    return {**apps(n), "routes.test.yml": "tests:\n" + listed(test, n)}


def _points(n: int) -> Files:
    points = "entryPoints:\n" + listed("  p{n}: {address: ':{m}'}\n", n)
    return {
        "traefik.yml": points + "providers: {file: {directory: apps}}\n",
        "apps/a.yml": http(listed(router(more=", entryPoints: [p{n}]"), n)),
    }


def _merges(n: int) -> Files:
    anchors = listed("x-{n}: &a{n} {x{n}: 1}\n", n)
    every = ", ".join(f"*a{number}" for number in range(n))
    return {"apps/a.yml": f"{anchors}x-all: {{<<: [{every}]}}\n" + http()}


def _extended(n: int) -> Files:
    services = "  s0: {image: a}\n" + listed("  s{m}: {extends: {service: s{n}}}\n", n)
    return _compose(services)


def _many_files(n: int) -> Files:
    return {
        f"apps/f{number}.yml": http(router(name=f"r{number}"), services=SERVICE.replace("s:", f"s{number}:", 1))
        for number in range(n)
    }


_TRAEFIK = "services:\n  t:\n    image: traefik:v3.6\n    command: [--providers.docker=true]\n"


def _found_references(n: int) -> Files:
    """Two compose projects that a search finds, with names that lead nowhere."""
    apps = _labelled(RULE + PORT + LOST, n)["compose.yml"]
    return {"traefik/compose.yml": _TRAEFIK, "apps/compose.yml": apps}


def _script(n: int, command: str) -> str:
    return "#!/bin/sh\n" + listed(f"{command} # {{n}}\n", n)


def _replaced(n: int) -> Files:
    """Compose files with words for which scripts may put something else, and many commands that do not."""
    labels = "    labels:\n      - traefik.http.routers.r{n}.rule=Host(`CHANGE_ME_{n}`)\n"
    service = "services:\n  s{n}:\n    image: a\n" + labels
    apps = {f"app{number}/compose.yml": service.replace("{n}", str(number)) for number in range(n)}
    scripts = {f"app{number}/run.sh": _script(20, "sed -i s/CHANGE_ME_1/x/ a.yml && echo a b c") for number in range(n)}
    return {"compose.yml": _TRAEFIK, **apps, **scripts}


def _composed(n: int, traefik: str = "") -> Files:
    """Compose files, each of a project of its own."""
    service = "  s{n}:\n    image: a\n    labels:\n      - traefik.enable=true\n" + RULE + PORT + LOST
    text = (traefik or "services:\n") + service
    return {f"app{number}/compose.yml": text.replace("{n}", str(number)) for number in range(n)}


def _beside(n: int) -> Files:
    """Compose files of one folder, each of which may be put over the first."""
    over = "services:\n  t:\n    environment: {A: '{n}'}\n"
    more = {f"compose.x{number}.yml": over.replace("{n}", str(number)) for number in range(n)}
    return {"compose.yml": _TRAEFIK + _labelled(RULE + PORT + LOST, 1)["compose.yml"].partition("\n")[2], **more}


def _statics(n: int) -> Files:
    """Static configurations, each with a directory of its own."""
    static = "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: dynamic}}\n"
    found = {f"t{number}/traefik.yml": static for number in range(n)}
    return {**found, **{f"t{number}/dynamic/a.yml": http(router()) for number in range(n)}}


def _told(n: int) -> Files:
    """Scripts and read-mes that say how a compose file is run."""
    compose = {"compose.yml": _TRAEFIK + _labelled(RULE + PORT + LOST, 1)["compose.yml"].partition("\n")[2]}
    said = "# Run it\n" + listed("docker compose -f compose.yml -f other{n}.yml up -d\nexport A{n}=b\n", 100)
    files = {f"docs/{number}.md": said for number in range(n)} | {f"bin/{number}.sh": said for number in range(n)}
    return {**compose, **files}


SET = ("--kind", "router", "--set", "priority=7", "--diff")
COMMANDS = (
    Series("command: edit sets an option of n routers", command(apps, "edit", "apps", *SET)),
    Series("command: edit changes n files", command(_many_files, "edit", "apps", *SET), 20),
    Series("command: edit renames what n routers use", command(apps, "edit", "apps", "--rename", "m", "x", "--diff")),
    Series("command: convert n routers to labels", command(apps, "convert", "apps", "--to", "labels")),
    Series(
        "command: convert n containers to a file",
        command(lambda n: _labelled(RULE + PORT, n), "convert", "compose.yml", "--to", "file"),
    ),
    Series("command: report of n routers", command(apps, "report", "apps", "--format", "json")),
    Series("command: graph of n routers", command(apps, "graph", "apps")),
    Series("command: upgrade of n routers", command(apps, "upgrade", "--from", "3.0", "apps")),
    Series("command: n tests of n routers", command(_tests, "test", "routes.test.yml", "apps")),
    Series(
        "command: n tests that expect unknown routers",
        command(lambda n: _tests(n, "ro{n}"), "test", "routes.test.yml", "apps"),
    ),
    Series("command: n entry points", command(_points, "lint")),
    Series("command: a merge of n anchors", command(_merges, "lint", "apps")),
    Series("command: n labels of one container", command(_one_container, "lint", "compose.yml")),
    Series("command: n containers", command(lambda n: _labelled(RULE + PORT, n), "lint", "compose.yml")),
    Series(
        "command: one router on n containers",
        command(lambda n: _labelled(RULE.replace("{n}", "x") + PORT, n), "lint", "compose.yml"),
    ),
    Series("command: n containers in one line", command(_one_line, "lint", "compose.yml")),
    Series("command: unknown middlewares of compose files that a search finds", command(_found_references, "lint")),
    Series("command: a chain of extends", command(_extended, "lint", "compose.yml")),
    Series("command: placeholders and scripts that fill in others", command(_replaced, "lint"), 20),
    Series("command: n compose files that a search finds", command(_composed, "lint"), 20),
    Series("command: n compose files, each with a Traefik", command(lambda n: _composed(n, _TRAEFIK), "lint"), 10),
    Series("command: n compose files beside one", command(_beside, "lint"), 20),
    Series("command: n static configurations", command(_statics, "lint"), 20),
    Series("command: n scripts and read-mes", command(_told, "lint"), 20),
)
