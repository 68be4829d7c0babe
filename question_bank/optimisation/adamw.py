"""Two steps of AdamW beside two of Adam with an L2 penalty."""

from generator.authoring import guard, instead_of, np, over


def draw(rng):
    return {
        "theta_0": rng.choice([-1, 1]) * rng.decimal(1, 3),
        "gs": rng.decimals(2, -2, 2),
        "eta": rng.choice([0.1, 0.2]),
        "lam": rng.choice([0.1, 0.2, 0.3]),
        "b1": rng.choice([0.8, 0.9]),
        "b2": rng.choice([0.9, 0.95, 0.99]),
        "m_0": 0.0,
        "v_0": 0.0,
        "m_pen_0": 0.0,
        "v_pen_0": 0.0,
    }


def theta_pen_0(theta_0):
    return theta_0


def _adam_step(m, v, b1, b2, t):
    return (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + 1e-12)


@over(g="gs")
def m(m_before, g, b1):
    r"<b1> \cdot <m_before> + (1 - <b1>) \cdot <g>"
    return b1 * m_before + (1 - b1) * g


@over(g="gs")
def v(v_before, g, b2):
    r"<b2> \cdot <v_before> + (1 - <b2>) \cdot <g>^2"
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
def theta(theta_before, eta, lam, m_hat, v_hat):
    r"""<theta_before> - <eta> \cdot <lam> \cdot <theta_before>
    - <eta> \cdot \frac{<m_hat>}{\sqrt{<v_hat>} + 10^{-12}}"""
    return theta_before - eta * lam * theta_before - eta * m_hat / (np.sqrt(v_hat) + 1e-12)


@over(g="gs")
def g_pen(g, lam, theta_pen_before):
    r"<g> + <lam> \cdot <theta_pen_before>"
    return g + lam * theta_pen_before


@over(g="gs")
def m_pen(m_pen_before, g_pen, b1):
    r"<b1> \cdot <m_pen_before> + (1 - <b1>) \cdot <g_pen>"
    return b1 * m_pen_before + (1 - b1) * g_pen


@over(g="gs")
def v_pen(v_pen_before, g_pen, b2):
    r"<b2> \cdot <v_pen_before> + (1 - <b2>) \cdot <g_pen>^2"
    return b2 * v_pen_before + (1 - b2) * g_pen**2


@over(g="gs")
def theta_pen(theta_pen_before, eta, m_pen, v_pen, b1, b2, t):
    r"""<theta_pen_before> - <eta> \cdot \frac{<m_pen> / (1 - <b1>^{<t>})}
    {\sqrt{<v_pen> / (1 - <b2>^{<t>})} + 10^{-12}}"""
    return theta_pen_before - eta * _adam_step(m_pen, v_pen, b1, b2, t)


@instead_of(theta, "decay_wrong")
def decay_left_out(theta_before, eta, m_hat, v_hat):
    return theta_before - eta * m_hat / np.sqrt(v_hat)


@instead_of(theta, "decay_wrong")
def decay_without_rate(theta_before, eta, lam, m_hat, v_hat):
    return theta_before - lam * theta_before - eta * m_hat / np.sqrt(v_hat)


@instead_of(theta, "decay_wrong")
def decay_in_the_gradient(theta_pen):
    return theta_pen


@instead_of(theta, "optimiser_state_wrong")
def not_corrected(theta_before, eta, lam, m, v):
    return theta_before - eta * lam * theta_before - eta * m / np.sqrt(v)


@instead_of(theta, "sign_wrong")
def ascended(theta_before, eta, lam, m_hat, v_hat):
    return theta_before - eta * lam * theta_before + eta * m_hat / np.sqrt(v_hat)


@instead_of(theta, "power_or_root")
def no_root(theta_before, eta, lam, m_hat, v_hat):
    return theta_before - eta * lam * theta_before - eta * m_hat / v_hat


@instead_of(g_pen, "decay_wrong")
def penalty_left_out(g):
    return g


@instead_of(g_pen, "one_step_off")
def penalty_of_the_start(g, lam, theta_0):
    return g + lam * theta_0


@instead_of(theta_pen, "decay_wrong")
def decayed_like_adamw(theta_pen_before, eta, lam, m_hat, v_hat):
    return theta_pen_before - eta * lam * theta_pen_before - eta * m_hat / np.sqrt(v_hat)


@instead_of(g_pen, "sign_wrong")
def penalty_subtracted(g, lam, theta_pen_before):
    return g - lam * theta_pen_before


@guard
def clear_averages(m_all, m_pen_all, g_pen_all, theta_all, theta_pen_all):
    """an average, a gradient or the parameter comes close to 0, where digits are lost"""
    averages = (abs(m_all) > 0.01).all() and (abs(m_pen_all) > 0.01).all()
    parameters = abs(np.array([theta_all, theta_pen_all])).min() > 0.1
    return averages and parameters and (abs(g_pen_all) > 0.1).all()


def _run(optimiser, theta, gs, **states):
    """Every state and the parameter after each step."""
    found: dict[str, list] = {name: [] for name in states}
    for g in gs:
        theta.grad = g.clone()
        optimiser.step()
        for name, state in states.items():
            value = optimiser.state[theta][state] if state else theta.detach()
            found[name].append(value.clone())
    return found


def reference(theta_0, gs, eta, lam, b1, b2):
    import torch

    betas = (float(b1), float(b2))
    options = {"lr": float(eta), "betas": betas, "weight_decay": float(lam), "eps": 1e-12}
    theta, other = (theta_0.clone().requires_grad_() for _ in "12")
    adamw = torch.optim.AdamW([theta], **options)
    found = _run(adamw, theta, gs, m_all="exp_avg", v_all="exp_avg_sq", theta_all="")
    adam = torch.optim.Adam([other], **options)
    penalised = _run(adam, other, gs, m_pen_all="exp_avg", v_pen_all="exp_avg_sq", theta_pen_all="")
    # A corrected moment is a weighted mean, in which the last gradient weighs most.
    ages = [torch.arange(t - 1, -1, -1) for t in (1, 2)]
    found["m_hat_all"] = [(b1**k * gs[: len(k)]).sum() / (b1**k).sum() for k in ages]
    found["v_hat_all"] = [(b2**k * gs[: len(k)] ** 2).sum() / (b2**k).sum() for k in ages]
    before = [theta_0, penalised["theta_pen_all"][0]]
    penalised["g_pen_all"] = [
        torch.func.grad(lambda u, d=d: d * u + lam / 2 * u**2)(u)
        for d, u in zip(gs, before, strict=True)
    ]
    return {**found, **penalised}
