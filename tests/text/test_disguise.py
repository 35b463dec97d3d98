"""A key is found in what somebody says, in whatever shape it comes back."""

from __future__ import annotations

from base64 import b32encode, b64encode, urlsafe_b64encode
from urllib.parse import quote

from tests.each import rows
from traefiklint.dokploy.secret import Secret, quotable

KEY = "Yx7Qp2Lm-9Rt4Wv8Kc_3Zb6Nd1"
DATA = KEY.encode()
SHAPES = {
    "as it is": KEY,
    "upper case": KEY.upper(),
    "lower case": KEY.lower(),
    "reversed": KEY[::-1],
    "without the first letter": KEY[1:],
    "without the last letter": KEY[:-1],
    "without one in the middle": KEY[:12] + KEY[13:],
    "with blanks": " ".join(KEY),
    "with hyphens": "-".join(KEY),
    "broken in two": f"{KEY[:12]} {KEY[12:]}",
    "base64": b64encode(DATA).decode(),
    "base64 inside": b64encode(b"x-api-key: " + DATA).decode(),
    "base64 inside, moved": b64encode(b"y" + DATA + b"zz").decode(),
    "urlsafe base64": urlsafe_b64encode(DATA).decode().rstrip("="),
    "base64 twice": b64encode(b64encode(DATA)).decode(),
    "base32": b32encode(DATA).decode(),
    "hex": DATA.hex(),
    "HEX": DATA.hex().upper(),
    "hex with colons": DATA.hex(":"),
    "percent": "".join(f"%{byte:02X}" for byte in DATA),
    "percent in part": quote(KEY[:5], safe="") + "".join(f"%{byte:02x}" for byte in DATA[5:]),
    "escapes": "".join(f"\\u{byte:04x}" for byte in DATA),
    "entities": "".join(f"&#{byte};" for byte in DATA),
}


@rows("shape", SHAPES)
def test_no_shape_of_the_key_is_quoted(shape: str) -> None:
    told = quotable(f"refused: {SHAPES[shape]} given", Secret(KEY))
    assert told.replace("*** ***", "***") == "refused: *** given"


def test_what_is_near_the_key_by_chance_is_quoted() -> None:
    said = "EACCES: permission denied, open '/etc/dokploy/traefik/dynamic/shop.yml'"
    assert quotable(said, Secret(KEY)) == said
