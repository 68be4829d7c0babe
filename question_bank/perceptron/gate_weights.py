"""Which weights and bias compute a gate of two inputs?"""

from itertools import product

from generator.authoring import instead_of, np

INPUTS = list(product((0, 1), repeat=2))
NAMES = {  # which inputs are negated, and whether both of these literals have to be true
    (1, 1, 1): "$x_1$ AND $x_2$",
    (1, 1, 0): "$x_1$ OR $x_2$",
    (-1, -1, 0): "$x_1$ NAND $x_2$",
    (-1, -1, 1): "$x_1$ NOR $x_2$",
    (1, -1, 1): "$x_1$ AND (NOT $x_2$)",
    (-1, 1, 1): "(NOT $x_1$) AND $x_2$",
    (1, -1, 0): "$x_1$ OR (NOT $x_2$)",
    (-1, 1, 0): "(NOT $x_1$) OR $x_2$",
}


def draw(rng):
    sizes = rng.integers(2, 2, 7)
    return {
        "signs": np.array(rng.choice([(1, 1), (-1, -1), (1, -1), (-1, 1)]), dtype=object),
        "both": rng.choice([0, 1]),
        "sizes": sizes,
        "gap": rng.integer(1, int(min(sizes)) - 1),
    }


def gate(signs, both):
    return NAMES[(*signs, both)]


def ones(signs, both):
    combine = all if both else any
    return [x for x in INPUTS if combine(v == (s > 0) for v, s in zip(x, signs, strict=True))]


def w(signs, sizes):
    return signs * sizes


def b(w, both, sizes, gap):
    return sum(abs(v) for v in w if v < 0) - (max(sizes) if both else 0) - gap


def unit(w, b):
    return np.array([*w, b], dtype=object)


def _wrong(w, b, unit, ones):
    """The unit (w, b), unless it computes the gate as well or has a score of 0."""
    scores = [w[0] * p + w[1] * q + b for p, q in INPUTS]
    right = all((s > 0) == (x in ones) for s, x in zip(scores, INPUTS, strict=True))
    return unit if right or 0 in scores else np.array([*w, b], dtype=object)


@instead_of(unit, "decision_rule")
def bias_of_the_other_connective(w, both, sizes, gap, unit, ones):
    return _wrong(
        w, sum(abs(v) for v in w if v < 0) - (0 if both else max(sizes)) - gap, unit, ones
    )


@instead_of(unit, "sign_wrong")
def all_signs_turned(w, b, unit, ones):
    return _wrong(-w, -b, unit, ones)


@instead_of(unit, "sign_wrong")
def bias_sign_turned(w, b, unit, ones):
    return _wrong(w, -b, unit, ones)


@instead_of(unit, "wrong_quantity")
def weights_exchanged(w, b, unit, ones):
    return _wrong(w[::-1], b, unit, ones)


@instead_of(unit, "sign_wrong")
def negations_ignored(w, b, unit, ones):
    return _wrong(abs(w), b, unit, ones)


@instead_of(unit, "sign_wrong")
def weight_signs_turned(w, b, unit, ones):
    return _wrong(-w, b, unit, ones)


@instead_of(unit, "one_step_off")
def bias_too_low(w, b, sizes, unit, ones):
    return _wrong(w, b - min(sizes), unit, ones)


@instead_of(unit, "one_step_off")
def bias_too_high(w, b, sizes, unit, ones):
    return _wrong(w, b + min(sizes), unit, ones)


def reference(signs, both, sizes, gap):
    """Of all integer biases that compute the gate, the one that lies `gap` below their end."""
    import torch

    x = torch.cartesian_prod(torch.tensor([False, True]), torch.tensor([False, True]))
    literals = [x[:, i] if signs[i] > 0 else ~x[:, i] for i in range(2)]
    target = (torch.logical_and if both else torch.logical_or)(*literals)
    w = signs.double() * sizes.double()

    def computes(bias):
        z = torch.nn.functional.linear(x.double(), w[None], torch.tensor([bias]).double())[:, 0]
        return bool(z.all()) and torch.equal(z > 0, target)

    fitting = [bias for bias in range(40, -41, -1) if computes(bias)]
    unit = torch.cat([w, torch.tensor([float(fitting[gap - 1])])])
    return {"unit": unit, "ones": x[target].int().tolist()}
