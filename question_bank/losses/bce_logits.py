"""Binary cross-entropy from logits: a small batch, its gradient, and a hopeless example."""

from generator.authoring import gradient, guard, instead_of, np, sigmoid


def draw(rng):
    return {
        "z": rng.decimals(3, -3, 3),
        "y": np.array(rng.sample([0, 1, rng.choice([0, 1])], 3)),
        "size": rng.integer(30, 900),
        "sure": rng.choice([0, 1]),
    }


def far(size, sure):
    return (1 - 2 * sure) * size


def m(z):
    return np.maximum(z, 0)


def c(z):
    r"\ln(1 + \exp(-|<z>|))"
    return np.log1p(np.exp(-np.abs(z)))


def losses(m, z, y, c):
    r"<m> - <z> \odot <y> + <c>"
    return m - z * y + c


def loss(losses):
    r"\frac{1}{3} \operatorname{sum}(<losses>)"
    return losses.mean()


def p(z):
    r"\sigma(<z>)"
    return sigmoid(z)


@gradient(loss, "z")
def grad(p, y):
    r"\frac{1}{3} (<p> - <y>)"
    return (p - y) / 3


def far_loss(size):
    return size


@instead_of(losses, "cross_entropy_wrong")
def terms_swapped(m, z, y, c):
    return m - z * (1 - y) + c


@instead_of(losses, "output_and_loss")
def sigmoid_applied_twice(p, y):
    s = sigmoid(p)
    return -(y * np.log(s) + (1 - y) * np.log(1 - s))


@instead_of(losses, "cross_entropy_wrong")
def minus_lost(losses):
    return -losses


@instead_of(losses, "logarithm_base")
def decimal_logarithm(p, y):
    return -(y * np.log10(p) + (1 - y) * np.log10(1 - p))


@instead_of(loss, "mean_wrong")
def summed(losses):
    return losses.sum()


@instead_of(grad, "sign_wrong")
def target_minus_probability(p, y):
    return (y - p) / 3


@instead_of(grad, "slope_counted_twice")
def slope_twice(p, y):
    return (p - y) * p * (1 - p) / 3


@instead_of(grad, "output_and_loss")
def logit_for_probability(z, y):
    return (z - y) / 3


@instead_of(grad, "mean_wrong")
def gradient_not_averaged(p, y):
    return p - y


@instead_of(far_loss, "cross_entropy_wrong")
def right_class_assumed():
    return 0


@instead_of(far_loss, "sign_wrong")
def negative_loss(size):
    return -size


@instead_of(far_loss, "cross_entropy_wrong")
def zero_one_loss():
    return 1


@guard
def distinct(z):
    """two logits are equal"""
    return len(set(np.abs(z))) == 3


def reference(z, y, size, sure):
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits, softplus

    z.requires_grad_()
    y = y.to(z.dtype)
    losses = binary_cross_entropy_with_logits(z, y, reduction="none")
    loss = binary_cross_entropy_with_logits(z, y)
    far = torch.tensor(float(size if sure == 0 else -size), dtype=z.dtype)
    label = torch.full_like(far, sure)
    return {
        "m": torch.relu(z),
        "c": softplus(-abs(z)),
        "losses": losses,
        "loss": loss,
        "p": torch.sigmoid(z),
        "grad": torch.autograd.grad(loss, z)[0],
        "far": far,
        "far_loss": binary_cross_entropy_with_logits(far, label),
    }
