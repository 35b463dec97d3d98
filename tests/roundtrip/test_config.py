"""A source is opened, changed through its typed view, and written back with everything else as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from traefiklint import CannotChangeError, Config, RefusedError, UsageError, WriteError, open_config, save_all
from traefiklint.roundtrip import models

SHOP = """\
# top
http:
  routers:
    # about the shop
    shop:
      rule: "Host(`shop.example.com`)"   # the rule
      service: shop
      entrypoints: 'web, websecure'
      middlewares: [headers]   # in order

    blog:
      rule: Host(`blog.example.com`)
      service: shop
      tls: true
  services:
    shop:
      loadBalancer:
        servers:
          - url: http://shop:80   # one
          - url: "http://shop:81"   # two
        healthCheck: {interval: 10s, path: /up}
  middlewares:
    headers: {headers: {stsSeconds: 1}}
    prefix: {addPrefix: {prefix: /a}}   # nobody needs it
# the end
"""


@pytest.fixture
def shop(tmp_path: Path) -> Config:
    (tmp_path / "shop.yml").write_bytes(SHOP.encode())
    return open_config(tmp_path / "shop.yml")


def set_url(config: Config) -> None:
    config.http.services["shop"].load_balancer.servers[0].url = "http://shop:8080"


def append_middleware(config: Config) -> None:
    config.http.routers["shop"].middlewares.append("prefix@file")


def append_to_text(config: Config) -> None:
    config.http.routers["shop"].entry_points.append("web2")


def set_duration(config: Config) -> None:
    config.http.services["shop"].load_balancer.health_check.interval = "1m"


def make_section(config: Config) -> None:
    config.http.routers["shop"].tls.cert_resolver = "letsencrypt"


def fill_section(config: Config) -> None:
    config.http.routers["blog"].tls.cert_resolver = "letsencrypt"


def delete_object(config: Config) -> None:
    del config.http.middlewares["prefix"]


def delete_option(config: Config) -> None:
    del config.http.services["shop"].load_balancer.health_check


def delete_item(config: Config) -> None:
    del config.http.services["shop"].load_balancer.servers[0]


def replace_item(config: Config) -> None:
    servers = config.http.services["shop"].load_balancer.servers
    del servers[0]
    servers.append(models.Server(url="http://new"))


def rename_object(config: Config) -> None:
    config.http.routers.rename("blog", "journal")


def set_map(config: Config) -> None:
    config.http.middlewares["headers"].headers.custom_request_headers["X-A"] = "b: c"


def other_protocol(config: Config) -> None:
    config.tcp.routers["db"] = models.TcpRouter(rule="HostSNI(`*`)", service="db")


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (set_url, "http://shop:80 ", "http://shop:8080 "),
        (append_middleware, "[headers]", "[headers, prefix@file]"),
        (append_to_text, "'web, websecure'", "'web, websecure, web2'"),
        (set_duration, "10s", "1m"),
        (make_section, "# in order\n", "# in order\n      tls:\n        certResolver: letsencrypt\n"),
        (fill_section, "tls: true", "tls:\n        certResolver: letsencrypt"),
        (delete_object, "    prefix: {addPrefix: {prefix: /a}}   # nobody needs it\n", ""),
        (delete_option, "        healthCheck: {interval: 10s, path: /up}\n", ""),
        (delete_item, "          - url: http://shop:80   # one\n", ""),
        (
            replace_item,
            '          - url: http://shop:80   # one\n          - url: "http://shop:81"   # two\n',
            '          - url: "http://shop:81"   # two\n          - url: http://new\n',
        ),
        (rename_object, "    blog:", "    journal:"),
        (set_map, "{stsSeconds: 1}", "{stsSeconds: 1, customRequestHeaders: {X-A: 'b: c'}}"),
        (
            other_protocol,
            "# the end",
            "tcp:\n  routers:\n    db:\n      rule: HostSNI(`*`)\n      service: db\n# the end",
        ),
    ],
)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_a_change_touches_its_lines_only(
    tmp_path: Path, change: Callable[[Config], None], before: str, after: str, eol: str
) -> None:
    (tmp_path / "shop.yml").write_bytes(SHOP.replace("\n", eol).encode())
    config = open_config(tmp_path / "shop.yml")
    change(config)
    config.save(force=True)
    expected = SHOP.replace(before, after, 1)
    assert expected != SHOP
    assert (tmp_path / "shop.yml").read_bytes() == expected.replace("\n", eol).encode()


def test_line_ends_that_differ_stay_each_as_they_are(tmp_path: Path) -> None:
    mixed = SHOP.replace("service: shop\n", "service: shop\r\n")
    (tmp_path / "shop.yml").write_bytes(mixed.encode())
    config = open_config(tmp_path / "shop.yml")
    set_url(config)
    assert config.text == mixed.replace("http://shop:80 ", "http://shop:8080 ")


def test_nothing_is_written_where_nothing_changed(shop: Config) -> None:
    before = Path(shop.path).stat()
    shop.http.routers["shop"].middlewares = ["headers"]
    shop.save()
    assert (shop.diff(), Path(shop.path).stat()) == ("", before)


def test_a_section_that_is_not_given_can_be_looked_at(shop: Config) -> None:
    router = shop.http.routers["shop"]
    assert not router.tls
    assert (router.tls.cert_resolver, router.tls.domains, router.priority) == ("", [], 0)
    assert shop.http.routers["blog"].tls
    assert shop.http.services["shop"].load_balancer.pass_host_header is True
    assert shop.diff() == ""


def test_objects_stay_the_same_after_they_are_saved(shop: Config) -> None:
    router = shop.http.routers["shop"]
    router.tls.cert_resolver = "letsencrypt"
    shop.save(force=True)
    router.tls.cert_resolver = "other"
    assert shop.diff().count("\n+") == 2
    assert "certResolver: other" in shop.text


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda shop: setattr(shop, "priority", "high"), 'strconv.ParseInt: parsing "high": invalid syntax'),
        (lambda shop: setattr(shop, "prioriti", 1), "no attribute 'prioriti'"),
        (lambda shop: setattr(shop, "middlewares", 5), "a list of texts is needed"),
        (lambda shop: shop.middlewares.append({}), "a text is needed"),
        (lambda shop: setattr(shop, "tls", "nonsense"), "tls cannot be a standalone element"),
    ],
)
def test_a_wrong_value_is_refused_in_traefiks_words(shop: Config, change: Callable[[Any], None], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason.replace("(", r"\(")):
        change(shop.http.routers["shop"])
    assert shop.diff() == ""


def test_a_wrong_value_is_told_with_file_and_line(shop: Config) -> None:
    with pytest.raises(ValidationError) as raised:
        shop.http.services["shop"].load_balancer.health_check.interval = "soon"
    assert f"http.services.shop.loadBalancer.healthCheck.interval ({shop.path}:21)" in str(raised.value)
    (shop_file := Path(shop.path)).write_text(SHOP.replace("service: shop", "servise: shop"), "utf-8")
    with pytest.raises(ValidationError) as raised:
        _ = open_config(shop_file).http
    assert f"{shop_file}:7: " in str(raised.value)
    assert "servise" in str(raised.value)


def test_a_wrong_value_is_not_shown_for_it_may_be_a_secret(shop: Config) -> None:
    with pytest.raises(ValidationError) as raised:
        shop.http.middlewares["auth"] = {"basicAuth": {"users": {"admin:s3cret": 1}}}  # type: ignore[assignment]
    assert "s3cret" not in str(raised.value)


def test_what_traefik_would_newly_disable_is_not_saved(tmp_path: Path, shop: Config) -> None:
    (tmp_path / "other.yml").write_text(
        "http: {routers: {o: {rule: Path(`/`), service: shop, middlewares: [prefix]}}}\n", "utf-8"
    )
    delete_object(shop)
    with pytest.raises(RefusedError, match=r"other\.yml:1: Middleware `prefix` does not exist"):
        shop.save()
    assert Path(shop.path).read_text("utf-8") == SHOP
    shop.save(force=True)
    assert "prefix" not in Path(shop.path).read_text("utf-8")


def test_what_was_wrong_before_does_not_stand_against_a_change(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(SHOP.replace("[headers]", "[nobody]"), "utf-8")
    config = open_config(tmp_path / "a.yml")
    set_url(config)
    assert "unknown-middleware" in {finding.rule for finding in config.lint().findings}
    config.save()
    assert "http://shop:8080 " in (tmp_path / "a.yml").read_text("utf-8")


def test_a_file_that_somebody_else_changed_is_not_overwritten(shop: Config) -> None:
    set_url(shop)
    Path(shop.path).write_text(SHOP + "# more\n", "utf-8")
    with pytest.raises(WriteError, match="changed in the meantime"):
        shop.save()


def test_several_files_are_saved_together_or_not_at_all(tmp_path: Path) -> None:
    configs = []
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.yml").write_text(SHOP.replace("shop", name).replace("blog", f"{name}-blog"), "utf-8")
        configs.append(open_config(tmp_path / f"{name}.yml"))
        configs[-1].http.routers[name].priority = 7
    (tmp_path / "c.yml").write_text("http: {}\n", "utf-8")
    with pytest.raises(WriteError):
        save_all(configs, force=True)
    assert not any("priority" in path.read_text("utf-8") for path in tmp_path.iterdir())
    save_all(configs[:2], force=True)
    assert [path.name for path in sorted(tmp_path.iterdir()) if "priority" in path.read_text("utf-8")] == [
        "a.yml",
        "b.yml",
    ]


def test_the_mode_of_a_file_stays_and_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.yml").write_text(SHOP, "utf-8")
    (tmp_path / "real.yml").chmod(0o640)
    (tmp_path / "link.yml").symlink_to("real.yml")
    config = open_config(tmp_path / "link.yml")
    set_url(config)
    config.save(force=True)
    assert (tmp_path / "link.yml").is_symlink()
    assert (tmp_path / "real.yml").stat().st_mode & 0o777 == 0o640
    assert "8080" in (tmp_path / "real.yml").read_text("utf-8")


def test_a_diff_covers_secrets(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("http: {middlewares: {a: {basicAuth: {users: ['x:$2y$05$abc']}}}}\n", "utf-8")
    config = open_config(tmp_path / "a.yml")
    config.http.middlewares["a"].basic_auth.users.append("y:$2y$05$def")
    assert "$2y$" not in config.diff()
    assert "$2y$05$def" in config.text


# Other forms of files


def test_what_stands_outside_of_template_actions_can_be_changed(tmp_path: Path) -> None:
    text = SHOP.replace("http://shop:80 ", 'http://{{ env "SHOP" }}:80 ').replace(
        "    blog:", "    # {{ now }}\n    blog:"
    )
    (tmp_path / "shop.yml").write_text(text, "utf-8")
    config = open_config(tmp_path / "shop.yml")
    config.http.routers["shop"].rule = "Host(`new.example.com`)"
    config.http.routers["new"] = models.Router(rule="Path(`/new`)", service="shop")
    added = "\n    new:\n      rule: Path(`/new`)\n      service: shop\n  services:"
    wanted = text.replace("Host(`shop.example.com`)", "Host(`new.example.com`)").replace("\n  services:", added, 1)
    assert config.text.replace("\n\n    new", "\n    new") == wanted.replace("\n\n    new", "\n    new")
    with pytest.raises(CannotChangeError):
        config = open_config(tmp_path / "shop.yml")
        config.http.services["shop"].load_balancer.servers[0].url = "http://fixed"
        _ = config.text


def test_what_a_loop_writes_more_than_once_cannot_be_changed(tmp_path: Path) -> None:
    loop = "    {{ range list 1 2 }}\n    r{{ . }}:\n      rule: Path(`/`)\n      service: s\n    {{ end }}\n"
    text = f"http:\n  routers:\n{loop}"
    (tmp_path / "a.yml").write_text(text, "utf-8")
    config = open_config(tmp_path / "a.yml")
    assert sorted(config.http.routers) == ["r1", "r2"]
    config.http.routers["r1"].rule = "Path(`/one`)"
    with pytest.raises(CannotChangeError, match="does not mean what it should"):
        config.save()
    assert (tmp_path / "a.yml").read_text("utf-8") == text


TOML = """\
# top
[http.routers.shop]  # the shop
rule = "Host(`a`)"
service = 'shop'
middlewares = ["a", "b"] # in order

[[http.services.shop.loadBalancer.servers]]
url = "http://a"  # first

[[http.services.shop.loadBalancer.servers]]
url = "http://b"  # second
"""


def test_toml_has_the_same_face(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(TOML, "utf-8")
    config = open_config(tmp_path / "a.toml")
    config.http.routers["shop"].middlewares.append("c")
    config.http.services["shop"].load_balancer.servers[1].url = "http://c"
    config.save(force=True)
    expected = TOML.replace('"a", "b"', '"a", "b", "c"').replace("http://b", "http://c")
    assert (tmp_path / "a.toml").read_text("utf-8") == expected
    del config.http.services["shop"].load_balancer.servers[0]
    config.save(force=True)
    first = '[[http.services.shop.loadBalancer.servers]]\nurl = "http://a"  # first\n\n'
    assert (tmp_path / "a.toml").read_text("utf-8") == expected.replace(first, "")
    config.http.routers.rename("shop", "store")
    with pytest.raises(CannotChangeError, match="TOML may write a name in many places"):
        config.save(force=True)


def test_a_static_configuration_is_opened_as_one(tmp_path: Path) -> None:
    text = "# static\nentryPoints:\n  web:\n    address: ':80'   # plain\n"
    (tmp_path / "traefik.yml").write_text(text, "utf-8")
    config = open_config(tmp_path / "traefik.yml")
    config.static.entry_points["web"].http.redirections.entry_point.to = "websecure"
    config.static.entry_points["websecure"] = models.StaticEntryPoint(address=":443")
    assert config.text == text + (
        "    http:\n      redirections:\n        entryPoint:\n          to: websecure\n"
        "  websecure:\n    address: ':443'\n"
    )
    with pytest.raises(UsageError, match="is a static configuration"):
        _ = config.http
    config.save()


def test_an_empty_file_can_be_filled(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("# mine\n", "utf-8")
    config = open_config(tmp_path / "a.yml")
    config.http.services["a"] = models.Service(load_balancer={"servers": [{"url": "http://a"}]})
    config.save()
    assert (tmp_path / "a.yml").read_text("utf-8") == (
        "# mine\nhttp:\n  services:\n    a:\n      loadBalancer:\n        servers:\n          - url: http://a\n"
    )


# ruamel.yaml's own tree


def test_the_tree_of_ruamel_is_for_what_the_models_do_not_say(tmp_path: Path) -> None:
    text = SHOP.replace("# top\n", "# top\nx-note: [{a: 1}]\n")
    (tmp_path / "a.yml").write_text(text, "utf-8")
    config = open_config(tmp_path / "a.yml")
    config.http.routers["shop"].priority = 3
    tree = config.yaml
    tree["x-more"] = "kept"
    tree["http"]["routers"]["blog"].yaml_add_eol_comment("why not", "service")
    assert config.http.routers["shop"].priority == 3
    assert "x-note: [{a: 1}]" in config.text, "ruamel.yaml itself would write `[a: 1]`"
    assert "x-more: kept" in config.text
    assert "# why not" in config.text
    changed = set(config.text.splitlines()) ^ set(text.splitlines())
    assert changed == {"      priority: 3", "      service: shop  # why not", "x-more: kept"}


def test_a_change_at_what_ruamel_writes_otherwise_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("x-note: [{a: 1}]\n" + SHOP, "utf-8")
    config = open_config(tmp_path / "a.yml")
    config.yaml["x-note"][0]["a"] = 2
    with pytest.raises(CannotChangeError, match="would write otherwise"):
        config.save()
