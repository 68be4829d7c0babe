"""How large the full Jacobians of a layer are, and how many of their entries can differ from 0."""

from generator.authoring import instead_of


def draw(rng):
    N, d, h = rng.sample(range(2, 13), 3)
    return {"N": N, "d": d, "h": h}


def jacobian_W(N, h, d):
    r"(<N> \cdot <h>) \cdot (<h> \cdot <d>)"
    return N * h * h * d


def nonzero_W(N, h, d):
    r"<N> \cdot <h> \cdot <d>"
    return N * h * d


def jacobian_X(N, h, d):
    r"(<N> \cdot <h>) \cdot (<N> \cdot <d>)"
    return N * h * N * d


def jacobian_Z(N, h):
    r"(<N> \cdot <h>)^2"
    return (N * h) ** 2


def nonzero_Z(N, h):
    r"<N> \cdot <h>"
    return N * h


def gradient_W(h, d):
    r"<h> \cdot <d>"
    return h * d


@instead_of(jacobian_W, "shapes_confused")
def one_example_only(h, d):
    return h * h * d


@instead_of(jacobian_W, "wrong_quantity")
def size_of_W(h, d):
    return h * d


@instead_of(jacobian_W, "arithmetic")
def sizes_added(N, h, d):
    return N * h + h * d


@instead_of(nonzero_W, "counted_too_much")
def every_weight_for_every_unit(N, h, d):
    return N * h * h * d


@instead_of(nonzero_W, "shapes_confused")
def examples_forgotten(h, d):
    return h * d


@instead_of(jacobian_X, "shapes_confused")
def block_of_one_example(h, d):
    return h * d


@instead_of(jacobian_X, "wrong_quantity")
def nonzero_entries_only(N, h, d):
    return N * h * d


@instead_of(jacobian_Z, "wrong_quantity")
def diagonal_only(N, h):
    return N * h


@instead_of(nonzero_Z, "counted_too_much")
def one_block_for_each_example(N, h):
    return N * h * h


@instead_of(gradient_W, "shapes_confused")
def gradient_for_each_example(N, h, d):
    return N * h * d


def reference(N, d, h):
    import torch

    jacobian = torch.autograd.functional.jacobian
    X = torch.linspace(0.1, 0.9, N * d, dtype=torch.float64).reshape(N, d)
    W = torch.linspace(-0.7, 0.8, h * d, dtype=torch.float64).reshape(h, d)
    linear = torch.nn.functional.linear
    by_X, by_W = jacobian(linear, (X, W))
    by_Z = jacobian(torch.sigmoid, linear(X, W))
    (grad,) = torch.autograd.grad(linear(X, W.requires_grad_()).sum(), W)
    return {
        "jacobian_W": by_W.numel(),
        "nonzero_W": torch.count_nonzero(by_W),
        "jacobian_X": by_X.numel(),
        "jacobian_Z": by_Z.numel(),
        "nonzero_Z": torch.count_nonzero(by_Z),
        "gradient_W": grad.numel(),
    }
