"""What a completion makes of the line that is being typed, in every place that an option, a name or a value may have:
also in half-written files, in quotes, in flow and block style, in TOML and in labels. The stretch that is replaced is
right, and what is typed before the cursor is the beginning of what is offered, as editors want it."""

from __future__ import annotations

from lsprotocol.types import TextEdit

from tests.editor.desk import COMPOSE, STATIC, Desk
from traefiklint.editor.completion import complete
from traefiklint.editor.positions import Positions

ROUTER = "http:\n  routers:\n    web:\n      "
BLOG = "services:\n  blog:\n    image: blog\n    labels:\n      - traefik.http.routers.blog.rule=Host(`b`)\n"
CASES = (
    ("apps/new.yml", ROUTER + "middlewares:\n        - au|\n", "auth", "- auth"),
    ("apps/new.yml", ROUTER + "middlewares:\n      - au|\n", "auth", "- auth"),
    ("apps/new.yml", ROUTER + "middlewares:\n        - |\n        - x\n", "auth", "- auth"),
    ("apps/new.yml", ROUTER + "middlewares:\n        -|\n", "auth", "- auth"),
    ("apps/new.yml", ROUTER + "middlewares: [x, au|]\n", "auth", "middlewares: [x, auth]"),
    ("apps/new.yml", ROUTER + "middlewares: [x,|]\n", "auth", "middlewares: [x,auth]"),
    ("apps/new.yml", ROUTER + "middlewares: ['x', 'au|']\n", "auth", "middlewares: ['x', 'auth']"),
    ("apps/new.yml", ROUTER + "middlewares: ['au|\n", "auth", "middlewares: ['auth"),
    ("apps/new.yml", ROUTER + "middlewares: [\n        x,\n        au|\n      ]\n", "auth", "auth"),
    ("apps/new.yml", ROUTER + "service: sh|op\n", "shop", "service: shop"),
    ("apps/new.yml", ROUTER + 'service: "sh|"\n', "shop", 'service: "shop"'),
    ("apps/new.yml", ROUTER + 'service: "|\n', "shop", 'service: "shop'),
    ("apps/new.yml", ROUTER + "service: |  # why\n", "shop", "service: shop  # why"),
    ("apps/new.yml", "http:\n  routers:\n    web: {service: sh|, rule: x}\n", "shop", "web: {service: shop, rule: x}"),
    ("apps/new.yml", "http: {routers: {web: {serv|}}}\n", "service", "http: {routers: {web: {service: }}}"),
    (
        "apps/new.yml",
        "http: {routers: {web: {rule: a, |}}}\n",
        "service",
        "http: {routers: {web: {rule: a, service: }}}",
    ),
    ("apps/new.yml", ROUTER + '"serv|": x\n', "service", '"service": x'),
    ("apps/new.yml", ROUTER + "serv|\n", "service", "service: "),
    ("apps/new.yml", ROUTER + "serv|: x\n", "service", "service: x"),
    ("apps/new.yml", ROUTER + "rule: Host(`x`)\n      |\n", "service", "service: "),
    ("apps/new.yml", ROUTER + "rule: Host(`x`) && Pa|\n", "PathPrefix", "rule: Host(`x`) && PathPrefix(``)"),
    ("apps/new.yml", ROUTER + 'rule: "Host(`x`) && Pa|"\n', "PathPrefix", 'rule: "Host(`x`) && PathPrefix(``)"'),
    ("apps/new.yml", ROUTER + "rule: >-\n        Host(`x`) &&\n        Pa|\n", "PathPrefix", "PathPrefix(``)"),
    ("apps/new.yml", ROUTER + "rule: Host(`x`) &&\n        Pa|\n", "PathPrefix", "PathPrefix(``)"),
    ("apps/new.yml", ROUTER + 'rule: "Host(`x`) &&\n        Pa|"\n', "PathPrefix", 'PathPrefix(``)"'),
    ("apps/new.yml", ROUTER + "rule: Host(`sho|`)\n", "shop.example.com", "rule: Host(`shop.example.com`)"),
    ("apps/new.yml", ROUTER + "rule: Host(`sho|p.exa`)\n", "shop.example.com", "rule: Host(`shop.example.com`)"),
    ("apps/new.yml", ROUTER + "rule: Pa|thPrefix(`/x`)\n", "PathPrefix", "rule: PathPrefix(`/x`)"),
    (
        "apps/new.yml",
        ROUTER + "rule: 🙂 && Host(`x`) && Pa|\n",
        "PathPrefix",
        "rule: 🙂 && Host(`x`) && PathPrefix(``)",
    ),
    ("apps/new.yml", ROUTER + "rule: |\n", "Host", "rule: Host(``)"),
    ("apps/new.yml", ROUTER + "rule: !|\n", "Host", "rule: !Host(``)"),
    ("apps/new.yml", ROUTER + "tls:\n        |\n", "options", "options: "),
    ("apps/new.yml", ROUTER + "tls:\n        certR|\n", "certResolver", "certResolver: "),
    ("apps/new.yml", ROUTER + "tls:\n        certResolver: le|\n", "letsencrypt", "certResolver: letsencrypt"),
    ("apps/new.yml", ROUTER + "entryPoints:\n      - web\n      - w|\n", "websecure", "- websecure"),
    ("apps/new.yml", "http:\n  middlewares:\n    a:\n      |\n", "basicAuth", "basicAuth:\n        "),
    (
        "apps/new.yml",
        "http:\n  middlewares:\n    a:\n      redirectScheme:\n        scheme: |\n",
        "https",
        "scheme: https",
    ),
    (
        "apps/new.yml",
        "http:\n  middlewares:\n    a:\n      chain:\n        middlewares:\n          - |\n",
        "auth",
        "- auth",
    ),
    ("apps/new.yml", "http:\n  middlewares:\n    a:\n      rateLimit:\n        period: 1|\n", "1m", "period: 1m"),
    (
        "apps/new.yml",
        "http:\n  services:\n    a:\n      weighted:\n        services:\n          - name: |\n",
        "shop",
        "- name: shop",
    ),
    (
        "apps/new.yml",
        "http:\n  services:\n    a:\n      weighted:\n        services:\n          - na|\n",
        "name",
        "- name: ",
    ),
    (
        "apps/new.yml",
        "http:\n  services:\n    a:\n      weighted:\n        services:\n          - name: shop\n            |\n",
        "weight",
        "weight: ",
    ),
    ("apps/new.yml", "http:\n  routers:\n    a: &r\n      service: |\n    b: *r\n", "shop", "service: shop"),
    ("apps/new.yml", "tcp:\n  routers:\n    a:\n      rule: Host|\n", "HostSNI", "rule: HostSNI(``)"),
    (
        "apps/new.yml",
        "tls:\n  options:\n    default:\n      minVersion: |\n",
        "VersionTLS12",
        "minVersion: VersionTLS12",
    ),
    (
        "apps/new.yml",
        "tls:\n  options:\n    default:\n      cipherSuites:\n        - TLS_ECDHE_RSA_WITH_AES_128|\n",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "- TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    ),
    ("apps/new.yml", "ht|\n", "http", "http:\n  "),
    ("apps/new.yml", "http:\n  rou|\n", "routers", "routers:\n    "),
    ("apps/new.toml", '[http.routers.web]\nmiddlewares = ["x", "au|"]\n', "auth", 'middlewares = ["x", "auth"]'),
    ("apps/new.toml", "[http.routers.web]\nservice = |\n", "shop", 'service = "shop"'),
    ("apps/new.toml", '[http.routers.web]\nservice = "sh|\n', "shop", 'service = "shop'),
    ("apps/new.toml", '[http.routers]\nweb.service = "sh|"\n', "shop", 'web.service = "shop"'),
    ("apps/new.toml", '[http.routers]\nweb = {service = "sh|"}\n', "shop", 'web = {service = "shop"}'),
    ("apps/new.toml", "[http.routers]\nweb = {serv|}\n", "service", "web = {service = }"),
    ("apps/new.toml", "http.routers.web.serv|\n", "service", "http.routers.web.service = "),
    (
        "apps/new.toml",
        '[http.services.a.weighted]\n[[http.services.a.weighted.services]]\nname = "|"\n',
        "shop",
        'name = "shop"',
    ),
    ("apps/new.toml", "[[http.services.a.weighted.serv|]]\n", "services", "[[http.services.a.weighted.services]]"),
    (
        "apps/new.toml",
        '[http.routers.web]\nrule = "Host(`x`) && Pa|"\n',
        "PathPrefix",
        'rule = "Host(`x`) && PathPrefix(``)"',
    ),
    (
        "apps/new.toml",
        "[http.routers.web]\nrule = '''\nHost(`x`) && Pa|'''\n",
        "PathPrefix",
        "Host(`x`) && PathPrefix(``)'''",
    ),
    ("apps/new.toml", "[http.routers.web.tl|]\n", "tls", "[http.routers.web.tls]"),
    ("apps/new.toml", "[http.routers.web]\n|\n", "service", "service = "),
    (
        "compose.yml",
        BLOG + "      - traefik.http.routers.blog.middlewares=x@file,au|\n",
        "auth@file",
        "- traefik.http.routers.blog.middlewares=x@file,auth@file",
    ),
    (
        "compose.yml",
        BLOG + "      - traefik.http.routers.blog.middlewares=|,x@file\n",
        "auth@file",
        "- traefik.http.routers.blog.middlewares=auth@file,x@file",
    ),
    (
        "compose.yml",
        BLOG + '      - "traefik.http.routers.blog.middlewares=au|"\n',
        "auth@file",
        '- "traefik.http.routers.blog.middlewares=auth@file"',
    ),
    (
        "compose.yml",
        BLOG + '      - "traefik.http.routers.blog.middlewares=au|\n',
        "auth@file",
        '- "traefik.http.routers.blog.middlewares=auth@file',
    ),
    ("compose.yml", BLOG + "      - traefik.http.routers.bl|\n", "blog", "- traefik.http.routers.blog."),
    (
        "compose.yml",
        BLOG + "      - traefik.http.routers.bl|.tls=true\n",
        "blog",
        "- traefik.http.routers.blog.tls=true",
    ),
    (
        "compose.yml",
        BLOG + "      - traefik.http.routers.blog.entryp|\n",
        "entryPoints",
        "- traefik.http.routers.blog.entryPoints=",
    ),
    (
        "compose.yml",
        BLOG + "      - traefik.http.routers.blog.tls.certresolver=|\n",
        "letsencrypt",
        "- traefik.http.routers.blog.tls.certresolver=letsencrypt",
    ),
    (
        "compose.yml",
        BLOG + "      - traefik.http.routers.${NAME}.entryp|\n",
        "entryPoints",
        "- traefik.http.routers.${NAME}.entryPoints=",
    ),
    (
        "compose.yml",
        BLOG
        + "      - traefik.http.middlewares.a.basicauth.users=ann:$$apr1$$x\n"
        + "      - traefik.http.routers.blog.service=bl|\n"
        + "      - traefik.http.services.blog.loadbalancer.server.port=80\n",
        "blog",
        "- traefik.http.routers.blog.service=blog",
    ),
    (
        "compose.yml",
        BLOG + "      - traefik.http.routers.b2.rule=Host(`${DOMAIN}`) && Pa|\n",
        "PathPrefix",
        "- traefik.http.routers.b2.rule=Host(`${DOMAIN}`) && PathPrefix(``)",
    ),
    (
        "compose.yml",
        "services:\n  blog:\n    image: blog\n    labels:\n      traefik.http.routers.blog.rule: Host(`x`) && Pa|\n",
        "PathPrefix",
        "traefik.http.routers.blog.rule: Host(`x`) && PathPrefix(``)",
    ),
    (
        "compose.yml",
        'services:\n  blog:\n    image: blog\n    labels:\n      traefik.http.routers.blog.rule: "Host(`x`) && Pa|"\n',
        "PathPrefix",
        'traefik.http.routers.blog.rule: "Host(`x`) && PathPrefix(``)"',
    ),
    (
        "compose.yml",
        'services:\n  blog:\n    image: blog\n    labels:\n      "traefik.http.routers.blog.ru|": x\n',
        "rule",
        '"traefik.http.routers.blog.rule": x',
    ),
    (
        "compose.yml",
        'services:\n  blog:\n    image: blog\n    labels: ["traefik.http.routers.blog.ru|"]\n',
        "rule",
        'labels: ["traefik.http.routers.blog.rule="]',
    ),
    (
        "compose.yml",
        "services:\n  blog:\n    image: blog\n    deploy:\n      labels:\n        - traefik.http.routers.blog.ru|\n",
        "rule",
        "- traefik.http.routers.blog.rule=",
    ),
    ("compose.yml", "services:\n  blog:\n    image: blog\n    labels:\n      - trae|\n", "traefik", "- traefik."),
    (
        "traefik.yml",
        STATIC.replace("certResolver: letsencrypt", "certResolver: |"),
        "letsencrypt",
        "certResolver: letsencrypt",
    ),
    ("traefik.yml", STATIC.replace("entryPoint: web", "entryPoint: |"), "web", "entryPoint: web"),
    ("traefik.yml", STATIC.replace("providers:", "log:\n  level: |\nproviders:"), "INFO", "level: INFO"),
    (
        "traefik.yml",
        STATIC.replace("    asDefault: true\n    http:\n", "    http:\n      middlewares:\n        - |\n"),
        "auth@file",
        "- auth@file",
    ),
    (
        "traefik.yml",
        STATIC.replace("exposedByDefault: false", "expos|"),
        "exposedByDefault",
        "docker: {exposedByDefault: }",
    ),
)


def lines(desk: Desk, name: str, text: str, label: str) -> str:
    """The line of the cursor, and those that come with it, once an offer is taken."""
    offset = text.index("|")
    here = desk.type(name, text)
    place = Positions(name, here.text)
    item = next((one for one in complete(here, offset) if one.label == label), None)
    if item is None:
        return f"{label} is not offered"
    assert isinstance(item.text_edit, TextEdit)
    start, end = place.offset(item.text_edit.range.start), place.offset(item.text_edit.range.end)
    typed = here.text[start:offset].lower()
    assert (item.filter_text or item.label).lower().startswith(typed), f"{typed} is no beginning of {label}"
    assert start <= offset <= end and "\n" not in here.text[start:end]
    first, last = here.text.rfind("\n", 0, start) + 1, here.text.find("\n", end)
    return (here.text[first:start] + item.text_edit.new_text + here.text[end : last if last >= 0 else None]).lstrip()


def test_what_is_offered_fits_where_it_is_taken(desk: Desk) -> None:
    wrong = []
    for name, text, label, wanted in CASES:
        assert desk.here("compose.yml").view.whole is not None, "an editor has asked before"
        written = lines(desk, name, text, label)
        if written != wanted:
            wrong.append((name, text, written))
        desk.workspace.closed(desk.path(name))
        desk.type("traefik.yml", STATIC)
        desk.type("compose.yml", COMPOSE)
    assert wrong == []
