"""Where the server is, and whither a redirect may lead."""

import ssl

import httpx

from traefiklint.errors import UsageError

_HINT = "Write it as https://dokploy.example.com."


def base_url(url: str) -> httpx.URL:
    """The root of the server, without a slash at the end; `/api` at the end is taken off, since people paste it.

    Raises:
        UsageError: it is no http or https URL, or it holds a user name, password, query or fragment.
    """
    text = url.strip()
    try:
        parsed = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        parsed = httpx.URL("")
    if parsed.userinfo:
        raise UsageError("The Dokploy URL holds a user name or password.", f"{_HINT} The key goes to DOKPLOY_API_KEY.")
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise UsageError(f"`{text}` is no URL of a Dokploy server.", _HINT)
    if parsed.query or parsed.fragment:
        raise UsageError(f"The Dokploy URL `{text}` has a query or a fragment.", _HINT)
    return parsed.copy_with(path=parsed.path.rstrip("/").removesuffix("/api").rstrip("/"), query=None, fragment=None)


def shown(url: httpx.URL) -> str:
    """The URL as messages show it: scheme, host, port and path, nothing else."""
    return str(url.copy_with(username=None, password=None, query=None, fragment=None)).rstrip("/")


def same_server(here: httpx.URL, there: httpx.URL) -> bool:
    """Whether the key may follow a redirect: the same host and port, or the same host's step from http to https."""
    if here.host != there.host:
        return False
    if here.scheme == there.scheme:
        return here.port == there.port
    return here.scheme == "http" and there.scheme == "https" and here.port is None and there.port is None


def trust(ca_file: str | None) -> ssl.SSLContext | bool:
    """What certificates are checked against: the usual authorities, or those of the file alone. Never unchecked.

    Raises:
        UsageError: the file is missing or holds no certificate.
    """
    if ca_file is None:
        return True
    try:
        return ssl.create_default_context(cafile=ca_file)
    except (OSError, ssl.SSLError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else "it holds no certificate"
    raise UsageError(f"The certificate file `{ca_file}` cannot be used: {reason}.", "It must be PEM.")
