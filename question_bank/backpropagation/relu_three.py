"""Backpropagation through a 2-3-1 network of which some ReLU units are inactive."""

from generator.authoring import gradient, guard, instead_of, np, relu, sigmoid


def draw(rng):
    x = rng.decimals(2, -2, 2)
    W = rng.decimals((3, 2), -2, 2)
    b = rng.decimals(3, -1, 1)
    # One or two units are to be active: the others change the sign of their parameters.
    wanted = rng.shuffled([1, -1, rng.choice([1, -1])])
    sign = wanted * np.sign(W @ x + b)
    return {
        "x": x,
        "W": W * sign[:, None],
        "b": b * sign,
        "v": rng.decimals(3, -2, 2),
        "c": rng.decimal(-1, 1),
        "y": rng.choice([0, 1]),
    }


def z(W, x, b):
    r"<W> <x> + <b>"
    return W @ x + b


def h(z):
    r"\operatorname{ReLU}(<z>)"
    return relu(z)


def s(v, h, c):
    r"<v>^\top <h> + <c>"
    return v @ h + c


def y_hat(s):
    r"\sigma(<s>)"
    return sigmoid(s)


def loss(y_hat, y, half):
    r"<half> (<y_hat> - <y>)^2"
    return half * (y_hat - y) ** 2


@gradient(loss, s)
def delta(y_hat, y, half):
    r"2 \cdot <half> (<y_hat> - <y>)\, <y_hat> (1 - <y_hat>)"
    return 2 * half * (y_hat - y) * y_hat * (1 - y_hat)


@gradient(loss, z)
def delta_h(delta, v, z):
    r"<delta> <v> \odot \operatorname{ReLU}'(<z>)"
    return delta * v * relu.slope(z)


@gradient(loss, "W")
def grad_W(delta_h, x):
    r"<delta_h> <x>^\top"
    return np.outer(delta_h, x)


@instead_of(z, "bias_left_out")
def hidden_bias_left_out(W, x):
    return W @ x


@instead_of(h, "activation_left_out")
def negative_values_passed_on(z):
    return z


@instead_of(delta, "output_slope_missing")
def no_output_slope(y_hat, y, half):
    return 2 * half * (y_hat - y)


@instead_of(delta, "sign_wrong")
def target_minus_prediction(delta):
    return -delta


@instead_of(delta_h, "hidden_slope_missing")
def inactive_unit_given_a_derivative(delta, v):
    return delta * v


@instead_of(delta_h, "hidden_slope_missing")
def activation_for_slope(delta, v, h):
    return delta * v * h


@instead_of(delta_h, "chain_rule")
def output_weight_left_out(delta, z):
    return delta * relu.slope(z)


@guard
def clearly_on_or_off(z):
    """a pre-activation is less than 0.2 away from the kink"""
    return (abs(z) >= 0.2).all()


def reference(x, W, b, v, c, y, half):
    import torch

    W.requires_grad_()
    z = torch.nn.functional.linear(x, W, b)
    h = torch.relu(z)
    s = torch.nn.functional.linear(h, v[None], c[None])[0]
    y_hat = torch.sigmoid(s)
    loss = half * torch.nn.functional.mse_loss(y_hat, torch.tensor(float(y), dtype=x.dtype))
    delta, delta_h, grad_W = torch.autograd.grad(loss, (s, z, W))
    return {
        "z": z,
        "h": h,
        "s": s,
        "y_hat": y_hat,
        "loss": loss,
        "delta": delta,
        "delta_h": delta_h,
        "grad_W": grad_W,
    }
