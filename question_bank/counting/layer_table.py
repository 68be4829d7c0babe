"""Shapes of the weight matrices and numbers of parameters of a multilayer perceptron."""

from itertools import pairwise

from generator.authoring import Record, instead_of, over, parameter_count


def draw(rng):
    depth = rng.choice([2, 3, 3, 4])
    widths = rng.sample(range(2, 33), depth + 1)
    return {
        "layers": [Record(n=n, m=m) for n, m in pairwise(widths)],
        "N": rng.choice([8, 16, 32, 50, 64, 100]),
        "size": rng.choice([2, 4, 8]),
    }


@over(l="layers")
def rows(l):
    r"<l.m>"
    return l.m


@over(l="layers")
def columns(l):
    r"<l.n>"
    return l.n


@over(l="layers")
def biases(l):
    r"<l.m>"
    return l.m


@over(l="layers")
def parameters(rows, columns, biases):
    r"<rows> \cdot <columns> + <biases>"
    return rows * columns + biases


def total(parameters_all):
    return sum(parameters_all)


def memory(size, total):
    r"<size> \cdot <total>"
    return size * total


def outputs(N, layers):
    return N * sum(l.m for l in layers)


@instead_of(rows, "weight_transposed")
def rows_are_inputs(l):
    return l.n


@instead_of(columns, "weight_transposed")
def columns_are_outputs(l):
    return l.m


@instead_of(biases, "shapes_confused")
def bias_for_each_input(l):
    return l.n


@instead_of(biases, "bias_not_counted")
def one_bias_for_the_layer():
    return 1


@instead_of(parameters, "bias_not_counted")
def weights_only(rows, columns):
    return rows * columns


@instead_of(memory, "arithmetic")
def counted_in_bits(size, total):
    return 8 * size * total


@instead_of(memory, "counted_too_much")
def copied_for_each_example(size, total, N):
    return N * size * total


@instead_of(outputs, "wrong_quantity")
def one_example_only(layers):
    return sum(l.m for l in layers)


@instead_of(outputs, "counted_too_much")
def inputs_counted(N, layers):
    return N * (layers[0].n + sum(l.m for l in layers))


@instead_of(outputs, "wrong_quantity")
def last_layer_only(N, layers):
    return N * layers[-1].m


def reference(layers, N, size):
    import torch

    dtype = {2: torch.float16, 4: torch.float32, 8: torch.float64}[size]
    chain = [torch.nn.Linear(l.n, l.m, dtype=dtype, device="meta") for l in layers]
    tensors = [p for layer in chain for p in layer.parameters()]
    outputs, a = 0, torch.zeros(N, layers[0].n, dtype=dtype, device="meta")
    for layer in chain:
        a = layer(a)
        outputs += a.numel()
    return {
        "rows_all": [layer.weight.shape[0] for layer in chain],
        "columns_all": [layer.weight.shape[1] for layer in chain],
        "biases_all": [layer.bias.numel() for layer in chain],
        "parameters_all": [parameter_count(layer) for layer in chain],
        "total": parameter_count(*chain),
        "memory": sum(p.numel() * p.element_size() for p in tensors),
        "outputs": outputs,
    }
