"""One option under two spellings, as in `RULE` and `rule`: Traefik applies both, the later in byte order last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traefiklint.model.base import Option, Section
from traefiklint.model.diagnostics import Pair, RepeatedOption

if TYPE_CHECKING:
    from traefiklint.decoding.fill import Decoder


def decode_twice(decoder: Decoder, part: Section, pair: Pair, field: Option) -> None:
    """Decode a pair whose option the part already has under another spelling, and join the two as Traefik does."""
    earlier = part._spots[field.attribute]
    decoder.report(RepeatedOption(part, pair, field, earlier[0]))
    scratch = type(part)().stand(part.node, part.key_node, part.parent, part.step, part.home)
    decoder.fill(scratch, [pair])
    _join(decoder, part, scratch, field, pair[0].value > earlier[0].value)


def _join(decoder: Decoder, part: Section, scratch: Section, field: Option, scratch_is_later: bool) -> None:
    attribute = field.attribute
    if attribute not in scratch.__dict__:
        return
    new = getattr(scratch, attribute)
    if isinstance(new, Section):
        new._parent = part
    for child in _parts_in(new):
        child._parent = part
    if attribute not in part.__dict__:
        joined = new
    elif scratch_is_later:
        joined = _joined(decoder, getattr(part, attribute), new)
    else:
        joined = _joined(decoder, new, getattr(part, attribute))
    setattr(part, attribute, joined)
    if scratch_is_later:
        part._spots[attribute] = scratch._spots[attribute]


def _joined(decoder: Decoder, first: Any, second: Any) -> Any:
    """The value once `second` has been filled in over `first`."""
    if isinstance(first, Section) and isinstance(second, Section):
        for attribute, spot in second._spots.items():
            field = second.fields[attribute]
            if attribute in second.__dict__:
                carrier = type(first)()
                carrier._spots = {attribute: spot}
                setattr(carrier, attribute, getattr(second, attribute))
                _join(decoder, first, carrier, field, True)
            first._spots.setdefault(attribute, spot)
        decoder.parts[type(second)].remove(second)
        return first
    if isinstance(first, dict) and isinstance(second, dict):
        for name in first.keys() & second.keys():
            if isinstance(first[name], Section):
                decoder.parts[type(first[name])].remove(first[name])
        return {**first, **second}
    for part in _parts_in(first):
        decoder.parts[type(part)].remove(part)
    return second


def _parts_in(value: Any) -> list[Section]:
    if isinstance(value, dict):
        value = tuple(value.values())
    return [one for one in value if isinstance(one, Section)] if isinstance(value, tuple) else []
