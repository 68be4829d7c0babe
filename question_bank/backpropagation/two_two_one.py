"""Backpropagation through a 2-2-1 sigmoid network: one example, squared error."""

from generator.authoring import gradient, instead_of, np, sigmoid


def draw(rng):
    return {
        "x": rng.decimals(2, -2, 2),
        "W": rng.decimals((2, 2), -1.5, 1.5),
        "b": rng.decimals(2, -1, 1),
        "v": rng.decimals(2, -2, 2),
        "c": rng.decimal(-1, 1),
        "y": rng.choice([0, 1]),
    }


def z(W, x, b):
    r"<W> <x> + <b>"
    return W @ x + b


def h(z):
    r"\sigma(<z>)"
    return sigmoid(z)


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


@gradient(loss, "v")
def grad_v(delta, h):
    r"<delta> <h>"
    return delta * h


@gradient(loss, z)
def delta_h(delta, v, h):
    r"<delta> <v> \odot <h> \odot (1 - <h>)"
    return delta * v * h * (1 - h)


@gradient(loss, "W")
def grad_W(delta_h, x):
    r"<delta_h> <x>^\top"
    return np.outer(delta_h, x)


@gradient(loss, "b")
def grad_b(delta_h):
    r"<delta_h>"
    return delta_h


@instead_of(y_hat, "activation_left_out")
def output_not_activated(s):
    return s


@instead_of(delta, "output_slope_missing")
def no_output_slope(y_hat, y, half):
    return 2 * half * (y_hat - y)


@instead_of(delta, "sign_wrong")
def target_minus_prediction(delta):
    return -delta


@instead_of(delta, "factor_two")
def constant_factor_wrong(y_hat, y, half):
    return (y_hat - y) * y_hat * (1 - y_hat) / half


@instead_of(grad_v, "wrong_layer_activation")
def input_for_activation(delta, x):
    return delta * x


@instead_of(delta_h, "hidden_slope_missing")
def no_hidden_slope(delta, v):
    return delta * v


@instead_of(delta_h, "slope_at_activation")
def slope_at_activation(delta, v, h):
    return delta * v * sigmoid.slope(h)


@instead_of(delta_h, "chain_rule")
def output_weight_left_out(delta, h):
    return delta * h * (1 - h)


@instead_of(grad_W, "weight_transposed")
def rows_and_columns_swapped(delta_h, x):
    return np.outer(x, delta_h)


@instead_of(grad_b, "bias_gradient_wrong")
def bias_treated_as_a_weight(delta_h, x):
    return delta_h * x


def reference(x, W, b, v, c, y, half):
    import torch

    for parameter in (W, b, v):
        parameter.requires_grad_()
    z = torch.nn.functional.linear(x, W, b)
    h = torch.sigmoid(z)
    s = torch.nn.functional.linear(h, v[None], c[None])[0]
    y_hat = torch.sigmoid(s)
    loss = half * torch.nn.functional.mse_loss(y_hat, torch.tensor(float(y), dtype=x.dtype))
    delta, delta_h, grad_v, grad_W, grad_b = torch.autograd.grad(loss, (s, z, v, W, b))
    return {
        "z": z,
        "h": h,
        "s": s,
        "y_hat": y_hat,
        "loss": loss,
        "delta": delta,
        "delta_h": delta_h,
        "grad_v": grad_v,
        "grad_W": grad_W,
        "grad_b": grad_b,
    }
