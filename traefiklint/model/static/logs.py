"""What Traefik writes about itself and about requests.

Source: Traefik's own list of options, asked of every version (`tests/model/static_fields.json`).
"""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.model.base import Section
from traefiklint.model.fields import duration, flag, integer, struct, text, text_map, texts
from traefiklint.model.static.otlp import LogOtlp


class Log(Section):
    """What Traefik writes about itself."""

    level: str = text(
        "level", "ERROR", says="How much is written: `TRACE`, `DEBUG`, `INFO`, `WARN`, `ERROR`, `FATAL` or `PANIC`."
    )
    format: str = text("format", "common", says="`common` for people, `json` for programs.")
    no_color: bool = flag("noColor", says="Whether the lines have no colours.")
    file_path: str = text("filePath", says="The file that takes the place of the console, for errors at the start too.")
    max_size: int = integer("maxSize", says="From how many megabytes on the file is rotated.")
    max_age: int = integer("maxAge", says="How many days old files are kept.")
    max_backups: int = integer("maxBackups", says="How many old files are kept.")
    compress: bool = flag("compress", says="Whether old files are compressed.")
    otlp: LogOtlp | None = struct("otlp", LogOtlp, since="3.3", may_be_empty=True)


class AccessLogFilters(Section):
    """Which requests are written; all where nothing is said."""

    status_codes: tuple[str, ...] = texts("statusCodes", says="Status codes and ranges, as in `404` and `500-599`.")
    retry_attempts: bool = flag("retryAttempts", says="Whether requests that were tried again are written.")
    min_duration: int = duration("minDuration", says="From which time on a request is written.")


class AccessLogHeaders(Section):
    """Which request headers are written."""

    default_mode: str = text("defaultMode", "drop", says="What becomes of a header: `keep`, `drop` or `redact`.")
    names: Mapping[str, str] = text_map("names", says="The same by the name of the header.")


class AccessLogQueryParameters(Section):
    """What becomes of query parameters."""

    default_mode: str = text("defaultMode", "keep", says="What becomes of a parameter: `keep`, `drop` or `redact`.")


class AccessLogFields(Section):
    """Which fields are written."""

    default_mode: str = text("defaultMode", "keep", says="What becomes of a field: `keep`, `drop` or `redact`.")
    names: Mapping[str, str] = text_map("names", says="The same by the name of the field.")
    headers: AccessLogHeaders | None = struct("headers", AccessLogHeaders, "*types.FieldHeaders")
    query_parameters: AccessLogQueryParameters | None = struct(
        "queryParameters", AccessLogQueryParameters, "*types.FieldQueryParameters", since="3.7.4"
    )


class AccessLog(Section):
    """What Traefik writes about requests."""

    file_path: str = text("filePath", says="The file that takes the place of the console.")
    format: str = text("format", "common", says="`common`, `json` or `genericCLF`.")
    filters: AccessLogFilters | None = struct("filters", AccessLogFilters, "*types.AccessLogFilters")
    written_fields: AccessLogFields | None = struct("fields", AccessLogFields, "*types.AccessLogFields")
    buffering_size: int = integer("bufferingSize", says="How many lines wait in memory until they are written.")
    add_internals: bool = flag(
        "addInternals", says="Whether Traefik's own services, as `ping@internal`, are logged too."
    )
    dual_output: bool = flag("dualOutput", since="3.7", says="Whether the console gets the lines beside OTLP.")
    otlp: LogOtlp | None = struct("otlp", LogOtlp, since="3.3", may_be_empty=True)
