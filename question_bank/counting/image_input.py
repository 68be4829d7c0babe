"""A fully connected network on pictures: inputs, parameters, and what a smaller picture saves."""

from generator.authoring import instead_of, parameter_count


def draw(rng):
    H, W = rng.sample(range(8, 65, 4), 2)
    return {
        "H": H,
        "W": W,
        "C": rng.choice([3, 3, 3, 4]),
        "m": rng.choice([16, 20, 32, 50, 64, 100, 128]),
        "K": rng.integer(3, 20),
        "N": rng.choice([16, 32, 64, 100]),
        "halved": rng.choice([0, 1]),
    }


def inputs(H, W, C):
    r"<H> \cdot <W> \cdot <C>"
    return H * W * C


def weights(m, inputs):
    r"<m> \cdot <inputs>"
    return m * inputs


def rest(m, K):
    r"<m> + <K> \cdot <m> + <K>"
    return m + K * m + K


def total(weights, rest):
    r"<weights> + <rest>"
    return weights + rest


def reduced(halved, H, W, C):
    return (H // 2) * (W // 2) * C if halved else H * W


def smaller(m, reduced, rest):
    r"<m> \cdot <reduced> + <rest>"
    return m * reduced + rest


@instead_of(inputs, "shapes_confused")
def channels_forgotten(H, W):
    return H * W


@instead_of(inputs, "arithmetic")
def sides_added(H, W, C):
    return (H + W) * C


@instead_of(inputs, "shapes_confused")
def batch_flattened(inputs, N):
    return N * inputs


@instead_of(weights, "counted_too_much")
def biases_among_the_weights(weights, m):
    return weights + m


@instead_of(rest, "bias_not_counted")
def no_biases(m, K):
    return K * m


@instead_of(rest, "wrong_quantity")
def first_layer_only(m):
    return m


@instead_of(total, "path_missing")
def outputs_see_the_picture(weights, inputs, m, K):
    return weights + m + K * inputs + K


@instead_of(smaller, "arithmetic")
def everything_divided(total, halved, C):
    return total // (4 if halved else C)


@instead_of(reduced, "arithmetic")
def halved_once(halved, H, W, C):
    return (H // 2) * W * C if halved else H * W


@instead_of(smaller, "wrong_quantity")
def parameters_unchanged(total):
    return total


def reference(H, W, C, m, K, N, halved):
    import torch

    def model(pictures):
        flat = torch.nn.Flatten()
        n = flat(pictures).shape[1]
        first = torch.nn.Linear(n, m, device="meta")
        second = torch.nn.Linear(m, K, device="meta")
        return torch.nn.Sequential(flat, first, torch.nn.ReLU(), second)

    pictures = torch.zeros(N, C, H, W, device="meta")
    less = torch.nn.functional.avg_pool2d(pictures, 2) if halved else pictures[:, :1]
    network, other = model(pictures), model(less)
    return {
        "inputs": network[1].in_features,
        "weights": network[1].weight.numel(),
        "rest": parameter_count(network) - network[1].weight.numel(),
        "total": parameter_count(network),
        "reduced": other[1].in_features,
        "smaller": parameter_count(other),
    }
