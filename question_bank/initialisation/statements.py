"""Facts about initial weights, computed by PyTorch or exactly."""

from generator.authoring import check, np


def _network(start):
    """A small tanh network whose weights are all `start`, its biases 0, with a gradient."""
    import torch

    hidden, output = torch.nn.Linear(2, 3).double(), torch.nn.Linear(3, 1).double()
    for layer in (hidden, output):
        torch.nn.init.zeros_(layer.bias)
    _fill(hidden.weight, start)
    _fill(output.weight, start if isinstance(start, float) else 0.5)
    x = torch.tensor([0.7, -1.2], dtype=torch.float64)
    torch.nn.functional.mse_loss(output(torch.tanh(hidden(x)))[0], 1 + 0 * x[0]).backward()
    return hidden, output


def _fill(weight, start):
    import torch

    with torch.no_grad():
        weight.copy_(torch.as_tensor(start, dtype=torch.float64).expand_as(weight))


@check(contrary=0.5)
def zero_start_stops_hidden(start=0.0):
    hidden, _ = _network(start)
    return not hidden.weight.grad.any()


@check(contrary="weight")
def zero_start_stops_output_bias(name="bias"):
    _, output = _network(0.0)
    return not getattr(output, name).grad.any()


@check(contrary=[[0.5, 0.2], [0.1, 0.2], [0.5, -0.3]])
def same_units_same_gradients(rows=((0.5, 0.2), (0.5, 0.2), (0.1, -0.3))):
    hidden, _ = _network(rows)
    return bool((hidden.weight.grad[0] == hidden.weight.grad[1]).all())


@check(contrary=[[0.5, 0.2], [0.1, 0.2], [0.5, -0.3]])
def units_differ_from_constant(start=0.5):
    hidden, _ = _network(start)
    rows = (hidden.weight - 0.1 * hidden.weight.grad).detach()
    return not bool((rows == rows[0]).all())


@check(contrary=0.5)
def units_differ_from_random(start=((0.5, 0.2), (0.1, 0.2), (0.5, -0.3))):
    import torch

    hidden, _ = _network(start)
    values = torch.tanh(hidden(torch.tensor([0.3, 2.0], dtype=torch.float64)))
    return bool((values == values[0]).all())


def _deviation(fill, inputs, outputs, **options):
    """The factor between torch's normal initialisation and the standard normal numbers."""
    import torch

    numbers = []
    for draw, settings in ((fill, options), (torch.nn.init.normal_, {})):
        seeded = torch.Generator().manual_seed(1)
        weight = torch.empty(outputs, inputs, dtype=torch.float64)
        numbers.append(draw(weight, **settings, generator=seeded)[0, 0])
    return float(numbers[0] / numbers[1])


def _he(inputs):
    import torch

    return _deviation(torch.nn.init.kaiming_normal_, inputs, 7, nonlinearity="relu")


def _xavier(inputs, outputs):
    import torch

    return _deviation(torch.nn.init.xavier_normal_, inputs, outputs)


@check(contrary=0.1)
def he_variance(variance=0.01):
    return np.isclose(_he(200) ** 2, variance)


@check(contrary=0.1)
def he_deviation(deviation=0.01):
    return np.isclose(_he(200), deviation)


@check(contrary=2)
def xavier_variance_of_square_layer(numerator=1):
    return all(np.isclose(_xavier(n, n) ** 2, numerator / n) for n in (10, 50))


@check(contrary=(10, 10))
def xavier_ignores_outputs(outputs=(10, 200)):
    return np.isclose(_xavier(50, outputs[0]), _xavier(50, outputs[1]))


def _uniform(a):
    import torch

    return torch.distributions.Uniform(-a, a)


@check(contrary=12)
def variance_of_uniform(divisor=3):
    return np.isclose(float(_uniform(0.6).variance), 0.6**2 / divisor)


@check(contrary=0.6 / np.sqrt(3))
def deviation_of_uniform(deviation=0.6):
    return np.isclose(float(_uniform(0.6).stddev), deviation)


def _mean_after_relu(power):
    z = np.linspace(-10, 10, 4001)
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return np.sum(np.maximum(z, 0) ** power * density) * (z[1] - z[0])


@check(contrary=1.0)
def mean_square_after_relu(expected=0.5):
    return np.isclose(_mean_after_relu(2), expected, atol=1e-4)


@check(contrary=1 / np.sqrt(2 * np.pi))
def mean_after_relu(expected=0.0):
    return np.isclose(_mean_after_relu(1), expected, atol=1e-4)


def _growth(width, variance):
    """The mean square of a sum over all signs of the weights, over that of one input."""
    signs = np.array(np.meshgrid(*[[-1, 1]] * width)).reshape(width, -1)
    return np.mean((np.sqrt(variance) * np.ones(width) @ signs) ** 2)


@check(contrary=lambda n, v: v / n)
def linear_growth_for_width(factor=lambda n, v: n * v):
    return all(np.isclose(_growth(n, v), factor(n, v)) for n, v in [(2, 0.3), (5, 0.2)])


@check(contrary=1 / 100)
def standard_normal_keeps_variance(variance=1.0):
    return np.isclose(np.sum(variance * np.ones(100)), 1)  # the variances of the terms add up


@check(contrary=1024)
def doubled_ten_times(factor=20):
    return np.prod([2] * 10) == factor


def _fan_in():
    import torch

    return torch.nn.Conv2d(16, 32, kernel_size=3).weight[0].numel()


@check(contrary=16)
def fan_in_of_convolution(fan_in=144):
    return _fan_in() == fan_in


@check(contrary=144)
def fan_in_is_channels(fan_in=16):
    return _fan_in() == fan_in


def _linear():
    import torch

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        return torch.nn.Linear(25, 400)


@check(contrary=1 / 25)
def default_bound(bound=0.2):
    largest = float(_linear().weight.detach().abs().max())
    return 0.99 * bound < largest <= bound


@check(contrary="LayerNorm")
def default_biases_are_zero(layer="Linear"):
    import torch

    return not (_linear() if layer == "Linear" else torch.nn.LayerNorm(25)).bias.any()


def _output(scale):
    W = [np.array([[1.0, -2.0], [0.5, 1.5]]), np.array([[2.0, 0.3], [-1.0, 1.0]])]
    h = np.array([1.0, -0.5])
    for weights in W:
        h = np.maximum(scale * weights @ h, 0)
    return scale * np.array([1.0, -0.7]) @ h


@check(contrary=1)
def output_grows_with_power(power=3):
    return all(np.isclose(_output(c), c**power * _output(1)) for c in (0.5, 2, 3))


@check(contrary=8)
def output_is_multiplied_by(factor=2):
    return np.isclose(_output(2), factor * _output(1))
