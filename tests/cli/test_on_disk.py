"""What the static configuration leads to on the disk: looked at where Traefik surely sees the same, noted where not."""

from __future__ import annotations

import json

from tests.cli.running import Runner
from tests.each import rows

STATIC = """\
entryPoints: {{web: {{address: ":80"}}}}
certificatesResolvers: {{le: {{acme: {{email: a@example.com, storage: {storage}, tlsChallenge: {{}}}}}}}}
"""
COMPOSE = """\
services:
  traefik:
    image: traefik:v3.6
    command:
      - --entryPoints.web.address=:80
      - --certificatesResolvers.le.acme.storage=/le/acme.json
      - --certificatesResolvers.le.acme.tlsChallenge=true
    volumes: ["{volume}"]
"""


def keep(cli: Runner, name: str, text: str, mode: int) -> None:
    cli.write({name: text})
    (cli.folder / name).chmod(mode)


@rows(
    ("text", "mode", "said"),
    [
        ("{}", 0o600, ""),
        ("", 0o600, ""),
        ("{}", 0o400, ""),
        ("{}", 0o640, "its mode is 640 here"),
        ("[]", 0o600, "holds no JSON object"),
        ("{not json", 0o600, "is not JSON"),
        ('{"Account": {}, "Certificates": null}', 0o600, "Traefik does not start, because `"),
        ('{"Account": {}, "Certificates": null}', 0o644, "its mode is 644 here"),
    ],
)
@rows("how", ["beside", "mounted", "mounted folder"])
def test_the_storage_of_certificates_is_one_that_traefik_takes(
    cli: Runner, text: str, mode: int, said: str, how: str
) -> None:
    keep(cli, "le/acme.json", text, mode)
    if how == "beside":
        cli.write({"traefik.yml": STATIC.format(storage="le/acme.json")})
    else:
        volume = "./le/acme.json:/le/acme.json" if how == "mounted" else "./le:/le"
        cli.write({"compose.yml": COMPOSE.format(volume=volume)})
    ran = cli("lint", "--format", "concise")
    found = [line for line in ran.out.splitlines() if "[acme-storage-file]" in line]
    assert len(found) == bool(said)
    assert all(said in line and "le/acme.json" in line for line in found)
    assert ran.status == ("does not start" in said)


KEPT = '{"le": {"Account": {"PrivateKey": "MII%s"}}}' % ("A" * 80)


@rows(
    ("text", "mode", "is_in_repository", "severity"),
    [
        ("", 0o644, False, "info"),
        ("{}", 0o664, False, "info"),
        ("", 0o666, False, "warning"),
        (KEPT, 0o644, False, "info"),
        (KEPT, 0o640, False, "warning"),
        (KEPT, 0o644, True, "warning"),
        ("", 0o644, True, "warning"),
    ],
)
def test_the_mode_of_a_storage_in_a_copy_may_be_that_of_the_copying(
    cli: Runner, text: str, mode: int, is_in_repository: bool, severity: str
) -> None:
    keep(cli, "le/acme.json", text, mode)
    cli.write({"traefik.yml": STATIC.format(storage="le/acme.json")})
    if is_in_repository:
        (cli.folder / ".git").mkdir()
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    told = [one["severity"] for one in found if one["rule"] == "acme-storage-file"]
    assert told == [severity]


@rows("storage", ["/srv/acme.json", "certificates/acme.json"])
def test_what_is_not_at_hand_is_noted_and_not_judged(cli: Runner, storage: str) -> None:
    cli.write({"traefik.yml": STATIC.format(storage=storage)})
    assert f"not looked at, because it is not at hand: `{storage}`" in cli("lint", "traefik.yml").out
    told = json.loads(cli("lint", "traefik.yml", "--format", "json").out)
    assert told["findings"] == []
    assert storage in told["coverage"]["notes"][0]


def test_a_named_volume_is_not_at_hand(cli: Runner) -> None:
    cli.write({"compose.yml": COMPOSE.format(volume="certificates:/le")})
    ran = cli("lint")
    assert "[acme-storage-file]" not in ran.out
    assert "not at hand: `/le/acme.json`" in ran.out


def test_files_without_a_static_configuration_have_no_such_note(cli: Runner) -> None:
    cli.write({"a.yml": "http:\n  services:\n    a: {loadBalancer: {servers: [{url: http://a}]}}\n"})
    assert "not looked at" not in cli("lint", "a.yml").out
