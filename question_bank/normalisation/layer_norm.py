"""Layer normalisation of one example, and one of its entries by batch normalisation."""

from generator.authoring import guard, instead_of, np


def draw(rng):
    D = rng.choice([3, 4])
    return {
        "D": D,
        "X": rng.integers((3, D), -5, 5),
        "i": rng.integer(0, 2),
        "j": rng.integer(0, D - 1),
        "gamma": rng.decimals(D, 0.5, 2),
        "beta": rng.decimals(D, -1, 1),
        "eps": rng.choice([0.1, 0.2, 0.5]),
    }


def x(X, i):
    return X[i]


def mu(x, D):
    r"\frac{1}{<D>} \operatorname{sum}(<x>)"
    return np.sum(x) / D


def var(x, mu, D):
    r"\frac{1}{<D>} \operatorname{sum}\left((<x> - <mu>)^2\right)"
    return np.sum((x - mu) ** 2) / D


def x_hat(x, mu, var, eps):
    r"\frac{<x> - <mu>}{\sqrt{<var> + <eps>}}"
    return (x - mu) / np.sqrt(var + eps)


def y(gamma, x_hat, beta):
    r"<gamma> \odot <x_hat> + <beta>"
    return gamma * x_hat + beta


def column(X, j):
    return X[:, j]


def mu_batch(column):
    r"\frac{1}{3} \operatorname{sum}(<column>)"
    return np.sum(column) / 3


def var_batch(column, mu_batch):
    r"\frac{1}{3} \operatorname{sum}\left((<column> - <mu_batch>)^2\right)"
    return np.sum((column - mu_batch) ** 2) / 3


def gamma_j(gamma, j):
    return gamma[j]


def beta_j(beta, j):
    return beta[j]


def value(X, i, j):
    return X[i, j]


def entry(gamma_j, value, mu_batch, var_batch, eps, beta_j):
    r"<gamma_j> \cdot \frac{<value> - <mu_batch>}{\sqrt{<var_batch> + <eps>}} + <beta_j>"
    return gamma_j * (value - mu_batch) / np.sqrt(var_batch + eps) + beta_j


@instead_of(x_hat, "batch_statistics_wrong")
def normalised_over_the_batch(X, x, eps):
    return (x - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps)


@instead_of(var, "mean_wrong")
def divided_by_one_less(x, mu, D):
    return np.sum((x - mu) ** 2) / (D - 1)


@instead_of(x_hat, "power_or_root")
def root_left_out(x, mu, var, eps):
    return (x - mu) / (var + eps)


@instead_of(x_hat, "arithmetic")
def eps_outside_the_root(x, mu, var, eps):
    return (x - mu) / (np.sqrt(var) + eps)


@instead_of(y, "arithmetic")
def scale_and_shift_swapped(gamma, x_hat, beta):
    return beta * x_hat + gamma


@instead_of(y, "wrong_quantity")
def not_scaled_and_shifted(x_hat):
    return x_hat


@instead_of(entry, "batch_statistics_wrong")
def normalised_over_the_features(y, j):
    return y[j]


@instead_of(var_batch, "batch_statistics_wrong")
def batch_divided_by_two(column, mu_batch):
    return np.sum((column - mu_batch) ** 2) / 2


@instead_of(entry, "batch_statistics_wrong")
def batch_root_left_out(gamma_j, value, mu_batch, var_batch, eps, beta_j):
    return gamma_j * (value - mu_batch) / (var_batch + eps) + beta_j


@guard
def values_vary(var, var_batch, value, mu_batch):
    """a row or column hardly varies, or the entry is the mean of its column"""
    return var > 0.5 and var_batch > 0.5 and abs(value - mu_batch) > 0.5


def reference(X, i, j, gamma, beta, eps, D):
    import torch

    X = X.double()
    x_hat = torch.nn.functional.layer_norm(X, [D], eps=float(eps))
    y = torch.nn.functional.layer_norm(X, [D], gamma, beta, float(eps))
    batch = torch.nn.functional.batch_norm(
        X, None, None, gamma, beta, training=True, eps=float(eps)
    )
    return {
        "mu": X[i].mean(),
        "var": X[i].var(unbiased=False),
        "x_hat": x_hat[i],
        "y": y[i],
        "mu_batch": X[:, j].mean(),
        "var_batch": X[:, j].var(unbiased=False),
        "entry": batch[i, j],
    }
