"""Texts out of answers: the real server gives a JSON string or `null`, the documented one the bare YAML."""

import json

from traefiklint.dokploy.errors import NotDokployError, ServerFaultError
from traefiklint.dokploy.replies import Reply


def json_of(reply: Reply) -> object:
    """The answer's JSON; `None` where the body is empty, as a mutation without a result answers.

    Raises:
        NotDokployError: it is something else.
    """
    if not reply.body:
        return None
    try:
        value: object = json.loads(reply.body)
    except ValueError:
        value = _no_json
    if value is _no_json:
        raise NotDokployError(
            f"`{reply.procedure}` answers with something that is no JSON.",
            "Check the URL; it may be another program's.",
            reply.procedure,
        )
    return _unwrapped(value)


def text_of(reply: Reply) -> str | None:
    """The text of a file; `None` where there is none, or where a remote server cannot be reached.

    An empty body counts as `None`: it is never a reason to empty a local file.

    Raises:
        NotDokployError: the answer is something else than a text.
    """
    if reply.body.strip() in (b"", b"null"):
        return None
    if not reply.media_type.endswith("json"):
        return reply.text  # bare YAML, be it JSON as well
    try:
        value: object = _unwrapped(json.loads(reply.body))
    except ValueError:
        return reply.text  # bare YAML
    if value is None or isinstance(value, str):
        return value
    is_flag = isinstance(value, bool)
    del value  # so that no traceback shows it
    if is_flag:
        problem, hint = "a yes or no instead of a text", "Dokploy Cloud does so: it has no such file."
    else:
        problem, hint = "something that is no text", "Check the URL and the server's version."
    raise NotDokployError(f"`{reply.procedure}` answers with {problem}.", hint, reply.procedure)


def must_agree(reply: Reply) -> None:
    """Checks that a mutation was taken: anything but an outspoken no is a yes, since `true` proves nothing anyhow.

    Raises:
        ServerFaultError: the answer is `false` or `{"success": false}`.
    """
    value = json_of(reply)
    if value is False or (isinstance(value, dict) and value.get("success") is False):
        raise ServerFaultError(f"`{reply.procedure}` answers that it did not succeed.", "", reply.procedure)


_no_json = object()


def _unwrapped(value: object) -> object:
    """What is inside the envelope that some servers put around a result."""
    if isinstance(value, dict) and set(value) == {"result"} and isinstance(value["result"], dict):
        data = value["result"].get("data")
        return data["json"] if isinstance(data, dict) and set(data) >= {"json"} else data
    return value
