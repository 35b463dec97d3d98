"""The pydantic models read plain data as decoding reads nodes."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.model.decoding import decoded, plain
from traefiklint.model.configuration import Configuration
from traefiklint.model.http import Router
from traefiklint.model.kinds.maps import IntMap, Plugins, TextMap
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.middleware import Middleware
from traefiklint.model.pydantic_models import pydantic_model
from traefiklint.model.services import LoadBalancer

FILE = """
http:
  routers:
    shop: {RULE: 'Host(`a`)', service: shop, priority: '10', tls: true, entryPoints: 'web, websecure', middlewares: }
    plain: {rule: 1.5, tls: false}
  services:
    shop:
      loadBalancer:
        servers: [{url: 'http://a:1'}, dropped]
        healthCheck: {interval: 10, path: /up}
        sticky: {}
  middlewares:
    head: {headers: {customRequestHeaders: {a: 1}, stsSeconds: '3'}}
    geo: {plugin: {geo: {allow: [DE]}}}
tcp:
  routers: {t: {rule: HostSNI(`*`), service: t}}
  services: {t: {loadBalancer: {servers: [{address: 'a:1'}]}}}
"""


def same(model: Any, part: Any) -> bool:
    """Whether a model and a decoded part say the same, all the way down."""
    for name, field in part.fields.items():
        ours, theirs = getattr(part, name), getattr(model, name)
        if isinstance(field.kind, Nested) and ours is not None:
            assert same(theirs, ours)
        elif isinstance(field.kind, Sections):
            assert len(ours) == len(theirs)
            assert all(map(same, theirs, ours))
        elif isinstance(field.kind, ByName):
            assert set(ours) == set(theirs)
            assert all(same(theirs[key], ours[key]) for key in ours)
        elif not isinstance(field.kind, Plugins):
            assert theirs == (dict(ours) if isinstance(field.kind, (TextMap, IntMap)) else ours), f"{part.path}.{name}"
    return True


def test_a_model_says_the_same_as_decoding() -> None:
    made = decoded(FILE)
    assert made.configuration is not None
    model = pydantic_model(Configuration).model_validate(plain(made.configuration._node))
    assert same(model, made.configuration)


def test_a_model_has_the_documented_keys_as_aliases_and_their_descriptions() -> None:
    field = pydantic_model(Router).model_fields["entry_points"]
    assert field.alias == "entryPoints"
    assert field.description == "The entry points that the router listens on; the default ones where none is given."
    made = pydantic_model(Router)(rule="Host(`a`)", entry_points=["web"])
    assert made.model_dump(by_alias=True, exclude_unset=True) == {"rule": "Host(`a`)", "entryPoints": ("web",)}


def test_the_model_of_a_part_is_always_the_same_class() -> None:
    assert pydantic_model(Router) is pydantic_model(Router)


@pytest.mark.parametrize(
    ("of", "data", "words"),
    [
        (Router, {"rul": "a"}, "Extra inputs are not permitted"),
        (Router, {"priority": "x"}, 'strconv.ParseInt: parsing "x": invalid syntax'),
        (Router, {"rule": ["a"]}, "one value is wanted, not a list"),
        (Router, {"observability": {}}, "observability cannot be a standalone element"),
        (LoadBalancer, {"passHostHeader": "yes"}, 'strconv.ParseBool: parsing "yes": invalid syntax'),
        (LoadBalancer, {"healthCheck": {"interval": "1d"}}, 'time: unknown unit "d" in duration "1d"'),
        (Middleware, {"headers": {"customRequestHeaders": {}}}, "customRequestHeaders cannot be a standalone element"),
    ],
)
def test_what_traefik_refuses_is_refused_in_its_words(of: Any, data: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words.replace("(", r"\(").replace(")", r"\)")):
        pydantic_model(of).model_validate(data)
