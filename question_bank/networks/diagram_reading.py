"""From the diagram of a layer to its weight matrix and one pre-activation."""

from generator.authoring import instead_of


def draw(rng):
    units, inputs = rng.choice([(2, 2), (2, 3), (3, 2)])
    return {
        "arrows": rng.decimals((units, inputs), -2, 2),
        "b": rng.decimals(units, -1, 1),
        "x": rng.integers(inputs, -3, 3, zero=False),
        "k": rng.integer(1, units),
    }


def W(arrows):
    return arrows


def z(W, x, b):
    r"<W> <x> + <b>"
    return W @ x + b


def z_k(z, k):
    return z[k - 1]


@instead_of(W, "weight_transposed")
def input_by_input(arrows):
    return arrows.T.reshape(arrows.shape)


@instead_of(W, "weight_transposed")
def units_in_wrong_order(arrows):
    return arrows[::-1]


@instead_of(W, "sign_wrong")
def minus_overlooked(arrows):
    return abs(arrows)


@instead_of(z, "bias_left_out")
def no_bias(W, x):
    return W @ x


@instead_of(z, "sign_wrong")
def bias_subtracted(W, x, b):
    return W @ x - b


@instead_of(z_k, "wrong_quantity")
def other_unit(z, k):
    return z[k - 2]


def reference(arrows, x, b, k):
    import torch

    x = x.to(torch.float64)
    z = torch.nn.functional.linear(x, arrows, b)
    # The response to input j alone, without biases, is column j.
    W = torch.nn.functional.linear(torch.eye(len(x), dtype=x.dtype), arrows).T
    return {"W": W, "z": z, "z_k": z[k - 1]}
