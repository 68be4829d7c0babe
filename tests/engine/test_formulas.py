import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from generator.authoring import Expression, Record, over
from generator.errors import GradsetError
from generator.formula_check import evaluate
from generator.text.formulas import (
    LINE,
    broken,
    display,
    in_symbols,
    latex,
    numbers,
    stretched,
    symbols,
    tex,
    tidy,
    width,
    working,
)
from generator.text.notation import Notation
from generator.text.numbers import Rounding, printed
from tests.engine.tiny import derivation

FOUR = Rounding(decimals=4)


def written(formula, half=True, **givens):
    """A one-step derivation's formula with its numbers put in."""
    names = dict.fromkeys(re.findall(r"<(\w+)", formula))
    code = f"def y({', '.join(names)}):\n    {formula!r}\n    return 0.5"
    space: dict[str, Any] = {}
    exec(code, space)
    steps = derivation(space["y"])
    solved = steps.solve({"half": 0.5, **givens} if "half" in names else givens)
    return numbers(solved.nodes["y"], solved, Notation(steps, half=half), FOUR)


@pytest.mark.parametrize(
    ("formula", "givens", "expected"),
    [
        ("<a> + <b>", {"a": 1, "b": -2}, "1 + (-2)"),
        ("<a> - <b>", {"a": -1, "b": 2}, "-1 - 2"),
        ("<a> <b>", {"a": 2, "b": 3}, r"2 \cdot 3"),
        ("<a> <b>", {"a": 2, "b": -3}, "2 (-3)"),
        (r"<a> \cdot <b>", {"a": 3, "b": -1.75}, r"3 \cdot (-1.75)"),
        ("<a>^2", {"a": -0.5}, "(-0.5)^2"),
        ("<a>^2", {"a": Fraction(1, 3)}, r"\left(\tfrac{1}{3}\right)^2"),
        ("2 <a>", {"a": 3}, r"2 \cdot 3"),
        (r"2 \, <a>", {"a": 3}, r"2 \, \cdot 3"),
        (r"\frac{<a>}{<b>}", {"a": -1, "b": -2}, r"\frac{-1}{-2}"),
        ("(<a>)", {"a": -1}, "(-1)"),
        ("e^{-<a>}", {"a": -1}, "e^{-(-1)}"),
        ("e^{-<a>}", {"a": 1}, "e^{-1}"),
        (r"\max(0, <a>)", {"a": -1}, r"\max(0, -1)"),
        ("1 - <b>^{<t>}", {"b": 0.9, "t": 3}, "1 - 0.9^{3}"),
        ("<a>", {"a": 1 / 3}, "0.3333"),
        ("<a>", {"a": -0.0}, "0"),
        ("<half> (<a> - <b>)^2", {"a": 1, "b": -2}, r"\tfrac{1}{2} (1 - (-2))^2"),
        ("(<x> + <p.y>)", {"x": 1, "p": Record(y=-2)}, "(1 + (-2))"),
    ],
)
def test_numbers_are_put_in_as_a_lecturer_would(formula, givens, expected):
    assert written(formula, **givens) == expected


def test_a_given_may_be_called_t():
    def alpha(t):
        r"2 <t>"
        return 2 * t

    steps = derivation(alpha)
    solved = steps.solve({"t": 47})
    assert symbols(solved.nodes["alpha"], solved, Notation(steps)) == "2 t"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$<s>_k$", "$a_{o,k}$"),
        ("$<s>_{ij} + <s>^2$", "$a_{o,ij} + a_o^2$"),
        (r"$<s>_{\text{new}}$", r"$a_{o,\text{new}}$"),
        ("$<x>_k <x>_{ij}$", "$x_k x_{ij}$"),
    ],
)
def test_an_index_of_the_text_joins_that_of_the_exams_letter(text, expected):
    def s(x):
        return x

    steps = derivation(s)
    notation = Notation(steps, exam={"s": "a_o"})
    assert in_symbols(text, steps.solve({"x": 1.0}), notation, "q") == expected


def test_without_the_half_the_formula_has_no_factor_left():
    assert written("<half> (<a> - <b>)^2", half=False, a=1, b=2) == "(1 - 2)^2"
    assert written(r"2 \cdot <half> (<a>)", half=False, a=1) == r"2 \cdot (1)"
    assert tidy(r" \cdot  a \cdot \cdot b ") == r"a \cdot b"


@given(
    st.lists(st.integers(-99, 99).map(lambda k: k / 10), min_size=3, max_size=3),
    st.sampled_from(
        [
            "<a> + <b> - <c>",
            "<a> <b> + <c>",
            "<a> - <b> <c>",
            r"<a> \cdot <b> \cdot <c>",
            "(<a> - <b>) <c>",
            "<a> (1 - <b>) - <c>^2",
            "<a>^2 <b> <c>",
            r"3 <a> - 2 \cdot <b> <c>",
            "-<a> - <b>^3 <c>",
        ]
    ),
)
def test_a_formula_with_numbers_has_the_value_of_the_formula_with_letters(values, formula):
    givens = dict(zip("abc", values, strict=True))
    said = evaluate(written(formula, **givens), {})
    assert float(said) == pytest.approx(float(evaluate(formula, givens)), abs=1e-9)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.5, "0.5"),
        (Fraction(-2, 3), r"-\tfrac{2}{3}"),
        (np.array([1.0, -0.25]), r"\begin{bmatrix} 1 \\ -0.25 \end{bmatrix}"),
        (np.array([[1, 2], [3, 4]]), r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"),
        (True, r"\text{true}"),
        ("mean", r"\text{mean}"),
        (sympy.Symbol("x") ** 2, "x^{2}"),
        (Expression(r"x \cdot x", sympy.Symbol("x") ** 2), r"x \cdot x"),
    ],
)
def test_any_quantity_has_its_latex(value, expected):
    assert latex(value, lambda v: display(v, FOUR)) == expected


def test_what_has_no_latex_is_an_error():
    with pytest.raises(GradsetError, match="no way to print a NoneType as a formula"):
        latex(None, str)


@given(st.integers(-(10**6), 10**6), st.integers(1, 999))
def test_a_fraction_in_latex_reads_back_as_itself(numerator, denominator):
    value = Fraction(numerator, denominator)
    text = tex(str(value)).replace(r"\tfrac{", "").replace("}{", "/").replace("}", "")
    assert Fraction(text) == value


@given(st.floats(-1e6, 1e6))
def test_a_computed_float_is_displayed_with_the_digits_of_the_sheet_or_as_it_was_drawn(value):
    text = display(value, FOUR)
    assert float(text) == value or text == printed(value, FOUR)


# ---- symbols and whole lines


def unit(w, x, b):
    r"<w>^\top <x> + <b>"
    return float(w @ x + b)


@over(p="points")
def total(total_before, p, t):
    r"<total_before> + <t> <p.x>"
    return total_before + t * p.x


def test_letters_take_the_place_of_placeholders():
    steps = derivation(unit)
    solved = steps.solve({"w": np.ones(2), "x": np.ones(2), "b": 1.0})
    node = solved.nodes["unit"]
    assert symbols(node, solved, Notation(steps)) == r"w^\top x + b"
    assert symbols(node, solved, Notation(steps, {}, {"b": r"\theta"})) == r"w^\top x + \theta"


def test_each_round_has_its_own_letters_and_numbers():
    steps = derivation(total)
    solved = steps.solve({"points": [Record(x=0.5), Record(x=-2)], "total_0": 1})
    rows = [working(f"total[{t}]", solved, Notation(steps), FOUR) for t in (1, 2)]
    plain = [re.sub(r"\\textcolor\{teal\}\{(.*?)\}(?= |$)", r"\1", " ".join(r)) for r in rows]
    assert plain == [
        r"\mathrm{total}_{1} &= \mathrm{total}_{0} + 1 x_{1} = 1 + 1 \cdot 0.5 = 1.5",
        r"\mathrm{total}_{2} &= \mathrm{total}_{1} + 2 x_{2} = 1.5 + 2 (-2) = -2.5",
    ]


def test_a_rounded_result_is_marked_as_one():
    def y(a):
        r"\frac{<a>}{3}"
        return a / 3

    steps = derivation(y)
    for a, relation in ((1.0, r"\approx"), (1.5, "=")):
        (line,) = working("y", steps.solve({"a": a}), Notation(steps), FOUR)
        assert f"}} {relation} \\textcolor{{teal}}" in line


def test_a_letter_with_an_upper_index_is_braced_before_a_power():
    @over(g="gs")
    def v(g):
        r"<g>^2"
        return g**2

    steps = derivation(v)
    solved = steps.solve({"gs": np.ones((2, 2))})
    assert symbols(solved.nodes["v[1]"], solved, Notation(steps)) == "{g^{(1)}}^2"


def test_brackets_grow_around_matrices_and_nowhere_else():
    vector = np.array([1.0, 2.0])
    assert written("(<v> - <w>)", v=vector, w=vector).startswith(r"\left(\begin{bmatrix}")
    assert written("(<a> - <b>)", a=1, b=2) == "(1 - 2)"
    assert stretched(r"\left(a\right) (b") == r"\left(a\right) (b"


def test_long_chains_are_broken_into_rows_that_fit():
    pieces = ["a &= " + "x" * 20, "= " + "y" * 30, "= " + "z" * 40]
    assert broken(pieces) == [f"{pieces[0]} {pieces[1]}", f"& {pieces[2]}"]
    assert all(width(row) <= LINE for row in broken(pieces))
    assert broken(["a &= b", "= c"]) == ["a &= b = c"]
