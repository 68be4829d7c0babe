"""Separability decided by trying all small integer weights and all cuts between integers."""

from itertools import product

from generator.authoring import check, np

BITS = {n: np.array(list(product((0, 1), repeat=n))) for n in (2, 3, 4)}
XOR = np.array([0, 1, 1, 0])
SQUARE = np.array([(0, 0), (2, 0), (0, 2), (2, 2)])
PAIRS = np.array([(1, 2), (2, 1), (-1, 0), (0, -2)])  # the first two above, the others below a line
PAIR_LABELS = np.array([1, 1, 0, 0])
RING = np.array([(1, 0), (-1, 0), (0, 1), (0, -1), (3, 0), (-3, 0), (0, 3), (0, -3)])


def _separable(points, labels, *, origin=False):
    """Whether integer weights of size 3 or 4 separate the labels, through the origin or anywhere.

    They are enough for functions of up to four binary inputs and for the small grids used here.
    """
    points, truth = np.asarray(points), np.asarray(labels) > 0
    size = 3 if points.shape[1] == 4 else 4
    weights = np.array(list(product(range(-size, size + 1), repeat=points.shape[1])))
    scores = weights @ points.T
    lowest, highest = np.where(truth, scores, 99).min(1), np.where(truth, -99, scores).max(1)
    return bool((((lowest > 0) & (highest < 0)) if origin else lowest > highest).any())


def _divisions(points):
    """Whether every division of the points into two sets is separable."""
    return all(_separable(points, labels) for labels in product((0, 1), repeat=len(points)))


def _functions():
    """All linearly separable functions of two binary inputs."""
    return {f for f in product((0, 1), repeat=4) if _separable(BITS[2], f)}


@check(contrary=(0, 2))
def majority_of_three(ones=(2, 3)):
    return _separable(BITS[3], np.isin(BITS[3].sum(1), ones))


@check(contrary=(1, 2, 3))
def exactly_one_of_three(ones=(1,)):
    return _separable(BITS[3], np.isin(BITS[3].sum(1), ones))


@check(contrary=(3,))
def parity_of_three(ones=(1, 3)):
    return _separable(BITS[3], np.isin(BITS[3].sum(1), ones))


@check(contrary=np.logical_xor)
def and_of_or(inner=np.logical_or):
    x = BITS[3].T
    return _separable(BITS[3], np.logical_and(x[0], inner(x[1], x[2])))


@check(contrary=np.logical_and)
def or_of_ands(outer=np.logical_or):
    x = BITS[4].T
    return _separable(BITS[4], outer(x[0] & x[1], x[2] & x[3]))


@check(contrary=(0, 1, 1, 0))
def and_not(values=(0, 0, 1, 0)):
    return _separable(BITS[2], values)


@check(contrary=(0, 0, 0, 1))
def xor_recoded(values=(0, 1, 1, 0)):
    return _separable(2 * BITS[2] - 1, values)


def _xor_with(third):
    x_1, x_2 = BITS[2].T
    return _separable(np.stack([x_1, x_2, third(x_1, x_2)], axis=1), XOR)


@check(contrary=np.multiply)
def xor_with_constant(third=lambda *x: np.ones_like(x[0])):
    return _xor_with(third)


@check(contrary=np.add)
def xor_with_product(third=np.multiply):
    return _xor_with(third)


@check(contrary=np.multiply)
def xor_with_sum(third=np.add):
    return _xor_with(third)


@check(contrary=0)
def xor_without_one(removed=1):
    rest = [np.arange(4) != i for i in range(4)] if removed else [np.arange(4) >= 0]
    return all(_separable(BITS[2][kept], XOR[kept]) for kept in rest)


@check(contrary=((0, 0), (1, 1), (2, 2)))
def three_corners(points=((0, 0), (2, 0), (1, 2))):
    return _divisions(points)


@check(contrary=((0, 0), (2, 0), (1, 2)))
def three_in_a_row(points=((0, 0), (1, 1), (2, 2))):
    return _divisions(points)


@check(contrary=SQUARE[:3])
def four_corners(points=SQUARE):
    return _divisions(points)


@check(contrary="edges")
def hull_of_a_triangle(what="convex hulls"):
    """A triangle and a point outside, on an edge or inside, by its barycentric coordinates."""
    corners = np.array([(0, 0), (4, 0), (0, 4)])
    for point in product(range(-1, 4), repeat=2):
        shares = np.array([4 - point[0] - point[1], point[0], point[1]])
        common = (shares >= 0).all()
        if what == "edges":
            common = common and (shares == 0).any()
        if _separable([*corners, point], [1, 1, 1, 0]) == common:
            return False
    return True


@check(contrary=(0, 1))
def different_means(two_points=(0, 3)):
    points = np.array([*two_points, 1 if two_points == (0, 3) else 2])[:, None]
    return _separable(points, [1, 1, 0])


@check(contrary=(0, 0))
def shifted(vector_of_the_others=(-2, -3)):
    vectors = [(-2, -3)] * 2 + [vector_of_the_others] * 2
    return _separable(PAIRS + np.array(vectors), PAIR_LABELS)


@check(contrary=((0, 0), (0, 0)))
def rotated(matrix=((0, -1), (1, 0))):
    return _separable(PAIRS @ np.array(matrix).T, PAIR_LABELS)


@check(contrary=1)
def squared(power=2):
    return _separable(np.array([(1, 0), (-1, 0)]) ** power, [1, 0])


@check(contrary=(0, 1, 2))
def negations(exchanged=(0, 1, 2, 3)):
    found = _functions()
    negated = [tuple(1 - v if i in exchanged else v for i, v in enumerate(f)) for f in found]
    return set(negated) <= found


@check(contrary=zip)
def conjunctions(pairs=product):
    found = _functions()
    return all(tuple(np.minimum(f, g)) in found for f, g in pairs(found, found))


@check(contrary=((0, 1), (1, 0), (0, -1)))
def opposite_points(points=((0, 1), (1, 0), (1, 1))):
    points = np.array(points)
    return _separable([*points, *-points], [1, 1, 1, 0, 0, 0], origin=True)


@check(contrary=((0, -1), (-1, 0)))
def and_through_the_origin(others=((0, 1), (1, 0))):
    return _separable([(1, 1), *others], [1, 0, 0], origin=True)


@check(contrary=(0, 2, 4, 6))
def ring(one_set=(0, 1, 2, 3)):
    return _separable(RING, np.isin(np.arange(8), one_set))


@check(contrary=1)
def ring_lifted(power=2):
    lifted = np.c_[RING, (RING**power).sum(axis=1)]
    return _separable(lifted, np.arange(8) < 4)
