"""Accuracy, precision, recall, F1 and false positive rate from a confusion matrix."""

from generator.authoring import guard, instead_of


def draw(rng):
    return {
        "tp": rng.integer(10, 90),
        "fp": rng.integer(5, 60),
        "fn": rng.integer(5, 60),
        "tn": rng.integer(20, 190),
        "actual_in_rows": rng.choice([True, False]),
    }


def accuracy(tp, fp, fn, tn):
    r"\frac{<tp> + <tn>}{<tp> + <fp> + <fn> + <tn>}"
    return (tp + tn) / (tp + fp + fn + tn)


def precision(tp, fp):
    r"\frac{<tp>}{<tp> + <fp>}"
    return tp / (tp + fp)


def recall(tp, fn):
    r"\frac{<tp>}{<tp> + <fn>}"
    return tp / (tp + fn)


def f1(precision, recall):
    r"\frac{2 \cdot <precision> \cdot <recall>}{<precision> + <recall>}"
    return 2 * precision * recall / (precision + recall)


def false_alarms(fp, tn):
    r"\frac{<fp>}{<fp> + <tn>}"
    return fp / (fp + tn)


@instead_of(accuracy, "metrics_confused")
def only_true_positives(tp, fp, fn, tn):
    return tp / (tp + fp + fn + tn)


@instead_of(accuracy, "metrics_confused")
def errors_counted(tp, fp, fn, tn):
    return (fp + fn) / (tp + fp + fn + tn)


@instead_of(precision, "metrics_confused")
def recall_for_precision(tp, fn):
    return tp / (tp + fn)


@instead_of(precision, "metrics_confused")
def negative_precision(tn, fn):
    return tn / (tn + fn)


@instead_of(recall, "metrics_confused")
def precision_for_recall(tp, fp):
    return tp / (tp + fp)


@instead_of(recall, "metrics_confused")
def specificity_for_recall(tn, fp):
    return tn / (tn + fp)


@instead_of(recall, "metrics_confused")
def share_of_all(tp, fp, fn, tn):
    return tp / (tp + fp + fn + tn)


@instead_of(f1, "arithmetic")
def arithmetic_mean(precision, recall):
    return (precision + recall) / 2


@instead_of(f1, "arithmetic")
def two_left_out(precision, recall):
    return precision * recall / (precision + recall)


@instead_of(false_alarms, "metrics_confused")
def false_discoveries(tp, fp):
    return fp / (tp + fp)


@instead_of(false_alarms, "metrics_confused")
def share_of_all_examples(tp, fp, fn, tn):
    return fp / (tp + fp + fn + tn)


@guard
def errors_differ(tp, fp, fn, tn):
    """the two kinds of errors are as frequent as each other, or classes as large"""
    return abs(fp - fn) > 4 and abs(tp + fn - fp - tn) > 4


def reference(tp, fp, fn, tn):
    import torch

    def repeated(positive_true, positive_false, negative):
        values = torch.tensor([positive_true, positive_false, *negative], dtype=torch.float64)
        return values.repeat_interleave(torch.tensor([tp, fp, fn, tn]))

    actual, predicted = repeated(1, 0, (1, 0)), repeated(1, 1, (0, 0))
    right = (actual == predicted).double()
    return {
        "accuracy": right.mean(),
        "precision": right[predicted == 1].mean(),
        "recall": right[actual == 1].mean(),
        "f1": 2 * (actual @ predicted) / (actual.sum() + predicted.sum()),
        "false_alarms": predicted[actual == 0].mean(),
    }
