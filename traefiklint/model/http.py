"""HTTP routers and what belongs to them."""

from __future__ import annotations

from traefiklint.model.base import Named, Section
from traefiklint.model.fields import flag, integer, struct, structs, text, texts


class Domain(Section):
    """A name that a router asks a certificate for, with further names on the same certificate."""

    main: str = text(says="The main name of the certificate.")
    sans: tuple[str, ...] = texts(says="Further names on the same certificate.")


class RouterTls(Section):
    """That an HTTP router serves TLS connections, and with which options and certificates."""

    options: str = text(says="The TLS options, by their name; `default` where none is given.")
    resolved_options: str = text(since="3.7.4", ignored=True)
    conflicting_options: bool = flag(since="3.7.12", ignored=True)
    cert_resolver: str = text(says="The resolver, from the static configuration, that obtains the certificates.")
    domains: tuple[Domain, ...] = structs(
        Domain, says="The names that certificates are asked for; those of the rule where none is given."
    )


class Ingress(Section):
    """Where an Ingress router came from; the Kubernetes provider sets it."""

    namespace: str = text(since="3.7", says="The namespace of the Ingress.")
    name: str = text(since="3.7.15", says="The name of the Ingress.")
    kind: str = text(since="3.7.15", says="What kind of object it is.")


class ObservabilityMetadata(Section):
    """What other providers say about a router's origin."""

    ingress: Ingress | None = struct(Ingress, since="3.7", ignored=True)


class Observability(Section):
    """Which access logs, metrics and traces a router writes."""

    access_logs: bool | None = flag(
        default=None, go="ptr", since="3.3", says="Whether requests are written to the access log."
    )
    metrics: bool | None = flag(default=None, go="ptr", since="3.3", says="Whether requests are counted.")
    tracing: bool | None = flag(default=None, go="ptr", since="3.3", says="Whether requests are traced.")
    trace_verbosity: str = text("minimal", since="3.5", says="How much a trace tells, `minimal` or `detailed`.")
    metadata: ObservabilityMetadata | None = struct(ObservabilityMetadata, since="3.7", ignored=True)


class DeniedEncodedPathCharacters(Section):
    """The encoded characters that a router's path may hold; the entry point sets them."""

    allow_encoded_slash: bool = flag(
        since="3.6", says="The `%2F` in a path, which may then be passed on to the service."
    )
    allow_encoded_back_slash: bool = flag(
        since="3.6", says="The `%5C` in a path, which may then be passed on to the service."
    )
    allow_encoded_null_character: bool = flag(
        since="3.6", says="The `%00` in a path, which may then be passed on to the service."
    )
    allow_encoded_semicolon: bool = flag(
        since="3.6", says="The `%3B` in a path, which may then be passed on to the service."
    )
    allow_encoded_percent: bool = flag(
        since="3.6", says="The `%25` in a path, which may then be passed on to the service."
    )
    allow_encoded_question_mark: bool = flag(
        since="3.6", says="The `%3F` in a path, which may then be passed on to the service."
    )
    allow_encoded_hash: bool = flag(
        since="3.6", says="The `%23` in a path, which may then be passed on to the service."
    )


class Router(Named):
    """An HTTP router: the requests that match its rule go through its middlewares to its service."""

    entry_points: tuple[str, ...] = texts(
        says="The entry points that the router listens on; the default ones where none is given."
    )
    middlewares: tuple[str, ...] = texts(says="The middlewares, by their names, in the order in which they run.")
    service: str = text(vital=True, says="The service, by its name.")
    rule: str = text(vital=True, says="What a request must look like for this router to take it.")
    parent_refs: tuple[str, ...] = texts(
        since="3.6",
        in_labels=False,
        says="The routers that this one stands below; its rule is asked once theirs has matched.",
    )
    rule_syntax: str = text(deprecated=True, says="The language of the rule, `v2` or `v3`.")
    priority: int = integer(
        says="Which router comes first where several match: the higher one. 0 stands for the length of the rule."
    )
    tls: RouterTls | None = struct(RouterTls, may_be_empty=True)
    observability: Observability | None = struct(Observability, "*dynamic.RouterObservabilityConfig", since="3.3")
    default_rule: bool = flag(ignored=True)
    denied_encoded_path_characters: DeniedEncodedPathCharacters | None = struct(
        DeniedEncodedPathCharacters, since="3.6.6", ignored=True
    )


class Model(Named):
    """Defaults that an entry point gives its routers; written in a file it changes nothing."""

    middlewares: tuple[str, ...] = texts(says="The middlewares, by their names.")
    tls: RouterTls | None = struct(RouterTls, may_be_empty=True)
    observability: Observability | None = struct(Observability, "dynamic.RouterObservabilityConfig", since="3.3")
    denied_encoded_path_characters: DeniedEncodedPathCharacters | None = struct(
        DeniedEncodedPathCharacters, since="3.6.6", ignored=True
    )
    default_rule_syntax: str = text(ignored=True)
