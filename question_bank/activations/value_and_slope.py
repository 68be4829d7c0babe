"""Values and slopes of a scaled activation, and the input of a sigmoid with a given output."""

from generator.authoring import (
    elu,
    gradient,
    instead_of,
    np,
    sigmoid,
    silu,
    softplus,
    tanh,
    torch_function,
)

FUNCTIONS = [sigmoid, tanh, softplus, silu, elu.with_parameters(alpha=0.5)]


def draw(rng):
    return {
        "phi": rng.choice(FUNCTIONS),
        "k": rng.choice([0.4, 0.5, 0.6, 1.2, 1.4, 1.5, 1.6, 1.8]),
        "x": np.array([rng.decimal(-2, -0.2), rng.decimal(0.2, 2)]),
        "p": rng.choice([0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9]),
    }


def z(k, x):
    r"<k> <x>"
    return k * x


def y(phi, z):
    r"<phi>(<z>)"
    return phi(z)


def total(y):
    return y.sum()


@gradient(total, "x")
def slope(phi, k, z):
    r"<k>\, <phi>'(<z>)"
    return k * phi.slope(z)


def x_p(k, p):
    r"\frac{1}{<k>} \ln\left(\frac{<p>}{1 - <p>}\right)"
    return 1 / k * np.log(p / (1 - p))


def steepest(k):
    r"\frac{<k>}{4}"
    return k / 4


@instead_of(z, "arithmetic")
def input_not_scaled(x):
    return x


@instead_of(y, "arithmetic")
def scaled_outside(phi, k, x):
    return k * phi(x)


@instead_of(slope, "chain_rule")
def no_chain_factor(phi, z):
    return phi.slope(z)


@instead_of(slope, "slope_at_activation")
def slope_at_output(phi, k, y):
    return k * phi.slope(y)


@instead_of(slope, "chain_rule")
def slope_at_unscaled_input(phi, k, x):
    return k * phi.slope(x)


@instead_of(x_p, "arithmetic")
def factor_not_divided_out(p):
    return np.log(p / (1 - p))


@instead_of(x_p, "arithmetic")
def multiplied_by_factor(k, p):
    return k * np.log(p / (1 - p))


@instead_of(x_p, "upside_down")
def odds_upside_down(k, p):
    return 1 / k * np.log((1 - p) / p)


@instead_of(x_p, "wrong_quantity")
def output_for_input(k, p):
    return sigmoid(k * p)


@instead_of(steepest, "chain_rule")
def bound_of_unscaled_sigmoid():
    return 0.25


@instead_of(steepest, "wrong_quantity")
def value_for_slope(k):
    return 0.5


@instead_of(steepest, "differentiation_rule")
def slope_of_tanh(k):
    return k


def reference(phi, k, x, p):
    import torch

    x.requires_grad_()
    zero = torch.zeros_like(p, requires_grad=True)
    z = k * x
    y = torch_function(phi)(z)
    return {
        "z": z,
        "y": y,
        "total": y.sum(),
        "slope": torch.autograd.grad(y.sum(), x)[0],
        "x_p": torch.logit(p) / k,
        "steepest": torch.autograd.grad(torch.sigmoid(k * zero), zero)[0],
    }
