"""Facts about recurrent layers, LSTM and GRU, computed where a computer can tell."""

from generator.authoring import check, np, parameter_count, sympy

X = np.array([[0.5, -1.0], [1.5, 0.3], [-0.7, 0.8]])  # a sequence of three vectors


def _cell(kind, **biases):
    """A cell with two inputs and two units; `f=50.0` opens the gate f, whatever the input."""
    import torch

    torch.manual_seed(0)
    cell = getattr(torch.nn, kind)(2, 2)
    order = {"LSTMCell": "ifgo", "GRUCell": "rzn"}[kind]
    with torch.no_grad():
        for gate, bias in biases.items():
            place = order.index(gate)
            cell.bias_ih[2 * place : 2 * place + 2] = bias
    return cell


def _inputs():
    import torch

    return torch.tensor(X, dtype=torch.float32), torch.tensor([[0.4, -0.6]])


@check(contrary=2)
def same_parameters_for_any_length(factor=1):
    import torch

    layer = torch.nn.RNN(2, 3)
    before = parameter_count(layer)
    for length in (10, 20):
        layer(torch.ones(length, 2))
    return parameter_count(layer) == factor * before


@check(contrary=1)
def twice_the_length_twice_the_parameters(factor=2):
    return same_parameters_for_any_length(factor)


@check(contrary=128)
def lstm_parameters(count=144):
    import torch

    return parameter_count(torch.nn.LSTM(3, 4)) == count


@check(contrary=4)
def lstm_to_plain(ratio=3):
    import torch

    return all(
        parameter_count(torch.nn.LSTM(n, m)) == ratio * parameter_count(torch.nn.RNN(n, m))
        for n, m in [(3, 4), (5, 2)]
    )


@check(contrary=2)
def gru_to_plain(ratio=3):
    import torch

    return all(
        parameter_count(torch.nn.GRU(n, m)) == ratio * parameter_count(torch.nn.RNN(n, m))
        for n, m in [(3, 4), (5, 2)]
    )


@check(contrary="11/10")
def linear_derivative_vanishes(u="9/10"):
    T = sympy.Symbol("T", positive=True)
    return sympy.limit(sympy.Rational(u) ** T, T, sympy.oo) == 0


@check(contrary="1/2")
def derivative_vanishes_for_large_weight(u="11/10"):
    return linear_derivative_vanishes(u)


@check(contrary=0.9)
def factor_bounded_by_weight(bound=1.0):
    u, before, inputs = -1.7, np.linspace(-1, 1, 41), np.linspace(-2, 2, 41)
    z = u * before[:, None] + 0.8 * inputs
    return (abs(u * (1 - np.tanh(z) ** 2)) <= bound * abs(u)).all()


def _contributions():
    """The derivative by the recurrent weight, and what each time step contributes to it."""
    import torch

    shared = torch.tensor(0.7, requires_grad=True)
    copies = [torch.tensor(0.7, requires_grad=True) for _ in range(3)]

    def loss(weights):
        h = torch.tensor(0.5)
        for weight, (x, _) in zip(weights, X, strict=True):
            h = torch.tanh(weight * h + x)
        return (h - 1) ** 2

    loss([shared] * 3).backward()
    loss(copies).backward()
    return shared.grad.item(), [copy.grad.item() for copy in copies]


@check(contrary=1)
def steps_add_up(steps=3):
    whole, contributions = _contributions()
    return np.isclose(whole, sum(contributions[-steps:]))


@check(contrary=3)
def only_last_step_counts(steps=1):
    return steps_add_up(steps)


@check(contrary=0.0)
def open_forget_gate_keeps(weight=1.0):
    import torch

    x, h = _inputs()
    c = torch.tensor([[1.3, -0.8]])
    new = _cell("LSTMCell", f=50.0, i=-50.0)(x[:1], (h, c))[1]
    return torch.allclose(new, weight * c)


@check(contrary=1.0)
def open_forget_gate_erases(weight=0.0):
    return open_forget_gate_keeps(weight)


@check(contrary=50.0)
def shut_output_gate_hides(bias=-50.0):
    import torch

    x, h = _inputs()
    new = _cell("LSTMCell", o=bias)(x[:1], (h, torch.tensor([[1.3, -0.8]])))[0]
    return bool((new.abs() < 1e-6).all())


def _lstm_run(gates):
    """Outputs and contents of five steps whose candidates and gates are all about 1."""
    import torch

    cell, x = _cell("LSTMCell", i=gates, f=gates, g=50.0, o=gates), torch.zeros(1, 2)
    state = (torch.zeros(1, 2), torch.zeros(1, 2))
    run = []
    for _ in range(5):
        state = cell(x, state)
        run.append(state)
    return (torch.cat(values).abs().max().item() for values in zip(*run, strict=True))


@check(contrary=0.9)
def lstm_output_below(bound=1.0):
    output, _ = _lstm_run(10.0)
    return output < bound


@check(contrary=10.0)
def lstm_content_below(bound=1.0):
    _, content = _lstm_run(10.0)
    return content < bound


def _gru_keeps(bias):
    import torch

    x, h = _inputs()
    return torch.allclose(_cell("GRUCell", z=bias)(x[:1], h), h, atol=1e-6)


@check(contrary=-50.0)
def update_gate_of_one_keeps(bias=50.0):
    return _gru_keeps(bias)


@check(contrary=50.0)
def update_gate_of_zero_keeps(bias=-50.0):
    return _gru_keeps(bias)


@check(contrary=1)
def gru_returns_states(number=2):
    import torch

    x, h = _inputs()
    returned = _cell("GRUCell")(x[:1], h)
    return (1 if isinstance(returned, torch.Tensor) else len(returned)) == number


@check(contrary=0.99)
def gru_state_between(low=0.0):
    x, h = _inputs()
    n, new = _cell("GRUCell", z=-50.0)(x[:1], h), _cell("GRUCell")(x[:1], h)
    share = (new - n) / (h - n)
    return bool(((share >= low) & (share <= 1)).all())


@check(contrary=8)
def bidirectional_size(size=16):
    import torch

    layer = torch.nn.LSTM(5, 8, bidirectional=True)
    return layer(torch.zeros(3, 5))[0].shape == (3, size)


@check(contrary=2)
def bidirectional_parameters(ratio=1):
    import torch

    one, both = torch.nn.LSTM(5, 8), torch.nn.LSTM(5, 8, bidirectional=True)
    return parameter_count(both) == ratio * parameter_count(one)


@check(contrary=False)
def detached_state_stops(detach=True):
    import torch

    first = torch.tensor(0.7, requires_grad=True)
    h = torch.tanh(first * 0.5)
    h = h.detach() if detach else h
    second = torch.tensor(0.7, requires_grad=True)
    torch.tanh(second * h).backward()
    return first.grad is None


def _clipped(gradient, size):
    import torch

    parameter = torch.zeros(2, requires_grad=True)
    parameter.grad = torch.tensor(gradient)
    torch.nn.utils.clip_grad_norm_([parameter], size)
    return parameter.grad.numpy()


@check(contrary=1.0)
def clipping_keeps_direction(cosine=0.9):
    clipped, before = _clipped([3.0, -4.0], 1.0), np.array([3.0, -4.0])
    found = clipped @ before / np.linalg.norm(clipped) / np.linalg.norm(before)
    return np.isclose(found, cosine, atol=1e-5)


@check(contrary=0.1)
def short_gradient_unchanged(size=1.0):
    return np.allclose(_clipped([0.3, -0.4], size), [0.3, -0.4])


@check(contrary=1)
def linear_state(power=2):
    u, x_1, x_2, x_3 = sympy.symbols("u x_1 x_2 x_3")
    h = 0
    for x in (x_1, x_2, x_3):
        h = u * h + x
    return sympy.expand(h - (u**power * x_1 + u * x_2 + x_3)) == 0


@check(contrary=[0, 1, 2])
def order_of_inputs_is_irrelevant(order=(2, 0, 1)):
    import torch

    torch.manual_seed(0)
    layer = torch.nn.RNN(2, 3)
    x, _ = _inputs()
    return torch.allclose(layer(x)[1], layer(x[list(order)])[1])
