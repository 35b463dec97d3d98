"""What a run looked at, in words: the lines at the end of a report, and the list that `--show-files` prints."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.coverage import Coverage, Covered, Passed
from traefiklint.text.printable import printable
from traefiklint.text.spelling import counted

_NO_STATIC = "not checked: entry points, certificate resolvers and plugins"
MOST = 5
"""How many Traefiks, and how many files that were left alone, are named."""


def lines(coverage: Coverage) -> Iterator[str]:
    """What was read as what, what was assumed, and what was not looked at."""
    for one in coverage.traefiks[:MOST]:
        yield f"read: {_traefik(one)}"
    if len(coverage.traefiks) > MOST:
        yield f"read: {counted(len(coverage.traefiks) - MOST, 'more Traefik')} (`--show-files` lists them)"
    rivals = next((one.rivals for one in coverage.traefiks if one.rivals), ())
    if rivals:
        either = " or ".join(map(printable, [*dict.fromkeys(rivals)][:MOST]))
        yield f"{_NO_STATIC}, which {either} tells (`--static FILE` says which)"
    elif coverage.traefiks and not any(one.static or one.profile == "dokploy" for one in coverage.traefiks):
        yield f"{_NO_STATIC}, which a static configuration would tell (`--static FILE`)"
    if coverage.passed:
        yield f"not checked: {_passed(coverage.passed)}"
    yield from coverage.notes


def listed(coverage: Coverage) -> Iterator[str]:
    """All that was found, and why it belongs together."""
    for one in coverage.traefiks:
        yield printable(one.name)
        if one.static:
            why = dict(one.assumed).get("static", "")
            yield f"  static configuration  {printable(one.static)}" + (f"  ({printable(why)})" if why else "")
        for place in one.places:
            yield f"  files                 {printable(place)}"
        for place in one.compose:
            yield f"  {'containers' if place in one.bare else 'labels    '}            {printable(place)}"
        for what, why in one.assumed:
            value = {"target": one.target, "profile": one.profile}.get(what)
            if value:
                yield f"  {what.ljust(21)} {value}  ({printable(why)})"
    if coverage.passed:
        yield "not checked"
        for passed in coverage.passed:
            yield f"  {printable(passed.file)}  {passed.called}"


def _traefik(one: Covered) -> str:
    places = [printable(place) for place in one.places[:MOST]]
    more = [f"{len(one.places) - MOST} more"] if len(one.places) > MOST else []
    what = ", ".join([*places, *more])
    parts = (
        [f"{what} ({counted(one.files, 'file')})" if what and one.places != ("stdin.yml",) else what] if what else []
    )
    labelled = [name for name in one.compose if name not in one.bare]
    others = [name for name in one.compose if name in one.bare and name != one.static]
    for what, names in (("labels", labelled), ("containers without labels", others)):
        if names:
            shown = ", ".join(map(printable, names[:MOST]))
            more_ = f" and {len(names) - MOST} more" if len(names) > MOST else ""
            parts.append(f"{what} in {shown}{more_}")
    if not parts:
        parts = [f"static configuration {printable(one.static)}"] if one.static else ["nothing"]
        one = one._replace(static="")
    if one.static:
        parts.append(f"with {printable(one.static)}")
    assumed = _assumed(one)
    if assumed:
        parts.append("assuming " + " and ".join(assumed))
    return ", ".join(parts)


def _passed(passed: tuple[Passed, ...]) -> str:
    notable = [one for one in passed if one.notable]
    named = [f"{printable(one.file)} ({one.called})" for one in notable[:MOST]]
    others = len(passed) - len(named)
    if others:
        word = "more file" if named else "file"
        of_others = " of other programs" if len(notable) <= MOST else ""
        named.append(f"{counted(others, word)}{of_others}")
    return ", ".join(named)


def _assumed(one: Covered) -> list[str]:
    why_target = dict(one.assumed).get("target", "")
    unlike = f", though {why_target}" if why_target.endswith(" not known here") else ""
    assumed = [f"Traefik {one.target}{unlike}"] if why_target else []
    if not one.static and one.profile == "dokploy":
        why = dict(one.assumed).get("profile", "")
        assumed.append("the static configuration of a Dokploy server" + (f", because {printable(why)}" if why else ""))
    return assumed


def assumptions(coverage: Coverage) -> str:
    """What an answer about routes rests on that nobody gave, in words that follow “this assumes”; empty for nothing."""
    said: list[str] = []
    for one in coverage.traefiks:
        if one.static and "static" in dict(one.assumed):
            said.append(f"the static configuration {printable(one.static)}")
        elif not one.static and one.profile != "dokploy":
            said.append("that the entry points which the files name exist (`--static FILE` tells)")
        said += [words for words in _assumed(one) if not words.startswith("Traefik ")]
    return " and ".join(said)
