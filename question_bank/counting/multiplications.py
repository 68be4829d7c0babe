"""Multiplications in the forward pass of two convolutional layers and a linear layer."""

from generator.authoring import instead_of


def draw(rng):
    first, second = rng.sample([4, 5, 6, 8, 10, 12, 16], 2)
    return {
        "C": rng.choice([1, 3]),
        "first": first,
        "second": second,
        "k": rng.choice([3, 5, 7]),
        "H": 2 * rng.integer(4, 12),
        "W": 2 * rng.integer(4, 12),
        "K": rng.integer(3, 12),
        "N": rng.choice([10, 20, 50, 100]),
    }


def outputs(first, second, H, W):
    return [first * H * W, second * (H // 2) * (W // 2)]


def one(outputs, C, first, k):
    return [outputs[0] * C * k**2, outputs[1] * first * 9]


def linear(K, outputs):
    return K * outputs[1]


def products(one, linear):
    return [one[0], one[1], linear]


def batch(N, products):
    return N * sum(products)


def larger(products):
    return 4 * sum(products)


@instead_of(outputs, "convolution_geometry")
def stride_ignored(first, second, H, W):
    return [first * H * W, second * H * W]


@instead_of(one, "wrong_quantity")
def weights_counted(C, first, second, k):
    return [first * C * k**2, second * first * 9]


@instead_of(one, "kernel_parameters_wrong")
def input_channels_forgotten(outputs, k):
    return [outputs[0] * k**2, outputs[1] * 9]


@instead_of(one, "counted_too_much")
def additions_counted_too(one):
    return [2 * one[0], 2 * one[1]]


@instead_of(linear, "counted_too_much")
def biases_counted(K, outputs):
    return K * (outputs[1] + 1)


@instead_of(batch, "wrong_quantity")
def one_picture_only(products):
    return sum(products)


@instead_of(larger, "power_or_root")
def doubled_only(products):
    return 2 * sum(products)


@instead_of(larger, "wrong_quantity")
def linear_layer_unchanged(one, linear):
    return 4 * sum(one) + linear


@instead_of(larger, "wrong_quantity")
def convolutions_unchanged(one, linear):
    return sum(one) + 4 * linear


@instead_of(larger, "power_or_root")
def fourth_power(products):
    return 16 * sum(products)


def reference(C, first, second, k, H, W, K, N):
    import torch
    from torch import nn
    from torch.utils.flop_counter import FlopCounterMode

    def multiplications(layer, a):
        # A multiply-add counts as two floating-point operations.
        with FlopCounterMode(display=False) as counter:
            output = layer(a)
        return counter.get_total_flops() // 2, output

    def model(N, H, W):
        a, counts, sizes = torch.zeros(N, C, H, W, device="meta"), [], []
        flat = second * (H // 2) * (W // 2)
        for layer in (
            nn.Conv2d(C, first, k, padding=k // 2, device="meta"),
            nn.Conv2d(first, second, 3, padding=1, stride=2, device="meta"),
            nn.Sequential(nn.Flatten(), nn.Linear(flat, K, bias=False, device="meta")),
        ):
            count, a = multiplications(layer, a)
            counts.append(count)
            sizes.append(a.numel())
        return counts, sizes

    counts, sizes = model(1, H, W)
    return {
        "outputs": sizes[:2],
        "one": counts[:2],
        "linear": counts[2],
        "products": counts,
        "batch": sum(model(N, H, W)[0]),
        "larger": sum(model(1, 2 * H, 2 * W)[0]),
    }
