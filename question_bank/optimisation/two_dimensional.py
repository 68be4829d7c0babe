"""Two steps of gradient descent on a quadratic function of two parameters."""

from generator.authoring import Fraction, guard, instead_of, np, over


def draw(rng):
    return {
        "a": rng.integer(1, 4),
        "b": rng.integer(1, 4),
        "c": rng.integer(-3, 3, zero=False),
        "d": rng.integer(-6, 6, zero=False),
        "first": rng.choice([True, False]),
        "eta": rng.choice([Fraction(1, 10), Fraction(1, 5), Fraction(1, 4), Fraction(1, 2)]),
        "w_0": rng.integers(2, -3, 3, zero=False),
        "rounds": [1, 2],
    }


def H(a, b, c):
    return np.array([[2 * a, c], [c, 2 * b]], dtype=object)


def e(d, first):
    return np.array([d, 0] if first else [0, d], dtype=object)


@over(k="rounds")
def g(H, w_before, e):
    r"<H> <w_before> + <e>"
    return H @ w_before + e


@over(k="rounds")
def w(w_before, eta, g):
    r"<w_before> - <eta> <g>"
    return w_before - eta * g


def f_end(w, H, e):
    r"\tfrac{1}{2} <w>^\top <H> <w> + <e>^\top <w>"
    return w @ H @ w / Fraction(2) + e @ w


@instead_of(g, "updated_weight_used")
def one_after_the_other(H, w_before, e, eta):
    first = H[0] @ w_before + e[0]
    moved = np.array([w_before[0] - eta * first, w_before[1]], dtype=object)
    return np.array([first, H[1] @ moved + e[1]], dtype=object)


@instead_of(w, "sign_wrong")
def ascended(w_before, eta, g):
    return w_before + eta * g


@instead_of(g, "path_missing")
def mixed_term_forgotten(H, w_before, e):
    return np.diag(H) * w_before + e


@instead_of(g, "differentiation_rule")
def own_factor_kept(H, w_before, e, c):
    return (np.diag(H) + c) * w_before + e


@instead_of(g, "differentiation_rule")
def linear_term_forgotten(H, w_before):
    return H @ w_before


@instead_of(g, "one_step_off")
def gradient_at_the_start(H, w_0, e):
    return H @ w_0 + e


@guard
def a_bowl_that_is_not_overshot(H, w_all):
    """the function has no minimum, or the steps grow out of hand"""
    return H[0, 0] * H[1, 1] > H[0, 1] ** 2 and abs(np.array(w_all)).max() < 10


@guard
def both_parameters_move(g_all):
    """an entry of a gradient is 0"""
    return all(entry != 0 for g in g_all for entry in g)


def reference(a, b, c, d, first, eta, w_0):
    import torch

    def f(w):
        linear = d * (w[0] if first else w[1])
        return a * w[0] ** 2 + c * w[0] * w[1] + b * w[1] ** 2 + linear

    w = torch.as_tensor(w_0, dtype=torch.float64).clone().requires_grad_()
    optimiser = torch.optim.SGD([w], lr=float(eta))
    gradients, parameters = [], []
    for _ in range(2):
        optimiser.zero_grad()
        f(w).backward()
        optimiser.step()
        gradients.append(w.grad.clone())
        parameters.append(w.detach().clone())
    return {"g_all": gradients, "w_all": parameters, "f_end": f(w)}
