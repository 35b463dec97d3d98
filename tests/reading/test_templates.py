"""Templates are carried out as far as their outcome can be known, and every place is one of the file."""

from __future__ import annotations

import pytest

from tests.each import rows
from tests.effort import Effort
from tests.reading.live import Live
from tests.reading.test_places import at, plain, written
from tests.said import said_of_text
from traefiklint.decoding.file import read_document
from traefiklint.findings import Effect, Span
from traefiklint.go.template.certain import ARITIES
from traefiklint.go.template.names import FUNCTIONS, KNOWN
from traefiklint.verify.oracle import Oracle

EXPRESSIONS = """
"x" | 'c' | 1 | 1.5 | 1e6 | 100000.0 | 0.00001 | 1e21 | 0x1F | 017 | 1_000 | true | . | $ | list
list 1 "a" 2.5 nil | dict "b" 1 "a" (list "x") | until 4 | until -2 | untilStep 0 10 3 | seq 3 | seq 1 2 9
seq 3 1 | add 1 2 3 | sub 1 3 | mul 2 3 4 | div 7 2 | div -7 2 | mod 7 3 | mod -7 3 | max 1 5 3 | min 4 2
add1 3 | int "12" | int64 1.9 | float64 3 | upper "aB" | lower "aB" | title "foo bar" | trim " x "
trimAll "-" "--x-" | trimPrefix "a" "aab" | trimSuffix "b" "abb" | nospace " a b " | repeat 3 "ab"
substr 1 3 "abcdef" | substr -1 3 "abcdef" | substr 1 -1 "abcdef" | trunc 2 "abc" | trunc -2 "abc"
contains "b" "abc" | hasPrefix "a" "abc" | hasSuffix "a" "abc" | quote "a" 1 "b\\"c" | squote "a" 1
cat "a" 1 nil "b" | indent 2 "a" | replace "a" "b" "aXa" | split "a,b,c" "," | splitList "," "a,b"
join "-" (list 1 "a") | sortAlpha (list "b" "a" "C") | sortAlpha 3 | b64enc "hello" | b64dec "aGVsbG8="
sha256sum "x" | sha1sum "x" | printf "%s-%d-%v-%t-%q%%" "a" 3 1.5 true "q" | print "a" 1 2 "b" 3
html "<a & 'b'>" | urlquery "a b&c" | default "x" "" | default "x" "y" | default 3 | empty 0 | empty "a"
coalesce "" 0 "z" | all 1 "" | any 0 "a" | ternary "a" "b" true | ternary "a" "b" false | first (list 1 2)
last (list 1 2) | rest (list 1 2) | initial (list 1 2) | first list | rest list | append (list 1) 2
prepend (list 1) 2 | concat (list 1) (list 2 3) | reverse (list 1 2 3) | compact (list 0 1 "" "a")
uniq (list 1 1 2) | has 1 (list 1 2) | without (list 1 2 3) 2 | get (dict "a" 1) "a" | get (dict "a" 1) "b"
hasKey (dict "a" 1) "a" | set (dict "a" 1) "b" 2 | unset (dict "a" 1) "a" | keys (dict "a" 1)
values (dict "a" 1) | index (list 1 2) 1 | index (dict "a" 1) "a" | len "abc" | len (list 1) | not 1
and 1 0 2 | or 0 "" 3 | eq 1 1 | eq 1 2 1 | ne 1 2 | lt 1 2 | le 2 2 | gt "b" "a" | ge 1 2 | toString 3
regexMatch "^a+$" "aa" | regexMatch "(" "a" | mustRegexMatch "b" "abc" | regexFind "b+" "abbc" | regexFind "x" "abc"
typeOf "a" | typeOf 1 | typeOf 1.5 | typeOf true | typeOf (add 1 2) | typeOf (dict) | typeIs "string" "a" | kindOf "a"
kindOf (dict) | kindIs "map" (dict "a" 1) | kindIs "int" "a" | plural "one" "many" 1 | plural "one" "many" 0
adler32sum "web-demo" | base "a/b.c" | base "/" | base "" | base "a/" | ext "a/b.c" | ext "a.b/c" | osBase "a/b"
osExt "x.tar.gz" | deepEqual 1 1 | deepEqual "1" 1 | deepEqual (list 1) (list 1) | toStrings (list 1 "a")
index "abc" 1
regexFindAll "[a-c]" "abcab" -1 | regexFindAll "[a-c]" "abcab" 2 | regexFindAll "x*" "axb" -1 | regexFindAll "a" "a" 0
regexReplaceAll "-demo$" "web-demo" "" | regexReplaceAll "a(x*)b" "-ab-axxb-" "${1}W" | regexReplaceAll "x*" "axb" "-"
regexReplaceAll "(a)" "aa" "$1x" | regexReplaceAllLiteral "a(x*)b" "-ab-" "${1}" | regexReplaceAll "z" "ä" "y"
regexSplit "z+" "pizza" -1 | regexSplit "z+" "pizza" 1 | regexSplit "z+" "pizza" 0 | regexSplit "" "abc" -1
regexSplit "a" "aba" -1 | regexSplit "," "" -1 | regexSplit "" "" -1 | regexSplit "x*" "axb" -1 | regexSplit "b" "abc" 2
regexQuoteMeta "a.b(c)$-é" | untitle "First Try" | swapcase "aB c" | initials "First Try" | abbrev 5 "hello world"
abbrev 3 "hello" | abbrev 11 "hello world" | snakecase "a-web app" | kebabcase "a_web app" | kebabcase "web"
(splitn "$" 2 "foo$bar$baz")._1 | (splitn "," -1 "a,b")._1 | (splitn "," 1 "a,b")._0 | untitle " A\tB" | initials ""
regexReplaceAll "[ -]*" "Jörg" "_" | regexReplaceAll "x*" "éxé" "-" | regexReplaceAll "é*" "aééb€" "-"
regexReplaceAll "\\\\B" "né€ab" "-" | regexReplaceAll "é|" "é€é" "-" | regexReplaceAllLiteral "x*" "né😀" "$0-"
regexSplit "" "né" -1 | regexSplit "x*" "néx€" -1 | regexSplit "" "né😀" 2 | len (regexFindAll "" "é" -1)
len (regexFindAll "x*" "éx€" 2) | index (splitn "." 2 "a.b") "_9" | (splitn "." 2 "a.b")._9 | splitn "." 2 "a.b"
seq 2 -2 2 | seq 2 2 -2 | seq 2 -2 -2 | seq -2 2 2 | seq 2 -1 2 | seq 2 1 2 | seq 2 0 2 | seq 0 -2 | seq -1 | seq 0
atoi "4" | hello | normalize "a.b_c d" | (dict "a" (dict "b" 3)).a.b | (dict "a" 1).z
"""
"""Written between bars."""

PIPELINES = [
    '"x" | upper | lower | quote',
    'until 3 | join ","',
    'list "b" "a" | sortAlpha | first',
    "$x := 3 }}{{ $x = 4 }}{{ $x",
    "range $i, $e := list 5 6 }}{{ $i }}={{ $e }},{{ end",
    "range 3 }}{{ . }}{{ else }}none{{ end",
    "range list }}x{{ else }}none{{ end",
    'range $k, $v := dict "b" 1 "a" 2 }}{{ $k }}{{ $v }}{{ end',
    "range until 9 }}{{ if eq . 2 }}{{ continue }}{{ end }}{{ if gt . 4 }}{{ break }}{{ end }}{{ . }}{{ end",
    'with "x" }}<{{ . }}>{{ end',
    "with 0 }}a{{ else with 3 }}{{ . }}{{ else }}c{{ end",
    "if 0 }}a{{ else if 1 }}b{{ else }}c{{ end",
    'define "t" }}({{ . }}{{ $ }}){{ end }}{{ template "t" 3',
    'block "b" 4 }}[{{ . }}]{{ end',
    "`{{`",
]


def _expressions() -> list[str]:
    found = [part.strip() for line in EXPRESSIONS.strip().splitlines() for part in line.split(" | ")]
    return list(dict.fromkeys(found)) + PIPELINES


def _file(expression: str) -> str:
    inner = "http:\n  middlewares:\n    m:\n      plugin:\n        p:\n          k: |-\n            <"
    return (
        inner + "{{ " * (not expression.startswith("/*")) + "{{" * expression.startswith("/*") + expression + " }}>\n"
    )


@pytest.mark.traefik
def test_an_outcome_is_the_one_that_traefik_comes_to() -> None:
    wrong = {}
    with Live() as traefik:
        for expression in _expressions():
            text = _file(expression)
            answer = traefik.ask(text)
            document = read_document("a.yml", text)
            mine = plain(document.root)
            if document.uncertain or answer.error or mine is None:
                wrong[expression] = (answer.error, said_of_text(document))
                continue
            real = answer.config["http"]["middlewares"]["m"]["plugin"]["p"]["k"]
            if mine["http"]["middlewares"]["m"]["plugin"]["p"]["k"] != real:
                wrong[expression] = (real, mine)
    assert wrong == {}


@pytest.mark.traefik
def test_what_splitn_gives_is_no_dict_to_the_functions_that_want_one() -> None:
    pieces = '(splitn "." 2 "a.b")'
    calls = [f'hasKey {pieces} "_1"', f'get {pieces} "_1"', f"keys {pieces}", f"values {pieces}"]
    calls += [f'set {pieces} "a" "b"', f'unset {pieces} "a"']
    said = "wrong type for value; expected map[string]interface {}; got map[string]string"
    with Live() as traefik:
        real = [traefik.ask(_file(call)).error.endswith(said) for call in calls]
    mine = [said in one.message for call in calls for one in said_of_text(read_document("a.yml", _file(call)))]
    assert real == mine == [True] * len(calls)


@pytest.mark.traefik
def test_every_function_is_there_and_no_other() -> None:
    others = ["toYaml", "fromYaml", "include", "required", "readFile", "sha512sum", "lookup", "tpl", "chomp", "getenv"]
    with Live() as traefik:
        there = {name: _is_there(traefik, name) for name in sorted(FUNCTIONS) + others}
    assert [name for name, known in there.items() if known] == sorted(FUNCTIONS)


def _is_there(traefik: Live, name: str) -> bool:
    return "not defined" not in traefik.ask(f"a: b\n# {{{{ if false }}}}{{{{ {name} }}}}{{{{ end }}}}\n").error


def test_all_functions_that_are_worked_out_exist() -> None:
    assert set(KNOWN) <= FUNCTIONS


def test_a_node_stands_where_the_action_stands() -> None:
    document = read_document("a.yml", 'a: x\n{{ range until 2 }}b{{ . }}: {{ printf "%s" "y" }} # c\n{{ end }}c: z\n')
    assert plain(document.root) == {"a": "x", "b0": "y", "b1": "y", "c": "z"}
    assert written(document, "b1") == '{{ printf "%s" "y" }}'
    assert at(document, "b0").span == at(document, "b1").span == Span(2, 30, 2, 51)
    assert at(document, "c").span == Span(3, 13, 3, 14)
    assert document.is_template
    assert not document.uncertain


def test_a_problem_of_the_outcome_is_put_where_it_is_written() -> None:
    (problem,) = said_of_text(read_document("a.yml", "{{ range until 2 }}\n  a: b\n{{ end }}"))
    assert (problem.kind, problem.span) == ("duplicate-key", Span(2, 3, 2, 4))
    (problem,) = said_of_text(read_document("a.yml", 'x: {{ "1" }}\na: b: c\n'))
    assert (problem.kind, problem.span) == ("yaml-syntax", Span(2, 5, 2, 6))


def test_what_only_the_running_traefik_knows_is_not_claimed() -> None:
    text = 'http:\n  routers:\n    r:\n      rule: Host(`{{ env "HOST" }}`)\n      service: s\n'
    document = read_document("a.yml", text)
    (problem,) = said_of_text(document)
    assert (problem.kind, problem.effect, problem.span) == ("template-not-checked", Effect.ADVICE, Span(4, 19, 4, 35))
    assert (document.unknown, document.names_open) == ((Span(4, 13, 4, 37),), False)
    assert document.is_uncertain(at(document, "http", "routers", "r", "rule").span)
    assert not document.is_uncertain(at(document, "http", "routers", "r", "service").span)


def test_a_block_that_may_not_run_is_in_doubt_as_a_whole() -> None:
    document = read_document("a.yml", 'a: b\n{{ if env "X" }}\na: c\n{{ .Foo }}{{ fail "x" }}\n{{ end }}\nd: e\n')
    assert [problem.effect for problem in said_of_text(document)] == [Effect.ADVICE]
    assert document.uncertain_lines == {3}


def test_what_a_doubtful_block_sets_is_in_doubt_behind_it() -> None:
    document = read_document("a.yml", '{{ $x := "p" }}{{ if env "X" }}{{ $x = "q" }}{{ end }}\na: {{ $x }}\nb: c\n')
    assert document.unknown == (Span(2, 4, 2, 12),)


@rows(
    ("text", "is_open"),
    [
        ('a: "x{{ env "X" }}"', False),
        ('a: {{ env "X" }}', False),
        ('a: [b, {{ env "X" }}]', False),
        ('a: x{{ if env "X" }}y{{ else }}z{{ end }}', False),
        ('{{ env "X" }}: b', True),
        ('a:\n  {{ env "X" }}', True),
        ('a:\n  {{ range until (atoi (env "X")) }}\n  b: c\n  {{ end }}', True),
        ('http: {routers: {{ env "X" }}}', True),
    ],
)
def test_an_action_in_a_value_defines_no_name(text: str, is_open: bool) -> None:
    document = read_document("a.yml", text + "\n")
    assert document.names_open is is_open
    assert document.uncertain
    assert [problem.kind for problem in said_of_text(document)] == ["template-not-checked"]


def test_a_comment_in_doubt_troubles_nobody() -> None:
    document = read_document("a.yml", 'a: b # {{ env "X" }}\n# {{ now }}\n')
    assert said_of_text(document) == []
    assert not document.uncertain


@rows(
    ("text", "kind", "span"),
    [
        ("a: b\n# see {{ .Values.x }}\n", "template-in-comment", Span(2, 10, 2, 19)),
        ("a: b # {{ foo }}\n", "template-in-comment", Span(1, 8, 1, 14)),
        ("a: it's b # {{ foo }}\n", "template-in-comment", Span(1, 13, 1, 19)),
        ("a: 'x # y' # {{ foo }}\n", "template-in-comment", Span(1, 14, 1, 20)),
        ("a: 'x # y' {{ foo }}\n", "template-error", Span(1, 12, 1, 18)),
        ("a: b#c {{ foo }}\n", "template-error", Span(1, 8, 1, 14)),
        ('a: "# {{ foo }}"\n', "template-error", Span(1, 7, 1, 13)),
        ("a: {{ .Foo }}\n", "template-error", Span(1, 7, 1, 11)),
        ('a: {{ "x" | fail }}\n', "template-error", Span(1, 13, 1, 17)),
        ("a: {{ if true }}b\nc: d\n", "template-error", Span(1, 4, 1, 17)),
        ("a: b\n\nc: {{ end }}\n", "template-error", Span(3, 4, 3, 13)),
        ("a: {{\nb: c\n", "template-error", Span(1, 4, 2, 2)),
    ],
)
def test_a_template_that_fails_says_where(text: str, kind: str, span: Span) -> None:
    (problem,) = said_of_text(read_document("a.yml", text))
    assert (problem.kind, problem.effect, problem.span) == (kind, Effect.REJECTED, span)


@rows(
    "text",
    [
        "{{ range until 100000 }}{{ range until 100000 }}x{{ end }}{{ end }}",
        '{{ repeat 1000000000 "x" }}',
        '{{ define "a" }}{{ template "a" }}{{ end }}{{ template "a" }}',
        "{{ if true }}" * 5000,
        "{{ " + "(" * 5000,
    ],
    ids=["loops", "a long text", "recursion", "nested blocks", "nested parentheses"],
)
def test_a_template_that_runs_away_is_not_followed(text: str) -> None:
    document = read_document("a.yml", "a: b\n" + text)
    assert [problem.kind for problem in said_of_text(document)] == ["template-not-checked"]
    assert document.uncertain_lines and document.names_open


def test_a_block_in_doubt_may_begin_and_end_in_comments() -> None:
    document = read_document("a.yml", 'a: b\n# {{ if env "X" }}\nc: d\n# {{ end }}\ne: f\n')
    assert document.uncertain_lines == {3, 4}


def test_a_sign_in_a_block_of_text_is_no_comment() -> None:
    (problem,) = said_of_text(read_document("a.yml", "a: |\n  # {{ foo }}\n"))
    assert (problem.kind, problem.edits) == ("template-error", ())


def test_the_static_configuration_is_no_template() -> None:
    text = 'providers:\n  docker:\n    defaultRule: "Host(`{{ .Name }}.example.com`)"\n'
    document = read_document("traefik.yml", text, templates=False)
    assert said_of_text(document) == []
    assert at(document, "providers", "docker", "defaultRule").value == "Host(`{{ .Name }}.example.com`)"


def test_every_function_has_a_number_of_arguments() -> None:
    assert {*KNOWN, *ARITIES, "and", "or"} == FUNCTIONS
    assert not KNOWN.keys() & ARITIES.keys()


@pytest.mark.traefik
def test_the_real_traefik_counts_arguments_alike() -> None:
    wrong = {name: most + 1 if most >= 0 else least - 1 for name, (least, most) in ARITIES.items()}
    with Oracle() as oracle:
        for name, number in wrong.items():
            if number >= 0:
                text = "{{ $x := %s%s }}a: b\n" % (name, ' "a"' * number)  # noqa: UP031
                assert f"wrong number of args for {name}: want" in (oracle.check({"a.yml": text}).error or ""), name
                assert [problem.kind for problem in said_of_text(read_document("a.yml", text))] == ["template-error"], (
                    name
                )


@rows("sign", ["# ", "a#", "'# "], ids=["a comment", "none", "open quotes"])
def test_braces_of_a_long_line_are_looked_at_once(sign: str) -> None:
    with Effort() as effort:
        read_document("a.yml", f"a: b\n#{sign}{'{' * 40_000}\n")
    effort.assert_below(60)
