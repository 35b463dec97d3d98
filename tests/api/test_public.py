"""What `import traefiklint` offers: typed, light, and complete."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import traefiklint
from traefiklint import Options, UsageError, explain, fix_texts, lint_paths, lint_texts, route, rules

SHOP = """\
http:
  routers:
    shop:
      rule: Host(`shop.example.com`)
      service: shop
      middlewares: [nobody]
  services:
    shop:
      loadBalancer:
        servers: [{url: "http://shop:8080"}]
"""


def test_every_public_name_is_there_and_has_a_home_that_a_type_checker_finds() -> None:
    source = Path(traefiklint.__file__).read_text("utf-8")
    for name in traefiklint.__all__:
        assert getattr(traefiklint, name) is not None
        if name != "__version__":
            assert name in source.partition("__all__ = ")[0], f"{name} is not imported for type checkers"
    assert Path(traefiklint.__file__).with_name("py.typed").is_file()
    with pytest.raises(AttributeError, match="lint_text"):
        _ = traefiklint.lint_text


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, traefiklint\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules} & {'pydantic', 'ruamel', 'tomlkit', 'typing'}))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, cwd=Path.cwd())
    assert (done.stdout, done.stderr) == ("\n", "")


def test_paths_are_texts_or_paths_one_or_many(tmp_path: Path) -> None:
    file = tmp_path / "shop.yml"
    file.write_text(SHOP, "utf-8")
    reports = [lint_paths(given) for given in (file, str(file), [file], [str(file)], (tmp_path,), iter([file]))]
    assert {len(report.findings) for report in reports} == {len(reports[0].findings)} != {0}
    assert all("unknown-middleware" in {finding.rule for finding in report.findings} for report in reports)


def test_a_static_configuration_has_the_form_of_the_files(tmp_path: Path) -> None:
    static = "entryPoints: {http: {address: ':80'}}\n"
    text = SHOP.replace("      service", "      entryPoints: [web]\n      service")
    (tmp_path / "traefik.yml").write_text(static, "utf-8")
    (tmp_path / "apps").mkdir()
    (tmp_path / "apps" / "shop.yml").write_text(text, "utf-8")
    reports = [
        lint_texts({"shop.yml": text}, static),
        lint_texts({"shop.yml": text, "x.yml": static}, roles={"x.yml": "static"}),
        lint_paths(tmp_path / "apps", tmp_path / "traefik.yml"),
        lint_paths(tmp_path / "apps", tmp_path / "traefik.yml", options=Options(strict=True)),
    ]
    for report in reports:
        assert "unknown-entrypoint" in {finding.rule for finding in report.findings}


def test_compose_files_stand_among_the_files_and_roles_say_what_the_name_does_not() -> None:
    label = "traefik.http.routers.a.middlewares=nobody@docker"
    labels = f"['traefik.http.routers.a.rule=Path(`/`)', '{label}']"
    compose = f"services:\n  a:\n    image: x\n    ports: ['80']\n    labels: {labels}\n"
    for files, roles in (
        ({"shop.yml": SHOP, "compose.yml": compose}, None),
        ({"shop.yml": SHOP, "stack": compose}, {"stack": "compose"}),
    ):
        found = {(one.rule, one.file) for one in lint_texts(files, roles=roles).findings}
        assert ("unknown-middleware", "shop.yml") in found
        assert any(file != "shop.yml" for _, file in found), found


def test_what_is_not_there_is_said() -> None:
    for wrong in (
        lambda: lint_texts({}, target="2.11"),
        lambda: lint_texts({}, profile="dockploy"),
        lambda: fix_texts({}, target="2.11"),
        lambda: fix_texts({}, profile="dockploy"),
        lambda: route("http://a", {}, target="2.11"),
        lambda: route("http://a", {}, profile="dockploy"),
        lambda: lint_texts({"a.yml": ""}, roles={"a.yml": "labels"}),
        lambda: lint_texts({"a.yml": ""}, roles={"b.yml": "static"}),
        lambda: lint_texts({"a.yml": ""}, "api: {}\n", roles={"a.yml": "static"}),
        lambda: explain("unknown-middelware"),
    ):
        with pytest.raises(UsageError):
            wrong()
    with pytest.raises(UsageError) as raised:
        explain("unknown-middelware")
    assert raised.value.hint == "did you mean `unknown-middleware`?"


def test_fixes_are_made_in_texts() -> None:
    text = SHOP.replace("service: shop", "servise: shop").replace("      middlewares: [nobody]\n", "")
    assert fix_texts({"shop.yml": text}).texts == {}, "it is a guess what was meant"
    fixed = fix_texts({"shop.yml": text}, unsafe=True)
    assert fixed.texts == {"shop.yml": text.replace("servise", "service")}
    assert [finding.rule for finding in fixed.applied] == ["unknown-field"]
    assert fix_texts({"shop.yml": text}, unsafe=True, only=["other.yml"]).texts == {}


def test_routes_are_asked_of_texts_and_of_paths(tmp_path: Path) -> None:
    text = SHOP.replace("      middlewares: [nobody]\n", "")
    (tmp_path / "shop.yml").write_text(text, "utf-8")
    for files in ({"shop.yml": text}, tmp_path, [tmp_path / "shop.yml"]):
        answer = route("http://shop.example.com/cart", files)
        assert (answer.routers, answer.service, answer.entry_point) == (("shop@file",), "shop@file", "web")
        assert answer.loads and answer.details["requests"]
    nobody = route("http://other.example.com/", {"shop.yml": text}, headers={"X-Beta": "1"}, client_ip="203.0.113.7")
    assert (nobody.routers, nobody.service) == ((), "")


def test_the_rule_book_can_be_read() -> None:
    book = rules()
    assert len(book) == len({page.id for page in book}) > 200
    page = explain("unknown-middleware")
    assert page in book
    assert page.category == "reference" and page.markdown.startswith("# ")


def test_a_text_without_its_name_is_refused_in_words() -> None:
    with pytest.raises(UsageError, match="texts by their names"):
        lint_texts("http:")  # type: ignore[arg-type]
