"""Three steps of gradient descent on a parabola."""

from generator.authoring import Fraction, instead_of, over


def draw(rng):
    a = rng.integer(1, 4)
    w_star = rng.integer(-4, 4, zero=False)
    contraction = rng.choice([Fraction(k, 10) for k in (-8, -6, -4, -2, 2, 4, 6, 8)])
    start = w_star + rng.choice([-6, -5, -4, -3, -2, 2, 3, 4, 5, 6])
    eta = (1 - contraction) / (2 * a)
    if a == 3:  # no third is a finite decimal
        eta = rng.choice([Fraction(1, 10), Fraction(1, 5), Fraction(3, 10)])
    return {
        "a": a,
        "b": -2 * a * w_star,
        "c": rng.integer(-9, 9, zero=False),
        "eta": eta,
        "w_0": start,
        "rounds": [1, 2, 3],
    }


@over(k="rounds")
def g(a, b, w_before):
    r"2 \cdot <a> \cdot <w_before> + <b>"
    return 2 * a * w_before + b


@over(k="rounds")
def w(w_before, eta, g):
    r"<w_before> - <eta> \cdot <g>"
    return w_before - eta * g


def f_end(a, b, c, w):
    r"<a> \cdot <w>^2 + <b> \cdot <w> + <c>"
    return a * w**2 + b * w + c


def w_star(a, b):
    r"-\frac{<b>}{2 \cdot <a>}"
    return Fraction(-b, 2 * a)


@instead_of(w, "sign_wrong")
def ascended(w_before, eta, g):
    return w_before + eta * g


@instead_of(g, "differentiation_rule")
def exponent_forgotten(a, b, w_before):
    return a * w_before + b


@instead_of(g, "differentiation_rule")
def linear_term_forgotten(a, w_before):
    return 2 * a * w_before


@instead_of(g, "one_step_off")
def derivative_at_the_start(a, b, w_0):
    return 2 * a * w_0 + b


@instead_of(w, "learning_rate_wrong")
def learning_rate_forgotten(w_before, g):
    return w_before - g


@instead_of(f_end, "wrong_quantity")
def constant_left_out(a, b, w):
    return a * w**2 + b * w


@instead_of(w_star, "factor_two")
def factor_two_lost(a, b):
    return Fraction(-b, a)


@instead_of(w_star, "sign_wrong")
def minimum_mirrored(w_star):
    return -w_star


def reference(a, b, c, eta, w_0):
    import torch

    def f(w):
        return a * w**2 + b * w + c

    w = torch.tensor(float(w_0), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([w], lr=float(eta))
    gradients, parameters = [], []
    for _ in range(3):
        optimiser.zero_grad()
        f(w).backward()
        optimiser.step()
        gradients.append(w.grad.clone())
        parameters.append(w.detach().clone())
    f_end = f(w)
    (slope,) = torch.autograd.grad(f_end, w, create_graph=True)
    (curvature,) = torch.autograd.grad(slope, w)
    # On a parabola Newton's step leads to the minimum from everywhere.
    w_star = w - slope / curvature
    return {"g_all": gradients, "w_all": parameters, "f_end": f_end, "w_star": w_star}
