"""Two recurrent units with two inputs, unrolled over two time steps."""

from generator.authoring import guard, instead_of, np, over, tanh


def draw(rng):
    return {
        "xs": rng.decimals((2, 2), -2, 2),
        "h_0": rng.decimals(2, -0.9, 0.9),
        "W": rng.decimals((2, 2), -1, 1),
        "U": rng.decimals((2, 2), -1.5, 1.5),
        "b": rng.decimals(2, -0.5, 0.5),
    }


@over(x="xs")
def z(W, x, U, h_before, b):
    r"<W> <x> + <U> <h_before> + <b>"
    return W @ x + U @ h_before + b


@over(x="xs")
def h(z):
    r"\tanh(<z>)"
    return tanh(z)


@instead_of("h_0", "recurrence_wrong")
def started_at_zero(h_0):
    return 0 * h_0


@instead_of(z, "recurrence_wrong")
def state_not_carried(W, x, b):
    return W @ x + b


@instead_of(z, "recurrence_wrong")
def other_state_ignored(W, x, U, h_before, b):
    return W @ x + np.diag(U) * h_before + b


@instead_of(z, "recurrence_wrong")
def matrices_swapped(W, x, U, h_before, b):
    return U @ x + W @ h_before + b


@instead_of("U", "weight_transposed")
def recurrent_weights_transposed(U):
    return U.T


@instead_of("W", "weight_transposed")
def input_weights_transposed(W):
    return W.T


@instead_of(z, "bias_left_out")
def no_bias(W, x, U, h_before):
    return W @ x + U @ h_before


@instead_of(h, "activation_left_out")
def no_activation(z):
    return z


@guard
def not_saturated(z_all):
    """a state is saturated"""
    return (abs(z_all) < 2.2).all()


def reference(xs, h_0, W, U, b):
    import torch

    cell = torch.nn.RNNCell(2, 2, dtype=torch.float64)
    with torch.no_grad():
        cell.weight_ih.copy_(W)
        cell.weight_hh.copy_(U)
        cell.bias_ih.copy_(b)
        cell.bias_hh.zero_()
    states = [h_0]
    for x in xs:
        states.append(cell(x, states[-1]))
    return {"z_all": [torch.atanh(h) for h in states[1:]], "h_all": states[1:]}
