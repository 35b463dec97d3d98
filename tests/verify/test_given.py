"""What is printed anew for Traefik is the same to it: the same tree, and the same verdict."""

from __future__ import annotations

import re

import pytest

from tests.corpus.cases import load_cases
from tests.each import rows
from tests.traefik_versions import NEWEST, VERSIONS
from tests.verify.sandboxed import CONTACTS, OPTIONS, verify
from traefiklint.decoding.file import read_document
from traefiklint.errors import TraefiklintError
from traefiklint.findings import Effect
from traefiklint.model.fields import CERTIFICATE, DIGEST_USERS, PRIVATE_KEY, USERS
from traefiklint.text.nodes import Mapping, Node, Scalar, walk
from traefiklint.verify import given as giving
from traefiklint.verify.given import GivenFile, given, plain_names
from traefiklint.yaml.scalars import resolve


def give(name: str, text: str) -> GivenFile:
    return given(text, read_document(name, text, templates=False), lambda _: True, lambda _: "")


def plain(root: Node | None) -> list[object]:
    """A tree as values that compare, without a limit of depth."""
    values: list[object] = []
    for node, _ in walk(root) if root is not None else ():
        inside = node.pairs if isinstance(node, Mapping) else getattr(node, "items", ())
        values.append(resolve(node) if isinstance(node, Scalar) else (type(node), len(inside)))
    return values


@pytest.mark.slow
def test_every_file_of_the_corpus_is_printed_to_the_same_tree() -> None:
    count = 0
    wrong = []
    for case in load_cases(NEWEST):
        for name, text in case.files.items():
            if not isinstance(text, str) or "{{" in text:
                continue
            document = read_document(name, text, templates=False)
            if document.root is None or any(problem.effect is Effect.REJECTED for problem in document.diagnostics):
                continue
            printed = giving._Printer(name, lambda _: True, lambda _: "")
            made = printed.print(document.root)
            if printed.changed:
                continue
            again = read_document(name, made.replace('{{"{{"}}', "{{"), templates=False)
            count += 1
            if plain(again.root) != plain(document.root):
                wrong.append((case.id, name, made))
    assert count > 1000
    assert wrong == []


@rows("name", [*OPTIONS, *CONTACTS])
def test_a_file_that_names_others_is_given_without_them(name: str) -> None:
    text = {**OPTIONS, **CONTACTS}[name].replace("PATH", "/secret/path").replace("PORT", "4711")
    if "{{" in text:
        return
    made = give(name, text)
    assert "/secret/path" not in str(made.text)
    assert "4711" not in str(made.text) or name == "redis.yml"
    assert "minIdleConns" not in str(made.text)


def test_a_file_that_names_none_is_given_as_it_is() -> None:
    text = "http: {services: {healthCheck: {loadBalancer: {servers: [{url: 'http://key'}]}}}} # usersFile: /etc\n"
    assert give("a.yml", text) == GivenFile(text)


def test_a_text_without_a_tree_has_other_names_for_the_options() -> None:
    made = give("a.yml", "http: {middlewares: {m: {basicAuth: {usersFile: /etc/passwd, UsersFile: a}}}\n")
    assert made.defused
    assert "usersFil~" in str(made.text)
    assert (
        plain_names("field not found, node: usersFil~ and HEALTHCHEC~")
        == "field not found, node: usersFile and HEALTHCHECk"
    )


@pytest.mark.slow
def test_a_file_that_grows_beyond_all_bounds_is_an_error_with_its_name() -> None:
    long = "x" * 200
    text = f"tls: {{certificates: [{{certFile: a}}]}}\nx-a: &a [{f'{long}, ' * 1500}]\nx-b: [{'*a, ' * 80}]\n"
    with pytest.raises(TraefiklintError, match=r"`a\.yml` grows beyond 16 MB"):
        give("a.yml", text)


@pytest.mark.traefik
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", ["users.yml", "digest.yml", "certificates.yml", "several.yml", "tcp.yml", "toml.toml"])
def test_stand_ins_are_good_to_every_traefik(name: str, version: str) -> None:
    done = verify(name, OPTIONS[name].replace("PATH", "/nowhere"), version=version)
    assert [finding.rule for finding in done.report.findings] == ["traefik-cannot-know"]


def test_every_kind_of_file_has_a_stand_in() -> None:
    kinds = {field.opens for section in _sections() for field in section.fields.values()} - {""}
    assert kinds == {CERTIFICATE, PRIVATE_KEY, USERS, DIGEST_USERS}


def test_the_files_that_traefik_says_it_opens_are_declared() -> None:
    """Every option whose name says that it is a file, or certificate authorities, is declared as one that opens."""
    telling = re.compile(r"(?i)file|^(rootCAs|ca|cert|key)$")
    named = {
        (section.__name__, field.key): bool(field.opens)
        for section in _sections()
        for field in section.fields.values()
        if telling.search(field.key)
    }
    assert len(named) > 12
    assert [option for option, opens in named.items() if not opens] == []


def _sections() -> set[type]:
    from traefiklint.model.configuration import Configuration

    found: set[type] = set()
    waiting: list[type] = [Configuration]
    while waiting:
        section = waiting.pop()
        if section not in found:
            found.add(section)
            waiting += [field.of for field in section.fields.values() if field.of]  # type: ignore[attr-defined]
    return found
