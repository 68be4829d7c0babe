"""The shape that two tensors broadcast to, or the error."""

from itertools import zip_longest

from generator.authoring import instead_of

ERROR = "a `RuntimeError`"


def draw(rng):
    m, n, k = rng.sample([2, 3, 4, 5, 6, 7, 8], 3)
    left, right = rng.choice(
        [
            ([m, 1], [n]),
            ([m, n], [n]),
            ([m, n], [m]),
            ([m, n], [m, 1]),
            ([m, 1], [1, n]),
            ([k, m, 1], [n]),
            ([k, m, n], [m, 1]),
            ([k, m, n], [k, m]),
            ([k, 1, n], [m, 1]),
            ([m], [n, 1]),
            ([n], [k, m, n]),
            ([m, n], [n, m]),
            ([m], [m, n]),
        ]
    )
    return {"left": left, "right": right, "operator": rng.choice(["+", "-", "*"])}


def _written(sizes):
    return ERROR if None in sizes else f"`({', '.join(map(str, sizes))}{',' * (len(sizes) == 1)})`"


def _fitted(a, b):
    if a is None or b is None or a == b or 1 in (a, b):
        return max(a or 1, b or 1)
    return None


def shape(left, right):
    pairs = zip_longest(reversed(left), reversed(right))
    return _written([_fitted(a, b) for a, b in pairs][::-1])


@instead_of(shape, "shapes_confused")
def aligned_from_the_left(left, right):
    return _written([_fitted(a, b) for a, b in zip_longest(left, right)])


@instead_of(shape, "shapes_confused")
def only_equal_shapes():
    return ERROR


@instead_of(shape, "shapes_confused")
def always_fits(left, right):
    pairs = zip_longest(reversed(left), reversed(right), fillvalue=1)
    return _written([max(a, b) for a, b in pairs][::-1])


@instead_of(shape, "shapes_confused")
def shape_of_a(left):
    return _written(left)


@instead_of(shape, "shapes_confused")
def shape_of_b(right):
    return _written(right)


@instead_of(shape, "shapes_confused")
def matrix_product(left, right):
    return _written([*left[:-1], *right[1:]])


@instead_of(shape, "shapes_confused")
def appended(left, right):
    return _written([*left, *right])


def reference(left, right, operator):
    import operator as of

    import torch

    apply = {"+": of.add, "-": of.sub, "*": of.mul}[operator]
    try:
        found = apply(torch.ones(*left), torch.ones(*right)).shape
    except RuntimeError:
        return {"shape": ERROR}
    return {"shape": _written(list(found))}
