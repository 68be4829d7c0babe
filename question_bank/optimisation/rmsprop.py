"""Two steps of RMSprop on a parabola, and the length of its steps in the long run."""

from generator.authoring import Fraction, guard, instead_of, np, over


def draw(rng):
    return {
        "a": rng.choice([2, 3, 4, 5]),
        "c": rng.integer(-6, 6, zero=False),
        "theta_0": rng.decimal(-2, 2),
        "eta": rng.choice([Fraction(1, 20), Fraction(1, 10), Fraction(1, 5)]),
        "alpha": rng.choice([0.75, 0.8, 0.9, 0.95, 0.99]),
        "v_0": 0.0,
        "rounds": [1, 2],
    }


@over(k="rounds")
def g(a, theta_before, c):
    r"<a> (<a> \cdot <theta_before> - <c>)"
    return a * (a * theta_before - c)


@over(k="rounds")
def v(v_before, g, alpha):
    r"<alpha> \cdot <v_before> + (1 - <alpha>) \cdot <g>^2"
    return alpha * v_before + (1 - alpha) * g**2


@over(k="rounds")
def theta(theta_before, eta, g, v):
    r"<theta_before> - \frac{<eta> \cdot <g>}{\sqrt{<v>} + 10^{-12}}"
    return theta_before - eta * g / (np.sqrt(v) + 1e-12)


def moved(eta):
    return eta


@instead_of(g, "chain_rule")
def inner_derivative_missing(a, theta_before, c):
    return a * theta_before - c


@instead_of(g, "one_step_off")
def derivative_at_the_start(a, theta_0, c):
    return a * (a * theta_0 - c)


@instead_of(v, "optimiser_state_wrong")
def average_not_carried(g, alpha):
    return (1 - alpha) * g**2


@instead_of(v, "optimiser_state_wrong")
def weights_swapped(v_before, g, alpha):
    return (1 - alpha) * v_before + alpha * g**2


@instead_of(v, "optimiser_state_wrong")
def summed_like_adagrad(v_before, g):
    return v_before + g**2


@instead_of(v, "power_or_root")
def not_squared(v_before, g, alpha):
    return alpha * v_before + (1 - alpha) * abs(g)


@instead_of(theta, "power_or_root")
def no_root(theta_before, eta, g, v):
    return theta_before - eta * g / v


@instead_of(theta, "optimiser_state_wrong")
def bias_corrected(theta_before, eta, g, v, alpha, t):
    return theta_before - eta * g / np.sqrt(v / (1 - alpha**t))


@instead_of(theta, "sign_wrong")
def ascended(theta_before, eta, g, v):
    return theta_before + eta * g / np.sqrt(v)


@instead_of(moved, "one_step_off")
def first_step_for_ever(eta, alpha):
    return eta / np.sqrt(1 - alpha)


@instead_of(moved, "optimiser_state_wrong")
def rate_times_alpha(eta, alpha):
    return eta * (1 - alpha)


@instead_of(moved, "optimiser_state_wrong")
def dies_out():
    return 0.0


@guard
def on_its_way(g_all, theta_all):
    """a derivative or the parameter comes close to 0"""
    return (abs(g_all) > 0.3).all() and (abs(theta_all) > 0.05).all()


def reference(a, c, theta_0, eta, alpha):
    import torch

    def rmsprop(parameter):
        return torch.optim.RMSprop([parameter], float(eta), alpha=float(alpha), eps=1e-12)

    theta = theta_0.clone().requires_grad_()
    optimiser = rmsprop(theta)
    found: dict[str, list] = {"g_all": [], "v_all": [], "theta_all": []}
    for _ in range(2):
        optimiser.zero_grad()
        (0.5 * (a * theta - c) ** 2).backward()
        optimiser.step()
        found["g_all"].append(theta.grad.clone())
        found["v_all"].append(optimiser.state[theta]["square_avg"].clone())
        found["theta_all"].append(theta.detach().clone())

    far = torch.zeros((), dtype=torch.float64, requires_grad=True)
    optimiser = rmsprop(far)
    optimiser.state[far] = {  # as after many steps with the derivative 100
        "step": torch.tensor(1.0),
        "square_avg": torch.tensor(1e4, dtype=torch.float64),
    }
    far.grad = torch.tensor(100.0, dtype=torch.float64)
    optimiser.step()
    return {**found, "moved": far.abs()}
