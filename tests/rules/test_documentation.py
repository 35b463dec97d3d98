"""The links to Traefik's documentation: for every version one that is there, and that is about the rule."""

from __future__ import annotations

from tests.each import rows
from tests.rules.documented import documented
from traefiklint.engine import load_rules
from traefiklint.report.documentation import link_of
from traefiklint.versions import NEWEST, TARGETS, read_version


@rows("target", TARGETS)
def test_no_link_is_dead_in_the_documentation_of_its_version(target: str) -> None:
    links = {rule.id: link_of(rule, read_version(target)) for rule in load_rules().values()}
    site = f"https://doc.traefik.io/traefik/v{target}/"
    assert all(link.url.startswith(site) for link in links.values() if link)
    paths = {name: link.url.removeprefix(site).partition("#")[0] for name, link in links.items() if link}
    assert {name: path for name, path in paths.items() if path not in documented(target)} == {}


@rows(
    ("rule", "target", "path"),
    [
        ("add-prefix-empty", "3.0", "middlewares/http/addprefix/"),
        ("add-prefix-empty", "3.3", "reference/routing-configuration/http/middlewares/addprefix/"),
        ("shadowed-router", "3.4", "routing/routers/"),
        ("shadowed-router", "3.5.2", "reference/routing-configuration/http/routing/rules-and-priority/"),
        ("acme-staging", "3.1", "https/acme/"),
        ("acme-staging", "3.2", "reference/install-configuration/tls/certificate-resolvers/acme/"),
    ],
)
def test_a_link_leads_to_where_the_page_stood_then(rule: str, target: str, path: str) -> None:
    link = link_of(load_rules()[rule], read_version(target))
    assert link is not None
    assert link.url == f"https://doc.traefik.io/traefik/v{target[:3]}/{path}"


def test_a_traefik_that_is_not_known_yet_has_the_link_of_the_newest() -> None:
    rule = load_rules()["shadowed-router"]
    assert link_of(rule, read_version("3.99")) == link_of(rule, NEWEST)


def test_what_traefik_does_not_describe_has_no_link() -> None:
    about_dokploy = [rule for rule in load_rules().values() if rule.category == "dokploy"]
    assert about_dokploy
    assert not any(link_of(rule, NEWEST) for rule in about_dokploy)
