"""One-dimensional convolution as PyTorch computes it: padding, stride, bias, dilation."""

from generator.authoring import dot, guard, instead_of, np


def draw(rng):
    k = rng.choice([2, 3, 3])
    return {
        "x": rng.integers(rng.integer(6, 8), -4, 5),
        "w": rng.integers(k, -3, 3, zero=False),
        "b": rng.integer(-3, 3, zero=False),
        "p": rng.choice([1, 1, 2]),
        "s": rng.choice([1, 2, 2, 3]),
        "d": rng.choice([2, 3]) if k == 2 else 2,
    }


def padded(x, p):
    return np.pad(x, p)


def y(padded, w, b, s):
    starts = range(0, len(padded) - len(w) + 1, s)
    return [dot(w, padded[i : i + len(w)]) + b for i in starts]


def u(x, w, b, d):
    span = d * (len(w) - 1) + 1
    return [dot(w, x[i : i + span : d]) + b for i in range(len(x) - span + 1)]


@instead_of("w", "convolution_geometry")
def kernel_flipped(w):
    return w[::-1]


@instead_of("b", "bias_left_out")
def bias_forgotten():
    return 0


@instead_of(padded, "convolution_geometry")
def not_padded(x):
    return x


@instead_of(padded, "convolution_geometry")
def padded_on_the_right_only(x, p):
    return np.pad(x, (0, 2 * p))


@instead_of(padded, "convolution_geometry")
def edge_repeated(x, p):
    return np.pad(x, p, mode="edge")


@instead_of("s", "convolution_geometry")
def stride_ignored():
    return 1


@instead_of("d", "convolution_geometry")
def dilation_ignored():
    return 1


@guard
def kernel_has_a_direction(w):
    """the kernel is symmetric"""
    return list(w) != list(w[::-1])


@guard
def several_values(y, u):
    """all outputs of a part are equal"""
    return len(set(y)) > 1 and len(set(u)) > 1


def reference(x, w, b, p, s, d):
    from torch.nn.functional import conv1d, pad

    bias = x.new_tensor([b])
    return {
        "padded": pad(x, (p, p)),
        "y": conv1d(x[None, None], w[None, None], bias, stride=s, padding=p)[0, 0],
        "u": conv1d(x[None, None], w[None, None], bias, dilation=d)[0, 0],
    }
