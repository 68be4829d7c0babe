"""One-hot targets and the cross-entropy of a batch of two, straight from the logits."""

from generator.authoring import instead_of, np, one_hot, softmax


def draw(rng):
    K = rng.integer(3, 5)
    return {
        "K": K,
        "Z": rng.decimals((2, K), -3, 4),
        "t": np.array(rng.sample(range(1, K + 1), 2)),
    }


def Y(t, K):
    return one_hot(t - 1, K)


def s(Z):
    return np.log(np.exp(Z).sum(axis=1))


def c(Z, Y):
    return (Z * Y).sum(axis=1)


def losses(s, c):
    r"<s> - <c>"
    return s - c


def loss(losses):
    r"\frac{1}{2} \operatorname{sum}(<losses>)"
    return losses.mean()


@instead_of(Y, "one_step_off")
def classes_counted_from_zero(t, K):
    return one_hot(t % K, K)


@instead_of(s, "softmax_wrong")
def logarithms_added(Z):
    return Z.sum(axis=1)


@instead_of(s, "cross_entropy_wrong")
def logarithm_left_out(Z):
    return np.exp(Z).sum(axis=1)


@instead_of(s, "softmax_wrong")
def largest_logit_only(Z):
    return Z.max(axis=1)


@instead_of(losses, "sign_wrong")
def score_minus_sum(s, c):
    return c - s


@instead_of(losses, "output_and_loss")
def softmax_applied_twice(Z, Y):
    p = softmax(Z)
    return -np.log((softmax(p) * Y).sum(axis=1))


@instead_of(losses, "cross_entropy_wrong")
def most_probable_class(s, Z):
    return s - Z.max(axis=1)


@instead_of(loss, "mean_wrong")
def summed(losses):
    return losses.sum()


@instead_of(loss, "mean_wrong")
def divided_by_classes(losses, K):
    return losses.sum() / K


def reference(Z, t, K):
    import torch
    from torch.nn.functional import cross_entropy, one_hot

    return {
        "Y": one_hot(t - 1, K),
        "s": torch.logsumexp(Z, dim=1),
        "losses": cross_entropy(Z, t - 1, reduction="none"),
        "loss": cross_entropy(Z, t - 1),
    }
