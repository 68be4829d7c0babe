"""Where the parameters of a `Sequential` are: indices, shapes, numbers and names."""

from generator.authoring import instead_of, np, parameter_count


def draw(rng):
    a, b, c, d = rng.sample([2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16], 4)
    f = rng.choice(["ReLU", "Sigmoid", "Tanh"])
    biased, layer = rng.choice([True, False]), rng.choice([2, 4])
    return {
        "a": a,
        "b": b,
        "c": c,
        "d": d,
        "f": f,
        "biased": biased,
        "index": rng.choice([2, 4]),
        "layer": layer,
        "what": "weight" if layer == 2 else rng.choice(["weight", "bias"]),
    }


def shape(index, b, c, d):
    return np.array([c, b] if index == 2 else [d, c], dtype=object)


def first(a, b):
    r"<a> \cdot <b> + <b>"
    return a * b + b


def middle(b, c, biased):
    return b * c + c if biased else b * c


def last(c, d):
    r"<c> \cdot <d> + <d>"
    return c * d + d


def tensors(biased):
    return 6 if biased else 5


def parameters(first, middle, last):
    r"<first> + <middle> + <last>"
    return first + middle + last


def key(layer, what):
    return f"`{layer}.{what}`"


@instead_of(shape, "shapes_confused")
def inputs_first(shape):
    return shape[::-1]


@instead_of(shape, "one_step_off")
def layer_before(index, a, b, c):
    return np.array([b, a] if index == 2 else [c, b], dtype=object)


@instead_of(tensors, "counted_without_parameters")
def activations_counted(tensors):
    return tensors + 2


@instead_of(tensors, "bias_not_counted")
def biases_not_counted():
    return 3


@instead_of(tensors, "bias_not_counted")
def bias_flag_overlooked():
    return 6


@instead_of(parameters, "bias_not_counted")
def no_biases(a, b, c, d):
    return a * b + b * c + c * d


@instead_of(middle, "bias_not_counted")
def bias_expected(b, c):
    return b * c + c


@instead_of(parameters, "one_step_off")
def last_layer_missing(first, middle):
    return first + middle


@instead_of(key, "counted_without_parameters")
def linear_layers_counted(layer, what):
    return f"`{layer // 2}.{what}`"


@instead_of(key, "one_step_off")
def counted_from_one(layer, what):
    return f"`{layer + 1}.{what}`"


@instead_of(key, "wrong_quantity")
def named_after_class(what):
    return f"`Linear.{what}`"


@instead_of(key, "wrong_quantity")
def layer_first(layer, what):
    return f"`{what}.{layer}`"


def reference(a, b, c, d, f, biased, index, layer, what):
    import torch

    activation = getattr(torch.nn, f)
    linear = (
        torch.nn.Linear(a, b),
        torch.nn.Linear(b, c, bias=biased),
        torch.nn.Linear(c, d),
    )
    model = torch.nn.Sequential(linear[0], activation(), linear[1], activation(), linear[2])
    asked = getattr(model[layer], what)
    (key,) = (name for name, parameter in model.named_parameters() if parameter is asked)
    return {
        "shape": torch.tensor(model[index].weight.shape),
        "first": parameter_count(linear[0]),
        "middle": parameter_count(linear[1]),
        "last": parameter_count(linear[2]),
        "tensors": len(list(model.parameters())),
        "parameters": parameter_count(model),
        "key": f"`{key}`",
    }
