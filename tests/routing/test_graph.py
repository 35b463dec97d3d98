"""The picture: what is in it, where it stands, and that every format is well-formed and complete in itself."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

from tests.routing.asking import routers
from traefiklint.engine import lint_instance
from traefiklint.instance.load import read_context, read_instance
from traefiklint.options import Options
from traefiklint.routing.graph import dot, mermaid, page, svg
from traefiklint.routing.graph.layout import Box, lay_out, spread
from traefiklint.routing.graph.measure import fitted, width
from traefiklint.routing.graph.model import MIDDLEWARE, ROUTER, SERVER, SERVICE, Graph, GraphNode, build_graph
from traefiklint.routing.graph.narrowing import narrowed
from traefiklint.routing.world import make_world

MORE = """\
    canary: {weighted: {services: [{name: shop, weight: 9}, {name: blog, weight: 1}]}}
  middlewares:
    auth: {basicAuth: {users: ['a:b']}}
    "odd <&\\"": {compress: {}}
"""
TEXT = routers(
    "shop: {rule: Host(`a.test`), service: shop, middlewares: [auth, 'odd <&\"'], entryPoints: [web, websecure]}",
    "top: {rule: Host(`t.test`), middlewares: [auth], entryPoints: [web]}",
    "below: {rule: PathPrefix(`/x`), parentRefs: [top], service: canary}",
    "gone: {rule: Host(`g.test`), service: shop, middlewares: [nobody], entryPoints: [web]}",
    more=MORE,
)


def graph(text: str = TEXT) -> Graph:
    options = Options()
    instance = read_instance({"apps/a.yml": text}, read_context(options).context)
    return build_graph(make_world(instance, options), lint_instance(instance, options))


def test_every_router_leads_over_its_middlewares_to_its_service_and_the_servers() -> None:
    made = graph()
    assert [node.title for node in made.of_kind(ROUTER)] == ["shop", "top", "below", "gone"]
    assert [node.title for node in made.of_kind(SERVER)] == ["http://shop:3000", "http://blog:2368"]
    after = {(made.nodes[edge.source].title, made.nodes[edge.target].title) for edge in made.edges}
    assert {("web", "shop"), ("websecure", "shop"), ("shop", "auth"), ("auth", 'odd <&"')} <= after
    assert {('odd <&"', "shop"), ("auth", "below"), ("below", "canary"), ("canary", "blog")} <= after
    assert ("blog", "http://blog:2368") in after
    assert [edge.label for edge in made.edges if made.nodes[edge.source].title == "canary"] == ["9 of 10", "1 of 10"]


def test_findings_colour_their_boxes_and_what_is_disabled_is_dashed() -> None:
    made = graph()
    gone = next(node for node in made.of_kind(ROUTER) if node.title == "gone")
    nobody = next(node for node in made.of_kind(MIDDLEWARE) if node.title == "nobody")
    assert (gone.severity, gone.disabled) == ("error", True)
    assert (nobody.severity, nobody.subtitle) == ("error", "does not exist")
    assert "does not exist" in gone.tooltip
    shop = next(node for node in made.of_kind(ROUTER) if node.title == "shop")
    assert not shop.disabled


def test_no_two_boxes_overlap() -> None:
    lines = [
        f"r{number}: {{rule: Host(`h{number}.test`), service: s{number % 7}, middlewares: [auth], entryPoints: [web]}}"
        for number in range(40)
    ]
    services = "".join(
        f"    s{number}: {{loadBalancer: {{servers: [{{url: 'http://s{number}'}}]}}}}\n" for number in range(7)
    )
    layout = lay_out(graph(routers(*lines, more=services + "  middlewares: {auth: {basicAuth: {users: ['a:b']}}}\n")))
    boxes = list(layout.boxes.values())
    assert len(boxes) > 90
    assert not [(one.node.id, other.node.id) for one, other in combinations(boxes, 2) if _overlap(one, other)]
    assert all(box.x > 0 and box.right < layout.width and box.y + box.height < layout.height for box in boxes)


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.right and other.x < one.right and one.y < other.y + other.height and other.y < one.y + one.height
    )


def test_boxes_are_spread_as_little_as_needed() -> None:
    nodes = [GraphNode(str(number), SERVICE, "") for number in range(3)]
    places = [place for _, place in spread([(node, 500.0) for node in nodes], 40)]
    assert places == [460.0, 500.0, 540.0]
    assert [place for _, place in spread([(nodes[0], 300.0), (nodes[1], 900.0)], 40)] == [300.0, 900.0]


def test_texts_are_cut_to_their_box() -> None:
    assert fitted("short", 12, 200) == "short"
    cut = fitted("w" * 100, 12, 100)
    assert cut.endswith("…")
    assert width(cut, 12) <= 100 < width("w" * 20, 12)


def test_svg_is_xml_with_a_box_for_every_node_and_nothing_from_elsewhere() -> None:
    made = graph()
    text = svg.render(made, "../")
    root = ElementTree.fromstring(text)
    space = {"s": "http://www.w3.org/2000/svg", "x": "http://www.w3.org/1999/xlink"}
    assert len(root.findall(".//s:g/s:title", space)) == len(made.nodes)
    assert "../apps/a.yml#L3" in text
    assert "prefers-color-scheme: dark" in text
    assert not re.search(r"url\(|@import|<script|<image|src=", text)
    drawn = re.sub(r">[^<]*<", "><", re.sub(r' data-name="[^"]*"', "", text))
    assert re.findall(r"https?://(?!www\.w3\.org)[^<\s\"]+", drawn) == []


FOLDED = routers(
    "plain: {rule: Host(`A.test`), service: shop, middlewares: [https], entryPoints: [web]}",
    "secure: {rule: Host(`A.test`), service: shop, entryPoints: [websecure], tls: {}}",
    "api: {rule: 'Host(`a.test`) && (PathPrefix(`/api`) || PathPrefix(`/v2`))', service: blog, "
    "entryPoints: [websecure], tls: {}}",
    "alone: {rule: Host(`b.test`), service: shop, middlewares: [https], entryPoints: [web]}",
    "broken: {rule: Host(`A.test`), service: shop, middlewares: [https, nobody], entryPoints: [web]}",
    more="  middlewares: {https: {redirectScheme: {scheme: https}}}\n",
)


def test_a_router_that_only_sends_to_https_is_a_mark_on_the_one_that_answers_there() -> None:
    made = graph(FOLDED)
    assert [one.name for one in made.folded] == ["plain@file"]
    assert [node.title for node in made.of_kind(ROUTER)] == ["secure", "api", "alone", "broken"]
    assert ("entry web", "http.routers secure", "→ https") in [edge[:3] for edge in made.edges]
    assert "web → https" in svg.render(made)
    assert "5 routers" in page.render(made)


def test_routers_stand_by_host_and_say_what_else_they_ask() -> None:
    made = graph(FOLDED)
    nodes = {node.title: node for node in made.of_kind(ROUTER)}
    assert (nodes["secure"].group, nodes["secure"].rest) == ("a.test", "")
    assert (nodes["api"].group, nodes["api"].rest) == ("a.test", "(PathPrefix(`/api`) || PathPrefix(`/v2`))")
    layout = lay_out(made)
    assert [group.hosts for group in layout.groups] == ["a.test", "b.test"]
    for node in nodes.values():
        [group] = [one for one in layout.groups if one.hosts == node.group]
        assert group.top <= layout.boxes[node.id].y < group.bottom


def test_forty_applications_fit_on_two_screens() -> None:
    lines = []
    for number in range(40):
        rest = f"rule: Host(`h{number}.test`), service: s{number}"
        lines.append(f"r{number}: {{{rest}, middlewares: [https], entryPoints: [web]}}")
        lines.append(f"t{number}: {{{rest}, entryPoints: [websecure], tls: {{}}}}")
    services = "".join(
        f"    s{number}: {{loadBalancer: {{servers: [{{url: 'http://s{number}'}}]}}}}\n" for number in range(40)
    )
    layout = lay_out(
        graph(routers(*lines, more=services + "  middlewares: {https: {redirectScheme: {scheme: https}}}\n"))
    )
    assert layout.height < 1900
    assert layout.width < 1500


def test_no_line_from_an_entry_point_is_long() -> None:
    layout = lay_out(graph())
    assert {pill.edge.target for pill in layout.pills} == {f"http.routers {name}" for name in ("shop", "top", "gone")}
    assert all(0 < layout.boxes[pill.edge.target].x - pill.x < 300 for pill in layout.pills)


def test_a_part_of_the_picture_holds_what_it_touches_and_no_more() -> None:
    made = graph(FOLDED)
    only = narrowed(made, hosts=["B.*"])
    assert {node.title for node in only.nodes.values()} == {"web", "alone", "https", "shop", "http://shop:3000"}
    assert [node.title for node in narrowed(made, routers=["ap*"]).of_kind(SERVICE)] == ["blog"]
    assert narrowed(made, files=["apps/a.yml"]).nodes == made.nodes
    assert not narrowed(made, files=["apps/b.yml"]).rows
    assert [node.title for node in narrowed(graph(), routers=["below"]).of_kind(ROUTER)] == ["top", "below"]


def test_redirects_to_https_of_other_hosts_are_not_counted_in_a_part_of_the_picture() -> None:
    both = [
        f"{name}: {{rule: Host(`{name}.test`), service: shop, entryPoints: [websecure], tls: {{}}}}"
        for name in ("shop", "blog")
    ]
    plain = [
        f"{name}-http: {{rule: Host(`{name}.test`), service: shop, entryPoints: [web], middlewares: [to-https]}}"
        for name in ("shop", "blog")
    ]
    more = MORE + "    to-https: {redirectScheme: {scheme: https}}\n"
    whole = graph(routers(*both, *plain, more=more))
    assert "4 routers, " in page.render(whole)
    for part in (narrowed(whole, hosts=["shop.test"]), narrowed(whole, routers=["shop-http"])):
        assert [part.nodes[row.router].title for row in part.rows] == ["shop"]
        assert "2 routers, " in page.render(part)


def test_every_box_can_be_found_by_what_it_is() -> None:
    made = graph(FOLDED)
    root = ElementTree.fromstring(svg.render(made))
    boxes = {one.get("id"): one for one in root.iter("{http://www.w3.org/2000/svg}g") if one.get("data-kind")}
    assert len(boxes) == len(made.nodes)
    api = boxes[svg.element_id("http.routers api")]
    facts = [api.get(f"data-{name}") for name in ("kind", "name", "provider", "host", "file", "line")]
    assert facts == ["router", "api", "file", "a.test", "apps/a.yml", "5"]
    lines = [one for one in root.iter("{http://www.w3.org/2000/svg}g") if one.get("data-from")]
    assert lines
    assert {one.get(f"data-{end}") for one in lines for end in ("from", "to")} <= set(boxes)


def test_the_picture_is_told_in_words_too() -> None:
    root = ElementTree.fromstring(svg.render(graph(FOLDED)))
    assert "web → https, websecure with TLS → router secure (Host(`A.test`)) → shop" in (
        root.findtext("{http://www.w3.org/2000/svg}desc") or ""
    )


def test_no_name_gets_out_of_its_place() -> None:
    nasty = "x</title></desc><script>alert(1)</script>\\\" onload='y' &lt; ]]> -->"
    quoted = nasty.replace("'", "''")
    text = routers(
        f"'{quoted}': {{rule: Host(`a.test`), service: '{quoted}', middlewares: ['{quoted}'], entryPoints: [web]}}",
    )
    made = graph(text)
    root = ElementTree.fromstring(svg.render(made))
    tags = {one.tag.rpartition("}")[2] for one in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "text", "path", "g", "circle", "a"}
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
    assert any(nasty == one.get("data-name") for one in root.iter())


def test_the_page_holds_picture_and_findings() -> None:
    text = page.render(graph())
    assert text.startswith("<!DOCTYPE html>")
    assert text.count("<svg") == 1
    assert "4 routers, 3 services; Traefik disables 1 router" in text
    assert '<td class="error">error</td>' in text
    assert "<script" not in text
    assert "odd &lt;&amp;" in text


def test_mermaid_names_nodes_so_that_no_text_can_break_it() -> None:
    text = mermaid.render(graph())
    assert text.startswith("flowchart LR\n")
    assert "odd #60;#38;#34;" in text
    defined = set(re.findall(r"^  (n\d+)[>\[(]", text, re.MULTILINE))
    used = set(re.findall(r"\bn\d+\b", "\n".join(line for line in text.splitlines() if "->" in line)))
    assert used <= defined
    assert re.search(r"^  class n\d+(,n\d+)* error$", text, re.MULTILINE)


def test_dot_has_balanced_quotes() -> None:
    text = dot.render(graph())
    assert text.startswith("digraph traefik {\n")
    for line in text.splitlines():
        assert line.replace("\\\\", "").replace('\\"', "").count('"') % 2 == 0
    assert 'label="9 of 10"' in text
    assert "style=dashed" in text


def test_an_empty_directory_makes_a_picture_too() -> None:
    made = graph("")
    assert ElementTree.fromstring(svg.render(made)) is not None
    assert mermaid.render(made).startswith("flowchart LR")
