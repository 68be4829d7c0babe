"""Computed truths about PyTorch's training loop: each check runs the few lines it is about."""

from generator.authoring import check, np


def _regression():
    """A linear model, ten examples, and a loss that is the mean over them."""
    import torch

    model = torch.nn.Linear(3, 1).double()
    x, y = torch.randn(10, 3).double(), torch.randn(10, 1).double()
    return model, x, y, torch.nn.MSELoss()


@check
def gradients_add_up():
    import torch

    model, x, y, criterion = _regression()
    criterion(model(x), y).backward()
    once = model.weight.grad.clone()
    criterion(model(x), y).backward()
    return torch.allclose(model.weight.grad, 2 * once)


@check
def backward_overwrites():
    return not gradients_add_up()


@check
def zero_grad_after_step_is_too_late():
    import torch

    weights = []
    for clear_first in (True, False):
        w = torch.tensor(1.0, requires_grad=True)
        optimizer = torch.optim.SGD([w], lr=0.1)
        for _ in range(3):
            if clear_first:
                optimizer.zero_grad()
            (w**2).backward()
            optimizer.step()
            if not clear_first:
                optimizer.zero_grad()
        weights.append(w.item())
    return weights[0] != weights[1]


@check
def zero_grad_between_is_harmless():
    import torch

    w = torch.tensor(1.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    (w**2).backward()
    optimizer.zero_grad()
    optimizer.step()
    return w.item() != 1.0


@check
def backward_moves_parameters():
    import torch

    model, x, y, criterion = _regression()
    before = model.weight.detach().clone()
    criterion(model(x), y).backward()
    return not torch.equal(before, model.weight)


@check
def eval_stops_gradients():
    model, x, _, _ = _regression()
    model.eval()
    return not model(x).requires_grad


@check
def no_grad_switches_dropout_off():
    import torch

    dropout = torch.nn.Dropout(0.5)
    with torch.no_grad():
        return torch.equal(dropout(torch.ones(1000)), torch.ones(1000))


@check
def eval_switches_dropout_off():
    import torch

    dropout = torch.nn.Dropout(0.5).eval()
    return torch.equal(dropout(torch.ones(1000)), torch.ones(1000))


@check
def batch_norm_learns_in_no_grad():
    import torch

    norm = torch.nn.BatchNorm1d(2)
    with torch.no_grad():
        norm(torch.ones(5, 2))
    return not torch.equal(norm.running_mean, torch.zeros(2))


@check
def loader_keeps_the_short_batch():
    from torch.utils.data import DataLoader

    return [len(batch) for batch in DataLoader(range(100), batch_size=32)] == [32, 32, 32, 4]


@check
def updates_of_an_epoch():
    from torch.utils.data import DataLoader

    return len(DataLoader(range(1000), batch_size=64)) == 1000 // 64


@check
def shuffled_epochs_are_permutations():
    from torch.utils.data import DataLoader

    loader = DataLoader(range(50), batch_size=8, shuffle=True)
    return all(sorted(int(i) for b in loader for i in b) == list(range(50)) for _ in range(3))


@check
def shuffle_repeats():
    return not shuffled_epochs_are_permutations()


@check
def item_is_a_plain_number():
    model, x, y, criterion = _regression()
    loss = criterion(model(x), y)
    return loss.requires_grad and type(loss.item()) is float


@check
def mean_of_means():
    losses = np.array([1.0, 1.0, 1.0, 1.0, 6.0])  # batches of four and of one
    return bool(np.mean([losses[:4].mean(), losses[4:].mean()]) == losses.mean())


@check
def weighted_means():
    losses = np.array([1.0, 1.0, 1.0, 1.0, 6.0])
    return bool((4 * losses[:4].mean() + losses[4:].mean()) / 5 == losses.mean())


@check
def cross_entropy_takes_logits():
    import torch

    logits, target = torch.randn(4, 3), torch.tensor([0, 2, 1, 1])
    ours = -torch.log_softmax(logits, dim=1)[range(4), target].mean()
    return torch.allclose(torch.nn.CrossEntropyLoss()(logits, target), ours)


@check
def softmax_before_cross_entropy():
    import torch

    logits, target = torch.randn(4, 3), torch.tensor([0, 2, 1, 1])
    criterion = torch.nn.CrossEntropyLoss()
    return torch.allclose(criterion(logits, target), criterion(logits.softmax(dim=1), target))


@check
def doubled_loss_is_doubled_rate():
    import torch

    weights = []
    for lr, factor in ((0.2, 1), (0.1, 2)):
        w = torch.tensor(1.0, requires_grad=True)
        optimizer = torch.optim.SGD([w], lr=lr)
        (factor * (w - 3) ** 2).backward()
        optimizer.step()
        weights.append(w.item())
    return bool(np.isclose(*weights))


@check
def rate_too_high_grows():
    w, losses = 1.0, []
    for _ in range(20):
        losses.append(w**2)
        w -= 1.1 * 2 * w
    return losses == sorted(losses) and losses[-1] > 100 * losses[0]


@check
def every_rate_descends():
    import torch

    model, x, y, criterion = _regression()
    before = criterion(model(x), y)
    before.backward()
    torch.optim.SGD(model.parameters(), lr=100).step()
    return bool(criterion(model(x), y) < before)
