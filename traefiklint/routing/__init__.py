"""Which router answers a request, what happens to the request on its way, and why the other routers do not answer.

Everything is decided from texts, without network: entry point, TCP routers, TLS, HTTP routers by priority, middlewares
and services, in the order in which Traefik looks at them.
"""
