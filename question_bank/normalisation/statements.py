"""Facts about normalisation layers, tried out on PyTorch's own."""

from generator.authoring import check, np, parameter_count

X = np.array([[1.0, -2.0, 0.5], [3.0, 0.4, -1.0], [-0.7, 2.2, 1.1], [0.2, 0.9, -3.0]])


def _x():
    import torch

    return torch.tensor(X)


def _pictures():
    import torch

    return torch.sin(torch.arange(2 * 4 * 3 * 3, dtype=torch.float64) ** 2).reshape(2, 4, 3, 3)


def _batch_norm(features=3, **options):
    import torch

    return torch.nn.BatchNorm1d(features, **options).double()


def _depends_on_others(training):
    """Whether the output of the first example changes with the second."""
    import torch

    layer, other = _batch_norm().train(training), _x()
    other[1] += 1
    first, second = layer(_x())[0], layer(other)[0]
    return not torch.allclose(first, second)


@check(contrary=True)
def batch_norm_sees_one_example(training=False):
    return not _depends_on_others(training)


@check(contrary=False)
def batch_norm_sees_one_example_in_training(training=True):
    return not _depends_on_others(training)


@check(contrary="BatchNorm1d")
def layer_norm_has_one_mode(name="LayerNorm"):
    import torch

    layer = getattr(torch.nn, name)(3).double()
    return torch.allclose(layer(_x()), layer.eval()(_x()))


@check(contrary=1)
def layer_norm_averages_over(dim=0):
    import torch

    means = torch.nn.LayerNorm(3).double()(_x()).mean(dim=dim)
    return torch.allclose(means, torch.zeros_like(means))


@check(contrary=20)
def batch_norm_parameters(count=10):
    return parameter_count(_batch_norm(5)) == count


@check(contrary="weight")
def running_mean_is_learned(name="running_mean"):
    return name in dict(_batch_norm().named_parameters())


@check(contrary=0.1)
def weight_of_the_new_mean(weight=0.9):
    import torch

    layer = _batch_norm(momentum=0.1)
    layer(_x())
    return torch.allclose(layer.running_mean, weight * _x().mean(dim=0))


@check(contrary=False)
def running_variance_is_unbiased(unbiased=True):
    import torch

    layer = _batch_norm(momentum=1.0)
    layer(_x())
    return torch.allclose(layer.running_var, _x().var(dim=0, unbiased=unbiased))


@check(contrary=True)
def outputs_have_variance_one(unbiased=False):
    import torch

    variances = _batch_norm(eps=1e-12)(_x()).var(dim=0, unbiased=unbiased)
    return torch.allclose(variances, torch.ones_like(variances))


@check(contrary=False)
def bias_before_is_lost(training=True):
    import torch

    layer = _batch_norm().train(training)
    return torch.allclose(layer(_x()), layer(_x() + torch.tensor([1.0, -2.0, 5.0])))


@check(contrary=-10)
def invariant_to_factor(factor=10):
    import torch

    layer = _batch_norm(eps=1e-12)
    return torch.allclose(layer(factor * _x()), layer(_x()))


@check(contrary=1)
def outputs_scale(factor=2):
    import torch

    layer = _batch_norm(eps=1e-12)
    return torch.allclose(layer(2 * _x()), factor * layer(_x()))


@check(contrary=2)
def groups_of_layer_norm(groups=1):
    import torch

    grouped = torch.nn.GroupNorm(groups, 4).double()(_pictures())
    return torch.allclose(grouped, torch.nn.LayerNorm([4, 3, 3]).double()(_pictures()))


@check(contrary="InstanceNorm2d")
def one_channel_groups_are(name="BatchNorm2d"):
    import torch

    grouped = torch.nn.GroupNorm(4, 4).double()(_pictures())
    return torch.allclose(grouped, getattr(torch.nn, name)(4).double()(_pictures()))


@check(contrary=3)
def outputs_bounded_by(bound=1):
    import torch

    outlier = torch.tensor([[100.0], *[[0.0]] * 9], dtype=torch.float64)
    return bool((_batch_norm(1)(outlier).abs() <= bound).all())


def _refuses(layer, size):
    import torch

    try:
        layer(torch.ones(size, 5, dtype=torch.float64))
    except ValueError:
        return True
    return False


@check(contrary=2)
def training_needs_two_examples(size=1):
    return _refuses(_batch_norm(5), size)


@check(contrary=True)
def evaluation_needs_two_examples(training=False):
    return _refuses(_batch_norm(5).train(training), 1)


@check(contrary="BatchNorm1d")
def layer_norm_needs_two_examples(name="LayerNorm"):
    import torch

    return _refuses(getattr(torch.nn, name)(5).double(), 1)


@check(contrary=True)
def batch_norm_is_affine(training=False):
    import torch

    layer, a = _batch_norm().train(training), _x()
    b = a.flip(0) ** 2
    return torch.allclose(layer(a + b) + layer(0 * a), layer(a) + layer(b))


@check(contrary=8)
def instance_norm_means(count=4):
    import torch

    x = _pictures().requires_grad_()
    first = torch.nn.InstanceNorm2d(4)(x).flatten()[0]
    sharing = torch.autograd.grad(first, x)[0].count_nonzero()
    return x.numel() // sharing == count
