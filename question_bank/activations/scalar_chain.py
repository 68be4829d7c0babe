"""The gradient through a chain of three scalar units."""

from generator.authoring import (
    gradient,
    instead_of,
    np,
    over,
    sigmoid,
    silu,
    softplus,
    tanh,
    torch_function,
)


def draw(rng):
    return {
        "f": rng.choice([sigmoid, sigmoid, tanh, tanh, softplus, silu]),
        "ws": rng.decimals(3, -2.5, 2.5),
        "h_0": rng.decimal(-2, 2),
        "first": 0,
    }


@over(w="ws")
def z(w, h_before):
    r"<w> <h_before>"
    return w * h_before


@over(w="ws")
def h(f, z):
    r"<f>(<z>)"
    return f(z)


@over(w="ws")
def slope(f, z):
    r"<f>'(<z>)"
    return f.slope(z)


def output(h):
    return h


@gradient(output, "h_0")
def grad_h(slope_all, ws):
    return np.prod(slope_all) * np.prod(ws)


@gradient(output, "ws", at=("first",))
def grad_w(slope_all, ws, h_0):
    return h_0 * np.prod(slope_all) * np.prod(ws[1:])


@instead_of(z, "wrong_layer_activation")
def always_the_first_input(w, h_0):
    return w * h_0


@instead_of(h, "activation_left_out")
def pre_activation_passed_on(z):
    return z


@instead_of(slope, "slope_at_activation")
def slope_at_activation(f, h):
    return f.slope(h)


@instead_of(grad_h, "hidden_slope_missing")
def slopes_left_out(ws):
    return np.prod(ws)


@instead_of(grad_h, "chain_rule")
def weights_left_out(slope_all):
    return np.prod(slope_all)


@instead_of(grad_h, "one_step_off")
def last_unit_left_out(slope_all, ws):
    return np.prod(slope_all[:2]) * np.prod(ws[:2])


@instead_of(grad_h, "chain_rule")
def factors_added(slope_all, ws):
    return np.dot(slope_all, ws)


@instead_of(grad_w, "chain_rule")
def input_left_out(slope_all, ws):
    return np.prod(slope_all) * np.prod(ws[1:])


@instead_of(grad_w, "differentiation_rule")
def first_weight_kept(slope_all, ws, h_0):
    return h_0 * np.prod(slope_all) * np.prod(ws)


@instead_of(grad_w, "hidden_slope_missing")
def first_slope_left_out(slope_all, ws, h_0):
    return h_0 * np.prod(slope_all[1:]) * np.prod(ws[1:])


def reference(f, ws, h_0):
    import torch

    ws.requires_grad_()
    h = h_0.requires_grad_()
    found: dict[str, list] = {"z_all": [], "h_all": [], "slope_all": []}
    for w in ws:
        z = w * h
        h = torch_function(f)(z)
        found["z_all"].append(z)
        found["h_all"].append(h)
        found["slope_all"].append(torch.autograd.grad(h, z, retain_graph=True)[0])
    grad_h, grad_ws = torch.autograd.grad(h, (h_0, ws))
    return {**found, "output": h, "grad_h": grad_h, "grad_w": grad_ws[0]}
