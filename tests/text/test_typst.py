import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import GradsetError
from generator.text.legible import legible
from generator.text.typst import escape_typst, to_typst, typst_string
from tests.text.corpus import content, leaves

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
RISKY = st.text("#[](){}*_`\\/-+=.:;\"'<>@~!|&%^ \nab1")
HARMLESS = "text symbol space strong emph raw linebreak parbreak list item enum quote smartquote"
BLOCKS = "table header cell equation attach styled shorthand"


@settings(deadline=None, max_examples=300)
@given(ANY_TEXT | RISKY)
def test_escaped_text_comes_back_unchanged_and_runs_nothing(text):
    pieces = list(leaves(content(escape_typst(text))))
    assert {kind for kind, _ in pieces} <= {"text", "symbol", "space"}
    assert "".join(" " if kind == "space" else shown for kind, shown in pieces) == legible(text)


@settings(deadline=None, max_examples=300)
@given(RISKY)
def test_no_markdown_reaches_into_typst_code(markdown):
    try:
        markup = to_typst(markdown)
    except GradsetError:
        return
    assert {kind for kind, _ in leaves(content(markup))} <= set(f"{HARMLESS} {BLOCKS}".split())


@settings(deadline=None, max_examples=100)
@given(ANY_TEXT)
def test_a_string_literal_means_its_text(text):
    assert content(f"#raw({typst_string(text)});")["text"] == text


@pytest.mark.parametrize(
    ("markdown", "markup"),
    [
        ("a **b** *c* `d`", 'a #strong[b]; #emph[c]; #raw("d");'),
        (r"\$5 for #1", r"\$5 for \#1"),
        ('say "it\'s"', 'say "it\'s"'),
        ("$x$ and\n$$\ny\n$$", "$x$ and\n$ y $"),
        ("a\n\nb", "a\n\nb"),
        ("- a\n- b", "#list([a], [b]);"),
        ("2. a\n3. b", "#enum(start: 2, [a], [b]);"),
        ("> a", "#quote(block: true)[a];"),
        ("a  \nb", "a#linebreak();b"),
        ("```py\na\n```", '#raw(block: true, lang: "py", "a");'),
        ("[a](https://b.c)", "a"),
        (
            "| a | b |\n|--:|---|\n| 1 | 2 |",
            "#table(columns: 2, align: (right, auto,), table.header([a], [b]), [1], [2]);",
        ),
    ],
)
def test_each_construct_has_its_markup(markdown, markup):
    assert to_typst(markdown) == markup


def test_nothing_after_a_call_is_taken_for_its_arguments():
    kinds = [kind for kind, _ in leaves(content(to_typst("**a**(b) *c*.d `e`[f]")))]
    assert {"strong", "emph", "raw"} <= set(kinds)


def test_an_image_is_what_the_caller_makes_of_it():
    assert to_typst("![alt *t*](my%20fig.svg)", image=lambda *both: repr(both)) == (
        "('my fig.svg', 'alt t')"
    )


def test_an_image_that_nobody_can_place_is_an_error():
    with pytest.raises(GradsetError, match=r"fig\.svg"):
        to_typst("![alt](fig.svg)")
