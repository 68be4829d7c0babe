"""Derivatives of scaled activations: in terms of the input, and of the output alone."""

from generator.authoring import (
    Expression,
    Fraction,
    gradient,
    instead_of,
    sigmoid,
    silu,
    softplus,
    sympy,
    tanh,
    torch_function,
)

SCALES = [Fraction(1, 5), Fraction(1, 4), Fraction(1, 2), 2, 4, 5]
FUNCTIONS = [
    (sigmoid, tanh),
    (tanh, sigmoid),
    (softplus, sigmoid),
    (softplus, tanh),
    (silu, sigmoid),
    (silu, tanh),
]
# A derivative with one sign wrong, as LaTeX and as a function.
SIGN_SLIPS = {
    "sigmoid": (r"\sigma(<z>) (1 + \sigma(<z>))", lambda z: sigmoid(z) * (1 + sigmoid(z))),
    "tanh": (r"1 + \tanh^2(<z>)", lambda z: 1 + tanh(z) ** 2),
    "softplus": (r"1 - \sigma(<z>)", lambda z: 1 - sigmoid(z)),
    "silu": (
        r"\sigma(<z>) \left(1 + <z> (1 + \sigma(<z>))\right)",
        lambda z: sigmoid(z) * (1 + z * (1 + sigmoid(z))),
    ),
}


def draw(rng):
    phi, psi = rng.choice(FUNCTIONS)
    return {
        "phi": phi,
        "k": rng.choice(SCALES),
        "psi": psi,
        "c": rng.choice([3, 6, 8, 10]),
        "m": rng.choice(SCALES),
        "x": sympy.Symbol("x", real=True),
        "y": sympy.Symbol("y", real=True),
    }


def _times(factor, formula):
    """LaTeX of a product: a sum gets parentheses."""
    product = rf"\left({formula}\right)" if formula.startswith("1") else rf"\, {formula}"
    return formula if factor == 1 else f"{float(factor):g} {product}"


def _scaled(k):
    """LaTeX of kx."""
    return f"{float(k):g}x"


def _slope(psi, a):
    """The slope of an activation where its output is a."""
    (output,) = psi.slope_in_output.free_symbols
    return psi.slope_in_output.subs(output, a)


def f(phi, k, x):
    r"<phi>(<k> <x>)"
    return Expression(f"{phi.latex}({_scaled(k)})", phi(k * x))


@gradient(f, "x")
def slope_f(phi, k, x):
    r"<k>\, <phi>'(<k> <x>)"
    return Expression(_times(k, phi.slope_formula(_scaled(k))), k * phi.slope(k * x))


def g(psi, c, m, x):
    r"<c>\, <psi>(<m> <x>)"
    return Expression(rf"{c}\, {psi.latex}({_scaled(m)})", c * psi(m * x))


def a(y, c):
    r"\frac{<y>}{<c>}"
    return y / c


def slope_g(psi, c, m, a):
    return c * m * _slope(psi, a)


@instead_of(slope_f, "chain_rule")
def no_chain_factor(phi, k, x):
    return Expression(phi.slope_formula(_scaled(k)), phi.slope(k * x))


@instead_of(slope_f, "chain_rule")
def slope_at_unscaled_input(phi, k, x):
    return Expression(_times(k, phi.slope_formula("x")), k * phi.slope(x))


@instead_of(slope_f, "differentiation_rule")
def divided_by_factor(phi, k, x):
    factor = Fraction(1) / k
    return Expression(_times(factor, phi.slope_formula(_scaled(k))), factor * phi.slope(k * x))


@instead_of(slope_f, "differentiation_rule")
def function_kept_as_its_slope(phi, k, x):
    return Expression(_times(k, f"{phi.latex}({_scaled(k)})"), k * phi(k * x))


@instead_of(slope_f, "differentiation_rule")
def sign_slip_in_slope(phi, k, x):
    formula, slope = SIGN_SLIPS[phi.name]
    return Expression(_times(k, formula.replace("<z>", _scaled(k))), k * slope(k * x))


@instead_of(a, "wrong_quantity")
def output_not_rescaled(y):
    return y


@instead_of(slope_g, "chain_rule")
def inner_factor_left_out(psi, c, a):
    return c * _slope(psi, a)


@instead_of(slope_g, "differentiation_rule")
def outer_factor_left_out(psi, m, a):
    return m * _slope(psi, a)


@instead_of(slope_g, "differentiation_rule")
def sign_slip_in_output(psi, c, m, a):
    return c * m * {"sigmoid": a * (1 + a), "tanh": 1 + a**2}[psi.name]


def reference(phi, k, psi, c, m):
    import torch

    def f(x):
        return torch_function(phi)(k * x)

    def slope_f(x):
        x.requires_grad_()
        return torch.autograd.grad(f(x), x)[0]

    def slope_g(y):
        # torch's own rule, which is written in the output, too
        backward = getattr(torch.ops.aten, f"{psi.name}_backward")
        return c * m * backward(torch.ones_like(y), y / c)

    return {
        "f": f,
        "slope_f": slope_f,
        "g": lambda x: c * torch_function(psi)(m * x),
        "a": lambda y: y / c,
        "slope_g": slope_g,
    }
