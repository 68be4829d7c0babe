"""One step of stochastic gradient descent with a linear unit; whether the loss falls is drawn."""

from generator.authoring import gradient, instead_of, np


def draw(rng):
    inputs = rng.integer(2, 3)
    return {
        "x": rng.decimals(inputs, -2, 2),
        "w": rng.decimals(inputs, -2, 2),
        "b": rng.decimal(-1, 1),
        "y": rng.decimal(-3, 3),
        "eta": rng.decimal(0.1, 0.6),
    }


def y_hat(w, x, b):
    r"<w>^\top <x> + <b>"
    return w @ x + b


def loss(y_hat, y, half):
    r"<half> (<y_hat> - <y>)^2"
    return half * (y_hat - y) ** 2


@gradient(loss, y_hat)
def delta(y_hat, y, half):
    r"2 \cdot <half> (<y_hat> - <y>)"
    return 2 * half * (y_hat - y)


@gradient(loss, "w")
def grad_w(delta, x):
    r"<delta> <x>"
    return delta * x


@gradient(loss, "b")
def grad_b(delta):
    r"<delta>"
    return delta


def w_new(w, eta, grad_w):
    r"<w> - <eta> <grad_w>"
    return w - eta * grad_w


def b_new(b, eta, grad_b):
    r"<b> - <eta> <grad_b>"
    return b - eta * grad_b


def y_hat_new(w_new, x, b_new):
    r"<w_new>^\top <x> + <b_new>"
    return w_new @ x + b_new


def loss_new(y_hat_new, y, half):
    r"<half> (<y_hat_new> - <y>)^2"
    return half * (y_hat_new - y) ** 2


def change(loss_new, loss):
    r"<loss_new> - <loss>"
    return loss_new - loss


@instead_of("eta", "sign_wrong")
def gradient_added(eta):
    return -eta


@instead_of(delta, "sign_wrong")
def target_minus_prediction(delta):
    return -delta


@instead_of(delta, "factor_two")
def constant_factor_wrong(y_hat, y, half):
    return (y_hat - y) / half


@instead_of(grad_w, "chain_rule")
def input_left_out(delta, x):
    return delta * np.ones_like(x)


@instead_of("eta", "learning_rate_wrong")
def learning_rate_forgotten():
    return 1.0


@instead_of(b_new, "bias_gradient_wrong")
def bias_not_stepped(b):
    return b


@instead_of(change, "sign_wrong")
def old_minus_new(change):
    return -change


def reference(x, w, b, y, eta, half):
    import torch

    optimizer = torch.optim.SGD([w.requires_grad_(), b.requires_grad_()], lr=eta.item())
    y_hat = torch.nn.functional.linear(x, w[None], b[None])[0]
    loss = half * torch.nn.functional.mse_loss(y_hat, y)
    (delta,) = torch.autograd.grad(loss, y_hat, retain_graph=True)
    loss.backward()
    optimizer.step()
    y_hat_new = torch.nn.functional.linear(x, w[None], b[None])[0]
    loss_new = half * torch.nn.functional.mse_loss(y_hat_new, y)
    return {
        "y_hat": y_hat,
        "loss": loss,
        "delta": delta,
        "grad_w": w.grad,
        "grad_b": b.grad,
        "w_new": w,
        "b_new": b,
        "y_hat_new": y_hat_new,
        "loss_new": loss_new,
        "change": loss_new - loss,
    }
