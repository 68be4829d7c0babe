"""The subgradients of a convex piecewise linear function at its kink."""

from math import floor

from generator.authoring import Fraction, guard, instead_of


def draw(rng):
    shape = rng.choice(["relu", "mirrored", "abs", "leaky", "maximum"])
    c = rng.integer(2, 5)
    t = rng.integer(-4, 4, zero=False)
    alpha = rng.choice([Fraction(1, 10), Fraction(1, 5), Fraction(1, 4)])
    d = rng.integer(-4, 4, zero=False)
    around = range(floor(low(shape, c, alpha, d)) - 3, high(shape, c, d) + 4)
    candidates = sorted(rng.sample(around, 6))
    return {"shape": shape, "c": c, "t": t, "alpha": alpha, "d": d, "candidates": candidates}


def _sum(number, letter=""):
    """A summand in LaTeX, with its sign; 1 and 0 as one writes them."""
    if number == 0:
        return ""
    size = "" if abs(number) == 1 and letter else abs(number)
    return f"{'+' if number > 0 else '-'} {size}{letter}"


def _affine(slope, constant):
    """slope · z + constant in LaTeX."""
    return f"{_sum(slope, 'z')} {_sum(constant)}".removeprefix("+ ").strip() or "0"


def formula(shape, c, t, d):
    inner = _affine(1, -t)
    kinked = {
        "relu": rf"{c} \operatorname{{ReLU}}({inner})",
        "mirrored": rf"{c} \operatorname{{ReLU}}({_affine(-1, t)})",
        "abs": f"{c}\\, |{inner}|",
        "leaky": rf"{c} \operatorname{{LeakyReLU}}({inner})",
    }
    if shape == "maximum":
        return rf"\max\left({_affine(d, c)},\; {_affine(d + c, c - c * t)}\right)"
    return f"{kinked[shape]} {_sum(d, 'z')}"


def z_0(t):
    return t


def low(shape, c, alpha, d):
    return d + {"relu": 0, "mirrored": -c, "abs": -c, "leaky": alpha * c, "maximum": 0}[shape]


def high(shape, c, d):
    return d + {"relu": c, "mirrored": 0, "abs": c, "leaky": c, "maximum": c}[shape]


def count(candidates, low, high):
    return sum(low <= g <= high for g in candidates)


def shortest(low, high):
    return min(max(low, 0), high)


@instead_of(z_0, "sign_wrong")
def kink_on_the_other_side(t):
    return -t


@instead_of("d", "path_missing")
def linear_summand_left_out(shape, d):
    return d if shape == "maximum" else 0


@instead_of("alpha", "other_branch")
def leaky_side_taken_as_flat():
    return 0


@instead_of(low, "other_branch")
def slope_on_the_right(high):
    return high


@instead_of(high, "other_branch")
def slope_on_the_left(low):
    return low


@instead_of(count, "one_step_off")
def ends_left_out(candidates, low, high):
    return sum(low < g < high for g in candidates)


@instead_of(count, "differentiation_rule")
def only_the_slopes_of_both_sides(candidates, low, high):
    return sum(g in (low, high) for g in candidates)


@instead_of(shortest, "wrong_quantity")
def average_taken(low, high):
    return (low + high) / Fraction(2)


@instead_of(shortest, "wrong_quantity")
def zero_taken():
    return 0


@instead_of(shortest, "wrong_quantity")
def smallest_subgradient(low):
    return low


@guard
def telling(count, candidates, low, high):
    """all of the numbers are subgradients, or neither end is among them"""
    return count < len(candidates) and (low in candidates or high in candidates)


def reference(shape, c, t, alpha, d, candidates):
    import torch
    from torch.nn.functional import leaky_relu

    f = {
        "relu": lambda z: c * torch.relu(z - t) + d * z,
        "mirrored": lambda z: c * torch.relu(t - z) + d * z,
        "abs": lambda z: c * torch.abs(z - t) + d * z,
        "leaky": lambda z: c * leaky_relu(z - t, float(alpha)) + d * z,
        "maximum": lambda z: torch.maximum(d * z + c, (d + c) * z + c - c * t),
    }[shape]

    def slope(at):
        z = torch.tensor(at, dtype=torch.float64, requires_grad=True)
        return torch.autograd.grad(f(z), z)[0].item()

    left, right = -19.3, 20.9
    low, high = slope(left), slope(right)
    for _ in range(40):
        middle = (left + right) / 2
        left, right = (middle, right) if slope(middle) == low else (left, middle)
    return {
        "z_0": round(left, 9),
        "low": round(low, 12),
        "high": round(high, 12),
        "count": sum(low - 1e-9 <= g <= high + 1e-9 for g in candidates),
        "shortest": torch.tensor(0.0, dtype=torch.float64).clamp(low, high),
    }
