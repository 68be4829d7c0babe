"""Parameters of a plain, a 1 × 1 and a grouped convolution, and of a linear layer instead."""

from generator.authoring import instead_of, parameter_count


def draw(rng):
    g = rng.choice([2, 3, 4])
    c, m = rng.sample([g * factor for factor in range(2, 13)], 2)
    H, W = rng.sample(range(6, 17), 2)
    k, l = rng.choice([(3, 3), (5, 5), (7, 7), (3, 5), (5, 3), (1, 5), (7, 1)])
    return {"c": c, "m": m, "g": g, "k": k, "l": l, "H": H, "W": W}


def weights(c, m, g, k, l):
    return [m * c * k * l, m * c, m * (c // g) * k * l]


def biases(m):
    return [m, m, m]


def parameters(weights, biases):
    return [a + b for a, b in zip(weights, biases, strict=True)]


def linear(c, m, H, W):
    r"<m> \cdot <H> \cdot <W> \cdot <c> \cdot <H> \cdot <W> + <m> \cdot <H> \cdot <W>"
    return m * H * W * c * H * W + m * H * W


@instead_of(weights, "kernel_parameters_wrong")
def one_kernel_for_all_inputs(m, k, l):
    return [m * k * l, m, m * k * l]


@instead_of(weights, "kernel_parameters_wrong")
def one_kernel_for_all_outputs(c, g, k, l):
    return [c * k * l, c, c // g * k * l]


@instead_of(weights, "kernel_parameters_wrong")
def groups_ignored(weights):
    return [weights[0], weights[1], weights[0]]


@instead_of(weights, "kernel_parameters_wrong")
def groups_divide_twice(weights, g):
    return [weights[0], weights[1], weights[2] // g]


@instead_of(weights, "kernel_parameters_wrong")
def positions_counted(weights, H, W):
    return [H * W * number for number in weights]


@instead_of(biases, "bias_not_counted")
def bias_for_each_kernel(c, m, g):
    return [m * c, m * c, m * c // g]


@instead_of(biases, "bias_not_counted")
def bias_for_each_input_channel(c):
    return [c, c, c]


@instead_of(linear, "bias_not_counted")
def no_biases_of_linear_layer(c, m, H, W):
    return m * H * W * c * H * W


@instead_of(linear, "bias_not_counted")
def bias_for_each_channel(c, m, H, W):
    return m * H * W * c * H * W + m


@instead_of(linear, "shapes_confused")
def one_output_for_each_channel(c, m, H, W):
    return m * c * H * W + m


def reference(c, m, g, k, l, H, W):
    import torch

    layers = [
        torch.nn.Conv2d(c, m, (k, l), device="meta"),
        torch.nn.Conv2d(c, m, 1, device="meta"),
        torch.nn.Conv2d(c, m, (k, l), groups=g, device="meta"),
    ]
    linear = torch.nn.Linear(c * H * W, m * H * W, device="meta")
    return {
        "weights": [layer.weight.numel() for layer in layers],
        "biases": [layer.bias.numel() for layer in layers],
        "parameters": [parameter_count(layer) for layer in layers],
        "linear": parameter_count(linear),
    }
