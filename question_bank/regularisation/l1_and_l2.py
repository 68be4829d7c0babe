"""One step of gradient descent with an L1 and with an L2 penalty."""

from generator.authoring import guard, instead_of, np


def draw(rng):
    n = rng.choice([2, 3])
    return {
        "w": rng.decimals(n, -3, 3),
        "L": rng.decimal(0.2, 2, digits=2),
        "g": rng.decimals(n, -2, 2),
        "lambda_": rng.choice([0.1, 0.2, 0.3, 0.4]),
        "eta": rng.choice([0.1, 0.2, 0.5]),
        "k": rng.integer(0, n - 1),
    }


def first(L, lambda_, w):
    r"<L> + <lambda_> \cdot \operatorname{sum}(|<w>|)"
    return L + lambda_ * np.sum(np.abs(w))


def grad_1(g, lambda_, w):
    r"<g> + <lambda_> \operatorname{sign}(<w>)"
    return g + lambda_ * np.sign(w)


def w_1(w, eta, grad_1):
    r"<w> - <eta> <grad_1>"
    return w - eta * grad_1


def grad_2(g, lambda_, w):
    r"<g> + 2 \cdot <lambda_> <w>"
    return g + 2 * lambda_ * w


def w_2(w, eta, grad_2):
    r"<w> - <eta> <grad_2>"
    return w - eta * grad_2


def shrinks(eta, lambda_):
    r"<eta> \cdot <lambda_>"
    return eta * lambda_


@instead_of(first, "decay_wrong")
def squares_in_first(L, lambda_, w):
    return L + lambda_ * (w @ w)


@instead_of(first, "decay_wrong")
def signs_kept_in_first(L, lambda_, w):
    return L + lambda_ * np.sum(w)


@instead_of(first, "decay_wrong")
def penalty_left_out(L):
    return L


@instead_of(grad_1, "decay_wrong")
def weight_instead_of_sign(g, lambda_, w):
    return g + lambda_ * w


@instead_of(grad_1, "differentiation_rule")
def sign_left_out(g, lambda_):
    return g + lambda_


@instead_of(grad_1, "sign_wrong")
def first_penalty_subtracted(g, lambda_, w):
    return g - lambda_ * np.sign(w)


@instead_of(grad_1, "decay_wrong")
def first_penalty_left_out(g):
    return g


@instead_of(grad_2, "factor_two")
def two_left_out(g, lambda_, w):
    return g + lambda_ * w


@instead_of(grad_2, "sign_wrong")
def second_penalty_subtracted(g, lambda_, w):
    return g - 2 * lambda_ * w


@instead_of(grad_2, "decay_wrong")
def second_penalty_left_out(g):
    return g


@instead_of(shrinks, "decay_wrong")
def proportional_to_the_weight(eta, lambda_, w, k):
    return eta * lambda_ * abs(w[k])


@instead_of(shrinks, "decay_wrong")
def step_of_l2(eta, lambda_, w, k):
    return 2 * eta * lambda_ * abs(w[k])


@instead_of(shrinks, "learning_rate_wrong")
def rate_left_out(lambda_):
    return lambda_


@instead_of(shrinks, "decay_wrong")
def decay_left_out(eta):
    return eta


@guard
def no_weight_crosses_zero(w):
    """a weight is so small that a step on the penalty changes its sign"""
    return (abs(w) > 0.25).all()


def reference(w, L, g, lambda_, eta, k):
    import torch

    def step(penalty, gradient):
        """The weights after one step of SGD, and the gradient that it used."""
        moved = w.clone().requires_grad_()
        penalty(moved).backward()
        moved.grad += gradient
        torch.optim.SGD([moved], lr=float(eta)).step()
        return moved, moved.grad

    def l1(weights):
        return lambda_ * torch.linalg.vector_norm(weights, 1)

    w_1, grad_1 = step(l1, g)
    w_2, grad_2 = step(lambda weights: lambda_ * torch.linalg.vector_norm(weights) ** 2, g)
    alone, _ = step(l1, 0 * g)
    return {
        "first": L + l1(w),
        "grad_1": grad_1,
        "w_1": w_1,
        "grad_2": grad_2,
        "w_2": w_2,
        "shrinks": (w - alone)[k].abs(),
    }
