"""A depthwise separable convolution beside a plain one: parameters and what is saved."""

from generator.authoring import Fraction, instead_of, parameter_count


def draw(rng):
    c, m = rng.sample([8, 10, 12, 14, 16, 18, 20, 24, 28, 32, 36, 40, 48, 56, 64], 2)
    return {
        "c": c,
        "m": m,
        "k": rng.choice([3, 5, 7]),
        "beta": rng.choice([0, 1]),
        "G": rng.choice([2, 3, 4]),
    }


def plain(m, c, k, beta):
    r"<m> \cdot <c> \cdot <k>^2 + <beta> \cdot <m>"
    return m * c * k**2 + beta * m


def depthwise(c, k, beta):
    r"<c> \cdot <k>^2 + <beta> \cdot <c>"
    return c * k**2 + beta * c


def pointwise(m, c, beta):
    r"<m> \cdot <c> + <beta> \cdot <m>"
    return m * c + beta * m


def separable(depthwise, pointwise):
    r"<depthwise> + <pointwise>"
    return depthwise + pointwise


def ratio(separable, plain):
    r"\frac{<separable>}{<plain>}"
    return Fraction(separable, plain)


def growth(c, m, beta, G):
    r"(<G> - 1) \cdot <m> \cdot (<c> + <beta>)"
    return (G - 1) * m * (c + beta)


@instead_of(plain, "kernel_parameters_wrong")
def input_channels_forgotten(m, k, beta):
    return m * k**2 + beta * m


@instead_of("beta", "bias_not_counted")
def biases_the_other_way(beta):
    return 1 - beta


@instead_of(depthwise, "kernel_parameters_wrong")
def kernel_for_each_output(m, k, beta):
    return m * k**2 + beta * m


@instead_of(depthwise, "kernel_parameters_wrong")
def one_kernel_for_all_channels(k, beta):
    return k**2 + beta


@instead_of(depthwise, "kernel_parameters_wrong")
def side_not_squared(c, k, beta):
    return c * k + beta * c


@instead_of(pointwise, "kernel_parameters_wrong")
def pointwise_not_across_channels(m, beta):
    return m + beta * m


@instead_of(separable, "arithmetic")
def layers_multiplied(depthwise, pointwise):
    return depthwise * pointwise


@instead_of(ratio, "upside_down")
def ratio_upside_down(separable, plain):
    return Fraction(plain, separable)


@instead_of(growth, "kernel_parameters_wrong")
def depthwise_grows_too(separable, G):
    return (G - 1) * separable


def reference(c, m, k, beta, G):
    import torch

    def conv(inputs, outputs, side, groups=1):
        return torch.nn.Conv2d(inputs, outputs, side, groups=groups, bias=bool(beta), device="meta")

    depthwise, pointwise = conv(c, c, k, c), conv(c, m, 1)
    plain, wider = conv(c, m, k), conv(c, G * m, 1)
    return {
        "plain": parameter_count(plain),
        "depthwise": parameter_count(depthwise),
        "pointwise": parameter_count(pointwise),
        "separable": parameter_count(depthwise, pointwise),
        "ratio": parameter_count(depthwise, pointwise) / parameter_count(plain),
        "growth": parameter_count(depthwise, wider) - parameter_count(depthwise, pointwise),
    }
