"""A directory, a static configuration and a compose file that are full of secrets, each at a place of its own."""

from __future__ import annotations

import re

DYNAMIC = """\
# password: SeCrEt00comment
x-users: &users ["jim:SeCrEt94anchor", {kay: SeCrEt95anchor}]
http:
  routers:
    web:
      rule: "Host(`web.example.com`) && Header(`Authorization`, `SeCrEt01rule`)"
      service: web
      middlewares: [auth, digest, tokens, limit, guard, ask, nobody, away]
      entryPoints: [web]
    bare: {rule: "Host(`bare.example.com`)", service: web, middlewares: [usres]}
  services:
    web:
      loadBalancer:
        passHostHeadr: true
        servers:
          - url: "http://user:SeCrEt02url@web:80/?apikey=SeCrEt03query&x=1"
          - url: "http://SeCrEt04user@web:81/a b"
          - url: "http://web:82/?access_token=SeCrEt05access"
        healthCheck: {path: /up, headers: {X-Api-Key: SeCrEt06health}}
  middlewares:
    auth:
      basicAuth:
        users:
          - "ann:$apr1$abcdefgh$SeCrEt07apr1aaaaaaaaaa"
          - "bob:$2y$05$SeCrEt08bcryptaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
          - "cid:{SHA}SeCrEt09shaaaaaaaaaaaaaaaaa="
          - dan:SeCrEt10plain
          - SeCrEt11alone
    usres: {basicAuth: {usres: [u9:SeCrEt12misspelt], users: ["u8:SeCrEt13flow"]}}
    digest: {digestAuth: {users: ["eve:realm:SeCrEt14digest"]}}
    tokens:
      headers:
        customRequestHeaders:
          Authorization: "Bearer SeCrEt15bearer"
          Cookie: sid=SeCrEt16cookie
          X-Internal: "SeCrEt17header"
          x-api-key: SeCrEt18apikey
        customResponseHeaders: {X-Token: "SeCrEt19response"}
        customRequestHeadrs: {Authorization: "SeCrEt20misspelt"}
        frameDeny: maybe
    limit:
      rateLimit:
        average: x
        redis:
          endpoints: ["127.0.0.1:6379"]
          pasword: SeCrEt21misspelt
          password: "SeCrEt22redis"
          pw: SeCrEt23section
    guard:
      plugin:
        jwt: {apiKey: SeCrEt24plugin, secretKey: "SeCrEt25plugin", options: {licence: SeCrEt26x, list: [a, SeCrEt27x]}}
    ask:
      forwardAuth:
        address: "http://u:SeCrEt28forward@a.example/?token=SeCrEt29forward"
        tls: {key: "-----BEGIN PRIVATE KEY----- SeCrEt30key"}
    away:
      redirectRegex: {regex: "^http://x/(.*)", replacement: "https://u:SeCrEt31redirect@y/${1}?sig=SeCrEt32sig"}
    errs: {errors: {status: ["500"], service: nobody, query: "/e?password=SeCrEt33query"}}
    odd: {basicAuth: {users: {gus: SeCrEt90mapping}}}
    odder:
      basicAuth:
        users:
          - hal: SeCrEt91item
          - [ivy, SeCrEt92nested]
    linked: {basicAuth: {users: *users}}
    held: {plugin: {jwt: {password: {value: SeCrEt93below}}}}
tls:
  certificates:
    - certFile: /certs/a.pem
      keyFile: |
        -----BEGIN RSA PRIVATE KEY-----
        SeCrEt34pemaaaaaaaaaaaaaaaaaaaaa
        -----END RSA PRIVATE KEY-----
    - {certFile: /certs/b.pem, keyFile: "-----BEGIN EC PRIVATE KEY-----\\nSeCrEt35pem\\n-----END EC PRIVATE KEY-----"}
x-shared: &pw "SeCrEt36anchor"
x-more: {password: *pw, a: {b: {client_secret: SeCrEt37deep, note: ghp_SeCrEt38githubaaaaaaaaaaaaaaaa}}}
"""
MORE = """\
[http.middlewares.toml.basicAuth]
users = [
  "ted:SeCrEt39toml",
]
[http.middlewares.odd.basicAuth.users]
ned = "SeCrEt68toml"
[http.middlewares.other.rateLimit.redis]
passwrd = "SeCrEt40toml"
password = 'SeCrEt41toml'
[http.middlewares.hdr.headers.customRequestHeaders]
X-Auth-Token = "SeCrEt42toml"
[http.routers.toml]
rule = "Host(`toml.example.com`)"
service = "nobody"
"""
BROKEN = """\
x-users: &users
  - lea: SeCrEt96anchor
  - max:SeCrEt97anchor
http:
  middlewares:
    a:
      basicAuth:
        users:
          - "ann:SeCrEt43broken"
          - {bob: SeCrEt98broken}
         - bad: [
    b: {basicAuth: {users: *users}}
      apiToken: SeCrEt44broken
"""
STATIC = """\
entryPoints: {web: {address: ":80"}, websecure: {address: ":443"}, bad: {adress: ":1"}}
providers:
  redis: {endpoints: ["redis:6379"], password: SeCrEt45static, pasword: SeCrEt46static}
  consulCatalog: {endpoint: {token: SeCrEt47static}}
certificatesResolvers:
  letsencrypt: {acme: {email: a@example.com, storage: a.json, eab: {kid: k, hmacEncoded: SeCrEt48static}}}
tracing:
  otlp:
    http: {endpoint: "https://u:SeCrEt49static@t/?api_key=SeCrEt50static", headers: {api-key: SeCrEt51static}}
metrics: {influxDB2: {address: "http://i:8086", token: SeCrEt52static, org: o, bucket: b}}
"""
COMPOSE = """\
services:
  traefik:
    environment:
      - CF_DNS_API_TOKEN=SeCrEt53compose
      - TZ=Europe/Berlin
    command: ["--providers.redis.password=SeCrEt54compose"]
    labels:
      - "traefik.http.middlewares.a.basicauth.users=ann:$$apr1$$SeCrEt55$$composeaaaaaaaa"
      - traefik.http.middlewares.h.headers.customrequestheaders.X-Key=SeCrEt56compose
      - traefik.http.middlewares.h.headers.customrequestheaders.X-Upstream=Bearer SeCrEt57compose
      - traefik.http.middlewares.c.basicauth.users=SeCrEt58alone
      - traefik.http.middlewares.d.basicauth.users.oda=SeCrEt69label
"""
RULES = """\
http:
  routers:
    a: {rule: "Host(`asks.example.com`) && Header(`Authorization`, `x`) && Header(`X-Api-Key`, `y`)", service: a}
    b: {rule: "Host(`asks.example.com`) && Header(`X-Api-Key`, `y`)", service: a}
    c: {rule: "Host(`keys.example.com`) && Header(`X-Api-Key`, `SeCrEt80rule`)", service: a}
    d: {rule: "Host(`keys.example.com`) && Query(`token`, `SeCrEt81rule`)", service: a}
    e: {rule: "Host(`keys.example.com`) && Query(`token=SeCrEt82rule`)", ruleSyntax: v2, service: a}
    f: {rule: "Host(`keys.example.com`)", service: a, middlewares: [login, away]}
  services:
    a: {loadBalancer: {servers: [{url: "http://joe:SeCrEt83url@a"}]}}
  middlewares:
    login: {basicAuth: {users: ["SeCrEt84alone"]}}
    away: {redirectRegex: {regex: "^http://keys[^/]*/old", replacement: "http://joe:SeCrEt85url@b/?token=SeCrEt86url"}}
tcp:
  routers:
    t: {rule: "HostSNI(`*`)", service: t}
  services:
    t: {loadBalancer: {servers: [{address: "joe:SeCrEt87tcp@db:1"}]}}
"""
SIGN = "SeCrEt"
"""What every one of them holds; the part behind it tells which it is."""
WORD = "zq"
"""The same for those of `as_words`."""
_ONLY_BY_LOOK = ("17", "26", "27", "38")
"""Those that nothing but their look tells."""


def as_words(text: str) -> str:
    """The same text with passwords as people choose them: short, in small letters, and told by their place alone."""

    def word(found: re.Match[str]) -> str:
        first, last = divmod(int(found[1]), 26)
        return found[0] if found[1] in _ONLY_BY_LOOK else f"{WORD}{chr(97 + first)}{chr(97 + last)}"

    return re.sub(rf"{SIGN}(\d\d)\w*", word, text)


PLAIN = (
    "web.example.com",
    "127.0.0.1:6379",
    "/certs/a.pem",
    "ann:",
    "bob:",
    "http://web:82/",
    "realm",
    "frameDeny: maybe",
)
"""What must stay readable."""
