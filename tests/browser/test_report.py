"""The page of a report as people use it: by mouse and keyboard, on a phone, in the dark, on paper, full of routers."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest

from tests.browser.applications import SHARED, application, write_applications
from tests.browser.window import Look, Window
from traefiklint.__main__ import main

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Writes a report on what stands in a folder of its own, and gives the page."""
    monkeypatch.chdir(tmp_path)

    def write(*arguments: str) -> Path:
        page = tmp_path / "report.html"
        assert main(["report", *arguments, "--fail-on", "never", "--quiet", "--output", str(page)]) == 0
        return page

    return write


@pytest.fixture(scope="module")
def forty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on forty applications."""
    folder = tmp_path_factory.mktemp("forty")
    write_applications(folder, 40)
    page = folder / "report.html"
    with chdir(folder):
        assert main(["report", "--fail-on", "never", "--quiet", "--output", str(page)]) == 0
    return page


def ask(window: Window, url: str) -> str:
    """What the page answers, asked by keyboard."""
    window.page.focus("#url")
    window.page.keyboard.type(url)
    window.page.keyboard.press("Enter")
    return window.page.inner_text(".result")


@pytest.mark.parametrize("look", Look)
def test_it_is_readable_in_every_look(browse, forty: Path, look: Look, picture) -> None:
    window = browse(forty, look)
    ask(window, "https://shop.example.com/api")
    window.page.click("#routes .opens >> nth=0")
    assert window.overflow() <= 0
    window.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    picture(window, f"report-{look.name.lower()}")
    # What is as the others before it are is not judged once more.
    rest = "tr:nth-child(n+12), svg a:nth-of-type(n+30)"
    window.page.evaluate(f"document.querySelectorAll('{rest}').forEach((one) => one.remove())")
    assert window.violations() == []


def test_a_stranger_asks_who_answers(browse, forty: Path) -> None:
    window = browse(forty)
    said = ask(window, "shop.example.com/api")
    assert "shop-api@file served by shop-api" in said
    assert "http://shop-api-1:8080" in said
    assert "shop@file its priority 24 (the length of its rule) is lower" in said
    said = ask(window, "http://blog.example.com/x")  # redirects are followed
    assert "blog-http@file 301: redirects to https://blog.example.com/x" in said
    assert "blog@file served by blog" in said
    said = ask(window, "https://wiki-1.example.com/")  # nobody answers, and the page says why
    assert "Nobody: 404 Not Found." in said
    assert "wiki-1@file Traefik disables it" in said
    assert "gopher:// is nothing that Traefik serves" in ask(window, "gopher://x")


def test_a_bare_name_is_asked_plainly_where_nothing_is_served_with_tls(browse, tmp_path: Path, report) -> None:
    (tmp_path / "traefik.yml").write_text(
        'entryPoints: {web: {address: ":80"}}\nproviders: {file: {directory: apps}}\n', "utf-8"
    )
    (tmp_path / "apps").mkdir()
    text = {"http": {
        "routers": {"wiki": {"rule": "Host(`wiki.example.com`)", "service": "wiki"}},
        "services": {"wiki": {"loadBalancer": {"servers": [{"url": "http://wiki:80"}]}}},
    }}  # fmt: skip
    (tmp_path / "apps" / "wiki.yml").write_text(json.dumps(text), "utf-8")
    window = browse(report())
    said = ask(window, "wiki.example.com/api")
    assert "GET http://wiki.example.com/api" in said and "wiki@file served by wiki" in said
    window.page.fill("#url", "")
    assert "no entry point listens on port 443" in ask(window, "https://wiki.example.com/api")  # as it was asked


def test_redirects_by_expressions_are_followed(browse, tmp_path: Path, report) -> None:
    www = {
        "rule": "Host(`www.a.test`)", "middlewares": ["bare"], "service": "noop@internal", "entryPoints": ["web"],
    }  # fmt: skip
    bare = {"regex": "^https?://www\\.([^/]+)/(.*)", "replacement": "http://${1}/$2", "permanent": True}
    site = {"rule": "Host(`a.test`)", "service": "site", "entryPoints": ["web"]}
    routers = {"www": www, "site": site}
    services = {"site": {"loadBalancer": {"servers": [{"url": "http://site:80"}]}}}
    (tmp_path / "apps").mkdir()
    text = {"http": {"routers": routers, "middlewares": {"bare": {"redirectRegex": bare}}, "services": services}}
    (tmp_path / "apps/one.yml").write_text(json.dumps(text), "utf-8")
    (tmp_path / "traefik.yml").write_text('{"entryPoints": {"web": {"address": ":80"}}}', "utf-8")
    said = ask(browse(report("apps", "--static", "traefik.yml")), "http://www.a.test/b?c=d")
    assert "www@file 301: redirects to http://a.test/b?c=d" in said
    assert "site@file served by site" in said


def test_what_variables_come_to_is_not_guessed(browse, tmp_path: Path, report) -> None:
    labels = {
        f"traefik.http.routers.{name}.rule": f"Host(`{host}`)"
        for name, host in (("wiki", "wiki.${DOMAIN}"), ("any", "${OTHER}"))
    }
    service = {"traefik.http.services.site.loadbalancer.server.port": "80"}
    compose = {"services": {"site": {"image": "site", "labels": {**labels, **service}}}}
    (tmp_path / "compose.yml").write_text(json.dumps(compose), "utf-8")
    window = browse(report())
    assert "0 of 2 routers are served; of the others nobody can tell" in window.page.inner_text("#summary")
    said = ask(window, "http://wiki.example.com/")
    assert "Nobody, as far as the files tell" in said and "May be another one." in said
    assert said.index("wiki@docker") < said.index("any@docker")
    assert "wiki@docker" not in ask(window, "http://blog.example.com/")
    assert "wiki.${DOMAIN}" in window.page.inner_text("#routes")


def test_what_a_page_cannot_decide_is_not_decided(browse, tmp_path: Path, report) -> None:
    rule = r"rule: HostRegexp(`^(a+)+\\.example\\.com$`)".replace("\\\\", "\\")
    (tmp_path / "apps").mkdir()
    (tmp_path / "apps/one.yml").write_text(
        application("one", 1).replace("rule: Host(`one.example.com`)", rule), "utf-8"
    )
    (tmp_path / "apps/shared.yml").write_text(SHARED, "utf-8")
    said = ask(browse(report("apps")), "http://aaa.example.com/")
    assert "Not decided here." in said and "one-http@file" in said


def test_the_routes_are_searched_filtered_sorted_and_opened(browse, forty: Path) -> None:
    window = browse(forty)
    page = window.page
    assert page.inner_text("#routes .count") == "51 of 91 routers"
    page.get_by_label("Search").first.fill("wiki no-such-server")
    assert page.locator("#routes tbody tr").count() == 0
    page.get_by_label("Search").first.fill("team-only")
    assert page.inner_text("#routes .count").startswith("6 of")
    page.get_by_label("Provider").select_option("docker")
    assert page.locator("#routes tbody tr").count() == 1
    assert "metrics.example.com" in page.inner_text("#routes tbody")
    page.get_by_label("Provider").select_option("")
    page.get_by_label("Search").first.fill("")
    page.get_by_label("Host", exact=True).fill("shop.")
    assert page.locator("#routes tbody tr").count() == 2
    page.get_by_label("Host", exact=True).fill("")
    head = page.locator("#routes th", has_text="State")
    head.locator("button").click()
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert "disabled" in page.inner_text("#routes tbody tr >> nth=0")
    page.focus("#routes .opens >> nth=0")
    page.keyboard.press("Enter")
    assert "securty-headers" in page.inner_text("#routes .detail")


def test_redirects_are_folded_until_one_wants_to_see_them(browse, forty: Path) -> None:
    page = browse(forty).page
    assert "web → https" in page.inner_text("#routes tbody tr >> nth=0")
    page.get_by_label("Fold 40 redirects to https").uncheck()
    assert page.inner_text("#routes .count") == "91 routers"


def test_all_of_it_is_reached_and_used_by_keyboard_alone(browse, forty: Path) -> None:
    page = browse(forty).page
    seen = """() => {
      const one = document.activeElement;
      const style = getComputedStyle(one);
      const text = one.getAttribute("aria-label") ?? one.textContent.trim();
      return [one.className, text, style.outlineStyle, style.outlineWidth];
    }"""
    keyboard = page.keyboard
    keyboard.press("Tab")
    assert page.evaluate(seen)[0] == "skip"
    order = []
    while len(order) < 60 and "Details of" not in (order[-1] if order else ""):
        keyboard.press("Tab")
        name, text, outline, width = page.evaluate(seen)
        assert outline != "none" and width != "0px", (name, text)
        order.append(text)
    wanted = ("Is everything served?", "Certificates", "routers served", "Who answers?", "Search", "Details of")
    at = [next(i for i, text in enumerate(order) if word in text) for word in wanted]
    assert at == sorted(at) and at[-1] == len(order) - 1
    keyboard.press("Enter")
    assert page.locator("#routes .detail").count() == 1
    keyboard.press("Space")
    assert page.locator("#routes .detail").count() == 0
    page.get_by_label("Search").first.focus()
    keyboard.type("metrics")
    assert page.locator("#routes tbody tr").count() == 1
    keyboard.press("Escape")
    assert page.input_value("#routes input >> nth=0") == ""
    assert page.inner_text("#routes .count") == "51 of 91 routers"


def test_a_finding_shows_its_line_and_its_fix(browse, forty: Path, picture) -> None:
    window = browse(forty)
    window.page.click(".worst a >> nth=0")
    first = window.page.locator("#finding-0")
    assert "securty-headers" in first.locator(".source").first.inner_text()
    first.locator("summary").click()
    assert "+        - security-headers" in first.locator(".diff").inner_text()
    picture(window, "report-finding", of=first)


def test_the_graph_is_searched_and_one_host_is_drawn(browse, forty: Path) -> None:
    page = browse(forty).page
    page.get_by_label("In the picture").fill("metrics")
    assert page.locator("#graph g.found").count() > 0
    page.get_by_label("One host").fill("shop.example.com")
    assert page.locator("#graph .focus .flow").count() == 2
    assert "shop-http@file: plain requests are redirected to https" in page.inner_text("#graph .focus")


def test_all_of_it_is_printed(browse, forty: Path) -> None:
    page = browse(forty).page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.locator("#ask").is_visible()
    assert not page.locator(".controls").first.is_visible()
    assert page.locator(".diff").first.is_visible()
    assert page.locator("#routes tbody tr").count() == 51


def test_two_thousand_routers_are_shown_a_stretch_at_a_time(browse, tmp_path: Path, report, capsys) -> None:
    write_applications(tmp_path, 910)
    window = browse(report())
    page = window.page
    timing = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    with capsys.disabled():
        print(f"\n2,000 routers: interactive after {timing:.0f} ms")
    assert len(page.evaluate("report.traefiks[0].routers")) == 2_050
    assert page.locator("#routes tbody tr").count() <= 200  # which is why it is quick
    page.get_by_label("Search").first.fill("metrics")
    assert page.inner_text("#routes .count") == "1 of 2,049 routers"
    page.get_by_label("Search").first.fill("")
    page.get_by_label("Host", exact=True).fill("blog-")
    hosts = page.locator("#routes tbody .host").all_inner_texts()
    assert hosts[1:3] == ["blog-2.example.com", "blog-3.example.com"]  # as people count: not blog-10
    page.get_by_label("Host", exact=True).fill("")
    assert "shop-50-api@file served by" in ask(window, "https://shop-50.example.com/api")
    page.locator("#routes .more").scroll_into_view_if_needed()
    page.locator("#routes tbody tr").nth(150).wait_for()
    assert "are no picture any more" in page.inner_text("#graph")


def test_what_a_change_does_is_said_first(browse, tmp_path: Path, report, picture) -> None:
    write_applications(tmp_path, 6, broken=False)
    for arguments in (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "--all"),
        ("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--no-verify", "-m", "first"),
    ):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True)
    (tmp_path / "apps/status.yml").unlink()
    (tmp_path / "apps/docs.yml").write_text(application("docs", 6), "utf-8")
    shop = application("shop", 0).replace("Host(`shop.example.com`) && PathPrefix(`/api`)", "Host(`api.example.com`)")
    (tmp_path / "apps/shop.yml").write_text(shop, "utf-8")
    window = browse(report("--against", "main"))
    said = window.page.inner_text("#changes")
    assert "What changes since main?" in said
    assert "disappears GET https://status.example.com/" in said
    assert "appears GET https://docs.example.com/" in said
    assert "changes GET https://shop.example.com/api" in said
    assert "shop-api@file → shop@file" in said
    assert window.violations() == []
    assert "metrics" not in said  # the project of labels is called as its folder is, also in the past
    picture(window, "report-changes", of=window.page.locator("#changes .changes").first)


def test_one_chooses_among_several_traefiks(browse, tmp_path: Path, report) -> None:
    for name in ("live", "staging"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "shared.yml").write_text(SHARED, "utf-8")
        (tmp_path / name / "one.yml").write_text(application(f"{name}-one", 1), "utf-8")
    tables = "".join(f'[[traefik]]\nname = "{name}"\ndirectories = ["{name}"]\n' for name in ("live", "staging"))
    (tmp_path / "traefiklint.toml").write_text(tables, "utf-8")
    window = browse(report())
    assert "live-one.example.com" in window.page.inner_text("#routes")
    window.page.get_by_label("Traefik", exact=True).select_option("staging")
    assert "staging-one.example.com" in window.page.inner_text("#routes")
    assert "live-one.example.com" not in window.page.inner_text("#routes")
    assert window.violations() == []


EVIL = (
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "&lt;b&gt;&amp;",
    "a'\"`}</style><style>*{display:none}",
    "x\u2028y\u2029z",
    "a\u202egnp.exe",
    "<!--<script>",
    "]]></svg><svg onload=window.hacked=1>",
    "javascript:window.hacked=1",
    "\\u003c/script>\\x3cscript>window.hacked=1//",
    "${window.hacked=1}{{constructor.constructor('window.hacked=1')()}}",
    "@import url(http://127.0.0.1/hacked);*{background:url(http://127.0.0.1/hacked)}",
    "<svg><style><!--</style><a href='javascript:window.hacked=1'>",
    "<base href='http://127.0.0.1/'><form action=x><input autofocus onfocus=window.hacked=1>",
    "\ufefftwo\tlines\nof\rname\x7f",
    "\U000e0001\U000e0068idden",
)
OF_OBJECTS = ("__proto__", "constructor", "toString", "hasOwnProperty", "valueOf")
"""What every object of JavaScript has of itself: a table that is looked up by name must not find it."""


def test_nothing_in_a_name_is_obeyed(browse, tmp_path: Path, report) -> None:
    (tmp_path / "apps").mkdir()
    for number, name in enumerate(EVIL):
        router = {"rule": f"Host(`a{number}.example.com`) && Header(`X-A`, `{name.replace('`', '')}`)", "service": name}
        unknown = {**router, "middlewares": [name]}
        server = {"url": f"http://a/{name}"}
        text = {"http": {
            "routers": {name: router, f"{name} two": unknown},
            "services": {name: {"loadBalancer": {"servers": [server]}}},
        }}  # fmt: skip
        file = name.replace("/", "∕").replace("\n", " ") + ".yml"
        (tmp_path / "apps" / file).write_text(json.dumps(text), "utf-8")
    path = report("apps")
    assert path.read_text("utf-8").count("</script>") == 2
    window = browse(path)
    page = window.page
    ask(window, "http://a0.example.com/")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for button in page.locator("#routes .opens").all():
        button.click()
    assert page.evaluate("window.hacked") is None
    assert (
        page.locator("img, iframe, object, embed, base, [autofocus], main script, main style:not(svg style)").count()
        == 0
    )
    assert page.locator("#routes").is_visible()
    assert EVIL[0] in page.inner_text("#routes")
    assert "\u202e" not in page.content() and "\\u{202e}" in page.inner_text("#routes")
    links = page.eval_on_selector_all("a", "all => all.map((one) => one.getAttribute('href'))")
    assert not [link for link in links if (link or "").lower().startswith("javascript:")]


def test_names_that_objects_have_of_themselves_are_names(browse, tmp_path: Path, report) -> None:
    (tmp_path / "apps").mkdir()
    routers = {name: {"rule": f"Host(`{name}`)", "service": name, "tls": {"options": name}} for name in OF_OBJECTS}
    services = {name: {"loadBalancer": {"servers": [{"url": "http://a:80"}]}} for name in OF_OBJECTS}
    text = {"http": {"routers": routers, "services": services}, "tls": {"options": {name: {} for name in OF_OBJECTS}}}
    (tmp_path / "apps" / "one.yml").write_text(json.dumps(text), "utf-8")
    window = browse(report("apps", "--profile", "dokploy"))
    for name in OF_OBJECTS:
        window.page.fill("#url", "")
        assert f"{name}@file served by {name}" in ask(window, f"https://{name}/")
    window.page.fill("#url", "")
    assert "404 Not Found" in ask(window, "https://isPrototypeOf/")


def test_the_examples(browse, report) -> None:
    window = browse(report(str(EXAMPLES)))
    page = window.page
    assert "Traefik refuses these files" in page.inner_text("#summary")
    assert page.inner_text("#summary").count("routers: {}") == 1  # not as a note and in the list of errors
    assert "`" not in page.inner_text("#summary .read")
    lines = "all => all.map((one) => one.getClientRects().length)"
    assert set(page.eval_on_selector_all("#idle .short", lines)) == {1}  # "middleware" is not broken in two
    places = "all => all.map((one) => one.innerHTML.split('<wbr>'))"
    assert ["examples/", "shop.yml:12"] in [parts[-2:] for parts in page.eval_on_selector_all("#routes .place", places)]
