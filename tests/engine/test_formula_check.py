import math
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from generator.authoring import Record, tanh
from generator.formula_check import Unreadable, evaluate
from generator.verify import formula_findings, readable_formulas
from tests.engine.tiny import UNIT_MD, UNIT_PY, load, raw

W = np.array([[1.0, -2.0], [0.5, 3.0], [-1.0, 0.25]])
x = np.array([0.5, -1.5])
v = np.array([2.0, -1.0, 0.5])
b = np.array([0.1, 0.2, -0.3])
a = -0.75
p = Record(x=np.array([1.0, 2.0]), y=1)
VALUES = {"W": W, "x": x, "v": v, "b": b, "a": a, "p": p, "f": tanh, "n": 3, "step_at_zero": 1}


def logistic(t):
    return 1 / (1 + np.exp(-t))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("<a>", a),
        ("1 - 2 - 3", -4),
        ("12 / 4 / 3", 1),
        ("2 <a> - <n>", 2 * a - 3),
        ("-<a>^2", -(a**2)),
        ("<a>^2 <n>", 3 * a**2),
        ("<n>^{<n> - 1}", 9),
        ("2^<n>", 8),
        ("2 \\cdot <a> * <n> \\times 2", 12 * a),
        ("0.5 <n>", 1.5),
        ("<W> <x> + <b>", W @ x + b),
        (r"<v>^\top <b>", v @ b),
        (r"<v>^{\top} <b>", v @ b),
        ("<v>^T <b>", v @ b),
        (r"<W>^\top <v>", W.T @ v),
        (r"<v> <x>^\top", np.outer(v, x)),
        (r"<a> <v> \odot <b>", a * v * b),
        (r"<v> \odot (1 - <v>)", v * (1 - v)),
        (r"\frac{<a> + 1}{<n>}", (a + 1) / 3),
        (r"\tfrac{1}{2} (<a> - <n>)^2", 0.5 * (a - 3) ** 2),
        (r"\dfrac{1}{1 + e^{-<a>}}", logistic(a)),
        ("e^<a>", math.exp(a)),
        (r"\sqrt{<n>}", math.sqrt(3)),
        (r"\exp(-<a>)", math.exp(0.75)),
        (r"\log(<n>) + \ln <n>", 2 * math.log(3)),
        (r"-\log \left(1 - <a>\right)", -math.log(1 - a)),
        (r"\sigma(<a>)", logistic(a)),
        (r"\sigma(<W> <x>)", logistic(W @ x)),
        (r"\sigma'(<a>)", logistic(a) * (1 - logistic(a))),
        (r"\sigma^{\prime}(<a>)", logistic(a) * (1 - logistic(a))),
        (r"\tanh(<a>)", np.tanh(a)),
        (r"\operatorname{tanh}(<a>)", np.tanh(a)),
        (r"\operatorname{ReLU}(<v>)", np.maximum(v, 0)),
        (r"\max(0, <v>)", np.maximum(v, 0)),
        (r"\max(<v>)", 2.0),
        (r"\min(1, <a>, <n>)", a),
        ("<f>(<a>)", np.tanh(a)),
        ("<f>'(<a>)", 1 - np.tanh(a) ** 2),
        (r"\operatorname{softmax}(<b>)", np.exp(b) / np.exp(b).sum()),
        (r"\operatorname{step}(<v>^\top <b>)", 0),
        ("|<a>|", 0.75),
        (r"\lvert <a> \rvert", 0.75),
        (r"\left\lfloor \frac{<n>}{2} \right\rfloor + 1", 2),
        (r"\lfloor <a> \rfloor", -1),
        (r"\lfloor <v> \rfloor", np.floor(v)),
        (r"1 + \cos(<a>)", 1 + math.cos(a)),
        (r"\sin <n>", math.sin(3)),
        (r"\operatorname{sign}(<v>)", np.sign(v)),
        ("<p.y> - <p.x>", 1 - p.x),
        (r"2\,<a>\;<n>", 6 * a),
        ("[<a> + 1] {<n>}", 3 * (a + 1)),
        (r"\bigl(<a>\bigr)^2", a**2),
        (r"\left|<a>\right|", 0.75),
        (r"<x>^\top <x> <n>", 3 * (x @ x)),
    ],
)
def test_a_formula_has_the_value_that_numpy_gives(formula, expected):
    found = evaluate(formula, VALUES)
    assert np.shape(found) == np.shape(expected)
    np.testing.assert_allclose(np.asarray(found, dtype=float), expected, rtol=1e-14)


@pytest.mark.parametrize(
    "formula",
    [
        r"\sum_{i=1}^{n} <x>_i",
        r"\begin{cases} 1 & <a> > 0 \\ 0 & \text{else} \end{cases}",
        "<x> <x>",
        "<v> <W>",
        "<a> = <n>",
        r"\text{the larger one}",
        r"\partial <a>",
        "<a>_1",
        "(<a> + 1",
        "<a> +",
        "",
        "k <a>",
        r"\frac{<a>}",
        r"\arg\max <v>",
        r"<W>^{-1} <v>",
        r"\sqrt[3]{<a>}",
        r"\lVert <x> \rVert",
        "<n>!",
        r"\binom{<n>}{2}",
    ],
)
def test_what_is_not_in_the_language_is_not_read(formula):
    with pytest.raises(Unreadable):
        evaluate(formula, VALUES)


def test_fractions_stay_exact():
    half = Fraction(1, 2)
    found = evaluate(r"<e> - 0.1 (<e> + \frac{<e>}{3})^2", {"e": half})
    assert found == half - Fraction(1, 10) * (half + half / 3) ** 2
    assert type(found) is Fraction


def test_expressions_stay_symbolic():
    t = sympy.Symbol("t", real=True)
    found = evaluate(r"e^{-<t>} + \sigma(2 <t>) - \log(<t>)", {"t": t})
    expected = sympy.exp(-t) + 1 / (1 + sympy.exp(-2 * t)) - sympy.log(t)
    assert sympy.simplify((found - expected).rewrite(sympy.exp)) == 0


NUMBER = st.integers(1, 20).map(str)
SUMS = st.recursive(
    NUMBER,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, inner).map(lambda t: f"\\frac{{{t[0]}}}{{{t[1]}^2 + 1}}"),
        inner.map(lambda t: f"(-{t})"),
    ),
    max_leaves=8,
)


@given(SUMS)
def test_nested_arithmetic_is_pythons(formula):
    python = formula.replace("\\frac{", "((").replace("}{", ")/(").replace("}", "))")
    python = python.replace("^", "**")
    numbers = "".join(f"Fraction({w})" if w.isdigit() else w for w in _words(python))
    numbers = numbers.replace("**Fraction(2)", "**2")
    assert Fraction(evaluate(formula, {})) == pytest.approx(eval(numbers), rel=1e-12)


def _words(text):
    word = ""
    for sign in text:
        if sign.isdigit():
            word += sign
            continue
        yield word
        word = ""
        yield sign
    yield word


# ---- in a question


WRONG = [
    (r"<w>^\top <x> + <b>", r"<w>^\top <x> - <b>", "z"),
    (r"\sigma(<z>)", r"\tanh(<z>)", "y_hat"),
    ("<half> (<y_hat> - <y>)^2", "(<y_hat> - <y>)^2", "loss"),
    ("(1 - <y_hat>) <x>", "(1 - <y_hat>)^2 <x>", "grad_w"),
]


def test_the_right_formulas_are_all_read_and_none_is_wrong(tmp_path):
    variant = raw(load(tmp_path, UNIT_MD, UNIT_PY))
    assert list(formula_findings(variant)) == []
    assert readable_formulas(variant) == (4, 4)


@pytest.mark.parametrize(("right", "wrong", "step"), WRONG, ids=[w[2] for w in WRONG])
def test_a_wrong_formula_is_found(tmp_path, right, wrong, step):
    assert right in UNIT_PY
    variant = raw(load(tmp_path, UNIT_MD, UNIT_PY.replace(right, wrong, 1)))
    (finding,) = formula_findings(variant)
    assert finding.step == step
    assert finding.what.startswith("its formula gives ")


def test_a_formula_that_is_right_only_at_the_drawn_numbers_is_found(tmp_path):
    code = UNIT_PY.replace("rng.decimal(-1, 1)", "0.5").replace(
        r'r"<w>^\top <x> + <b>"', r'r"<w>^\top <x> + <b> + 0.25 - <b>^2"'
    )
    (finding,) = formula_findings(raw(load(tmp_path, UNIT_MD, code)))
    assert finding.step == "z"


def test_a_wrong_formula_of_a_repeated_step_is_found_at_its_round(tmp_path):
    code = """
from generator.authoring import over

def draw(rng):
    return {"gs": rng.decimals(3, 1, 2), "w_0": 1.0}

@over(g="gs")
def w(w_before, g, t):
    r"<w_before> + <g>^{<t>}"
    return w_before + g * t
"""
    md = UNIT_MD.partition("[parts.y_hat]")[0] + '[parts.w]\nkind = "numeric"\n+++\n\n## w\nGo.\n'
    found = [finding.step for finding in formula_findings(raw(load(tmp_path, md, code)))]
    assert found == ["w[2]", "w[3]"]
