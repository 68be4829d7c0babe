"""One batch under three reductions: the losses, one derivative of each, equal steps."""

from generator.authoring import guard, instead_of, np


def draw(rng):
    N, C = rng.choice([(2, 2), (3, 2), (2, 3), (4, 2), (4, 3)])
    i, j = rng.integer(1, N), rng.integer(1, C)
    first, second = rng.sample([1, 2, 3], 2)
    return {
        "N": N,
        "C": C,
        "i": i,
        "j": j,
        "Y_hat": rng.decimals((N, C), -2, 3),
        "Y": rng.decimals((N, C), -2, 3),
        "first": first,
        "second": second,
        "eta": rng.choice([0.06, 0.12, 0.24, 0.3, 0.36, 0.48]),
    }


def E(Y_hat, Y):
    r"<Y_hat> - <Y>"
    return Y_hat - Y


def n(N, C):
    return np.array([1, N, N * C])


def S(E):
    r"\operatorname{sum}(<E> \odot <E>)"
    return np.sum(E * E)


def losses(S, n):
    return S / n


def slopes(E, i, j, n):
    return 2 * E[i - 1, j - 1] / n


def rate(eta, n, first, second):
    return eta * n[second - 1] / n[first - 1]


@instead_of(E, "sign_wrong")
def target_minus_prediction(Y_hat, Y):
    return Y - Y_hat


@instead_of(S, "power_or_root")
def sum_squared(E):
    return np.sum(E) ** 2


@instead_of(S, "power_or_root")
def differences_not_squared(E):
    return np.sum(np.abs(E))


@instead_of(n, "mean_wrong")
def divided_by_outputs(N, C):
    return np.array([1, C, N * C])


@instead_of(n, "mean_wrong")
def means_exchanged(N, C):
    return np.array([1, N * C, N])


@instead_of(slopes, "factor_two")
def factor_two_lost(E, i, j, n):
    return E[i - 1, j - 1] / n


@instead_of(slopes, "mean_wrong")
def slopes_not_divided(E, i, j):
    return np.full(3, 2 * E[i - 1, j - 1])


@instead_of(rate, "upside_down")
def rate_scaled_the_wrong_way(eta, n, first, second):
    return eta * n[first - 1] / n[second - 1]


@instead_of(rate, "mean_wrong")
def rate_unchanged(eta):
    return eta


@guard
def telling(E, i, j):
    """the entry in question is predicted exactly"""
    return abs(E[i - 1, j - 1]) > 0.05


def reference(Y_hat, Y, i, j, eta, first, second):
    import torch
    from torch.nn.functional import mse_loss

    Y_hat.requires_grad_()
    losses = [
        mse_loss(Y_hat, Y, reduction="sum"),
        mse_loss(Y_hat, Y, reduction="none").sum(dim=1).mean(),
        mse_loss(Y_hat, Y, reduction="mean"),
    ]
    slopes = [torch.autograd.grad(loss, Y_hat)[0][i - 1, j - 1] for loss in losses]
    return {
        "E": torch.sub(Y_hat, Y),
        "S": losses[0],
        "losses": torch.stack(losses),
        "slopes": torch.stack(slopes),
        "rate": eta * slopes[first - 1] / slopes[second - 1],
    }
