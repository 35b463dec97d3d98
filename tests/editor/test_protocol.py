"""The server as editors run it: a process of its own, spoken to over its standard input and output."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities, make_test_lsp_client

from tests.editor.desk import COMPOSE, SHARED, SHOP, STATIC


def _client() -> LanguageClient:
    """A client that watches files where a server asks for it, as editors do."""
    client = make_test_lsp_client()

    @client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
    def register(params: lsp.RegistrationParams) -> None:
        assert [one.method for one in params.registrations] == [lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES]

    return client


COMMAND = [sys.executable, "-m", "traefiklint", "server", "--stdio"]
CONFIG = ClientServerConfig(COMMAND, client_factory=_client)
PATIENCE = 600

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]


class Editor:
    """What an editor does, in a line each."""

    def __init__(self, client: LanguageClient, folder: Path) -> None:
        self.client = client
        self.folder = folder
        self._versions: dict[str, int] = {}

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def document(self, name: str) -> lsp.TextDocumentIdentifier:
        return lsp.TextDocumentIdentifier(self.uri(name))

    def open(self, name: str, text: str | None = None) -> None:
        words = text if text is not None else (self.folder / name).read_text()
        item = lsp.TextDocumentItem(self.uri(name), "yaml", 1, words)
        self._versions[name] = 1
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def change(self, name: str, *changes: lsp.TextDocumentContentChangeEvent) -> None:
        self._versions[name] += 1
        document = lsp.VersionedTextDocumentIdentifier(self._versions[name], self.uri(name))
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, list(changes)))

    def replace(self, name: str, text: str) -> None:
        self.change(name, lsp.TextDocumentContentChangeWholeDocument(text))

    def close(self, name: str) -> None:
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(self.document(name)))

    async def until(self, name: str, holds: Callable[[list[str]], bool]) -> list[lsp.Diagnostic]:
        """The diagnostics of a file, once they are as they should be."""
        async with asyncio.timeout(PATIENCE):
            while True:
                shown = self.client.diagnostics.get(self.uri(name), ())
                if holds([str(one.code) for one in shown]):
                    return list(shown)
                await self.client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace: a Traefik with a static configuration, two files and labels."""
    folder = tmp_path_factory.mktemp("workspace")
    files = {"traefik.yml": STATIC, "apps/shop.yml": SHOP, "apps/shared.yml": SHARED, "compose.yml": COMPOSE}
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest_lsp.fixture(config=CONFIG, scope="module")
async def client(lsp_client: LanguageClient, folder: Path) -> AsyncIterator[None]:
    capabilities = client_capabilities("visual-studio-code")
    root = lsp.WorkspaceFolder(folder.as_uri(), "workspace")
    given = lsp.InitializeParams(capabilities=capabilities, workspace_folders=[root])
    result = await lsp_client.initialize_session(given)
    assert result.capabilities.position_encoding == lsp.PositionEncodingKind.Utf16
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def editor(client: LanguageClient, folder: Path) -> Editor:
    return Editor(client, folder)


async def test_a_mistake_comes_and_goes_with_the_typing(editor: Editor) -> None:
    editor.open("apps/shop.yml")
    line = SHOP.splitlines()[4]
    column = line.index("auth")
    place = lsp.Range(lsp.Position(4, column), lsp.Position(4, column + 4))
    editor.change("apps/shop.yml", lsp.TextDocumentContentChangePartial(place, "auht"))
    (shown,) = await editor.until("apps/shop.yml", lambda rules: rules == ["unknown-middleware"])
    assert shown.range == place
    assert shown.source == "traefiklint"
    editor.replace("apps/shop.yml", SHOP)
    await editor.until("apps/shop.yml", lambda rules: not rules)
    editor.close("apps/shop.yml")


async def test_an_unsaved_neighbour_counts(editor: Editor) -> None:
    editor.open("apps/shared.yml", SHARED.replace("auth:", "other:", 1))
    await editor.until("apps/shop.yml", lambda rules: rules == ["unknown-middleware"])
    await editor.until("compose.yml", lambda rules: rules == ["unknown-middleware"])
    editor.close("apps/shared.yml")
    await editor.until("apps/shop.yml", lambda rules: not rules)


async def test_the_disk_is_watched_through_the_client(editor: Editor) -> None:
    path = editor.folder / "apps/late.yml"
    path.write_text("http:\n  routers: {}\n")
    event = lsp.FileEvent(path.as_uri(), lsp.FileChangeType.Created)
    editor.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))
    await editor.until("apps/late.yml", lambda rules: rules == ["empty-mapping"])
    path.unlink()
    event = lsp.FileEvent(path.as_uri(), lsp.FileChangeType.Deleted)
    editor.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))
    await editor.until("apps/late.yml", lambda rules: not rules)


async def test_every_question_is_answered(editor: Editor) -> None:
    """One question of each kind; what the answers say is tested where they are made."""
    text = SHOP.replace("/cart", "cart")
    editor.open("apps/shop.yml", text)
    await editor.until("apps/shop.yml", lambda rules: rules == ["rule-path-without-slash"])
    client, document = editor.client, editor.document("apps/shop.yml")
    on_name = lsp.Position(4, text.splitlines()[4].index("auth") + 1)
    everything = lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))

    completed = await client.text_document_completion_async(lsp.CompletionParams(document, on_name))
    assert isinstance(completed, lsp.CompletionList) and [one.label for one in completed.items] == ["auth"]
    hover = await client.text_document_hover_async(lsp.HoverParams(document, on_name))
    assert hover is not None and "basicAuth" in str(hover.contents)
    defined = await client.text_document_definition_async(lsp.DefinitionParams(document, on_name))
    assert isinstance(defined, list) and [one.uri for one in defined] == [editor.uri("apps/shared.yml")]  # type: ignore[union-attr]
    context = lsp.ReferenceContext(include_declaration=True)
    references = await client.text_document_references_async(lsp.ReferenceParams(context, document, on_name))
    assert references is not None and len(references) == 3
    marked = await client.text_document_document_highlight_async(lsp.DocumentHighlightParams(document, on_name))
    assert marked is not None and len(marked) == 1
    prepared = await client.text_document_prepare_rename_async(lsp.PrepareRenameParams(document, on_name))
    assert isinstance(prepared, lsp.PrepareRenamePlaceholder) and prepared.placeholder == "auth"
    renamed = await client.text_document_rename_async(lsp.RenameParams(document, on_name, "login"))
    assert renamed is not None and len(renamed.document_changes or ()) == 3
    outline = await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document))
    assert outline is not None and [one.name for one in outline] == ["http.routers", "http.services"]
    found = await client.workspace_symbol_async(lsp.WorkspaceSymbolParams("auth"))
    assert found is not None and [one.name for one in found] == ["auth"]
    lenses = await client.text_document_code_lens_async(lsp.CodeLensParams(document))
    assert lenses is not None and [one.command.title for one in lenses if one.command] == ["1 router uses this"]
    hints = await client.text_document_inlay_hint_async(lsp.InlayHintParams(document, everything))
    assert hints is not None and "on websecure" in [one.label for one in hints]
    tokens = await client.text_document_semantic_tokens_full_async(lsp.SemanticTokensParams(document))
    assert tokens is not None and len(tokens.data) == 5 * 5
    editor.close("apps/shop.yml")


async def test_fixes_are_offered_and_all_of_them_made_when_they_are_chosen(editor: Editor) -> None:
    editor.open("apps/shop.yml", SHOP.replace("/cart", "cart"))
    await editor.until("apps/shop.yml", lambda rules: rules == ["rule-path-without-slash"])
    everything = lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))
    given = lsp.CodeActionParams(editor.document("apps/shop.yml"), everything, lsp.CodeActionContext([]))
    offered = await editor.client.text_document_code_action_async(given)
    actions = {one.title: one for one in offered or () if isinstance(one, lsp.CodeAction)}
    assert actions["Write `/cart`"].edit is not None
    whole = await editor.client.code_action_resolve_async(actions["traefiklint: fix all that is safe"])
    assert whole.edit is not None and whole.edit.document_changes
    editor.close("apps/shop.yml")


async def test_a_name_that_is_taken_is_refused_with_a_reason(editor: Editor) -> None:
    editor.open("apps/shop.yml", SHOP.replace("  services:", "  services:\n    other:\n      loadBalancer: {}"))
    at = lsp.Position(7, 5)
    with pytest.raises(Exception, match="there is a `shop` already"):
        await editor.client.text_document_rename_async(lsp.RenameParams(editor.document("apps/shop.yml"), at, "shop"))
    editor.close("apps/shop.yml")


async def test_settings_of_the_client_count_from_then_on(editor: Editor) -> None:
    editor.open("apps/shop.yml", SHOP.replace("[auth]", "[auht]"))
    await editor.until("apps/shop.yml", lambda rules: rules == ["unknown-middleware"])
    editor.client.workspace_did_change_configuration(
        lsp.DidChangeConfigurationParams({"traefiklint": {"ignore": ["unknown-middleware"], "hints": "yes"}})
    )
    await editor.until("apps/shop.yml", lambda rules: not rules)
    assert any("`traefiklint.hints` is not true or false" in one.message for one in editor.client.messages)
    editor.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams({"traefiklint": {}}))
    await editor.until("apps/shop.yml", lambda rules: rules == ["unknown-middleware"])
    editor.close("apps/shop.yml")


async def test_what_is_no_file_and_what_is_not_traefiks_gets_no_answer_and_does_no_harm(editor: Editor) -> None:
    item = lsp.TextDocumentItem("untitled:Untitled-1", "yaml", 1, SHOP)
    editor.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
    editor.open("package.yml", "name: x\n")
    at = lsp.Position(0, 0)
    for document in (lsp.TextDocumentIdentifier("untitled:Untitled-1"), editor.document("package.yml")):
        assert await editor.client.text_document_hover_async(lsp.HoverParams(document, at)) is None
    editor.close("package.yml")
