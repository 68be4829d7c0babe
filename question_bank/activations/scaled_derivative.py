"""Derivatives at a point: of an activation with an affine inner function, in a product, squared."""

from generator.authoring import (
    elu,
    gradient,
    instead_of,
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
        "k": rng.choice([-3, -2, -1.5, -0.5, 0.5, 1.5, 2, 3]),
        "c": rng.choice([-1.5, -1, -0.5, 0.5, 1, 1.5]),
        "x": rng.decimal(-1.5, 1.5),
    }


def inner(k, c):
    return f"{k:g}x {'+' if c > 0 else '-'} {abs(c):g}"


def z(k, x, c):
    r"<k> <x> + <c>"
    return k * x + c


def y(phi, z):
    r"<phi>(<z>)"
    return phi(z)


@gradient(y, "x")
def slope(k, phi, z):
    r"<k>\, <phi>'(<z>)"
    return k * phi.slope(z)


def g(x, y):
    return x * y


@gradient(g, "x")
def slope_g(y, x, slope):
    r"<y> + <x> \cdot <slope>"
    return y + x * slope


def h(y):
    return y**2


@gradient(h, "x")
def slope_h(y, slope):
    r"2 \cdot <y> \cdot <slope>"
    return 2 * y * slope


@instead_of(slope, "chain_rule")
def no_inner_factor(phi, z):
    return phi.slope(z)


@instead_of(slope, "bias_left_out")
def shift_left_out(phi, k, x):
    return k * phi.slope(k * x)


@instead_of(slope, "chain_rule")
def slope_at_x(phi, k, x):
    return k * phi.slope(x)


@instead_of(slope, "slope_at_activation")
def slope_at_output(phi, k, y):
    return k * phi.slope(y)


@instead_of(slope, "wrong_quantity")
def value_for_slope(y):
    return y


@instead_of(slope_g, "differentiation_rule")
def factors_differentiated_apart(slope):
    return slope


@instead_of(slope_g, "path_missing")
def first_summand_missing(x, slope):
    return x * slope


@instead_of(slope_h, "chain_rule")
def inner_derivative_missing(y):
    return 2 * y


@instead_of(slope_h, "differentiation_rule")
def slope_squared(slope):
    return slope**2


def reference(phi, k, c, x):
    import torch

    x.requires_grad_()
    z = k * x + c
    y = torch_function(phi)(z)
    outputs = {"slope": y, "slope_g": x * y, "slope_h": y.square()}
    slopes = {n: torch.autograd.grad(y, x, retain_graph=True)[0] for n, y in outputs.items()}
    return {"z": z, "y": y, "g": outputs["slope_g"], "h": outputs["slope_h"], **slopes}
