"""The gradients that autograd stores for a squared residual of vectors."""

from generator.authoring import dot, gradient, guard, instead_of


def draw(rng):
    n = rng.choice([2, 3, 4])
    return {
        "x": rng.integers(n, -4, 5, zero=False),
        "w": rng.integers(n, -4, 5, zero=False),
        "b": rng.integer(-5, 5, zero=False),
        "y": rng.integer(-5, 5, zero=False),
    }


def r(w, x, b, y):
    r"<w>^\top <x> + <b> - <y>"
    return dot(w, x) + b - y


def loss(r):
    r"<r>^2"
    return r**2


@gradient(loss, "w")
def grad_w(r, x):
    r"2 \cdot <r> <x>"
    return 2 * r * x


@gradient(loss, "x")
def grad_x(r, w):
    r"2 \cdot <r> <w>"
    return 2 * r * w


@gradient(loss, "b")
def grad_b(r):
    r"2 \cdot <r>"
    return 2 * r


@instead_of(loss, "power_or_root")
def square_forgotten(r):
    return r


@instead_of(grad_w, "factor_two")
def factor_two_missing(r, x):
    return r * x


@instead_of(grad_w, "chain_rule")
def gradient_of_r_alone(x):
    return x


@instead_of(grad_w, "differentiation_rule")
def own_entries(r, w):
    return 2 * r * w


@instead_of(grad_x, "differentiation_rule")
def own_inputs(r, x):
    return 2 * r * x


@instead_of(grad_x, "sign_wrong")
def minus_sign(grad_x):
    return -grad_x


@instead_of(grad_b, "bias_gradient_wrong")
def bias_is_zero():
    return 0


@instead_of(grad_b, "chain_rule")
def bias_is_one():
    return 1


@guard
def telling(r):
    """the residual is so small that its square tells little"""
    return abs(r) > 2


def reference(x, w, b, y):
    import torch

    b = torch.tensor(float(b), dtype=x.dtype)
    for leaf in (x, w, b):
        leaf.requires_grad_()
    r = torch.nn.functional.linear(x, w[None], b[None])[0] - y
    loss = torch.nn.functional.mse_loss(r, torch.zeros_like(r))
    loss.backward()
    return {"r": r, "loss": loss, "grad_w": w.grad, "grad_x": x.grad, "grad_b": b.grad}
