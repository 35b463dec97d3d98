"""Plugins, and what is not yet settled.

Source: Traefik's own list of options, asked of every version (`tests/model/static_fields.json`).
"""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.model.base import Named, Section
from traefiklint.model.fields import flag, mapping, removed, struct, text, texts


class PluginSettings(Section):
    """What a plugin may do."""

    envs: tuple[str, ...] = texts(says="The environment variables that it may read.")
    mounts: tuple[str, ...] = texts(says="The folders that it may use.")
    use_unsafe: bool = flag(since="3.5", says="Whether it may use Go's packages `unsafe` and `syscall`.")


class LocalPlugin(Named):
    """A plugin from the folder `plugins-local`."""

    module_name: str = text(says="The Go module of the plugin.")
    settings: PluginSettings | None = struct(PluginSettings, "plugins.Settings", since="3.2")


class Plugin(Named):
    """A plugin that Traefik fetches when it starts."""

    module_name: str = text(says="The Go module of the plugin, as in `github.com/owner/name`.")
    version: str = text(says="The version, as in `v1.2.3`.")
    hash: str = text(since="3.5.3", says="The checksum that the archive must have.")
    settings: PluginSettings | None = struct(PluginSettings, "plugins.Settings", since="3.2")


class FastProxy(Section):
    """A faster way to talk to servers."""

    debug: bool = flag(says="Whether responses say that it was used.")


class Experimental(Section):
    """Plugins, and what is not yet settled."""

    plugins: Mapping[str, Plugin] = mapping(Plugin, "map[string]plugins.Descriptor", says="Plugins by name.")
    local_plugins: Mapping[str, LocalPlugin] = mapping(
        LocalPlugin, "map[string]plugins.LocalDescriptor", says="Plugins from the folder `plugins-local`, by name."
    )
    abort_on_plugin_failure: bool = flag(
        since="3.3", says="Whether Traefik does not start where a plugin cannot be loaded."
    )
    fast_proxy: FastProxy | None = struct(FastProxy, since="3.2", may_be_empty=True)
    otlp_logs: bool = flag(key="otlplogs", since="3.3", says="Whether logs may be sent by OTLP.")
    knative: bool = flag(since="3.6", says="Whether the Knative provider may be used.")
    kubernetes_gateway: bool = flag(
        deprecated=True, says="Does nothing since Traefik 3.1: the Gateway provider needs no permission any more."
    )
    kubernetes_ingress_nginx: bool = flag(
        key="kubernetesIngressNGINX",
        since="3.5",
        deprecated=True,
        says="Does nothing since Traefik 3.6.2: the provider needs no permission any more.",
    )
    http3: None = removed(says="Delete it, and give the entry point `http3`.")
