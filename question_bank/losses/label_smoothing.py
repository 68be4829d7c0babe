"""Label smoothing: targets, loss, gradient, and the loss that is left at the optimum."""

from generator.authoring import gradient, guard, instead_of, np, one_hot, softmax


def draw(rng):
    K = rng.choice([3, 4, 5])
    return {
        "K": K,
        "t": rng.integer(1, K),
        "z": rng.decimals(K, -2, 3),
        "eps": rng.choice([0.05, 0.1, 0.15, 0.2, 0.3, 0.4]),
    }


def y(t, K):
    return one_hot(t - 1, K)


def q(y, eps, K):
    r"(1 - <eps>)\, <y> + \frac{<eps>}{<K>}"
    return (1 - eps) * y + eps / K


def p(z):
    r"\operatorname{softmax}(<z>)"
    return softmax(z)


def loss(q, p):
    r"-<q>^\top \ln(<p>)"
    return -q @ np.log(p)


@gradient(loss, "z")
def grad(p, q):
    r"<p> - <q>"
    return p - q


def least(q):
    r"-<q>^\top \ln(<q>)"
    return -q @ np.log(q)


@instead_of(q, "cross_entropy_wrong")
def not_smoothed(y):
    return y


@instead_of(q, "arithmetic")
def spread_over_the_others(y, eps, K):
    return (1 - eps) * y + eps / (K - 1) * (1 - y)


@instead_of(q, "arithmetic")
def right_class_not_topped_up(y, eps, K):
    return (1 - eps) * y + eps / K * (1 - y)


@instead_of(loss, "cross_entropy_wrong")
def true_class_only(q, p, y):
    return -(q * y) @ np.log(p)


@instead_of(loss, "cross_entropy_wrong")
def roles_exchanged(q, p):
    return -p @ np.log(q)


@instead_of(loss, "cross_entropy_wrong")
def minus_lost(loss):
    return -loss


@instead_of(p, "softmax_wrong")
def no_exponential(z):
    return z / z.sum()


@instead_of(grad, "sign_wrong")
def target_minus_probability(p, q):
    return q - p


@instead_of(grad, "wrong_quantity")
def hard_target(p, y):
    return p - y


@instead_of(grad, "slope_counted_twice")
def slope_twice(p, q):
    return (p - q) * p * (1 - p)


@instead_of(least, "wrong_quantity")
def vanishes():
    return 0


@instead_of(least, "cross_entropy_wrong")
def only_largest_target(q):
    return -np.log(q.max())


@instead_of(least, "wrong_quantity")
def uniform_guess(K):
    return np.log(K)


@guard
def not_symmetric(z):
    """the logits add up to almost 0"""
    return abs(z.sum()) > 0.15


def reference(K, t, z, eps):
    import torch
    from torch.nn.functional import cross_entropy, one_hot

    z.requires_grad_()
    target = torch.tensor(t - 1)
    loss = cross_entropy(z, target, label_smoothing=float(eps))
    # The loss is linear in log p, so that its slopes there are the smoothed targets.
    logs = torch.zeros(K, dtype=z.dtype, requires_grad=True)
    linear = cross_entropy(logs, target, label_smoothing=float(eps))
    q = 1 / K - torch.autograd.grad(linear, logs)[0]
    return {
        "y": one_hot(target, K),
        "q": q,
        "p": torch.softmax(z, dim=0),
        "loss": loss,
        "grad": torch.autograd.grad(loss, z)[0],
        "least": torch.distributions.Categorical(probs=q).entropy(),
    }
