"""Learning rates under step decay and exponential decay."""

from generator.authoring import guard, instead_of, over


def draw(rng):
    s = rng.choice([4, 5, 6, 8, 10])
    drop = rng.integer(1, 3)
    return {
        "eta_0": rng.choice([0.05, 0.1, 0.2, 0.5, 0.8]),
        "s": s,
        "gamma": rng.choice([0.1, 0.2, 0.3, 0.5]),
        "beta": rng.choice([0.8, 0.85, 0.9, 0.95, 0.98]),
        "epochs": [drop * s - 1, drop * s, drop * s + rng.integer(1, s)],
        "bound": rng.choice([0.03, 0.01, 0.003, 0.002]),
    }


@over(k="epochs")
def stepwise(eta_0, gamma, k, s):
    r"<eta_0> \cdot <gamma>^{\lfloor <k> / <s> \rfloor}"
    return eta_0 * gamma ** (k // s)


@over(k="epochs")
def exponential(eta_0, beta, k):
    r"<eta_0> \cdot <beta>^{<k>}"
    return eta_0 * beta**k


def drops(eta_0, gamma, bound):
    return next(n for n in range(20) if eta_0 * gamma**n < bound * (1 - 1e-9))


def below(drops, s):
    return drops * s


def per_epoch(gamma, s):
    r"<gamma>^{\frac{1}{<s>}}"
    return gamma ** (1 / s)


@instead_of(stepwise, "other_branch")
def decayed_in_every_epoch(eta_0, gamma, k):
    return eta_0 * gamma**k


@instead_of(stepwise, "one_step_off")
def one_epoch_late(eta_0, gamma, k, s):
    return eta_0 * gamma ** ((k - 1) // s)


@instead_of(stepwise, "one_step_off")
def one_drop_too_many(eta_0, gamma, k, s):
    return eta_0 * gamma ** -(-k // s)


@instead_of(stepwise, "arithmetic")
def dropped_linearly(eta_0, gamma, k, s):
    return eta_0 * gamma / max(k // s, 1)


@instead_of(exponential, "one_step_off")
def counted_from_one(eta_0, beta, k):
    return eta_0 * beta ** (k - 1)


@instead_of(exponential, "power_or_root")
def decayed_linearly(eta_0, beta, k):
    return eta_0 * beta * k


@instead_of(below, "one_step_off")
def epochs_from_one(below):
    return below + 1


@instead_of(below, "wrong_quantity")
def drops_for_epochs(drops):
    return drops


@instead_of(per_epoch, "power_or_root")
def divided_by_epochs(gamma, s):
    return gamma / s


@instead_of(per_epoch, "power_or_root")
def same_factor(gamma):
    return 1.0 * gamma


@guard
def clear_bound(eta_0, gamma, drops, bound):
    """a rate lies at the bound, or the bound is passed at once"""
    rates = [eta_0 * gamma**n for n in range(drops + 1)]
    return drops > 0 and all(abs(rate / bound - 1) > 0.02 for rate in rates)


def _rates(make, eta_0, count):
    """The learning rate of each epoch, as PyTorch's scheduler sets it."""
    import torch

    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=float(eta_0))
    scheduler = make(optimiser)
    rates = []
    for _ in range(count):
        rates.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step()
    return rates


def reference(eta_0, s, gamma, beta, epochs, bound):
    from torch.optim.lr_scheduler import ExponentialLR, StepLR

    count = 20 * s
    stepwise = _rates(lambda o: StepLR(o, s, float(gamma)), eta_0, count)
    exponential = _rates(lambda o: ExponentialLR(o, float(beta)), eta_0, count)
    below = next(k for k, rate in enumerate(stepwise) if rate < bound)
    return {
        "stepwise_all": [stepwise[k] for k in epochs],
        "exponential_all": [exponential[k] for k in epochs],
        "below": below,
        "drops": below / s,
        "per_epoch": (gamma.log() / s).exp(),
    }
