"""The protocol where pygls is less patient than editors need: documents are kept in one place only (`workspace.py`),
and whatever is asked gets an answer, also a question that makes no sense or comes too late.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, lsp_method


class PatientProtocol(LanguageServerProtocol):
    """What is said between a client and the server."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A message as what it means; a question that means nothing is answered with what is wrong."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._refuse(data["id"], lsp.ErrorCodes.InvalidParams, str(error))
            raise

    def handle_message(self, message: Any) -> None:
        """Act on a message; nothing is done any more after the client has said that it is about to go."""
        if self._shutdown and isinstance(getattr(message, "id", None), (int, str)) and hasattr(message, "method"):
            self._refuse(message.id, lsp.ErrorCodes.InvalidRequest, "the server is shutting down")
            return
        super().handle_message(message)

    def _refuse(self, number: int | str, code: lsp.ErrorCodes, words: str) -> None:
        self._send_response(number, error=lsp.ResponseError(code, words))

    # pygls keeps documents and folders, too, and stumbles over edits of some that it does not know.

    def _handed_on(self, method: str, params: Any) -> Iterator[Any]:
        handler = self.fm.features.get(method)
        if handler is not None:
            yield handler, (params,), None

    @lsp_method(lsp.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: lsp.DidOpenTextDocumentParams) -> Iterator[Any]:
        yield from self._handed_on(lsp.TEXT_DOCUMENT_DID_OPEN, params)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> Iterator[Any]:
        yield from self._handed_on(lsp.TEXT_DOCUMENT_DID_CHANGE, params)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: lsp.DidCloseTextDocumentParams) -> Iterator[Any]:
        yield from self._handed_on(lsp.TEXT_DOCUMENT_DID_CLOSE, params)

    @lsp_method(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def lsp_workspace__did_change_workspace_folders(self, params: lsp.DidChangeWorkspaceFoldersParams) -> Iterator[Any]:
        yield from self._handed_on(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, params)
