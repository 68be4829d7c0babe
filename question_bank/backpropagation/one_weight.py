"""The derivative of the loss with respect to one hidden weight of a 2-2-1 network."""

from generator.authoring import gradient, guard, instead_of, sigmoid, tanh, torch_function


def draw(rng):
    return {
        "f": rng.choice([sigmoid, tanh]),
        "x": rng.decimals(2, -2, 2),
        "W": rng.decimals((2, 2), -1, 1),
        "b": rng.decimals(2, -1, 1),
        "v": rng.decimals(2, -2, 2),
        "c": rng.decimal(-1, 1),
        "y": rng.choice([0, 1]),
        "j": rng.integer(1, 2),
        "i": rng.integer(1, 2),
    }


def z(W, x, b):
    r"<W> <x> + <b>"
    return W @ x + b


def h(f, z):
    r"<f>(<z>)"
    return f(z)


def s(v, h, c):
    r"<v>^\top <h> + <c>"
    return v @ h + c


def y_hat(s):
    r"\sigma(<s>)"
    return sigmoid(s)


def loss(y_hat, y, half):
    r"<half> (<y_hat> - <y>)^2"
    return half * (y_hat - y) ** 2


@gradient(loss, s)
def delta(y_hat, y, half):
    r"2 \cdot <half> (<y_hat> - <y>)\, <y_hat> (1 - <y_hat>)"
    return 2 * half * (y_hat - y) * y_hat * (1 - y_hat)


def x_i(x, i):
    return x[i - 1]


def z_j(z, j):
    return z[j - 1]


def v_j(v, j):
    return v[j - 1]


def slope_j(f, z_j):
    r"<f>'(<z_j>)"
    return f.slope(z_j)


def delta_j(delta, v_j, slope_j):
    r"<delta>\, <v_j>\, <slope_j>"
    return delta * v_j * slope_j


def g(delta_j, x_i):
    r"<delta_j>\, <x_i>"
    return delta_j * x_i


@instead_of(delta, "output_slope_missing")
def no_output_slope(y_hat, y, half):
    return 2 * half * (y_hat - y)


@instead_of(delta, "sign_wrong")
def target_minus_prediction(delta):
    return -delta


@instead_of(delta, "factor_two")
def constant_factor_wrong(y_hat, y, half):
    return (y_hat - y) * y_hat * (1 - y_hat) / half


@instead_of(slope_j, "hidden_slope_missing")
def no_hidden_slope():
    return 1.0


@instead_of(slope_j, "slope_at_activation")
def slope_at_activation(f, h, j):
    return f.slope(h[j - 1])


@instead_of(v_j, "chain_rule")
def output_weight_left_out():
    return 1.0


@instead_of(v_j, "wrong_quantity")
def output_weight_of_other_unit(v, j):
    return v[2 - j]


@instead_of(x_i, "wrong_layer_activation")
def activation_for_input(h, j):
    return h[j - 1]


@instead_of(x_i, "wrong_layer_activation")
def other_input(x, i):
    return x[2 - i]


@guard
def large_enough(g):
    """the derivative is too small for the digits printed"""
    return abs(g) >= 0.005


def reference(f, x, W, b, v, c, y, j, i, half):
    import torch

    W.requires_grad_()
    z = torch.nn.functional.linear(x, W, b)
    h = torch_function(f)(z)
    s = torch.nn.functional.linear(h, v[None], c[None])[0]
    y_hat = torch.sigmoid(s)
    loss = half * torch.nn.functional.mse_loss(y_hat, torch.tensor(float(y), dtype=x.dtype))
    (slopes,) = torch.autograd.grad(h.sum(), z, retain_graph=True)
    delta, delta_h, grad_W = torch.autograd.grad(loss, (s, z, W))
    return {
        "z": z,
        "h": h,
        "s": s,
        "y_hat": y_hat,
        "loss": loss,
        "delta": delta,
        "slope_j": slopes[j - 1],
        "delta_j": delta_h[j - 1],
        "g": grad_W[j - 1, i - 1],
    }
