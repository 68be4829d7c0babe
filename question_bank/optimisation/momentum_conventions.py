"""Momentum as a sum and as an average: two velocities, and when they take the same steps."""

from generator.authoring import Fraction, guard, instead_of, over


def draw(rng):
    beta = rng.choice([Fraction(1, 2), Fraction(3, 5), Fraction(4, 5), Fraction(9, 10)])
    return {
        "gs": rng.decimals(3, -3, 3),
        "beta": beta,
        "eta_u": rng.choice([Fraction(k, 100) for k in (1, 2, 3, 4, 5, 6, 8, 10, 20)]),
        "u_0": 0,
        "v_0": 0,
    }


@over(g="gs")
def u(u_before, g, beta):
    r"<beta> \cdot <u_before> + <g>"
    return beta * u_before + g


@over(g="gs")
def v(v_before, g, beta):
    r"<beta> \cdot <v_before> + (1 - <beta>) \cdot <g>"
    return beta * v_before + (1 - beta) * g


def eta_v(eta_u, beta):
    r"\frac{<eta_u>}{1 - <beta>}"
    return eta_u / (1 - beta)


def limit(eta_u, beta):
    r"-<eta_u> \cdot \frac{1}{1 - <beta>}"
    return -eta_u / (1 - beta)


@instead_of(u, "optimiser_state_wrong")
def first_not_carried(g):
    return g


@instead_of(v, "optimiser_state_wrong")
def second_not_carried(g, beta):
    return (1 - beta) * g


@instead_of(u, "optimiser_state_wrong")
def first_averaged(u_before, g, beta):
    return beta * u_before + (1 - beta) * g


@instead_of(v, "optimiser_state_wrong")
def second_summed(v_before, g, beta):
    return beta * v_before + g


@instead_of(v, "optimiser_state_wrong")
def weights_swapped(v_before, g, beta):
    return (1 - beta) * v_before + beta * g


@instead_of(eta_v, "optimiser_state_wrong")
def same_rate(eta_u):
    return eta_u


@instead_of(eta_v, "arithmetic")
def multiplied_instead(eta_u, beta):
    return eta_u * (1 - beta)


@instead_of(eta_v, "optimiser_state_wrong")
def rate_over_beta(eta_u, beta):
    return eta_u / beta


@instead_of(limit, "sign_wrong")
def sign_forgotten(limit):
    return -limit


@instead_of(limit, "one_step_off")
def single_gradient(eta_u):
    return -eta_u


@guard
def velocities_remain(u_all):
    """a velocity is 0"""
    return all(u != 0 for u in u_all)


def reference(gs, beta, eta_u):
    import torch

    found: dict[str, list] = {"u_all": [], "v_all": []}
    for name, dampening in (("u_all", 0.0), ("v_all", float(beta))):
        theta = torch.zeros((), dtype=torch.float64, requires_grad=True)
        optimiser = torch.optim.SGD([theta], 1.0, momentum=float(beta), dampening=dampening)
        # PyTorch does not dampen the first gradient that it meets; a gradient 0 comes before.
        for g in (torch.zeros_like(theta), *gs):
            theta.grad = g.clone()
            optimiser.step()
            found[name].append(optimiser.state[theta]["momentum_buffer"].clone())
        del found[name][0]

    theta = torch.zeros((), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([theta], float(eta_u), momentum=float(beta))
    for _ in range(400):
        before = theta.detach().clone()
        theta.grad = torch.ones_like(theta)
        optimiser.step()
    ratio = found["u_all"][-1] / found["v_all"][-1]
    return {**found, "eta_v": eta_u * ratio, "limit": theta.detach() - before}
