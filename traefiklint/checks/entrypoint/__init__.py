"""Entry points and the routers on them."""
