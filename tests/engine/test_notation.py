import numpy as np
import pytest

from generator.authoring import gradient, over
from generator.text.notation import Notation, letters, subscript, superscript
from tests.engine.tiny import derivation


def h(x):
    return x


@over(g="gs")
def w(w_before, g):
    return w_before + g


def loss(h, w):
    return h * w


@gradient(loss, "W")
def grad_W(W):  # noqa: N802
    return W


@gradient(loss, h)
def delta(h):
    return h


STEPS = derivation(h, w, loss, grad_W, delta)
MATRIX = np.ones((2, 2))


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        ("x", "x"),
        ("W", "W"),
        ("y_hat", r"\hat{y}"),
        ("w_bar", r"\bar{w}"),
        ("eta", r"\eta"),
        ("delta_h", r"\delta_h"),
        ("w11", "w_{11}"),
        ("b1", "b_{1}"),
        ("loss", "L"),
        ("eps", r"\varepsilon"),
        ("y_hat_1", r"\hat{y}_{1}"),
        ("p_theta", r"p_{\theta}"),
        ("w_old", r"w_{\text{old}}"),
        ("w_too_old", r"w_{\text{too old}}"),
        ("size", r"\mathrm{size}"),
    ],
)
def test_a_name_is_its_letter(name, latex):
    assert letters(name).replace("{h}", "h") == latex


@pytest.mark.parametrize(
    ("symbol", "below", "expected"),
    [
        ("w", "1", "w_{1}"),
        ("w_h", "1", "w_{h,1}"),
        ("w_{h}", "12", "w_{h,12}"),
        (r"\frac{\partial L}{\partial W}", "12", r"\frac{\partial L}{\partial W_{12}}"),
        (r"\tfrac{\partial L}{\partial w_1}", "2", r"\tfrac{\partial L}{\partial w_{1,2}}"),
    ],
)
def test_a_subscript_goes_where_it_belongs(symbol, below, expected):
    assert subscript(symbol, below) == expected


def test_a_second_superscript_is_bracketed():
    assert superscript("w", "2") == "w^{(2)}"
    assert superscript("w^{(2)}", "1") == r"\left(w^{(2)}\right)^{(1)}"


def test_the_exams_letter_wins_over_the_questions_and_this_over_the_name():
    assert Notation(STEPS).symbol("h") == "h"
    assert Notation(STEPS, {"h": "k"}).symbol("h") == "k"
    assert Notation(STEPS, {"h": "k"}, {"h": "z"}).symbol("h") == "z"


def test_a_letter_of_the_exam_goes_on_into_longer_names():
    notation = Notation(STEPS, {}, {"h": "z"})
    assert notation.symbol("h_0") == "z_{0}"
    assert notation.symbol("h_hat") == r"\hat{z}"


def test_a_gradient_is_written_as_a_derivative():
    assert Notation(STEPS).symbol("delta") == r"\frac{\partial L}{\partial h}"
    assert Notation(STEPS, {"loss": "E"}, {"W": "V"}).entry("grad_W", (0, 1), MATRIX) == (
        r"\frac{\partial E}{\partial V_{12}}"
    )


def test_one_of_several_has_a_lower_index_and_a_vector_an_upper_one():
    notation = Notation(STEPS)
    assert notation.symbol("w[2]", 0.5) == "w_{2}"
    assert notation.symbol("w[2]", np.ones(3)) == "w^{(2)}"
    assert notation.symbol("w_0", 0.5) == "w_{0}"
    assert notation.symbol("w_before", 0.5) == "w_{t-1}"
    assert notation.symbol("w_all") == "w"


def test_entries_are_counted_from_one_row_first():
    notation = Notation(STEPS)
    assert notation.entry("W", (1, 0), MATRIX) == "W_{21}"
    assert notation.entry("W", (1, 10), MATRIX) == "W_{2,11}"
    assert notation.entry("w[3]", (1,), np.ones(2)) == "w^{(3)}_{2}"
    assert notation.entry("h", ()) == "h"


def test_half_is_a_fraction_or_nothing_at_all():
    assert Notation(STEPS, half=True).symbol("half") == r"\tfrac{1}{2}"
    assert Notation(STEPS, half=False).symbol("half") == ""


def test_two_quantities_with_one_letter_collide():
    solved = STEPS.solve({"x": 1.0, "gs": [1.0], "w_0": 0.0, "W": 2.0, "half": 1.0})
    assert Notation(STEPS).collisions(solved) == []
    assert Notation(STEPS, {}, {"x": "h"}).collisions(solved) == [("x", "h")]
