"""Cross-entropies and the probabilities behind them: uniform guessing, perplexity, bits."""

from generator.authoring import guard, instead_of, np


def draw(rng):
    K = rng.choice([5, 6, 8, 10, 12, 20, 26, 37, 50, 100, 120, 200, 397, 1000])
    return {
        "K": K,
        "N": rng.choice([4, 8, 16, 32, 64, 128, 256]),
        "L": rng.decimal(0.3, round(0.8 * np.log(K), 2), digits=2),
        "q": rng.decimal(0.02, 0.11, digits=2),
        "r": rng.integer(2, 8),
    }


def uniform(K):
    r"\ln(<K>)"
    return np.log(K)


def batch(N, uniform):
    r"<N> \cdot <uniform>"
    return N * uniform


def p(L):
    r"e^{-<L>}"
    return np.exp(-L)


def perplexity(L):
    r"e^{<L>}"
    return np.exp(L)


def bits(L):
    r"\frac{<L>}{\ln(2)}"
    return L / np.log(2)


def one(q):
    r"-\ln(<q>)"
    return -np.log(q)


def drop(r):
    r"\ln(<r>)"
    return np.log(r)


@instead_of(uniform, "cross_entropy_wrong")
def no_logarithm(K):
    return 1 / K


@instead_of(uniform, "logarithm_base")
def decimal_logarithm(K):
    return np.log10(K)


@instead_of(uniform, "cross_entropy_wrong")
def every_class_counted(K):
    return K * np.log(K)


@instead_of(batch, "mean_wrong")
def still_averaged(uniform):
    return uniform


@instead_of(p, "sign_wrong")
def exponent_without_minus(L):
    return np.exp(L)


@instead_of(p, "arithmetic")
def complement(L):
    return 1 - np.exp(-L)


@instead_of(p, "logarithm_base")
def power_of_ten(L):
    return 10**-L


@instead_of(perplexity, "logarithm_base")
def power_of_two(L):
    return 2**L


@instead_of(bits, "arithmetic")
def multiplied_by_log_two(L):
    return L * np.log(2)


@instead_of(one, "cross_entropy_wrong")
def wrong_class(q):
    return -np.log(1 - q)


@instead_of(one, "cross_entropy_wrong")
def distance_from_one(q):
    return 1 - q


@instead_of(drop, "arithmetic")
def factor_itself(r):
    return r


@instead_of(drop, "arithmetic")
def loss_divided(one, r):
    return one - one / r


@guard
def more_than_a_guess(K, q):
    """the probability of the one example is that of a uniform guess"""
    return round(K * q, 2) != 1


def reference(K, N, L, q, r):
    import torch
    from torch.nn.functional import cross_entropy, nll_loss

    def entropy(*p):
        return nll_loss(torch.log(torch.stack(p)), torch.tensor(0))

    targets = torch.arange(N) % K
    logits = torch.zeros(N, K, dtype=torch.float64)
    return {
        "uniform": cross_entropy(logits, targets),
        "batch": cross_entropy(logits, targets, reduction="sum"),
        "p": torch.exp(-L),
        "perplexity": torch.exp(L),
        "bits": L / torch.log(torch.tensor(2.0, dtype=torch.float64)),
        "one": entropy(q, 1 - q),
        "drop": entropy(q, 1 - q) - entropy(r * q, 1 - r * q),
    }
