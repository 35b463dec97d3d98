"""Readings in the words of `docker stats`, of any age, become numbers."""

from tests.each import rows
from traefiklint.dokploy.monitoring import Monitoring


@rows(
    ("said", "number"),
    [
        ("0.05%", 0.05),
        ("12.5", 12.5),
        ("1.5GiB", 1.5 * 2**30),
        ("100MiB", 100 * 2**20),
        ("12kB", 12_000),
        ("3.2MB", 3_200_000),
        ("0B", 0),
        ("1e3B", 1000),
        (7, 7),
        (7.5, 7.5),
        (True, 0),
        (None, 0),
        ("lots", 0),
        ("1.2.3MB", 0),
    ],
)
def test_an_amount(said: object, number: float) -> None:
    reading = Monitoring.model_validate({"memory": [{"value": {"used": said}, "time": "now"}]})
    assert reading.memory[0].value.used == number


@rows(("said", "number"), [(1.5, 1.5e6), ("1.5", 1.5e6), ("656MB", 656e6), ("1.2kB", 1200)])
def test_traffic_without_a_unit_is_in_megabytes(said: object, number: float) -> None:
    reading = Monitoring.model_validate({"network": [{"value": {"inputMb": said, "outputMb": 0}}]})
    assert reading.network[0].value.received == number


def test_what_is_missing_is_empty() -> None:
    reading = Monitoring.model_validate({"cpu": None, "network": [{"value": None, "time": None}], "more": 1})
    assert reading.cpu == reading.memory == ()
    assert reading.network[0].value.sent == 0
