import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.plain import columns_of, to_plain
from generator.text.plain_math import to_plain_math

WORDS = st.lists(st.text("abcäöü", min_size=1, max_size=12), min_size=1)


@given(WORDS, st.integers(20, 60))
def test_prose_is_wrapped_to_the_width_and_keeps_its_words(words, width):
    lines = to_plain(" ".join(words), width=width).split("\n")
    assert max(map(columns_of, lines)) <= width
    assert " ".join(lines).split() == words


@given(WORDS)
def test_prose_in_nested_lists_stays_within_the_width(words):
    text = " ".join(words)
    lines = to_plain(f"- {text}\n  1. {text}\n\n> {text}", width=30).split("\n")
    assert max(map(columns_of, lines)) <= 30


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("a **b** *c* `d` \\$5", "a b c d $5"),
        ("so\n$$\nx^2\n$$\nand", "so\n\n    x²\n\nand"),
        ("a $$x$$ b", "a\n    x\nb"),
        ("- a\n- b\n  1. c", "• a\n• b\n  1. c"),
        ("> a\n>\n> b", "│ a\n│\n│ b"),
        ("```\na\n\n  b\n```", "    a\n\n      b"),
        ("![alt](fig.svg)", "[figure: alt]"),
        ("[a](https://b.c)", "a"),
        ("a  \nb", "a\nb"),
        (
            "| name | $|x|$ |\n|---|--:|\n| long one | 1 |\n| 日本 | 12345 |",
            "name        |x|\n────────  ─────\nlong one      1\n日本      12345",
        ),
    ],
)
def test_each_construct_is_readable(markdown, plain):
    assert to_plain(markdown) == plain


def test_a_short_formula_is_not_broken_over_lines():
    assert to_plain("some words and $a + b = c$", width=20) == "some words and\na + b = c"


def test_inline_is_one_line_however_long():
    words = "word " * 40
    assert to_plain(f"{words}$$x$$ y", inline=True) == f"{words}x y"


def test_aligned_lines_are_all_indented():
    markdown = "$$\\begin{aligned} a &= b \\\\ &= c \\end{aligned}$$"
    assert to_plain(markdown) == "    a = b\n    = c"


@pytest.mark.parametrize(
    ("latex", "expected"),
    [(r"\frac{1}{u}.", "1/u."), ("w_2 w_3.", "w₂ w₃."), (r"\sqrt{u}\,.", "√u.")],
)
def test_a_full_stop_after_a_formula_is_no_factor(latex, expected):
    assert to_plain_math(latex) == expected
