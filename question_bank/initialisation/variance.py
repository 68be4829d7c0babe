"""Standard deviation and uniform bound of Xavier and He initialisation."""

from generator.authoring import instead_of, np


def draw(rng):
    conv = rng.choice([True, False])
    channels = [3, 8, 12, 16, 20, 24, 32, 40, 48, 64]
    units = [20, 30, 40, 50, 64, 80, 100, 128, 150, 200, 256, 300, 400, 500]
    inputs, outputs = rng.sample(channels if conv else units, 2)
    first, second = rng.shuffled(["Xavier", "He"])
    return {
        "conv": conv,
        "inputs": inputs,
        "outputs": outputs,
        "k": rng.choice([3, 5, 7]) if conv else 1,
        "first": first,
        "second": second,
    }


def fan_in(inputs, k):
    r"<inputs> \cdot <k> \cdot <k>"
    return inputs * k * k


def fan_out(outputs, k):
    r"<outputs> \cdot <k> \cdot <k>"
    return outputs * k * k


def n_deviation(fan_in, fan_out, first):
    return fan_in + fan_out if first == "Xavier" else fan_in


def deviation(n_deviation):
    r"\sqrt{\frac{2}{<n_deviation>}}"
    return np.sqrt(2 / n_deviation)


def n_bound(fan_in, fan_out, second):
    return fan_in + fan_out if second == "Xavier" else fan_in


def bound(n_bound):
    r"\sqrt{3 \cdot \frac{2}{<n_bound>}}"
    return np.sqrt(6 / n_bound)


@instead_of(fan_in, "kernel_parameters_wrong")
def kernel_left_out_of_fan_in(inputs):
    return inputs


@instead_of(fan_out, "kernel_parameters_wrong")
def kernel_left_out_of_fan_out(outputs):
    return outputs


@instead_of(fan_in, "shapes_confused")
def fans_of_the_other_side_in(outputs, k):
    return outputs * k * k


@instead_of(fan_out, "shapes_confused")
def fans_of_the_other_side_out(inputs, k):
    return inputs * k * k


@instead_of(deviation, "power_or_root")
def variance_as_deviation(n_deviation):
    return 2 / n_deviation


@instead_of(deviation, "wrong_quantity")
def other_scheme(n_bound):
    return np.sqrt(2 / n_bound)


@instead_of(deviation, "arithmetic")
def one_for_two(n_deviation):
    return np.sqrt(1 / n_deviation)


@instead_of(bound, "wrong_quantity")
def deviation_as_bound(n_bound):
    return np.sqrt(2 / n_bound)


@instead_of(bound, "power_or_root")
def three_without_root(n_bound):
    return 3 * np.sqrt(2 / n_bound)


@instead_of(bound, "wrong_quantity")
def other_scheme_for_bound(n_deviation):
    return np.sqrt(6 / n_deviation)


@instead_of(bound, "arithmetic")
def divided_by_three(n_bound):
    return np.sqrt(2 / (3 * n_bound))


def reference(conv, inputs, outputs, k, first, second):
    import torch

    init = torch.nn.init
    layer = torch.nn.Conv2d(inputs, outputs, k) if conv else torch.nn.Linear(inputs, outputs)
    weight = layer.weight.double()

    def scale(fill, standard, **options):
        """The factor by which torch's initialisation stretches the same standard numbers."""
        numbers = []
        for draw, settings in ((fill, options), (standard, {})):
            seeded = torch.Generator().manual_seed(1)
            numbers.append(draw(torch.empty_like(weight), **settings, generator=seeded).flatten())
        largest = numbers[1].abs().argmax()
        return numbers[0][largest] / numbers[1][largest]

    relu = {"nonlinearity": "relu"}
    normal = {"Xavier": (init.xavier_normal_, {}), "He": (init.kaiming_normal_, relu)}[first]
    uniform = {"Xavier": (init.xavier_uniform_, {}), "He": (init.kaiming_uniform_, relu)}[second]

    def plus_or_minus_one(tensor, generator):
        return init.uniform_(tensor, -1.0, 1.0, generator=generator)

    return {
        "fan_in": weight[0].numel(),
        "fan_out": weight[:, 0].numel(),
        "deviation": scale(normal[0], init.normal_, **normal[1]),
        "bound": scale(uniform[0], plus_or_minus_one, **uniform[1]),
    }
