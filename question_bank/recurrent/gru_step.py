"""One time step of a GRU with one unit, by PyTorch's equations."""

from generator.authoring import guard, instead_of, sigmoid, tanh


def draw(rng):
    weights = {f"w_{gate}": rng.decimal(-1, 1) for gate in "rzn"}
    loops = {f"u_{gate}": rng.decimal(-1.5, 1.5) for gate in "rzn"}
    biases = {f"b_{gate}": rng.decimal(-1, 1) for gate in "rzn"}
    return {
        "x": rng.decimal(-2, 2),
        "h_old": rng.decimal(-0.9, 0.9),
        **weights,
        **loops,
        **biases,
        "d": rng.choice([-1.0, -0.8, -0.6, -0.5, 0.5, 0.6, 0.8, 1.0]),
    }


def a_r(w_r, x, u_r, h_old, b_r):
    r"<w_r> <x> + <u_r> <h_old> + <b_r>"
    return w_r * x + u_r * h_old + b_r


def r(a_r):
    r"\sigma(<a_r>)"
    return sigmoid(a_r)


def a_z(w_z, x, u_z, h_old, b_z):
    r"<w_z> <x> + <u_z> <h_old> + <b_z>"
    return w_z * x + u_z * h_old + b_z


def z(a_z):
    r"\sigma(<a_z>)"
    return sigmoid(a_z)


def a_n(w_n, x, b_n, r, u_n, h_old, d):
    r"<w_n> <x> + <b_n> + <r> (<u_n> <h_old> + <d>)"
    return w_n * x + b_n + r * (u_n * h_old + d)


def n(a_n):
    r"\tanh(<a_n>)"
    return tanh(a_n)


def h(z, n, h_old):
    r"(1 - <z>) <n> + <z> <h_old>"
    return (1 - z) * n + z * h_old


@instead_of("u_r", "recurrence_wrong")
def state_left_out_of_reset_gate():
    return 0.0


@instead_of("b_r", "bias_left_out")
def no_bias_in_reset_gate():
    return 0.0


@instead_of(z, "gates_confused")
def gate_as_candidate(a_z):
    return tanh(a_z)


@instead_of(a_n, "gates_confused")
def reset_gate_left_out(w_n, x, b_n, u_n, h_old, d):
    return w_n * x + b_n + u_n * h_old + d


@instead_of(a_n, "gates_confused")
def state_reset_before_weight(w_n, x, b_n, r, u_n, h_old, d):
    return w_n * x + b_n + u_n * (r * h_old) + d


@instead_of(a_n, "gates_confused")
def update_gate_for_reset_gate(w_n, x, b_n, z, u_n, h_old, d):
    return w_n * x + b_n + z * (u_n * h_old + d)


@instead_of(n, "gates_confused")
def candidate_as_gate(a_n):
    return sigmoid(a_n)


@instead_of(h, "gates_confused")
def update_gate_reversed(z, n, h_old):
    return z * n + (1 - z) * h_old


@instead_of(h, "gates_confused")
def candidate_added_in_full(z, n, h_old):
    return n + z * h_old


@instead_of(h, "recurrence_wrong")
def old_state_left_out(z, n):
    return (1 - z) * n


@guard
def not_saturated(a_r, a_z, a_n, u_n, h_old, d):
    """a gate or the candidate is saturated, or nothing passes the reset gate"""
    return max(abs(a_r), abs(a_z), abs(a_n)) < 2.2 and abs(u_n * h_old + d) > 0.1


@guard
def telling(z, n, h_old, h):
    """the update gate hardly matters, or the candidate or the new state is close to 0"""
    return abs((1 - 2 * z) * (n - h_old)) > 0.02 and min(abs(n), abs(h)) > 0.05


def reference(x, h_old, w_r, w_z, w_n, u_r, u_z, u_n, b_r, b_z, b_n, d):
    import torch

    cell = torch.nn.GRUCell(1, 1, dtype=torch.float64)
    with torch.no_grad():
        cell.weight_ih.copy_(torch.stack([w_r, w_z, w_n])[:, None])
        cell.weight_hh.copy_(torch.stack([u_r, u_z, u_n])[:, None])
        cell.bias_hh.copy_(torch.stack([0 * d, 0 * d, d]))

    def step(reset=b_r, update=b_z):
        """The cell's step; gates with very large biases are open or shut."""
        biases = torch.stack([torch.as_tensor(b, dtype=d.dtype) for b in (reset, update, b_n)])
        parameters = dict(cell.named_parameters()) | {"bias_ih": biases}
        inputs = (x.reshape(1, 1), h_old.reshape(1, 1))
        return torch.func.functional_call(cell, parameters, inputs).squeeze()

    h, n = step(), step(update=-1e3)
    shut, opened = (torch.atanh(step(reset, update=-1e3)) for reset in (-1e3, 1e3))
    r = (torch.atanh(n) - shut) / (opened - shut)
    z = (h - n) / (h_old - n)
    pre_activations = {"a_r": torch.logit(r), "a_z": torch.logit(z), "a_n": torch.atanh(n)}
    return {"r": r, "z": z, "n": n, "h": h, **pre_activations}
