"""How the picture looks. Every colour stands as itself, so that programs without CSS variables show it too."""

from __future__ import annotations

import re

_LIGHT = {
    "back": "#ffffff",
    "ink": "#1f2933",
    "dim": "#6b7785",
    "line": "#b4bfca",
    "tls": "#2f7d4f",
    "box": "#f4f6f8",
    "entry": "#e3ecfa",
    "router": "#ffffff",
    "middleware": "#f3edfb",
    "service": "#e6f4ea",
    "server": "#f4f6f8",
    "error": "#c9302c",
    "warning": "#b7791f",
    "info": "#2b6cb0",
}
_DARK = {
    "back": "#14181d",
    "ink": "#e4e9ee",
    "dim": "#94a1ae",
    "line": "#4d5965",
    "tls": "#5cb585",
    "box": "#1f262d",
    "entry": "#1d2b42",
    "router": "#1b2128",
    "middleware": "#2b2338",
    "service": "#1b3324",
    "server": "#1f262d",
    "error": "#ff7b72",
    "warning": "#e3b341",
    "info": "#79b8ff",
}
_RULES = """
  .tl { font-family: Helvetica, Arial, sans-serif; }
  .tl .back { fill: $back; }
  .tl text { fill: $ink; }
  .tl .title, .tl .host { font-size: 13px; font-weight: bold; }
  .tl .rule { stroke: $line; stroke-width: 0.6; }
  .tl .pill rect { fill: $entry; stroke: $line; } .tl .pill text { font-size: 11px; }
  .tl .pill.tls rect { stroke: $tls; } .tl .pill.off rect { stroke-dasharray: 5 4; fill-opacity: 0.35; }
  .tl .pill.fold rect { fill: none; stroke-dasharray: 2 3; } .tl .pill.fold text { fill: $dim; }
  .tl .provider { fill: none; stroke: $dim; stroke-width: 1.6; }
  .tl .sub, .tl .label { font-size: 11px; fill: $dim; }
  .tl .head { font-size: 12px; fill: $dim; letter-spacing: 0.06em; }
  .tl .box { stroke: $line; stroke-width: 1.2; }
  .tl .entry rect.box { fill: $entry; }
  .tl .router rect.box { fill: $router; }
  .tl .middleware rect.box { fill: $middleware; }
  .tl .service rect.box { fill: $service; }
  .tl .server rect.box { fill: $server; }
  .tl .error rect.box { stroke: $error; stroke-width: 2; }
  .tl .warning rect.box { stroke: $warning; stroke-width: 2; }
  .tl .error .mark { fill: $error; }
  .tl .warning .mark { fill: $warning; }
  .tl .info .mark { fill: $info; }
  .tl .off rect.box { stroke-dasharray: 5 4; fill-opacity: 0.35; }
  .tl .off .title { fill: $dim; text-decoration: line-through; }
  .tl .edge { fill: none; stroke: $line; stroke-width: 1.4; }
  .tl .edge.tls { stroke: $tls; }
  .tl .edge.off { stroke-dasharray: 5 4; opacity: 0.7; }
  .tl .tip { fill: $line; }
  .tl .tip.tls { fill: $tls; }
  .tl a { text-decoration: none; }
  .tl a:hover rect.box { stroke: $ink; }
"""
_COLORED = re.compile(r"([\w-]+): \$(\w+);")


def _colored(colors: dict[str, str], rules: str) -> str:
    return _COLORED.sub(lambda found: f"{found[1]}: {colors[found[2]]};", rules)


def _only_colors(rules: str) -> str:
    """The rules with nothing but what has a colour."""
    lines = []
    for selector, said in re.findall(r"([^{}]+)\{([^}]*)\}", rules):
        colored = _COLORED.findall(said)
        if colored:
            lines.append(f"{selector.rstrip()} {{ " + " ".join(f"{name}: ${color};" for name, color in colored) + " }")
    return "".join(lines)


STYLE = (
    f"{_colored(_LIGHT, _RULES)}  @media (prefers-color-scheme: dark) {{{_colored(_DARK, _only_colors(_RULES))} }}\n"
)
