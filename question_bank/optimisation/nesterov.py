"""Two steps of PyTorch's Nesterov momentum on a parabola, and plain momentum beside it."""

from generator.authoring import Fraction, guard, instead_of, over


def draw(rng):
    return {
        "a": rng.integer(2, 6),
        "theta_0": rng.integer(-6, 6, zero=False),
        "eta": rng.choice([Fraction(1, 10), Fraction(1, 5), Fraction(3, 10)]),
        "beta": rng.choice([Fraction(k, 10) for k in (2, 4, 5, 6, 8, 9)]),
        "v_0": 0,
        "rounds": [1, 2],
    }


@over(k="rounds")
def g(a, theta_before):
    r"<a> \cdot <theta_before>"
    return a * theta_before


@over(k="rounds")
def v(v_before, g, beta):
    r"<beta> \cdot <v_before> + <g>"
    return beta * v_before + g


@over(k="rounds")
def theta(theta_before, eta, g, beta, v):
    r"<theta_before> - <eta> (<g> + <beta> \cdot <v>)"
    return theta_before - eta * (g + beta * v)


def first(a, theta_0, eta):
    return theta_0 - eta * a * theta_0


def plain(a, theta_0, eta, beta, first):
    return first - eta * (beta * a * theta_0 + a * first)


@instead_of(theta, "optimiser_state_wrong")
def no_look_ahead(theta_before, eta, v):
    return theta_before - eta * v


@instead_of(theta, "optimiser_state_wrong")
def gradient_left_out(theta_before, eta, beta, v):
    return theta_before - eta * beta * v


@instead_of(theta, "optimiser_state_wrong")
def velocity_not_damped(theta_before, eta, g, v):
    return theta_before - eta * (g + v)


@instead_of(theta, "one_step_off")
def old_velocity_in_step(theta_before, eta, g, beta, v_before):
    return theta_before - eta * (g + beta * v_before)


@instead_of(v, "optimiser_state_wrong")
def velocity_not_carried(g):
    return g


@instead_of(v, "optimiser_state_wrong")
def averaged(v_before, g, beta):
    return beta * v_before + (1 - beta) * g


@instead_of(g, "one_step_off")
def derivative_at_the_start(a, theta_0):
    return a * theta_0


@instead_of(theta, "sign_wrong")
def ascended(theta_before, eta, g, beta, v):
    return theta_before + eta * (g + beta * v)


@instead_of(plain, "optimiser_state_wrong")
def plain_gradient_descent(a, eta, first):
    return first - eta * a * first


@instead_of(plain, "optimiser_state_wrong")
def nesterov_after_all(theta):
    return theta


@guard
def moves_on(theta_all, v, plain):
    """the parameter or the velocity comes to rest at 0"""
    return all(abs(x) > Fraction(1, 100) for x in (*theta_all, v, plain))


def _run(a, theta_0, eta, beta, *, nesterov):
    import torch

    theta = torch.tensor(float(theta_0), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([theta], float(eta), momentum=float(beta), nesterov=nesterov)
    found: dict[str, list] = {"g_all": [], "v_all": [], "theta_all": []}
    for _ in range(2):
        optimiser.zero_grad()
        (a / 2 * theta**2).backward()
        optimiser.step()
        found["g_all"].append(theta.grad.clone())
        found["v_all"].append(optimiser.state[theta]["momentum_buffer"].clone())
        found["theta_all"].append(theta.detach().clone())
    return found


def reference(a, theta_0, eta, beta):
    plain = _run(a, theta_0, eta, beta, nesterov=False)["theta_all"]
    return {
        **_run(a, theta_0, eta, beta, nesterov=True),
        "first": plain[0],
        "plain": plain[1],
    }
