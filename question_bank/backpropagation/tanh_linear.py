"""Backpropagation through tanh units and a linear output, down to the input itself."""

from generator.authoring import gradient, instead_of, np, tanh


def draw(rng):
    inputs, units = rng.choice([(2, 2), (3, 2), (2, 3)])
    return {
        "x": rng.decimals(inputs, -2, 2),
        "W": rng.decimals((units, inputs), -1, 1),
        "b": rng.decimals(units, -1, 1),
        "v": rng.decimals(units, -2, 2),
        "c": rng.decimal(-1, 1),
        "y": rng.decimal(-3, 3),
    }


def z(W, x, b):
    r"<W> <x> + <b>"
    return W @ x + b


def h(z):
    r"\tanh(<z>)"
    return tanh(z)


def y_hat(v, h, c):
    r"<v>^\top <h> + <c>"
    return v @ h + c


def loss(y_hat, y, half):
    r"<half> (<y_hat> - <y>)^2"
    return half * (y_hat - y) ** 2


@gradient(loss, y_hat)
def delta(y_hat, y, half):
    r"2 \cdot <half> (<y_hat> - <y>)"
    return 2 * half * (y_hat - y)


@gradient(loss, z)
def delta_h(delta, v, h):
    r"<delta> <v> \odot (1 - <h> \odot <h>)"
    return delta * v * (1 - h**2)


@gradient(loss, "W")
def grad_W(delta_h, x):
    r"<delta_h> <x>^\top"
    return np.outer(delta_h, x)


@gradient(loss, "x")
def grad_x(W, delta_h):
    r"<W>^\top <delta_h>"
    return W.T @ delta_h


@instead_of(h, "activation_left_out")
def hidden_activation_skipped(z):
    return z


@instead_of(delta, "sign_wrong")
def target_minus_prediction(delta):
    return -delta


@instead_of(delta, "factor_two")
def constant_factor_wrong(y_hat, y, half):
    return (y_hat - y) / half


@instead_of(delta, "wrong_quantity")
def slope_at_linear_output(y_hat, y, half):
    return 2 * half * (y_hat - y) * (1 - y_hat**2)


@instead_of(delta_h, "hidden_slope_missing")
def no_hidden_slope(delta, v):
    return delta * v


@instead_of(delta_h, "slope_at_activation")
def slope_at_activation(delta, v, h):
    return delta * v * tanh.slope(h)


@instead_of(delta_h, "chain_rule")
def output_weight_left_out(delta, h):
    return delta * (1 - h**2)


@instead_of(grad_W, "weight_transposed")
def rows_and_columns_swapped(delta_h, x):
    return np.outer(x, delta_h)


@instead_of(grad_W, "wrong_layer_activation")
def activation_for_input(delta_h, h):
    return np.outer(delta_h, h)


@instead_of(grad_x, "weight_transposed")
def weights_not_transposed(W, delta_h, grad_x):
    # Only a square W has a product with the wrong side.
    return W @ delta_h if W.shape[0] == W.shape[1] else grad_x


@instead_of(grad_x, "path_missing")
def first_hidden_unit_only(W, delta_h):
    return W[0] * delta_h[0]


@instead_of(grad_x, "chain_rule")
def hidden_weights_left_out(x, delta_h):
    return x * delta_h.sum()


def reference(x, W, b, v, c, y, half):
    import torch

    for tensor in (x, W):
        tensor.requires_grad_()
    z = torch.nn.functional.linear(x, W, b)
    h = torch.tanh(z)
    y_hat = torch.nn.functional.linear(h, v[None], c[None])[0]
    loss = half * torch.nn.functional.mse_loss(y_hat, y)
    delta, delta_h, grad_W, grad_x = torch.autograd.grad(loss, (y_hat, z, W, x))
    return {
        "z": z,
        "h": h,
        "y_hat": y_hat,
        "loss": loss,
        "delta": delta,
        "delta_h": delta_h,
        "grad_W": grad_W,
        "grad_x": grad_x,
    }
