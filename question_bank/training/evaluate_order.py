"""The lines that compute an accuracy, in order, and the accuracy of some batches."""

from generator.authoring import instead_of, np


def draw(rng):
    B = rng.choice([20, 25, 32, 40, 50, 64])
    full = rng.integer(2, 4)
    short = rng.integer(4, B // 2)
    return {
        "B": B,
        "full": full,
        "short": short,
        "N": full * B + short,
        "counts": np.array([rng.integer(B * 6 // 10, B - 1) for _ in range(full)]),
        "last": rng.integer(1, short * 6 // 10),
    }


def right(counts, last):
    return int(counts.sum()) + last


def accuracy(right, N):
    r"\frac{<right>}{<N>}"
    return right / N


@instead_of(accuracy, "mean_wrong")
def mean_of_accuracies(counts, last, B, short, full):
    return (counts.sum() / B + last / short) / (full + 1)


@instead_of(accuracy, "mean_wrong")
def short_batch_forgotten(counts, B, full):
    return counts.sum() / (B * full)


@instead_of(accuracy, "updates_miscounted")
def full_batches_assumed(right, B, full):
    return right / (B * (full + 1))


def reference(B, short, N, counts, last):
    import torch
    from torch.utils.data import DataLoader, TensorDataset

    # The logits are the examples themselves: of each batch the first so many are right.
    sizes = [B] * len(counts) + [short]
    right = [torch.arange(size) < count for size, count in zip(sizes, [*counts, last], strict=True)]
    data = TensorDataset(torch.eye(2)[torch.cat(right).long()], torch.ones(N, dtype=torch.long))
    model, found = torch.nn.Identity(), 0
    loader = DataLoader(data, batch_size=B)
    model.eval()
    with torch.no_grad():
        for x, y in loader:
            found += (model(x).argmax(dim=1) == y).sum().item()
    return {"right": found, "accuracy": found / len(loader.dataset)}
