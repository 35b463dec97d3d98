"""`make bench`: whole processes on one machine in one run, as ratios to what people would use instead.

Prints a Markdown table. `--quick` measures a few cases with few runs and fails only on gross regressions of ratios,
never on absolute times, so that a slow or busy machine does not fail it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks import data, measure, policies, rivals
from benchmarks.measure import Measured

BIN = Path(sys.executable).parent
LINT = str(BIN / "traefiklint")


_GROSS = 3.0
"""How many times a goal must be missed before the quick form fails: what noise never does, and a mistake easily."""


class Row(NamedTuple):
    """One line of the table: what ran, what it took, and what it is compared with."""

    name: str
    measured: Measured
    against: tuple[tuple[str, Measured, float | None], ...] = ()
    """Name, measurement and the goal for our time divided by theirs, if there is a goal."""

    def misses(self, slack: float) -> list[str]:
        """The goals that are missed by more than `slack` (1.0 is the goal itself)."""
        return [
            f"{self.name}: {self.measured.seconds / other.seconds:.2f} × {name}, the goal is {goal}"
            for name, other, goal in self.against
            if goal and self.measured.seconds > goal * slack * other.seconds
        ]


class Bench:
    """The cases; each makes its data below `home` and yields rows."""

    def __init__(self, home: Path, runs: int, *, quick: bool = False) -> None:
        self.home = home
        self.quick = quick
        self.runs = runs
        self.schema = rivals.write_schema(home / "schema.json", LINT)

    def lint(self, *arguments: str | Path, runs: int | None = None, stdin: Path | None = None) -> Measured:
        """`traefiklint` with these arguments, as a whole process."""
        return measure.command([LINT, *map(str, arguments)], runs=runs or self.runs, stdin=stdin)

    def start_up(self) -> Iterator[Row]:
        """What a user waits for before anything happens."""
        bare = measure.command([sys.executable, "-c", "pass"], runs=self.runs)
        yield Row("`--version`", self.lint("--version"), (("a bare interpreter", bare, 4.0),))
        yield Row("`--help`", self.lint("--help"), (("a bare interpreter", bare, None),))

    def one_file(self) -> Iterator[Row]:
        """A commit hook's usual case, and an editor's."""
        directory = data.apps(self.home / "one", 1)
        (directory / "middlewares.yml").rename(self.home / "one.unused")
        file = directory / "app-00000.yml"
        yamllint, schema = rivals.yamllint(file, self.runs), rivals.check_jsonschema([file], self.schema, self.runs)
        yield Row(
            "one file", self.lint("lint", file), (("yamllint", yamllint, 1.3), ("check-jsonschema", schema, 0.333))
        )
        yield Row("standard input", self.lint("lint", "-", stdin=file), (("yamllint", yamllint, None),))

    def many_files(self, count: int, runs: int) -> Iterator[Row]:
        """A whole server, every rule on."""
        directory = data.apps(self.home / f"apps-{count}", count)
        files = sorted(directory.iterdir())
        against = [
            ("yamllint", rivals.yamllint(directory, runs), 0.25),
            ("check-jsonschema", rivals.check_jsonschema(files, self.schema, runs), 0.4),
        ]
        if not self.quick and count <= 1_000:
            against.append(("Traefik's reload", rivals.traefik_reload(directory, runs), 0.4))
        yield Row(f"{count:,} files", self.lint("lint", "--strict", directory, runs=runs), tuple(against))

    def labels(self) -> Iterator[Row]:
        """Compose files: one, beside the dynamic file of the same objects, and a host's many."""
        one = data.projects(self.home / "project", 1, 1) / "project-00000" / "compose.yml"
        converted = self.home / "converted" / "app.yml"
        self.lint("convert", one, "--output", converted, runs=1)
        same = self.lint("lint", converted)
        ten = same._replace(seconds=same.seconds + 0.01)
        yield Row("one compose file", self.lint("lint", one), (("a dynamic file and 10 ms", ten, 1.0),))
        some = self.lint("lint", data.projects(self.home / "projects-20", 20), runs=3)
        tenfold = some._replace(seconds=some.seconds * 10)
        many = self.lint("lint", data.projects(self.home / "projects-200", 200), runs=3)
        yield Row("200 compose files, 1,000 services", many, (("ten times 20 files", tenfold, 1.0),))

    def hook(self) -> Iterator[Row]:
        """Two staged files among 1,000: the whole directory is linted, two files are reported on."""
        directory = data.apps(self.home / "hook", 1_000)
        two = self.lint("lint", directory / "app-00010.yml", directory / "app-00500.yml")
        yield Row("2 files among 1,000", two, (("all of them", self.lint("lint", directory), 0.6),))

    def scale(self, runs: int) -> Iterator[Row]:
        """Time per router must not grow with their number."""
        small = self.lint("lint", data.routers(self.home / "routers-1000", 1_000), runs=runs)
        large = self.lint("lint", data.routers(self.home / "routers-10000", 10_000), runs=runs)
        tenfold = small._replace(seconds=small.seconds * 10)
        yield Row("1,000 routers", small)
        yield Row("10,000 routers", large, (("ten times 1,000 routers", tenfold, 1.3),))
        url = "https://h9999.example.com/p9999"
        yield Row("`route`, 10,000 routers", self.lint("route", url, self.home / "routers-10000", runs=runs))

    def policies(self, runs: int) -> Iterator[Row]:
        """What own rules add; `python -m benchmarks.policies` holds it against the goal, in time of the processor."""
        plain, held = policies.measured(self.home / "policies", LINT, runs)
        yield Row("1,000 routers and 50 policies", held, (("without policies", plain, None),))

    def hard_files(self) -> Iterator[Row]:
        """Answers in seconds, never a hang."""
        yield Row(
            "one file of 5 MB", self.lint("lint", data.large_file(self.home / "large" / "a.yml", 5_000_000), runs=1)
        )
        yield Row(
            "100,000 lines of nonsense", self.lint("lint", data.nonsense(self.home / "odd" / "a.yml", 100_000), runs=3)
        )

    def fixing(self) -> Iterator[Row]:
        """A v2 rule in each of 1,000 files; every run begins with the broken files."""
        master = data.apps(self.home / "broken", 1_000, data.FIXABLE)
        work = self.home / "fixed"

        def restore() -> None:
            shutil.rmtree(work, ignore_errors=True)
            shutil.copytree(master, work)

        yield Row("`fix` on 1,000 files", measure.command([LINT, "fix", str(work)], runs=2, prepare=restore))

    def pull(self) -> Iterator[Row]:
        """500 applications and 100 stacks of a server on loopback that takes 30 ms to answer."""
        with rivals.dokploy(500, 100, latency=0.03) as (url, key):
            workspace = self.home / "workspace"

            def empty() -> None:
                shutil.rmtree(workspace, ignore_errors=True)
                workspace.mkdir()
                (workspace / "traefiklint.toml").write_text(f'[dokploy]\nurl = "{url}"\ndirectory = "apps"\n')

            config = str(workspace / "traefiklint.toml")
            arguments = [LINT, "--config", config, "pull"]
            yield Row(
                "`pull` of 500 applications and 100 stacks",
                measure.command(arguments, runs=2, prepare=empty, environment={"DOKPLOY_API_KEY": key}),
            )


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table: time, memory, and our time divided by each other tool's."""
    lines = ["| what | time | peak memory | beside others |", "|---|---|---|---|"]
    for row in rows:
        beside = ", ".join(
            f"{row.measured.seconds / other.seconds:.2f} × {name} ({other.seconds * 1000:.0f} ms"
            + (f"; goal {goal:.2g})" if goal else ")")
            for name, other, goal in row.against
        )
        took = f"{row.measured.seconds * 1000:.0f} ± {row.measured.spread * 1000:.0f} ms"
        lines.append(f"| {row.name} | {took} | {row.measured.megabytes:.0f} MB | {beside} |")
    return "\n".join(lines)


@contextmanager
def home() -> Iterator[Path]:
    """A directory for the data of this run, with no configuration file above it that could change what is linted."""
    path = Path(tempfile.mkdtemp(prefix="traefiklint-bench-"))
    before = Path.cwd()
    os.chdir(path)
    try:
        yield path
    finally:
        os.chdir(before)
        shutil.rmtree(path)


def main() -> int:
    """Measure, print the table, and say which goals are missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few cases, fails only on gross regressions")
    parser.add_argument("--runs", type=int, default=0, help="runs of each short case (15, or 5 with --quick)")
    options = parser.parse_args()
    runs = options.runs or (5 if options.quick else 15)
    with home() as path:
        bench = Bench(path, runs, quick=options.quick)
        cases: list[Callable[[], Iterator[Row]]] = [
            bench.start_up,
            bench.one_file,
            lambda: bench.many_files(1_000, 3 if options.quick else 5),
        ]
        if not options.quick:
            cases += [
                lambda: bench.many_files(10_000, 1),
                bench.labels,
                bench.hook,
                lambda: bench.scale(3),
                lambda: bench.policies(5),
                bench.hard_files,
                bench.fixing,
                bench.pull,
            ]
        rows: list[Row] = []
        for case in cases:
            for row in case():
                print(f"{row.name}: {row.measured.seconds * 1000:.0f} ms", file=sys.stderr, flush=True)
                rows.append(row)
    print(table(rows))
    if not options.quick:
        from benchmarks import editor

        print("", *editor.lines(), sep="\n- ")
    misses = [miss for row in rows for miss in row.misses(_GROSS if options.quick else 1.0)]
    for miss in misses:
        print(f"missed: {miss}", file=sys.stderr)
    return 1 if misses and options.quick else 0


if __name__ == "__main__":
    raise SystemExit(main())
