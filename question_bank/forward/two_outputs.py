"""The forward pass to two softmax outputs, the predicted class, and where the decision turns."""

from generator.authoring import (
    argmax,
    instead_of,
    np,
    relu,
    sigmoid,
    softmax,
    tanh,
    torch_function,
)


def draw(rng):
    inputs, units = rng.choice([(2, 2), (3, 2), (2, 3)])
    return {
        "f": rng.choice([sigmoid, tanh, relu]),
        "x": rng.decimals(inputs, -2, 2),
        "W": rng.decimals((units, inputs), -1.5, 1.5),
        "b": rng.decimals(units, -1, 1),
        "V": rng.decimals((2, units), -2, 2),
        "c": rng.decimals(2, -1, 1),
    }


def z(W, x, b):
    r"<W> <x> + <b>"
    return W @ x + b


def h(f, z):
    r"<f>(<z>)"
    return f(z)


def s(V, h, c):
    r"<V> <h> + <c>"
    return V @ h + c


def y_hat(s):
    r"\operatorname{softmax}(<s>)"
    return softmax(s)


def predicted(y_hat):
    return argmax(y_hat) + 1


def even(V, h, s):
    return s[1] - V[0] @ h


@instead_of(z, "bias_left_out")
def hidden_bias_left_out(W, x):
    return W @ x


@instead_of(z, "weight_transposed")
def hidden_rows_and_columns_swapped(W, x, b, z):
    # Only a square W has a product with the wrong side.
    return W.T @ x + b if W.shape[0] == W.shape[1] else z


@instead_of(h, "activation_left_out")
def hidden_activation_skipped(z):
    return z


@instead_of(s, "bias_left_out")
def output_bias_left_out(V, h):
    return V @ h


@instead_of(s, "weight_transposed")
def output_rows_and_columns_swapped(V, h, c, s):
    return V.T @ h + c if V.shape[0] == V.shape[1] else s


@instead_of(y_hat, "softmax_wrong")
def no_exponential(s):
    return s / s.sum()


@instead_of(y_hat, "output_and_loss")
def sigmoid_of_each_score(s):
    return sigmoid(s)


@instead_of(y_hat, "softmax_wrong")
def powers_not_normalised(s):
    return np.exp(s)


@instead_of(predicted, "decision_rule")
def smallest_output_taken(y_hat):
    return int(np.argmin(y_hat)) + 1


@instead_of(even, "sign_wrong")
def change_in_wrong_direction(c, s):
    return c[0] + s[0] - s[1]


@instead_of(even, "wrong_quantity")
def change_instead_of_bias(s):
    return s[1] - s[0]


@instead_of(even, "wrong_quantity")
def biases_made_equal(c):
    return c[1]


def reference(f, x, W, b, V, c):
    import torch

    z = torch.nn.functional.linear(x, W, b)
    h = torch_function(f)(z)
    s = torch.nn.functional.linear(h, V, c)
    y_hat = torch.softmax(s, dim=0)
    return {
        "z": z,
        "h": h,
        "s": s,
        "y_hat": y_hat,
        "predicted": torch.argmax(y_hat) + 1,
        "even": c[0] + torch.logit(y_hat[1]),  # the log-odds of class 2
    }
