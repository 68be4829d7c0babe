"""Shapes of the weight, the bias and the output of `torch.nn.Linear`."""

from generator.authoring import instead_of, np, parameter_count


def draw(rng):
    d, m, N = rng.sample([2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 24, 32], 3)
    return {"d": d, "m": m, "N": N}


def weight_shape(m, d):
    return np.array([m, d], dtype=object)


def bias_size(m):
    r"<m>"
    return m


def output_shape(N, m):
    return np.array([N, m], dtype=object)


def parameters(m, d):
    r"<m> \cdot <d> + <m>"
    return m * d + m


@instead_of(weight_shape, "shapes_confused")
def inputs_first(m, d):
    return np.array([d, m], dtype=object)


@instead_of(bias_size, "shapes_confused")
def bias_for_each_input(d):
    return d


@instead_of(bias_size, "shapes_confused")
def batch_in_bias(m, N):
    return m * N


@instead_of(output_shape, "shapes_confused")
def batch_last(N, m):
    return np.array([m, N], dtype=object)


@instead_of(output_shape, "shapes_confused")
def features_kept(N, d):
    return np.array([N, d], dtype=object)


@instead_of(parameters, "bias_not_counted")
def no_bias(m, d):
    return m * d


@instead_of(parameters, "bias_not_counted")
def one_bias(m, d):
    return m * d + 1


@instead_of(parameters, "shapes_confused")
def batch_counted(m, d, N):
    return N * (m * d + m)


def reference(d, m, N):
    import torch

    layer = torch.nn.Linear(d, m)
    return {
        "weight_shape": torch.tensor(layer.weight.shape),
        "bias_size": layer.bias.numel(),
        "output_shape": torch.tensor(layer(torch.zeros(N, d)).shape),
        "parameters": parameter_count(layer),
    }
