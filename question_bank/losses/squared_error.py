"""Squared error of a batch with several outputs, and its gradient; the divisor is the point."""

from generator.authoring import gradient, instead_of, np


def draw(rng):
    N, C = rng.choice([(2, 3), (3, 2), (4, 2)])
    divisors = {"examples": N, "half_examples": 2 * N, "entries": N * C, "half_sum": 2}
    form = rng.choice(list(divisors))
    return {
        "N": N,
        "C": C,
        "form": form,
        "n": divisors[form],
        "Y_hat": rng.decimals((N, C), -2, 2),
        "Y": rng.decimals((N, C), -2, 2),
    }


def E(Y_hat, Y):
    r"<Y_hat> - <Y>"
    return Y_hat - Y


def S(E):
    r"\operatorname{sum}(<E> \odot <E>)"
    return np.sum(E * E)


def loss(S, n):
    r"\frac{<S>}{<n>}"
    return S / n


@gradient(loss, "Y_hat")
def grad(E, n):
    r"\frac{2}{<n>} <E>"
    return 2 / n * E


@instead_of(E, "sign_wrong")
def target_minus_prediction(Y_hat, Y):
    return Y - Y_hat


@instead_of(S, "power_or_root")
def differences_not_squared(E):
    return np.sum(np.abs(E))


@instead_of("n", "mean_wrong")
def divided_by_examples(N):
    return N


@instead_of("n", "mean_wrong")
def divided_by_twice_the_examples(N):
    return 2 * N


@instead_of("n", "mean_wrong")
def divided_by_entries(N, C):
    return N * C


@instead_of("n", "mean_wrong")
def not_divided():
    return 1


@instead_of(grad, "factor_two")
def factor_two_lost(E, n):
    return E / n


@instead_of(grad, "mean_wrong")
def divisor_left_out_of_gradient(E):
    return 2 * E


@instead_of(grad, "mean_wrong")
def averaged_twice(E, n, N):
    return 2 / n * E / N


def reference(Y_hat, Y, N, form):
    import torch
    from torch.nn.functional import mse_loss

    Y_hat.requires_grad_()
    total = mse_loss(Y_hat, Y, reduction="sum")
    loss = {
        "examples": mse_loss(Y_hat, Y, reduction="none").sum(dim=1).mean(),
        "half_examples": mse_loss(Y_hat, Y, reduction="none").sum(dim=1).mean() / 2,
        "entries": mse_loss(Y_hat, Y, reduction="mean"),
        "half_sum": total / 2,
    }[form]
    return {
        "E": torch.sub(Y_hat, Y),
        "S": total,
        "loss": loss,
        "grad": torch.autograd.grad(loss, Y_hat)[0],
    }
