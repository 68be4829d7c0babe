"""Weights and biases of a multilayer perceptron, counted layer by layer."""

from generator.authoring import Record, instead_of, over, parameter_count


def draw(rng):
    depth = rng.choice([2, 3, 4])
    widths = rng.sample(range(3, 17), depth + 1)
    flags = rng.shuffled([0, *[1] * (depth - 1)])
    return {
        "layers": [
            Record(n=n, m=m, beta=beta)
            for n, m, beta in zip(widths[:-1], widths[1:], flags, strict=True)
        ],
        "activation": rng.choice(["ReLU", "Tanh", "Sigmoid"]),
    }


@over(l="layers")
def weights(l):
    r"<l.m> \cdot <l.n>"
    return l.m * l.n


@over(l="layers")
def biases(l):
    r"<l.beta> \cdot <l.m>"
    return l.beta * l.m


@over(l="layers")
def parameters(weights, biases):
    r"<weights> + <biases>"
    return weights + biases


def total(parameters_all):
    return sum(parameters_all)


def growth(layers):
    return layers[0].n + layers[0].beta + layers[1].m


@instead_of(weights, "arithmetic")
def added_instead_of_multiplied(l):
    return l.m + l.n


@instead_of(biases, "bias_not_counted")
def biases_forgotten():
    return 0


@instead_of(biases, "other_branch")
def flag_ignored(l):
    return l.m


@instead_of(biases, "shapes_confused")
def bias_for_each_input(l):
    return l.beta * l.n


@instead_of(total, "counted_without_parameters")
def activations_counted(total, layers):
    return total + sum(layer.m for layer in layers[:-1])


@instead_of(total, "wrong_quantity")
def units_counted(layers):
    return layers[0].n + sum(layer.m for layer in layers)


@instead_of(growth, "path_missing")
def only_incoming(layers):
    return layers[0].n + layers[0].beta


@instead_of(growth, "path_missing")
def only_outgoing(layers):
    return layers[1].m


@instead_of(growth, "other_branch")
def wrong_bias_of_new_unit(layers):
    return layers[0].n + (1 - layers[0].beta) + layers[1].m


@instead_of(growth, "counted_too_much")
def biases_of_next_layer(growth, layers):
    return growth + layers[1].m


@instead_of(growth, "counted_too_much")
def every_path_counted(layers):
    return layers[0].n * layers[1].m + layers[0].beta


def reference(layers):
    import torch

    chain = [torch.nn.Linear(layer.n, layer.m, bias=bool(layer.beta)) for layer in layers]
    first, second = layers[:2]
    wider = [
        torch.nn.Linear(first.n, first.m + 1, bias=bool(first.beta)),
        torch.nn.Linear(first.m + 1, second.m, bias=bool(second.beta)),
    ]
    return {
        "weights_all": [layer.weight.numel() for layer in chain],
        "biases_all": [parameter_count(layer) - layer.weight.numel() for layer in chain],
        "parameters_all": [parameter_count(layer) for layer in chain],
        "total": parameter_count(*chain),
        "growth": parameter_count(*wider) - parameter_count(*chain[:2]),
    }
