"""The derivative of a composition of three functions at a point, factor by factor."""

from generator.authoring import gradient, guard, instead_of, np, sigmoid, tanh

# LaTeX of the function of u, and the function; torch has all of them by the same names.
FUNCTIONS: dict = {
    "exp": (r"e^{u}", np.exp),
    "log": (r"\ln u", np.log),
    "square": (r"u^2", np.square),
    "sqrt": (r"\sqrt{u}", np.sqrt),
    "reciprocal": (r"\frac{1}{u}", np.reciprocal),
    "sigmoid": (r"\sigma(u) = \frac{1}{1 + e^{-u}}", sigmoid),
    "tanh": (r"\tanh u", tanh),
}
SLOPES: dict = {
    "exp": (r"e^{u}", np.exp),
    "log": (r"\frac{1}{u}", np.reciprocal),
    "square": (r"2u", lambda u: 2 * u),
    "sqrt": (r"\frac{1}{2\sqrt{u}}", lambda u: np.reciprocal(2 * np.sqrt(u))),
    "reciprocal": (r"-\frac{1}{u^2}", lambda u: -np.reciprocal(np.square(u))),
    "sigmoid": (r"\sigma(u) (1 - \sigma(u))", sigmoid.slope),
    "tanh": (r"1 - \tanh^2 u", tanh.slope),
}
INVERSE = [{"exp", "log"}, {"square", "sqrt"}]


def draw(rng):
    middle, outer = rng.sample(list(FUNCTIONS), 2)
    low = 0.1 if middle in ("log", "sqrt") else -2
    return {
        "x": rng.decimal(-2, 2),
        "a": rng.decimal(low, 2),
        "b": rng.decimal(low, 2),
        "middle": middle,
        "outer": outer,
    }


def f_2(middle):
    return FUNCTIONS[middle][0]


def f_3(outer):
    return FUNCTIONS[outer][0]


def slope_2(middle):
    return SLOPES[middle][0]


def slope_3(outer):
    return SLOPES[outer][0]


def u_1(a, x, b):
    r"<a> \cdot <x>^2 + <b>"
    return a * x**2 + b


def u_2(middle, u_1):
    r"f_2(<u_1>)"
    return FUNCTIONS[middle][1](u_1)


def y(outer, u_2):
    r"f_3(<u_2>)"
    return FUNCTIONS[outer][1](u_2)


@gradient(u_1, "x")
def d_1(a, x):
    r"2 \cdot <a> \cdot <x>"
    return 2 * a * x


@gradient(u_2, u_1)
def d_2(middle, u_1):
    r"f_2'(<u_1>)"
    return SLOPES[middle][1](u_1)


@gradient(y, u_2)
def d_3(outer, u_2):
    r"f_3'(<u_2>)"
    return SLOPES[outer][1](u_2)


def d(d_1, d_2, d_3):
    return np.array([d_1, d_2, d_3])


@gradient(y, "x")
def slope(d_3, d_2, d_1):
    r"<d_3> \cdot <d_2> \cdot <d_1>"
    return d_3 * d_2 * d_1


@instead_of(y, "wrong_quantity")
def middle_function_skipped(outer, u_1):
    return FUNCTIONS[outer][1](u_1)


@instead_of(d_1, "differentiation_rule")
def exponent_not_brought_down(a, x):
    return a * x


@instead_of(d_2, "chain_rule")
def middle_slope_at_x(middle, x):
    return SLOPES[middle][1](x)


@instead_of(d_3, "chain_rule")
def outer_slope_at_x(outer, x):
    return SLOPES[outer][1](x)


@instead_of(d_3, "chain_rule")
def outer_slope_at_u_1(outer, u_1):
    return SLOPES[outer][1](u_1)


@instead_of(d_2, "differentiation_rule")
def middle_function_not_differentiated(u_2):
    return u_2


@instead_of(slope, "chain_rule")
def inner_derivative_left_out(d_3, d_2):
    return d_3 * d_2


@instead_of(slope, "chain_rule")
def middle_derivative_left_out(d_3, d_1):
    return d_3 * d_1


@instead_of(slope, "chain_rule")
def slopes_added(d_3, d_2, d_1):
    return d_3 + d_2 + d_1


@guard
def defined(middle, outer, u_1, u_2):
    """a function is not defined there, or very steep"""
    narrow = {"log": 0.2, "sqrt": 0.2, "reciprocal": 0.2}
    return u_1 >= narrow.get(middle, -3) and u_2 >= narrow.get(outer, -3) and max(u_1, u_2) <= 4


@guard
def no_factor_one(a):
    """the factor of x² is 1"""
    return abs(a) != 1


@guard
def no_inverse_functions(middle, outer):
    """the outer function undoes the middle one"""
    return {middle, outer} not in INVERSE


def reference(x, a, b, middle, outer):
    import torch

    x.requires_grad_()
    u_1 = a * torch.square(x) + b
    u_2 = getattr(torch, middle)(u_1)
    y = getattr(torch, outer)(u_2)
    (d_1,) = torch.autograd.grad(u_1, x, retain_graph=True)
    (d_2,) = torch.autograd.grad(u_2, u_1, retain_graph=True)
    d_3, slope = torch.autograd.grad(y, (u_2, x))
    return {
        "u_1": u_1,
        "u_2": u_2,
        "y": y,
        "d_1": d_1,
        "d_2": d_2,
        "d_3": d_3,
        "d": torch.stack([d_1, d_2, d_3]),
        "slope": slope,
    }
