"""Backward through a computational graph with a product, a maximum, a sum and an activation."""

from generator.authoring import (
    gradient,
    guard,
    instead_of,
    np,
    sigmoid,
    softplus,
    tanh,
    torch_function,
)


def draw(rng):
    return {"f": rng.choice([sigmoid, tanh, softplus]), "x": rng.decimals(4, -2, 2)}


def u1(x):
    return x[0] * x[1]


def u2(u1, x):
    return np.maximum(u1, x[2])


def u3(u2, x):
    return u2 + x[3]


def u(u1, u2, u3):
    return np.array([u1, u2, u3])


def loss(f, u3):
    r"<f>(<u3>)"
    return f(u3)


@gradient(loss, u3)
def grad_u3(f, u3):
    r"<f>'(<u3>)"
    return f.slope(u3)


@gradient(loss, u2)
def grad_u2(grad_u3):
    r"<grad_u3> \cdot 1"
    return grad_u3


@gradient(loss, u1)
def grad_u1(grad_u2, u1, x):
    return grad_u2 * (u1 > x[2])


def grads(grad_u1, grad_u2, grad_u3):
    return np.array([grad_u1, grad_u2, grad_u3])


@gradient(loss, "x")
def grad_x(grad_u1, grad_u2, grad_u3, u1, x):
    return np.array([grad_u1 * x[1], grad_u1 * x[0], grad_u2 * (x[2] > u1), grad_u3])


@instead_of(u2, "other_branch")
def smaller_one_taken(u1, x):
    return np.minimum(u1, x[2])


@instead_of(grad_u3, "slope_at_activation")
def slope_at_activation(f, loss):
    return f.slope(loss)


@instead_of(grad_u3, "chain_rule")
def no_slope_of_f():
    return 1.0


@instead_of(grad_u3, "wrong_quantity")
def value_for_slope(loss):
    return loss


@instead_of(grad_u2, "differentiation_rule")
def sum_treated_as_product(grad_u3, x):
    return grad_u3 * x[3]


@instead_of(grad_u1, "other_branch")
def maximum_passes_to_both(grad_u2):
    return grad_u2


@instead_of(grad_x, "other_branch")
def smaller_one_gets_it(grad_u2, grad_u3, u1, x):
    passed = grad_u2 * (u1 < x[2])
    return np.array([passed * x[1], passed * x[0], grad_u2 * (x[2] < u1), grad_u3])


@instead_of(grad_x, "differentiation_rule")
def factors_not_exchanged(grad_u1, grad_u2, grad_u3, u1, x):
    return np.array([grad_u1 * x[0], grad_u1 * x[1], grad_u2 * (x[2] > u1), grad_u3])


@instead_of(grad_x, "chain_rule")
def local_derivatives_only(u1, x):
    return np.array([x[1], x[0], float(x[2] > u1), 1.0])


@guard
def clear_maximum(u1, x):
    """the two arguments of the maximum are nearly equal"""
    return abs(u1 - x[2]) >= 0.2


@guard
def unlike_numbers(x):
    """the two factors or the two summands print alike"""
    return abs(x[0]) != abs(x[1]) and x[3] != 1


def reference(f, x):
    import torch

    x.requires_grad_()
    u1 = x[0] * x[1]
    u2 = torch.maximum(u1, x[2])
    u3 = u2 + x[3]
    loss = torch_function(f)(u3)
    *grads, grad_x = torch.autograd.grad(loss, (u1, u2, u3, x))
    return {
        "u": torch.stack([u1, u2, u3]),
        "loss": loss,
        "grad_u2": grads[1],
        "grad_u3": grads[2],
        "grads": torch.stack(grads),
        "grad_x": grad_x,
    }
