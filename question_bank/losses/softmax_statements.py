"""Facts about softmax and output layers, computed."""

from generator.authoring import check, np, sigmoid, softmax

Z = np.array([0.7, -1.2, 2.1, 0.4])
MANY = np.random.default_rng(1).normal(scale=3, size=(200, 4))
P = softmax(MANY)
T = 2  # the true class, counted from 0


@check(contrary=0.5)
def shift_by_maximum(factor=1):
    return np.allclose(softmax(Z - Z.max()), factor * softmax(Z))


@check(contrary=1)
def shift_multiplies(factor=np.e**3):
    return np.allclose(softmax(Z + 3), factor * softmax(Z))


@check(contrary=1)
def doubling_changes(factor=2):
    return not np.allclose(softmax(factor * Z), softmax(Z))


@check(contrary=np.e)
def ratio_of_logits(ratio=2):
    p = softmax(np.array([2, 1, 0.3]))
    return np.isclose(p[0], ratio * p[1])


@check(contrary=np.log(3))
def ratio_by_difference(ratio=3):
    p = softmax(np.array([0.2 + np.log(3), 0.2, -1.5, 4]))
    return np.isclose(p[0], ratio * p[1])


@check(contrary=np.argmin)
def same_argmax(largest=np.argmax):
    return (largest(MANY, axis=1) == P.argmax(axis=1)).all()


@check(contrary=-1)
def order_changes(factor=1):
    return (np.argsort(MANY) != np.argsort(softmax(factor * MANY))).any()


@check(contrary=4)
def softmax_adds_up(total=1):
    return np.allclose(P.sum(axis=1), total)


@check(contrary=sigmoid(Z).sum())
def sigmoids_add_up(total=1):
    return np.isclose(sigmoid(Z).sum(), total)


def _two_above(values, bound):
    return (np.sort(values, axis=-1)[..., -2] > bound).any()


# Two equal logits far above the others come closest to what is claimed.
PAIR = np.r_[40.0, 40.0, np.zeros(18)]


@check(contrary=0.4)
def two_of_softmax(bound=0.6):
    return _two_above(softmax(PAIR), bound)


@check(contrary=1)
def two_of_sigmoids(bound=0.6):
    return _two_above(sigmoid(PAIR), bound)


@check(contrary=1)
def negative_logits(sign=-1):
    return (np.sign(P[MANY < 0]) == sign).all()


@check(contrary=0.25)
def zero_logit(probability=0):
    return softmax(np.zeros(4))[0] == probability


@check(contrary=(0.2, 0.8))
def open_range(limits=(0, 1)):
    low, high = limits
    return low < P.min() and P.max() < high


def _slopes():
    """The derivatives of the cross-entropy by the logits."""
    import torch

    z = torch.tensor(Z, requires_grad=True)
    torch.nn.functional.cross_entropy(z, torch.tensor(T)).backward()
    return z.grad.numpy()


def _others(values):
    return np.delete(values, T)


@check(contrary=0)
def slope_of_other_class(factor=1):
    return np.allclose(_others(_slopes()), factor * _others(softmax(Z)))


@check(contrary=1)
def slope_is_zero(factor=0):
    return np.allclose(_others(_slopes()), factor * _others(softmax(Z)))


@check(contrary=1)
def slopes_cancel(total=0):
    return np.isclose(_slopes().sum(), total)


@check(contrary=-1)
def slope_of_true_class(sign=1):
    return np.sign(_slopes()[T]) == sign


def _jacobian():
    import torch

    z = torch.tensor(Z)
    return torch.autograd.functional.jacobian(lambda z: torch.softmax(z, 0), z).numpy()


@check(contrary=-1)
def no_cross_slopes(sign=0):
    J = _jacobian()
    return (np.sign(J[~np.eye(4, dtype=bool)]) == sign).all()


@check(contrary=1)
def negative_cross_slopes(sign=-1):
    J = _jacobian()
    return (np.sign(J[~np.eye(4, dtype=bool)]) == sign).all()


@check(contrary=-1)
def symmetric_jacobian(factor=1):
    J = _jacobian()
    return np.allclose(J, factor * J.T)


@check(contrary=(0, 0, 1, 0))
def cold_is_uniform(limit=(0.25, 0.25, 0.25, 0.25)):
    return np.allclose(softmax(Z / 0.01), limit)


@check(contrary=(0, 0, 1, 0))
def hot_is_uniform(limit=(0.25, 0.25, 0.25, 0.25)):
    return np.allclose(softmax(Z / 1e9), limit)


@check(contrary=-1)
def two_classes(sign=1):
    pairs = MANY[:, :2]
    return np.allclose(softmax(pairs)[:, 0], sigmoid(sign * (pairs[:, 0] - pairs[:, 1])))


@check(contrary=1)
def two_classes_first_logit(weight_of_second=0):
    pairs = MANY[:, :2]
    difference = pairs[:, 0] - weight_of_second * pairs[:, 1]
    return np.allclose(softmax(pairs)[:, 0], sigmoid(difference))


def _torch_loss(values):
    import torch

    return torch.nn.CrossEntropyLoss()(torch.tensor(values), torch.tensor(T)).item()


@check(contrary=softmax)
def torch_wants_logits(fed=lambda z: z):
    return np.isclose(_torch_loss(fed(Z)), -np.log(softmax(Z)[T]))


@check(contrary=lambda z: z)
def torch_wants_probabilities(fed=softmax):
    return np.isclose(_torch_loss(fed(Z)), -np.log(softmax(Z)[T]))


def _torch_binary(values):
    import torch

    y = torch.tensor([1.0, 0.0, 1.0, 1.0], dtype=torch.float64)
    right = torch.nn.BCELoss()(torch.sigmoid(torch.tensor(Z)), y)
    return torch.isclose(torch.nn.BCEWithLogitsLoss()(torch.tensor(values), y), right)


@check(contrary=sigmoid)
def torch_binary(fed=lambda z: z):
    return _torch_binary(fed(Z))


@check(contrary=lambda z: z)
def torch_binary_probabilities(fed=sigmoid):
    return _torch_binary(fed(Z))


@check(contrary="its formula")
def overflow_in_torch(computed_by="torch.softmax"):
    import torch

    z = torch.tensor([1000.0, 0.0])
    powers = torch.exp(z)
    p = torch.softmax(z, 0) if computed_by == "torch.softmax" else powers / powers.sum()
    return p.isnan().any()


@check(contrary=10.0)
def exponential_overflows(z=1000.0):
    import torch

    return torch.exp(torch.tensor(z)).isinf()


@check(contrary=10)
def uniform_loss(K=4):
    return np.allclose(-np.log(softmax(np.full(4, 1.7))), np.log(K))


@check(contrary=-np.log(softmax(Z)[T]))
def right_class_no_loss(loss=0):
    return np.argmax(Z) == T and np.isclose(-np.log(softmax(Z)[T]), loss)
