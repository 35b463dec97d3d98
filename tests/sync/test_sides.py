"""How the two sides of an application stand to each other, what a pull makes of that, and what is remembered."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.each import rows
from traefiklint.dokploy.answers import Application, ComposeDetails, ComposeDomain
from traefiklint.dokploy.answers import Deployment as DeploymentAnswer
from traefiklint.errors import TraefiklintError
from traefiklint.options import Options
from traefiklint.sync.deployed import Seen, deployment_of
from traefiklint.sync.directory_remote import DirectoryRemote
from traefiklint.sync.history import History
from traefiklint.sync.look import ServerView
from traefiklint.sync.memory import Memory, digest
from traefiklint.sync.plan import Objection
from traefiklint.sync.planning import make_plan
from traefiklint.sync.pull import PullOutcome, decide
from traefiklint.sync.sides import REMOTE_SEAM, Sides, State, means_same
from traefiklint.sync.workspace import NameRefusedError, Workspace, check_environment, name_problem, refuse_bad_names
from traefiklint.sync.world import Worlds

A = "http: {routers: {r: {rule: Host(`a.test`)}}}\n"
A_OTHERWISE = "http:\n  routers:\n    r:\n      rule: Host(`a.test`)\n"
B = A.replace("a.test", "b.test")
C = A.replace("a.test", "c.test")
TWO = "http: {routers: {r: {rule: Host(`b.test`)}, q: {rule: Host(`q.test`)}}}\n"


class Versions(History):
    """What git knows, without git: the versions that led to HEAD, newest first, and those of other commits."""

    def __init__(self, here: tuple[str, ...] = (), elsewhere: tuple[str, ...] = ()) -> None:
        super().__init__(Path())
        self.here, self.elsewhere = here, elsewhere

    def knows(self, file: str, text: str) -> bool:
        return text in self.here

    def knows_elsewhere(self, file: str, text: str) -> bool:
        return text in (*self.here, *self.elsewhere)

    def closest(self, file: str, distance: Callable[[str], int | None], most: int = 50) -> str | None:
        found = [(far, text) for text in self.here if (far := distance(text)) is not None]
        return min(found, key=lambda one: one[0])[1] if found else None


class Known(NamedTuple):
    """What is known of an application besides its two texts."""

    pulled: str | None = None
    pending: tuple[str | None, str] | None = None
    """A write that was begun: the text before it, and the new one."""
    here: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """The memory of a new checkout."""
    return Memory(Workspace(tmp_path, tmp_path / "apps", url="https://panel.test"))


_APPS = iter(range(1_000_000))


def sides(memory: Memory, local: str | None, raw: str | None, known: Known, server: str | None = None) -> Sides:
    """An application of its own."""
    name = f"app{next(_APPS)}"
    if known.pulled is not None:
        memory.save_pulled(name, known.pulled, known.pulled)
    if known.pending is not None:
        memory.begin(name, *known.pending)
    app = Application(id=name, name=name, app_name=name, server_id=server)
    return Sides(app, local, raw, memory, Versions(known.here, known.elsewhere))


@rows(
    ("local", "raw", "known", "state", "fast_forward", "outcome"),
    [
        (None, None, Known(), State.NO_FILE, True, PullOutcome.NO_FILE),
        (None, A, Known(), State.MISSING_HERE, False, PullOutcome.NEW),
        (None, A, Known(A), State.MISSING_HERE, True, PullOutcome.NEW),
        (A, None, Known(), State.MISSING_THERE, True, PullOutcome.KEPT),
        (A, None, Known(A), State.MISSING_THERE, False, PullOutcome.GONE),
        (A, A, Known(), State.IN_SYNC, False, PullOutcome.UNCHANGED),
        (A, A, Known(A), State.IN_SYNC, True, PullOutcome.UNCHANGED),
        (A, A_OTHERWISE, Known(), State.FORMATTING, False, PullOutcome.UNCHANGED),
        (A, A_OTHERWISE, Known(A), State.FORMATTING, True, PullOutcome.UNCHANGED),
        (A_OTHERWISE, A, Known(A_OTHERWISE), State.FORMATTING, False, PullOutcome.UPDATED),
        (B, A, Known(), State.BOTH, False, PullOutcome.CONFLICT),
        (B, A, Known(A), State.LOCAL, True, PullOutcome.KEPT),
        (B, A_OTHERWISE, Known(A), State.LOCAL, True, PullOutcome.KEPT),
        (A, B, Known(A), State.SERVER, False, PullOutcome.UPDATED),
        (A_OTHERWISE, B, Known(A), State.SERVER, False, PullOutcome.MERGED),
        (B, C, Known(A), State.BOTH, False, PullOutcome.CONFLICT),
        (B, A, Known(here=(C, A)), State.LOCAL, True, PullOutcome.KEPT),
        (B, A, Known(C, here=(A,)), State.LOCAL, True, PullOutcome.KEPT),
        (B, A, Known(B, here=(A,)), State.SERVER, True, PullOutcome.UPDATED),
        (B, A, Known(here=(C,)), State.BOTH, False, PullOutcome.CONFLICT),
        (TWO, A, Known(here=(C, B)), State.BOTH, False, PullOutcome.CONFLICT),
        (B, A, Known(here=(B,), elsewhere=(A,)), State.SERVER, False, PullOutcome.UPDATED),
        (B, A_OTHERWISE, Known(here=(A,)), State.LOCAL, True, PullOutcome.KEPT),
        (B, A, Known(C, pending=(C, A)), State.BOTH, True, PullOutcome.CONFLICT),
        (B, A[:20], Known(C, pending=(C, A)), State.INTERRUPTED, True, PullOutcome.REFUSED),
        (B, A[:20] + "\ufffd", Known(C, pending=(C, A)), State.INTERRUPTED, True, PullOutcome.REFUSED),
        (B, C, Known(C, pending=(C, A)), State.LOCAL, True, PullOutcome.KEPT),
        (B, "", Known(C, pending=(C, A)), State.INTERRUPTED, True, PullOutcome.REFUSED),
        (B, None, Known(C, pending=(C, A)), State.MISSING_THERE, False, PullOutcome.GONE),
        ("a: [", A, Known(B), State.BOTH, False, PullOutcome.CONFLICT),
        (A, "a: [", Known(A), State.SERVER, False, PullOutcome.UPDATED),
    ],
    ids=lambda value: str(value)[:50],
)
def test_how_two_sides_stand(
    memory: Memory,
    local: str | None,
    raw: str | None,
    known: Known,
    state: State,
    fast_forward: bool,
    outcome: PullOutcome,
) -> None:
    one = sides(memory, local, raw, known)
    assert (one.state, one.fast_forward, decide(one).outcome) == (state, fast_forward, outcome)


def test_a_file_that_a_remote_server_does_not_give_may_be_one_that_a_push_was_writing(memory: Memory) -> None:
    assert sides(memory, B, None, Known(C, pending=(C, A)), "far").state is State.INTERRUPTED
    assert sides(memory, B, None, Known(C, pending=(None, A)), "far").state is State.MISSING_THERE, "it had none before"


@rows(
    ("letters", "server", "damaged"),
    [(REMOTE_SEAM - 2, "far", True), (REMOTE_SEAM - 3, "far", False), (REMOTE_SEAM, None, False)],
)
def test_a_letter_that_was_broken_over_the_seam_of_a_remote_file_makes_it_unreadable(
    memory: Memory, letters: int, server: str | None, damaged: bool
) -> None:
    text = "#" * letters + "\ufffd"
    assert (sides(memory, A, text, Known(), server).state is State.UNREADABLE) is damaged
    assert sides(memory, A, "#" * (letters + 5), Known(), server).state is not State.UNREADABLE


@rows(
    ("local", "raw", "known", "given_up", "deleted_here", "harmless"),
    [
        (A, None, Known(A), True, False, False),
        (B, None, Known(A), False, False, False),
        (A, None, Known(), False, False, False),
        (A, None, Known(A, pending=(A, B)), False, False, False),
        (A, B, Known(A), False, False, False),
        (None, A, Known(A), False, True, False),
        (None, A, Known(), False, False, False),
        (None, A, Known(here=(A,)), False, True, False),
        (None, None, Known(A), False, False, False),
        (A, A_OTHERWISE, Known(A), False, False, True),
        (A_OTHERWISE, A, Known(A), False, False, False),
        (A, A, Known(A), False, False, False),
    ],
    ids=lambda value: str(value)[:50],
)
def test_what_somebody_took_away_and_what_nobody_has_to_care_for(
    memory: Memory, local: str | None, raw: str | None, known: Known, given_up: bool, deleted_here: bool, harmless: bool
) -> None:
    one = sides(memory, local, raw, known)
    assert (one.given_up, one.deleted_here, one.harmless) == (given_up, deleted_here, harmless)


def test_the_common_origin_is_the_version_that_is_nearest_to_the_server(memory: Memory) -> None:
    near, far = TWO.replace("b.test", "x.test"), C
    assert sides(memory, B, TWO, Known(here=(far, near))).base == near
    assert sides(memory, B, "a: [", Known(here=(far, near))).base is None, "nobody can say what is near to that"
    assert sides(memory, B, A, Known(C, here=(far, near))).base == C, "what was pulled last comes first"
    more = A.replace("rule", "priority: 7, rule").replace("a.test", "z.test")
    other = TWO.replace("b.test", "a.test")
    assert sides(memory, B, A, Known(here=(more, other))).base == other, "each option counts"


def test_only_what_was_changed_on_the_server_has_an_author(memory: Memory) -> None:
    assert sides(memory, B, A, Known(A)).author == ""
    assert sides(memory, B, A, Known()).author == ""
    assert sides(memory, A, B, Known(A)).author == "somebody edited the file"


@rows(
    ("one", "other", "same"),
    [(A, A, True), (A, A_OTHERWISE, True), (A, B, False), ("a: [", "a: [", True), ("a: [", "b: [", False)],
)
def test_texts_mean_the_same_where_traefik_reads_the_same(one: str, other: str, same: bool) -> None:
    assert means_same(one, other) is means_same(other, one) is same


SEEN = Seen("abc", "2026-01-01", is_due=True)


def test_what_is_remembered_comes_back_and_nothing_else_does(memory: Memory) -> None:
    assert (memory.pulled("a"), memory.pending("a"), memory.deployed("a"), memory.other_url("a")) == (None,) * 3 + ("",)
    memory.save_pulled("a", "text", "server")
    memory.begin("a", None, "new")
    memory.save_deployed("a", SEEN)
    assert memory.pulled("a") == ("text", digest("server"))
    assert memory.pending("a") == ("", "new")
    assert memory.deployed("a") == SEEN
    memory.end("a")
    memory.end("a")
    assert memory.pending("a") is None
    other = Memory(memory.workspace._replace(url="https://other.test"))
    assert (other.pulled("a"), other.deployed("a"), other.other_url("a")) == (None, None, "https://panel.test")
    assert memory.other_url("a") == ""
    staging = Memory(memory.workspace._replace(environment="staging"))
    assert staging.pulled("a") is None


def test_what_was_remembered_already_is_not_written_again(memory: Memory) -> None:
    def times() -> list[int]:
        return [memory._path(kind, "a").stat().st_ino for kind in ("pulled", "deployed")]

    memory.save_pulled("a", "text", "server")
    memory.save_deployed("a", SEEN)
    before = times()
    memory.save_pulled("a", "text", "server")
    memory.save_deployed("a", SEEN)
    assert times() == before
    memory.save_pulled("a", "text", "another")
    memory.save_deployed("a", SEEN._replace(is_due=False))
    assert all(one != other for one, other in zip(before, times(), strict=True))
    assert memory.deployed("a") == SEEN._replace(is_due=False)


@rows(
    ("kind", "record"),
    [
        ("pulled", "{"),
        ("pulled", "[1]"),
        ("pulled", {"text": "a"}),
        ("pulled", {"sha256": "a"}),
        ("pulled", {"text": 1, "sha256": "a"}),
        ("pulled", {"text": "a", "sha256": None}),
        ("pending", {"before": "a"}),
        ("pending", {"text": 1}),
        ("deployed", {"sha256": "a", "deployed": "b"}),
        ("deployed", {"sha256": "a", "deployed": "b", "is_due": "yes"}),
        ("deployed", {"sha256": 1, "deployed": "b", "is_due": True}),
        ("deployed", {"sha256": "a", "deployed": None, "is_due": True}),
        ("pulled", "[" * 100_000),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_record_that_somebody_broke_is_as_good_as_none(memory: Memory, kind: str, record: object) -> None:
    path = memory._path(kind, "a")
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = {"url": memory.workspace.url, **record} if isinstance(record, dict) else None
    path.write_text(json.dumps(whole) if whole else str(record))
    assert (memory.pulled("a"), memory.pending("a"), memory.deployed("a")) == (None, None, None)
    path.unlink()


def test_a_note_that_cannot_be_removed_is_told(memory: Memory) -> None:
    memory._path("pending", "a").mkdir(parents=True)
    with pytest.raises(TraefiklintError, match=r"pending/.*a\.json` cannot be removed: Is a directory"):
        memory.end("a")


def details(status: str, *deployments: str, domains: tuple[ComposeDomain, ...] = ()) -> ComposeDetails:
    """What a server tells of a compose application."""
    done = tuple(DeploymentAnswer(created_at=time) for time in deployments)
    return ComposeDetails(compose_id="1", compose_status=status, deployments=done, domains=domains)


def domain(host: str, created: str, *, enabled: bool = True) -> ComposeDomain:
    """A domain of one."""
    return ComposeDomain(host=host, created_at=created, enabled=enabled)


NEWER = (domain("a.test", "4"), domain("b.test", "2"), domain("c.test", "5", enabled=False), domain("d.test", "3"))


@rows(
    ("told", "before", "due", "said"),
    [
        (details("idle"), None, False, "never deployed"),
        (details("done"), None, False, ""),
        (details("idle"), Seen("old", "", is_due=True), False, "never deployed"),
        (details("done", "1", "3", "2"), None, False, ""),
        (details("done", "1", "3"), Seen("old", "3", is_due=False), True, "changed but not deployed"),
        (details("done", "1", "3"), Seen("old", "1", is_due=False), False, ""),
        (details("done", "3"), Seen("now", "3", is_due=False), False, ""),
        (details("done", "3"), Seen("now", "3", is_due=True), True, "changed but not deployed"),
        (details("done", "3"), Seen("now", "2", is_due=True), False, ""),
        (details("error", "3"), None, False, "its last deployment failed"),
        (details("done", "3", domains=NEWER), None, False, "`a.test` added but not deployed"),
        (
            details("error", "1", domains=NEWER),
            Seen("old", "1", is_due=False),
            True,
            "its last deployment failed; changed but not deployed; `a.test`, `b.test`, `d.test` added but not deployed",
        ),
    ],
    ids=lambda value: str(value)[-40:],
)
def test_whether_a_compose_application_runs_as_its_text_says(
    told: ComposeDetails, before: Seen | None, due: bool, said: str
) -> None:
    found = deployment_of(told, before, "now")
    assert (found.is_due, str(found)) == (due, said)
    assert found.seen == Seen("now", told.deployed, is_due=due)


@rows(
    ("name", "fits"),
    [
        *((name, True) for name in ("shop", "a", "_a", "A.b-c_d e", "con1", "console", "com10", "x" * 200, "9")),
        *((name, False) for name in ("", ".a", "-a", " a", "a/b", "a\\b", "a.", "a ", "x" * 201, "a\n", "ä")),
        *((name, False) for name in ("con", "CON", "con.a", "Nul.yml", "prn", "aux", "com0", "COM9.x", "lpt3")),
    ],
)
def test_a_name_can_be_that_of_a_file_on_every_system(name: str, fits: bool) -> None:
    assert (name_problem(name) == "") is fits
    if fits:
        assert check_environment(name) == name
    else:
        with pytest.raises(NameRefusedError, match=r"the environment name `.*` is not a plain file name"):
            check_environment(name)


def test_names_that_are_one_name_on_some_systems_are_refused() -> None:
    assert refuse_bad_names(["a", "b", "ab"]) == {}
    both = "the application names `A` and `a` differ only in case"
    assert refuse_bad_names(["a", "b", "A"]) == {"a": both, "A": both}
    four = refuse_bad_names(["ab", "AB", "Ab", "aB", "ab"])
    assert set(four.values()) == {"the application names `AB`, `Ab`, `aB` and 1 more differ only in case"}
    three = refuse_bad_names(["ab", "AB", "Ab"])
    assert set(three.values()) == {"the application names `AB`, `Ab` and `ab` differ only in case"}
    assert refuse_bad_names(["a", "a"]) == {"a": "2 applications have the name `a`"}
    assert refuse_bad_names(["con", "a\x1b"]) == {
        "con": "the application name `con` is the name of a device on Windows",
        "a\x1b": "the application name `a\ufffd` is not a plain file name",
    }


def test_a_directory_holds_files_and_nothing_that_a_panel_has(tmp_path: Path) -> None:
    there = tmp_path / "there"
    (there / "sub").mkdir(parents=True)
    for name in ("b.yml", "a.yml", "c.yaml", "d.toml", "e.txt", "sub/f.yml"):
        (there / name).write_text(f"# {name}\n")
    (there / "bad.yml").write_bytes(b"\xff")
    remote = DirectoryRemote(there, tmp_path / "traefik.yml")
    apps = remote.discover()
    assert [(app.id, app.name, app.app_name, app.file) for app in apps] == [
        (name, name, name, f"{name}.yml") for name in ("a", "b", "bad")
    ]
    readings = list(remote.read_many(apps))
    assert [reading.text for reading in readings] == ["# a.yml\n", "# b.yml\n", None]
    assert [reading.error is not None for reading in readings] == [False, False, True]
    around = remote.surroundings(None, frozenset(("a.yml", "b.yml")))
    assert dict(around.files) == {name: f"# {name}\n" for name in ("c.yaml", "d.toml", "sub/f.yml")}
    assert around.static is None
    assert [gap.name for gap in around.gaps] == ["bad.yml"]
    assert around.present is not None
    assert {"a.yml", "b.yml", "bad.yml", "sub/f.yml"} <= around.present
    (tmp_path / "traefik.yml").write_bytes(b"\xff")
    around = remote.surroundings(None, frozenset(("bad.yml",)))
    assert [gap.name for gap in around.gaps] == [str(tmp_path / "traefik.yml")]
    (tmp_path / "traefik.yml").write_text("api: {}\n")
    assert remote.surroundings(None, frozenset()).static == "api: {}\n"
    assert DirectoryRemote(there).surroundings(None, frozenset()).static is None
    shop = apps[0]
    assert (remote.composes(), remote.overview(), list(remote.domains(apps))) == ((), (), [])
    assert (remote.stacks(None), dict(remote.marks(shop)), remote.warnings(shop, ())) == (((), ()), {}, ())
    assert remote.adopt("new") == Application(id="new", name="new", app_name="new")
    assert remote.objections(shop, "any: ä\n") == ()
    assert remote.objections(shop, "half: \ud800\n") == ("`a.yml` holds half a letter, which no file can hold",)


def test_a_directory_is_written_only_where_it_holds_what_was_seen(tmp_path: Path) -> None:
    remote = DirectoryRemote(tmp_path)
    shop = Application(id="shop", name="shop", app_name="shop")
    remote.write(shop, "one\n", None)
    remote.write(shop, "two\n", "one\n")
    for before in (None, "one\n"):
        with pytest.raises(TraefiklintError, match=r"`shop\.yml` changed in .* in the meantime"):
            remote.write(shop, "three\n", before)
    assert remote.read(shop) == "two\n"


def test_a_name_that_cannot_be_kept_stands_against_a_push_only_where_there_is_a_file_for_it(tmp_path: Path) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    there.mkdir()
    here.mkdir()
    (here / "web.yml").write_text(A)
    remote = DirectoryRemote(there)
    refused = {"WEB": "two names are one", "blog": "no plain file name"}
    view = ServerView((), (), refused, (), Worlds(remote, (), {}), Workspace(tmp_path, here))
    plan = make_plan(remote, view, (), Options())
    assert plan.objections == (Objection("WEB", "two names are one"),)
    assert plan.notes == ("not looked at: no plain file name",)
    assert plan.refused
