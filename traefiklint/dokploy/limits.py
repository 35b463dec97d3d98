"""How much a Dokploy server takes. Measured on Dokploy v0.30.2; a reverse proxy in front of it may take less."""

import json

from traefiklint.dokploy.errors import BadRequestError, TooLargeError

#: Bytes of JSON in one request. One more is answered 413, before the key is looked at.
BODY_LIMIT = 1_048_576

#: Bytes of text that still reach an application on a remote server: the text travels base64-coded inside one shell
#: command. 98,200 bytes arrived and 98,300 did not, and the server answered `true` both times.
REMOTE_TEXT_LIMIT = 98_000


def json_body(values: dict[str, object]) -> bytes:
    """The request body: UTF-8 without `\\u` escapes, which would reach the limit up to three times sooner.

    Raises:
        BadRequestError: a text holds half of a surrogate pair, which the server would silently replace.
        TooLargeError: the body is over `BODY_LIMIT`.
    """
    try:
        body = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        body = b""
    if not body:
        raise BadRequestError("The text holds half of a surrogate pair, which is no character.", "Save it as UTF-8.")
    if len(body) > BODY_LIMIT:
        raise TooLargeError(
            f"The request is {len(body):,} bytes of JSON, and Dokploy takes {BODY_LIMIT:,}.",
            "Split the file: newlines and quotes count twice.",
        )
    return body


def config_body(application_id: str, text: str) -> bytes:
    """The body of `application.updateTraefikConfig`; raises as `json_body` does, so a plan can ask before it writes."""
    return json_body({"applicationId": application_id, "traefikConfig": text})
