import copy
import math
import pickle
import subprocess
import sys
import warnings
from fractions import Fraction

import mpmath  # type: ignore[import-untyped]
import numpy as np
import pytest
import sympy
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from math_core import LatexToMathML
from torch.nn import functional

from generator.errors import GradsetError
from generator.nets.activations import ACTIVATIONS, A, Z, elu, leaky_relu
from generator.nets.forms import Form
from generator.nets.kinks import recording
from generator.nets.proofs import Claim, prove
from tests.nets.reading import value_of

TORCH = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": functional.relu,
    "leaky_relu": functional.leaky_relu,
    "elu": functional.elu,
    "softplus": lambda z: functional.softplus(z, threshold=100),
    "gelu": functional.gelu,
    "gelu_tanh": lambda z: functional.gelu(z, approximate="tanh"),
    "silu": functional.silu,
    "hard_tanh": functional.hardtanh,
    "identity": lambda z: z * 1,
}
RATIONAL = ["relu", "leaky_relu", "hard_tanh", "identity"]
IRRATIONAL = sorted(set(ACTIVATIONS) - set(RATIONAL))
GRID = np.linspace(-30, 30, 241)
ALPHA = sympy.Symbol("alpha", positive=True)
VARIANTS = [
    *ACTIVATIONS.values(),
    leaky_relu.with_parameters(alpha=Fraction(1, 10)),
    leaky_relu.with_parameters(alpha=ALPHA),
    elu.with_parameters(alpha=2),
    elu.with_parameters(alpha=ALPHA),
]

every = pytest.mark.parametrize("name", list(ACTIVATIONS))
every_variant = pytest.mark.parametrize("activation", VARIANTS, ids=repr)


def torch_slope(name, z):
    leaf = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    TORCH[name](leaf).sum().backward()
    return leaf.grad.numpy()


def test_the_table_has_an_entry_for_each_of_torchs_functions():
    assert list(ACTIVATIONS) == list(TORCH)
    assert all(name == activation.name for name, activation in ACTIVATIONS.items())


@every
def test_values_on_arrays_are_torchs(name):
    expected = TORCH[name](torch.tensor(GRID)).numpy()
    np.testing.assert_allclose(ACTIVATIONS[name](GRID), expected, rtol=1e-12, atol=1e-14)


@every
def test_slopes_on_arrays_are_torchs_autograd(name):
    # torch's own slopes are differences such as y (1 - y), good to 1e-16 and no better.
    expected = torch_slope(name, GRID)
    np.testing.assert_allclose(ACTIVATIONS[name].slope(GRID), expected, rtol=1e-12, atol=1e-14)


@every
@given(z=st.floats(-30, 30))
@settings(max_examples=60, deadline=None)
def test_scalars_agree_with_torch_at_any_float(name, z):
    value, slope = ACTIVATIONS[name](z), ACTIVATIONS[name].slope(z)
    assert type(value) is float
    assert type(slope) is float
    expected = TORCH[name](torch.tensor(z, dtype=torch.float64)).item()
    assert value == pytest.approx(expected, rel=1e-12, abs=1e-14)
    assert slope == pytest.approx(float(torch_slope(name, z)), rel=1e-12, abs=1e-14)


@every
@pytest.mark.parametrize("z", [-30.0, -17.3, -8.0, -1.5, -0.001, 0.003, 0.7, 5.0, 19.0, 30.0])
def test_values_and_slopes_keep_twelve_digits_of_the_definition(name, z):
    activation = ACTIVATIONS[name]
    with mpmath.workdps(1000):
        for form, got in (
            (activation.expression, activation(z)),
            (sympy.diff(activation.expression, Z), activation.slope(z)),
        ):
            truth = sympy.lambdify(Z, form, "mpmath")(mpmath.mpf(z))
            if abs(truth) > 1e-290:
                assert abs(got / truth - 1) < 1e-12


@every
@given(z=st.floats(-6, 6).filter(lambda z: min(abs(z), abs(z - 1), abs(z + 1)) > 1e-3))
@settings(max_examples=30, deadline=None)
def test_slopes_are_central_differences(name, z):
    f, h = ACTIVATIONS[name], 1e-5
    assert f.slope(z) == pytest.approx((f(z + h) - f(z - h)) / (2 * h), abs=1e-8)


@every
def test_scalars_arrays_and_zero_dimensional_arrays_agree(name):
    f, z = ACTIVATIONS[name], np.linspace(-3, 3, 12).reshape(3, 2, 2)
    for function in (f, f.slope):
        assert function(z).shape == z.shape
        assert function(z).dtype == float
        np.testing.assert_allclose(
            function(z).ravel(), [function(float(x)) for x in z.flat], rtol=1e-14
        )
        assert type(function(np.float64(0.5))) is float
        assert function(np.array(0.5)) == function(0.5)
        assert function(np.zeros((0, 2))).shape == (0, 2)
        np.testing.assert_array_equal(function(np.array([-2, 3])), function(np.array([-2.0, 3.0])))


@every
def test_the_largest_floats_neither_warn_nor_overflow(name):
    f = ACTIVATIONS[name]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for z in (-1e5, -800.0, 800.0, 1e5):
            values = [f(z), f.slope(z), *f(np.array([z, 0.5])), *f.slope(np.array([z, 0.5]))]
            assert all(math.isfinite(value) for value in values)
            assert f(z) == pytest.approx(TORCH[name](torch.tensor(z).double()).item(), abs=1e-100)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softplus", "silu", "elu"])
def test_nan_stays_nan_where_the_activation_has_an_exponential(name):
    assert math.isnan(ACTIVATIONS[name](math.nan))


@pytest.mark.parametrize(
    ("name", "z"),
    [("relu", 0.0), ("leaky_relu", 0.0), ("elu", 0.0), ("hard_tanh", -1.0), ("hard_tanh", 1.0)],
)
def test_the_slope_at_a_kink_is_torchs(name, z):
    slope = ACTIVATIONS[name].slope
    expected = float(torch_slope(name, z))
    assert slope(z) == slope(np.array([z]))[0] == float(slope(sympy.Integer(int(z)))) == expected


def test_the_slope_of_a_steeper_elu_at_its_kink_is_torchs():
    z = torch.zeros((), dtype=torch.float64, requires_grad=True)
    functional.elu(z, alpha=2.0).backward()
    assert elu.with_parameters(alpha=2).slope(0.0) == z.grad.item() == 2


@every
def test_on_tensors_it_is_torchs_and_autograd_gives_the_slope(name):
    f = ACTIVATIONS[name]
    z = torch.tensor(np.linspace(-4, 4, 17).reshape(1, 17), requires_grad=True)
    value = f(z)
    torch.testing.assert_close(value, TORCH[name](z), rtol=1e-12, atol=1e-14)
    (gradient,) = torch.autograd.grad(value.sum(), z)
    torch.testing.assert_close(gradient, f.slope(z.detach()), rtol=1e-11, atol=1e-14)
    assert f.slope(z.detach().float()).dtype == torch.float32


@every
def test_on_expressions_the_slope_is_sympys_derivative(name):
    f, x = ACTIVATIONS[name], sympy.Symbol("x", real=True)
    chained = sympy.diff(f(3 * x), x)
    for place in (Fraction(-7, 5), Fraction(1, 8), Fraction(9, 4)):
        left = chained.subs(x, sympy.Rational(place)).evalf(30)
        right = (3 * f.slope(3 * x)).subs(x, sympy.Rational(place)).evalf(30)
        assert abs(left - right) < 1e-25
    assert f(sympy.Matrix([[x, 1]])) == sympy.Matrix([[f(x), f(sympy.Integer(1))]])


# sympy's limits fail on cases, and it finds 0 for the slope of silu at infinity, which is 1.
@pytest.mark.parametrize(
    ("name", "values", "slopes"),
    [
        ("sigmoid", (0, 1), (0, 0)),
        ("tanh", (-1, 1), (0, 0)),
        ("softplus", (0, sympy.oo), (0, 1)),
    ],
)
def test_the_limits_of_values_and_slopes_are_the_textbooks(name, values, slopes):
    f = ACTIVATIONS[name]
    ends = (-sympy.oo, sympy.oo)
    assert tuple(sympy.limit(f.expression, Z, end) for end in ends) == values
    assert tuple(sympy.limit(f.slope(Z), Z, end) for end in ends) == slopes


def test_straight_pieces_are_exact_on_fractions_and_integers():
    third, alpha = Fraction(1, 3), Fraction(1, 100)
    assert ACTIVATIONS["relu"](-third) == 0
    assert ACTIVATIONS["relu"](third) == third
    assert ACTIVATIONS["hard_tanh"](third) == third
    assert leaky_relu(-third) == -third * alpha
    assert leaky_relu.with_parameters(alpha=0.1)(-3) == Fraction(-3, 10)
    for name in RATIONAL:
        for value in (ACTIVATIONS[name](third), ACTIVATIONS[name].slope(-7)):
            assert isinstance(value, int | Fraction)
    assert type(ACTIVATIONS["relu"](np.int64(3))) is int


def test_object_arrays_of_fractions_stay_exact():
    z = np.array([[Fraction(1, 3), -2], [0, Fraction(-5, 7)]], dtype=object)
    expected = [[Fraction(1, 3), Fraction(-1, 50)], [0, Fraction(-1, 140)]]
    assert leaky_relu(z).tolist() == expected
    assert leaky_relu.slope(z).tolist() == [[1, Fraction(1, 100)]] * 1 + [
        [Fraction(1, 100), Fraction(1, 100)]
    ]


@pytest.mark.parametrize("name", IRRATIONAL)
def test_fractions_where_no_exact_value_exists_are_an_error(name):
    for z in (Fraction(1, 2), np.array([Fraction(1, 2), 3], dtype=object)):
        for function in (ACTIVATIONS[name], ACTIVATIONS[name].slope):
            with pytest.raises(GradsetError, match="irrational and has no exact value"):
                function(z)


@pytest.mark.parametrize("name", ["sigmoid", "softplus"])
def test_an_integer_counts_as_a_float_where_no_exact_value_exists(name):
    assert ACTIVATIONS[name](2) == ACTIVATIONS[name](2.0)


def test_object_arrays_of_expressions_are_evaluated_elementwise():
    x, y = sympy.symbols("x y", real=True)
    tanh = ACTIVATIONS["tanh"]
    assert tanh(np.array([x, y])).tolist() == [sympy.tanh(x), sympy.tanh(y)]


@pytest.mark.parametrize("wrong", ["1", None, [1.0, 2.0]])
def test_anything_else_is_an_error_that_names_the_type(wrong):
    with pytest.raises(GradsetError, match=f"sigmoid was given {type(wrong).__name__}"):
        ACTIVATIONS["sigmoid"](wrong)


def test_a_symbolic_parameter_with_numbers_is_an_error():
    with pytest.raises(GradsetError, match="alpha is a symbol"):
        leaky_relu.with_parameters(alpha=ALPHA)(0.5)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"beta": 1}, "has no parameter 'beta'; it has: alpha"),
        ({"alpha": 0}, "has to be positive"),
        ({"alpha": -0.1}, "has to be positive"),
        ({"alpha": sympy.Symbol("a")}, "has to be positive"),
        ({"alpha": "0.1"}, "a number or a sympy symbol"),
    ],
)
def test_wrong_parameters_are_errors(parameters, message):
    with pytest.raises(GradsetError, match=message):
        leaky_relu.with_parameters(**parameters)


def test_an_activation_without_parameters_says_so():
    with pytest.raises(GradsetError, match="it has: none"):
        ACTIVATIONS["relu"].with_parameters(alpha=1)


def test_the_same_parameters_give_the_same_activation():
    tenth = leaky_relu.with_parameters(alpha=0.1)
    assert tenth is leaky_relu.with_parameters(alpha=Fraction(1, 10))
    assert repr(tenth) == "leaky_relu(alpha=1/10)"


@every_variant
def test_activations_travel_between_processes(activation):
    there = pickle.loads(pickle.dumps(activation))
    assert repr(there) == repr(activation)
    assert copy.deepcopy(activation).derivation() == activation.derivation()


@every_variant
def test_every_formula_is_proved(activation):
    prove(activation)


@every_variant
def test_a_disturbed_formula_is_not_proved(activation):
    for claim in activation.claims():
        disturbed = Claim(claim.what, claim.left, 1.01 * claim.right + 1, claim.symbol)
        with pytest.raises(GradsetError, match="cannot prove"):
            prove(OneClaim(disturbed))


class OneClaim:
    name = "disturbed"

    def __init__(self, claim):
        self.claim = claim

    def claims(self):
        yield self.claim


NUMERIC = [activation for activation in VARIANTS if ALPHA not in activation.parameters.values()]


@pytest.mark.parametrize("activation", NUMERIC, ids=repr)
@pytest.mark.parametrize("z", [-2.3, -0.4, 0.6, 1.9])
def test_the_latex_of_every_line_says_what_the_line_means(activation, z):
    u = math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)
    definition = activation.definition().split(", \\quad")[0].split(" = ", 1)[1]
    for formula in definition.split(" = ") if "cases" not in definition else [definition]:
        assert value_of(formula, z=z, u=u) == pytest.approx(activation(z), rel=1e-12)
    for formula in activation.derivation():
        assert value_of(formula, z=z, u=u) == pytest.approx(activation.slope(z), rel=1e-12)
    in_output = activation.slope_in_output_formula()
    if in_output is not None:
        assert value_of(in_output, a=activation(z)) == pytest.approx(activation.slope(z), rel=1e-12)


@every_variant
def test_every_formula_is_valid_latex_in_any_letter(activation):
    convert = LatexToMathML().convert_with_local_state
    formulas = [
        activation.definition("s_1"),
        activation.slope_formula(r"\zeta"),
        *activation.derivation("s_1"),
        activation.slope_in_output_formula("h") or "0",
    ]
    for formula in formulas:
        assert "<z>" not in formula
        assert "<a>" not in formula
        assert convert(formula, displaystyle=True).startswith("<math")


def test_the_definitions_read_as_in_a_lecture():
    definitions = {name: f.definition() for name, f in ACTIVATIONS.items()}
    assert definitions["sigmoid"] == r"\sigma(z) = \frac{1}{1 + e^{-z}}"
    assert definitions["relu"] == r"\operatorname{ReLU}(z) = \max(0, z)"
    assert definitions["elu"] == (
        r"\operatorname{ELU}(z) = \begin{cases} z & \text{if } z > 0 \\ "
        r"e^{z} - 1 & \text{if } z \le 0 \end{cases}"
    )
    assert ACTIVATIONS["sigmoid"].slope_formula("x") == r"\sigma(x) (1 - \sigma(x))"
    assert ACTIVATIONS["tanh"].derivation()[-1] == r"1 - \tanh^2(z)"


def test_the_slope_in_the_output_is_known_where_the_output_determines_it():
    without = [name for name, f in ACTIVATIONS.items() if f.slope_in_output is None]
    assert without == ["gelu", "gelu_tanh", "silu"]
    assert ACTIVATIONS["gelu"].slope_in_output_formula() is None
    assert ACTIVATIONS["softplus"].slope_in_output == 1 - sympy.exp(-A)


@pytest.mark.parametrize(
    ("name", "z", "margin"),
    [
        ("relu", 0.03, 0.03),
        ("leaky_relu", np.array([[2.0, -0.5], [0.25, 1.0]]), 0.25),
        ("hard_tanh", np.array([-0.75, 3.0]), 0.25),
        ("hard_tanh", Fraction(3, 4), 0.25),
        ("relu", np.array([Fraction(1, 4), -3], dtype=object), 0.25),
        ("relu", 0, 0.0),
    ],
)
def test_kinks_record_the_smallest_distance(name, z, margin):
    with recording() as margins:
        ACTIVATIONS[name](z)
        ACTIVATIONS[name].slope(z)
    assert [(m.quantity, m.margin) for m in margins] == [(name, margin)] * 2
    assert all(m.inputs is z for m in margins)


def test_smooth_activations_symbols_and_tensors_record_nothing():
    x = sympy.Symbol("x", real=True)
    with recording() as margins:
        for name in ("sigmoid", "elu", "gelu", "identity"):
            ACTIVATIONS[name](0.0)
        ACTIVATIONS["relu"](x)
        ACTIVATIONS["relu"](np.array([x, 2 * x]))
        ACTIVATIONS["relu"](torch.zeros(2))
        ACTIVATIONS["relu"](np.zeros(0))
    assert margins == []
    with recording() as margins:
        elu.with_parameters(alpha=2)(0.5)
    assert [m.margin for m in margins] == [0.5]


def test_a_form_of_two_variables_mixes_kinds():
    x, y = sympy.symbols("x y", real=True)
    product = Form("product", [x, y], x * y)
    assert product(Fraction(1, 2), 0.5) == 0.25
    assert product(np.array([1.0, 2.0]), 3).tolist() == [3, 6]
    assert product(x, 2) == 2 * x
    assert product(torch.ones(2).double(), np.array([1.0, 3.0])).tolist() == [1, 3]
    with pytest.raises(GradsetError, match="product was given Symbol, str"):
        product(x, "2")


def test_importing_and_using_the_table_does_not_import_torch():
    code = (
        "import sys; from generator.nets.activations import ACTIVATIONS; "
        "from generator.nets.losses import LOSSES; ACTIVATIONS['relu'](0.5); "
        "LOSSES['squared_error'](0.5, 1.0); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
