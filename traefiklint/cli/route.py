"""Say which router answers a request, and why the others do not."""

from __future__ import annotations

import sys

import click

from traefiklint.cli.asking import TraefikOptions, address_of, read_table, world_options
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples, format_option
from traefiklint.cli.streams import keep_secret


@click.command(
    "route",
    epilog=examples(
        "traefiklint route https://shop.example.com/cart apps/",
        "traefiklint route POST http://shop.example.com/cart --header 'X-Beta: 1' --client-ip 203.0.113.7",
        "traefiklint route tls://db.example.com:5432 --static traefik.yml apps/",
    ),
)
@click.argument("words", nargs=-1, metavar="[METHOD] URL [PATH]...", required=True)
@world_options
@click.option("--header", "headers", multiple=True, metavar="'NAME: VALUE'", help="A header of the request.")
@click.option("--client-ip", default="", metavar="IP", help="The address that the client connects from.")
@click.option("--server-name", metavar="NAME", help="What the TLS handshake asks for, where it is not the host.")
@click.option("--entry-point", default="", metavar="NAME", help="Where the request comes in, if not by its port.")
@click.option("--all", "every", is_flag=True, help="Show every router that does not answer.")
@format_option("How to answer [text].")
@click.pass_obj
def command(
    console: Console,
    words: tuple[str, ...],
    where: TraefikOptions,
    headers: tuple[str, ...],
    client_ip: str,
    server_name: str | None,
    entry_point: str,
    every: bool,
    form: str,
) -> int:
    """Say which router answers a request, what happens to it on its way, and why the other routers do not answer.

    Nothing is started and nothing is asked over the network. The URL may begin with http, https, ws, wss, tcp (a plain
    connection), tls (a TLS connection) or udp. The exit status is 1 where nobody answers or redirects go in a circle.
    """
    method, url, paths = address_of(words)
    from traefiklint.routing.answer import follow
    from traefiklint.routing.asking import read_request, secrets_of

    asked = read_request(url, method, headers, client_ip, server_name, entry_point)
    keep_secret(secrets_of(asked))
    table = read_table(console, where, paths)
    journey = follow(table, asked)
    if form == "json":
        from traefiklint.routing.json import journey_dict

        console.say_data(journey_dict(journey))
    else:
        from traefiklint.routing.text import lines

        for line in lines(journey, lambda text, *codes: console.paint(text, *codes, stream=sys.stdout), every=every):
            console.say(line)
    return int(journey.loops or not journey.last.ways)
