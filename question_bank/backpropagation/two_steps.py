"""Two steps of stochastic gradient descent with a logistic unit, one example after the other."""

from generator.authoring import Record, guard, instead_of, np, over, sigmoid


def draw(rng):
    labels = rng.choice([(0, 1), (1, 0), (1, 1), (0, 0)])
    return {
        "w_0": rng.decimals(2, -2, 2),
        "b_0": rng.decimal(-1, 1),
        "eta": rng.choice([0.2, 0.5, 1.0, 2.0]),
        "es": [Record(x=rng.decimals(2, -2, 2), y=y) for y in labels],
    }


def X(es):
    return np.array([e.x for e in es])


def y(es):
    return np.array([e.y for e in es])


def p_old(X, w_0, b_0):
    r"\sigma(<X> <w_0> + <b_0>)"
    return sigmoid(X @ w_0 + b_0)


def loss_old(y, p_old):
    r"-\frac{1}{2} \bigl(<y>^\top \ln(<p_old>) + (1 - <y>)^\top \ln(1 - <p_old>)\bigr)"
    return -(y @ np.log(p_old) + (1 - y) @ np.log(1 - p_old)) / 2


@over(e="es")
def z(w_before, b_before, e):
    r"<w_before>^\top <e.x> + <b_before>"
    return w_before @ e.x + b_before


@over(e="es")
def delta(z, e):
    r"\sigma(<z>) - <e.y>"
    return sigmoid(z) - e.y


@over(e="es")
def w(w_before, eta, delta, e):
    r"<w_before> - <eta> \cdot <delta>\, <e.x>"
    return w_before - eta * delta * e.x


@over(e="es")
def b(b_before, eta, delta):
    r"<b_before> - <eta> \cdot <delta>"
    return b_before - eta * delta


def p_new(X, w, b):
    r"\sigma(<X> <w> + <b>)"
    return sigmoid(X @ w + b)


def loss_new(y, p_new):
    r"-\frac{1}{2} \bigl(<y>^\top \ln(<p_new>) + (1 - <y>)^\top \ln(1 - <p_new>)\bigr)"
    return -(y @ np.log(p_new) + (1 - y) @ np.log(1 - p_new)) / 2


def change(loss_new, loss_old):
    r"<loss_new> - <loss_old>"
    return loss_new - loss_old


@instead_of("eta", "sign_wrong")
def gradient_added(eta):
    return -eta


@instead_of(delta, "sign_wrong")
def target_minus_prediction(delta):
    return -delta


@instead_of(delta, "slope_counted_twice")
def extra_sigmoid_slope(z, e):
    return (sigmoid(z) - e.y) * sigmoid.slope(z)


@instead_of(delta, "activation_left_out")
def sigmoid_skipped(z, e):
    return z - e.y


@instead_of(z, "one_step_off")
def second_step_from_the_start(w_0, b_0, e):
    return w_0 @ e.x + b_0


@instead_of(w, "chain_rule")
def input_left_out(w_before, eta, delta):
    return w_before - eta * delta


@instead_of(b, "bias_gradient_wrong")
def bias_not_stepped(b_before):
    return b_before


@instead_of("eta", "learning_rate_wrong")
def learning_rate_forgotten():
    return 1.0


@instead_of(loss_old, "cross_entropy_wrong")
def positive_examples_only_before(y, p_old):
    return -y @ np.log(p_old) / 2


@instead_of(loss_new, "mean_wrong")
def summed_instead_of_averaged(loss_new):
    return 2 * loss_new


@instead_of(change, "sign_wrong")
def old_minus_new(change):
    return -change


@guard
def not_saturated(p_old, p_new):
    """a prediction is nearly 0 or 1"""
    return all((p > 0.02).all() and (p < 0.98).all() for p in (p_old, p_new))


def reference(w_0, b_0, eta, es):
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits, linear

    X = torch.stack([e.x for e in es])
    y = torch.tensor([float(e.y) for e in es], dtype=X.dtype)
    w, b = w_0.requires_grad_(), b_0.requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=eta.item())

    def logits():
        return linear(X, w[None], b[None])[:, 0]

    start = logits().detach()
    found: dict[str, list] = {"z_all": [], "delta_all": [], "w_all": [], "b_all": []}
    for n in range(2):
        optimizer.zero_grad()
        z = linear(X[n], w[None], b[None])[0]
        loss = binary_cross_entropy_with_logits(z, y[n])
        found["delta_all"].append(torch.autograd.grad(loss, z, retain_graph=True)[0])
        loss.backward()
        optimizer.step()
        found["z_all"].append(z.detach())
        found["w_all"].append(w.detach().clone())
        found["b_all"].append(b.detach().clone())
    old = binary_cross_entropy_with_logits(start, y)
    new = binary_cross_entropy_with_logits(logits(), y)
    return {
        **found,
        "p_old": torch.sigmoid(start),
        "loss_old": old,
        "p_new": torch.sigmoid(logits()),
        "loss_new": new,
        "change": new - old,
    }
