"""How many parameters linear layers without activations waste."""

from itertools import pairwise

from generator.authoring import Record, guard, instead_of, over, parameter_count


def draw(rng):
    depth = rng.choice([2, 3, 4])
    widths = [
        rng.integer(5, 20),
        *(rng.integer(2, 24) for _ in range(depth - 1)),
        rng.integer(3, 9),
    ]
    return {"layers": [Record(n=n, m=m) for n, m in pairwise(widths)]}


def _widths(layers):
    return [layers[0].n, *(layer.m for layer in layers)]


@over(l="layers")
def parameters(l):
    r"<l.n> \cdot <l.m> + <l.m>"
    return l.n * l.m + l.m


def before(parameters_all):
    return sum(parameters_all)


def inputs(layers):
    return layers[0].n


def outputs(layers):
    return layers[-1].m


def after(inputs, outputs):
    r"<inputs> \cdot <outputs> + <outputs>"
    return inputs * outputs + outputs


def saved(before, after):
    r"<before> - <after>"
    return before - after


def rank(layers):
    return min(_widths(layers))


@instead_of(parameters, "bias_not_counted")
def biases_forgotten(l):
    return l.n * l.m


@instead_of(parameters, "arithmetic")
def widths_added(l):
    return l.n + l.m


@instead_of(parameters, "bias_not_counted")
def bias_for_each_input(l):
    return l.n * l.m + l.n


@instead_of(after, "bias_not_counted")
def one_bias_only(inputs, outputs):
    return inputs * outputs + 1


@instead_of(after, "bias_not_counted")
def bias_of_the_single_layer_forgotten(inputs, outputs):
    return inputs * outputs


@instead_of(after, "counted_too_much")
def hidden_biases_kept(after, layers):
    return after + sum(layer.m for layer in layers[:-1])


@instead_of(saved, "arithmetic")
def sum_instead_of_difference(before, after):
    return before + after


@instead_of(rank, "wrong_quantity")
def rank_of_any_matrix(inputs, outputs):
    return min(inputs, outputs)


@instead_of(rank, "wrong_quantity")
def number_of_inputs(inputs):
    return inputs


@instead_of(rank, "other_branch")
def widest_layer(layers):
    return max(_widths(layers))


@instead_of(rank, "wrong_quantity")
def number_of_layers(layers):
    return len(layers)


@instead_of(rank, "wrong_quantity")
def number_of_outputs(outputs):
    return outputs


@guard
def something_saved(saved):
    """the single layer saves nothing"""
    return saved > 0


def reference(layers):
    import torch

    torch.manual_seed(0)
    chain = [torch.nn.Linear(layer.n, layer.m, dtype=torch.float64) for layer in layers]
    model = torch.nn.Sequential(*chain)
    single = torch.nn.Linear(layers[0].n, layers[-1].m)
    x = torch.zeros(layers[0].n, dtype=torch.float64)
    jacobian = torch.autograd.functional.jacobian(model, x)
    return {
        "parameters_all": [parameter_count(linear) for linear in chain],
        "before": parameter_count(model),
        "inputs": single.in_features,
        "outputs": single.out_features,
        "after": parameter_count(single),
        "saved": parameter_count(model) - parameter_count(single),
        "rank": int(torch.linalg.matrix_rank(jacobian)),
    }
