"""Backpropagation through a tanh layer and a softmax output with cross-entropy: one example."""

from generator.authoring import gradient, instead_of, np, one_hot, softmax, tanh


def draw(rng):
    units, K = rng.choice([(2, 2), (2, 3), (3, 2)])
    return {
        "K": K,
        "x": rng.decimals(2, -2, 2),
        "W": rng.decimals((units, 2), -1, 1),
        "b": rng.decimals(units, -1, 1),
        "V": rng.decimals((K, units), -2, 2),
        "c": rng.decimals(K, -1, 1),
        "t": rng.integer(1, K),
    }


def y(t, K):
    return one_hot(t - 1, K)


def z(W, x, b):
    r"<W> <x> + <b>"
    return W @ x + b


def h(z):
    r"\tanh(<z>)"
    return tanh(z)


def s(V, h, c):
    r"<V> <h> + <c>"
    return V @ h + c


def y_hat(s):
    r"\operatorname{softmax}(<s>)"
    return softmax(s)


def loss(y_hat, y):
    r"-<y>^\top \ln(<y_hat>)"
    return -y @ np.log(y_hat)


@gradient(loss, s)
def delta(y_hat, y):
    r"<y_hat> - <y>"
    return y_hat - y


@gradient(loss, "V")
def grad_V(delta, h):
    r"<delta> <h>^\top"
    return np.outer(delta, h)


@gradient(loss, z)
def delta_h(V, delta, h):
    r"(<V>^\top <delta>) \odot (1 - <h> \odot <h>)"
    return (V.T @ delta) * (1 - h**2)


@gradient(loss, "W")
def grad_W(delta_h, x):
    r"<delta_h> <x>^\top"
    return np.outer(delta_h, x)


@instead_of(z, "bias_left_out")
def hidden_bias_left_out(W, x):
    return W @ x


@instead_of(delta, "sign_wrong")
def target_minus_probability(y_hat, y):
    return y - y_hat


@instead_of(delta, "slope_counted_twice")
def extra_softmax_slope(y_hat, y):
    return (y_hat - y) * y_hat * (1 - y_hat)


@instead_of(delta, "differentiation_rule")
def target_left_out(y_hat):
    return y_hat


@instead_of(grad_V, "wrong_layer_activation")
def pre_activation_for_activation(delta, z):
    return np.outer(delta, z)


@instead_of(grad_V, "weight_transposed")
def output_rows_and_columns_swapped(delta, h):
    return np.outer(h, delta)


@instead_of(delta_h, "hidden_slope_missing")
def no_hidden_slope(V, delta):
    return V.T @ delta


@instead_of(delta_h, "slope_at_activation")
def slope_at_activation(V, delta, h):
    return (V.T @ delta) * tanh.slope(h)


@instead_of(delta_h, "differentiation_rule")
def slope_of_the_sigmoid(V, delta, h):
    return (V.T @ delta) * h * (1 - h)


@instead_of(delta_h, "path_missing")
def target_class_only(V, delta, h, t):
    return V[t - 1] * delta[t - 1] * (1 - h**2)


@instead_of(delta_h, "weight_transposed")
def output_weights_not_transposed(V, delta, h, delta_h):
    # Only a square V has a product with the wrong side.
    return (V @ delta) * (1 - h**2) if V.shape[0] == V.shape[1] else delta_h


@instead_of(grad_W, "weight_transposed")
def rows_and_columns_swapped(delta_h, x):
    return np.outer(x, delta_h)


def reference(x, W, b, V, c, t, K):
    import torch
    from torch.nn.functional import cross_entropy, linear, one_hot

    W.requires_grad_()
    V.requires_grad_()
    z = linear(x, W, b)
    h = torch.tanh(z)
    s = linear(h, V, c)
    target = torch.tensor(t - 1)
    loss = cross_entropy(s, target)
    delta, grad_V, delta_h, grad_W = torch.autograd.grad(loss, (s, V, z, W))
    return {
        "y": one_hot(target, K),
        "z": z,
        "h": h,
        "s": s,
        "y_hat": torch.softmax(s, dim=0),
        "loss": loss,
        "delta": delta,
        "grad_V": grad_V,
        "delta_h": delta_h,
        "grad_W": grad_W,
    }
