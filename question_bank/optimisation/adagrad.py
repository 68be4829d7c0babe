"""Two steps of Adagrad on two parameters."""

from generator.authoring import guard, instead_of, np, over


def draw(rng):
    return {
        "theta_0": rng.decimals(2, -2, 2),
        "gs": [rng.decimals(2, -3, 3), rng.decimals(2, -3, 3)],
        "g_next": rng.decimals(2, -3, 3),
        "eta": rng.choice([0.1, 0.2, 0.3, 0.5]),
        "r_0": np.zeros(2),
    }


@over(g="gs")
def r(r_before, g):
    r"<r_before> + <g> \odot <g>"
    return r_before + g * g


@over(g="gs")
def theta(theta_before, eta, g, r):
    r"<theta_before> - <eta> \frac{<g>}{\sqrt{<r>} + 10^{-10}}"
    return theta_before - eta * g / (np.sqrt(r) + 1e-10)


def rate(eta, r, g_next):
    r"\frac{<eta>}{\sqrt{<r> + <g_next> \odot <g_next>} + 10^{-10}}"
    return eta / (np.sqrt(r + g_next**2) + 1e-10)


@instead_of(r, "optimiser_state_wrong")
def sum_not_carried(g):
    return g**2


@instead_of(r, "power_or_root")
def gradients_summed_unsquared(r_before, g):
    return r_before + abs(g)


@instead_of(r, "optimiser_state_wrong")
def averaged(r_before, g, t):
    return ((t - 1) * r_before + g**2) / t


@instead_of(theta, "power_or_root")
def no_root(theta_before, eta, g, r):
    return theta_before - eta * g / r


@instead_of(theta, "sign_wrong")
def ascended(theta_before, eta, g, r):
    return theta_before + eta * g / np.sqrt(r)


@instead_of(theta, "one_step_off")
def old_sum_in_second_step(theta_before, eta, g, r, r_before):
    return theta_before - eta * g / np.sqrt(np.where(r_before > 0, r_before, r))


@instead_of(rate, "one_step_off")
def third_gradient_missing(eta, r):
    return eta / np.sqrt(r)


@instead_of(rate, "power_or_root")
def rate_not_divided_by_root(eta, r, g_next):
    return eta / (r + g_next**2)


@guard
def sizes_differ(gs, theta_all):
    """the gradients of a parameter are too much alike, or a parameter comes close to 0"""
    return (abs(abs(gs[0]) - abs(gs[1])) > 0.15).all() and (abs(np.array(theta_all)) > 0.05).all()


@guard
def parameters_differ(r):
    """both parameters meet the same gradients"""
    return abs(r[0] - r[1]) > 0.05


def reference(theta_0, gs, g_next, eta):
    import torch

    theta = theta_0.clone().requires_grad_()
    optimiser = torch.optim.Adagrad([theta], lr=float(eta), eps=1e-10)
    found: dict[str, list] = {"r_all": [], "theta_all": []}
    for g in gs:
        theta.grad = g.clone()
        optimiser.step()
        found["r_all"].append(optimiser.state[theta]["sum"].clone())
        found["theta_all"].append(theta.detach().clone())
    theta.grad = g_next.clone()
    optimiser.step()
    return {**found, "rate": (found["theta_all"][-1] - theta.detach()) / g_next}
