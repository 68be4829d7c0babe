"""Backpropagation for a batch in matrix form: a ReLU layer, a linear output, the mean error."""

from generator.authoring import gradient, guard, instead_of, np, relu


def draw(rng):
    N = rng.integer(2, 4)
    return {
        "N": N,
        "X": rng.decimals((N, 2), -3, 3, digits=0),
        "W": rng.decimals((2, 2), -2, 2),
        "b": rng.decimals(2, -1, 1),
        "v": rng.decimals(2, -2, 2),
        "c": rng.decimal(-1, 1),
        "y": rng.decimals(N, -3, 3),
    }


def ones(N):
    return np.ones(N)


def Z(X, W, ones, b):
    r"<X> <W>^\top + <ones> <b>^\top"
    return X @ W.T + np.outer(ones, b)


def H(Z):
    r"\operatorname{ReLU}(<Z>)"
    return relu(Z)


def y_hat(H, v, c, ones):
    r"<H> <v> + <c> <ones>"
    return H @ v + c * ones


def loss(y_hat, y, N, half):
    r"\frac{1}{<N>} \cdot <half> (<y_hat> - <y>)^\top (<y_hat> - <y>)"
    return half * (y_hat - y) @ (y_hat - y) / N


@gradient(loss, y_hat)
def delta(y_hat, y, N, half):
    r"2 \cdot <half> \cdot \frac{1}{<N>} (<y_hat> - <y>)"
    return 2 * half * (y_hat - y) / N


@gradient(loss, "v")
def grad_v(H, delta):
    r"<H>^\top <delta>"
    return H.T @ delta


@gradient(loss, Z)
def Delta(delta, v, Z):
    r"(<delta> <v>^\top) \odot \operatorname{ReLU}'(<Z>)"
    return np.outer(delta, v) * relu.slope(Z)


@gradient(loss, "W")
def grad_W(Delta, X):
    r"<Delta>^\top <X>"
    return Delta.T @ X


@gradient(loss, "b")
def grad_b(Delta, ones):
    r"<Delta>^\top <ones>"
    return Delta.T @ ones


@instead_of(H, "activation_left_out")
def negative_values_passed_on(Z):
    return Z


@instead_of(delta, "mean_wrong")
def summed_instead_of_averaged(y_hat, y, half):
    return 2 * half * (y_hat - y)


@instead_of(delta, "sign_wrong")
def target_minus_prediction(delta):
    return -delta


@instead_of(delta, "factor_two")
def constant_factor_wrong(y_hat, y, N, half):
    return (y_hat - y) / (N * half)


@instead_of(grad_v, "wrong_layer_activation")
def input_for_activation(X, delta):
    return X.T @ delta


@instead_of(Delta, "hidden_slope_missing")
def inactive_units_given_a_derivative(delta, v):
    return np.outer(delta, v)


@instead_of(Delta, "chain_rule")
def output_weight_left_out(delta, Z):
    return np.outer(delta, np.ones(2)) * relu.slope(Z)


@instead_of(grad_W, "mean_wrong")
def averaged_once_more(grad_W, N):
    return grad_W / N


@instead_of(grad_W, "weight_transposed")
def rows_and_columns_swapped(grad_W):
    return grad_W.T


@instead_of(grad_W, "path_missing")
def first_example_only(Delta, X):
    return np.outer(Delta[0], X[0])


@instead_of(grad_b, "mean_wrong")
def bias_gradient_averaged(grad_b, N):
    return grad_b / N


@instead_of(grad_b, "path_missing")
def last_example_only(Delta):
    return Delta[-1]


@guard
def both_units_work(Z):
    """no unit is inactive for any example, or one is inactive for all of them"""
    return (Z > 0).any(axis=0).all() and (Z < 0).any()


def reference(X, W, b, v, c, y, N, half):
    import torch

    for parameter in (W, b, v):
        parameter.requires_grad_()
    Z = torch.nn.functional.linear(X, W, b)
    H = torch.relu(Z)
    y_hat = torch.nn.functional.linear(H, v[None], c[None])[:, 0]
    loss = half * torch.nn.functional.mse_loss(y_hat, y, reduction="mean")
    delta, grad_v, Delta, grad_W, grad_b = torch.autograd.grad(loss, (y_hat, v, Z, W, b))
    return {
        "ones": torch.ones(N),
        "Z": Z,
        "H": H,
        "y_hat": y_hat,
        "loss": loss,
        "delta": delta,
        "grad_v": grad_v,
        "Delta": Delta,
        "grad_W": grad_W,
        "grad_b": grad_b,
    }
