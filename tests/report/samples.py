"""Reports to print: one with everything a finding can have, and one with text that tries to break every format."""

from __future__ import annotations

from typing import Any

from traefiklint.findings import Edit, Effect, Finding, Fix, Related, Report, Severity, Span

SHOP = """\
http:
  routers:
    shop:
      rule: Host(`shop.example.com`)
      service: shop
      middlewares:
        - auht
  middlewares:
    auth:
      basicAuth: {}
"""
BLOG = "http:\n  routers: {}\n"


def finding(rule: str = "unknown-middleware", **changes: Any) -> Finding:
    """A finding at the middleware `auht` of `SHOP`, with what is to be different."""
    values: dict[str, Any] = {
        "category": "reference",
        "severity": Severity.ERROR,
        "effect": Effect.DISABLED,
        "message": "The router `shop` names the middleware `auht`, which nobody defines.",
        "file": "apps/shop.yml",
        "span": Span(7, 11, 7, 15),
        "help": "Did you mean `auth`?",
        "path": "http.routers.shop.middlewares[0]",
        "object": "http.routers.shop",
        "disables": ("http.routers.shop",),
        "related": (Related("apps/shop.yml", Span(9, 5, 9, 9), "`auth` is defined here"),),
        "fix": Fix("Write `auth`", True, (Edit("apps/shop.yml", SHOP.index("auht"), SHOP.index("auht") + 4, "auth"),)),
    }
    return Finding(rule, **values | changes)


def refused(**changes: Any) -> Finding:
    """A finding that takes the whole directory down."""
    values: dict[str, Any] = {
        "effect": Effect.REJECTED,
        "message": "`routers` is empty, and Traefik refuses an empty element.",
        "file": "apps/blog.yml",
        "span": Span(2, 3, 2, 10),
        "path": "http.routers",
        "object": "",
        "disables": ("*",),
        "related": (),
        "fix": None,
    }
    return finding("empty-element", **values | changes)


def report(*findings: Finding) -> Report:
    """A report on `SHOP` and `BLOG` with these findings."""
    return Report(findings, 2, "3.7", {"apps/blog.yml": BLOG, "apps/shop.yml": SHOP})


def full() -> Report:
    """Every severity, effect, and a finding without place, fix or help."""
    return report(
        refused(),
        finding(),
        finding(
            "plain-http-router", severity=Severity.WARNING, effect=Effect.ADVICE, disables=(), related=(), fix=None
        ),
        finding(
            "no-description", severity=Severity.INFO, effect=Effect.SILENT, path="", object="", help="", disables=()
        ),
        finding("half-done", severity=Severity.WARNING, effect=Effect.DEGRADED, fix=Fix("Drop it", False, ())),
    )


NASTY = "a\x1b[31mb\r\n::error::c|<script>&\"'%0A,:]]>\udcff\x00\u202e日本"


def nasty() -> Report:
    """Names of files and objects as nobody should choose them."""
    file = f"apps/{NASTY}.yml".replace("/<", "<")
    bad = finding(
        message=NASTY, help=NASTY, file=file, path=NASTY, disables=(f"http.routers.{NASTY}",), related=(), fix=None
    )
    return Report((bad, bad), 1, "3.7", {file: f"{NASTY}\n" * 10})
