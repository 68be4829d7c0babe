"""Three steps of stochastic gradient descent with momentum on one parameter."""

from generator.authoring import Fraction, instead_of, over


def draw(rng):
    return {
        "theta_0": rng.decimal(-2, 2),
        "gs": rng.decimals(3, -2, 2),
        "eta": rng.choice([Fraction(1, 10), Fraction(1, 5), Fraction(1, 2)]),
        "beta": rng.choice([Fraction(3, 5), Fraction(4, 5), Fraction(9, 10)]),
        "v_0": 0,
    }


@over(g="gs")
def v(v_before, g, beta):
    r"<beta> <v_before> + <g>"
    return beta * v_before + g


@over(g="gs")
def theta(theta_before, v, eta):
    r"<theta_before> - <eta> \cdot <v>"
    return theta_before - eta * v


def limit(gs, beta):
    return gs[-1] / (1 - beta)


@instead_of(v, "optimiser_state_wrong")
def velocity_not_carried(g):
    return g


@instead_of(v, "optimiser_state_wrong")
def averaged(v_before, g, beta):
    return beta * v_before + (1 - beta) * g


@instead_of(v, "sign_wrong")
def old_velocity_subtracted(v_before, g, beta):
    return g - beta * v_before


@instead_of(v, "optimiser_state_wrong")
def gradient_damped_too(v_before, g, beta):
    return beta * (v_before + g)


@instead_of(theta, "sign_wrong")
def ascended(theta_before, v, eta):
    return theta_before + eta * v


@instead_of(limit, "optimiser_state_wrong")
def limit_of_an_average(gs):
    return gs[-1]


@instead_of(limit, "optimiser_state_wrong")
def newest_gradient_damped(gs, beta):
    return beta * gs[-1] / (1 - beta)


@instead_of(limit, "optimiser_state_wrong")
def divided_by_beta(gs, beta):
    return gs[-1] / beta


def reference(theta_0, gs, eta, beta):
    import torch

    parameter = theta_0.clone().requires_grad_()
    optimiser = torch.optim.SGD([parameter], float(eta), momentum=float(beta))
    velocities, positions = [], []
    for g in gs:
        parameter.grad = g.clone()
        optimiser.step()
        velocities.append(optimiser.state[parameter]["momentum_buffer"].clone())
        positions.append(parameter.detach().clone())
    # Each gradient goes on in the velocity with a weight that shrinks by beta a step.
    limit = (gs[-1] * beta ** torch.arange(250)).sum()
    return {"v_all": velocities, "theta_all": positions, "limit": limit}
