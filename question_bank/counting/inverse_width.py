"""The width of the hidden layers that gives a network its number of parameters."""

from itertools import pairwise
from math import isqrt

from generator.authoring import instead_of, parameter_count


def draw(rng):
    depth, beta = rng.choice([1, 2]), rng.choice([0, 1, 1])
    n, K = rng.integer(3, 40), rng.integer(2, 12)
    m = rng.integer(4, 60) if depth == 1 else rng.integer(4, 30)
    return {"depth": depth, "beta": beta, "n": n, "K": K, "P": _total(depth, beta, n, K, m)}


def _total(depth, beta, n, K, m):
    return m * (n + beta) + (depth - 1) * m * (m + beta) + K * (m + beta)


def per_unit(depth, beta, n, K):
    r"<n> + <depth> \cdot <beta> + <K>"
    return n + depth * beta + K


def remaining(P, beta, K):
    r"<P> - <beta> \cdot <K>"
    return P - beta * K


def width(depth, per_unit, remaining):
    # The largest whole m with (depth - 1) m² + per_unit m <= remaining.
    if depth == 1:
        return remaining // per_unit
    return (isqrt(per_unit**2 + 4 * remaining) - per_unit) // 2


def doubled(depth, beta, n, K, width):
    return _total(depth, beta, n, K, 2 * width)


@instead_of("beta", "bias_not_counted")
def biases_the_other_way(beta):
    return 1 - beta


@instead_of(per_unit, "path_missing")
def outgoing_weights_forgotten(n, depth, beta):
    return n + depth * beta


@instead_of(per_unit, "path_missing")
def incoming_weights_forgotten(K, depth, beta):
    return K + depth * beta


@instead_of(width, "path_missing")
def layers_between_forgotten(per_unit, remaining):
    return remaining // per_unit


@instead_of(doubled, "arithmetic")
def total_doubled(P):
    return 2 * P


@instead_of(doubled, "counted_too_much")
def doubled_without_output_biases(P, beta, K):
    return 2 * P + beta * K


@instead_of(doubled, "counted_too_much")
def total_quadrupled(P):
    return 4 * P


def reference(depth, beta, n, K, P):
    import torch

    def count(m):
        widths = [n, *[m] * depth, K]
        layers = [
            torch.nn.Linear(i, o, bias=bool(beta), device="meta") for i, o in pairwise(widths)
        ]
        return parameter_count(*layers)

    (width,) = [m for m in range(1, 65) if count(m) == P]
    output_biases = torch.nn.Linear(1, K, bias=bool(beta)).bias
    remaining = P - (output_biases.numel() if beta else 0)
    return {
        "per_unit": count(2) - count(1) - 3 * (depth - 1),
        "remaining": remaining,
        "width": width,
        "doubled": count(2 * width),
    }
