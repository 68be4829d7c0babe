"""Backpropagation through two units that share their weight and their bias."""

from generator.authoring import gradient, instead_of, sigmoid, tanh, torch_function


def draw(rng):
    return {
        "f": rng.choice([sigmoid, tanh]),
        "x": rng.decimal(-2, 2),
        "w": rng.decimal(-2, 2),
        "b": rng.decimal(-1, 1),
        "y": rng.choice([0, 1]),
    }


def z1(w, x, b):
    r"<w> \cdot <x> + <b>"
    return w * x + b


def h1(f, z1):
    r"<f>(<z1>)"
    return f(z1)


def z2(w, h1, b):
    r"<w> \cdot <h1> + <b>"
    return w * h1 + b


def h2(f, z2):
    r"<f>(<z2>)"
    return f(z2)


def loss(h2, y, half):
    r"<half> (<h2> - <y>)^2"
    return half * (h2 - y) ** 2


@gradient(loss, z2)
def grad_z2(h2, y, half, f, z2):
    r"2 \cdot <half> (<h2> - <y>) \cdot <f>'(<z2>)"
    return 2 * half * (h2 - y) * f.slope(z2)


@gradient(loss, z1)
def grad_z1(grad_z2, w, f, z1):
    r"<grad_z2> \cdot <w> \cdot <f>'(<z1>)"
    return grad_z2 * w * f.slope(z1)


@gradient(loss, "w")
def grad_w(grad_z2, h1, grad_z1, x):
    r"<grad_z2> \cdot <h1> + <grad_z1> \cdot <x>"
    return grad_z2 * h1 + grad_z1 * x


@gradient(loss, "b")
def grad_b(grad_z2, grad_z1):
    r"<grad_z2> + <grad_z1>"
    return grad_z2 + grad_z1


@instead_of(h1, "activation_left_out")
def first_unit_not_activated(z1):
    return z1


@instead_of(grad_z2, "sign_wrong")
def target_minus_prediction(grad_z2):
    return -grad_z2


@instead_of(grad_z2, "output_slope_missing")
def no_output_slope(h2, y, half):
    return 2 * half * (h2 - y)


@instead_of(grad_z2, "factor_two")
def constant_factor_wrong(h2, y, half, f, z2):
    return (h2 - y) * f.slope(z2) / half


@instead_of(grad_z1, "hidden_slope_missing")
def no_hidden_slope(grad_z2, w):
    return grad_z2 * w


@instead_of(grad_z1, "chain_rule")
def weight_left_out(grad_z2, f, z1):
    return grad_z2 * f.slope(z1)


@instead_of(grad_w, "path_missing")
def second_use_only(grad_z2, h1):
    return grad_z2 * h1


@instead_of(grad_w, "path_missing")
def first_use_only(grad_z1, x):
    return grad_z1 * x


@instead_of(grad_w, "mean_wrong")
def uses_averaged(grad_w):
    return grad_w / 2


@instead_of(grad_b, "path_missing")
def bias_of_second_use_only(grad_z2):
    return grad_z2


def reference(f, x, w, b, y, half):
    import torch

    w.requires_grad_()
    b.requires_grad_()
    unit = torch.nn.functional.linear
    z1 = unit(x[None], w[None, None], b[None])
    h1 = torch_function(f)(z1)
    z2 = unit(h1, w[None, None], b[None])
    h2 = torch_function(f)(z2)
    target = torch.tensor([float(y)], dtype=x.dtype)
    loss = half * torch.nn.functional.mse_loss(h2, target)
    grads = torch.autograd.grad(loss, (z2, z1, w, b))
    return {
        "z1": z1[0],
        "h1": h1[0],
        "z2": z2[0],
        "h2": h2[0],
        "loss": loss,
        "grad_z2": grads[0][0],
        "grad_z1": grads[1][0],
        "grad_w": grads[2],
        "grad_b": grads[3],
    }
