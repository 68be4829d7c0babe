"""The forward pass of a batch as matrix products: one hidden layer, one linear output."""

from generator.authoring import guard, instead_of, np, relu, sigmoid, tanh, torch_function


def draw(rng):
    N, inputs, units = rng.choice([(2, 2, 2), (2, 3, 2), (3, 2, 2), (2, 2, 3)])
    return {
        "f": rng.choice([sigmoid, tanh, relu]),
        "N": N,
        "X": rng.decimals((N, inputs), -2, 2),
        "W": rng.decimals((units, inputs), -1.5, 1.5),
        "b": rng.decimals(units, -1, 1),
        "v": rng.decimals(units, -2, 2),
        "c": rng.decimal(-1, 1),
    }


def ones(N):
    return np.ones(N)


def Z(X, W, ones, b):
    r"<X> <W>^\top + <ones> <b>^\top"
    return X @ W.T + np.outer(ones, b)


def H(f, Z):
    r"<f>(<Z>)"
    return f(Z)


def y_hat(H, v, c, ones):
    r"<H> <v> + <c> <ones>"
    return H @ v + c * ones


@instead_of(Z, "bias_left_out")
def hidden_bias_left_out(X, W):
    return X @ W.T


@instead_of(Z, "shapes_confused")
def bias_for_first_example_only(X, W, b):
    Z = X @ W.T
    Z[0] += b
    return Z


@instead_of(Z, "shapes_confused")
def bias_down_the_columns(X, W, b, Z):
    # Only with as many units as examples does the bias fit the other way, too.
    return X @ W.T + b[:, None] if Z.shape[0] == Z.shape[1] else Z


@instead_of(Z, "weight_transposed")
def weights_not_transposed(X, W, b, Z):
    return X @ W + b if W.shape[0] == W.shape[1] else Z


@instead_of(H, "activation_left_out")
def hidden_activation_skipped(Z):
    return Z


@instead_of(y_hat, "bias_left_out")
def output_bias_left_out(H, v):
    return H @ v


@instead_of(y_hat, "activation_left_out")
def weighted_before_the_activation(Z, v, c):
    return Z @ v + c


@guard
def an_example_gets_through(f, Z):
    """no ReLU unit is active for an example, whose output is then the bias"""
    return f is not relu or (Z > 0).any(axis=1).all()


@guard
def relu_decides(f, Z):
    """the ReLU units are all active or all inactive"""
    return f is not relu or ((Z > 0).any() and (Z < 0).any())


def reference(f, X, W, b, v, c, N):
    import torch

    Z = torch.nn.functional.linear(X, W, b)
    H = torch_function(f)(Z)
    y_hat = torch.nn.functional.linear(H, v[None], c[None])[:, 0]
    return {"ones": torch.ones(N), "Z": Z, "H": H, "y_hat": y_hat}
