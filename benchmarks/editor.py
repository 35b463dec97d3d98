"""The language server as a process: how long an editor waits, and what the server keeps.

Prints what `make bench` shows. Times are the server's own processor seconds, which other work on the machine hardly
changes; the wall clock stands beside them.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

from benchmarks import data

PATIENCE = 120
_TICKS = os.sysconf("SC_CLK_TCK")


class Took(NamedTuple):
    """What the server took for an answer, in milliseconds."""

    cpu: float
    wall: float

    def __str__(self) -> str:
        return f"{self.cpu:.0f} ms of CPU, {self.wall:.0f} ms"


class Session:
    """A server with one workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.client = LanguageClient("bench", "1")
        self._news = asyncio.Event()
        self.shown: dict[str, list[str]] = {}
        self._version = 1

        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def publish(params: lsp.PublishDiagnosticsParams) -> None:
            self.shown[params.uri] = [str(one.code) for one in params.diagnostics]
            self._news.set()

    async def start(self) -> Took:
        """Start the server; what it takes from the answer to `initialize` to the first diagnostics."""
        await self.client.start_io(sys.executable, "-m", "traefiklint", "server")
        root = lsp.WorkspaceFolder(self.folder.as_uri(), "bench")
        given = lsp.InitializeParams(lsp.ClientCapabilities(), workspace_folders=[root])
        await self.client.initialize_async(given)
        self.client.initialized(lsp.InitializedParams())
        return await self.measured(self._anything)

    async def _anything(self) -> None:
        await self.until(lambda: bool(self.shown))

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not holds():
                self._news.clear()
                await self._news.wait()

    async def measured(self, work: Callable[[], Awaitable[None]]) -> Took:
        before, start = self._cpu(), time.perf_counter()
        await work()
        return Took((self._cpu() - before) * 1000, (time.perf_counter() - start) * 1000)

    def _stat(self) -> list[str]:
        server = self.client._server
        assert server is not None
        return Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()

    def _cpu(self) -> float:
        fields = self._stat()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> float:
        """The memory that the server holds, in megabytes."""
        return int(self._stat()[21]) * os.sysconf("SC_PAGE_SIZE") / 2**20

    async def rest(self) -> None:
        """Wait until the server does nothing any more."""
        quiet, before = 0, self._cpu()
        while quiet < 3:
            await asyncio.sleep(0.4)
            now = self._cpu()
            quiet, before = (quiet + 1, now) if now - before < 0.02 else (0, now)

    def open(self, path: Path) -> None:
        item = lsp.TextDocumentItem(path.as_uri(), "yaml", 1, path.read_text())
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def type(self, path: Path, text: str) -> None:
        self._version += 1
        document = lsp.VersionedTextDocumentIdentifier(self._version, path.as_uri())
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))

    async def answered(self, path: Path) -> None:
        """Wait until all that was sent has been read."""
        document = lsp.TextDocumentIdentifier(path.as_uri())
        await self.client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document))

    async def stop(self) -> None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()


async def keystrokes(session: Session, path: Path, count: int) -> Took:
    """What a keystroke takes until its diagnostics are there: a mistake that comes and goes."""
    text = path.read_text()
    broken = text.replace("service: ", "service: no", 1)
    session.open(path)
    await session.answered(path)
    await session.rest()
    found = []
    for number in range(count):
        wrong = number % 2 == 0
        session.type(path, broken if wrong else text)
        took = await session.measured(
            lambda wrong=wrong: session.until(lambda: bool(session.shown.get(path.as_uri())) is wrong)
        )
        found.append(took)
        await session.rest()
    return Took(median(one.cpu for one in found), median(one.wall for one in found))


async def many_edits(session: Session, path: Path, count: int) -> tuple[float, float]:
    """The memory before and after thousands of edits."""
    text = path.read_text()

    async def some(number: int, first: int) -> None:
        for edit in range(first, first + number):
            session.type(
                path, text.replace("service: ", "service: x" if edit % 3 == 0 else "service: ", 1) + f"# {edit}\n"
            )
            if edit % 20 == 0:
                await session.answered(path)
                await asyncio.sleep(0.07)

    await some(count // 10, 0)
    await session.rest()
    before = session.memory()
    await some(count, count)
    await session.rest()
    return before, session.memory()


async def measure(home: Path, edits: int) -> list[str]:
    """The lines to print."""
    lines = []
    folder = home / "hundred"
    apps = data.apps(folder / "apps", 100)
    first = apps / "app-00007.yml"
    first.write_text(first.read_text().replace("service: ", "service: no", 1))
    session = Session(folder)
    lines.append(f"first diagnostics of 100 applications, after `initialize`: {await session.start()} (goal 300 ms)")
    lines.append(f"a keystroke at 100 files: {await keystrokes(session, apps / 'app-00009.yml', 6)}")
    before, after = await many_edits(session, apps / "app-00009.yml", edits)
    lines.append(f"memory over {edits} edits: {before:.0f} MB before, {after:.0f} MB after")
    await session.stop()
    folder = home / "thousand"
    apps = data.apps(folder / "apps", 1000)
    first = apps / "app-00007.yml"
    first.write_text(first.read_text().replace("service: ", "service: no", 1))
    session = Session(folder)
    lines.append(f"first diagnostics of 1,000 applications: {await session.start()}")
    lines.append(f"a keystroke at 1,000 files: {await keystrokes(session, apps / 'app-00009.yml', 8)} (goal 50 ms)")
    lines.append(f"memory at 1,000 files: {session.memory():.0f} MB")
    await session.stop()
    return lines


def lines(edits: int = 10_000) -> list[str]:
    """What is measured, in lines."""
    with tempfile.TemporaryDirectory() as home:
        return asyncio.run(measure(Path(home), edits))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=10_000)
    for line in lines(parser.parse_args().edits):
        print(line)


if __name__ == "__main__":
    main()
