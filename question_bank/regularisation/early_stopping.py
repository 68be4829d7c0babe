"""Early stopping: when training stops, and whose weights are kept."""

from generator.authoring import guard, instead_of


def draw(rng):
    patience = rng.choice([2, 3])
    first, second = rng.integer(2, 3), rng.integer(1, 2)  # improvements before and after a bump
    rises, after = rng.integer(patience, patience + 2), 2
    falling = sorted(rng.sample(range(400, 790), first + second + 1), reverse=True)
    bump = [falling[first - 1] + n for n in rng.sample(range(5, 110), patience - 1)]
    best = falling[first + second - 1]
    worse = [best + n for n in rng.sample(range(5, 130), rises)]
    later = rng.shuffled([falling[-1], best + rng.integer(140, 200)])[:after]
    run = falling[:first] + bump + falling[first : first + second] + worse + later
    return {"patience": patience, "losses": [f"0.{loss}" for loss in run]}


def improvements(losses, patience):
    found = [1]
    for epoch, loss in enumerate(losses, 1):
        if epoch - found[-1] > patience:
            break
        if loss < losses[found[-1] - 1]:
            found.append(epoch)
    return found


def best_epoch(improvements):
    return improvements[-1]


def stop(improvements, patience):
    return improvements[-1] + patience


def wasted(losses, stop):
    return len(losses) - stop


def _first_after(rises, count, run):
    """The epoch that ends the first `count` of the rises, in a row if `run`; else the last one."""
    in_a_row = total = 0
    for epoch, rose in enumerate(rises, 1):
        in_a_row, total = (in_a_row + 1 if rose else 0), total + rose
        if (in_a_row if run else total) == count:
            return epoch
    return len(rises)


def _rises(losses):
    """Whether each epoch is no improvement on the best so far."""
    return [t > 0 and min(losses[:t]) <= loss for t, loss in enumerate(losses)]


@instead_of(stop, "decision_rule")
def compared_with_the_epoch_before(losses, patience):
    rises = [t > 0 and losses[t - 1] <= loss for t, loss in enumerate(losses)]
    return _first_after(rises, patience, run=True)


@instead_of(stop, "decision_rule")
def stopped_at_first_rise(losses):
    return _first_after(_rises(losses), 1, run=True)


@instead_of(stop, "one_step_off")
def one_epoch_late(stop):
    return stop + 1


@instead_of(stop, "decision_rule")
def not_in_a_row(losses, patience):
    return _first_after(_rises(losses), patience, run=False)


@instead_of(best_epoch, "wrong_quantity")
def weights_at_the_stop(stop):
    return stop


@instead_of(best_epoch, "wrong_quantity")
def best_of_the_full_run(losses):
    return losses.index(min(losses)) + 1


@instead_of(wasted, "wrong_quantity")
def counted_from_the_best_epoch(losses, best_epoch):
    return len(losses) - best_epoch


@guard
def all_different(losses):
    """two epochs have the same loss"""
    return len(set(losses)) == len(losses)


def reference(losses, patience):
    import torch

    parameter = torch.zeros(1)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
        torch.optim.SGD([parameter], lr=1.0), factor=0.5, patience=patience - 1, threshold=0.0
    )
    history = []
    for loss in losses:  # the rate is lowered where early stopping would end the training
        scheduler.step(float(loss))
        history.append(scheduler.best)
        if scheduler.get_last_lr()[0] < 1:
            break
    return {
        "stop": len(history),
        "best_epoch": history.index(min(history)) + 1,
        "wasted": len(losses) - len(history),
    }
