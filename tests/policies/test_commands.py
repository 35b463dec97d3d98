"""Policies on the command line: named in the settings, held, explained, tested, begun."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import cli  # noqa: F401 - the fixture
from tests.cli.running import Runner, app
from tests.cli.test_imports import imported
from tests.each import rows
from traefiklint.policies.sources import shipped
from traefiklint.policies.start import STARTS

HEADERS = """\
id: own-headers
about: router
where: router.isPublic
require: router.chain.exists(m, m.headers.stsSeconds > 0)
severity: error
summary: A router sends no security headers.
message: "`{router.name}` sends no security headers"
help: Put `security` before it.
examples:
  - wrong: |
      http:
        routers:
          shop:  # error[own-headers]: no security
            rule: Host(`shop.example.com`)
            service: noop@internal
  - right: |
      http:
        routers: {}
"""
SETTINGS = 'directories = ["apps"]\npolicies = ["policies"]\nprofile = "none"\n'


@pytest.fixture
def policies(cli: Runner) -> Runner:  # noqa: F811
    """A repository with one application and one policy that it violates."""
    cli.write({"traefiklint.toml": SETTINGS, "policies/headers.yml": HEADERS, "apps/shop.yml": app("shop")})
    return cli


def test_a_policy_is_a_rule_in_every_respect(policies: Runner) -> None:
    ran = policies("lint", "--format", "json")
    (finding,) = json.loads(ran.out)["findings"]
    assert (ran.status, finding["rule"], finding["category"], finding["effect"]) == (
        1, "own-headers", "policy", "advice",
    )  # fmt: skip
    assert policies("lint", "--ignore", "own-headers").status == 0
    assert policies("lint", "--ignore", "policy").status == 0
    assert policies("lint", "--select", "own-headers").status == 1
    assert policies("lint", "--select", "own-header").err.splitlines()[1] == "hint: did you mean `own-headers`?"
    for form in ("sarif", "github", "gitlab", "junit", "concise", "rdjson"):
        assert "own-headers" in policies("lint", "--format", form).out
    (rule,) = json.loads(policies("lint", "--format", "sarif").out)["runs"][0]["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == "A router sends no security headers."
    policies.write({"traefiklint.toml": SETTINGS + '[severity]\nown-headers = "warning"\n'})
    assert policies("lint").status == 0


def test_comments_and_baselines_keep_a_policy_silent(policies: Runner) -> None:
    assert policies("lint", "--write-baseline", "--baseline", "old.json").status == 0
    assert policies("lint", "--baseline", "old.json").status == 0
    text = app("shop").replace(
        "    shop:\n      rule", "    shop:  # traefiklint: ignore[own-headers] internal\n      rule"
    )
    policies.write({"apps/shop.yml": text})
    assert policies("lint", "--fail-on", "warning").status == 0
    policies.write(
        {
            "policies/headers.yml": HEADERS.replace(
                "router.chain.exists(m, m.headers.stsSeconds > 0)", "size(router.hosts) > 0"
            )
        }
    )
    assert "unused-suppression" in policies("lint").out


def test_a_policy_is_listed_with_its_origin_and_explained_by_its_page(policies: Runner) -> None:
    assert "policies/headers.yml" in policies("rules", "--category", "policy").out
    listed = json.loads(policies("rules", "--format", "json", "--category", "policy").out)
    assert {one["rule"]: one["origin"] for one in listed} == {
        "own-headers": "policies/headers.yml",
        "policy-failed": "traefiklint",
    }
    page = policies("explain", "own-headers").out
    assert page.startswith("# own-headers\n\nA router sends no security headers.\n")
    assert "where: router.isPublic" in page and "### Wrong" in page and "ignore[own-headers]" in page


def test_policies_that_cannot_be_read_are_an_error_of_the_settings(policies: Runner) -> None:
    policies.write({"policies/headers.yml": HEADERS.replace("stsSeconds", "stsSecond")})
    ran = policies("lint")
    assert ran.status == 2
    assert "policies/headers.yml:4:43: there is no option `stsSecond` in `m.headers`; did you mean" in ran.err
    policies.write({"traefiklint.toml": 'policies = ["elsewhere"]\n'})
    assert "the policies `elsewhere` do not exist" in policies("lint").err


def test_a_policy_that_fails_is_shown_in_its_own_file(policies: Runner) -> None:
    policies.write({"policies/headers.yml": HEADERS.replace("router.isPublic", "router.middlewares[2] == 'x'")})
    out = policies("lint").out
    assert "error[policy-failed]" in out and "where: router.middlewares" in out and "apps/shop.yml" not in out


def test_a_policy_that_fails_says_so_once_for_all_directories(policies: Runner) -> None:
    settings = SETTINGS.replace('["apps"]', '["apps", "more"]')
    text = HEADERS.replace("router.isPublic", "router.middlewares[2] == 'x'")
    policies.write({"traefiklint.toml": settings, "more/blog.yml": app("blog"), "policies/headers.yml": text})
    assert policies("lint", "--format", "concise").out.count("policy-failed") == 1


def test_what_comes_with_the_program_is_explained_before_anybody_takes_it_over(cli: Runner) -> None:  # noqa: F811
    assert cli("explain", "tls-1-3-only").out.startswith("# tls-1-3-only\n\nTLS options let clients use a version")
    assert cli("explain", "tls-1-4-only").status == 2


def test_the_examples_of_policies_are_run(policies: Runner) -> None:
    policies.write({"policies/headers.yml": HEADERS.replace("routers: {}", "middlewares: {a: {compress: {}}}")})
    ran = policies("policy", "test")
    assert (ran.status, ran.err) == (0, "1 policy: 2 of 2 examples are as they say\n")
    policies.write({"policies/headers.yml": HEADERS.replace("stsSeconds > 0", "stsSeconds == 0")})
    ran = policies("policy", "test")
    assert ran.status == 1
    assert "policies/headers.yml:16: own-headers, right example: failed\n  Traefik refuses the example:" in ran.out
    told = json.loads(policies("policy", "test", "--format", "json").out)
    assert [one["passed"] for one in told["examples"]] == [True, False]


def test_an_example_says_on_which_line_and_how_severe_a_finding_is(policies: Runner) -> None:
    policies.write(
        {"policies/headers.yml": HEADERS.replace("# error[own-headers]: no", "# warning[own-headers]: much")}
    )
    out = policies("policy", "test").out
    assert "there is no warning with `much security` at example.yml:3" in out
    assert "nobody expects this error: `shop` sends no security headers (example.yml:3:5)" in out


def test_policies_are_checked_without_any_files(policies: Runner) -> None:
    assert policies("policy", "check").status == 0
    policies.write({"policies/headers.yml": HEADERS.replace("where: router.isPublic", "where: router.isPublc")})
    ran = policies("policy", "check", "policies/headers.yml")
    assert ran.status == 1
    assert ran.out == (
        "policies/headers.yml:3:15: there is no option `isPublc` in `router`\n  hint: did you mean `isPublic`?\n"
    )


@rows("about", list(STARTS))
def test_a_new_policy_works_as_it_is(cli: Runner, about: str) -> None:  # noqa: F811
    assert cli("policy", "new", "my-first", "--about", about).status == 0
    assert cli("policy", "test").err == "1 policy: 2 of 2 examples are as they say\n"
    assert cli("policy", "check").status == 0
    assert "is there already" in cli("policy", "new", "my-first").err


@rows("name", sorted(shipped()))
def test_what_comes_with_the_program_is_as_its_examples_say(cli: Runner, name: str) -> None:  # noqa: F811
    ran = cli("policy", "test", f"policies/{name}")
    assert (ran.status, ran.out) == (0, "")
    assert "has no examples" not in ran.err
    assert cli("policy", "check", f"policies/{name}").status == 0


def test_policies_are_taken_over_by_name(policies: Runner) -> None:
    policies.write({"traefiklint.toml": 'extends = ["policies/kebab-case-names", "./policies/headers.yml"]\n'})
    listed = json.loads(policies("rules", "--format", "json", "--category", "policy").out)
    assert {one["rule"] for one in listed} == {"kebab-case-names", "own-headers", "policy-failed"}
    policies.write({"traefiklint.toml": 'extends = ["policies/baselin"]\n'})
    assert "did you mean `policies/baseline`?" in policies("lint").err


def test_a_pack_is_a_folder_of_an_installed_package(policies: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    policies.write(
        {
            "site/acme_policies/__init__.py": "raise RuntimeError('packs are not run')\n",
            "site/acme_policies/web/headers.yml": HEADERS,
            "site/acme_policies-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: acme-policies\nVersion: 1.0\n",
            "site/acme_policies-1.0.dist-info/entry_points.txt": "[traefiklint.policies]\nacme = acme_policies\n",
            "traefiklint.toml": 'extends = ["acme"]\n',
        }
    )
    monkeypatch.syspath_prepend(str(policies.folder / "site"))
    listed = json.loads(policies("rules", "--format", "json", "--category", "policy").out)
    assert listed[0]["origin"] == "acme"
    policies.write({"traefiklint.toml": 'extends = ["acme/web"]\n'})
    assert policies("lint", "apps").status == 1
    policies.write({"traefiklint.toml": 'extends = ["acmee"]\n'})
    assert "did you mean `acme`?" in policies("lint").err


RULE = """\
from __future__ import annotations

from collections.abc import Iterator

from traefiklint.policies.python import Diagnostic, Effect, Instance, Router, rule


@rule("own-python", effect=Effect.ADVICE)
def own_python(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    \"\"\"A router has a host.\"\"\"
    for host in instance.rule(router).hosts:
        yield Diagnostic(router.at("rule"), f"host {host}")
"""


def test_rules_in_python_are_run_only_where_the_settings_name_them(policies: Runner) -> None:
    policies.write({"policies/own.py": RULE})
    assert "own-python" not in policies("lint").out
    policies.write({"traefiklint.toml": 'python-rules = ["policies/own.py"]\nprofile = "none"\n'})
    assert "warning[own-python]: host shop.example.com" in policies("lint", "apps").out
    assert policies("explain", "own-python").out.startswith("# own-python\n\nA router has a host.\n")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("import annotations", "import annotations\ndef x(:", "line 2: invalid syntax"),
        ('f"host {host}"', "1 / 0", "the rule `own-python` in `own.py` failed: line 12: ZeroDivisionError"),
        ("router: Router", "router: Rooter", "is about `Rooter`, which there is not\nhint: did you mean `Router`?"),
        ("own-python", "unknown-middleware", "there is a rule `unknown-middleware` already"),
        ("(router: Router, instance: Instance)", "(router, instance)", "must be annotated with what the rule is about"),
    ],
)
def test_what_is_wrong_with_a_rule_in_python_is_told_with_its_line(
    policies: Runner, old: str, new: str, said: str
) -> None:
    policies.write({"own.py": RULE.replace(old, new), "traefiklint.toml": 'python-rules = ["own.py"]\n'})
    ran = policies("lint", "apps")
    assert ran.status == 2
    assert said in ran.err


def test_nothing_of_policies_is_imported_where_none_is_configured(tmp_path: Path) -> None:
    (tmp_path / "shop.yml").write_text(app("shop"))
    modules = imported(tmp_path, "lint", "shop.yml")
    assert not [name for name in modules if name.startswith(("traefiklint.policies", "traefiklint.cel", "cel_expr"))]


def test_policies_are_not_run_as_code_and_reach_nothing(policies: Runner) -> None:
    policies.write({"policies/headers.yml": HEADERS.replace("router.isPublic", "open('/etc/passwd') != ''")})
    assert "there is no function `open`" in policies("lint").err
    assert "acme_policies" not in sys.modules
