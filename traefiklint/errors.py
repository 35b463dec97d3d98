"""The one family of exceptions that a user can cause; the command line turns them into text in one place."""


class TraefiklintError(Exception):
    """Something the user can act on.

    Args:
        message: one sentence that says what is wrong and where.
        hint: what to do about it, or empty.
    """

    exit_status = 2
    details: tuple[str, ...] = ()
    """Where exactly, a line each, where there is more than one place."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(TraefiklintError):
    """The command was asked for something it cannot do: a path that does not exist, options that exclude each other."""


class ComposeRefusesError(UsageError):
    """The compose file that should tell the static configuration is none that Compose reads."""
