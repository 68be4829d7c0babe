"""One step of Adam with an L2 penalty and of AdamW, from given moments."""

from generator.authoring import guard, instead_of, np


def draw(rng):
    return {
        "w": rng.decimal(-3, 3),
        "g": rng.decimal(-2, 2),
        "m_0": rng.decimal(-0.6, 0.6),
        "v_0": rng.decimal(0.2, 1, digits=2),
        "lambda_": rng.choice([0.1, 0.2, 0.3]),
        "eta": rng.choice([0.1, 0.2, 0.5]),
        "b1": rng.choice([0.8, 0.9]),
        "b2": rng.choice([0.9, 0.95, 0.99]),
        "steps": rng.integer(2, 4),
    }


def g_penalised(g, lambda_, w):
    r"<g> + <lambda_> \cdot <w>"
    return g + lambda_ * w


def m_penalised(m_0, b1, g_penalised):
    r"<b1> \cdot <m_0> + (1 - <b1>) \cdot <g_penalised>"
    return b1 * m_0 + (1 - b1) * g_penalised


def v_penalised(v_0, b2, g_penalised):
    r"<b2> \cdot <v_0> + (1 - <b2>) \cdot (<g_penalised>)^2"
    return b2 * v_0 + (1 - b2) * g_penalised**2


def _step(m, v, eta, b1, b2, steps):
    return eta * (m / (1 - b1**steps)) / (np.sqrt(v / (1 - b2**steps)) + 1e-8)


def adam(w, m_penalised, v_penalised, eta, b1, b2, steps):
    r"""<w> - <eta> \cdot \frac{<m_penalised> / (1 - <b1>^{<steps>})}
    {\sqrt{<v_penalised> / (1 - <b2>^{<steps>})} + 10^{-8}}"""
    return w - _step(m_penalised, v_penalised, eta, b1, b2, steps)


def m(m_0, b1, g):
    r"<b1> \cdot <m_0> + (1 - <b1>) \cdot <g>"
    return b1 * m_0 + (1 - b1) * g


def v(v_0, b2, g):
    r"<b2> \cdot <v_0> + (1 - <b2>) \cdot (<g>)^2"
    return b2 * v_0 + (1 - b2) * g**2


def adamw(w, m, v, eta, b1, b2, steps, lambda_):
    r"""<w> - <eta> \cdot <lambda_> \cdot <w> - <eta> \cdot \frac{<m> / (1 - <b1>^{<steps>})}
    {\sqrt{<v> / (1 - <b2>^{<steps>})} + 10^{-8}}"""
    return w - eta * lambda_ * w - _step(m, v, eta, b1, b2, steps)


@instead_of(g_penalised, "decay_wrong")
def penalty_left_out(g):
    return g


@instead_of(g_penalised, "decay_wrong")
def penalty_twice(g, lambda_, w):
    return g + 2 * lambda_ * w


@instead_of(g_penalised, "sign_wrong")
def penalty_subtracted(g, lambda_, w):
    return g - lambda_ * w


@instead_of(adam, "optimiser_state_wrong")
def l2_without_corrections(w, m_penalised, v_penalised, eta):
    return w - eta * m_penalised / np.sqrt(v_penalised)


@instead_of(adam, "optimiser_state_wrong")
def l2_without_root(w, m_penalised, v_penalised, eta, b1, b2, steps):
    return w - eta * (m_penalised / (1 - b1**steps)) / (v_penalised / (1 - b2**steps))


@instead_of(adamw, "decay_wrong")
def decay_left_out(w, m, v, eta, b1, b2, steps):
    return w - _step(m, v, eta, b1, b2, steps)


@instead_of(adamw, "decay_wrong")
def decay_without_rate(w, m, v, eta, b1, b2, steps, lambda_):
    return w - lambda_ * w - _step(m, v, eta, b1, b2, steps)


@instead_of(adamw, "sign_wrong")
def decay_added(w, m, v, eta, b1, b2, steps, lambda_):
    return w + eta * lambda_ * w - _step(m, v, eta, b1, b2, steps)


@instead_of(adamw, "optimiser_state_wrong")
def corrections_left_out(w, m, v, eta, lambda_):
    return w - eta * lambda_ * w - eta * m / np.sqrt(v)


@instead_of(adamw, "power_or_root")
def root_left_out(w, m, v, eta, b1, b2, steps, lambda_):
    step = eta * (m / (1 - b1**steps)) / (v / (1 - b2**steps))
    return w - eta * lambda_ * w - step


@guard
def no_cancellation(g_penalised, m, m_penalised, adam, adamw):
    """a moment or a new weight comes close to 0, where digits are lost"""
    numbers = (g_penalised, m, m_penalised, adam, adamw)
    return min(abs(number) for number in numbers) > 0.05


def reference(w, g, m_0, v_0, lambda_, eta, b1, b2, steps):
    import torch

    def step(optimiser_class, gradient):
        weight = w.clone().requires_grad_()
        optimiser = optimiser_class(
            [weight], float(eta), (float(b1), float(b2)), weight_decay=float(lambda_)
        )
        optimiser.state[weight] = {
            "step": torch.tensor(float(steps - 1)),
            "exp_avg": m_0.clone(),
            "exp_avg_sq": v_0.clone(),
        }
        weight.grad = gradient.clone()
        optimiser.step()
        state = optimiser.state[weight]
        return weight, state["exp_avg"], state["exp_avg_sq"]

    adam, m_penalised, v_penalised = step(torch.optim.Adam, g)
    adamw, m, v = step(torch.optim.AdamW, g)
    (g_penalised,) = torch.autograd.grad(g * w.requires_grad_() + lambda_ / 2 * w**2, w)
    return {
        "g_penalised": g_penalised,
        "m_penalised": m_penalised,
        "v_penalised": v_penalised,
        "adam": adam,
        "m": m,
        "v": v,
        "adamw": adamw,
    }
