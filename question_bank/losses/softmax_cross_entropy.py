"""Softmax and cross-entropy of one example; the loss of a uniform prediction."""

from generator.authoring import instead_of, np, one_hot, softmax


def draw(rng):
    K = rng.integer(3, 5)
    return {
        "K": K,
        "z": rng.decimals(K, -2, 3),
        "t": rng.integer(1, K),
        "c": rng.integer(2, 9),
    }


def y(t, K):
    return one_hot(t - 1, K)


def u(z):
    r"\exp(<z>)"
    return np.exp(z)


def S(u):
    r"\operatorname{sum}(<u>)"
    return u.sum()


def p(u, S):
    r"\frac{1}{<S>} <u>"
    return u / S


def loss(p, y):
    r"-<y>^\top \ln(<p>)"
    return -y @ np.log(p)


def uniform_loss(K):
    r"-\ln\left(\frac{1}{<K>}\right)"
    return np.log(K)


@instead_of(u, "softmax_wrong")
def no_exponential(z):
    return z


@instead_of(u, "softmax_wrong")
def powers_of_two(z):
    return 2**z


@instead_of(p, "softmax_wrong")
def not_normalised(u):
    return u / u.max()


@instead_of(loss, "logarithm_base")
def decimal_logarithm(p, y):
    return -y @ np.log10(p)


@instead_of(loss, "cross_entropy_wrong")
def minus_forgotten(p, y):
    return y @ np.log(p)


@instead_of(loss, "cross_entropy_wrong")
def all_classes_summed(p):
    return -np.log(p).sum()


@instead_of(loss, "cross_entropy_wrong")
def most_probable_class(p):
    return -np.log(p.max())


@instead_of(loss, "output_and_loss")
def softmax_applied_twice(p, y):
    return -y @ np.log(softmax(p))


@instead_of(loss, "cross_entropy_wrong")
def complement_of_probability(p, y):
    return -y @ np.log(1 - p)


@instead_of(uniform_loss, "cross_entropy_wrong")
def no_logarithm(K):
    return 1 / K


@instead_of(uniform_loss, "cross_entropy_wrong")
def decimal_logarithm_of_uniform(K):
    return np.log10(K)


@instead_of(uniform_loss, "cross_entropy_wrong")
def every_class_counted(K):
    return K * np.log(K)


def reference(z, t, K):
    import torch
    from torch.nn.functional import cross_entropy, one_hot

    target = torch.tensor(t - 1)
    return {
        "y": one_hot(target, K),
        "u": torch.exp(z),
        "S": torch.exp(torch.logsumexp(z, dim=0)),
        "p": torch.softmax(z, dim=0),
        "loss": cross_entropy(z, target),
        "uniform_loss": cross_entropy(torch.zeros_like(z), target),
    }
