"""Hidden units that start with the same weights receive the same gradients."""

from generator.authoring import gradient, instead_of, np, sigmoid, tanh, torch_function


def draw(rng):
    return {
        "f": rng.choice([sigmoid, tanh]),
        "H": rng.choice([2, 3]),
        "row": rng.decimals(2, -1, 1),
        "out": rng.decimal(-1, 1),
        "x": rng.decimals(2, -2, 2),
        "y": rng.choice([-1, 1, 2]),
        "eta": rng.choice([0.1, 0.2, 0.5]),
    }


def W(row, H):
    return np.tile(row, (H, 1))


def v(out, H):
    return np.full(H, out)


def z(W, x):
    r"<W> <x>"
    return W @ x


def h(f, z):
    r"<f>(<z>)"
    return f(z)


def y_hat(v, h):
    r"<v>^\top <h>"
    return v @ h


def loss(y_hat, y, half):
    r"<half> (<y_hat> - <y>)^2"
    return half * (y_hat - y) ** 2


@gradient(loss, y_hat)
def delta(y_hat, y, half):
    r"2 \cdot <half> (<y_hat> - <y>)"
    return 2 * half * (y_hat - y)


@gradient(loss, v)
def grad_v(delta, h):
    r"<delta> <h>"
    return delta * h


@gradient(loss, z)
def delta_h(delta, v, f, z):
    r"<delta> <v> \odot <f>'(<z>)"
    return delta * v * f.slope(z)


@gradient(loss, W)
def grad_W(delta_h, x):
    r"<delta_h> <x>^\top"
    return np.outer(delta_h, x)


def W_new(W, eta, grad_W):
    r"<W> - <eta> <grad_W>"
    return W - eta * grad_W


@instead_of(y_hat, "path_missing")
def only_one_unit(v, h):
    return v[0] * h[0]


@instead_of(h, "activation_left_out")
def activation_left_out(z):
    return z


@instead_of(delta, "factor_two")
def constant_factor_wrong(y_hat, y, half):
    return (y_hat - y) / half


@instead_of(delta, "sign_wrong")
def target_minus_prediction(delta):
    return -delta


@instead_of(grad_v, "wrong_layer_activation")
def input_for_activation(delta, z):
    return delta * z


@instead_of(delta_h, "hidden_slope_missing")
def no_hidden_slope(delta, v):
    return delta * v


@instead_of(delta_h, "path_missing")
def output_weight_left_out(delta, f, z):
    return delta * f.slope(z)


@instead_of(grad_W, "mean_wrong")
def shared_among_units(grad_W, H):
    return grad_W / H


@instead_of(W_new, "sign_wrong")
def ascended(W, eta, grad_W):
    return W + eta * grad_W


def reference(f, H, row, out, x, y, eta, half):
    import torch

    hidden = torch.nn.Linear(2, H, bias=False).double()
    output = torch.nn.Linear(H, 1, bias=False).double()
    with torch.no_grad():
        hidden.weight.copy_(row)
    torch.nn.init.constant_(output.weight, float(out))
    z = hidden(x)
    h = torch_function(f)(z)
    y_hat = output(h)[0]
    loss = half * torch.nn.functional.mse_loss(y_hat, torch.tensor(float(y), dtype=x.dtype))
    delta, delta_h, grad_v = torch.autograd.grad(loss, (y_hat, z, output.weight), retain_graph=True)
    loss.backward()
    torch.optim.SGD(hidden.parameters(), lr=float(eta)).step()
    return {
        "z": z,
        "h": h,
        "y_hat": y_hat,
        "loss": loss,
        "delta": delta,
        "grad_v": grad_v[0],
        "delta_h": delta_h,
        "grad_W": hidden.weight.grad,
        "W_new": hidden.weight,
    }
