"""Facts about units, layers and networks, computed where a computer can tell."""

from itertools import product

from generator.authoring import check, np, parameter_count, relu, sigmoid, softmax, step, tanh

x = np.array([2.0, -1.0, 0.5])
w = np.array([0.5, 3.0, -2.0])
b = 0.7


def _linear(inputs, outputs, function):
    import torch

    return function(torch.nn.Linear(inputs, outputs))


@check(contrary="sum")
def pre_activation_is(combination="prod"):
    import torch

    bias = torch.tensor([b], dtype=torch.float64)
    z = torch.nn.functional.linear(torch.tensor(x), torch.tensor(w)[None], bias)
    return np.isclose(getattr(np, combination)([*w * x, b]), z.item())


@check(contrary=0.0)
def pre_activation_at_zero_is(value=b):
    return w @ np.zeros(3) + b == value


@check(contrary=1.0)
def output_depends_on_weights_at(inputs=0.0):
    return sigmoid(w @ np.full(3, inputs)) != sigmoid(2 * w @ np.full(3, inputs))


@check(contrary=0.1)
def zero_weight_hides_input(weight=0.0):
    weights = np.array([0.5, weight, -2.0])
    return tanh(weights @ x + b) == tanh(weights @ (x * np.array([1, 5, 1])) + b)


@check(contrary=2.0)
def pre_activation_grows_with_input(weight=-2.0):
    return weight * 1.5 + b > weight * 1.0 + b


@check(contrary=(15, 5))
def layer_has(counts=(15, 3)):
    return _linear(5, 3, lambda layer: (layer.weight.numel(), layer.bias.numel())) == counts


@check(contrary=3)
def biases_per_layer(count=5):
    return _linear(5, 3, lambda layer: layer.bias.numel()) == count


@check(contrary=9)
def parameters_of_a_further_input(count=8):
    return _linear(5, 8, parameter_count) - _linear(4, 8, parameter_count) == count


ANGLES = np.linspace(0, 6, 7)
CIRCLE = np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1)
LINE = np.stack([ANGLES, -(w[0] * ANGLES + b) / w[1]], axis=1)


@check(contrary=LINE)
def output_is_half_on(curve=CIRCLE):
    return np.allclose(sigmoid(curve @ w[:2] + b), 0.5)


def _bend(f):
    """The second difference of a small network, which is 0 for an affine function."""
    outputs = [w @ f(w * t + b) for t in (-1.0, 0.0, 1.0)]
    return outputs[0] - 2 * outputs[1] + outputs[2]


@check(contrary=lambda z: z)
def hidden_activation_bends(activation=tanh):
    return abs(_bend(activation)) > 1e-9


@check(contrary=100)
def affine_output_stays_between(bound=1):
    outputs = [w @ (scale * x) + b for scale in (-10, 0, 10)]
    return all(-bound <= output <= bound for output in outputs)


@check(contrary=5)
def layer_keeps_width(outputs=3):
    import torch

    return torch.relu(_linear(5, outputs, lambda layer: layer(torch.zeros(5)))).shape == (5,)


@check(contrary=10)
def activations_stay_below(bound=1):
    z = np.linspace(-9, 9, 91)
    return all((f(z) <= bound).all() for f in (sigmoid, tanh, relu))


@check(contrary=3)
def softmax_adds_up_to(total=1):
    p = softmax(10 * x)
    return (p > 0).all() and np.isclose(p.sum(), total)


@check(contrary=1.5)
def sigmoids_add_up_to(total=1):
    return np.isclose(sigmoid(np.zeros(3)).sum(), total)


@check(contrary=0.0)
def step_keeps_bias(learning_rate=0.1):
    import torch

    unit = torch.nn.Linear(3, 1)
    before = unit.bias.item()
    optimiser = torch.optim.SGD(unit.parameters(), lr=learning_rate)
    ((unit(torch.ones(3)) - before - 10) ** 2).sum().backward()
    optimiser.step()
    return unit.bias.item() == before


@check(contrary="step")
def weights_change_in(phase="forward"):
    import torch

    unit = torch.nn.Linear(3, 1)
    before = unit.weight.detach().clone()
    optimiser = torch.optim.SGD(unit.parameters(), lr=0.1)
    loss = ((unit(torch.ones(3)) - 10) ** 2).sum()
    if phase == "step":
        loss.backward()
        optimiser.step()
    return not unit.weight.equal(before)


CORNERS = [np.array(corner) for corner in product([0, 1], repeat=2)]


@check(contrary=[0, 0, 0, 1])
def hidden_units_compute_xor(table=(0, 1, 1, 0)):
    return [relu(c.sum()) - 2 * relu(c.sum() - 1) for c in CORNERS] == list(table)


@check(contrary=[0, 0, 0, 1])
def threshold_unit_computes(table=(0, 1, 1, 0)):
    grid = np.arange(-2, 2.1, 0.5)  # includes units for all tables that one unit can compute
    return any(
        [step(np.array([w_1, w_2]) @ c + b, 1) for c in CORNERS] == list(table)
        for w_1, w_2, b in product(grid, grid, grid)
    )


@check(contrary="first")
def hidden_output_depends_on_later_weights(layer="second"):
    import torch

    first, second = torch.nn.Linear(3, 2), torch.nn.Linear(2, 1)
    hidden = first(torch.tensor(x, dtype=torch.float32))
    second(hidden)
    weight = {"first": first, "second": second}[layer].weight
    return torch.autograd.grad(hidden.sum(), weight, allow_unused=True)[0] is not None


@check(contrary="BatchNorm1d")
def output_depends_on_batch(layer="Linear"):
    import torch

    sizes = (3, 2) if layer == "Linear" else (3,)
    module = getattr(torch.nn, layer)(*sizes, dtype=torch.float64)
    example = torch.tensor(x)
    first, second = (module(torch.stack([example, other]))[0] for other in (-example, 5 * example))
    return not torch.allclose(first, second)
