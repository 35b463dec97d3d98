"""Traefik opens no file of the machine while it is asked, but copies that the user allows: shown by pipes that tell."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.traefik_versions import NEWEST, traefik
from tests.verify.listening import Pipe
from tests.verify.sandboxed import OPTIONS, verify
from traefiklint.verify.oracle import Oracle

pytestmark = pytest.mark.traefik


@pytest.mark.parametrize("name", OPTIONS)
def test_no_file_of_the_machine_is_opened_even_where_the_system_closes_nothing(
    unconfined: None, tmp_path: Path, name: str
) -> None:
    with Pipe(tmp_path / "pipe").watched() as pipe:
        done = verify(name, OPTIONS[name].replace("PATH", str(pipe.path)))
        assert not pipe.opened.is_set()
    assert done.verdict.loads
    assert [finding.rule for finding in done.report.findings] == ["traefik-cannot-know"]
    assert str(pipe.path) in done.report.findings[0].message
    assert done.disagreements == ()


@pytest.mark.parametrize("name", ["users.yml", "certificates.yml", "toml.toml"])
def test_the_same_files_are_opened_where_they_are_given_as_they_are(tmp_path: Path, name: str) -> None:
    with Pipe(tmp_path / "pipe").watched() as pipe, Oracle(traefik(NEWEST), confined=False) as oracle:
        oracle.check({name: OPTIONS[name].replace("PATH", str(pipe.path))})
        assert pipe.opened.wait(600)


def test_the_system_lets_no_file_be_opened_where_it_can(tmp_path: Path) -> None:
    users = tmp_path / "users"
    users.write_text("a:b\n")
    with Oracle(traefik(NEWEST)) as oracle:
        if not oracle.protection.files:
            pytest.skip("this system cannot close files")
        verdict = oracle.check({"a.yml": OPTIONS["users.yml"].replace("PATH", str(users))})
        assert "permission denied" in str(verdict.objects["middlewares"]["m@file"].errors)


def test_what_a_file_holds_itself_stays(tmp_path: Path) -> None:
    pem = "-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----\\n"
    text = f'tls: {{certificates: [{{certFile: "{pem}", keyFile: k}}]}}\n'
    rules = [finding.rule for finding in verify("a.yml", text).report.findings]
    assert "traefik-complains" in rules


def test_a_text_that_cannot_be_read_names_no_file(unconfined: None, tmp_path: Path) -> None:
    with Pipe(tmp_path / "pipe").watched() as pipe:
        text = OPTIONS["users.yml"].replace("PATH", str(pipe.path)) + "  a: [\n"
        done = verify("a.yml", text)
        assert not pipe.opened.is_set()
    assert {finding.rule for finding in done.report.findings} == {"traefik-refuses"}
    assert done.disagreements == ()


# Files that the user allows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What lies below, beside and behind links of a folder with the server's files."""
    found = tmp_path / "server"
    (found / "etc").mkdir(parents=True)
    (found / "etc" / "users").write_text("anna:$apr1$abc$defghijklmnopqrstuvwxyz\n")
    (found / "etc" / "bad").write_text("machine planted.example.com password planted-474\n")
    (tmp_path / "outside").write_text("anna:planted-475\n")
    (found / "link").symlink_to(tmp_path / "outside")
    (found / "inner").symlink_to("etc/users")
    (found / "folder").symlink_to(tmp_path)
    os.mkfifo(found / "pipe")
    return found


@pytest.mark.parametrize("path", ["/etc/users", "etc/users", "/inner", "WHOLE/etc/users", "/etc/../etc/users"])
def test_a_file_below_the_folder_is_used(folder: Path, path: str) -> None:
    text = OPTIONS["users.yml"].replace("PATH", path.replace("WHOLE", str(folder)))
    assert verify("a.yml", text, files_from=str(folder)).report.findings == ()


@pytest.mark.parametrize(
    "path",
    [
        "/link",
        "../outside",
        "/etc/../../outside",
        "/folder/outside",
        "/etc/passwd",
        "/pipe",
        "/etc",
        "/no",
        "WHOLE/../outside",
    ],
)
def test_a_file_elsewhere_is_not(folder: Path, path: str) -> None:
    text = OPTIONS["users.yml"].replace("PATH", path.replace("WHOLE", str(folder)))
    (finding,) = verify("a.yml", text, files_from=str(folder)).report.findings
    assert (finding.rule, finding.line) == ("traefik-cannot-know", 1)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("users.yml", "`/etc/bad` cannot be read as a list of users"),
        ("digest.yml", "`/etc/bad` cannot be read as a list of digest users"),
        ("certificates.yml", "`/etc/bad` cannot be read as a certificate"),
        ("forward.yml", "`/etc/bad` cannot be read as a certificate"),
    ],
)
def test_a_bad_file_is_named_and_nothing_of_it_is_shown(folder: Path, name: str, words: str) -> None:
    done = verify(name, OPTIONS[name].replace("PATH", "/etc/bad"), files_from=str(folder))
    said = " ".join(f"{finding.message} {finding.help}" for finding in done.report.findings)
    assert words in said
    assert not any(piece in said for piece in ("machine", "planted", "474", "file-0"))
