import copy
import pickle
from fractions import Fraction

import numpy as np
import pytest
import sympy
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from math_core import LatexToMathML
from torch.nn import functional

from generator.errors import GradsetError
from generator.nets.kinks import recording
from generator.nets.losses import LOSSES, F, Y
from generator.nets.proofs import Claim, prove
from generator.nets.softmax import LOGITS
from tests.nets.reading import value_of

HALF = Fraction(1, 2)
squared_error, huber, hinge = LOSSES["squared_error"], LOSSES["huber"], LOSSES["hinge"]
bce, bce_logits = LOSSES["binary_cross_entropy"], LOSSES["binary_cross_entropy_with_logits"]
cross_entropy = LOSSES["cross_entropy"]
VARIANTS = [
    *LOSSES.values(),
    squared_error.with_parameters(half=HALF),
    squared_error.with_parameters(half=sympy.Symbol("c", positive=True)),
    huber.with_parameters(delta=1.5),
    huber.with_parameters(delta=sympy.Symbol("delta", positive=True)),
    cross_entropy.with_parameters(smoothing=0.1),
]
every_variant = pytest.mark.parametrize("loss", VARIANTS, ids=repr)

RNG = np.random.default_rng(7)
F0, Y0 = RNG.normal(size=(4, 3)), RNG.normal(size=(4, 3))
P0, B0 = RNG.uniform(0.05, 0.95, (4, 3)), RNG.integers(0, 2, (4, 3))
SIGNS, CLASSES = 2 * B0 - 1, np.array([2, 0, 1, 2])
SHARES = RNG.dirichlet([1, 1, 1], size=4)


def torch_hinge(f, y, reduction):
    value = functional.relu(1 - y * f)
    return {"none": value, "sum": value.sum(), "mean": value.mean()}[reduction]


def torch_squared(factor):
    return lambda f, y, reduction: factor * functional.mse_loss(f, y, reduction=reduction)


# What is compared with what: the loss, predictions, targets, and torch's own function.
PAIRS = {
    "squared_error": (squared_error, F0, Y0, torch_squared(1)),
    "half_squared_error": (
        squared_error.with_parameters(half=HALF),
        F0,
        Y0,
        torch_squared(0.5),
    ),
    "bce": (bce, P0, B0.astype(float), functional.binary_cross_entropy),
    "bce_soft_targets": (bce, P0, P0[::-1].copy(), functional.binary_cross_entropy),
    "bce_logits": (
        bce_logits,
        3 * F0,
        B0.astype(float),
        functional.binary_cross_entropy_with_logits,
    ),
    "huber": (huber, 2 * F0, Y0, functional.huber_loss),
    "huber_2": (
        huber.with_parameters(delta=2),
        3 * F0,
        Y0,
        lambda f, y, reduction: functional.huber_loss(f, y, reduction=reduction, delta=2),
    ),
    "hinge": (hinge, F0, SIGNS.astype(float), torch_hinge),
    "ce_classes": (cross_entropy, F0, CLASSES, functional.cross_entropy),
    "ce_shares": (cross_entropy, F0, SHARES, functional.cross_entropy),
    "ce_smoothed": (
        cross_entropy.with_parameters(smoothing=0.1),
        F0,
        CLASSES,
        lambda f, y, reduction: functional.cross_entropy(
            f, y, reduction=reduction, label_smoothing=0.1
        ),
    ),
}
every_pair = pytest.mark.parametrize("pair", list(PAIRS))


@every_pair
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_values_are_torchs(pair, reduction):
    loss, f, y, oracle = PAIRS[pair]
    expected = oracle(torch.tensor(f), torch.tensor(y), reduction=reduction).numpy()
    np.testing.assert_allclose(loss(f, y, reduction=reduction), expected, rtol=1e-12)


@every_pair
@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_gradients_are_torchs_autograd(pair, reduction):
    loss, f, y, oracle = PAIRS[pair]
    leaf = torch.tensor(f, requires_grad=True)
    oracle(leaf, torch.tensor(y), reduction=reduction).backward()
    gradient = loss.gradient(f, y, reduction=reduction)
    np.testing.assert_allclose(gradient, leaf.grad.numpy(), rtol=1e-12, atol=1e-14)


@every_pair
def test_gradients_are_central_differences_for_every_reduction(pair):
    loss, f, y, _ = PAIRS[pair]
    for reduction in ("sum", "mean", "mean_over_examples"):
        gradient = loss.gradient(f, y, reduction=reduction)
        for place in np.ndindex(f.shape):
            h = np.zeros_like(f)
            h[place] = 1e-6
            up, down = (loss(f + s * h, y, reduction=reduction) for s in (1, -1))
            assert gradient[place] == pytest.approx((up - down) / 2e-6, abs=1e-8)


@every_pair
def test_on_tensors_autograd_gives_the_gradient(pair):
    loss, f, y, oracle = PAIRS[pair]
    leaf, target = torch.tensor(f, requires_grad=True), torch.tensor(y)
    value = loss(leaf, target)
    torch.testing.assert_close(value, oracle(leaf, target, reduction="mean"))
    value.backward()
    torch.testing.assert_close(leaf.grad, loss.gradient(leaf.detach(), target))


def test_mean_over_examples_sums_the_outputs_of_each_example():
    total = squared_error(F0, Y0, reduction="sum")
    assert squared_error(F0, Y0, reduction="mean_over_examples") == pytest.approx(total / 4)
    assert squared_error(F0, Y0, reduction="mean") == pytest.approx(total / 12)
    assert cross_entropy(F0, CLASSES, reduction="mean_over_examples") == cross_entropy(F0, CLASSES)


def test_one_number_is_one_example():
    for reduction in ("none", "sum", "mean", "mean_over_examples"):
        assert squared_error(3.0, 1.0, reduction=reduction, half=0.5) == 2.0
        assert squared_error.gradient(3.0, 1.0, reduction=reduction, half=HALF) == 2.0
    assert type(squared_error(F0, Y0)) is float


@given(z=st.floats(-30, 30), y=st.sampled_from([0.0, 0.25, 1.0]))
@settings(deadline=None)
def test_bce_from_logits_is_torchs_at_any_float(z, y):
    leaf = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    oracle = functional.binary_cross_entropy_with_logits(leaf, torch.tensor(y).double())
    oracle.backward()
    assert bce_logits(z, y) == pytest.approx(oracle.item(), rel=1e-12, abs=1e-14)
    assert bce_logits.gradient(z, y) == pytest.approx(leaf.grad.item(), rel=1e-12, abs=1e-14)


def test_bce_from_logits_keeps_its_digits_when_the_answer_is_confident_and_right():
    assert bce_logits(30.0, 1.0) == pytest.approx(9.357622968839299e-14, rel=1e-12)
    assert bce_logits(-30.0, 0.0) == pytest.approx(9.357622968839299e-14, rel=1e-12)


def test_autograd_through_bce_from_logits_is_right_at_zero():
    z = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    bce_logits(z, torch.tensor([0.0, 1.0]).double(), reduction="sum").backward()
    assert z.grad.tolist() == [0.5, -0.5]


def test_squared_error_huber_and_hinge_are_exact_on_fractions():
    f = np.array([Fraction(1, 3), Fraction(5, 2), 2], dtype=object)
    y = np.array([0, 1, 1], dtype=object)
    assert squared_error(f, y, half=HALF) == Fraction(121, 216)
    assert squared_error.gradient(f, y, half=HALF).tolist() == [
        Fraction(1, 9),
        Fraction(1, 2),
        Fraction(1, 3),
    ]
    assert squared_error(Fraction(1, 3), 1) == Fraction(4, 9)
    assert huber(Fraction(5, 2), 0) == 2
    assert hinge(Fraction(1, 3), -1) == Fraction(4, 3)
    assert squared_error(np.array([1, 2], dtype=object), np.array([0, 0], dtype=object)) == (
        Fraction(5, 2)
    )


def test_losses_of_expressions_are_expressions():
    x, y, w = sympy.symbols("x y w", real=True)
    loss = squared_error(w * x, y, half=HALF)
    assert sympy.expand(sympy.diff(loss, w) - x * (w * x - y)) == 0
    gradient = squared_error.gradient(sympy.Matrix([w, x]), sympy.Matrix([y, 1]))
    assert gradient == sympy.Matrix([w - y, x - 1])
    assert bce(x, 1) == -sympy.log(x)


def test_cross_entropy_of_symbols_is_its_definition_for_one_hot_classes():
    z = sympy.Matrix(LOGITS)
    value = cross_entropy(z, 1)
    expected = -sympy.log(sympy.exp(z[1]) / sum(sympy.exp(entry) for entry in z))
    assert sympy.simplify(sympy.exp(value - expected)) == 1
    gradient = cross_entropy.gradient(z, sympy.Matrix([0, 1, 0]))
    difference = gradient - sympy.Matrix([sympy.diff(value, entry) for entry in z])
    assert sympy.simplify(difference) == sympy.zeros(3, 1)
    smoothed = cross_entropy(z, sympy.Integer(1), smoothing=HALF)
    numbers = dict(zip(z, [0.5, -1.0, 2.0], strict=True))
    assert float(smoothed.subs(numbers)) == pytest.approx(
        cross_entropy(np.array([0.5, -1.0, 2.0]), 1, smoothing=0.5), rel=1e-12
    )


def test_one_example_of_class_scores_is_a_vector():
    z = np.array([2.0, 1.0, 0.1])
    assert cross_entropy(z, 0) == pytest.approx(0.4170300162778335)
    assert cross_entropy(list(z), [1, 0, 0]) == pytest.approx(0.4170300162778335)
    np.testing.assert_allclose(cross_entropy.gradient(z, 0).sum(), 0, atol=1e-15)
    np.testing.assert_allclose(cross_entropy(np.array([1000.0, 0.0]), 1), 1000)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: squared_error(np.zeros((3, 1)), np.zeros(3)), r"shape \(3, 1\).*shape \(3,\)"),
        (lambda: squared_error(1.0, 2.0, reduction="avg"), "reduction 'avg'; one of none, sum"),
        (lambda: squared_error.gradient(1.0, 2.0, reduction=""), "reduction ''"),
        (lambda: squared_error(1.0, 2.0, factor=2), "no parameter 'factor'; it has: half"),
        (lambda: squared_error(1.0, 2.0, half=0), "half is 0; it has to be positive"),
        (lambda: hinge(1.0, 1.0, delta=1), "it has: none"),
        (lambda: hinge(1.0, 0.0), "labels 0.0; each has to be -1 or 1"),
        (lambda: bce(1.0, 1.0), "probability 1.0; it has to lie strictly between 0 and 1"),
        (lambda: bce(0.5, 2.0), "target 2.0; it has to lie between 0 and 1"),
        (lambda: bce_logits(0.5, -1.0), "target -1.0"),
        (lambda: bce(HALF, 1), "irrational"),
        (lambda: huber(1.0, 1.0, delta=-1), "delta is -1"),
        (lambda: cross_entropy(F0, CLASSES, smoothing=1), "smoothing is 1; 0 or more"),
        (lambda: cross_entropy(F0, CLASSES[:2]), r"shape \(4, 3\) and targets of shape \(2,\)"),
        (lambda: cross_entropy(1.0, 0), r"logits of shape \(\)"),
        (lambda: cross_entropy(F0[0], [0.5, 0.6, 0.1]), "no probabilities that add up to 1"),
        (lambda: cross_entropy(F0[0], 3), "label 3 is outside the classes 0 to 2"),
        (lambda: cross_entropy([Fraction(1), 2], 0), "irrational"),
    ],
)
def test_what_a_loss_is_not_defined_for_is_an_error(call, message):
    with pytest.raises(GradsetError, match=message):
        call()


def test_branches_record_their_distance():
    f = np.array([0.75, 3.0])
    with recording() as margins:
        huber(f, np.array([0.0, 0.0]))
        hinge.gradient(f, np.array([1, -1]))
        huber(Fraction(1, 2), 1)
        squared_error(f, f)
        huber(sympy.Symbol("x", real=True), 1)
    assert [(m.quantity, m.margin) for m in margins] == [
        ("huber", 0.25),
        ("hinge", 0.25),
        ("huber", 0.5),
    ]
    assert margins[0].inputs is f


@every_variant
def test_every_formula_is_proved(loss):
    prove(loss)


@every_variant
def test_a_disturbed_formula_is_not_proved(loss):
    for claim in loss.claims():
        disturbed = Claim(claim.what, claim.left, claim.right * 1.01, claim.symbol)
        if claim.right != 0 and claim.right * 1.01 != claim.right:
            with pytest.raises(GradsetError, match="cannot"):
                prove(OneClaim(disturbed))


class OneClaim:
    name = "disturbed"

    def __init__(self, claim):
        self.claim = claim

    def claims(self):
        yield self.claim


@every_variant
def test_losses_travel_between_processes(loss):
    assert repr(pickle.loads(pickle.dumps(loss))) == repr(loss)
    assert copy.deepcopy(loss).definition() == loss.definition()


@every_variant
@pytest.mark.parametrize("reduction", ["none", "sum", "mean", "mean_over_examples"])
def test_every_formula_is_valid_latex_in_any_letter(loss, reduction):
    formulas = [
        loss.definition(r"\hat{t}", "t", loss="E", reduction=reduction),
        loss.definition(reduction=reduction, outputs=True),
        *loss.derivation(r"\hat{t}", "t"),
        loss.gradient_formula(),
    ]
    for formula in formulas:
        assert not any(f"<{letter}>" in formula for letter in "fyn")
        assert LatexToMathML().convert_with_local_state(formula, displaystyle=True)


@pytest.mark.parametrize(
    ("loss", "letters", "places"),
    [
        (squared_error, ("f", "y"), [(0.5, 2.0), (-1.0, 0.25)]),
        (squared_error.with_parameters(half=HALF), ("f", "y"), [(0.5, 2.0), (-1.0, 0.25)]),
        (squared_error.with_parameters(half=3), ("f", "y"), [(0.5, 2.0)]),
        (bce, ("p", "y"), [(0.3, 1.0), (0.9, 0.0), (0.2, 0.7)]),
        (bce_logits, ("z", "y"), [(0.3, 1.0), (-2.0, 0.0), (1.5, 0.7)]),
        (huber, ("f", "y"), [(0.3, 1.0), (2.5, 1.0), (-2.5, 1.0)]),
        (huber.with_parameters(delta=2), ("f", "y"), [(0.3, 1.0), (3.5, 1.0), (-2.5, 1.0)]),
        (hinge, ("s", "y"), [(0.3, 1.0), (2.5, 1.0), (0.5, -1.0)]),
    ],
)
def test_the_latex_of_every_line_says_what_the_loss_does(loss, letters, places):
    definition = loss.definition(loss="L").removeprefix("L = ")
    for f, y in places:
        names = dict(zip(letters, (f, y), strict=True))
        assert value_of(definition, **names) == pytest.approx(loss(f, y), rel=1e-12)
        for line in loss.derivation():
            assert value_of(line, **names) == pytest.approx(loss.gradient(f, y), rel=1e-12)


def test_definitions_name_the_reduction_as_a_sum():
    half = squared_error.with_parameters(half=HALF)
    assert half.definition() == r"L = \frac{1}{2} (\hat{y} - y)^2"
    assert half.definition(reduction="mean") == (
        r"L = \frac{1}{N} \sum_{n=1}^{N} \frac{1}{2} (\hat{y}_n - y_n)^2"
    )
    assert squared_error.definition("p", "t", reduction="mean", outputs=True) == (
        r"L = \frac{1}{N C} \sum_{n=1}^{N} \sum_{c=1}^{C} (p_{nc} - t_{nc})^2"
    )
    assert bce.definition(reduction="sum") == (
        r"L = -\sum_{n=1}^{N} \left(y_n \ln p_n + (1 - y_n) \ln(1 - p_n)\right)"
    )
    assert cross_entropy.definition(reduction="mean", outputs=True) == (
        r"L = -\frac{1}{N} \sum_{n=1}^{N} \sum_{k=1}^{K} y^{(n)}_k \ln p^{(n)}_k, "
        r"\quad p^{(n)} = \operatorname{softmax}(z^{(n)})"
    )


def test_the_textbook_forms_end_as_in_a_lecture():
    assert squared_error.gradient_formula() == r"2 (\hat{y} - y)"
    assert squared_error.with_parameters(half=0.5).gradient_formula() == r"\hat{y} - y"
    assert bce.gradient_formula() == r"\frac{p - y}{p (1 - p)}"
    assert bce_logits.gradient_formula() == r"\sigma(z) - y"
    assert cross_entropy.gradient_formula() == "p_i - y_i"
    assert hinge.gradient_formula() == (
        r"\begin{cases} -y & \text{if } y s < 1 \\ 0 & \text{if } y s > 1 \end{cases}"
    )
    assert squared_error.textbook_gradient == 2 * (F - Y)
