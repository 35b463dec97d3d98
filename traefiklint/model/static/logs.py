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
        "ERROR", says="How much is written: `TRACE`, `DEBUG`, `INFO`, `WARN`, `ERROR`, `FATAL` or `PANIC`."
    )
    format: str = text("common", says="`common` for people, `json` for programs.")
    no_color: bool = flag(says="Whether the lines have no colours.")
    file_path: str = text(says="The file that takes the place of the console, for errors at the start too.")
    max_size: int = integer(says="From how many megabytes on the file is rotated.")
    max_age: int = integer(says="How many days old files are kept.")
    max_backups: int = integer(says="How many old files are kept.")
    compress: bool = flag(says="Whether old files are compressed.")
    otlp: LogOtlp | None = struct(LogOtlp, since="3.3", may_be_empty=True)


class AccessLogFilters(Section):
    """Which requests are written; all where nothing is said."""

    status_codes: tuple[str, ...] = texts(says="Status codes and ranges, as in `404` and `500-599`.")
    retry_attempts: bool = flag(says="Whether requests that were tried again are written.")
    min_duration: int = duration(says="From which time on a request is written.")


class AccessLogHeaders(Section):
    """Which request headers are written."""

    default_mode: str = text("drop", says="What becomes of a header: `keep`, `drop` or `redact`.")
    names: Mapping[str, str] = text_map(says="The same by the name of the header.")


class AccessLogQueryParameters(Section):
    """What becomes of query parameters."""

    default_mode: str = text("keep", says="What becomes of a parameter: `keep`, `drop` or `redact`.")


class AccessLogFields(Section):
    """Which fields are written."""

    default_mode: str = text("keep", says="What becomes of a field: `keep`, `drop` or `redact`.")
    names: Mapping[str, str] = text_map(says="The same by the name of the field.")
    headers: AccessLogHeaders | None = struct(AccessLogHeaders, "*types.FieldHeaders")
    query_parameters: AccessLogQueryParameters | None = struct(
        AccessLogQueryParameters, "*types.FieldQueryParameters", since="3.7.4"
    )


class AccessLog(Section):
    """What Traefik writes about requests."""

    file_path: str = text(says="The file that takes the place of the console.")
    format: str = text("common", says="`common`, `json` or `genericCLF`.")
    filters: AccessLogFilters | None = struct(AccessLogFilters, "*types.AccessLogFilters")
    written_fields: AccessLogFields | None = struct(AccessLogFields, "*types.AccessLogFields", key="fields")
    buffering_size: int = integer(says="How many lines wait in memory until they are written.")
    add_internals: bool = flag(says="Whether Traefik's own services, as `ping@internal`, are logged too.")
    dual_output: bool = flag(since="3.7", says="Whether the console gets the lines beside OTLP.")
    otlp: LogOtlp | None = struct(LogOtlp, since="3.3", may_be_empty=True)
