"""Of many files that are alike a few are linted for all: what is told is the same as if all were."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping

import pytest

from benchmarks import data
from traefiklint import alike, linting
from traefiklint.discovery.projects import Projects
from traefiklint.files import Namespace
from traefiklint.findings import Finding
from traefiklint.linting import lint_all
from traefiklint.options import Options

pytestmark = pytest.mark.slow

COUNT = 12
AUTO = Options(profile="auto")
STATIC = Options(
    static="entryPoints: {web: {address: ':80'}, websecure: {address: ':443'}}\n"
    "certificatesResolvers: {letsencrypt: {acme: {storage: /acme.json, tlsChallenge: {}}}}\n"
)
WIDE = "http:\n  routers:\n    all:\n      rule: PathPrefix(`/`)\n      priority: 5000\n      service: all\n"
OTHER = data.APP.replace("redirect-to-https", "auth")
LONG = data.APP.replace("{name}.example.com", "{name}.example.com`) || Host(`{name}.example.org")


def fleet() -> dict[str, bytes]:
    """A server's directory: many applications, alike, and the middleware that all of them use."""
    texts = {f"app-{number:02}.yml": data.APP.format(name=f"app-{number:02}") for number in range(COUNT)}
    texts |= {f"shop{number}.yml": LONG.format(name=f"shop{number}") for number in range(3)}
    return {name: text.encode() for name, text in {**texts, "middlewares.yml": data.MIDDLEWARES}.items()}


Told = tuple[tuple[Finding, ...], tuple[Finding, ...]]


def told(texts: Mapping[str, bytes], named: set[str], options: Options, before: Mapping[str, bytes] | None) -> Told:
    there = frozenset(named & texts.keys())
    namespace = Namespace(dict(texts), there, folder="/srv/dynamic", known=True, named=frozenset(named))
    linted = lint_all([(namespace, options)], options, (lambda _: before) if before is not None else None)
    return linted.report.findings, linted.aside


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dozen files are many here."""
    monkeypatch.setattr(alike, "FEWEST", COUNT)


@pytest.fixture
def linted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files each run of the rules was about."""
    counts: list[int] = []
    real = linting.lint_texts

    def counted(texts: Mapping[str, bytes], *rest: object, **more: object) -> object:
        counts.append(len(texts))
        return real(texts, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(linting, "lint_texts", counted)
    return counts


@pytest.fixture
def equal(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Asserts that a run tells what it tells without the short way."""

    def compare(texts: Mapping[str, bytes], named: set[str], options: Options = AUTO) -> None:
        for before in (None, fleet()):
            short = told(texts, named, options, before)
            with monkeypatch.context() as patched:
                patched.setattr(alike, "FEWEST", 10**9)
                assert short == told(texts, named, options, before)

    return compare


@pytest.mark.parametrize("options", [AUTO, STATIC, Options(profile="none")])
def test_a_good_change_takes_a_few_files(linted: list[int], options: Options) -> None:
    assert told(fleet(), {"app-07.yml", "app-11.yml"}, options, fleet()) == ((), ())
    assert linted == [5]  # both, another of their kind, one of the other kind, and the middleware


def put(name: str, text: str) -> Callable[[dict[str, bytes]], None]:
    return lambda texts: texts.update({name: text.encode()})


def gone(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda texts: texts.pop(name) and None


def swapped(name: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    return lambda texts: texts.update({name: texts[name].replace(old.encode(), new.encode())})


CHANGES: dict[str, tuple[str, Callable[[dict[str, bytes]], None]]] = {
    "a middleware that all need gets another name": (
        "middlewares.yml",
        swapped("middlewares.yml", "redirect-to-https:", "redirect:"),
    ),
    "the file of the middleware goes": ("middlewares.yml", gone("middlewares.yml")),
    "the middleware breaks": ("middlewares.yml", swapped("middlewares.yml", "permanent: true", "permanent: perhaps")),
    "a host that a neighbour has": ("app-07.yml", swapped("app-07.yml", "app-07.example", "app-10.example")),
    "a host of a neighbour in capitals": ("app-07.yml", swapped("app-07.yml", "app-07.example", "APP-40.example")),
    "a router that a neighbour has": ("app-07.yml", swapped("app-07.yml", "app-07-router-1", "app-10-router-1")),
    "a service that a neighbour has": ("app-07.yml", swapped("app-07.yml", "app-07-service-1", "app-10-service-1")),
    "a service of a neighbour": ("app-07.yml", swapped("app-07.yml", "service: app-07", "service: app-10")),
    "a router for everything": ("wide.yml", put("wide.yml", WIDE)),
    "a router for an expression": ("app-07.yml", swapped("app-07.yml", "Host(`app-07", "HostRegexp(`app-.7")),
    "a router that never answers, as a neighbour does": (
        "late.yml",
        put(
            "late.yml",
            data.APP.format(name="late").replace(
                "Host(`late.example.com`)\n", "HostRegexp(`^app-10\\.example\\.com$`)\n      priority: 1\n", 1
            ),
        ),
    ),
    "a copy of a neighbour": ("copy.yml", put("copy.yml", data.APP.format(name="app-10"))),
    "a name that is written with an escape": (
        "new.yml",
        put("new.yml", data.APP.format(name="app-99").replace("app-99-service-1:", '"app-1\\x30-service-1":')),
    ),
    "a name that a template makes": (
        "new.yml",
        put("new.yml", data.APP.format(name="app-99").replace("app-99-service-1", 'app-{{ "10" }}-service-1')),
    ),
    "a broken file": ("app-07.yml", put("app-07.yml", "http: [\n")),
    "a neighbour that is broken": ("app-07.yml", put("app-10.yml", "http: [\n")),
    "a neighbour that needs what nobody has": ("app-07.yml", put("app-10.yml", OTHER.format(name="app-10"))),
    "an application of which nobody else has the kind": ("new.yml", put("new.yml", OTHER.format(name="new"))),
    "a neighbour in a folder": ("app-07.yml", put("deep/app-99.yml", data.APP.format(name="app-99"))),
    "a static configuration among them": (
        "app-07.yml",
        put("traefik.yml", "entryPoints:\n    web: {address: ':80'}\n"),
    ),
    "an entry point that is not there": ("app-07.yml", swapped("app-07.yml", "- web\n", "- wev\n")),
    "a file goes on which nobody depends": ("app-07.yml", gone("app-07.yml")),
    "a file goes on which one depends": (
        "app-07.yml",
        lambda texts: (swapped("app-09.yml", "service: app-09", "service: app-07")(texts), gone("app-07.yml")(texts))[
            1
        ],
    ),
}


@pytest.mark.parametrize("options", [AUTO, STATIC], ids=["auto", "static"])
@pytest.mark.parametrize("change", CHANGES)
def test_what_is_told_is_the_same(change: str, options: Options, equal: Callable[..., None]) -> None:
    named, make = CHANGES[change]
    texts = fleet()
    make(texts)
    equal(texts, {named}, options)


def mutations(seed: int) -> Iterator[dict[str, bytes]]:
    """Directories in which characters, words and lines moved from file to file."""
    chance = random.Random(seed)
    for _ in range(12):
        texts = fleet()
        for name in chance.sample(sorted(texts), 3):
            lines = texts[name].split(b"\n")
            other = chance.choice(texts[chance.choice(sorted(texts))].split(b"\n"))
            at = chance.randrange(len(lines))
            lines[at : at + chance.choice((0, 1))] = [other]
            texts[name] = b"\n".join(lines)
        yield texts


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_what_is_told_of_moved_lines_is_the_same(seed: int, equal: Callable[..., None]) -> None:
    old = fleet()
    for number, texts in enumerate(mutations(seed)):
        changed = [name for name, text in texts.items() if text != old[name]] or ["app-07.yml"]
        equal(texts, {changed[number % len(changed)]})


def few(texts: Mapping[str, bytes], named: set[str], options: Options = AUTO) -> Mapping[str, bytes] | None:
    """What is linted in place of all."""
    there = frozenset(named & texts.keys())
    return alike.instead_of_all(Namespace(dict(texts), there, folder="/srv/dynamic", named=frozenset(named)), options)


def test_a_named_file_with_a_rule_for_many_hosts_is_linted_with_all() -> None:
    assert few({**fleet(), "wide.yml": WIDE.encode()}, {"app-07.yml"}) is not None
    assert few({**fleet(), "wide.yml": WIDE.encode()}, {"wide.yml"}) is None


def test_a_file_of_a_folder_stands_for_none_of_another_folder() -> None:
    deep = {f"deep/app-{number}.yml": data.APP.format(name=f"app-{number}").encode() for number in (98, 99)}
    taken = few({**fleet(), **deep}, {"app-07.yml"})
    assert taken is not None
    assert len(taken.keys() & deep.keys()) == 1


@pytest.mark.parametrize("word", ["app-10.example.com", "APP-10.Example.COM", "app-10-service-1", "App-10-Router-1"])
def test_a_neighbour_whose_names_stand_elsewhere_is_linted_whatever_their_letters(word: str) -> None:
    texts = fleet()
    assert "app-10.yml" not in (few(texts, {"app-07.yml"}) or texts)
    named = {**texts, "app-07.yml": texts["app-07.yml"] + f"# {word}\n".encode()}
    assert "app-10.yml" in (few(named, {"app-07.yml"}) or ())
    mine = STATIC._replace(static=f"{STATIC.static}# {word}\n")
    assert "app-10.yml" in (few(texts, {"app-07.yml"}, mine) or ()), "in the static configuration too"


@pytest.mark.parametrize(
    "options",
    [
        AUTO._replace(strict=True),
        AUTO._replace(select=frozenset({"style"})),
        AUTO._replace(per_file_ignores=(("app-1*.yml", frozenset({"style"})),)),
    ],
    ids=["strict", "select", "per-file-ignores"],
)
def test_whoever_asks_for_more_than_the_usual_has_all_linted(options: Options) -> None:
    assert few(fleet(), {"app-07.yml"}) is not None
    assert few(fleet(), {"app-07.yml"}, options) is None


def test_labels_beside_the_files_may_need_any_of_them() -> None:
    texts = fleet()
    namespace = Namespace(dict(texts), frozenset({"app-07.yml"}), named=frozenset({"app-07.yml"}))
    assert alike.instead_of_all(namespace, AUTO) is not None
    assert alike.instead_of_all(namespace._replace(projects=Projects((), {}.get)), AUTO) is None
    assert alike.instead_of_all(namespace._replace(context=frozenset({"middlewares.yml"})), AUTO) is None
