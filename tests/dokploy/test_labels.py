"""The labels that the panel adds to a compose application, made here of its domains, against what the real one made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from traefiklint.dokploy.answers import ComposeDetails
from traefiklint.dokploy.labels import missing_services, override_of
from traefiklint.patch.data import plain, read_data

RECORDED = [json.loads(line) for line in Path(__file__).with_name("compose.jsonl").read_text().split("\n") if line]


def test_they_are_those_of_the_real_panel() -> None:
    rows: dict[str, dict[str, Any]] = {}
    domains: dict[str, dict[str, Any]] = {}
    compared = 0
    for recorded in RECORDED:
        if recorded["who"] != "owner":
            continue
        path, answer = recorded["path"], json.loads(recorded["answer"])
        if path in ("compose.create", "compose.update"):
            rows[answer["composeId"]] = answer
        elif path in ("domain.create", "domain.update", "domain.toggleEnable"):
            domains[answer["domainId"]] = answer
        elif path == "compose.getConvertedCompose" and recorded["params"]["composeId"] in rows:
            row = rows[recorded["params"]["composeId"]]
            mine = [domain for domain in domains.values() if domain["composeId"] == row["composeId"]]
            details = ComposeDetails.model_validate(row | {"domains": mine})
            if recorded["status"] != 200:
                services = plain(read_data(details.compose_file))["services"]
                assert list(missing_services(details, services)), recorded["answer"]
                if not details.randomize:  # somebody deleted the domain that stood in the way
                    domains = {key: one for key, one in domains.items() if one["serviceName"] in services}
                continue
            assert _labels(override_of(details)) | _labels(details.compose_file) == _labels(answer), answer
            compared += 1
    assert compared > 5


def _labels(text: str) -> frozenset[tuple[str, str]]:
    """Service and label of all that Traefik's provider looks at."""
    services = plain(read_data(text)).get("services", {}) if text else {}
    found = set()
    for name, service in services.items():
        for labels in (service.get("labels"), service.get("deploy", {}).get("labels")):
            pairs = labels.items() if isinstance(labels, dict) else (label.split("=", 1) for label in labels or ())
            found |= {(name, f"{key}={value}") for key, value in pairs}
    return frozenset(found)
