"""The bound of a gradient through a chain of units, and the depth at which it gets small."""

from generator.authoring import Fraction, guard, instead_of, np, sigmoid, tanh


def draw(rng):
    psi, k = rng.choice([(sigmoid, 1), (sigmoid, 1), (sigmoid, 2), (tanh, 1), (tanh, 0.5)])
    largest = k * float(psi.slope(0.0))
    return {
        "psi": psi,
        "k": k,
        "w_max": round(rng.integer(20, 90) / 100 / largest, 3),
        "L": rng.integer(4, 9),
        "eps": rng.choice([0.01, 0.001, 0.0001]),
    }


def formula(psi, k):
    return f"{psi.latex}({'' if k == 1 else f'{k:g}'}z)"


def steepest(k, psi):
    r"<k> \cdot <psi>'(0)"
    return k * psi.slope(0.0)


def r(steepest, w_max):
    r"<steepest> \cdot <w_max>"
    return steepest * w_max


def bound(r, L):
    r"<r>^{<L>}"
    return r**L


def crossing(eps, r):
    r"\frac{\ln(<eps>)}{\ln(<r>)}"
    return np.log(eps) / np.log(r)


def depth(crossing):
    return int(crossing) + 1 if np.isfinite(crossing) else crossing


def w_limit(steepest):
    r"\frac{1}{<steepest>}"
    return Fraction(1 / steepest)


@instead_of(steepest, "differentiation_rule")
def slope_bound_one():
    return 1.0


@instead_of(steepest, "chain_rule")
def inner_factor_missing(psi):
    return psi.slope(0.0)


@instead_of(steepest, "differentiation_rule")
def slope_of_the_other_activation(k, psi):
    return k * (tanh if psi is sigmoid else sigmoid).slope(0.0)


@instead_of(r, "chain_rule")
def weight_left_out(steepest):
    return steepest


@instead_of(bound, "chain_rule")
def added_instead_of_multiplied(r, L):
    return r * L


@instead_of(bound, "one_step_off")
def one_layer_less(r, L):
    return r ** (L - 1)


@instead_of(depth, "one_step_off")
def one_layer_too_early(depth):
    return depth - 1


@instead_of(depth, "arithmetic")
def divided_by_the_factor(eps, r):
    return int(r / eps) + 1


@instead_of(w_limit, "wrong_quantity")
def weights_below_one():
    return 1.0


@instead_of(w_limit, "upside_down")
def slope_instead_of_its_reciprocal(steepest):
    return steepest


@guard
def clearly_between(crossing):
    """the depth depends on rounding, or exceeds 60"""
    return 0.03 < crossing % 1 < 0.97 and crossing < 60


def reference(psi, k, w_max, L, eps):
    import torch

    activation = torch.sigmoid if psi.name == "sigmoid" else torch.tanh

    def steepest(w, depth):
        """The slope of a chain whose biases make every pre-activation 0."""
        h = start = torch.zeros((), dtype=torch.float64, requires_grad=True)
        for _ in range(depth):
            h = activation(k * (w * h - w * h.detach()))
        return torch.autograd.grad(h, start)[0]

    slope = steepest(1.0, 1)
    depth = 1
    while steepest(w_max, depth) >= eps:
        depth += 1
    return {
        "steepest": slope,
        "r": steepest(w_max, 1),
        "bound": steepest(w_max, L),
        "crossing": torch.log(eps) / torch.log(steepest(w_max, 1)),
        "depth": depth,
        "w_limit": slope.reciprocal(),
    }
