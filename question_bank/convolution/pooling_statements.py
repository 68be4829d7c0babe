"""Facts about pooling and receptive fields, computed by torch."""

from generator.authoring import check


def _picture(*shape):
    import torch

    generator = torch.Generator().manual_seed(1)
    return torch.randn(*shape, generator=generator, dtype=torch.float64)


def _pool(kind, *arguments):
    import torch

    return {"max": torch.nn.MaxPool2d, "avg": torch.nn.AvgPool2d}[kind](*arguments)


def _gradient(kind):
    """The gradient of the only output of a 2 × 2 window."""
    import torch

    window = torch.tensor([[1.0, 4.0], [-2.0, 3.0]]).requires_grad_()
    _pool(kind, 2)(window[None]).sum().backward()
    return window.grad.flatten()


def _field(*layers):
    """The inputs between the first and the last on which a unit behind these layers depends.

    A layer is (kernel size, stride, dilation); its receptive field is the same in each direction.
    """
    import torch

    x = torch.ones(1, 1, 64, requires_grad=True)
    a = x
    for k, s, d in layers:
        a = torch.nn.functional.conv1d(a, torch.ones(1, 1, k), stride=s, dilation=d)
    a[0, 0, 0].backward()
    places = x.grad[0, 0].nonzero()
    return int(places.max() - places.min()) + 1


@check(contrary="avg")
def one_value_of_a_window_gets_all(kind="max"):
    return (_gradient(kind) != 0).sum() == 1


@check(contrary="avg")
def each_value_gets_the_same(kind="max"):
    return len(set(_gradient(kind).tolist())) == 1


@check(contrary=1)
def share_of_each_value(share=0.25):
    return (_gradient("avg") == share).all()


@check(contrary=0.5)
def average_pooling_is_a_convolution_with(entry=0.25):
    import torch

    picture, kernel = _picture(1, 3, 6, 6), torch.full((3, 1, 2, 2), entry, dtype=torch.float64)
    convolved = torch.nn.functional.conv2d(picture, kernel, stride=2, groups=3)
    return convolved.allclose(_pool("avg", 2)(picture))


def _is_additive(kind):
    a, b = _picture(2, 1, 4, 4)
    return _pool(kind, 2)(a + b).allclose(_pool(kind, 2)(a) + _pool(kind, 2)(b))


@check(contrary="avg")
def max_is_additive(kind="max"):
    return _is_additive(kind)


@check(contrary="max")
def average_is_additive(kind="avg"):
    return _is_additive(kind)


@check(contrary=8)
def channels_after_pooling(channels=4):
    return _pool("max", 2, 2)(_picture(1, 8, 6, 6)).shape[1] == channels


@check(contrary=1)
def numbers_after_global_average(numbers=8):
    import torch

    return torch.nn.AdaptiveAvgPool2d(1)(_picture(1, 8, 5, 7)).numel() == numbers


@check(contrary="flatten")
def head_has_more_parameters_for_larger_pictures(first="global average"):
    import torch

    pool = torch.nn.AdaptiveAvgPool2d(1) if first == "global average" else torch.nn.Identity()
    small, large = (pool(_picture(1, 8, n, n)).flatten(1).shape[1] for n in (7, 14))
    head = torch.nn.Linear
    return head(large, 10).weight.numel() > head(small, 10).weight.numel()


def _commutes_with(function, kind):
    picture, pool = _picture(1, 1, 6, 6), _pool(kind, 2)
    return pool(function(picture)).allclose(function(pool(picture)))


@check(contrary="abs")
def max_pooling_commutes_with(function="relu"):
    import torch

    return _commutes_with(getattr(torch, function), "max")


@check(contrary="max")
def relu_commutes_with(kind="avg"):
    import torch

    return _commutes_with(torch.relu, kind)


@check(contrary=6)
def field_of_two_layers(side=5):
    return _field((3, 1, 1), (3, 1, 1)) == side


@check(contrary=7)
def field_counted_by_threes(side=9):
    return _field((3, 1, 1), (3, 1, 1), (3, 1, 1)) == side


@check(contrary=0)
def stride_that_changes_no_field(layer=2):
    layers = [(3, 1, 1), (3, 1, 1), (3, 1, 1)]
    layers[layer] = (3, 2, 1)
    return _field(*layers) == _field((3, 1, 1), (3, 1, 1), (3, 1, 1))


@check(contrary=6)
def field_with_pooling_before(side=3):
    return _field((2, 2, 1), (3, 1, 1)) == side


@check(contrary=3)
def field_with_dilation_two(side=5):
    return _field((3, 1, 2)) == side


@check(contrary=7)
def field_with_dilation_three(side=9):
    return _field((3, 1, 3)) == side


@check(contrary="relu")
def negative_windows_stay_negative(before="identity"):
    import torch

    picture = -1 - _picture(1, 1, 4, 4).abs()
    picture = torch.relu(picture) if before == "relu" else picture
    return (_pool("max", 2)(picture) < 0).all()


@check(contrary=1)
def max_pooling_is_never_negative(sign=-1):
    picture = sign * (1 + _picture(1, 1, 4, 4).abs())
    return (_pool("max", 2)(picture) >= 0).all()


@check(contrary=4)
def side_after_pooling_seven(side=3):
    return _pool("max", 2, 2)(_picture(1, 1, 7, 7)).shape[2] == side


@check(contrary=3)
def side_after_pooling_eight(side=4):
    return _pool("max", 3, 2)(_picture(1, 1, 8, 8)).shape[2] == side


@check(contrary=0)
def pooling_ignores_shift_by(rows=1):
    picture = _picture(1, 1, 6, 6)
    return _pool("max", 2)(picture.roll(rows, 2)).equal(_pool("max", 2)(picture))
