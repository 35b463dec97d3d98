"""Whether Traefik would refuse or disable something because of a change that it did not refuse or disable before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from traefiklint.errors import TraefiklintError
from traefiklint.files import Wanted, gather
from traefiklint.findings import Effect, Finding
from traefiklint.fixing.state import place_of
from traefiklint.options import Options

_FATAL = (Effect.REJECTED, Effect.DISABLED)


class RefusedError(TraefiklintError):
    """A change would make Traefik refuse or disable something; nothing was written."""

    exit_status = 1

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        first = self.findings[0]
        more = f" (and {len(self.findings) - 1} more)" if len(self.findings) > 1 else ""
        super().__init__(
            f"{first.file}:{first.line}: {first.message} [{first.rule}]{more}",
            "nothing was written; change it, or write it anyway with `force`",
        )
        self.details = tuple(f"{one.file}:{one.line}: {one.message} [{one.rule}]" for one in self.findings[1:])


def neighbours(path: str, directories: Iterable[str] = ()) -> Mapping[str, bytes]:
    """The texts of the provider directory that a file belongs to, itself among them.

    Raises:
        OSError: one of them cannot be read.
    """
    found: dict[str, bytes] = {}
    for space in gather(Wanted([path], list(directories))):
        found.update(space.texts)
    return found


def newly_wrong(before: Mapping[str, bytes], changed: Mapping[str, bytes], options: Options) -> list[Finding]:
    """What Traefik would refuse or disable after a change, and did not before.

    Args:
        before: the texts of one provider directory.
        changed: those of them that become others.
    """
    from traefiklint.engine import lint_texts

    bare = options._replace(
        select=frozenset(), ignore=frozenset(), per_file_ignores=(), severities={}, only_fatal=True, suppressions=False
    )
    earlier = Counter(map(place_of, _fatal(lint_texts(before, bare).findings)))
    later = _fatal(lint_texts({**before, **changed}, bare).findings)
    new = Counter(map(place_of, later)) - earlier
    return [finding for finding in later if place_of(finding) in new]


def _fatal(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.effect in _FATAL]
