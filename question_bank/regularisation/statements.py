"""Facts about dropout, penalties and weight decay, computed."""

from generator.authoring import check, np

P = 0.3
ETA, LAMBDA = 0.1, 0.5


def _dropped(p, count=20000):
    """Ones after dropout in training."""
    import torch

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        return torch.nn.functional.dropout(torch.ones(count), p)


@check(contrary=1.0)
def expected_after_dropout(scale=1 / (1 - P)):
    import torch

    kept = torch.distributions.Bernoulli(1 - P)
    return bool(torch.isclose(kept.mean * scale, torch.tensor(1.0)))


@check(contrary=1.0)
def evaluation_factor(factor=1 - P):
    import torch

    h = torch.tensor([1.0, 2.0, -3.0])
    return torch.allclose(torch.nn.Dropout(P).eval()(h), factor * h)


@check(contrary=1.0)
def kept_is_multiplied_by(factor=2.0):
    return bool(_dropped(0.5).max() == factor)


@check(contrary=0.2)
def share_that_is_kept(share=0.8):
    return abs((_dropped(0.8) > 0).float().mean() - share) < 0.05


@check(contrary=0.0)
def dropped_gets_gradient(dropped=1.0):
    import torch

    h = torch.tensor([1.0, 2.0], requires_grad=True)
    mask = torch.tensor([1 - dropped, 1.0])
    ((mask * h / (1 - P)).sum() ** 2).backward()
    return bool(h.grad[0] == 0)


@check(contrary=0)
def dropout_parameters(count=1):
    import torch

    return len(list(torch.nn.Dropout(P).parameters())) == count


@check(contrary=False)
def mask_is_the_same(same=True):
    import torch

    layer, ones = torch.nn.Dropout(P), torch.ones(100)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        return torch.equal(layer(ones), layer(ones)) == same


def _step(penalty):
    """Two weights before and after a step on a penalty alone."""
    import torch

    w = torch.tensor([2.0, -0.5], requires_grad=True)
    before = w.detach().clone()
    penalty(w).backward()
    torch.optim.SGD([w], lr=ETA).step()
    return before, w.detach()


def _l1(w):
    return LAMBDA * w.abs().sum()


def _l2(w):
    return LAMBDA / 2 * (w**2).sum()


@check(contrary=1 - 2 * ETA * LAMBDA)
def factor_of_l2_step(factor=1 - ETA * LAMBDA):
    import torch

    before, after = _step(_l2)
    return torch.allclose(after, factor * before)


@check(contrary=_l1)
def l2_moves_alike(penalty=_l2):
    before, after = _step(penalty)
    distances = (after - before).abs()
    return bool((distances[0] - distances[1]).abs() < 1e-6)


@check(contrary=_l2)
def l1_slopes(penalty=_l1):
    before, after = _step(penalty)
    distances = (after - before).abs()
    return bool((distances[0] - distances[1]).abs() < 1e-6)


@check(contrary=_l2)
def l1_slope_is_proportional(penalty=_l1):
    before, after = _step(penalty)
    ratios = (after - before) / before
    return bool((ratios[0] - ratios[1]).abs() < 1e-6)


def _minimum(penalty, a):
    w = np.linspace(-2, 2, 4001)
    return w[np.argmin((w - a) ** 2 / 2 + penalty(w))]


@check(contrary=(0.7, -0.9))
def minimum_with_l1(centres=(0.4, -0.4, 0.1)):
    return all(abs(_minimum(lambda w: LAMBDA * abs(w), a)) < 1e-9 for a in centres)


@check(contrary=0.4 / (1 + LAMBDA))
def minimum_with_l2(at=0.0):
    return abs(_minimum(lambda w: LAMBDA / 2 * w**2, 0.4) - at) < 1e-3


def _optimised(name, decay, penalty=0.0):
    """Weights after three steps with an optimiser's weight decay, or with a penalty."""
    import torch

    w = torch.tensor([2.0, -0.5], requires_grad=True)
    optimiser = getattr(torch.optim, name)([w], lr=ETA, weight_decay=decay)
    for _ in range(3):
        optimiser.zero_grad()
        (((w - 1) ** 2).sum() + penalty / 2 * (w**2).sum()).backward()
        optimiser.step()
    return w.detach()


@check(contrary=2 * LAMBDA)
def decay_of_plain_descent(decay=LAMBDA):
    import torch

    w = torch.tensor([2.0, -0.5])
    for _ in range(3):
        w = w - ETA * decay * w - ETA * 2 * (w - 1)
    return torch.allclose(w, _optimised("SGD", 0.0, penalty=LAMBDA))


@check(contrary="Adam")
def penalty_equals_decay(name="AdamW"):
    import torch

    return torch.allclose(_optimised(name, LAMBDA), _optimised("Adam", 0.0, penalty=LAMBDA))


@check(contrary=("weight", "bias"))
def sgd_decays(decayed=("weight",)):
    import torch

    layer = torch.nn.Linear(2, 2)
    torch.nn.init.ones_(layer.bias)
    before = {name: p.detach().clone() for name, p in layer.named_parameters()}
    optimiser = torch.optim.SGD(layer.parameters(), lr=ETA, weight_decay=0.1)
    for parameter in layer.parameters():
        parameter.grad = torch.zeros_like(parameter)
    optimiser.step()
    moved = tuple(n for n, p in layer.named_parameters() if not torch.equal(p, before[n]))
    return moved == decayed


@check(contrary=(10.0, 1.0, 0.1))
def norm_of_ridge_weights(lambdas=(0.1, 1.0, 10.0)):
    X = np.array([[1.0, 2.0], [0.5, -1.0], [-1.5, 0.3], [2.0, 0.1]])
    y = np.array([1.0, -2.0, 0.5, 3.0])
    norms = [np.linalg.norm(np.linalg.solve(X.T @ X + k * np.eye(2), X.T @ y)) for k in lambdas]
    return (np.diff(norms) <= 0).all()


@check(contrary=3)
def stopped_at_the_minimum(patience=2):
    losses, best = [0.9, 0.5, 0.6, 0.7, 0.4], 0
    for epoch, loss in enumerate(losses):
        if epoch - best > patience:
            break
        best = epoch if loss < losses[best] else best
    return losses[best] == min(losses)
