"""Blanks in a training and an evaluation function; what is added up depends on the criterion."""

from generator.authoring import instead_of

SUM = "`loss.item()`"
WEIGHTED = "`loss.item() * len(y)`"
DIVIDED = "`loss.item() / len(y)`"
BATCHES = "`loss.item() * len(loader)`"
COUNTED = "`loss.item() * count`"


def draw(rng):
    return {
        "combined": rng.choice(["mean", "sum"]),
        "net": rng.choice(["model", "net", "network", "classifier"]),
        "opt": rng.choice(["optimizer", "opt", "sgd"]),
    }


def added(combined):
    return SUM if combined == "sum" else WEIGHTED


@instead_of(added, "mean_wrong")
def taken_as_mean():
    return WEIGHTED


@instead_of(added, "mean_wrong")
def taken_as_sum():
    return SUM


@instead_of(added, "mean_wrong")
def divided_by_the_batch():
    return DIVIDED


@instead_of(added, "updates_miscounted")
def times_batches():
    return BATCHES


@instead_of(added, "updates_miscounted")
def times_count():
    return COUNTED


def reference(combined):
    """Runs the evaluation with every expression; one gives the mean over all examples."""
    import torch

    torch.manual_seed(1)
    logits, targets = torch.randn(10, 3).double(), torch.randint(3, (10,))
    criterion = torch.nn.CrossEntropyLoss(reduction=combined)
    loader = list(zip(logits.split(4), targets.split(4), strict=True))
    wanted = torch.nn.functional.cross_entropy(logits, targets)
    right = []
    for expression in (SUM, WEIGHTED, DIVIDED, BATCHES, COUNTED):
        total, count = 0.0, 0
        for x, y in loader:
            loss = criterion(x, y)
            total += eval(expression.strip("`"), locals())
            count += len(y)
        if abs(total / count - wanted) < 1e-9:
            right.append(expression)
    return {"added": " or ".join(right)}
