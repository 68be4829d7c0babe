"""Epochs, batches and updates, with and without the short last batch."""

from generator.authoring import guard, instead_of


def draw(rng):
    return {
        "N": 10 * rng.integer(50, 2000),
        "B": rng.choice([16, 24, 32, 48, 64, 100, 128, 256]),
        "E": rng.integer(3, 30),
        "k": rng.integer(60, 3000),
        "drop_last": rng.choice([True, False]),
    }


def full(N, B):
    return N // B


def left(N, B):
    return N % B


def batches(full, drop_last):
    return full if drop_last else full + 1


def last(B, left, drop_last):
    return B if drop_last else left


def updates(batches, E):
    r"<batches> \cdot <E>"
    return batches * E


def per_epoch(N, left, drop_last):
    return N - left if drop_last else N


def seen(per_epoch, E):
    return per_epoch * E


def epoch(k, batches):
    return -(-k // batches)


@instead_of(batches, "updates_miscounted")
def short_batch_dropped(full):
    return full


@instead_of(batches, "updates_miscounted")
def short_batch_kept(full):
    return full + 1


@instead_of(updates, "updates_miscounted")
def one_update_per_epoch(E):
    return E


@instead_of(last, "updates_miscounted")
def full_last_batch(B):
    return B


@instead_of(last, "wrong_quantity")
def rest_counted(left):
    return left


@instead_of(updates, "updates_miscounted")
def every_example_updates(N, E):
    return N * E


@instead_of(seen, "wrong_quantity")
def one_epoch_only(per_epoch):
    return per_epoch


@instead_of(seen, "updates_miscounted")
def all_batches_full(batches, B, E):
    return batches * B * E


@instead_of(per_epoch, "updates_miscounted")
def all_examples_used(N):
    return N


@instead_of(epoch, "one_step_off")
def epochs_from_zero(k, batches):
    return k // batches


@guard
def telling(left, full, k, batches, E):
    """no batch is short, there are few batches, or the update is not within the training"""
    return left > 0 and full >= 4 and batches < k <= batches * E and k % batches > 0


def reference(N, B, E, k, drop_last):
    from torch.utils.data import BatchSampler

    sizes = [len(batch) for batch in BatchSampler(range(N), B, drop_last)]
    epochs = [epoch for epoch in range(1, E + 1) for _ in sizes]
    return {
        "batches": len(sizes),
        "last": sizes[-1],
        "updates": len(epochs),
        "seen": E * sum(sizes),
        "epoch": epochs[k - 1],
    }
