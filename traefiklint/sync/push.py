"""Carries out a plan, file by file: read again, compare, keep the old text, write, read back, put it right.

Files that do not need each other are written side by side; each is proved by itself.

Dokploy answers `true` whether it wrote or not, and has no version to compare: only reading tells. Whatever stops this
at any moment, the file on the server is the old one or the new one; where the server itself broke off in the middle,
the note of the write that was begun lets the next run complete it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeVar

from traefiklint.errors import TraefiklintError
from traefiklint.sync.backups import save
from traefiklint.sync.deployed import Seen
from traefiklint.sync.memory import Memory, alone, digest
from traefiklint.sync.plan import PushPlan, Step
from traefiklint.sync.remote import ComposeFile, Remote
from traefiklint.sync.workspace import Workspace

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")

AT_ONCE = 4
"""How many files a push writes at the same time: each is read, written and read again, and the panel on a small machine
works on every request."""


class Job(NamedTuple, Generic[Result]):
    """One piece of work."""

    work: Callable[[], Result]
    needs: frozenset[Hashable] = frozenset()
    """The keys of the pieces that must have gone well before it begins."""


def side_by_side(
    jobs: Mapping[Key, Job[Result]],
    went_well: Callable[[Result], bool],
    at_once: int,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[Key, Result]]:
    """Do pieces of work, each as soon as those are done that it needs; yields each with its result, as they come.

    After the first that goes wrong none is begun any more; those under way are seen to their end and yielded.

    Args:
        jobs: in the order in which they are begun, where nothing else decides.
        stopped: whether none is to be begun any more.
    """
    waiting = dict(jobs)
    place = {key: number for number, key in enumerate(jobs)}
    good: set[Hashable] = set()
    under_way: dict[Future[Result], Key] = {}
    pool = ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="push")
    try:
        while True:
            if stopped():
                waiting.clear()
            for key in [key for key, job in waiting.items() if job.needs <= good][: at_once - len(under_way)]:
                under_way[pool.submit(waiting.pop(key).work)] = key
            if not under_way:
                return
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in sorted(done, key=lambda it: place[under_way[it]]):
                key, result = under_way.pop(future), future.result()
                if went_well(result):
                    good.add(key)
                else:
                    waiting.clear()
                yield key, result
    finally:
        pool.shutdown(wait=True, cancel_futures=True)  # who holds the lock of the folder keeps it until nothing writes


SWITCHED_OFF = "# A write of this new file failed half way. Nothing is lost: it was not there before.\n"
"""What is left of a new file that was written in part only: there is no way to delete a file, and half a file would
stop Traefik from reading any file; one with only a comment does no harm."""


class PushOutcome(StrEnum):
    """How the write of one file ended."""

    DONE = "done"
    RESTORED = "restored"
    """It was written wrongly, and the old text was put back."""
    FAILED = "failed"
    """Nothing was written."""
    OVERTAKEN = "overtaken"
    """Somebody changed the file or the application's domains at the same time."""
    UNCERTAIN = "uncertain"
    """The server cannot be asked what it holds; `status` will tell, and another push will complete it."""
    NOT_TRIED = "not tried"


class Done(NamedTuple):
    """How the write of one file ended, and why."""

    app_name: str
    outcome: PushOutcome
    message: str = ""
    backup: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The result for JSON."""
        return {"app": self.app_name, "outcome": self.outcome.value, "message": self.message, "backup": self.backup}


def carry_out(
    plan: PushPlan,
    remote: Remote,
    workspace: Workspace,
    time: datetime,
    tell: Callable[[Done], None],
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[Done, ...]:
    """Write the files of a plan: a few at once, each after those that it needs; after the first that fails, none is
    begun. The results are in the order of the plan, whatever was done first.

    Args:
        time: the time under which the old texts are kept.
        tell: is told of each file, in the order of the plan.
        stopped: whether none is to be begun any more.

    Raises:
        BusyError: another run writes in this checkout.
    """
    names = [step.app.app_name for step in plan.steps]
    jobs = {step.app.app_name: Job(_Write(step, remote, workspace, time).run, step.needs) for step in plan.steps}
    results: dict[str, Done] = {}
    told = 0
    with alone(workspace):
        for name, result in side_by_side(jobs, _is_done, min(AT_ONCE, remote.concurrency), stopped):
            results[name] = result
            while told < len(names) and names[told] in results:
                tell(results[names[told]])
                told += 1
    whole = tuple(results.get(name, Done(name, PushOutcome.NOT_TRIED)) for name in names)
    for done in whole[told:]:
        tell(done)
    return whole


def _is_done(done: Done) -> bool:
    return done.outcome is PushOutcome.DONE


class _Write:
    """The write of one file."""

    def __init__(self, step: Step, remote: Remote, workspace: Workspace, time: datetime) -> None:
        self.step = step
        self.remote = remote
        self.workspace = workspace
        self.memory = Memory(workspace)
        self.time = time
        self.backup = ""

    def run(self) -> Done:
        try:
            panel = self.remote.marks(self.step.app)
            held = self.read()
            if held == self.step.new:
                return self.agreed("it was there already")
            if held != self.step.old:
                return self.done(PushOutcome.OVERTAKEN, "it changed on the server since the plan was made; run `pull`")
            self.keep_old()
        except TraefiklintError as error:
            return self.done(PushOutcome.FAILED, _said(error))
        trouble = self.write()
        try:
            held = self.read()
        except TraefiklintError as error:
            return self.done(PushOutcome.UNCERTAIN, f"{trouble or 'Written.'} It cannot be read back: {_said(error)}")
        try:
            return self.judged(held, trouble, panel)
        except TraefiklintError as error:  # others are under way, and are to be told too
            return self.done(PushOutcome.UNCERTAIN, f"how the write ended cannot be noted here: {_said(error)}")

    def read(self) -> str | None:
        return self.remote.read(self.step.app)

    def keep_old(self) -> None:
        """Before anything is written: the old text on disk, and a note that a write begins."""
        if self.step.old is not None:
            path = save(self.workspace, self.step.app.app_name, self.step.old, self.time)
            self.backup = str(path)
        self.memory.begin(self.step.app.app_name, self.step.old, self.step.new)

    def write(self) -> str:
        """Send the new text; what went wrong, or an empty string, which proves nothing."""
        try:
            self.remote.write(self.step.app, self.step.new, self.step.old)
        except TraefiklintError as error:
            return _said(error)
        return ""

    def judged(self, held: str | None, trouble: str, panel: Mapping[str, object]) -> Done:
        """What the file on the server says about the write."""
        if held == self.step.new:
            return self.written(panel)
        if held == self.step.old:
            self.memory.end(self.step.app.app_name)
            silent = "the server says that it wrote, and the old text stands: its disk may be full or write-protected"
            if self.step.app.server_id is not None:
                silent = "the server says that it wrote, and the old text stands: the remote server may be unreachable"
            return self.done(PushOutcome.FAILED, trouble or silent)
        if self.is_damaged(held) and self.is_still(held):
            return self.put_back(held, "the server wrote only a part of the text")
        self.memory.end(self.step.app.app_name)
        return self.done(
            PushOutcome.OVERTAKEN,
            "somebody else wrote the file at the same moment: their text stands on the server and yours does not; "
            "run `pull` to merge the two",
        )

    def is_still(self, held: str | None) -> bool:
        """Whether it stays so: a read may have fallen into the middle of somebody else's write."""
        try:
            return self.read() == held
        except TraefiklintError:
            return True

    def is_damaged(self, held: str | None) -> bool:
        """Whether what the server holds is what a write of ours leaves when it breaks off, and nobody else's work."""
        if held is None:
            return self.step.app.server_id is not None
        return self.step.new.startswith(held.rstrip("\ufffd"))

    def written(self, before: Mapping[str, object]) -> Done:
        """The new text stands. If the panel worked on the application meanwhile, its own write may lie under ours."""
        try:
            overtaken = self.is_overtaken(before)
        except TraefiklintError:
            overtaken = False  # the text stands, which is what was to be proved
        result = self.agreed("")
        if not overtaken:
            return result
        return self.done(
            PushOutcome.OVERTAKEN,
            "a domain, redirect or user of the application changed in the panel at the same moment, and what the panel "
            "wrote may lie under the new text; save that domain again in the panel, then run `pull`",
        )

    def is_overtaken(self, before: Mapping[str, object]) -> bool:
        """Whether a write of the panel may lie under ours: where the file changed again, its last one lies on top."""
        if self.remote.marks(self.step.app) == before:
            return False
        if self.read() == self.step.new:
            return True
        after = self.remote.marks(self.step.app)
        return sum(before.get(name) != after.get(name) for name in before.keys() | after.keys()) > 1

    def agreed(self, message: str) -> Done:
        """Both sides hold the new text: remember it, and forget the write."""
        try:
            self.memory.save_pulled(self.step.app.app_name, self.step.kept, self.step.new)
            if isinstance(self.step.app, ComposeFile) and self.step.app.details is not None:
                deployed = self.step.app.details.deployed
                self.memory.save_deployed(self.step.app.app_name, Seen(digest(self.step.new), deployed, bool(deployed)))
            self.memory.end(self.step.app.app_name)
        except TraefiklintError as error:
            return self.done(
                PushOutcome.DONE, f"written, but not noted here, so run `pull` when that is fixed: {_said(error)}"
            )
        return self.done(PushOutcome.DONE, message)

    def put_back(self, held: str | None, reason: str) -> Done:
        """Write the old text again, and see whether it stands."""
        old = self.step.old if self.step.old is not None else SWITCHED_OFF
        try:
            self.remote.write(self.step.app, old, held)
            held = self.read()
        except TraefiklintError as error:
            return self.done(PushOutcome.UNCERTAIN, f"{reason}, and the old one cannot be put back: {_said(error)}")
        if held != old:
            return self.done(
                PushOutcome.UNCERTAIN, f"{reason}, and the old one could not be put back; look at the server's disk"
            )
        self.memory.end(self.step.app.app_name)
        now = (
            "the old one stands again"
            if self.step.old is not None
            else "a comment stands in its place, because no file can be deleted"
        )
        return self.done(PushOutcome.RESTORED, f"{reason}; {now}")

    def done(self, outcome: PushOutcome, message: str) -> Done:
        return Done(self.step.app.app_name, outcome, message, self.backup)


def _said(error: TraefiklintError) -> str:
    """An error with what to do about it."""
    return f"{error.message} {error.hint}".strip() if error.message.endswith(".") else f"{error.message}; {error.hint}"
