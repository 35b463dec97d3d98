"""What sync prints, and in which colour: pulls, plans, results of writes, comparisons. No server is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.each import rows
from traefiklint.dokploy.answers import Application
from traefiklint.findings import Effect, Finding, Severity, Span
from traefiklint.patch.data import string
from traefiklint.sync.changes import Change, text_changes
from traefiklint.sync.compared import block, diff_lines, diff_markdown, plan_markdown, status_lines, status_markdown
from traefiklint.sync.deployed import Deployment, Seen
from traefiklint.sync.differences import Comparison, Difference
from traefiklint.sync.merge import MISSING, Conflict
from traefiklint.sync.panel import Disagreement
from traefiklint.sync.plan import Action, Objection, PushPlan, Step
from traefiklint.sync.pull import PullOutcome, PullResult
from traefiklint.sync.push import Done, PushOutcome
from traefiklint.sync.routes import Route, RouteChange
from traefiklint.sync.shared import SharedState
from traefiklint.sync.sides import State
from traefiklint.sync.text import conflict_lines, done_line, plan_lines, plan_summary, pull_lines, pull_summary

SHOP = Application(id="1", name="Shop", app_name="shop")
OLD = "http: {routers: {a: {rule: Host(`a.test`)}, b: {rule: Host(`b.test`)}}}\n"
NEW = "http: {routers: {a: {rule: Host(`x.test`)}, c: {rule: Host(`c.test`)}}}\n"
CHANGES = text_changes(OLD, NEW)
ROUTE = RouteChange("changes owner", Route("http", "Host(`a.test`)", ("web",)), ("shop",), ("blog", "cms"))
COLORS = {"31": "red", "32": "green", "33": "yellow", "1": "bold", "2": "dim"}


def paint(text: str, *codes: str) -> str:
    """The text with the names of its colours, which a terminal would show."""
    return f"{'+'.join(COLORS[code] for code in codes)}({text})"


def finding(message: str, disables: tuple[str, ...]) -> Finding:
    """What Traefik would make of a file."""
    return Finding(
        "a-rule", "rule", Severity.ERROR, Effect.REJECTED, message, "b.yml", Span(2, 3, 2, 4), disables=disables
    )


def step(action: Action, changes: tuple[Change, ...], name: str = "shop", warnings: tuple[str, ...] = ()) -> Step:
    """A file to be written."""
    app = Application(id=name, name=name, app_name=name)
    return Step(app, action, OLD, NEW, NEW, changes, warnings)


def plan(*steps: Step, **more: object) -> PushPlan:
    """A plan for a server."""
    return PushPlan("https://panel.test", "default", steps, **more)  # type: ignore[arg-type]


def the_hash(lines: Iterable[str], whole: PushPlan) -> Iterator[str]:
    """The lines with a word for the hash of a plan, which its own test is about."""
    return (line.replace(whole.hash, "HASH") for line in lines)


def test_a_pull_tells_what_it_did_and_leaves_out_what_it_did_not() -> None:
    conflict = Conflict("http.routers.a.rule", string("was"), string("ours"), MISSING)
    long = Conflict("http.x", MISSING, string("o" * 45), string("t" * 45))
    results = [
        PullResult(SHOP, PullOutcome.UNCHANGED),
        PullResult(SHOP, PullOutcome.NO_FILE),
        PullResult(SHOP, PullOutcome.NO_FILE, note="it comes from elsewhere"),
        PullResult(SHOP, PullOutcome.NEW, NEW, text_changes(None, NEW)),
        PullResult(SHOP, PullOutcome.UPDATED, NEW, CHANGES, author="somebody edited the file", note="a note"),
        PullResult(SHOP, PullOutcome.CONFLICT, conflicts=(conflict, long)),
        PullResult(SHOP, PullOutcome.REFUSED, note="not readable"),
    ]
    assert list(pull_lines(results, paint)) == [
        "bold(shop: no file)",
        "  it comes from elsewhere",
        "bold(shop: new) (+2 ~0 -0)",
        "bold(shop: updated) (+1 ~1 -1)",
        "  somebody edited the file",
        "  a note",
        "yellow(  ~ http.routers.a)",
        "yellow(      ~ rule: Host(`a.test`) → Host(`x.test`))",
        "red(  - http.routers.b)",
        "green(  + http.routers.c)",
        "green(      + rule: Host(`c.test`))",
        "red(shop: conflict)",
        "red(  ! http.routers.a.rule)   was: was",
        "      here: ours   |   server: nothing",
        "red(  ! http.x)   was: nothing",
        "      here: " + "o" * 45,
        "      server: " + "t" * 45,
        "red(shop: refused)",
        "  not readable",
    ]
    assert pull_summary(results) == "1 unchanged, 1 new, 1 updated, 2 no file, 1 conflict, 1 refused"
    assert pull_summary([]) == "no applications"


@rows(("ours", "lines"), [("o" * 80, 2), ("o" * 81, 3)], ids=lambda value: str(value)[:3])
def test_both_sides_of_a_conflict_share_a_line_of_a_hundred_characters(ours: str, lines: int) -> None:
    assert len("here: " + "o" * 80 + "server: thrice") == 100
    conflict = Conflict("a", MISSING, string(ours), string("thrice"))
    assert len(list(conflict_lines(conflict, paint))) == lines


def test_a_plan_tells_its_steps_and_then_what_stands_against_it() -> None:
    whole = plan(
        step(Action.CHANGE, CHANGES, warnings=("the panel writes this anew",)),
        step(Action.REFORMAT, ()),
        step(Action.CHANGE, ()),
        step(Action.CREATE, ()),
        unchanged=2,
        routes=(ROUTE,),
        findings=(finding("all of it", ("*",)), finding("one", ("http.routers.a", "b")), finding("none", ())),
        objections=(
            Objection("", "as a whole", True, "look at it"),
            Objection("shop", "its own", False),
        ),
        notes=("by the way",),
    )
    assert list(the_hash(plan_lines(whole, paint), whole)) == [
        "bold(shop: change) (+1 ~1 -1)",
        "yellow(  ~ http.routers.a)",
        "yellow(      ~ rule: Host(`a.test`) → Host(`x.test`))",
        "red(  - http.routers.b)",
        "green(  + http.routers.c)",
        "green(      + rule: Host(`c.test`))",
        "yellow(  warning: the panel writes this anew)",
        "bold(shop: reformat) (+0 ~0 -0)",
        "  only the formatting differs: Traefik reads the same",
        "bold(shop: change) (+0 ~0 -0)",
        "  it cannot be compared by object, because one of the two cannot be read as YAML",
        "bold(shop: create) (+0 ~0 -0)",
        "  no objects are in it",
        "bold(routes)",
        "  Host(`a.test`) on web changes owner: shop → blog and cms",
        "red(refused: b.yml:2:3: all of it) [a-rule]",
        "  Traefik would refuse every file of the server",
        "red(refused: b.yml:2:3: one) [a-rule]",
        "  Traefik would disable http.routers.a, b",
        "red(refused: b.yml:2:3: none) [a-rule]",
        "yellow(needs --force: as a whole)",
        "  look at it",
        "red(refused: shop: its own)",
        "dim(note: by the way)",
        "plan HASH: 4 files to write (1 added, 1 changed, 1 removed), 2 in sync",
    ]


@rows("number", [10, 11])
def test_what_stands_against_more_than_ten_files_as_a_whole_is_told_first_and_once(number: int) -> None:
    against = (Objection("shop", "its own"), Objection("", "as a whole"))
    whole = plan(*(step(Action.CHANGE, CHANGES, f"s{at}") for at in range(number)), objections=against)
    lines = list(plan_lines(whole, paint))
    assert lines.count("red(refused: as a whole)") == lines.count("red(refused: shop: its own)") == 1
    assert (lines[0] == "red(refused: as a whole)") == (number > 10)
    assert lines.index("red(refused: shop: its own)") > 10


def test_a_plan_is_counted_in_one_line() -> None:
    one = step(Action.CHANGE, CHANGES)
    for whole, said in (
        (plan(unchanged=3), "nothing to push; 3 in sync"),
        (plan(one), "plan HASH: 1 file to write (1 added, 1 changed, 1 removed), 0 in sync"),
        (plan(one, one), "plan HASH: 2 files to write (2 added, 2 changed, 2 removed), 0 in sync"),
        (
            plan(one, gaps=("/a.yml",)),
            "incomplete plan HASH: 1 file to write (1 added, 1 changed, 1 removed), 0 in sync",
        ),
    ):
        assert list(the_hash([plan_summary(whole)], whole)) == [said]


def test_two_plans_have_one_hash_only_where_they_do_the_same() -> None:
    one = step(Action.CHANGE, CHANGES)
    plans = [
        plan(one),
        PushPlan("https://other.test", "default", (one,)),
        PushPlan("https://panel.test", "staging", (one,)),
        plan(one._replace(old=None)),
        plan(one._replace(new=OLD)),
        plan(step(Action.CHANGE, CHANGES, "blog")),
        plan(one._replace(app=SHOP)),
        plan(one._replace(app=Application(id="shop", name="shop", app_name="shop", server_id="far"))),
        plan(one, step(Action.CHANGE, CHANGES, "blog")),
        plan(step(Action.CHANGE, CHANGES, "blog"), one),
        plan(one, gaps=("/a.yml",)),
    ]
    assert len({whole.hash for whole in plans}) == len(plans)
    assert all(len(whole.hash) == 16 for whole in plans)
    same = plan(one._replace(kept="kept", changes=()), unchanged=7, notes=("n",), routes=(ROUTE,))
    assert same.hash == plans[0].hash
    assert plan(one, gaps=("/b", "/a")).hash == plan(one, gaps=("/a", "/b")).hash


def test_how_a_write_ended_has_its_colour() -> None:
    said = [done_line(Done("shop", outcome, "why" * (outcome is PushOutcome.FAILED)), paint) for outcome in PushOutcome]
    assert said == [
        "green(shop: done)",
        "yellow(shop: restored)",
        "red(shop: failed) – why",
        "red(shop: overtaken)",
        "red(shop: uncertain)",
        "dim(shop: not tried)",
    ]


def comparison() -> Comparison:
    """An application of each kind, and all that is said besides."""
    panel = (Disagreement("shop-router-1", "a.test", "the panel says `a.test`"),)
    differences = (
        Difference("a", "1", State.IN_SYNC),
        Difference("none", "2", State.NO_FILE),
        Difference(
            "here", "3", State.LOCAL, here=CHANGES, text="--- server\n+++ here\n@@ -1 +1 @@\n-old\n+new\n same\n"
        ),
        Difference("there", "4", State.SERVER, there=CHANGES, author="somebody edited the file"),
        Difference("both", "5", State.BOTH, here=CHANGES, there=CHANGES, note="a note"),
        Difference("new", "6", State.MISSING_THERE, here=CHANGES),
        Difference("printed", "7", State.FORMATTING, author="Dokploy", harmless=True),
        Difference("panel", "8", State.IN_SYNC, panel=panel),
        Difference("due", "9", State.IN_SYNC, deployment=Deployment(Seen("", "", True), "changed but not deployed")),
        Difference("odd", "10", State.UNREADABLE, note="it is not UTF-8"),
    )
    return Comparison(
        differences,
        (ROUTE,),
        {"x": "no plain file name", "y": "no plain file name"},
        ("lost", "compose/lost"),
        (("box", finding("broken", ("*",))), ("", finding("broken too", ("*",)))),
        (SharedState("shared/a.yml", "changed here", "push it"), SharedState("shared/b.yml", "in sync", differs=False)),
        unseen=True,
    )


AROUND = [
    "red(panel: the panel and the file on the server disagree)",
    "  the panel says `a.test`",
    "  save the domain again in the panel, then run `pull`",
    "red(Traefik refuses every file of the remote server `box` as it is now: b.yml:2: broken)",
    "red(Traefik refuses every file as it is now: b.yml:2: broken too)",
    "shared/a.yml: changed here (push it)",
    "red(refused: no plain file name)",
    "`lost.yml` belongs to no application that the key's user sees, so it is neither compared nor pushed",
    "`compose/lost/compose.yml` belongs to no compose application that the key's user sees, so it is neither compared "
    "nor pushed",
    "the key's user sees no application; members see only their own",
    "3 in sync, 1 changed here, 1 changed on the server, 1 changed on both sides, 1 formatting only, "
    "1 no file on the server, 1 no file on either side, 1 not readable",
]


def test_the_status_is_a_line_an_application_and_what_concerns_more_than_one() -> None:
    assert list(status_lines(comparison(), paint)) == [
        "a        green(in sync)",
        "none     dim(no file on either side)",
        "here     yellow(changed here) (here +1 ~1 -1)",
        "there    yellow(changed on the server) (server +1 ~1 -1; somebody edited the file)",
        "both     red(changed on both sides) (here +1 ~1 -1, server +1 ~1 -1; a note)",
        "new      yellow(no file on the server)",
        "printed  dim(formatting only) (Dokploy printed it again; Traefik reads the same)",
        "panel    green(in sync)",
        "due      green(in sync) (changed but not deployed)",
        "odd      red(not readable) (it is not UTF-8)",
        *AROUND,
    ]
    assert list(status_lines(Comparison((), (), {}, ()), paint)) == ["no applications"]
    missing = Comparison((Difference("gone", "1", State.MISSING_HERE),), (), {}, ())
    assert list(status_lines(missing, paint)) == ["gone  yellow(no file here)", "1 no file here"]


def test_the_difference_is_told_of_what_differs_only() -> None:
    fields = ["    ~ http.routers.a", "        ~ rule: Host(`a.test`) → Host(`x.test`)", "    - http.routers.b"]
    fields += ["    + http.routers.c", "        + rule: Host(`c.test`)"]
    colored = [f"{color}({field})" for color, field in zip(("yellow", "yellow", "red", "green", "green"), fields)]  # noqa: B905
    lines = [str(line) for line in diff_lines(comparison(), paint, with_text=True)]
    assert lines == [
        *("bold(here: changed here)", "  here", *colored),
        *("red(--- server)", "green(+++ here)", "@@ -1 +1 @@", "red(-old)", "green(+new)", " same"),
        *("bold(there: changed on the server)", "  server: somebody edited the file", *colored),
        *("bold(both: changed on both sides)", "  a note", "  here", *colored, "  server", *colored),
        *("bold(new: no file on the server)", "  here", *colored),
        "bold(panel: in sync)",
        *("bold(due: in sync)", "  changed but not deployed"),
        *("bold(odd: not readable)", "  it is not UTF-8"),
        *(
            "bold(routes, if these files were on the server)",
            "  Host(`a.test`) on web changes owner: shop → blog and cms",
        ),
        *AROUND,
    ]
    assert "green(+++ here)" not in list(diff_lines(comparison(), paint))


def test_what_differs_is_a_reason_to_fail_and_nothing_else_is() -> None:
    nothing = Comparison((Difference("a", "1", State.IN_SYNC), Difference("b", "2", State.NO_FILE)), (), {}, ())
    assert not nothing.differs
    assert not nothing._replace(routes=(ROUTE,), unseen=True).differs
    for more in (
        {"refused": {"a": "b"}},
        {"orphans": ("a",)},
        {"traefik": (("", finding("m", ("*",))),)},
        {"shared": (SharedState("a", "b"),)},
    ):
        assert nothing._replace(**more).differs
    assert not nothing._replace(shared=(SharedState("a", "b", differs=False),)).differs
    for one in comparison().differences:
        assert one.differs == (one.app not in ("a", "none", "printed")), one.app


FIELDS = """\
- ~ `http.routers.a`
  - ``~ rule: Host(`a.test`) → Host(`x.test`)``
- - `http.routers.b`
- + `http.routers.c`
  - ``+ rule: Host(`c.test`)``
"""
COMPLAINTS = """\
- ❌ panel: the panel says \\`a.test\\`
- ❌ Traefik refuses every file of the remote server \\`box\\` as it is now: b.yml:2: broken
- ❌ Traefik refuses every file as it is now: b.yml:2: broken too
- ❌ shared/a.yml: changed here (push it)
- ❌ no plain file name
- ❌ \\`lost.yml\\` belongs to no application that the key's user sees, so it is neither compared nor pushed
- ❌ \\`compose/lost/compose.yml\\` belongs to no compose application that the key's user sees, so it is neither \
compared nor pushed
- ❌ the key's user sees no application; members see only their own
"""
STATUS = f"""\
| application | state | |
| --- | --- | --- |
| `here` | changed here | here +1 \\~1 -1 |
| `there` | changed on the server | server +1 \\~1 -1; somebody edited the file |
| `both` | changed on both sides | here +1 \\~1 -1, server +1 \\~1 -1; a note |
| `new` | no file on the server |  |
| `panel` | in sync |  |
| `due` | in sync | changed but not deployed |
| `odd` | not readable | it is not UTF-8 |
{COMPLAINTS}
{AROUND[-1]}
"""
DIFF = f"""\
{AROUND[-1]}

<details><summary>here: changed here</summary>

**Here**

{FIELDS}
```diff
--- server
+++ here
@@ -1 +1 @@
-old
+new
 same
```

</details>

<details><summary>there: changed on the server</summary>

**Server**: somebody edited the file

{FIELDS}

</details>

<details><summary>both: changed on both sides</summary>

a note

**Here**

{FIELDS}
**Server**

{FIELDS}

</details>

<details><summary>new: no file on the server</summary>

**Here**

{FIELDS}

</details>

<details><summary>panel: in sync</summary>


</details>

<details><summary>due: in sync</summary>


</details>

<details><summary>odd: not readable</summary>

it is not UTF-8


</details>

**Routes, if these files were on the server**

- Host(\\`a.test\\`) on web changes owner: shop → blog and cms
{COMPLAINTS}"""
PLAN = f"""\
### traefiklint: https:\\//panel.test

plan HASH: 1 file to write (1 added, 1 changed, 1 removed), 0 in sync
- ❌ `b.yml:2:3` all of it (`a-rule`)
- ⚠️ needs `--force`: as a whole
- ❌ `shop` its own

<details><summary>shop: change (+1 ~1 -1)</summary>

{FIELDS}- ⚠️ the panel

```diff
--- server/shop.yml
+++ here/shop.yml
@@ -1 +1 @@
-{OLD.rstrip()}
+{NEW.rstrip()}
```

</details>

**Routes**

- ``Host(`a.test`) on web`` changes owner: shop → blog and cms

| application | result | |
| --- | --- | --- |
| `shop` | failed | why |

> by the way
"""


def test_the_same_as_markdown() -> None:
    assert status_markdown(comparison()) == STATUS
    assert diff_markdown(comparison()) == DIFF
    assert status_markdown(Comparison((), (), {}, ())) == "no applications\n"
    whole = plan(
        step(Action.CHANGE, CHANGES, warnings=("the panel",)),
        routes=(ROUTE,),
        findings=(finding("all of it", ("*",)),),
        objections=(Objection("", "as a whole", True, "look at it"), Objection("shop", "its own")),
        notes=("by the way",),
    )
    assert plan_markdown(whole, [Done("shop", PushOutcome.FAILED, "why")]).replace(whole.hash, "HASH") == PLAN


def test_no_text_ends_the_block_that_it_stands_in() -> None:
    assert list(block("a\n", "diff")) == ["```diff", "a", "```"]
    assert list(block("a ``` b\n````\n")) == ["`````", "a ``` b\n````", "`````"]
