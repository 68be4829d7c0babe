"""True and false positive rate at two thresholds."""

from generator.authoring import Fraction, guard, instead_of, np


def draw(rng):
    positive = rng.choice([3, 4])
    below = rng.sample([s for s in range(15, 80) if s % 10], 7)
    scores = [Fraction(s, 100) for s in rng.shuffled([*below, rng.integer(81, 95)])]
    # The higher a score, the more often the example is positive.
    order = sorted(range(8), key=lambda i: scores[i] + Fraction(rng.integer(-60, 60), 100))
    labels = [0] * 8
    for i in order[-positive:]:
        labels[i] = 1
    low, gap = rng.integer(3, 4), rng.integer(2, 3)
    theta, moved = rng.shuffled([Fraction(low, 10), Fraction(low + gap, 10)])
    return {"scores": scores, "labels": np.array(labels), "theta": theta, "moved": moved}


def _count(scores, labels, label, theta):
    return sum(int(s >= theta and y == label) for s, y in zip(scores, labels, strict=True))


def P(labels):
    return int(sum(labels))


def N(labels):
    return int(sum(1 - labels))


def hits(scores, labels, theta):
    return _count(scores, labels, 1, theta)


def alarms(scores, labels, theta):
    return _count(scores, labels, 0, theta)


def tpr(hits, P):
    r"\frac{<hits>}{<P>}"
    return Fraction(hits, P)


def fpr(alarms, N):
    r"\frac{<alarms>}{<N>}"
    return Fraction(alarms, N)


def moved_hits(scores, labels, moved):
    return _count(scores, labels, 1, moved)


def moved_alarms(scores, labels, moved):
    return _count(scores, labels, 0, moved)


def moved_tpr(moved_hits, P):
    r"\frac{<moved_hits>}{<P>}"
    return Fraction(moved_hits, P)


def moved_fpr(moved_alarms, N):
    r"\frac{<moved_alarms>}{<N>}"
    return Fraction(moved_alarms, N)


def moved_precision(moved_hits, moved_alarms):
    r"\frac{<moved_hits>}{<moved_hits> + <moved_alarms>}"
    return Fraction(moved_hits, moved_hits + moved_alarms)


@instead_of(tpr, "metrics_confused")
def precision_for_tpr(hits, alarms):
    return Fraction(hits, hits + alarms)


@instead_of(tpr, "metrics_confused")
def missed_for_found(tpr):
    return 1 - tpr


@instead_of(tpr, "metrics_confused")
def divided_by_all_positives_too(hits, P, N):
    return Fraction(hits, P + N)


@instead_of(fpr, "metrics_confused")
def fpr_over_all(alarms, P, N):
    return Fraction(alarms, P + N)


@instead_of(fpr, "metrics_confused")
def specificity(fpr):
    return 1 - fpr


@instead_of(moved_tpr, "wrong_quantity")
def threshold_not_moved_tpr(tpr):
    return tpr


@instead_of(moved_tpr, "decision_rule")
def moved_missed(moved_tpr):
    return 1 - moved_tpr


@instead_of(moved_fpr, "wrong_quantity")
def threshold_not_moved_fpr(fpr):
    return fpr


@instead_of(moved_fpr, "decision_rule")
def moved_specificity(moved_fpr):
    return 1 - moved_fpr


@instead_of(moved_precision, "metrics_confused")
def recall_for_precision(moved_tpr):
    return moved_tpr


@instead_of(moved_precision, "metrics_confused")
def false_discovery(moved_precision):
    return 1 - moved_precision


@guard
def both_rates_change(tpr, moved_tpr, fpr, moved_fpr):
    """a rate is the same at both thresholds"""
    return tpr != moved_tpr and fpr != moved_fpr


@guard
def no_extreme(tpr, moved_tpr, fpr, moved_fpr):
    """a true positive rate is 0, or a false positive rate 0 or 1"""
    return min(tpr, moved_tpr, fpr, moved_fpr) > 0 and max(fpr, moved_fpr) < 1


def reference(scores, labels, theta, moved):
    import torch

    scores, actual = torch.stack(scores), labels == 1

    def rates(threshold):
        predicted = (scores >= threshold).double()
        precision = actual[predicted == 1].double().mean()
        return predicted[actual].mean(), predicted[~actual].mean(), precision

    tpr, fpr, _ = rates(theta)
    moved_tpr, moved_fpr, moved_precision = rates(moved)
    return {
        "tpr": tpr,
        "fpr": fpr,
        "moved_tpr": moved_tpr,
        "moved_fpr": moved_fpr,
        "moved_precision": moved_precision,
    }
