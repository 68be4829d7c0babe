"""A softmax over two classes is a sigmoid of the difference of their logits."""

from generator.authoring import guard, instead_of, np, one_hot, sigmoid, softmax


def draw(rng):
    return {
        "z": rng.decimals(2, -3, 3),
        "t": rng.choice([1, 2]),
        "c": rng.choice([-1.5, -0.8, -0.4, 0.6, 1.1, 1.7]),
        "first": rng.choice([0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85]),
    }


def p(z):
    r"\operatorname{softmax}(<z>)"
    return softmax(z)


def d(z):
    return z[0] - z[1]


def s(d):
    r"\sigma(<d>)"
    return sigmoid(d)


def loss(s, t):
    return -np.log(s if t == 1 else 1 - s)


def slopes(p, t):
    return p - one_hot(t - 1, 2)


def u(c, first):
    r"<c> + \ln\left(\frac{<first>}{1 - <first>}\right)"
    return c + np.log(first / (1 - first))


@instead_of(p, "softmax_wrong")
def no_exponential(z):
    return z / z.sum()


@instead_of(p, "softmax_wrong")
def sigmoid_of_each(z):
    return sigmoid(z)


@instead_of(d, "sign_wrong")
def difference_reversed(z):
    return z[1] - z[0]


@instead_of(d, "softmax_wrong")
def first_logit_only(z):
    return z[0]


@instead_of(d, "sign_wrong")
def logits_added(z):
    return z[0] + z[1]


@instead_of(loss, "cross_entropy_wrong")
def other_class(s, t):
    return -np.log(s if t == 2 else 1 - s)


@instead_of(loss, "cross_entropy_wrong")
def minus_lost(loss):
    return -loss


@instead_of(slopes, "sign_wrong")
def target_minus_probability(p, t):
    return one_hot(t - 1, 2) - p


@instead_of(slopes, "slope_counted_twice")
def slope_twice(p, t):
    return (p - one_hot(t - 1, 2)) * p * (1 - p)


@instead_of(u, "softmax_wrong")
def second_logit_ignored(first):
    return np.log(first / (1 - first))


@instead_of(u, "upside_down")
def odds_upside_down(c, first):
    return c + np.log((1 - first) / first)


@instead_of(u, "sign_wrong")
def second_logit_subtracted(c, first):
    return np.log(first / (1 - first)) - c


@guard
def not_symmetric(z, d):
    """the logits are equal, or opposite"""
    return abs(d) > 0.15 and abs(z.sum()) > 0.15


def reference(z, t, c, first):
    import torch
    from torch.nn.functional import binary_cross_entropy, cross_entropy

    z.requires_grad_()
    p = torch.softmax(z, dim=0)
    (slopes,) = torch.autograd.grad(cross_entropy(z, torch.tensor(t - 1)), z)
    return {
        "p": p,
        "s": p[0],
        "loss": binary_cross_entropy(p[0], torch.tensor(2.0 - t, dtype=z.dtype)),
        "slopes": slopes,
        "u": torch.logit(first) + c,
    }
