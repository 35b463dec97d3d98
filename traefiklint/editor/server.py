"""The language server: what happens in the editor and on the disk goes to the session; `features` has the questions."""

from __future__ import annotations

import asyncio
import logging
import os
import sys

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from traefiklint.checks.registry import load_book
from traefiklint.editor.client_settings import read_settings
from traefiklint.editor.features import add_features
from traefiklint.editor.session import Server, SettingsPlanner, file_path
from traefiklint.editor.workspace import Workspace

LOOK = 2.0
"""How often the disk is looked at where the client does not say what happens there, in seconds."""


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
        # pygls closes what it writes to when the client goes; standard output itself is closed by who opened it
        with open(os.dup(sys.stdin.fileno()), "rb") as said, open(os.dup(sys.stdout.fileno()), "wb") as answers:  # noqa: PTH123
            server.start_io(said, answers)
    finally:
        server.files.shut()


def make(planner: SettingsPlanner) -> Server:
    """A server with all features."""
    server = Server(planner)
    for part in (_documents, _workspace, add_features):
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
        settings, wrong = read_settings(params.initialization_options)
        server.mistakes = wrong
        server.settings = server.planner.client = settings
        folders = [folder.uri for folder in params.workspace_folders or ()] or [params.root_uri or ""]
        roots = [path for uri in folders if (path := file_path(uri))]
        server.files = Workspace(server.planner, roots)

    @server.feature(lsp.INITIALIZED)
    def initialized(_: lsp.InitializedParams) -> None:
        server.warn(server.mistakes)
        server.judge()
        server.listening = asyncio.get_running_loop().create_task(_listen(server))

    @server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configured(params: lsp.DidChangeConfigurationParams) -> None:
        if params.settings:
            server.configure(params.settings)
        else:
            await _ask_settings(server)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def on_disk(params: lsp.DidChangeWatchedFilesParams) -> None:
        server.files.on_disk([path for one in params.changes if (path := file_path(one.uri))])
        server.judge_soon()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders(params: lsp.DidChangeWorkspaceFoldersParams) -> None:
        added, removed = (
            [path for folder in folders if (path := file_path(folder.uri))]
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
    try:
        found = await server.workspace_configuration_async(wanted)
    except JsonRpcException:
        return  # it has none
    if found and found[0]:
        server.configure(found[0])
