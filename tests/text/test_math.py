import json
from collections import Counter
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import GradsetError
from generator.text.mathml import NAMESPACE, MathError, to_mathml, tree
from generator.text.plain_math import to_plain_math
from generator.text.typst_math import to_typst_math
from tests.text.corpus import FORMULAS, SNAPSHOT, compiler, content, converted, leaves, sheet


def test_every_formula_converts_as_a_person_has_approved():
    # Rewritten by `python -m tests.text.rewrite_snapshots`; read the difference.
    assert converted() == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_all_formulas_compile_in_one_document_without_a_warning():
    pages, warnings = compiler().compile_with_warnings(sheet().encode(), format="svg")
    assert pages
    assert warnings == []


@pytest.mark.parametrize(("latex", "display"), FORMULAS)
def test_no_letter_or_digit_gets_lost_on_the_way_to_typst(latex, display):
    equation = content(f"$ {to_typst_math(latex, display)} $")
    shown = "".join(text for _, text in leaves(equation))
    assert letters(shown) == letters("".join(tree(latex, display).itertext()))


@pytest.mark.parametrize(("latex", "display"), FORMULAS)
def test_mathml_is_written_as_the_standard_library_writes_it(latex, display):
    text = to_mathml(latex, display).replace(f' xmlns="{NAMESPACE}"', "", 1)
    assert text == ElementTree.tostring(ElementTree.fromstring(text), encoding="unicode")


@pytest.mark.parametrize(("latex", "display"), FORMULAS)
def test_mathml_is_xml_in_its_namespace(latex, display):
    root = ElementTree.fromstring(to_mathml(latex, display))
    assert {element.tag.startswith(f"{{{NAMESPACE}}}") for element in root.iter()} == {True}
    assert root.get("display") == ("block" if display else None)


def letters(text):
    # Typst has functions for accents, which come as letters of their own in MathML.
    return Counter(sign for sign in text if sign.isalnum() and sign not in "ˆ")


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"\frac{a+b}{c d}", "(a + b)/(cd)"),
        (r"\frac{\partial L}{\partial w_1}", "∂L/∂w₁"),
        (r"c / \frac{a}{b}", "c/(a/b)"),
        (r"\frac{1}{x (1 - x)}", "1/(x(1 − x))"),
        (r"\frac{P(x)}{Q(x)}", "P(x)/Q(x)"),
        (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
        (r"\frac{1}{2} x", "(1/2)x"),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "[1, 2; 3, 4]"),
        (r"\begin{smallmatrix} 1 & 2 \\ 3 & 4 \end{smallmatrix}", "1, 2; 3, 4"),
        (r"\left(\begin{smallmatrix} 1 \\ 2 \end{smallmatrix}\right)", "[1; 2]"),
        (r"\begin{cases} 0 & x < 0 \\ x & \text{else} \end{cases}", "{0, x < 0; x, else}"),
        (r"\begin{aligned} z &= 3 \\ &= -1 \end{aligned}", "z = 3\n= −1"),
        (r"(a+b)^2 + {(a b)}_1", "(a + b)² + (ab)₁"),
        (r"{a+b}^2", "(a + b)²"),
        (r"\sqrt{x}^2", "(√x)²"),
        (r"x^{(l)}_{i,j}", "x_(i,j)⁽ˡ⁾"),
        (r"|x - y| \le -1", "|x − y| ≤ −1"),
        (r"a = -b, -c", "a = −b, −c"),
        (r"3 \cdot (-1.75)", "3 ⋅ (−1.75)"),
        (r"\hat{y} \odot \overline{AB} + \hat{xy}", "ŷ ⊙ A̅B̅ + hat(xy)"),
        (r"n! \bmod 2", "n! mod 2"),
    ],
)
def test_plain_text_reads_as_the_formula_means(latex, plain):
    assert to_plain_math(latex) == plain


@pytest.mark.parametrize(
    ("latex", "typst"),
    [
        (r"\hat{xy} + \widehat{xy}", "hat(x y, size: #0%) + hat(x y)"),
        (r"\underline{x} + \overline{x}", "underline(x) + overline(x)"),
        (r"\underbrace{a}_{b}", "underbrace(a, b)"),
        (r"\text{50\%}", '"50%"'),
        (r"\begin{aligned} a &= b \end{aligned}", "a & = b"),
    ],
)
def test_typst_says_what_latex_means(latex, typst):
    assert to_typst_math(latex, display=True) == typst


def test_aligned_within_a_line_keeps_its_lines_together():
    inside = to_typst_math(r"\begin{aligned} a &= b \\ c &= d \end{aligned}")
    assert inside.startswith("display(mat(")


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        (r"\foo{x}", r"\foo"),
        (r"\frac{1}{2", "end of input"),
        (r"a \\ b", "aligned"),
        (r"a & b", "&"),
        (r"\begin{align} a &= b \end{align}", "numbered"),
        (r"\xrightarrow{a}", r"\overset"),
        (r"\boldsymbol{12}", "letters"),
        (r"\eqref{x}", "references"),
        ("\\text{a\x01b}", "XML"),
        ("\\foo\n{x}", r"\foo"),
    ],
)
def test_what_cannot_be_set_is_an_error_of_one_line_that_quotes_the_formula(latex, reason):
    with pytest.raises(MathError) as caught:
        to_typst_math(latex)
    message = str(caught.value)
    assert reason in message
    assert "\n" not in message
    assert " ".join(latex.split()) in message
    assert isinstance(caught.value, GradsetError)


SNIPPETS = st.sampled_from(
    [*"xyzWαβ0123456789+-*/=<>()[]|,.;:!'\"#@~`?", r"\alpha", r"\text{a#b}", r"\text{\$}"]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(SNIPPETS, max_size=12).map(" ".join))
def test_whatever_mathcore_takes_becomes_typst_that_compiles(latex):
    try:
        markup = to_typst_math(latex, display=True)
    except MathError:
        return
    assert content(f"$ {markup} $")["func"] == "equation"
    to_plain_math(latex)
