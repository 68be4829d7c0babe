"""How many points of two classes stand in the way of a separating line?"""

from itertools import product
from math import gcd

from generator.authoring import Fraction, Record, guard, instead_of, np

PLACES = [np.array(x) for x in product(range(-2, 3), repeat=2) if any(x)]
# Between any two directions of lines through points of this grid there is one of these.
SIDES = [n for n in product(range(-8, 9), repeat=2) if gcd(*n) == 1]
NORMALS = sorted(SIDES, key=lambda n: (n[0] ** 2 + n[1] ** 2, n))  # short ones first


def draw(rng):
    xs = rng.sample(PLACES, rng.choice([7, 8, 9]))
    ys = rng.shuffled([1, -1] * 4 + [rng.choice([1, -1])])
    return {"points": [Record(x=x, y=y) for x, y in zip(xs, ys, strict=False)]}


def _fewest(points, normals, level=None):
    """A line n^T x = level + 1/2 with the fewest points on a wrong side; any level by default."""
    positive = np.array([p.y for p in points]) > 0
    scores = np.array(normals) @ np.array([p.x for p in points]).T
    levels = scores if level is None else np.full((len(normals), 1), level)
    wrong = (scores[:, None, :] > levels[:, :, None]) != positive
    count = wrong.sum(axis=2)
    i, j = np.unravel_index(count.argmin(), count.shape)
    return Record(
        n=normals[i],
        level=int(levels[i, j]) + Fraction(1, 2),
        wrong=[int(k) + 1 for k in np.flatnonzero(wrong[i, j])],
    )


def line(points):
    return _fewest(points, NORMALS)


def dropped(line):
    return len(line.wrong)


@instead_of(line, "decision_rule")
def only_lines_along_the_axes(points):
    return _fewest(points, [(1, 0), (0, 1), (-1, 0), (0, -1)])


@instead_of(line, "bias_left_out")
def only_lines_through_the_origin(points):
    return _fewest(points, NORMALS, level=0)


@instead_of(dropped, "wrong_quantity")
def a_whole_class(points):
    return min(sum(p.y == label for p in points) for label in (-1, 1))


@instead_of(dropped, "decision_rule")
def any_curve_allowed():
    return 0


@instead_of(dropped, "one_step_off")
def one_too_many(dropped):
    return dropped + 1


@guard
def not_separable(dropped):
    """the points are linearly separable already"""
    return dropped > 0


def reference(points):
    """Project on very many directions, and cut each projection everywhere."""
    import torch

    xs = torch.stack([p.x for p in points]).double()
    ys = torch.tensor([p.y for p in points])
    angles = torch.arange(0.001, 2 * torch.pi, 0.004, dtype=torch.float64)
    order = (torch.stack([angles.cos(), angles.sin()], dim=1) @ xs.T).argsort(dim=1)
    positive = (ys[order] == 1).long().cumsum(dim=1)  # in the part before a cut
    negative = (ys == -1).sum() - (ys[order] == -1).long().cumsum(dim=1)  # in the part behind it
    return {"dropped": (positive + negative).min()}
