"""Hinge and squared hinge loss of a linear classifier: values, slopes, gradient by the weights."""

from generator.authoring import gradient, guard, instead_of, np


def draw(rng):
    return {
        "squared": rng.choice([False, True]),
        "X": rng.decimals((3, 2), -2, 2),
        "y": np.array(rng.shuffled([1, -1, rng.choice([1, -1])])),
        "w": rng.decimals(2, -1.5, 1.5),
        "b": rng.decimal(-0.8, 0.8),
    }


def s(X, w, b):
    r"<X> <w> + <b>"
    return X @ w + b


def m(y, s):
    r"<y> \odot <s>"
    return y * s


def r(m):
    r"\max(0, 1 - <m>)"
    return np.maximum(0, 1 - m)


def losses(r, squared):
    return r**2 if squared else r


def loss(losses):
    r"\frac{1}{3} \operatorname{sum}(<losses>)"
    return losses.mean()


def total(losses):
    return losses.sum()


@gradient(total, s)
def slopes(y, m, r, squared):
    return -y * (2 * r if squared else (m < 1))


@gradient(loss, "w")
def grad_w(X, slopes):
    r"\frac{1}{3} <X>^\top <slopes>"
    return X.T @ slopes / 3


@instead_of(s, "bias_left_out")
def no_bias(X, w):
    return X @ w


@instead_of(m, "wrong_quantity")
def label_ignored(s):
    return s


@instead_of(r, "other_branch")
def not_cut_off(m):
    return 1 - m


@instead_of(r, "wrong_quantity")
def margin_left_out(m):
    return np.maximum(0, -m)


@instead_of(losses, "power_or_root")
def other_of_the_two(r, squared):
    return r if squared else r**2


@instead_of(slopes, "sign_wrong")
def sign_turned(slopes):
    return -slopes


@instead_of(slopes, "chain_rule")
def label_left_out(r, m, squared):
    return -(2 * r if squared else (m < 1) * 1.0)


@instead_of(slopes, "other_branch")
def slope_beyond_the_margin(y, m, squared):
    return -y * (2 * (1 - m) if squared else 1)


@instead_of(slopes, "wrong_quantity")
def slope_of_the_other(y, m, r, squared):
    return -y * ((m < 1) if squared else 2 * r)


@instead_of(loss, "mean_wrong")
def summed(losses):
    return losses.sum()


@instead_of(grad_w, "mean_wrong")
def gradient_not_averaged(X, slopes):
    return X.T @ slopes


@instead_of(grad_w, "mean_wrong")
def averaged_over_active_examples(X, slopes, r):
    return X.T @ slopes / max(1, np.count_nonzero(r))


@guard
def both_branches(m):
    """all examples lie on the same side of the margin, or one is too close to it"""
    return (abs(m - 1) > 0.1).all() and 0 < np.count_nonzero(m < 1) < 3


def reference(squared, X, y, w, b):
    import torch
    from torch.nn.functional import linear, multi_margin_loss

    w.requires_grad_()
    s = linear(X, w[None], b[None])[:, 0]
    # As a loss of two classes with the scores s/2 and -s/2, whose distance is s; torch divides it
    # by the number of classes.
    scores = torch.stack([s, -s], dim=1) / 2
    target = (y < 0).long()

    def hinge(power, reduction):
        return 2 * multi_margin_loss(scores, target, p=power, reduction=reduction)

    power = 2 if squared else 1
    losses, loss = hinge(power, "none"), hinge(power, "mean")
    (slopes,) = torch.autograd.grad(losses.sum(), s, retain_graph=True)
    return {
        "s": s,
        "m": torch.mul(y, s),
        "r": hinge(1, "none"),
        "losses": losses,
        "total": losses.sum(),
        "loss": loss,
        "slopes": slopes,
        "grad_w": torch.autograd.grad(loss, w)[0],
    }
