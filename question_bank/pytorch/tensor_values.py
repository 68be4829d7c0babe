"""The values of products and reductions of two small tensors."""

from generator.authoring import guard, instead_of, np


def draw(rng):
    return {
        "A": rng.integers((2, 3), -4, 5),
        "B": rng.integers((2, 3), -4, 5),
        "dim": rng.choice([0, 1]),
    }


def product(A, B):
    r"<A> <B>^\top"
    return A @ B.T


def entrywise(A, B):
    r"<A> \odot <B>"
    return A * B


def along(A, dim):
    return A.sum(axis=dim)


def largest(B):
    return np.array([int(np.argmax(row)) for row in B], dtype=object)


@instead_of(product, "shapes_confused")
def columns_with_columns(A, B):
    return A.T @ B


@instead_of(product, "shapes_confused")
def operands_swapped(A, B):
    return B @ A.T


@instead_of(entrywise, "arithmetic")
def added(A, B):
    return A + B


@instead_of(along, "shapes_confused")
def other_dimension(A, dim):
    return A.sum(axis=1 - dim)


@instead_of(along, "mean_wrong")
def averaged(A, dim):
    return A.mean(axis=dim)


@instead_of(largest, "one_step_off")
def counted_from_one(largest):
    return largest + 1


@instead_of(largest, "wrong_quantity")
def value_for_position(B):
    return np.array([max(row) for row in B], dtype=object)


@instead_of(largest, "other_branch")
def smallest(B):
    return np.array([int(np.argmin(row)) for row in B], dtype=object)


@guard
def one_largest_entry(B):
    """two entries of a row are both the largest"""
    return all(sorted(row)[-1] > sorted(row)[-2] for row in B)


def reference(A, B, dim):
    return {
        "product": A @ B.T,
        "entrywise": A * B,
        "along": A.sum(dim=dim),
        "largest": B.argmax(dim=1),
    }
