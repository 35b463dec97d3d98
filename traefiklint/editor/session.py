"""One client of the language server: where its documents are, and when it is told what is wrong.

Everything happens in one thread, one message after the other, so no document changes while it is read. Diagnostics wait
until the typing rests, but never long.
"""

from __future__ import annotations

import asyncio
import os
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from lsprotocol import types as lsp
from pygls import uris
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from traefiklint.editor import actions
from traefiklint.editor.client_settings import ClientSettings, read_settings
from traefiklint.editor.diagnostics import diagnostic
from traefiklint.editor.positions import Here, changed
from traefiklint.editor.protocol import PatientProtocol
from traefiklint.editor.tidying import Tidier
from traefiklint.editor.workspace import Planner, Told, Workspace
from traefiklint.errors import TraefiklintError
from traefiklint.version import VERSION

REST = 0.03
"""How many seconds nothing is typed before diagnostics are worked out."""
LATER = 0.3
"""How many seconds later all files of a large directory are judged."""
MOST_STALE = 3.0
"""For how many seconds of typing without a rest the others wait at most."""
LONGEST = 0.4
"""After how many seconds they are worked out, whatever is typed."""

Answer = TypeVar("Answer")


def file_path(uri: str) -> str | None:
    """The path of a URI on this machine; None for what is no file here, such as `untitled:` and `git:`."""
    if not uri.lower().startswith("file:"):
        return None
    path = uris.to_fs_path(uri) or ""
    return path if os.path.isabs(path) and "\0" not in path else None  # noqa: PTH117


class SettingsPlanner(Planner, Protocol):
    """A planner that takes the settings of the client into account."""

    client: ClientSettings | None


class Positioned(Protocol):
    """A request about a position in a document."""

    text_document: lsp.TextDocumentIdentifier
    position: lsp.Position


class Server(LanguageServer):
    """A server for one client."""

    def __init__(self, planner: SettingsPlanner) -> None:
        super().__init__("traefiklint", VERSION, protocol_cls=PatientProtocol)
        self.planner = planner
        self.files = Workspace(planner)
        self.settings = ClientSettings()
        self.mistakes: list[str] = []
        """What is wrong with the settings that came with the start."""
        self._uris: dict[str, str] = {}
        """The URIs of documents as the client writes them, by path."""
        self.listening: asyncio.Task[None] | None = None
        """What waits for news from the disk."""
        self._shown_at: dict[str, str] = {}
        """Under which URIs diagnostics are shown, by path: a client may write one path in several ways."""
        self._timer: asyncio.TimerHandle | None = None
        self._first_change = 0.0
        self._waiting_since = 0.0
        """When something was typed first that only its own document was judged after; 0 where all are judged."""
        self._tidier = Tidier()

    # Places

    @property
    def encoding(self) -> str:
        """In which units the client counts characters."""
        return self.server_capabilities.position_encoding or lsp.PositionEncodingKind.Utf16

    def uri_of(self, path: str) -> str:
        """The URI of a path."""
        return self._uris.get(path) or uris.from_fs_path(path) or ""

    def path_of(self, uri: str) -> str | None:
        """The path of a URI; None where it is no file."""
        path = file_path(uri)
        if path is None:
            return None
        self._uris[path] = uri
        return path

    def here(self, uri: str) -> Here | None:
        """What a request is about; None for what is not Traefik's."""
        path = self.path_of(uri)
        found = (self.files.view_of(path) or self.files.beside(path)) if path is not None else None
        if path is None or found is None:
            return None
        view, name = found
        document = self.files.open.get(path)
        text = document.text if document is not None else view.text_of(name) or ""
        return Here(self.files, view, name, text, self.encoding, self.uri_of)

    def ask(self, uri: str, feature: Callable[[Here], Answer]) -> Answer | None:
        """The answer of a feature about a document; none where it fails, which must not end the session.

        Raises:
            JsonRpcException: what the feature says to the user.
        """

        def answer() -> Answer | None:
            here = self.here(uri)
            return feature(here) if here is not None else None

        return self.guarded(answer)

    def guarded(self, answer: Callable[[], Answer]) -> Answer | None:
        """An answer; none where working it out fails, which must not end the session.

        Raises:
            JsonRpcException: what it says to the user.
        """
        try:
            return answer()
        except TraefiklintError as error:
            raise JsonRpcException(str(error), lsp.LSPErrorCodes.RequestFailed) from None
        except Exception as error:  # noqa: BLE001 - an editor goes on without one answer
            self._confess(error)
            return None

    def look(self) -> None:
        """Look at the disk, and judge what is new there."""
        try:
            if self.files.look():
                self.judge()
        except Exception as error:  # noqa: BLE001 - the next look may go better
            self._confess(error)

    def _confess(self, error: Exception) -> None:
        """Say in the log of the client that there is a bug here, and where; values of the files are not in it."""
        frames = traceback.extract_tb(error.__traceback__)
        where = " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in reversed(frames[-4:]))
        words = f"traefiklint {VERSION} met a bug of its own, {type(error).__name__} at {where}: please report it"
        self.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, words))

    def at(self, params: Positioned, feature: Callable[[Here, int], Answer]) -> Answer | None:
        """The answer of a feature about a position in a document."""
        return self.ask(params.text_document.uri, lambda here: feature(here, here.positions.offset(params.position)))

    @property
    def knows_snippets(self) -> bool:
        """Whether the client knows places to fill in, in what it completes."""
        document = self.client_capabilities.text_document
        item = document.completion.completion_item if document and document.completion else None
        return bool(item and item.snippet_support)

    # Code actions

    @property
    def resolves(self) -> bool:
        """Whether the client asks for the edits of an action only when it is chosen."""
        document = self.client_capabilities.text_document
        support = document.code_action.resolve_support if document and document.code_action else None
        return support is not None and "edit" in support.properties

    def resolve(self, action: lsp.CodeAction) -> lsp.CodeAction:
        """An action with its edits."""
        uri = str(action.data.get("uri", "")) if isinstance(action.data, dict) else ""
        here = self.here(uri) if uri and action.kind == actions.FIX_ALL else None
        if here is not None:
            action.edit = self.understood(self.guarded(lambda: here.edit(actions.fix_all(here))))
        return action

    def understood(self, edit: lsp.WorkspaceEdit | None) -> lsp.WorkspaceEdit | None:
        """An edit as the client understands it: older ones know no versions of documents."""
        workspace = self.client_capabilities.workspace
        known = workspace.workspace_edit if workspace is not None else None
        if edit is None or edit.document_changes is None or (known is not None and known.document_changes):
            return edit
        changes = {
            change.text_document.uri: [one for one in change.edits if isinstance(one, lsp.TextEdit)]
            for change in edit.document_changes
            if isinstance(change, lsp.TextDocumentEdit)
        }
        return lsp.WorkspaceEdit(changes=changes)

    # Documents

    def change(self, uri: str, version: int | None, changes: Sequence[lsp.TextDocumentContentChangeEvent]) -> None:
        """Make the changes of a document, each in the text that the one before left."""
        path = self.path_of(uri)
        known = self.files.open.get(path) if path is not None else None
        if path is None or known is None:
            return
        self.files.opened(path, changed(path, known.text, changes, self.encoding), version)
        self.judge_soon(path)

    def judge_soon(self, path: str = "") -> None:
        """Work diagnostics out when the typing rests; those of the document that is typed in, in a large directory,
        before all others.

        Args:
            path: the document.
        """
        now = time.monotonic()
        if self._timer is None:
            self._first_change = now
        else:
            self._timer.cancel()
        wait = max(0.0, min(REST, self._first_change + LONGEST - now))
        self._timer = asyncio.get_running_loop().call_later(wait, self.judge, path)

    def judge(self, path: str = "") -> None:
        """Work diagnostics out, and tell the client what is new.

        Args:
            path: the document that comes before all others; all are judged a little later then.
        """
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        try:
            self._judge(path)
        except Exception as error:  # noqa: BLE001 - the next change may be judged all the same
            self._confess(error)

    def _judge(self, path: str) -> None:
        now = time.monotonic()
        if path and self.files.is_large(path) and now - (self._waiting_since or now) < MOST_STALE:
            self._waiting_since = self._waiting_since or now
            told = self.files.news_of(path)
            if told is not None:
                self._publish(path, told, self.files.rule_url())
            self._first_change = now
            self._timer = asyncio.get_running_loop().call_later(LATER, self.judge)
            return
        self._waiting_since = 0.0
        news = self.files.news()
        rule_url = self.files.rule_url() if news else ""
        for path, told in news.items():
            if not self.settings.only_open or path in self.files.open or not told.findings:
                self._publish(path, told, rule_url)
        self.files.prepare()
        self._forget_answered()
        self._tidier.tidy(self.files.generation)
        self.warn(self.files.failures())

    def warn(self, sentences: Iterable[str]) -> None:
        """Show what is wrong with what was asked for."""
        for words in sentences:
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, f"traefiklint: {words}"))

    def _forget_answered(self) -> None:
        """Let go of notifications that have been handled: pygls 2.1 keeps what each of them said for ever."""
        kept = getattr(self.protocol, "_request_futures", {})
        for number in [number for number, future in kept.items() if future.done()]:
            del kept[number]

    def _publish(self, path: str, told: Told, rule_url: str) -> None:
        document = self.files.open.get(path)
        found = self.files.view_of(path) if told.findings else None
        shown = []
        if found is not None:
            here = Here(self.files, found[0], told.name, told.text, self.encoding, self.uri_of)
            shown = [diagnostic(one, told.text, here.locate, self.encoding, rule_url) for one in told.findings]
        version = document.version if document is not None else None
        uri, before = self.uri_of(path), self._shown_at.pop(path, None)
        if before is not None and before != uri:
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(before, []))
        if shown:
            self._shown_at[path] = uri
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, shown, version))

    def configure(self, given: Any) -> None:
        """Take the settings of the client over."""
        settings, wrong = read_settings(given, self.settings)
        self.warn(wrong)
        if settings != self.settings:
            self.settings = self.planner.client = settings
            self.files.settings_changed()
            self.judge_soon()
