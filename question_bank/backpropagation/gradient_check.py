"""Central differences find the wrong entry of a gradient."""

from generator.authoring import guard, instead_of, np


def draw(rng):
    return {
        "w": rng.decimals(3, -2, 2),
        "a": rng.integer(2, 5),
        "b": rng.choice([-5, -4, -3, -2, 2, 3, 4, 5]),
        "h": rng.choice([0.1, 0.2]),
        "wrong": rng.choice([1, 2, 3]),
        "bug": rng.choice(["sign", "factor"]),
    }


def _loss(w, a, b):
    return w[0] ** 3 + a * w[0] * w[1] ** 2 + b * w[1] * w[2]


def _shifted(w, i, h):
    """w with h added to its entry i."""
    return w + h * np.eye(3)[i]


def claimed(w, a, b, wrong, bug):
    x, y, z = w
    right = np.array([3 * x**2 + a * y**2, 2 * a * x * y + b * z, b * y])
    flawed = {
        "sign": [3 * x**2 - a * y**2, b * z - 2 * a * x * y, -b * y],
        "factor": [x**2 + a * y**2, a * x * y + b * z, b * z],
    }
    return np.where(np.arange(3) == wrong - 1, flawed[bug], right)


def numerical(w, a, b, h):
    return np.array(
        [
            (_loss(_shifted(w, i, h), a, b) - _loss(_shifted(w, i, -h), a, b)) / (2 * h)
            for i in range(3)
        ]
    )


def error(numerical, claimed):
    return abs(numerical - claimed) / np.maximum(abs(numerical), abs(claimed))


def entry(error):
    return int(np.argmax(error)) + 1


@instead_of(numerical, "differentiation_rule")
def forward_difference(w, a, b, h):
    return np.array([(_loss(_shifted(w, i, h), a, b) - _loss(w, a, b)) / h for i in range(3)])


@instead_of(numerical, "arithmetic")
def divided_by_h(numerical):
    return 2 * numerical


@instead_of(numerical, "sign_wrong")
def backward_minus_forward(numerical):
    return -numerical


@instead_of(error, "not_normalised")
def absolute_error(numerical, claimed):
    return abs(numerical - claimed)


@instead_of(error, "not_normalised")
def divided_by_the_sum(numerical, claimed):
    return abs(numerical - claimed) / (abs(numerical) + abs(claimed))


@instead_of(entry, "decision_rule")
def entry_that_agrees_best(error):
    return int(np.argmin(error)) + 1


@guard
def clear_verdict(error, wrong):
    """the wrong entry is not clearly off, or a right one is"""
    right = np.delete(error, wrong - 1)
    return error[wrong - 1] >= 0.1 and (right <= 0.02).all()


@guard
def not_small(numerical, claimed):
    """an entry of the gradient is small"""
    return (abs(numerical) >= 0.2).all() and (abs(claimed) >= 0.2).all()


def reference(w, a, b, h, wrong, bug):
    import torch

    def terms(w):
        x, y, z = w
        return torch.stack([x.pow(3), a * x * y.square(), b * y * z])

    def loss(w):
        return terms(w).sum()

    slopes = torch.autograd.functional.jacobian(terms, w)  # a row for each term
    claimed = slopes.sum(0)
    slip = {
        ("sign", 1): -2 * slopes[1, 0],
        ("sign", 2): -2 * slopes[1, 1],
        ("sign", 3): -2 * slopes[2, 2],
        ("factor", 1): -2 / 3 * slopes[0, 0],
        ("factor", 2): -1 / 2 * slopes[1, 1],
        ("factor", 3): slopes[2, 1] - slopes[2, 2],
    }
    claimed[wrong - 1] += slip[bug, wrong]
    numerical = torch.stack([loss(w + s) - loss(w - s) for s in h * torch.eye(3).double()]) / 2 / h
    error = abs(numerical - claimed) / torch.maximum(abs(numerical), abs(claimed))
    return {"claimed": claimed, "numerical": numerical, "error": error, "entry": wrong}
