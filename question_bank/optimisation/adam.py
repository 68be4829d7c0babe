"""Three steps of Adam on one parameter."""

from generator.authoring import guard, instead_of, np, over


def draw(rng):
    return {
        "theta_0": rng.decimal(-2, 2),
        "gs": rng.decimals(3, -2, 2),
        "eta": rng.choice([0.1, 0.2, 0.5]),
        "b1": rng.choice([0.8, 0.9]),
        "b2": rng.choice([0.95, 0.99, 0.999]),
        "m_0": 0.0,
        "v_0": 0.0,
    }


@over(g="gs")
def m(m_before, g, b1):
    r"<b1> <m_before> + (1 - <b1>) <g>"
    return b1 * m_before + (1 - b1) * g


@over(g="gs")
def v(v_before, g, b2):
    r"<b2> <v_before> + (1 - <b2>) <g>^2"
    return b2 * v_before + (1 - b2) * g**2


@over(g="gs")
def m_hat(m, b1, t):
    r"\frac{<m>}{1 - <b1>^{<t>}}"
    return m / (1 - b1**t)


@over(g="gs")
def v_hat(v, b2, t):
    r"\frac{<v>}{1 - <b2>^{<t>}}"
    return v / (1 - b2**t)


@over(g="gs")
def theta(theta_before, eta, m_hat, v_hat):
    r"<theta_before> - <eta> \cdot \frac{<m_hat>}{\sqrt{<v_hat>} + 10^{-8}}"
    return theta_before - eta * m_hat / (np.sqrt(v_hat) + 1e-8)


@instead_of(m, "optimiser_state_wrong")
def weights_of_m_swapped(m_before, g, b1):
    return (1 - b1) * m_before + b1 * g


@instead_of(v, "optimiser_state_wrong")
def v_not_carried(g, b2):
    return (1 - b2) * g**2


@instead_of(v, "optimiser_state_wrong")
def first_moment_squared(m):
    return m**2


@instead_of(m_hat, "optimiser_state_wrong")
def m_not_corrected(m):
    return m


@instead_of(m_hat, "one_step_off")
def correction_of_first_step(m, b1):
    return m / (1 - b1)


@instead_of(v_hat, "optimiser_state_wrong")
def v_not_corrected(v):
    return v


@instead_of(theta, "power_or_root")
def no_root(theta_before, eta, m_hat, v_hat):
    return theta_before - eta * m_hat / (v_hat + 1e-8)


@instead_of(theta, "sign_wrong")
def ascended(theta_before, eta, m_hat, v_hat):
    return theta_before + eta * m_hat / (np.sqrt(v_hat) + 1e-8)


@guard
def no_cancellation(m_all, theta_all):
    """a moment or the parameter comes close to 0, where digits are lost"""
    return (abs(m_all) > 0.005).all() and (abs(theta_all) > 0.05).all()


def reference(theta_0, gs, eta, b1, b2):
    import torch

    parameter = theta_0.clone().requires_grad_()
    optimiser = torch.optim.Adam([parameter], float(eta), (float(b1), float(b2)), eps=1e-8)
    found: dict[str, list] = {
        "m_all": [],
        "v_all": [],
        "m_hat_all": [],
        "v_hat_all": [],
        "theta_all": [],
    }
    for t, g in enumerate(gs, 1):
        parameter.grad = g.clone()
        optimiser.step()
        found["m_all"].append(optimiser.state[parameter]["exp_avg"].clone())
        found["v_all"].append(optimiser.state[parameter]["exp_avg_sq"].clone())
        found["theta_all"].append(parameter.detach().clone())
        # A corrected moment is a weighted mean, in which the last gradient weighs most.
        age = torch.arange(t - 1, -1, -1)
        found["m_hat_all"].append((b1**age * gs[:t]).sum() / (b1**age).sum())
        found["v_hat_all"].append((b2**age * gs[:t] ** 2).sum() / (b2**age).sum())
    return found
