"""What a run of the linter is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from traefiklint.records import NamedTuple
from traefiklint.versions import NEWEST, Version, read_version

if TYPE_CHECKING:
    from traefiklint.docker.host import HostFacts
    from traefiklint.findings import Severity
    from traefiklint.reading import Look

PROFILES = ("dokploy", "none")
"""What can stand in for a static configuration."""
AUTO = "auto"
"""That `dokploy` stands in where the files show that they are a Dokploy server's, else nothing does."""


class Options(NamedTuple):
    """How to lint one provider directory. Rules are named by their id or by their category."""

    profile: str = "dokploy"
    """What stands in for a static configuration: `dokploy`, `none`, or `auto`, which takes what the files show."""
    target: str = NEWEST.name
    """The Traefik version that the files are for, in a spelling that `versions.read_version` knows."""
    static: str | None = None
    """The text of the static configuration, or of a compose file whose Traefik has flags or variables; the profile
    stands in where it is None."""
    static_file: str = "traefik.yml"
    """The name of the static configuration, for findings in it; its ending says how to read it."""
    candidates: tuple[tuple[str, str], ...] = ()
    """Where there is no static configuration, the names and texts of those that may be it: what they agree on holds.
    Where there is one, those of Traefiks that read the same labels when the files are run otherwise."""
    sharing: tuple[tuple[str, str], ...] = ()
    """The names and texts of the static configurations of other Traefiks that read the same files."""
    strict: bool = False
    """Whether to look for what is only untidy, too."""
    select: frozenset[str] = frozenset()
    """The only rules to report; all where it is empty."""
    ignore: frozenset[str] = frozenset()
    """Rules not to report."""
    severities: Mapping[str, Severity] = {}
    """Severities by rule id, where they are not the rule's own."""
    per_file_ignores: tuple[tuple[str, frozenset[str]], ...] = ()
    """Rules not to report in the files that a glob pattern matches."""
    known: Mapping[str, frozenset[str]] = {}
    """Objects that other providers define, as in `{"middlewares": {"auth@docker"}}`."""
    host: HostFacts | None = None
    """What is known of the host that compose files run on; None where nothing is."""
    suppressions: bool = True
    """Whether comments may suppress findings."""
    own: Any = None
    """A team's own rules: a `Book` of `traefiklint.checks.registry`; None where there are none."""
    upgrade_from: str = ""
    """The Traefik version that runs the files now, where it is asked what `target` changes for them; else empty."""
    look: Look | None = None
    """Looks at what the static configuration leads to; None where nothing but texts counts."""
    without_values: bool = False
    """Whether to tell, too, what is so only where variables have no value, as here: what a Traefik does that is given
    the files as they are."""
    is_declared: bool = False
    """Whether somebody wrote down that a Traefik reads these files, whatever they are called."""
    only_fatal: bool = False
    """Whether to look only for what makes Traefik refuse files or disable objects."""
    target_known: bool = True
    """Whether somebody said for which version the files are; else older ones are thought of, too."""
    runs_older: str = ""
    """The version that runs the files, as in `2.11`, where it is older than all that are known, or `versions.UNKNOWN`
    where it may be: what is said about the target may not hold for it."""
    is_found: bool = False
    """Whether nobody named the files, so that they may be for somebody who fills them in first."""
    replaced: frozenset[str] = frozenset()
    """Words for which scripts put something else before Traefik reads the files; with a `=` at the end, keys behind
    which they put something."""
    static_elsewhere: bool = False
    """Whether the Traefik that compose files run starts with a file that is not here, whatever flags it has."""
    unclaimed: bool = False
    """Whether nobody says which Traefik reads the files: there may be more of them elsewhere, or it reads only one."""
    reads_none: bool = False
    """Whether the static configuration beside the files reads none of them, as far as can be told."""
    reads_whole: bool = False
    """Whether one of several static configurations is the one, each of which has the directory read whole."""
    runs_whole: bool = False
    """Whether a compose file here mounts such a one, so that a Traefik surely reads all of it."""
    is_copied: bool = False
    """Whether a script brings the files to where others are that are not here, so that these may define names."""
    put_in: frozenset[str] = frozenset()
    """Files that volumes put into the provider directory one by one, from elsewhere."""
    provided: frozenset[str] = frozenset()
    """Files that a file provider reads, though they look like static configurations."""
    constraints: frozenset[str] = frozenset()
    """By which labels the Traefiks of the folder choose containers, as written."""
    own_hosts: frozenset[str] = frozenset()
    """Names that lead to the machine of whoever works on the files, as these say; `*.` stands for all below a name."""
    home_variables: frozenset[str] = frozenset()
    """Variables that are for addresses in a network at home, as a file says that shows how to set them."""
    by_tunnel: bool = False
    """Whether a file here says that a program brings requests in from a server on the internet, where TLS ends."""
    is_lesson: bool = False
    """Whether the read-me of the folder says that it is there to learn with."""
    names_version: bool = True
    """Whether any file of a folder that was searched names an image of Traefik; else an older one may run them, and
    what is new in the target is nobody's mistake yet."""

    @property
    def version(self) -> Version:
        """The version by whose rules the files are judged: the target, or the newest known one where that is newer.

        Raises:
            UsageError: the target is not a version of Traefik 3.
        """
        return read_version(self.target).judged

    @property
    def runs_traefik_1(self) -> bool:
        """Whether a Traefik 1 runs the files."""
        return self.runs_older.partition(".")[0] == "1"

    @property
    def asks_for_all(self) -> bool:
        """Whether somebody wants to hear of what is left out by default."""
        return self.strict or bool(self.select)

    @property
    def variables(self) -> Mapping[str, str]:
        """Variables that have a value where compose files are started."""
        return self.host.variables if self.host is not None else {}
