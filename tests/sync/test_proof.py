"""What a push makes of what the server holds after a write, and what the panel is asked. The servers here are made up:
each plays one thing that a real one does only in a bad moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.each import rows
from traefiklint.dokploy.answers import Application, ComposeDetails
from traefiklint.dokploy.answers import Deployment as DeploymentAnswer
from traefiklint.errors import TraefiklintError
from traefiklint.sync.deployed import Seen
from traefiklint.sync.history import History
from traefiklint.sync.limits import compose_objections, objections, unreadable_for_panel, warnings
from traefiklint.sync.memory import Memory
from traefiklint.sync.panel import disagreements, domains_against, look_at_panel, touches_panel
from traefiklint.sync.plan import Action, PushPlan, Step
from traefiklint.sync.push import SWITCHED_OFF, Done, PushOutcome, carry_out
from traefiklint.sync.remote import ComposeFile, Domain, Remote
from traefiklint.sync.sides import REMOTE_SEAM, Sides
from traefiklint.sync.workspace import Workspace

OLD, NEW = "# old\nhttp: {}\n", "# new\nhttp: {}\n"
SHOP = Application(id="1", name="Shop", app_name="shop")
FAR = Application(id="1", name="Shop", app_name="shop", server_id="far")
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
DOWN = TraefiklintError("The server is down.", "Try again.")


class Server:
    """A server that answers each question with the next of the answers that it was given."""

    concurrency = 1

    def __init__(self, reads: Iterable[object], write: object = None, marks: Iterable[object] = ()) -> None:
        self._reads, self._write, self._marks = iter(reads), write, iter(marks)
        self.written: list[tuple[str, str | None]] = []

    def read(self, app: Application) -> Any:
        return _said(next(self._reads))

    def write(self, app: Application, text: str, before: str | None) -> None:
        self.written.append((text, before))
        _said(self._write)

    def marks(self, app: Application) -> Any:
        return _said(next(self._marks, {}))


def _said(answer: object) -> object:
    if isinstance(answer, TraefiklintError):
        raise answer
    return answer


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A new checkout."""
    return Workspace(tmp_path, tmp_path / "apps", url="https://panel.test")


def push(server: Server, workspace: Workspace, old: str | None = OLD, app: Application = SHOP, kept: str = NEW) -> Done:
    """Push one file; how that ended."""
    step = Step(app, Action.CHANGE, old, NEW, kept)
    plan = PushPlan("https://panel.test", "default", (step,))
    told: list[Done] = []
    (done,) = carry_out(plan, cast(Remote, server), workspace, NOW, told.append)
    assert told == [done]
    return done


READ_BACK = "It cannot be read back: The server is down. Try again."
THEIRS = (
    "somebody else wrote the file at the same moment: their text stands on the server and yours does not; run `pull` "
    "to merge the two"
)
PART = "the server wrote only a part of the text"
UNDER = (
    "a domain, redirect or user of the application changed in the panel at the same moment, and what the panel wrote "
    "may lie under the new text; save that domain again in the panel, then run `pull`"
)
SILENT = "the server says that it wrote, and the old text stands: "
FULL, LOST = f"{SILENT}its disk may be full or write-protected", f"{SILENT}the remote server may be unreachable"
AGAIN = f"{PART}; the old one stands again"
COMMENT = f"{PART}; a comment stands in its place, because no file can be deleted"
NO_WAY_BACK = f"{PART}, and the old one cannot be put back: The server is down. Try again."
STILL_BROKEN = f"{PART}, and the old one could not be put back; look at the server's disk"


@rows(
    ("app", "old", "reads", "write", "outcome", "message", "pending"),
    [
        (SHOP, OLD, [OLD, NEW], None, PushOutcome.DONE, "", False),
        (SHOP, None, [None, NEW], None, PushOutcome.DONE, "", False),
        (SHOP, OLD, [NEW], None, PushOutcome.DONE, "it was there already", False),
        (
            SHOP,
            OLD,
            ["x"],
            None,
            PushOutcome.OVERTAKEN,
            "it changed on the server since the plan was made; run `pull`",
            0,
        ),
        (SHOP, OLD, [DOWN], None, PushOutcome.FAILED, "The server is down. Try again.", False),
        (SHOP, OLD, [OLD, NEW], DOWN, PushOutcome.DONE, "", False),
        (SHOP, OLD, [OLD, OLD], DOWN, PushOutcome.FAILED, "The server is down. Try again.", False),
        (SHOP, OLD, [OLD, OLD], None, PushOutcome.FAILED, FULL, False),
        (FAR, OLD, [OLD, OLD], None, PushOutcome.FAILED, LOST, False),
        (SHOP, OLD, [OLD, DOWN], None, PushOutcome.UNCERTAIN, f"Written. {READ_BACK}", True),
        (SHOP, OLD, [OLD, DOWN], DOWN, PushOutcome.UNCERTAIN, f"The server is down. Try again. {READ_BACK}", True),
        (SHOP, OLD, [OLD, "x"], None, PushOutcome.OVERTAKEN, THEIRS, False),
        (SHOP, OLD, [OLD, None], None, PushOutcome.OVERTAKEN, THEIRS, False),
        (SHOP, OLD, [OLD, "# n", "x"], None, PushOutcome.OVERTAKEN, THEIRS, False),
        (SHOP, OLD, [OLD, "# n", "# n", OLD], None, PushOutcome.RESTORED, AGAIN, False),
        (SHOP, OLD, [OLD, "# n\ufffd", "# n\ufffd", OLD], None, PushOutcome.RESTORED, AGAIN, False),
        (SHOP, OLD, [OLD, "# n", DOWN, OLD], None, PushOutcome.RESTORED, AGAIN, False),
        (FAR, OLD, [OLD, None, None, OLD], None, PushOutcome.RESTORED, AGAIN, False),
        (SHOP, None, [None, "# n", "# n", SWITCHED_OFF], None, PushOutcome.RESTORED, COMMENT, False),
        (SHOP, OLD, [OLD, "# n", "# n", DOWN], None, PushOutcome.UNCERTAIN, NO_WAY_BACK, True),
        (SHOP, OLD, [OLD, "# n", "# n", "# n"], None, PushOutcome.UNCERTAIN, STILL_BROKEN, True),
    ],
    ids=lambda value: str(value)[:40],
)
def test_only_what_is_read_back_tells_how_a_write_ended(
    workspace: Workspace,
    app: Application,
    old: str | None,
    reads: list[object],
    write: object,
    outcome: PushOutcome,
    message: str,
    pending: bool,
) -> None:
    memory = Memory(workspace)
    memory.end("shop")
    memory.save_pulled("shop", "before", "before")
    server = Server(reads, write)
    done = push(server, workspace, old, app)
    assert (done.outcome, done.message) == (outcome, message)
    assert (memory.pending("shop") is not None) is bool(pending), "whether the next run has to look"
    pulled = memory.pulled("shop")
    assert pulled is not None
    assert (pulled.text == NEW) is (outcome is PushOutcome.DONE)
    assert server.written[:1] in ([], [(NEW, old)])
    if outcome in (PushOutcome.RESTORED, PushOutcome.UNCERTAIN) and len(reads) == 4:
        assert server.written[1:] == [(SWITCHED_OFF if old is None else old, reads[1])]
    saved = Path(done.backup).read_text() if done.backup else None
    assert saved == (old if server.written else None)


@rows(
    ("marks", "reads", "outcome"),
    [
        ([{"a": 1}, {"a": 1}], [OLD, NEW], PushOutcome.DONE),
        ([{"a": 1}, {"a": 2}], [OLD, NEW, NEW], PushOutcome.OVERTAKEN),
        ([{"a": 1}, {"a": 2}, {"a": 2}], [OLD, NEW, "theirs"], PushOutcome.DONE),
        ([{"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 2, "b": 2}], [OLD, NEW, "theirs"], PushOutcome.OVERTAKEN),
        ([{"a": 1}, {"b": 1}, {"b": 1}], [OLD, NEW, "theirs"], PushOutcome.OVERTAKEN),
        ([{"a": 1}, DOWN], [OLD, NEW], PushOutcome.DONE),
        ([DOWN], [OLD, NEW], PushOutcome.FAILED),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_write_of_the_panel_that_lies_under_ours_is_told(
    workspace: Workspace, marks: list[object], reads: list[object], outcome: PushOutcome
) -> None:
    done = push(Server(reads, marks=marks), workspace)
    assert done.outcome is outcome
    assert (done.message == UNDER) is (outcome is PushOutcome.OVERTAKEN)


def test_what_may_be_kept_here_is_remembered_and_not_what_was_sent(workspace: Workspace) -> None:
    push(Server([OLD, NEW]), workspace, kept="covered")
    pulled = Memory(workspace).pulled("shop")
    assert pulled is not None
    assert pulled.text == "covered"


@rows(("deployments", "due"), [(("2026-01-01",), True), ((), False)])
def test_a_compose_application_that_was_pushed_waits_for_its_deployment(
    workspace: Workspace, deployments: tuple[str, ...], due: bool
) -> None:
    made = tuple(DeploymentAnswer(created_at=time) for time in deployments)
    app = ComposeFile(id="1", name="c", app_name="compose/c", details=ComposeDetails(compose_id="1", deployments=made))
    assert push(Server([OLD, NEW]), workspace, app=app).outcome is PushOutcome.DONE
    seen = Memory(workspace).deployed("compose/c")
    assert seen is not None
    assert seen[1:] == ("".join(deployments), due)
    assert isinstance(seen, Seen)


def test_a_write_that_cannot_be_noted_here_is_told(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise TraefiklintError("The disk is full.", "Make room.")

    monkeypatch.setattr(Memory, "save_pulled", fails)
    done = push(Server([OLD, NEW]), workspace)
    said = "written, but not noted here, so run `pull` when that is fixed: The disk is full. Make room."
    assert (done.outcome, done.message) == (PushOutcome.DONE, said)
    monkeypatch.setattr(Memory, "end", fails)
    done = push(Server([OLD, OLD]), workspace)
    assert done.outcome is PushOutcome.UNCERTAIN
    assert done.message == "how the write ended cannot be noted here: The disk is full. Make room."


def test_an_error_is_told_with_what_to_do(workspace: Workspace) -> None:
    for error, said in (
        (TraefiklintError("no way", "go back"), "no way; go back"),
        (TraefiklintError("No way.", "Go back."), "No way. Go back."),
        (TraefiklintError("No way.", ""), "No way."),
    ):
        assert push(Server([error]), workspace).message == said


FILE = """\
http:
  routers:
    web-router-1: {{rule: {one}}}
    web-router-websecure-1: {{rule: {one}}}
    web-router-2: {{rule: {two}}}
    own: {{rule: Host(`own.test`)}}
"""
TEXT = FILE.format(one="Host(`a.test`)", two="Host(`b.test`) && PathPrefix(`/x`)")
ONE = Domain("1", "a.test", https=True, number=1)
TWO = Domain("1", "b.test", "/x", number=2)


@rows(
    ("domains", "said"),
    [
        ([ONE, TWO], []),
        ([ONE._replace(host="A.Test"), TWO._replace(host="B.TEST")], []),
        ([ONE, TWO, Domain("1", "c.test")], []),
        (
            [ONE._replace(https=False), TWO],
            [],
        ),
        (
            [ONE._replace(entry_point="own"), TWO],
            [],
        ),
        (
            [ONE, TWO._replace(https=True)],
            ["the panel says `b.test/x`, and the file has no router `web-router-websecure-2` for it"],
        ),
        ([ONE, TWO._replace(https=True, entry_point="own")], []),
        (
            [ONE, TWO._replace(enabled=False)],
            ["the panel has switched `b.test/x` off, and the file still has its router `web-router-2`"],
        ),
        ([ONE, TWO, Domain("1", "c.test", number=3, enabled=False)], []),
        (
            [ONE, TWO, Domain("1", "c.test", number=3)],
            ["the panel says `c.test`, and the file has no router `web-router-3` for it"],
        ),
        (
            [ONE, TWO._replace(path="/")],
            ["the panel says `b.test`, the file says `Host(`b.test`) && PathPrefix(`/x`)` (router `web-router-2`)"],
        ),
        (
            [ONE, TWO._replace(path="/y")],
            ["the panel says `b.test/y`, the file says `Host(`b.test`) && PathPrefix(`/x`)` (router `web-router-2`)"],
        ),
        (
            [ONE],
            [
                "the file has the router `web-router-2` (`Host(`b.test`) && PathPrefix(`/x`)`), and the panel has no "
                "such domain: it was deleted there"
            ],
        ),
    ],
    ids=lambda value: str(value)[-60:],
)
def test_the_panel_and_a_file_disagree_where_a_domain_has_not_its_routers(
    domains: list[Domain], said: list[str]
) -> None:
    assert [str(one) for one in disagreements("web", domains, TEXT)] == said
    assert disagreements("web", domains, "a: [") == ()
    assert disagreements("w.b", domains, TEXT) == disagreements("w.b", domains, "{}"), "names are no patterns"


def test_a_rule_by_hand_only_has_to_name_the_host() -> None:
    for rule, agrees in (
        ("Host(`a.test`) && Method(`GET`)", True),
        ("HostRegexp(`.*`) || Host(`A.test`)", True),
        ("Host(`x.test`) && Method(`GET`)", False),
        ("Host(`a.test`)\n      ", True),
        ("'Host(`a.test`)   &&   PathPrefix(`/`)'", True),
        ("Host(`a.test`) && PathPrefix(`/x`)", False),
    ):
        text = f"http:\n  routers:\n    web-router-1:\n      rule: {rule}\n"
        assert (disagreements("web", [ONE._replace(https=False)], text) == ()) is agrees, rule
    assert disagreements("web", [ONE._replace(https=False)], "http: {routers: {web-router-1: {rule: [a]}}}")


def test_a_push_is_against_a_domain_that_it_takes_or_gives_back() -> None:
    without = TEXT.replace("web-router-2", "by-hand")
    assert [one.router for one in domains_against("web", [ONE, TWO], TEXT, without)] == ["web-router-2"]
    assert domains_against("web", [ONE, TWO], without, without) == (), "it was so before"
    assert domains_against("web", [ONE, TWO], TEXT, TEXT.replace("b.test", "c.test")) == (), "a rule may be rewritten"
    new = domains_against("web", [ONE._replace(enabled=False), TWO], None, TEXT)
    assert [one.router for one in new] == ["web-router-1", "web-router-websecure-1"]
    assert touches_panel("web", TEXT, without)
    assert touches_panel("web", None, TEXT)
    assert touches_panel("web", without, TEXT)
    assert not touches_panel("web", TEXT, TEXT.replace("b.test", "c.test").replace("own:", "other:"))
    assert not touches_panel("web", None, "{}")


class Panel:
    """A panel with domains, which notes for which applications it was asked."""

    def __init__(self, *domains: Domain, has_list: bool = True) -> None:
        self._all, self._has_list = domains, has_list
        self.asked: list[str] = []
        self.listed = 0

    def overview(self) -> tuple[Domain, ...] | None:
        self.listed += 1
        return tuple(one._replace(number=None) for one in self._all) if self._has_list else None

    def domains(self, apps: Iterable[Application]) -> Iterator[tuple[Application, tuple[Domain, ...]]]:
        for app in apps:
            self.asked.append(app.app_name)
            yield app, tuple(one for one in self._all if one.app_id == app.id)


def side(workspace: Workspace, name: str, raw: str | None, problem: str = "") -> Sides:
    """An application on the server."""
    app = Application(id=name, name=name, app_name=name)
    return Sides(app, None, raw, Memory(workspace), History(workspace.root), problem=problem)


def test_only_applications_whose_domains_may_differ_are_asked_about(workspace: Workspace) -> None:
    def text(name: str, host: str) -> str:
        return f"http: {{routers: {{{name}-router-1: {{rule: Host(`{host}`)}}}}}}\n"

    good, bad = side(workspace, "good", text("good", "good.test")), side(workspace, "bad", text("bad", "x.test"))
    more = side(workspace, "more", text("more", "more.test"))
    secure = side(workspace, "secure", text("secure", "secure.test"))
    odd, broken = side(workspace, "odd", "a: ["), side(workspace, "broken", "", problem="no")
    off = side(workspace, "off", "{}")
    rows_ = (
        *(Domain(name, f"{name}.test", number=1) for name in ("good", "bad", "more", "odd", "broken")),
        Domain("more", "two.test", number=2),
        Domain("secure", "secure.test", https=True, number=1),
        Domain("off", "off.test", number=1, enabled=False),
    )
    panel = Panel(*rows_)
    everyone = [good, bad, more, secure, odd, broken, off]
    found = look_at_panel(cast(Remote, panel), everyone)
    assert list(found) == ["bad", "more", "secure"], "in the order of their names"
    assert (panel.asked, panel.listed) == (["bad", "more", "secure"], 1)
    panel = Panel(*rows_)
    assert look_at_panel(cast(Remote, panel), [good]) == {}
    assert (panel.asked, panel.listed) == (["good"], 0), "a list is not worth it for one"
    panel = Panel(*rows_)
    look_at_panel(cast(Remote, panel), everyone, rows_)
    assert (panel.asked, panel.listed) == (["bad", "more", "secure"], 0)
    panel = Panel(*rows_, has_list=False)
    assert list(look_at_panel(cast(Remote, panel), everyone)) == list(found)
    assert panel.asked == ["good", "bad", "more", "secure", "odd", "off"]


LOCKED = "the panel could not read the file and would lock the application's domains"


@rows(
    ("app", "text", "said"),
    [
        (SHOP, OLD, []),
        (SHOP, "# only a comment\n", []),
        (SHOP, " \n", ["the file is empty, and Dokploy would keep an empty file"]),
        (SHOP, "a: {\n", [f"in line 2: {LOCKED}"]),
        (SHOP, "a: b\n---\nc: d\n", [f"it holds 2 YAML documents: {LOCKED}"]),
        (SHOP, "---\nc: d\n", []),
        (SHOP, "a: 1\na: 2\n", [LOCKED]),
        (SHOP, "a: \ufffd\n", []),
        (FAR, "a: \ufffd\n", ["the file holds U+FFFD, the sign of a letter that was broken"]),
        (FAR, "#" * (REMOTE_SEAM - 1) + "\n", []),
        (FAR, "#" * (REMOTE_SEAM - 3) + "ä\n", []),
        (FAR, "#" * (REMOTE_SEAM - 2) + "ä\n", ["bytes and letters beyond ASCII"]),
        (SHOP, "#" * (REMOTE_SEAM - 2) + "ä\n", []),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_a_server_would_lose_is_refused_before(app: Application, text: str, said: list[str]) -> None:
    found = objections(app, text)
    assert len(found) == len(said), found
    assert all(words in one for words, one in zip(said, found, strict=True)), found


def test_what_a_panel_could_not_deploy_is_refused_before() -> None:
    stack = ComposeFile(id="1", name="c", app_name="compose/c")
    assert compose_objections(stack, "services: {}\n") == ()
    assert compose_objections(stack, "volumes: {}\n") == ("it has no `services`: the panel could not deploy it",)
    assert compose_objections(stack, "services: a\n") == ("it has no `services`: the panel could not deploy it",)
    (nul, unreadable) = compose_objections(stack, "services: {}\0\n")
    assert nul == "the file holds NUL, which the server's database does not take"
    assert unreadable.endswith("the panel could not deploy it")
    (unreadable,) = compose_objections(stack, "a: 1\nb: ]\n")
    assert "in line 2: " in unreadable
    assert unreadable_for_panel("a: {", "so")[0].endswith(": so")


def test_what_the_panel_will_undo_is_warned_of() -> None:
    changes = [SimpleNamespace(object=f"http.routers.{name}") for name in ("shop-router-1", "own", "shop-router-2")]
    (said,) = warnings(SHOP, cast(Any, changes))
    assert said.startswith("`http.routers.shop-router-1`, `http.routers.shop-router-2`: the panel writes this anew")
    assert warnings(SHOP, cast(Any, changes[1:2])) == ()


def test_nothing_is_begun_after_a_stop(workspace: Workspace) -> None:
    steps = tuple(
        Step(Application(id=name, name=name, app_name=name), Action.CHANGE, OLD, NEW, NEW) for name in ("a", "b")
    )
    plan = PushPlan("https://panel.test", "default", steps)
    told: list[Done] = []
    done = carry_out(plan, cast(Remote, Server([])), workspace, NOW, told.append, stopped=lambda: True)
    assert [one.to_dict() for one in done] == [
        {"app": name, "outcome": "not tried", "message": "", "backup": ""} for name in ("a", "b")
    ]
    assert told == list(done)
    done = carry_out(plan, cast(Remote, Server([DOWN])), workspace, NOW, told.append)
    assert [one.outcome for one in done] == [PushOutcome.FAILED, PushOutcome.NOT_TRIED]
