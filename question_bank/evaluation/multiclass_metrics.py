"""Precision and recall of three classes, macro F1 and accuracy."""

from generator.authoring import guard, instead_of, np


def draw(rng):
    M = rng.integers((3, 3), 1, 15)  # row: actual class, column: predicted class
    return {
        "M": M + np.diag(rng.integers(3, 12, 40)),
        "actual_in_rows": rng.choice([True, False]),
    }


def diagonal(M):
    return np.diag(M)


def row_sums(M):
    return M.sum(axis=1)


def column_sums(M):
    return M.sum(axis=0)


def precision(diagonal, column_sums):
    r"<diagonal> / <column_sums>"
    return diagonal / column_sums


def recall(diagonal, row_sums):
    r"<diagonal> / <row_sums>"
    return diagonal / row_sums


def f1(precision, recall):
    r"2 \cdot <precision> \odot <recall> / (<precision> + <recall>)"
    return 2 * precision * recall / (precision + recall)


def macro_f1(f1):
    r"\frac{1}{3} \operatorname{sum}(<f1>)"
    return np.sum(f1) / 3


def right(diagonal):
    return diagonal.sum()


def examples(M):
    return M.sum()


def accuracy(right, examples):
    r"\frac{<right>}{<examples>}"
    return right / examples


@instead_of("M", "metrics_confused")
def rows_and_columns_confused(M):
    return M.T


@instead_of(precision, "metrics_confused")
def actual_for_predicted(diagonal, row_sums):
    return diagonal / row_sums


@instead_of(recall, "metrics_confused")
def predicted_for_actual(diagonal, column_sums):
    return diagonal / column_sums


@instead_of(recall, "metrics_confused")
def recall_over_all(diagonal, M):
    return diagonal / M.sum()


@instead_of(f1, "arithmetic")
def mean_of_both(precision, recall):
    return (precision + recall) / 2


@instead_of(macro_f1, "mean_wrong")
def weighted_by_class_size(f1, row_sums):
    return f1 @ row_sums / row_sums.sum()


@instead_of(macro_f1, "mean_wrong")
def summed_scores(f1):
    return np.sum(f1)


@instead_of(accuracy, "metrics_confused")
def macro_recall(recall):
    return recall.mean()


@instead_of(accuracy, "metrics_confused")
def macro_precision(precision):
    return precision.mean()


@guard
def rates_differ(row_sums, column_sums):
    """a class is predicted as often as it occurs"""
    return (abs(row_sums - column_sums) > 1).all()


def reference(M):
    import torch

    actual = torch.arange(3).repeat_interleave(3).repeat_interleave(M.flatten())
    predicted = torch.arange(3).repeat(3).repeat_interleave(M.flatten())
    right = (actual == predicted).double()
    classes = range(3)
    f1 = torch.stack(
        [
            2 * right[actual == k].sum() / ((actual == k).sum() + (predicted == k).sum())
            for k in classes
        ]
    )
    return {
        "precision": torch.stack([right[predicted == k].mean() for k in classes]),
        "recall": torch.stack([right[actual == k].mean() for k in classes]),
        "f1": f1,
        "macro_f1": f1.mean(),
        "accuracy": right.mean(),
    }
