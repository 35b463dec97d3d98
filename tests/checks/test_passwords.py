"""A password that a comment tells beside its hash."""

from __future__ import annotations

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.checks.shared.passwords import is_password

# each made with `openssl passwd -apr1` or `-1`, and `htpasswd -s`
HASHES = {
    "qwer1234": "$apr1$tm53ra6x$FntXd6jcvxYM/YH0P2hcc1",
    "a much longer password than sixteen": "$apr1$abcdefgh$CWmSdRXg6.q2WlUC6/oKv1",
    "pässword": "$1$ab$zSxXTAOa3MsUL6fbBrrN71",
    "test": "{SHA}qUqP5cyxm6YcTAhz05Hph5gvu9M=",
}
TEXT = """\
http:
  middlewares:
    # {above}
    login:
      basicAuth:
        users:
          - "admin:{hashed}"  # {behind}
"""


def test_a_hash_is_that_of_its_password_alone() -> None:
    for password, hashed in HASHES.items():
        assert [one for one in (*HASHES, "", "Test") if is_password(one, hashed)] == [password]


@rows(
    ("above", "behind", "told"),
    [
        ("UserName: admin, password: qwer1234", "", True),
        ("", "admin:qwer1234", True),
        ("", "PASSWORD=qwer1234", True),
        ("the password is 'qwer1234'", "", True),
        ("the password is qwer12345", "", False),
        ("", "", False),
    ],
)
def test_a_password_beside_its_hash_is_said_to_be_there_and_not_shown(above: str, behind: str, told: bool) -> None:
    text = TEXT.format(above=above, behind=behind, hashed=HASHES["qwer1234"])
    (finding,) = [
        one for one in lint_texts({"a.yml": text}, profile="none").findings if one.rule == "basic-auth-weak-hash"
    ]
    assert ("stands in a comment near it; take another one" in finding.message) is told
    assert ("stored as MD5" in finding.message) is not told
    assert "qwer" not in finding.message + finding.help


@rows(("host", "told"), [("a.example.org", False), ("a.shop.org", True)])
def test_a_password_in_a_comment_is_left_to_strict_where_all_hosts_are_made_up(host: str, told: bool) -> None:
    text = TEXT.format(above="password: qwer1234", behind="", hashed=HASHES["qwer1234"])
    router = f"  routers: {{a: {{rule: Host(`{host}`), service: noop@internal, middlewares: [login]}}}}\n"
    found = lint_texts({"a.yml": text + router}, profile="none").findings
    assert any(one.rule == "basic-auth-weak-hash" for one in found) is told


def test_a_password_that_is_the_name_is_said_to_be_it() -> None:
    text = TEXT.format(above="for test and others", behind="", hashed=HASHES["test"]).replace("admin:", "test:")
    found = lint_texts({"a.yml": text}, profile="none", strict=True).findings
    (message,) = [one.message for one in found if one.rule == "basic-auth-weak-hash"]
    assert "The password of `test` is the user's name; take another one" in message


def test_where_many_users_have_comments_not_all_words_are_tried() -> None:
    users = "".join(f'          - "u{n}:{HASHES["qwer1234"]}"  # word{n} of{n} some{n} more{n}\n' for n in range(40))
    text = TEXT.format(above="", behind="", hashed=HASHES["qwer1234"]) + users + '          - "z:%s"  # qwer1234\n'
    found = lint_texts({"a.yml": text % HASHES["qwer1234"]}, profile="none").findings
    assert not any("stands in a comment" in one.message for one in found)
