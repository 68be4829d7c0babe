"""A recurrent unit with one input, unrolled over three time steps."""

from generator.authoring import guard, instead_of, over, tanh


def draw(rng):
    return {
        "xs": rng.decimals(3, -2, 2),
        "h_0": rng.choice([-0.8, -0.6, -0.5, -0.4, 0.4, 0.5, 0.6, 0.8]),
        "w": rng.decimal(-1, 1),
        "u": rng.decimal(-1.5, 1.5),
        "b": rng.decimal(-0.5, 0.5),
        "v": rng.decimal(-3, 3),
        "c": rng.decimal(-1, 1),
    }


@over(x="xs")
def z(w, x, u, h_before, b):
    r"<w> <x> + <u> <h_before> + <b>"
    return w * x + u * h_before + b


@over(x="xs")
def h(z):
    r"\tanh(<z>)"
    return tanh(z)


@over(x="xs")
def y(v, h, c):
    r"<v> <h> + <c>"
    return v * h + c


@instead_of("h_0", "recurrence_wrong")
def started_at_zero():
    return 0.0


@instead_of(z, "recurrence_wrong")
def state_not_carried(w, x, b):
    return w * x + b


@instead_of(z, "recurrence_wrong")
def weights_swapped(w, x, u, h_before, b):
    return u * x + w * h_before + b


@instead_of(z, "bias_left_out")
def no_bias(w, x, u, h_before):
    return w * x + u * h_before


@instead_of(h, "activation_left_out")
def no_activation(z):
    return z


@instead_of(y, "one_step_off")
def output_of_old_state(v, h_before, c):
    return v * h_before + c


@instead_of(y, "activation_left_out")
def output_of_pre_activation(v, z, c):
    return v * z + c


@guard
def not_saturated(z_all):
    """a state is saturated"""
    return (abs(z_all) < 2.2).all()


def reference(xs, h_0, w, u, b, v, c):
    import torch

    layer = torch.nn.RNN(1, 1, dtype=torch.float64)
    with torch.no_grad():
        layer.weight_ih_l0.fill_(w)
        layer.weight_hh_l0.fill_(u)
        layer.bias_ih_l0.fill_(b)
        layer.bias_hh_l0.zero_()
    h = layer(xs[:, None], h_0.reshape(1, 1))[0][:, 0]
    y = torch.nn.functional.linear(h[:, None], v.reshape(1, 1), c.reshape(1))[:, 0]
    return {"z_all": torch.atanh(h), "h_all": h, "y_all": y}
