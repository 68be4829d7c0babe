"""Computed truths about PyTorch's training loop: each check runs the few lines it is about."""

from itertools import pairwise

from generator.authoring import check, np


def _regression():
    """A linear model, ten examples, and a loss that is the mean over them."""
    import torch

    torch.manual_seed(1)
    model = torch.nn.Linear(3, 1).double()
    x, y = torch.randn(10, 3).double(), torch.randn(10, 1).double()
    return model, x, y, torch.nn.MSELoss()


def _second_gradient_in_multiples_of_the_first():
    """What is in `.grad` after two backward passes of the same loss."""
    model, x, y, criterion = _regression()
    criterion(model(x), y).backward()
    once = model.weight.grad.clone()
    criterion(model(x), y).backward()
    return (model.weight.grad / once).mean().item()


@check(contrary=1)
def gradients_add_up(multiple=2):
    return round(_second_gradient_in_multiples_of_the_first(), 6) == multiple


@check(contrary=2)
def backward_overwrites(multiple=1):
    return round(_second_gradient_in_multiples_of_the_first(), 6) == multiple


def _trained(*calls):
    """A weight after three iterations of these calls, in this order."""
    import torch

    w = torch.tensor(1.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    for _ in range(3):
        for call in calls:
            if call == "backward":
                (w**2).backward()
            else:
                getattr(optimizer, call)()
    return w.item()


@check(contrary=("backward", "zero_grad", "step"))
def zero_grad_after_step_is_too_late(order=("backward", "step", "zero_grad")):
    return _trained(*order) != _trained("zero_grad", "backward", "step")


@check(contrary=("zero_grad", "backward", "step"))
def zero_grad_between_is_harmless(order=("backward", "zero_grad", "step")):
    return _trained(*order) == _trained("zero_grad", "backward", "step")


@check(contrary=("backward", "step"))
def backward_moves_parameters(calls=("backward",)):
    return _trained(*calls) != 1


def _requires_grad(switch):
    import torch

    model, x, _, _ = _regression()
    if switch == "eval":
        return model.eval()(x).requires_grad
    with torch.no_grad():
        return model(x).requires_grad


@check(contrary="no_grad")
def eval_stops_gradients(switch="eval"):
    return not _requires_grad(switch)


def _passes_unchanged(switch):
    import torch

    torch.manual_seed(1)
    dropout, x = torch.nn.Dropout(0.5), torch.ones(1000)
    if switch == "eval":
        return torch.equal(dropout.eval()(x), x)
    with torch.no_grad():
        return torch.equal(dropout(x), x)


@check(contrary="eval")
def no_grad_switches_dropout_off(switch="no_grad"):
    return _passes_unchanged(switch)


@check(contrary="no_grad")
def eval_switches_dropout_off(switch="eval"):
    return _passes_unchanged(switch)


@check(contrary="eval")
def batch_norm_learns_in_no_grad(mode="train"):
    import torch

    norm = torch.nn.BatchNorm1d(2).train(mode == "train")
    with torch.no_grad():
        norm(torch.ones(5, 2))
    return not torch.equal(norm.running_mean, torch.zeros(2))


@check(contrary=[32, 32, 32])
def loader_keeps_the_short_batch(sizes=(32, 32, 32, 4)):
    from torch.utils.data import DataLoader

    return [len(batch) for batch in DataLoader(range(100), batch_size=32)] == list(sizes)


@check(contrary=16)
def updates_of_an_epoch(updates=15):
    from torch.utils.data import DataLoader

    return len(DataLoader(range(1000), batch_size=64)) == updates


@check(contrary=15)
def dropped_batch_counts(updates=16):
    from torch.utils.data import DataLoader

    return len(DataLoader(range(1000), batch_size=64, drop_last=True)) == updates


def _uses_in_an_epoch():
    """How often each of 50 examples comes in an epoch, over three epochs."""
    from torch.utils.data import DataLoader

    loader = DataLoader(range(50), batch_size=8, shuffle=True)
    epochs = [[int(i) for batch in loader for i in batch] for _ in range(3)]
    return {epoch.count(i) for epoch in epochs for i in range(50)}


@check(contrary={0, 1, 2})
def shuffled_epochs_are_permutations(uses=frozenset({1})):
    return _uses_in_an_epoch() == uses


@check(contrary=1)
def shuffle_repeats(most=2):
    return max(_uses_in_an_epoch()) == most


@check(contrary="loss")
def item_is_a_plain_number(kept="item"):
    model, x, y, criterion = _regression()
    loss = criterion(model(x), y)
    return not hasattr(loss if kept == "loss" else loss.item(), "grad_fn")


LOSSES = np.array([1.0, 1.0, 1.0, 1.0, 6.0])


@check(contrary=[0, 5])
def mean_of_means(cuts=(0, 4, 5)):
    batches = [LOSSES[a:b] for a, b in pairwise(cuts)]
    return np.mean([batch.mean() for batch in batches]) == LOSSES.mean()


@check(contrary="number of batches")
def weighted_means(divisor="number of examples"):
    weighted = 4 * LOSSES[:4].mean() + LOSSES[4:].mean()
    return weighted / (5 if divisor == "number of examples" else 2) == LOSSES.mean()


def _cross_entropy(given):
    """Whether the criterion on what is given is minus the mean log of the right probability."""
    import torch

    torch.manual_seed(1)
    logits, target = torch.randn(4, 3), torch.tensor([0, 2, 1, 1])
    wanted = -torch.log_softmax(logits, dim=1)[range(4), target].mean()
    inputs = logits if given == "logits" else logits.softmax(dim=1)
    return torch.allclose(torch.nn.CrossEntropyLoss()(inputs, target), wanted)


@check(contrary="probabilities")
def cross_entropy_takes_logits(given="logits"):
    return _cross_entropy(given)


@check(contrary="logits")
def softmax_before_cross_entropy(given="probabilities"):
    return _cross_entropy(given)


@check(contrary=0.1)
def doubled_loss_is_doubled_rate(rate=0.2):
    import torch

    weights = []
    for lr, factor in ((rate, 1), (0.1, 2)):
        w = torch.tensor(1.0, requires_grad=True)
        optimizer = torch.optim.SGD([w], lr=lr)
        (factor * (w - 3) ** 2).backward()
        optimizer.step()
        weights.append(w.item())
    return bool(np.isclose(*weights))


@check(contrary=0.1)
def rate_too_high_grows(rate=1.1):
    w, losses = 1.0, []
    for _ in range(20):
        losses.append(w**2)
        w -= rate * 2 * w
    return losses == sorted(losses) and losses[-1] > 100 * losses[0]


@check(contrary=(0.01,))
def every_rate_descends(rates=(0.01, 0.1, 100)):
    import torch

    changes = []
    for rate in rates:
        model, x, y, criterion = _regression()
        before = criterion(model(x), y)
        before.backward()
        torch.optim.SGD(model.parameters(), lr=rate).step()
        changes.append((criterion(model(x), y) - before).item())
    return max(changes) < 0


@check(contrary=True)
def frozen_parameters_stay(requires_grad=False):
    import torch

    model, x, y, criterion = _regression()
    model.weight.requires_grad_(requires_grad)
    before = model.weight.clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    criterion(model(x), y).backward()
    optimizer.step()
    return torch.equal(model.weight, before)


@check(contrary="copy")
def state_dict_is_a_snapshot(kept="state_dict"):
    import copy

    import torch

    model, _, _, _ = _regression()
    state = model.state_dict()
    saved, before = copy.deepcopy(state) if kept == "copy" else state, model.weight.clone()
    with torch.no_grad():
        model.weight += 1
    return torch.equal(saved["weight"], before)
