"""Secrets that variables put into labels, flags and the environment: what is said of these tells none of them."""

from __future__ import annotations

from tests.each import rows
from tests.instance.asking import instance_of
from traefiklint.docker.host import HostFacts
from traefiklint.findings import Edit, Effect, Finding, Fix, Related, Severity, Span
from traefiklint.instance.doubt import is_key
from traefiklint.instance.put_in import PutIn, put_in_words, tells

COMPOSE = """\
services:
  traefik:
    image: traefik:v3.7
    command:
      - --providers.docker=true
      - --certificatesresolvers.a.acme.email=${MAIL_PASSWORD}
    environment:
      TRAEFIK_PILOT_TOKEN: ${API_TOKEN}
      EMPTY:
  app:
    image: app
    labels:
      - "traefik.http.middlewares.m.basicauth.users=joe:${USER_PASSWORD}"
      - "traefik.http.middlewares.n.headers.customrequestheaders.x=${OUTER}"
      - "traefik.http.routers.${APP_SECRET}-x.rule=Host(`a.io`)"
      - "traefik.http.routers.plain.rule=Host(`${HOST}`)"
      - "traefik.http.routers.short.rule=Host(`${PIN_PASSWORD}`)"
      - "traefik.http.routers.default.rule=Host(`${NO_PASSWORD:-winter}`)"
      - "traefik.http.routers.a${LONG_SECRET}b.rule=Host(`c.io`)"
    deploy:
      labels:
        traefik.x: "${DEPLOY_PASSWORD}"
"""
VARIABLES = {
    "MAIL_PASSWORD": "s3cretMail",
    "API_TOKEN": "s3cretToken",
    "USER_PASSWORD": "summer",
    "OUTER": "plain",
    "APP_SECRET": "kaliope",
    "HOST": "b.io",
    "LONG_SECRET": "S3cret",
    "PIN_PASSWORD": "ab",
    "DEPLOY_PASSWORD": "autumn,spring rain",
}
INSTANCE = instance_of({"compose.yml": COMPOSE}, host=HostFacts(variables=VARIABLES))
PUT_IN = PutIn(INSTANCE.labels)


def finding(line: int, message: str, *, column: int = 9, end: int = 0, **more: object) -> Finding:
    span = Span(line, column, end or line, column + 1)
    return Finding("a-rule", "schema", Severity.ERROR, Effect.REJECTED, message, "compose.yml", span, **more)  # type: ignore[arg-type]


MAIL, TOKEN, USERS, X, ROUTER, PLAIN, SHORT, DEFAULT, DEPLOY = 6, 8, 13, 14, 15, 16, 17, 18, 22


@rows(
    ("line", "message", "told"),
    [
        (13, "User `joe:summer` is not `name:hash`", "User `joe:***` is not `name:hash`"),
        (13, "Summer, midsummer and SUMMER; summ…, sum…", "***, mid*** and ***; ***…, sum…"),
        (13, "s3cretMail", "s3cretMail"),
        (
            13,
            "`summer` and `summer time`, `name`, `joe summer`, `m summer`",
            "`***` and `summer time`, `name`, `joe ***`, `m ***`",
        ),
        (6, "The address `s3cretMail` or s3cretMail", "The address `***` or ***"),
        (8, "It is s3cretToken", "It is ***"),
        (14, "It is plain", "It is plain"),
        (
            15,
            "`kaliope-x` is not there; `kaliope-x@docker`, `http.routers.kaliope-x`, kaliope",
            "`***-x` is not there; `***-x@docker`, `http.routers.***-x`, ***",
        ),
        (
            15,
            "`kaliope y`, `y kaliope`, `routers kaliope`, `http://kaliope`, `name: kaliope`",
            "`kaliope y`, `y kaliope`, `routers ***`, `http://***`, `name: kaliope`",
        ),
        (16, "`b.io` is not there", "`b.io` is not there"),
        (17, "`ab` is about ab `abc` and abc", "`***` is about *** `abc` and abc"),
        (18, "`winter` is not there", "`***` is not there"),
        (22, "autumn, spring or rain: `autumn,spring rain`", "***, *** or ***: `***`"),
        (12, "summer is not here", "summer is not here"),
        (20, "autumn is not here", "autumn is not here"),
    ],
)
def test_what_is_said_of_a_label_tells_no_secret_that_a_variable_puts_there(line: int, message: str, told: str) -> None:
    assert PUT_IN.without(finding(line, message)).message == told


@rows(
    ("column", "end", "is_masked"),
    [(1, 0, False), (9, 0, True), (60, 0, True), (90, 0, False), (1, 13, False), (9, 13, True), (9, 12, False)],
)
def test_a_finding_is_about_a_label_where_their_places_meet(column: int, end: int, is_masked: bool) -> None:
    line = 12 if end else USERS
    found = PUT_IN.without(finding(line, "summer", column=column, end=end)).message
    assert found == ("***" if is_masked else "summer")


@rows("secret", ["summer", "!summer"])
def test_other_places_count_and_all_words_of_a_finding_are_masked(secret: str) -> None:
    put_in = PutIn(instance_of({"compose.yml": COMPOSE}, host=HostFacts(variables={"USER_PASSWORD": secret})).labels)
    span = Span(USERS, 9, USERS, 10)
    fix = Fix(f"{secret} is it", True, (Edit("compose.yml", 1, 2, "x"),))
    related = (Related("compose.yml", span, secret), Related("other.yml", span, secret))
    told = put_in.without(
        finding(
            12, secret, help=secret, path=f"a.{secret}", object=f"o.{secret}", disables=(f"{secret}.o",),
            related=related, fix=fix, cause=secret,
        )
    )  # fmt: skip
    assert (told.message, told.help, told.path, told.object, told.cause) == ("***", "***", "a.***", "o.***", "***")
    assert told.disables == ("***.o",)
    assert [one.message for one in told.related] == ["***", "***"]
    assert told.fix is not None and told.fix.title == "*** is it"


@rows(("text", "is_kept"), [("joe:summer", False), ("joe:winter", True), ("SUMMER", False)])
def test_no_fix_writes_what_a_variable_holds(text: str, is_kept: bool) -> None:
    fix = Fix("Write it", True, (Edit("compose.yml", 1, 2, "fine"), Edit("compose.yml", 3, 4, text)))
    assert (PUT_IN.without(finding(USERS, "Look", fix=fix)).fix is not None) is is_kept
    untouched = finding(PLAIN, "Look", fix=fix)
    assert PUT_IN.without(untouched) is untouched


def test_words_of_labels_that_hold_a_secret() -> None:
    assert put_in_words(INSTANCE.labels) == {"autumn,spring rain", "aS3cretb", "as3cretb"}
    assert put_in_words(None) == frozenset()


@rows(
    ("value", "public", "told"),
    [
        ("summer", (), False),
        ("summers", (), False),
        ("summertime", (), True),
        ("Summer", (), True),
        ("summer1", (), True),
        ("s-mmer", (), True),
        ("Summer", ("Summer",), False),
        ("summertime", ("summertime",), False),
        ("summertime", ("summer",), True),
        ("traefiklint", (), False),
        ("credentials", (), False),
        ("passwords", (), False),
    ],
)
def test_whether_a_secret_is_one_by_its_letters(value: str, public: tuple[str, ...], told: bool) -> None:
    assert tells(value, public) is told


@rows(
    ("text", "name", "is_one"),
    [
        ("shop: {", "shop", True),
        ("'shop' : {", "shop", True),
        ('"shop"= 1', "shop", True),
        ("[http.routers.shop]", "shop", True),
        ('[http.routers."shop"]', "shop", True),
        ("http.routers.shop.rule", "shop", True),
        ("[ shop ]", "shop", True),
        ("SHOP: 1", "shop", True),
        ("myshop: 1", "shop", False),
        ("my-shop: 1", "shop", False),
        ("my.shop: 1", "shop", False),
        ("shops: 1", "shop", False),
        ("- shop", "shop", False),
        ("service: shop", "shop", False),
        ("a.b: 1", "a.b", True),
        ("axb: 1", "a.b", False),
    ],
)
def test_whether_a_text_that_nobody_understands_has_a_key(text: str, name: str, is_one: bool) -> None:
    assert is_key(text, name) is is_one
