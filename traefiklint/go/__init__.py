"""Go as Traefik uses it: numbers, durations, URLs, addresses, regular expressions, expressions, templates."""
