"""Compose projects made at random, in the spellings that people use, and some that they had better not."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

NAMES = ("web", "api", "my_app", "worker", "db.main")
VARIABLES = ("DOMAIN", "PORT", "EMPTY", "TAG", "UNSET", "OTHER")
LABELS = (
    "traefik.enable",
    "traefik.http.routers.web.rule",
    "traefik.http.routers.web.tls",
    "traefik.http.services.web.loadbalancer.server.port",
    "traefik.http.middlewares.auth.basicauth.users",
    "traefik.docker.network",
    "com.example.note",
)
PLAIN = (
    "true", "True", "yes", "off", "8080", "010", "0x1F", "1_000", "1.10", "1.0", "1e3", ".5", "+1", "0o14", "0b11",
    "null", "~", "", "2024-01-01", "2001-12-14T21:59:43.10-05:00", "12:30", "a#b", "a # comment",
    "1e25", "0.00001", "123456789012345678901234567890", "web,websecure", "Host(`a.example.com`)", "-1", "1.",
)  # fmt: skip
TEXTS = (
    "Host(`${DOMAIN}`)", "Host(`${DOMAIN:-a.example.com}`) && Path(`/x`)", "$DOMAIN", "${PORT-80}", "${EMPTY:-none}",
    "${EMPTY-none}", "${TAG:+tagged}", "${UNSET:+tagged}", "${UNSET+x}", "${EMPTY+x}", "admin:$$apr1$$x$$y",
    "admin:$apr1$H6usk$IgX/", "^/api$", "$1/x", "a$ b", "${UNSET:-${DOMAIN:-deep}}", "${UNSET:-{a}}", "x${UNSET}y",
    "${UNSET:-}", "${TAG}${PORT}", "a=b=c", "it's", 'say "hi"', "back\\slash", "tab\there", "ünï", "${UNSET:-a:b/c}",
    "${UNSET:-a-b+c?d}", "$${DOMAIN}", "$$$DOMAIN", "${tag:-low}", "${UNSET:-$PORT} }",
)  # fmt: skip
BAD_TEXTS = ("${DOMAIN:?must be}", "${1}", "${DOMAIN", "${UNSET:?say it}", "${EMPTY:?}", "${-x}", "${DOMAIN!x}")


class Project(NamedTuple):
    """Files by path, the variables of the shell, the profiles asked for, and the files that are named (`-f`)."""

    files: dict[str, str]
    environment: dict[str, str]
    profiles: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    """Empty: Compose looks for them."""


def project(seed: int) -> Project:
    """The project of a number."""
    return _Maker(random.Random(seed)).project()


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.files: dict[str, str] = {}
        self.folder = ""
        """The folder of the file that is being made, with a slash."""

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def project(self) -> Project:
        chance = self.chance
        environment = {name: value for name, value in self.variables().items() if self.maybe(0.25)}
        if self.maybe(0.6):
            self.files[".env"] = self.env_text()
        main = chance.choice(("compose.yml", "compose.yaml", "docker-compose.yml"))
        self.files[main] = self.text(is_main=True)
        named: tuple[str, ...] = ()
        if self.maybe(0.35):
            self.files["compose.override.yml"] = self.text(is_override=True)
        if self.maybe(0.1):
            self.files["more/extra.yml"] = self.text(is_override=True)
            named = (main, "more/extra.yml")
        if self.maybe(0.05):
            self.files[main] += "---\n" + self.text(is_override=True)
        profiles = ("debug",) if self.maybe(0.3) else ()
        return Project(self.files, environment, profiles, named)

    def variables(self) -> dict[str, str]:
        return {"DOMAIN": "x.example.com", "PORT": "9000", "EMPTY": "", "TAG": "$DOMAIN v1", "OTHER": "a=b"}

    def env_text(self) -> str:
        forms = {
            "DOMAIN": ("DOMAIN=d.example.com", 'DOMAIN="d.example.com" # it', "export DOMAIN=d", "DOMAIN: d.com"),
            "PORT": ("PORT=7000", "PORT='7000'", "PORT = 7000"),
            "EMPTY": ("EMPTY=", 'EMPTY=""', "EMPTY= # none"),
            "TAG": ("TAG=v$PORT", 'TAG="a\\tb\\$c"', "TAG='$PORT'", "TAG=a#b #c", "TAG=${NOPE:-x}", 'TAG="two\nlines"'),
            "OTHER": ("OTHER", "OTHER=$$x", "# OTHER=1", "OTHER=${UNSET}"),
            "COMPOSE_PROFILES": ("COMPOSE_PROFILES=debug", ""),
            "COMPOSE_PROJECT_NAME": ("COMPOSE_PROJECT_NAME=named", "", "", ""),
        }
        lines = [self.chance.choice(form) for form in forms.values() if self.maybe(0.6)]
        self.chance.shuffle(lines)
        return "\n".join(lines) + self.chance.choice(("\n", ""))

    def text(self, *, is_main: bool = False, is_override: bool = False, depth: int = 0) -> str:
        """A compose file."""
        lines: list[str] = []
        if is_main and self.maybe(0.3):
            lines.append(
                "name: "
                + self.chance.choice(
                    ("shop", "My-Shop_2", "${TAG:-shop}", *(["${UNSET}"] if self.maybe(0.2) else []), '""')
                )
            )
        if self.maybe(0.4):
            lines += ["x-labels: &labels", *self.label_map(2)]
        if self.maybe(0.3):
            lines += ["x-list: &list", *self.label_list(2)]
        if depth < 2 and not is_override and self.maybe(0.25):
            lines += self.include(depth)
        # What Compose does where an included project has a service with a dot in its name, too, is its own affair.
        names = self.chance.sample(NAMES[:-1] if depth else NAMES, self.chance.randint(1, 3))
        lines.append("services:")
        has = (any(line.endswith("&labels") for line in lines), any(line.endswith("&list") for line in lines))
        for number, name in enumerate(names):
            anchor = " &first" if number == 0 and self.maybe(0.2) and not is_override else ""
            lines.append(f"  {name}:{anchor}")
            lines += self.service(names, number, has, depth, is_override=is_override)
            if anchor and len(names) > 1 and number == 0:
                lines += ["  copy:", "    <<: *first", *(["    command: run"] if self.maybe(0.5) else [])]
        lines += self.networks()
        if self.maybe(0.03):
            lines = self.damaged(lines)
        return "\n".join(lines) + "\n"

    def text_in(self, folder: str, *, depth: int, is_override: bool = False) -> str:
        """A compose file for a folder below the one at hand."""
        here, self.folder = self.folder, self.folder + folder
        text = self.text(depth=depth, is_override=is_override)
        self.folder = here
        return text

    def service(
        self, names: list[str], number: int, has: tuple[bool, bool], depth: int, *, is_override: bool
    ) -> list[str]:
        lines = []
        if self.maybe(0.85 if is_override else 0.98):
            lines.append("    image: example/app:${TAG:-1}")
        if number and self.maybe(0.15):
            lines.append(f"    extends: {names[0]}" if self.maybe(0.5) else f"    extends: {{service: {names[0]}}}")
        elif depth < 2 and self.maybe(0.15):
            path, name = self.extended(depth)
            lines += ["    extends:", f"      file: {path}", f"      service: {name}"]
        lines += self.labels("    ", has, is_override=is_override)
        options: tuple[Callable[[], list[str]], ...] = (
            self.command, self.environment, self.ports, self.attached, self.numbers, self.others, self.label_file,
        )  # fmt: skip
        for option in options:
            if self.maybe(0.3):
                lines += option()
        return lines or ["    image: x"]

    def labels(self, indent: str, has: tuple[bool, bool], *, is_override: bool) -> list[str]:
        tag = self.chance.choice((" !reset", " !override", "", "", "")) if is_override and self.maybe(0.4) else ""
        if tag == " !reset":
            return [f"{indent}labels: !reset {self.chance.choice(('[]', 'null', '{}'))}"]
        if has[0] and self.maybe(0.3):
            more = self.label_map(len(indent) + 2) if self.maybe(0.6) else []
            return [f"{indent}labels:{tag}", f"{indent}  <<: *labels", *more]
        if has[0] and self.maybe(0.15):
            return [f"{indent}labels: *labels"]
        if has[1] and self.maybe(0.2):
            return [f"{indent}labels: *list"]
        if self.maybe(0.04):
            return [
                f"{indent}labels: {self.chance.choice(('[]', '{}', 'null', '', 'a=b', '[[a]]', '{a: [b]}', '[true]'))}"
            ]
        rest = self.label_map(len(indent) + 2) if self.maybe(0.5) else self.label_list(len(indent) + 2)
        return [f"{indent}labels:{tag}", *rest]

    def label_map(self, indent: int) -> list[str]:
        names = self.chance.sample(LABELS, self.chance.randint(1, 4))
        if self.maybe(0.1):
            names.append("traefik.http.routers.${TAG}.rule")
        return [line for name in names for line in self.pair(" " * indent, name)]

    def pair(self, indent: str, name: str) -> list[str]:
        if self.maybe(0.15):
            sign = self.chance.choice((">", ">-", "|", "|-", ">+"))
            return [f"{indent}{name}: {sign}", f"{indent}  Host(`a.example.com`)", f"{indent}  || Host(`${{DOMAIN}}`)"]
        return [f"{indent}{name}: {self.scalar()}"]

    def label_list(self, indent: int) -> list[str]:
        return [f"{' ' * indent}- {self.item()}" for _ in range(self.chance.randint(1, 4))]

    def item(self) -> str:
        name = self.chance.choice(LABELS) if self.maybe(0.9) else "traefik.http.routers.${TAG}.rule"
        if self.maybe(0.1):
            return name
        text = self.raw() if self.maybe(0.7) else self.chance.choice(PLAIN)
        return self.quoted(f"{name}={text}")

    def scalar(self) -> str:
        return self.chance.choice(PLAIN) if self.maybe(0.5) else self.quoted(self.raw())

    def raw(self) -> str:
        return self.chance.choice(BAD_TEXTS if self.maybe(0.01) else TEXTS)

    def quoted(self, text: str) -> str:
        plain = not any(sign in text for sign in ("\t", ": ", " #", "{", "}")) and text[:1].isalpha()
        style = self.chance.choice(("'", '"', "plain"))
        if style == "plain" and plain:
            return text
        if style == "'":
            return "'" + text.replace("'", "''") + "'"
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'

    def command(self) -> list[str]:
        key = self.chance.choice(("command", "entrypoint"))
        words = (
            "--api --providers.docker=true --x='a b'", 'sh -c "run ${PORT} now"', "--rule='Host(`a b`)'", "a\\ b c",
            "${UNSET} run", "run > out", "null", "'it is' \"$$x\"", "--a=\"\" b", "''",
        )  # fmt: skip
        if self.maybe(0.5):
            return [f"    {key}: |-", f"      {self.chance.choice(words)}"]
        return [f"    {key}:", "      - --a=${DOMAIN}", "      - '--b c'"]

    def environment(self) -> list[str]:
        if self.maybe(0.2):
            self.files[self.folder + "app.env"] = self.env_text()
            return ["    env_file: app.env"]
        if self.maybe(0.5):
            return ["    environment:", f"      A: {self.scalar()}", "      DOMAIN:"]
        return ["    environment:", "      - A=${PORT:-1}", "      - DOMAIN", "      - A=2"]

    def ports(self) -> list[str]:
        some = (
            '"8080:80"', "80", '"53:53/udp"', '"127.0.0.1:8443:443"', '"3000-3002:3000-3002"', '"${PORT}:80"',
            '"${UNSET:-90}:90"', '"9000-9001"', '"[::1]:81:81"', "{target: 70, published: 7000, protocol: udp}",
            '{target: 71, published: "7001-7002", host_ip: 127.0.0.1}', '"8080:80"',
        )  # fmt: skip
        exposed = ('"80"', "81", '"82/udp"', '"90-92"', '"${PORT}"')
        lines = ["    ports:", *(f"      - {one}" for one in self.chance.sample(some, self.chance.randint(1, 3)))]
        if self.maybe(0.5):
            lines = lines if self.maybe(0.5) else []
            lines += ["    expose:", *(f"      - {one}" for one in self.chance.sample(exposed, 2))]
        return lines

    def attached(self) -> list[str]:
        form = self.chance.randrange(5)
        if form == 0:
            return ["    networks: [front, back]"]
        if form == 1:
            return ["    networks:", "      front:", "        aliases: [x]", "      default:"]
        if form == 2:
            return [
                "    network_mode: "
                + self.chance.choice(
                    ("host", "none", "bridge", "host", "${UNSET}", *(['"service:web"'] if self.maybe(0.2) else []))
                )
            ]
        return ["    networks:", "      - front"] if form == 3 else ["    networks: [proxy, default]"]

    def networks(self) -> list[str]:
        lines = ["networks:", "  front:", "  back:", "    name: ${TAG:-back}-net", "  proxy:"]
        lines += self.chance.choice(
            (["    external: true"], ["    external: true", "    name: real"], ["    driver: bridge"])
        )
        lines += ["volumes: {data: {}}"] if self.maybe(0.97) else []
        return lines if self.maybe(0.97) else ["networks: {front: {}, proxy: {external: true}}"]

    def numbers(self) -> list[str]:
        return self.chance.choice(
            (
                ["    scale: 2"], ["    deploy:", "      replicas: 3"], ["    deploy: {mode: global}"],
                ["    deploy:", "      replicas: ${UNSET:-0}", "      labels: [a=b, 'c=${PORT}']"],
                [f"    container_name: my-{self.chance.randrange(100)}-${{TAG:-one}}"], ['    scale: "${PORT:-4}"'],
                ["    deploy:", "      labels:", "        a: 1", "        b: ${DOMAIN}"],
            )
        )  # fmt: skip

    def others(self) -> list[str]:
        if self.maybe(0.03):
            return self.chance.choice(
                (["    hostname: 7"], ["    label: [a]"], ["    privileged: 'yes'"], ["    tty: {}"])
            )
        return self.chance.choice(
            (
                ["    profiles: [debug]"], ["    profiles: ['${UNSET:-debug}', other]"],
                ["    depends_on:", "      web: {condition: service_started, required: false}"],
                ["    healthcheck: {test: [NONE]}"], ["    healthcheck:", "      test: curl x", "      retries: 3"],
                ["    healthcheck: {disable: true}"], ["    volumes: [./a:/a:ro, /b:/b, data:/c]"], ["    tty: true"],
                ["    volumes:", "      - {type: bind, source: ./d, target: /d, read_only: true}", "      - /anon"],
                ["    x-more: {a: [1, 2]}"], ["    build: {context: ., labels: {a: b}}"], ["    restart: always"],
            )
        )  # fmt: skip

    def label_file(self) -> list[str]:
        lines = [f"{name}={self.chance.choice((self.raw(), 'a', chr(39) + '$x' + chr(39)))}" for name in LABELS[:3]]
        self.files[self.folder + "web.labels"] = (
            "# labels\n" + "\n".join(line for line in lines if self.maybe(0.7)) + "\n"
        )
        forms = ("web.labels", "[web.labels]", "./web.labels")
        return ["    label_file: " + ("gone.labels" if self.maybe(0.03) else self.chance.choice(forms))]

    def extended(self, depth: int) -> tuple[str, str]:
        path = f"common/base{depth}.yml"
        whole = self.folder + path
        if whole not in self.files:
            self.files[whole] = self.text_in("common/", depth=depth + 1)
        there = [name for name in NAMES if f"\n  {name}:" in self.files[whole]]
        return path, "gone" if not there or self.maybe(0.03) else self.chance.choice(there)

    def include(self, depth: int) -> list[str]:
        folder = f"part{depth}"
        below = f"{self.folder}{folder}"
        self.files[f"{below}/compose.yml"] = self.text_in(f"{folder}/", depth=depth + 1)
        if self.maybe(0.4):
            self.files[f"{below}/.env"] = self.env_text()
        form = self.chance.randrange(4)
        if form == 0:
            return ["include:", f"  - {folder}/compose.yml"]
        if form == 1:
            return ["include:", f"  - path: {folder}/compose.yml", "    project_directory: ."]
        if form == 2:
            self.files[f"{below}/more.yml"] = self.text_in(f"{folder}/", is_override=True, depth=2)
            return ["include:", f"  - path: [{folder}/compose.yml, {folder}/more.yml]"]
        self.files[self.folder + "inc.env"] = self.env_text()
        return ["include:", f"  - path: ./{folder}/compose.yml", "    env_file: [inc.env]"]

    def damaged(self, lines: list[str]) -> list[str]:
        at = self.chance.randrange(len(lines))
        form = self.chance.randrange(4)
        if form == 0:
            return [*lines[:at], lines[at], *lines[at:]]
        if form == 1:
            return [*lines[:at], *lines[at + 1 :]]
        return [*lines[:at], lines[at].replace(": ", ":", 1) if form == 2 else " " + lines[at], *lines[at + 1 :]]
