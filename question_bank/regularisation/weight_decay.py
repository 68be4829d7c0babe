"""One step of gradient descent on a loss with an L2 penalty."""

from generator.authoring import instead_of, np


def draw(rng):
    n = rng.choice([2, 3])
    return {
        "w": rng.decimals(n, -3, 3),
        "b": rng.decimal(-2, 2),
        "data_loss": rng.decimal(0.2, 2, digits=2),
        "g": rng.decimals(n, -2, 2),
        "g_b": rng.decimal(-2, 2),
        "lambda_": rng.choice([0.1, 0.2, 0.3, 0.4, 0.5]),
        "eta": rng.choice([0.1, 0.2, 0.5]),
    }


def penalised(data_loss, lambda_, w):
    r"<data_loss> + \frac{<lambda_>}{2} \cdot <w>^\top <w>"
    return data_loss + lambda_ / 2 * (w @ w)


def grad_w(g, lambda_, w):
    r"<g> + <lambda_> <w>"
    return g + lambda_ * w


def w_new(w, eta, grad_w):
    r"<w> - <eta> <grad_w>"
    return w - eta * grad_w


def b_new(b, eta, g_b):
    r"<b> - <eta> \cdot <g_b>"
    return b - eta * g_b


@instead_of(penalised, "decay_wrong")
def half_left_out(data_loss, lambda_, w):
    return data_loss + lambda_ * (w @ w)


@instead_of(penalised, "decay_wrong")
def norm_not_squared(data_loss, lambda_, w):
    return data_loss + lambda_ / 2 * np.sqrt(w @ w)


@instead_of(penalised, "decay_wrong")
def bias_penalised(penalised, lambda_, b):
    return penalised + lambda_ / 2 * b**2


@instead_of(grad_w, "decay_wrong")
def penalty_left_out_of_gradient(g):
    return g


@instead_of(grad_w, "decay_wrong")
def penalty_twice(g, lambda_, w):
    return g + 2 * lambda_ * w


@instead_of(grad_w, "decay_wrong")
def half_in_gradient(g, lambda_, w):
    return g + lambda_ / 2 * w


@instead_of(grad_w, "sign_wrong")
def penalty_subtracted(g, lambda_, w):
    return g - lambda_ * w


@instead_of(grad_w, "decay_wrong")
def sizes_in_gradient(g, lambda_, w):
    return g + lambda_ * np.abs(w)


@instead_of(w_new, "sign_wrong")
def ascended(w, eta, grad_w):
    return w + eta * grad_w


@instead_of(b_new, "decay_wrong")
def bias_decayed(b, eta, g_b, lambda_):
    return b - eta * (g_b + lambda_ * b)


@instead_of(b_new, "sign_wrong")
def bias_ascended(b, eta, g_b):
    return b + eta * g_b


def reference(w, b, data_loss, g, g_b, lambda_, eta):
    import torch

    w.requires_grad_()
    penalised = data_loss + g @ (w - w.detach()) + lambda_ / 2 * torch.linalg.norm(w) ** 2
    (grad_w,) = torch.autograd.grad(penalised, w)
    weights = {"params": [w], "weight_decay": float(lambda_)}
    optimiser = torch.optim.SGD([weights, {"params": [b]}], lr=float(eta))
    w.grad, b.grad = g, g_b
    optimiser.step()
    return {"penalised": penalised, "grad_w": grad_w, "w_new": w, "b_new": b}
