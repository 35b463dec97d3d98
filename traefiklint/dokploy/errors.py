"""What can go wrong between this machine and a Dokploy server, one class a cause. Imports nothing heavy."""

from traefiklint.errors import TraefiklintError

_LONGEST = 500
"""Of a message: what a server says stands in many of them."""


class DokployError(TraefiklintError):
    """Something the Dokploy server, or the way to it, said no to.

    Args:
        message: one sentence, cut where it is very long; never holds the API key, environment values or tokens.
        hint: what to do about it, or empty.
        procedure: the endpoint that was called, such as `application.readTraefikConfig`, or empty.
    """

    #: True where every further call of this run would fail for the same reason.
    affects_every_call = False

    def __init__(self, message: str, hint: str = "", procedure: str = "") -> None:
        super().__init__(message if len(message) <= _LONGEST else message[: _LONGEST - 1] + "…", hint)
        self.procedure = procedure


class WrongKeyError(DokployError):
    """The server knows no such key: it is wrong, expired, disabled, or was made on another server."""

    affects_every_call = True


class RateLimitError(DokployError):
    """The key worked a moment ago and is refused now: its rate limit or quota is used up, or the database is down."""

    affects_every_call = True


class PermissionDeniedError(DokployError):
    """The key is good, and its user may not do this."""


class NotFoundError(DokployError):
    """The application, environment or server does not exist, or no longer."""


class UnknownProcedureError(NotFoundError):
    """This Dokploy has no such endpoint: it is older or newer than the endpoint."""


class TooLargeError(DokployError):
    """The request is larger than the server takes."""


class BadRequestError(DokployError):
    """The server, or this client on its behalf, finds the request itself wrong."""


class ServerFaultError(DokployError):
    """The server broke down over a request that it should be able to answer."""


class UnreachableError(DokployError):
    """No answer: the name does not resolve, nobody listens, the certificate is not trusted, or it takes too long."""

    affects_every_call = True


class TimedOutError(UnreachableError):
    """The request went out and no answer came in time; another request may still be answered."""

    affects_every_call = False


class NotDokployError(DokployError):
    """Somebody answers, and it is not the API of a Dokploy server."""

    affects_every_call = True


class UnusableAnswerError(DokployError):
    """One answer is none that can be worked with: too large, nested too deep, or no text; others may be good."""
