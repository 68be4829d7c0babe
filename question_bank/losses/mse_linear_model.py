"""Squared error of a line fitted to a few points, and its gradient by weight and bias."""

from generator.authoring import gradient, instead_of, np


def draw(rng):
    N = rng.integer(2, 4)
    divisors = {"mean": N, "half_mean": 2 * N, "sum": 1, "half_sum": 2}
    form = rng.choice(list(divisors))
    return {
        "N": N,
        "form": form,
        "n": divisors[form],
        "x": rng.decimals(N, -3, 3),
        "y": rng.decimals(N, -3, 3),
        "w": rng.decimal(-2, 2),
        "b": rng.decimal(-1, 1),
    }


def ones(N):
    return np.ones(N)


def y_hat(w, x, b, ones):
    r"<w> <x> + <b> <ones>"
    return w * x + b * ones


def e(y_hat, y):
    r"<y_hat> - <y>"
    return y_hat - y


def loss(e, n):
    r"\frac{<e>^\top <e>}{<n>}"
    return e @ e / n


@gradient(loss, "w")
def grad_w(e, x, n):
    r"\frac{2}{<n>} <e>^\top <x>"
    return 2 / n * (e @ x)


@gradient(loss, "b")
def grad_b(e, ones, n):
    r"\frac{2}{<n>} <e>^\top <ones>"
    return 2 / n * (e @ ones)


@instead_of(y_hat, "bias_left_out")
def no_bias(w, x):
    return w * x


@instead_of(e, "sign_wrong")
def target_minus_prediction(y_hat, y):
    return y - y_hat


@instead_of(loss, "power_or_root")
def sum_squared(e, n):
    return e.sum() ** 2 / n


@instead_of("n", "mean_wrong")
def not_divided():
    return 1


@instead_of("n", "mean_wrong")
def divided_by_points(N):
    return N


@instead_of("n", "factor_two")
def divided_by_twice_the_points(N):
    return 2 * N


@instead_of(grad_w, "factor_two")
def factor_two_lost(e, x, n):
    return e @ x / n


@instead_of(grad_w, "chain_rule")
def input_left_out(e, n):
    return 2 / n * e.sum()


@instead_of(grad_w, "differentiation_rule")
def weight_for_input(e, n, w):
    return 2 / n * e.sum() * w


@instead_of(grad_b, "bias_gradient_wrong")
def bias_treated_as_weight(e, n, b):
    return 2 / n * e.sum() * b


@instead_of(grad_b, "factor_two")
def factor_two_lost_in_bias(e, n):
    return e.sum() / n


def reference(x, y, w, b, N, form):
    import torch
    from torch.nn.functional import linear, mse_loss

    w.requires_grad_()
    b.requires_grad_()
    y_hat = linear(x[:, None], w[None, None], b[None])[:, 0]
    loss = mse_loss(y_hat, y, reduction="mean" if "mean" in form else "sum")
    loss = loss / 2 if "half" in form else loss
    grad_w, grad_b = torch.autograd.grad(loss, (w, b))
    return {
        "y_hat": y_hat,
        "e": torch.sub(y_hat, y),
        "loss": loss,
        "grad_w": grad_w,
        "grad_b": grad_b,
    }
