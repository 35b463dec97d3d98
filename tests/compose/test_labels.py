"""Labels and variables in all their forms."""

from __future__ import annotations

from tests.compose.projects import label, labels, read, shown, web
from tests.each import rows
from traefiklint.compose.project import Origin


def test_a_list_and_a_mapping_say_the_same() -> None:
    as_list = web("services:\n  web:\n    image: x\n    labels:\n      - a=1\n      - b\n      - c=d=e\n")
    as_mapping = web("services:\n  web:\n    image: x\n    labels:\n      a: 1\n      b:\n      c: d=e\n")
    assert labels(as_list) == labels(as_mapping) == {"a": "1", "b": "", "c": "d=e"}


@rows(
    ("written", "text"),
    [
        ("true", "true"), ("True", "true"), ("yes", "yes"), ("010", "8"), ("0x10", "16"), ("1_000", "1000"),
        ("1.10", "1.1"), ("1.0", "1"), ("1e3", "1000"), ("1e25", "1e+25"), ("0.00001", "1e-05"), ("80:80", "80:80"),
        ("~", ""), ('"010"', "010"), ("2024-01-01", "2024-01-01 00:00:00 +0000 UTC"), ("-0.0", "-0"),
        ("2001-12-14T21:59:43.10-05:00", "2001-12-14 21:59:43.1 -0500 -0500"), ("1e6", "1e+06"),
        ("123456789012345678901", "1.2345678901234568e+20"),
    ],
)  # fmt: skip
def test_a_value_in_a_mapping_is_printed_as_go_prints_it(written: str, text: str) -> None:
    service = web(f"services:\n  web:\n    image: x\n    labels:\n      a: {written}\n")
    assert labels(service) == {"a": text}


def test_of_the_same_label_in_a_list_the_last_counts_and_knows_which_it_beats() -> None:
    service = web("services:\n  web:\n    image: x\n    labels: [a=1, a=2, a=3]\n")
    last = label(service, "a")
    assert last.value.text == "3"
    assert [one.value.text for one in last.beats] == ["2", "1"]


def test_deploy_and_build_labels_are_no_labels_of_the_container() -> None:
    service = web(
        "services:\n  web:\n    build: {context: ., labels: {b: 1}}\n"
        "    deploy:\n      labels: [d=1]\n    labels: [l=1]\n"
    )
    assert labels(service) == {"l": "1"}
    assert [one.name.text for one in service.deploy_labels] == ["d"]
    assert [one.name.text for one in service.build_labels] == ["b"]


def test_a_label_points_to_its_name_and_its_value() -> None:
    text = "services:\n  web:\n    image: x\n    labels:\n      - \"a=it is\"\n      - 'b=it''s'\n"
    service = web(text)
    assert [shown(text, one.name.place) for one in service.labels] == ["a", "b"]
    assert [shown(text, one.value.place) for one in service.labels] == ["it is", "it''s"]
    assert shown(text, label(service, "a").value.place._replace(span=label(service, "a").value.span(3, 5))) == "is"


@rows("sign", [">", "|", ">-"])
def test_a_place_in_a_block_is_where_the_character_is(sign: str) -> None:
    text = f"services:\n  web:\n    image: x\n    labels:\n      a: {sign}\n        one\n        two three\n"
    value = label(web(text), "a").value
    at = value.text.index("three")
    assert shown(text, value.place._replace(span=value.span(at, at + 5))) == "three"


def test_a_label_of_an_anchor_stands_at_the_anchor_and_says_who_takes_it() -> None:
    text = (
        "x-all: &all\n  a: 1\n  b: 2\nservices:\n  web:\n    image: x\n"
        "    labels:\n      <<: *all\n      b: 3\n  api:\n    image: x\n    labels: *all\n"
    )
    project = read(text)
    of_web, of_api = (project.service(name) for name in ("web", "api"))
    assert of_web and of_api
    taken = label(of_web, "a")
    assert (taken.origin, taken.name.place.span.line) == (Origin.MERGED, 2)
    assert taken.via is not None and shown(text, taken.via) == "<<: *all"
    assert label(of_web, "b").origin is Origin.OWN and label(of_web, "b").value.text == "3"
    assert {(one.origin, one.via and one.via.span.line) for one in of_api.labels} == {(Origin.MERGED, 12)}


def test_a_service_that_merges_another_has_its_labels() -> None:
    text = "services:\n  web: &web\n    image: x\n    labels: [a=1]\n  worker:\n    <<: *web\n    command: work\n"
    worker = read(text).service("worker")
    assert worker is not None and labels(worker) == {"a": "1"}
    assert worker.labels[0].origin is Origin.MERGED
    assert worker.labels[0].via is not None and shown(text, worker.labels[0].via) == "<<: *web"


def test_variables_of_the_environment_know_who_gives_them() -> None:
    files = {
        "compose.yml": "services:\n  web:\n    image: x\n    env_file: app.env\n    environment: [A=1, HOME_URL, B]\n",
        "app.env": "A=0\nC=3\n",
        ".env": "HOME_URL=http://x\n",
    }
    found = {one.name.text: one for one in web(files).environment}
    assert (found["A"].value and found["A"].value.text, found["C"].origin) == ("1", Origin.ENV_FILE)
    assert found["HOME_URL"].value is None and found["HOME_URL"].given is not None
    assert found["HOME_URL"].given.text == "http://x"
    assert found["B"].value is None and found["B"].given is None
