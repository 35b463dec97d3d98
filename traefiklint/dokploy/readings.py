"""Texts out of answers: the real server gives a JSON string or `null`, the documented one the bare YAML."""

from traefiklint.dokploy.errors import NotDokployError, ServerFaultError, UnusableAnswerError
from traefiklint.dokploy.receiving import TooDeepError, parse
from traefiklint.dokploy.replies import Reply


def json_of(reply: Reply) -> object:
    """The answer's JSON; `None` where the body is empty, as a mutation without a result answers.

    Raises:
        NotDokployError: it is something else.
        UnusableAnswerError: it is nested deeper than any answer.
    """
    if not reply.body:
        return None
    try:
        value = parse(reply.body)
    except TooDeepError:
        raise _too_deep(reply) from None
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
        UnusableAnswerError: it is a text that no file can hold.
    """
    if reply.body.strip() in (b"", b"null"):
        return None
    if not reply.media_type.endswith("json"):
        return reply.text  # bare YAML, be it JSON as well
    try:
        value: object = _unwrapped(parse(reply.body))
    except TooDeepError:
        raise _too_deep(reply) from None
    except ValueError:
        return reply.text  # bare YAML
    if isinstance(value, str) and not _is_text(value):
        raise UnusableAnswerError(
            f"`{reply.procedure}` answers with half of a surrogate pair, which is no text that a file can hold.",
            "Save the file again in the panel, or on the server.",
            reply.procedure,
        )
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


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _too_deep(reply: Reply) -> UnusableAnswerError:
    return UnusableAnswerError(
        f"`{reply.procedure}` answers with something that is nested deeper than any answer of a Dokploy server.",
        "Check the URL and the server's version.",
        reply.procedure,
    )


def _unwrapped(value: object) -> object:
    """What is inside the envelope that some servers put around a result."""
    if isinstance(value, dict) and set(value) == {"result"} and isinstance(value["result"], dict):
        data = value["result"].get("data")
        return data["json"] if isinstance(data, dict) and set(data) >= {"json"} else data
    return value
