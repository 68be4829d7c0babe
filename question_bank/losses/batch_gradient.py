"""Gradients of softmax with cross-entropy for a batch: logits, weights and bias."""

from generator.authoring import gradient, instead_of, np, one_hot, softmax


def draw(rng):
    N = rng.integer(2, 3)
    return {
        "N": N,
        "X": rng.decimals((N, 2), -2, 2),
        "W": rng.decimals((3, 2), -1, 1),
        "b": rng.decimals(3, -1, 1),
        "t": np.array(rng.sample([1, 2, 3], N)),
    }


def Y(t):
    return one_hot(t - 1, 3)


def ones(N):
    return np.ones(N)


def Z(X, W, ones, b):
    r"<X> <W>^\top + <ones> <b>^\top"
    return X @ W.T + np.outer(ones, b)


def P(Z):
    r"\operatorname{softmax}(<Z>)"
    return softmax(Z)


def loss(P, Y, N):
    return -np.sum(Y * np.log(P)) / N


@gradient(loss, Z)
def delta(P, Y, N):
    r"\frac{1}{<N>} (<P> - <Y>)"
    return (P - Y) / N


@gradient(loss, "W")
def grad_W(delta, X):
    r"<delta>^\top <X>"
    return delta.T @ X


@gradient(loss, "b")
def grad_b(delta, ones):
    r"<delta>^\top <ones>"
    return delta.T @ ones


@instead_of(P, "softmax_wrong")
def softmax_down_the_columns(Z):
    return softmax(Z.T).T


@instead_of(P, "softmax_wrong")
def not_normalised(Z):
    return np.exp(Z)


@instead_of(delta, "sign_wrong")
def target_minus_probability(P, Y, N):
    return (Y - P) / N


@instead_of(delta, "mean_wrong")
def summed_instead_of_averaged(P, Y):
    return P - Y


@instead_of(delta, "mean_wrong")
def averaged_over_classes_too(P, Y, N):
    return (P - Y) / (3 * N)


@instead_of(delta, "slope_counted_twice")
def extra_softmax_slope(P, Y, N):
    return (P - Y) * P * (1 - P) / N


@instead_of(delta, "differentiation_rule")
def targets_left_out(P, N):
    return P / N


@instead_of(grad_W, "mean_wrong")
def averaged_once_more(delta, X, N):
    return delta.T @ X / N


@instead_of(grad_W, "weight_transposed")
def transposed(delta, X):
    return X.T @ delta


@instead_of(grad_b, "mean_wrong")
def bias_gradient_averaged(delta, ones, N):
    return delta.T @ ones / N


@instead_of(grad_b, "path_missing")
def last_example_only(delta):
    return delta[-1]


def reference(X, W, b, t):
    import torch
    from torch.nn.functional import cross_entropy, linear, one_hot

    W.requires_grad_()
    b.requires_grad_()
    Z = linear(X, W, b)
    loss = cross_entropy(Z, t - 1)
    delta, grad_W, grad_b = torch.autograd.grad(loss, (Z, W, b))
    return {
        "Y": one_hot(t - 1, 3),
        "ones": torch.ones_like(t),
        "Z": Z,
        "P": torch.softmax(Z, dim=1),
        "loss": loss,
        "delta": delta,
        "grad_W": grad_W,
        "grad_b": grad_b,
    }
