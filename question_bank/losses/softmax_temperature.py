"""Softmax with a temperature: probabilities, ratios, and what leaves them unchanged."""

from generator.authoring import guard, instead_of, np, one_hot, softmax


def draw(rng):
    K = rng.integer(3, 4)
    z = rng.decimals(K, -2, 3)
    i, j = sorted(rng.sample(range(1, K + 1), 2), key=lambda k: -z[k - 1])
    return {
        "K": K,
        "z": z,
        "T": rng.choice([0.4, 0.5, 0.8, 1.6, 2, 2.5, 4, 5]),
        "i": i,
        "j": j,
        "r": rng.choice([1.5, 2, 3, 4, 6, 8]),
        "k": rng.choice([0.5, 2, 3]),
        "end": rng.choice(["zero", "infinity"]),
        "shift": rng.choice([-1.5, -0.6, 0.7, 1.2, 2.5]),
    }


def scaled(z, T):
    r"\frac{1}{<T>} <z>"
    return z / T


def p(scaled):
    r"\operatorname{softmax}(<scaled>)"
    return softmax(scaled)


def gap(z, i, j):
    return z[i - 1] - z[j - 1]


def T_r(gap, r):
    r"\frac{<gap>}{\ln(<r>)}"
    return gap / np.log(r)


def same(z, shift):
    return np.round(z + shift, 1)


def limit(z, K, end):
    return np.full(K, 1 / K) if end == "infinity" else one_hot(np.argmax(z), K)


@instead_of(scaled, "softmax_wrong")
def temperature_ignored(z):
    return z


@instead_of(scaled, "arithmetic")
def multiplied_by_temperature(z, T):
    return z * T


@instead_of(p, "softmax_wrong")
def divided_after_softmax(z, T):
    return softmax(z) / T


@instead_of(p, "softmax_wrong")
def no_exponential(scaled):
    return scaled / scaled.sum()


@instead_of(T_r, "arithmetic")
def logarithm_forgotten(gap, r):
    return gap / r


@instead_of(T_r, "upside_down")
def upside_down(gap, r):
    return np.log(r) / gap


@instead_of(T_r, "logarithm_base")
def decimal_logarithm(gap, r):
    return gap / np.log10(r)


@instead_of(same, "softmax_wrong")
def all_scaled(z, k):
    return np.round(k * z, 2)


@instead_of(same, "softmax_wrong")
def one_shifted(z, shift, i, K):
    return np.round(z + shift * one_hot(i - 1, K), 1)


@instead_of(same, "sign_wrong")
def all_negated(z):
    return -z


@instead_of(limit, "other_branch")
def other_end(z, K, end):
    return one_hot(np.argmax(z), K) if end == "infinity" else np.full(K, 1 / K)


@instead_of(limit, "sign_wrong")
def smallest_logit_wins(z, K):
    return one_hot(np.argmin(z), K)


@instead_of(limit, "softmax_wrong")
def temperature_without_effect(z):
    return softmax(z)


@instead_of(limit, "not_normalised")
def everything_vanishes(K):
    return np.zeros(K)


@guard
def comparable(z, gap, T_r):
    """the temperature asked for is extreme, or two logits agree"""
    return gap > 0.05 and 0.1 <= T_r <= 10 and len(set(z)) == len(z)


def reference(z, T, i, j, r, shift, end):
    import torch
    from torch.nn.functional import log_softmax

    # With the temperature t, the logarithm of p_a / p_b is this difference, divided by t.
    difference = log_softmax(z, dim=0)[i - 1] - log_softmax(z, dim=0)[j - 1]
    back = log_softmax(z + shift, dim=0)
    return {
        "scaled": torch.div(z, T),
        "p": torch.softmax(z / T, dim=0),
        "T_r": difference / torch.log(torch.as_tensor(r, dtype=z.dtype)),
        "same": back - back[0] + z[0] + shift,
        "limit": torch.softmax(z / (1e-3 if end == "zero" else 1e12), dim=0),
    }
