"""A convolution over two input channels, with bias and ReLU."""

from generator.authoring import guard, instead_of, np, relu


def draw(rng):
    shape = rng.choice([(3, 3), (3, 4), (4, 3)])
    return {
        "X": rng.integers(shape, -3, 4),
        "U": rng.integers(shape, -3, 4),
        "K": rng.integers((2, 2), -2, 2),
        "M": rng.integers((2, 2), -2, 2),
        "b": rng.integer(-3, 3, zero=False),
    }


def _slide(X, K):
    rows, columns = X.shape[0] - 1, X.shape[1] - 1
    sums = [[(X[i : i + 2, j : j + 2] * K).sum() for j in range(columns)] for i in range(rows)]
    return np.array(sums, dtype=object)


def A(X, K):
    return _slide(X, K)


def B(U, M):
    return _slide(U, M)


def Z(A, B, b):
    r"<A> + <B> + <b>"
    return A + B + b


def H(Z):
    r"\operatorname{ReLU}(<Z>)"
    return relu(Z)


def total(H):
    return H.sum()


@instead_of(B, "kernel_parameters_wrong")
def second_channel_left_out(A):
    return 0 * A


@instead_of(A, "convolution_geometry")
def first_kernel_turned(X, K):
    return _slide(X, K[::-1, ::-1])


@instead_of(B, "convolution_geometry")
def second_kernel_turned(U, M):
    return _slide(U, M[::-1, ::-1])


@instead_of(B, "kernel_parameters_wrong")
def one_kernel_for_both(U, K):
    return _slide(U, K)


@instead_of(Z, "bias_left_out")
def bias_forgotten(A, B):
    return A + B


@instead_of(Z, "kernel_parameters_wrong")
def bias_for_each_channel(A, B, b):
    return A + B + 2 * b


@instead_of(H, "activation_left_out")
def activation_forgotten(Z):
    return Z


@instead_of(H, "other_branch")
def activation_before_the_sum(A, B, b):
    return relu(A) + relu(B) + b


@guard
def relu_decides(Z, H):
    """the units are all active or all inactive"""
    return (Z > 0).any() and (Z < 0).any() and len(set(H.flat)) > 2


@guard
def kernels_tell(K, M):
    """a kernel has more than one zero, or both are equal"""
    return (K == 0).sum() < 2 and (M == 0).sum() < 2 and (K != M).any()


def reference(X, U, K, M, b):
    import torch

    conv = torch.nn.Conv2d(2, 1, 2, dtype=torch.float64)
    each = torch.nn.functional.conv2d(torch.stack([X, U]), torch.stack([K, M])[:, None], groups=2)
    with torch.no_grad():
        conv.weight.copy_(torch.stack([K, M])[None])
        conv.bias.fill_(b)
    Z = conv(torch.stack([X, U])[None])[0, 0]
    H = torch.relu(Z)
    return {"A": each[0], "B": each[1], "Z": Z, "H": H, "total": H.sum()}
