"""Binary cross-entropy of one sigmoid output, and its slopes."""

from generator.authoring import gradient, instead_of, np, sigmoid


def draw(rng):
    return {"z": rng.decimal(-3, 3, digits=2), "y": rng.choice([0, 1])}


def p(z):
    r"\sigma(<z>)"
    return sigmoid(z)


def loss(p, y):
    r"-\bigl(<y> \ln(<p>) + (1 - <y>) \ln(1 - <p>)\bigr)"
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


@gradient(loss, p)
def grad_p(p, y):
    r"\frac{<p> - <y>}{<p> (1 - <p>)}"
    return (p - y) / (p * (1 - p))


@gradient(loss, "z")
def grad_z(p, y):
    r"<p> - <y>"
    return p - y


@instead_of(p, "sign_wrong")
def sign_in_exponent(z):
    return sigmoid(-z)


@instead_of(loss, "cross_entropy_wrong")
def terms_swapped(p, y):
    return -(y * np.log(1 - p) + (1 - y) * np.log(p))


@instead_of(loss, "cross_entropy_wrong")
def minus_lost(loss):
    return -loss


@instead_of(loss, "logarithm_base")
def decimal_logarithm(p, y):
    return -(y * np.log10(p) + (1 - y) * np.log10(1 - p))


@instead_of(grad_p, "chain_rule")
def inner_minus_lost(p, y):
    return -y / p - (1 - y) / (1 - p)


@instead_of(grad_p, "wrong_quantity")
def sigmoid_included(p, y):
    return p - y


@instead_of(grad_z, "slope_counted_twice")
def slope_twice(p, y):
    return (p - y) * p * (1 - p)


@instead_of(grad_z, "output_slope_missing")
def slope_forgotten(grad_p):
    return grad_p


@instead_of(grad_z, "sign_wrong")
def target_minus_probability(p, y):
    return y - p


def reference(z, y):
    import torch

    y = torch.tensor(float(y), dtype=z.dtype)
    p = torch.sigmoid(z).requires_grad_()
    (grad_p,) = torch.autograd.grad(torch.nn.functional.binary_cross_entropy(p, y), p)
    z.requires_grad_()
    loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y)
    (grad_z,) = torch.autograd.grad(loss, z)
    return {"p": p, "loss": loss, "grad_p": grad_p, "grad_z": grad_z}
