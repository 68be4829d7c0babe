"""The threshold with the smallest total cost of both kinds of errors."""

from generator.authoring import Fraction, guard, instead_of, over


def draw(rng):
    number = rng.choice([3, 4, 5])
    scores = [Fraction(s, 100) for s in rng.sample([s for s in range(6, 95) if s % 10], 8)]
    # The higher a score, the more often the person is ill.
    order = sorted(range(8), key=lambda i: scores[i] + Fraction(rng.integer(-45, 45), 100))
    c_fn, c_fp = rng.sample([1, 2, 3, 4, 5, 6, 8, 10], 2)
    return {
        "scores": scores,
        "labels": [int(i in order[-number:]) for i in range(8)],
        "thetas": [Fraction(k, 10) for k in sorted(rng.sample(range(2, 9), 4))],
        "c_fn": c_fn,
        "c_fp": c_fp,
    }


def _count(scores, labels, label, called, theta):
    people = zip(scores, labels, strict=True)
    return sum(y == label and (s >= theta) == called for s, y in people)


@over(theta="thetas")
def missed(scores, labels, theta):
    return _count(scores, labels, 1, False, theta)


@over(theta="thetas")
def alarms(scores, labels, theta):
    return _count(scores, labels, 0, True, theta)


@over(theta="thetas")
def cost(c_fn, missed, c_fp, alarms):
    r"<c_fn> \cdot <missed> + <c_fp> \cdot <alarms>"
    return c_fn * missed + c_fp * alarms


def best(thetas, cost_all):
    return thetas[list(cost_all).index(min(cost_all))]


@instead_of(missed, "metrics_confused")
def ill_people_found(scores, labels, theta):
    return _count(scores, labels, 1, True, theta)


@instead_of(alarms, "metrics_confused")
def healthy_people_cleared(scores, labels, theta):
    return _count(scores, labels, 0, False, theta)


@instead_of(cost, "metrics_confused")
def costs_swapped(c_fn, missed, c_fp, alarms):
    return c_fp * missed + c_fn * alarms


@instead_of(cost, "metrics_confused")
def errors_counted(missed, alarms):
    return missed + alarms


@instead_of(best, "metrics_confused")
def fewest_errors(thetas, missed_all, alarms_all):
    errors = [fn + fp for fn, fp in zip(missed_all, alarms_all, strict=True)]
    return thetas[errors.index(min(errors))]


@instead_of(best, "wrong_quantity")
def dearest(thetas, cost_all):
    return thetas[list(cost_all).index(max(cost_all))]


@instead_of(best, "metrics_confused")
def fewest_missed(thetas):
    return thetas[0]


@guard
def one_cheapest(cost_all):
    """two thresholds are equally cheap, or one makes no error"""
    first, second = sorted(cost_all)[:2]
    return 0 < first < second


@guard
def not_the_first(best, thetas):
    """the cheapest threshold is the lowest"""
    return best != thetas[0]


def reference(scores, labels, thetas, c_fn, c_fp):
    import torch

    scores, ill = torch.stack(scores), torch.tensor(labels) == 1
    thetas = torch.stack(thetas)
    called = scores[None, :] >= thetas[:, None]
    missed, alarms = (ill & ~called).sum(dim=1), (~ill & called).sum(dim=1)
    cost = torch.stack([missed, alarms], dim=1) @ torch.tensor([c_fn, c_fp])
    return {
        "missed_all": missed,
        "alarms_all": alarms,
        "cost_all": cost,
        "best": thetas[cost.argmin()],
    }
