"""The mean of batch means and the mean over the data set, with a short last batch."""

from generator.authoring import guard, instead_of, np


def draw(rng):
    B = rng.choice([10, 16, 20, 32, 40, 50, 64, 100])
    short = max(2, B * rng.integer(1, 8) // 16)
    full = rng.integer(2, 4)
    means = [*rng.decimals(full, 0.2, 0.6, digits=2), rng.decimal(0.8, 2.5, digits=2)]
    return {
        "B": B,
        "short": short,
        "N": full * B + short,
        "sizes": np.array([*[B] * full, short]),
        "means": np.array(means),
    }


def naive(means):
    return means.mean()


def total(sizes, means):
    r"<sizes>^\top <means>"
    return sizes @ means


def mean(total, N):
    r"\frac{<total>}{<N>}"
    return total / N


def weight(B, short):
    r"\frac{<B>}{<short>}"
    return B / short


@instead_of(naive, "mean_wrong")
def weighted(mean):
    return mean


@instead_of(naive, "mean_wrong")
def short_batch_ignored(means):
    return means[:-1].mean()


@instead_of(mean, "mean_wrong")
def not_weighted(naive):
    return naive


@instead_of(total, "mean_wrong")
def full_sizes_assumed(B, means):
    return B * means.sum()


@instead_of(mean, "mean_wrong")
def divided_by_full_batches(total, B, sizes):
    return total / (B * len(sizes))


@instead_of(weight, "upside_down")
def inverted(B, short):
    return short / B


@instead_of(weight, "wrong_quantity")
def share_of_examples(N, short):
    return N / short


@instead_of(weight, "mean_wrong")
def all_alike():
    return 1.0


@guard
def losses_differ(means):
    """the batches are too much alike"""
    return means[-1] > means[:-1].max() + 0.3


def reference(B, short, N, sizes, means):
    import torch

    # Any losses with these batch means will do: here all of a batch are equal.
    losses = torch.cat([mean.expand(size) for size, mean in zip(sizes, means, strict=True)])
    losses.requires_grad_()
    batches = losses.split(B)
    reported = torch.stack([batch.mean() for batch in batches]).mean()
    (shares,) = torch.autograd.grad(reported, losses)
    return {
        "naive": reported,
        "total": losses.sum(),
        "mean": losses.mean(),
        "weight": shares[-1] / shares[0],
    }
