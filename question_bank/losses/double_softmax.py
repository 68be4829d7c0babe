"""What cross-entropy returns if it is fed with probabilities in place of logits."""

from generator.authoring import guard, instead_of, np, one_hot, softmax


def draw(rng):
    K = rng.integer(3, 5)
    return {
        "K": K,
        "t": rng.integer(0, K - 1),
        "z": rng.decimals(K, -2, 4),
    }


def y(t, K):
    return one_hot(t, K)


def loss(z, y):
    r"\ln(\operatorname{sum}(\exp(<z>))) - <y>^\top <z>"
    return np.log(np.exp(z).sum()) - y @ z


def p(z):
    r"\operatorname{softmax}(<z>)"
    return softmax(z)


def q(p):
    r"\operatorname{softmax}(<p>)"
    return softmax(p)


def wrong(q, y):
    r"-<y>^\top \ln(<q>)"
    return -y @ np.log(q)


def floor(K):
    r"\ln(1 + (<K> - 1)\, e^{-1})"
    return np.log1p((K - 1) * np.exp(-1))


@instead_of(loss, "cross_entropy_wrong")
def logarithm_of_logit(z, y):
    return -np.log(abs(y @ z))


@instead_of(loss, "cross_entropy_wrong")
def minus_lost(loss):
    return -loss


@instead_of(loss, "output_and_loss")
def softmax_applied_anyway(wrong):
    return wrong


@instead_of("t", "one_step_off")
def classes_counted_from_one(t, K):
    return (t - 1) % K


@instead_of(wrong, "output_and_loss")
def inner_softmax_overlooked(p, y):
    return -y @ np.log(p)


@instead_of(wrong, "cross_entropy_wrong")
def probability_for_logarithm(q, y):
    return 1 - y @ q


@instead_of(p, "softmax_wrong")
def no_exponential(z):
    return z / z.sum()


@instead_of(floor, "output_and_loss")
def zero_as_for_logits():
    return 0


@instead_of(floor, "wrong_quantity")
def uniform_guess(K):
    return np.log(K)


@instead_of(floor, "wrong_quantity")
def largest_instead_of_smallest(K):
    return np.log(K - 1 + np.exp(1))


@instead_of(floor, "softmax_wrong")
def one_other_class(K):
    return np.log1p(np.exp(-1))


@guard
def apart(z, loss, wrong):
    """the two losses are almost equal, or the logits add up to almost 0"""
    return abs(loss - wrong) > 0.05 and abs(z.sum()) > 0.15


def reference(K, t, z):
    import torch
    from torch.nn.functional import cross_entropy, one_hot

    target = torch.tensor(t)
    p = torch.softmax(z, dim=0)
    sure = one_hot(target, K).to(z.dtype)
    return {
        "y": one_hot(target, K),
        "loss": cross_entropy(z, target),
        "p": p,
        "q": torch.softmax(p, dim=0),
        "wrong": cross_entropy(p, target),
        "floor": cross_entropy(sure, target),
    }
