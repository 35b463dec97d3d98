"""The questions of an editor, and the modules that answer them."""

from __future__ import annotations

from lsprotocol import types as lsp

from traefiklint.editor import actions, completion, lenses, navigation, renaming, symbols, tokens
from traefiklint.editor import hover as hovering
from traefiklint.editor.session import Server


def add_features(server: Server) -> None:
    """Answer everything that an editor may ask."""

    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=actions.KINDS, resolve_provider=True)
    )
    def code_actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        only = params.context.only
        found = server.ask(params.text_document.uri, lambda here: actions.actions(here, params.range, only)) or []
        for one in found:
            one.edit = server.understood(one.edit)
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
        return server.understood(server.at(params, lambda here, at: renaming.rename(here, at, params.new_name)))

    _overviews(server)


def _overviews(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outline(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol] | None:
        return server.ask(params.text_document.uri, symbols.outline)

    @server.feature(lsp.WORKSPACE_SYMBOL)
    def search(params: lsp.WorkspaceSymbolParams) -> list[lsp.WorkspaceSymbol] | None:
        return server.guarded(lambda: list(symbols.search(server.files, params.query, server.encoding, server.uri_of)))

    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    def lens(params: lsp.CodeLensParams) -> list[lsp.CodeLens] | None:
        return server.ask(params.text_document.uri, lenses.lenses) if server.settings.lenses else []

    @server.feature(lsp.TEXT_DOCUMENT_INLAY_HINT)
    def hint(params: lsp.InlayHintParams) -> list[lsp.InlayHint] | None:
        if not server.settings.hints:
            return []
        return server.ask(params.text_document.uri, lambda here: lenses.hints(here, params.range))

    @server.feature(
        lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, lsp.SemanticTokensRegistrationOptions(tokens.LEGEND, full=True)
    )
    def token(params: lsp.SemanticTokensParams) -> lsp.SemanticTokens | None:
        return server.ask(params.text_document.uri, tokens.tokens)
