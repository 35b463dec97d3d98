"""The labels of a compose file as one dynamic configuration, of one provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from traefiklint.roundtrip.config import Config
    from traefiklint.roundtrip.models import Configuration, Http, Tcp, Tls, Udp


class LabelView:
    """What the labels say that one provider reads, over all services of a file.

    An object is there once, also where several containers have it; a change of it is made in all of them. What labels
    cannot say (TLS options, servers transports, weighted services, several servers) raises an error when the text is
    asked for.
    """

    def __init__(self, config: Config, provider: str) -> None:
        self._config = config
        self.provider = provider
        """`docker` or `swarm`."""

    @property
    def configuration(self) -> Configuration:
        """All of it."""
        return cast("Configuration", self._config.view(self.provider))

    @property
    def http(self) -> Http:
        """HTTP routers, services and middlewares."""
        return self.configuration.http

    @property
    def tcp(self) -> Tcp:
        """TCP routers, services and middlewares."""
        return self.configuration.tcp

    @property
    def udp(self) -> Udp:
        """UDP routers and services."""
        return self.configuration.udp

    @property
    def tls(self) -> Tls:
        """The default TLS store."""
        return self.configuration.tls

    def on(self, service: str) -> LabelView:
        """The same, where the objects that are made from now on go to the labels of this compose service.

        Without it they go to the service of the objects that they refer to or that refer to them, else to the only
        one that has labels for Traefik; where there are several, that is an error.

        Raises:
            CannotChangeError: what was made before cannot be written.
        """
        self._config.place_on(service)
        return self
