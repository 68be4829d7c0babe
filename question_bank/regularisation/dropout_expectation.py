"""Expected value and variance of a sum under dropout, in exact arithmetic."""

from generator.authoring import Fraction, guard, instead_of


def draw(rng):
    n = rng.choice([3, 4])
    return {
        "p": rng.choice([Fraction(k, 10) for k in (1, 2, 3, 4)] + [Fraction(1, 4)]),
        "scaled": rng.choice([True, False]),
        "c": rng.integers(n, -6, 6, zero=False),
    }


def q(p):
    r"1 - <p>"
    return 1 - p


def total(c):
    r"\operatorname{sum}(<c>)"
    return sum(c)


def squares(c):
    r"\operatorname{sum}(<c> \odot <c>)"
    return sum(c * c)


def r(q, scaled):
    return Fraction(1) / q if scaled else Fraction(1)


def mean(r, q, total):
    r"<r> \cdot <q> \cdot <total>"
    return r * q * total


def variance(r, p, q, squares):
    r"<r>^2 \cdot <p> \cdot <q> \cdot <squares>"
    return r**2 * p * q * squares


def n(c):
    return len(c)


def all_kept(q, n):
    r"<q>^{<n>}"
    return q**n


@instead_of(mean, "dropout_scaling_wrong")
def scaled_the_other_way(q, total, scaled):
    return q * total if scaled else total


@instead_of(mean, "dropout_scaling_wrong")
def dropped_for_kept_in_mean(r, p, total):
    return r * p * total


@instead_of(variance, "power_or_root")
def terms_not_squared(r, p, q, total):
    return r**2 * p * q * total


@instead_of(variance, "power_or_root")
def sum_squared(r, p, q, total):
    return r**2 * p * q * total**2


@instead_of(variance, "wrong_quantity")
def second_moment(r, q, squares):
    return r**2 * q * squares


@instead_of(variance, "dropout_scaling_wrong")
def bernoulli_variance_without_scale(p, q, squares, scaled):
    return p * q * squares if scaled else p / q * squares


@instead_of(variance, "power_or_root")
def scale_not_squared(p, squares):
    return p * squares


@instead_of(all_kept, "power_or_root")
def one_kept(q):
    return q


@instead_of(all_kept, "dropout_scaling_wrong")
def all_dropped(p, n):
    return p**n


@guard
def sum_is_not_zero(total):
    """the terms add up to 0 or 1"""
    return total not in (0, 1)


def reference(p, scaled, c):
    import torch

    n = len(c)
    masks = torch.cartesian_prod(*[torch.tensor([0.0, 1.0], dtype=torch.float64)] * n)
    chances = torch.distributions.Bernoulli(1 - p).log_prob(masks).sum(dim=1).exp()
    outcomes = (masks @ c.double()) / (1 - p if scaled else 1)
    mean = (chances * outcomes).sum()
    return {
        "q": 1 - p,
        "total": c.sum(),
        "squares": c.double().norm() ** 2,
        "mean": mean,
        "variance": (chances * (outcomes - mean) ** 2).sum(),
        "all_kept": chances[masks.all(dim=1)][0],
    }
