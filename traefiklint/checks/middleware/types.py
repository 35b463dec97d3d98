"""HTTP and TCP middlewares: one type each, nothing that leads back to itself, plugins that are there."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import option_in
from traefiklint.checks.shared.fixes import rewrite
from traefiklint.findings import Effect, Fix, Severity
from traefiklint.instance.cycles import cycles
from traefiklint.instance.instance import Instance
from traefiklint.instance.startup import LAST
from traefiklint.model.base import Section
from traefiklint.model.middleware import Middleware
from traefiklint.model.tcp import TcpMiddleware
from traefiklint.text.nodes import Scalar


def types_of(middleware: Middleware | TcpMiddleware) -> list[str]:
    """The types that a middleware really has, as attributes: those that are given, not ignored, not switched off."""
    return [name for name in middleware.written if getattr(middleware, name) is not None]


def is_left_without(section: Section) -> bool:
    """Whether a section is a middleware that has no type, as the one that it is given is switched off."""
    return isinstance(section, (Middleware, TcpMiddleware)) and not types_of(section)


@rule("middleware-without-type", effect=Effect.DISABLED, fix="safe")
def middleware_without_type(middleware: Middleware | TcpMiddleware, instance: Instance) -> Iterator[Diagnostic]:
    """A middleware has no type, so there is nothing for it to do."""
    if types_of(middleware) or (is_given_value(middleware) and not instance.users(middleware)):
        return
    fix: Fix | None = None
    spots, blanks = middleware.written, middleware.blank
    if spots or blanks:
        attribute = next(iter(spots or blanks))
        key = middleware.fields[attribute].key
        if attribute in blanks:
            reason = f"`{key}` has no value"
            advice = (
                f"write `{option_in(middleware, key)}`"
                if middleware.fields[attribute].may_be_empty
                else "give it its options"
            )
        elif middleware.fields[attribute].ignored:
            reason, advice = f"a file cannot set `{key}`", "use another type"
        else:
            reason, fix = _switched_off(middleware, attribute)
            advice = f"write `{option_in(middleware, key)}`, or delete the middleware"
    else:
        reason, advice = "it is empty", "give it a type, such as `headers`"
    message = f"Middleware `{middleware.name}` has no type, as {reason}; {advice}."
    yield Diagnostic(middleware.key_at(), message, fix=fix)


def is_given_value(middleware: Middleware | TcpMiddleware) -> bool:
    """Whether a label gives a middleware a value, and no options, which is told of the label."""
    return middleware.document.holds_labels and type(middleware.node) is Scalar and bool(middleware.node.value)


def _switched_off(middleware: Middleware | TcpMiddleware, attribute: str) -> tuple[str, Fix | None]:
    """What is to be said of the only type of a middleware, which is switched off, perhaps by a value that is no word
    for that, as `yes`; and how to switch it on in a label."""
    from traefiklint.checks.shared.options import is_switch
    from traefiklint.checks.shared.wording import shown
    from traefiklint.model.diagnostics import says_off

    key, value = middleware.fields[attribute].key, middleware.written[attribute][1]
    text = value.value if type(value) is Scalar else ""
    if not text or says_off(text):
        return f"`{key}` is switched off", None
    fix = None
    if middleware.document.holds_labels and is_switch(text.strip(" \"'")):
        fix = rewrite(middleware.at(attribute), text, "true", safe=True)
    return f"`{option_in(middleware, key, shown(text))}` switches `{key}` off", fix


@rule("middleware-two-types", effect=Effect.DISABLED)
def middleware_two_types(middleware: Middleware | TcpMiddleware, instance: Instance) -> Iterator[Diagnostic]:
    """A middleware has several types at once."""
    if len(middleware.written) < 2:
        return
    types = types_of(middleware)
    if len(types) < 2 or len({_variables(middleware, name) for name in types[:2]}) > 1:
        return  # of two names that hang on two variables nobody knows that they are one
    first, second = (middleware.fields[name].key for name in types[:2])
    message = f"Middleware `{middleware.name}` has both `{first}` and `{second}`; split it into two middlewares."
    if type(middleware) is Middleware:
        yield Diagnostic(middleware.key_at(types[1]), message)
        return
    winner = next(name for name in ("ip_allow_list", "ip_white_list", "in_flight_conn") if name in types)
    loser = next(name for name in types if name != winner)
    message = f"{message.rstrip('.')}, as Traefik uses only `{middleware.fields[winner].key}`."
    yield Diagnostic(middleware.key_at(loser), message, effect=Effect.SILENT)


def _variables(middleware: Middleware | TcpMiddleware, attribute: str) -> tuple[str, ...]:
    """The variables without a value in the label that gives a middleware a type."""
    from traefiklint.decoding.label_tree import value_of

    value = value_of(middleware.written[attribute][0])
    return () if value is None else tuple(piece.variable for piece in value.pieces if piece.is_open)


@rule("middleware-cycle", effect=Effect.DISABLED)
def middleware_cycle(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """A middleware leads back to itself."""
    for cycle in cycles(instance, ("http.middlewares",), through=Middleware):
        path = " → ".join(cycle.names)
        message = f"`{cycle.first.name}` leads back to itself ({path}); remove one of the references."
        yield Diagnostic(cycle.closing.place, message, after=LAST)


_DECLARED = "modulename"
"""The option by which a static configuration declares a plugin (`static.Plugin`), in small letters."""


@rule("plugin-not-declared", effect=Effect.DISABLED)
def plugin_not_declared(middleware: Middleware, instance: Instance) -> Iterator[Diagnostic]:
    """A middleware uses a plugin that the static configuration does not declare, or several at once."""
    plugins = middleware.plugin
    if not plugins or "plugin" not in middleware.written:
        return
    if any(name.lower() == _DECLARED for name in plugins):
        message = (
            "A plugin is declared in the static configuration, not in a middleware: move `moduleName` and `version` to "
            f"`experimental.plugins.{middleware.name}` there, and write the options here, below `{middleware.name}`."
        )
        yield Diagnostic(middleware.at("plugin"), message)
        return
    if len(plugins) > 1:
        first, second = list(plugins)[:2]
        message = (
            f"A middleware holds one plugin, and this one has `{first}` and `{second}`; split it into two middlewares."
        )
        if not any(plugins.values()):
            message = (
                f"The options of a plugin stand below its name, and `{first}` stands beside it, so that Traefik takes "
                "it for a plugin; indent them below the name."
            )
        known = [name for name in plugins if name in instance.context.plugins]
        odd = next((name for name in plugins if name not in known), "")
        if len(known) == 1 and odd and any(plugins.values()):
            message = (
                f"A middleware holds one plugin, and here `{odd}`, which is not declared, stands beside `{known[0]}`; "
                f"write its options below `{known[0]}`, or remove them."
            )
            yield Diagnostic(middleware.entry_at("plugin", odd), message)
            return
        yield Diagnostic(middleware.at("plugin"), message)
        return
    context = instance.context
    name = next(iter(plugins))
    if context.blank or name in context.plugins:
        return
    if any(name in {**one.plugins, **one.local_plugins} for one in context.static.get("Experimental", ())):
        message = (
            f"Traefik runs no plugin, `{name}` neither, because one of them cannot be loaded; see the static file."
        )
        yield Diagnostic(middleware.at("plugin"), message)
        return
    guess = instance.nearest(name, "plugins")
    advice = f"did you mean `{guess}`?" if guess else "declare it under `experimental.plugins`."
    if not guess and len(spare := instance.once(_spare_plugins)) == 1:
        advice = f"`{spare[0]}` is, and no middleware uses it: write the same name in both."
    message = f"Plugin `{name}` is not declared in the static configuration; {advice}"
    if context.assumed:
        yield Diagnostic(middleware.entry_at("plugin", name), message, effect=Effect.ADVICE, severity=Severity.WARNING)
    else:
        yield Diagnostic(middleware.entry_at("plugin", name), message)


def _spare_plugins(instance: Instance) -> list[str]:
    """The plugins that a static configuration declares, and no middleware uses."""
    used = {name for one in instance.objects["http.middlewares"].values() for name in one.plugin}
    declared = {
        name for one in instance.context.static.get("Experimental", ()) for name in (*one.plugins, *one.local_plugins)
    }
    return sorted(declared - used)
