"""The variance of the pre-activations of a deep linear or ReLU network at initialisation."""

from generator.authoring import instead_of, np


def draw(rng):
    relu = rng.choice([True, False])
    growth = rng.choice([5, 6, 7, 8, 9, 11, 12, 13, 14, 15])  # ten times the factor per layer
    n = rng.choice([50, 100, 200, 250, 400, 500])
    return {
        "relu": relu,
        "n": n,
        "v": growth * (2 if relu else 1) / (10 * n),
        "q_0": rng.choice([1.0, rng.decimal(0.2, 2)]),
        "depth": rng.integer(4, 12),
    }


def share(relu):
    return 0.5 if relu else 1.0


def var_1(n, v, q_0):
    r"<n> \cdot <v> \cdot <q_0>"
    return n * v * q_0


def factor(share, n, v):
    r"<share> \cdot <n> \cdot <v>"
    return share * n * v


def var_2(factor, var_1):
    r"<factor> \cdot <var_1>"
    return factor * var_1


def var_last(factor, depth, var_1):
    r"<factor>^{<depth> - 1} \cdot <var_1>"
    return factor ** (depth - 1) * var_1


def steady(share, n):
    r"\frac{1}{<share> \cdot <n>}"
    return 1 / (share * n)


@instead_of(var_1, "not_normalised")
def fan_left_out(v, q_0):
    return v * q_0


@instead_of(var_1, "power_or_root")
def deviation_for_variance(n, v, q_0):
    return n * np.sqrt(v) * q_0


@instead_of(var_last, "one_step_off")
def one_layer_too_many(factor, depth, var_1):
    return factor**depth * var_1


@instead_of(var_last, "one_step_off")
def one_layer_too_few(factor, depth, var_1):
    return factor ** (depth - 2) * var_1


@instead_of(factor, "activation_left_out")
def activation_ignored(n, v, relu):
    return n * v * (1 if relu else 0.5)


@instead_of(var_last, "power_or_root")
def multiplied_by_depth(factor, depth, var_1):
    return factor * (depth - 1) * var_1


@instead_of(steady, "other_branch")
def steady_for_the_other_activation(n, relu):
    return (1 if relu else 2) / n


@instead_of(steady, "power_or_root")
def steady_deviation(share, n):
    return np.sqrt(1 / (share * n))


def reference(relu, n, v, q_0, depth):
    import torch

    z = torch.linspace(-12, 12, 24001, dtype=torch.float64)
    density = torch.distributions.Normal(0.0, 1.0).log_prob(z).exp()
    h = torch.relu(z) if relu else z
    share = torch.trapezoid(h**2 * density, z)  # the mean square for a standard normal z
    gain = n * v * share
    terms = torch.ones(n, dtype=torch.float64)  # one for each weight of a unit
    variances = [(v * q_0 * terms).sum()]
    for _ in range(depth - 1):
        variances.append(variances[-1] * gain)
    return {
        "var_1": variances[0],
        "factor": gain,
        "var_2": variances[1],
        "var_last": variances[-1],
        "steady": 1 / (share * terms).sum(),
    }
