"""Max pooling, average pooling and global average pooling of a small feature map."""

from generator.authoring import Fraction, Record, guard, instead_of, np

LAYOUTS = [
    Record(picture=(4, 4), k=2, s=2),
    Record(picture=(4, 5), k=2, s=2),
    Record(picture=(5, 4), k=2, s=2),
    Record(picture=(5, 5), k=2, s=2),
    Record(picture=(2, 4), k=2, s=1),
    Record(picture=(4, 2), k=2, s=1),
]


def draw(rng):
    layout = rng.choice(LAYOUTS)
    return {"X": rng.integers(layout.picture, -8, 9), "k": layout.k, "s": layout.s}


def _pooled(X, k, s, reduce):
    rows, columns = (range(0, n - k + 1, s) for n in X.shape)
    return np.array([[reduce(X[i : i + k, j : j + k]) for j in columns] for i in rows], object)


def _mean(window):
    return Fraction(int(window.sum()), window.size)


def M(X, k, s):
    return _pooled(X, k, s, np.max)


def A(X, k, s):
    return _pooled(X, k, s, _mean)


def g(X):
    return _mean(X)


@instead_of(M, "other_branch")
def largest_absolute_value(X, k, s):
    return _pooled(X, k, s, lambda window: max(window.flat, key=abs))


@instead_of(M, "other_branch")
def negative_cut_off(M):
    return np.maximum(M, 0)


@instead_of("s", "convolution_geometry")
def other_stride(s):
    return 3 - s


@instead_of(A, "mean_wrong")
def sums_of_windows(X, k, s):
    return _pooled(X, k, s, np.sum)


@instead_of(A, "mean_wrong")
def divided_by_side(X, k, s):
    return _pooled(X, k, s, lambda window: Fraction(int(window.sum()), k))


@instead_of(g, "wrong_quantity")
def largest_of_all(X):
    return X.max()


@instead_of(g, "mean_wrong")
def mean_of_window_means(A):
    return Fraction(A.sum(), A.size)


@instead_of(g, "wrong_quantity")
def mean_of_maxima(M):
    return Fraction(int(M.sum()), M.size)


@guard
def several_values(M, A, g):
    """windows have the same result, or an average is 0"""
    return len(set(M.flat)) > 1 and len(set(A.flat)) > 1 and g != 0


def reference(X, k, s):
    import torch

    pictures = X[None, None]
    return {
        "M": torch.nn.MaxPool2d(k, s)(pictures)[0, 0],
        "A": torch.nn.AvgPool2d(k, s)(pictures)[0, 0],
        "g": torch.nn.AdaptiveAvgPool2d(1)(pictures)[0, 0, 0, 0],
    }
