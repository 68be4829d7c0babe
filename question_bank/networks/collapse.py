"""Affine layers one after the other are one affine map."""

from itertools import pairwise

from generator.authoring import Record, guard, instead_of, np, over

WIDTHS = [(2, 2, 2), (2, 3, 2), (3, 2, 3), (3, 2, 2), (2, 2, 2, 2), (2, 2, 2, 2)]


def draw(rng):
    widths = rng.choice(WIDTHS)
    return {
        "layers": [
            Record(W=rng.integers((m, n), -3, 3, zero=False), b=rng.integers(m, -4, 4, zero=False))
            for n, m in pairwise(widths)
        ],
        "A_0": np.eye(widths[0], dtype=int),
        "c_0": np.zeros(widths[0], dtype=int),
    }


@over(l="layers")
def A(l, A_before):
    r"<l.W> <A_before>"
    return l.W @ A_before


@over(l="layers")
def c(l, c_before):
    r"<l.W> <c_before>+ <l.b>"
    return l.W @ c_before + l.b


@instead_of(A, "order_of_product")
def order_reversed(A, A_before, l):
    swapped = A_before.shape[0] == A_before.shape[1] == l.W.shape[0] == l.W.shape[1]
    return A_before @ l.W if swapped else A


@instead_of(A, "arithmetic")
def multiplied_entry_by_entry(A, A_before, l, t):
    return l.W * A_before if t > 1 and A_before.shape == l.W.shape else A


@instead_of(A, "arithmetic")
def matrices_added(A, A_before, l, t):
    return l.W + A_before if t > 1 and A_before.shape == l.W.shape else A


@instead_of(A, "weight_transposed")
def transposed(A, t):
    return A.T.reshape(A.shape) if t > 1 else A


@instead_of(c, "path_missing")
def bias_not_carried_on(l):
    return l.b


@instead_of(c, "arithmetic")
def biases_added(c, c_before, l):
    return c_before + l.b if c_before.shape == l.b.shape else c


@instead_of(c, "bias_left_out")
def last_bias_left_out(c, l, t):
    return c - l.b if t > 1 else c


@guard
def telling(A, c):
    """the matrix is symmetric or small, or a bias vanishes"""
    return abs(A).max() > 1 and (c != 0).any() and not np.array_equal(A, A.T)


def reference(layers):
    import torch

    maps = []
    for layer in layers:
        linear = torch.nn.Linear(*reversed(layer.W.shape), dtype=torch.float64)
        linear.weight.data, linear.bias.data = layer.W.double(), layer.b.double()
        maps.append(linear)
    A, c = [], []
    for depth in range(1, len(maps) + 1):
        network = torch.nn.Sequential(*maps[:depth])
        origin = torch.zeros(maps[0].in_features, dtype=torch.float64)
        c.append(network(origin))
        A.append(torch.autograd.functional.jacobian(network, origin))
    return {"A_all": A, "c_all": c}
