"""Batch normalisation in training: two features of a small batch."""

from generator.authoring import Record, instead_of, np, over


def draw(rng):
    N = rng.choice([3, 4])
    return {
        "N": N,
        "features": [
            Record(
                x=rng.decimals(N, -3, 3),
                gamma=rng.decimal(0.5, 2),
                beta=rng.decimal(-1, 1),
            )
            for _ in range(2)
        ],
        "eps": rng.choice([0.1, 0.2, 0.5]),
    }


@over(f="features")
def mu(f, N):
    r"\frac{1}{<N>} \operatorname{sum}(<f.x>)"
    return np.sum(f.x) / N


@over(f="features")
def var(f, mu, N):
    r"\frac{1}{<N>} \operatorname{sum}\left((<f.x> - <mu>)^2\right)"
    return np.sum((f.x - mu) ** 2) / N


@over(f="features")
def x_hat(f, mu, var, eps):
    r"\frac{<f.x> - <mu>}{\sqrt{<var> + <eps>}}"
    return (f.x - mu) / np.sqrt(var + eps)


@over(f="features")
def y(f, x_hat):
    r"<f.gamma> <x_hat> + <f.beta>"
    return f.gamma * x_hat + f.beta


@instead_of(var, "batch_statistics_wrong")
def divided_by_one_less(f, mu, N):
    return np.sum((f.x - mu) ** 2) / (N - 1)


@instead_of(var, "power_or_root")
def absolute_deviations(f, mu, N):
    return np.sum(np.abs(f.x - mu)) / N


@instead_of(var, "batch_statistics_wrong")
def mean_of_squares(f, N):
    return np.sum(f.x**2) / N


@instead_of(x_hat, "batch_statistics_wrong")
def eps_outside_the_root(f, mu, var, eps):
    return (f.x - mu) / (np.sqrt(var) + eps)


@instead_of(x_hat, "batch_statistics_wrong")
def eps_left_out(f, mu, var):
    return (f.x - mu) / np.sqrt(var)


@instead_of(x_hat, "batch_statistics_wrong")
def root_left_out(f, mu, var, eps):
    return (f.x - mu) / (var + eps)


@instead_of(x_hat, "batch_statistics_wrong")
def mean_not_subtracted(f, var, eps):
    return f.x / np.sqrt(var + eps)


@instead_of(y, "arithmetic")
def scale_and_shift_swapped(f, x_hat):
    return f.beta * x_hat + f.gamma


@instead_of(y, "wrong_quantity")
def not_scaled_and_shifted(x_hat):
    return x_hat


@instead_of(y, "arithmetic")
def shifted_before_scaling(f, x_hat):
    return f.gamma * (x_hat + f.beta)


def reference(features, eps):
    import torch

    X = torch.stack([f.x for f in features], dim=1)
    layer = torch.nn.BatchNorm1d(2, eps=float(eps), momentum=1.0).double()
    x_hat = layer(X)
    for j, f in enumerate(features):
        layer.weight.data[j], layer.bias.data[j] = f.gamma, f.beta
    return {
        "mu_all": layer.running_mean,
        "var_all": torch.var(X, dim=0, unbiased=False),
        "x_hat_all": x_hat.T,
        "y_all": layer(X).T,
    }
