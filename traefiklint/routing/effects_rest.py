"""Middlewares that set headers, limit, cache or pass on: those that seldom decide who answers.

Source: pkg/middlewares/headers and the packages named like the options.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from traefiklint.matching.request import canonical_header
from traefiklint.routing.state import Apply, End, RequestEffect, State, refuse
from traefiklint.text.spelling import counted

_SECOND = 1_000_000_000
_SECURITY = {
    "frame_deny": "X-Frame-Options",
    "custom_frame_options_value": "X-Frame-Options",
    "content_type_nosniff": "X-Content-Type-Options",
    "browser_xss_filter": "X-XSS-Protection",
    "custom_browser_xss_value": "X-XSS-Protection",
    "content_security_policy": "Content-Security-Policy",
    "content_security_policy_report_only": "Content-Security-Policy-Report-Only",
    "referrer_policy": "Referrer-Policy",
    "permissions_policy": "Permissions-Policy",
}


def headers(part: Any, state: State) -> RequestEffect:
    if _is_preflight(part, state):
        return RequestEffect("answers the CORS preflight request itself: 200", state, End("answer", 200))
    changed = state
    for name, value in part.custom_request_headers.items():
        changed = _with_request_header(changed, name, value)
    hosts = part.allowed_hosts
    if hosts and not part.is_development and state.host.lower() not in {host.lower() for host in hosts}:
        return refuse(f"lets only the hosts {', '.join(hosts)} pass: 500", state, 500)
    said = [
        f"{'removes' if not value else 'sets'} {name} in the request"
        for name, value in part.custom_request_headers.items()
    ]
    answered = dict.fromkeys(_answer_headers(part, state))
    if answered:
        said.append(f"sets {', '.join(answered)} in the answer")
    removed = [name for name, value in part.custom_response_headers.items() if not value]
    if removed:
        said.append(f"removes {', '.join(removed)} from the answer")
    return RequestEffect("; ".join(said) or "sets headers", changed)


def _with_request_header(state: State, name: str, value: str) -> State:
    if name.lower() == "host":
        return replace(state, host=value) if value else state
    return state.with_header(canonical_header(name), *([value] if value else []))


def _answer_headers(part: Any, state: State) -> list[str]:
    found = [name for name, value in part.custom_response_headers.items() if value]
    found += [header for option, header in _SECURITY.items() if getattr(part, option)]
    if part.sts_seconds and (state.secure or part.force_sts_header):
        found.append("Strict-Transport-Security")
    if part.access_control_allow_origin_list or part.access_control_allow_origin_list_regex:
        found.append("Access-Control-Allow-Origin")
    return found


def _is_preflight(part: Any, state: State) -> bool:
    """A preflight request is answered by the middleware where it has any option of CORS."""
    cors = any(getattr(part, name) for name in part.fields if name.startswith("access_control")) or part.add_vary_header
    asked = state.request.method == "OPTIONS" and state.header("Access-Control-Request-Method")
    return bool(cors and asked and state.header("Origin"))


def errors(part: Any, state: State) -> RequestEffect:
    statuses = ", ".join(part.status) or "no status"
    return RequestEffect(
        f"replaces answers with {statuses} by {part.query or '/'} of the service `{part.service}`", state
    )


def rate_limit(part: Any, state: State) -> RequestEffect:
    if part.average <= 0:
        return RequestEffect("limits nothing: its average is 0", state)
    period = part.period / _SECOND
    text = f"lets {counted(part.average, 'request')} in {period:g} s through, {part.burst} at once: 429 for more"
    return RequestEffect(text, state)


def in_flight(part: Any, state: State) -> RequestEffect:
    return RequestEffect(f"lets {counted(part.amount, 'request')} run at the same time: 429 for more", state)


def circuit_breaker(part: Any, state: State) -> RequestEffect:
    return RequestEffect(f"answers {part.response_code} for a while when `{part.expression}`", state)


def buffering(part: Any, state: State) -> RequestEffect:
    limit = f": 413 for more than {part.max_request_body_bytes} bytes" if part.max_request_body_bytes > 0 else ""
    return RequestEffect(f"reads the whole request before passing it on{limit}", state)


def retry(part: Any, state: State) -> RequestEffect:
    return RequestEffect(f"asks up to {part.attempts} times where a server does not answer", state)


def plugin(part: Any, state: State) -> RequestEffect:
    name = next(iter(part), "")
    return RequestEffect(f"runs the plugin `{name}`", state, doubt=f"what the plugin `{name}` does")


def _plain(text: str) -> Apply:
    return lambda _, state: RequestEffect(text, state)


APPLIERS: dict[str, Callable[[Any, State], RequestEffect]] = {
    "headers": headers,
    "errors": errors,
    "rate_limit": rate_limit,
    "in_flight_req": in_flight,
    "circuit_breaker": circuit_breaker,
    "buffering": buffering,
    "retry": retry,
    "plugin": plugin,
    "compress": _plain("compresses the answer"),
    "content_type": _plain("sets the type of an answer that names none"),
    "grpc_web": _plain("turns gRPC-Web into gRPC"),
    "pass_tls_client_cert": _plain("passes the client's certificate on in headers"),
}
