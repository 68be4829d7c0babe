"""The output of one sigmoid unit. Change everything here; docs/authoring.md explains it."""

from generator.authoring import instead_of, sigmoid


def draw(rng):
    return {"w": rng.decimals(2, -2, 2), "x": rng.decimals(2, -2, 2), "b": rng.decimal(-1, 1)}


def z(w, x, b):
    r"<w>^\top <x> + <b>"
    return w @ x + b


def y_hat(z):
    r"\sigma(<z>)"
    return sigmoid(z)


@instead_of(z, "bias_left_out")
def no_bias(w, x):
    return w @ x


@instead_of(z, "sign_wrong")
def bias_subtracted(w, x, b):
    return w @ x - b


@instead_of(y_hat, "activation_left_out")
def no_activation(z):
    return z


def reference(w, x, b):
    import torch

    z = torch.nn.functional.linear(x, w[None], b[None])[0]
    return {"z": z, "y_hat": torch.sigmoid(z)}
