"""Two-dimensional convolution as PyTorch computes it, and the flipped kernel of mathematics."""

from generator.authoring import Record, guard, instead_of, np

LAYOUTS = [
    Record(picture=(3, 4), kernel=(2, 2), p=0, s=1),
    Record(picture=(4, 3), kernel=(2, 2), p=0, s=1),
    Record(picture=(4, 4), kernel=(3, 3), p=0, s=1),
    Record(picture=(4, 5), kernel=(3, 3), p=0, s=1),
    Record(picture=(4, 5), kernel=(3, 3), p=1, s=2),
    Record(picture=(5, 4), kernel=(3, 3), p=1, s=2),
    Record(picture=(4, 5), kernel=(2, 3), p=0, s=1),
    Record(picture=(4, 3), kernel=(2, 2), p=1, s=2),
    Record(picture=(4, 6), kernel=(2, 2), p=0, s=2),
]


def draw(rng):
    layout = rng.choice(LAYOUTS)
    return {
        "X": rng.integers(layout.picture, -3, 5),
        "K": rng.integers(layout.kernel, -2, 2),
        "p": layout.p,
        "s": layout.s,
    }


def padded(X, p):
    return np.pad(X, p)


def _slide(X, K, s):
    (height, width), (k, l) = X.shape, K.shape
    return np.array(
        [
            [(X[i : i + k, j : j + l] * K).sum() for j in range(0, width - l + 1, s)]
            for i in range(0, height - k + 1, s)
        ],
        dtype=object,
    )


def Y(padded, K, s):
    return _slide(padded, K, s)


def turned(K):
    return K[::-1, ::-1]


def flipped(padded, turned):
    k, l = turned.shape
    return (padded[:k, :l] * turned).sum()


@instead_of(Y, "convolution_geometry")
def kernel_turned(padded, K, s):
    return _slide(padded, K[::-1, ::-1], s)


@instead_of(Y, "shapes_confused")
def kernel_transposed(padded, K, s):
    return _slide(padded, K.T if K.shape[0] == K.shape[1] else K, s)


@instead_of(padded, "convolution_geometry")
def not_padded(X):
    return X


@instead_of("s", "convolution_geometry")
def other_stride(s):
    return 3 - s


@instead_of(turned, "convolution_geometry")
def not_turned(K):
    return K


@instead_of(turned, "convolution_geometry")
def rows_flipped_only(K):
    return K[::-1]


@instead_of(turned, "convolution_geometry")
def columns_flipped_only(K):
    return K[:, ::-1]


@guard
def telling(K, Y, flipped):
    """the kernel has too many zeros, or turning it changes nothing"""
    return (K == 0).sum() <= K.size // 3 and flipped != Y[0, 0] and len(set(Y.flat)) > 1


def reference(X, K, p, s):
    from torch.nn import ZeroPad2d
    from torch.nn.functional import conv2d

    return {
        "padded": ZeroPad2d(p)(X),
        "Y": conv2d(X[None, None], K[None, None], stride=s, padding=p)[0, 0],
        "turned": K.flip(0, 1),
        "flipped": conv2d(X[None, None], K.flip(0, 1)[None, None], padding=p)[0, 0, 0, 0],
    }
