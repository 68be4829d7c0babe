"""The area under the ROC curve as the share of rightly ordered pairs."""

from generator.authoring import Fraction, guard, instead_of


def draw(rng):
    size = rng.choice([7, 8])
    number = rng.choice([3, 4]) if size == 7 else rng.choice([3, 5])
    scores = [Fraction(s, 100) for s in rng.sample([s for s in range(5, 96) if s != 50], size)]
    # The higher a score, the more often the example is positive.
    order = sorted(range(size), key=lambda i: scores[i] + Fraction(rng.integer(-45, 45), 100))
    return {"scores": scores, "labels": [int(i in order[-number:]) for i in range(size)]}


def _of_class(label, scores, labels):
    return [s for s, y in zip(scores, labels, strict=True) if y == label]


def positive(scores, labels):
    return ", ".join(f"{float(s):g}" for s in _of_class(1, scores, labels))


def P(labels):
    return labels.count(1)


def N(labels):
    return labels.count(0)


def pairs(P, N):
    r"<P> \cdot <N>"
    return P * N


def below(scores, labels):
    negative = _of_class(0, scores, labels)
    return [sum(n < p for n in negative) for p in _of_class(1, scores, labels)]


def ordered(below):
    return sum(below)


def auc(ordered, pairs):
    r"\frac{<ordered>}{<pairs>}"
    return Fraction(ordered, pairs)


def flipped(auc):
    r"1 - <auc>"
    return 1 - auc


@instead_of(ordered, "metrics_confused")
def wrongly_ordered_pairs(pairs, ordered):
    return pairs - ordered


@instead_of(ordered, "metrics_confused")
def neighbours_only(scores, labels):
    ranked = [y for _, y in sorted(zip(scores, labels, strict=True))]
    return sum(ranked[i] < ranked[i + 1] for i in range(len(ranked) - 1))


@instead_of(auc, "metrics_confused")
def divided_by_all_pairs(ordered, P, N):
    return Fraction(2 * ordered, (P + N) * (P + N - 1))


@instead_of(auc, "not_normalised")
def not_divided(ordered):
    return ordered


@instead_of(auc, "metrics_confused")
def accuracy_at_one_half(scores, labels):
    right = sum((s > Fraction(1, 2)) == y for s, y in zip(scores, labels, strict=True))
    return Fraction(right, len(scores))


@instead_of(flipped, "wrong_quantity")
def unchanged(auc):
    return auc


@instead_of(flipped, "wrong_quantity")
def one_half():
    return Fraction(1, 2)


@guard
def neither_perfect_nor_random(auc):
    """the area is 1, or close to one half"""
    return auc < 1 and abs(auc - Fraction(1, 2)) > Fraction(1, 20)


def reference(scores, labels):
    import torch

    scores, positive = torch.stack(scores), torch.tensor(labels) == 1

    def area(scores):
        """The trapezoids below the ROC curve, with a threshold at each score."""
        descending = scores.argsort(descending=True)
        found = positive[descending].double().cumsum(0) / positive.sum()
        alarms = (~positive)[descending].double().cumsum(0) / (~positive).sum()
        start = torch.zeros(1, dtype=torch.float64)
        return torch.trapezoid(torch.cat([start, found]), torch.cat([start, alarms]))

    right = scores[positive][:, None] > scores[~positive][None, :]
    return {
        "pairs": right.numel(),
        "ordered": right.sum(),
        "auc": area(scores),
        "flipped": area(1 - scores),
    }
