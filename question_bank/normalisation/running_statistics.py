"""Running mean and variance of batch normalisation, and the output in evaluation."""

from generator.authoring import guard, instead_of, np, over


def draw(rng):
    N = rng.choice([3, 4])
    return {
        "N": N,
        "batches": [rng.decimals(N, -3, 3), rng.decimals(N, -3, 3)],
        "momentum": rng.choice([0.1, 0.2, 0.3, 0.4]),
        "mu_0": rng.choice([0.0, 0.0, rng.decimal(-1, 1)]),
        "spread_0": rng.choice([1.0, 1.0, rng.decimal(0.5, 2)]),
        "gamma": rng.decimal(0.5, 2),
        "beta": rng.decimal(-1, 1),
        "eps": rng.choice([0.1, 0.2, 0.5]),
        "u": rng.decimal(-4, 4),
    }


@over(batch="batches")
def mean(batch, N):
    r"\frac{1}{<N>} \operatorname{sum}(<batch>)"
    return np.sum(batch) / N


@over(batch="batches")
def var(batch, mean, N):
    r"\frac{1}{<N> - 1} \operatorname{sum}\left((<batch> - <mean>)^2\right)"
    return np.sum((batch - mean) ** 2) / (N - 1)


@over(batch="batches")
def mu(mu_before, mean, momentum):
    r"(1 - <momentum>) \cdot <mu_before> + <momentum> \cdot <mean>"
    return (1 - momentum) * mu_before + momentum * mean


@over(batch="batches")
def spread(spread_before, var, momentum):
    r"(1 - <momentum>) \cdot <spread_before> + <momentum> \cdot <var>"
    return (1 - momentum) * spread_before + momentum * var


def y(gamma, u, mu, spread, eps, beta):
    r"<gamma> \cdot \frac{<u> - <mu>}{\sqrt{<spread> + <eps>}} + <beta>"
    return gamma * (u - mu) / np.sqrt(spread + eps) + beta


@instead_of(var, "batch_statistics_wrong")
def divided_by_the_number(batch, mean, N):
    return np.sum((batch - mean) ** 2) / N


@instead_of(var, "power_or_root")
def deviations_not_squared(batch, mean, N):
    return np.sum(np.abs(batch - mean)) / (N - 1)


@instead_of(mu, "batch_statistics_wrong")
def mean_weights_swapped(mu_before, mean, momentum):
    return momentum * mu_before + (1 - momentum) * mean


@instead_of(mu, "batch_statistics_wrong")
def mean_not_carried(mean, momentum):
    return momentum * mean


@instead_of(spread, "batch_statistics_wrong")
def variance_weights_swapped(spread_before, var, momentum):
    return momentum * spread_before + (1 - momentum) * var


@instead_of(spread, "batch_statistics_wrong")
def variance_replaced(var):
    return var


@instead_of(y, "batch_statistics_wrong")
def batch_statistics_in_evaluation(gamma, u, mean, var, eps, beta):
    return gamma * (u - mean) / np.sqrt(var + eps) + beta


@instead_of(y, "batch_statistics_wrong")
def root_left_out(gamma, u, mu, spread, eps, beta):
    return gamma * (u - mu) / (spread + eps) + beta


@instead_of(y, "batch_statistics_wrong")
def eps_outside_the_root(gamma, u, mu, spread, eps, beta):
    return gamma * (u - mu) / (np.sqrt(spread) + eps) + beta


@guard
def values_vary(var_all):
    """a batch hardly varies"""
    return min(var_all) > 0.2


def reference(batches, momentum, mu_0, spread_0, gamma, beta, eps, u):
    import torch

    layer = torch.nn.BatchNorm1d(1, eps=float(eps), momentum=float(momentum)).double()
    layer.running_mean.fill_(mu_0)
    layer.running_var.fill_(spread_0)
    torch.nn.init.constant_(layer.weight, float(gamma))
    torch.nn.init.constant_(layer.bias, float(beta))
    means, variances = [], []
    for batch in batches:
        layer(batch[:, None])
        means.append(layer.running_mean.clone()[0])
        variances.append(layer.running_var.clone()[0])
    return {
        "mean_all": [batch.mean() for batch in batches],
        "var_all": [batch.var() for batch in batches],
        "mu_all": means,
        "spread_all": variances,
        "y": layer.eval()(u.reshape(1, 1))[0, 0],
    }
