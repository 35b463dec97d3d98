"""The language server itself: messages of a client to calls of the features, and findings to the client.

Everything happens in one thread, one message after the other, so no document changes while it is read. Diagnostics wait
until the typing rests, but never long.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from lsprotocol import types as lsp
from pygls import uris
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from traefiklint.checks.registry import load_book
from traefiklint.editor import actions, completion, hints, lenses, navigation, renaming, symbols, tokens
from traefiklint.editor import hover as hovering
from traefiklint.editor.client_settings import ClientSettings, read_settings
from traefiklint.editor.diagnostics import diagnostic
from traefiklint.editor.place import Here
from traefiklint.editor.positions import changed
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
LOOK = 2.0
"""How often the disk is looked at where the client does not say what happens there, in seconds."""

Answer = TypeVar("Answer")


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
        super().__init__("traefiklint", VERSION)
        self.planner = planner
        self.files = Workspace(planner)
        self.settings = ClientSettings()
        self._uris: dict[str, str] = {}
        """The URIs of documents as the client writes them, by path."""
        self._timer: asyncio.TimerHandle | None = None
        self._first_change = 0.0
        self._judged = 0.0
        """When all was judged last."""
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
        path = uris.to_fs_path(uri)
        if not path:
            return None
        self._uris[path] = uri
        return path

    def here(self, uri: str) -> Here | None:
        """What a request is about; None for what is not Traefik's."""
        path = self.path_of(uri)
        found = self.files.view_of(path) if path is not None else None
        if path is None or found is None:
            return None
        view, name = found
        document = self.files.open.get(path)
        text = document.text if document is not None else view.text_of(name) or ""
        return Here(self.files, view, name, text, self.encoding, self.uri_of)

    def ask(self, uri: str, feature: Callable[[Here], Answer]) -> Answer | None:
        """The answer of a feature about a document; none where it fails, which must not end the session.

        Raises:
            TraefiklintError: what the feature says to the user.
        """
        try:
            here = self.here(uri)
            return feature(here) if here is not None else None
        except TraefiklintError:
            raise
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
        uri = action.data.get("uri", "") if isinstance(action.data, dict) else ""
        here = self.here(uri) if uri and action.kind == actions.FIX_ALL else None
        if here is not None:
            action.edit = here.edit(actions.fix_all(here))
        return action

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
        if path and self.files.is_large(path) and now - self._judged < MOST_STALE:
            told = self.files.news_of(path)
            if told is not None:
                self._publish(path, told, self.files.rule_url())
            self._first_change = now
            self._timer = asyncio.get_running_loop().call_later(LATER, self.judge)
            return
        self._judged = now
        news = self.files.news()
        rule_url = self.files.rule_url() if news else ""
        for path, told in news.items():
            if not self.settings.only_open or path in self.files.open or not told.findings:
                self._publish(path, told, rule_url)
        self.files.prepare()
        self._tidier.tidy(self.files.generation)
        for failure in self.files.failures():
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, f"traefiklint: {failure}"))

    def _publish(self, path: str, told: Told, rule_url: str) -> None:
        document = self.files.open.get(path)
        found = self.files.view_of(path) if told.findings else None
        shown = []
        if found is not None:
            here = Here(self.files, found[0], told.name, told.text, self.encoding, self.uri_of)
            shown = [diagnostic(one, told.text, here.locate, self.encoding, rule_url) for one in told.findings]
        version = document.version if document is not None else None
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(self.uri_of(path), shown, version))

    def configure(self, given: Any) -> None:
        """Take the settings of the client over."""
        settings, wrong = read_settings(given)
        for words in wrong:
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, f"traefiklint: {words}"))
        if settings != self.settings:
            self.settings = self.planner.client = settings
            self.files.settings_changed()
            self.judge_soon()


def warm_up() -> None:
    """Load what judging needs, before anybody waits for it."""
    load_book()


def serve(planner: SettingsPlanner) -> None:
    """Serve a client over standard input and output, until it goes."""
    log = logging.getLogger("pygls")
    log.addHandler(logging.NullHandler())  # what a client says wrong is its own affair
    log.propagate = False
    warm_up()
    server = make(planner)
    try:
        server.start_io(sys.stdin.buffer, sys.stdout.buffer)
    finally:
        server.files.shut()


def make(planner: SettingsPlanner) -> Server:
    """A server with all features."""
    server = Server(planner)
    for part in (_documents, _workspace, _features):
        part(server)
    return server


def _documents(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        if (path := server.path_of(document.uri)) is not None:
            server.files.opened(path, document.text, document.version)
            server.judge()

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def typed(params: lsp.DidChangeTextDocumentParams) -> None:
        server.change(params.text_document.uri, params.text_document.version, params.content_changes)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        if (path := server.path_of(params.text_document.uri)) is not None:
            server.files.saved(path)
            server.judge_soon()

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        if (path := server.path_of(params.text_document.uri)) is not None:
            server.files.closed(path)
            server.judge_soon()


def _workspace(server: Server) -> None:
    @server.feature(lsp.INITIALIZE)
    def initialize(params: lsp.InitializeParams) -> None:
        settings, _ = read_settings(params.initialization_options)
        server.settings = server.planner.client = settings
        folders = [folder.uri for folder in params.workspace_folders or ()] or [params.root_uri or ""]
        roots = [path for uri in folders if (path := uris.to_fs_path(uri))]
        server.files = Workspace(server.planner, roots)

    @server.feature(lsp.INITIALIZED)
    async def initialized(_: lsp.InitializedParams) -> None:
        server.judge()
        await _listen(server)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configured(params: lsp.DidChangeConfigurationParams) -> None:
        if params.settings:
            server.configure(params.settings)
        else:
            await _ask_settings(server)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def on_disk(params: lsp.DidChangeWatchedFilesParams) -> None:
        server.files.on_disk([path for one in params.changes if (path := uris.to_fs_path(one.uri))])
        server.judge_soon()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders(params: lsp.DidChangeWorkspaceFoldersParams) -> None:
        added, removed = (
            [path for folder in folders if (path := uris.to_fs_path(folder.uri))]
            for folders in (params.event.added, params.event.removed)
        )
        server.files.roots_changed(added, removed)
        server.judge_soon()


_WATCHED = "**/*.{yml,yaml,toml}"


async def _listen(server: Server) -> None:
    """Ask the client for its settings, and to say what happens on the disk; where it does not, look there."""
    workspace = server.client_capabilities.workspace
    if workspace is not None and workspace.configuration:
        await _ask_settings(server)
    watching = workspace.did_change_watched_files if workspace is not None else None
    if watching is not None and watching.dynamic_registration:
        options = lsp.DidChangeWatchedFilesRegistrationOptions([lsp.FileSystemWatcher(_WATCHED)])
        registration = lsp.Registration("traefiklint-files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        try:
            await server.client_register_capability_async(lsp.RegistrationParams([registration]))
        except JsonRpcException:
            pass  # it does not, whatever it says
        else:
            return
    server.files.look()
    while True:
        await asyncio.sleep(LOOK)
        server.look()


async def _ask_settings(server: Server) -> None:
    wanted = lsp.ConfigurationParams([lsp.ConfigurationItem(section="traefiklint")])
    found = await server.workspace_configuration_async(wanted)
    if found and found[0]:
        server.configure(found[0])


def _features(server: Server) -> None:
    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=actions.KINDS, resolve_provider=True)
    )
    def code_actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        only = params.context.only
        found = server.ask(params.text_document.uri, lambda here: actions.actions(here, params.range, only)) or []
        return [one if one.edit or server.resolves else server.resolve(one) for one in found]

    @server.feature(lsp.CODE_ACTION_RESOLVE)
    def resolve(action: lsp.CodeAction) -> lsp.CodeAction:
        return server.resolve(action)

    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=completion.TRIGGERS))
    def complete(params: lsp.CompletionParams) -> lsp.CompletionList:
        snippets = server.knows_snippets
        found = server.at(params, lambda here, at: completion.complete(here, at, snippets=snippets)) or []
        return lsp.CompletionList(is_incomplete=False, items=found)

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        return server.at(params, hovering.hover)

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def define(params: lsp.DefinitionParams) -> list[lsp.Location] | None:
        return server.at(params, navigation.define)

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    def refer(params: lsp.ReferenceParams) -> list[lsp.Location] | None:
        declaration = params.context.include_declaration
        return server.at(params, lambda here, at: navigation.refer(here, at, declaration=declaration))

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlight(params: lsp.DocumentHighlightParams) -> list[lsp.DocumentHighlight] | None:
        return server.at(params, navigation.highlight)

    @server.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: lsp.PrepareRenameParams) -> lsp.PrepareRenamePlaceholder | None:
        return server.at(params, renaming.prepare)

    @server.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
    def rename(params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        try:
            return server.at(params, lambda here, at: renaming.rename(here, at, params.new_name))
        except TraefiklintError as error:
            raise JsonRpcException(str(error), lsp.LSPErrorCodes.RequestFailed) from None

    _overviews(server)


def _overviews(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outline(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol] | None:
        return server.ask(params.text_document.uri, symbols.outline)

    @server.feature(lsp.WORKSPACE_SYMBOL)
    def search(params: lsp.WorkspaceSymbolParams) -> list[lsp.WorkspaceSymbol]:
        return list(symbols.search(server.files, params.query, server.encoding, server.uri_of))

    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    def lens(params: lsp.CodeLensParams) -> list[lsp.CodeLens] | None:
        return server.ask(params.text_document.uri, lenses.lenses) if server.settings.lenses else []

    @server.feature(lsp.TEXT_DOCUMENT_INLAY_HINT)
    def hint(params: lsp.InlayHintParams) -> list[lsp.InlayHint] | None:
        found = server.ask(params.text_document.uri, lambda here: hints.hints(here, params.range))
        return found if server.settings.hints else []

    @server.feature(
        lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, lsp.SemanticTokensRegistrationOptions(tokens.LEGEND, full=True)
    )
    def token(params: lsp.SemanticTokensParams) -> lsp.SemanticTokens | None:
        return server.ask(params.text_document.uri, tokens.tokens)
