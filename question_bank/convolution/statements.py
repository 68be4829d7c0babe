"""Facts about convolutional layers, computed by torch."""

from generator.authoring import check


def _picture(*shape):
    import torch

    generator = torch.Generator().manual_seed(1)
    return torch.randn(*shape, generator=generator, dtype=torch.float64)


def _conv(*arguments, **options):
    """A layer with fixed weights."""
    import torch

    layer = torch.nn.Conv2d(*arguments, dtype=torch.float64, **options)
    generator = torch.Generator().manual_seed(2)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator))
    return layer


def _weights(*arguments, **options):
    return _conv(*arguments, **options).weight.numel()


def _side(n, *arguments, **options):
    return _conv(1, 1, *arguments, **options)(_picture(1, 1, n, n)).shape[2]


@check(contrary=True)
def convolution_is_additive(bias=False):
    a, b, layer = _picture(1, 2, 6, 6), _picture(2, 2, 6, 6)[1:], _conv(2, 3, 3, bias=bias)
    return layer(a + b).allclose(layer(a) + layer(b))


@check(contrary="relu")
def two_convolutions_are_no_single_one(between=None):
    import torch

    first, second = _conv(1, 2, 3, bias=False), _conv(2, 1, 3, bias=False)
    # The response to a single 1 is the kernel of both together, turned.
    impulse = torch.zeros(1, 1, 9, 9, dtype=torch.float64)
    impulse[0, 0, 4, 4] = 1
    both = second(first(impulse)).flip(2, 3)
    picture = _picture(1, 1, 9, 9)
    hidden = torch.relu(first(picture)) if between else first(picture)
    return not second(hidden).allclose(torch.nn.functional.conv2d(picture, both))


@check(contrary="zeros")
def shifted_with_its_input(mode="circular"):
    layer, picture = _conv(1, 1, 3, padding=1, padding_mode=mode), _picture(1, 1, 6, 6)
    return layer(picture.roll(1, 2)).allclose(layer(picture).roll(1, 2))


@check(contrary=2)
def stride_two_follows_a_shift_by(rows=1):
    layer = _conv(1, 1, 3, padding=1, stride=2, padding_mode="circular")
    picture = _picture(1, 1, 6, 6)
    return layer(picture.roll(rows, 2)).allclose(layer(picture).roll(1, 2))


@check(contrary="mean")
def head_ignores_shifts(head="linear"):
    layer, picture = _conv(1, 2, 3, padding=1, padding_mode="circular"), _picture(1, 1, 6, 6)

    def output(x):
        maps = layer(x)
        return maps.mean(dim=(2, 3)) if head == "mean" else maps.flatten() @ _picture(72)

    return output(picture.roll(1, 2)).allclose(output(picture))


@check(contrary=3)
def kernel_that_changes_channels_only(side=1):
    return _conv(4, 7, side)(_picture(1, 4, 5, 6)).shape == (1, 7, 5, 6)


@check(contrary=64)
def one_by_one_has(weights=8):
    return _weights(8, 8, 1) == weights


@check(contrary=320)
def parameters_of_16_to_32(count=4640):
    layer = _conv(16, 32, 3)
    return layer.weight.numel() + layer.bias.numel() == count


@check(contrary=270)
def weights_of_3_to_10(count=90):
    return _weights(3, 10, 3) == count


@check(contrary=2)
def five_by_five_kept_by(padding=1):
    return _side(12, 5, padding=padding) == 12


@check(contrary=0)
def three_by_three_kept_by(padding=1):
    return all(_side(n, 3, padding=padding) == n for n in (5, 8, 13))


@check(contrary=16)
def height_after_stride_two(height=15):
    return _side(32, 3, padding=1, stride=2) == height


@check(contrary=33)
def same_height_as_31(other=32):
    return _side(31, 3, padding=1, stride=2) == _side(other, 3, padding=1, stride=2)


@check(contrary=False)
def torch_flips(flipped=True):
    layer, picture = _conv(1, 1, 3, bias=False), _picture(1, 1, 3, 3)
    kernel = layer.weight.flip(2, 3) if flipped else layer.weight
    return (kernel * picture).sum().allclose(layer(picture))


@check(contrary=[[1.0, 2.0], [3.0, 4.0]])
def flipping_changes_nothing_for(kernel=((1.0, 2.0), (2.0, 1.0))):
    import torch

    weight = torch.tensor(kernel, dtype=torch.float64)[None, None]
    picture, convolve = _picture(1, 1, 5, 5), torch.nn.functional.conv2d
    return convolve(picture, weight).allclose(convolve(picture, weight.flip(2, 3)))


@check(contrary=(3, 8, 5, 5))
def weight_has_shape(shape=(8, 3, 5, 5)):
    return tuple(_conv(3, 8, 5).weight.shape) == shape


@check(contrary=9)
def weights_with_dilation_two(count=25):
    return _weights(1, 1, 3, dilation=2) == count


@check(contrary=4)
def two_small_kernels_have_less_than_one_of(side=5):
    return _weights(6, 6, 3) + _weights(6, 6, 3) < _weights(6, 6, side)


@check(contrary=1)
def channel_sees_all_channels_with(groups=4):
    import torch

    picture = _picture(1, 4, 3, 3).requires_grad_()
    output = _conv(4, 4, 3, groups=groups)(picture)[0, 0, 0, 0]
    (gradient,) = torch.autograd.grad(output, picture)
    return gradient[0].flatten(1).any(dim=1).all()


@check(contrary=4)
def weights_halved_by(groups=2):
    return 2 * _weights(8, 12, 3, groups=groups) == _weights(8, 12, 3)
