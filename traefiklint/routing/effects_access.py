"""Middlewares that let some requests through and refuse others.

Source: pkg/middlewares/auth, ipallowlist, ipwhitelist, encodedcharacters, and pkg/ip/strategy.go.
"""

from __future__ import annotations

from typing import Any

from traefiklint.go.ip import contains
from traefiklint.routing.entries import refused_escapes
from traefiklint.routing.state import End, RequestEffect, State, refuse


def basic_auth(part: Any, state: State) -> RequestEffect:
    return _password(part, state, "Basic", "a name and a password")


def digest_auth(part: Any, state: State) -> RequestEffect:
    return _password(part, state, "Digest", "a name and a password (digest)")


def _password(part: Any, state: State, scheme: str, asked: str) -> RequestEffect:
    given = state.header("Authorization")
    users = len(part.users)
    who = f"{users} user{'' if users == 1 else 's'}" if users else "users in a file"
    if given.lower().startswith(f"{scheme.lower()} "):
        doubt = "whether the password in the request is right"
        return RequestEffect(
            f"asks for {asked} ({who}), which the request brings", _without_header(part, state), doubt=doubt
        )
    text = f"asks for {asked} ({who}): 401 for this request, which brings none"
    return RequestEffect(text, _without_header(part, state), End("auth", 401))


def _without_header(part: Any, state: State) -> State:
    return state.with_header("Authorization") if part.remove_header else state


def forward_auth(part: Any, state: State) -> RequestEffect:
    brings = ", ".join(part.auth_response_headers)
    headers = f", and sets {brings} from its answer" if brings else ""
    doubt = f"whether {part.address} lets the request pass" + (f", and what it says in {brings}" if brings else "")
    return RequestEffect(f"asks {part.address} whether the request may pass{headers}", state, doubt=doubt)


def ip_allow_list(part: Any, state: State) -> RequestEffect:
    networks = ", ".join(part.source_range)
    status = getattr(part, "reject_status_code", 0) or 403
    client, source = _client(part.ip_strategy, state)
    if not client and source == "connection":
        doubt = f"whether the client's address is in {networks} (`--client-ip` tells)"
        return RequestEffect(f"lets only {networks} pass", state, doubt=doubt)
    if any(contains(network, client) for network in part.source_range):
        return RequestEffect(f"lets only {networks} pass, and {client} is one of them", state)
    return refuse(f"lets only {networks} pass, and {client or 'an unknown address'} is not: {status}", state, status)


def _client(strategy: Any, state: State) -> tuple[str, str]:
    """The address that a list looks at, and where it is taken from."""
    forwarded = [part.strip() for part in state.header("X-Forwarded-For").split(",")]
    if strategy is not None and strategy.depth > 0:
        return (forwarded[-strategy.depth] if len(forwarded) >= strategy.depth else ""), "header"
    if strategy is not None and strategy.excluded_ips:
        found = (
            one
            for one in reversed(forwarded)
            if one and not any(contains(network, one) for network in strategy.excluded_ips)
        )
        return next(found, ""), "header"
    return state.request.client_ip, "connection"


def encoded_characters(part: Any, state: State) -> RequestEffect:
    refused = sorted(refused_escapes(part))
    found = [escape.decode() for escape in refused if escape in _escapes(state.escaped)]
    if found:
        return refuse(f"refuses paths with {found[0]}: 400", state, 400)
    return RequestEffect("refuses paths with certain escapes, of which this one has none", state)


def has_refused_escape(state: State, refused: frozenset[bytes]) -> bool:
    """Whether a path holds an escape that an entry point refuses."""
    return not refused.isdisjoint(_escapes(state.escaped))


def _escapes(escaped: bytes) -> set[bytes]:
    found, at = set(), escaped.find(b"%")
    while at >= 0:
        found.add(escaped[at : at + 3])
        at = escaped.find(b"%", at + 3)
    return found


APPLIERS = {
    "basic_auth": basic_auth,
    "digest_auth": digest_auth,
    "forward_auth": forward_auth,
    "ip_allow_list": ip_allow_list,
    "ip_white_list": ip_allow_list,
    "encoded_characters": encoded_characters,
}
