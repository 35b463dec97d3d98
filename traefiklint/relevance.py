"""What holds, and changes nothing for whoever wrote it: such findings are left to `--strict`.

Rules know what is true of a configuration; whether that matters hangs on what the files are for, which is decided here,
once for all of them.
"""

from __future__ import annotations

from traefiklint.checks.registry import Found
from traefiklint.findings import Effect
from traefiklint.instance.dropped import is_missed
from traefiklint.instance.instance import Instance
from traefiklint.instance.named_resolvers import spare_resolvers
from traefiklint.instance.names import FILE
from traefiklint.instance.passage import has_tls_anyway, is_left_alone, only_redirected, reached_only_by
from traefiklint.instance.published import is_behind_a_tunnel, seems_inner, unpublished_points
from traefiklint.instance.redirected import is_redirected_before
from traefiklint.instance.traefiks import traefiks
from traefiklint.instance.whereabouts import (
    is_at_home,
    is_at_home_by,
    is_for_trial,
    is_on_the_internet,
    is_override,
    unread_files,
)
from traefiklint.model.base import Named, Place
from traefiklint.model.http import Router
from traefiklint.model.middleware import Middleware
from traefiklint.model.services import Service
from traefiklint.options import Options
from traefiklint.patterns import lazy
from traefiklint.text.nodes import Scalar

_OF_A_SERVER = frozenset(("dokploy",))
"""Categories whose advice is about a server, whatever the files are called."""

_OF_PLAIN_HTTP = "credentials-over-http"
"""The rule about what travels without encryption, as a tunnel hands it on: a redirect would lead in a circle."""
_TRIAL = lazy(r"(?i)(?:^|[-_.])(?:dev|develop|development|local|localhost|testing|playground|sandbox)(?:[-_.]|$)")
"""What the name of a container has in it that is there to develop with."""
_DROPPED = ("dynamic-in-static", "static-in-dynamic")
"""Rules about a section in the wrong file."""
_OF_PEOPLE = "secret-in-config"
"""The rule about what people read, whether Traefik does or not."""
_OF_RESOLVERS = "unknown-cert-resolver"
"""The rule about what a Traefik on a server has, and one to develop with lacks."""
_OF_VALUES = "mapping-expected"
"""The rule about a value where options belong."""
_OF_SWITCHES = "switched-off"
"""The rule about a value that switches something off, as TLS of a router, which its entry points may give it."""


def is_beside_the_point(item: Found, instance: Instance, options: Options) -> bool:
    """Whether an author who reads it would shrug.

    What no router uses does nothing, whatever its options say. Advice, which is about what Traefik is content with, is
    for files that serve people: not for set-ups to develop or to learn with. That strangers may get in matters only
    where strangers come by.
    """
    effect = item.diagnostic.effect or item.rule.effect
    place = item.diagnostic.place
    if not effect.is_fatal and item.rule.id != _OF_PEOPLE and place.file in instance.once(_read_by_nobody):
        return True
    if not effect.is_fatal and _rests_on_unread(item, instance):
        return True
    if item.rule.category in _OF_A_SERVER or item.rule.matters == "anywhere":
        return False
    if instance.context.upgraded_from is not None:
        return False  # what changes was asked for
    if options.reads_none and not effect.is_fatal:
        return True
    if item.rule.id in _DROPPED and not is_missed(place, instance):
        return True
    if item.rule.id == _OF_VALUES and (place.file, place.path) in instance.once(spare_resolvers):
        return True
    if _does_nothing(effect, item) and (
        _is_about_what_nobody_uses(place, instance) or _is_about_one_of_two(item, instance)
    ):
        return True
    thing = instance.object_at(place)
    if item.rule.id == _OF_SWITCHES and type(thing) is Router and _has_tls_of_points(thing, place, instance):
        return True
    if item.rule.id == _OF_RESOLVERS and not options.candidates and _is_for_a_server(thing, instance):
        return True
    if effect in (Effect.SILENT, Effect.ADVICE) and _is_redirected(thing, instance):
        return True
    if effect is not Effect.ADVICE:
        return False
    is_tried = options.is_lesson or is_for_trial(place.file) or instance.once(_is_only_tried)
    if is_tried and not options.is_declared:
        return True
    if options.candidates and instance.context.static and is_override(place.file):
        return True  # it is for development: without it another Traefik here reads the labels
    if item.rule.matters == "in use":
        return False
    if item.rule.id == _OF_PLAIN_HTTP and (options.by_tunnel or instance.once(is_behind_a_tunnel)):
        return True
    thing = thing or instance.once(_dropped).get((place.file, place.object))
    if _is_out_of_reach(thing, instance):
        return True
    if options.home_variables and is_at_home_by(thing, options.home_variables, instance):
        return True
    if item.rule.matters == "on the internet":
        return not is_on_the_internet(thing, instance, options.own_hosts)
    return is_at_home(thing, instance, options.own_hosts)


def _is_for_a_server(thing: Named | None, instance: Instance) -> bool:
    """Whether labels are for a server, and the only Traefik here is one to develop with, which another compose file
    puts beside them: it has no resolvers on purpose."""
    if thing is None or thing.provider == FILE or instance.context.resolvers or is_for_trial(thing.file):
        return False
    files = {one.name.document.file for one in instance.once(traefiks)}
    return thing.file not in files and bool(files) and all(is_for_trial(one) or is_override(one) for one in files)


def _read_by_nobody(instance: Instance) -> frozenset[str]:
    """The dynamic files that no volume brings into Traefik's container, which is said of the file provider, and the
    static configuration that one brings to where Traefik does not look."""
    is_lost = "NotMounted" in instance.context.static
    lost = frozenset(one.document.file for one in instance.files) if is_lost else frozenset()
    return lost.union(one.file for one in instance.parts.get("UnreadFile", ()))


def _rests_on_unread(item: Found, instance: Instance) -> bool:
    """Whether it is about what two files come to together, of one of which is told that Traefik does not read it."""
    files = {item.diagnostic.place.file, *(one.file for one in item.diagnostic.related)}
    return len(files) > 1 and not files.isdisjoint(instance.once(unread_files))


def _is_redirected(thing: Named | None, instance: Instance) -> bool:
    """Whether nobody comes to a router, or asks a service, because all visitors are sent elsewhere before."""
    if type(thing) is Service:
        return thing in instance.once(only_redirected)
    return is_redirected_before(thing, instance)


def _has_tls_of_points(router: Router, place: Place, instance: Instance) -> bool:
    """Whether it is the TLS of a router that its entry points give it all the same, as they would with none there
    (asked of 3.7.15), as far as somebody says that they do."""
    if instance.context.assumed:
        return False
    node = router.at("tls").node
    value = node.value if isinstance(node, Scalar) and router.gives("tls") else ""
    return place.path == f"{router.path}.tls" and has_tls_anyway(router, instance, value)


def _dropped(instance: Instance) -> dict[tuple[str, str], Named]:
    """The objects that another file defines before, by their files and paths: a Traefik may read one of the two."""
    return {(loser.file, loser.path): loser for loser, _ in instance.duplicates}


def _is_only_tried(instance: Instance) -> bool:
    """Whether all compose files of a Traefik are for development or tests, and so is what they mount, or it is called
    so itself."""
    if instance.labels is None:
        return False
    files = [document.file for document in instance.labels.documents]
    own = instance.once(traefiks)
    names = [[value.text for value in (one.container_name, one.name) if value is not None] for one in own]
    is_called_so = bool(own) and all(any(map(_TRIAL.search, of_one)) for of_one in names)
    return is_called_so or (bool(files) and all(map(is_for_trial, files)))


def _is_out_of_reach(thing: Named | None, instance: Instance) -> bool:
    """Whether a router listens where no port of the host leads, as far as the files show, or it is about what only such
    routers lead to."""
    if type(thing) is Router:
        return _listens_apart(thing, instance)
    return thing is not None and thing in instance.once(_reached_apart)


def _reached_apart(instance: Instance) -> set[Named]:
    routers = (one for one in instance.objects["http.routers"].values() if type(one) is Router)
    return reached_only_by([one for one in routers if _listens_apart(one, instance)], instance)


def _listens_apart(router: Router, instance: Instance) -> bool:
    names = router.entry_points or instance.default_entry_points
    is_inner = instance.context.blank and all(map(seems_inner, names))
    return bool(names) and (is_inner or instance.once(unpublished_points).issuperset(names))


def _does_nothing(effect: Effect, item: Found) -> bool:
    """Whether it is nothing as long as nobody uses what it is about: Traefik builds only what routers lead to, so
    neither is such an object disabled."""
    if effect is Effect.DISABLED:
        return item.diagnostic.disables is None
    return effect in (Effect.SILENT, Effect.ADVICE)


def _is_about_one_of_two(item: Found, instance: Instance) -> bool:
    """Whether it is about one type of a middleware that Traefik disables, as it has two."""
    place = item.diagnostic.place
    thing = instance.object_at(place)
    is_part = type(thing) is Middleware and place.path != thing.path and len(thing.written) > 1
    return is_part and item.rule.effect is not Effect.DISABLED


def _is_about_what_nobody_uses(place: Place, instance: Instance) -> bool:
    """Whether it is about an option of such an object; what is said of the whole may be that nobody uses it."""
    thing = instance.object_at(place)
    return thing is not None and place.path != thing.path and is_left_alone(thing, instance)
