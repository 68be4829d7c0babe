"""Values and slopes of several activations at one point."""

from generator.authoring import (
    elu,
    hard_tanh,
    instead_of,
    leaky_relu,
    over,
    relu,
    sigmoid,
    silu,
    softplus,
    torch_function,
)


def draw(rng):
    fs = [
        rng.choice([hard_tanh, relu]),
        leaky_relu.with_parameters(alpha=rng.choice([0.05, 0.1, 0.2, 0.3])),
        elu.with_parameters(alpha=rng.choice([0.5, 1.5, 2])),
        rng.choice([softplus, silu]),
    ]
    return {"z": -rng.decimal(0.2, 2.5), "fs": rng.shuffled(fs)}


@over(f="fs")
def value(f, z):
    r"<f>(<z>)"
    return f(z)


@over(f="fs")
def slope(f, z):
    r"<f>'(<z>)"
    return f.slope(z)


@instead_of(value, "sign_wrong")
def sign_of_z_lost(f, z):
    return f(-z)


@instead_of(value, "other_branch")
def line_for_positive_z_used(f, z):
    return z if f.name in ("relu", "leaky_relu", "elu") else f(z)


@instead_of(value, "other_branch")
def not_cut_off(f, z):
    return z if f is hard_tanh else f(z)


@instead_of(value, "arithmetic")
def alpha_forgotten(f, z):
    return f.with_parameters(alpha=1)(z) if f.name == "elu" else f(z)


@instead_of(slope, "slope_at_activation")
def slope_at_output(f, value):
    return f.slope(value)


@instead_of(slope, "other_branch")
def slope_for_positive_z_used(f, z):
    return 1 if f.name in ("relu", "leaky_relu", "elu") else f.slope(z)


@instead_of(slope, "differentiation_rule")
def product_rule_forgotten(f, z):
    return sigmoid.slope(z) if f is silu else f.slope(z)


@instead_of(slope, "differentiation_rule")
def inner_derivative_forgotten(f, z):
    return sigmoid(-z) if f is softplus else f.slope(z)


@instead_of(slope, "wrong_quantity")
def value_for_slope(value):
    return value


def reference(fs, z):
    import torch

    z.requires_grad_()
    values = [torch_function(f)(z) for f in fs]
    slopes = [torch.autograd.grad(y, z)[0] for y in values]
    return {"value_all": values, "slope_all": slopes}
