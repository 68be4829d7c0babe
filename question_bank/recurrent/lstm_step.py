"""One time step of an LSTM with one cell."""

from generator.authoring import guard, instead_of, sigmoid, tanh


def draw(rng):
    return {
        "x": rng.decimal(-2, 2),
        "h_old": rng.decimal(-0.9, 0.9),
        "c_old": rng.decimal(-2, 2),
        "w": rng.decimals(4, -1, 1),
        "u": rng.decimals(4, -1.5, 1.5),
        "b": rng.decimals(4, -1, 1),
    }


def z(w, x, u, h_old, b):
    r"<w> <x> + <u> <h_old> + <b>"
    return w * x + u * h_old + b


def z_i(z):
    return z[0]


def z_f(z):
    return z[1]


def z_g(z):
    return z[2]


def z_o(z):
    return z[3]


def i(z_i):
    r"\sigma(<z_i>)"
    return sigmoid(z_i)


def f(z_f):
    r"\sigma(<z_f>)"
    return sigmoid(z_f)


def g(z_g):
    r"\tanh(<z_g>)"
    return tanh(z_g)


def o(z_o):
    r"\sigma(<z_o>)"
    return sigmoid(z_o)


def c(f, c_old, i, g):
    r"<f> <c_old> + <i> <g>"
    return f * c_old + i * g


def h(o, c):
    r"<o> \tanh(<c>)"
    return o * tanh(c)


@instead_of(z, "recurrence_wrong")
def state_left_out(w, x, b):
    return w * x + b


@instead_of(z, "gates_confused")
def cell_in_the_gates(w, x, u, c_old, b):
    return w * x + u * c_old + b


@instead_of(z, "bias_left_out")
def no_bias(w, x, u, h_old):
    return w * x + u * h_old


@instead_of(g, "gates_confused")
def candidate_as_gate(z_g):
    return sigmoid(z_g)


@instead_of(o, "gates_confused")
def gate_as_candidate(z_o):
    return tanh(z_o)


@instead_of(c, "gates_confused")
def input_and_forget_swapped(i, c_old, f, g):
    return i * c_old + f * g


@instead_of(c, "gates_confused")
def kept_instead_of_forgotten(f, c_old, i, g):
    return (1 - f) * c_old + i * g


@instead_of(c, "recurrence_wrong")
def old_cell_left_out(i, g):
    return i * g


@instead_of(c, "recurrence_wrong")
def old_output_for_old_cell(f, h_old, i, g):
    return f * h_old + i * g


@instead_of(c, "gates_confused")
def candidate_not_gated(f, c_old, g):
    return f * c_old + g


@instead_of(h, "activation_left_out")
def cell_not_squashed(o, c):
    return o * c


@instead_of(h, "gates_confused")
def output_gate_left_out(c):
    return tanh(c)


@guard
def not_saturated(z):
    """a gate is saturated"""
    return (abs(z) < 2.2).all()


def reference(x, h_old, c_old, w, u, b):
    import torch

    cell = torch.nn.LSTMCell(1, 1, dtype=torch.float64)
    with torch.no_grad():
        cell.weight_ih.copy_(w[:, None])
        cell.weight_hh.copy_(u[:, None])
        cell.bias_ih.copy_(b)
        cell.bias_hh.zero_()

    def step(**biases):
        """The cell's step, with some biases of gates so large that these are open or shut."""
        changed = b.clone()
        for gate, bias in biases.items():
            changed["ifgo".index(gate)] = bias
        parameters = dict(cell.named_parameters()) | {"bias_ih": changed}
        before = (h_old.reshape(1, 1), c_old.reshape(1, 1))
        h, c = torch.func.functional_call(cell, parameters, (x.reshape(1, 1), before))
        return h.squeeze(), c.squeeze()

    h, c = step()
    g = step(f=-1e3, i=1e3)[1]
    i = step(f=-1e3)[1] / g
    f = step(i=-1e3)[1] / c_old
    o = h / step(o=1e3)[0]
    z = torch.stack([torch.logit(i), torch.logit(f), torch.atanh(g), torch.logit(o)])
    return {"z": z, "i": i, "f": f, "g": g, "o": o, "c": c, "h": h}
