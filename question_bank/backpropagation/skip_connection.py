"""Backpropagation through a residual block: two paths lead back to the input."""

from generator.authoring import gradient, instead_of, np, sigmoid, tanh, torch_function


def draw(rng):
    return {
        "f": rng.choice([sigmoid, tanh]),
        "x": rng.decimals(2, -2, 2),
        "W": rng.decimals((2, 2), -1.5, 1.5),
        "b": rng.decimals(2, -1, 1),
        "v": rng.decimals(2, -2, 2),
        "y": rng.decimal(-3, 3),
    }


def z(W, x, b):
    r"<W> <x> + <b>"
    return W @ x + b


def h(x, f, z):
    r"<x> + <f>(<z>)"
    return x + f(z)


def y_hat(v, h):
    r"<v>^\top <h>"
    return v @ h


def loss(y_hat, y, half):
    r"<half> (<y_hat> - <y>)^2"
    return half * (y_hat - y) ** 2


@gradient(loss, y_hat)
def grad_y_hat(y_hat, y, half):
    r"2 \cdot <half> (<y_hat> - <y>)"
    return 2 * half * (y_hat - y)


@gradient(loss, h)
def grad_h(grad_y_hat, v):
    r"<grad_y_hat> \cdot <v>"
    return grad_y_hat * v


@gradient(loss, z)
def grad_z(grad_h, f, z):
    r"<grad_h> \odot <f>'(<z>)"
    return grad_h * f.slope(z)


@gradient(loss, "x")
def grad_x(grad_h, W, grad_z):
    r"<grad_h> + <W>^\top <grad_z>"
    return grad_h + W.T @ grad_z


@gradient(loss, "W")
def grad_W(grad_z, x):
    r"<grad_z> <x>^\top"
    return np.outer(grad_z, x)


@instead_of(h, "path_missing")
def input_not_added(f, z):
    return f(z)


@instead_of(grad_y_hat, "sign_wrong")
def target_minus_prediction(grad_y_hat):
    return -grad_y_hat


@instead_of(grad_y_hat, "factor_two")
def constant_factor_wrong(y_hat, y, half):
    return (y_hat - y) / half


@instead_of(grad_z, "hidden_slope_missing")
def no_hidden_slope(grad_h):
    return grad_h


@instead_of(grad_z, "slope_at_activation")
def slope_at_sum(grad_h, f, h):
    return grad_h * f.slope(h)


@instead_of(grad_z, "path_missing")
def skip_counted_at_z(grad_h, f, z):
    return grad_h * (1 + f.slope(z))


@instead_of(grad_x, "path_missing")
def skip_path_missing(W, grad_z):
    return W.T @ grad_z


@instead_of(grad_x, "path_missing")
def only_skip_path(grad_h):
    return grad_h


@instead_of(grad_x, "weight_transposed")
def weights_not_transposed(grad_h, W, grad_z):
    return grad_h + W @ grad_z


@instead_of(grad_W, "weight_transposed")
def rows_and_columns_swapped(grad_z, x):
    return np.outer(x, grad_z)


@instead_of(grad_W, "wrong_layer_activation")
def output_of_block_for_input(grad_z, h):
    return np.outer(grad_z, h)


def reference(f, x, W, b, v, y, half):
    import torch

    x.requires_grad_()
    W.requires_grad_()
    z = torch.nn.functional.linear(x, W, b)
    h = x + torch_function(f)(z)
    y_hat = torch.nn.functional.linear(h, v[None])[0]
    loss = half * torch.nn.functional.mse_loss(y_hat, y)
    grad_y_hat, grad_h, grad_z, grad_x, grad_W = torch.autograd.grad(loss, (y_hat, h, z, x, W))
    return {
        "z": z,
        "h": h,
        "y_hat": y_hat,
        "loss": loss,
        "grad_y_hat": grad_y_hat,
        "grad_h": grad_h,
        "grad_z": grad_z,
        "grad_x": grad_x,
        "grad_W": grad_W,
    }
