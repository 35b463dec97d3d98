"""One application, here and on the server, and how the two stand: in sync, changed here, there, or on both."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from traefiklint.dokploy.answers import Application
from traefiklint.sync.authors import author, is_reprint
from traefiklint.sync.changes import changes
from traefiklint.sync.covering import cover, signs_in, uncover
from traefiklint.sync.covering import replaced as replaced_secrets
from traefiklint.sync.decoded import decoded
from traefiklint.sync.deployed import Deployment, deployment_of
from traefiklint.sync.history import History
from traefiklint.sync.memory import Memory, Pending, digest
from traefiklint.sync.redact import fill, is_redacted, redact
from traefiklint.sync.redact import replaced as replaced_hashes
from traefiklint.sync.remote import RAW, ComposeFile
from traefiklint.sync.workspace import STATIC_FOLDER

REMOTE_SEAM = 32_768
"""Bytes after which a letter of a remote file may have come back as U+FFFD (wire format of Dokploy v0.30.2)."""


class State(StrEnum):
    """How an application's two sides stand to each other."""

    IN_SYNC = "in sync"
    LOCAL = "changed here"
    SERVER = "changed on the server"
    BOTH = "changed on both sides"
    FORMATTING = "formatting only"
    MISSING_HERE = "no file here"
    MISSING_THERE = "no file on the server"
    NO_FILE = "no file on either side"
    INTERRUPTED = "half written"
    UNREADABLE = "not readable"


NO_DIFFERENCE = frozenset((State.IN_SYNC, State.NO_FILE))


class Sides:
    """One application, here and on the server.

    Attributes:
        app: the application.
        local: the text here, or None.
        raw: the text on the server, or None.
        server: the same as it may stand here, with placeholders for hashes where the local file has them.
        base: the text that both sides come from, or None where nothing tells.
        recorded: whether `base` is remembered from the last pull or push.
        pending: a write that was begun and not seen to end.
        problem: why there is nothing to compare, or empty.
        unread: whether a file is here that cannot be read.
        is_compose: whether it is the text of a compose application.
    """

    def __init__(
        self,
        app: Application,
        local: str | None,
        raw: str | None,
        memory: Memory,
        history: History,
        *,
        redacted: bool = False,
        problem: str = "",
        unread: bool = False,
    ) -> None:
        self.app = app
        self.unread = unread
        self.local = local
        self.raw = raw
        self.pending: Pending | None = memory.pending(app.app_name) if not problem else None
        self.problem = problem or self._damage()
        self._history = history
        self._pulled = memory.pulled(app.app_name) if not problem else None
        base = self._pulled.text if self._pulled else None
        self.is_compose = isinstance(app, ComposeFile)
        self.redacted = redacted or is_redacted(local) or is_redacted(base)
        self.server = None if raw is None else self._as_here(raw)
        self.recorded = self._pulled is not None
        self._deployed = memory.deployed(app.app_name) if self.is_compose else None

    def _as_here(self, raw: str) -> str:
        """A text of the server as it stands here: where the one here comes to the same, that one."""
        if self.is_compose and self.local is not None and self.filled(self.local)[0] == raw:
            return self.local
        return self.kept(raw)

    def kept(self, text: str) -> str:
        """A text as it may be kept here; no secret of a compose application ever is."""
        if self.is_compose:
            return cover(text)
        return redact(text) if self.redacted else text

    def filled(self, text: str) -> tuple[str, tuple[str, ...]]:
        """A text from here with the server's secrets in it, and what the server has none for."""
        if not self.is_compose:
            return fill(text, self.raw)
        filled, missing = uncover(text, self.raw)
        return filled, missing or (signs_in(text) if self._was_signed_otherwise else ())

    @cached_property
    def _was_signed_otherwise(self) -> bool:
        """Whether the signs of the last pull do not stand for what this version would cover in the same text of the
        server: another version made them, and text that they stand for would be lost."""
        if self._pulled is None or not self._unchanged_since_pull:
            return False
        filled, missing = uncover(self._pulled.text, self.raw)
        return not missing and filled != self.raw

    def replaces(self, text: str | None) -> tuple[str, ...]:
        """Where a text from here would replace secrets of the server that nobody has seen here: what is kept, and what
        git has, is covered there, and does not tell that they were changed in the panel."""
        if self.raw is None or text is None or self.problem or not (self.is_compose or self.redacted):
            return ()
        known = self._unchanged_since_pull or self.half_written or self._own_unfinished
        if known or self._history.knows(self._git_name, self.raw):
            return ()
        new = self.filled(text)[0]
        return replaced_secrets(new, self.raw) if self.is_compose else replaced_hashes(new, self.raw)

    @cached_property
    def unseen_secrets(self) -> tuple[str, ...]:
        """Where the text here has another secret than the server, which nobody has seen here."""
        return self.replaces(self.local)

    def may_be_print(self, text: str) -> bool:
        """Whether a text may be one that the panel printed; it never prints that of a compose application."""
        return not self.is_compose and is_reprint(text)

    def _damage(self) -> str:
        raw = self.raw
        if raw is None or self.app.server_id is None or "\ufffd" not in raw or len(raw.encode()) <= REMOTE_SEAM:
            return ""
        return (
            "the text holds U+FFFD: Dokploy reads a remote file in pieces of 32 KiB and breaks letters that lie across "
            "a seam, so this is not what the file holds; shorten it, or write it in ASCII"
        )

    @property
    def file(self) -> str:
        """The name of the file in the provider directory."""
        return self.app.file

    @property
    def file_here(self) -> str:
        """The name of the file as it is told: that of a file that no application owns says where it lies here."""
        name = self.app.app_name
        return name.removeprefix(f"{STATIC_FOLDER}/") if "/" in name and not self.is_compose else self.file

    @property
    def _git_name(self) -> str:
        """What git calls it, in the folder that its history is of."""
        if self.is_compose:
            return self.file.partition("/")[2]
        return self.file.rpartition("/")[2]

    @cached_property
    def base(self) -> str | None:
        """The common origin: the last pull, or the version in git that is nearest to what the server holds."""
        pulled = self._pulled.text if self._pulled else None
        if self.behind:
            return self._history.closest(self._git_name, self._distance)
        if self.server is None or pulled in (self.server, self.local) or self._unchanged_since_pull:
            return pulled
        if self.known_to_git:
            return self.server
        return pulled if pulled is not None else self._history.closest(self._git_name, self._distance)

    def _distance(self, text: str) -> int | None:
        theirs, ours = decoded(text), decoded(self.server)
        if theirs is None or ours is None:
            return None
        found = changes(theirs, ours)
        return sum(1 + len(change.fields) for change in found)

    @property
    def author(self) -> str:
        """Who changed the server's text since both sides agreed, where its shape tells; empty where nobody did."""
        if self.unseen_secrets:
            return f"{_list(self.unseen_secrets)} on the server {UNSEEN}"
        if self.base is None or self.base == self.server:
            return ""
        if self.is_compose:
            return "the text was changed on the server"
        return author(self.app.app_name, self.base, self.server)

    @property
    def elsewhere(self) -> str:
        """Where the text of a compose application comes from, if not from the panel; empty otherwise."""
        source = self.app.source if isinstance(self.app, ComposeFile) else ""
        return f"its text comes from {source} and is not kept here" if source not in ("", RAW) else ""

    @cached_property
    def deployment(self) -> Deployment:
        """Of a compose application: whether it runs as its text on the server says."""
        details = self.app.details if isinstance(self.app, ComposeFile) else None
        return deployment_of(details, self._deployed, digest(self.raw)) if details is not None else Deployment()

    @property
    def _unchanged_since_pull(self) -> bool:
        return self._pulled is not None and digest(self.raw) == self._pulled.sha256

    @cached_property
    def known_to_git(self) -> bool:
        """Whether HEAD, or a commit before it, holds exactly the server's text in this file."""
        return any(self._history.knows(self._git_name, text) for text in self._spellings)

    @property
    def _spellings(self) -> tuple[str, ...]:
        """The server's text as git may have it: with secrets of a compose application, where somebody wrote them."""
        both = (self.server, self.raw if self.is_compose else None)
        return tuple(dict.fromkeys(text for text in both if text is not None))

    @cached_property
    def behind(self) -> bool:
        """Whether the server holds what only a later commit, or one of another branch, has in this file."""
        if self.server is None or self.local is None or self.server == self.local or self.known_to_git:
            return False
        return any(self._history.knows_elsewhere(self._git_name, text) for text in self._spellings)

    @cached_property
    def fast_forward(self) -> bool:
        """Whether the server holds nothing that we do not know.

        That is what was last pulled, any version that led to HEAD, or either of them as Dokploy prints it: a print has
        no comment that could be lost, and a file with comments is never in git as Dokploy prints it. What only a later
        commit has is not known here: a push would take the server back to an older state.
        """
        if self.behind:
            return False
        if self.raw is None:
            return self._pulled is None or self.half_written
        known = self._unchanged_since_pull or self.half_written or self.known_to_git or self._own_unfinished
        return known or self._known_reprint

    @property
    def _known_reprint(self) -> bool:
        if self.server is None or not self.may_be_print(self.server):
            return False
        if self._pulled is not None and means_same(self._pulled.text, self.server):
            return True
        nearest = self._history.closest(self._git_name, self._distance)
        return nearest is not None and means_same(nearest, self.server)

    @property
    def given_up(self) -> bool:
        """Whether the server has given up a file that was not changed here since."""
        return self.raw is None and self._pulled is not None and self.local == self._pulled.text and not self.pending

    @property
    def is_here(self) -> bool:
        """Whether there is a file here, also one that cannot be read."""
        return self.local is not None or self.unread

    @property
    def deleted_here(self) -> bool:
        """Whether a file that was here once is gone here, and not on the server."""
        return not self.is_here and self.raw is not None and (self.recorded or self.known_to_git)

    @property
    def harmless(self) -> bool:
        """Whether the two sides differ in writing only, and nothing that somebody wrote stands on the server alone."""
        return self.state is State.FORMATTING and self.server is not None and self.may_be_print(self.server)

    @property
    def _own_unfinished(self) -> bool:
        return self.pending is not None and self.pending.text == self.raw

    @property
    def half_written(self) -> bool:
        """Whether the server holds the start of a text that a push of ours was writing when it was stopped."""
        pending = self.pending
        if pending is None or digest(self.raw) == pending.before or pending.text == self.raw:
            return False
        if self.raw is None:  # on a remote server an empty file looks like none
            return self.app.server_id is not None
        return pending.text.startswith(self.raw.rstrip("\ufffd"))

    @cached_property
    def state(self) -> State:
        """How the two sides stand to each other."""
        if self.problem:
            return State.UNREADABLE
        if self.half_written:
            return State.INTERRUPTED
        if self.local is None:
            return State.NO_FILE if self.raw is None else State.MISSING_HERE
        if self.server is None:
            return State.MISSING_THERE
        if self.local == self.server:
            return State.IN_SYNC
        if means_same(self.local, self.server):
            return State.FORMATTING
        base = self.base
        if base is None:
            return State.BOTH
        if means_same(self.server, base):
            return State.BOTH if self.unseen_secrets else State.LOCAL
        return State.SERVER if means_same(self.local, base) else State.BOTH


UNSEEN = "is none that the last pull or git knows, and the text here has another one"


def _list(places: tuple[str, ...]) -> str:
    return "the secret at " + ", ".join(f"`{place}`" for place in places)


def means_same(one: str, other: str) -> bool:
    """Whether two texts are equal, or differ in writing only: Traefik reads the same."""
    if one == other:
        return True
    first, second = decoded(one), decoded(other)
    return first is not None and first == second
