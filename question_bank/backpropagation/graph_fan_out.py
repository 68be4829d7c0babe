"""Backward through a computational graph in which a node and an input are used twice."""

from generator.authoring import gradient, guard, instead_of, np


def draw(rng):
    return {
        "a": rng.decimal(-2, 2),
        "b": rng.decimal(-2, 2),
        "c": rng.decimal(-2, 3),
    }


def u1(a, b):
    r"<a> + <b>"
    return a + b


def u2(u1):
    r"\exp(<u1>)"
    return np.exp(u1)


def u3(b, u1):
    r"<b> \cdot <u1>"
    return b * u1


def u4(c, u2, u3):
    r"<c> \cdot <u2> + <u3>"
    return c * u2 + u3


def loss(u4):
    r"\ln(<u4>)"
    return np.log(u4)


@gradient(loss, u4)
def grad_u4(u4):
    r"\frac{1}{<u4>}"
    return 1 / u4


@gradient(loss, u3)
def grad_u3(grad_u4):
    r"<grad_u4> \cdot 1"
    return grad_u4


@gradient(loss, u2)
def grad_u2(grad_u4, c):
    r"<grad_u4> \cdot <c>"
    return grad_u4 * c


@gradient(loss, u1)
def grad_u1(grad_u2, u2, grad_u3, b):
    r"<grad_u2> \cdot <u2> + <grad_u3> \cdot <b>"
    return grad_u2 * u2 + grad_u3 * b


@gradient(loss, "a")
def grad_a(grad_u1):
    r"<grad_u1> \cdot 1"
    return grad_u1


@gradient(loss, "b")
def grad_b(grad_u1, grad_u3, u1):
    r"<grad_u1> \cdot 1 + <grad_u3> \cdot <u1>"
    return grad_u1 + grad_u3 * u1


@gradient(loss, "c")
def grad_c(grad_u4, u2):
    r"<grad_u4> \cdot <u2>"
    return grad_u4 * u2


def values(u1, u2, u3, u4):
    return np.array([u1, u2, u3, u4])


def grads(grad_u1, grad_u2, grad_u3, grad_u4):
    return np.array([grad_u1, grad_u2, grad_u3, grad_u4])


@instead_of(grad_u4, "differentiation_rule")
def logarithm_kept_as_its_slope(loss):
    return loss


@instead_of(grad_u4, "differentiation_rule")
def slope_of_logarithm_inverted(u4):
    return u4


@instead_of(grad_u1, "path_missing")
def path_over_u3_missing(grad_u2, u2):
    return grad_u2 * u2


@instead_of(grad_u1, "path_missing")
def path_over_u2_missing(grad_u3, b):
    return grad_u3 * b


@instead_of(grad_u1, "path_missing")
def paths_multiplied(grad_u2, u2, grad_u3, b):
    return grad_u2 * u2 * grad_u3 * b


@instead_of(grad_u1, "differentiation_rule")
def exponential_not_differentiated(grad_u2, u1, grad_u3, b):
    return grad_u2 * u1 + grad_u3 * b


@instead_of(grad_b, "path_missing")
def only_over_the_sum(grad_u1):
    return grad_u1


@instead_of(grad_b, "path_missing")
def only_over_the_product(grad_u3, u1):
    return grad_u3 * u1


@guard
def logarithm_exists(u4):
    """the logarithm has no positive argument, or a very small one"""
    return u4 >= 0.3


@guard
def unlike_numbers(b, c):
    """a factor is 1"""
    return abs(b) != 1 and abs(c) != 1


def reference(a, b, c):
    import torch

    for given in (a, b, c):
        given.requires_grad_()
    u1 = a + b
    u2 = torch.exp(u1)
    u3 = b * u1
    u4 = c * u2 + u3
    loss = torch.log(u4)
    *grads, grad_a, grad_b, grad_c = torch.autograd.grad(loss, (u1, u2, u3, u4, a, b, c))
    return {
        **{f"u{i + 1}": value for i, value in enumerate((u1, u2, u3, u4))},
        **{f"grad_u{i + 1}": value for i, value in enumerate(grads)},
        "values": torch.stack([u1, u2, u3, u4]),
        "grads": torch.stack(grads),
        "loss": loss,
        "grad_a": grad_a,
        "grad_b": grad_b,
        "grad_c": grad_c,
    }
