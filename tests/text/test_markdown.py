import pytest

from generator.errors import GradsetError
from generator.text.html import tex_delimiters, to_html
from generator.text.markdown import parse
from generator.text.plain import to_plain
from generator.text.typst import to_typst


def formulas(markdown):
    return [
        leaf.content
        for token in parse(markdown)
        for leaf in [token, *(token.children or [])]
        if leaf.type.startswith("math")
    ]


def test_a_bar_in_the_math_of_a_cell_is_no_border():
    table = "| a | b |\n|---|---|\n| $|x|$ | $P(y \\mid x) = \\|w\\|$ |"
    assert formulas(table) == ["|x|", "P(y \\mid x) = \\|w\\|"]


def test_a_dollar_in_code_does_not_hide_a_border():
    table = "| a | b |\n|---|---|\n| `$x` | `$y` |"
    assert to_plain(table).split("\n")[-1] == "$x  $y"


def test_characters_for_private_use_stay_what_they_are():
    assert to_html("\ue000 $|x|$", math=tex_delimiters, inline=True) == "\ue000 \\(|x|\\)"


def test_money_is_no_math():
    assert formulas(r"costs \$5 and \$6") == []


@pytest.mark.parametrize("markdown", ["costs $5", "**a $x**", "- $\n- x", r"\\$5"])
def test_a_dollar_alone_is_an_error(markdown):
    with pytest.raises(GradsetError, match="money"):
        parse(markdown)


def test_display_math_interrupts_a_paragraph_whatever_its_lines_begin_with():
    markdown = "so\n$$\na\n= b\n- c\n$$\nand"
    assert formulas(markdown) == ["\na\n= b\n- c\n"]
    assert [token.type for token in parse(markdown) if token.nesting >= 0] == [
        *("paragraph_open", "inline", "math_block", "paragraph_open", "inline")
    ]


def test_display_math_may_stand_inside_a_line():
    assert formulas("a $$x$$ b") == ["x"]


@pytest.mark.parametrize(
    ("markdown", "kind"), [("# a", "heading"), ("a\n\n---", "hr"), ("a\n===", "heading")]
)
@pytest.mark.parametrize("emit", [to_typst, to_html, to_plain])
def test_what_a_question_has_no_use_for_is_an_error_on_every_target(emit, markdown, kind):
    with pytest.raises(GradsetError, match=kind):
        emit(markdown)
