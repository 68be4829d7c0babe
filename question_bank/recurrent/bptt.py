"""Backpropagation through three time steps of a recurrent unit."""

from generator.authoring import gradient, guard, instead_of, tanh


def draw(rng):
    return {
        "xs": rng.decimals(3, -1.5, 1.5),
        "h_0": rng.choice([-0.8, -0.6, -0.5, -0.4, 0.4, 0.5, 0.6, 0.8]),
        "w": rng.decimal(-1, 1),
        "u": rng.choice([-1.4, -1.2, -0.8, -0.7, -0.6, 0.6, 0.7, 0.8, 1.2, 1.4]),
        "y": rng.choice([-1, 1]),
    }


def x_1(xs):
    return xs[0]


def x_2(xs):
    return xs[1]


def x_3(xs):
    return xs[2]


def z_1(w, x_1, u, h_0):
    r"<w> <x_1> + <u> <h_0>"
    return w * x_1 + u * h_0


def h_1(z_1):
    r"\tanh(<z_1>)"
    return tanh(z_1)


def z_2(w, x_2, u, h_1):
    r"<w> <x_2> + <u> <h_1>"
    return w * x_2 + u * h_1


def h_2(z_2):
    r"\tanh(<z_2>)"
    return tanh(z_2)


def z_3(w, x_3, u, h_2):
    r"<w> <x_3> + <u> <h_2>"
    return w * x_3 + u * h_2


def h_3(z_3):
    r"\tanh(<z_3>)"
    return tanh(z_3)


def loss(h_3, y, half):
    r"<half> (<h_3> - <y>)^2"
    return half * (h_3 - y) ** 2


@gradient(loss, z_3)
def delta_3(h_3, y, half):
    r"2 \cdot <half> (<h_3> - <y>) (1 - <h_3>^2)"
    return 2 * half * (h_3 - y) * (1 - h_3**2)


@gradient(loss, z_2)
def delta_2(delta_3, u, h_2):
    r"<delta_3> \cdot <u> (1 - <h_2>^2)"
    return delta_3 * u * (1 - h_2**2)


@gradient(loss, z_1)
def delta_1(delta_2, u, h_1):
    r"<delta_2> \cdot <u> (1 - <h_1>^2)"
    return delta_2 * u * (1 - h_1**2)


@gradient(loss, "u")
def grad_u(delta_1, h_0, delta_2, h_1, delta_3, h_2):
    r"<delta_1> <h_0> + <delta_2> <h_1> + <delta_3> <h_2>"
    return delta_1 * h_0 + delta_2 * h_1 + delta_3 * h_2


@gradient(loss, "w")
def grad_w(delta_1, x_1, delta_2, x_2, delta_3, x_3):
    r"<delta_1> <x_1> + <delta_2> <x_2> + <delta_3> <x_3>"
    return delta_1 * x_1 + delta_2 * x_2 + delta_3 * x_3


@instead_of(z_1, "recurrence_wrong")
def start_without_state(w, x_1):
    return w * x_1


@instead_of(delta_3, "sign_wrong")
def target_minus_state(delta_3):
    return -delta_3


@instead_of(delta_3, "factor_two")
def constant_factor_wrong(h_3, y, half):
    return (h_3 - y) * (1 - h_3**2) / half


@instead_of(delta_3, "output_slope_missing")
def no_slope_at_the_end(h_3, y, half):
    return 2 * half * (h_3 - y)


@instead_of(delta_2, "hidden_slope_missing")
def no_slope_in_between(delta_3, u):
    return delta_3 * u


@instead_of(delta_2, "recurrence_wrong")
def input_weight_on_the_way_back(delta_3, w, h_2):
    return delta_3 * w * (1 - h_2**2)


@instead_of(delta_2, "one_step_off")
def slope_of_next_step(delta_3, u, h_3):
    return delta_3 * u * (1 - h_3**2)


@instead_of(grad_u, "recurrence_wrong")
def last_step_only(delta_3, h_2):
    return delta_3 * h_2


@instead_of(grad_u, "recurrence_wrong")
def initial_state_forgotten(delta_2, h_1, delta_3, h_2):
    return delta_2 * h_1 + delta_3 * h_2


@instead_of(grad_u, "one_step_off")
def states_of_same_step(delta_1, h_1, delta_2, h_2, delta_3, h_3):
    return delta_1 * h_1 + delta_2 * h_2 + delta_3 * h_3


@instead_of(grad_w, "recurrence_wrong")
def last_input_only(delta_3, x_3):
    return delta_3 * x_3


@instead_of(grad_w, "path_missing")
def last_delta_for_all_inputs(delta_3, xs):
    return delta_3 * xs.sum()


@guard
def not_saturated(z_1, z_2, z_3):
    """a state is saturated or close to 0"""
    return all(0.1 <= abs(z) <= 1.5 for z in (z_1, z_2, z_3))


@guard
def no_cancellation(delta_1, grad_u, grad_w):
    """a derivative is too small for the digits printed"""
    return abs(delta_1) > 0.01 and min(abs(grad_u), abs(grad_w)) > 0.03


def reference(xs, h_0, w, u, y, half):
    import torch

    cell = torch.nn.RNNCell(1, 1, bias=False, dtype=torch.float64)
    with torch.no_grad():
        cell.weight_ih.fill_(w)
        cell.weight_hh.fill_(u)
    states = [h_0.reshape(1, 1)]
    for x in xs:
        states.append(cell(x.reshape(1, 1), states[-1]))
    target = torch.full((1, 1), float(y), dtype=torch.float64)
    loss = half * torch.nn.functional.mse_loss(states[3], target)
    by_state = torch.autograd.grad(loss, states[1:], retain_graph=True)
    grad_w, grad_u = torch.autograd.grad(loss, (cell.weight_ih, cell.weight_hh))
    found = {"loss": loss, "grad_w": grad_w.squeeze(), "grad_u": grad_u.squeeze()}
    for t, (state, slope) in enumerate(zip(states[1:], by_state, strict=True), 1):
        z = torch.atanh(state.detach()).requires_grad_()
        (by_z,) = torch.autograd.grad(torch.tanh(z), z, slope)
        found |= {f"z_{t}": z.squeeze(), f"h_{t}": state.squeeze(), f"delta_{t}": by_z.squeeze()}
    return found
