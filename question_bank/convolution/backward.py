"""Gradients of a small convolution with respect to its kernel, its bias and its input."""

from generator.authoring import gradient, guard, instead_of, np


def draw(rng):
    shape = rng.choice([(3, 3), (3, 3), (3, 4), (4, 3)])
    return {
        "X": rng.integers(shape, -3, 4),
        "K": rng.integers((2, 2), -3, 3, zero=False),
        "b": rng.integer(-2, 2, zero=False),
        "G": rng.integers((shape[0] - 1, shape[1] - 1), -3, 3, zero=False),
    }


def _slide(X, K):
    rows, columns = (n - k + 1 for n, k in zip(X.shape, K.shape, strict=True))
    k, l = K.shape
    sums = [[(X[i : i + k, j : j + l] * K).sum() for j in range(columns)] for i in range(rows)]
    return np.array(sums, dtype=object)


def Y(X, K, b):
    return _slide(X, K) + b


def loss(Y, G):
    return (Y * G).sum()


@gradient(loss, "K")
def grad_K(X, G):
    return _slide(X, G)


@gradient(loss, "b")
def grad_b(G):
    return G.sum()


@gradient(loss, "X")
def grad_X(K, G):
    return _slide(np.pad(G, 1), K[::-1, ::-1])


@instead_of(grad_K, "convolution_geometry")
def derivatives_turned(X, G):
    return _slide(X, G[::-1, ::-1])


@instead_of(grad_K, "path_missing")
def first_position_only(X, G):
    return X[:2, :2] * G[0, 0]


@instead_of(grad_K, "weight_transposed")
def rows_and_columns_swapped(grad_K):
    return grad_K.T


@instead_of(grad_b, "bias_gradient_wrong")
def slope_of_one_output():
    return 1


@instead_of(grad_b, "mean_wrong")
def averaged_over_positions(G):
    return G.sum() / G.size


@instead_of(grad_X, "convolution_geometry")
def kernel_not_turned(K, G):
    return _slide(np.pad(G, 1), K)


@instead_of(grad_X, "path_missing")
def overlaps_overwritten(X, K, G):
    back = 0 * X
    for i, j in np.ndindex(G.shape):
        back[i : i + 2, j : j + 2] = K * G[i, j]
    return back


@instead_of(grad_X, "chain_rule")
def derivatives_not_multiplied(K, G):
    return _slide(np.pad(0 * G + 1, 1), K[::-1, ::-1])


@guard
def several_values(X, grad_K, grad_b):
    """X has many zeros, or a derivative is 0"""
    return (X == 0).sum() <= 2 and (grad_K != 0).all() and grad_b != 0


def reference(X, K, b, G):
    import torch

    bias = X.new_tensor([b])
    for tensor in (X, K, bias):
        tensor.requires_grad_()
    Y = torch.nn.functional.conv2d(X[None, None], K[None, None], bias)[0, 0]
    loss = (Y * G).sum()
    grad_K, grad_b, grad_X = torch.autograd.grad(loss, (K, bias, X))
    return {"Y": Y, "loss": loss, "grad_K": grad_K, "grad_b": grad_b[0], "grad_X": grad_X}
