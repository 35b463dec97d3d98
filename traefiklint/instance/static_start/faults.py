"""What keeps Traefik from starting although it can read its static configuration: one class for each reason.

A fault holds the facts, in Traefik's words where it has some. The words for users and the fix belong to the rule about
it (`traefiklint.checks.static`).
"""

from __future__ import annotations

from traefiklint.model.base import Place, Section


class StartFault:
    """Base of all of them.

    Attributes:
        section: the section that is to blame.
        attribute: the option of it; empty where it is the section itself.
        index: which item of the option's list; None where it is all of it.
        error: Traefik's own words, without what stands before them; empty where they are not certain.
    """

    def __init__(self, section: Section, attribute: str = "", index: int | None = None, error: str = "") -> None:
        self.section = section
        self.attribute = attribute
        self.index = index
        self.error = error

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.section.at(self.attribute, self.index)

    @property
    def key(self) -> str:
        """The option as Traefik's documentation spells it."""
        return self.section.fields[self.attribute].key

    @property
    def value(self) -> str:
        """The text of the option, or of the item."""
        value = getattr(self.section, self.attribute)
        return str(value if self.index is None else value[self.index])


class BadAddress(StartFault):
    """An entry point's address that nobody can listen on."""


class TakenPort(StartFault):
    """An entry point whose port another one has taken; `section` is the one that is written, or the later of two.

    Attributes:
        other: the entry point that holds it; None for `traefik`, which Traefik adds on port 8080.
        needed_by: what makes Traefik add that one.
        quic: whether it is the UDP port of HTTP/3.
    """

    def __init__(
        self, section: Section, other: Section | None, *, needed_by: Section | None = None, quic: bool = False
    ) -> None:
        super().__init__(section, "address", None, "bind: address already in use")
        self.other = other
        self.needed_by = needed_by
        self.quic = quic


class NamelessEntryPoint(StartFault):
    """An entry point with an empty name, of which Traefik dies."""


class BadTrustedAddress(StartFault):
    """An item of `trustedIPs` that is neither an address nor a network."""


class NobodyTrusted(StartFault):
    """`proxyProtocol` that trusts nobody."""


class NumberTooSmall(StartFault):
    """A number or duration below what Traefik takes; `least` is the smallest that it does, in words."""

    def __init__(self, section: Section, attribute: str, least: str, error: str, *, crash: bool = False) -> None:
        super().__init__(section, attribute, None, error)
        self.least = least
        self.crash = crash


class UnknownWord(StartFault):
    """An option that takes some words only, with another one; `known` are those."""

    def __init__(
        self, section: Section, attribute: str, known: tuple[str, ...], error: str, index: int | None = None
    ) -> None:
        super().__init__(section, attribute, index, error)
        self.known = known


class NoStorage(StartFault):
    """A resolver whose `storage` is empty."""


class TwoAuthorities(StartFault):
    """A resolver with both `acme` and `tailscale`."""


class NotPermitted(StartFault):
    """Something that needs a switch in `experimental`, whose attribute is `switch`."""

    def __init__(self, section: Section, switch: str, error: str) -> None:
        super().__init__(section, error=error)
        self.switch = switch


class Exclusive(StartFault):
    """Two options of a section that exclude each other; `attribute` is the one, `other` the other."""

    def __init__(self, section: Section, attribute: str, other: str, error: str) -> None:
        super().__init__(section, attribute, None, error)
        self.other = other


class BadBasePath(StartFault):
    """An `api.basePath` that is no path."""


class EmptyOverride(StartFault):
    """An OCSP responder that is overridden with nothing; `name` is its URL."""

    def __init__(self, section: Section, name: str, error: str) -> None:
        super().__init__(section, "responder_overrides", None, error)
        self.name = name


class BadAgentAddress(StartFault):
    """An address of a SPIFFE agent that cannot be one."""


class BadLogEndpoint(StartFault):
    """A collector to which Traefik's own log cannot be sent."""


class UnorderedBounds(StartFault):
    """Bounds of a histogram that do not rise."""


class NoCollector(StartFault):
    """`tracing` without `otlp`, of which Traefik died until 3.1.3."""


class UnknownProviderPlugin(StartFault):
    """A provider that is a plugin which nobody declares; `name` is its name."""

    def __init__(self, section: Section, name: str) -> None:
        super().__init__(section, "plugin", None, f"plugin: failed to build provider: unknown plugin type: {name}")
        self.name = name


class FatalPlugin(StartFault):
    """A plugin that cannot be loaded, where `abortOnPluginFailure` makes that fatal; `reason` says why."""

    def __init__(self, section: Section, attribute: str, reason: str) -> None:
        super().__init__(section, attribute, None, "plugin: failed to create plugin builder")
        self.reason = reason
