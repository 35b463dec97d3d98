"""HTTP routers and what belongs to them."""

from __future__ import annotations

from traefiklint.model.base import Named, Struct
from traefiklint.model.fields import flag, integer, struct, structs, text, texts


class Domain(Struct):
    """A name that a router asks a certificate for, with further names on the same certificate."""

    main: str = text("main")
    sans: tuple[str, ...] = texts("sans")


class RouterTls(Struct):
    """That an HTTP router serves TLS connections, and with which options and certificates."""

    options: str = text("options")
    resolved_options: str = text("resolvedOptions", since="3.7.4", ignored=True)
    conflicting_options: bool = flag("conflictingOptions", since="3.7.12", ignored=True)
    cert_resolver: str = text("certResolver")
    domains: tuple[Domain, ...] = structs("domains", Domain)


class Ingress(Struct):
    """Where an Ingress router came from; the Kubernetes provider sets it."""

    namespace: str = text("namespace", since="3.7")
    name: str = text("name", since="3.7.15")
    kind: str = text("kind", since="3.7.15")


class ObservabilityMetadata(Struct):
    """What other providers say about a router's origin."""

    ingress: Ingress | None = struct("ingress", Ingress, since="3.7", ignored=True)


class Observability(Struct):
    """Which access logs, metrics and traces a router writes."""

    access_logs: bool | None = flag("accessLogs", default=None, go="ptr", since="3.3")
    metrics: bool | None = flag("metrics", default=None, go="ptr", since="3.3")
    tracing: bool | None = flag("tracing", default=None, go="ptr", since="3.3")
    trace_verbosity: str = text("traceVerbosity", "minimal", since="3.5")
    metadata: ObservabilityMetadata | None = struct("metadata", ObservabilityMetadata, since="3.7", ignored=True)


class DeniedEncodedPathCharacters(Struct):
    """The encoded characters that a router's path may hold; the entry point sets them."""

    allow_encoded_slash: bool = flag("allowEncodedSlash", since="3.6")
    allow_encoded_back_slash: bool = flag("allowEncodedBackSlash", since="3.6")
    allow_encoded_null_character: bool = flag("allowEncodedNullCharacter", since="3.6")
    allow_encoded_semicolon: bool = flag("allowEncodedSemicolon", since="3.6")
    allow_encoded_percent: bool = flag("allowEncodedPercent", since="3.6")
    allow_encoded_question_mark: bool = flag("allowEncodedQuestionMark", since="3.6")
    allow_encoded_hash: bool = flag("allowEncodedHash", since="3.6")


class Router(Named):
    """An HTTP router: the requests that match its rule go through its middlewares to its service."""

    entry_points: tuple[str, ...] = texts("entryPoints")
    middlewares: tuple[str, ...] = texts("middlewares")
    service: str = text("service")
    rule: str = text("rule")
    parent_refs: tuple[str, ...] = texts("parentRefs", since="3.6")
    rule_syntax: str = text("ruleSyntax", deprecated=True)
    priority: int = integer("priority")
    tls: RouterTls | None = struct("tls", RouterTls, may_be_empty=True)
    observability: Observability | None = struct(
        "observability", Observability, "*dynamic.RouterObservabilityConfig", since="3.3"
    )
    default_rule: bool = flag("defaultRule", ignored=True)
    denied_encoded_path_characters: DeniedEncodedPathCharacters | None = struct(
        "deniedEncodedPathCharacters", DeniedEncodedPathCharacters, since="3.6.6", ignored=True
    )


class Model(Named):
    """Defaults that an entry point gives its routers; written in a file it changes nothing."""

    middlewares: tuple[str, ...] = texts("middlewares")
    tls: RouterTls | None = struct("tls", RouterTls, may_be_empty=True)
    observability: Observability | None = struct(
        "observability", Observability, "dynamic.RouterObservabilityConfig", since="3.3"
    )
    denied_encoded_path_characters: DeniedEncodedPathCharacters | None = struct(
        "deniedEncodedPathCharacters", DeniedEncodedPathCharacters, since="3.6.6", ignored=True
    )
    default_rule_syntax: str = text("defaultRuleSyntax", ignored=True)
