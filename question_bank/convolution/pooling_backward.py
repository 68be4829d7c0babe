"""The gradient on its way back through max pooling and through average pooling."""

from generator.authoring import Fraction, Record, gradient, instead_of, np

LAYOUTS = [
    Record(picture=(4, 4), pooled=(2, 2), s=2),
    Record(picture=(2, 6), pooled=(1, 3), s=2),
    Record(picture=(3, 3), pooled=(2, 2), s=1),
    Record(picture=(3, 4), pooled=(2, 3), s=1),
]


def draw(rng):
    layout = rng.choice(LAYOUTS)
    rows, columns = layout.picture
    values = rng.sample(range(-9, 12), rows * columns)
    return {
        "X": np.array(values, dtype=object).reshape(rows, columns),
        "G": rng.integers(layout.pooled, -6, 8, zero=False),
        "s": layout.s,
    }


def _windows(s, G):
    for i, j in np.ndindex(G.shape):
        yield (slice(i * s, i * s + 2), slice(j * s, j * s + 2)), G[i, j]


def loss_max(X, G, s):
    return sum(g * np.max(X[window]) for window, g in _windows(s, G))


def loss_mean(X, G, s):
    return sum(g * np.sum(X[window]) / Fraction(4) for window, g in _windows(s, G))


def _back_to_extreme(X, G, s, extreme):
    back = 0 * X
    for window, g in _windows(s, G):
        back[window] = back[window] + g * (X[window] == extreme(X[window]))
    return back


def _back_to_all(X, G, s, share):
    back = 0 * X
    for window, g in _windows(s, G):
        back[window] = back[window] + share * g
    return back


@gradient(loss_max, "X")
def D_max(X, G, s):
    return _back_to_extreme(X, G, s, np.max)


@gradient(loss_mean, "X")
def D_mean(X, G, s):
    return _back_to_all(X, G, s, Fraction(1, 4))


@instead_of(D_max, "path_missing")
def spread_like_a_mean(D_mean):
    return D_mean


@instead_of(D_max, "path_missing")
def copied_to_the_whole_window(X, G, s):
    return _back_to_all(X, G, s, 1)


@instead_of(D_max, "chain_rule")
def value_instead_of_gradient(X, G, s):
    return _back_to_extreme(X, G, s, np.max) * X


@instead_of(D_max, "other_branch")
def largest_gradient_only(X, G, s, D_max):
    return np.where(D_max == D_max.max(), D_max, 0)


@instead_of(D_mean, "mean_wrong")
def not_divided(X, G, s):
    return _back_to_all(X, G, s, 1)


@instead_of(D_mean, "mean_wrong")
def divided_by_side(X, G, s):
    return _back_to_all(X, G, s, Fraction(1, 2))


@instead_of(D_mean, "other_branch")
def maximum_gets_the_mean(D_max):
    return D_max / Fraction(4)


@instead_of(D_mean, "path_missing")
def last_window_only(X, G, s):
    back = 0 * X
    for window, g in _windows(s, G):
        back[window] = g / Fraction(4)
    return back


def reference(X, G, s):
    import torch
    from torch.nn.functional import avg_pool2d, max_pool2d

    X.requires_grad_()
    losses = [(G * pool(X[None, None], 2, s)[0, 0]).sum() for pool in (max_pool2d, avg_pool2d)]
    back = [torch.autograd.grad(loss, X)[0] for loss in losses]
    return {
        "loss_max": losses[0],
        "loss_mean": losses[1],
        "D_max": back[0],
        "D_mean": back[1],
    }
