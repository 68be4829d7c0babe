from fractions import Fraction

import numpy as np
import pytest
import sympy
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from math_core import LatexToMathML

from generator.errors import GradsetError
from generator.nets.decisions import argmax, one_hot, step
from generator.nets.kinks import Margin, is_recording, record, recording
from generator.nets.proofs import prove
from generator.nets.softmax import LOGITS, log_softmax, softmax

Z0 = np.random.default_rng(3).normal(size=(2, 4, 3))


def test_softmax_and_its_logarithm_are_torchs_along_the_last_axis():
    tensor = torch.tensor(Z0)
    np.testing.assert_allclose(softmax(Z0), tensor.softmax(-1).numpy(), rtol=1e-13)
    np.testing.assert_allclose(log_softmax(Z0), tensor.log_softmax(-1).numpy(), rtol=1e-13)
    torch.testing.assert_close(softmax(tensor), tensor.softmax(-1))
    torch.testing.assert_close(log_softmax(tensor), tensor.log_softmax(-1))


@given(st.lists(st.floats(-700, 700), min_size=1, max_size=6))
@settings(deadline=None)
def test_softmax_is_stable_at_any_float(z):
    expected = torch.tensor(z, dtype=torch.float64)
    np.testing.assert_allclose(softmax(z), expected.softmax(-1).numpy(), rtol=1e-12)
    # Near 0 the logarithm of a sum near 1 is known to a few units of rounding only, torch's too.
    np.testing.assert_allclose(
        log_softmax(z), expected.log_softmax(-1).numpy(), rtol=1e-12, atol=1e-14
    )
    assert softmax(np.array(z)).sum() == pytest.approx(1)


def test_the_jacobian_is_torchs_and_its_rows_sum_to_zero():
    for z in Z0.reshape(-1, 3):
        expected = torch.autograd.functional.jacobian(lambda t: t.softmax(-1), torch.tensor(z))
        np.testing.assert_allclose(softmax.jacobian(z), expected.numpy(), rtol=1e-12, atol=1e-16)
        torch.testing.assert_close(softmax.jacobian(torch.tensor(z)), expected)
    assert softmax.jacobian(Z0).shape == (2, 4, 3, 3)
    np.testing.assert_allclose(softmax.jacobian(Z0).sum(-1), 0, atol=1e-15)


def test_expressions_come_back_in_their_container():
    a, b = sympy.symbols("a b", real=True)
    first = sympy.exp(a) / (sympy.exp(a) + sympy.exp(b))
    assert softmax([a, b])[0] == first
    assert isinstance(softmax([a, b]), list)
    assert softmax(sympy.Matrix([[a, b]])).shape == (1, 2)
    assert softmax(np.array([a, b]))[0] == first
    assert sympy.simplify(softmax.jacobian([a, b])[0, 0] - sympy.diff(first, a)) == 0
    assert softmax.jacobian(sympy.Matrix([a, b])).shape == (2, 2)
    assert sympy.simplify(log_softmax([a, b])[0] - sympy.log(first)).equals(0)


@pytest.mark.parametrize("function", [softmax, log_softmax, softmax.jacobian])
def test_numbers_without_an_axis_and_fractions_are_errors(function):
    with pytest.raises(GradsetError, match=r"shape \(\.\.\., K\) would be right"):
        function(1.0)
    with pytest.raises(GradsetError, match="irrational"):
        function([Fraction(1, 2), Fraction(3)])


def test_the_formulas_of_the_softmax_are_proved():
    prove(softmax)


def test_the_formulas_of_the_softmax_are_valid_latex():
    for formula in (softmax.definition("s"), *softmax.derivation("s", "q")):
        assert "<" not in formula
        assert LatexToMathML().convert_with_local_state(formula, displaystyle=True)
    assert softmax.derivation()[-1] == r"p_i (\delta_{ij} - p_j)"
    assert len(LOGITS) == 3


def test_one_hot_is_torchs_and_stays_exact():
    labels = np.array([[2, 0], [1, 1]])
    expected = torch.nn.functional.one_hot(torch.tensor(labels), 3).numpy()
    np.testing.assert_array_equal(one_hot(labels, 3), expected)
    assert one_hot(1, 3).tolist() == [0, 1, 0]
    assert one_hot(np.array([Fraction(1), 0], dtype=object), 2).dtype == int


@pytest.mark.parametrize(("label", "message"), [(3, "outside"), (-1, "outside"), (0.5, "no int")])
def test_labels_that_are_no_classes_are_errors(label, message):
    with pytest.raises(GradsetError, match=message):
        one_hot(label, 3)


def test_argmax_is_numpys_and_records_the_margin_of_the_closest_row():
    z = np.array([[0.5, 2.0, 1.75], [3.0, -1.0, 0.0]])
    with recording() as margins:
        assert argmax(z).tolist() == [1, 0]
        assert argmax([Fraction(1, 3), Fraction(1, 2)]) == 1
        assert argmax([1.0]) == 0
    assert [(m.quantity, m.margin) for m in margins] == [
        ("argmax", 0.25),
        ("argmax", pytest.approx(1 / 6)),
    ]
    assert margins[0].inputs is z
    assert type(argmax([1, 5, 5])) is int
    assert argmax([1, 5, 5]) == 1


@pytest.mark.parametrize("nothing", [1.0, []])
def test_an_argmax_of_nothing_is_an_error(nothing):
    with pytest.raises(GradsetError, match="argmax was given shape"):
        argmax(nothing)


@pytest.mark.parametrize("at_zero", [0, 1])
def test_the_threshold_unit_is_exact_and_its_value_at_zero_is_explicit(at_zero):
    tenth = Fraction(1, 10)
    assert step(3 * tenth - tenth - tenth - tenth, at_zero) == at_zero
    assert (step(tenth, at_zero), step(-tenth, at_zero)) == (1, 0)
    for z in (np.array([-1.0, 0.0, 2.0]), np.array([-tenth, 0, tenth], dtype=object)):
        assert step(z, at_zero).tolist() == [0, at_zero, 1]
    x = sympy.Symbol("x", real=True)
    assert [step(x, at_zero).subs(x, value) for value in (-1, 0, 1)] == [0, at_zero, 1]
    with recording() as margins:
        step(0, at_zero)
    assert margins == []


def test_any_other_value_at_zero_is_an_error():
    with pytest.raises(GradsetError, match="is -1; 0 or 1 would be right"):
        step(0, -1)


def test_the_innermost_recorder_listens():
    record("nobody", 1.0, None)
    assert not is_recording()
    with recording() as outer:
        record("outer", 1.0, "a")
        with recording() as inner:
            record("inner", 2.0, "b")
        record("outer", 3.0, "c")
    assert [m.margin for m in outer] == [1.0, 3.0]
    assert [(m.quantity, m.inputs) for m in inner] == [("inner", "b")]
    assert isinstance(inner[0], Margin)
    assert not is_recording()


def test_a_recorder_stops_when_its_block_fails():
    with pytest.raises(ValueError), recording():
        raise ValueError
    assert not is_recording()
