"""The forward pass through a network with one hidden layer and one output."""

from generator.authoring import guard, identity, instead_of, relu, sigmoid, tanh, torch_function


def draw(rng):
    inputs, units = rng.integer(2, 3), rng.integer(2, 4)
    return {
        "f": rng.choice([sigmoid, tanh, relu]),
        "g": rng.choice([sigmoid, identity]),
        "x": rng.decimals(inputs, -2, 2),
        "W": rng.decimals((units, inputs), -1, 1),
        "b": rng.decimals(units, -1, 1),
        "v": rng.decimals(units, -2, 2),
        "c": rng.decimal(-1, 1),
    }


def z(W, x, b):
    r"<W> <x> + <b>"
    return W @ x + b


def h(f, z):
    r"<f>(<z>)"
    return f(z)


def s(v, h, c):
    r"<v>^\top <h> + <c>"
    return v @ h + c


def y_hat(g, s):
    r"<g>(<s>)"
    return g(s)


@instead_of(z, "bias_left_out")
def hidden_bias_left_out(W, x):
    return W @ x


@instead_of(z, "weight_transposed")
def rows_and_columns_swapped(W, x, b):
    # Only a square W has a product with the wrong side.
    return W.T @ x + b if len(x) == len(b) else W @ x + b


@instead_of(h, "activation_left_out")
def hidden_activation_skipped(z):
    return z


@instead_of(s, "bias_left_out")
def output_bias_left_out(v, h):
    return v @ h


@instead_of(y_hat, "activation_left_out")
def output_activation_skipped(s):
    return s


@instead_of(y_hat, "wrong_quantity")
def sigmoid_at_linear_output(s):
    return sigmoid(s)


@guard
def relu_decides(f, z):
    """the ReLU units are all active or all inactive"""
    return f is not relu or ((z > 0).any() and (z < 0).any())


def reference(f, g, x, W, b, v, c):
    import torch

    z = torch.nn.functional.linear(x, W, b)
    h = torch_function(f)(z)
    s = torch.nn.functional.linear(h, v[None], c[None])[0]
    return {"z": z, "h": h, "s": s, "y_hat": torch_function(g)(s)}
