"""Facts about numbers of parameters, activations and bytes, counted by torch."""

from itertools import pairwise

from generator.authoring import check, parameter_count


def _network(*widths, bias=True):
    import torch

    return [torch.nn.Linear(n, m, bias=bias, device="meta") for n, m in pairwise(widths)]


@check(contrary=0)
def inputs_plus_one_for_each_output(more=1):
    return all(
        parameter_count(*_network(n, m)) == m * (n + more) for n in (2, 7, 30) for m in (3, 8)
    )


@check(contrary=210)
def linear_20_10_has(count=220):
    return parameter_count(*_network(20, 10)) == count


@check(contrary="PReLU")
def activation_without_parameters(name="Sigmoid"):
    import torch

    return parameter_count(torch.nn.ReLU()) == parameter_count(getattr(torch.nn, name)())


@check(contrary="BatchNorm2d")
def layer_without_parameters(name="MaxPool2d"):
    import torch

    return parameter_count(getattr(torch.nn, name)(4)) == 0


@check(contrary=0)
def dropout_has(count=100):
    import torch

    return parameter_count(torch.nn.Dropout(0.5)) == count


@check(contrary=1)
def activations_of_doubled_batch(factor=2):
    import torch

    (layer,) = _network(5, 3)
    once, twice = (layer(torch.zeros(N, 5, device="meta")).numel() for N in (8, 16))
    return twice == factor * once


@check(contrary=4)
def weights_between_doubled_layers(factor=2):
    before, after = _network(6, 10, 8, 3, bias=False), _network(6, 20, 16, 3, bias=False)
    return parameter_count(after[1]) == factor * parameter_count(before[1])


@check(contrary=4)
def weights_with_doubled_hidden_layer(factor=2):
    return parameter_count(*_network(7, 24, 3, bias=False)) == factor * parameter_count(
        *_network(7, 12, 3, bias=False)
    )


@check(contrary=32 * 32 * 3)
def flattened_picture_has(entries=32 * 32):
    import torch

    return torch.nn.Flatten()(torch.zeros(1, 3, 32, 32)).shape[1] == entries


@check(contrary=768)
def flattened_grey_picture_has(entries=784):
    import torch

    return torch.nn.Flatten()(torch.zeros(1, 1, 28, 28)).shape[1] == entries


@check(contrary=(10, 30))
def linear_weight_has_shape(shape=(30, 10)):
    return tuple(_network(30, 10)[0].weight.shape) == shape


@check(contrary=30)
def linear_bias_has(entries=10):
    return _network(30, 10)[0].bias.numel() == entries


@check(contrary=set())
def parameters_of_batch_norm_contain(names=frozenset({"running_mean", "running_var"})):
    import torch

    return names <= {name for name, _ in torch.nn.BatchNorm2d(8).named_parameters()}


@check(contrary=32)
def batch_norm_over_8_channels_has(count=16):
    import torch

    return parameter_count(torch.nn.BatchNorm2d(8)) == count


@check(contrary=60)
def biases_of_100_50_10(count=160):
    with_biases, without = _network(100, 50, 10), _network(100, 50, 10, bias=False)
    return parameter_count(*with_biases) - parameter_count(*without) == count


@check(contrary=0.95)
def share_of_first_layer(share=0.9):
    layers = _network(100, 50, 10)
    return parameter_count(layers[0]) > share * parameter_count(*layers)


@check(contrary=4000)
def thousand_numbers_take(size=32000):
    import torch

    numbers = torch.zeros(1000, dtype=torch.float32)
    return numbers.numel() * numbers.element_size() == size
