"""Trainable parameters of a small convolutional classifier with batch normalisation."""

from generator.authoring import instead_of, parameter_count


def draw(rng):
    first, second = rng.sample([4, 6, 8, 10, 12, 16, 20, 24, 32], 2)
    return {
        "C": rng.choice([1, 3]),
        "first": first,
        "second": second,
        "k": rng.choice([3, 5, 7]),
        "l": rng.choice([3, 5]),
        "beta": rng.choice([0, 1]),
        "H": rng.integer(4, 10) * 4,
        "W": rng.integer(4, 10) * 4,
        "K": rng.integer(4, 15),
        "pooled": rng.choice([0, 0, 1]),
    }


def features(second, H, W, pooled):
    return second if pooled else second * (H // 4) * (W // 4)


def convolutions(C, first, second, k, l, beta):
    return [first * C * k**2 + beta * first, second * first * l**2 + beta * second]


def norms(first, second):
    return [2 * first, 2 * second]


def linear(K, features):
    r"<K> \cdot <features> + <K>"
    return K * features + K


def parameters(convolutions, norms, linear):
    return [convolutions[0], norms[0], convolutions[1], norms[1], linear]


def total(parameters):
    return sum(parameters)


def buffers(first, second):
    r"2 \cdot <first> + 2 \cdot <second>"
    return 2 * first + 2 * second


@instead_of(features, "convolution_geometry")
def pooling_forgotten(second, H, W):
    return second * H * W


@instead_of(features, "convolution_geometry")
def pooled_once(second, H, W):
    return second * (H // 2) * (W // 2)


@instead_of(features, "shapes_confused")
def channels_not_flattened(H, W, pooled):
    return 1 if pooled else (H // 4) * (W // 4)


@instead_of("beta", "bias_not_counted")
def biases_the_other_way(beta):
    return 1 - beta


@instead_of(convolutions, "kernel_parameters_wrong")
def one_kernel_for_all_inputs(first, second, k, l, beta):
    return [first * k**2 + beta * first, second * l**2 + beta * second]


@instead_of(norms, "counted_without_parameters")
def running_statistics_trained(first, second):
    return [4 * first, 4 * second]


@instead_of(norms, "bias_not_counted")
def scale_only(first, second):
    return [first, second]


@instead_of(norms, "wrong_quantity")
def norm_without_parameters():
    return [0, 0]


@instead_of(linear, "bias_not_counted")
def no_biases_of_classifier(K, features):
    return K * features


@instead_of(buffers, "wrong_quantity")
def one_statistic_only(first, second):
    return first + second


@instead_of(buffers, "wrong_quantity")
def one_pair_for_each_layer():
    return 4


def reference(C, first, second, k, l, beta, H, W, K, pooled):
    import torch
    from torch import nn

    def conv(inputs, outputs, side):
        return nn.Conv2d(inputs, outputs, side, padding="same", bias=bool(beta), device="meta")

    body = nn.Sequential(
        conv(C, first, k),
        nn.BatchNorm2d(first, device="meta"),
        nn.ReLU(),
        nn.MaxPool2d(2),
        conv(first, second, l),
        nn.BatchNorm2d(second, device="meta"),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1) if pooled else nn.MaxPool2d(2),
        nn.Flatten(),
    )
    features = body(torch.zeros(2, C, H, W, device="meta")).shape[1]
    head = nn.Linear(features, K, device="meta")
    modules = [body[0], body[1], body[4], body[5], head]
    counts = [parameter_count(module) for module in modules]
    statistics = [buffer for buffer in body.buffers() if buffer.ndim]
    return {
        "features": features,
        "convolutions": counts[0:4:2],
        "norms": counts[1:4:2],
        "linear": counts[4],
        "parameters": counts,
        "total": parameter_count(body, head),
        "buffers": sum(buffer.numel() for buffer in statistics),
    }
