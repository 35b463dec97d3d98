"""Commands, health checks and variables of compose files: secrets are covered and come back, the rest stays."""

from __future__ import annotations

import re
from pathlib import Path

from tests.each import each, rows
from traefiklint.sync.covering import cover, uncover
from traefiklint.sync.history import History
from traefiklint.sync.memory import Memory
from traefiklint.sync.remote import ComposeFile
from traefiklint.sync.sides import Sides
from traefiklint.sync.workspace import Workspace
from traefiklint.text.masks import masked_source

SECRETS = """\
command: redis-server --requirepass ?
command: [redis-server, --masterauth, "?"]
command: sh -c "exec redis-server --requirepass \\"?\\""
command: sh -c 'echo "requirepass ?" > /c && redis-server /c'
environment: {A: "${A_TOKEN:+?}", B: "${B_TOKEN:=?}", C: "${C_TOKEN:-?}", D: "${D_TOKEN+?}", E: "${E_TOKEN=?}"}
environment: {PASSWORD: "before${X:+?}"}
environment: ["LEVEL=${ADMIN_PASSWORD:+?}", "URL=redis://:${X:-?}@h", "ARGS=--requirepass ?", "REDIS_AUTH=?"]
environment: {REDIS_URL: "redis://:?@redis:6379/0", DATABASE_URL: "postgres://app:?@db/x", SENTRY: "https://?@o1.example.com/1"}
environment: {MONGO: "mongodb://root:?@a:1,b:2/x?authSource=admin", DSN: "app:?@tcp(db:3306)/x", NEO4J_AUTH: neo4j/?}
environment: {ADO: "Server=db;User Id=sa;Password=?;Encrypt=false", LIB: "host=db user=app password=? dbname=x"}
environment: ["TOKEN=-?", "TOKEN=--?", "JAVA_OPTS=-Xmx1g -Dspring.datasource.password=?"]
command: serve --password=-? --token="-?" --secret '-?'
command: serve --password (?
command: serve --password "?&?;?"
command: ["--password=-?", "--token=(?"]
command: [serve, --password, "-?"]
command: ["serve", "-password", "?"]
command: PGPASSWORD=-? psql
command: docker run -e "DB_PASSWORD=?" x
healthcheck: {test: mysql -p? -e 'select 1'}
healthcheck: {test: [CMD-SHELL, mysqladmin ping -uroot -p"?" || exit 1]}
healthcheck: {test: [CMD, /usr/bin/mariadb-admin, ping, -h, localhost, "-p?"]}
healthcheck: {test: [CMD, redis-cli, -a, "?", ping]}
healthcheck: {test: [CMD-SHELL, "redis-cli --pass ? ping | grep PONG"]}
healthcheck: {test: [CMD, curl, -fsu, "admin:?", "http://localhost"]}
healthcheck: {test: "curl --user admin:? -H 'Authorization: Basic ?' -H 'Cookie: ?; ?' http://localhost"}
healthcheck: {test: [CMD, curl, -H, "X-Api-Key:?", "http://localhost"]}
healthcheck: {test: "wget --header 'X-Vault-Token: ?' --header=\\"Authorization: Bearer ?\\" -qO- http://x"}
healthcheck: {test: [CMD, wget, "--header=Authorization: Basic ?", "http://x"]}
healthcheck: {test: /opt/mssql-tools/bin/sqlcmd -S localhost -U sa -P ? -Q 'select 1'}
healthcheck: {test: "mongosh -u root -p ? --eval 'db.stats()'"}
healthcheck: {test: ldapsearch -x -D cn=admin -w ? -b dc=x}
healthcheck: {test: mosquitto_sub -p 1883 -u me -P ? -t x -C 1}
command: sshpass -p ? ssh -p 2222 box
command: echo x | docker login -u me -p ? ghcr.io
command: openssl enc -aes256 -pass pass:?
command: x --env="POSTGRES_PASSWORD=?" --set='TOKEN=?' y
command: x JAVA_OPTS="-Ddb.password=?" --args="--password=?" y
command: serve --password $(echo ?)
command: serve --password=$(echo -n ?) TOKEN=`printf %s ?` --secret "$(echo ?)"
command: sh -c "x $(mysql -p? -e 1)"
command: serve --password "? ; ?" --token 'a&?'
environment: {TOKEN_AUTH: swordfish?, SECRET_AUTH: "?", DB_PASSWORD_AUTH: "?"}
command: psql -c "ALTER USER app WITH PASSWORD '?'"
command: mysql -e "CREATE USER x IDENTIFIED BY '?'"
"""
LINES = [line for line in SECRETS.splitlines() if line]

# Lines whose quotes do not come in pairs, or belong to several shells: nobody can say what the words are.
ODD_QUOTES = """\
command: serve isn't --token='a ?'
command: serve don't --password 'a ?'
command: echo isn't && TOKEN='?' serve
command: serve "--password=?
command: serve -e 'DB_PASSWORD=?
command: serve '--token=? && x
command: sh -c TOKEN="a ?" x
command: serve -a "x y PASSWORD="a ?"
"""

PLAIN = """\
command: mysqladmin ping -h localhost -p$$MYSQL_ROOT_PASSWORD
command: mysql -p"$$MYSQL_ROOT_PASSWORD" -uroot -P 3306
command: mysqldump -u root -p shop
command: sh -c 'redis-server ${REDIS_PASSWORD:+--requirepass $REDIS_PASSWORD}'
command: redis-server --requirepass ${REDIS_PASSWORD:?must be set} --appendonly yes
command: serve --password $(cat /run/secrets/db) --token `cat /t` --secret "$(cat /s)"
command: [sh, -c, "serve --token $TOKEN; sleep 1"]
command: mkdir -p /data && cp -a /x /y && ssh -p 2222 box && docker run -p 80:80 -u 1000:1000 x
command: [nginx, -p, /etc/nginx, -u, app]
command: [psql, -p, "5432", -U, app, -w]
command: curl -fsS -o /dev/null -u $USER:$PASSWORD http://localhost:8080/health
command: serve --password --verbose --token -v --secret -quiet
command: serve --password $(echo $TOKEN) --token `echo "$TOKEN" | base64 -d`
command: serve --password-file /run/secrets/db --pass-host-header
environment: {TOKEN: "${TOKEN:?must be set}", SECRET: "${SECRET:-}", API_KEY: "${API_KEY:-${KEY}}"}
environment: {LEVEL: "${LOG:-info}"}
environment: {RABBITMQ_AUTH: plain, SMTP_AUTH: login, NEO4J_AUTH: none}
environment: {WITH: "${DB_PASSWORD:+set}", ARGS: "${DB_PASSWORD:+--requirepass ${DB_PASSWORD}}"}
healthcheck: {test: [CMD, curl, -H, "Host: example.com", "http://localhost"]}
image: redis:7.2-alpine
depends_on: {redis: {condition: service_healthy}}
"""


def compose(line: str, service: str = "redis") -> str:
    return f"services:\n  {service}:\n    restart: always\n    {line}\nvolumes:\n  redis:\n    name: shop-redis\n"


def filled(line: str) -> tuple[str, list[str]]:
    """The line with a secret of its own in each of its gaps."""
    secrets: list[str] = []

    def secret(_: re.Match[str]) -> str:
        secrets.append(f"q7Rb2k{len(secrets)}w93xZ")
        return secrets[-1]

    return re.sub(r"\?(?!authSource)", secret, line), secrets


@each(LINES, str)
def test_a_secret_of_a_command_or_a_variable_is_covered_and_comes_back(line: str) -> None:
    written, secrets = filled(line)
    text = compose(written)
    covered = cover(text)
    assert [secret for secret in secrets if secret in covered] == []
    assert uncover(covered, text) == (text, ())
    assert cover(covered) == covered, "what is covered has nothing more to cover"


@each(ODD_QUOTES.splitlines(), str)
def test_a_secret_is_covered_whatever_the_quotes_around_it_are_worth(line: str) -> None:
    written, secrets = filled(line)
    text = compose(written)
    assert [secret for secret in secrets if secret in cover(text)] == []
    assert uncover(cover(text), text) == (text, ())


@each(LINES, str)
def test_it_is_covered_in_a_text_too_that_is_no_yaml(line: str) -> None:
    written, secrets = filled(line)
    text = compose(written) + "broken: [\n"
    assert [secret for secret in secrets if secret in cover(text)] == []
    assert uncover(cover(text), text) == (text, ())


@each(PLAIN.splitlines(), str)
def test_what_only_says_where_a_secret_is_stays(line: str) -> None:
    assert cover(compose(line)) == compose(line)


ENDS = """\
command: x;PASSWORD=? y --port 80
command: sh -c "if x; then PASSWORD=?;fi"
command: sh -c 'PASSWORD=?;x'
command: (PASSWORD=?) && y
command: (TOKEN=? y)
command: A=1;PASSWORD=?&TOKEN=?;x
command: mysql -p?;x -y
command: serve --password ?|tee /x
command: serve --token=?&& curl -u admin:?; y
command: docker run -e PASSWORD="? ;"x ;y
healthcheck: {test: "test -f /x&&PGPASSWORD=? psql -U a || exit 1"}
healthcheck: {test: [CMD-SHELL, "test -f /x&&PGPASSWORD=? psql -U a || exit 1"]}
"""


@each(ENDS.splitlines(), str)
def test_a_value_ends_where_its_command_does(line: str) -> None:
    written, secrets = filled(line)
    covered = cover(compose(written))
    for number, secret in enumerate(secrets, 1):
        written = written.replace(secret, f"REDACTED-{number}-by-traefiklint")
    if '"? ;"' not in line:
        assert covered == compose(written)
    assert covered.partition(" ;y")[0].count("REDACTED") == len(secrets)


def test_what_stands_behind_a_secret_can_be_changed() -> None:
    text = compose("command: x;PASSWORD=q7Rb2k1w93xZ y --port 80")
    assert uncover(cover(text).replace("80", "81 -v"), text) == (text.replace("80", "81 -v"), ())


@rows(
    ("server", "here"),
    [
        ("environment: {PASSWORD: q7Rb2k1w93xZ psql -U a}", "environment: {PASSWORD: ? psql -U a}"),
        ("command: ['PASSWORD=q7Rb2k1w93xZ x || exit 1']", "command: ['PASSWORD=? x || exit 1']"),
        ("command: serve --password 'q7Rb2k1w93xZ;fi'", "command: serve --password '?;fi'"),
    ],
)
def test_a_sign_that_covered_less_is_not_filled_twice(server: str, here: str) -> None:
    signed = compose(here.replace("?", "REDACTED-1-by-traefiklint"))
    assert uncover(signed, compose(server)) == (signed, ("number 1",))


def test_signs_that_covered_more_at_the_last_pull_are_refused_and_those_of_this_version_are_not(tmp_path: Path) -> None:
    server = compose("command: x;PASSWORD=q7Rb2k1w93xZ y --port 80")
    former = compose("command: x;PASSWORD=REDACTED-1-by-traefiklint")
    memory = Memory(Workspace(tmp_path, tmp_path / "apps"))
    app = ComposeFile(id="1", name="web", app_name="compose/web")
    for pulled, missing in ((former, ("number 1",)), (cover(server), ())):
        memory.save_pulled(app.app_name, pulled, server)
        here = pulled.replace("always", "no")
        assert Sides(app, here, server, memory, History(tmp_path)).filled(here)[1] == missing


@rows("name", ["redis", "basicauth", "httpauth", "eab"])
def test_a_service_may_have_the_name_of_an_option_of_traefik(name: str) -> None:
    text = compose("image: redis:7\n    container_name: cache1\n    volumes: ['redis:/data']", name)
    assert cover(text) == text


@rows("name", ["secrets", "configs", "networks", "services", "volumes", "depends_on"])
def test_a_middleware_may_have_the_name_of_a_section_of_compose(name: str) -> None:
    middlewares = f"http:\n  middlewares:\n    {name}:\n      "
    users = middlewares + "basicAuth: {usr: bobsecretpw}\n"
    header = middlewares + "headers: {customRequestHeaders: {X-Foo: abc123def4567}}\n"
    plugin = middlewares + "plugin: {x: {y: abc123def4567}}\n"
    assert "bobsecretpw" not in masked_source(users)
    assert "abc123def4567" not in masked_source(header) + masked_source(plugin)


def test_a_line_that_goes_on_in_escapes_is_covered() -> None:
    text = compose(r'command: "serve \\\n--password q7Rb2k1w93xZ \\\n--token=q7Rb2k2w93xZ"')
    assert "q7Rb" not in cover(text)
    assert uncover(cover(text), text) == (text, ())


def test_a_line_that_goes_on_at_the_margin_hides_nothing_from_us() -> None:
    text = 'X = """serve \\\n--password hunter2pw \\\n--token=abc123x"""\n'
    shown = masked_source(text)
    assert "hunter2pw" not in shown
    assert "abc123x" not in shown
