"""A logistic unit: logit, probability and class at a threshold."""

from generator.authoring import guard, instead_of, sigmoid


def draw(rng):
    n = rng.choice([2, 3, 4])
    return {
        "w": rng.decimals(n, -1.5, 1.5, digits=2),
        "x": rng.decimals(n, -2, 2),
        "b": rng.decimal(-1, 1, digits=2),
        "tau": rng.choice([0.2, 0.3, 0.4, 0.6, 0.7, 0.8]),
    }


def z(w, x, b):
    r"<w>^\top <x> + <b>"
    return w @ x + b


def p(z):
    r"\sigma(<z>)"
    return sigmoid(z)


def c(p, tau):
    return int(p >= tau)


@instead_of(z, "bias_left_out")
def no_bias(w, x):
    return w @ x


@instead_of(z, "sign_wrong")
def bias_subtracted(w, x, b):
    return w @ x - b


@instead_of(p, "sign_wrong")
def other_class(z):
    return sigmoid(-z)


@instead_of(p, "differentiation_rule")
def slope_for_value(p):
    return p * (1 - p)


@instead_of(c, "activation_left_out")
def logit_compared(z, tau):
    return int(z >= tau)


@instead_of(c, "decision_rule")
def compared_with_a_half(p):
    return int(p >= 0.5)


@instead_of(c, "decision_rule")
def classes_swapped(c):
    return 1 - c


@guard
def moderate_logit(z):
    """the sigmoid saturates"""
    return abs(z) <= 4


@guard
def clear_decision(p, tau):
    """the probability is too near the threshold"""
    return abs(p - tau) > 0.02


@guard
def decision_with_care(p, tau):
    """the probability is far from the threshold"""
    return abs(p - tau) < 0.35


def reference(w, x, b, tau):
    import torch

    unit = torch.nn.Linear(len(w), 1, dtype=w.dtype)
    with torch.no_grad():
        unit.weight.copy_(w[None])
        unit.bias.copy_(b[None])
        z = unit(x)[0]
    p = torch.distributions.Bernoulli(logits=z).probs
    return {"z": z, "p": p, "c": torch.ge(p, tau).int()}
